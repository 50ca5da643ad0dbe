"""Dates: worked cases, and brute force over every day that a date can mean."""

import calendar
import datetime
import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers import dates
from analysis.numbers.printed import parse
from analysis.text.verdicts import CONTRADICTION, EXACT, WITHIN

SOME = ["1935", "1936", "1935-12", "1936-01", "1936-02", "1935-12-31", "1936-01-01", "1936-02-28", "1936-02-29"]
DAYS = st.dates(datetime.date(1582, 10, 15), datetime.date(2200, 12, 31))


def days_of(iso):
    """Return every day that an ISO year, month or day can mean, from the calendar module."""
    parts = [int(p) for p in iso.split("-")]
    months = [parts[1]] if len(parts) > 1 else range(1, 13)
    return [
        datetime.date(parts[0], m, d)
        for m in months
        for d in ([parts[2]] if len(parts) == 3 else range(1, calendar.monthrange(parts[0], m)[1] + 1))
    ]


@pytest.mark.parametrize("iso", ["1936", "1935", "1900", "2000", "1936-02", "1935-02", "1935-12", "1936-02-29"])
def test_span_is_first_and_last_day(iso):
    days = days_of(iso)
    assert dates.date_span(iso) == (min(days), max(days))


@pytest.mark.parametrize("text", ["1935-13", "1935-02-30", "", "last year", "1935-1-1", "1935-01-01-01", "end of "])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"expected a date|month must be|day is out of range"):
        dates.date_span(text)


def test_span_of_a_part():
    # Half of 31 days is 15.5: the beginning ends within the 16th day and the end begins in it, so both hold it.
    assert dates.date_span("beginning of 1937-03") == (datetime.date(1937, 3, 1), datetime.date(1937, 3, 16))
    assert dates.date_span("end of 1937-03") == (datetime.date(1937, 3, 16), datetime.date(1937, 3, 31))
    # A quarter of 30 days is 7.5, three quarters 22.5.
    assert dates.date_span("middle of 1937-04") == (datetime.date(1937, 4, 8), datetime.date(1937, 4, 23))
    # 365 / 2 = 182.5: the 183rd day of 1937 is 2 July.
    assert dates.date_span("beginning of 1937") == (datetime.date(1937, 1, 1), datetime.date(1937, 7, 2))
    assert dates.date_span("end of 1937")[1] == datetime.date(1937, 12, 31)


def test_same_date_by_hand():
    day, month, year = ("1937-03-05",) * 2, ("1937-03",) * 2, ("1937",) * 2
    assert dates.check_same_date(day, day).verdict == EXACT
    assert dates.check_same_date(day, month).verdict == EXACT
    assert dates.check_same_date(year, day).verdict == EXACT
    assert dates.check_same_date(year, day, inside=True).verdict == WITHIN
    assert dates.check_same_date(day, year, inside=True).verdict == EXACT
    assert dates.check_same_date(day, ("1937-04",) * 2).verdict == CONTRADICTION
    assert dates.check_same_date(("1937-03-05", "1937-04-02"), month).verdict == WITHIN
    # A day meets a month of 31 days on 31 of 3652 days.
    assert dates.check_same_date(day, month).chance == 31 / 3652
    assert dates.check_same_date(("1930", "1937"), ("1930", "1937")).chance == 1


@pytest.mark.parametrize("inside", [False, True])
def test_same_date_by_brute_force(inside):
    for one, other in itertools.product(SOME, repeat=2):
        a, b = set(days_of(one)), set(days_of(other))
        contained = a <= b if inside else a <= b or b <= a
        expected = EXACT if contained else WITHIN if a & b else CONTRADICTION
        found = dates.check_same_date((one, one), (other, other), inside=inside)
        assert found.verdict == expected, (one, other)
        first, last = min(b) - datetime.timedelta(days=800), max(b) + datetime.timedelta(days=800)
        starts = [first + datetime.timedelta(days=k) for k in range((last - first).days)]
        meeting = sum(s <= max(b) and s + datetime.timedelta(days=len(a) - 1) >= min(b) for s in starts)
        assert found.chance == pytest.approx(meeting / 3652)


def test_before_by_hand():
    assert dates.check_before("1934-12-01", "1935-01-16").verdict == EXACT
    assert dates.check_before("1934-12-01", "1934-12-01").verdict == EXACT  # on the day counts
    assert dates.check_before("1934-12", "1934-12-01").verdict == WITHIN  # 1 December before 1 December or on it
    assert dates.check_before("1935", "1934-12-31").verdict == CONTRADICTION
    assert dates.check_before("1935-02", "1935-01-31").verdict == CONTRADICTION
    assert "impossible" in dates.check_before("1936", "1935").working
    assert dates.check_before("1935", "1935").chance == 0.5


def test_before_by_brute_force():
    for earlier, later in itertools.product(SOME, repeat=2):
        orders = {a <= b for a in days_of(earlier) for b in days_of(later)}
        expected = {(True,): EXACT, (False, True): WITHIN, (False,): CONTRADICTION}[tuple(sorted(orders))]
        assert dates.check_before(earlier, later).verdict == expected, (earlier, later)


