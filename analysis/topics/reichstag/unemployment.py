"""Unemployment in Germany: what the pamphlet prints, the registered unemployed, and estimates beyond the register.

The pamphlet prints four numbers of millions under a header that dates none of them, and "up to ten million" in
the text. It does not say who is counted. The register of the employment offices counts those who reported there;
other figures collected here add people who did not, or count something else: they are never one series.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.ledger.comparison import against_estimates
from analysis.numbers.printed import Bounds
from analysis.text.words import _, date, joined, number

PROSE = "german-unemployed-prose"
REGISTERED = "registered_unemployed"
#: Measures that count unemployed people beyond the register; short time and jobs are something else.
BEYOND = {
    "unemployed_including_invisible": "Registered and unregistered",
    "registered_invisible_quasi_unemployed": "Registered, unregistered and quasi-unemployed",
    "fully_unemployed": "Fully unemployed wage earners",
}
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
        ``working`` (words of :data:`analysis.text.verdicts.EVIDENCE`, for the measure that the pamphlet names).
    """
    rows = registered(estimates)
    out = []
    for row in printed.itertuples():
        inside = rows[rows["value"].between(row.low, row.high)]
        average, count = inside[inside["series"] == AVERAGES], inside[inside["series"].isin(COUNTS)]
        found = against_estimates(
            Bounds(row.low, row.high), {"measure": row.measure, "population": row.population}, estimates
        )
        out.append(
            (
                row.id,
                row.place,
                row.printed,
                row.value,
                row.low,
                row.high,
                _years(average),
                _years(count),
                found.verdict,
                found.working,
            )
        )
    return pd.DataFrame(
        out,
        columns=[
            "id",
            "place",
            "printed",
            "value",
            "low",
            "high",
            "average_years",
            "count_years",
            "verdict",
            "working",
        ],
    )


def _years(rows: pd.DataFrame) -> tuple[int, ...]:
    return tuple(int(y) for y in sorted(rows["year"].unique()))


def shown(estimates: pd.DataFrame, first: int = 1924, last: int = 1939) -> pd.DataFrame:
    """Return the rows of the register that :func:`yearly` shows: annual averages and highest counts."""
    rows = registered(estimates, first, last)
    return rows[(rows["series"] == AVERAGES) | rows["id"].isin(peaks(rows)["id"])].reset_index(drop=True)


def fitting(compared: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return a row of the register for every year that :func:`comparison_table` names, averages first."""
    rows = registered(estimates)
    rows = rows[rows["series"].isin([AVERAGES, *COUNTS])].sort_values("series", kind="stable")
    named = compared[compared["low"] > 0]
    found = [
        rows[rows["value"].between(row.low, row.high)].drop_duplicates(["year", "series"]) for row in named.itertuples()
    ]
    return pd.concat(found).drop_duplicates("id").drop_duplicates(["year"]).reset_index(drop=True)


def comparison_table(compared: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`compare` for the page; an upper limit excludes no year."""
    limit = compared["low"] == 0

    def listed(cells: pd.Series) -> list[str]:
        return [
            _("any (an upper limit)") if every else joined([str(y) for y in c]) or _("none")
            for every, c in zip(limit, cells, strict=True)
        ]

    return pd.DataFrame(
        {
            _("Place"): compared["place"],
            _("Printed"): compared["printed"],
            _("Years whose registered average fits"): listed(compared["average_years"]),
            _("Years with some registered count that fits"): listed(compared["count_years"]),
            _("Verdict"): compared["verdict"].map(_),
        }
    )


def yearly_table(estimates: pd.DataFrame, first: int = 1928, last: int = 1934) -> pd.DataFrame:
    """Return :func:`yearly` for the page, in millions of persons."""
    rows = yearly(estimates, first, last)
    million = 1e6
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            _("Lowest annual average collected"): rows["average_low"] / million,
            _("Highest annual average collected"): rows["average_high"] / million,
            _("Highest count collected"): rows["peak"] / million,
            _("Day or month of that count"): [date(w) if w else None for w in rows["peak_when"]],
        }
    )


def beyond_table(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates beyond the register, in millions, each with what it counts."""
    rows = beyond(estimates)
    return pd.DataFrame(
        {
            _("What is counted"): rows["measure"].map(lambda m: _(BEYOND[m])),
            _("When"): rows["start"].map(date),
            _("Millions of persons"): rows["value"] / 1e6,
            _("Note"): [n or None for n in rows["note"]],
        }
    )


def beyond(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the estimates that count unemployed people beyond the register, by date."""
    rows = estimates[estimates["measure"].isin(BEYOND) & estimates["value"].notna()]
    return rows.sort_values("start", kind="stable").reset_index(drop=True)


def findings(compared: pd.DataFrame, estimates: pd.DataFrame) -> list[str]:
    """Return sentences on the printed figures of unemployment, generated from the numbers.

    Parameters
    ----------
    compared : pandas.DataFrame
        Output of :func:`compare`.
    estimates : pandas.DataFrame
        As there.
    """
    largest = compared.loc[compared["high"].idxmax()]
    register, other = highest(estimates), highest(estimates, tuple(BEYOND))
    text = _(
        "The table prints {values} millions of unemployed; its header does not say for which years, and the "
        "pamphlet does not say who is counted."
    )
    values = joined([v for v, p in zip(compared["printed"], compared["id"], strict=True) if p != PROSE])
    sentences = [text.format(values=values), _largest(largest, register, other)]
    none = compared[[not a and not c for a, c in zip(compared["average_years"], compared["count_years"], strict=True)]]
    table = none[none["id"] != PROSE]
    if len(table):
        text = _("No registered figure collected lies within the bounds of the printed {values} millions.")
        sentences.append(text.format(values=joined(list(table["printed"]))))
    return sentences


def _largest(printed: pd.Series, register: pd.Series, other: pd.Series) -> str:
    text = _(
        "The largest printed figure is {printed} millions ({low} to {high}). The highest registered count "
        "collected is {register} millions ({when}), the highest estimate that adds others {other} millions "
        "({other_when}): {place}."
    )
    if printed["low"] > max(register["value"], other["value"]):
        place = _("the printed figure is above both")
    elif printed["low"] > register["value"]:
        place = _("the printed figure is above the first, but not the second")
    else:
        place = _("the printed figure is not above the first")
    return text.format(
        printed=printed["printed"],
        low=number(printed["low"] / 1e6),
        high=number(printed["high"] / 1e6),
        register=number(register["value"] / 1e6, 2),
        when=date(register["start"]),
        other=number(other["value"] / 1e6, 2),
        other_when=date(other["start"]),
        place=place,
    )
