"""The seat rule against the official seats: which Reich lists it gives, where its cap binds, what it cannot explain.

The cap needs the seats that a list won below the Reich list. They are known where the seats on the
Reich list are (rows ``reich_list_seats``, kept by party), and where a list won no seat at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.text.words import _, date, number
from analysis.topics.reichstag.apportionment import QUOTA, REMAINDER_SEAT, seats_by_rule
from analysis.topics.reichstag.elections import (
    COMPILATIONS,
    NO_FIGURE,
    READINGS,
    choose_rivals,
    election_days,
    of_election,
    official_results,
    rank_sources,
)

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
COLUMNS = (
    "election",
    "reich_list",
    "label",
    "list_stated",
    "votes",
    "expected",
    "district_seats",
    "cap",
    "seats",
    "capped",
    "official",
    "difference",
    "explanation",
    "district_seats_needed",
    "working",
    "sources",
)


class Basis(NamedTuple):
    """What the comparisons of one election rest on, whatever the quota, the last remainder and the cap.

    Attributes
    ----------
    lists : pandas.DataFrame
        Official results by list (or party), those without votes left out.
    rows : pandas.DataFrame
        The election's rows, rivals included, unchecked ones not.
    others : dict
        List -> other collected figures for its votes, and for its seats.
    """

    lists: pd.DataFrame
    rows: pd.DataFrame
    others: dict[str, tuple[set, set]]


def preparation(results: pd.DataFrame) -> Callable[[str, tuple[str, ...], str], Basis]:
    """Return a function of election, preferred sources and level that gives the :class:`Basis`, each computed once.

    Whoever compares under many choices makes one and hands it to every :func:`compare_seats`.
    """

    @cache
    def prepare(election: str, prefer: tuple[str, ...], level: str) -> Basis:
        lists = official_results(results, election, prefer=prefer, level=level).dropna(subset="votes")
        lists = lists.set_index("party").rename_axis("reich_list")
        rows = of_election(results, election).query("verification != 'unchecked'")
        return Basis(lists, rows, _other_figures(rows, lists, level))

    return prepare


def compare_seats(
    results: pd.DataFrame,
    election: str,
    *,
    prefer: Sequence[str] = COMPILATIONS,
    level: str = "list",
    quota: int = QUOTA,
    remainder_seat: int = REMAINDER_SEAT,
    cap: bool = True,
    district_seats: Mapping[str, int] | pd.Series | None = None,
    prepare: Callable[[str, tuple[str, ...], str], Basis] | None = None,
) -> pd.DataFrame:
    """Compare the official seats of every Reich list with those that the rule gives.

    Parameters
    ----------
    results : pandas.DataFrame
        Rows of ``reichstag_results``, rivals included.
    election, prefer
        As for :func:`analysis.topics.reichstag.elections.official_results`.
    level : {'list', 'party'}
        What the rule is applied to: Reich lists, as the law says, or single parties.
    quota, remainder_seat, cap
        As for :func:`analysis.topics.reichstag.apportionment.seats_by_rule`.
    district_seats : mapping or Series, optional
        Seats won below the Reich list; by default those that :func:`seats_below` finds. They were won
        under the quota of the law, so under another quota none are known.
    prepare : callable, optional
        From :func:`preparation` of the same results.

    Returns
    -------
    pandas.DataFrame
        ``election``, ``reich_list`` (or party), ``label``, ``list_stated`` (False: no source says to which
        Reich list the votes went, so the party is taken as a list of its own), ``votes``, ``expected``,
        ``district_seats``, ``cap``, ``seats``, ``capped``, ``official``, ``difference`` (official less rule),
        ``explanation`` (of :data:`EXPLANATIONS`), ``district_seats_needed`` (for :data:`CAP_POSSIBLE`),
        ``working`` (a sentence), ``sources``.
    """
    lists, rows, others = (prepare or preparation(results))(election, tuple(prefer), level)
    known = _known_below(rows, lists, prefer, quota, level) if district_seats is None else district_seats
    rule = seats_by_rule(lists["votes"], quota=quota, remainder_seat=remainder_seat, district_seats=known, cap=cap)
    table = rule.set_index("reich_list").assign(election=election, label=lists["label"], sources=lists["sources"])
    table["list_stated"] = lists["reich_list"] == lists.index
    table["district_seats"] = pd.Series(known, dtype="float64").reindex(table.index).astype("Int64")
    table["official"] = lists["seats"].astype("Int64")
    table["difference"] = table["official"] - table["seats"]
    # Under another quota, or without the cap, a cap that nobody knows explains nothing.
    open_cap = cap and quota == QUOTA
    table["explanation"] = [
        _explain(row, *others[row.Index], quota, remainder_seat, open_cap) for row in table.itertuples()
    ]
    table["district_seats_needed"] = (table["official"] // 2).where(table["explanation"] == CAP_POSSIBLE)
    table["working"] = [_working(row, quota, remainder_seat) for row in table.itertuples()]
    return table.reset_index()[list(COLUMNS)]


def compare_all(results: pd.DataFrame, elections: Sequence[str] = (), **choices) -> pd.DataFrame:
    """Return :func:`compare_seats` of several elections (by default all) under one another."""
    days = list(elections) or election_days(results)
    return pd.concat([compare_seats(results, day, **choices) for day in days], ignore_index=True)


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
        As for :func:`compare_seats`.

    Returns
    -------
    pandas.Series
        Only lists for which the seats on the Reich list are known of every party that has seats, and lists
        without any seat, which therefore won none below.
    """
    given = rows[rows["measure"] == "reich_list_seats"]
    seats = choose_rivals(rank_sources(rows[rows["measure"] == "seats"], prefer), prefer).set_index("party")["value"]
    found = official[official == 0].to_dict()
    for name, total in official.drop(list(found)).dropna().items():
        own = given["party"] == name
        part = given[own | (given["reich_list"] == name)] if level == "list" else given[own]
        covered = sum(seats.get(party, 0) for cell in part["party"] for party in cell.split("+"))
        if covered == total:
            found[name] = total - part["value"].sum()
    return pd.Series(found, dtype="float64")