def test_weekday_by_hand():
    # The murder of Kirov, 1 December 1934, was a Saturday; the Reichstag election of 5 March 1933 a Sunday.
    assert dates.check_weekday("1934-12-01", "Saturday").verdict == EXACT
    assert dates.check_weekday("1934-12-01", "Sunday").verdict == CONTRADICTION
    assert dates.check_weekday("1933-03-05", "Sunday").verdict == EXACT
    assert dates.check_weekday("1933-03-04", "Sunday").verdict == CONTRADICTION
    assert dates.check_weekday("1933-03-05", "Sunday").chance == 1 / 7
    with pytest.raises(ValueError, match="Monday, Tuesday"):
        dates.check_weekday("1933-03-05", "sunday")


def congruence(day):
    """Return the weekday by Zeller's congruence (0 is Saturday), the Gregorian form of 1887."""
    month, year = (day.month, day.year) if day.month > 2 else (day.month + 12, day.year - 1)
    return (day.day + 13 * (month + 1) // 5 + year % 100 + year % 100 // 4 + year // 400 - 2 * (year // 100)) % 7


@given(DAYS, st.sampled_from(dates.WEEKDAYS))
def test_weekday_by_zeller(day, name):
    zeller = "Saturday Sunday Monday Tuesday Wednesday Thursday Friday".split()[congruence(day)]
    assert (dates.check_weekday(day.isoformat(), name).verdict == EXACT) == (zeller == name)


def test_duration_by_hand():
    # From 16 to 23 January: 7 days, or 8 counting both.
    for stated, verdict in (("6", CONTRADICTION), ("7", EXACT), ("8", EXACT), ("9", CONTRADICTION), ("7,6", WITHIN)):
        found = dates.check_duration("1935-01-16", "1935-01-23", parse(stated, whole=True))
        assert found.verdict == verdict, stated
    # "Ten days" rounded to tens could be anything from 5 to 15.
    assert dates.check_duration("1935-01-16", "1935-01-23", parse("ten")).rule == "half_unit, wide"
    assert dates.check_duration("1935-01-16", "1935-01-23", parse("one"), "weeks").verdict == EXACT
    # 1929 to 1938: 8 years and a day at the least, 10 years at the most.
    found = dates.check_duration("1929", "1938", parse("ten"), "years")
    assert found.verdict == WITHIN
    assert found.low == pytest.approx(2923 / 365.2425)  # 31 December 1929 to 1 January 1938
    assert found.high == pytest.approx(3652 / 365.2425)  # 1 January 1929 to the end of 31 December 1938
    assert dates.check_duration("1929", "1938", parse("seven"), "years").verdict == CONTRADICTION
    # 1 December 1934 to 13 May 1935 is 163 days, 5.36 months.
    assert dates.check_duration("1934-12-01", "1935-05-13", parse("five"), "months").verdict == WITHIN
    assert dates.check_duration("1934-12-01", "1935-05-13", parse("seven"), "months").verdict == CONTRADICTION
    # From some day of January to the 31st: 0 to 31 days; no one number of them is the exact one.
    assert dates.check_duration("1935-01", "1935-01-31", parse("31")).verdict == WITHIN
    assert dates.check_duration("1935-01-01", "1935-01", parse("31")).verdict == WITHIN
    # The wrong way round nothing fits.
    assert dates.check_duration("1936", "1934", parse("two"), "years").verdict == CONTRADICTION
    assert dates.check_duration("1935-01-16", "1935-01-23", parse("about 7")).verdict == WITHIN


LENGTHS = {
    "days": Fraction(1),
    "weeks": Fraction(7),
    "months": Fraction(3652425, 120000),
    "years": Fraction(3652425, 10000),
}


@pytest.mark.parametrize("unit", LENGTHS)
def test_duration_by_brute_force(unit):
    pairs = [("1935-12-30", "1936-01-08"), ("1936-02-28", "1936-03-01"), ("1935-12", "1936-02"), ("1935", "1938")]
    for start, end in pairs:
        found = {(b - a).days + extra for a in days_of(start) for b in days_of(end) for extra in (0, 1)}
        lengths = [d / LENGTHS[unit] for d in (min(found), max(found))]
        for stated in [1, 2, 3, 4, 7, 9, 11, 12, 36, 41, 64, 93, 123, 456, 734, 1463, 1478]:
            check = dates.check_duration(start, end, parse(str(stated)), unit)
            fits = lengths[0] <= stated + Fraction(1, 2) and stated - Fraction(1, 2) <= lengths[1]
            if fits:
                assert check.verdict in (EXACT, WITHIN), (start, end, stated, unit)
                assert check.rule in ("", "half_unit, narrow")
            else:
                assert check.verdict != EXACT
                assert check.rule != "half_unit, narrow"


@given(DAYS, st.integers(0, 4000))
def test_duration_in_days_is_the_number_of_days(day, length):
    end = day + datetime.timedelta(days=length)
    if end.year <= 9999 and length:
        found = dates.check_duration(day.isoformat(), end.isoformat(), parse(str(length)))
        assert found.verdict == EXACT
        assert (found.low, found.high) == (length, length + 1)
        assert not math.isnan(found.chance)
