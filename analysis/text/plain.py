"""Text from outside as plain text: no control characters, no formulas for a spreadsheet, no tags for a page.

A cell of a table goes to a terminal, into a spreadsheet, a picture, a web page. None of them may take it for
an instruction.
"""

from __future__ import annotations

import re

import pandas as pd

#: Terminals obey the first two ranges; the others turn the order of letters round, or end a line unseen.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
#: CommonMark begins a tag, a comment or an instruction only with these.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
#: Spreadsheets take a cell for a formula by its first character; a signed number or a dash is none.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![-–—]?\Z)(?!\d[\d.,]*%?\Z)(?=.*[(|!]|\+)", re.DOTALL)


def find_control(text: str) -> re.Match[str] | None:
    """Return the first character that a terminal or a page would obey instead of showing it, or None.

    Tab, line feed and carriage return count as text. Found are the other control characters of Unicode, the
    marks that change the direction of writing, the separators of lines and paragraphs, and a byte-order mark.
    """
    return _CONTROL.search(text)


def require_plain(what: str, text: str) -> None:
    """Refuse a text with a control character.

    Raises
    ------
    ValueError
        Naming ``what``, the character and its place.
    """
    found = find_control(text)
    if found:
        raise ValueError(f"{what}: expected text without control characters, got {_name(found)}; delete it")


def _name(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X} at character {found.start() + 1}"


def escape_tags(markdown: str) -> str:
    """Return Markdown in which no HTML can begin; a less-than sign before a number or a blank stays as it is."""
    return _TAG.sub("&lt;", markdown)


def guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame for a spreadsheet: an apostrophe before every text that would be taken for a formula.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame; numbers are left alone.

    Returns
    -------
    pandas.DataFrame
        The same frame if no cell begins with ``=``, ``@``, a tab or a line end, or with a sign and a call.
    """
    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: frame[name].map(_guarded) for name in texts if frame[name].map(_is_formula).any()})


def _is_formula(cell) -> bool:
    return isinstance(cell, str) and _FORMULA.match(cell) is not None


def _guarded(cell):
    return f"'{cell}" if _is_formula(cell) else cell
