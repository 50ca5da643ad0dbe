"""Unemployment in Germany: what the pamphlet prints, the registered unemployed, and estimates beyond the register.

The pamphlet prints four numbers of millions under a header that dates none of them, and "up to ten million" in
the text. It does not say who is counted. The register of the employment offices counts those who reported there;
other figures collected here add people who did not, or count something else: they are never one series.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.ledger import ask
from analysis.text.words import _
from analysis.topics.reichstag.choices import Choices

PROSE = "german-unemployed-prose"
REGISTERED = "registered_unemployed"
#: Measures that count unemployed people beyond the register; short time and jobs are something else.
BEYOND = {
    "unemployed_including_invisible": "Registered and unregistered",
    "registered_invisible_quasi_unemployed": "Registered, unregistered and quasi-unemployed",
    "fully_unemployed": "Fully unemployed wage earners",
}
UNREGISTERED, SHORT_TIME = "invisible_unemployed", "short_time_workers"
#: What may be added, each beside the others: registered, not registered, on short time.
ADDED = (REGISTERED, UNREGISTERED, SHORT_TIME)
#: Series of the register that give a count at a time, not an average of several months.
COUNTS = ("month", "month_end", "date", "year_peak")
AVERAGES = "annual_average"


def read(reading: str, *, rule: str = "half_unit") -> pd.DataFrame:
    """Return the printed figures: the four of the table and the one of the text (see ``german-unemployed-*``).

    Parameters
    ----------
    reading, rule
        As for :func:`analysis.data.quantities.read_printed`.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.data.quantities.read_printed` and ``place``: where in the pamphlet the figure
        stands.
    """
    table = quantities.read_printed("german_votes", reading, rule=rule)
    table = table[table["measure"] == "unemployed"]
    text = quantities.read_printed("armies_arms", reading, rule=rule)
    text = text[text["id"] == PROSE]
    places = [_("table, value {n}").format(n=n) for n in table["column_index"]] + [_("text")] * len(text)
    return pd.concat([table, text], ignore_index=True).assign(place=places)


def registered(estimates: pd.DataFrame, first: int = 1924, last: int = 1939) -> pd.DataFrame:
    """Return the registered unemployed of some years that are given as a value.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``unemployment`` in base units (persons).
    first, last : int
        Years.
    """
    rows = estimates[(estimates["measure"] == REGISTERED) & estimates["year"].between(first, last)]
    return rows[rows["value"].notna()].reset_index(drop=True)


def yearly(estimates: pd.DataFrame, first: int = 1924, last: int = 1939) -> pd.DataFrame:
    """Return a row per year of the register.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``average_low`` and ``average_high`` (lowest and highest annual average collected), ``averages``
        (how many), ``peak`` (of :func:`peaks`), ``peak_when``, ``lineages``; persons.
    """
    rows = registered(estimates, first, last)
    averages = rows[rows["series"] == AVERAGES].groupby("year")["value"].agg(["min", "max", "size"])
    top = peaks(rows).set_index("year")
    table = pd.DataFrame({"lineages": rows.groupby("year")["lineage"].nunique()})
    table[["average_low", "average_high", "averages"]] = averages.reindex(table.index)
    table["peak"], table["peak_when"] = top["value"].reindex(table.index), top["start"].reindex(table.index).fillna("")
    table["averages"] = table["averages"].fillna(0).astype(int)
    columns = ["year", "average_low", "average_high", "averages", "peak", "peak_when", "lineages"]
    return table.reset_index()[columns]


def peaks(register: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the highest count of a day or month for every year of the register.

    A year is left out if that count is below an annual average: then the months of high unemployment were
    not collected, and the count is no highest.
    """
    counts = register[register["series"].isin(COUNTS)]
    top = counts.loc[counts.groupby("year")["value"].idxmax()]
    averages = register[register["series"] == AVERAGES].groupby("year")["value"].max()
    return top[~(top["value"] < top["year"].map(averages))].reset_index(drop=True)


def highest(estimates: pd.DataFrame, measures: tuple[str, ...] = (REGISTERED,)) -> pd.Series:
    """Return the row with the highest value of some measures; of the register a count, not an average.

    Raises
    ------
    ValueError
        If no row has one of the measures and a value.
    """
    rows = estimates[estimates["measure"].isin(measures) & estimates["value"].notna()]
    rows = rows[(rows["measure"] != REGISTERED) | rows["series"].isin(COUNTS)]
    if rows.empty:
        raise ValueError(f"expected rows with a value for {', '.join(measures)}, got none; load the table unemployment")
    return rows.loc[rows["value"].idxmax()]


@memoised
def estimates(unchecked: bool = False) -> pd.DataFrame:
    """Return the table of unemployment in base units (persons)."""
    return quantities.read_estimates("unemployment", unchecked=unchecked)


@memoised
def compared(choices: Choices) -> pd.DataFrame:
    """Return each printed figure beside the register, as :func:`compare`."""
    return compare(read(choices.reading, rule=choices.rule), estimates())


def compare(printed: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Set each printed figure beside the register, without dating it.

    Parameters
    ----------
    printed : pandas.DataFrame
        Output of :func:`read`.
    estimates : pandas.DataFrame
        ``unemployment`` in base units, checked rows.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``place``, ``printed``, ``value``, ``low``, ``high``, ``average_years`` and ``count_years`` (years in
        which an annual average, or a count of a day or month, lies within the bounds: tuples), ``verdict`` and
        ``working`` (the ledger's).
    """
    rows = registered(estimates)
    averages, counted = rows[rows["series"] == AVERAGES], rows[rows["series"].isin(COUNTS)]
    kept = printed[["id", "place", "printed", "value", "low", "high"]].reset_index(drop=True)
    for name, part in (("average_years", averages), ("count_years", counted)):
        kept[name] = [_years(part[part["value"].between(row.low, row.high)]) for row in kept.itertuples()]
    found = [ask.against(name) for name in kept["id"]]
    return kept.assign(verdict=[f.verdict for f in found], working=[f.working for f in found])


def _years(rows: pd.DataFrame) -> tuple[int, ...]:
    return tuple(int(y) for y in sorted(rows["year"].unique()))


def shown(estimates: pd.DataFrame, first: int = 1924, last: int = 1939) -> pd.DataFrame:
    """Return the rows of the register that :func:`yearly` shows: annual averages and highest counts."""
    rows = registered(estimates, first, last)
    return rows[(rows["series"] == AVERAGES) | rows["id"].isin(peaks(rows)["id"])].reset_index(drop=True)


def fitting(compared: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return a row of the register for every year in which a printed figure would fit, averages first."""
    rows = registered(estimates)
    rows = rows[rows["series"].isin([AVERAGES, *COUNTS])].sort_values("series", kind="stable")
    named = compared[compared["low"] > 0]
    found = [
        rows[rows["value"].between(row.low, row.high)].drop_duplicates(["year", "series"]) for row in named.itertuples()
    ]
    return pd.concat(found).drop_duplicates("id").drop_duplicates(["year"]).reset_index(drop=True)


def beyond(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the estimates that count unemployed people beyond the register, by date."""
    rows = estimates[estimates["measure"].isin(BEYOND) & estimates["value"].notna()]
    return rows.sort_values("start", kind="stable").reset_index(drop=True)


def together(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return registered, unregistered and short-time workers of the last month for which all three are collected.

    The three count different people and come from different texts; their sum is nobody's estimate. The registered
    are those of the text that gives the short-time workers beside them.

    Returns
    -------
    pandas.DataFrame
        Three rows of the estimates, in the order of :data:`ADDED`, or none.
    """
    rows = estimates[estimates["measure"].isin(ADDED) & estimates["value"].notna()]
    groups = {(m, day): part for (m, day), part in rows.groupby(["measure", "start"])}
    starts = [day for day in sorted(rows["start"].unique()) if all((m, day) in groups for m in ADDED)]
    if not starts:
        return rows.head(0)
    short = groups[SHORT_TIME, starts[-1]].iloc[[0]]
    registered = groups[REGISTERED, starts[-1]]
    same = registered[registered["sources"] == short["sources"].iloc[0]]
    first = (same if len(same) else registered).nlargest(1, "value")
    return pd.concat([first, groups[UNREGISTERED, starts[-1]].iloc[[0]], short], ignore_index=True)
