"""The bibliography: every source in the house's own style, set by sphinxcontrib-bibtex."""

from __future__ import annotations

import re

from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle

from analysis.data import sources
from analysis.text.words import _
from recount.publish.site.html import link, page, raw
from recount.publish.site.tables import load_tables, source_keys

#: Name of the style for the directive ``bibliography``.
STYLE = "recount"
_MARKS = re.compile(r"\*([^*]+)\*|(https?://\S*[^\s.,])")


class HouseStyle(BaseStyle):
    """Sources as :func:`analysis.data.sources.footnote` writes them, with the tables that use them."""

    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        # The parent's own sorting and labels are attributes, set by its constructor.
        self.sort = lambda entries: sorted(entries, key=lambda e: (sources.short_form(e.key).casefold(), e.key))
        self.format_labels = lambda entries: [sources.short_form(entry.key) for entry in entries]

    def format_entry(self, label, entry, bib_data=None):
        """Return one entry: short form, full form, tables, key."""
        short = Tag("strong", sources.short_form(entry.key))
        words = [short, ". ", rich(sources.footnote(entry.key)), *_used_in(entry.key), " ", Tag("tt", entry.key)]
        return FormattedEntry(entry.key, Text(*words), label)


def rich(text: str) -> Text:
    """Return a footnote as rich text: italics between asterisks, addresses as links."""
    parts: list = []
    end = 0
    for found in _MARKS.finditer(text):
        parts += [text[end : found.start()], Tag("em", found[1]) if found[1] else HRef(found[2], found[2])]
        end = found.end()
    return Text(*parts, text[end:])


def _used_in(key: str) -> list:
    names = [one.name for one in load_tables().values() if key in source_keys(one)]
    if not names:
        return []
    links = [part for name in names for part in (", ", HRef(f"data/{name}.html", name))][1:]
    return [" ", _("Used in:"), " ", *links, "."]


def bibliography_page() -> str:
    """Return the page of the bibliography as MyST."""
    everything = link("downloads/data/sources.bib", _("All entries as BibTeX"), download="")
    return page(
        _("Bibliography"),
        _("Every work that a figure of this project was read in, or that such a work quotes. The pamphlet is the "
          "object of study, not an authority."),
        raw(f"<p>{everything}</p>"),
        f"```{{bibliography}}\n:all:\n:list: bullet\n:style: {STYLE}\n```",
    )  # fmt: skip


def register() -> None:
    """Make the style known to pybtex."""
    register_plugin("pybtex.style.formatting", STYLE, HouseStyle)
