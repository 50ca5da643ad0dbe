"""Read and check the CSV tables under ``data/``.

A table is read whole or refused. A refusal names the file, the row as a text
editor counts it, the column, the rule, what came and what to do. Every column
name means the same in every file; ``data/columns.csv`` says what.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import folders, row_rules
from analysis.data.folders import data_folder
from analysis.text.plain import find_control

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
#: Columns that name the rows of a table where they stand first: no two rows may share one.
KEY_COLUMNS = ("id", "unit", "section", "lineage", "column", "path")
#: Columns of the column dictionary itself.
RULE_COLUMNS = ("column", "type", "required", "allowed", "unit", "meaning")
#: From best to worst.
VERIFICATION = ("print", "data_file", "two_texts", "one_text", "unchecked")
#: Eight times the largest table; one of this size, whatever is in it, is read or refused within 2 GB of memory.
MAX_BYTES = 10_000_000
#: Four times the widest table.
MAX_COLUMNS = 200
MAX_PROBLEMS = 20

# Text in columns is kept in the same way whether or not pyarrow is installed; for tables this small it is also
# a quarter faster.
pd.options.mode.string_storage = "python"

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PLACE = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9_-]{1,100}\.(?:csv|json|bib)")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

class TableError(ValueError):
    """A table that does not keep its contract; the message lists up to 20 problems."""


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
    return _typed(path, _read_cells(path, columns))


def _read_cells(path: Path, columns: tuple[str, ...] | None = None) -> dict[str, Sequence[str]]:
    """Return the columns of a table as text, every cell checked by the rule of its column."""
    rows = _read_rows(path)
    header, body = rows[0], rows[1:]
    _check_header(path, header, columns or _expected_columns(path))
    ragged = [
        f"{path.name}, row {n}: expected {len(header)} cells, got {len(r)}; look for a missing or stray comma or quote"
        for n, r in enumerate(body, 2)
        if len(r) != len(header)
    ]
    _refuse(ragged)
    cells = dict(zip(header, zip(*body, strict=True) if body else [()] * len(header), strict=True))
    rules = column_rules()
    _refuse(
        [
            problem
            for name in header
            for problem in _check_column(path, name, cells[name], _rule(rules, path.stem, name), key=name == header[0])
        ]
    )
    return cells


def _read_rows(path: Path) -> list[list[str]]:
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise TableError(
            f"{path.name}, row {reader.line_num}: expected a CSV with balanced quotes, got {error}; look for a "
            'stray quote character there or above and write it as ""'
        ) from None
    # More lines than rows: a cell runs over the end of its line. Only then is it worth looking for it.
    for n, row in enumerate(rows if reader.line_num > len(rows) else (), 1):
        for cell in row:
            if "\n" in cell or "\r" in cell:
                raise TableError(
                    f"{path.name}, row {n}: expected no line break inside a cell, got one after "
                    f"{cell[:40]!r}; a quote character is probably missing or stray"
                )
    if not rows or not any(rows[0]):
        raise TableError(f"{path.name}, row 1: expected a header row, got an empty line")
    blank = [n for n, row in enumerate(rows, 1) if not row]
    if blank:
        raise TableError(f"{path.name}, row {blank[0]}: expected no blank line; delete it")
    return rows


def read_header(path: str | Path) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    return tuple(_read_rows(Path(path))[0])


def read_text(path: str | Path) -> str:
    """Return a text file of the data folder, without byte-order mark.

    Raises
    ------
    TableError
        If it is missing, empty, too large, not UTF-8, or holds a character that a terminal would obey.
    """
    path = Path(path)
    if not path.is_file():
        raise TableError(f"{path.name}: expected a file in {path.parent.name}/, found none; check the name")
    size = path.stat().st_size
    if size == 0:
        raise TableError(f"{path.name}: expected a header row, got an empty file; restore it from the repository")
    if size > MAX_BYTES:
        raise TableError(f"{path.name}: expected at most {MAX_BYTES:,} bytes, got {size:,}; split the table")
    _note(path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise TableError(
            f"{path.name}, row {row}: expected UTF-8, got another encoding; save the file as UTF-8"
        ) from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise TableError(f"{path.name}, row {row}: expected text, got a NUL character; save the file as UTF-8")
    found = find_control(text)
    if found:
        row = text[: found.start()].count("\n") + 1
        raise TableError(
            f"{path.name}, row {row}: expected text without control characters, got U+{ord(found[0]):04X}; delete it"
        )
    return text


#: What was read, with its time and size then.
_noted: dict[str, tuple[int, int]] = {}


def _note(path: Path) -> None:
    if path.exists():
        state = path.stat()
        _noted[str(path)] = (state.st_mtime_ns, state.st_size)


def data_state() -> tuple[tuple[str, int, int], ...]:
    """Return path, time and size of all that was read, in the order of the first reading."""
    now = []
    for path in _noted:
        try:
            state = os.stat(path)
            now.append((path, state.st_mtime_ns, state.st_size))
        except OSError:
            now.append((path, 0, 0))
    return tuple(now)


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
    _refuse(problems)


def _check_column(path: Path, name: str, cells: Sequence[str], rule: dict[str, str], *, key: bool) -> list[str]:
    distinct = set(cells)
    key = key and name in KEY_COLUMNS
    wrong = _wrong_cells(rule, distinct)
    if not wrong and not (key and len(distinct) < len(cells)):
        return []
    seen: set[str] = set()
    problems = []
    for row, cell in enumerate(cells):
        if cell in wrong:
            problems.append(_problem(path, row, name, cell, wrong[cell]))
        elif key and cell in seen:
            problems.append(_problem(path, row, name, cell, f"a value of {name!r} that no other row has"))
        seen.add(cell)
    return problems


def _wrong_cells(rule: dict[str, str], cells: set[str]) -> dict[str, str]:
    """Return the cells that break the rule of their column, each looked at once: cell -> what was expected."""
    kind, allowed = rule["type"], set(rule["allowed"].split("|")) if rule["allowed"] else None
    fits = _FITS[kind]
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
_FITS = {
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


def _problem(path: Path, row: int, column: str, cell: str, wanted: str) -> str:
    shown = cell if len(cell) <= 60 else cell[:57] + "..."
    return f"{path.name}, row {row + 2}, column {column!r}: expected {wanted}, got {shown!r}"


def _refuse(problems: list[str]) -> None:
    if problems:
        more = f"\n... and {len(problems) - MAX_PROBLEMS} more" if len(problems) > MAX_PROBLEMS else ""
        raise TableError("\n".join(problems[:MAX_PROBLEMS]) + more)


def _refuse_all(path: Path, problems: Iterable[row_rules.Problem]) -> None:
    _refuse([_problem(path, row, column, cell, wanted) for row, column, cell, wanted in problems])


def _typed(path: Path, cells: dict[str, Sequence[str]]) -> pd.DataFrame:
    rules = column_rules()
    return pd.DataFrame({name: _TYPED[_rule(rules, path.stem, name)["type"]](column) for name, column in cells.items()})


def _text(cells: Sequence[str]):
    return pd.array(list(cells), dtype="str")


#: Type of a column -> what makes an array of its cells.
_TYPED = {
    "number": lambda cells: np.array([float(c) if c else math.nan for c in cells], dtype=float),
    "integer": lambda cells: pd.array([int(c) if c else None for c in cells], dtype="Int64"),
    "boolean": lambda cells: np.array([c == "true" for c in cells], dtype=bool),
    "date": _text,
    "slug": _text,
    "string": _text,
}


def column_rules() -> dict[str, dict[str, str]]:
    """Return the column dictionary: name -> type, required, allowed, unit, meaning."""
    return _merged_rules(*_both("columns.csv"))


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
    header, *body = _read_rows(Path(path))
    _refuse([f"columns.csv, row 1: column {c!r} is missing; add it" for c in RULE_COLUMNS if c not in header])
    rules = [dict(zip(header, row, strict=False)) for row in body]
    _refuse(
        [
            f"columns.csv, row {n}: expected {len(header)} cells and a type out of {', '.join(_FITS)}, got {row[:5]}"
            for n, (row, rule) in enumerate(zip(body, rules, strict=True), 2)
            if len(row) != len(header) or rule["type"] not in _FITS
        ]
    )
    return {rule["column"]: rule for rule in rules}


def load_units() -> pd.DataFrame:
    """Return ``units.csv`` by unit: ``quantity``, ``factor`` (to the base unit), ``whole``, ``meaning``."""
    frames = [_reference("units.csv", stamp).set_index("unit") for stamp in _both("units.csv")]
    return frames[0] if len(frames) == 1 else pd.concat(frames)


def _stamp(name: str) -> tuple[str, int, int]:
    if not _PLACE.fullmatch(name):
        raise TableError(f"expected the name of a table of the data folder, got {name[:80]!r}")
    return _state(folders.find(name))


def _state(path: Path) -> tuple[str, int, int]:
    status = path.stat() if path.is_file() else None
    return (str(path), status.st_mtime_ns, status.st_size) if status else (str(path), 0, 0)


def _both(name: str) -> tuple[tuple[str, int, int], ...]:
    """Return the states of a shared dictionary and of the text's addition to it, if there is one."""
    own = folders.own(name)
    return (_state(data_folder() / name), *([_state(own)] if own else []))


