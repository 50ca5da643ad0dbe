"""When two figures are of the same time: periods that meet, and stocks at a turn of the year.

A stock at the beginning of a year is that at the end of the year before. A campaign may run into the next year. A
figure of many years is no figure of one of them.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from analysis.numbers.dates import PARTS, date_span
from analysis.text.words import _, date

#: Days by which one period may reach beyond the other at either end.
MOST_BEYOND = 731
#: Days before the beginning of a year that count as its turn.
TURN = 31

Span = tuple[datetime.date, datetime.date]


def fits(wanted: tuple[str, str], row: dict) -> bool:
    """Return whether a row is of a time.

    Parameters
    ----------
    wanted : tuple of str
        Start and end; ``1930-01`` is the beginning of 1930, so that a row of the bare year 1929 fits and one of the
        bare year 1930 does not.
    row : dict
        With ``start`` and ``end``.
    """
    start, end = wanted[0], wanted[1] or wanted[0]
    if not start or not (row["start"] or row["end"]):
        return False
    return meets(start, end, row["start"] or row["end"], row["end"] or row["start"])


@lru_cache(maxsize=65536)
def meets(start: str, end: str, other_start: str, other_end: str) -> bool:
    """Return whether two periods, by first and last date, are of one time."""
    if _is_turn(start) and start == end:
        year = int(start[:4])
        if len(other_end) == 4:
            return other_end == str(year - 1)
        first, last = datetime.date(year - 1, 12, 1), datetime.date(year, 1, TURN)
        return first <= span(other_start, other_end)[1] and span(other_start, other_end)[0] <= last
    one, other = span(start, end), span(other_start, other_end)
    if one[0] > other[1] or other[0] > one[1]:
        return False
    return abs((one[0] - other[0]).days) <= MOST_BEYOND and abs((one[1] - other[1]).days) <= MOST_BEYOND


def _is_turn(date: str) -> bool:
    return len(date) == 7 and date.endswith("-01")


@lru_cache(maxsize=65536)
def span(start: str, end: str) -> Span:
    """Return the first and the last day of a period whose ends may be years, months or parts of them."""
    return date_span(start)[0], date_span(end or start)[1]


def in_words(start: str, end: str) -> str:
    """Return a period as it is said: ``"1937"``, ``"1929 to 1930"``, ``"no stated year"``."""
    start, end = start or end, end or start
    if not start:
        return _("no stated year")
    return date(start) if start == end else _("{start} to {end}").format(start=date(start), end=date(end))


def part_of(printed: str) -> str:
    """Return the part of a period that printed words name: ``"beginning of "`` or nothing."""
    return next((words for words in PARTS if printed.startswith(words)), "")
