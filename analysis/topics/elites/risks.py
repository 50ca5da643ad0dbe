"""Risks of groups that were followed: counted in the same persons, compared only for one outcome and the same years.

Delegates, Central Committee and the party of Belyi are complete counts and get no confidence interval. One
sampling question is asked, and only as a question: what if the followed participants of 1917 in Moscow stood
for a larger body of their like?
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison
from analysis.numbers import proportions
from analysis.text.words import _, joined, number, percent
from analysis.topics.elites.model import (
    MEMBERS_OF,
    OUTCOMES,
    Choices,
    collected,
    death_finding,
    definition_finding,
    left_for_other_reasons,
    membership,
    noted,
    prose,
    seniority_finding,
    smolensk_finding,
    stock_finding,
    stocks,
)

#: Outcome in the estimates -> outcome as the notebook names it.
COLLECTED = {
    "executed": "executed", "arrested": "arrested", "repressed": "repressed", "purged": "purged",
    "dead": "died_by_violence", "left": "not_reelected", "reappeared": "delegate_again",
    "reelected": "reelected", "alive": "not_dead_or_in_camp",
}  # fmt: skip
GROUPS = {
    "central_committee_1934": "Central Committee of 1934, members and candidates",
    "central_committee_1934_members": "Central Committee of 1934, full members",
    "central_committee_1934_candidates": "Central Committee of 1934, candidates",
    "delegates_1934": "Delegates of the congress of 1934",
    "delegates_1934_rank_and_file": "Delegates of 1934 outside the Central Committee",
    "military_council_1935": "Military Council of 1935",
    "marshals": "Marshals",
    "army_commanders": "Army commanders",
    "corps_commanders": "Corps commanders",
    "moscow_traced": "Leading participants of 1917 in Moscow with a known life",
    "moscow_1917": "All leading participants of 1917 in Moscow",
    "party_belyi": "Party in the district of Belyi",
    "party": "Party as a whole",
}
RISK = (
    "group", "label", "outcome", "start", "end", "count", "exposed", "share", "low", "high", "kind", "lineages",
    "sources", "original_source", "locator", "verification", "territory", "quantity", "note",
)  # fmt: skip


def risks(choices: Choices) -> pd.DataFrame:
    """Return every share of a group that met an outcome, where both were counted in the same group.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`RISK`: ``count`` of ``exposed`` persons, ``share`` (of 1; NaN if only bounds are
        known), ``low`` and ``high`` (what missing knowledge allows, no confidence interval), ``kind``
        (``collected``, ``printed`` or ``computed``).
    """
    parts = [_collected_risks(choices), _remainder(choices), _printed_risks(choices), _party_repressed(choices)]
    return pd.concat([p for p in parts if len(p)], ignore_index=True)[list(RISK)]


def _collected_risks(choices: Choices) -> pd.DataFrame:
    rows = collected(choices)
    rows = rows[rows["measure"].str.startswith("exposure_")]
    keys = ["population", "outcome", "start", "end"]
    return pd.DataFrame([_collected_risk(group) for _key, group in rows.groupby(keys, sort=False)])


def _collected_risk(rows: pd.DataFrame) -> dict:
    first, exposed = rows.iloc[0], rows["exposed"].astype(float)
    if rows["value"].nunique() > 1 or exposed.nunique() > 1:
        ids = ", ".join(rows["id"])
        raise ValueError(
            f"expected one count for {first['population']}, {first['outcome']}, got rivals: {ids}; give the rows "
            "of data/estimates/elite_losses.csv different periods or outcomes, or choose one"
        )
    return first.to_dict() | {
        "group": first["population"], "label": _(GROUPS[first["population"]]), "outcome": COLLECTED[first["outcome"]],
        "count": first["value"], "exposed": exposed.iloc[0], "share": first["value"] / exposed.iloc[0],
        "low": math.nan, "high": math.nan, "kind": "collected", "lineages": rows["lineage"].nunique(),
        "sources": _merged(rows["sources"]),
    }  # fmt: skip


def _merged(keys) -> str:
    return ";".join(dict.fromkeys(key for cell in keys for key in cell.split(";")))


def _remainder(choices: Choices) -> pd.DataFrame:
    """Return the delegates outside the Central Committee: all delegates less the Committee, same outcome and years."""
    table = _collected_risks(choices)
    shot = table[(table["outcome"] == "executed") & (table["end"] == "1939")].set_index("group")
    if not {"delegates_1934", "central_committee_1934"} <= set(shot.index):
        return table.iloc[:0]
    both = shot.loc[["delegates_1934", "central_committee_1934"]]
    comparison.require_alike(both, labels=("outcome", "start", "end", "territory", "quantity"), purpose="a difference")
    whole, part = both.iloc[0], both.iloc[1]
    count, exposed = whole["count"] - part["count"], whole["exposed"] - part["exposed"]
    note = _("Delegates less Central Committee, all of whose members are taken to be among the delegates.")
    name = "delegates_1934_rank_and_file"
    row = whole.to_dict() | {
        "group": name, "label": _(GROUPS[name]), "count": count, "exposed": exposed, "share": count / exposed,
        "kind": "computed", "note": note, "sources": _merged([whole["sources"], part["sources"]]),
    }  # fmt: skip
    return pd.DataFrame([row])


def _printed_risks(choices: Choices) -> pd.DataFrame:
    text = prose(choices)
    hit, traced = text.loc["old-bolsheviks-moscow-expelled-or-tried"], text.loc["old-bolsheviks-moscow-traced", "value"]
    leading = text.loc["old-bolsheviks-moscow-leading", "value"]
    expelled, members = text.loc["belyi-1937-expelled"], text.loc["belyi-1937-members", "value"]
    lost = _("{n} of them could not be followed").format(n=int(leading - traced))
    everyone = _printed_risk(hit, "moscow_1917", "expelled_or_tried", math.nan, leading) | {
        "low": hit["value"] / leading, "high": (hit["value"] + leading - traced) / leading, "note": lost,
    }  # fmt: skip
    return pd.DataFrame(
        [
            _printed_risk(hit, "moscow_traced", "expelled_or_tried", hit["value"], traced),
            everyone,
            _printed_risk(expelled, "party_belyi", "expelled", expelled["value"], members),
            _party_expelled(choices),
        ]
    )


def _printed_risk(row: pd.Series, group: str, outcome: str, count: float, exposed: float) -> dict:
    return row.to_dict() | {
        "group": group, "label": _(GROUPS[group]), "outcome": outcome, "count": count, "exposed": exposed,
        "share": count / exposed, "low": math.nan, "high": math.nan, "kind": "printed", "lineages": 1,
        "verification": "", "note": "", "quantity": "persons",
    }  # fmt: skip


def _party_expelled(choices: Choices) -> dict:
    table = noted(quantities.read_printed("expulsions_by_year", choices.reading)).set_index("id")
    row = table.loc["expulsions-1937-percent"]
    return _printed_risk(row, "party", "expelled", math.nan, math.nan) | {
        "share": row["value"], "low": row["low"], "high": row["high"],
        "note": _("bounds of the printed share; of whom it is a share is not stated."),
    }  # fmt: skip


def _party_repressed(choices: Choices) -> pd.DataFrame:
    rows = comparison.select(collected(choices), measure="flow_repressed", population="party")
    base = comparison.select(membership(choices), measure="members_and_candidates", population="party")
    base = base[base["year"].between(1937, 1938) & base["value"].notna()]
    if rows.empty or base.empty:
        return rows.iloc[:0]
    row = rows.iloc[0]
    smallest, largest = base["value"].min(), base["value"].max()
    return pd.DataFrame(
        [
            row.to_dict() | {
                "group": "party", "label": _(GROUPS["party"]), "outcome": "repressed", "count": row["value"],
                "exposed": math.nan, "share": math.nan, "low": row["value"] / largest, "high": row["value"] / smallest,
                "kind": "computed", "lineages": 1,
                "sources": _merged([row["sources"], *base["sources"]]),
                "original_source": "", "locator": "",
                "note": row["note"] + " " + _("Over every figure collected for the party in 1937 and 1938."),
            }
        ]
    )  # fmt: skip


def comparable(choices: Choices) -> pd.DataFrame:
    """Return the risks of the chosen outcome that may stand side by side: same outcome, same years.

    Of several periods the one with most groups is kept.

    Returns
    -------
    pandas.DataFrame
        Rows of :func:`risks`; empty if nothing was collected on the outcome.
    """
    table = risks(choices)
    table = table[table["outcome"] == choices.outcome]
    if table.empty:
        return table
    start, end = table.groupby(["start", "end"], sort=False).size().idxmax()
    kept = table[(table["start"] == start) & (table["end"] == end)]
    return comparison.require_alike(
        kept, labels=("outcome", "start", "end", "quantity"), purpose="a comparison of groups"
    )


def sample_interval(choices: Choices, *, confidence: float | None = None, method: str | None = None) -> pd.Series:
    """Return the interval for the followed Moscow participants, read as a random sample of their like.

    Only here is a sampling question asked. Delegates, Central Committee and Belyi are complete counts.

    Returns
    -------
    pandas.Series
        A row of :func:`analysis.numbers.proportions.interval`.
    """
    values = prose(choices)["value"]
    return proportions.interval(
        int(values["old-bolsheviks-moscow-expelled-or-tried"]),
        int(values["old-bolsheviks-moscow-traced"]),
        confidence=choices.confidence if confidence is None else confidence,
        method=method or choices.method,
    ).iloc[0]


# Sentences ----------------------------------------------------------------------------------------------------------


def years_text(row: pd.Series) -> str:
    """Write the years of a risk: ``"1934–1939"`` or ``"1937"``."""
    start, end = row["start"][:4], row["end"][:4]
    return start if start == end else f"{start}\N{EN DASH}{end}"


def share_text(row: pd.Series) -> str:
    """Write a risk with its counts: ``"98 of 139 (70.5%)"``; bounds where only these are known."""
    if math.isnan(row["share"]):
        return _("between {low} and {high}").format(low=percent(100 * row["low"]), high=percent(100 * row["high"]))
    share = percent(100 * row["share"])
    if math.isnan(row["count"]):
        return _("{share} as printed").format(share=share)
    return _("{k} of {n} ({share})").format(k=number(row["count"]), n=number(row["exposed"]), share=share)


def risk_finding(choices: Choices) -> str:
    """Say what was counted of the chosen outcome in groups of the same years."""
    rows = comparable(choices)
    if rows.empty:
        return _("For the outcome “{what}” nothing was collected.").format(what=_(OUTCOMES[choices.outcome]))
    told = [f"{r['label']}: {share_text(r)}" for _i, r in rows.iterrows()]
    text = _("{What}, {years}: {list}.").format(
        What=_(OUTCOMES[choices.outcome]).capitalize(), years=years_text(rows.iloc[0]), list="; ".join(told)
    )
    if rows["group"].nunique() == 1:
        return text + " " + _("For no other group was the same counted for the same years, so nothing is compared.")
    if {"central_committee_1934", "delegates_1934"} <= set(rows["group"]):
        text += " " + _("The Central Committee is part of the delegates; the third group is what remains of them.")
    remarks = rows.loc[rows["group"] == "party", "note"].to_list() or [_("Complete counts as far as the sources go.")]
    return " ".join([text, _("Same outcome, same years."), *(r[:1].upper() + r[1:] for r in remarks)])


def group_finding(choices: Choices) -> str:
    """Say all that was collected on the marked group, or that none is marked."""
    if choices.group == "all":
        return _("No single group is marked; the parameter group marks one in table and figure.")
    rows = risks(choices)
    rows = rows[rows["group"].isin(MEMBERS_OF[choices.group])]
    told = [f"{r['label']}, {_(OUTCOMES[r['outcome']])}, {years_text(r)}: {share_text(r)}" for _i, r in rows.iterrows()]
    return _("The marked group: {list}.").format(list="; ".join(told))


def moscow_finding(choices: Choices) -> str:
    """Say what the followed participants of 1917 in Moscow show, and of what they might be a sample."""
    table, found = risks(choices).set_index("group"), sample_interval(choices)
    traced, everyone = table.loc["moscow_traced"], table.loc["moscow_1917"]
    return _(
        "Of the participants of 1917 in Moscow who could be followed, {share} were expelled or put on trial in 1937; "
        "of all {n}, {low} to {high}, since nothing is known of the others. Expulsion and trial are counted together. "
        "Only if the {k} are read as a random sample of a larger body of their like is there an interval: {one} to "
        "{two} ({confidence} confidence). They were leading people of one city; the text does not support that reading."
    ).format(
        share=share_text(traced), n=number(everyone["exposed"]), low=percent(100 * everyone["low"]),
        high=percent(100 * everyone["high"]), k=number(traced["exposed"]), one=percent(100 * found["low"]),
        two=percent(100 * found["high"]), confidence=percent(100 * choices.confidence, None),
    )  # fmt: skip


def expulsion_finding(choices: Choices) -> str:
    """Say how many of the Moscow participants had to be expelled to exceed the party's printed share."""
    table = risks(choices)
    party = table[(table["group"] == "party") & (table["outcome"] == "expelled")].iloc[0]
    traced = table[table["group"] == "moscow_traced"].iloc[0]
    enough = math.floor(party["high"] * traced["exposed"]) + 1
    return _(
        "The text prints {party} for the party as a whole in 1937 (bounds {low} to {high}), but that is expulsion "
        "alone. Were {enough} or more of the {k} expelled, the followed participants were expelled at a higher rate "
        "than the party; the text does not say how many of them were."
    ).format(
        party=percent(100 * party["share"], 0), low=percent(100 * party["low"]), high=percent(100 * party["high"]),
        enough=enough, k=number(traced["count"]),
    )  # fmt: skip


