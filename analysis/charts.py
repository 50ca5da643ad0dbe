"""One function per kind of chart, all called alike: ``kind(ax_or_fig, data, *, theme, **options)``.

``data`` is a tidy frame with the columns of :data:`COLUMNS`; only ``label`` and ``value`` are always needed.
Every number is written at its mark, series are named where they are drawn, rows that nobody has checked
against a source (``verification`` is ``unchecked``) are hollow, bounds are thin bars. Nothing is left to
chance in the layout: words are measured first, and what they leave is the room for the marks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.style import (
    HALF,
    LEADING,
    MARKER_SCALE,
    Area,
    Theme,
    block_width,
    push_apart,
    text_width,
    using,
    wrap,
)
from analysis.style import theme as find_theme
from analysis.words import _, number

Writer = Callable[[float], str]
#: Standard columns and what stands in for them where the frame has none.
COLUMNS: Mapping[str, object] = {
    "label": "", "value": math.nan, "low": math.nan, "high": math.nan, "group": "", "verification": "",
    "x": math.nan, "panel": "", "text": "", "highlight": False,
}  # fmt: skip
NUMBERS = ("value", "low", "high")
MOST_SERIES = 7
#: Room for a row label: about 34 letters of this font.
LABEL_LETTERS = 34
LETTER = 0.58
#: Between a name and its number; lines do not break here.
GAP = "\N{EN SPACE}"
#: Distance of marks that share a row, in sizes of type.
PITCH = 1.42
#: Length of the arrow of an open bound, in sizes of type.
ARROW = 1.6


@dataclass(frozen=True)
class Options:
    """What can be asked of a chart beyond its data and theme; no kind takes all of it.

    Attributes
    ----------
    unit : str
        Words for the value axis.
    inside_note : str
        A sentence drawn inside the picture, above the marks.
    digits : int, optional
        Digits after the decimal mark in value labels; by default none for whole numbers, else as many as
        the size of the values asks for. A function from number to words is taken, too.
    interval : str
        What the thin bars are; by default "lower and upper bound".
    reference : float, optional
        A value to draw as a dashed line, with ``reference_text`` beside it.
    reference_text : str
        Words for the dashed line.
    scale : str
        ``linear`` or ``log``, for the value axis of dots, forest and lines.
    order : sequence of str
        Order of the series (of the classes, in a strip); others follow as they come.
    x_unit : str
        Words for the other axis.
    decisions, outcome
        For a specification curve: the columns of the choices and the column of the results.
    panels_per_row : int, optional
        For several panels; by default as many as are wide enough.
    limits, x_limits : tuple of float, optional
        Ends of the axes at least as wide as this, so that several charts can share them.
    name_room : float
        Points kept free for the names of lines at least, for the same purpose.
    """

    unit: str = ""
    inside_note: str = ""
    digits: int | Writer | None = None
    interval: str = ""
    reference: float | None = None
    reference_text: str = ""
    scale: str = "linear"
    order: Sequence[str] = ()
    x_unit: str = ""
    decisions: Sequence[str] = ()
    outcome: str = "value"
    panels_per_row: int | None = None
    limits: tuple[float, float] | None = None
    x_limits: tuple[float, float] | None = None
    name_room: float = 0.0


@dataclass(frozen=True)
class Chart:
    """A kind of chart.

    Attributes
    ----------
    draw, height : function
        Draws into an area; says how high it wants to be.
    options, needs : tuple of str
        Options and columns, beyond the common ones.
    upright, wide, own_panels : bool
        Has an upright value axis; has labels at its side; takes ``panel`` as headings.
    """

    draw: Callable[..., Axes]
    height: Callable[..., float]
    options: tuple[str, ...]
    needs: tuple[str, ...] = ("label", "value")
    upright: bool = False
    wide: bool = False
    own_panels: bool = False


# ---------------------------------------------------------------------------------------------
# Table and options
# ---------------------------------------------------------------------------------------------


def _numbers(kind: str, name: str, column: pd.Series) -> pd.Series:
    """Turn a column into floats, or say which cell is none."""
    floats = pd.to_numeric(column, errors="coerce").astype(float)
    bad = floats.isna() & column.notna()
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise ValueError(f"{kind}: expected a number in column {name!r}, row {row}; got {column.iloc[row]!r}")
    return floats


def _filled(column: pd.Series, default: object) -> pd.Series:
    """Fill the gaps of a column of words or flags."""
    cells = [default if pd.isna(cell) else cell for cell in column]
    return pd.Series(cells, index=column.index, dtype=bool if default is False else str)


def _series(table: pd.DataFrame, options: Options, column: str = "group") -> list[str]:
    """List the series of a chart in drawing order."""
    return list(dict.fromkeys([*options.order, *table[column].unique()]))


def _check_count(kind: str, names: Sequence[str], table: pd.DataFrame) -> None:
    """Refuse more series than a reader can tell apart."""
    if len(names) > MOST_SERIES and not table["highlight"].any():
        raise ValueError(
            f"{kind}: expected at most {MOST_SERIES} series, got {len(names)}; "
            "spread them over panels (column 'panel') or mark some in the column 'highlight'"
        )


def _paint(table: pd.DataFrame, look: Theme, names: Sequence[str], at: int) -> tuple[str, str]:
    """Return the colour of a row's mark and of its words."""
    if table["highlight"].any():
        return (look.accent, look.ink) if table["highlight"].iat[at] else (look.quiet, look.muted)
    index = names.index(table["group"].iat[at])
    return look.colour(index), look.text_colour(index) if len(names) > 1 else look.ink


def _writer(table: pd.DataFrame, options: Options) -> Writer:
    """Choose how value labels are written: whole numbers as such, others with about three figures."""
    if options.digits is not None:
        return options.digits if callable(options.digits) else lambda value: number(value, options.digits)
    values = table[list(NUMBERS)].to_numpy(float).ravel()
    values = values[np.isfinite(values)]
    values = np.abs(values[values != 0])
    size = float(np.median(values)) if len(values) else 1.0
    digits = (
        0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 0.1 else 1 - math.floor(math.log10(size))
    )
    return lambda value: number(value, _digits_of(float(value), digits))


def _digits_of(value: float, most: int) -> int:
    """Return how many digits a value needs: "at least 50.0" would claim more than "at least 50" does."""
    return next((few for few in range(most) if math.isclose(value, round(value, few), abs_tol=1e-12)), most)


def _value_text(row: Mapping[str, object], write: Writer) -> str:
    """Write the value of a row, or its bounds where it has none."""
    if row["text"]:
        return str(row["text"])
    value, low, high = (float(row[name]) for name in NUMBERS)
    if math.isfinite(value):
        return write(value)
    if math.isfinite(low) and math.isfinite(high):
        return f"{write(low)}\N{EN DASH}{write(high)}"
    if math.isfinite(high):
        return _("at most {number}").format(number=write(high))
    if math.isfinite(low):
        return _("at least {number}").format(number=write(low))
    return _("not stated")


def _extent(row: Mapping[str, object]) -> tuple[float, float]:
    """Return the left and right end of everything drawn for a row; NaN where nothing is."""
    ends = [float(row[name]) for name in NUMBERS if math.isfinite(float(row[name]))]
    return (min(ends), max(ends)) if ends else (math.nan, math.nan)


# ---------------------------------------------------------------------------------------------
# Frame: notes above and below the marks
# ---------------------------------------------------------------------------------------------


def _foot(table: pd.DataFrame, options: Options, kind: str) -> str:
    """Say what hollow marks and thin bars mean, where there are any."""
    says = []
    if (table["verification"] == "unchecked").any():
        says.append(_("Hollow marks: not checked against the source."))
    if table[["low", "high"]].notna().any(axis=None) and kind not in ("strip", "curve"):
        says.append(options.interval or _("Thin bars: lower and upper bound."))
    lost = int(_outcomes(table, options).isna().sum()) if kind == "curve" else 0
    if lost:
        says.append(_("{lost} of {all} sets of choices give no result.").format(lost=lost, all=len(table)))
    return " ".join(says)


def _frame_lines(
    kind: str, table: pd.DataFrame, look: Theme, options: Options, width: float
) -> tuple[list[str], list[str]]:
    """Break the note and the foot of a chart into lines."""
    note = wrap(options.inside_note, width - look.font, look.font) if options.inside_note else []
    foot = _foot(table, options, kind)
    return note, wrap(foot, width, look.small) if foot else []


def _frame_height(note: Sequence[str], foot: Sequence[str], look: Theme) -> tuple[float, float]:
    """Return the heights of the strips for note and foot."""
    above = len(note) * look.font * LEADING + look.font * 0.9 if note else 0.0
    return above, len(foot) * look.small * LEADING + look.small * 0.5 if foot else 0.0


def _draw_frame(area: Area, look: Theme, note: Sequence[str], foot: Sequence[str]) -> None:
    """Set note and foot and leave the rest of the area to the marks."""
    above, below = _frame_height(note, foot, look)
    if note:
        strip = area.cut("top", above)
        strip.write(strip.left + look.font * 0.8, strip.top, note, look.font, look.ink)
        bar = [strip.left + look.font * 0.15] * 2, [strip.top, strip.top - len(note) * look.font * LEADING]
        strip.rule(*bar, look.accent, look.font * 0.22)
    if foot:
        strip = area.cut("bottom", below)
        strip.write(strip.left, strip.bottom, foot, look.small, look.muted, va="bottom")


# ---------------------------------------------------------------------------------------------
# Value axis
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tag:
    """Words beside a mark: the mark's place on the value axis, their width and side (1 right, -1 left)."""

    at: float
    width: float
    side: int = 1


def _limits(table: pd.DataFrame, options: Options, zero: bool, pad: float = 0.04) -> tuple[float, float]:
    """Return the ends of a value axis that shows every value, bound and reference."""
    ends = table[list(NUMBERS)].to_numpy(float).ravel()
    ends = ends[np.isfinite(ends)]
    extra = [options.reference] if options.reference is not None else []
    extra += [0.0] if zero else []
    ends = np.append(ends, extra) if len(ends) or extra else np.array([0.0, 1.0])
    forward, back = _scale(options)
    if options.scale == "log" and (ends <= 0).any():
        raise ValueError(f"expected numbers above 0 on a log scale, got {ends.min():g}; use scale='linear'")
    low, high = forward(ends.min()), forward(ends.max())
    room = (high - low) * pad or abs(high) * 0.1 or 1.0
    low = low if zero and low == 0 else low - room
    high = high if zero and high == 0 and low < 0 else high + room
    low, high = back(low), back(high)
    return (min(low, options.limits[0]), max(high, options.limits[1])) if options.limits else (low, high)


