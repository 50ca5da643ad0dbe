"""Rows of the estimates as text, and the selectors that choose among them.

A selector reads ``TABLE column=pattern ...`` (in quotes where a value holds a blank; ``*`` stands for all tables).
Patterns are those of file names, alternatives are divided by ``|``, ``@column`` means the cell of the row that the
choice is made for, and ``column!=pattern`` leaves rows out.
"""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import lru_cache

from analysis.data import folders, reference, tables
from analysis.data.raw import TableError
from analysis.numbers.bounds import exact

_TEST = re.compile(r"([a-z_]+)(!?=)(.*)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the estimates as text.

    Attributes
    ----------
    key : tuple of str
        Table and id.
    cells : dict
        Column -> text, with ``year`` and ``end_year`` (of start and end), ``next_year``, ``years``
        (end less start) and ``new_year`` (1 January of the start).
    factor : Fraction
        From the row's unit to the base unit.
    whole : bool
        Whether the unit counts whole things, so that a figure is exact as it stands.
    """

    key: tuple[str, str]
    cells: dict[str, str]
    factor: Fraction
    whole: bool


@dataclass(slots=True)
class Stock:
    """All rows of the estimates with their intervals."""

    rows: list[Row]
    by_table: dict[str, list[Row]] = field(default_factory=dict)
    _index: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the rows by table."""
        for row in self.rows:
            self.by_table.setdefault(row.key[0], []).append(row)

    def having(self, table: str, column: str, values: Iterable[str]) -> list[Row]:
        """Return the rows of a table with one of the values in a column."""
        index = self._index.get((table, column))
        if index is None:
            index = self._index[(table, column)] = {}
            for row in self.by_table[table]:
                index.setdefault(row.cells[column], []).append(row)
        return [row for value in values for row in index.get(value, [])]


def read_rows(names: Iterable[str] | None = None) -> Stock:
    """Return the estimates as text, rows that nobody has looked up included.

    Parameters
    ----------
    names : iterable of str, optional
        Tables; all by default.
    """
    units = reference.load_units()
    rows = []
    for name in names or tables.table_names("estimates"):
        with open(folders.find(f"estimates/{name}.csv"), encoding="utf-8-sig", newline="") as file:
            for cells in csv.DictReader(file):
                unit = units.loc[cells["unit"]]
                rows.append(Row((name, cells["id"]), _dated(cells), exact(unit["factor"]), bool(unit["whole"])))
    return Stock(rows)


def _dated(cells: dict[str, str]) -> dict[str, str]:
    start, end = cells["start"][:4], cells["end"][:4]
    years = str(int(end) - int(start)) if start and end else ""
    following = str(int(end) + 1) if end else ""
    more = {"year": start, "end_year": end, "years": years, "next_year": following, "new_year": f"{start}-01-01"}
    return cells | more


def select(selector: str, stock: Stock, figure: Row | None = None, *, rule: str = "") -> list[Row]:
    """Return the rows that fit a selector.

    Parameters
    ----------
    selector : str
        As the module says.
    stock : Stock
        The rows to choose from.
    figure : Row, optional
        What ``@column`` refers to.
    rule : str
        Named in an error.

    Raises
    ------
    TableError
        For a table or column that does not exist, or a word that is no test.
    """
    table, tests = _parsed(selector, rule)
    rows = stock.rows if table == "*" else stock.by_table.get(table)
    if not rows:
        raise TableError(f"relations.csv, relation {rule}: expected a table of data/estimates/, got {table!r}")
    read = [(c, equal, _alternatives(pattern, figure, rule)) for c, equal, pattern in tests]
    for column, _equal, _allowed in read:
        if column not in rows[0].cells:
            raise TableError(f"relations.csv, relation {rule}: expected a column of {table}, got {column!r}")
    for column, equal, allowed in read:
        if table != "*" and equal and column != "sources" and _plain(allowed):
            # The index turns a walk through the table into a look at the few rows with that cell.
            rows = min(rows, stock.having(table, column, allowed), key=len)
    return [row for row in rows if all(_fits(row.cells[c], allowed, c) is equal for c, equal, allowed in read)]


@lru_cache(maxsize=2000)
def _parsed(selector: str, rule: str) -> tuple[str, tuple[tuple[str, bool, str], ...]]:
    table, *words = shlex.split(selector)
    tests = []
    for word in words:
        match = _TEST.fullmatch(word)
        if not match:
            raise TableError(f"relations.csv, relation {rule}: expected column=pattern, got {word!r}")
        tests.append((match[1], match[2] == "=", match[3]))
    return table, tuple(tests)


def _alternatives(pattern: str, figure: Row | None, rule: str) -> tuple[str, ...]:
    if not pattern.startswith("@"):
        return tuple(pattern.split("|"))
    if figure is None or pattern[1:] not in figure.cells:
        raise TableError(
            f"relations.csv, relation {rule}: expected @ and a column of the figure's table, got {pattern!r}"
        )
    return (figure.cells[pattern[1:]],)


def _plain(allowed: tuple[str, ...]) -> bool:
    return not any(c in pattern for pattern in allowed for c in "*?[")


def _fits(cell: str, allowed: tuple[str, ...], column: str) -> bool:
    if cell in allowed:
        return True
    if column == "sources":
        # Two rows come from one source if they share a key.
        keys = cell.split(";")
        return any(fnmatchcase(key, part) for pattern in allowed for part in pattern.split(";") for key in keys)
    return any(fnmatchcase(cell, pattern) for pattern in allowed)
