"""Printed numbers as intervals: worked cases, printing backwards, interval arithmetic against dense points, fuzz."""

import itertools
import math
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers import printed
from analysis.numbers.bounds import Bounds
from analysis.numbers.numerals import PrintedError
from analysis.numbers.printed import INF, READINGS, RULES, Printed, bounds_frame, parse

F = Fraction


def interval(text, low, high, low_open=False, high_open=False, *, factor=1, whole=False, rule="half_unit", wide=False):
    found = parse(text, F(factor), whole).bounds(rule, "wide" if wide else "narrow")
    assert (found.low, found.high) == (F(low) if low != INF else INF, F(high) if high != INF else INF)
    assert (found.low_open, found.high_open) == (low_open, high_open)


def test_bounds_of_printed_digits():
    interval("17,5", "17.45", "17.55")
    interval("17,5", "17.5", "17.6", high_open=True, rule="truncation")
    interval("17,5", "17.4", "17.5", low_open=True, rule="ceiling")
    # Percent: factor 1/100, so half a unit of the last digit is half a thousandth.
    interval("18.5", "0.1845", "0.1855", factor="1/100")
    # 170.000 persons: to the last one, or its four zeros rounded away (half of ten thousand either side).
    interval("170.000", 170_000, 170_000, whole=True)
    interval("170.000", 165_000, 175_000, whole=True, wide=True)
    interval("170.000", 170_000, 180_000, whole=True, wide=True, high_open=True, rule="truncation")
    interval("170.000", 160_000, 170_000, whole=True, wide=True, low_open=True, rule="ceiling")
    # 1.53 million persons are not counted to the last one.
    interval("1.53", 1_525_000, 1_535_000, factor=10**6, whole=True)
    interval("0", "-1/2", "1/2")
    interval("0", 0, 0, whole=True)


def test_bounds_of_ranges_follow_the_rule_too():
    interval("10-15", "9.5", "15.5")
    interval("10-15", 10, 16, high_open=True, rule="truncation")
    interval("10-15", 9, 15, low_open=True, rule="ceiling")
    interval("between three and five", "2.5", "5.5")
    interval("between one hundred and two hundred", "99.5", "200.5")
    interval("between one thousand and two thousand", "999.5", "2000.5")
    interval("a thousand and five", "1004.5", "1005.5")
    interval("two/three", "0.015", "0.035", factor="1/100")
    interval("100-200", 100, 200, whole=True)
    interval("100-200", 50, 250, whole=True, wide=True)


def test_bounds_of_qualified_numbers():
    interval("approx. 170,000", 160_000, 180_000, whole=True)
    interval("circa 2.1", 2, "2.2")
    interval("almost five", "9/2", 5)
    interval("hardly five", "9/2", 5)
    interval("more than 200,000", 200_000, INF, low_open=True)
    interval("less than one", 0, 1, high_open=True)
    interval("at least half", "1/2", INF)
    interval("not more than five", 0, 5)
    interval("not over five", 0, 5)  # not the same as "over five"
    interval("not fewer than ten", 10, INF)
    interval("not two", 0, 2, high_open=True)  # "not two decades old"
    interval("only about 5", 4, 6)
    interval("almost a third", "7/24", "1/3")
    interval("more than a third", "1/3", INF, low_open=True)
    # A third stands between a quarter and a half: half way to either.
    interval("a third", "7/24", "5/12")
    interval("most", "1/2", INF, low_open=True)
    interval("millions", 2_000_000, INF)


@pytest.mark.parametrize("gap", ["--", "-", "–", "—"])
def test_a_gap_has_no_bounds(gap):
    number = parse(gap)
    assert number.value is None
    assert number.bounds() is None


@pytest.mark.parametrize(
    "text", ["15-10", "1927-26", "ten-fifteen", "-3", "3-", "10-15-20", "10 7", "", "   ", "-- --"]
)
def test_no_single_number(text):
    with pytest.raises(PrintedError, match="expected"):
        parse(text)


def test_an_unknown_rule_or_reading_is_refused():
    with pytest.raises(ValueError, match="half_unit"):
        parse("5").bounds("rounded")
    with pytest.raises(ValueError, match="narrow"):
        parse("5").bounds(reading="broad")


# Printing backwards: every number that prints as the string, and no other, lies in the bounds.


