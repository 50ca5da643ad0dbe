"""The mutation report: whether a check would notice a wrong digit in the data, or a wrong rule in the code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from recount.trust import mutation_data
from recount.trust.mutation_cells import Cell, Outcome

#: Goals: share of the mutants of the cells reached that relations notice, and of the code mutants that tests notice.
GOALS = {"pamphlet": 0.6, "estimates": 0.4, "code": 0.9}


def run(out: Path, *, sample: int | None = None, seed: int = 0, code: tuple[str, ...] = ()) -> int:
    """Print the report, and write it to a folder where nothing was sampled.

    Parameters
    ----------
    out : Path
        Folder of ``mutation.csv``, ``mutation_unreached.csv`` and ``mutation_code.csv``.
    sample : int, optional
        Cells to draw; all by default.
    seed : int
        Of the draw.
    code : tuple of str
        Modules whose rules are changed instead of the data.

    Returns
    -------
    int
        1 if a goal is missed, else 0.
    """
    if code:
        return _run_code(out, code)
    outcomes = mutation_data.run(mutation_data.judges(), sample=sample, seed=seed)
    counts = mutation_data.summarise(outcomes)
    print(counts.to_string(index=False))
    shares = shares_of(counts)
    for folder, share in shares.items():
        goal = f"(goal {GOALS[folder]:.0%})"
        print(f"data/{folder}: relations notice {share:.1%} of the mutants of the cells they reach {goal}")
    if sample is None:
        write(counts, out / "mutation.csv")
        write(unreached(outcomes), out / "mutation_unreached.csv")
    return int(any(share < GOALS[folder] for folder, share in shares.items()))


def shares_of(counts: pd.DataFrame) -> dict[str, float]:
    """Return, for each folder, the share of the mutants of cells reached that relations or bounds notice."""
    sums = counts.groupby("folder")[["of_reached", "by_relations"]].sum()
    return {folder: row.by_relations / row.of_reached for folder, row in sums.iterrows() if row.of_reached}


def unreached(outcomes: list[Outcome]) -> pd.DataFrame:
    """Return the cells that no relation with another cell reads.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``id``, ``column`` and ``noticed``: how many of the cell's ``mutants`` anything else notices.
        With 0 nothing at all can notice a change of the cell.
    """
    cells: dict[Cell, list[bool]] = {}
    for outcome in outcomes:
        if outcome.relations == 0:
            cells.setdefault(outcome.cell, []).append(bool(outcome.caught))
    rows = [(f"{c.folder}/{c.table}", c.id, c.column, sum(caught), len(caught)) for c, caught in cells.items()]
    return pd.DataFrame(rows, columns=["table", "id", "column", "noticed", "mutants"])


def write(frame: pd.DataFrame, path: Path) -> None:
    """Store a table of results."""
    from analysis.data.files import write_atomic

    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, frame.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def _run_code(out: Path, names: tuple[str, ...]) -> int:
    from recount.trust import mutation_code

    results = mutation_code.run(names)
    for mutant in results:
        if mutant.result == "survived":
            print(f"survived: {mutant.module}, {mutant.function}: {mutant.change}")
    counts = count_code(results)
    print(counts.to_string(index=False))
    if set(names) == set(mutation_code.MODULES):
        write(counts, out / "mutation_code.csv")
    return int((counts["share"] < GOALS["code"]).any())


def count_code(results: list) -> pd.DataFrame:
    """Return counts of code mutants: ``module``, ``mutants``, ``words``, ``noticed``, ``survived``, ``share``."""
    rows = []
    for name in dict.fromkeys(mutant.module for mutant in results):
        found = Counter(mutant.result for mutant in results if mutant.module == name)
        tried = found["noticed"] + found["survived"]
        share = found["noticed"] / tried if tried else 1.0
        rows.append((name, found.total(), found["words"], found["noticed"], found["survived"], share))
    return pd.DataFrame(rows, columns=["module", "mutants", "words", "noticed", "survived", "share"])
