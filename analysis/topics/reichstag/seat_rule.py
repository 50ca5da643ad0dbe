"""The seat rule of the electoral law against the official seats: which Reich lists it gives, what it cannot explain.

The law of 1920 gave a Reich list one seat per 60,000 votes and one more for a last remainder above 30,000, but
no more seats on the Reich list than below it. That cap needs the seats won below, which are known where the
seats on the Reich list are (rows ``reich_list_seats``), and where a list won none at all. The figures of the
law stand in ``reichstag_results.csv`` as rows of kind ``rule``; a test holds the defaults here to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.text.words import _, number
from analysis.topics.reichstag.elections import (
    COMPILATIONS,
    EDITIONS,
    NO_FIGURE,
    READINGS,
    choose_rivals,
    of_election,
    official_results,
    rank_sources,
)

#: Votes for one seat, and the final remainder above which a Reich list gets one more.
QUOTA, REMAINDER_SEAT = 60000, 30000
#: Quotas that are tried, from half of the law's to its double.
QUOTAS = np.arange(QUOTA // 2, 2 * QUOTA + 1, 500)
BY_RULE, CAPPED, RIVAL, SHARED = "rule", "cap", "rival figure", "shared list"
CAP_POSSIBLE, UNEXPLAINED = "cap if few seats below", "not explained"
#: What explains the official seats of a Reich list.
EXPLANATIONS = {
    BY_RULE: "The votes of the list give the official seats.",
    CAPPED: "The votes give more, but a list may not win more on the Reich list than below it.",
    RIVAL: "Other collected figures for the votes (of the list or a part of it) or the seats fit the rule.",
    SHARED: "More seats came from a Reich list than from below it, which the cap forbids for a list of its own: "
    "the votes were probably counted with those of other parties.",
    CAP_POSSIBLE: "The cap would give the official seats if half of them were won below the Reich list; not known.",
    UNEXPLAINED: "Neither the rule, nor the cap, nor other collected figures give the official seats.",
    NO_FIGURE: READINGS[NO_FIGURE],
}


class Basis(NamedTuple):
    """What a comparison rests on, whatever the quota, the last remainder and the cap.

    Attributes
    ----------
    lists : pandas.DataFrame
        Official results by list (or party) of all elections, those without votes left out.
    below : dict
        (election, list) -> seats won below the Reich list, where known.
    others : dict
        (election, list) -> other collected figures for its votes, and for its seats.
    """

    lists: pd.DataFrame
    below: dict[tuple[str, str], int]
    others: dict[tuple[str, str], tuple[set, set]]


@memoised
def basis(edition: str, level: str) -> Basis:
    """Return the basis of the elections collected, for an edition and a level."""
    return prepare(quantities.read_estimates("reichstag_results"), EDITIONS[edition], level)


def prepare(results: pd.DataFrame, prefer: Sequence[str] = COMPILATIONS, level: str = "list") -> Basis:
    """Return the basis of a comparison.

    Parameters
    ----------
    results : pandas.DataFrame
        Rows of ``reichstag_results``, rivals included.
    prefer : sequence of str
        As for :func:`analysis.topics.reichstag.elections.official_results`.
    level : {'list', 'party'}
        What the rule is applied to: Reich lists, as the law says, or single parties.
    """
    lists = official_results(results, prefer=prefer, level=level).dropna(subset="votes").reset_index(drop=True)
    below = {}
    for day, rows in lists.groupby("election"):
        found = seats_below(of_election(results, day), rows.set_index("party")["seats"], prefer=prefer, level=level)
        below |= {(day, name): int(n) for name, n in found.items()}
    return Basis(lists, below, _other_figures(results, lists, level))


def compare_seats(
    results: pd.DataFrame | Basis,
    elections: str | Sequence[str] = (),
    *,
    prefer: Sequence[str] = COMPILATIONS,
    level: str = "list",
    quota: int = QUOTA,
    remainder_seat: int = REMAINDER_SEAT,
    cap: bool = True,
    district_seats: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Compare the official seats of every Reich list with those that the rule gives.

    On the total *V* of a list: expected = floor(V / quota), plus 1 if V mod quota > remainder_seat; seats =
    min(expected, 2 D), with *D* the seats won below the Reich list. *D* is never assumed; it was won under the
    quota of the law, so under another quota none is known.

    Parameters
    ----------
    results : pandas.DataFrame or Basis
        Rows of ``reichstag_results``, or what :func:`prepare` made of them (for several calls).
    elections : str or sequence of str
        Days; by default all.
    prefer, level
        As for :func:`prepare`.
    quota, remainder_seat : int
        Votes per seat; a final remainder *above* ``remainder_seat`` counts as a full quota.
    cap : bool
        Whether the cap is applied where *D* is known.
    district_seats : mapping, optional
        *D* by list, instead of what the data tell.

    Returns
    -------
    pandas.DataFrame
        ``election``, ``reich_list`` (or party), ``label``, ``list_stated`` (False: no source says to which
        Reich list the votes went, so the party is taken as a list of its own), ``votes``, ``expected``,
        ``district_seats``, ``cap``, ``seats``, ``capped``, ``official``, ``difference`` (official less rule),
        ``explanation`` (of :data:`EXPLANATIONS`), ``district_seats_needed`` (for :data:`CAP_POSSIBLE`),
        ``working`` (a sentence), ``sources``.

    Raises
    ------
    ValueError
        If the last remainder is not below the quota.
    """
    if not 0 <= remainder_seat < quota:
        raise ValueError(f"expected 0 <= remainder_seat < quota, got {remainder_seat} and {quota}")
    base = results if isinstance(results, Basis) else prepare(results, prefer, level)
    days = [elections] if isinstance(elections, str) else list(elections)
    lists = base.lists[base.lists["election"].isin(days)] if days else base.lists
    rows = []
    for row in lists.itertuples():
        key = (row.election, row.party)
        below = base.below.get(key) if district_seats is None else district_seats.get(row.party)
        # More seats than full quotas: the remainders of several lists were pooled, so these are not the list's alone.
        known = quota == QUOTA or district_seats is not None
        below = below if below is not None and known and below <= int(row.votes) // quota else None
        rows.append(_compared(row, below, base.others[key], quota, remainder_seat, cap))
    whole = ["votes", "expected", "district_seats", "cap", "seats", "official", "difference", "district_seats_needed"]
    return pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64") | {"capped": "boolean"})


