"""Relations between the rows of the estimates: sums, shares, rates and bounds, declared in ``data/relations.csv``.

A row of that table is a rule. Its selectors (:mod:`analysis.data.selectors`) choose figures and, for each of them,
the rows that it must agree with; every figure with its partners makes one relation. Adding a relation needs no code.
What a kind of relation asks stands in :mod:`analysis.ledger.row_kinds`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product

from analysis.data import csv_files, folders
from analysis.data.raw import TableError
from analysis.data.selectors import Row, Stock, select
from analysis.ledger.row_kinds import KINDS, agree
from analysis.numbers import steady
from analysis.numbers.bounds import INF, Bounds, exact
from analysis.numbers.printed import stored

#: More partners than this for one figure are a selector that says too little.
MOST_PARTNERS = 400

_NUMBER = r"\d+(?:\.\d+)?"
_WITHIN = re.compile(rf"(printed|rounded)(?: (?:({_NUMBER})%|factor ({_NUMBER})|({_NUMBER})))?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``relations.csv``: a kind, selectors, how far the figure may be off, and why it has to hold."""

    name: str
    kind: str
    figure: str
    operands: tuple[str, ...]
    precision: str
    percent: Fraction
    factor: Fraction
    absolute: Fraction
    gap: Fraction
    source: str = "definition"


