"""A workbook of the export read back: what was changed in it, and the changed tables written if the loader takes them.

What a spreadsheet did to a cell that nobody touched is no change: a number that is still the same keeps its text.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from analysis.data import csv_files, folders, raw, tables
from recount.publish import export

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: Differences of a table that are shown one by one.
MOST_SHOWN = 40


class WorkbookError(ValueError):
    """A workbook that is none of ours, or tables that the loader refuses."""


class Change(NamedTuple):
    """One difference: the table, the row by its first cell, the column (empty for a whole row), before and after."""

    path: str
    row: str
    column: str
    before: str
    after: str

    def __str__(self) -> str:
        """Return the change in one line."""
        if self.column:
            return f"{self.path}, {self.row}, {self.column}: {self.before!r} -> {self.after!r}"
        return f"{self.path}, {self.row}: {'new row' if self.after else 'row taken out'}"


def read_workbook(path: Path) -> dict[str, list[list[str]]]:
    """Return the sheets of a workbook by name: rows of cells as text.

    Raises
    ------
    WorkbookError
        If the file is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as book:
            parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xml")}
            links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        places = {link.get("Id"): link.get("Target").removeprefix("/xl/") for link in links}
        held = parts.get("xl/sharedStrings.xml")
        shared = ["".join(t.text or "" for t in item.iter(f"{_MAIN}t")) for item in held] if held is not None else []
        sheets = parts["xl/workbook.xml"].iter(f"{_MAIN}sheet")
        return {s.get("name"): list(_cells(parts[f"xl/{places[s.get(_LINK)]}"], shared)) for s in sheets}
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise WorkbookError(f"{path}: expected a workbook as export writes it, got {error}; save it as .xlsx") from None


def _cells(sheet, shared: list[str]) -> Iterator[list[str]]:
    for row in sheet.iter(f"{_MAIN}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            cells += [""] * (_column(cell.get("r", ""), len(cells)) - len(cells)) + [_text(cell, shared)]
        yield cells


def _column(place: str, default: int) -> int:
    number = 0
    for sign in filter(str.isalpha, place):
        number = 26 * number + ord(sign) - 64
    return number - 1 if number else default


def _text(cell, shared: list[str]) -> str:
    kind, value = cell.get("t", "n"), cell.find(f"{_MAIN}v")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    if value is None or value.text is None:
        return ""
    if kind == "s":
        return shared[int(value.text)]
    if kind == "b":
        return "true" if value.text == "1" else "false"
    return f"{float(value.text):.15g}" if kind == "n" else value.text


def read_back(path: Path) -> list[export.Sheet]:
    """Return the tables of a workbook, each cell with the text of the project where its value is still the same.

    Raises
    ------
    WorkbookError
        If a table is missing, or its header is another.
    """
    found, stored = read_workbook(path), export.read_sheets()
    fronts = [export.read_me(stored).name, export.dictionary(stored).name]
    names = export.sheet_names([*fronts, *(s.name for s in stored)])[len(fronts) :]
    made = []
    for name, sheet in zip(names, stored, strict=True):
        rows = found.get(name) or []
        if not rows or rows[0][: len(sheet.header)] != sheet.header:
            raise WorkbookError(f"{path.name}: expected a sheet {name!r} with the columns {', '.join(sheet.header)}; "
                               f"got {', '.join(rows[0]) if rows else 'no such sheet'}")  # fmt: skip
        old = {row[0]: row for row in sheet.rows}
        width = len(sheet.header)
        filled = [(row + [""] * width)[:width] for row in rows[1:] if any(row)]
        made.append(sheet._replace(rows=[_as_before(row, old.get(row[0], [])) for row in filled]))
    return made


def _as_before(row: list[str], old: list[str]) -> list[str]:
    return [before if _same(cell, before) else cell for cell, before in zip(row, old, strict=True)] if old else row


def _same(cell: str, before: str) -> bool:
    if cell == before:
        return True
    try:
        return float(cell) == float(before)
    except ValueError:
        return cell.casefold() == before.casefold() and before in ("true", "false")


def changes(sheets: list[export.Sheet]) -> list[Change]:
    """Return every difference between tables read back and those of the data folder."""
    found = []
    for old, new in zip(export.read_sheets(), sheets, strict=True):
        before, after = ({row[0]: row for row in sheet.rows} for sheet in (old, new))
        for key in {**before, **after}:
            if key in before and key in after:
                cells = zip(old.header, before[key], after[key], strict=True)
                found += [Change(old.path, key, column, a, b) for column, a, b in cells if a != b]
            else:
                row = ["; ".join(rows.get(key, [])) for rows in (before, after)]
                found.append(Change(old.path, key, "", *row))
    return found


def checked(sheets: list[export.Sheet], paths: set[str]) -> None:
    """Load all tables with the changed ones in their places, in a copy of the data folder.

    Raises
    ------
    WorkbookError
        If the loader refuses one; the message is the loader's.
    """
    from analysis.ledger import claims
    from recount.runs.drawing import settings

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(folders.data_folder(), copy)
        _write(sheets, paths, copy)
        with settings(RECOUNT_DATA=str(copy)):
            try:
                for path in sorted(paths):
                    csv_files.read_table(copy / path)
                for kind in ("pamphlet", "estimates"):
                    tables.load_all(kind, unchecked=True)
                claims.load_claims()
            except raw.TableError as error:
                raise WorkbookError(f"nothing is written, the loader refuses it: {error}") from None


def _write(sheets: list[export.Sheet], paths: set[str], folder: Path) -> None:
    from analysis.data.files import write_atomic

    for sheet in sheets:
        if sheet.path in paths:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([sheet.header, *sheet.rows])
            write_atomic(folder / sheet.path, text.getvalue().encode("utf-8"))


def run(path: str, *, write: bool = False) -> str:
    """Read a workbook back, check what was changed, and write it if asked; return what was found in words."""
    sheets = read_back(Path(path))
    found = changes(sheets)
    paths = {change.path for change in found}
    if not found:
        return "Nothing was changed.\n"
    checked(sheets, paths)
    lines = [str(change) for change in found[:MOST_SHOWN]]
    lines += [f"… and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
    if write:
        _write(sheets, paths, folders.data_folder())
    done = "written to" if write else "pass the loader; --write writes them to"
    return "\n".join([*lines, f"{len(found)} changes {done} {', '.join(sorted(paths))}"]) + "\n"
