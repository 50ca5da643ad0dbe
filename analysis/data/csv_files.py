"""Read one CSV and check it against the column dictionary.

A table is read whole or refused. Every column name means the same in every file;
``data/columns.csv`` says what.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.data import folders
from analysis.data.cells import FITS, TYPED, check_column
from analysis.data.folders import data_folder
from analysis.data.raw import TableError, read_rows, read_text, refuse

#: Columns of the column dictionary itself.
RULE_COLUMNS = ("column", "type", "required", "allowed", "unit", "meaning")
PRINTED_COLUMNS = (
    "id", "subject", "measure", "population", "territory", "start", "end", "printed", "unit", "section", "position",
    "footnote", "cited_source", "remark",
)  # fmt: skip
ESTIMATE_COLUMNS = (
    "id", "measure", "population", "territory", "price_base", "label", "start", "end", "value", "low", "high", "unit",
    "sources", "original_source", "lineage", "locator", "seen_at", "verification", "disputed", "checked_by",
    "checked_on", "note",
)  # fmt: skip
#: What the tables of any text need at least; those of the data folder are listed in its descriptor.
TEXT_COLUMNS = {
    "claims": (
        "claim", "section", "position", "footnote", "cited_source", "statement", "printed", "kind", "rests_on",
        "checks", "compare", "remark",
    ),
    "sections": ("section", "subject", "part", "position", "heading_sha256"),
    "numerals": ("position", "numeral", "section", "rule", "text_sha256"),
    "corrections": ("id", "action", "value", "reason", "expect"),
    "set_aside": ("position", "numeral", "reason"),
}  # fmt: skip
#: Tables of the pamphlet folder that hold no printed values.
OTHER_PAMPHLET = (
    "sections", "corrections", "claims", "numerals", "set_aside", "trial_names", "source_links", "same_as",
    "listed_items",
)  # fmt: skip
#: Four times the widest table.
MAX_COLUMNS = 200


def read_table(path: str | Path, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Read one CSV and check it against the column dictionary.

    Parameters
    ----------
    path : str or Path
        The file. A byte-order mark and Windows line ends are read without complaint.
    columns : tuple of str, optional
        Columns that must be present. By default, those that ``datapackage.json``
        lists for the file, or the columns common to its folder.

    Returns
    -------
    pandas.DataFrame
        Text columns as ``str`` (empty where the cell is empty), number columns as
        ``float``, integer columns as ``Int64``, boolean columns as ``bool``. Row order is kept.

    Raises
    ------
    TableError
        If the file is missing, empty, too large, not UTF-8 or not a proper CSV, if a column
        is missing, unknown or doubled, or if a cell breaks its column's rule.
    """
    path = Path(path)
    return typed(path, read_cells(path, columns))


def read_cells(path: Path, columns: tuple[str, ...] | None = None) -> dict[str, Sequence[str]]:
    """Return the columns of a table as text, every cell checked by the rule of its column."""
    rows = read_rows(path)
    header, body = rows[0], rows[1:]
    _check_header(path, header, columns or _expected_columns(path))
    ragged = [
        f"{path.name}, row {n}: expected {len(header)} cells, got {len(r)}; look for a missing or stray comma or quote"
        for n, r in enumerate(body, 2)
        if len(r) != len(header)
    ]
    refuse(ragged)
    cells = dict(zip(header, zip(*body, strict=True) if body else [()] * len(header), strict=True))
    rules = column_rules()
    refuse(
        [
            problem
            for name in header
            for problem in check_column(path, name, cells[name], _rule(rules, path.stem, name), key=name == header[0])
        ]
    )
    return cells


