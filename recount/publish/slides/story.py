"""What a set of slides tells: the figures of one run, the sentences around each, the conclusions.

Read from the notebook as it was run and from the words of its figures; nothing is written anew here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis.data import sources
from analysis.text.words import _
from recount.publish import prose
from recount.runs.stored import read_notebook

#: A table longer than this is named in the notes, not read out.
FEW_ROWS = 8


@dataclass(frozen=True)
class Shown:
    """A figure as a slide needs it: its words, its picture, and the working that stands around it."""

    name: str
    title: str
    alt: str
    caption: str
    description: str
    inside_note: str
    footnotes: tuple[str, ...]
    source_line: str
    picture: Path
    working: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """One run of a notebook, told in order."""

    notebook: str
    question: str
    introduction: str
    figures: tuple[Shown, ...]
    conclusions: tuple[str, ...]
    parameters: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A part of a notebook as it is read: a heading, a text, a table or a figure."""

    kind: str
    text: str


def read_story(folder: Path, notebook: str, parameters: dict[str, object] | None = None) -> Story:
    """Read the story of a run in the theme ``projector``.

    Parameters
    ----------
    folder : Path
        Where ``notebooks/NAME.ipynb`` and ``figures/`` of the run are.
    notebook : str
        Its name.
    parameters : dict, optional
        The values that were given, shown on the first slide.
    """
    cells = read_notebook(folder / "notebooks" / f"{notebook}.ipynb").cells
    pieces = list(read_pieces(cells))
    question = next(p.text for p in pieces if p.kind == "heading")
    last = max(i for i, p in enumerate(pieces) if p.kind == "part")
    introduction = " ".join(p.text for p in read_pieces(cells[:1]) if p.kind == "text")
    figures = tuple(_shown(folder / "figures", name, work) for name, work in workings(pieces))
    conclusions = tuple(p.text for p in pieces[last + 1 :] if p.kind in ("text", "point"))
    return Story(notebook, question, introduction, figures, conclusions, parameters or {})


def read_pieces(cells) -> Iterator[Piece]:
    """Yield the pieces of a notebook: headings of three levels, texts, points, tables, figures.

    Captions are left out: they belong to the figure, whose words say the same.
    """
    for cell in cells:
        if cell.cell_type == "markdown":
            yield from _read_markdown(prose.translated(cell.source))
            continue
        after_figure = False
        for output in cell.get("outputs", []):
            name = output.get("metadata", {}).get("recount", {}).get("name")
            if name:
                yield Piece("figure", name)
            elif not after_figure:
                yield from _read_markdown(output.get("data", {}).get("text/markdown", ""))
            after_figure = bool(name)


def _read_markdown(text: str) -> Iterator[Piece]:
    """Yield the pieces of a Markdown text."""
    blocks = re.split(r"\n\s*\n", text.strip())
    if len(blocks) > 1 and blocks[1].startswith("|"):
        yield from _read_table(blocks)
        return
    kinds = {"# ": "heading", "## ": "part", "### ": "subheading"}
    for block in filter(None, blocks):
        mark = re.match(r"#+ ", block)
        if mark:
            yield Piece(kinds.get(mark[0], "subheading"), plain(block[mark.end() :]))
        elif block.startswith("- "):
            yield from (Piece("point", plain(line)) for line in re.split(r"(?m)^- ", block) if line.strip())
        else:
            yield Piece("text", plain(block))


def _read_table(blocks: list[str]) -> Iterator[Piece]:
    """Yield a table: in words where it is short, by its caption where it is long."""
    rows = [[plain(c) for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in blocks[1].splitlines()]
    head, body = rows[0], rows[2:]
    caption = plain(blocks[0])
    if len(body) > FEW_ROWS:
        yield Piece(
            "table", _("Table in the notebook: {caption} ({rows} rows).").format(caption=caption, rows=len(body))
        )
        return
    lines = ["; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True)) for row in body]
    yield Piece("table", "\n".join([f"{caption}:", *(f"  {line}." for line in lines)]))


def plain(text: str) -> str:
    """Return a piece of Markdown as plain text on one line: no stars, no backslashes, no code marks."""
    joined = " ".join(text.split())
    bare = re.sub(r"(?<!\\)(\*\*|\*|`)", "", joined)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        bare = bare.replace(name, sign)
    return re.sub(r"\\(.)", r"\1", bare)


def workings(pieces: list[Piece]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each figure's name with the sentences and tables that stand before it under the same heading.

    What stands between two figures goes to the second; the last figure under a heading also takes what
    follows it there.
    """
    kept: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    fresh = True
    for piece in [*pieces, Piece("part", "")]:
        if piece.kind in ("heading", "part", "subheading"):
            if kept and not fresh:
                kept[-1][1].extend(waiting)
            waiting, fresh = [], True
        elif piece.kind == "figure":
            kept.append((piece.text, waiting))
            waiting, fresh = [], False
        else:
            waiting.append(piece.text)
    return iter([(name, tuple(dict.fromkeys(texts))) for name, texts in kept])


def _shown(folder: Path, name: str, working: tuple[str, ...]) -> Shown:
    words = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    short = "; ".join(dict.fromkeys(sources.short_form(key) for key in words["sources"]))
    line = short or "; ".join(plain(note).rstrip(".") for note in words["footnotes"])
    return Shown(
        name, words["title"], words["alt"], plain(words["caption"]), words["description"], words["inside_note"],
        tuple(plain(note) for note in words["footnotes"]), line, folder / f"{name}.projector.png", working,
    )  # fmt: skip
