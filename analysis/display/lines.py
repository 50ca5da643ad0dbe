"""Lines: series over time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.display.axes import draw_mark, fit_apart, free_limits, unit_height
from analysis.display.parts import (
    GAP,
    LETTER,
    Options,
    check_count,
    check_unique,
    extent_of,
    place_text,
    series_names,
    value_text,
    writer_of,
)
from analysis.display.style import LEADING, Area, Theme, block_width, text_width, wrap
from analysis.display.upright import (
    Name,
    bottom_height,
    box_around,
    moments,
    open_upright,
    plot_height,
    say_point,
    write_names,
)


def _line_paint(table: pd.DataFrame, names: Sequence[str], index: int, look: Theme) -> tuple[str, str]:
    """Return the colour of a line and of its words; with highlights, the other lines step back."""
    if table["highlight"].any():
        chosen = [name for name in names if table.loc[table["group"] == name, "highlight"].any()]
        if names[index] not in chosen:
            return look.quiet, look.muted
        index = chosen.index(names[index])
    return look.colour(index), look.text_colour(index) if len(names) > 1 else look.ink


def line_names(table: pd.DataFrame, names: Sequence[str], look: Theme, width: float, options: Options) -> list[Name]:
    """Write the words at the end of every line: its name and last value; then those of the reference."""
    write, found = writer_of(table, options), []
    room = min(width * 0.3, 24 * LETTER * look.font)
    for index, name in enumerate(names):
        part = table[(table["group"] == name) & table["value"].notna()].sort_values("x_place", kind="stable")
        if len(part):
            row = part.iloc[-1]
            lines = wrap(f"{name}{GAP}{value_text(row, write)}".strip(), room, look.font)
            found.append(Name(row["x_place"], row["value"], lines, _line_paint(table, names, index, look)[1]))
    if options.reference is not None and options.reference_text:
        lines = wrap(options.reference_text, room, look.font)
        found.append(Name(math.inf, options.reference, lines, look.accent))
    return found


def lines_table(table: pd.DataFrame) -> pd.DataFrame:
    """Add the place on the time axis; where there are no groups, labels name the lines."""
    table = table.assign(x_place=moments("lines", table["x"]))
    if (table["group"] == "").all() and table.duplicated(["panel", "x_place"]).any():
        table["group"] = table["label"]
    check_unique("lines", table, ["panel", "group", "x"])
    return table.sort_values("x_place", kind="stable").reset_index(drop=True)


def lines_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a line chart: enough for the names at its right edge."""
    labels = line_names(table, series_names(table, options), look, width, options)
    names = sum(len(label.lines) * LEADING + 0.2 for label in labels) * look.font
    words = bottom_height(options, look) + unit_height(options, look, width) + look.small * 0.7
    return words + max(names, plot_height(look, width))


