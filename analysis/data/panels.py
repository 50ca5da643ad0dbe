"""Panels: annual series of many countries, from ``data/panels/``.

A panel is one series in one file, a row a country and year. ``series.csv`` says of each what it measures,
in which unit and prices, and where it was taken from, in the columns of the estimates.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import reference
from analysis.data.csv_files import read_table
from analysis.data.folders import data_folder
from analysis.data.memo import memoised
from analysis.data.raw import TableError

COLUMNS = ("country", "year", "value")


@memoised
def described() -> pd.DataFrame:
    """Return what is known of each panel, by its name: labels, unit, ``sources``, ``lineage``, ``verification``.

    Raises
    ------
    TableError
        If a unit, a source or a lineage is not one of the project's.
    """
    path = data_folder() / "panels" / "series.csv"
    frame = read_table(path, ("series", "measure", "population", "unit", "sources", "lineage"))
    units = set(reference.load_units().index)
    known = {"unit": units, "lineage": reference.lineages(), "sources": reference.source_keys()}
    for column, names in known.items():
        foreign = sorted(set(frame[column]) - names)
        if foreign:
            raise TableError(f"series.csv, column {column!r}: expected names that the project knows, got {foreign}")
    return frame.set_index("series", drop=False).rename_axis(None)


@memoised
def levels(series: str) -> pd.DataFrame:
    """Return a panel, years in rows and countries in columns, in the base unit; NaN where nothing is held.

    Parameters
    ----------
    series : str
        Its name in ``series.csv``, for instance ``"gdp_2010"``.

    Returns
    -------
    pandas.DataFrame
        Every year from the first to the last of the panel, in order.

    Raises
    ------
    TableError
        If there is no such panel, or a country has two values for one year.
    """
    listed = described()
    if series not in listed.index:
        raise TableError(f"series.csv: expected a panel out of {', '.join(listed.index)}, got {series!r}")
    frame = read_table(data_folder() / "panels" / f"{series}.csv", COLUMNS)
    twice = frame[frame.duplicated(["country", "year"])]
    if len(twice):
        at = twice.iloc[0]
        raise TableError(f"{series}.csv: expected one value a country and year, got two for {at.country} {at.year}")
    wide = frame.assign(year=frame["year"].astype(int)).pivot(index="year", columns="country", values="value")
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1)).rename_axis(columns=None)
    return wide * reference.load_units().at[listed.at[series, "unit"], "factor"]
