"""Lessons: read their sources, translate them, and put the numbers in.

A lesson is a Markdown file in ``lessons/``. A number stands there as a place in braces (see
:mod:`recount.publish.lesson_numbers`); an image names a figure; ``% write 3`` leaves three lines to write on and shows
nowhere else. Every paragraph, list item and cell is one message of the catalogue.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from analysis.data import sources
from analysis.data.study import object_of_study
from analysis.text import words
from recount.publish.lesson_numbers import LessonError, origins, rows, shown
from recount.runs.cache import ROOT

FOLDER = ROOT / "lessons"
#: The parts of a lesson, in their order.
PARTS = ("Aim", "What to bring", "Time plan", "Handout", "Answer key", "Where the class may go wrong", "Sources")
PLACE = re.compile(r"\{([a-z0-9][a-z0-9_.-]*)\}")
FIGURE = re.compile(r"!\[([a-z0-9_]+)\]\(\S+\)")
WRITE = re.compile(r"% write (\d+)")
ITEM = re.compile(r"(?:-|\d+\.) +(.*)")


@dataclass(frozen=True)
class Block:
    """A piece of a lesson.

    Attributes
    ----------
    kind : str
        ``heading``, ``text``, ``bullet``, ``number``, ``table``, ``figure`` or ``write``.
    texts : tuple of str
        Its messages: one; of a table the cells row by row; of a figure its name; of lines to write on their count.
    columns : int
        Of a table.
    """

    kind: str
    texts: tuple[str, ...]
    columns: int = 0


@dataclass(frozen=True)
class Lesson:
    """A lesson as its file has it: name, title, and the blocks of every part."""

    name: str
    title: str
    parts: dict[str, tuple[Block, ...]] = field(default_factory=dict)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all parts."""
        return tuple(block for part in self.parts.values() for block in part)

    @property
    def places(self) -> tuple[str, ...]:
        """The places in braces, each once, in their order."""
        texts = [text for block in self.blocks for text in block.texts]
        return tuple(dict.fromkeys(place for text in texts for place in PLACE.findall(text)))


def names() -> list[str]:
    """Return the names of the lessons, sorted."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.md"))


def titles() -> dict[str, str]:
    """Return the title of every lesson, in the language of the reader."""
    return {name: words._(read(name).title) for name in names()}


def known(name: str) -> str:
    """Return the full name of a lesson, given it, its number, or its file.

    Raises
    ------
    LessonError
        If there is none; the message suggests the nearest.
    """
    plain = name.removesuffix(".md").removeprefix("lessons/")
    for full in names():
        if plain == full or plain.zfill(2) == full[:2] or plain == full[3:]:
            return full
    near = difflib.get_close_matches(plain, [*names(), *(full[3:] for full in names())], n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise LessonError(f"expected a lesson, got {name!r}{hint}; the lessons are {', '.join(names())}")


def read(name: str) -> Lesson:
    """Read a lesson.

    Parameters
    ----------
    name : str
        As :func:`known` takes it.

    Raises
    ------
    LessonError
        If there is no such lesson, or its file lacks a part or has one too many.
    """
    full = known(name)
    title, *chapters = re.split(r"^## +", (FOLDER / f"{full}.md").read_text(encoding="utf-8"), flags=re.M)
    parts = {}
    for chapter in chapters:
        head, _line, body = chapter.partition("\n")
        parts[head.strip()] = tuple(_blocks(body))
    if tuple(parts) != PARTS:
        raise LessonError(f"lessons/{full}.md: expected the parts {', '.join(PARTS)}; got {', '.join(parts)}")
    return Lesson(full, title.strip().removeprefix("# "), parts)


def _blocks(body: str) -> Iterator[Block]:
    """Take a part of a lesson to pieces."""
    for piece in filter(str.strip, re.split(r"\n\s*\n", body)):
        lines = piece.strip("\n").split("\n")
        if lines[0].startswith("### "):
            yield Block("heading", (lines[0][4:].strip(),))
        elif figure := FIGURE.fullmatch(lines[0].strip()):
            yield Block("figure", (figure[1],))
        elif write := WRITE.fullmatch(lines[0].strip()):
            yield Block("write", (write[1],))
        elif lines[0].startswith("|"):
            cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
            yield Block("table", tuple(cell for row in cells[:1] + cells[2:] for cell in row), len(cells[0]))
        elif ITEM.match(lines[0]):
            yield from _items(lines)
        else:
            yield Block("text", (" ".join(line.strip() for line in lines),))


def _items(lines: list[str]) -> Iterator[Block]:
    """Yield the items of a list; a line that is set in goes on with the item above it."""
    starts = [number for number, line in enumerate(lines) if ITEM.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        text = " ".join(line.strip() for line in lines[start:end])
        yield Block("bullet" if text.startswith("-") else "number", (ITEM.match(text)[1],))


def fill(text: str) -> str:
    """Return a message of a lesson in the language of the reader, with its numbers.

    Parameters
    ----------
    text : str
        As in the file.

    Raises
    ------
    LessonError
        If a place names nothing.
    """
    return PLACE.sub(lambda place: shown(place[1]), words._(text))


def messages() -> list[str]:
    """Return every message of the lessons, each once, in their order: what a catalogue has to hold.

    Returns
    -------
    list of str
        Titles, names of the parts, and all texts that have a letter outside their places.
    """
    found: dict[str, None] = {}
    for name in names():
        lesson = read(name)
        texts = [lesson.title, *lesson.parts, *(t for block in lesson.blocks if block.kind not in ("figure", "write")
                                                for t in block.texts)]  # fmt: skip
        found |= dict.fromkeys(text for text in texts if re.search(r"[^\W\d_]", PLACE.sub("", text)))
    return list(found)


def source_notes(lesson: Lesson) -> list[str]:
    """Return one note a source that the numbers of a lesson come from, the pamphlet first.

    Returns
    -------
    list of str
        Sentences in Markdown.
    """
    printed, published = _used(lesson)
    numbers = sorted({int(note) for note in printed["footnote"] if note.isdigit()})
    where = words.ngettext("note {notes}", "notes {notes}", len(numbers)).format(notes=words.joined(map(str, numbers)))
    return [sources.footnote(object_of_study(), where if numbers else ""), *sources.footnotes(published)]


def _used(lesson: Lesson) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that a lesson rests on: of the pamphlet, and of what others published."""
    used = rows().loc[origins(lesson.places)]
    published = used[used["folder"] == "estimates"].drop(columns="cited_source")
    return used[used["folder"] == "pamphlet"], published


