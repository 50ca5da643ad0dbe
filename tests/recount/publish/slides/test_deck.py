"""The PowerPoint file: the right slides in the right order, described, numbered, with notes, the same every time."""

import io
import subprocess

import pytest

from recount.publish.archives import DATE, unpack
from recount.publish.slides import deck_files as slides
from recount.publish.slides import layout as slide_layout
from tests.drawn_story import make_story

pytestmark = pytest.mark.full()


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return make_story(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def content(story):
    from recount.publish.slides import deck as slide_deck

    return slide_deck.build(story)


@pytest.fixture(scope="module")
def deck(content):
    return read(io.BytesIO(content))


def read(file):
    from pptx import Presentation

    return Presentation(file)


def pictures(slide):
    return [shape for shape in slide.shapes if shape.shape_type == 13]


def test_there_is_a_slide_for_each_figure_and_more_for_a_tall_one(deck, story):
    titles = [slide.shapes.title.text for slide in deck.slides]
    tall = [title for title in titles if title.startswith("40 rows are drawn (part")]
    assert titles[:3] == ["Is it so?", "4 rows are drawn", "40 rows are drawn"]
    assert len(tall) >= 2
    assert titles[-1].startswith("What can be said, and what cannot")


def test_every_picture_has_alternative_text_and_stays_on_its_slide(deck, story):
    for slide in deck.slides:
        for picture in pictures(slide):
            assert "rows." in picture._element.nvPicPr.cNvPr.get("descr")
            assert picture.left >= 0
            assert picture.left + picture.width <= deck.slide_width
            assert picture.top >= 12700 * 90
            assert picture.top + picture.height <= 12700 * slide_layout.SOURCE.top


def test_pictures_keep_their_proportions(deck):
    for slide in deck.slides:
        for picture in pictures(slide):
            wide, high = picture.image.size
            shown = high * (1 - picture.crop_top - picture.crop_bottom) / wide
            assert picture.height / picture.width == pytest.approx(shown, rel=0.005)


def test_a_part_carries_the_sentence_that_stood_at_the_top_of_the_picture(deck):
    parts = [slide for slide in deck.slides if "(part " in slide.shapes.title.text]
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in parts]
    assert all("Rows are not columns." in words for words in texts[1:])


def test_notes_hold_caption_working_description_and_sources(deck):
    notes = deck.slides[1].notes_slide.notes_text_frame.text
    for words in ("A caption.", "2 + 2 = 4.", "Longer.", "1. A source."):
        assert words in notes


def test_the_order_of_reading_is_title_picture_sources_number(deck):
    kinds = [shape.is_placeholder and shape.placeholder_format.idx for shape in deck.slides[1].shapes]
    assert kinds == [0, False, False, 12]
    assert deck.slides[1].shapes[2].text_frame.text == "Source: A source"


def test_slides_are_numbered_and_texts_have_a_language(deck):
    from pptx.oxml.ns import qn

    for number, slide in enumerate(deck.slides, 1):
        fields = [f.find(qn("a:t")).text for f in slide._element.iter(qn("a:fld"))]
        assert fields == ([str(number)] if number > 1 else [])
        for run in slide._element.iter(qn("a:r")):
            assert run.find(qn("a:rPr")).get("lang") == "en-GB"


def test_the_first_slide_says_version_notebook_source_and_changed_choices(deck):
    from analysis import __version__

    text = deck.slides[0].placeholders[1].text_frame.text
    assert f"Recount {__version__}, notebook 99_test" in text
    assert "Mário Sousa" in text
    assert "base = members" in text


def test_the_last_slide_has_the_citation(deck):
    text = "\n".join(shape.text_frame.text for shape in deck.slides[-1].shapes if shape.has_text_frame)
    assert "Recount developers, Recount" in text


def test_the_same_story_gives_the_same_bytes_without_dates(content, story):
    from recount.publish.slides import deck as slide_deck

    assert slide_deck.build(story) == content
    files = unpack(content)
    assert b"Canny" not in b"".join(files.values())
    assert not [name for name in files if "thumbnail" in name or "printerSettings" in name]
    assert DATE[0] == 1980
    assert b"1980-01-01T00:00:00Z" in files["docProps/core.xml"]


def test_every_relation_leads_to_a_part(content):
    import posixpath
    import re

    files = unpack(content)
    for name, text in files.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            for target in re.findall(r'Target="([^"]+)"', text.decode()):
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
                )
                assert path in files, (name, target)


def test_a_notebook_becomes_slides_that_libreoffice_opens(tmp_path, root):
    path = slides.make("02_reasons_and_accusations", out=tmp_path / "x.pptx")
    deck = read(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    told = subprocess.run(["pdfinfo", tmp_path / "x.pdf"], check=True, capture_output=True, text=True).stdout
    pages = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages"))
    assert pages == len(deck.slides)
    stored = {p.stem for p in (root / "figures").glob("02_*.csv")}
    assert {picture.name for slide in deck.slides for picture in pictures(slide)} == stored
