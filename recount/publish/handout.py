"""The handout of a lesson: two printed pages for the class, or the teacher's sheet, as PDF by typst.

The fonts are those that typst brings along and the figures carry their letters as outlines, so the pages do not
depend on the machine.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis import __version__
from analysis.text import words
from analysis.text.words import _
from recount.publish import lessons
from recount.runs import drawing

TEMPLATE = Path(__file__).with_suffix(".typ")
#: Parts of a lesson on the teacher's sheet; the class gets the part "Handout" alone.
KEY_PARTS = ("Aim", "What to bring", "Time plan", "Answer key", "Where the class may go wrong")
PAGES = 2
#: Millimetres between two lines to write on: less where a language needs more room for its words.
LINE_GAPS = (8, 7.4, 6.8, 6.2)
#: Width of a figure, as a share of the page's, where there is one and where there are more.
WIDTHS = (1, 0.84)
#: The same on the teacher's sheet.
KEY_WIDTH = 0.68
RUN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*")


class HandoutError(ValueError):
    """A handout that cannot be made as asked."""


def write(
    lesson: str, out: str | Path = "out", *, key: bool = False, language: str = "en", draw: Callable | None = None
) -> Path:
    """Write the handout of a lesson.

    Parameters
    ----------
    lesson : str
        Its name or number.
    out : str or Path
        Folder of the file.
    key : bool
        True for the teacher's sheet: aim, time plan, answers, where the class may go wrong, sources.
    language : str
        ``en``, or a language with a catalogue.
    draw : callable, optional
        What draws a figure, as :func:`recount.runs.drawing.draw` does, which is the default.

    Returns
    -------
    Path
        ``NAME.handout.pdf`` or ``NAME.key.pdf``; the language stands in the name unless it is English.

    Raises
    ------
    recount.publish.lesson_numbers.LessonError
        If there is no such lesson, or a place in it names nothing.
    HandoutError
        If typst is not installed, or the pages for the class are not two.
    recount.runs.drawing.FigureError
        If a figure cannot be drawn, or there is no catalogue for the language.
    """
    from analysis.data.files import write_atomic

    drawing.check_language(language)
    name = lessons.known(lesson)
    with drawing.settings(RECOUNT_LANGUAGE=language):
        content = pages(name, key=key, language=language, draw=draw or drawing.draw)
    tongue = "" if language == "en" else f".{language}"
    target = Path(out) / f"{name}.{'key' if key else 'handout'}{tongue}.pdf"
    if target.parent.exists() and not target.parent.is_dir():
        raise HandoutError(f"--out: expected a folder, got the file {str(out)!r}")
    write_atomic(target.absolute(), content)
    return target


def pages(name: str, *, key: bool, language: str, draw: Callable) -> bytes:
    """Return the pages as the bytes of a PDF; the same lesson and data give the same bytes."""
    typst = _typst()
    lesson = lessons.read(name)
    with tempfile.TemporaryDirectory(prefix="recount-handout-") as folder:
        room = Path(folder)
        data = _data(lesson, room, key=key, language=language, draw=draw)
        (room / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        shutil.copyfile(TEMPLATE, room / "main.typ")
        try:
            for gap in LINE_GAPS:
                inputs = {"gap": f"{gap}mm"}
                content = typst.compile(
                    room / "main.typ", root=room, ignore_system_fonts=True, timestamp=0, sys_inputs=inputs
                )
                if key or page_count(content) == PAGES:
                    return content
        except typst.TypstError as problem:
            raise HandoutError(f"{name}: typst could not set the pages: {problem.message}") from None
    count = page_count(content)
    raise HandoutError(f"lessons/{name}.md: expected {PAGES} pages for the class, got {count}; change '% write'")


def page_count(pdf: bytes) -> int:
    """Return the number of pages that a PDF of typst has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _typst():
    """Return the package typst, or say how to get it."""
    try:
        import typst
    except ImportError:
        raise HandoutError("handouts need the package typst, found none; run: make setup ARGS=--extras") from None
    return typst


