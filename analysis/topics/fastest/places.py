"""Places of the Soviet window: over the same years, and under every choice; precomputed rates computed again."""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison
from analysis.numbers import growth
from analysis.text.words import _
from analysis.topics.fastest.model import (
    ALIKE,
    COMMON_YEARS,
    LEAST_START,
    RANKED,
    SERIES,
    SOVIET,
    Choices,
    Place,
    comparators,
    has_recoveries,
    labelled,
    rank,
)


def levels(measure: str) -> pd.DataFrame:
    """Return the levels of other countries that are held, by country (rows) and year (columns), in base units."""
    rows = quantities.read_estimates("comparators")
    rows = rows[(rows["measure"] == "level") & (rows["population"] == SERIES[measure][0])]
    rows = rows[~rows["country"].isin(SOVIET)].drop_duplicates(["country", "start"])
    wide = rows.assign(year=rows["year"].astype(int)).pivot(index="country", columns="year", values="value")
    return wide.rename_axis(columns=None)


def same_years(choices: Choices) -> pd.DataFrame:
    """Return growth of every country over the years of the Soviet window, from the levels held at both ends.

    Returns
    -------
    pandas.DataFrame
        As :func:`labelled`; empty where no such levels are held. For steel and energy, countries that start
        below :data:`LEAST_START` are left out.
    """
    at = rank(choices)
    if at is None:
        return pd.DataFrame()
    soviet, held = at.soviet, levels(choices.measure)
    if not {soviet["start"], soviet["end"]} <= set(held.columns):
        return pd.DataFrame()
    start, end = int(soviet["start"]), int(soviet["end"])
    held = held[[start, end]].dropna()
    held = held[held[start] >= LEAST_START.get(choices.measure, 0)]
    rates = growth.annual_rate(held[start], held[end], [end - start] * len(held))
    like = comparators(choices.measure).drop_duplicates("country").set_index("country").loc[held.index].reset_index()
    others = like.assign(first=start, last=end, value=rates)
    both = labelled(choices, soviet, others).assign(origin="end points")
    return comparison.require_alike(both, labels=ALIKE)


def recomputed(measure: str) -> pd.DataFrame:
    """Return every precomputed rate beside the rate that the levels held at its ends give.

    Returns
    -------
    pandas.DataFrame
        ``country``, ``first``, ``last``, ``value`` (as collected), ``again`` (from the levels), shares of 1 a year, for
        the windows both ends of which are held.
    """
    rows, held = comparators(measure), levels(measure)
    known = held.stack().to_dict()
    rows = rows[[(r.country, r.first) in known and (r.country, r.last) in known for r in rows.itertuples()]]
    start, end = ([known[r.country, getattr(r, c)] for r in rows.itertuples()] for c in ("first", "last"))
    again = growth.annual_rate(start, end, rows["last"] - rows["first"])
    return rows.assign(again=again)[["country", "first", "last", "value", "again"]].reset_index(drop=True)


def places(choices: Choices) -> pd.DataFrame:
    """Return the place of the Soviet window under every choice of measure, recoveries and period.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``recoveries``, ``earlier_only``, ``window`` (words), ``rate``, ``place``, ``of``, ``share_faster``
        (of the other countries, a share of 1), ``fastest`` (words). Rows that would repeat another because only
        windows without recoveries were collected are left out.
    """
    found = []
    for measure in RANKED:
        for recoveries in (True, False):
            for earlier in (True, False):
                option = choices.but(measure=measure,
                    recoveries=recoveries,
                    earlier_only=earlier,
                    series="same",
                    years=COMMON_YEARS,
                )
                if recoveries and not has_recoveries(measure, earlier):
                    continue
                at = rank(option)
                if at is not None:
                    found.append(_place_row(option, at))
    return pd.DataFrame(found)


def places_rows() -> pd.DataFrame:
    """Return the rows of the other countries that :func:`places` rests on, for footnotes."""
    return pd.concat([comparators(measure) for measure in RANKED], ignore_index=True)


def _place_row(option: Choices, at: Place) -> dict:
    best = at.faster.iloc[0] if len(at.faster) else None
    none = _("none faster collected")
    return {
        "measure": option.measure, "recoveries": option.recoveries, "earlier_only": option.earlier_only,
        "window": f"{at.soviet['start']:.0f}\N{EN DASH}{at.soviet['end']:.0f}", "rate": at.soviet["rate"],
        "place": at.place, "of": at.of, "share_faster": len(at.faster) / (at.of - 1),
        "fastest": none if best is None else f"{best['country']} {best['first']}\N{EN DASH}{best['last']}",
    }  # fmt: skip
