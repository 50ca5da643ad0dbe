"""What a notebook shows besides figures: sentences, tables with footnotes, verdicts with their working.

Everything goes out as Markdown with a plain-text twin, so that stored outputs can be
compared as text and read without a browser.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.data import sources
from analysis.numbers.arithmetic import Check
from analysis.text.plain import escape_tags
from analysis.text.words import _, number, percent

#: Signs that mean something in Markdown; an underscore inside a word and a single tilde do not.
_MARKUP = re.compile(r"[\\|`\[*$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~")


def say(*sentences: str) -> None:
    """Show sentences that were generated from numbers, as one paragraph."""
    _show(" ".join(s.strip() for s in sentences if s))


def points(items: Iterable[str]) -> None:
    """Show sentences as a list of points; nothing where there are none."""
    if said := [f"- {item.strip()}" for item in items]:
        _show("\n".join(said))


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    rows: pd.DataFrame | None = None,
    notes: Iterable[str] = (),
    formats: Mapping[str, str] | None = None,
) -> None:
    """Show a frame as a table with a caption and footnotes.

    Parameters
    ----------
    frame : pandas.DataFrame
        What is shown; the column names are the headings, the index is not shown.
    caption : str
        What the table holds, with units; translated here, as the notes are.
    rows : pandas.DataFrame, optional
        The data rows behind it, with ``sources`` or ``cited_source``; they make the footnotes.
    notes : iterable of str
        Further footnotes.
    formats : dict, optional
        Column, in English -> ``"percent"`` (a share of 1), ``"count"`` (no decimals) or a number of decimals as text.

    Raises
    ------
    ValueError
        If the caption is empty.
    """
    if not caption.strip():
        raise ValueError("expected a caption for the table, got an empty text; say what it holds, with units")
    foot = [*(sources.footnotes(rows) if rows is not None else []), *map(_, notes)]
    lines = [f"**{_(caption.strip())}**", "", markdown(frame, formats or {})]
    if foot:
        # Notes carry cells of the data (page, table): text with the italics of a title, never tags.
        lines += ["", *(f"{i}. {html.escape(note, quote=False)}" for i, note in enumerate(foot, 1))]
    _show("\n".join(lines))


def checks(found: Mapping[str, Check], *, caption: str) -> None:
    """Show checks as a table: what was tested, the verdict, the working, and the chance of passing anyway.

    Parameters
    ----------
    found : mapping of str to Check
        The checks by what they test, in our own words.
    caption : str
        What the checks are about.
    """
    frame = pd.DataFrame(
        [
            {_("Tested"): name, _("Verdict"): _(c.verdict), _("Working"): c.working, _("Chance"): chance_text(c.chance)}
            for name, c in found.items()
        ]
    )
    table(
        frame,
        caption=caption,
        notes=[
            _(
                "Chance: the share of figures between half and double the printed one that would have passed too. "
                "A check with a high chance is a weak check."
            )
        ],
    )


def chance_text(chance: float) -> str:
    """Write a chance as a percentage; a dash where it cannot be asked."""
    if math.isnan(chance):
        return "\N{EN DASH}"
    return _("under 1%") if 0 < chance < 0.01 else percent(100 * chance, 0)


def markdown(frame: pd.DataFrame, formats: Mapping[str, str] | None = None) -> str:
    """Return a frame as a Markdown table; numbers to the right, every cell escaped."""
    formats = {name: form for column, form in (formats or {}).items() for name in (column, _(column))}
    heads = [_cell(str(c)) for c in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) and not pd.api.types.is_bool_dtype(frame[c]) for c in frame]
    rule = ["---:" if n else "---" for n in numeric]
    body = [
        [_cell(_written(v, formats.get(c, ""))) for c, v in zip(frame.columns, row, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [heads, rule, *body])


def _written(value, form: str) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "\N{EN DASH}"
    if pd.api.types.is_bool(value):
        return _("yes") if value else _("no")
    if not isinstance(value, (int, float)) and not hasattr(value, "dtype"):
        # A cell that is a text of the catalogue, such as a printed word, a label or a statement.
        return _(str(value))
    if form == "percent":
        return percent(100 * float(value), 1)
    if form == "count":
        return number(float(value), 0)
    return number(float(value), int(form)) if form.isdigit() else number(float(value))


def _cell(text: str) -> str:
    # Data cells are text, never markup: a stray bar, bracket or tag must not change the page.
    escaped = html.escape(" ".join(text.splitlines()), quote=False)
    return _MARKUP.sub(r"\\\g<0>", escaped)


def _show(text: str) -> None:
    from IPython.display import display

    # Sentences carry labels out of the data: they may have marks of Markdown, never a tag.
    text = escape_tags(text)
    display({"text/markdown": text, "text/plain": text}, raw=True)
