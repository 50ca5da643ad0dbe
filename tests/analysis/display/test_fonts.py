"""Fonts by path: nothing of the machine decides which letters a figure is set in."""

import io
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from analysis.display import fonts, style


def other_list():
    """Matplotlib's list as a machine has it on which another file goes by the same name, and comes first."""
    wrong = Path(mpl.get_data_path(), "fonts/ttf/DejaVuSerif.ttf")
    entry = font_manager.FontEntry(
        fname=str(wrong), name=fonts.FAMILY, style="normal", variant="normal", weight=400, stretch="normal",
        size="scalable",
    )  # fmt: skip
    bold = font_manager.FontEntry(
        fname=str(wrong), name=fonts.FAMILY, style="normal", variant="normal", weight=700, stretch="normal",
        size="scalable",
    )  # fmt: skip
    return [entry, bold, *font_manager.fontManager.ttflist]


@pytest.fixture
def other_machine(monkeypatch):
    monkeypatch.setattr(font_manager.fontManager, "ttflist", other_list())
    fonts._forget(font_manager.fontManager)
    style.text_width.cache_clear()
    yield
    monkeypatch.undo()
    fonts._forget(font_manager.fontManager)
    style.text_width.cache_clear()


def drawn():
    with style.using("print"):
        figure = Figure(figsize=(3, 1))
        figure.text(0.1, 0.5, "Recounted")
        figure.text(0.1, 0.1, "in bold", weight="bold")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="pdf", metadata={"CreationDate": None})
    return buffer.getvalue()


def test_a_font_of_the_same_name_that_comes_first_changes_no_byte(monkeypatch):
    here, width = drawn(), style.text_width("Recounted", 10.0, "bold")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", other_list())
    fonts._forget(font_manager.fontManager)
    style.text_width.cache_clear()
    assert "DejaVuSerif" in font_manager.findfont(fonts.FAMILY)
    assert drawn() == here
    assert style.text_width("Recounted", 10.0, "bold") == width
    monkeypatch.undo()
    fonts._forget(font_manager.fontManager)


def test_afterwards_matplotlib_knows_what_it_knew(other_machine):
    known = font_manager.fontManager.ttflist
    before = font_manager.findfont(fonts.FAMILY)
    with fonts.only():
        assert Path(font_manager.findfont(fonts.FAMILY)) == fonts.file("normal").resolve()
    assert font_manager.fontManager.ttflist is known
    assert font_manager.findfont(fonts.FAMILY) == before


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_every_weight_is_found_among_the_files(weight):
    with fonts.only():
        found = font_manager.findfont(FontProperties(family=fonts.FAMILY, weight=weight))
    assert Path(found) == fonts.file(weight).resolve()


def test_the_files_are_those_that_were_chosen_and_have_cyrillic_and_other_letters():
    assert fonts.digest() == fonts.DIGEST
    for path in fonts.shipped():
        known = font_manager.get_font(path).get_charmap()
        assert not [letter for letter in "ЖжЮюŠšĘęÅåÄäÖöÜüßŁłĞğİı–“”„‚×≥½‰" if ord(letter) not in known]
    assert (fonts.FOLDER / "LICENSE_DEJAVU").is_file()


@pytest.mark.parametrize("theme", ["screen", "print"])
def test_a_pdf_has_outlines_that_a_publisher_accepts(theme):
    """TrueType, embedded; no Type 3."""
    with style.using(theme):
        figure = Figure(figsize=(3, 1))
        figure.text(0.1, 0.5, "Recounted")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="pdf", metadata={"CreationDate": None})
    content = buffer.getvalue()
    assert b"/Subtype /Type3" not in content
    assert b"/FontFile2" in content


def test_the_readers_plots_of_his_own_keep_his_fonts(other_machine):
    with style.using("screen"):
        pass
    assert "DejaVuSerif" in font_manager.findfont(fonts.FAMILY)


@pytest.mark.parametrize("name", ["missing.ttf", "elsewhere.ttf"])
def test_a_font_from_elsewhere_is_refused(tmp_path, name):
    if name == "elsewhere.ttf":
        (tmp_path / name).write_bytes(fonts.file("normal").read_bytes())
    with pytest.raises(fonts.FontError, match="that the project ships"), fonts.only([tmp_path / name]):
        pass