def draw_lines(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw series over time, named at their ends."""
    names = series_names(table, options)
    check_count("lines", names, table)
    labels = line_names(table, names, look, area.width, options)
    gap = _name_gap(labels, look)
    column = area.cut("right", max(name_room(labels, look), options.name_room))
    limits = free_limits(table, options, pad=0.08)
    axes, to_points = open_upright(area, look, options, limits, bottom_height(options, look))
    left, right = options.x_limits or (float(table["x_place"].min()), float(table["x_place"].max()))
    margin = (right - left) * look.mark * 0.8 / max(area.width - look.mark * 1.6, 1) or 0.5
    axes.set_xlim(left - margin, right + margin)
    _lay_times(axes, area, look, options, table["x_place"])
    for index, name in enumerate(names):
        colour = _line_paint(table, names, index, look)[0]
        _draw_line(axes, table[table["group"] == name], look, index, colour)
    if options.shade:
        _shade(axes, table, names, look)
    if options.reference is not None:
        axes.axhline(options.reference, color=look.accent, lw=look.thin, ls=(0, (4, 3)), zorder=1.5)
    write_names(axes, area, column.left + gap, labels, look, to_points)
    _say_points(axes, area, table, look, to_points)
    return axes


def _shade(axes: Axes, table: pd.DataFrame, names: Sequence[str], look: Theme) -> None:
    """Shade the room between two lines, where both have a value."""
    if len(names) != 2:
        raise ValueError(f"lines: expected two series to shade between, got {len(names)}; draw them without 'shade'")
    both = table.pivot(index="x_place", columns="group", values="value").dropna()
    axes.fill_between(both.index, both[names[0]], both[names[1]], color=look.quiet, alpha=0.35, lw=0, zorder=1.2)


def _name_gap(labels: Sequence[Name], look: Theme) -> float:
    """Return the distance of names from the lines; several may need leads."""
    return look.font * (1.7 if len(labels) > 1 else 0.8)


def name_room(labels: Sequence[Name], look: Theme) -> float:
    """Return the width of the names at the right edge, with their distance from the lines."""
    return max((block_width(label.lines, look.font) for label in labels), default=0.0) + _name_gap(labels, look)


def _draw_line(axes: Axes, part: pd.DataFrame, look: Theme, index: int, colour: str) -> None:
    """Draw one series: a line with gaps where values are missing, marks and bounds."""
    axes.plot(part["x_place"], part["value"], color=colour, lw=look.line, ls=look.dash(index), zorder=3)
    crowded, last = len(part) > 40, part["value"].last_valid_index()
    for at, row in zip(part.index, part.to_dict("records"), strict=True):
        ends = [end for end in (row["low"], row["high"]) if math.isfinite(end)]
        reach = ends + [row["value"]] * (len(ends) == 1 and math.isfinite(row["value"]))
        axes.plot([row["x_place"]] * len(reach), reach, color=colour, lw=look.thin, zorder=3)
        for end in ends:
            axes.plot([row["x_place"]], [end], marker="_", ms=look.mark * 0.6, mew=look.thin, color=colour, zorder=3)
        hollow = row["verification"] == "unchecked"
        if math.isfinite(row["value"]) and (hollow or at == last or not crowded):
            draw_mark(axes, row["x_place"], row["value"], look, index, colour, hollow, 0.6 if crowded else 0.75)


def _lay_times(axes: Axes, area: Area, look: Theme, options: Options, places: pd.Series) -> None:
    """Write the years below an upright chart: those of the data where they fit, else round ones."""
    low, high = axes.get_xlim()
    own = sorted(set(places))
    rounds = [MaxNLocator(count, steps=[1, 2, 5, 10], integer=True).tick_values(low, high) for count in (9, 6, 4, 2)]
    choices = [own] * (not options.x_limits and all(float(place).is_integer() for place in own)) + rounds
    for choice in choices:
        ticks = [float(tick) for tick in choice if low <= tick <= high]
        texts = [place_text(tick) for tick in ticks]
        points = [area.left + (tick - low) / (high - low) * area.width for tick in ticks]
        if fit_apart(points, [text_width(text, look.small) for text in texts], look.small * 0.7):
            break
    for point, text in zip(points, texts, strict=True):
        area.rule([point] * 2, [area.bottom, area.bottom - look.small * 0.3], look.muted, look.thin * 0.5)
        area.write(point, area.bottom - look.small * 0.5, text, look.small, look.muted, ha="center")
    if options.x_unit:
        y = area.bottom - look.small * (LEADING + 0.5)
        area.write(area.left, y, options.x_unit, look.small, look.muted)


def _say_points(axes: Axes, area: Area, table: pd.DataFrame, look: Theme, to_points: Callable[[float], float]) -> None:
    """Write the words of single points above or below them, where nothing else stands."""
    low, high = axes.get_xlim()
    last = set(table[table["value"].notna()].groupby("group").tail(1).index)
    marks = [
        (
            area.left + (row["x_place"] - low) / (high - low) * area.width,
            to_points(row["value"]),
            row["text"],
            at,
        )
        for at, row in enumerate(table.to_dict("records"))
        if math.isfinite(row["value"])
    ]
    taken = [box_around(x, y, look.mark) for x, y, _text, _at in marks]
    for x, _y, _text, at in marks:
        below, above = (to_points(end) for end in extent_of(table.iloc[at]))
        taken.append((x - look.mark * 0.4, below, x + look.mark * 0.4, above))
    for name in table["group"].unique():
        ends = [mark[:2] for mark in marks if table["group"].iat[mark[3]] == name]
        for a, b in pairwise(ends):
            taken += [box_around(*(np.array(a) + (np.array(b) - a) * step / 20), look.line) for step in range(21)]
    for x, y, text, at in marks:
        if text and at not in last:
            taken.append(say_point(area, x, y, text, look, taken))


def slopes_table(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Add the number of the date to every row; dates stand in their order of time if they are numbers."""
    dates = [place_text(x) for x in table["x"]]
    if "" in dates:
        raise ValueError(f"slopes: expected a date in column 'x' of every row; row {dates.index('')} has none")
    order = list(dict.fromkeys(dates))
    order = sorted(order) if all(date[:4].isdigit() for date in order) else order
    if len(order) < 2:
        raise ValueError(f"slopes: expected at least two dates in column 'x', got {order}")
    check_unique("slopes", table.assign(x=dates), ["panel", "label", "x"])
    return table.assign(place=[order.index(date) for date in dates]), order
