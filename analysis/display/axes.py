"""Value axes and marks: limits, ticks, units, reference lines, keys, dots and bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.display.parts import ARROW, NUMBERS, Options
from analysis.display.style import LEADING, MARKER_SCALE, Area, Theme, block_width, text_width, wrap
from analysis.text import words
from analysis.text.words import number


@dataclass(frozen=True)
class Tag:
    """Words beside a mark: the mark's place on the value axis, their width and side (1 right, -1 left)."""

    at: float
    width: float
    side: int = 1


def value_limits(table: pd.DataFrame, options: Options, zero: bool, pad: float = 0.04) -> tuple[float, float]:
    """Return the ends of a value axis that shows every value, bound and reference."""
    ends = table[list(NUMBERS)].to_numpy(float).ravel()
    ends = ends[np.isfinite(ends)]
    extra = [options.reference] if options.reference is not None else []
    extra += [0.0] if zero else []
    ends = np.append(ends, extra) if len(ends) or extra else np.array([0.0, 1.0])
    forward, back = scale_of(options)
    if options.scale == "log" and (ends <= 0).any():
        raise ValueError(f"expected numbers above 0 on a log scale, got {ends.min():g}; use scale='linear'")
    low, high = forward(ends.min()), forward(ends.max())
    room = (high - low) * pad or abs(high) * 0.1 or 1.0
    low = low if zero and low == 0 else low - room
    high = high if zero and high == 0 and low < 0 else high + room
    low, high = back(low), back(high)
    return (min(low, options.limits[0]), max(high, options.limits[1])) if options.limits else (low, high)


def free_limits(table: pd.DataFrame, options: Options, pad: float = 0.04) -> tuple[float, float]:
    """Return the ends of an axis that shows zero unless the values stay far from it."""
    ends = table[list(NUMBERS)].to_numpy(float).ravel()
    ends = ends[np.isfinite(ends)]
    near = len(ends) and options.scale == "linear" and 0 <= ends.min() <= 0.4 * ends.max()
    return value_limits(table, options, zero=bool(near), pad=pad)


def scale_of(options: Options) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """Return the function from values to places on the axis, and back."""
    return (math.log10, lambda place: 10**place) if options.scale == "log" else (float, float)


def make_room(limits: tuple[float, float], tags: Sequence[Tag], width: float, options: Options) -> tuple[float, float]:
    """Widen an axis until the words beside its marks fit into ``width`` points."""
    forward, back = scale_of(options)
    low, high = forward(limits[0]), forward(limits[1])
    for _round in range(6):
        for tag in tags:
            # A mark may stand at most this share of the axis away from the other end.
            share = max(1 - tag.width / width, 0.08)
            if tag.side > 0:
                high = max(high, low + (forward(tag.at) - low) / share)
            else:
                low = min(low, high - (high - forward(tag.at)) / share)
    return back(low), back(high)


def round_ticks(low: float, high: float, options: Options, count: int) -> list[float]:
    """Choose round numbers between two ends."""
    if options.scale == "log":
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        steps = (1, 2, 5) if count > 4 else (1, 3) if count > 3 else (1,)
        found = [step * 10.0**power for power in decades for step in steps]
    else:
        found = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = (high - low) * 1e-9
    return [float(tick) for tick in found if low - slack <= tick <= high + slack]


def tick_texts(ticks: Sequence[float]) -> list[str]:
    """Write ticks with as many digits as the finest of them needs."""
    needed = [len(f"{tick:.10f}".rstrip("0").partition(".")[2]) for tick in ticks]
    digits = max(needed, default=0)
    return [number(0.0 if abs(tick) < 1e-12 else tick, digits) for tick in ticks]