def seats_for(votes, quota: int = QUOTA, remainder_seat: int = REMAINDER_SEAT):
    """Return the seats that votes alone give; numbers or arrays."""
    return votes // quota + (votes % quota > remainder_seat)


def _compared(row, below: int | None, others: tuple[set, set], quota: int, remainder_seat: int, cap: bool) -> dict:
    votes, official = int(row.votes), None if pd.isna(row.seats) else int(row.seats)
    expected = int(seats_for(votes, quota, remainder_seat))
    limit = 2 * below if cap and below is not None else None
    seats = expected if limit is None else min(expected, limit)
    # Under another quota, or without the cap, a cap that nobody knows explains nothing.
    open_cap = cap and quota == QUOTA and limit is None
    given = {int(seats_for(v, quota, remainder_seat)) for v in others[0]}
    why = _explain(official, expected, seats, limit, given, others[1], open_cap)
    return {
        "election": row.election,
        "reich_list": row.party,
        "label": row.label,
        "list_stated": row.reich_list == row.party,
        "votes": votes,
        "expected": expected,
        "district_seats": below,
        "cap": limit,
        "seats": seats,
        "capped": (None if limit is None else limit < expected) if cap else False,
        "official": official,
        "difference": None if official is None else official - seats,
        "explanation": why,
        "district_seats_needed": official // 2 if why == CAP_POSSIBLE else None,
        "working": _working(votes, expected, below, limit, official, quota, remainder_seat),
        "sources": row.sources,
    }


def _explain(
    official: int | None, expected: int, seats: int, limit: int | None, given: set, stated: set, open_cap: bool
) -> str:
    if official is None:
        return NO_FIGURE
    if official == seats:
        return CAPPED if seats < expected else BY_RULE
    if limit is not None and official > limit:
        return SHARED
    if stated & (given if limit is None else {min(g, limit) for g in given}):
        return RIVAL
    # A binding cap doubles the seats below: only an even number under the expected one can come from it.
    return CAP_POSSIBLE if open_cap and official < expected and official % 2 == 0 else UNEXPLAINED


def _working(votes, expected, below, limit, official, quota: int, remainder_seat: int) -> str:
    side = _("above") if votes % quota > remainder_seat else _("not above")
    text = _("{votes} = {full} × {quota} + {rest}, the rest {side} {limit}: {expected}").format(
        votes=number(votes), full=votes // quota, quota=number(quota), rest=number(votes % quota), side=side,
        limit=number(remainder_seat), expected=expected,
    )  # fmt: skip
    if limit is not None:
        text += _("; {below} won below, so at most {cap}").format(below=below, cap=limit)
    stated = number(float("nan") if official is None else official)
    return text + _("; official number of seats: {official}.").format(official=stated)


