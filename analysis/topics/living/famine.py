"""Deaths in the famine of 1932-33, as estimated, and the shortfall of the census of 1937.

An upper bound is no estimate, deaths above the usual number are not all deaths in the famine, and a shortfall of
population is no number of deaths: each stays under its own name.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison
from analysis.topics.living.model import Choices


def famine(choices: Choices) -> pd.DataFrame:
    """Return the estimates of deaths in the famine, a scope for each measure, territory and period.

    Returns
    -------
    pandas.DataFrame
        Rows of ``agriculture`` with ``scope`` (measure, territory and period, joined), ``published`` (year of
        publication). Upper bounds stand in ``high`` and have no ``value``.
    """
    rows = quantities.read_estimates("agriculture", unchecked=choices.unchecked)
    rows = rows[rows["measure"].isin(["famine_deaths", "excess_deaths"])]
    scopes = rows["measure"] + "|" + rows["territory"] + "|" + rows["start"] + "|" + rows["end"]
    rows = rows.assign(scope=scopes, published=pd.to_numeric(rows["year_published"], errors="coerce"))
    for _scope, part in rows.groupby("scope"):
        comparison.require_alike(part, labels=("measure", "population", "territory", "quantity", "start", "end"))
    # The whole country comes first, then its parts; within, the scope with the most estimates.
    sizes = rows["scope"].map(rows["scope"].value_counts())
    rows = rows.assign(part=rows["territory"] != "ussr_1938", size=-sizes)
    return rows.sort_values(["part", "size", "scope", "published"], kind="stable", ignore_index=True)


def famine_range(choices: Choices) -> pd.Series:
    """Return the span of the largest scope of :func:`famine`.

    Returns
    -------
    pandas.Series
        ``n`` (estimates), ``lineages``, ``start``, ``end``; ``bounds_only`` (how many are upper bounds alone) with
        ``bound_low``, ``bound_high``; ``low``, ``high`` of the others (persons; NaN if there are none).
    """
    rows = famine(choices)
    rows = rows[rows["scope"] == rows["scope"].iloc[0]]
    alone = rows["value"].isna() & rows["low"].isna()
    ends = pd.concat([rows.loc[~alone, c].dropna() for c in ("value", "low", "high")])
    return pd.Series(
        {
            "n": len(rows),
            "lineages": comparison.lineage_count(rows),
            "start": rows["start"].iloc[0],
            "end": rows["end"].iloc[0],
            "bounds_only": int(alone.sum()),
            "bound_low": rows.loc[alone, "high"].min(),
            "bound_high": rows.loc[alone, "high"].max(),
            "low": ends.min(),
            "high": ends.max(),
        }
    )


def census_gap() -> pd.Series:
    """Return the population counted in January 1937 and the number expected before: ``counted``, ``low``, ``high``.

    ``low`` and ``high`` are the shortfall (persons): expected less counted. It holds deaths, births that did not
    take place, departures and errors of the expectation, and is no number of deaths.
    """
    rows = quantities.read_estimates("population")
    counted = rows[(rows["measure"] == "population") & (rows["start"] == "1937-01")].iloc[0]
    expected = rows[rows["measure"] == "population_expected"].iloc[0]
    comparison.require_alike(pd.DataFrame([counted, expected]), labels=("population", "territory", "quantity"))
    low, high = expected["low"] - counted["value"], expected["high"] - counted["value"]
    keys = ";".join([counted["sources"], expected["sources"]])
    return pd.Series({"counted": counted["value"], "low": low, "high": high, "sources": keys})
