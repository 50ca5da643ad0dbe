"""Industry and income as printed: the levels, what follows from them, what the cited reports give.

The pamphlet prints two levels of national income, two of industrial production, an increase, a ratio and
two lengths of time. Everything here is computed from those strings and, for the reports, from the rows of
``stalin_reports``. What other people published is in :mod:`analysis.topics.production.published`.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.data.study import object_of_study
from analysis.ledger import fidelity
from analysis.numbers import arithmetic, dates, growth
from analysis.numbers.arithmetic import Check
from analysis.numbers.printed import Printed, parse
from analysis.text.words import _, number
from analysis.topics.production.choices import Choices

MEASURES = ("industry", "national_income")
COVERAGES = ("any", "all", "large_scale")
PRICE_BASES = ("any", "1926_27_unchanged", "other", "not_stated")
#: The last year before the borders of the USSR moved west.
LAST_IN_OLD_BORDERS = 1938
TABLE = "production_income"
INCOME = ("income-1929-level", "income-1938-level")
INDUSTRY = ("industry-1930-level", "industry-1938-level")
INCREASE, TIMES = "income-1929-1938-increase", "industry-1930-1938-times"
TEN_YEARS, EIGHT_YEARS = "income-1929-1938-years", "industry-1930-1938-years"
#: The two reports that print a level of 1929 and a level of 1938, and the year the earlier level may mean.
REPORT_INDICATORS = ("national_income", "industrial_output", "industrial_output_large_scale")




def printed(choices: Choices) -> pd.DataFrame:
    """Return the printed rows on production and income, as :func:`analysis.data.quantities.read_printed`."""
    return quantities.read_printed(TABLE, choices.reading, rule=choices.rule)


def printed_sources(choices: Choices) -> pd.DataFrame:
    """Return what footnotes to printed figures need: the pamphlet, and the works that it cites for them."""
    cited = [c for c in printed(choices)["cited_source"].unique() if c]
    return pd.DataFrame({"sources": [object_of_study()], "original_source": [";".join(cited)], "locator": [""]})


def figures_of(choices: Choices) -> dict[str, Printed]:
    """Return the readable printed figures by id."""
    return quantities.numbers(printed(choices))


def checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the printed figures against one another.

    Parameters
    ----------
    choices : Choices
        Uses ``reading``; every rounding rule is tried by the checks themselves.

    Returns
    -------
    dict of str to Check
        By what is tested, in our own words.
    """
    f = figures_of(choices)
    start, end = (f[i] for i in INCOME)
    ten, eight = f[TEN_YEARS], f[EIGHT_YEARS]
    return {
        _("National income rose by the printed percentage"): arithmetic.check_increase(start, end, f[INCREASE]),
        _("National income rose to the printed percentage of its first level"): by_read_as_to(choices),
        _("Ten years can lie between days of 1929 and 1938"): dates.check_duration("1929", "1938", ten, "years"),
        _("From the total of 1929 to that of 1938 there are ten yearly steps"): _steps("1929", "1938", ten),
        _("Industrial production multiplied as printed"): arithmetic.check_ratio(
            f[INDUSTRY[1]], f[INDUSTRY[0]], f[TIMES]
        ),
        _("Eight years can lie between January 1930 and a day of 1938"): dates.check_duration(
            "1930-01", "1938", eight, "years"
        ),
        _("From a total of 1930 to that of 1938 there are eight yearly steps"): _steps("1930", "1938", eight),
        _("From a total of 1929 to that of 1938 there are eight yearly steps"): _steps("1929", "1938", eight),
    }


def by_read_as_to(choices: Choices) -> Check:
    """Test the repair that reads "increase by" as "increase to": r = later / earlier, as a percentage."""
    f = figures_of(choices)
    expression = f"{number(float(f[INCOME[1]].value))} / {number(float(f[INCOME[0]].value))}"
    operands = (f[INCOME[1]], f[INCOME[0]])
    return arithmetic.judge("ratio_of", f[INCREASE], operands, arithmetic.divide, expression, show=arithmetic.share)


def _steps(first: str, last: str, stated: Printed) -> Check:
    # Steps between yearly totals are counted, not measured: "ten" means ten, neither 9.6 nor 15.
    counted = replace(stated, whole=True, step=Fraction(1), wide_step=Fraction(1))
    later, earlier = (parse(year, 1, True) for year in (last, first))
    return arithmetic.check_difference(later, earlier, counted, show=lambda x: f"{x:.0f}")