@lru_cache(maxsize=16)
def _reference(name: str, stamp: tuple[str, int, int]) -> pd.DataFrame:
    # Tables that every other table points into; read once as long as the file stays as it is.
    return read_table(stamp[0], ("unit", "quantity", "factor", "whole", "meaning") if name == "units.csv" else None)


def source_keys() -> set[str]:
    """Return the keys of ``sources.bib``, those that the text in use adds among them."""
    return set().union(*(_source_keys(stamp) for stamp in _both("sources.bib")))


@lru_cache(maxsize=4)
def _source_keys(stamp: tuple[str, int, int]) -> set[str]:
    text = read_text(Path(stamp[0]))
    return set(re.findall(r"^\s*@\w+\s*\{\s*([^,\s]+)\s*,", text, flags=re.MULTILINE))


def load_pamphlet(name: str) -> pd.DataFrame:
    """Return one table of ``data/pamphlet/``, its units, sections and source keys checked.

    Parameters
    ----------
    name : str
        File name without ``.csv``, for instance ``"german_seats"``.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`; for printed values the columns of :data:`PRINTED_COLUMNS`
        and the table's own dimensions.
    """
    return _load_pamphlet(name, stamps(f"pamphlet/{name}.csv")).copy(deep=False)


#: Tables that every other one is checked against.
_SHARED = (
    "columns.csv", "datapackage.json", "units.csv", "labels.csv", "sources.bib", "lineages.csv",
    "pamphlet/sections.csv",
)  # fmt: skip


