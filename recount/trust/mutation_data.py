"""Data mutants: one numeric cell changed in memory, and which independent check notices.

What catches a mutant is told apart: the second keying, the audit against the index of the text's numerals, relations
with other cells, bounds on the cell alone, and the loaders. Checksums and stored outputs are no checks here.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from analysis.data import selectors
from analysis.ledger import row_relations
from analysis.ledger.row_kinds import KINDS
from recount.trust.mutation_cells import CATCHERS, MUTATIONS, Cell, Outcome, change_number
from recount.trust.mutation_printed import PrintedJudge, PrintedLinks


def judges() -> tuple[PrintedJudge, EstimateJudge]:
    """Return the judges of the two folders, their relations run once on the data as they are."""
    links = PrintedLinks()
    return PrintedJudge(links), EstimateJudge(links)


def run(by: Iterable[PrintedJudge | EstimateJudge], *, sample: int | None = None, seed: int = 0) -> list[Outcome]:
    """Make every data mutant, or those of a sample of cells, and return what noticed each.

    Parameters
    ----------
    by : iterable
        From :func:`judges`.
    sample : int, optional
        Number of cells drawn without replacement; all by default.
    seed : int
        Of the draw.
    """
    cells = [(judge, cell) for judge in by for cell in judge.cells()]
    if sample is not None:
        cells = random.Random(seed).sample(cells, min(sample, len(cells)))
    return [outcome for judge, cell in cells for outcome in judge.judge(cell)]


@dataclass
class EstimateJudge:
    """Judges mutants of ``data/estimates/`` by the rules of ``relations.csv`` and the printed figures beside them."""

    links: PrintedLinks
    stock: selectors.Stock = field(default_factory=selectors.read_rows)

    def __post_init__(self) -> None:
        """Find which relations read which row."""
        self.rows = {row.key: row for row in self.stock.rows}
        self.touching: dict[tuple[str, str], list[row_relations.RowRelation]] = {}
        self.bounds: dict[tuple[str, str], list[row_relations.RowRelation]] = {}
        for relation in row_relations.find_relations(row_relations.load_rules(), self.stock):
            single = KINDS[relation.rule.kind].cells
            if row_relations.holds(relation):
                for key in dict.fromkeys(row.key for row in relation.rows):
                    (self.bounds if single else self.touching).setdefault(key, []).append(relation)

    def cells(self) -> Iterator[Cell]:
        """Return every number in value, low and high."""
        for table, name in self.rows:
            for column in ("value", "low", "high"):
                if self.rows[table, name].cells[column]:
                    yield Cell("estimates", table, name, column)

    def judge(self, cell: Cell) -> Iterator[Outcome]:
        """Return the outcome of every mutant of a cell."""
        row = self.rows[cell.table, cell.id]
        read = cell.column in row_relations.cells_of(row)
        touching = self.touching.get(row.key, []) if read else []
        reach = len(touching) + (self.links.count(cell) if read else 0)
        for mutation in MUTATIONS:
            changed = self._changed(row, cell.column, mutation)
            if changed is None:
                continue
            broken = [r for r in self._all(self.touching, changed) if not row_relations.holds(r, changed)]
            caught = {"relations"} if broken or (read and self.links.notice(cell, changed[row.key])) else set()
            if any(r.rule.source == "definition" for r in broken):
                caught.add("definitions")
            if any(not row_relations.holds(r, changed) for r in self._all(self.bounds, changed)):
                caught.add("bounds")
            yield Outcome(cell, mutation, changed[row.key][cell.column], reach, frozenset(caught))

    @staticmethod
    def _all(index: dict, changed: dict) -> Iterator[row_relations.RowRelation]:
        for key in changed:
            yield from index.get(key, ())

    def _changed(self, row: selectors.Row, column: str, mutation: str) -> dict | None:
        text = row.cells[column]
        if mutation != "neighbour":
            new = change_number(text, mutation)
            return new and {row.key: row.cells | {column: new}}
        rows = self.stock.by_table[row.key[0]]
        place = rows.index(row) + 1
        other = next((r for r in rows[place:] if r.cells[column]), None)
        if other is None or float(other.cells[column]) == float(text):
            return None
        return {
            row.key: row.cells | {column: other.cells[column]},
            other.key: other.cells | {column: text},
        }


def summarise(outcomes: Iterable[Outcome]) -> pd.DataFrame:
    """Return counts by folder and table.

    Returns
    -------
    pandas.DataFrame
        ``folder``, ``table``, ``cells``, ``reached`` (cells that a relation with another cell reads), ``mutants``,
        one column for each catcher (mutants it noticed), ``noticed`` (by any of them), ``of_reached`` (mutants of
        the cells reached) and ``by_relations`` (how many of these relations or bounds noticed).
    """
    rows = [_flat(outcome) for outcome in outcomes]
    frame = pd.DataFrame(rows)
    keys = ["folder", "table"]
    counts = frame.groupby(keys).agg(
        cells=("cell", "nunique"),
        mutants=("cell", "size"),
        **{c: (c, "sum") for c in CATCHERS},
        noticed=("noticed", "sum"),
        of_reached=("reached", "sum"),
        by_relations=("by_relations", "sum"),
    )
    reached = frame[frame["reached"]].groupby(keys)["cell"].nunique()
    counts.insert(1, "reached", reached.reindex(counts.index, fill_value=0))
    return counts.reset_index()


def _flat(outcome: Outcome) -> dict:
    cell, caught = outcome.cell, outcome.caught
    reached = outcome.relations > 0
    return {
        "folder": cell.folder,
        "table": cell.table,
        "cell": f"{cell.id}/{cell.column}",
        "reached": reached,
        **{c: c in caught for c in CATCHERS},
        "noticed": bool(caught),
        "by_relations": reached and bool(caught & {"relations", "bounds"}),
    }