def _data(lesson: lessons.Lesson, room: Path, *, key: bool, language: str, draw: Callable) -> dict:
    """Return everything that the template shows."""
    blocks: list[dict] = []
    for part in KEY_PARTS if key else ("Handout",):
        if key:
            blocks.append({"kind": "part", "texts": [_runs(words._(part))]})
        blocks += _pieces(lesson.parts[part], room, language, draw, key)
    if key:
        blocks.append({"kind": "part", "texts": [_runs(words._("Sources"))]})
    notes = lessons.source_notes(lesson) if key else [_short_sources(lesson)]
    blocks += [{"kind": "note", "texts": [_runs(note)]} for note in notes]
    title = words._(lesson.title)
    return {
        "title": title,
        "corner": _("For the teacher") if key else _("Name"),
        "language": language.split("_")[0],
        "footer": _("Recount {version}. Text: CC BY 4.0.").format(version=__version__),
        "page": _("page {n} of {all}").format(n="<n>", all="<all>"),
        "breakable": key,
        "groups": _groups(blocks),
    }


def _groups(blocks: list[dict]) -> list[list[dict]]:
    """Put every heading together with what follows it, so that no task is torn in two."""
    groups: list[list[dict]] = [[]]
    for block in blocks:
        if block["kind"] in ("heading", "part", "note") and groups[-1]:
            groups.append([])
        groups[-1].append(block)
    return groups


def _short_sources(lesson: lessons.Lesson) -> str:
    """Return the line of sources at the end of the pages for the class."""
    return _("Sources: {sources}. In full on the teacher's sheet.").format(sources=lessons.source_line(lesson))


def _pieces(blocks: tuple[lessons.Block, ...], room: Path, language: str, draw: Callable, key: bool) -> list[dict]:
    """Return the blocks of a part as the template takes them."""
    pieces, number = [], 0
    width = KEY_WIDTH if key else WIDTHS[sum(block.kind == "figure" for block in blocks) > 1]
    for block in blocks:
        number = number + 1 if block.kind == "number" else 0
        if block.kind == "write":
            pieces.append({"kind": "write", "count": int(block.texts[0])})
        elif block.kind == "figure":
            pieces.append({**_figure(block.texts[0], room, language, draw, titled=key), "width": width})
        else:
            texts = [_runs(lessons.fill(text)) for text in block.texts]
            pieces.append({"kind": block.kind, "texts": texts, "columns": block.columns, "count": number,
                           "open": _open_columns(block)})  # fmt: skip
    return pieces


def _open_columns(block: lessons.Block) -> list[bool]:
    """Tell of each column of a table whether the class has to fill it in."""
    cells = block.texts[block.columns :]
    return [not any(cells[at :: block.columns]) for at in range(block.columns)]


def _figure(name: str, room: Path, language: str, draw: Callable, *, titled: bool) -> dict:
    """Draw a figure for print and return its piece; for the class without its title, which says what tasks ask."""
    with drawing.settings(**({} if titled else {"RECOUNT_TITLES": "off"})):
        files = {path.suffix: path for path in draw(name, room, theme="print", form="all", language=language)}
    alt = json.loads(files[".json"].read_text(encoding="utf-8"))["alt"]
    return {"kind": "figure", "file": files[".pdf"].name, "alt": alt}


def _runs(text: str) -> list[dict[str, str]]:
    """Break a text into runs that are plain, strong or emphasised."""
    runs, start = [], 0
    for found in RUN.finditer(text):
        runs.append({"style": "plain", "text": text[start : found.start()]})
        style = "strong" if found[1] else "emph"
        runs.append({"style": style, "text": found[1] or found[2]})
        start = found.end()
    return [run for run in [*runs, {"style": "plain", "text": text[start:]}] if run["text"]]