def belyi_finding(choices: Choices) -> str:
    """Say what the leading persons among the expelled of Belyi show, with the bound on the unknown number."""
    values = prose(choices)["value"]
    expelled, members = values["belyi-1937-expelled"], values["belyi-1937-members"]
    leading = values["belyi-1937-expelled-leading"]
    most = math.ceil(leading * members / expelled) - 1
    return _(
        "Belyi: {expelled} of {members} were expelled in 1937, {leading} of them in leading positions. How many of the "
        "{members} held such positions is not printed, so no risk of leaders can be computed. It was above the average "
        "of the district if no more than {most} did."
    ).format(expelled=number(expelled), members=number(members), leading=number(leading), most=number(most))


def answer(choices: Choices) -> str:
    """Answer whether Old Bolsheviks were hit harder, as far as bounds carry.

    Of a cohort that nobody joined, those shot between the two dates are among those who left, so the
    share shot is at most the share that left for other reasons than natural death. The bound is drawn only
    for that outcome and only where the dates of the stock are those of the risk.
    """
    start = _("Were Old Bolsheviks hit harder than others? ")
    stock, rows = stocks(choices).loc[choices.definition], comparable(choices)
    same = len(rows) and (rows.iloc[0]["start"], rows.iloc[0]["end"]) == (stock["first"], stock["last"])
    if choices.outcome != "executed" or not same:
        return start + _(
            "Not to be said from these figures: for Old Bolsheviks as a group the outcome “{what}” was not counted, "
            "and the number at two dates sets no bound to it that belongs to the same years."
        ).format(what=_(OUTCOMES[choices.outcome]))
    most = left_for_other_reasons(stock, choices.deaths_per_1000)["share_high"]
    return start + _answer_by_bound(rows, most, choices)


