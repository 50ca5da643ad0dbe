"""Two states of one file compared: what a difference is, how files are read, and tables of numbers.

What compares takes two paths and returns a list of :class:`Difference`. A file that cannot be read is refused with
its name; nothing here knows about folders of runs.
"""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Kinds of difference, in the order in which they are told.
KINDS = ("numbers", "tables", "sentences", "pictures")
#: Columns that by themselves name a row, and those that together say where a mark stands.
NAMES = ("id", "setting", "universe", "claim")
PLACES = ("panel", "group", "label", "x", "year")
MOST_BYTES = 50_000_000
SHOWN = 70


class CompareError(ValueError):
    """A folder or file that cannot be compared."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its kind, the file, the place in it, and both states in words."""

    kind: str
    file: str
    place: str
    a: str
    b: str
    relative: float | None = None

    def text(self) -> str:
        """Return it as a line."""
        size = "" if self.relative is None else f" (relative difference {self.relative:.2g})"
        place = f", {self.place}" if self.place else ""
        words = " against ".join(_shown(self.a, self.b)) if self.a else self.b
        return f"{self.file}{place}: {words}{size}"


def _shown(*texts: str) -> list[str]:
    """Return two texts in short, from a little before the place where they part."""
    flat = [" ".join(text.split()) for text in texts]
    parts = next((i for i, pair in enumerate(zip(*flat, strict=False)) if len(set(pair)) > 1), 0)
    start = max(parts - SHOWN // 3, 0) if max(map(len, flat)) > SHOWN else 0
    cut = [("…" if start else "") + text[start : start + SHOWN] for text in flat]
    return [short + ("…" if len(text) > start + SHOWN else "") for short, text in zip(cut, flat, strict=True)]


def read(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    CompareError
        If it cannot be read or is larger than :data:`MOST_BYTES`.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise CompareError(f"{path.name}: expected at most {MOST_BYTES:,} bytes, got {size:,}")
        return path.read_bytes()
    except OSError as error:
        raise CompareError(f"{path.name}: expected a file that can be read, got: {error.strerror}") from None


def read_text(path: Path) -> str:
    """Return a file's text; :class:`CompareError` if it is not UTF-8."""
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CompareError(f"{path.name}: expected UTF-8, got other bytes; the file is damaged") from None


def read_json(path: Path) -> dict[str, Any]:
    """Return a JSON object; :class:`CompareError` if the file holds none."""
    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        if isinstance(error, CompareError):
            raise
        raise CompareError(f"{path.name}: expected JSON, got: {error}; the file is damaged") from None
    if not isinstance(found, dict):
        raise CompareError(f"{path.name}: expected a JSON object, got {type(found).__name__}")
    return found


# ---------------------------------------------------------------------------------------------
# Numbers
# ---------------------------------------------------------------------------------------------


def numbers(a: Path, b: Path, name: str, tolerance: float) -> list[Difference]:
    """Compare two CSVs, rows matched by what names them, cells that hold numbers within a relative tolerance."""
    first, second = _rows(a), _rows(b)
    columns = [c for c in first[0] if c in second[0]]
    found = [
        Difference("numbers", name, f"column {c}", "there" if c in first[0] else "missing",
                   "there" if c in second[0] else "missing")
        for c in (*first[0], *second[0]) if c not in columns
    ]  # fmt: skip
    keys = _key_columns(columns, first[1], second[1])
    left, right = (_by_key(rows, keys) for _header, rows in (first, second))
    for key in dict.fromkeys([*left, *right]):
        place = "row " + _key_words(keys, key)
        if key not in left or key not in right:
            there = ("there", "missing") if key in left else ("missing", "there")
            found.append(Difference("numbers", name, place, *there))
            continue
        for column in columns:
            one, other = left[key][column], right[key][column]
            relative = distance(one, other)
            if relative is None or relative > tolerance:
                cells = (one or "(empty)", other or "(empty)")
                found.append(Difference("numbers", name, f"{place}, {column}", *cells, relative))
    return found


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        header, *body = list(csv.reader(io.StringIO(read_text(path), newline=""), strict=True)) or [[]]
    except csv.Error as error:
        raise CompareError(f"{path.name}: expected a CSV, got: {error}; the file is damaged") from None
    if not header or len(set(header)) < len(header):
        raise CompareError(f"{path.name}, row 1: expected a header of different names, got {header[:8]}")
    for number, row in enumerate(body, 2):
        if len(row) != len(header):
            raise CompareError(f"{path.name}, row {number}: expected {len(header)} cells, got {len(row)}")
    return header, [dict(zip(header, row, strict=True)) for row in body]


def _key_columns(columns: list[str], *tables: list[dict[str, str]]) -> list[str]:
    for name in NAMES:
        if name in columns and all(len({row[name] for row in rows}) == len(rows) for rows in tables):
            return [name]
    return [c for c in PLACES if c in columns] or columns[:1]


def _by_key(rows: list[dict[str, str]], keys: list[str]) -> dict[tuple, dict[str, str]]:
    # Rows of one name are told apart by their order.
    found: dict[tuple, dict[str, str]] = {}
    counts: dict[tuple, int] = {}
    for row in rows:
        key = tuple(_canonical(row[name]) for name in keys)
        counts[key] = counts.get(key, 0) + 1
        found[(*key, counts[key])] = row
    return found


def _canonical(cell: str) -> str:
    number = _number(cell)
    return cell if number is None else f"{number:.9g}"


def _key_words(keys: list[str], key: tuple) -> str:
    words = " ".join(f"{name}={value}" for name, value in zip(keys, key[:-1], strict=True) if value)
    return words + (f" ({key[-1]})" if key[-1] > 1 else "")


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def distance(a: str, b: str) -> float | None:
    """Return how far apart two cells are: 0 for the same, the relative difference of numbers, None for words."""
    if a == b:
        return 0.0
    x, y = _number(a), _number(b)
    if x is None or y is None:
        return None
    if not (math.isfinite(x) and math.isfinite(y)):
        return 0.0 if x == y or (math.isnan(x) and math.isnan(y)) else math.inf
    return abs(x - y) / max(abs(x), abs(y)) if x != y else 0.0
