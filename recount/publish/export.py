"""The data as one file for a spreadsheet, a statistics program or a database.

Nothing is changed on the way: every cell of every CSV comes back. Text stays text, whatever it begins with, so
that a cell such as ``=1+1`` is shown and never computed, and a printed ``17,5`` or ``10-15`` is no number and no date.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from analysis import __version__
from analysis.data import folders
from analysis.data.csv_files import column_rule
from analysis.data.study import object_of_study
from recount.app.setup import ROOT
from recount.publish import datapackage
from recount.publish.archives import pack, unpack

#: Format -> ending of its file.
FORMATS = {"xlsx": ".xlsx", "csv": ".zip", "sqlite": ".sqlite", "claimreview": ".jsonld"}
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: A longer text makes a sheet unreadable; the cell still holds all of it.
WIDEST = 60
VERIFIED = {
    "print": "checked against the printed page",
    "data_file": "taken from the author's or publisher's data file",
    "two_texts": "read in two independent texts",
    "one_text": "read in one text",
    "unchecked": "nobody has looked it up yet; no result rests on it",
}


class ExportError(ValueError):
    """An export that cannot be made as asked."""


class Sheet(NamedTuple):
    """A table as it is exported: its path below ``data/``, title, columns, kinds of the columns, rows of text."""

    path: str
    title: str
    header: list[str]
    kinds: list[str]
    rows: list[list[str]]

    @property
    def name(self) -> str:
        """Name of the table: the file's, without folder and ending."""
        return Path(self.path).stem


def write(form: str = "xlsx", out: str | Path | None = None) -> Path:
    """Write the data in one file.

    Parameters
    ----------
    form : {'xlsx', 'csv', 'sqlite', 'claimreview'}
        A workbook, a zip of the tables, a database, or the ledger as schema.org ClaimReview.
    out : str or Path, optional
        The file; ``out/recount-data.xlsx`` (``.zip``, ``.sqlite``) by default.

    Raises
    ------
    ExportError
        If the format is unknown, the file has another ending, or a table cannot be read as its columns say.
    """
    from analysis.data.files import write_atomic

    if form not in FORMATS:
        raise ExportError(f"--format: expected one of {', '.join(FORMATS)}; got {form!r}")
    ending = FORMATS[form]
    target = Path(out or f"out/recount-{folders.text_name() or 'data'}{ending}")
    if target.suffix.lower() != ending or target.is_dir():
        raise ExportError(f"--out: expected a file that ends in {ending}, got {str(out)!r}")
    write_atomic(target.absolute(), content(form))
    return target


def content(form: str) -> bytes:
    """Return the data in a format as bytes; the same data give the same bytes."""
    if form == "csv":
        return pack(csv_files())
    if form == "claimreview":
        from recount.publish import claimreview

        return claimreview.content()
    return workbook(read_sheets()) if form == "xlsx" else database(read_sheets())


def csv_files() -> dict[str, bytes]:
    """Return the tables, the bibliography, the descriptor and the licence by path, as they stand in the project."""
    folder = folders.text_folder()
    inside = f"texts/{folders.text_name()}" if folders.text_name() else "data"
    more = [name for name in ("sources.bib", "text.toml") if (folder / name).is_file()]
    files = {f"{inside}/{name}": (folder / name).read_bytes() for name in (*datapackage.paths(), *more)}
    files[f"{inside}/datapackage.json"] = datapackage.content()
    return {**files, "LICENSE-data.md": (ROOT / "LICENSE-data.md").read_bytes()}


def read_sheets() -> list[Sheet]:
    """Read every table of the data package, the column dictionary first.

    Raises
    ------
    ExportError
        If a row has not as many cells as the header; the message names file and row.
    """
    titles = {r["path"]: r["title"] for r in datapackage.package()["resources"]}
    kinds = {r["path"]: [f["type"] for f in r["schema"]["fields"]] for r in datapackage.package()["resources"]}
    order = sorted(datapackage.paths(), key=lambda path: (path != "columns.csv", "/" in path, path))
    return [_read_sheet(path, titles[path], kinds[path]) for path in order]


