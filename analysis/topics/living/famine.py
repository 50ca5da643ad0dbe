"""Deaths in the famine of 1932-33, as estimated, and the shortfall of the census of 1937.

An upper bound is no estimate, deaths above the usual number are not all deaths in the famine, and a shortfall of
population is no number of deaths: each stays under its own name.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.ledger import comparison
from analysis.topics.living.choices import Choices

#: Whole country, in these words or without saying so.
WHOLE = ("ussr_1938", "not stated")


@memoised
def famine(choices: Choices) -> pd.DataFrame:
    """Return the estimates of deaths in the famine: the whole country first, figures and ranges before bounds.

    Returns
    -------
    pandas.DataFrame
        Rows of ``agriculture`` with ``published`` (year of publication), ``whole`` (deaths in the famine, whole
        country) and ``bound`` (an upper bound alone: it stands in ``high``, without ``value`` or ``low``).
    """
    rows = quantities.read_estimates("agriculture", unchecked=choices.unchecked)
    rows = rows[rows["measure"].isin(["famine_deaths", "excess_deaths"])]
    rows = rows.assign(
        published=pd.to_numeric(rows["year_published"], errors="coerce"),
        whole=rows["territory"].isin(WHOLE) & (rows["measure"] == "famine_deaths"),
        bound=rows["value"].isna() & rows["low"].isna(),
    )
    comparison.require_alike(rows[rows["whole"]], labels=("measure", "population", "quantity"))
    order, up = ["whole", "bound", "published"], [False, True, True]
    return rows.sort_values(order, ascending=up, kind="stable", ignore_index=True)


def estimated(choices: Choices) -> pd.DataFrame:
    """Return the estimates for the whole country that give a figure or a range."""
    rows = famine(choices)
    return rows[rows["whole"] & ~rows["bound"]]


def bounded(choices: Choices) -> pd.DataFrame:
    """Return what is known for the whole country as an upper bound alone."""
    rows = famine(choices)
    return rows[rows["whole"] & rows["bound"]]


def span(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and the highest figure or end of a range (persons)."""
    ends = pd.concat([rows[c] for c in ("value", "low", "high")]).dropna()
    return float(ends.min()), float(ends.max())


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
    return pd.Series({"counted": counted["value"], "low": low, "high": high})