def _free_limits(table: pd.DataFrame, options: Options, pad: float = 0.04) -> tuple[float, float]:
    """Return the ends of an axis that shows zero unless the values stay far from it."""
    ends = table[list(NUMBERS)].to_numpy(float).ravel()
    ends = ends[np.isfinite(ends)]
    near = len(ends) and options.scale == "linear" and 0 <= ends.min() <= 0.4 * ends.max()
    return _limits(table, options, zero=bool(near), pad=pad)


def _scale(options: Options) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """Return the function from values to places on the axis, and back."""
    return (math.log10, lambda place: 10**place) if options.scale == "log" else (float, float)


def _make_room(
    limits: tuple[float, float], tags: Sequence[Tag], width: float, options: Options
) -> tuple[float, float]:
    """Widen an axis until the words beside its marks fit into ``width`` points."""
    forward, back = _scale(options)
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


def _ticks(low: float, high: float, options: Options, count: int) -> list[float]:
    """Choose round numbers between two ends."""
    if options.scale == "log":
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        steps = (1, 2, 5) if count > 4 else (1, 3) if count > 3 else (1,)
        found = [step * 10.0**power for power in decades for step in steps]
    else:
        found = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = (high - low) * 1e-9
    return [float(tick) for tick in found if low - slack <= tick <= high + slack]


def _tick_texts(ticks: Sequence[float]) -> list[str]:
    """Write ticks with as many digits as the finest of them needs."""
    needed = [len(f"{tick:.10f}".rstrip("0").partition(".")[2]) for tick in ticks]
    digits = max(needed, default=0)
    return [number(0.0 if abs(tick) < 1e-12 else tick, digits) for tick in ticks]


def _lay_ticks(axes: Axes, area: Area, look: Theme, options: Options, edge: tuple[float, float]) -> None:
    """Draw grid lines and numbers of a horizontal value axis; numbers stay inside ``edge``."""
    low, high = axes.get_xlim()
    forward, _back = _scale(options)
    for count in (6, 5, 4, 3, 2, 1):
        ticks = _ticks(low, high, options, count)
        texts = _tick_texts(ticks)
        span = forward(high) - forward(low)
        places = [area.left + (forward(tick) - forward(low)) / span * area.width for tick in ticks]
        widths = [text_width(text, look.small) for text in texts]
        if _fit(places, widths, look.small):
            break
    found = list(zip(ticks, places, texts, widths, strict=True))
    kept = [tick for tick in found if edge[0] <= tick[1] - tick[3] / 2 and tick[1] + tick[3] / 2 <= edge[1]]
    axes.set_xticks([tick[0] for tick in kept], labels=[])
    axes.set_xticks([], minor=True)
    axes.grid(axis="x", which="major", color=look.grid, lw=look.thin * 0.6)
    for _tick, place, text, _width in kept:
        area.write(place, area.bottom - look.small * 0.5, text, look.small, look.muted, ha="center")


def _fit(places: Sequence[float], widths: Sequence[float], gap: float) -> bool:
    """Tell whether centred words in a row leave a gap between one another."""
    ends = list(zip(places, widths, strict=True))
    return all(b - wb / 2 - (a + wa / 2) >= gap for (a, wa), (b, wb) in pairwise(ends))


def _lay_unit(area: Area, look: Theme, options: Options) -> None:
    """Write the unit above an upright chart."""
    if options.unit:
        lines = wrap(options.unit, area.width, look.small)
        strip = area.cut("top", len(lines) * look.small * LEADING)
        strip.write(strip.left, strip.top, lines, look.small, look.muted)


def _unit_height(options: Options, look: Theme, width: float) -> float:
    """Return the height of the unit above an upright chart."""
    return len(wrap(options.unit, width, look.small)) * look.small * LEADING if options.unit else 0.0


def _unit_lines(options: Options, look: Theme, width: float) -> list[str]:
    """Break the unit of a horizontal axis into lines; ``width`` is that of the whole chart."""
    return wrap(options.unit, width * 0.55, look.small) if options.unit else []


def _axis_height(options: Options, look: Theme, width: float) -> float:
    """Return the height of numbers and unit below a horizontal value axis."""
    return look.small * (LEADING * (1 + len(_unit_lines(options, look, width))) + 0.6)


def _reference_lines(options: Options, look: Theme, width: float) -> list[str]:
    """Break the words of a reference line into lines; ``width`` is that of the whole chart."""
    said = options.reference is not None and options.reference_text
    return wrap(options.reference_text, width * 0.45, look.small) if said else []


def _reference_height(options: Options, look: Theme, width: float) -> float:
    """Return the height of the words above a reference line."""
    lines = _reference_lines(options, look, width)
    return look.small * (len(lines) * LEADING + 0.3) if lines else 0.0


def _lay_reference(axes: Axes, area: Area, look: Theme, options: Options, lines: Sequence[str]) -> None:
    """Draw a dashed vertical line, with its words above the axes."""
    if options.reference is None:
        return
    axes.axvline(options.reference, color=look.accent, lw=look.thin, ls=(0, (4, 3)), zorder=1.5)
    forward, _back = _scale(options)
    low, high = (forward(end) for end in axes.get_xlim())
    half = block_width(lines, look.small) / 2
    place = area.left + (forward(options.reference) - low) / (high - low) * area.width
    place = max(min(place, area.right - half), area.left + half)
    area.write(place, area.top + look.small * 0.2, lines, look.small, look.accent, ha="center", va="bottom")


# ---------------------------------------------------------------------------------------------
# Marks
# ---------------------------------------------------------------------------------------------


def _mark(
    axes: Axes, x: float, y: float, look: Theme, index: int, colour: str, hollow: bool, size: float = 1
) -> None:
    """Draw one mark: shape by series, hollow where nobody has checked the row."""
    shape = look.marker(index)
    axes.plot(
        [x], [y], marker=shape, ls="none", ms=look.mark * size * MARKER_SCALE.get(shape, 1.0),
        mfc=look.background if hollow else colour, mec=colour, mew=look.thin, zorder=4, clip_on=False,
        gid="unchecked" if hollow else None,
    )  # fmt: skip


def _bar(axes: Axes, row: Mapping[str, object], y: float, look: Theme, colour: str) -> None:
    """Draw the bounds of a row as a thin bar; a bound alone gets an arrow to the open side."""
    value, low, high = (float(row[name]) for name in NUMBERS)
    ends = [end for end in (low, high) if math.isfinite(end)]
    reach = ends + [value] * (len(ends) == 1 and math.isfinite(value))
    axes.plot(
        reach, [y] * len(reach), color=colour, lw=look.thin, zorder=3, solid_capstyle="butt", clip_on=False
    )
    for end in ends:
        axes.plot(
            [end], [y], marker="|", ms=look.mark * 0.8, mew=look.thin, color=colour, zorder=3, clip_on=False
        )
    if len(reach) == 1:
        side = 1 if math.isfinite(low) else -1
        arrow = {"arrowstyle": "-|>", "color": colour, "lw": look.thin, "shrinkA": 0, "shrinkB": 0}
        axes.annotate(
            "", (ends[0], y), xytext=(side * look.font * ARROW, 0), textcoords="offset points",
            arrowprops=arrow | {"arrowstyle": "<|-"}, annotation_clip=False,
        )  # fmt: skip


def _is_open(row: Mapping[str, object]) -> bool:
    """Tell whether a row has a lower bound and nothing else."""
    value, low, high = (float(row[name]) for name in NUMBERS)
    return math.isfinite(low) and not math.isfinite(value) and not math.isfinite(high)


