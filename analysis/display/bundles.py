"""The figure as a bundle: chart, plotted numbers, and all the words a reader needs.

A bundle is made with :func:`bundle`, which refuses one without title, caption or alternative text. The same
inputs give the same bytes in every format, so a figure that changed is a figure whose numbers changed.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.data.files import canonical_csv, write_all
from analysis.display import charts
from analysis.display.files import DPI, PICTURES, SUITE, fingerprint, picture
from analysis.display.style import LEADING, Area, Theme, balance, using, wrap
from analysis.display.style import theme as find_theme
from analysis.text.plain import escape_tags, require_plain
from analysis.text.words import _

#: A safe file name everywhere: short, and none of the names of devices on Windows.
NAME = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\Z)[a-z0-9_]{1,100}")
#: Formats that are written once, whatever the theme.
WORDS = ("csv", "json")
#: A slide shows no more of the sources than this many lines; the rest is in the caption.
FEW_LINES = 1


@dataclass(frozen=True)
class Bundle:
    """A figure with everything that belongs to it.

    Attributes
    ----------
    name : str
        Stem of the files, letters a to z, digits and underscores.
    kind : str
        A key of :data:`analysis.display.charts.CHARTS`.
    data : DataFrame
        The plotted numbers, a row per mark.
    title, caption, alt, description : str
        What it shows; what to know about it; what a reader who cannot see it is told, short and long.
    footnotes : tuple of str
        Sources, one note each.
    unit, inside_note : str
        Words for the value axis; a sentence drawn inside the picture.
    options : dict
        Options of the chart, and ``subtitle``.
    keys : tuple of str
        Keys of the sources in ``sources.bib``.
    notebook : str
        Where the figure is made.
    source_line : str
        The sources in a few words, drawn below the chart.
    """

    name: str
    kind: str
    data: pd.DataFrame
    title: str
    caption: str
    alt: str
    description: str = ""
    footnotes: tuple[str, ...] = ()
    unit: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    inside_note: str = ""
    notebook: str = ""
    source_line: str = ""
    keys: tuple[str, ...] = ()


def bundle(
    name: str,
    kind: str,
    data: pd.DataFrame,
    *,
    title: str,
    caption: str,
    alt: str,
    description: str = "",
    sources: pd.DataFrame | Sequence[str] | None = None,
    unit: str = "",
    inside_note: str = "",
    notebook: str = "",
    **options: object,
) -> Bundle:
    """Make a bundle, or say what it lacks.

    Parameters
    ----------
    name : str
        Letters a to z, digits and underscores.
    kind : str
        A key of :data:`analysis.display.charts.CHARTS`.
    data : DataFrame
        The plotted numbers.
    title, caption, alt : str
        Needed: the finding, what to know about the figure, what a reader who cannot see it is told.
    description : str
        A longer account for the same reader.
    sources : DataFrame or sequence of str, optional
        Rows with source keys, or notes ready for print.
    unit, inside_note, notebook : str
        As in :class:`Bundle`.
    **options
        Options of the chart, and ``subtitle``.

    Returns
    -------
    Bundle
        The checked bundle, with its own copy of the data.

    Raises
    ------
    ValueError
        If a needed text is empty, the name is no safe file name, or chart and data do not suit one another.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"figure name: expected up to 100 letters a-z, digits and underscores, got {name[:120]!r}")
    for what, text in (("title", title), ("caption", caption), ("alt", alt)):
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"figure {name!r}: expected {what}= to be a text, got {text!r}; write what a reader needs")
    try:
        _check_chart(kind, data, unit, options)
        _check_words(title, caption, alt, description, unit, inside_note, options.get("subtitle", ""), data)
    except ValueError as problem:
        raise ValueError(f"figure {name!r}: {problem}") from problem
    footnotes, source_line, keys = _read_sources(sources)
    return Bundle(
        name, kind, data.reset_index(drop=True).copy(), title.strip(), caption.strip(), alt.strip(),
        description.strip(), footnotes, unit, dict(options), inside_note, notebook, source_line, keys,
    )  # fmt: skip


def _check_chart(kind: str, data: pd.DataFrame, unit: str, options: Mapping[str, object]) -> None:
    """Check that the chart takes the options and has numbers to draw."""
    chosen = charts.read_options(kind, {"unit": unit} | _chart_options(options))
    table = charts.prepare(kind, data)
    numbers = [chosen.outcome] if kind == "curve" else ["x"] if kind == "strip" else list(charts.NUMBERS)
    missing = [column for column in numbers if column not in table]
    if missing or table[numbers].isna().all(axis=None):
        raise ValueError(f"expected a number in {' or '.join(numbers)} of some row, found none in {len(table)} rows")


