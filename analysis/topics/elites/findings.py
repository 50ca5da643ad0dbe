"""Sentences of the notebook on Old Bolsheviks and office holders, generated from the numbers."""

from __future__ import annotations

import math

import pandas as pd

from analysis.ledger import ask
from analysis.text.verdicts import HOLDS, NOT_TESTABLE
from analysis.text.words import _, bounds, joined, number, percent
from analysis.topics.elites.choices import Choices
from analysis.topics.elites.model import MEMBERS_OF, OUTCOMES, break_even, prose, seniority, stocks
from analysis.topics.elites.risks import comparable, risks


def relations() -> dict[str, str]:
    """Return what is tested between printed figures, in words -> the claim that the ledger tests."""
    return {
        _("Old Bolsheviks: the decrease"): "old-bolsheviks-1934-1939-decrease",
        _("Old Bolsheviks: the decrease in per cent"): "old-bolsheviks-1934-1939-decrease-percent",
        _("Old Bolsheviks: five years between the congresses"): "old-bolsheviks-1934-1939-years",
        _("Smolensk 1935: expelled who had joined in 1929\N{EN DASH}32"): "smolensk-1935-not-old-share",
        _("Smolensk 1935: average years of joining, removed less new secretaries"): (
            "smolensk-1935-secretaries-difference"
        ),
        _("Belyi 1937: list of offices against the number stated"): "belyi-1937-expelled-leading",
    }


def answer(choices: Choices) -> str:
    """Answer in two sentences whether Old Bolsheviks were hit harder, as far as the figures carry."""
    stock, rows = stocks(choices).loc["not_stated"], comparable(choices)
    fall = (stock["first_low"] - stock["last_low"]) / stock["first_low"]
    start = _(
        "Were Old Bolsheviks hit harder than others? That stays open: the pamphlet does not say who counts as one, and "
        "how many of them were expelled, arrested or shot was not collected."
    )
    counted = rows[rows["share"].notna()]
    if counted.empty:
        return start + " " + _("Nothing was counted of the outcome “{what}” either.").format(
            what=_(OUTCOMES[choices.outcome])
        )  # fmt: skip
    told = joined([f"{r['label']}: {share_text(r)}" for _i, r in counted.iterrows()])
    return start + " " + _(
        "What can be said: their printed number fell by {fall} from {first} to {last}, from all causes together, and "
        "{what} in {years} were: {list}."
    ).format(
        fall=percent(100 * fall), first=stock["first"], last=stock["last"], what=_(OUTCOMES[choices.outcome]),
        years=years_text(rows.iloc[0]), list=told,
    )  # fmt: skip


def overlap_finding(choices: Choices) -> str:
    """Say that the groups that were followed are largely old members themselves."""
    rows = seniority(choices).set_index(["outcome", "congress"])["value"]
    return _(
        "The groups that were followed are no counterpart to Old Bolsheviks: of the delegates of 1934, {old} had "
        "joined before 1917 and {early} by 1919."
    ).format(old=percent(100 * rows["joined_before_1917", "1934"]), early=percent(100 * rows["joined_by_1919", "1934"]))


def stock_finding(choices: Choices) -> str:
    """Say what the printed numbers show and what they leave open."""
    stock = stocks(choices).loc["not_stated"]
    less = stock["first_low"] - stock["last_low"]
    return _(
        "The pamphlet prints {first} Old Bolsheviks in the party in 1934 and {last} in 1939: {less} fewer, or "
        "{share}, from all causes together. {deaths} natural deaths a year per 1,000 would explain all of it; no rate "
        "for the group was collected. Two numbers of one group show how far it shrank; they give no risk of expulsion, "
        "arrest or death."
    ).format(
        first=number(stock["first_low"]), last=number(stock["last_low"]), less=number(less),
        share=percent(100 * less / stock["first_low"]), deaths=number(break_even(stock)[1], 0),
    )  # fmt: skip


def definition_finding(choices: Choices) -> str:
    """Say how much the number depends on who is counted."""
    table = stocks(choices)
    wide, narrow = table.loc["not_stated"], table.loc["joined_by_1917"]
    start = _(
        "Of those who had joined by the end of 1917, one author counts {first} members in early 1918 and about {last} "
        "in March 1939; that span runs through the civil war and two screenings and cannot be set beside the other."
    ).format(first=bounds(narrow["first_low"], narrow["first_high"]), last=number(narrow["last_low"]))
    if wide["last_low"] <= narrow["last_high"]:
        return start
    return start + " " + _(
        "The {n} of the pamphlet for 1939 must count people who joined later too, or come from another count."
    ).format(n=number(wide["last_low"]))  # fmt: skip


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


def moscow_finding(choices: Choices) -> str:
    """Say what the followed participants of 1917 in Moscow show."""
    table = risks(choices).set_index("group")
    traced, everyone = table.loc["moscow_traced"], table.loc["moscow_1917"]
    return _(
        "Of the participants of 1917 in Moscow who could be followed, {share} were expelled or put on trial in 1937; "
        "of all {n}, {low} to {high}, since nothing is known of the others. Expulsion and trial are counted together. "
        "They were leading people of one city and no sample of Old Bolsheviks."
    ).format(
        share=share_text(traced), n=number(everyone["exposed"]), low=percent(100 * everyone["low"]),
        high=percent(100 * everyone["high"]),
    )  # fmt: skip


