"""The slides as a PowerPoint file: placeholders for what a speaker edits, alternative text, notes, languages.

The template that comes with python-pptx is set to 16:9, to one font and to three layouts.
"""

from __future__ import annotations

import copy
import datetime
import io
import re

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis import __version__
from analysis.data import sources
from analysis.data.study import object_of_study
from analysis.display.style import theme
from analysis.text.words import _
from recount.publish.archives import pack, unpack
from recount.publish.citing import own_footnote
from recount.publish.slides import layout as at
from recount.publish.slides.story import Shown, Story, plain

#: As wide as the font of the figures, and on every desktop; where it is missing, that font takes its place.
FONT = "Verdana"
LANGUAGES = {"en": "en-GB", "de": "de-DE"}
DATE = datetime.datetime(1980, 1, 1)
LAYOUTS = {"Title Slide": "first", "Title and Content": "points", "Title Only": "figure"}
#: Parts of the template that are traces of another program and time.
UNWANTED = ("docProps/thumbnail.jpeg", "ppt/printerSettings/printerSettings1.bin")


def build(story: Story, language: str = "en") -> bytes:
    """Return the slides of a story as the bytes of a ``.pptx`` file.

    Parameters
    ----------
    story : Story
        What to tell.
    language : str
        Language of titles and frame, as a code.

    Returns
    -------
    bytes
        First slide, one slide a figure (a tall figure has its parts enlarged on further ones), conclusions.
    """
    deck = _template()
    tongue = LANGUAGES.get(language, language)
    _add_first(deck, story, tongue)
    for figure in story.figures:
        _add_figure(deck, figure, tongue, _notes_of(figure, stored=not story.parameters))
    _add_conclusions(deck, story, tongue)
    _number(deck)
    _set_properties(deck, story, tongue)
    buffer = io.BytesIO()
    deck.save(buffer)
    return pack(_cleaned(unpack(buffer.getvalue())))


def _template():
    """Return an empty presentation of 16:9 with the three layouts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(at.WIDTH), Pt(at.HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in LAYOUTS:
            deck.slide_layouts.remove(layout)
    boxes = {0: at.TITLE, 1: at.BODY, 4: at.NUMBER, 12: at.NUMBER}
    for level in (deck.slide_master, *deck.slide_layouts):
        for shape in list(level.placeholders):
            box = boxes.get(shape.placeholder_format.idx)
            if box is None:
                shape._element.getparent().remove(shape._element)
            else:
                _move(shape, box)
    first = deck.slide_layouts.get_by_name("Title Slide")
    _move(first.placeholders[0], at.Box(at.MARGIN, 120, at.BODY.width, 130))
    _move(first.placeholders[1], at.Box(at.MARGIN, 270, at.BODY.width, 200))
    _set_styles(deck.slide_master)
    return deck


def _move(shape, box: at.Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(x) for x in box)


def _set_styles(master) -> None:
    """Set titles flush left and bold, text in one size, numbers of slides small."""
    styles = master._element.find(qn("p:txStyles"))
    for tag, size in (("p:titleStyle", 2800), ("p:bodyStyle", 1600)):
        for level in styles.find(qn(tag)):
            run = level.find(qn("a:defRPr"))
            level.set("algn", "l")
            run.set("sz", str(size))
            run.set("b", str(int(tag == "p:titleStyle")))


def _add_first(deck, story: Story, tongue: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Slide"))
    title, below = slide.placeholders[0], slide.placeholders[1]
    _write(title, [story.question], _fit_title(story.question), tongue, weight="bold", anchor=MSO_ANCHOR.BOTTOM)
    lines = [
        _("Recount {version}, notebook {notebook}").format(version=__version__, notebook=story.notebook),
        _("What is recounted: {source}").format(source=plain(sources.footnote(object_of_study()))),
    ]
    if story.parameters:
        given = ", ".join(f"{name} = {value}" for name, value in story.parameters.items())
        lines.append(_("Choices that were changed: {choices}").format(choices=given))
    _write(below, lines, 18, tongue, colour=theme("projector").muted)
    _add_notes(slide, [story.introduction], tongue)


def _fit_title(text: str) -> float:
    return at.fit(text, at.Box(0, 0, at.TITLE.width - 8, 126), (36, 32, 28, 24), "bold")


def _add_figure(deck, figure: Shown, tongue: str, notes: list[str]) -> None:
    """Add the slide of a figure, and slides with its parts enlarged where it is too tall to be read."""
    whole = at.without_frame(figure.picture, figure.title)
    picture = whole, at.scale_for([whole], at.PICTURE)
    _add_picture_slide(deck, figure, figure.title, figure.alt, picture, tongue, notes)
    strips = at.parts(figure.picture, whole)
    for number, strip in enumerate(strips, 1):
        which = _("part {number} of {count}").format(number=number, count=len(strips))
        alt = _("Enlarged from the slide before, {which}: {alt}").format(which=which, alt=figure.alt)
        more = [_("The same figure as before, enlarged: {which}.").format(which=which), *notes]
        # The first strip still has the sentence that stands in the picture.
        note = figure.inside_note if number > 1 else ""
        picture = strip, at.scale_for(strips, at.PART_PICTURE)
        _add_picture_slide(deck, figure, f"{figure.title} ({which})", alt, picture, tongue, more, note)


def _add_picture_slide(deck, figure: Shown, title: str, alt: str, picture, tongue, notes, note: str = "") -> None:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    size = at.fit(title, at.TITLE._replace(width=at.TITLE.width - 8), (28, 26, 24, 22, 20, 18), "bold")
    _write(slide.shapes.title, [title], size, tongue, weight="bold")
    if note:
        _write(_box(slide, at.NOTE, _("Note")), [note], 14, tongue, colour=theme("projector").accent)
    _add_picture(slide, figure, alt, picture, at.PART_PICTURE if note else at.PICTURE)
    label = _("Source: {source}") if len(figure.footnotes) < 2 else _("Sources: {source}")
    if figure.source_line:
        line = at.cut_to(label.format(source=figure.source_line), at.SOURCE, 9)
        sized = at.fit(line, at.SOURCE._replace(width=at.SOURCE.width - 8), (12, 11, 10, 9))
        _write(_box(slide, at.SOURCE, _("Sources")), [line], sized, tongue, colour=theme("projector").muted)
    _add_notes(slide, notes, tongue)


def _box(slide, box: at.Box, name: str):
    shape = slide.shapes.add_textbox(*(Pt(x) for x in box))
    shape.name = name
    return shape


def _add_picture(slide, figure: Shown, alt: str, strip: tuple[at.Crop, float], room: at.Box) -> None:
    """Put a strip of the picture on the slide; the file holds the picture once, whole."""
    tall = len(at.ink(figure.picture))
    crop, scale = strip
    spot = at.place(crop, scale, room)
    picture = slide.shapes.add_picture(str(figure.picture), *(Pt(x) for x in spot))
    picture.crop_top, picture.crop_bottom = crop.top / tall, 1 - crop.bottom / tall
    picture.name = figure.name
    picture._element.nvPicPr.cNvPr.set("descr", alt)
    picture._element.nvPicPr.cNvPr.set("title", figure.title)


def _notes_of(figure: Shown, *, stored: bool) -> list[str]:
    """Return the speaker's notes: caption, working, description, sources, and the file of numbers that is stored."""
    parts = [
        (_("Caption"), [figure.caption]),
        (_("Working, from the notebook"), list(figure.working)),
        (_("Description"), [figure.description or figure.alt]),
        (_("Sources"), [f"{i}. {note}" for i, note in enumerate(figure.footnotes, 1)]),
        (_("Plotted numbers"), [f"figures/{figure.name}.csv"] if stored else []),
    ]
    return [line for head, texts in parts if texts for line in (head.upper(), *texts, "")][:-1]


