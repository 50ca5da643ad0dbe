"""Dots and bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import Tag, draw_bounds, draw_mark, free_limits, is_open, value_limits
from analysis.display.layout import lay_rows, open_rows
from analysis.display.parts import (
    ARROW,
    GAP,
    PITCH,
    Options,
    check_count,
    extent_of,
    paint_of,
    series_names,
    value_text,
    writer_of,
)
from analysis.display.style import HALF, Area, Theme, text_width


def tag_texts(table: pd.DataFrame, names: Sequence[str], options: Options) -> list[str]:
    """Write the words at every mark: the value, and the name of a series where it first appears."""
    write, seen, texts = writer_of(table, options), set(), []
    for row in table.to_dict("records"):
        text = value_text(row, write)
        if len(names) > 1 and row["group"] not in seen:
            text = f"{text}{GAP}{row['group']}"
        seen.add(row["group"])
        texts.append(text)
    return texts


def draw_dots(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw a dot plot."""
    names = series_names(table, options)
    check_count("dots", names, table)
    rows = lay_rows(table, look, area.width, names, True)
    order = [at for row in rows for at in row.members]
    texts = dict(zip(order, tag_texts(table.loc[order], names, options), strict=True))
    records = table.to_dict("records")
    gaps = [look.mark / 2 + look.font * (0.45 + ARROW * is_open(record)) for record in records]
    limits = free_limits(table, options)
    tags = [
        Tag(extent_of(records[at])[1], text_width(text, look.font) + gaps[at])
        for at, text in texts.items()
        if math.isfinite(extent_of(records[at])[1])
    ]
    axes = open_rows(area, rows, look, options, limits, tags)
    for row in rows:
        for at, y in zip(row.members, row.slots(PITCH * look.font), strict=True):
            colour, ink = paint_of(table, look, names, at)
            draw_dot(axes, records[at], y, look, names, colour)
            say(axes, records[at], y, texts[at], gaps[at], look, ink)
    return axes


def draw_dot(
    axes: Axes, record: Mapping[str, object], y: float, look: Theme, names: Sequence[str], colour: str
) -> None:
    """Draw mark and bounds of a row of the table."""
    draw_bounds(axes, record, y, look, colour)
    if math.isfinite(float(record["value"])):
        index = names.index(record["group"])
        draw_mark(axes, float(record["value"]), y, look, index, colour, record["verification"] == "unchecked")


def say(
    axes: Axes,
    record: Mapping[str, object],
    y: float,
    text: str,
    gap: float,
    look: Theme,
    ink: str,
    side: int = 1,
) -> None:
    """Write the words of a mark beside it; a row without numbers says so at the axis."""
    end = extent_of(record)[1 if side > 0 else 0]
    at = end if math.isfinite(end) else axes.get_xlim()[0]
    axes.annotate(
        text, (at, y), xytext=(side * gap, -HALF * look.font), textcoords="offset points", va="baseline",
        ha="left" if side > 0 else "right", fontsize=look.font, color=ink, parse_math=False,
        annotation_clip=False,
        bbox={"facecolor": look.background, "edgecolor": "none", "pad": 1.2}, zorder=2,
    )  # fmt: skip


def draw_bars(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw horizontal bars from zero."""
    names = series_names(table, options)
    check_count("bars", names, table)
    rows = lay_rows(table, look, area.width, names, True)
    order = [at for row in rows for at in row.members]
    texts = dict(zip(order, tag_texts(table.loc[order], names, options), strict=True))
    records = table.to_dict("records")
    gaps = [look.font * (0.45 + ARROW * is_open(record)) for record in records]
    sides = [-1 if record["value"] < 0 else 1 for record in records]
    tags = [
        Tag(extent_of(records[at])[sides[at] > 0], text_width(text, look.font) + gaps[at], sides[at])
        for at, text in texts.items()
        if math.isfinite(extent_of(records[at])[0])
    ]
    axes = open_rows(area, rows, look, options, value_limits(table, options, zero=True), tags)
    for row in rows:
        for at, y in zip(row.members, row.slots(PITCH * look.font), strict=True):
            colour, ink = paint_of(table, look, names, at)
            _draw_bar(axes, records[at], y, look, colour)
            say(axes, records[at], y, texts[at], gaps[at], look, ink, sides[at])
    axes.axvline(0, color=look.ink, lw=look.thin * 0.8, zorder=3)
    return axes


def _draw_bar(axes: Axes, record: Mapping[str, object], y: float, look: Theme, colour: str) -> None:
    """Draw a bar from zero and its bounds."""
    value, thick = float(record["value"]), PITCH * look.font * 0.74
    hollow = record["verification"] == "unchecked"
    if math.isfinite(value):
        axes.barh(
            y, value, thick, facecolor=look.background if hollow else colour, edgecolor=colour, zorder=2.5,
            linewidth=look.thin if hollow else 0, gid="unchecked" if hollow else None,
        )  # fmt: skip
    draw_bounds(axes, record, y, look, look.ink)