@dataclass(frozen=True, slots=True)
class RowRelation:
    """A figure and its partners under one rule; ``parts`` holds the rows of each operand."""

    rule: Rule
    figure: Row
    parts: tuple[tuple[Row, ...], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return every row that the relation touches, the figure first."""
        return (self.figure, *(row for part in self.parts for row in part))

    def describe(self) -> str:
        """Return the relation as a line of ids."""
        parts = "; ".join(" + ".join(row.key[1] for row in part) for part in self.parts)
        return f"{self.rule.name}: {self.figure.key[1]} ({self.rule.kind}) {parts}"


def load_rules() -> list[Rule]:
    """Return ``relations.csv`` as rules.

    Raises
    ------
    TableError
        For an unknown kind, a wrong number of operands or an unreadable ``within``, with the rule's name.
    """
    frame = csv_files.read_table(folders.data_folder() / "relations.csv")
    return [_rule(row) for row in frame.itertuples()]


def _rule(row) -> Rule:
    where = f"relations.csv, relation {row.relation}"
    operands = tuple(part.strip() for part in row.operands.split(";") if part.strip())
    if row.kind not in KINDS:
        raise TableError(f"{where}, column 'kind': expected one of {', '.join(KINDS)}, got {row.kind!r}")
    least, most = KINDS[row.kind].operands
    if not least <= len(operands) <= most:
        raise TableError(f"{where}, column 'operands': expected {least} to {most} selectors, got {len(operands)}")
    match = _WITHIN.fullmatch(row.within)
    if not match:
        raise TableError(
            f"{where}, column 'within': expected 'printed' or 'rounded', then nothing, a percentage, 'factor N' "
            f"or a number in base units, got {row.within!r}"
        )
    precision, percent, factor, absolute = match.groups()
    gap = Fraction(0) if math.isnan(row.known_gap) else exact(row.known_gap)
    return Rule(
        row.relation, row.kind, row.figure, operands, precision,
        Fraction(percent or 0) / 100, Fraction(factor or 1), Fraction(absolute or 0), gap, row.source,
    )  # fmt: skip


def find_relations(rules: Iterable[Rule], stock: Stock) -> list[RowRelation]:
    """Return every relation that the rules make of the rows.

    Raises
    ------
    TableError
        If a rule makes none, or a selector is unreadable or far too wide.
    """
    found = []
    for rule in rules:
        made = _steps(rule, stock) if KINDS[rule.kind].ordered else _partners(rule, stock)
        if not made:
            raise TableError(
                f"relations.csv, relation {rule.name}: expected rows that fit the selectors, found none; "
                "look for a misspelt column or value"
            )
        found += made
    return found


def _partners(rule: Rule, stock: Stock) -> list[RowRelation]:
    made: dict[tuple, RowRelation] = {}
    for figure in select(rule.figure, stock, rule=rule.name):
        groups = [
            [r for r in select(s, stock, figure, rule=rule.name) if r is not figure and has_figure(r)]
            for s in rule.operands
        ]
        if not has_figure(figure) or not all(groups):
            continue
        most = max(map(len, groups), default=0)
        if most > MOST_PARTNERS:
            raise TableError(
                f"relations.csv, relation {rule.name}: expected selectors that fit at most {MOST_PARTNERS} rows for "
                f"each figure, got {most}; let them say more"
            )
        whole = KINDS[rule.kind].adds
        choices = [tuple(map(tuple, groups))] if whole else [tuple((r,) for r in c) for c in product(*groups)]
        for parts in choices:
            made[(figure.key, tuple(tuple(r.key for r in p) for p in parts))] = RowRelation(rule, figure, parts)
    return list(made.values())


def _steps(rule: Rule, stock: Stock) -> list[RowRelation]:
    # Every figure with the next one of its series: the operand names the columns that make a series.
    series: dict[tuple, list[Row]] = {}
    columns = rule.operands[0].split()
    for row in select(rule.figure, stock, rule=rule.name):
        if has_figure(row):
            series.setdefault((row.key[0], *(row.cells[c] for c in columns)), []).append(row)
    made = []
    for rows in series.values():
        rows.sort(key=lambda r: r.cells["start"])
        made += [RowRelation(rule, b, ((a,),)) for a, b in pairwise(rows) if a.cells["start"] < b.cells["start"]]
    return made


def has_figure(row: Row) -> bool:
    """Return whether a row holds a number."""
    return any(row.cells[c] for c in ("value", "low", "high"))


def cells_of(row: Row) -> tuple[str, ...]:
    """Return the columns that a relation reads: the value, or the ends where there is none."""
    return ("value",) if row.cells["value"] else tuple(c for c in ("low", "high") if row.cells[c])


def interval(row: Row, precision: str, cells: Mapping[str, str] | None = None) -> Bounds:
    """Return the bounds of a row's figure in base units: the value's own digits, or low and high where there is none.

    Parameters
    ----------
    row : Row
        The row.
    precision : {'printed', 'rounded'}
        Whether final zeros are digits. Whole things are exact as printed.
    cells : mapping, optional
        Cells to read in place of the row's own.
    """
    cells = cells or row.cells
    if cells["value"]:
        return _ends(cells["value"], row.factor, row.whole, precision)
    low = _ends(cells["low"], row.factor, row.whole, precision).low if cells["low"] else -INF
    high = _ends(cells["high"], row.factor, row.whole, precision).high if cells["high"] else INF
    return Bounds(low, high)


@lru_cache(maxsize=65536)
def _ends(text: str, factor: Fraction, whole: bool, precision: str) -> Bounds:
    printed = precision == "printed"
    return stored(text, whole=whole and printed).bounds(reading="narrow" if printed else "wide").scaled(factor)


def holds(relation: RowRelation, changed: Mapping[tuple[str, str], Mapping[str, str]] | None = None) -> bool:
    """Return whether a relation holds.

    Parameters
    ----------
    relation : RowRelation
        From :func:`find_relations`.
    changed : mapping, optional
        Key of a row -> cells to read in place of its own: what would be if they stood in the file.
    """
    rule, changed = relation.rule, changed or {}

    def read(row: Row) -> Bounds:
        return interval(row, rule.precision, changed.get(row.key))

    kind = KINDS[rule.kind]
    if kind.cells:
        return kind.test(relation.figure, changed.get(relation.figure.key) or relation.figure.cells)
    figure = read(relation.figure).shifted(-rule.gap * relation.figure.factor).widened(rule.absolute)
    expected = kind.compute([[read(row) for row in part] for part in relation.parts])
    factor = steady.power(rule.factor, _years_between(relation)) if kind.ordered else rule.factor
    return agree(kind, kind.read(figure, relation), expected, factor, rule.percent)


def _years_between(relation: RowRelation) -> int:
    before, after = relation.parts[0][0].cells["year"], relation.figure.cells["year"]
    return max(1, int(after) - int(before))
