"""Growth windows: every window of every country in the panels, and the place of the fastest Soviet one of the thirties.

A window of n years grows by r = (last / first)^(1/n) - 1 a year. All windows of all countries are worked out at
once, as an array of first years by countries; nothing was chosen beforehand. A window is a recovery if it begins
below a chosen share of the highest earlier level that the panel holds. Unlike measures are never ranked together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from analysis.data import panels
from analysis.data.memo import memoised
from analysis.numbers import steady
from analysis.topics.fastest.choices import Choices

USSR = "USSR"
MEASURE_WORDS = {
    "gdp": "gross domestic product",
    "gdp_per_head": "gross domestic product per head",
    "industry": "industrial output",
    "iron_and_steel": "output of iron and steel",
    "primary_energy": "consumption of primary energy",
}
#: Measures for which the annual series of many countries are held.
RANKED = ("gdp", "gdp_per_head", "iron_and_steel", "primary_energy")
#: The Soviet window lies within these years; later years cover annexed territory.
FIRST, LAST = 1928, 1938
#: Lengths that fit into these years.
LENGTHS = range(1, LAST - FIRST + 1)
#: Shares of an earlier level from which on a window is no recovery, as varied in part 4; 0: all windows count.
THRESHOLDS = (0.0, 0.9, 0.95, 1.0)
#: Smallest level, in tonnes, at which a window begins: growth from almost nothing is fast everywhere.
LEAST_START = {"iron_and_steel": 1e6, "primary_energy": 20e6}
PER_HEAD, PEOPLE = "gdp_per_head_2023", "population_2023"


def series_names(measure: str, release: str = "2023") -> tuple[str, ...]:
    """Return the panels that a measure is read from."""
    if measure == "gdp":
        return ("gdp_2010",) if release == "2010" else (PER_HEAD, PEOPLE)
    return (PER_HEAD, PEOPLE) if measure == "gdp_per_head" else (measure,)


def series_rows(measure: str, release: str = "2023") -> pd.DataFrame:
    """Return the descriptions of those panels, for footnotes."""
    return panels.described().loc[list(series_names(measure, release))].reset_index(drop=True)


@dataclass(frozen=True)
class Panel:
    """Levels of one measure.

    Attributes
    ----------
    years : numpy.ndarray
        In order, without gaps.
    countries : tuple of str
    levels : numpy.ndarray
        Years by countries, in base units; NaN where a window may neither begin nor end.
    over_peak : numpy.ndarray
        The level over the highest earlier one; NaN where none is held.
    people : numpy.ndarray
        Inhabitants; NaN where not held.
    """

    years: np.ndarray
    countries: tuple[str, ...]
    levels: np.ndarray
    over_peak: np.ndarray
    people: np.ndarray


@memoised
def panel(measure: str, release: str = "2023") -> Panel:
    """Return the levels of a measure.

    Gross domestic product of the release of 2023 is its product per head times its population, so that both
    measures begin and end windows in the same countries and years.
    """
    people = panels.levels(PEOPLE)
    if measure in ("gdp", "gdp_per_head") and release == "2023":
        head = panels.levels(PER_HEAD)
        people = people.reindex(columns=head.columns)
        held = head * people if measure == "gdp" else head
        levels = held.where(people.notna())
    else:
        held = levels = panels.levels(series_names(measure, release)[0])
    values = held.to_numpy()
    earlier = np.vstack([np.full((1, values.shape[1]), np.nan), np.fmax.accumulate(values, axis=0)[:-1]])
    people = people.reindex(index=held.index, columns=held.columns).to_numpy()
    return Panel(held.index.to_numpy(), tuple(held), levels.to_numpy(), values / earlier, people)


@memoised
def rates(measure: str, release: str, years: int) -> np.ndarray:
    """Return growth a year of every window, by first year (rows) and country (columns); NaN where an end is missing."""
    levels = panel(measure, release).levels
    found = np.full(levels.shape, np.nan)
    found[:-years] = steady.power(levels[years:] / levels[:-years], 1 / years) - 1
    return found


@memoised
def _best(choices: Choices) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of each country whether it has a window, growth of its fastest (minus infinity: none left), its row."""
    held = panel(choices.measure, choices.release)
    found = rates(choices.measure, choices.release, choices.years)
    first, soviet = held.years[:, None], np.array([c == USSR for c in held.countries])
    until = np.where(soviet | choices.earlier_only, LAST, held.years[-1])
    there = ~np.isnan(found) & (first + choices.years <= until) & (~soviet | (first >= FIRST))
    there &= held.levels >= LEAST_START.get(choices.measure, 0)
    if choices.least_people:
        there &= held.people >= 1e6 * choices.least_people
    counted = np.where(there & ~(held.over_peak < choices.threshold), found, -np.inf)
    return there.any(axis=0), counted.max(axis=0), counted.argmax(axis=0)


@memoised
def fastest(choices: Choices) -> pd.DataFrame:
    """Return the fastest window of each country, fastest first; the USSR's lies within 1928-1938.

    Returns
    -------
    pandas.DataFrame
        ``country``, ``first``, ``last`` (years), ``value`` (a share of 1 a year; NaN where every window of the
        country is left out), ``over_peak``, ``soviet``. Countries without a window of that length are no rows.
    """
    held, (there, value, row) = panel(choices.measure, choices.release), _best(choices)
    start = held.years[row]
    frame = pd.DataFrame(
        {
            "country": held.countries, "first": start, "last": start + choices.years,
            "value": np.where(np.isinf(value), np.nan, value),
            "over_peak": held.over_peak[row, np.arange(len(row))], "soviet": [c == USSR for c in held.countries],
        }
    )  # fmt: skip
    return frame[there].sort_values(["value", "country"], ascending=[False, True], ignore_index=True, kind="stable")


