"""Figures as a person types them from a page: brackets and footnote marks put aside, signs of other texts read.

What could be taken for two things is refused with both named, since a wrong guess would not be noticed.
"""

from __future__ import annotations

import re
from fractions import Fraction

#: Marks around or behind a figure that are the editor's, not the figure's.
_BRACKETS = re.compile(r"\[(.*)\]|\((.*)\)", re.DOTALL)
#: A question mark stays: a doubt is not to be lost.
_EDITOR = re.compile(r"\s*(?:\[(?:sic|!|\d{1,3})\]|\((?:sic|!)\)|[*†‡]+)$", re.IGNORECASE)
_PER_MILLE = re.compile(r"\s*(?:‰|per mille|per mil)$", re.IGNORECASE)
#: Thousands with a point, as much of Europe prints them, or three decimals that are all nought.
_NOUGHTS = re.compile(r"\d{1,3}(?:\.000)+")
_GERMAN = re.compile(r"\b(?:rund|etwa|ungefähr|knapp|über|Mio|Mrd|Tsd|v\. ?H|Prozent|Hälfte|Drittel)\b")
_WITH_WORD = re.compile(r"[\d.,]+\s+([^\W\d_]{3,})")


def tidied(text: str, language: str = "en") -> tuple[str, Fraction]:
    """Return a figure without the marks of an editor, and the factor of a sign of per mille.

    Parameters
    ----------
    text : str
        As typed: ``"[97]"``, ``"97*"``, ``"18.5‰"``, ``"≈500"``.
    language : str
        Whose marks it uses.

    Raises
    ------
    ValueError
        If a point before three noughts may group thousands or may begin decimals.
    """
    bare = text.strip()
    if whole := _BRACKETS.fullmatch(bare):
        bare = (whole[1] or whole[2] or "").strip()
    bare = _EDITOR.sub("", bare).replace("≈", "~").replace("≃", "~")
    if language == "en" and _NOUGHTS.fullmatch(bare) and bare.count(".") == 1:
        commas = bare.replace(".", ",")
        raise ValueError(
            f"expected one reading, got {text!r}, which may be {bare.split('.')[0]} or {commas}; write {commas!r}, or "
            f"printed({text!r}, mixed=True) to try both"
        )
    mille = _PER_MILLE.search(bare)
    return (bare[: mille.start()] + "%", Fraction(1, 10)) if mille else (bare, Fraction(1))


def hint(text: str, language: str) -> str:
    """Return what may help where a figure could not be read; empty where nothing is known to."""
    if language == "en" and _GERMAN.search(text):
        return "; for German words and marks say language='de'"
    if re.fullmatch(r"(?:\d+|\w+) (?:in|out of) (?:\d+|\w+)", text.strip()):
        return "; write a share as a percentage or a fraction, such as '5%' or 'a tenth'"
    if re.match(r"[£$€¥]", text.strip()) or _WITH_WORD.search(text):
        return "; leave out what is counted: '170,000', not '170,000 persons'"
    return ""
