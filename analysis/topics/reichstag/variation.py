"""How much hangs on the choices of the notebook on the German elections: the same results under each option."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from analysis.data.quantities import READINGS
from analysis.display import bundles as figures
from analysis.numbers.printed import RULES
from analysis.text.words import _, date, number
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.apportionment import QUOTA, gallagher, proportional
from analysis.topics.reichstag.elections import (
    EDITIONS,
    NO_ELECTION,
    NO_FIT,
    OWN,
    PAIR,
    election_days,
    official_results,
)
from analysis.topics.reichstag.figures import NOTEBOOK
from analysis.topics.reichstag.model import compare, read

#: Quotas that are tried, from half of the law's to its double.
QUOTAS = tuple(range(QUOTA // 2, 2 * QUOTA + 1, 500))


def vary_seat_rule(results: pd.DataFrame, elections: Sequence[str] = ()) -> pd.DataFrame:
    """Return how many lists or parties each explanation has, for every edition, level and use of the cap.

    Parameters
    ----------
    results : pandas.DataFrame
        ``reichstag_results``, checked rows.
    elections : sequence of str
        Days; by default all.

    Returns
    -------
    pandas.DataFrame
        ``edition``, ``level``, ``cap_applied``, ``all`` (lists or parties), and a column per explanation.
    """
    rows, prepare = [], seat_rule.preparation(results)
    for edition, level, cap in product(EDITIONS, ("list", "party"), (True, False)):
        table = seat_rule.compare_all(
            results, elections, prefer=EDITIONS[edition], level=level, cap=cap, prepare=prepare
        )
        counts = table["explanation"].value_counts().reindex(list(seat_rule.EXPLANATIONS), fill_value=0)
        rows.append({"edition": edition, "level": level, "cap_applied": cap, "all": len(table), **counts})
    return pd.DataFrame(rows)


def seat_rule_table(varied: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`vary_seat_rule` for the page."""
    names = {
        "edition": _("Edition"),
        "level": _("Applied to"),
        "cap_applied": _("Cap applied"),
        "all": _("Lists or parties"),
    }
    shown = varied.assign(edition=varied["edition"].str.replace("_", " "))
    used = [c for c in seat_rule.EXPLANATIONS if shown[c].any()]
    return shown[[*names, *used]].rename(columns={**names, **{c: _(c) for c in used}})


def vary_reading(results: pd.DataFrame, edition: str, election: str = "all") -> pd.DataFrame:
    """Return how the printed votes compare under every reading of the cells and every rounding rule.

    Parameters
    ----------
    results, edition, election
        As for :func:`analysis.topics.reichstag.model.compare`.

    Returns
    -------
    pandas.DataFrame
        ``reading``, ``rule``, ``all`` (vote figures), ``own``, ``pair``, ``outside``, ``undated`` (how many).
    """
    words = {"own": OWN, "pair": PAIR, "outside": NO_FIT, "undated": NO_ELECTION}
    rows = []
    for reading, rule in product(READINGS, RULES):
        table = compare(read(reading, rule=rule), results, edition=edition, election=election)
        votes = table[table["measure"] == "votes"]
        counts = votes["reading"].value_counts()
        rows.append(
            {
                "reading": reading,
                "rule": rule,
                "all": len(votes),
                **{name: int(counts.get(word, 0)) for name, word in words.items()},
            }
        )
    return pd.DataFrame(rows)