def prints(x, unit, rule):
    """Return how a number prints when digits below a unit are dropped: one multiple of the unit, two for a tie."""
    steps = x / unit
    if rule == "truncation":
        return {math.floor(steps) * unit}
    if rule == "ceiling":
        return {math.ceil(steps) * unit}
    below = math.floor(steps)
    return {k * unit for k in (below, below + 1) if abs(steps - k) <= F(1, 2)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("places", [0, 1, 2])
def test_bounds_hold_exactly_the_numbers_that_print_so(rule, places):
    unit = F(1, 10**places)
    grid = [k * unit / 10 + e for k in range(0, 400) for e in (-unit / 1000, 0, unit / 1000) if k or e >= 0]
    for k in range(1, 38):
        number = parse(f"{float(k * unit):.{places}f}")
        found = number.bounds(rule)
        for x in grid:
            assert found.contains(x) == (k * unit in prints(x, unit, rule)), (number.text, x)


@pytest.mark.parametrize("rule", RULES)
def test_wide_bounds_hold_the_numbers_that_print_so_with_final_zeros(rule):
    for text in ("10", "20", "100", "120", "130"):
        number = parse(text, whole=True)
        units = [u for u in (1, 10, 100) if int(text) % u == 0]
        for x in [F(k, 10) for k in range(0, 3000)]:
            expected = any(number.value in prints(x, F(u), rule) for u in units)
            # The widest unit alone decides, because its interval holds the others.
            assert number.bounds(rule, "wide").contains(x) == expected, (text, x)


@given(st.integers(0, 10**7), st.integers(0, 3), st.sampled_from(RULES), st.sampled_from(READINGS), st.booleans())
def test_a_number_lies_in_the_bounds_of_what_it_prints_as(thousandths, places, rule, reading, whole):
    x = F(thousandths, 1000)
    unit = F(1, 10**places)
    if whole and places == 0:
        x = F(int(x))  # things that are counted come in whole numbers
    for shown in prints(x, unit, rule):
        digits = f"{shown.numerator * 10**places // shown.denominator:0{places + 1}d}"
        text = digits if not places else f"{digits[:-places]},{digits[-places:]}"
        if places == 3 and not text.startswith("0") and len(text) <= 7:
            continue  # would be read as a group of thousands
        assert parse(text, F(1), whole).bounds(rule, reading).contains(x), text


@given(st.integers(1, 10**6), st.sampled_from(RULES), st.booleans())
def test_wide_bounds_hold_the_narrow_ones(n, rule, whole):
    number = parse(str(n), whole=whole)
    narrow, wide = number.bounds(rule, "narrow"), number.bounds(rule, "wide")
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(st.integers(1, 10**6), st.sampled_from(RULES), st.sampled_from([F(1, 100), F(1000), F(3, 7)]))
def test_the_unit_scales_the_bounds(n, rule, factor):
    plain, scaled = parse(f"{n}.5").bounds(rule), parse(f"{n}.5", factor).bounds(rule)
    assert scaled == plain.scaled(factor)


# Fuzz: whatever stands in a cell, it is read or refused, at once.

PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        "approx. almost more than less at least not up to between and or million hundred half third two 5 10 17,5 "
        "170.000 10-15 -- - / % ( ) \N{MINUS SIGN} \N{NO-BREAK SPACE} \u0661 \0 \n".split(" ")
    ),
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_any_string_is_read_or_refused(text):
    try:
        number = parse(text)
    except PrintedError:
        return
    assert isinstance(number, Printed)
    assert number.text == text
    for rule, reading in itertools.product(RULES, READINGS):
        found = number.bounds(rule, reading)
        assert found is None or not found.empty
        if found and number.value is not None and number.qualifier not in ("above", "below"):
            assert found.contains(number.value)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10**6,
        "1," * 10**5,
        "1 of " + "9" * 50,
        "- " * 10**5,
        "not " * 10**5,
        "more than " * 5 + "5",
        "hundred " * 7,
        "two hundred and " * 10**5,
        " " * 10**6,
        "1" + " " * 10**6 + "2",
        "a" * 60,
        "1-" * 30,
        "/" * 60,
        "x" * 10**7,
    ],
    ids=lambda text: f"{text[:12]!r}... ({len(text)})",
)
def test_no_string_takes_long(text):
    start = time.process_time()
    message = ""
    try:
        parse(text).bounds()
    except PrintedError as error:
        message = str(error)
    assert time.process_time() - start < 1
    assert len(message) < 400


