"""Growth windows: how the Soviet 1930s stand among the windows of other countries that were collected.

Soviet windows are recomputed from the annual series held. The annual series of other countries are not held:
their fastest windows were computed beforehand for a few lengths (``comparators``) and do not follow the length
asked for. A place among them is a place among what was collected; a country's true fastest window may be
faster. Growth of unlike measures (total, per head, industry, steel, energy) is never ranked together.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison
from analysis.numbers import growth
from analysis.topics.fastest.choices import Choices

#: Measure -> label in ``population``, table of the Soviet series, series (first that of the other countries).
SERIES = {
    "gdp": ("gdp", "gdp", ("maddison_2010_gdp", "maddison_project_2020_gdp")),
    "gdp_per_head": (
        "gdp_per_capita",
        "gdp",
        (
            "maddison_project_2023_gdp_per_head",
            "maddison_project_2020_gdp_per_head",
            "maddison_project_2013_gdp_per_head",
            "maddison_2010_gdp_per_head",
        ),
    ),
    "industry": ("", "industrial_index", ("tssu_1957_all_industry", "tssu_1957_large_scale")),
    "iron_and_steel": ("iron_and_steel", "physical_output", ("cow_nmc_7",)),
    "primary_energy": ("primary_energy", "physical_output", ("cow_nmc_7",)),
}
MEASURE_WORDS = {
    "gdp": "gross domestic product",
    "gdp_per_head": "gross domestic product per head",
    "industry": "industrial output",
    "iron_and_steel": "output of iron and steel",
    "primary_energy": "consumption of primary energy",
}
#: Measures for which the fastest windows of other countries were collected.
RANKED = ("gdp", "gdp_per_head", "iron_and_steel", "primary_energy")
#: A window that starts below this share of an earlier level counts as a recovery, as in ``comparators``.
RECOVERED = 0.95
#: The Soviet window lies within these years; later years cover annexed territory.
FIRST, LAST = 1928, 1938
#: Length of window that was collected for every measure.
COMMON_YEARS = 9
#: Smallest start level of the windows collected, in tonnes: growth from almost nothing is fast everywhere.
LEAST_START = {"iron_and_steel": 1e6, "primary_energy": 20e6}
SOVIET = ("USSR", "Russian Federation", "Russian Empire")




def soviet_series(measure: str, series: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return a Soviet series by year, values that the source repeats over gaps left out.

    Returns
    -------
    pandas.DataFrame
        The columns of the estimates; ``year`` as a whole number, in order.
    """
    population, table, _names = SERIES[measure]
    rows = quantities.read_estimates(table, unchecked=unchecked)
    rows = rows[rows["sources"] == series] if table == "physical_output" else rows[rows["series"] == series]
    if population:
        rows = rows[rows["population"] == population]
    rows = rows[~rows["disputed"] & rows["value"].notna()]
    return rows.assign(year=rows["year"].astype(int)).sort_values("year", ignore_index=True, kind="stable")


def soviet_windows(rows: pd.DataFrame, years: int) -> pd.DataFrame:
    """Return growth over every Soviet window within one territory.

    Parameters
    ----------
    rows : pandas.DataFrame
        Output of :func:`soviet_series`.
    years : int
        Length in yearly steps.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.numbers.growth.windows`, with ``recovery`` (starts below 95 per cent of an earlier level
        held).
        Windows whose ends lie in other territory than 1928 are left out.
    """
    found = growth.windows(rows.set_index("year")["value"], years)
    at_start = rows.loc[rows["year"] == FIRST, "territory"].iloc[0]
    same = set(rows.loc[rows["territory"] == at_start, "year"])
    found = found[found["start"].isin(same) & found["end"].isin(same)]
    return found.assign(recovery=found["start_over_peak"] < RECOVERED).reset_index(drop=True)


def own_windows(measure: str, series: str, years: int, *, unchecked: bool = False) -> pd.DataFrame:
    """Return the windows of a Soviet series, as :func:`soviet_windows`.

    In the release that the other countries come from, earlier levels count that only ``comparators`` records
    because the series held begins later.
    """
    found = soviet_windows(soviet_series(measure, series, unchecked=unchecked), years)
    if series != SERIES[measure][2][0]:
        return found
    recorded = found["start"].map(recorded_peaks(measure))
    found = found.assign(start_over_peak=recorded.fillna(found["start_over_peak"]))
    return found.assign(recovery=found["start_over_peak"] < RECOVERED)


def soviet_window(measure: str, years: int, *, recoveries: bool) -> pd.Series | None:
    """Return the fastest Soviet window between 1928 and 1938 in the release of the other countries, or None.

    Parameters
    ----------
    measure : str
        A key of :data:`SERIES`.
    years : int
        Length in yearly steps.
    recoveries : bool
        Whether the window may start below 95 per cent of an earlier level.
    """
    found = own_windows(measure, SERIES[measure][2][0], years)
    found = found[(found["start"] >= FIRST) & (found["end"] <= LAST)]
    found = found if recoveries else found[~found["recovery"]]
    return None if found.empty else found.loc[found["rate"].idxmax()]


def recorded_peaks(measure: str) -> dict[int, float]:
    """Return the Soviet start levels over the highest earlier level that ``comparators`` records, by first year."""
    rows = quantities.read_estimates("comparators")
    rows = rows[(rows["population"] == SERIES[measure][0]) & (rows["country"] == "USSR")]
    rows = rows[rows["measure"] == "start_over_previous_peak"]
    return dict(zip(rows["start"].astype(int), rows["value"], strict=True))


