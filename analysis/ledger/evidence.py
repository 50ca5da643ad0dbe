"""Evidence: where a claim stands among the estimates that its ``compare`` cell names.

The cell reads ``TABLE name=value ... | name=value ...``. The labels before the bar choose the
subject (no row: none collected); those behind it must agree as well (no row: not comparable, and
the working says which label differs). Values hold no blanks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from analysis.ledger import comparison
from analysis.ledger.comparison import Comparison, ComparisonError
from analysis.numbers import arithmetic
from analysis.numbers.printed import Bounds
from analysis.text import verdicts
from analysis.text.words import _

#: Word behind the bar that is no label: estimates of one source that differ only in this column are added.
ADD = "add"
#: What must be the same before the parts of a whole are added.
WHOLE = ("measure", "population", "territory", "unit", "sources", "lineage")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ``compare`` cell taken apart: table, labels of the subject, labels that must agree, column of parts."""

    table: str
    subject: dict[str, str]
    labels: dict[str, str]
    add: str = ""


def wanted(claim) -> Wanted:
    """Return what a claim is to be compared with.

    Raises
    ------
    ComparisonError
        If a word of the cell is not ``name=value``.
    """
    before, _bar, behind = claim.compare.partition("|")
    table, *words = before.split()
    subject, labels = (_pairs(claim, w) for w in (words, behind.split()))
    return Wanted(table, subject, {k: v for k, v in labels.items() if k != ADD}, labels.get(ADD, ""))


def _pairs(claim, words: list[str]) -> dict[str, str]:
    odd = [w for w in words if "=" not in w]
    if odd:
        raise ComparisonError(
            f"claims.csv, claim {claim.claim}, column 'compare': expected name=value, got {odd[0]!r}; "
            "values hold no blanks"
        )
    return dict(w.split("=", 1) for w in words)


class Shelf:
    """A table of estimates, looked up by label.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.data.quantities.read_estimates`.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.columns = {name: frame[name].to_numpy(dtype=object).tolist() for name in frame}
        self._places: dict[str, dict[object, set[int]]] = {}

    def find(self, **labels: str) -> list[dict]:
        """Return the rows with the given labels, each as a dict, in their order.

        Raises
        ------
        ComparisonError
            If the table has no such column.
        """
        self.require(labels)
        places = set(range(len(self.columns["id"])))
        for name, value in labels.items():
            places &= self._index(name).get(value, set())
        return [{name: cells[i] for name, cells in self.columns.items()} for i in sorted(places)]

    def require(self, names: Iterable[str]) -> None:
        """Refuse names that are no columns of the table."""
        for name in names:
            if name not in self.columns:
                raise ComparisonError(
                    f"expected a column of the table, got {name!r}; there are {', '.join(self.columns)}"
                )

    def _index(self, name: str) -> dict[object, set[int]]:
        if name not in self._places:
            places: dict[object, set[int]] = {}
            for i, value in enumerate(self.columns[name]):
                places.setdefault(value, set()).add(i)
            self._places[name] = places
        return self._places[name]


def candidates(claim, facts) -> list[dict]:
    """Return the estimates about the subject of a claim, parts added where the cell says so."""
    asked = wanted(claim)
    shelf = facts.shelf(asked.table)
    shelf.require([*asked.labels, *filter(None, [asked.add])])
    rows = shelf.find(**asked.subject)
    return added(rows, asked.add) if asked.add else rows


def added(rows: list[dict], column: str) -> list[dict]:
    """Return the estimates with the parts of a whole added.

    Parameters
    ----------
    rows : list of dict
        Estimates in base units.
    column : str
        Rows alike in :data:`WHOLE` that differ in this column are parts: their values, lows and highs are added
        (missing if one is missing), the whole runs from the earliest start to the latest end.
    """
    groups: dict[tuple, list[dict]] = {}
    for row in rows:
        groups.setdefault(tuple(row[c] for c in WHOLE), []).append(row)
    wholes = []
    for group in groups.values():
        if len({row[column] for row in group}) < len(group) or len(group) == 1:
            wholes += group
            continue
        sums = {c: sum(row[c] for row in group) for c in ("value", "low", "high")}
        period = {"start": min(row["start"] for row in group)[:4], "end": max(row["end"] for row in group)[:4]}
        wholes.append(group[0] | sums | period | {"id": "+".join(row["id"] for row in group)})
    return wholes


def against_evidence(claim, facts) -> Comparison:
    """Set a claim among the estimates that its ``compare`` cell names.

    Parameters
    ----------
    claim : namedtuple
        A row of ``claims.csv``.
    facts : analysis.ledger.relations.Facts
        Printed values and estimates.

    Returns
    -------
    Comparison
    """
    if not claim.compare:
        return Comparison(verdicts.NONE_COLLECTED, "")
    rows = candidates(claim, facts)
    bounds = widest(claim, facts)
    if bounds is None and any(comparison.usable(row) for row in rows):
        return Comparison(verdicts.NOT_COMPARABLE, _("The printed figure cannot be read as one number."))
    row = facts.rows[claim.claim]
    show = arithmetic.share if row.quantity == "share" else arithmetic.number
    labels = wanted(claim).labels | {"quantity": row.quantity}
    return comparison.against_rows(bounds, labels, rows, show=show)


def widest(claim, facts) -> Bounds | None:
    """Return the bounds of a claim's figure with final zeros read as rounded; None if it cannot be read.

    The first two digits always count: 170,000 may be 165,000 and 10 million 9.5, but 10 million is not 6.
    """
    stated = facts.numbers.get(claim.claim)
    if stated is None:
        return None
    if stated.value:
        two_digits = Fraction(10) ** (math.floor(math.log10(abs(stated.value))) - 1)
        stated = replace(stated, wide_step=min(stated.wide_step, max(stated.step, two_digits)))
    return stated.bounds("half_unit", "wide")
