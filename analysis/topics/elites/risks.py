"""Risks of groups that were followed: counted in the same persons, compared only for one outcome and the same years.

All are complete counts, so nothing here has a confidence interval.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.sources import cited
from analysis.ledger import comparison
from analysis.text.words import _
from analysis.topics.elites.choices import Choices
from analysis.topics.elites.model import collected, membership, noted, prose

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
    "sources", "original_source", "locator", "cited", "verification", "territory", "quantity", "note",
)  # fmt: skip


@memoised
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
    return pd.concat([p for p in parts if len(p)], ignore_index=True).reindex(columns=list(RISK))


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
        "cited": cited(*rows.to_dict("records")),
    }  # fmt: skip


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
        "kind": "computed", "note": note, "cited": cited(whole, part),
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
                "cited": cited(row, *base.to_dict("records")),
                "note": row["note"] + " " + _("Over every figure collected for the party in 1937 and 1938."),
            }
        ]
    )  # fmt: skip


@memoised
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
