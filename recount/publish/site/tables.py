"""Pages of the data: every table as rows with anchors, so that each number of the site leads to its row.

A column that says the same in every row stands above the table, once; a long table goes on over several pages.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from analysis.data import csv_files, folders, reference
from analysis.text.words import _, ngettext, number
from recount.publish import datapackage
from recount.publish.site.html import (
    SiteError,
    bibliography_link,
    escape,
    items,
    link,
    page,
    raw,
    sources_section,
    table,
    tag,
)  # fmt: skip

#: A page of rows is closed when it reaches this many bytes of HTML; with the frame it stays below a megabyte.
PAGE_BYTES = 600_000
#: Tables whose ids are those of rows elsewhere.
BORROWED = ("corrections", "source_links")
#: Columns that hold keys of ``sources.bib``; what is no key stays text.
SOURCE_COLUMNS = ("sources", "cited_source", "original_source")
#: Columns that point to a row of another table.
POINTERS = {"lineage": "lineages"}
#: A text in one of these columns that several rows share stands once, as a note below the table.
NOTED = ("note", "seen_at", "remark", "locator")
LONG, SHARED = 24, 3
#: The dictionary folds longer lists of tables away.
FEW_TABLES = 4
#: Groups of tables on the index page, by folder.
FOLDERS = {
    "pamphlet": "What the pamphlet prints",
    "estimates": "What others published",
    ".": "Tables that describe the others",
}


@dataclass(frozen=True)
class Table:
    """A table of the project as the site shows it.

    Attributes
    ----------
    name, path, title : str
        Stem of the file, path below ``data/``, what the table holds.
    columns : tuple of str
        Header.
    rows : tuple of tuple of str
        Cells as they stand in the file.
    pages : tuple of int
        For each row the number of its page, from 1.
    count : int
        Rows of the file, where all years of a series stand in one of ``rows``.
    """

    name: str
    path: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pages: tuple[int, ...]
    count: int = 0

    def file(self, part: int) -> str:
        """Return the name of a page, without suffix."""
        return self.name if part == 1 else f"{self.name}-{part}"


@lru_cache(maxsize=1)
def load_tables() -> dict[str, Table]:
    """Return all tables below ``data/`` by name.

    Raises
    ------
    SiteError
        If two tables have one name.
    """
    titles = csv_files.read_table(folders.data_folder() / "tables.csv", ("path", "title"))
    known = dict(zip(titles["path"], titles["title"], strict=True))
    found: dict[str, Table] = {}
    for path in datapackage.paths():
        name = Path(path).stem
        if name in found:
            raise SiteError(f"expected one table of each name, got {found[name].path} and {path}; rename one")
        # As they stand in the file: a typed 1000.0 is not what somebody wrote.
        with open(folders.data_folder() / path, encoding="utf-8-sig", newline="") as file:
            header, *lines = map(tuple, csv.reader(file))
        header, rows = _folded(header, lines)
        found[name] = Table(name, path, known.get(path, name), header, rows, _paged(rows), len(lines))
    return found


def _folded(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> tuple:
    """Return header and rows, all years of a yearly series in one row: ``1928 232; 1929 238``."""
    if header[-2:] != ("year", "value"):
        return header, tuple(rows)
    series: dict[tuple[str, ...], list[str]] = {}
    for *names, year, value in rows:
        series.setdefault(tuple(names), []).append(f"{year} {value}")
    return (*header[:-2], "value"), tuple((*names, "; ".join(values)) for names, values in series.items())


def _paged(rows: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    # Tags and links make up for what the columns that never change leave out.
    pages, part, size = [], 1, 0
    for row in rows:
        size += sum(len(cell) + 9 for cell in row) + 60
        if size > PAGE_BYTES:
            part, size = part + 1, 0
        pages.append(part)
    return tuple(pages)


@lru_cache(maxsize=1)
def addresses() -> dict[str, str]:
    """Return the address of every row that has a name: ``data/PAGE.html#ID``, below the top of the site."""
    return {
        row[0]: f"data/{one.file(part)}.html#{row[0]}"
        for one in load_tables().values()
        if one.columns[0] == "id" and one.name not in BORROWED
        for row, part in zip(one.rows, one.pages, strict=True)
    }


