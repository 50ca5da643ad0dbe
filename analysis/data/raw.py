"""Read a text file of the data folder, or refuse it: encoding, size, quotes, line ends, blank lines.

A refusal names the file, the row as a text editor counts it, what was expected and what to do.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from analysis.text.plain import find_control

#: Eight times the largest table; one of this size, whatever is in it, is read or refused within 2 GB of memory.
MAX_BYTES = 10_000_000
MAX_PROBLEMS = 20


class TableError(ValueError):
    """A table that does not keep its contract; the message lists up to 20 problems."""


#: What was read, with its time and size then.
_noted: dict[str, tuple[int, int]] = {}


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
    note(path)
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


def note(path: Path) -> None:
    """Keep the state of a file or folder that was read."""
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


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV as text, its header first."""
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
    return tuple(read_rows(Path(path))[0])


def problem(path: Path, row: int, column: str, cell: str, wanted: str) -> str:
    """Return the message for one cell."""
    shown = cell if len(cell) <= 60 else cell[:57] + "..."
    return f"{path.name}, row {row + 2}, column {column!r}: expected {wanted}, got {shown!r}"


def refuse(problems: list[str]) -> None:
    """Raise the problems, at most :data:`MAX_PROBLEMS` of them in words."""
    if problems:
        more = f"\n... and {len(problems) - MAX_PROBLEMS} more" if len(problems) > MAX_PROBLEMS else ""
        raise TableError("\n".join(problems[:MAX_PROBLEMS]) + more)
