"""Bounds: interval arithmetic against dense points, open ends, powers, sides, and how they read."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers.bounds import ANY, INF, Bounds, add, between, divide, exact, number, share

F = Fraction

ENDS = [-INF, F(-2), F(-1), F(0), F(1), F(3), INF]
INTERVALS = [
    Bounds(low, high, low_open, high_open)
    for low, high in itertools.combinations_with_replacement(ENDS, 2)
    for low_open, high_open in itertools.product((False, True), repeat=2)
    if not (low == high and (low_open or high_open or math.isinf(low)))
    and not (math.isinf(low) and low_open)
    and not (math.isinf(high) and high_open)
]
TINY, HUGE = F(1, 10**6), F(10**6)


def points(span):
    """Return numbers of an interval: both ends or numbers close to them, zero, and some between."""
    low = -HUGE if math.isinf(span.low) else span.low + (TINY if span.low_open else 0)
    high = HUGE if math.isinf(span.high) else span.high - (TINY if span.high_open else 0)
    inner = [x for x in (F(-1), F(0), F(1, 2), F(2), -TINY, TINY) if low < x < high]
    return [low, high, *inner]


def holds_tightly(found, values):
    """Check that an interval holds the values and that each finite end is reached or approached, as it says."""
    assert all(found.contains(v) for v in values), (found, values)
    for end, is_open, best in ((found.low, found.low_open, min(values)), (found.high, found.high_open, max(values))):
        if math.isinf(end):
            assert abs(best) >= HUGE / 10, (found, best)
        else:
            assert (best == end) != is_open, (found, best)
            assert abs(best - end) <= F(1, 1000), (found, best)


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_arithmetic_on_intervals_is_exact(one):
    for other in INTERVALS:
        pairs = list(itertools.product(points(one), points(other)))
        holds_tightly(one + other, [a + b for a, b in pairs])
        holds_tightly(one - other, [a - b for a, b in pairs])
        holds_tightly(one * other, [a * b for a, b in pairs])
        if other.low < 0 < other.high or other.low == other.high == 0:
            with pytest.raises(ZeroDivisionError, match="around zero"):
                _ = one / other
        else:
            # Not tight here: next to zero, points stop at a millionth and quotients short of infinity.
            quotient = one / other
            assert all(quotient.contains(a / b) for a, b in pairs if b)


def test_division_by_zero_bounded_and_by_unbounded_intervals():
    assert Bounds(F(1), F(2)) / Bounds(F(0), F(4)) == Bounds(F(1, 4), INF)
    assert Bounds(F(1), F(2)) / Bounds(F(-4), F(0)) == Bounds(-INF, F(-1, 4))
    assert Bounds(F(1), F(2)) / Bounds(F(0), F(1, 2)) == Bounds(F(2), INF)
    assert Bounds(F(1), F(2)) / Bounds(F(-1, 2), F(0)) == Bounds(-INF, F(-2))
    assert Bounds(F(2), F(2)) / Bounds(F(1), F(4), True, False) == Bounds(F(1, 2), F(2), False, True)
    # Five over "more than 200" comes close to zero and never reaches it.
    small = Bounds(F(5), F(5)) / Bounds(F(200), INF, low_open=True)
    assert small == Bounds(F(0), F(1, 40), low_open=True, high_open=True)
    assert not small.contains(F(0))


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_overlap_means_a_common_number(one):
    steps = [F(k, 2) for k in range(-8, 9)]
    steps += [s + e for s in steps for e in (-TINY, TINY)]
    for other in INTERVALS:
        common = [x for x in steps if inside(x, one) and inside(x, other)]
        assert one.overlaps(other) == bool(common), (one, other)
        assert one.overlaps(other) == other.overlaps(one)
    assert not one.empty


def inside(x, span):
    above = x > span.low or (x == span.low and not span.low_open)
    return above and (x < span.high or (x == span.high and not span.high_open))


def test_empty_intervals():
    assert Bounds(F(1), F(1), low_open=True).empty
    assert Bounds(F(2), F(1)).empty
    assert not Bounds(F(1), F(1)).empty
    assert not Bounds(F(2), F(1)).overlaps(Bounds(F(0), F(5)))


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5))
def test_powers(low, width, exponent):
    found = Bounds(F(low), F(low + width), False, True).power(exponent)
    assert found == Bounds(F(low) ** exponent, F(low + width) ** exponent, False, True)


def test_power_of_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="from zero up"):
        Bounds(F(-1), F(1)).power(2)


def test_scaling_by_a_negative_number_turns_the_ends():
    assert Bounds(F(1), F(2), True, False).scaled(-2) == Bounds(F(-4), F(-2), False, True)
    assert Bounds(F(0), INF).scaled(0) == Bounds(F(0), F(0))
    assert Bounds(F(1), F(2), True, True).scaled(0) == Bounds(F(0), F(0))
    assert Bounds(F(1), F(2), True, False).scaled(F(1, 2)) == Bounds(F(1, 2), F(1), True, False)
    assert Bounds(F(1), INF).shifted(-3) == Bounds(F(-2), INF)


@pytest.mark.parametrize("one", INTERVALS, ids=str)
def test_reaching_above_is_asked_of_some_pair_of_numbers(one):
    steps = [F(k, 2) for k in range(-8, 9)]
    steps += [s + e for s in steps for e in (-TINY, TINY)]
    for other in INTERVALS:
        expected = any(x >= y for x in steps if inside(x, one) for y in steps if inside(y, other))
        assert one.reaches_above(other) == expected, (one, other)
        assert one.overlaps(other) == (one.reaches_above(other) and other.reaches_above(one))


def test_sums_and_quotients_of_several():
    assert add([]) == Bounds.point(F(0))
    assert add([Bounds(F(1), F(2)), Bounds(F(1), INF, low_open=True)]) == Bounds(F(2), INF, low_open=True)
    assert divide([Bounds(F(1), F(2)), Bounds.point(F(4))]) == Bounds(F(1, 4), F(1, 2))
    assert Bounds(F(1), F(2), True, True).widened(F(1, 2)) == Bounds(F(1, 2), F(5, 2), True, True)
    assert ANY.contains(F(-(10**30)))


def test_a_float_stands_for_the_decimal_that_it_prints_as():
    assert exact(0.01) == F(1, 100)
    assert exact(17.5) * exact(0.01) == F("0.175")
    assert exact(3) == 3


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(F(33, 2), F("17.4")), "16.5 to 17.4"),
        (Bounds(F(5), INF, low_open=True), "above 5"),
        (Bounds(F(5), INF), "at least 5"),
        (Bounds(-INF, F(9)), "at most 9"),
        (ANY, "any number"),
        (Bounds.point(F(1234567)), "1,234,567"),
    ],
)
def test_bounds_read_as_words(bounds, words):
    assert between(bounds) == repr(bounds) == str(bounds) == words


def test_numbers_of_workings():
    assert [number(x) for x in (5.0, 1234567.8, 12.3456, 0.12345)] == ["5", "1,234,568", "12.35", "0.123"]
    assert share(0.18549) == "18.55%"