def row_link(name: str, up: str = "") -> str:
    """Return a row's name with a link to it.

    Raises
    ------
    SiteError
        If no table has such a row.
    """
    if name not in addresses():
        raise SiteError(f"expected the id of a row of the data, got {name!r}")
    return link(up + addresses()[name], name)


def anchor(one: Table, row: tuple[str, ...]) -> str | None:
    """Return the anchor of a row: its first cell, or as many more as it takes to tell it from the others."""
    if one.name in datapackage.NO_PRIMARY_KEY:
        return None
    if one.columns[0] == "id" and one.name not in BORROWED:
        return row[0]
    return f"{one.name}-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", "-".join(row[: _telling(one)]))


@cache
def _telling(one: Table) -> int:
    """Count the leading columns that no two rows have alike."""
    counts = range(1, len(one.columns) + 1)
    return next((n for n in counts if len({row[:n] for row in one.rows}) == len(one.rows)), len(one.columns))


def table_pages(one: Table) -> dict[str, str]:
    """Return the pages of one table as MyST, by path below the sources."""
    constant = [i for i in range(1, len(one.columns)) if len(one.rows) > 1 and len({r[i] for r in one.rows}) == 1]
    last = max(one.pages, default=1)
    made = {}
    for part in range(1, last + 1):
        title = _(one.title) if last == 1 else _("{title}, page {part} of {last}").format(
            title=_(one.title), part=part, last=last
        )  # fmt: skip
        rows = [row for row, place in zip(one.rows, one.pages, strict=True) if place == part]
        parts = [raw(_head(one, constant)), raw(_turn(one, part, last)), raw(_rows(one, rows, constant, title))]
        keys = source_keys(one) if part == 1 else []
        parts += [raw(_turn(one, part, last)), sources_section(keys, "../")]
        made[f"data/{one.file(part)}.md"] = page(title, *parts, searched=False)
    return made


def _head(one: Table, constant: list[int]) -> str:
    count = ngettext("{n} row", "{n} rows", one.count or len(one.rows)).format(n=_size(one))
    download = link(f"../downloads/data/{one.path}", _("download as CSV"), download="")
    words = f"<p><code>data/{escape(one.path)}</code>: {escape(count)}; {download}; "
    words += link("dictionary.html", _("what the columns mean")) + ".</p>"
    same = [(i, one.rows[0][i]) for i in constant if one.rows[0][i]]
    if not same:
        return words
    shown = "; ".join(f"<code>{escape(one.columns[i])}</code> {_cell(one.columns[i], text, {})}" for i, text in same)
    return words + f"<p>{escape(_('The same in every row:'))} {shown}.</p>"


def _turn(one: Table, part: int, last: int) -> str:
    if last == 1:
        return ""
    pages = [
        f'<span aria-current="page">{n}</span>' if n == part else link(f"{one.file(n)}.html", str(n))
        for n in range(1, last + 1)
    ]
    return tag("nav", f"{escape(_('Page'))} {' '.join(pages)}", class_="pages", aria_label=_("Pages of this table"))


def _rows(one: Table, rows: list[tuple[str, ...]], constant: list[int], caption: str) -> str:
    shown = [i for i in range(len(one.columns)) if i not in constant]
    notes = _notes(one, rows)
    body = []
    for row in rows:
        cells = [_cell(one.columns[i], row[i], notes) for i in shown]
        cells[0] = _name(one, row)
        body.append((anchor(one, row), cells))
    below = "".join(f'<li id="note-{rank}">{escape(text)}</li>' for text, rank in notes.items())
    foot = f'<ol class="notes">{below}</ol>' if below else ""
    return tag("div", table([one.columns[i] for i in shown], body, caption), class_="rows") + foot


def _notes(one: Table, rows: list[tuple[str, ...]]) -> dict[str, int]:
    places = [one.columns.index(name) for name in NOTED if name in one.columns]
    used = Counter(row[i] for row in rows for i in places)
    long = [text for text, count in used.items() if count >= SHARED and len(text) >= LONG]
    return {text: rank for rank, text in enumerate(long, 1)}