@dataclass(frozen=True)
class Window:
    """First and last year, growth a year (a share of 1), and the first level over the highest earlier one."""

    first: int
    last: int
    value: float
    over_peak: float


@dataclass(frozen=True)
class Place:
    """The place of the Soviet window.

    Attributes
    ----------
    faster, of : int
        Other countries with a faster window, and other countries with any window of that length.
    soviet : Window
        The fastest Soviet window of 1928-1938.
    """

    faster: int
    of: int
    soviet: Window

    @property
    def place(self) -> int:
        """Return the place from the top, 1 for the fastest."""
        return self.faster + 1


@memoised
def place(choices: Choices) -> Place | None:
    """Return the place of the fastest Soviet window of 1928-1938, or None where none is left or none is held."""
    if choices.measure not in RANKED:
        return None
    held, (there, value, row) = panel(choices.measure, choices.release), _best(choices)
    own = held.countries.index(USSR)
    others = there.copy()
    others[own] = False
    if np.isinf(value[own]) or not others.any():
        return None
    start = int(held.years[row[own]])
    soviet = Window(start, start + choices.years, float(value[own]), float(held.over_peak[row[own], own]))
    return Place(int((value[others] > value[own]).sum()), int(others.sum()), soviet)


@memoised
def same_years(choices: Choices) -> pd.DataFrame:
    """Return growth of every country over the years of the Soviet window, as :func:`fastest`; empty without one."""
    at = place(choices)
    if at is None:
        return pd.DataFrame()
    held = panel(choices.measure, choices.release)
    start = at.soviet.first
    row = start - int(held.years[0])
    found, level = rates(choices.measure, choices.release, choices.years)[row], held.levels[row]
    kept = ~np.isnan(found) & (level >= LEAST_START.get(choices.measure, 0))
    if choices.least_people:
        kept &= held.people[row] >= 1e6 * choices.least_people
    frame = pd.DataFrame({"country": held.countries, "first": start, "last": start + choices.years, "value": found})
    frame = frame.assign(soviet=frame["country"] == USSR)[kept]
    return frame.sort_values(["value", "country"], ascending=[False, True], ignore_index=True, kind="stable")


@memoised
def places(choices: Choices) -> pd.DataFrame:
    """Return the place under every measure, release, threshold and period at the length chosen.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``release``, ``threshold``, ``earlier_only``, ``years``, ``first``, ``rate``, ``faster``, ``of``,
        ``share`` (faster / of); the last five missing where no Soviet window is left.
    """
    sources = [*((m, "2023") for m in RANKED), ("gdp", "2010")]
    return _placed(choices, product(sources, THRESHOLDS, (True, False), [choices.years]))


@memoised
def places_by_length(choices: Choices) -> pd.DataFrame:
    """Return the place at every length for product, product per head and the measure chosen, as :func:`places`.

    With and without recoveries (at 95 per cent), for the period chosen.
    """
    sources = dict.fromkeys([("gdp", "2023"), ("gdp_per_head", "2023"), (choices.measure, choices.release)])
    kept = [key for key in sources if key[0] in RANKED]
    return _placed(choices, product(kept, (0.0, 0.95), [choices.earlier_only], LENGTHS))


def _placed(choices: Choices, grid: Iterable[tuple]) -> pd.DataFrame:
    """Return a row for each (measure and release, threshold, period, length)."""
    found = []
    for (measure, release), below, earlier, years in grid:
        option = choices.but(
            measure=measure, release=release, recoveries=not below, recovered_at=below or choices.recovered_at,
            earlier_only=earlier, years=years,
        )  # fmt: skip
        at = place(option)
        row = {"measure": measure, "release": release, "threshold": below, "earlier_only": earlier, "years": years}
        found.append(row if at is None else row | _numbers(at))
    return pd.DataFrame(found)


def _numbers(at: Place) -> dict[str, float]:
    return {
        "first": at.soviet.first, "rate": at.soviet.value, "faster": at.faster, "of": at.of,
        "share": at.faster / at.of,
    }  # fmt: skip


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what a sweep collects.

    Returns
    -------
    dict
        ``faster`` of ``of`` other countries grew faster; ``place``; ``soviet_percent`` a year from ``soviet_start``;
        ``fastest_country`` and ``fastest_percent``; ``same_years_place`` of ``same_years_of``, the USSR included. None
        where no Soviet window is left or no panel is held.
    """
    at = place(choices)
    names = ("faster", "of", "place", "soviet_percent", "soviet_start", "fastest_country", "fastest_percent",
             "same_years_place", "same_years_of")  # fmt: skip
    if at is None:
        return dict.fromkeys(names)
    rows = fastest(choices)
    best, like = rows[~rows["soviet"]].iloc[0], same_years(choices)
    values = (at.faster, at.of, at.place, 100 * at.soviet.value, at.soviet.first, best["country"], 100 * best["value"],
              int(like.index[like["soviet"]][0]) + 1, len(like))  # fmt: skip
    return dict(zip(names, values, strict=True))
