"""Figures that can be read in several ways: the combinations to try, and which was taken, in words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.numbers.digits import CHOICE, DECIMALS, FRACTION, LITERAL, PART, THOUSANDS
from analysis.numbers.printed import Printed
from analysis.text.words import _


def combinations(printed: Sequence[Printed], most: int = 64) -> list[tuple[Printed, ...]]:
    """Return every combination of readings of some figures, those with the fewest unlikely ones first."""
    found: list[tuple[int, tuple[Printed, ...]]] = [(0, ())]
    for figure in printed:
        found = [(n + bool(i), (*rest, way)) for n, rest in found for i, way in enumerate(figure.ways)]
        found = sorted(found, key=lambda pair: pair[0])[:most]
    return [figures for _n, figures in found]


def reading_of(figure: Printed) -> str:
    """Return in a sentence how a figure is read that could be read otherwise; empty where it could not."""
    words = {
        THOUSANDS: _("{text} is read with thousands set apart."),
        DECIMALS: _("{text} is read with decimals."),
        FRACTION: _("{text} is read as a fraction."),
        PART: _("{text} is read as a part of the unit."),
        CHOICE: _("{text} is read as the one number or the other."),
        LITERAL: _("{text} is read as it stands."),
    }
    return words[figure.how].format(text=figure.text.strip()) if figure.how in words else ""