def _cell(column: str, text: str, notes: Mapping[str, int]) -> str:
    if not text:
        return ""
    if column in SOURCE_COLUMNS:
        known = reference.source_keys()
        return "; ".join(bibliography_link(key, "../") if key in known else escape(key) for key in text.split(";"))
    if column in POINTERS:
        return link(f"{POINTERS[column]}.html#{POINTERS[column]}-{text}", text)
    if column in NOTED and text in notes:
        return link(f"#note-{notes[text]}", _("note {n}").format(n=notes[text]))
    return escape(text)


def _name(one: Table, row: tuple[str, ...]) -> str:
    if one.name in BORROWED or one.name == "claims":
        return row_link(row[0], "../")
    return escape(row[0])


def source_keys(one: Table) -> list[str]:
    """Return the sources that a table names, sorted."""
    used: dict[str, None] = {}
    for column in SOURCE_COLUMNS:
        if column in one.columns:
            place = one.columns.index(column)
            used.update((key, None) for row in one.rows for key in row[place].split(";"))
    return sorted(used.keys() & reference.source_keys())


def index_page() -> str:
    """Return the page that lists the tables, with the column dictionary and the data package beside them."""
    parts = [
        _("Every figure that the pamphlet prints and every estimate that is set beside it is a row of one of these "
          "tables. A row has a name, and the site links to it by that name."),
        raw(items([
            link("dictionary.html", _("What every column means")),
            link("../downloads/data/datapackage.json", _("The tables as a data package (JSON)"), download=""),
            link("../downloads/data/sources.bib", _("The sources as BibTeX"), download=""),
        ])),
    ]  # fmt: skip
    for folder, title in FOLDERS.items():
        group = [one for one in load_tables().values() if Path(one.path).parent.as_posix() == folder]
        rows = [(None, [link(f"{one.name}.html", _(one.title)), _size(one), _download(one)]) for one in group]
        made = table([_("Table"), _("Rows"), _("File")], rows, _(title))
        parts += [f"## {_(title)}", raw(tag("div", made, class_="headed"))]
    return page(_("Data"), *parts)


def _size(one: Table) -> str:
    return number(one.count or len(one.rows))


def _download(one: Table) -> str:
    return link(f"../downloads/data/{one.path}", f"{one.name}.csv", download="")


def dictionary_page() -> str:
    """Return the data dictionary: every column of every table, from ``columns.csv``."""
    heads = [_("Column"), _("Meaning"), _("Type"), _("Required"), _("Unit"), _("Values allowed"), _("Tables")]
    rows = []
    for row in csv_files.column_rules().values():
        allowed = ", ".join(row["allowed"].split("|")) if row["allowed"] else ""
        required = _("yes") if row["required"] == "true" else _("no")
        cells = [row["column"], row["meaning"], row["type"], required, row["unit"], allowed]
        rows.append((f"column-{row['column'].replace('.', '-')}", [*map(escape, cells), _holders(row["column"])]))
    return page(
        _("Data dictionary"),
        _("A name with a point, such as `corrections.value`, is the rule of one table alone. Units are listed in a "
          "table of their own."),
        raw(items([link("units.html", _("Units and their factors")), link("lineages.html", _("Lineages"))])),
        raw(tag("div", table(heads, rows, _("Columns of the data")), class_="headed")),
    )  # fmt: skip


def _holders(column: str) -> str:
    table_name, _point, name = column.rpartition(".")
    own = {c for c in csv_files.column_rules() if c.endswith(f".{name}")}
    having = [
        one.name
        for one in load_tables().values()
        if name in one.columns and (one.name == table_name if table_name else f"{one.name}.{name}" not in own)
    ]
    links = ", ".join(link(f"{one}.html", one) for one in having)
    if len(having) <= FEW_TABLES:
        return links
    return f"<details><summary>{escape(_('{n} tables').format(n=number(len(having))))}</summary>{links}</details>"


def pages() -> dict[str, str]:
    """Return all pages of the data section, by path below the sources."""
    made = {"data/dictionary.md": dictionary_page()}
    for one in load_tables().values():
        made |= table_pages(one)
    hidden = "\n".join(Path(path).stem for path in made)
    toctree = f"```{{toctree}}\n:hidden:\n\n{hidden}\n```"
    return {"data/index.md": index_page() + "\n" + toctree + "\n", **made}