def expulsion_finding(choices: Choices) -> str:
    """Say how many of the Moscow participants had to be expelled to exceed the party's printed share."""
    table = risks(choices)
    party = table[(table["group"] == "party") & (table["outcome"] == "expelled")].iloc[0]
    traced = table[table["group"] == "moscow_traced"].iloc[0]
    enough = math.floor(party["high"] * traced["exposed"]) + 1
    return _(
        "The text prints {party} for the party as a whole in 1937 (bounds {low} to {high}). If at least {enough} of "
        "the {k} were expelled, this group fared worse than the party; the text does not say how many were."
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
        "{members} held such positions is not printed, so no risk of leaders can be computed: they were hit harder "
        "than others unless more than {most} of the {members} held one."
    ).format(expelled=number(expelled), members=number(members), leading=number(leading), most=number(most))


def smolensk_finding(choices: Choices) -> str:
    """Say what the figures on Smolensk in 1935 show, and that they are make-up and not risk."""
    values = prose(choices)["value"]
    expelled, recent = values["smolensk-1935-expelled"], values["smolensk-1935-expelled-joined-1929-1932"]
    removed, new = (values[f"smolensk-1935-{who}-secretaries-joined"] for who in ("removed", "new"))
    rest = expelled - recent
    return _(
        "Smolensk 1935: {recent} of {expelled} expelled ({share}) had joined in 1929\N{EN DASH}32, so at most {rest} "
        "({other}) can have joined before 1929. Removed secretaries had joined on average in "
        "{removed}, new ones in {new}. This is the make-up of those expelled or removed; how many of each kind stayed "
        "is not printed, so no risk follows."
    ).format(
        recent=number(recent), expelled=number(expelled), share=percent(100 * recent / expelled), rest=number(rest),
        other=percent(100 * rest / expelled), removed=f"{removed:.0f}", new=f"{new:.0f}",
    )  # fmt: skip


def seniority_finding(choices: Choices) -> str:
    """Say how the make-up of the congresses changed by year of joining, and what that does not show."""
    rows = seniority(choices).set_index(["outcome", "congress"])["value"]
    old = [percent(100 * rows["joined_before_1917", congress]) for congress in ("1934", "1939")]
    early = [percent(100 * rows["joined_by_1919", congress]) for congress in ("1934", "1939")]
    return _(
        "Of the delegates of 1934, {a} had joined before 1917 and {c} by 1919; of those of 1939 {b} and {d}. These are "
        "two sets of persons: the figures show who was sent to a congress, not what became of those who were not."
    ).format(a=old[0], b=old[1], c=early[0], d=early[1])


def group_finding(choices: Choices) -> str:
    """Say all that was collected on the marked group; nothing where none is marked."""
    if choices.group == "all":
        return ""
    rows = risks(choices)
    rows = rows[rows["group"].isin(MEMBERS_OF[choices.group])]
    told = [f"{r['label']}, {_(OUTCOMES[r['outcome']])}, {years_text(r)}: {share_text(r)}" for _i, r in rows.iterrows()]
    return _("The marked group: {list}.").format(list="; ".join(told))


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


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, one item each, the most important first."""
    parts = (
        answer, overlap_finding, stock_finding, definition_finding, risk_finding, moscow_finding, expulsion_finding,
        belyi_finding, smolensk_finding,
    )  # fmt: skip
    return [part(choices) for part in parts]


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said and what cannot, one item each."""
    last = _(
        "Expulsion, trial, arrest and death are four outcomes. A share of one says nothing about the share of another."
    )
    return [text for text in (answer(choices), seniority_finding(choices), group_finding(choices), last) if text]


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the findings rest on, for a sweep.

    Returns
    -------
    dict
        ``relations_hold`` of ``relations`` between printed figures; ``decrease_percent`` of the printed number of Old
        Bolsheviks, all causes; ``explaining_deaths``, deaths a year per 1,000 that would explain all of it;
        ``groups_compared`` by the chosen outcome; ``highest_share_percent`` among them (None if only bounds are
        known); ``moscow_percent``, of the followed participants of 1917 in Moscow expelled or tried.
    """
    found = ask.checks(relations(), choices.reading)
    found = [check.verdict for check in found.values() if check.verdict != NOT_TESTABLE]
    stock, groups = stocks(choices).loc["not_stated"], comparable(choices)
    traced = risks(choices).set_index("group").loc["moscow_traced"]
    return {
        "relations_hold": sum(verdict in HOLDS for verdict in found),
        "relations": len(found),
        "decrease_percent": 100 * (1 - stock["last_low"] / stock["first_low"]),
        "explaining_deaths": break_even(stock)[1],
        "groups_compared": len(groups),
        "highest_share_percent": 100 * groups["share"].max() if len(groups) else None,
        "moscow_percent": 100 * traced["share"],
    }
