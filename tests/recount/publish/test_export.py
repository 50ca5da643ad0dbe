"""Every cell of every table comes back from the export, and none of them is a formula."""

import csv
import io
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recount.publish import datapackage, export
from recount.publish.archives import unpack

DANGEROUS = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x.example")',
    "{=1}",
    "http://x.example",
]


@pytest.fixture(scope="module")
def sheets():
    return export.read_sheets()


@pytest.fixture(scope="module")
def book(sheets):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(export.workbook(sheets)), data_only=False)


def read_back(content):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[-1].iter_rows(min_row=2)]


@pytest.mark.full
def test_there_is_one_sheet_a_table_after_read_me_and_dictionary(book, data):
    stems = {path.stem for path in data.rglob("*.csv")}
    assert book.sheetnames[:2] == ["read_me", "dictionary"]
    assert set(book.sheetnames[2:]) == stems
    assert len(book.sheetnames) == len(stems) + 2


@pytest.mark.full
def test_every_cell_of_every_table_comes_back(book, data):
    for path in datapackage.paths():
        with open(data / path, encoding="utf-8", newline="") as file:
            expected = list(csv.reader(file))
        sheet = book[path.rsplit("/", 1)[-1].removesuffix(".csv")]
        assert (sheet.max_row, sheet.max_column) == (len(expected), len(expected[0])), path
        for row, cells in zip(expected, sheet.iter_rows(), strict=True):
            for text, cell in zip(row, cells, strict=True):
                same = float(text) == cell.value if cell.data_type == "n" and text else (cell.value or "") == text
                assert same, f"{path}, {cell.coordinate}: expected {text!r}, got {cell.value!r}"


@pytest.mark.full
def test_no_cell_is_a_formula_a_link_or_a_date(book):
    for sheet in book:
        assert not sheet._hyperlinks
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}, sheet.title


@pytest.mark.full
def test_printed_strings_stay_text(book):
    found = set()
    for sheet in book:
        head = [cell.value for cell in sheet[1]]
        if "printed" in head:
            found |= {row[head.index("printed")].value for row in sheet.iter_rows(min_row=2)} - {None}
    assert {"17,5", "10-15"} <= found
    assert all(isinstance(text, str) for text in found)


@pytest.mark.full
@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_dangerous_cell_is_stored_as_the_text_that_it_is(cell):
    sheet = export.Sheet("x.csv", "X", ["text", "value"], ["string", "number"], [[cell, cell]])
    for stored in read_back(_only(sheet))[0]:
        # Workbooks write a carriage return as _x000D_; openpyxl leaves it so.
        assert (stored.data_type, stored.value.replace("_x000D_", "\r")) == ("s", cell)
        assert stored.hyperlink is None


def _only(sheet):
    """A workbook of one table; its columns stand in no dictionary."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "dictionary", lambda sheets: export.Sheet("dictionary.csv", "", ["a"], ["string"], []))
        return export.workbook([sheet])


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e8, max_value=1e8).map(lambda x: f"{x:.6f}"))
def test_a_number_is_the_number_that_was_written(text):
    assert export.as_number(text, "number") == float(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("17,5", "number"),
        ("", "number"),
        ("1937", "string"),
        ("nan", "number"),
        ("+1", "number"),
        ("1e5", "number"),
        ("1234567890.1234567", "number"),
    ],
)
def test_what_would_not_come_back_as_a_number_stays_text(text, kind):
    assert export.as_number(text, kind) is None


def test_sheet_names_are_short_and_unlike():
    names = export.sheet_names(["a" * 40, "a" * 40, "A" * 31, "b/c", "x"])
    assert len({name.lower() for name in names}) == 5
    assert all(len(name) <= 31 and "/" not in name for name in names)


@pytest.mark.full
def test_the_same_data_give_the_same_bytes(sheets):
    assert export.workbook(sheets[:6]) == export.workbook(sheets[:6])
    assert export.content("csv") == export.content("csv")


@pytest.mark.full
def test_sheets_have_frozen_headers_and_filters(book):
    for sheet in book.worksheets[2:]:
        assert sheet.freeze_panes in ("A2", "B2")
        assert sheet.auto_filter.ref


@pytest.mark.full
def test_the_dictionary_describes_every_column_of_every_table(book, sheets):
    rows = {(row[0].value, row[1].value): row[6].value for row in book["dictionary"].iter_rows(min_row=2)}
    assert set(rows) == {(sheet.name, column) for sheet in sheets for column in sheet.header}
    assert all(rows.values())


def test_the_ladder_of_verification_is_that_of_the_column_dictionary():
    from analysis.data import csv_files

    assert set(export.VERIFIED) == set(csv_files.column_rule("party_membership", "verification")["allowed"].split("|"))


def test_the_zip_holds_the_files_of_the_project_as_they_are(data):
    files = unpack(export.content("csv"))
    assert files["data/sources.bib"] == (data / "sources.bib").read_bytes()
    assert files["data/pamphlet/claims.csv"] == (data / "pamphlet" / "claims.csv").read_bytes()


def test_the_database_holds_every_row(sheets, tmp_path):
    path = tmp_path / "x.sqlite"
    path.write_bytes(export.database(sheets))
    base = sqlite3.connect(path)
    for sheet in sheets:
        found = base.execute(f'SELECT * FROM "{sheet.name}"').fetchall()
        assert len(found) == len(sheet.rows)
        assert [str(row[0]) for row in found] == [row[0] for row in sheet.rows] or sheet.kinds[0] != "string"
    base.close()


@pytest.mark.parametrize(
    ("form", "out", "words"),
    [
        ("ods", None, "expected one of xlsx, csv, sqlite"),
        ("xlsx", "a.csv", "ends in .xlsx"),
        ("csv", "a.csv", "ends in .zip"),
    ],
)
def test_a_wrong_format_or_file_name_is_refused(form, out, words):
    with pytest.raises(export.ExportError, match=words):
        export.write(form, out)
