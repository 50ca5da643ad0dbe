"""The tables that every other one points into: units, source keys, lineages, names of labels.

Each is read once as long as its file stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.data import folders, row_rules
from analysis.data.csv_files import both, read_cells, read_table, state
from analysis.data.raw import TableError, problem, read_text

_PLACE = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9_-]{1,100}\.(?:csv|json|bib)")
#: Tables that every other one is checked against.
_SHARED = (
    "columns.csv", "datapackage.json", "units.csv", "labels.csv", "sources.bib", "lineages.csv",
    "pamphlet/sections.csv",
)  # fmt: skip


def state_of(name: str) -> tuple[str, int, int]:
    """Return path, time of change in nanoseconds and size of a named file of the data folder; zeros without one."""
    if not _PLACE.fullmatch(name):
        raise TableError(f"expected the name of a table of the data folder, got {name[:80]!r}")
    return state(folders.find(name))


def stamps(*names: str) -> tuple:
    """Return what changes when one of the named files below the data folder, or a shared one, changes.

    Used as a key of what is kept in memory: path, time of change in nanoseconds and size of each file.
    """
    more = [state(path) for path in map(folders.own, _SHARED) if path]
    return (*(state_of(name) for name in (*_SHARED, *names)), *more)


def load_units() -> pd.DataFrame:
    """Return ``units.csv`` by unit: ``quantity``, ``factor`` (to the base unit), ``whole``, ``meaning``."""
    frames = [reference("units.csv", stamp).set_index("unit") for stamp in both("units.csv")]
    return frames[0] if len(frames) == 1 else pd.concat(frames)


@lru_cache(maxsize=16)
def reference(name: str, stamp: tuple[str, int, int]) -> pd.DataFrame:
    """Return a dictionary by the state of its file, so that it is read once as long as the file stays as it is."""
    return read_table(stamp[0], ("unit", "quantity", "factor", "whole", "meaning") if name == "units.csv" else None)


def source_keys() -> set[str]:
    """Return the keys of ``sources.bib``, those that the text in use adds among them."""
    return set().union(*(_source_keys(stamp) for stamp in both("sources.bib")))


@lru_cache(maxsize=4)
def _source_keys(stamp: tuple[str, int, int]) -> set[str]:
    text = read_text(Path(stamp[0]))
    return set(re.findall(r"^\s*@\w+\s*\{\s*([^,\s]+)\s*,", text, flags=re.MULTILINE))


def lineages() -> frozenset[str]:
    """Return the names in ``lineages.csv``."""
    return names_in("lineages.csv", "lineage")


def weak_lineages(kind: str) -> frozenset[str]:
    """Return the lineages that ``lineages.csv`` calls weak in one way: ``press`` or ``unsourced``."""
    return _weak_lineages(state_of("lineages.csv"), kind)


@lru_cache(maxsize=8)
def _weak_lineages(stamp: tuple[str, int, int], kind: str) -> frozenset[str]:
    frame = reference("lineages", stamp)
    return frozenset(frame.loc[frame["weak"] == kind, "lineage"])


def same_as() -> dict[str, str]:
    """Return ``same_as.csv``: a name of the text, as ``TABLE label=value`` -> what it reads in the estimates."""
    return _same_as(state_of("pamphlet/same_as.csv"))


@lru_cache(maxsize=4)
def _same_as(stamp: tuple[str, int, int]) -> dict[str, str]:
    if not Path(stamp[0]).is_file():
        return {}
    frame = read_table(stamp[0])
    return dict(zip(frame["name"], frame["reads"], strict=True))


def unit_names() -> frozenset[str]:
    """Return the names in ``units.csv``."""
    return names_in("units.csv", "unit")


def names_in(table: str, column: str) -> frozenset[str]:
    """Return what stands in a column of a dictionary, the text's own addition to it included."""
    found = [state_of(table)] if "/" in table else both(table)
    return frozenset().union(*(_column_of(stamp, column) for stamp in found))


@lru_cache(maxsize=32)
def _column_of(stamp: tuple[str, int, int], column: str) -> frozenset[str]:
    return frozenset(read_cells(Path(stamp[0]), (column,))[column])


def known_labels() -> dict[str, frozenset[str]]:
    """Return the names that measures, populations, territories and price bases may bear, by column.

    A data folder without ``labels.csv`` has no closed lists: any name may stand there.
    """
    found = [_known_labels(stamp) for stamp in both("labels.csv")]
    if len(found) == 1 or not found[0]:
        return found[0]
    return {column: frozenset().union(*(names[column] for names in found)) for column in found[0]}


@lru_cache(maxsize=4)
def _known_labels(stamp: tuple[str, int, int]) -> dict[str, frozenset[str]]:
    if not stamp[2]:
        return {}
    cells = read_cells(Path(stamp[0]), ("name", "columns"))
    found: dict[str, set[str]] = {column: set() for column in row_rules.LABELS}
    for row, (name, columns) in enumerate(zip(cells["name"], cells["columns"], strict=True)):
        for column in columns.split(";"):
            if column not in found:
                wanted = "columns out of " + ", ".join(row_rules.LABELS)
                raise TableError(problem(Path(stamp[0]), row, "columns", columns, wanted))
            found[column].add(name)
    return {column: frozenset(names) for column, names in found.items()}
