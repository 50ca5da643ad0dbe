"""Pieces of the site's pages: HTML made from data and from stored Markdown, always escaped.

A table stands in a region of its own that scrolls and takes the keyboard's focus, so that no page is ever
wider than the screen.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from analysis import sources
from analysis.words import _

_CAPTIONED = re.compile(r"<p><strong>((?:(?!</?p>).)*)</strong></p>\s*<table>(.*?)</table>", re.DOTALL)
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_NOTES = re.compile(r"(</div>|</p>)\s*<ol>")
_TAG = re.compile(r"<[^>]+>")
#: A fence of MyST that no generated line can close by chance.
FENCE = "`" * 9


class SiteError(ValueError):
    """The site cannot be built; the message says what was expected, what came and what to do."""


def escape(text: object) -> str:
    """Return a text with the signs that mean something in HTML replaced, quotation marks too."""
    return html.escape(str(text), quote=True)


def tag(name: str, inside: str = "", **attributes: str | None) -> str:
    """Return an element; ``class_`` stands for ``class``, ``aria_label`` for ``aria-label``.

    Parameters
    ----------
    name : str
        Name of the element.
    inside : str
        HTML, not escaped again.
    **attributes
        Values are escaped; None leaves the attribute out, an empty text writes its name alone.
    """
    words = [
        key.rstrip("_").replace("_", "-") + (f'="{escape(value)}"' if value else "")
        for key, value in attributes.items()
        if value is not None
    ]
    return f"<{' '.join([name, *words])}>{inside}</{name}>"


def link(target: str, text: str, **attributes: str | None) -> str:
    """Return a link; the text is escaped."""
    return tag("a", escape(text), href=target, **attributes)


def items(entries: Iterable[str], **attributes: str | None) -> str:
    """Return a list of points, each ready HTML; nothing for no point."""
    points = "".join(f"<li>{entry}</li>" for entry in entries)
    return tag("ul", points, **attributes) if points else ""


def region(table: str, label: str) -> str:
    """Return a table in a region that scrolls by itself and can be reached by keyboard."""
    return tag("div", table, class_="scroll", role="region", tabindex="0", aria_label=label)


def table(heads: Sequence[str], rows: Iterable[tuple[str | None, Sequence[str]]], caption: str) -> str:
    """Return a table with a caption, in its region.

    Parameters
    ----------
    heads : sequence of str
        Headings, escaped here.
    rows : iterable of (str or None, sequence of str)
        Anchor of the row, and its cells as ready HTML; the first is the row's heading.
    caption : str
        What the table holds, escaped here.
    """
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = []
    for anchor, cells in rows:
        place = f' id="{escape(anchor)}"' if anchor else ""
        rest = "".join(f"<td>{cell}</td>" for cell in cells[1:])
        body.append(f'<tr{place}><th scope="row">{cells[0]}</th>{rest}</tr>\n')
    head = f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
    return region(f"<table>{head}<tbody>{''.join(body)}</tbody></table>", caption)


def page(title: str, *parts: str, searched: bool = True) -> str:
    """Return a MyST page.

    Parameters
    ----------
    title : str
        Its heading.
    *parts : str
        Markdown, made by :func:`raw` where it is HTML; empty parts are left out.
    searched : bool
        Whether the words of the page stand in the site's index for searching.
    """
    head = "" if searched else "---\nnosearch: true\n---\n\n"
    return head + "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"


def raw(content: str) -> str:
    """Return HTML as a block of a MyST page."""
    return f"{FENCE}{{raw}} html\n{content}\n{FENCE}" if content else ""


@lru_cache(maxsize=1)
def _reader():
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def from_markdown(text: str) -> str:
    """Return stored Markdown as HTML: tables captioned and in their regions, notes marked as such.

    Tags in the text stay text.
    """
    made = _reader().render(text).replace("<th>", '<th scope="col">').replace("<th ", '<th scope="col" ')
    made = _CAPTIONED.sub(lambda found: _captioned(found[1], found[2]), made)
    made = _TABLE.sub(
        lambda found: found[0] if "<caption>" in found[1] else region(found[0], _("Table")), made
    )
    return _NOTES.sub(r'\1<ol class="notes">', made)


def _captioned(caption: str, inside: str) -> str:
    label = html.unescape(_TAG.sub("", caption))
    return region(f"<table><caption>{caption}</caption>{inside}</table>", label)


def inline(text: str) -> str:
    """Return one line of Markdown as HTML without a paragraph around it."""
    return _reader().renderInline(text)


@cache
def bibliography_link(key: str, up: str = "") -> str:
    """Return the short form of a source with a link to its place in the bibliography.

    Parameters
    ----------
    key : str
        Key in ``sources.bib``.
    up : str
        Path to the top of the site: ``""`` or ``"../"``.
    """
    return link(f"{up}bibliography.html#{source_anchor(key)}", sources.short_form(key))


def source_anchor(key: str) -> str:
    """Return the anchor of a source in the bibliography."""
    return "source-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def sources_section(keys: Iterable[str], up: str = "") -> str:
    """Return the closing section of a page: its sources, each with a link, as Markdown."""
    found = [bibliography_link(key, up) for key in dict.fromkeys(keys)]
    if not found:
        return ""
    return f"## {_('Sources of this page')}\n\n" + raw(items(found, class_="sources"))


def count_words(counts: Mapping[str, int]) -> str:
    """Return counts as a definition list, the largest type on the page."""
    pairs = (f"<div><dt>{escape(word)}</dt><dd>{escape(count)}</dd></div>" for word, count in counts.items())
    return tag("dl", "".join(pairs), class_="counts")