def _check_header(path: Path, header: list[str], expected: tuple[str, ...]) -> None:
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if header[0].count(mark) > 1:
            raise TableError(f"{path.name}, row 1: expected commas between the cells, got {name}; save with commas")
    if len(header) > MAX_COLUMNS:
        raise TableError(f"{path.name}, row 1: expected at most {MAX_COLUMNS} columns, got {len(header):,}")
    known = {c.split(".")[-1] for c in column_rules()}
    problems = [f"{path.name}, row 1: column {c!r} is missing; add it" for c in expected if c not in header]
    problems += [
        f"{path.name}, row 1: column {c!r} appears twice; keep one" for c, n in sorted(Counter(header).items()) if n > 1
    ]
    problems += [
        f"{path.name}, row 1: column {c[:60]!r} is not in data/columns.csv; describe it there or correct the name"
        for c in header
        if c not in known
    ]
    refuse(problems)


def _expected_columns(path: Path) -> tuple[str, ...]:
    if folders.text_name() and folders.text_folder() in path.parents and path.parent.name != "estimates":
        return PRINTED_COLUMNS if path.parent.name == "printed" else TEXT_COLUMNS.get(path.stem, ())
    listed = _listed_columns(str(data_folder() / "datapackage.json")).get(f"{path.parent.name}/{path.name}")
    if listed:
        return listed
    if path.parent.name == "estimates":
        return ESTIMATE_COLUMNS
    return PRINTED_COLUMNS if path.parent.name == "pamphlet" and path.stem not in OTHER_PAMPHLET else ()


@lru_cache(maxsize=4)
def _listed_columns(package: str) -> dict[str, tuple[str, ...]]:
    if not Path(package).is_file():
        return {}
    try:
        resources = json.loads(read_text(Path(package)))["resources"]
        return {r["path"]: tuple(f["name"] for f in r["schema"]["fields"]) for r in resources}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TableError(
            f"datapackage.json: expected a descriptor of the tables, got {type(error).__name__}: {error}; "
            "write it anew: recount describe-data"
        ) from None


def column_rules() -> dict[str, dict[str, str]]:
    """Return the column dictionary: name -> type, required, allowed, unit, meaning."""
    return _merged_rules(*both("columns.csv"))


def column_rule(table: str, column: str) -> dict[str, str]:
    """Return the rule of a column; ``columns.csv`` may give one table its own, as ``table.column``."""
    return _rule(column_rules(), table, column)


def _rule(rules: dict[str, dict[str, str]], table: str, column: str) -> dict[str, str]:
    return rules.get(f"{table}.{column}") or rules[column]


def _merged_rules(shared: tuple[str, int, int], own: tuple[str, int, int] | None = None) -> dict[str, dict[str, str]]:
    rules = _column_rules(shared[0])
    return rules if own is None else {**_column_rules(own[0]), **rules}


@lru_cache(maxsize=8)
def _column_rules(path: str) -> dict[str, dict[str, str]]:
    header, *body = read_rows(Path(path))
    refuse([f"columns.csv, row 1: column {c!r} is missing; add it" for c in RULE_COLUMNS if c not in header])
    rules = [dict(zip(header, row, strict=False)) for row in body]
    refuse(
        [
            f"columns.csv, row {n}: expected {len(header)} cells and a type out of {', '.join(FITS)}, got {row[:5]}"
            for n, (row, rule) in enumerate(zip(body, rules, strict=True), 2)
            if len(row) != len(header) or rule["type"] not in FITS
        ]
    )
    return {rule["column"]: rule for rule in rules}


def typed(path: Path, cells: dict[str, Sequence[str]]) -> pd.DataFrame:
    """Return checked cells as a table whose columns have the types that the dictionary states."""
    rules = column_rules()
    return pd.DataFrame({name: TYPED[_rule(rules, path.stem, name)["type"]](column) for name, column in cells.items()})


def state(path: Path) -> tuple[str, int, int]:
    """Return path, time of change in nanoseconds and size of a file; zeros if there is none."""
    status = path.stat() if path.is_file() else None
    return (str(path), status.st_mtime_ns, status.st_size) if status else (str(path), 0, 0)


def both(name: str) -> tuple[tuple[str, int, int], ...]:
    """Return the states of a shared dictionary and of the text's addition to it, if there is one."""
    own = folders.own(name)
    return (state(data_folder() / name), *([state(own)] if own else []))
