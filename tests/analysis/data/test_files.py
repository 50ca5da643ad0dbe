"""Small tables: what is written is read again, in one form."""

import pytest

from analysis.data.files import as_csv, read_csv

ROWS = [("plain", "1"), ('a "b", c', ""), ("two\nlines", "é")]


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(as_csv(("what", "n"), ROWS).encode("utf-8"))
    assert [tuple(row.values()) for row in read_csv(path)] == ROWS
    assert list(read_csv(path)[0]) == ["what", "n"]


def test_the_form_is_line_feeds_and_no_needless_quotes():
    assert as_csv(("what", "n"), [("plain", 1), ("a,b", "")]) == 'what,n\nplain,1\n"a,b",\n'


def test_a_missing_file_has_no_rows_only_where_that_is_allowed(tmp_path):
    assert read_csv(tmp_path / "t.csv", missing_ok=True) == []
    with pytest.raises(FileNotFoundError):
        read_csv(tmp_path / "t.csv")
