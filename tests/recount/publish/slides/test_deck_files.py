"""What the slides tell and where it stands: read and measured without the program that writes the file."""

import json

import nbformat
import numpy as np
import pytest

from recount.publish.slides import deck_files as slides
from recount.publish.slides import layout as slide_layout
from recount.publish.slides import story as slide_story
from recount.runs import drawing
from tests.drawn_story import make_story


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return make_story(tmp_path_factory.mktemp("run"))


def test_the_strips_of_a_tall_figure_cover_it_without_gap_or_overlap(story):
    tall = story.figures[1]
    whole = slide_layout.without_frame(tall.picture, tall.title)
    strips = slide_layout.parts(tall.picture, whole)
    assert [strips[0].top, *[s.bottom for s in strips]] == [*[s.top for s in strips], whole.bottom]
    rows = slide_layout.ink(tall.picture)
    for strip in strips[1:]:
        assert rows[strip.top] <= slide_layout.LITTLE_INK


def test_what_is_cut_off_is_title_and_sources_and_nothing_else(story):
    short = story.figures[0]
    crop = slide_layout.without_frame(short.picture, short.title)
    rows = slide_layout.ink(short.picture)
    inside = np.flatnonzero(rows[crop.top : crop.bottom])
    assert rows[: crop.top].max() > 0.05
    assert rows[crop.bottom :].max() > 0.8, "the line above the sources goes too"
    assert rows[crop.top] == rows[crop.bottom] == 0
    assert len(inside) > 100


def test_every_title_and_line_of_sources_of_the_stored_figures_fits(root):
    """Measured in the font of the figures, which is as wide as that of the slides."""
    texts = set()
    for path in (root / "figures").glob("*.json"):
        words = json.loads(path.read_text(encoding="utf-8"))
        line = "Sources: " + "; ".join(dict.fromkeys(map(slide_story.sources.short_form, words["sources"])))
        # In the smallest size that is allowed; a text that has room takes a larger one.
        texts |= {
            (words["title"] + " (part 3 of 3)", slide_layout.TITLE, 18, "bold"),
            (slide_layout.cut_to(line, slide_layout.SOURCE, 9), slide_layout.SOURCE, 9, "normal"),
            (words["inside_note"], slide_layout.NOTE, 14, "normal"),
        }
    for text, box, size, weight in texts:
        lines = slide_layout.lines_of(text, box.width - 8, size, weight)
        assert lines * size * slide_layout.LINE <= box.height, text


def test_paragraphs_are_shared_out_whole_and_in_order():
    texts = tuple(f"{i} " + "word " * 60 for i in range(12))
    pages = slide_layout.share_out(texts, slide_layout.BODY, 16)
    assert len(pages) > 1
    assert tuple(text for page in pages for text in page) == texts


def test_every_figure_of_the_stored_notebooks_gets_its_working_and_every_notebook_its_conclusions(root):
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        pieces = list(slide_story.read_pieces(cells))
        found = dict(slide_story.workings(pieces))
        stored = {p.stem for p in (root / "figures").glob(f"{path.stem[:2]}_*.csv")}
        assert set(found) == stored
        last = max(i for i, piece in enumerate(pieces) if piece.kind == "part")
        assert pieces[last].text.endswith("What can be said, and what cannot")
        assert any(piece.kind in ("text", "point") for piece in pieces[last:])


def test_working_stays_under_its_heading():
    cells = nbformat.from_dict(
        [
            {"cell_type": "markdown", "source": "# Q\n\n## One\n\nBefore *it*."},
            {"cell_type": "code", "outputs": [{"data": {}, "metadata": {"recount": {"name": "a"}}},
                                              {"data": {"text/markdown": "caption"}, "metadata": {}}]},
            {"cell_type": "markdown", "source": "After it."},
            {"cell_type": "markdown", "source": "## Two\n\n- Other `x`."},
        ]
    )  # fmt: skip
    assert list(slide_story.workings(list(slide_story.read_pieces(cells)))) == [("a", ("Before it.", "After it."))]


def test_a_short_table_is_read_out_and_a_long_one_named():
    head = "**Shares**\n\n| Year | Share |\n| --- | ---: |\n"
    short = list(slide_story._read_markdown(head + "| 1937 | 5\\|6 |\n\n1. Note."))
    assert short == [slide_story.Piece("table", "Shares:\n  Year: 1937; Share: 5|6.")]
    [long] = slide_story._read_markdown(head + "| 1 | 2 |\n" * 20)
    assert long.text == "Table in the notebook: Shares (20 rows)."


@pytest.mark.parametrize(("out", "words"), [("a.ppt", "ends in .pptx"), ("a", "ends in .pptx")])
def test_a_file_of_another_kind_is_refused(out, words):
    with pytest.raises(slides.SlidesError, match=words):
        slides.make("00_ledger", out=out)


def test_a_language_without_catalogue_is_refused():
    with pytest.raises(drawing.FigureError, match="expected one of en"):
        slides.make("00_ledger", language="xx")


def test_a_list_that_is_too_long_ends_in_dots():
    text = "; ".join(f"Author {i} 1999" for i in range(60))
    cut = slide_layout.cut_to(text, slide_layout.SOURCE, 9)
    assert cut.endswith("; …")
    assert text.startswith(cut[:-3])
    assert slide_layout.cut_to("A 1; B 2", slide_layout.SOURCE, 9) == "A 1; B 2"


@pytest.mark.parametrize(
    ("free", "run"),
    [("0110", (1, 2)), ("111", (0, 3)), ("000", (0, 0)), ("1011101", (2, 3)), ("110011", (0, 2)), ("0001", (3, 1))],
)
def test_the_longest_run_is_found(free, run):
    assert slide_layout._longest_run(np.array([sign == "1" for sign in free])) == run


def test_a_cut_goes_between_panels_and_not_between_rows_and_their_axis():
    rows = np.full(200, 0.5)
    rows[80:100] = 0.01  # gridlines run through
    rows[120:150] = 0.0  # nothing between two panels
    assert slide_layout._widest_gap(rows, 100, 180) == 135
    rows[120:150] = 0.5
    assert slide_layout._widest_gap(rows, 100, 180) == 90