def seats_below(
    rows: pd.DataFrame, official: pd.Series, *, prefer: Sequence[str] = COMPILATIONS, level: str = "list"
) -> pd.Series:
    """Return the seats won below the Reich list: official seats less those won on it.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of one election; those of measure ``reich_list_seats`` may join several parties by ``+``.
    official : pandas.Series
        Official seats by list (or party).
    prefer, level
        As for :func:`prepare`.

    Returns
    -------
    pandas.Series
        Only lists for which the seats on the Reich list are known of every party that has seats, and lists
        without any seat, which therefore won none below.
    """
    rows = rows[rows["verification"] != "unchecked"]
    given = rows[rows["measure"] == "reich_list_seats"]
    found = official[official == 0].to_dict()
    if len(given):
        best = choose_rivals(rank_sources(rows[rows["measure"] == "seats"], prefer), prefer)
        seats = best.set_index("party")["value"].to_dict()
        cells = list(zip(given["party"], given["reich_list"], given["value"], strict=True))
        for name, total in official[official != 0].dropna().items():
            part = [(p, v) for p, head, v in cells if p == name or (level == "list" and head == name)]
            if sum(seats.get(party, 0) for p, _v in part for party in p.split("+")) == total:
                found[name] = total - sum(v for _p, v in part)
    return pd.Series(found, dtype="float64")


def _other_figures(results: pd.DataFrame, lists: pd.DataFrame, level: str) -> dict[tuple, tuple[set, set]]:
    rows = results[(results["verification"] != "unchecked") & results["measure"].isin(["votes", "seats"])]
    stated: dict[tuple, set] = {}
    for row in rows.itertuples():
        stated.setdefault((row.measure, row.election, row.party), set()).add(row.value)
    votes = rows[(rows["measure"] == "votes") & (rows["party"] != rows["reich_list"])]
    parts = dict(iter(votes.groupby(["election", "reich_list"]))) if level == "list" else {}
    out = {}
    for row in lists.itertuples():
        key = (row.election, row.party)
        found = {row.votes} | stated.get(("votes", *key), set())
        part = parts.get(key)
        if part is not None and part.groupby("party")["value"].nunique().max() > 1:
            # A list total changes with each part of it. The part to exchange is that of the total's own source.
            keys = row.sources.split(";")
            taken = choose_rivals(rank_sources(part, keys), keys).set_index("party")["value"]
            found |= set(row.votes + part["value"] - part["party"].map(taken))
        out[key] = (found, stated.get(("seats", *key), set()))
    return out


def counts(compared: pd.DataFrame) -> dict[str, int]:
    """Return how many lists have each explanation, in the order of :data:`EXPLANATIONS`."""
    found = compared["explanation"].value_counts()
    return {word: int(found.get(word, 0)) for word in EXPLANATIONS}


def vary(days: Sequence[str]) -> pd.DataFrame:
    """Return the counts of explanations for every edition, level and use of the cap, quota of the law.

    Parameters
    ----------
    days : sequence of str
        Elections; none means all.

    Returns
    -------
    pandas.DataFrame
        ``edition``, ``level``, ``cap_applied``, ``all`` (lists or parties), and a column per explanation.
    """
    rows = []
    for edition in EDITIONS:
        for level in ("list", "party"):
            for cap in (True, False):
                table = compare_seats(basis(edition, level), days, cap=cap)
                rows.append({"edition": edition, "level": level, "cap_applied": cap, "all": len(table)} | counts(table))
    return pd.DataFrame(rows)


def fit_of_quotas(lists: pd.DataFrame) -> pd.DataFrame:
    """Return how many lists with seats each quota gives, half of it for the last seat, no cap.

    This says how often an arbitrary quota would have agreed with the official seats.

    Parameters
    ----------
    lists : pandas.DataFrame
        Official results by list, with ``votes`` and ``seats``.

    Returns
    -------
    pandas.DataFrame
        ``quota`` (votes; :data:`QUOTAS`), ``given`` (lists), ``lists``.
    """
    rows = lists.dropna(subset=["votes", "seats"]).query("seats > 0")
    votes, seats = (rows[name].to_numpy()[:, None] for name in ("votes", "seats"))
    given = (votes // QUOTAS + (votes % QUOTAS > QUOTAS / 2) == seats).sum(axis=0)
    return pd.DataFrame({"quota": QUOTAS, "given": given, "lists": len(rows)})


def evidence(results: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """Return the rows behind a comparison, for footnotes: the law, the votes and seats, the seats on Reich lists."""
    days, lists = set(compared["election"]), set(compared["reich_list"])
    law = results[results["party_kind"] == "rule"]
    used = results["election"].isin(days) & (
        (results["measure"].isin(["votes", "seats"]) & results["party"].isin(lists))
        | (results["measure"] == "reich_list_seats")
    )
    return pd.concat([law, results[used]], ignore_index=True)
