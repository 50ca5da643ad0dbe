"""Waffle: one mark for every thing counted, class by class, ten to a column."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.parts import Options, check_count
from analysis.display.style import LEADING, Area, Theme, block_width, wrap
from analysis.text.words import number

#: Marks to a column, and the part of the width that the block of marks may take.
COLUMN, SHARE = 10, 0.45
#: More marks than this cannot be told apart.
MOST_MARKS = 400


@dataclass(frozen=True)
class _Plan:
    """Room of a waffle in points: side of a mark's cell, width of the block, words beside it."""

    cell: float
    block: float
    words: list[list[str]]
    count_room: float


def _counts(table: pd.DataFrame) -> list[int]:
    """Return the counts of the classes, or refuse what cannot be drawn as single marks."""
    counts = table["value"].tolist()
    if any(not math.isfinite(c) or c < 0 or c % 1 for c in counts) or not 0 < sum(counts) <= MOST_MARKS:
        raise ValueError(f"waffle: expected whole numbers of 1 to {MOST_MARKS} things together, got {counts}")
    return [int(c) for c in counts]


def _plan(table: pd.DataFrame, look: Theme, width: float) -> _Plan:
    """Measure the block of marks and the words beside it."""
    columns = max(math.ceil(sum(_counts(table)) / COLUMN), COLUMN)
    cell = min(width * SHARE / columns, look.mark * 2.4)
    count_room = block_width([number(c, 0) for c in _counts(table)], look.font, "bold") + look.font
    room = width - cell * columns - look.font * 3.5 - count_room
    return _Plan(cell, cell * columns, [wrap(label, room, look.font) for label in table["label"]], count_room)


def _words_height(plan: _Plan, look: Theme) -> float:
    """Return the height of the words beside the marks."""
    return sum((len(lines) + 0.5) * LEADING for lines in plan.words) * look.font


def waffle_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a waffle."""
    plan = _plan(table, look, width)
    unit = look.small * LEADING * 1.5 if options.unit else 0.0
    return unit + max(plan.cell * COLUMN, _words_height(plan, look)) + look.font * 0.5


def draw_waffle(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw the marks column by column in the order of the rows, and name every class beside them."""
    check_count("waffle", table["label"].tolist(), table)
    plan = _plan(table, look, area.width)
    if options.unit:
        strip = area.cut("bottom", look.small * LEADING * 1.5)
        strip.write(strip.left, strip.bottom, options.unit, look.small, look.muted, va="bottom")
    words = Area(area.figure, area.left + plan.block + look.font, area.bottom, area.width, area.height)
    block = area.cut("left", plan.block)
    block.cut("bottom", max(block.height - plan.cell * COLUMN, 0.0))
    axes = block.axes()
    axes.set_xlim(0, plan.block / plan.cell)
    axes.set_ylim(COLUMN, 0)
    at = 0
    for index, count in enumerate(_counts(table)):
        places = [divmod(at + i, COLUMN) for i in range(count)]
        axes.plot(
            [x + 0.5 for x, _y in places], [y + 0.5 for _x, y in places], ls="none", marker=look.marker(index),
            ms=plan.cell * 0.62, color=look.colour(index), mew=0, clip_on=False, zorder=3,
        )  # fmt: skip
        at += count
    _name_classes(words, table, look, plan)
    return axes


def _name_classes(area: Area, table: pd.DataFrame, look: Theme, plan: _Plan) -> None:
    """Write mark, count and name of every class under one another."""
    y = area.top
    for index, (count, lines) in enumerate(zip(_counts(table), plan.words, strict=True)):
        area.spot(area.left + look.font * 0.5, y - look.font * 0.62, look.marker(index), look.colour(index), look.mark)
        area.write(
            area.left + look.font * 1.3 + plan.count_room - look.font * 0.5, y, number(count, 0), look.font, look.ink,
            ha="right", weight="bold",
        )  # fmt: skip
        area.write(area.left + look.font * 1.3 + plan.count_room, y, lines, look.font, look.ink)
        y -= (len(lines) + 0.5) * LEADING * look.font