def comparators(measure: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return the collected windows of one measure, countries other than the USSR.

    Returns
    -------
    pandas.DataFrame
        The columns of the estimates for rows of growth rates, with ``first``, ``last`` (years), ``start_over_peak``
        (NaN where unknown) and ``recovery``.
    """
    rows = quantities.read_estimates("comparators", unchecked=unchecked)
    rows = rows[(rows["population"] == SERIES[measure][0]) & ~rows["country"].isin(SOVIET)]
    keys = ["country", "series", "start", "end", "window_kind"]
    peaks = rows[rows["measure"] == "start_over_previous_peak"].set_index(keys)["value"].rename("start_over_peak")
    found = rows[rows["measure"] == "growth_rate"].join(peaks[~peaks.index.duplicated()], on=keys)
    return found.assign(
        first=found["start"].astype(int), last=found["end"].astype(int), recovery=found["start_over_peak"] < RECOVERED
    ).reset_index(drop=True)


def lengths(measure: str) -> list[int]:
    """Return for which lengths the fastest windows of other countries were collected."""
    rows = comparators(measure)
    return sorted(rows.loc[rows["window_kind"].str.startswith("best"), "window_years"].astype(int).unique())


def compared_years(choices: Choices) -> int:
    """Return the length at which countries are compared: the one asked for, or nine where it was not collected."""
    return choices.years if choices.years in lengths(choices.measure) else COMMON_YEARS


def effective(choices: Choices) -> Choices:
    """Return the choices as far as windows of other countries were collected for them.

    The length falls back to nine years, and recoveries are left out on both sides where only windows without
    recoveries were collected: a Soviet recovery set beside others' windows without one would not be alike.
    """
    recoveries = choices.recoveries and has_recoveries(choices.measure, choices.earlier_only)
    return choices.but(years=compared_years(choices), recoveries=recoveries)


def fastest_elsewhere(choices: Choices) -> pd.DataFrame:
    """Return the fastest window collected of each other country.

    Parameters
    ----------
    choices : Choices
        Uses ``measure``, ``years``, ``recoveries`` and ``earlier_only``, as :func:`effective` has them.

    Returns
    -------
    pandas.DataFrame
        As :func:`comparators`, a row a country, fastest first. Only windows that were searched for as the fastest
        of their length enter; windows of fixed years do not.
    """
    choices, rows = effective(choices), comparators(choices.measure)
    rows = rows[rows["window_kind"].str.startswith("best") & (rows["window_years"] == choices.years)]
    if not choices.recoveries:
        rows = rows[rows["recoveries"] == "excluded"]
    if choices.earlier_only:
        rows = rows[rows["last"] <= LAST]
    rows = rows.sort_values(["value", "country"], ascending=[False, True], kind="stable")
    return rows.drop_duplicates("country").reset_index(drop=True)


@dataclass(frozen=True)
class Place:
    """The place of the Soviet window among the windows collected.

    Attributes
    ----------
    place, of : int
        Place (1 is the fastest) and number of countries, the USSR among them.
    years : int
        Length of the windows compared.
    soviet : pandas.Series
        The Soviet window, as :func:`soviet_windows`.
    faster : pandas.DataFrame
        The windows of other countries that are faster, fastest first.
    """

    place: int
    of: int
    years: int
    soviet: pd.Series
    faster: pd.DataFrame


def rank(choices: Choices) -> Place | None:
    """Return the place of the Soviet window, or None where nothing comparable was collected.

    Raises
    ------
    analysis.ledger.comparison.ComparisonError
        If the Soviet window and the others are not of one measure, population, price base and unit.
    """
    if choices.measure not in RANKED:
        return None
    choices = effective(choices)
    soviet = soviet_window(choices.measure, choices.years, recoveries=choices.recoveries)
    others = fastest_elsewhere(choices)
    if soviet is None or others.empty:
        return None
    comparison.require_alike(labelled(choices, soviet, others), labels=ALIKE, purpose="one ranking")
    faster = others[others["value"] > soviet["rate"]].reset_index(drop=True)
    return Place(len(faster) + 1, len(others) + 1, choices.years, soviet, faster)


#: What windows share before they are ranked or drawn together; the territory is the country and differs.
ALIKE = ("measure", "population", "price_base", "quantity")


def labelled(choices: Choices, soviet: pd.Series, others: pd.DataFrame) -> pd.DataFrame:
    """Return the Soviet window and the others in one frame with the labels of their sources.

    Returns
    -------
    pandas.DataFrame
        ``country``, ``first``, ``last``, ``value`` (a share of 1 a year), ``soviet``, ``origin`` (``recomputed`` or
        ``precomputed``), the labels of :data:`ALIKE`, ``sources``, ``original_source``, ``locator``, ``verification``,
        ``lineage``; fastest first.
    """
    row = soviet_series(choices.measure, SERIES[choices.measure][2][0]).iloc[0]
    names = ["population", "price_base", "sources", "original_source", "verification", "lineage"]
    own = {name: row[name] for name in names} | {
        "id": row["id"], "country": "USSR", "first": int(soviet["start"]), "last": int(soviet["end"]),
        "value": float(soviet["rate"]), "measure": "growth_rate", "quantity": "rate_per_year", "soviet": True,
        "origin": "recomputed", "locator": "",
    }  # fmt: skip
    columns = [*own]
    theirs = others.assign(soviet=False, origin="precomputed")[columns]
    both = pd.concat([pd.DataFrame([own])[columns], theirs], ignore_index=True)
    return both.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def has_recoveries(measure: str, earlier_only: bool = True) -> bool:
    """Return whether windows that may begin with a recovery were collected for a measure (and up to 1938 or later)."""
    rows = comparators(measure)
    rows = rows[rows["window_kind"].str.startswith("best") & (rows["recoveries"] == "allowed")]
    return bool(len(rows)) if earlier_only else bool((rows["last"] > LAST).any())
