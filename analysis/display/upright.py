"""What upright charts share: time and value axes, names pushed apart, words at points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import lay_unit, round_ticks, scale_of, tick_texts
from analysis.display.parts import Options
from analysis.display.style import LEADING, Area, Theme, block_width, push_apart, text_width


def moments(kind: str, column: pd.Series) -> pd.Series:
    """Turn years or ISO dates into numbers: 1934-07 becomes 1934.5."""
    return pd.Series([_moment(kind, row, x) for row, x in enumerate(column)], index=column.index, dtype=float)


def _moment(kind: str, row: int, x: object) -> float:
    """Turn one year or ISO date into a number."""
    parts = str(x).split("-") if isinstance(x, str) else [x]
    try:
        year, month, day = (float(part) for part in [*parts, 1, 1][: 3 if len(parts) < 3 else len(parts)])
    except (TypeError, ValueError):
        year = math.nan
    if not math.isfinite(year):
        raise ValueError(f"{kind}: expected a number, a year or a date like 1934-12 in 'x', row {row}; got {x!r}")
    return year + (month - 1) / 12 + (day - 1) / 365.25


def open_upright(
    area: Area, look: Theme, options: Options, limits: tuple[float, float], bottom: float, labels: float = 0.0
) -> tuple[Axes, Callable[[float], float]]:
    """Lay axes with an upright value axis.

    They start ``labels`` points from the left edge, or as far as their numbers need. Returns them
    and the map from values to points of the figure.
    """
    lay_unit(area, look, options)
    area.cut("top", look.small * 0.7)
    area.cut("bottom", bottom)
    ticks = round_ticks(*limits, options, max(2, min(6, int(area.height / (look.small * 3.2)))))
    texts = tick_texts(ticks)
    area.cut("left", max(labels, block_width(texts, look.small) + look.small * 0.6))
    axes = area.axes()
    axes.set_yscale(options.scale)
    axes.set_ylim(limits)
    axes.set_yticks(ticks, labels=[])
    axes.set_yticks([], minor=True)
    axes.grid(axis="y", which="major", color=look.grid, lw=look.thin * 0.6)
    forward, _back = scale_of(options)
    low, high = (forward(end) for end in limits)

    def to_points(value: float) -> float:
        return area.bottom + (forward(value) - low) / (high - low) * area.height

    for tick, text in zip(ticks, texts, strict=True):
        x = area.left - look.small * 0.6
        area.write(x, to_points(tick), text, look.small, look.muted, ha="right", va="center")
    if limits[0] <= 0 <= limits[1] and options.scale == "linear":
        axes.axhline(0, color=look.ink, lw=look.thin * 0.8, zorder=2)
    return axes, to_points


def plot_height(look: Theme, width: float) -> float:
    """Return the height of the marks of an upright chart."""
    return max(look.font * (6 if look.few_words else 9.5), min(width * 0.36, look.height * 0.52))


def bottom_height(options: Options, look: Theme) -> float:
    """Return the height of the words below an upright chart."""
    return look.small * (LEADING * (2 if options.x_unit else 1) + 0.6)


@dataclass(frozen=True)
class Name:
    """Words at the edge of a chart: what they name (x, value), their lines and their colour."""

    x: float
    value: float
    lines: list[str]
    ink: str


def write_names(
    axes: Axes,
    area: Area,
    left: float,
    labels: Sequence[Name],
    look: Theme,
    to_points: Callable[[float], float],
) -> None:
    """Write names at the right edge, apart from one another, with a thin lead to where each belongs."""
    wanted = [to_points(label.value) for label in labels]
    sizes = [(len(label.lines) * LEADING + 0.1) * look.font for label in labels]
    low, high = axes.get_xlim()
    for label, point, place in zip(labels, wanted, push_apart(wanted, sizes, area.bottom, area.top), strict=True):
        area.write(left, place, label.lines, look.font, label.ink, va="center")
        start = area.left + (min(label.x, high) - low) / (high - low) * area.width + look.mark * 0.6
        knee, end = area.right + look.font * 0.5, left - look.font * 0.3
        if abs(point - place) > look.font * 0.25 or knee - start > look.mark * 2.5:
            early = knee - start > look.mark * 2.5 and math.isfinite(label.x)
            xs = [start if early else min(start, knee), knee, end]
            area.rule(xs, [point, point, place], look.muted, look.thin * 0.5)


def say_point(area: Area, x: float, y: float, text: str, look: Theme, taken: list[tuple]) -> tuple:
    """Write the words of one point at the nearest free place and return the box they take."""
    half, high = text_width(text, look.small) / 2, look.small * LEADING
    for step, x_middle, y_middle in _places(area, x, y, half, high, look):
        box = (x_middle - half, y_middle - high / 2, x_middle + half, y_middle + high / 2)
        inside = area.bottom <= box[1] and box[3] <= area.top + high * 0.4
        if inside and not any(overlapping(box, other) for other in taken):
            area.write(x_middle, y_middle, text, look.small, look.ink, ha="center", va="center", zorder=5)
            if step > 2:
                end = y_middle - math.copysign(high / 2, y_middle - y)
                area.rule([x, x], [y, end], look.muted, look.thin * 0.5)
            return box
    raise ValueError(f"expected room for the words {text!r}, found none; shorten the column 'text'")


def _places(
    area: Area, x: float, y: float, half: float, high: float, look: Theme
) -> Iterator[tuple[int, float, float]]:
    """Yield places for the words of a point, the best first: above and below in steps, then beside it."""
    x_middle = max(min(x, area.right - half), area.left + half)
    for step in range(1, 40):
        for side in (1, -1):
            yield step, x_middle, y + side * (look.mark * 0.6 + high * (step - 0.5) / 1.5 + high * 0.2)
    for step in range(1, 40):
        for side in (1, -1):
            beside = x + side * (half + look.mark * (0.3 + step * 0.4))
            if area.left <= beside - half and beside + half <= area.right:
                yield 0, beside, y


def box_around(x: float, y: float, size: float) -> tuple[float, float, float, float]:
    """Return the box (left, bottom, right, top) of a mark."""
    return x - size / 2, y - size / 2, x + size / 2, y + size / 2


def overlapping(one: tuple, other: tuple) -> bool:
    """Tell whether two boxes (left, bottom, right, top) share any ground."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
