"""When two figures are of one time."""

from __future__ import annotations

import pytest

from analysis.ledger import periods


@pytest.mark.parametrize(("wanted", "row", "same"), [
    (("1938", "1938"), ("1938", "1938"), True),
    (("1938", "1938"), ("1938-01-01", "1938-01-01"), True),
    (("1938", "1938"), ("1937", "1937"), False),
    # a campaign that ran into the next year, a school year
    (("1933", "1933"), ("1933", "1934"), True),
    (("1938", "1938"), ("1938-09", "1939-08"), True),
    # a figure of many years is none of one of them
    (("1937", "1937"), ("1930", "1952"), False),
    # the beginning of a year is the end of the one before
    (("1930-01", "1930-01"), ("1929", "1929"), True),
    (("1930-01", "1930-01"), ("1930", "1930"), False),
    (("1930-01", "1930-01"), ("1930-01-01", "1930-01-01"), True),
    (("1930-01", "1930-01"), ("1929-12", "1929-12"), True),
    (("1930-01", "1930-01"), ("1930-06", "1930-06"), False),
    (("1930", ""), ("1930", ""), True),
    (("", ""), ("1930", "1930"), False),
    (("1930", "1930"), ("", ""), False),
])  # fmt: skip
def test_two_times(wanted, row, same):
    assert periods.fits(wanted, {"start": row[0], "end": row[1]}) is same


@pytest.mark.parametrize(("start", "end", "words"), [
    ("1937", "1937", "1937"), ("1937-03-02", "", "2 March 1937"), ("1929", "1930", "1929 to 1930"),
    ("", "", "no stated year"),
])  # fmt: skip
def test_a_time_in_words(start, end, words):
    assert periods.in_words(start, end) == words