def _check_words(*words: object) -> None:
    """Check that no text, and no cell of a frame, holds a character that would make an SVG unreadable."""
    for text in words:
        if isinstance(text, pd.DataFrame):
            _check_words(*(cell for name in text.select_dtypes(["object", "str"]) for cell in text[name].unique()))
        elif isinstance(text, str):
            require_plain("its words", text)


def _chart_options(options: Mapping[str, object]) -> dict[str, object]:
    """Return the options that are the chart's, without those of the page around it."""
    return {name: value for name, value in options.items() if name != "subtitle"}


def _read_sources(sources: pd.DataFrame | Sequence[str] | None) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return footnotes, the short form for the picture, and the keys of the sources."""
    if sources is None:
        return (), "", ()
    if isinstance(sources, str):
        return (sources,), sources, ()
    if isinstance(sources, pd.DataFrame):
        from analysis.data.sources import footnotes, keys, short_forms

        return tuple(footnotes(sources)), short_forms(sources), tuple(keys(sources))
    return tuple(sources), "; ".join(note.strip().rstrip(".") for note in sources), ()


# ---------------------------------------------------------------------------------------------
# Drawing
# ---------------------------------------------------------------------------------------------


def render(bundle: Bundle, theme: str | Theme = "screen") -> Figure:
    """Draw a bundle: title, chart, sources.

    Parameters
    ----------
    bundle : Bundle
        What to draw.
    theme : str or Theme
        The look.

    Returns
    -------
    Figure
        A figure of its own, unknown to pyplot.

    Raises
    ------
    ValueError
        If the chart cannot be drawn; the message says why.
    """
    with using(theme) as look:
        pad, options = look.font * 1.1, _drawn_options(bundle)
        width = look.width - 2 * pad
        title = balance(bundle.title, width, look.title, "bold") if _titled() else []
        subtitle = wrap(str(bundle.options["subtitle"]), width, look.font) if "subtitle" in bundle.options else []
        sources = _source_lines(bundle, look, width)
        head = len(title) * look.title * LEADING + len(subtitle) * look.font * LEADING + look.font * 0.9
        foot = look.small * (max(len(sources), 1) * LEADING + 1.5)
        need = charts.height(bundle.kind, bundle.data, look, width, **options)
        high = max(2 * pad + head + need + foot, look.height if look.few_words else 0.0)
        figure = Figure(figsize=(look.width / 72, high / 72), dpi=DPI)
        FigureCanvasAgg(figure)
        page = Area(figure, pad, pad, width, high - 2 * pad)
        _draw_head(page.cut("top", head), look, title, subtitle)
        _draw_sources(page.cut("bottom", foot), look, sources)
        # On a slide a chart of few rows would otherwise be blown up to fill the height.
        page.cut("bottom", page.height - min(page.height, need * 1.6))
        charts.draw(bundle.kind, page.axes(), bundle.data, theme=look, **options)
    return figure


def _titled() -> bool:
    """Return whether titles are drawn: not where ``RECOUNT_TITLES`` is off, since a title may answer a class's task."""
    return os.environ.get("RECOUNT_TITLES") != "off"


def _drawn_options(bundle: Bundle) -> dict[str, object]:
    """Return the options as the chart takes them."""
    return _chart_options(bundle.options) | {"unit": bundle.unit, "inside_note": bundle.inside_note}


def _draw_head(strip: Area, look: Theme, title: list[str], subtitle: list[str]) -> None:
    """Write title and subtitle."""
    strip.write(strip.left, strip.top, title, look.title, look.ink, weight="bold")
    below = strip.top - len(title) * look.title * LEADING
    if subtitle:
        strip.write(strip.left, below, subtitle, look.font, look.muted)


def _source_lines(bundle: Bundle, look: Theme, width: float) -> list[str]:
    """Break the line of sources; a slide shows only its beginning."""
    if not bundle.source_line:
        return []
    room = width - look.font * 6
    count = _("Source: {source}") if len(bundle.footnotes) < 2 else _("Sources: {source}")
    lines = wrap(count.format(source=bundle.source_line), room, look.small)
    if look.few_words and len(lines) > FEW_LINES:
        return [_("Sources: see the notes to this figure.")]
    return lines


def _draw_sources(strip: Area, look: Theme, lines: list[str]) -> None:
    """Write the sources under a thin line, and the name of the suite at its end."""
    y = strip.bottom + look.small * (max(len(lines), 1) * LEADING)
    strip.rule([strip.left, strip.right], [y + look.small * 0.45] * 2, look.grid, look.thin * 0.6)
    if lines:
        strip.write(strip.left, y, lines, look.small, look.muted)
    strip.write(strip.right, y, SUITE, look.small, look.muted, ha="right")


