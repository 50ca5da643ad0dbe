"""The prose of the notebooks in the language of the reader: paragraph by paragraph, as the catalogues hold it.

A stored notebook is English. Slides and site show the same prose translated; headings, marks and line breaks stay
where they are, so that what reads Markdown finds the parts of a notebook in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.text.words import _

#: A mark in front of a text: heading, point of a list.
_MARK = re.compile(r"(#+ |- |\d+\. |)(.*)", re.DOTALL)


def translated(markdown: str) -> str:
    """Return a Markdown text with every heading, paragraph and point translated; the text itself in English."""
    return "\n\n".join("\n".join(mark + _(text) for mark, text in _pieces(block)) for block in _blocks(markdown))


def texts(markdown: str) -> Iterator[str]:
    """Yield the texts of a Markdown text that a catalogue has to hold: without marks, each on one line."""
    for block in _blocks(markdown):
        yield from (text for _mark, text in _pieces(block) if text)


def _blocks(markdown: str) -> list[str]:
    return re.split(r"\n\s*\n", markdown.strip())


def _pieces(block: str) -> Iterator[tuple[str, str]]:
    """Yield the mark and the text of each line that begins something; the lines after it go on with it."""
    for piece in re.split(r"\n(?=- |\d+\. |#+ )", block):
        mark, text = _MARK.fullmatch(piece).groups()
        yield mark, " ".join(text.split())
