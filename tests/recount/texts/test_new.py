"""Beginning a text: what is made, and what is refused with nothing written."""

import pytest

from analysis.data import audit, folders, reference, tables
from analysis.data.study import study
from analysis.ledger.judge import load_ledger
from recount.app import cli
from recount.texts import new
from recount.texts.new import Work
from recount.texts.reading import TextFileError

TEXT = """THE MILL

In 1850 the mill ground 412 sacks, in 1851 it ground 430.

THE MILLERS

Two of five millers left.
"""


@pytest.fixture
def texts(tmp_path, monkeypatch):
    monkeypatch.setenv("RECOUNT_TEXTS", str(tmp_path / "texts"))
    monkeypatch.delenv("RECOUNT_TEXT", raising=False)
    return tmp_path / "texts"


def file_of(tmp_path, content):
    path = tmp_path / "mill.txt"
    path.write_bytes(content)
    return path


def test_a_new_text_is_ready_for_every_command(tmp_path, texts, monkeypatch):
    said = new.begin("mill", file_of(tmp_path, TEXT.encode()), Work(title='The "Mill"', author="A. B", year=1852))
    assert "1." in said
    assert "2." in said
    assert "3." in said
    assert "4." not in said
    monkeypatch.setenv("RECOUNT_TEXT", "mill")
    assert study()["work"]["title"] == 'The "Mill"'
    assert tables.load_pamphlet("numerals")["numeral"].tolist() == ["1850", "412", "1851", "430", "Two", "five"]
    assert tables.load_pamphlet("sections")["section"].tolist() == ["s001", "s002"]
    assert load_ledger().empty
    assert "mill" in reference.source_keys()


def test_no_sentence_of_the_text_enters_the_folder(tmp_path, texts):
    new.begin("mill", file_of(tmp_path, TEXT.encode()), Work())
    everything = "".join(p.read_text(encoding="utf-8") for p in texts.rglob("*") if p.is_file())
    for words in ("ground", "sacks", "millers left", "THE MILL"):
        assert words not in everything


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("In 1850 die Mühle".encode("cp1252"), "expected UTF-8, got another encoding; save the file as UTF-8"),
        (b"\xef\xbb\xbfIn 1850", "without a byte-order mark"),
        ("In 1850".encode("utf-16"), "without a byte-order mark"),
        (b"No number at all.", "expected numerals or number words"),
        (b"", "expected numerals or number words"),
        (b"In 1850\0", "got a NUL character"),
        (b"1 " * 25_000_000, "expected at most 20,000,000 bytes, got 50,000,000"),
    ],
    ids=["cp1252", "bom", "utf16", "no numeral", "empty", "nul", "50 MB"],
)
def test_a_file_that_is_no_such_text_is_refused_and_nothing_written(tmp_path, texts, content, words):
    with pytest.raises(TextFileError, match=words):
        new.begin("mill", file_of(tmp_path, content), Work())
    assert not texts.exists() or not list(texts.iterdir())


def test_a_missing_file_a_folder_and_a_language_without_a_pack_are_refused(tmp_path, texts):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(TextFileError, match="expected a text file"):
            new.begin("mill", path, Work())
    with pytest.raises(new.NewTextError, match="expected one of de, en, sv, got 'xx'"):
        new.begin("mill", file_of(tmp_path, TEXT.encode()), Work("xx"))
    with pytest.raises(folders.TextError, match="expected a name"):
        new.begin("../mill", file_of(tmp_path, TEXT.encode()), Work())
    assert not texts.exists()


def test_a_text_is_not_begun_twice(tmp_path, texts):
    file = file_of(tmp_path, TEXT.encode())
    new.begin("mill", file, Work())
    (texts / "mill/claims.csv").write_text("kept", encoding="utf-8")
    with pytest.raises(new.NewTextError, match="holds already"):
        new.begin("mill", file, Work())
    assert (texts / "mill/claims.csv").read_text(encoding="utf-8") == "kept"


def test_a_disk_that_is_full_leaves_nothing(tmp_path, texts, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new.os, "rename", fail)
    with pytest.raises(OSError, match="No space"):
        new.begin("mill", file_of(tmp_path, TEXT.encode()), Work())
    assert list(texts.iterdir()) == []


def test_headings_are_marked_lines_and_lines_in_capitals():
    found = new.find_headings("a first line\n# One\ntext\nTWO WORDS\nNo 7\n## Three\n")
    assert found["position"].tolist() == [0, 13, 24, 39]
    assert found["heading_sha256"].iloc[1] == audit.heading_hash("# One")


def test_so_many_headings_are_none():
    assert len(new.find_headings("LINE OF CAPITALS\n" * 400)) == 1


def test_columns_kinds_and_checks_are_explained_beside_the_tables(tmp_path, texts):
    new.begin("mill", file_of(tmp_path, TEXT.encode()), Work())
    guide = (texts / "mill/COLUMNS.md").read_text(encoding="utf-8")
    for word in ("`printed`*", "`share_of`", "`increase`", "estimates/others.csv", "cited/passages.csv"):
        assert word in guide


@pytest.mark.parametrize("command", ["audit", "ledger", "todo", "cite", "figure", "export", "report"])
def test_every_command_for_a_text_takes_its_name(command):
    _command, options = cli.parse([command, "--text", "mill"])
    assert options.text_name == "mill"