def month_ticks(low: float, high: float, first_day: str) -> tuple[list[float], list[str]]:
    """Return the first days of months between two ends of an axis that counts days, and the names of the months."""
    start = date.fromisoformat(first_day)
    days = [start + timedelta(days=n) for n in range(math.ceil(low), math.floor(high) + 1)]
    firsts = [day for day in days if day.day == 1]
    return [float((day - start).days) for day in firsts], [words.date(day.isoformat()[:7]) for day in firsts]


def lay_ticks(axes: Axes, area: Area, look: Theme, options: Options, edge: tuple[float, float]) -> None:
    """Draw grid lines and numbers of a horizontal value axis; numbers stay inside ``edge``."""
    low, high = axes.get_xlim()
    forward, _back = scale_of(options)
    for step, count in enumerate((6, 5, 4, 3, 2, 1), 1):
        ticks = round_ticks(low, high, options, count)
        texts = tick_texts(ticks)
        if options.first_day:
            ticks, texts = month_ticks(low, high, options.first_day)
            # Every month keeps its line; where there is no room for all names, every second or third is named.
            texts = [text if n % step == 0 else "" for n, text in enumerate(texts)]
        span = forward(high) - forward(low)
        places = [area.left + (forward(tick) - forward(low)) / span * area.width for tick in ticks]
        widths = [text_width(text, look.small) for text in texts]
        named = [n for n, text in enumerate(texts) if text]
        if fit_apart([places[n] for n in named], [widths[n] for n in named], look.small):
            break
    found = list(zip(ticks, places, texts, widths, strict=True))
    kept = [tick for tick in found if edge[0] <= tick[1] - tick[3] / 2 and tick[1] + tick[3] / 2 <= edge[1]]
    axes.set_xticks([tick[0] for tick in kept], labels=[])
    axes.set_xticks([], minor=True)
    axes.grid(axis="x", which="major", color=look.grid, lw=look.thin * 0.6)
    for _tick, place, text, _width in filter(itemgetter(2), kept):
        area.write(place, area.bottom - look.small * 0.5, text, look.small, look.muted, ha="center")


def fit_apart(places: Sequence[float], widths: Sequence[float], gap: float) -> bool:
    """Tell whether centred words in a row leave a gap between one another."""
    ends = list(zip(places, widths, strict=True))
    return all(b - wb / 2 - (a + wa / 2) >= gap for (a, wa), (b, wb) in pairwise(ends))


def lay_unit(area: Area, look: Theme, options: Options) -> None:
    """Write the unit above an upright chart."""
    if options.unit:
        lines = wrap(options.unit, area.width, look.small)
        strip = area.cut("top", len(lines) * look.small * LEADING)
        strip.write(strip.left, strip.top, lines, look.small, look.muted)


def unit_height(options: Options, look: Theme, width: float) -> float:
    """Return the height of the unit above an upright chart."""
    return len(wrap(options.unit, width, look.small)) * look.small * LEADING if options.unit else 0.0


def unit_lines(options: Options, look: Theme, width: float) -> list[str]:
    """Break the unit of a horizontal axis into lines; ``width`` is that of the whole chart."""
    return wrap(options.unit, width * 0.55, look.small) if options.unit else []


def axis_height(options: Options, look: Theme, width: float) -> float:
    """Return the height of numbers and unit below a horizontal value axis."""
    return look.small * (LEADING * (1 + len(unit_lines(options, look, width))) + 0.6)


def reference_lines(options: Options, look: Theme, width: float) -> list[str]:
    """Break the words of a reference line into lines; ``width`` is that of the whole chart."""
    said = options.reference is not None and options.reference_text
    return wrap(options.reference_text, width * 0.45, look.small) if said else []


def reference_height(options: Options, look: Theme, width: float) -> float:
    """Return the height of the words above a reference line."""
    lines = reference_lines(options, look, width)
    return look.small * (len(lines) * LEADING + 0.3) if lines else 0.0