def stamps(*names: str) -> tuple:
    """Return what changes when one of the named files below the data folder, or a shared one, changes.

    Used as a key of what is kept in memory: path, time of change in nanoseconds and size of each file.
    """
    more = [_state(path) for path in map(folders.own, _SHARED) if path]
    return (*(_stamp(name) for name in (*_SHARED, *names)), *more)


@lru_cache(maxsize=64)
def _load_pamphlet(name: str, key: tuple) -> pd.DataFrame:
    path = folders.find(f"pamphlet/{name}.csv")
    cells = _read_cells(path)
    problems = row_rules.foreign(cells, "unit", unit_names(), "data/units.csv")
    problems += row_rules.foreign(cells, "cited_source", source_keys(), "data/sources.bib", split=True)
    if name != "sections":
        problems += row_rules.foreign(cells, "section", _names_in("pamphlet/sections.csv", "section"), "sections.csv")
    if not folders.text_name() or folders.own("labels.csv"):
        # Another text has closed lists of names only if it brings its own.
        problems += row_rules.unknown_labels(cells, known_labels())
    _refuse_all(path, problems)
    return _typed(path, cells)


def load_estimates(name: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return one table of ``data/estimates/``, its units and source keys checked.

    Parameters
    ----------
    name : str
        File name without ``.csv``, for instance ``"party_membership"``.
    unchecked : bool
        Whether rows come along whose figure nobody has looked up yet. They are
        never used for a verdict and are drawn hollow.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`; the columns of :data:`ESTIMATE_COLUMNS` and the topic's own dimensions.
    """
    frame = _load_estimates(name, stamps(f"estimates/{name}.csv")).copy(deep=False)
    return frame if unchecked else frame[frame["verification"] != "unchecked"].reset_index(drop=True)


@lru_cache(maxsize=64)
def _load_estimates(name: str, key: tuple) -> pd.DataFrame:
    path = folders.find(f"estimates/{name}.csv")
    cells = _read_cells(path)
    problems = row_rules.foreign(cells, "unit", unit_names(), "data/units.csv")
    problems += row_rules.foreign(cells, "sources", source_keys(), "data/sources.bib", split=True)
    problems += row_rules.foreign(cells, "lineage", lineages(), "data/lineages.csv")
    problems += row_rules.unknown_labels(cells, known_labels())
    for rule in (row_rules.backwards, row_rules.out_of_order, row_rules.without_figure, row_rules.unsigned):
        problems += rule(cells)
    _refuse_all(path, problems)
    return _typed(path, cells)


def load_cited(name: str) -> pd.DataFrame:
    """Return one table of ``data/cited/``, its claims, units and source keys checked.

    Parameters
    ----------
    name : {'passages', 'witnesses', 'unreached'}
        ``passages``: what the cited works say where they are cited; ``witnesses``: what speaks against
        the witnesses; ``unreached``: cited passages that nobody could reach, and what was tried.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`, in the order of the file.

    Raises
    ------
    TableError
        If a claim or key does not exist, a date is none or lies ahead, or a rung does not fit the route.
    """
    return _load_cited(name, stamps(f"cited/{name}.csv", "pamphlet/claims.csv")).copy(deep=False)


@lru_cache(maxsize=8)
def _load_cited(name: str, key: tuple) -> pd.DataFrame:
    path = folders.find(f"cited/{name}.csv")
    cells = _read_cells(path)
    problems = row_rules.foreign(cells, "claim", _names_in("pamphlet/claims.csv", "claim"), "claims.csv")
    problems += row_rules.foreign(cells, "unit", unit_names(), "data/units.csv")
    for column in ("work", "quoted_by"):
        problems += row_rules.foreign(cells, column, source_keys(), "data/sources.bib", split=True)
    if "start" in cells:
        problems += row_rules.backwards(cells)
    if "rung" in cells:
        problems += row_rules.misplaced_rungs(cells)
    _refuse_all(path, problems)
    return _typed(path, cells)


def lineages() -> frozenset[str]:
    """Return the names in ``lineages.csv``."""
    return _names_in("lineages.csv", "lineage")


def weak_lineages(kind: str) -> frozenset[str]:
    """Return the lineages that ``lineages.csv`` calls weak in one way: ``press`` or ``unsourced``."""
    return _weak_lineages(_stamp("lineages.csv"), kind)


@lru_cache(maxsize=8)
def _weak_lineages(stamp: tuple[str, int, int], kind: str) -> frozenset[str]:
    frame = _reference("lineages", stamp)
    return frozenset(frame.loc[frame["weak"] == kind, "lineage"])


def same_as() -> dict[str, str]:
    """Return ``same_as.csv``: a name of the text, as ``TABLE label=value`` -> what it reads in the estimates."""
    return _same_as(_stamp("pamphlet/same_as.csv"))


@lru_cache(maxsize=4)
def _same_as(stamp: tuple[str, int, int]) -> dict[str, str]:
    if not Path(stamp[0]).is_file():
        return {}
    frame = read_table(stamp[0])
    return dict(zip(frame["name"], frame["reads"], strict=True))


def unit_names() -> frozenset[str]:
    """Return the names in ``units.csv``."""
    return _names_in("units.csv", "unit")


def _names_in(table: str, column: str) -> frozenset[str]:
    found = [_stamp(table)] if "/" in table else _both(table)
    return frozenset().union(*(_column_of(stamp, column) for stamp in found))


@lru_cache(maxsize=32)
def _column_of(stamp: tuple[str, int, int], column: str) -> frozenset[str]:
    return frozenset(_read_cells(Path(stamp[0]), (column,))[column])


def known_labels() -> dict[str, frozenset[str]]:
    """Return the names that measures, populations, territories and price bases may bear, by column.

    A data folder without ``labels.csv`` has no closed lists: any name may stand there.
    """
    found = [_known_labels(stamp) for stamp in _both("labels.csv")]
    if len(found) == 1 or not found[0]:
        return found[0]
    return {column: frozenset().union(*(names[column] for names in found)) for column in found[0]}


@lru_cache(maxsize=4)
def _known_labels(stamp: tuple[str, int, int]) -> dict[str, frozenset[str]]:
    if not stamp[2]:
        return {}
    cells = _read_cells(Path(stamp[0]), ("name", "columns"))
    found: dict[str, set[str]] = {column: set() for column in row_rules.LABELS}
    for row, (name, columns) in enumerate(zip(cells["name"], cells["columns"], strict=True)):
        for column in columns.split(";"):
            if column not in found:
                wanted = "columns out of " + ", ".join(row_rules.LABELS)
                raise TableError(_problem(Path(stamp[0]), row, "columns", columns, wanted))
            found[column].add(name)
    return {column: frozenset(names) for column, names in found.items()}


def table_names(folder: str) -> list[str]:
    """Return the names of the tables in ``pamphlet`` (printed values only), ``estimates`` or ``cited``, sorted."""
    names = set()
    for place in folders.listing(folder):
        _note(place)
        names.update(p.stem for p in place.glob("*.csv"))
    return sorted(names - {*OTHER_PAMPHLET})


def load_corrections() -> pd.DataFrame:
    """Return ``corrections.csv``: ``id``, ``action``, ``value``, ``reason``, ``expect``; empty without one."""
    if not folders.find("pamphlet/corrections.csv").is_file():
        return pd.DataFrame(columns=list(TEXT_COLUMNS["corrections"]), dtype="str")
    return _reference("corrections", _stamp("pamphlet/corrections.csv")).copy(deep=False)


def load_all(folder: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return all tables of a folder under one another, with a first column ``table``; ids must not repeat.

    Raises
    ------
    TableError
        If two tables use one id.
    """
    names = table_names(folder)
    return _load_all(folder, unchecked, stamps(*(f"{folder}/{n}.csv" for n in names))).copy(deep=False)


@lru_cache(maxsize=4)
def _load_all(folder: str, unchecked: bool, key: tuple) -> pd.DataFrame:
    load = load_pamphlet if folder == "pamphlet" else lambda n: load_estimates(n, unchecked=unchecked)
    frames = [load(n).assign(table=n) for n in table_names(folder)]
    if not frames:
        raise TableError(f"expected tables in {folder}/ of the data, none found; restore it or mend RECOUNT_DATA")
    everything = pd.concat(frames, ignore_index=True)
    double = everything[everything["id"].duplicated(keep=False)]
    _refuse(
        [
            f"{i}: expected an id that no other row of data/{folder}/ has, found it in {', '.join(g['table'])}"
            for i, g in double.groupby("id")
        ]
    )
    return everything[["table", *[c for c in everything.columns if c != "table"]]]