def _answer_by_bound(rows: pd.DataFrame, most: float, choices: Choices) -> str:
    if most == 0:
        return _("The rate of natural deaths that was chosen exceeds the whole decrease, so no bound can be drawn.")
    bound = _(
        "How many of them were shot was not collected. But no more can have been than left: at most {most} of those of "
        "1934 (natural deaths presumed: {d} a year per 1,000), if nobody joined the group meanwhile. "
    ).format(most=percent(100 * most), d=number(choices.deaths_per_1000))
    above = rows[rows["share"] > most]
    if above.empty:
        return bound + _("No group collected lies above that bound, so no order follows.")
    names = joined([f"{r['label']} ({percent(100 * r['share'])})" for _i, r in above.iterrows()])
    return bound + _(
        "Above that bound lie: {names}. A larger share of these groups was shot than can have been of the Old "
        "Bolsheviks of the pamphlet as a whole. For party members in general the same outcome was not "
        "collected, so whether Old Bolsheviks were hit harder than these remains open."
    ).format(names=names)


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, one item each."""
    parts = (
        answer, stock_finding, definition_finding, death_finding, risk_finding, moscow_finding, expulsion_finding,
        belyi_finding, smolensk_finding,
    )  # fmt: skip
    return [part(choices) for part in parts]


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said and what cannot, one item each."""
    last = _(
        "Expulsion, trial, arrest and death are four outcomes. A share of one says nothing about the share of another."
    )
    return [answer(choices), seniority_finding(choices), group_finding(choices), last]
