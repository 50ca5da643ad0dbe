"""Two states of one file compared: plotted numbers, outcomes, notebooks, pictures, words.

Each function takes two paths and returns what differs as a list of :class:`Difference`. A file that cannot
be read is refused with its name; nothing here knows about folders of runs.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Kinds of difference, in the order in which they are told.
KINDS = ("numbers", "outcomes", "tables", "sentences", "pictures")
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


def outcomes(a: Path, b: Path, name: str, tolerance: float) -> list[Difference]:
    """Compare two files of outcomes: name -> number, word, true, false or null."""
    left, right = read_json(a), read_json(b)
    found = []
    for key in dict.fromkeys([*left, *right]):
        one, other = (json.dumps(side[key]) if key in side else "missing" for side in (left, right))
        relative = distance(one, other)
        if relative is None or relative > tolerance:
            found.append(Difference("outcomes", name, key, one, other, relative))
    return found


# ---------------------------------------------------------------------------------------------
# Notebooks
# ---------------------------------------------------------------------------------------------


def notebooks(a: Path, b: Path, name: str) -> list[Difference]:
    """Compare the outputs of two notebooks, cells matched by id: tables, sentences and pictures."""
    left, right = _outputs(a), _outputs(b)
    found = []
    for cell in dict.fromkeys([*left, *right]):
        # A cell that is on one side only and shows nothing is no difference.
        found += _cell_differences(left.get(cell, []), right.get(cell, []), name, cell)
    return found


def _outputs(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return for each code cell its outputs, each as the kind and the content."""
    cells = read_json(path).get("cells")
    try:
        return {
            str(cell.get("id", number)): [shown for output in cell["outputs"] for shown in _contents(output)]
            for number, cell in enumerate(cells)
            if cell["cell_type"] == "code"
        }
    except (TypeError, KeyError, AttributeError):
        raise CompareError(f"{path.name}: expected a Jupyter notebook with outputs, got something else") from None


def _contents(output: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if output["output_type"] == "stream":
        yield "sentences", _joined(output["text"])
    elif output["output_type"] == "error":
        yield "sentences", f"{output['ename']}: {output['evalue']}"
    else:
        data = {kind: _joined(content) for kind, content in output["data"].items()}
        if "image/png" in data:
            yield "pictures", data["image/png"]
        text = data.get("text/html") or data.get("text/markdown") or data.get("text/plain", "")
        yield "tables" if "<table" in text or "| ---" in text else "sentences", text


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "".join(text) if isinstance(text, list) else json.dumps(text)


def _cell_differences(left: list, right: list, name: str, cell: str) -> list[Difference]:
    if [kind for kind, _text in left] != [kind for kind, _text in right]:
        one, other = (", ".join(kind for kind, _text in side) or "nothing" for side in (left, right))
        return [Difference("sentences", name, f"cell {cell}, what it shows", one, other)]
    found = []
    for number, ((kind, one), (_kind, other)) in enumerate(zip(left, right, strict=True), 1):
        place = f"cell {cell}, output {number}"
        if one == other:
            continue
        if kind == "pictures":
            from recount.runs.compare_pictures import png_difference

            found += png_difference(_decoded(one, name), _decoded(other, name), name, place)
        else:
            found += _line_differences(one, other, kind, name, place)
    return found


def _decoded(text: str, name: str) -> bytes:
    import base64
    import binascii

    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise CompareError(f"{name}: expected a picture in base64, got something else; the file is damaged") from None


def _line_differences(one: str, other: str, kind: str, name: str, place: str) -> list[Difference]:
    """Return the lines that differ; lines of one text that the other lacks are told as missing."""
    import difflib

    a, b = one.splitlines(), other.splitlines()
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(j - i, m - k)):
            lines = (a[i + step] if i + step < j else "missing", b[k + step] if k + step < m else "missing")
            found.append(Difference(kind, name, f"{place}, line {(i if i + step < j else k) + step + 1}", *lines))
    return found
