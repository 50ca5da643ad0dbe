"""Printed dates against the dates of their rows."""

import pytest

from analysis.data import tables
from analysis.numbers import printed_dates


@pytest.mark.parametrize(
    ("printed", "start", "end", "agrees"),
    [
        ("31 July", "1932-07-31", "1932-07-31", True),
        ("31 July", "1932-07-30", "1932-07-30", False),
        ("31 July", "1932-06-30", "1932-06-31", False),
        ("end of March 1937", "1937-03", "1937-03", True),
        ("end of March 1938", "1937-03", "1937-03", False),
        ("1937-38", "1937", "1938", True),
        ("1937-39", "1937", "1938", False),
        ("4 Mars", "1933-03-04", "1933-03-04", True),
        ("June 1st", "1933-06-01", "1933-06-01", True),
        ("the same day", "1933-06-01", "1933-06-01", True),
        ("December 1", "", "", True),
    ],
)
def test_by_hand(printed, start, end, agrees):
    assert printed_dates.agrees(printed, start, end) is agrees


def test_every_printed_date_is_the_date_of_its_row():
    rows = tables.load_all("pamphlet").query("measure == 'date' and start != ''")
    assert len(rows) >= 200
    for row in rows.itertuples():
        assert printed_dates.agrees(row.printed, row.start, row.end), (row.id, row.printed, row.start, row.end)
