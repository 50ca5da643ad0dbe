"""Growth: annual rates, indexes and windows, from levels and from printed numbers.

The annual rate *r* over *n* years solves ``end = start (1 + r)^n``. Rates are
shares of 1 (0.05 is 5 per cent a year), indexes are 1 in the base year unless a
base of 100 is asked for.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.numbers import steady
from analysis.numbers.arithmetic import Check, judge
from analysis.numbers.bounds import Bounds, share
from analysis.numbers.printed import Printed
from analysis.text.words import _, as_printed


def annual_rate(start, end, years):
    """Return the compound annual growth rate: r = (end / start)^(1/n) - 1.

    Parameters
    ----------
    start, end : float or array-like
        Levels in the same unit, above zero.
    years : float or array-like
        Number of yearly steps *n*, above zero.

    Returns
    -------
    float or numpy.ndarray
        A share of 1 a year.

    Raises
    ------
    ValueError
        If a level or the number of years is not above zero.
    """
    start, end, years = (np.asarray(x, dtype=float) for x in (start, end, years))
    if not ((start > 0).all() and (end > 0).all() and (years > 0).all()):
        raise ValueError("expected levels and a number of years above zero; drop gaps before asking for a rate")
    rate = steady.power(end / start, 1 / years) - 1
    return float(rate) if np.ndim(rate) == 0 else rate


def rate_bounds(start: Bounds, end: Bounds, years: int) -> tuple[float, float]:
    """Return the lowest and highest annual rate that bounds on the levels allow.

    Parameters
    ----------
    start, end : Bounds
        Levels, above zero.
    years : int
        Number of yearly steps.

    Returns
    -------
    tuple of float
        Lowest and highest rate, shares of 1 a year.
    """
    low = annual_rate(float(start.high), float(end.low), years) if end.low > 0 else -1.0
    high = math.inf if math.isinf(end.high) or start.low <= 0 else annual_rate(float(start.low), float(end.high), years)
    return low, high


def check_growth(start: Printed, end: Printed, years: int, rate: Printed) -> Check:
    """Test a printed annual rate: end = start (1 + r)^n.

    The powers are exact fractions, so no root is taken: the end that start and
    rate imply is compared with the printed end. ``computed``, ``low`` and
    ``high`` of the result are therefore levels; the working names the rate.

    Parameters
    ----------
    start, end : Printed
        Levels in the same base unit.
    years : int
        Number of yearly steps *n*.
    rate : Printed
        The annual rate in base units (a share of 1).

    Returns
    -------
    Check
    """
    if years < 1:
        raise ValueError(f"expected at least one yearly step, got {years}")
    expression = _("{start} growing by {rate} a year for {years} years").format(
        start=as_printed(start.text),
        years=years,
        rate=as_printed(rate.text) if rate.value is None else share(float(rate.value)),
    )
    return judge("growth_over", end, (start, rate), lambda b: b[0] * b[1].shifted(1).power(years), expression)


def check_index(level: Printed, base: Printed, index: Printed, base_value: int = 100) -> Check:
    """Test a printed index against printed levels: i = b level / base, with b the base value (100)."""
    expression = f"{base_value} * {level.text} / {base.text}"
    return judge(
        "index_against_level", index, (level, base), lambda b: (b[0] / b[1]).scaled(Fraction(base_value)), expression
    )


def windows(series: pd.Series, years: int) -> pd.DataFrame:
    """Return growth over every window of a given length.

    Parameters
    ----------
    series : pandas.Series
        Levels by year. Years may be missing; a window needs both its ends.
    years : int
        Length of the window in yearly steps, 1 or more.

    Returns
    -------
    pandas.DataFrame
        ``start``, ``end`` (years), ``ratio`` (end over start), ``rate`` (a share of 1
        a year), ``start_over_peak`` (the start level over the highest level held for an
        earlier year; NaN if there is none; below 1 the window begins with a recovery).
    """
    if years < 1:
        raise ValueError(f"expected a window of at least one year, got {years}")
    levels = series.dropna().sort_index(kind="stable")
    starts = [y for y in levels.index if y + years in levels.index]
    first = levels.loc[starts].to_numpy(dtype=float)
    last = levels.loc[[y + years for y in starts]].to_numpy(dtype=float)
    peak = levels.cummax().shift(1).loc[starts].to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "start": starts,
            "end": [y + years for y in starts],
            "ratio": last / first,
            "rate": annual_rate(first, last, np.full(len(starts), years)) if starts else np.array([]),
            "start_over_peak": first / peak,
        }
    )
