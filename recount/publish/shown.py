"""Where a claim is shown: the notebooks whose topics name it, with file and line; and every row by its id."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from analysis import topics
from analysis.data import tables
from recount.app.setup import ROOT

#: More places in the code than this are not named.
MOST_NAMED = 12


@cache
def every_row() -> dict[str, tuple[str, dict]]:
    """Return every row of the data by id, with the path of its file; of one process, not renewed."""
    found = {}
    for folder, load in (("estimates", tables.load_estimates), ("pamphlet", tables.load_pamphlet)):
        for table in tables.table_names(folder):
            frame = load(table, unchecked=True) if folder == "estimates" else load(table)
            if "id" in frame:
                found |= {row["id"]: (f"data/{folder}/{table}.csv", row) for row in frame.to_dict("records")}
    return found


@cache
def _code() -> dict[Path, list[str]]:
    folder = ROOT / "analysis" / "topics"
    return {path: path.read_text(encoding="utf-8").split("\n") for path in sorted(folder.rglob("*.py"))}


@cache
def notebooks_of(claim: str) -> tuple[str, ...]:
    """Return the notebooks whose topic names a claim or the table it stands in; the ledger's own comes last."""
    folders = dict.fromkeys(path.parent.name for path, _line in _naming(claim))
    names = [notebook for notebook, folder in topics.FOLDERS.items() if folder in folders and folder != "overview"]
    return (*names, next(iter(topics.FOLDERS)))


def _naming(claim: str) -> Iterator[tuple[Path, int]]:
    table = Path(every_row().get(claim, ("",))[0]).stem
    marks = [f'"{word}"' for word in (claim, table) if word and word != "claims"]
    for path, lines in _code().items():
        for number, line in enumerate(lines, 1):
            if any(mark in line for mark in marks):
                yield path, number


def shown_in(claim: str) -> list[str]:
    """Return where a claim is shown: notebooks, with file and line of the code of their topics that names it."""
    named = [f"{path.relative_to(ROOT).as_posix()}:{number}" for path, number in _naming(claim)]
    return [f"notebooks/{name}.ipynb" for name in notebooks_of(claim)] + named[:MOST_NAMED]
