"""Kinds of charts, all drawn alike: ``draw(kind, ax_or_fig, data, *, theme, **options)``.

``data`` is a tidy frame with the columns of :data:`COLUMNS`; only ``label`` and ``value`` are always needed.
Every number is written at its mark, series are named where they are drawn, rows that nobody has checked
against a source (``verification`` is ``unchecked``) are hollow, bounds are thin bars. Nothing is left to
chance in the layout: words are measured first, and what they leave is the room for the marks.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.display.columns import columns_height, draw_columns
from analysis.display.curve import curve_height, draw_curve
from analysis.display.forest import draw_forest, forest_height
from analysis.display.layout import rows_height
from analysis.display.lines import draw_lines, lines_height, lines_table
from analysis.display.pairs import draw_pairs, pairs_height
from analysis.display.panels import draw_panels, panels_height
from analysis.display.parts import (
    COLUMNS,
    NUMBERS,
    Chart,
    Options,
    draw_frame,
    filled,
    frame_height,
    frame_lines,
    numbers_of,
)
from analysis.display.rows import draw_bars, draw_dots
from analysis.display.slopes import draw_slopes, slopes_height
from analysis.display.strip import draw_strip, strip_height
from analysis.display.style import Area, Theme, using
from analysis.display.style import theme as find_theme
from analysis.display.waffle import draw_waffle, waffle_height
from analysis.display.years import draw_years, years_height

COMMON = ("unit", "inside_note", "digits", "interval", "order", "limits", "panels_per_row", "own_axes")


REFERENCE = ("reference", "reference_text")


CHARTS: Mapping[str, Chart] = {
    "dots": Chart(draw_dots, rows_height, (*REFERENCE, "scale", "first_day"), wide=True),
    "bars": Chart(draw_bars, rows_height, REFERENCE, wide=True),
    "forest": Chart(draw_forest, forest_height, (*REFERENCE, "scale"), own_panels=True),
    "pairs": Chart(draw_pairs, pairs_height, (*REFERENCE, "scale"), wide=True),
    "strip": Chart(draw_strip, strip_height, (), ("label", "x"), own_panels=True),
    "lines": Chart(
        draw_lines, lines_height, (*REFERENCE, "scale", "x_unit", "x_limits", "shade"), ("x", "value"), upright=True
    ),
    "slopes": Chart(draw_slopes, slopes_height, (), ("label", "x", "value"), upright=True, wide=True),
    "columns": Chart(draw_columns, columns_height, (), upright=True),
    "years": Chart(draw_years, years_height, ("x_limits",), ("label", "x", "value"), upright=True, own_panels=True),
    "waffle": Chart(draw_waffle, waffle_height, ()),
    "curve": Chart(draw_curve, curve_height, (*REFERENCE, "decisions", "outcome"), (), own_panels=True),
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
        raise ValueError(f"{kind}: expected the columns {missing}, got {list(data.columns)}; add or rename them")
    if data.empty:
        raise ValueError(f"{kind}: expected at least one row, got none")
    table = data.reset_index(drop=True).copy()
    for name, default in COLUMNS.items():
        column = table[name] if name in table else pd.Series([default] * len(table), index=table.index)
        if name in NUMBERS:
            table[name] = numbers_of(kind, name, column)
        elif name != "x":
            table[name] = filled(column, default)
        else:
            table[name] = column
    return lines_table(table) if kind == "lines" else table


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


def draw(kind: str, ax_or_fig: Axes | Figure, data: pd.DataFrame, *, theme: str | Theme, **options: object) -> Axes:
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
    note, foot = frame_lines(kind, table, look, options, area.width)
    draw_frame(area, look, note, foot)
    if _is_multiple(kind, table):
        return draw_panels(CHARTS[kind], area, table, look, options)
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
    frame = frame_height(*frame_lines(kind, table, look, chosen, width), look)
    if _is_multiple(kind, table):
        return sum(frame) + panels_height(CHARTS[kind], table, look, width, chosen)
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
