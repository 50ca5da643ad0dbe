"""Industry and income as printed: the levels, the growth that follows from them, what the cited reports give.

What other people published is in :mod:`analysis.topics.production.published`; verdicts are the ledger's.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.ledger import ask
from analysis.numbers import growth
from analysis.numbers.arithmetic import Check
from analysis.numbers.printed import Printed
from analysis.text.words import _
from analysis.topics.production import published
from analysis.topics.production.choices import Choices

TABLE = "production_income"
INCOME = ("income-1929-level", "income-1938-level")
INDUSTRY = ("industry-1930-level", "industry-1938-level")
INCREASE, TIMES = "income-1929-1938-increase", "industry-1930-1938-times"
TEN_YEARS, EIGHT_YEARS = "income-1929-1938-years", "industry-1930-1938-years"
LEVELS = (*INCOME, *INDUSTRY)
#: The indicators of the reports that give a level of income or of industry.
REPORT_INDICATORS = ("national_income", "industrial_output", "industrial_output_large_scale")


@memoised
def printed(choices: Choices) -> pd.DataFrame:
    """Return the printed rows on production and income, as :func:`analysis.data.quantities.read_printed`."""
    return quantities.read_printed(TABLE, choices.reading, rule=choices.rule)


@memoised
def figures_of(choices: Choices) -> dict[str, Printed]:
    """Return the readable printed figures by id."""
    return quantities.numbers(printed(choices))


def checks(choices: Choices) -> dict[str, Check]:
    """Return the ledger's checks of the printed figures, by what is tested."""
    return ask.checks(
        {
            _("National income rose by the printed percentage"): INCREASE,
            _("Ten years lie between 1929 and 1938"): TEN_YEARS,
            _("Industrial production multiplied as printed"): TIMES,
            _("Eight years lie between January 1930 and 1938"): EIGHT_YEARS,
        },
        choices.reading,
    )


@memoised
def implied_rates(choices: Choices) -> pd.DataFrame:
    """Return the annual growth that the printed levels imply: r = (end / start)^(1/n) - 1.

    Returns
    -------
    pandas.DataFrame
        ``subject``, ``start``, ``end``, ``years`` (n), ``value``, ``low``, ``high`` (shares of 1 a year; NaN where a
        side is open).
    """
    f, rows = figures_of(choices), []
    ten, eight = int(f[TEN_YEARS].value), int(f[EIGHT_YEARS].value)
    cases = (
        ("national_income", INCOME, 1929, 9), ("national_income", INCOME, 1929, ten),
        ("industrial_production", INDUSTRY, 1930, eight), ("industrial_production", INDUSTRY, 1929, 9),
    )  # fmt: skip
    for subject, (first, last), year, years in cases:
        value, low, high = _rate(f[first], f[last], years, choices.rule)
        rows.append((subject, year, 1938, years, value, low, high))
    return pd.DataFrame(rows, columns=["subject", "start", "end", "years", "value", "low", "high"])


def _rate(start: Printed, end: Printed, years: int, rule: str) -> tuple[float, float, float]:
    low, high = growth.rate_bounds(start.bounds(rule), end.bounds(rule), years)
    if start.qualifier or end.qualifier:
        return math.nan, low, math.nan if math.isinf(high) else high
    return growth.annual_rate(float(start.value), float(end.value), years), low, high


@memoised
def reports() -> pd.DataFrame:
    """Return the levels of national income and industrial output in the reports, in roubles, by year."""
    rows = quantities.read_estimates("stalin_reports")
    chosen = rows[rows["indicator"].isin(REPORT_INDICATORS) & (rows["quantity"] == "roubles") & rows["value"].notna()]
    return chosen.sort_values(["indicator", "start"], kind="stable", ignore_index=True)


def report_rows() -> pd.DataFrame:
    """Return the report rows of industrial output for 1929 and 1930 (large-scale) and 1938, in that order."""
    rows = reports()
    earlier = (rows["indicator"] == "industrial_output_large_scale") & rows["start"].isin(["1929", "1930"])
    last = (rows["indicator"] == "industrial_output") & (rows["start"] == "1938")
    return pd.concat([rows[earlier], rows[last]], ignore_index=True)