def _read_sheet(path: str, title: str, kinds: list[str]) -> Sheet:
    with open(folders.text_folder() / path, encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise ExportError(f"{path}, row {number}: expected {len(header)} cells, got {len(row)}; see its quotes")
    return Sheet(path, title, header, kinds, rows)


def as_number(text: str, kind: str) -> float | None:
    """Return a cell of a column of numbers as a number; ``None`` where it has to stay text to come back unchanged."""
    # A spreadsheet keeps fifteen digits.
    plain = kind in ("number", "integer") and PLAIN_NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= 15
    return float(text) if plain else None


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return names for sheets: at most 31 characters, none that a sheet refuses, no two alike in any case."""
    taken: list[str] = []
    for name in names:
        short = "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:31]
        number = 2
        while short.lower() in (t.lower() for t in taken):
            tail = f"_{number}"
            short, number = name[: 31 - len(tail)] + tail, number + 1
        taken.append(short)
    return taken


def workbook(sheets: list[Sheet]) -> bytes:
    """Return the tables as a workbook: read me, dictionary, then one sheet a table."""
    import datetime

    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise ExportError(
            "a workbook needs the package xlsxwriter, found none; run: make setup ARGS=--extras"
        ) from None
    buffer = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, safe)
    book.set_properties({"title": "Recount: data", "author": "Recount", "created": datetime.datetime(1980, 1, 1)})
    text = book.add_format({"num_format": "@", "valign": "top"})
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    looks = {"text": text, "head": head, "number": book.add_format({"valign": "top"})}
    front = [read_me(sheets), dictionary(sheets)]
    names = sheet_names([s.name for s in (*front, *sheets)])
    for name, sheet in zip(names, (*front, *sheets), strict=True):
        _fill(book.add_worksheet(name), sheet, looks)
    book.close()
    return pack(unpack(buffer.getvalue()))


def _fill(page, sheet: Sheet, looks: dict) -> None:
    """Write a table into a sheet: text as text, numbers of number columns as numbers."""
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, looks["head"])
    for number, row in enumerate(sheet.rows, 1):
        for column, (cell, kind) in enumerate(zip(row, sheet.kinds, strict=True)):
            value = as_number(cell, kind)
            if value is not None:
                page.write_number(number, column, value, looks["number"])
            elif cell:
                page.write_string(number, column, cell, looks["text"])
    page.freeze_panes(1, 1 if len(sheet.header) > 2 else 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    for column in range(len(sheet.header)):
        longest = max(len(row[column]) for row in [sheet.header, *sheet.rows])
        page.set_column(column, column, min(max(longest + 2, 8), WIDEST))


def read_me(sheets: list[Sheet]) -> Sheet:
    """Return the first sheet: what this is, version, licence, how far figures were checked, what the sheets hold."""
    rows = [
        ["What", "The numbers that one pamphlet prints, and what others published on the same matters."],
        ["Version", __version__],
        ["Licence", "Compilation: CC BY 4.0, Recount developers. Figures keep the terms of their sources."],
        ["How to cite", _own_footnote()],
        ["Pamphlet", f"{_pamphlet()} It is the object of study, not an authority."],
        ["Printed values", "Column 'printed' is text, exactly as printed: 17,5 or 10-15 is not a number."],
        ["Not the same", "Expulsion from the party is not arrest, conviction or death; never add or divide the two."],
        ["Sources", "Keys in the columns 'sources' and 'cited_source' are those of data/sources.bib."],
        *([f"Verification: {word}", meaning] for word, meaning in VERIFIED.items()),
        *([f"Sheet {s.name}", f"{s.title} (data/{s.path}, {len(s.rows)} rows)"] for s in sheets),
    ]  # fmt: skip
    return Sheet("read_me.csv", "Read me", ["topic", "text"], ["string", "string"], rows)


def _pamphlet() -> str:
    from analysis.data.sources import footnote

    return footnote(object_of_study()).replace("*", "")


def _own_footnote() -> str:
    from recount.publish.citing import own_footnote

    return own_footnote()


def dictionary(sheets: list[Sheet]) -> Sheet:
    """Return the second sheet: each column of each table with type, unit and meaning."""
    header = ["table", "column", "type", "required", "allowed", "unit", "meaning"]
    rows = []
    for sheet in sheets:
        for column in sheet.header:
            rule = column_rule(sheet.name, column)
            rows.append([sheet.name, column, *(rule[name] for name in header[2:])])
    return Sheet("dictionary.csv", "Dictionary", header, ["string"] * len(header), rows)


def database(sheets: list[Sheet]) -> bytes:
    """Return the tables as a database: numbers as REAL or INTEGER, text as TEXT, empty cells as NULL."""
    import sqlite3

    types = {"number": "REAL", "integer": "INTEGER"}
    with contextlib.closing(sqlite3.connect(":memory:")) as base:
        for sheet in [dictionary(sheets), *sheets]:
            columns = ", ".join(
                f"{_quoted(name)} {types.get(kind, 'TEXT')}"
                for name, kind in zip(sheet.header, sheet.kinds, strict=True)
            )
            base.execute(f"CREATE TABLE {_quoted(sheet.name)} ({columns})")
            marks = ", ".join("?" * len(sheet.header))
            base.executemany(
                f"INSERT INTO {_quoted(sheet.name)} VALUES ({marks})",
                [[cell or None for cell in row] for row in sheet.rows],
            )
        base.commit()
        return base.serialize()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