# ---------------------------------------------------------------------------------------------
# Files
# ---------------------------------------------------------------------------------------------


def write(
    bundle: Bundle,
    folder: str | Path,
    themes: Sequence[str] = ("screen",),
    formats: Sequence[str] = (*PICTURES, *WORDS),
    figure: Figure | None = None,
    png: bytes | None = None,
) -> list[Path]:
    """Write the files of a bundle, all of them or none.

    Parameters
    ----------
    bundle : Bundle
        What to write.
    folder : str or Path
        Where to; made if it is not there.
    themes : sequence of str
        Looks of the pictures: ``screen`` gives ``name.png``, another ``name.theme.png``.
    formats : sequence of str
        Out of png, svg, pdf, csv and json.
    figure : Figure, optional
        The bundle as :func:`render` drew it in the first theme, where that is at hand.
    png : bytes, optional
        The picture of this figure, where that is at hand.

    Returns
    -------
    list of Path
        The files, in the order of themes and formats; csv and json are written once.

    Raises
    ------
    ValueError
        If a format is unknown or the chart cannot be drawn.
    OSError
        If the folder cannot be written to.
    """
    unknown = [name for name in formats if name not in (*PICTURES, *WORDS)]
    if unknown:
        raise ValueError(f"expected formats out of {', '.join((*PICTURES, *WORDS))}; got {', '.join(unknown)}")
    contents: dict[str, bytes] = {}
    for theme in themes:
        stem = bundle.name if theme == "screen" else f"{bundle.name}.{theme}"
        wanted = [name for name in formats if name in PICTURES]
        drawn = (figure if theme == themes[0] and figure else render(bundle, theme)) if wanted else None
        ready = {"png": png} if png and theme == themes[0] else {}
        contents |= {
            f"{stem}.{name}": ready.get(name) or picture(drawn, theme, name, bundle.title, bundle.alt)
            for name in wanted
        }
    contents |= {f"{bundle.name}.{name}": _words(bundle, name) for name in formats if name in WORDS}
    files = {Path(folder) / name: content for name, content in contents.items()}
    write_all(files, sync=False)
    return list(files)


def _words(bundle: Bundle, form: str) -> bytes:
    """Return the plotted numbers or the texts of a bundle as the bytes of a file."""
    if form == "csv":
        return canonical_csv(bundle.data).encode("utf-8")
    texts = {
        "name": bundle.name, "kind": bundle.kind, "title": bundle.title, "caption": bundle.caption,
        "alt": bundle.alt, "description": bundle.description, "footnotes": list(bundle.footnotes),
        "sources": list(bundle.keys), "unit": bundle.unit, "inside_note": bundle.inside_note,
        "notebook": bundle.notebook,
        "fingerprint": fingerprint(bundle.data),
    }  # fmt: skip
    return (json.dumps(texts, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


# ---------------------------------------------------------------------------------------------
# Notebooks
# ---------------------------------------------------------------------------------------------


def show(bundle: Bundle) -> None:
    """Show a bundle in a notebook: picture and alternative text, then caption, notes, fingerprint.

    The theme is that of ``RECOUNT_THEME`` (``screen`` when it is not set). Files are written only where
    ``RECOUNT_OUT`` names a folder, into ``figures`` below it.

    Parameters
    ----------
    bundle : Bundle
        What to show.
    """
    from IPython.display import display

    theme = os.environ.get("RECOUNT_THEME") or "screen"
    figure = render(bundle, theme)
    png = picture(figure, theme, "png", bundle.title, bundle.alt)
    width = round(find_theme(theme).width)
    display(
        {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": bundle.alt},
        raw=True,
        metadata={"image/png": {"width": width}, "recount": {"name": bundle.name, "alt": bundle.alt}},
    )
    words = caption_text(bundle)
    display({"text/markdown": words, "text/plain": words}, raw=True)
    if os.environ.get("RECOUNT_OUT"):
        write(bundle, Path(os.environ["RECOUNT_OUT"]) / "figures", themes=[theme], figure=figure, png=png)


def caption_text(bundle: Bundle) -> str:
    """Return caption, numbered footnotes and fingerprint as Markdown.

    Parameters
    ----------
    bundle : Bundle
        The figure.

    Returns
    -------
    str
        Paragraphs; no path of any machine.
    """
    notes = "\n".join(f"{rank}. {note}" for rank, note in enumerate(bundle.footnotes, start=1))
    plotted = _("Plotted numbers: `{name}.csv`, fingerprint `{fingerprint}`.")
    plotted = plotted.format(name=bundle.name, fingerprint=fingerprint(bundle.data))
    return escape_tags("\n\n".join(part for part in (bundle.caption, notes, plotted) if part))
