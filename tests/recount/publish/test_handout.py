"""Handouts: two pages for the class, the same bytes every time, nothing that depends on the machine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from recount.publish import handout, lessons
from recount.publish.lesson_numbers import LessonError
from recount.runs import drawing
from tests.conftest import ROOT


def stored(name, out, *, theme, form, language):
    """Take a figure as it is stored, in the theme screen: drawing one means running its notebook."""
    assert (theme, form) == ("print", "all")
    return [Path(shutil.copy(ROOT / "figures" / f"{name}.{end}", out)) for end in ("pdf", "json")]


def text_of(path):
    """Return the text of a PDF."""
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, encoding="utf-8")
    return done.stdout


@pytest.mark.full("pdfinfo")
@pytest.mark.parametrize("name", lessons.names())
def test_handout_has_two_pages(name, tmp_path):
    """By poppler's count as by ours; A4; the words and numbers of the lesson; the fonts of typst and of the figures."""
    path = handout.write(name, tmp_path, draw=stored)
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, encoding="utf-8").stdout
    assert re.search(r"Pages: +2\n", said)
    assert "A4" in said
    assert "CreationDate" not in said
    assert handout.page_count(path.read_bytes()) == 2
    text = text_of(path)
    for block in lessons.read(name).parts["Handout"]:
        if block.kind == "heading":
            assert lessons.fill(block.texts[0]) in text
    assert "{" not in text
    fonts = subprocess.run(["pdffonts", path], check=True, capture_output=True, encoding="utf-8").stdout
    rows = fonts.splitlines()[2:]
    assert all(re.search(r"LibertinusSerif|DejaVuSans", row) for row in rows)
    assert all(re.search(r" yes yes ", row) or re.search(r" yes (?:yes|no) +yes ", row) for row in rows)


@pytest.mark.full("pdfinfo")
@pytest.mark.parametrize("key", [False, True])
def test_same_bytes(key, tmp_path):
    """A second run, in another folder, gives the same file."""
    first, second = (handout.write("02", tmp_path / run, key=key, draw=stored) for run in ("a", "b"))
    assert first.name == f"02_divided_by_what.{'key' if key else 'handout'}.pdf"
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.full("pdfinfo")
@pytest.mark.parametrize("name", lessons.names())
def test_key_has_answers_and_sources(name, tmp_path):
    """The teacher's sheet holds plan, answers and notes; the class's pages hold none of the answers."""
    key = " ".join(text_of(handout.write(name, tmp_path, key=True, draw=stored)).split())
    for part in (*handout.KEY_PARTS, "Sources", "For the teacher"):
        assert part in key
    assert "Mário Sousa, The Class Struggle During the Thirties" in key
    given = " ".join(text_of(handout.write(name, tmp_path, draw=stored)).split())
    assert not [part for part in handout.KEY_PARTS if part in given]
    texts = [lessons.fill(t) for block in lessons.read(name).parts["Answer key"] for t in block.texts]
    sentences = [s for text in texts for s in re.sub(r"[*_`]", "", text).split(". ") if len(s) >= 25]
    assert len(sentences) >= 3
    begins = [" ".join(sentence.split())[:40] for sentence in sentences]
    # A few are broken by the layout, so that their words do not follow one another.
    assert sum(words in key for words in begins) >= 0.8 * len(begins)
    assert not [words for words in begins if words in given]


@pytest.mark.full("pdfinfo")
def test_type_is_large_enough(tmp_path):
    """Running text is set in 11 points, not below 10.5."""
    path = handout.write("01", tmp_path, draw=stored)
    subprocess.run(["pdftotext", "-bbox-layout", path, tmp_path / "boxes.html"], check=True)
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(pamphlet|printed|number)<',
                       (tmp_path / "boxes.html").read_text(encoding="utf-8"))  # fmt: skip
    assert words
    # The box of a word is about one and a quarter times as high as the size of its type.
    assert all(float(low) - float(high) >= 10.5 for high, low, _word in words)


@pytest.mark.full("pdfinfo")
def test_three_pages_are_refused(tmp_path, monkeypatch):
    """With far too many lines to write on, the message says what to change."""
    long = (ROOT / "lessons" / "02_divided_by_what.md").read_text(encoding="utf-8").replace("% write 5", "% write 40")
    (tmp_path / "02_divided_by_what.md").write_text(long, encoding="utf-8")
    monkeypatch.setattr(lessons, "FOLDER", tmp_path)
    with pytest.raises(handout.HandoutError, match=r"expected 2 pages for the class, got [3-9]; change '% write'"):
        handout.write("02", tmp_path, draw=stored)
    assert not list(tmp_path.glob("*.pdf"))


def test_unknown_lesson_and_language_are_refused(tmp_path):
    """Before anything is drawn."""
    with pytest.raises(LessonError, match="did you mean '05_votes_seats_work'"):
        handout.write("05_votes_seats_wok", tmp_path, draw=stored)
    with pytest.raises(drawing.FigureError, match=r"--language: expected one of en.*got 'xx'"):
        handout.write("05", tmp_path, language="xx", draw=stored)


def test_runs():
    """Emphasis is taken out of the text, nothing else is read as markup."""
    assert handout._runs("a *b* c **d** #let x = 1 $y$") == [
        {"style": "plain", "text": "a "}, {"style": "emph", "text": "b"}, {"style": "plain", "text": " c "},
        {"style": "strong", "text": "d"}, {"style": "plain", "text": " #let x = 1 $y$"},
    ]  # fmt: skip


def test_tasks_stay_whole():
    """A heading opens a group, and everything up to the next belongs to it."""
    kinds = ["text", "heading", "text", "write", "heading", "table", "note"]
    grouped = handout._groups([{"kind": kind} for kind in kinds])
    assert [[piece["kind"] for piece in group] for group in grouped] == [
        ["text"], ["heading", "text", "write"], ["heading", "table"], ["note"],
    ]  # fmt: skip


def test_open_columns():
    """A column with nothing below its head is to be filled in."""
    table = lessons.Block("table", ("Year", "Base", "1929", "", "1935", ""), 2)
    assert handout._open_columns(table) == [False, True]