def _add_conclusions(deck, story: Story, tongue: str) -> None:
    """Add what can be said and what cannot, on as many slides as it needs; the last one has the citation."""
    head = _("What can be said, and what cannot")
    pages = at.share_out(story.conclusions, at.BODY._replace(width=at.BODY.width - 8), 16)
    for number, texts in enumerate(pages, 1):
        slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title and Content"))
        title = f"{head} ({number}/{len(pages)})" if len(pages) > 1 else head
        _write(slide.shapes.title, [title], 28, tongue, weight="bold")
        _write(slide.placeholders[1], texts, 16, tongue, gap=8)
        _add_notes(slide, texts, tongue)
    cited = [own_footnote(), plain(sources.footnote(object_of_study()))]
    _write(_box(slide, at.CITATION, _("Citation")), cited, 11, tongue, colour=theme("projector").muted)


def _write(shape, texts, size, tongue, *, weight="normal", anchor=MSO_ANCHOR.TOP, gap=0, colour=None) -> None:
    """Write paragraphs into a shape, in a size that was measured, so that no program has to shrink them."""
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = Pt(0)
    frame.margin_top = frame.margin_bottom = Pt(2)
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), weight == "bold"
        run.font.color.rgb = RGBColor.from_string((colour or theme("projector").ink)[1:].upper())
        run._r.get_or_add_rPr().set("lang", tongue)
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after, paragraph.space_before = Pt(gap), Pt(0)


def _add_notes(slide, lines: list[str], tongue: str) -> None:
    frame = slide.notes_slide.notes_text_frame
    for number, line in enumerate("\n".join(lines).split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run._r.get_or_add_rPr().set("lang", tongue)


def _number(deck) -> None:
    """Give every slide but the first its number, in the placeholder of its layout."""
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.slide_layout.placeholders:
            if number > 1 and shape.placeholder_format.idx == 12:
                element = copy.deepcopy(shape._element)
                element.nvSpPr.cNvPr.set("id", str(max(s.shape_id for s in slide.shapes) + 1))
                element.find(".//" + qn("a:fld")).find(qn("a:t")).text = str(number)
                slide.shapes._spTree.append(element)


def _set_properties(deck, story: Story, tongue: str) -> None:
    core = deck.core_properties
    core.title, core.subject, core.language = story.question, story.notebook, tongue
    core.author = core.last_modified_by = "Recount"
    core.version, core.revision, core.comments, core.keywords = __version__, 1, "", ""
    core.created = core.modified = DATE


def _cleaned(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of the file without what the template left in it, and in one font."""
    for name in UNWANTED:
        files.pop(name, None)
    for name, content in files.items():
        if name.endswith(".rels"):
            pattern = rb'<Relationship [^>]*Target="[^"]*(thumbnail\.jpeg|printerSettings1\.bin)"[^>]*/>'
            files[name] = re.sub(pattern, b"", content)
        elif re.fullmatch(r"ppt/theme/theme\d+\.xml", name):
            files[name] = re.sub(rb'(<a:latin typeface=")[^"]+"', rb"\g<1>" + FONT.encode() + b'"', content)
    files["docProps/app.xml"] = (
        b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>Recount</Application></Properties>"
    )
    return files
