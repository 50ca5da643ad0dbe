"""Which rows of the data a sentence or a table shows: those that the notebook reads and whose figure stands in it.

Only figures of five digits or more are looked up, and none that stands in several tables: a shorter one would name rows
that have it by chance. What is worked out from rows is in none of them; the function named beside it says from which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analysis.text.words import number
from recount.publish.shown import every_row

#: A number as a reader sees it.
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])")
LEAST_DIGITS = 5


def rows_in(text: str, files: Iterable[str]) -> list[str]:
    """Return the ids of the rows whose figure stands in a text.

    Parameters
    ----------
    text : str
        A sentence, or a table in Markdown.
    files : iterable of str
        Files below ``data/`` that the notebook reads; rows of others are not looked at.

    Returns
    -------
    list of str
        Each once, in the order of the figures.
    """
    wanted = dict.fromkeys(found for found in _NUMBER.findall(text) if len(re.sub(r"\D", "", found)) >= LEAST_DIGITS)
    known = [_by_figure(file) for file in sorted({*files} & {path for path, _row in _paths()})]
    found: dict[str, None] = {}
    for figure in wanted:
        holding = [index[figure] for index in known if figure in index]
        if len(holding) == 1:
            found |= dict.fromkeys(holding[0])
    return list(found)


@cache
def _paths() -> tuple[tuple[str, str], ...]:
    return tuple((path.removeprefix("data/"), name) for name, (path, _row) in every_row().items())


@cache
def _by_figure(file: str) -> dict[str, list[str]]:
    """Return the rows of a file by every way in which they show their figure."""
    index: dict[str, list[str]] = {}
    for path, name in _paths():
        if path == file:
            for figure in _figures(every_row()[name][1]):
                index.setdefault(figure, []).append(name)
    return index


def _figures(row: dict) -> set[str]:
    values = [row[column] for column in ("value", "low", "high") if column in row and row[column] == row[column]]
    texts = {number(value) for value in values if isinstance(value, (int, float))}
    return texts | set(_NUMBER.findall(str(row.get("printed", ""))))


def files_of(reads: dict[str, list[str]], notebook: str) -> list[str]:
    """Return the tables of data that a notebook reads, without its dictionaries."""
    return [name for name in reads.get(notebook, ()) if Path(name).parent.name in ("estimates", "pamphlet")]