def reading_table(varied: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`vary_reading` for the page."""
    names = {
        "reading": _("Cells read"),
        "rule": _("Rounding rule"),
        "all": _("Printed vote figures"),
        "own": _("Fit the party"),
        "pair": _("Fit with a second party"),
        "outside": _("Fit neither"),
        "undated": _("Cannot be dated"),
    }
    shown = varied.assign(**{c: varied[c].str.replace("_", " ") for c in ("reading", "rule")})
    return shown[list(names)].rename(columns=names)


def vary_quota(results: pd.DataFrame, edition: str, elections: Sequence[str] = ()) -> pd.DataFrame:
    """Return how many lists with seats another quota would give, with half of it for the last seat and no cap.

    This says how often an arbitrary quota would have agreed with the official seats.

    Parameters
    ----------
    results, edition, elections
        As for :func:`vary_seat_rule` and :func:`analysis.topics.reichstag.model.compare`.

    Returns
    -------
    pandas.DataFrame
        ``quota`` (votes), ``given`` (lists), ``lists``.
    """
    days = list(elections) or election_days(results)
    parts = [official_results(results, day, prefer=EDITIONS[edition], level="list") for day in days]
    rows = pd.concat(parts).dropna(subset=["votes", "seats"]).query("seats > 0")
    votes, seats = rows["votes"].to_numpy()[:, None], rows["seats"].to_numpy()[:, None]
    quotas = np.array(QUOTAS)
    given = (votes // quotas + (votes % quotas > quotas / 2) == seats).sum(axis=0)
    return pd.DataFrame({"quota": quotas, "given": given, "lists": len(rows)})


def quota_figure(varied: pd.DataFrame, sources: pd.DataFrame) -> figures.Bundle:
    """Return :func:`vary_quota` as a line; the best quota is named.

    Parameters
    ----------
    varied : pandas.DataFrame
        Output of :func:`vary_quota`.
    sources : pandas.DataFrame
        Rows that the votes, the seats and the rule come from, for footnotes.
    """
    best = varied.loc[varied["given"].idxmax()]
    here = varied.loc[varied["quota"] == QUOTA].iloc[0]
    others = varied.loc[varied["quota"] != QUOTA, "given"]
    title = (
        _("No other quota tried gives as many official seat numbers as the {quota} votes of the law")
        if here["given"] > others.max()
        else _("{n} of {all} official seat numbers follow from the {quota} votes of the law")
    )
    numbers = _(
        "{quota} votes a seat give the official seats of {n} of {all} lists with seats; the quotas beside it "
        "(from {low} to {high}) give {median} at the median and {most} at most."
    ).format(
        quota=number(QUOTA),
        n=number(here["given"]),
        all=number(here["lists"]),
        low=number(min(QUOTAS)),
        high=number(max(QUOTAS)),
        median=number(others.median()),
        most=number(others.max()),
    )
    data = varied.assign(
        x=varied["quota"] / 1000,
        value=varied["given"],
        label=_("lists given"),
        text=[
            _("{n} at {quota}").format(n=number(best["given"]), quota=number(best["quota"]))
            if q == best["quota"]
            else ""
            for q in varied["quota"]
        ],
    )
    return figures.bundle(
        "08_quota_fit",
        "lines",
        data[["x", "value", "label", "text", "quota", "lists"]],
        notebook=NOTEBOOK,
        sources=sources,
        title=title.format(quota=number(QUOTA), n=number(here["given"]), all=number(here["lists"])),
        caption=_("How many lists with seats each quota would give, with half a quota for the last seat and no cap. ")
        + numbers,
        alt=_("A line over quotas in thousands of votes. ") + numbers,
        unit=_("Lists whose official seats it gives"),
        x_unit=_("Thousands of votes for one seat"),
    )


def other_rules(results: pd.DataFrame, edition: str, elections: Sequence[str] = ()) -> pd.DataFrame:
    """Return how many seats other ways of sharing out the same house would have placed elsewhere.

    Parameters
    ----------
    results, edition, elections
        As for :func:`vary_quota`.

    Returns
    -------
    pandas.DataFrame
        For the page: election, seats of the house, seats placed elsewhere by largest remainders and by highest
        averages (D'Hondt), and Gallagher's index of the official seats in percentage points.
    """
    rows = []
    for day in list(elections) or election_days(results):
        lists = official_results(results, day, prefer=EDITIONS[edition], level="list").dropna(subset=["votes", "seats"])
        shared = proportional(lists)
        moved = [(shared[c] - shared["official"]).abs().sum() // 2 for c in ("hare", "dhondt")]
        index = gallagher(shared["votes"], shared["official"].astype(float))
        rows.append((date(day), int(shared["official"].sum()), *map(int, moved), index))
    return pd.DataFrame(
        rows,
        columns=[
            _("Election"),
            _("Seats"),
            _("Elsewhere by largest remainders"),
            _("Elsewhere by D'Hondt"),
            _("Gallagher's index (percentage points)"),
        ],
    )
