"""Slopes: two or more dates, connected."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import draw_mark, key_height, lay_key, lay_unit, unit_height, value_limits
from analysis.display.lines import slopes_table
from analysis.display.parts import GAP, LETTER, Options, check_count, paint_of, series_names, value_text, writer_of
from analysis.display.style import LEADING, Area, Theme, block_width, push_apart, wrap
from analysis.display.upright import Name, box_around, plot_height, say_point


def _slope_names(table: pd.DataFrame, look: Theme, width: float, options: Options, at: str) -> list[Name]:
    """Write the words on the left ("first") or right ("last") of every line."""
    write, found, chosen = writer_of(table, options), [], table["highlight"].any()
    end = table["place"].min() if at == "first" else table["place"].max()
    for row in table[(table["place"] == end) & table["value"].notna()].to_dict("records"):
        value = value_text(row, write)
        words = f"{row['label']}{GAP}{value}" if at == "first" else f"{value}{GAP}{row['label']}"
        ink = look.muted if chosen and not row["highlight"] else look.ink
        found.append(Name(end, row["value"], wrap(words, min(width * 0.3, 24 * LETTER * look.font), look.font), ink))
    return found


def slopes_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a slope chart."""
    table, _order = slopes_table(table)
    sides = [_slope_names(table, look, width, options, at) for at in ("first", "last")]
    names = max(sum(len(name.lines) * LEADING + 0.1 for name in side) for side in sides) * look.font
    head = unit_height(options, look, width) + key_height(series_names(table, options), look, width)
    return head + look.font * 2.6 + max(names, plot_height(look, width))


def draw_slopes(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw values at two or more dates, connected."""
    table, order = slopes_table(table)
    names, limits = series_names(table, options), value_limits(table, options, zero=False, pad=0.06)
    check_count("slopes", names, table)
    first, last = (_slope_names(table, look, area.width, options, at) for at in ("first", "last"))
    lay_key(area, look, names)
    lay_unit(area, look, options)
    gap = look.font * 1.3
    edge = [max((block_width(name.lines, look.font) for name in side), default=0) + gap for side in (first, last)]
    head = area.cut("top", look.font * 2)
    left, right = area.cut("left", edge[0]), area.cut("right", edge[1])
    axes = area.axes()
    axes.set_xlim(0, len(order) - 1)
    axes.set_ylim(limits)
    axes.set_yticks([])
    axes.set_xticks([])
    for place, date in enumerate(order):
        axes.axvline(place, color=look.grid, lw=look.thin, zorder=1, clip_on=False)
        x = area.left + place / (len(order) - 1) * area.width
        head.write(
            x,
            head.bottom + look.font * 0.4,
            date,
            look.font,
            look.ink,
            ha="center",
            va="bottom",
            weight="bold",
        )
    _draw_slope_lines(axes, table, look, names)
    _write_slope_names(area, left.right - gap * 0.75, first, look, limits, "right")
    _write_slope_names(area, right.left + gap * 0.75, last, look, limits, "left")
    _write_middles(area, table, look, options, limits, len(order))
    return axes


def _draw_slope_lines(axes: Axes, table: pd.DataFrame, look: Theme, names: Sequence[str]) -> None:
    """Draw the line and the marks of every label."""
    marked = table.groupby("label", sort=False)["highlight"].any()
    for label in marked.sort_values(kind="stable").index:
        part = table[table["label"] == label].sort_values("place", kind="stable")
        colour, _ink = paint_of(table, look, names, part.index[0])
        front = 3 + int(part["highlight"].any())
        axes.plot(part["place"], part["value"], color=colour, lw=look.line, zorder=front, clip_on=False)
        for row in part.to_dict("records"):
            ends = [end for end in (row["low"], row["high"]) if math.isfinite(end)]
            axes.plot([row["place"]] * len(ends), ends, color=colour, lw=look.thin, zorder=front, clip_on=False)
            if math.isfinite(row["value"]):
                hollow = row["verification"] == "unchecked"
                draw_mark(axes, row["place"], row["value"], look, names.index(row["group"]), colour, hollow, 0.85)


def _write_slope_names(
    area: Area, x: float, labels: Sequence[Name], look: Theme, limits: tuple[float, float], side: str
) -> None:
    """Write the names on one side of a slope chart, apart from one another."""
    scale = area.height / (limits[1] - limits[0])
    wanted = [area.bottom + (label.value - limits[0]) * scale for label in labels]
    sizes = [(len(label.lines) * LEADING + 0.05) * look.font for label in labels]
    for label, point, place in zip(labels, wanted, push_apart(wanted, sizes, area.bottom, area.top), strict=True):
        area.write(x, place, label.lines, look.font, label.ink, va="center", ha=side)
        if abs(point - place) > look.font * 0.3:
            mark = area.left - look.mark * 0.6 if side == "right" else area.right + look.mark * 0.6
            end = x + look.font * 0.2 * (1 if side == "right" else -1)
            area.rule([mark, end], [point, place], look.muted, look.thin * 0.5)


def _write_middles(
    area: Area, table: pd.DataFrame, look: Theme, options: Options, limits: tuple[float, float], dates: int
) -> None:
    """Write the values between the first and the last date: of the highlighted lines, or of up to four."""
    write, scale = writer_of(table, options), area.height / (limits[1] - limits[0])
    few = table["label"].nunique() <= 4
    marks = [
        (
            area.left + row["place"] / (dates - 1) * area.width,
            area.bottom + (row["value"] - limits[0]) * scale,
            row,
        )
        for row in table[table["value"].notna()].to_dict("records")
    ]
    taken = [box_around(x, y, look.mark) for x, y, _row in marks]
    for x, y, row in marks:
        if 0 < row["place"] < dates - 1 and (row["highlight"] or few):
            taken.append(say_point(area, x, y, value_text(row, write), look, taken))