def source_line(lesson: Lesson) -> str:
    """Return the sources of a lesson in a few words, the pamphlet first."""
    others = sources.short_forms(_used(lesson)[1])
    return "; ".join(filter(None, [sources.short_form(object_of_study()), others]))


def figure_words(name: str) -> dict[str, str]:
    """Return title, caption and alternative text of a figure as it is stored.

    Raises
    ------
    LessonError
        If there is no such figure.
    """
    path = ROOT / "figures" / f"{name}.json"
    if not path.is_file():
        raise LessonError(f"expected the name of a figure, got {name!r}; recount figure --list names them all")
    return json.loads(path.read_text(encoding="utf-8"))


def page(name: str) -> str:
    """Return a lesson as Markdown in the language of the reader, with numbers, sources and figures' texts.

    Parameters
    ----------
    name : str
        As :func:`known` takes it.

    Returns
    -------
    str
        For a page in ``lessons/``: figures are linked as ``../figures/NAME.png``.
    """
    lesson = read(name)
    pieces = [f"# {words._(lesson.title)}"]
    for part, blocks in lesson.parts.items():
        pieces.append(f"## {words._(part)}")
        number = 0
        for block in blocks:
            number = number + 1 if block.kind == "number" else 0
            pieces.append(_markdown(block, number))
    pieces += [f"- {note}" for note in source_notes(lesson)]
    return re.sub(r"(?m)^((?:-|\d+\.) .*)\n\n(?=(?:-|\d+\.) )", r"\1\n", "\n\n".join(filter(None, pieces))) + "\n"


def _markdown(block: Block, number: int) -> str:
    """Return one block as Markdown."""
    if block.kind == "write":
        return ""
    if block.kind == "figure":
        alt = figure_words(block.texts[0])["alt"].replace("[", "(").replace("]", ")")
        return f"![{alt}](../figures/{block.texts[0]}.png)"
    texts = [fill(text) for text in block.texts]
    if block.kind == "table":
        lines = [texts[at : at + block.columns] for at in range(0, len(texts), block.columns)]
        lines.insert(1, ["---"] * block.columns)
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    marks = {"heading": "### ", "bullet": "- ", "number": f"{number}. ", "text": ""}
    return marks[block.kind] + texts[0]
