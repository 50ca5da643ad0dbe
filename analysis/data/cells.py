"""What fits into a cell: numbers, dates, names and words by the rule of their column."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data.raw import problem

# Text in columns is kept in the same way whether or not pyarrow is installed; for tables this small it is also
# a quarter faster.
pd.options.mode.string_storage = "python"

#: Columns that name the rows of a table where they stand first: no two rows may share one.
KEY_COLUMNS = ("id", "unit", "section", "lineage", "column", "path")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def check_column(path: Path, name: str, cells: Sequence[str], rule: dict[str, str], *, key: bool) -> list[str]:
    """Return the problems of a column: cells that break its rule, and names that two rows bear."""
    distinct = set(cells)
    key = key and name in KEY_COLUMNS
    wrong = _wrong_cells(rule, distinct)
    if not wrong and not (key and len(distinct) < len(cells)):
        return []
    seen: set[str] = set()
    problems = []
    for row, cell in enumerate(cells):
        if cell in wrong:
            problems.append(problem(path, row, name, cell, wrong[cell]))
        elif key and cell in seen:
            problems.append(problem(path, row, name, cell, f"a value of {name!r} that no other row has"))
        seen.add(cell)
    return problems


def _wrong_cells(rule: dict[str, str], cells: set[str]) -> dict[str, str]:
    """Return the cells that break the rule of their column, each looked at once: cell -> what was expected."""
    kind, allowed = rule["type"], set(rule["allowed"].split("|")) if rule["allowed"] else None
    fits = FITS[kind]
    wrong = {cell: _WANTED[kind] for cell in cells if cell and not fits(cell)} if kind != "string" else {}
    if kind == "date":
        last = _tomorrow()
        late = {cell for cell in cells - wrong.keys() if cell > last[: len(cell)]}
        wrong |= dict.fromkeys(late, f"a date that is not in the future ({last} is; mend the clock if that is wrong)")
    if allowed:
        odd = cells - allowed - wrong.keys() - {""}
        wrong |= dict.fromkeys(odd, "one of " + ", ".join(sorted(allowed)))
    if rule["required"] == "true" and "" in cells:
        wrong[""] = "a value"
    return wrong


def _tomorrow() -> str:
    # A day of grace: the row may have been checked east of here.
    return (datetime.date.today() + datetime.timedelta(days=1)).isoformat()


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None and math.isfinite(float(cell))


def is_date(cell: str) -> bool:
    """Return whether a cell is an ISO year, month or day of the calendar."""
    try:
        # There is no year 0000, whichever way the date goes on.
        return _DATE.fullmatch(cell) is not None and bool(datetime.date.fromisoformat(cell + "0001-01-01"[len(cell) :]))
    except ValueError:
        return False


#: Type of a column -> what is true of a cell that fits it.
FITS = {
    "number": _is_number,
    "integer": _INTEGER.fullmatch,
    "boolean": frozenset({"true", "false"}).__contains__,
    "date": is_date,
    "slug": _SLUG.fullmatch,
    "string": lambda cell: True,
}
#: Type of a column -> the words for it in a message.
_WANTED = {
    "number": "a finite number with a decimal point and no thousands separator",
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a date such as 1937, 1937-05 or 1937-05-08",
    "slug": "a name of a-z, 0-9, - and _",
    "string": "text",
}


def _text(cells: Sequence[str]):
    return pd.array(list(cells), dtype="str")


#: Type of a column -> what makes an array of its cells.
TYPED = {
    "number": lambda cells: np.array([float(c) if c else math.nan for c in cells], dtype=float),
    "integer": lambda cells: pd.array([int(c) if c else None for c in cells], dtype="Int64"),
    "boolean": lambda cells: np.array([c == "true" for c in cells], dtype=bool),
    "date": _text,
    "slug": _text,
    "string": _text,
}