def implied_rates(choices: Choices) -> pd.DataFrame:
    """Return the annual growth that the printed levels imply: r = (end / start)^(1/n) - 1.

    Returns
    -------
    pandas.DataFrame
        ``subject``, ``start``, ``end``, ``years`` (n), ``as_stated`` (True where n is the length the text
        prints), ``value``, ``low``, ``high`` (shares of 1 a year; NaN where a side is open), ``text_start``,
        ``text_end`` (the printed levels), ``cited_source``.
    """
    f, rows = figures_of(choices), []
    cited = printed(choices).set_index("id")["cited_source"]
    cases = (
        ("national_income", INCOME, 1929, 9, False),
        ("national_income", INCOME, 1929, int(f[TEN_YEARS].value), True),
        ("industrial_production", INDUSTRY, 1930, int(f[EIGHT_YEARS].value), True),
        ("industrial_production", INDUSTRY, 1929, 9, False),
    )
    for subject, (first, last), year, years, as_stated in cases:
        value, low, high = _rate(f[first], f[last], years, choices.rule)
        rows.append(
            {
                "subject": subject, "start": year, "end": 1938, "years": years, "as_stated": as_stated,
                "value": value, "low": low, "high": high, "text_start": f[first].text, "text_end": f[last].text,
                "cited_source": cited[first],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _rate(start: Printed, end: Printed, years: int, rule: str) -> tuple[float, float, float]:
    low, high = growth.rate_bounds(start.bounds(rule), end.bounds(rule), years)
    if start.qualifier or end.qualifier:
        return math.nan, low, math.nan if math.isinf(high) else high
    return growth.annual_rate(float(start.value), float(end.value), years), low, high


def by_and_to(choices: Choices) -> pd.DataFrame:
    """Return the level of 1938 as printed and as the printed percentage would give it, read in two ways.

    Returns
    -------
    pandas.DataFrame
        ``way`` (``printed``, ``to``, ``by``), ``value``, ``low``, ``high`` in roubles: the printed level;
        start x p; start x (1 + p).
    """
    f = figures_of(choices)
    start, end, increase = f[INCOME[0]], f[INCOME[1]], f[INCREASE]
    first, part, last = (x.bounds(choices.rule) for x in (start, increase, end))
    cases = {
        "printed": (end.value, last),
        "to": (start.value * increase.value, first * part),
        "by": (start.value * (1 + increase.value), first * part.shifted(Fraction(1))),
    }
    return pd.DataFrame(
        [{"way": way, "value": float(v), "low": float(b.low), "high": float(b.high)} for way, (v, b) in cases.items()]
    )


def rouble_scale(choices: Choices) -> tuple[float, str]:
    """Return the factor and the words for roubles on an axis: millions as printed, thousand millions as corrected."""
    if choices.reading == "as_printed":
        return 1e6, _("million roubles, as printed")
    return 1e9, _("thousand million roubles, as corrected")


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


def report_growth() -> pd.DataFrame:
    """Return the growth of industrial output that the cited reports themselves give to 1938.

    Returns
    -------
    pandas.DataFrame
        A row for each year from which the earlier report gives a level: ``start``, ``end``, ``years``,
        ``first``, ``last`` (roubles), ``ratio``, ``rate`` (a share of 1 a year).
    """
    rows = report_rows()
    last, first = rows.iloc[-1], rows.iloc[:-1]
    years = 1938 - first["start"].astype(int)
    return pd.DataFrame(
        {
            "start": first["start"].astype(int), "end": 1938, "years": years, "first": first["value"],
            "last": last["value"], "ratio": last["value"] / first["value"],
            "rate": growth.annual_rate(first["value"], last["value"], years),
        }
    ).reset_index(drop=True)  # fmt: skip


def report_years(choices: Choices) -> list[int]:
    """Return the years whose level in the reports can be the printed first level of industrial production.

    Only the digits count: the printed unit is a thousand times too small, which ``corrections.csv`` records.
    """
    level = figures_of(Choices(reading="as_corrected"))[INDUSTRY[0]].bounds(choices.rule)
    rows = reports()
    rows = rows[rows["indicator"].str.startswith("industrial_output")]
    return sorted({int(r.start[:4]) for r in rows.itertuples() if level.contains(r.value)})


def fidelity_table(choices: Choices) -> pd.DataFrame:
    """Return the printed levels beside the cited reports, as :func:`analysis.ledger.fidelity.compare`.

    Returns
    -------
    pandas.DataFrame
        The figures for which a passage of a report was found, with ``printed``, ``start`` and ``figure`` (words).
    """
    rows = printed(choices)
    found = rows[["id", "printed", "start", "subject"]].merge(fidelity.compare(rows), on="id")
    return found[found["report_id"] != ""].reset_index(drop=True)
