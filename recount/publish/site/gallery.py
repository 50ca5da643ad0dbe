"""The gallery: every figure of the project with its words, its plotted numbers and its files."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.text.words import _
from recount.publish.site import shown_run
from recount.publish.site.html import (
    SiteError,
    escape,
    from_markdown,
    inline,
    items,
    link,
    page,
    raw,
    sources_section,
    table,
    tag,
)  # fmt: skip
from recount.runs.catalogue import questions

#: Files of a figure, with what each is good for.
FILES = {
    "png": "PNG, for text documents",
    "svg": "SVG, sharp at any size",
    "pdf": "PDF, for print",
    "csv": "CSV, the plotted numbers",
}
#: Width of a figure on the page in pixels; its height follows from the picture.
WIDTH = 864
NEEDED = ("title", "caption", "alt")
_NOTES = '<ol class="notes">'


@dataclass(frozen=True)
class Figure:
    """The words of a figure, as its bundle keeps them.

    Attributes
    ----------
    name, notebook, title, caption, alt, description : str
    footnotes, sources : tuple of str
        Notes in Markdown; keys in ``sources.bib``.
    """

    name: str
    notebook: str
    title: str
    caption: str
    alt: str
    description: str
    footnotes: tuple[str, ...]
    sources: tuple[str, ...]


def load_figures() -> dict[str, Figure]:
    """Return the figures of the run that is shown, by name.

    Raises
    ------
    SiteError
        If a figure lacks a file or one of the words that a reader needs.
    """
    return _figures_in(shown_run.figures())


@lru_cache(maxsize=2)
def _figures_in(folder: Path) -> dict[str, Figure]:
    return {path.stem: _load(path) for path in sorted(folder.glob("*.json"))}


def _load(path: Path) -> Figure:
    words = json.loads(path.read_text(encoding="utf-8"))
    missing = [name for name in NEEDED if not str(words.get(name, "")).strip()]
    missing += [f"{path.stem}.{form}" for form in FILES if not path.with_suffix(f".{form}").is_file()]
    if missing:
        raise SiteError(f"figures/{path.name}: expected {', '.join(missing)}, found none; run: recount report")
    makers = _makers_in(path.parent.parent)
    if path.stem not in makers:
        raise SiteError(f"figures/{path.name}: expected a notebook that shows it, found none; remove its files")
    return Figure(
        words["name"], makers[path.stem], words["title"], words["caption"], words["alt"], words["description"],
        tuple(words["footnotes"]), tuple(words["sources"]),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _makers_in(folder: Path) -> dict[str, str]:
    # A notebook shows what it makes; the stored outputs say so for every figure.
    return {
        output["metadata"]["recount"]["name"]: name
        for name in questions()
        for cell in json.loads((folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if "recount" in output.get("metadata", {})
    }


def _thumbnail(figure: Figure) -> str:
    inside = _image(figure, "../") + tag("span", escape(figure.title))
    return tag("a", inside, href=f"{figure.notebook}.html#{anchor(figure)}")


def _image(figure: Figure, up: str) -> str:
    return (
        f'<img class="dark-light" src="{up}downloads/figures/{figure.name}.svg" alt="{escape(figure.alt)}" '
        f'width="{WIDTH}" height="{_height(figure.name)}" loading="lazy">'
    )


def by_notebook() -> dict[str, list[Figure]]:
    """Return the figures of each notebook that has some, in the notebooks' order."""
    groups = {name: [f for f in load_figures().values() if f.notebook == name] for name in questions()}
    return {name: group for name, group in groups.items() if group}


def picture(figure: Figure, up: str = "../") -> str:
    """Return the picture of a figure with its alternative text, on a card that keeps white behind it."""
    label = _("Picture: {title}").format(title=figure.title)
    hint = _("The figure is wider than the screen: it can be moved sideways.")
    return tag(
        "div", _image(figure, up), class_="picture", role="region", tabindex="0", aria_label=label, data_hint=hint
    )


def _height(name: str) -> int:
    # Width and height stand in bytes 16 to 24 of a PNG.
    with open(shown_run.figures() / f"{name}.png", "rb") as file:
        head = file.read(24)
    width, high = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    return round(WIDTH * high / width)


def downloads(figure: Figure, up: str = "../") -> str:
    """Return the links to the files of a figure."""
    files = [
        link(f"{up}downloads/figures/{figure.name}.{form}", form.upper(), download="", title=_(use))
        for form, use in FILES.items()
    ]
    return f"{escape(_('Files:'))} {', '.join(files)}"


def long_description(figure: Figure) -> str:
    """Return what a reader who cannot see the figure may open: an account in words, and every plotted number."""
    with open(shown_run.figures() / f"{figure.name}.csv", encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    caption = _("Plotted numbers: {title}").format(title=figure.title)
    numbers = table(heads, [(None, [*map(escape, row)]) for row in rows], caption)
    words = f"<p>{escape(figure.description)}</p>" if figure.description else ""
    words = words or f"<p>{escape(figure.alt)}</p>"
    summary = escape(_("Description in words and plotted numbers"))
    return f"<details><summary>{summary}</summary>{words}{numbers}</details>"


def entry(figure: Figure) -> str:
    """Return a figure with all that belongs to it, as a section of a MyST page."""
    notes = "\n".join(f"{rank}. {note}" for rank, note in enumerate(figure.footnotes, start=1))
    made_in = link(f"../notebooks/{figure.notebook}.html#{anchor(figure)}", _("where it is made"))
    below = (
        f"<p>{inline(figure.caption)}</p>{from_markdown(notes).replace('<ol>', _NOTES) if notes else ''}"
        f'<p class="files">{downloads(figure)}; {made_in}.</p>'
    )
    caption = tag("figcaption", below)
    body = tag("figure", picture(figure) + caption, class_="bundle titled") + long_description(figure)
    return f"({anchor(figure)})=\n\n## {plain(figure.title)}\n\n{raw(body)}"


def anchor(figure: Figure) -> str:
    """Return the anchor of a figure, the same in the gallery and in its notebook."""
    return "figure-" + figure.name.replace("_", "-")


def plain(text: str) -> str:
    """Return a text as Markdown that shows it as it is."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]<>#$~|" else sign for sign in text)


def pages() -> dict[str, str]:
    """Return the gallery's pages, by path below the sources: an index, and a page for each notebook."""
    groups, titles = by_notebook(), questions()
    made = {"gallery/index.md": _index(groups, titles)}
    for name, figures in groups.items():
        back = link(f"../notebooks/{name}.html", titles[name])
        intro = raw(f"<p>{escape(_('The figures of the notebook:'))} {back}</p>")
        keys = [key for figure in figures for key in figure.sources]
        title = _("Figures: {question}").format(question=titles[name])
        made[f"gallery/{name}.md"] = page(
            title, intro, *(entry(figure) for figure in figures), sources_section(keys, "../")
        )
    return made


def _index(groups: dict[str, list[Figure]], titles: dict[str, str]) -> str:
    intro = _("All {n} figures. Each has its plotted numbers, its sources and an account in words; the files may be "
              "used under the terms of the licence, with the source named.").format(n=len(load_figures()))  # fmt: skip
    parts = [intro]
    for name, figures in groups.items():
        cards = (_thumbnail(figure) for figure in figures)
        parts += [f"## {plain(titles[name])}", raw(items(cards, class_="thumbnails"))]
    entries = "\n".join(groups)
    return page(_("Figures"), *parts) + f"\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"