def test_many_strings_at_once():
    texts = ["17,5", "--", "10 7", "10-15", "more than 5"]
    frame = bounds_frame(texts, [F(1, 100), 1, 1, F(1, 100), 1], [False, True, True, False, True])
    assert list(frame.columns) == ["value", "low", "high", "readable"]
    assert frame["readable"].tolist() == [True, True, False, True, True]
    assert frame.loc[0].tolist()[:3] == [0.175, 0.1745, 0.1755]
    assert frame.loc[1:2, ["value", "low", "high"]].isna().all().all()
    assert math.isnan(frame.loc[3, "value"])
    assert frame.loc[3, ["low", "high"]].tolist() == [0.095, 0.155]
    assert frame.loc[4].tolist()[:3] == [5.0, 5.0, math.inf]


def test_many_strings_need_as_many_units():
    with pytest.raises(ValueError, match="zip"):
        bounds_frame(["1", "2"], [1], [True, True])


def test_a_range_may_have_one_end():
    """The string 10-10 is a range from ten to ten, and 11-10 is none."""
    found = parse("10-10")
    assert (found.first, found.last) == (10, 10)
    with pytest.raises(PrintedError, match="from low to high"):
        parse("11-10")


@pytest.mark.parametrize("text", ["most", "several thousand", "tens of thousands"])
def test_vague_words_have_no_digits_to_round(text):
    found = parse(text)
    assert (found.step, found.wide_step) == (0, 0)


@pytest.mark.parametrize(
    ("text", "value", "step", "wide"),
    [("17.5", "35/2", "1/10", "1/10"), ("1700", 1700, 1, 100), ("-3", -3, 1, 1), ("0", 0, 1, 1), ("1.7e3", 1700, 0, 0)],
)
def test_a_stored_number_has_the_digits_that_stand_there(text, value, step, wide):
    found = printed.stored(text)
    assert (found.text, found.value, found.step, found.wide_step) == (text, F(value), F(step), F(wide))
    assert not found.whole


def test_a_stored_number_counts_whole_things_if_it_has_no_places():
    assert printed.stored("1700", whole=True).whole
    assert not printed.stored("17.5", whole=True).whole
    assert not printed.stored("1.7e3", whole=True).whole


def test_a_number_known_exactly_has_no_step():
    found = printed.exactly(13)
    assert (found.text, found.value, found.step, found.wide_step, found.whole) == ("13", 13, 0, 0, True)
    assert printed.exactly(F(1, 2), "half").text == "half"


def test_a_scaled_range_keeps_its_shape():
    found = parse("10-15", F(1, 100)).scaled(F(100))
    assert (found.first, found.last, found.step, found.wide_step) == (10, 15, 1, 1)
    found = parse("170,000", F(1), True).scaled(F(1, 1000))
    assert (found.value, found.step, found.wide_step, found.whole) == (170, F(1, 1000), 10, False)
    assert parse("170,000", F(1), True).scaled(F(1)).whole


def test_scaling_reaches_margins_neighbours_and_other_readings():
    assert parse("5 ± 1").scaled(F(2)).bounds() == Bounds(F(8), F(12))
    assert parse("a third").scaled(F(3)).bounds() == Bounds(F(7, 8), F(5, 4))
    found = parse("1.530")
    assert [other.value for other in found.scaled(F(2)).readings] == [2 * other.value for other in found.readings] != []


def test_a_measurement_counts_nothing_in_any_reading():
    found = parse("1.530", F(1), True)
    assert any(way.whole for way in found.ways)
    assert not any(way.whole for way in found.measured().ways)


def test_a_number_shows_itself_with_its_bounds():
    assert repr(parse("17.5%")) == "17.5% (17.45% to 17.55%)"
    assert repr(parse("17.5")) == "17.5 (17.45 to 17.55)"
    assert repr(parse("–")) == "–"


@pytest.mark.parametrize(
    ("text", "first", "last", "step"),
    [("10-15", 10, 15, 1), ("2.5-3", "5/2", 3, "1/10"), ("5 to 6 million", 5_000_000, 6_000_000, 1_000_000)],
)
def test_a_range_counts_the_digits_of_its_finer_end(text, first, last, step):
    found = parse(text)
    assert (found.first, found.last, found.step) == (F(first), F(last), F(step))
    assert found.value is None
