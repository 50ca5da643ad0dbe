"""Printed dates against the dates that a row carries: years, months and days in the words must be the row's."""

from __future__ import annotations

import re

from analysis.text.language import DEFAULT, load

_WORD = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"(?<![\d.,])(\d+)")


def agrees(printed: str, start: str, end: str, language: str = DEFAULT) -> bool:
    """Return whether every year, month and day in a printed date is one of the row's.

    Parameters
    ----------
    printed : str
        As printed: ``"31 July"``, ``"end of March 1937"``, ``"1937-38"``.
    start, end : str
        First and last day, month or year of the row, such as ``1937-03``; empty where none is printed.
    language : str
        Whose months.

    Returns
    -------
    bool
        True also where the words hold no numeral and no month, or the row no date: there is nothing to contradict.
    """
    ends = [e for e in (start, end) if e]
    if not ends:
        return True
    years, months, days = ({e[a:b] for e in ends if len(e) >= b} for a, b in ((0, 4), (5, 7), (8, 10)))
    known = {name.rstrip("."): number for name, number in load(language).months.items()}
    named = {f"{known[w.lower()]:02d}" for w in _WORD.findall(printed) if w.lower() in known}
    return named <= months and all(_fits(n, years, days) for n in _NUMERAL.findall(printed))


def _fits(numeral: str, years: set[str], days: set[str]) -> bool:
    if len(numeral) == 4:
        return numeral in years
    # "1937-38": the second year is printed without its century.
    return numeral.zfill(2) in days or (len(numeral) == 2 and any(year.endswith(numeral) for year in years))
