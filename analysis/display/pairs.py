"""Two values per label and the distance between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import Tag, free_limits
from analysis.display.layout import Row, lay_rows, open_rows, rows_height
from analysis.display.parts import GAP, Options, extent_of, paint_of, series_names
from analysis.display.rows import draw_dot, say, tag_texts
from analysis.display.style import Area, Theme, text_width


def pairs_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a chart of pairs."""
    return rows_height(table, look, width, options, stacked=False)


def draw_pairs(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw two values per label and the distance between them."""
    names = series_names(table, options)
    if len(names) > 2:
        raise ValueError(f"pairs: expected two groups, got {len(names)}: {', '.join(names)}; use dots")
    rows = lay_rows(table, look, area.width, names, False)
    records, gap = table.to_dict("records"), look.mark / 2 + look.font * 0.4
    sides = _pair_sides(rows, records)
    order = [at for row in rows for at in row.members]
    texts = dict(zip(order, _pair_texts(table.loc[order], sides, names, options), strict=True))
    tags = [
        Tag(extent_of(records[at])[side > 0], text_width(texts[at], look.font) + gap, side)
        for at, side in sides.items()
        if math.isfinite(extent_of(records[at])[0])
    ]
    axes = open_rows(area, rows, look, options, free_limits(table, options), tags)
    for row in rows:
        shifts = _pair_shifts(axes, row, records, look)
        if not any(shifts):
            _draw_pair(axes, row, records, look)
        for at, shift in zip(row.members, shifts, strict=True):
            colour, ink = paint_of(table, look, names, at)
            draw_dot(axes, records[at], row.middle + shift, look, names, colour)
            say(axes, records[at], row.middle, texts[at], gap, look, ink, sides[at])
    return axes


def _pair_sides(rows: Sequence[Row], records: Sequence[Mapping[str, object]]) -> dict[int, int]:
    """Put the words of the smaller value of a pair on its left, those of the other on its right."""
    sides = {}
    for row in rows:
        if len(row.members) > 2:
            raise ValueError(f"pairs: expected at most two rows for a label, got {len(row.members)} at {row.lines}")
        ends = [extent_of(records[at]) for at in row.members]
        swapped = len(ends) == 2 and sum(ends[0]) > sum(ends[1])
        for rank, at in enumerate(row.members):
            sides[at] = 1 if len(row.members) == 1 or (rank == 1) != swapped else -1
    return sides


def _pair_texts(table: pd.DataFrame, sides: Mapping[int, int], names: Sequence[str], options: Options) -> list[str]:
    """Write the words of pairs; a name stands on the far side of its value."""
    texts = tag_texts(table, names, options)
    turned = []
    for at, text in zip(table.index, texts, strict=True):
        value, gap, name = text.partition(GAP)
        turned.append(f"{name}{GAP}{value}" if gap and sides[at] < 0 else text)
    return turned


def _pair_shifts(axes: Axes, row: Row, records: Sequence[Mapping[str, object]], look: Theme) -> list[float]:
    """Set two marks one above the other where they or their bars would cover one another."""
    ends = [extent_of(records[at]) for at in row.members]
    if len(ends) < 2 or not all(math.isfinite(end) for pair in ends for end in pair):
        return [0.0] * len(ends)
    to_points = axes.transData.transform
    dots = 72 / axes.get_figure(root=True).dpi
    (a, b), (c, d) = ([to_points((end, 0))[0] * dots for end in pair] for pair in ends)
    near = max(a, c) - min(b, d) < look.mark
    return [-look.mark * 0.52, look.mark * 0.52] if near else [0.0, 0.0]


def _draw_pair(axes: Axes, row: Row, records: Sequence[Mapping[str, object]], look: Theme) -> None:
    """Draw the line between the two values of a label."""
    values = [float(records[at]["value"]) for at in row.members]
    if len(values) == 2 and all(math.isfinite(value) for value in values):
        axes.plot(values, [row.middle] * 2, color=look.quiet, lw=look.line * 1.4, zorder=2.6, solid_capstyle="butt")
