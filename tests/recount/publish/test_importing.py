"""A workbook that was exported comes back: without a difference, or with just what was changed, or is refused."""

import shutil

import pytest

from analysis.data import folders
from recount.publish import export, importing

#: Workbooks need the optional packages.
pytestmark = pytest.mark.full()


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "data.xlsx"
    path.write_bytes(export.content("xlsx"))
    return path


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A copy of the data folder that may be written to."""
    folder = tmp_path / "own"
    shutil.copytree(folders.data_folder(), folder)
    monkeypatch.setenv("RECOUNT_DATA", str(folder))
    return folder


def changed(sheets, path, row, column, value):
    """Return tables with one cell changed."""
    made = []
    for sheet in sheets:
        rows = [list(r) for r in sheet.rows]
        if sheet.path == path:
            next(r for r in rows if r[0] == row)[sheet.header.index(column)] = value
        made.append(sheet._replace(rows=rows))
    return made


def test_a_workbook_comes_back_without_a_difference(book):
    assert importing.run(str(book)) == "Nothing was changed.\n"


def test_a_changed_cell_is_named_and_written(own_data):
    path = "estimates/party_expulsions.csv"
    sheets = export.read_sheets()
    row = next(s for s in sheets if s.path == path).rows[0][0]
    after = changed(sheets, path, row, "note", "looked at again")
    found = importing.changes(after)
    assert [(c.path, c.row, c.column, c.after) for c in found] == [(path, row, "note", "looked at again")]
    importing.checked(after, {path})
    importing._write(after, {path}, own_data)
    assert "looked at again" in (own_data / path).read_text(encoding="utf-8")


def test_what_the_loader_refuses_is_not_written():
    path = "estimates/party_expulsions.csv"
    sheets = export.read_sheets()
    row = next(s for s in sheets if s.path == path).rows[0][0]
    with pytest.raises(importing.WorkbookError, match="nothing is written"):
        importing.checked(changed(sheets, path, row, "value", "about nine"), {path})


def test_numbers_that_a_spreadsheet_rewrote_are_no_change():
    assert importing._as_before(["a", "1.5", "TRUE", "7"], ["a", "1.50", "true", "8"]) == ["a", "1.50", "true", "7"]


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("no workbook", encoding="utf-8")
    with pytest.raises(importing.WorkbookError, match="expected a workbook"):
        importing.run(str(path))