# ---------------------------------------------------------------------------------------------
# Rows: dots, bars, forest, pairs
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of a chart: its label, its place from the top in points, the rows of the table it shows."""

    key: str
    lines: list[str]
    top: float
    height: float
    members: list[int]
    heading: bool = False
    bold: bool = False

    @property
    def middle(self) -> float:
        """Middle of the row, from the top."""
        return self.top + self.height / 2

    def slots(self, pitch: float) -> list[float]:
        """Return the places of the members, from the top, ``pitch`` points apart."""
        first = self.middle - pitch * (len(self.members) - 1) / 2
        return [first + pitch * step for step in range(len(self.members))]


def _label_room(look: Theme, width: float) -> float:
    """Return the most room that row labels may take."""
    return min(LABEL_LETTERS * LETTER * look.font, width * 0.4)


def _lay_rows(
    table: pd.DataFrame, look: Theme, width: float, names: Sequence[str], stacked: bool
) -> list[Row]:
    """Put the labels of a table one below the other, with headings where there are panels."""
    rows: list[Row] = []
    panels = table["panel"].unique()
    for panel in panels:
        part = table[table["panel"] == panel]
        if len(panels) > 1 or panel:
            lines = wrap(panel, width * 0.9, look.font, "bold")
            high = (len(lines) * LEADING + (1.0 if rows else 0.3)) * look.font
            rows.append(Row(panel, lines, _end(rows), high, [], heading=True))
        for label in part["label"].unique():
            chosen = part[part["label"] == label]
            members = sorted(chosen.index, key=lambda at: names.index(table["group"].iat[at]) if names else 0)
            rows.append(_lay_row(str(label), members, table, look, width, _end(rows), stacked))
    return rows


def _lay_row(
    label: str, members: list[int], table: pd.DataFrame, look: Theme, width: float, top: float, stacked: bool
) -> Row:
    """Give a label the height that its words and its marks need."""
    bold = bool(table["highlight"].iloc[members].any())
    lines = wrap(label, _label_room(look, width), look.font, "bold" if bold else "normal")
    slots = len(members) if stacked else 1
    high = max(len(lines) * LEADING, slots * PITCH) * look.font + look.font * 0.45
    return Row(label, lines, top, high, members, bold=bold)


def _end(rows: Sequence[Row]) -> float:
    """Return where the next row starts."""
    return rows[-1].top + rows[-1].height if rows else 0.0


def _label_width(rows: Sequence[Row], look: Theme) -> float:
    """Return the width of the widest row label."""
    return max(block_width(row.lines, look.font, _weight(row)) for row in rows if not row.heading)


def _weight(row: Row) -> str:
    """Return the weight of a row label."""
    return "bold" if row.bold or row.heading else "normal"


def _write_rows(area: Area, left: float, rows: Sequence[Row], look: Theme) -> None:
    """Write row labels and panel headings, starting at ``left``."""
    scale = area.height / _end(rows)
    for row in rows:
        if row.heading:
            y = area.top - (row.top + row.height) * scale + look.font * 0.2
            area.write(left, y, row.lines, look.font, look.ink, va="bottom", weight="bold")
        else:
            y = area.top - row.middle * scale
            area.write(left, y, row.lines, look.font, look.ink, va="center", weight=_weight(row))


def _rows_height(
    table: pd.DataFrame, look: Theme, width: float, options: Options, stacked: bool = True
) -> float:
    """Return the height of a chart of rows."""
    rows = _lay_rows(table, look, width, _series(table, options), stacked)
    return _end(rows) + _axis_height(options, look, width) + _reference_height(options, look, width)


def _open_rows(
    area: Area, rows: Sequence[Row], look: Theme, options: Options, limits: tuple[float, float],
    tags: Sequence[Tag], column: float = 0.0,
) -> Axes:  # fmt: skip
    """Write the labels and lay the axes beside them, with limits, grid, unit and reference.

    ``column`` points stay free on the right; ``area`` is what the axes cover afterwards.
    """
    full, left, right = area.width, area.left, area.right - column
    area.cut("right", column)
    area.cut("top", _reference_height(options, look, full))
    below = area.cut("bottom", _axis_height(options, look, full))
    area.cut("left", _label_width(rows, look) + look.font * 0.9)
    _write_rows(area, left, rows, look)
    axes = area.axes()
    axes.set_xscale(options.scale)
    axes.set_xlim(_make_room(limits, tags, area.width, options))
    axes.set_ylim(_end(rows), 0)
    axes.set_yticks([])
    _lay_ticks(axes, area, look, options, (left, right))
    unit = below.top - look.small * (LEADING + 0.6)
    below.write(area.left, unit, _unit_lines(options, look, full), look.small, look.muted)
    _lay_reference(axes, area, look, options, _reference_lines(options, look, full))
    return axes


def _tag_texts(table: pd.DataFrame, names: Sequence[str], options: Options) -> list[str]:
    """Write the words at every mark: the value, and the name of a series where it first appears."""
    write, seen, texts = _writer(table, options), set(), []
    for row in table.to_dict("records"):
        text = _value_text(row, write)
        if len(names) > 1 and row["group"] not in seen:
            text = f"{text}{GAP}{row['group']}"
        seen.add(row["group"])
        texts.append(text)
    return texts


def _draw_dots(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw a dot plot."""
    names = _series(table, options)
    _check_count("dots", names, table)
    rows = _lay_rows(table, look, area.width, names, True)
    order = [at for row in rows for at in row.members]
    texts = dict(zip(order, _tag_texts(table.loc[order], names, options), strict=True))
    records = table.to_dict("records")
    gaps = [look.mark / 2 + look.font * (0.45 + ARROW * _is_open(record)) for record in records]
    limits = _free_limits(table, options)
    tags = [
        Tag(_extent(records[at])[1], text_width(text, look.font) + gaps[at])
        for at, text in texts.items()
        if math.isfinite(_extent(records[at])[1])
    ]
    axes = _open_rows(area, rows, look, options, limits, tags)
    for row in rows:
        for at, y in zip(row.members, row.slots(PITCH * look.font), strict=True):
            colour, ink = _paint(table, look, names, at)
            _draw_dot(axes, records[at], y, look, names, colour)
            _say(axes, records[at], y, texts[at], gaps[at], look, ink)
    return axes


def _draw_dot(
    axes: Axes, record: Mapping[str, object], y: float, look: Theme, names: Sequence[str], colour: str
) -> None:
    """Draw mark and bounds of a row of the table."""
    _bar(axes, record, y, look, colour)
    if math.isfinite(float(record["value"])):
        index = names.index(record["group"])
        _mark(axes, float(record["value"]), y, look, index, colour, record["verification"] == "unchecked")


