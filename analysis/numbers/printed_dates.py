"""Printed dates against the dates that a row carries: years, months and days in the words must be the row's."""

from __future__ import annotations

import re

#: Month as printed, misprints and other languages included -> its number.
MONTHS = {
    "january": 1, "february": 2, "march": 3, "mach": 3, "mars": 3, "april": 4, "may": 5, "mai": 5, "june": 6, "july": 7,
    "august": 8, "september": 9, "sept": 9, "october": 10, "november": 11, "nov": 11, "december": 12,
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+")
_NUMERAL = re.compile(r"(?<![\d.,])(\d+)(?:st|nd|rd|th)?")


def agrees(printed: str, start: str, end: str) -> bool:
    """Return whether every year, month and day in a printed date is one of the row's.

    Parameters
    ----------
    printed : str
        As printed: ``"31 July"``, ``"end of March 1937"``, ``"1937-38"``.
    start, end : str
        First and last day, month or year of the row, such as ``1937-03``; empty where none is printed.

    Returns
    -------
    bool
        True also where the words hold no numeral and no month, or the row no date: there is nothing to contradict.
    """
    ends = [e for e in (start, end) if e]
    if not ends:
        return True
    years, months, days = ({e[a:b] for e in ends if len(e) >= b} for a, b in ((0, 4), (5, 7), (8, 10)))
    named = {f"{MONTHS[w.lower()]:02d}" for w in _WORD.findall(printed) if w.lower() in MONTHS}
    return named <= months and all(_fits(n, years, days) for n in _NUMERAL.findall(printed))


def _fits(numeral: str, years: set[str], days: set[str]) -> bool:
    if len(numeral) == 4:
        return numeral in years
    # "1937-38": the second year is printed without its century.
    return numeral.zfill(2) in days or (len(numeral) == 2 and any(year.endswith(numeral) for year in years))