def lay_reference(axes: Axes, area: Area, look: Theme, options: Options, lines: Sequence[str]) -> None:
    """Draw a dashed vertical line, with its words above the axes."""
    if options.reference is None:
        return
    axes.axvline(options.reference, color=look.accent, lw=look.thin, ls=(0, (4, 3)), zorder=1.5)
    forward, _back = scale_of(options)
    low, high = (forward(end) for end in axes.get_xlim())
    half = block_width(lines, look.small) / 2
    place = area.left + (forward(options.reference) - low) / (high - low) * area.width
    place = max(min(place, area.right - half), area.left + half)
    area.write(place, area.top + look.small * 0.2, lines, look.small, look.accent, ha="center", va="bottom")


def draw_mark(
    axes: Axes, x: float, y: float, look: Theme, index: int, colour: str, hollow: bool, size: float = 1
) -> None:
    """Draw one mark: shape by series, hollow where nobody has checked the row."""
    shape = look.marker(index)
    axes.plot(
        [x], [y], marker=shape, ls="none", ms=look.mark * size * MARKER_SCALE.get(shape, 1.0),
        mfc=look.background if hollow else colour, mec=colour, mew=look.thin, zorder=4, clip_on=False,
        gid="unchecked" if hollow else None,
    )  # fmt: skip


def draw_bounds(axes: Axes, row: Mapping[str, object], y: float, look: Theme, colour: str) -> None:
    """Draw the bounds of a row as a thin bar; a bound alone gets an arrow to the open side."""
    value, low, high = (float(row[name]) for name in NUMBERS)
    ends = [end for end in (low, high) if math.isfinite(end)]
    reach = ends + [value] * (len(ends) == 1 and math.isfinite(value))
    axes.plot(reach, [y] * len(reach), color=colour, lw=look.thin, zorder=3, solid_capstyle="butt", clip_on=False)
    for end in ends:
        axes.plot([end], [y], marker="|", ms=look.mark * 0.8, mew=look.thin, color=colour, zorder=3, clip_on=False)
    if len(reach) == 1:
        side = 1 if math.isfinite(low) else -1
        arrow = {"arrowstyle": "-|>", "color": colour, "lw": look.thin, "shrinkA": 0, "shrinkB": 0}
        axes.annotate(
            "", (ends[0], y), xytext=(side * look.font * ARROW, 0), textcoords="offset points",
            arrowprops=arrow | {"arrowstyle": "<|-"}, annotation_clip=False,
        )  # fmt: skip


def is_open(row: Mapping[str, object]) -> bool:
    """Tell whether a row has a lower bound and nothing else."""
    value, low, high = (float(row[name]) for name in NUMBERS)
    return math.isfinite(low) and not math.isfinite(value) and not math.isfinite(high)


def _key_rows(names: Sequence[str], look: Theme, width: float) -> list[list[int]]:
    """Break a key of series into rows; one series needs no key."""
    rows: list[list[int]] = []
    left = math.inf
    for index, name in enumerate(names if len(names) > 1 else []):
        room = text_width(name, look.font) + look.font * 2.6
        if left + room > width + look.font:
            rows.append([])
            left = 0.0
        rows[-1].append(index)
        left += room
    return rows


def key_height(names: Sequence[str], look: Theme, width: float) -> float:
    """Return the height of a key."""
    return len(_key_rows(names, look, width)) * look.font * 1.6


def lay_key(area: Area, look: Theme, names: Sequence[str], marker: str = "") -> None:
    """Name the series above the marks, each with its shape (or ``marker``), in their order."""
    rows = _key_rows(names, look, area.width)
    strip = area.cut("top", key_height(names, look, area.width))
    for rank, row in enumerate(rows):
        x, y = strip.left, strip.top - look.font * (0.65 + 1.6 * rank)
        for index in row:
            strip.spot(x + look.font * 0.4, y, marker or look.marker(index), look.colour(index), look.font * 0.75)
            strip.write(x + look.font * 1.2, y, names[index], look.font, look.text_colour(index), va="center")
            x += text_width(names[index], look.font) + look.font * 2.6
