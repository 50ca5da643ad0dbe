"""Growth: worked cases, brute force over unrounded figures, windows against a plain search."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers import growth
from analysis.numbers.arithmetic import ATTEMPTS
from analysis.numbers.printed import Bounds, parse
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN

F = Fraction
TINY = F(1, 10**9)


def n(text, factor=1, whole=False):
    return parse(str(text), F(factor), whole)


def test_annual_rate_by_hand():
    # From 100 to 121 in two years: 1.1 * 1.1 = 1.21, so 10 per cent a year.
    assert growth.annual_rate(100, 121, 2) == pytest.approx(0.1)
    # Doubling in ten years: 2 ** (1 / 10) - 1 = 0.0717734625.
    assert growth.annual_rate(1, 2, 10) == pytest.approx(0.0717734625)
    assert growth.annual_rate(4, 1, 2) == pytest.approx(-0.5)
    assert type(growth.annual_rate(1, 2, 10)) is float
    found = growth.annual_rate([100, 1], [121, 2], [2, 10])
    assert found == pytest.approx([0.1, 0.0717734625])


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [(0, 1, 1), (1, 0, 1), (-1, 1, 1), (1, 1, 0), (1, 1, -2), (math.nan, 1, 1), (1, math.nan, 1), ([1, 0], [1, 1], 1)],
)
def test_annual_rate_needs_levels_and_years_above_zero(start, end, years):
    with pytest.raises(ValueError, match="above zero"):
        growth.annual_rate(start, end, years)


@given(st.floats(0.01, 1e6), st.floats(-0.5, 3), st.integers(1, 40))
def test_annual_rate_undoes_compounding(start, rate, years):
    end = start
    for _year in range(years):
        end *= 1 + rate
    assert growth.annual_rate(start, end, years) == pytest.approx(rate, abs=1e-9)


def test_rate_bounds_by_hand():
    # [20.5, 21.5] to [99.5, 100.5] in 8 years: from (99.5 / 21.5)^(1/8) to (100.5 / 20.5)^(1/8), less one.
    low, high = growth.rate_bounds(n(21).bounds(), n(100).bounds(), 8)
    assert low == pytest.approx((99.5 / 21.5) ** 0.125 - 1)
    assert high == pytest.approx((100.5 / 20.5) ** 0.125 - 1)
    assert growth.rate_bounds(n(21).bounds(), n("above 100").bounds(), 8)[1] == math.inf
    assert growth.rate_bounds(n(0).bounds(), n(5).bounds(), 8)[1] == math.inf
    assert growth.rate_bounds(n(5).bounds(), n("less than 5").bounds(), 8)[0] == -1
    assert growth.rate_bounds(n("above 100").bounds(), n(5).bounds(), 8)[0] == -1
    assert growth.rate_bounds(n("less than 5").bounds(), n(5).bounds(), 8)[1] == math.inf
    assert growth.rate_bounds(n(1).bounds(), n(1).bounds(), 1) == (pytest.approx(0.5 / 1.5 - 1), pytest.approx(2))


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 12))
def test_rate_bounds_hold_every_rate(start, end, years):
    ends = Bounds(F(start), F(start + 1)), Bounds(F(end), F(end + 2))
    low, high = growth.rate_bounds(*ends, years)
    for a, b in itertools.product((0, 0.3, 1), (0, 1.1, 2)):
        assert low - 1e-12 <= growth.annual_rate(start + a, end + b, years) <= high + 1e-12


def test_growth_over_by_hand():
    # 100 * 1.1 * 1.1 = 121.
    found = growth.check_growth(n(100), n(121), 2, n(10, "1/100"))
    assert (found.check, found.verdict, found.computed) == ("growth_over", EXACT, 121)
    # [99.5, 100.5] * [1.095, 1.105]^2 = [119.303, 122.713] meets [121.5, 122.5].
    found = growth.check_growth(n(100), n(122), 2, n(10, "1/100"))
    assert found.verdict == WITHIN
    assert (found.low, found.high) == (pytest.approx(99.5 * 1.095**2), pytest.approx(100.5 * 1.105**2))
    # Rounded, at most 104.5 * 1.115^2 = 129.9; cut off, [104, 105) * [1.11, 1.12)^2 = [128.1, 131.7).
    assert growth.check_growth(n(104), n(131), 2, n(11, "1/100")).verdict == TRUNCATED
    assert growth.check_growth(n(104), n(132), 2, n(11, "1/100")).verdict == CONTRADICTION
    assert growth.check_growth(n(100), n("--"), 2, n(10, "1/100")).verdict == NOT_TESTABLE
    with pytest.raises(ValueError, match="at least one yearly step"):
        growth.check_growth(n(100), n(121), 0, n(10, "1/100"))


def test_growth_is_worded_with_the_rate_as_a_share():
    """A plain rate is written per cent; a range keeps its own words."""
    plain = growth.check_growth(n(100), n(121), 2, n(10, "1/100")).working
    assert "100 growing by 10% a year for 2 years" in plain
    span = growth.check_growth(n(100), n(121), 2, n("8-12", "1/100")).working
    assert "100 growing by 8-12 a year for 2 years" in span


def test_index_by_hand():
    # 132 against 120 is 110 (base 100).
    assert growth.check_index(n(132), n(120), n(110)).verdict == EXACT
    # 100 [104.5, 105.5] / [28.5, 29.5] = [354.2, 370.2] meets 360 (359.5 to 360.5).
    found = growth.check_index(n(105), n(29), n(360))
    assert found.verdict == WITHIN
    assert (found.low, found.high) == (pytest.approx(10450 / 29.5), pytest.approx(10550 / 28.5))
    assert growth.check_index(n(105), n(29), n("3.6"), 1).verdict == WITHIN
    assert growth.check_index(n(105), n(29), n(262)).verdict == CONTRADICTION


def prints(x, unit, rule):
    steps = x / unit
    if rule == "truncation":
        return {math.floor(steps) * unit}
    if rule == "ceiling":
        return {math.ceil(steps) * unit}
    return {k * unit for k in (math.floor(steps), math.floor(steps) + 1) if abs(steps - k) <= F(1, 2)}


def unrounded(text, rule, reading):
    """Return numbers that print as a string of digits, on a grid of tenths and beside the ends."""
    found, unit = set(), F(1)
    while True:
        for k in range(-10, 11):
            for e in (-TINY, 0, TINY) if k % 5 == 0 else (0,):
                x = F(text) + (F(k, 10) + e) * unit
                if F(text) in prints(x, unit, rule):
                    found.add(x)
        unit *= 10
        if reading == "narrow" or F(text) % unit or not F(text):
            return sorted(found)


def brute(compute, operands, stated):
    if compute(*(F(o) for o in operands)) == F(stated):
        return EXACT
    for rule, reading, verdict in ATTEMPTS:
        results = [compute(*x) for x in itertools.product(*(unrounded(o, rule, reading) for o in operands))]
        targets = unrounded(stated, rule, reading)
        if min(results) <= targets[-1] and targets[0] <= max(results):
            return verdict
    return CONTRADICTION


def test_growth_over_by_brute_force():
    met = set()
    for start, end, rate, years in itertools.product(
        ["4", "10"], ["5", "6", "8", "15", "20"], ["7", "20", "50"], [1, 2, 3]
    ):
        found = growth.check_growth(n(start), n(end), years, n(rate, "1/100"))
        expected = brute(lambda s, r, years=years: s * (1 + r / 100) ** years, (start, rate), end)
        assert found.verdict == expected, (start, end, rate, years, found)
        met.add(expected)
    assert met >= {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


def test_index_by_brute_force():
    met = set()
    for level, base, index in itertools.product(
        ["3", "6", "10"], ["2", "4"], ["75", "90", "110", "150", "233", "300", "700"]
    ):
        found = growth.check_index(n(level), n(base), n(index))
        expected = brute(lambda a, b: 100 * a / b, (level, base), index)
        assert found.verdict == expected, (level, base, index, found)
        met.add(expected)
    assert met >= {EXACT, WITHIN, CONTRADICTION}


SERIES = pd.Series({1928: 100.0, 1929: 120.0, 1930: math.nan, 1931: 90.0, 1932: 180.0, 1935: 198.0})


def test_windows_by_hand():
    # Windows of one year with both ends: 1928-29 and 1931-32; 1931 lies below the peak of 1929 (90 / 120).
    found = growth.windows(SERIES, 1)
    assert found["start"].tolist() == [1928, 1931]
    assert found["end"].tolist() == [1929, 1932]
    assert found["ratio"].tolist() == pytest.approx([1.2, 2])
    assert found["rate"].tolist() == pytest.approx([0.2, 1])
    assert math.isnan(found["start_over_peak"][0])
    assert found["start_over_peak"][1] == 0.75
    # Of three years: 1928-31, 1929-32, 1932-35; (198 / 180)^(1/3) - 1 = 0.0323.
    found = growth.windows(SERIES, 3)
    assert found["start"].tolist() == [1928, 1929, 1932]
    assert found["rate"].tolist() == pytest.approx([0.9 ** (1 / 3) - 1, 1.5 ** (1 / 3) - 1, 1.1 ** (1 / 3) - 1])


def test_windows_longer_than_the_series_are_none():
    found = growth.windows(SERIES, 30)
    assert found.empty
    assert list(found.columns) == ["start", "end", "ratio", "rate", "start_over_peak"]
    with pytest.raises(ValueError, match="at least one year"):
        growth.windows(SERIES, 0)


def test_a_start_above_the_earlier_peak_is_no_recovery():
    """1931 starts at 1.5 times the highest level before it, or exactly at it."""
    for level in (15.0, 10.0):
        series = pd.Series({1930: 10.0, 1931: level, 1932: 30.0})
        assert growth.windows(series, 1).set_index("start").at[1931, "start_over_peak"] == level / 10


@given(st.dictionaries(st.integers(1900, 1930), st.floats(1, 1000), min_size=1, max_size=25), st.integers(1, 8))
def test_windows_against_a_plain_search(levels, years):
    found = growth.windows(pd.Series(levels, dtype=float), years).set_index("start")
    assert sorted(found.index) == [y for y in sorted(levels) if y + years in levels]
    for start, row in found.iterrows():
        assert row["rate"] == pytest.approx((levels[start + years] / levels[start]) ** (1 / years) - 1, abs=1e-12)
        earlier = [levels[y] for y in levels if y < start]
        over = levels[start] / max(earlier) if earlier else math.nan
        assert row["start_over_peak"] == pytest.approx(over, nan_ok=True)


def test_windows_do_not_depend_on_the_order_of_the_years():
    turned = SERIES[::-1]
    pd.testing.assert_frame_equal(growth.windows(turned, 3), growth.windows(SERIES, 3))
    assert np.isnan(growth.windows(turned, 3)["start_over_peak"][0])