def _say(
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
    end = _extent(record)[1 if side > 0 else 0]
    at = end if math.isfinite(end) else axes.get_xlim()[0]
    axes.annotate(
        text, (at, y), xytext=(side * gap, -HALF * look.font), textcoords="offset points", va="baseline",
        ha="left" if side > 0 else "right", fontsize=look.font, color=ink, parse_math=False,
        annotation_clip=False,
        bbox={"facecolor": look.background, "edgecolor": "none", "pad": 1.2}, zorder=2,
    )  # fmt: skip


def _draw_bars(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw horizontal bars from zero."""
    names = _series(table, options)
    _check_count("bars", names, table)
    rows = _lay_rows(table, look, area.width, names, True)
    order = [at for row in rows for at in row.members]
    texts = dict(zip(order, _tag_texts(table.loc[order], names, options), strict=True))
    records = table.to_dict("records")
    gaps = [look.font * (0.45 + ARROW * _is_open(record)) for record in records]
    sides = [-1 if record["value"] < 0 else 1 for record in records]
    tags = [
        Tag(_extent(records[at])[sides[at] > 0], text_width(text, look.font) + gaps[at], sides[at])
        for at, text in texts.items()
        if math.isfinite(_extent(records[at])[0])
    ]
    axes = _open_rows(area, rows, look, options, _limits(table, options, zero=True), tags)
    for row in rows:
        for at, y in zip(row.members, row.slots(PITCH * look.font), strict=True):
            colour, ink = _paint(table, look, names, at)
            _draw_bar(axes, records[at], y, look, colour)
            _say(axes, records[at], y, texts[at], gaps[at], look, ink, sides[at])
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
    _bar(axes, record, y, look, look.ink)


def _draw_forest(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw estimates by author, oldest first, numbers in a column on the right."""
    table = _by_year(table)
    names = _series(table, options)
    _check_count("forest", names, table)
    rows = _lay_rows(table, look, area.width, [], True)
    records, write = table.to_dict("records"), _writer(table, options)
    texts = [_estimate_text(record, write) for record in records]
    _lay_key(area, look, names)
    right, column = area.right, block_width(texts, look.font) + look.font
    axes = _open_rows(area, rows, look, options, _free_limits(table, options), [], column)
    scale = area.height / _end(rows)
    for row in rows:
        for at, y in zip(row.members, row.slots(PITCH * look.font), strict=True):
            colour, _ink = _paint(table, look, names, at)
            _draw_dot(axes, records[at], y, look, names, colour)
            weight = "bold" if records[at]["highlight"] else "normal"
            place = area.top - y * scale
            area.write(right, place, texts[at], look.font, look.ink, ha="right", va="center", weight=weight)
    return axes


def _by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Sort estimates by panel and year and give every estimate a row of its own."""
    panels = {panel: rank for rank, panel in enumerate(table["panel"].unique())}
    years = pd.to_numeric(table["x"], errors="coerce")
    keys = pd.DataFrame({"panel": table["panel"].map(panels), "year": years})
    table = table.loc[keys.sort_values(["panel", "year"], kind="stable").index].reset_index(drop=True)
    return table.assign(label=[_author(row) for row in table[["label", "x"]].to_dict("records")])


def _author(row: Mapping[str, object]) -> str:
    """Write an author with the year, unless the label has it already."""
    year = _place_text(row["x"])
    return str(row["label"]) if not year or year in str(row["label"]) else f"{row['label']}, {year}"


def _estimate_text(record: Mapping[str, object], write: Writer) -> str:
    """Write an estimate with its bounds: "42.0 (39.5-44.8)"."""
    text = _value_text(record, write)
    low, high = float(record["low"]), float(record["high"])
    if (
        record["text"]
        or not math.isfinite(float(record["value"]))
        or not (math.isfinite(low) or math.isfinite(high))
    ):
        return text
    bounds = _value_text({"text": "", "value": math.nan, "low": low, "high": high}, write)
    return f"{text} ({bounds})"


def _forest_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a forest plot."""
    key = _key_height(_series(table, options), look, width)
    return key + _rows_height(_by_year(table), look, width, options)


def _pairs_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a chart of pairs."""
    return _rows_height(table, look, width, options, stacked=False)


def _draw_pairs(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw two values per label and the distance between them."""
    names = _series(table, options)
    if len(names) > 2:
        raise ValueError(f"pairs: expected two groups, got {len(names)}: {', '.join(names)}; use dots")
    rows = _lay_rows(table, look, area.width, names, False)
    records, gap = table.to_dict("records"), look.mark / 2 + look.font * 0.4
    sides = _pair_sides(rows, records)
    order = [at for row in rows for at in row.members]
    texts = dict(zip(order, _pair_texts(table.loc[order], sides, names, options), strict=True))
    tags = [
        Tag(_extent(records[at])[side > 0], text_width(texts[at], look.font) + gap, side)
        for at, side in sides.items()
        if math.isfinite(_extent(records[at])[0])
    ]
    axes = _open_rows(area, rows, look, options, _free_limits(table, options), tags)
    for row in rows:
        shifts = _pair_shifts(axes, row, records, look)
        if not any(shifts):
            _draw_pair(axes, row, records, look)
        for at, shift in zip(row.members, shifts, strict=True):
            colour, ink = _paint(table, look, names, at)
            _draw_dot(axes, records[at], row.middle + shift, look, names, colour)
            _say(axes, records[at], row.middle, texts[at], gap, look, ink, sides[at])
    return axes


def _pair_sides(rows: Sequence[Row], records: Sequence[Mapping[str, object]]) -> dict[int, int]:
    """Put the words of the smaller value of a pair on its left, those of the other on its right."""
    sides = {}
    for row in rows:
        if len(row.members) > 2:
            raise ValueError(
                f"pairs: expected at most two rows for a label, got {len(row.members)} at {row.lines}"
            )
        ends = [_extent(records[at]) for at in row.members]
        swapped = len(ends) == 2 and sum(ends[0]) > sum(ends[1])
        for rank, at in enumerate(row.members):
            sides[at] = 1 if len(row.members) == 1 or (rank == 1) != swapped else -1
    return sides


def _pair_texts(
    table: pd.DataFrame, sides: Mapping[int, int], names: Sequence[str], options: Options
) -> list[str]:
    """Write the words of pairs; a name stands on the far side of its value."""
    texts = _tag_texts(table, names, options)
    turned = []
    for at, text in zip(table.index, texts, strict=True):
        value, gap, name = text.partition(GAP)
        turned.append(f"{name}{GAP}{value}" if gap and sides[at] < 0 else text)
    return turned


def _pair_shifts(axes: Axes, row: Row, records: Sequence[Mapping[str, object]], look: Theme) -> list[float]:
    """Set two marks one above the other where they or their bars would cover one another."""
    ends = [_extent(records[at]) for at in row.members]
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
        axes.plot(
            values, [row.middle] * 2, color=look.quiet, lw=look.line * 1.4, zorder=2.6, solid_capstyle="butt"
        )


# ---------------------------------------------------------------------------------------------
# Strip: marks in text order
# ---------------------------------------------------------------------------------------------


def _strip_rows(
    table: pd.DataFrame, look: Theme, width: float, options: Options
) -> tuple[list[Row], list[str]]:
    """Lay a row for every class in every panel, whether or not the panel has it."""
    names = _series(table, options, "label")
    grid = pd.DataFrame(
        [{"panel": panel, "label": name} for panel in table["panel"].unique() for name in names]
    ).assign(highlight=False, group="")
    rows = _lay_rows(grid, look, width, [], False)
    keys = grid[["panel", "label"]].to_dict("records")
    members = {(key["panel"], key["label"]): [] for key in keys}
    for at, row in enumerate(table[["panel", "label"]].to_dict("records")):
        members[row["panel"], row["label"]].append(at)
    filled = iter(members.values())
    return [row if row.heading else replace(row, members=next(filled)) for row in rows], names


def _strip_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a strip."""
    return _end(_strip_rows(table, look, width, options)[0]) + _axis_height(options, look, width)


def _draw_strip(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw one mark per row of the table, placed by its position, with a count per class."""
    rows, names = _strip_rows(table, look, area.width, options)
    places = _numbers("strip", "x", table["x"])
    if places.isna().any():
        raise ValueError("strip: expected a position in column 'x' of every row; some are empty")
    counts = [number(len(row.members), 0) for row in rows if not row.heading]
    right, column = area.right, block_width(counts, look.font, "bold") + look.font * 1.2
    limits = options.limits or (float(places.min()) - 1, float(places.max()) + 1)
    axes = _open_rows(area, rows, look, options, limits, [], column)
    scale, pitch = area.height / _end(rows), area.width / max(limits[1] - limits[0], 1)
    for rank, row in enumerate(row for row in rows if not row.heading):
        _draw_class(axes, row, table, places, look, rank % len(names), pitch)
        y, count = area.top - row.middle * scale, number(len(row.members), 0)
        area.write(right, y, count, look.font, look.ink, ha="right", va="center", weight="bold")
    return axes


def _draw_class(
    axes: Axes, row: Row, table: pd.DataFrame, places: pd.Series, look: Theme, index: int, pitch: float
) -> None:
    """Draw the marks of one class: its shape where there is room, upright dashes where there is not."""
    axes.axhline(row.middle, color=look.grid, lw=look.thin * 0.6, zorder=1)
    room = max(min(pitch / look.mark, 0.85), 0.55)
    for hollow in (False, True):
        at = [m for m in row.members if (table["verification"].iat[m] == "unchecked") == hollow]
        shape, colour = look.marker(index), look.colour(index)
        axes.plot(
            places.iloc[at], [row.middle] * len(at), marker=shape, ls="none", clip_on=False, zorder=3,
            ms=look.mark * room * MARKER_SCALE.get(shape, 1.0), mfc=look.background if hollow else colour,
            mec=colour if hollow else look.background, mew=look.thin * (0.8 if hollow else 0.3),
            gid="unchecked" if hollow and at else None,
        )  # fmt: skip


# ---------------------------------------------------------------------------------------------
# Series over time: lines, slopes, columns
# ---------------------------------------------------------------------------------------------


def _place_text(x: object) -> str:
    """Write a place on the time axis: years without separators, dates as they are."""
    if x is None or x != x or x == "":
        return ""
    if isinstance(x, str):
        return x
    return str(int(x)) if float(x).is_integer() and 1000 <= float(x) < 2200 else number(float(x))


def _time(kind: str, column: pd.Series) -> pd.Series:
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
        raise ValueError(
            f"{kind}: expected a number, a year or a date like 1934-12 in 'x', row {row}; got {x!r}"
        )
    return year + (month - 1) / 12 + (day - 1) / 365.25


def _open_upright(
    area: Area, look: Theme, options: Options, limits: tuple[float, float], bottom: float, labels: float = 0.0
) -> tuple[Axes, Callable[[float], float]]:
    """Lay axes with an upright value axis.

    They start ``labels`` points from the left edge, or as far as their numbers need. Returns them
    and the map from values to points of the figure.
    """
    _lay_unit(area, look, options)
    area.cut("top", look.small * 0.7)
    area.cut("bottom", bottom)
    ticks = _ticks(*limits, options, max(2, min(6, int(area.height / (look.small * 3.2)))))
    texts = _tick_texts(ticks)
    area.cut("left", max(labels, block_width(texts, look.small) + look.small * 0.6))
    axes = area.axes()
    axes.set_yscale(options.scale)
    axes.set_ylim(limits)
    axes.set_yticks(ticks, labels=[])
    axes.set_yticks([], minor=True)
    axes.grid(axis="y", which="major", color=look.grid, lw=look.thin * 0.6)
    forward, _back = _scale(options)
    low, high = (forward(end) for end in limits)

    def to_points(value: float) -> float:
        return area.bottom + (forward(value) - low) / (high - low) * area.height

    for tick, text in zip(ticks, texts, strict=True):
        x = area.left - look.small * 0.6
        area.write(x, to_points(tick), text, look.small, look.muted, ha="right", va="center")
    if limits[0] <= 0 <= limits[1] and options.scale == "linear":
        axes.axhline(0, color=look.ink, lw=look.thin * 0.8, zorder=2)
    return axes, to_points


def _plot_height(look: Theme, width: float) -> float:
    """Return the height of the marks of an upright chart."""
    return max(look.font * (6 if look.few_words else 9.5), min(width * 0.36, look.height * 0.52))


def _bottom_height(options: Options, look: Theme) -> float:
    """Return the height of the words below an upright chart."""
    return look.small * (LEADING * (2 if options.x_unit else 1) + 0.6)


@dataclass(frozen=True)
class Name:
    """Words at the edge of a chart: what they name (x, value), their lines and their colour."""

    x: float
    value: float
    lines: list[str]
    ink: str


def _line_paint(table: pd.DataFrame, names: Sequence[str], index: int, look: Theme) -> tuple[str, str]:
    """Return the colour of a line and of its words; with highlights, the other lines step back."""
    if table["highlight"].any():
        chosen = [name for name in names if table.loc[table["group"] == name, "highlight"].any()]
        if names[index] not in chosen:
            return look.quiet, look.muted
        index = chosen.index(names[index])
    return look.colour(index), look.text_colour(index) if len(names) > 1 else look.ink


def _line_names(
    table: pd.DataFrame, names: Sequence[str], look: Theme, width: float, options: Options
) -> list[Name]:
    """Write the words at the end of every line: its name and last value; then those of the reference."""
    write, found = _writer(table, options), []
    room = min(width * 0.3, 24 * LETTER * look.font)
    for index, name in enumerate(names):
        part = table[(table["group"] == name) & table["value"].notna()].sort_values("x_place")
        if len(part):
            row = part.iloc[-1]
            lines = wrap(f"{name}{GAP}{_value_text(row, write)}".strip(), room, look.font)
            found.append(Name(row["x_place"], row["value"], lines, _line_paint(table, names, index, look)[1]))
    if options.reference is not None and options.reference_text:
        lines = wrap(options.reference_text, room, look.font)
        found.append(Name(math.inf, options.reference, lines, look.accent))
    return found


def _lines_table(table: pd.DataFrame) -> pd.DataFrame:
    """Add the place on the time axis; where there are no groups, labels name the lines."""
    table = table.assign(x_place=_time("lines", table["x"]))
    if (table["group"] == "").all() and table.duplicated(["panel", "x_place"]).any():
        table["group"] = table["label"]
    _check_unique("lines", table, ["panel", "group", "x"])
    return table.sort_values("x_place", kind="stable").reset_index(drop=True)


def _lines_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a line chart: enough for the names at its right edge."""
    labels = _line_names(table, _series(table, options), look, width, options)
    names = sum(len(label.lines) * LEADING + 0.2 for label in labels) * look.font
    words = _bottom_height(options, look) + _unit_height(options, look, width) + look.small * 0.7
    return words + max(names, _plot_height(look, width))


def _draw_lines(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw series over time, named at their ends."""
    names = _series(table, options)
    _check_count("lines", names, table)
    labels = _line_names(table, names, look, area.width, options)
    gap = _name_gap(labels, look)
    column = area.cut("right", max(_name_room(labels, look), options.name_room))
    limits = _free_limits(table, options, pad=0.08)
    axes, to_points = _open_upright(area, look, options, limits, _bottom_height(options, look))
    left, right = options.x_limits or (float(table["x_place"].min()), float(table["x_place"].max()))
    margin = (right - left) * look.mark * 0.8 / max(area.width - look.mark * 1.6, 1) or 0.5
    axes.set_xlim(left - margin, right + margin)
    _lay_times(axes, area, look, options, table["x_place"])
    for index, name in enumerate(names):
        colour = _line_paint(table, names, index, look)[0]
        _draw_line(axes, table[table["group"] == name], look, index, colour)
    if options.reference is not None:
        axes.axhline(options.reference, color=look.accent, lw=look.thin, ls=(0, (4, 3)), zorder=1.5)
    _write_names(axes, area, column.left + gap, labels, look, to_points)
    _say_points(axes, area, table, look, to_points)
    return axes


def _name_gap(labels: Sequence[Name], look: Theme) -> float:
    """Return the distance of names from the lines; several may need leads."""
    return look.font * (1.7 if len(labels) > 1 else 0.8)


def _name_room(labels: Sequence[Name], look: Theme) -> float:
    """Return the width of the names at the right edge, with their distance from the lines."""
    return max((block_width(label.lines, look.font) for label in labels), default=0.0) + _name_gap(
        labels, look
    )


def _draw_line(axes: Axes, part: pd.DataFrame, look: Theme, index: int, colour: str) -> None:
    """Draw one series: a line with gaps where values are missing, marks and bounds."""
    axes.plot(part["x_place"], part["value"], color=colour, lw=look.line, ls=look.dash(index), zorder=3)
    crowded, last = len(part) > 40, part["value"].last_valid_index()
    for at, row in zip(part.index, part.to_dict("records"), strict=True):
        ends = [end for end in (row["low"], row["high"]) if math.isfinite(end)]
        reach = ends + [row["value"]] * (len(ends) == 1 and math.isfinite(row["value"]))
        axes.plot([row["x_place"]] * len(reach), reach, color=colour, lw=look.thin, zorder=3)
        for end in ends:
            axes.plot(
                [row["x_place"]], [end], marker="_", ms=look.mark * 0.6, mew=look.thin, color=colour, zorder=3
            )
        hollow = row["verification"] == "unchecked"
        if math.isfinite(row["value"]) and (hollow or at == last or not crowded):
            _mark(axes, row["x_place"], row["value"], look, index, colour, hollow, 0.6 if crowded else 0.75)


def _lay_times(axes: Axes, area: Area, look: Theme, options: Options, places: pd.Series) -> None:
    """Write the years below an upright chart: those of the data where they fit, else round ones."""
    low, high = axes.get_xlim()
    own = sorted(set(places))
    rounds = [
        MaxNLocator(count, steps=[1, 2, 5, 10], integer=True).tick_values(low, high) for count in (9, 6, 4, 2)
    ]
    choices = [own] * (not options.x_limits and all(float(place).is_integer() for place in own)) + rounds
    for choice in choices:
        ticks = [float(tick) for tick in choice if low <= tick <= high]
        texts = [_place_text(tick) for tick in ticks]
        points = [area.left + (tick - low) / (high - low) * area.width for tick in ticks]
        if _fit(points, [text_width(text, look.small) for text in texts], look.small * 0.7):
            break
    for point, text in zip(points, texts, strict=True):
        area.rule([point] * 2, [area.bottom, area.bottom - look.small * 0.3], look.muted, look.thin * 0.5)
        area.write(point, area.bottom - look.small * 0.5, text, look.small, look.muted, ha="center")
    if options.x_unit:
        y = area.bottom - look.small * (LEADING + 0.5)
        area.write(area.left, y, options.x_unit, look.small, look.muted)


def _write_names(
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
    for label, point, place in zip(
        labels, wanted, push_apart(wanted, sizes, area.bottom, area.top), strict=True
    ):
        area.write(left, place, label.lines, look.font, label.ink, va="center")
        start = area.left + (min(label.x, high) - low) / (high - low) * area.width + look.mark * 0.6
        knee, end = area.right + look.font * 0.5, left - look.font * 0.3
        if abs(point - place) > look.font * 0.25 or knee - start > look.mark * 2.5:
            early = knee - start > look.mark * 2.5 and math.isfinite(label.x)
            xs = [start if early else min(start, knee), knee, end]
            area.rule(xs, [point, point, place], look.muted, look.thin * 0.5)


def _say_points(
    axes: Axes, area: Area, table: pd.DataFrame, look: Theme, to_points: Callable[[float], float]
) -> None:
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
    taken = [_around(x, y, look.mark) for x, y, _text, _at in marks]
    for x, _y, _text, at in marks:
        below, above = (to_points(end) for end in _extent(table.iloc[at]))
        taken.append((x - look.mark * 0.4, below, x + look.mark * 0.4, above))
    for name in table["group"].unique():
        ends = [mark[:2] for mark in marks if table["group"].iat[mark[3]] == name]
        for a, b in pairwise(ends):
            taken += [
                _around(*(np.array(a) + (np.array(b) - a) * step / 20), look.line) for step in range(21)
            ]
    for x, y, text, at in marks:
        if text and at not in last:
            taken.append(_say_point(area, x, y, text, look, taken))


def _say_point(area: Area, x: float, y: float, text: str, look: Theme, taken: list[tuple]) -> tuple:
    """Write the words of one point at the nearest free place and return the box they take."""
    half, high = text_width(text, look.small) / 2, look.small * LEADING
    x_middle = max(min(x, area.right - half), area.left + half)
    for step in range(1, 40):
        for side in (1, -1):
            y_middle = y + side * (look.mark * 0.6 + high * (step - 0.5) / 1.5 + high * 0.2)
            box = (x_middle - half, y_middle - high / 2, x_middle + half, y_middle + high / 2)
            inside = area.bottom <= box[1] and box[3] <= area.top + high * 0.4
            if inside and not any(_overlap(box, other) for other in taken):
                area.write(x_middle, y_middle, text, look.small, look.ink, ha="center", va="center", zorder=5)
                if step > 2:
                    area.rule([x, x], [y, y_middle - side * high / 2], look.muted, look.thin * 0.5)
                return box
    raise ValueError(f"expected room for the words {text!r}, found none; shorten the column 'text'")


def _around(x: float, y: float, size: float) -> tuple[float, float, float, float]:
    """Return the box (left, bottom, right, top) of a mark."""
    return x - size / 2, y - size / 2, x + size / 2, y + size / 2


def _overlap(one: tuple, other: tuple) -> bool:
    """Tell whether two boxes (left, bottom, right, top) share any ground."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _slopes_table(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Add the number of the date to every row; dates stand in their order of time if they are numbers."""
    dates = [_place_text(x) for x in table["x"]]
    if "" in dates:
        raise ValueError(
            f"slopes: expected a date in column 'x' of every row; row {dates.index('')} has none"
        )
    order = list(dict.fromkeys(dates))
    order = sorted(order) if all(date[:4].isdigit() for date in order) else order
    if len(order) < 2:
        raise ValueError(f"slopes: expected at least two dates in column 'x', got {order}")
    _check_unique("slopes", table.assign(x=dates), ["panel", "label", "x"])
    return table.assign(place=[order.index(date) for date in dates]), order


def _check_unique(kind: str, table: pd.DataFrame, columns: list[str]) -> None:
    """Refuse two rows for one point of a line."""
    twice = table[table.duplicated(columns) & table["value"].notna()]
    if len(twice):
        where = ", ".join(f"{name} {twice[name].iat[0]!r}" for name in columns if twice[name].iat[0] != "")
        raise ValueError(f"{kind}: expected one row for {where}; got several, choose one or name them apart")


def _slope_names(table: pd.DataFrame, look: Theme, width: float, options: Options, at: str) -> list[Name]:
    """Write the words on the left ("first") or right ("last") of every line."""
    write, found, chosen = _writer(table, options), [], table["highlight"].any()
    end = table["place"].min() if at == "first" else table["place"].max()
    for row in table[(table["place"] == end) & table["value"].notna()].to_dict("records"):
        value = _value_text(row, write)
        words = f"{row['label']}{GAP}{value}" if at == "first" else f"{value}{GAP}{row['label']}"
        ink = look.muted if chosen and not row["highlight"] else look.ink
        found.append(
            Name(end, row["value"], wrap(words, min(width * 0.3, 24 * LETTER * look.font), look.font), ink)
        )
    return found


def _slopes_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a slope chart."""
    table, _order = _slopes_table(table)
    sides = [_slope_names(table, look, width, options, at) for at in ("first", "last")]
    names = max(sum(len(name.lines) * LEADING + 0.1 for name in side) for side in sides) * look.font
    head = _unit_height(options, look, width) + _key_height(_series(table, options), look, width)
    return head + look.font * 2.6 + max(names, _plot_height(look, width))


def _draw_slopes(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw values at two or more dates, connected."""
    table, order = _slopes_table(table)
    names, limits = _series(table, options), _limits(table, options, zero=False, pad=0.06)
    _check_count("slopes", names, table)
    first, last = (_slope_names(table, look, area.width, options, at) for at in ("first", "last"))
    _lay_key(area, look, names)
    _lay_unit(area, look, options)
    gap = look.font * 1.3
    edge = [
        max((block_width(name.lines, look.font) for name in side), default=0) + gap for side in (first, last)
    ]
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
        part = table[table["label"] == label].sort_values("place")
        colour, _ink = _paint(table, look, names, part.index[0])
        front = 3 + int(part["highlight"].any())
        axes.plot(part["place"], part["value"], color=colour, lw=look.line, zorder=front, clip_on=False)
        for row in part.to_dict("records"):
            ends = [end for end in (row["low"], row["high"]) if math.isfinite(end)]
            axes.plot(
                [row["place"]] * len(ends), ends, color=colour, lw=look.thin, zorder=front, clip_on=False
            )
            if math.isfinite(row["value"]):
                hollow = row["verification"] == "unchecked"
                _mark(axes, row["place"], row["value"], look, names.index(row["group"]), colour, hollow, 0.85)


def _write_slope_names(
    area: Area, x: float, labels: Sequence[Name], look: Theme, limits: tuple[float, float], side: str
) -> None:
    """Write the names on one side of a slope chart, apart from one another."""
    scale = area.height / (limits[1] - limits[0])
    wanted = [area.bottom + (label.value - limits[0]) * scale for label in labels]
    sizes = [(len(label.lines) * LEADING + 0.05) * look.font for label in labels]
    for label, point, place in zip(
        labels, wanted, push_apart(wanted, sizes, area.bottom, area.top), strict=True
    ):
        area.write(x, place, label.lines, look.font, label.ink, va="center", ha=side)
        if abs(point - place) > look.font * 0.3:
            mark = area.left - look.mark * 0.6 if side == "right" else area.right + look.mark * 0.6
            end = x + look.font * 0.2 * (1 if side == "right" else -1)
            area.rule([mark, end], [point, place], look.muted, look.thin * 0.5)


def _write_middles(
    area: Area, table: pd.DataFrame, look: Theme, options: Options, limits: tuple[float, float], dates: int
) -> None:
    """Write the values between the first and the last date: of the highlighted lines, or of up to four."""
    write, scale = _writer(table, options), area.height / (limits[1] - limits[0])
    few = table["label"].nunique() <= 4
    marks = [
        (
            area.left + row["place"] / (dates - 1) * area.width,
            area.bottom + (row["value"] - limits[0]) * scale,
            row,
        )
        for row in table[table["value"].notna()].to_dict("records")
    ]
    taken = [_around(x, y, look.mark) for x, y, _row in marks]
    for x, y, row in marks:
        if 0 < row["place"] < dates - 1 and (row["highlight"] or few):
            taken.append(_say_point(area, x, y, _value_text(row, write), look, taken))


def _columns_layout(
    table: pd.DataFrame, look: Theme, options: Options
) -> tuple[list[str], list[str], list[list[int]]]:
    """Return the labels, the series, and for every label the rows of the table that belong to it."""
    labels, names = list(table["label"].unique()), _series(table, options)
    _check_count("columns", names, table)
    ranks = table["group"].map(names.index)
    members = [list(ranks[table["label"] == label].sort_values(kind="stable").index) for label in labels]
    return labels, names, members


def _columns_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a column chart."""
    lines = _column_words(list(table["label"].unique()), look, width * 0.86)
    words = max(len(line) for line in lines) * look.small * LEADING + look.small * 1.3
    key = _key_height(_series(table, options), look, width)
    return words + key + _unit_height(options, look, width) + _plot_height(look, width)


def _column_words(labels: Sequence[str], look: Theme, width: float) -> list[list[str]]:
    """Break the words below columns to the width of a column; where years do not fit some stay out."""
    pitch = width / len(labels)
    step, widest = 1, max(text_width(label, look.small) for label in labels)
    if all(label.isdigit() for label in labels):
        step = max(1, math.ceil((widest + look.small * 0.5) / pitch))
    shown = [label if rank % step == 0 else "" for rank, label in enumerate(labels)]
    return [wrap(label, max(pitch * step - look.small * 0.5, look.small), look.small) for label in shown]


def _draw_columns(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw upright columns from zero."""
    labels, names, members = _columns_layout(table, look, options)
    lines = _column_words(labels, look, area.width * 0.86)
    limits = _limits(table, options, zero=True, pad=0.12)
    _lay_key(area, look, names, "s")
    bottom = max(len(line) for line in lines) * look.small * LEADING + look.small * 0.6
    last = _value_text(table.iloc[-1], _writer(table, options))
    area.cut("right", max(text_width(last, look.small) - area.width / len(table) * 0.7, 0.0))
    axes, to_points = _open_upright(area, look, options, limits, bottom)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    pitch, thick, records = area.width / len(labels), 0.76 / len(names), table.to_dict("records")
    posts = []
    for place, (words, rows) in enumerate(zip(lines, members, strict=True)):
        x = area.left + (place + 0.5) * pitch
        area.write(x, area.bottom - look.small * 0.45, words, look.small, look.ink, ha="center")
        for at in rows:
            shift = (names.index(records[at]["group"]) - (len(names) - 1) / 2) * thick
            colour, ink = _paint(table, look, names, at)
            _draw_column(axes, records[at], place + shift, thick, look, colour)
            posts.append(_post(at, records[at], x + shift * pitch, thick * pitch, to_points, ink))
    _say_columns(area, table, posts, look, options)
    return axes


@dataclass(frozen=True)
class Post:
    """A drawn column: its row of the table, the box it fills in points, the colour of its words."""

    at: int
    left: float
    bottom: float
    right: float
    top: float
    ink: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box as left, bottom, right, top."""
        return self.left, self.bottom, self.right, self.top


def _post(
    at: int,
    record: Mapping[str, object],
    x: float,
    thick: float,
    to_points: Callable[[float], float],
    ink: str,
) -> Post:
    """Measure a drawn column with its bounds."""
    low, high = _extent(record)
    low, high = (min(low, 0.0), max(high, 0.0)) if math.isfinite(low) else (0.0, 0.0)
    return Post(at, x - thick * 0.47, to_points(low), x + thick * 0.47, to_points(high), ink)


def _draw_column(
    axes: Axes, record: Mapping[str, object], x: float, thick: float, look: Theme, colour: str
) -> None:
    """Draw one column and its bounds."""
    value, hollow = float(record["value"]), record["verification"] == "unchecked"
    if math.isfinite(value):
        axes.bar(
            x, value, thick * 0.94, facecolor=look.background if hollow else colour, edgecolor=colour,
            zorder=2.5, linewidth=look.thin if hollow else 0, gid="unchecked" if hollow else None,
        )  # fmt: skip
    ends = [float(record[name]) for name in ("low", "high") if math.isfinite(float(record[name]))]
    reach = ends + [value] * (len(ends) == 1 and math.isfinite(value))
    axes.plot([x] * len(reach), reach, color=look.ink, lw=look.thin, zorder=3)
    axes.plot(
        [x] * len(ends),
        ends,
        marker="_",
        ls="none",
        ms=look.mark * 0.6,
        mew=look.thin,
        color=look.ink,
        zorder=3,
    )


def _say_columns(
    area: Area, table: pd.DataFrame, posts: Sequence[Post], look: Theme, options: Options
) -> None:
    """Write values above columns: all where they fit, else the marked, the highest, the last, the first."""
    write, records = _writer(table, options), table.to_dict("records")
    texts = {post.at: _value_text(records[post.at], write) for post in posts}
    middles = [(post.left + post.right) / 2 for post in posts]
    everything = _fit(middles, [text_width(texts[post.at], look.small) for post in posts], look.small * 0.3)
    ends = (int(table["value"].fillna(-math.inf).idxmax()), posts[-1].at, posts[0].at)
    chosen = [post for post in posts if records[post.at]["highlight"]]
    chosen += [post for at in ends for post in posts if post.at == at and post not in chosen]
    taken = [post.box for post in posts]
    for post in posts if everything else chosen:
        below = math.isfinite(records[post.at]["value"]) and records[post.at]["value"] < 0
        y = post.bottom - look.small * 0.8 if below else post.top + look.small * 0.8
        box = _free_box(post, y, text_width(texts[post.at], look.small), look.small * 1.1, taken, area)
        if box:
            x = (box[0] + box[2]) / 2
            area.write(x, y, texts[post.at], look.small, post.ink, va="center", ha="center", zorder=5)
            taken.append(box)


def _free_box(
    post: Post, y: float, width: float, high: float, taken: Sequence[tuple], area: Area
) -> tuple[float, float, float, float] | None:
    """Find room for words above a column: in its middle, else flush with one of its sides."""
    middle = (post.left + post.right - width) / 2
    for left in (middle, post.left, post.right - width):
        box = (left, y - high / 2, left + width, y + high / 2)
        inside = left >= area.left - width * 0.1 and box[2] <= area.figure.get_size_inches()[0] * 72
        if inside and not any(_overlap(box, other) for other in taken):
            return box
    return None


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


def _key_height(names: Sequence[str], look: Theme, width: float) -> float:
    """Return the height of a key."""
    return len(_key_rows(names, look, width)) * look.font * 1.6


def _lay_key(area: Area, look: Theme, names: Sequence[str], marker: str = "") -> None:
    """Name the series above the marks, each with its shape (or ``marker``), in their order."""
    rows = _key_rows(names, look, area.width)
    strip = area.cut("top", _key_height(names, look, area.width))
    for rank, row in enumerate(rows):
        x, y = strip.left, strip.top - look.font * (0.65 + 1.6 * rank)
        for index in row:
            strip.spot(
                x + look.font * 0.4, y, marker or look.marker(index), look.colour(index), look.font * 0.75
            )
            strip.write(x + look.font * 1.2, y, names[index], look.font, look.text_colour(index), va="center")
            x += text_width(names[index], look.font) + look.font * 2.6


# ---------------------------------------------------------------------------------------------
# Specification curve
# ---------------------------------------------------------------------------------------------


def _outcomes(table: pd.DataFrame, options: Options) -> pd.Series:
    """Return the results of a specification curve."""
    if options.outcome not in table.columns:
        raise ValueError(f"curve: expected outcome= to name a column, got {options.outcome!r}")
    return _numbers("curve", options.outcome, table[options.outcome])


def _curve_rows(table: pd.DataFrame, look: Theme, width: float, options: Options) -> list[Row]:
    """Lay a heading for every decision and a row for every one of its choices."""
    missing = [name for name in options.decisions if name not in table.columns]
    if missing or not options.decisions:
        given = list(options.decisions)
        raise ValueError(f"curve: expected decisions= to name columns, got {given}; not found: {missing}")
    frames = [
        pd.DataFrame({"panel": str(name).replace("_", " "), "label": table[name].astype(str).unique()})
        for name in options.decisions
    ]
    grid = pd.concat(frames, ignore_index=True).assign(highlight=False, group="")
    return _lay_rows(grid, look, width, [], False)


def _curve_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a specification curve."""
    rows = _curve_rows(table, look, width, options)
    return look.font * 14.6 + _unit_height(options, look, width) + _end(rows)


def _draw_curve(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw all results in order above the choices that led to them."""
    table = table.assign(value=_outcomes(table, options))
    rows = _curve_rows(table, look, area.width, options)
    table = table[table["value"].notna()].sort_values("value", kind="stable").reset_index(drop=True)
    if table.empty:
        raise ValueError("curve: expected at least one result, all are missing")
    write = _writer(table.assign(low=math.nan, high=math.nan), options)
    medians = _choice_medians(table, rows, options)
    texts = [write(median) for median in medians]
    left = area.left
    labels = max(_label_width(rows, look), area.width * 0.16) + look.font * 0.9
    names = _curve_names(table, look, options, write)
    edge = look.font * 1.4 + max(
        *(block_width(name.lines, look.font) for name in names),
        block_width([_("median"), *texts], look.small),
    )
    upper = area.cut("top", area.height - _end(rows) - look.font * 1.6)
    _draw_outcomes(upper, table, look, options, names, labels, edge)
    area.cut("left", labels)
    column = area.cut("right", edge)
    head = area.cut("top", look.font * 1.6)
    head.write(column.right, head.bottom, _("median"), look.small, look.muted, ha="right", va="bottom")
    _write_rows(area, left, rows, look)
    axes = area.axes()
    axes.set_xlim(-1, len(table))
    axes.set_ylim(_end(rows), 0)
    _draw_choices(axes, table, rows, look, options)
    scale = area.height / _end(rows)
    for row, text in zip((row for row in rows if not row.heading), texts, strict=True):
        y = area.top - row.middle * scale
        area.write(column.right, y, text, look.small, look.ink, ha="right", va="center")
    return axes


def _choices(rows: Sequence[Row], options: Options) -> list[tuple[str, Row]]:
    """Pair every row of a choice with the column of its decision."""
    pairs, decisions = [], iter(options.decisions)
    for row in rows:
        if row.heading:
            column = next(decisions)
        else:
            pairs.append((column, row))
    return pairs


def _choice_medians(table: pd.DataFrame, rows: Sequence[Row], options: Options) -> list[float]:
    """Return the median result under every choice, in drawing order."""
    chosen = [table["value"][table[column].astype(str) == row.key] for column, row in _choices(rows, options)]
    return [float(values.median()) if len(values) else math.nan for values in chosen]


def _curve_names(table: pd.DataFrame, look: Theme, options: Options, write: Writer) -> list[Name]:
    """Write the words beside the curve: highest, median, lowest, highlighted, reference."""
    values = table["value"]
    said = [(_("highest {number}"), values.max()), (_("median {number}"), values.median())]
    said += [(_("lowest {number}"), values.min())]
    names = [Name(math.inf, x, [text.format(number=write(x))], look.ink) for text, x in said]
    room = look.font * 11
    for at in np.flatnonzero(table["highlight"] & (table["text"] != "")):
        lines = wrap(f"{table['text'].iat[at]} {write(values.iat[at])}", room, look.font)
        names.append(Name(float(at), values.iat[at], lines, look.accent))
    if options.reference is not None and options.reference_text:
        names.append(
            Name(math.inf, options.reference, wrap(options.reference_text, room, look.font), look.accent)
        )
    return names


def _draw_outcomes(
    area: Area,
    table: pd.DataFrame,
    look: Theme,
    options: Options,
    names: Sequence[Name],
    left: float,
    right: float,
) -> None:
    """Draw the upper panel of a specification curve: results from the lowest to the highest."""
    column = area.cut("right", right)
    limits = _limits(table, options, zero=False, pad=0.06)
    axes, to_points = _open_upright(area, look, options, limits, look.small * 0.6, left)
    axes.set_xlim(-1, len(table))
    size = max(min(area.width / len(table) * 0.9, look.mark * 0.8), look.mark * 0.22)
    hollow = (table["verification"] == "unchecked").to_numpy()
    for part, paper in ((~hollow, look.colour(0)), (hollow, look.background)):
        axes.plot(
            np.flatnonzero(part), table["value"][part], ls="none", marker="o", ms=size, mfc=paper,
            mec=look.colour(0), mew=size * 0.25, zorder=3,
            gid="unchecked" if paper == look.background and part.any() else None,
        )  # fmt: skip
    axes.axhline(table["value"].median(), color=look.ink, lw=look.thin * 0.8, zorder=2)
    if options.reference is not None:
        axes.axhline(options.reference, color=look.accent, lw=look.thin, ls=(0, (4, 3)), zorder=2)
    for at in np.flatnonzero(table["highlight"]):
        _mark(axes, at, table["value"].iat[at], look, 1, look.accent, hollow[at])
    _write_names(axes, area, column.left + look.font * 1.4, names, look, to_points)


def _draw_choices(
    axes: Axes, table: pd.DataFrame, rows: Sequence[Row], look: Theme, options: Options
) -> None:
    """Draw the lower panel: a dash wherever a result rests on a choice."""
    before, rank = None, 0
    for column, row in _choices(rows, options):
        before, rank = column, rank + 1 if column == before else 0
        if rank % 2 == 0:
            axes.axhspan(row.top, row.top + row.height, color=look.grid, alpha=0.45, lw=0, zorder=0)
        at = np.flatnonzero((table[column].astype(str) == row.key).to_numpy())
        _dashes(axes, at, row, look.colour(0), look, len(table))
        _dashes(axes, at[table["highlight"].to_numpy()[at]], row, look.accent, look, len(table), 1.6)


def _dashes(
    axes: Axes, at: np.ndarray, row: Row, colour: str, look: Theme, count: int, weight: float = 1.0
) -> None:
    """Draw upright dashes as one path, which keeps files of thousands of results small."""
    xs = np.repeat(at.astype(float), 3)
    half = row.height * 0.3 * min(weight, 1.3)
    ys = np.tile([row.middle - half, row.middle + half, math.nan], len(at))
    room = axes.get_position().width * axes.get_figure().get_size_inches()[0] * 72 / (count + 1)
    width = max(min(room * 0.6, look.line * 1.6), look.thin * 0.3) * weight
    axes.plot(xs, ys, color=colour, lw=width, solid_capstyle="butt", zorder=3 + weight)


# ---------------------------------------------------------------------------------------------
# Small multiples
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grid:
    """Panels of a chart: names, how many side by side, and the heights of each row of them in points."""

    names: list[str]
    across: int
    width: float
    gutter: float
    heads: list[float]
    heights: list[float]

    @property
    def down(self) -> int:
        """Number of rows of panels."""
        return math.ceil(len(self.names) / self.across)


def _grid(chart: Chart, table: pd.DataFrame, look: Theme, width: float, options: Options) -> Grid:
    """Choose how many panels stand side by side and how high each row of them is."""
    names = list(table["panel"].unique())
    least = look.font * (26 if chart.wide else 13 if look.few_words else 17)
    gutter = look.font * 2
    most = max(1, int((width + gutter) / (least + gutter)))
    across = min(options.panels_per_row or (2 if len(names) == 4 and most >= 2 else most), len(names))
    each = (width - gutter * (across - 1)) / across
    inner = _panel_options(table, options)
    heads = [
        len(wrap(name, each, look.font, "bold")) * look.font * LEADING + look.font * 0.3 for name in names
    ]
    bodies = [chart.height(_panel(table, name), look, each, inner) for name in names]
    starts = range(0, len(names), across)
    tallest = [[max(highs[start : start + across]) for start in starts] for highs in (heads, bodies)]
    return Grid(names, across, each, gutter, *tallest)


def _panel(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one panel as a chart of its own."""
    return table[table["panel"] == name].assign(panel="").reset_index(drop=True)


def _panel_options(table: pd.DataFrame, options: Options) -> Options:
    """Return the options of every panel: same series, same digits, unit said once for all."""
    names = tuple(_series(table, options))
    return replace(options, unit="", inside_note="", order=names, digits=_writer(table, options))


def _panels_height(chart: Chart, table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of all panels."""
    grid = _grid(chart, table, look, width, options)
    unit = _unit_height(options, look, width) + (look.small * 0.5 if options.unit else 0)
    return sum(grid.heads) + sum(grid.heights) + (grid.down - 1) * look.font * 1.2 + unit


def _draw_panels(chart: Chart, area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw small multiples that share their axes."""
    if area.given is not None:
        area.given.remove()
        area.given = None
    _lay_unit(area, look, options)
    area.cut("top", look.small * 0.5 if options.unit else 0)
    inner = _shared_limits(chart, area, table, look, _panel_options(table, options))
    return _fill_panels(chart, area, table, look, inner, options)[-1]


def _fill_panels(
    chart: Chart, area: Area, table: pd.DataFrame, look: Theme, inner: Options, options: Options
) -> list[Axes]:
    """Draw every panel under its name."""
    grid = _grid(chart, table, look, area.width, options)
    taken = sum(grid.heads) + sum(grid.heights) + (grid.down - 1) * look.font * 1.2
    # Rows of text keep their distance; only upright charts grow into spare room.
    spare = max(area.height - taken, 0.0) / grid.down if chart.upright else 0.0
    drawn = []
    for row, start in enumerate(range(0, len(grid.names), grid.across)):
        strip = area.cut("top", grid.heads[row] + grid.heights[row] + spare)
        area.cut("top", look.font * 1.2)
        for name in grid.names[start : start + grid.across]:
            cell = strip.cut("left", grid.width)
            strip.cut("left", grid.gutter)
            head = cell.cut("top", grid.heads[row])
            words = wrap(name, grid.width, look.font, "bold")
            head.write(
                head.left, head.bottom + look.font * 0.3, words, look.font, look.ink, "bottom", weight="bold"
            )
            part = _panel(table, name)
            if not chart.upright:
                cell.cut("bottom", cell.height - chart.height(part, look, grid.width, inner))
            drawn.append(chart.draw(cell, part, look, inner))
    return drawn


def _shared_times(table: pd.DataFrame, look: Theme, inner: Options, width: float) -> Options:
    """Give all panels of lines the same years and the same room for names."""
    panels = [_panel(table, name) for name in table["panel"].unique()]
    rooms = [_name_room(_line_names(part, _series(part, inner), look, width, inner), look) for part in panels]
    ends = inner.x_limits or (float(table["x_place"].min()), float(table["x_place"].max()))
    return replace(inner, x_limits=ends, name_room=max(rooms))


def _shared_limits(chart: Chart, area: Area, table: pd.DataFrame, look: Theme, inner: Options) -> Options:
    """Find ends of the axes that suit every panel, by drawing them on a figure that is thrown away.

    Words beside marks widen the axis of a panel, and a wider axis moves the marks of the others, so this
    is repeated until nothing changes (three rounds are enough in practice, six are allowed).
    """
    if "x_place" in table:
        inner = _shared_times(table, look, inner, _grid(chart, table, look, area.width, inner).width)
    for _round in range(6):
        scratch = replace(area, figure=Figure(figsize=area.figure.get_size_inches()))
        drawn = _fill_panels(chart, scratch, table, look, inner, inner)
        ends = [axes.get_ylim() if chart.upright else axes.get_xlim() for axes in drawn]
        shared = (min(low for low, _high in ends), max(high for _low, high in ends))
        if inner.limits and np.allclose(shared, inner.limits, rtol=1e-12, atol=0):
            break
        inner = replace(inner, limits=shared)
    return inner


# ---------------------------------------------------------------------------------------------
# The kinds
# ---------------------------------------------------------------------------------------------

COMMON = ("unit", "inside_note", "digits", "interval", "order", "limits", "panels_per_row")
REFERENCE = ("reference", "reference_text")

CHARTS: Mapping[str, Chart] = {
    "dots": Chart(_draw_dots, _rows_height, (*REFERENCE, "scale"), wide=True),
    "bars": Chart(_draw_bars, _rows_height, REFERENCE, wide=True),
    "forest": Chart(_draw_forest, _forest_height, (*REFERENCE, "scale"), own_panels=True),
    "pairs": Chart(_draw_pairs, _pairs_height, (*REFERENCE, "scale"), wide=True),
    "strip": Chart(_draw_strip, _strip_height, (), ("label", "x"), own_panels=True),
    "lines": Chart(
        _draw_lines, _lines_height, (*REFERENCE, "scale", "x_unit", "x_limits"), ("x", "value"), upright=True
    ),
    "slopes": Chart(_draw_slopes, _slopes_height, (), ("label", "x", "value"), upright=True, wide=True),
    "columns": Chart(_draw_columns, _columns_height, (), upright=True),
    "curve": Chart(_draw_curve, _curve_height, (*REFERENCE, "decisions", "outcome"), (), own_panels=True),
}


def prepare(kind: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return the frame of a chart with every standard column.

    Parameters
    ----------
    kind : str
        Name of the chart, for messages.
    data : DataFrame
        At least the columns that the chart needs.

    Returns
    -------
    DataFrame
        A copy with a fresh index: numbers as floats, words as strings without gaps, ``highlight`` as bool.

    Raises
    ------
    ValueError
        If the frame is empty, lacks a needed column, or has a word where a number should be.
    """
    missing = [name for name in CHARTS[kind].needs if name not in data.columns]
    if missing:
        raise ValueError(
            f"{kind}: expected the columns {missing}, got {list(data.columns)}; add or rename them"
        )
    if data.empty:
        raise ValueError(f"{kind}: expected at least one row, got none")
    table = data.reset_index(drop=True).copy()
    for name, default in COLUMNS.items():
        column = table[name] if name in table else pd.Series([default] * len(table), index=table.index)
        if name in NUMBERS:
            table[name] = _numbers(kind, name, column)
        elif name != "x":
            table[name] = _filled(column, default)
        else:
            table[name] = column
    return _lines_table(table) if kind == "lines" else table


def read_options(kind: str, given: Mapping[str, object]) -> Options:
    """Check options against what a kind of chart takes.

    Parameters
    ----------
    kind : str
        Name of the chart.
    given : mapping
        Option names and values.

    Returns
    -------
    Options
        The options, defaults filled in.

    Raises
    ------
    ValueError
        If there is no such kind, or it does not take one of the options.
    """
    if kind not in CHARTS:
        raise ValueError(f"expected a kind of chart out of {', '.join(CHARTS)}; got {kind!r}")
    taken = COMMON + CHARTS[kind].options
    unknown = [name for name in given if name not in taken]
    if unknown:
        raise ValueError(f"{kind}: expected options out of {', '.join(taken)}; got {', '.join(unknown)}")
    options = Options(**given)
    if options.scale not in ("linear", "log"):
        raise ValueError(f"{kind}: expected scale 'linear' or 'log', got {options.scale!r}")
    return options


def draw(
    kind: str, ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object
) -> Axes:
    """Draw a chart of any kind; several values in the column ``panel`` give small multiples.

    Parameters
    ----------
    kind : str
        One of :data:`CHARTS`.
    ax_or_fig : Axes or Figure
        Axes give their rectangle; a figure gives all its room and grows downwards where that is too low.
    data : DataFrame
        The standard columns.
    theme : str or Theme
        The look.
    **options
        See :class:`Options`.

    Returns
    -------
    Axes
        The axes that hold the marks (the last of several panels).

    Raises
    ------
    ValueError
        If columns, numbers or options are not what the chart takes.
    """
    chosen, table = read_options(kind, options), prepare(kind, data)
    with using(theme) as look:
        if isinstance(ax_or_fig, Figure):
            wide, high = ax_or_fig.get_size_inches() * 72
            need = height(kind, data, look, wide - 2 * look.font, **options) + 2 * look.font
            ax_or_fig.set_size_inches(wide / 72, max(high, need) / 72)
        area = _area(ax_or_fig, look)
        return _draw_in(kind, area, table, look, chosen)


def _draw_in(kind: str, area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw frame and marks into an area."""
    note, foot = _frame_lines(kind, table, look, options, area.width)
    _draw_frame(area, look, note, foot)
    if _is_multiple(kind, table):
        return _draw_panels(CHARTS[kind], area, table, look, options)
    return CHARTS[kind].draw(area, table, look, options)


def height(kind: str, data: pd.DataFrame, theme: str | Theme, width: float, **options: object) -> float:
    """Return how high a chart has to be so that all its words fit.

    Parameters
    ----------
    kind, data, theme, **options
        As in :func:`draw`.
    width : float
        Width in points.

    Returns
    -------
    float
        Height in points.
    """
    chosen, table = read_options(kind, options), prepare(kind, data)
    look = find_theme(theme)
    frame = _frame_height(*_frame_lines(kind, table, look, chosen, width), look)
    if _is_multiple(kind, table):
        return sum(frame) + _panels_height(CHARTS[kind], table, look, width, chosen)
    return sum(frame) + CHARTS[kind].height(table, look, width, chosen)


def _is_multiple(kind: str, table: pd.DataFrame) -> bool:
    """Tell whether a chart falls into panels of its own."""
    return not CHARTS[kind].own_panels and table["panel"].nunique() > 1


def _area(target: Axes | Figure, look: Theme) -> Area:
    """Return the room that axes or a figure offer."""
    if isinstance(target, Figure):
        width, high = target.get_size_inches() * 72
        return Area(target, look.font, look.font, width - 2 * look.font, high - 2 * look.font)
    figure, box = target.get_figure(root=True), target.get_position(original=True)
    width, high = figure.get_size_inches() * 72
    return Area(figure, box.x0 * width, box.y0 * high, box.width * width, box.height * high, target)


def small_multiples(
    fig: Figure, data: pd.DataFrame, kind: str, panel: str = "panel", *, theme: str | Theme, **options: object
) -> Axes:
    """Draw one chart per value of a column, all with the same axes.

    Parameters
    ----------
    fig : Figure
        Gives its room; grows downwards where that is too low.
    data : DataFrame
        The standard columns and the column named by ``panel``.
    kind : str
        Kind of the panels: dots, bars, pairs, lines, slopes or columns.
    panel : str
        The column whose values name the panels.
    theme : str or Theme
        The look.
    **options
        Those of the kind, and ``panels_per_row``.

    Returns
    -------
    Axes
        The axes of the last panel.

    Raises
    ------
    ValueError
        As the kind does, and if there is no such column.
    """
    if panel not in data.columns:
        raise ValueError(f"small_multiples: expected a column {panel!r}, got {list(data.columns)}")
    return draw(kind, fig, data.assign(panel=data[panel].astype(str)), theme=theme, **options)


def dots(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw a dot plot: one row per label, one mark per group, bounds as thin bars, values at the marks.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label``, ``value``; ``group``, ``low``, ``high``, ``text``, ``verification``, ``highlight``,
        ``panel``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("dots", ax_or_fig, data, theme=theme, **options)


def bars(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw horizontal bars from zero with their values; several groups stand one below the other.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label``, ``value``; ``group``, ``low``, ``high``, ``text``, ``verification``, ``highlight``,
        ``panel``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("bars", ax_or_fig, data, theme=theme, **options)


def forest(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw estimates by author, oldest first, with bounds; numbers stand in a column on the right.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label`` (author), ``value``; ``x`` (year of publication), ``low``, ``high``, ``panel`` (a heading
        each, one shared axis), ``group``, ``text``, ``verification``, ``highlight``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("forest", ax_or_fig, data, theme=theme, **options)


def pairs(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw two values per label, such as printed and published, and the distance between them.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label``, ``value``, ``group`` (two of them, at most one row each per label); ``low``, ``high``,
        ``text``, ``verification``, ``highlight``, ``panel``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("pairs", ax_or_fig, data, theme=theme, **options)


def strip(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw one mark per claim in text order: a row per class, a count at its end.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label`` (class), ``x`` (position); ``panel`` (a heading each), ``verification``. ``order`` lists the
        classes from top to bottom, also those that no row has.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("strip", ax_or_fig, data, theme=theme, **options)


def lines(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw series over time, named at their ends; gaps stay gaps.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``x`` (a number, a year or a date like 1934-12), ``value``; ``group`` (or ``label``) names the series;
        ``low``, ``high``, ``text`` (words at a point), ``verification``, ``highlight``, ``panel``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("lines", ax_or_fig, data, theme=theme, **options)


def slopes(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw values at two or more dates, connected, with names on both sides.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label`` (one line each), ``x`` (date), ``value``; ``group`` (colour), ``low``, ``high``, ``text``,
        ``verification``, ``highlight``, ``panel``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("slopes", ax_or_fig, data, theme=theme, **options)


def columns(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw upright columns from zero, as for years.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        ``label`` (below the column), ``value``; ``group``, ``low``, ``high``, ``text``, ``verification``,
        ``highlight``, ``panel``. Where values do not all fit above the columns, the marked, the highest, the
        first and the last are written.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("columns", ax_or_fig, data, theme=theme, **options)


def curve(ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
    """Draw a specification curve: all results in order, and below them the choices that led to each.

    Parameters
    ----------
    ax_or_fig, theme, **options
        As in :func:`draw`; :class:`Options` says what each option is.
    data : DataFrame
        One row per set of choices: the column named by ``outcome`` (default ``value``) and those named by
        ``decisions``; ``highlight`` (such as the choice as printed), ``verification``.

    Returns
    -------
    Axes
        The axes with the marks.

    Raises
    ------
    ValueError
        As :func:`draw`.
    """
    return draw("curve", ax_or_fig, data, theme=theme, **options)