@memoised
def report_growth() -> pd.DataFrame:
    """Return the growth of industrial output to 1938 that the cited reports themselves give.

    Returns
    -------
    pandas.DataFrame
        By ``start`` (the years from which the earlier report gives a level): ``first``, ``last`` (roubles), ``ratio``,
        ``rate`` (a share of 1 a year).
    """
    rows = report_rows()
    last, first = rows.iloc[-1]["value"], rows.iloc[:-1]
    start = first["start"].astype(int)
    rates = growth.annual_rate(first["value"], [last] * len(first), 1938 - start)
    frame = pd.DataFrame({"start": start, "first": first["value"], "last": last, "ratio": last / first["value"]})
    return frame.assign(rate=rates).set_index("start")


def report_years(choices: Choices) -> list[int]:
    """Return the years whose level in the reports can be the printed first level of industrial production.

    Only the digits count: the printed unit is a thousand times too small, which ``corrections.csv`` records.
    """
    level = figures_of(choices.but(reading="as_corrected"))[INDUSTRY[0]].bounds(choices.rule)
    rows = reports()
    rows = rows[rows["indicator"].str.startswith("industrial_output")]
    return sorted({int(r.start[:4]) for r in rows.itertuples() if level.contains(r.value)})


@memoised
def official_times() -> pd.DataFrame:
    """Return how many times 1938 is 1929 and 1930 in the official index: a row a series, a column a first year."""
    rows = quantities.read_estimates("industrial_index")
    rows = rows[(rows["measure"] == "output_index") & rows["population"].isin(["all_industry", "large_scale_industry"])]
    wide = rows.assign(year=rows["year"].astype(int)).pivot_table(index="population", columns="year", values="value")
    return pd.DataFrame({year: wide[1938] / wide[year] for year in (1929, 1930)})


@memoised
def report_index() -> pd.DataFrame:
    """Return the index of industrial output in the report of 1939 beside the two official series of 1957.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``report``, ``all_industry``, ``large_scale_industry`` (1913 = 100).
    """
    report = report_index_rows()
    report = report[report["sources"] == "stalin_1939"].set_index("year")["value"]
    index = quantities.read_estimates("industrial_index")
    series = index[(index["measure"] == "output_index") & index["year"].isin(report.index)]
    wide = series.pivot(index="year", columns="population", values="value").rename_axis(columns=None)
    return wide[["all_industry", "large_scale_industry"]].assign(report=report).reset_index()


def report_index_rows() -> pd.DataFrame:
    """Return the rows behind :func:`report_index`, for footnotes."""
    rows, index = quantities.read_estimates("stalin_reports"), quantities.read_estimates("industrial_index")
    chosen = (rows["indicator"] == "industrial_output_index") & (rows["territory"] == "ussr_1938")
    chosen &= (rows["quantity"] == "index_1913_100") & rows["value"].notna()
    years = rows.loc[chosen, "year"]
    return pd.concat([rows[chosen], index[(index["measure"] == "output_index") & index["year"].isin(years)]])


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what a sweep collects.

    Returns
    -------
    dict
        ``income_increase_percent``, computed from the printed levels; ``industry_times``, at least; ``estimates`` of
        exactly the chosen window; ``official_low_percent``, ``official_high_percent``, ``others_low_percent`` and
        ``others_high_percent`` a year (None where there is none); ``income`` and ``industry``, the ledger's verdicts.
    """
    increase, times = (ask.check(name, choices.reading) for name in (INCREASE, TIMES))
    rows = published.in_window(choices)
    ends = [published.ends(rows[rows["official"] == whose]) or (None, None) for whose in (True, False)]
    official, others = ([None if x is None else 100 * x for x in pair] for pair in ends)
    return {
        "income_increase_percent": 100 * increase.computed, "industry_times": times.low, "estimates": len(rows),
        "official_low_percent": official[0], "official_high_percent": official[1],
        "others_low_percent": others[0], "others_high_percent": others[1],
        "income": increase.verdict, "industry": times.verdict,
    }  # fmt: skip