def _known_below(rows: pd.DataFrame, lists: pd.DataFrame, prefer, quota: int, level: str) -> pd.Series:
    if quota != QUOTA:
        return pd.Series(dtype="float64")
    below = seats_below(rows, lists["seats"], prefer=prefer, level=level)
    # More seats than full quotas: the remainders of several lists were pooled, so these are not the list's alone.
    return below[below <= lists["votes"].reindex(below.index) // quota]


def _other_figures(rows: pd.DataFrame, lists: pd.DataFrame, level: str) -> dict[str, tuple[set, set]]:
    votes, seats = rows[rows["measure"] == "votes"], rows[rows["measure"] == "seats"]
    out = {}
    for name, total, sources in lists[["votes", "sources"]].itertuples():
        found = {total, *votes.loc[votes["party"] == name, "value"]}
        parts = votes[(votes["reich_list"] == name) & (votes["party"] != name)] if level == "list" else votes[:0]
        if not parts.empty:
            # A list total changes with each part of it. The part to exchange is that of the total's own source.
            keys = sources.split(";")
            taken = choose_rivals(rank_sources(parts, keys), keys).set_index("party")["value"]
            found |= set(total + parts["value"] - parts["party"].map(taken))
        out[name] = (found, set(seats.loc[seats["party"] == name, "value"]))
    return out


def _explain(row, votes: set[float], seats: set[float], quota: int, remainder_seat: int, open_cap: bool) -> str:
    if pd.isna(row.official):
        return NO_FIGURE
    if row.difference == 0:
        return CAPPED if row.capped is not pd.NA and row.capped else BY_RULE
    if row.cap is not pd.NA and row.official > row.cap:
        return SHARED
    given = {v // quota + (v % quota > remainder_seat) for v in votes}
    if seats & (given if row.cap is pd.NA else {min(g, row.cap) for g in given}):
        return RIVAL
    # A binding cap doubles the seats below: only an even number under the expected one can come from it.
    if open_cap and row.cap is pd.NA and row.official < row.expected and row.official % 2 == 0:
        return CAP_POSSIBLE
    return UNEXPLAINED


def _working(row, quota: int, remainder_seat: int) -> str:
    side = _("above") if row.remainder > remainder_seat else _("not above")
    text = _("{votes} = {full} × {quota} + {rest}, the rest {side} {limit}: {expected}").format(
        votes=number(row.votes),
        full=row.full_quotas,
        quota=number(quota),
        rest=number(row.remainder),
        side=side,
        limit=number(remainder_seat),
        expected=row.expected,
    )
    if row.cap is not pd.NA:
        text += _("; {below} won below, so at most {cap}").format(below=row.district_seats, cap=row.cap)
    official = number(float("nan") if row.official is pd.NA else row.official)
    return text + _("; official number of seats: {official}.").format(official=official)


def rule_table(results: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the electoral law for the page: what, figure (an upper bound for the cap), texts."""
    rows = results[results["party_kind"] == "rule"].assign(figure=lambda r: r["value"].fillna(r["high"]))
    groups = rows.groupby(["label", "figure", "unit"], sort=False)["sources"].nunique().reset_index()
    return groups.rename(
        columns={"label": _("Rule"), "figure": _("Figure"), "unit": _("Unit"), "sources": _("Texts that state it")}
    )


def evidence(results: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """Return the rows behind a comparison, for footnotes: the law, the votes chosen, the seats on Reich lists."""
    law = results[results["party_kind"] == "rule"]
    below = results[(results["measure"] == "reich_list_seats") & results["election"].isin(compared["election"])]
    chosen = compared[["sources"]].assign(locator="", original_source="")
    return pd.concat([law, chosen, below], ignore_index=True)


def exceptions_table(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the lists for the page whose votes alone do not account for their official seats.

    Small lists whose cap is zero, because they won no seat below, are left out.
    """
    rows = compared[~compared["explanation"].isin([BY_RULE, NO_FIGURE])]
    rows = rows[(rows["official"] > 0) | (rows["explanation"] != CAPPED)]
    order = list(EXPLANATIONS)
    rows = rows.sort_values("explanation", key=lambda e: e.map(order.index), kind="stable")
    return pd.DataFrame(
        {
            _("Election"): rows["election"].map(date),
            _("List"): rows["label"],
            _("By votes alone"): rows["expected"],
            _("By the rule"): rows["seats"],
            _("Official"): rows["official"],
            _("Explanation"): rows["explanation"].map(_),
            _("Working"): rows["working"],
        }
    )


def meanings(compared: pd.DataFrame | None = None) -> list[str]:
    """Return what the explanations mean: those of a comparison, or all."""
    used = EXPLANATIONS if compared is None else set(compared["explanation"])
    return [f"{_(word)}: {_(text)}" for word, text in EXPLANATIONS.items() if word in used]
