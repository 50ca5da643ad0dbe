"""Small multiples: the same chart per panel, with shared axes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.display.axes import lay_unit, unit_height
from analysis.display.layout import label_width, lay_rows
from analysis.display.lines import line_names, name_room
from analysis.display.parts import Chart, Options, series_names, writer_of
from analysis.display.style import LEADING, Area, Theme, wrap


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
    heads = [len(wrap(name, each, look.font, "bold")) * look.font * LEADING + look.font * 0.3 for name in names]
    bodies = [chart.height(_panel(table, name), look, each, inner) for name in names]
    starts = range(0, len(names), across)
    tallest = [[max(highs[start : start + across]) for start in starts] for highs in (heads, bodies)]
    return Grid(names, across, each, gutter, *tallest)


def _panel(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one panel as a chart of its own."""
    return table[table["panel"] == name].assign(panel="").reset_index(drop=True)


def _panel_options(table: pd.DataFrame, options: Options) -> Options:
    """Return the options of every panel: same series, same digits, unit said once for all."""
    names = tuple(series_names(table, options))
    return replace(options, unit="", inside_note="", order=names, digits=writer_of(table, options))


def panels_height(chart: Chart, table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of all panels."""
    grid = _grid(chart, table, look, width, options)
    unit = unit_height(options, look, width) + (look.small * 0.5 if options.unit else 0)
    return sum(grid.heads) + sum(grid.heights) + (grid.down - 1) * look.font * 1.2 + unit


def draw_panels(chart: Chart, area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw small multiples that share their axes, unless each is to have its own."""
    if area.given is not None:
        area.given.remove()
        area.given = None
    lay_unit(area, look, options)
    area.cut("top", look.small * 0.5 if options.unit else 0)
    inner = _panel_options(table, options)
    if not options.own_axes:
        inner = _shared_limits(chart, area, table, look, inner)
    elif not chart.upright:
        inner = _shared_labels(table, look, inner, _grid(chart, table, look, area.width, inner).width)
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
            head.write(head.left, head.bottom + look.font * 0.3, words, look.font, look.ink, "bottom", weight="bold")
            part = _panel(table, name)
            if not chart.upright:
                cell.cut("bottom", cell.height - chart.height(part, look, grid.width, inner))
            drawn.append(chart.draw(cell, part, look, inner))
    return drawn


def _shared_times(table: pd.DataFrame, look: Theme, inner: Options, width: float) -> Options:
    """Give all panels of lines the same years and the same room for names."""
    panels = [_panel(table, name) for name in table["panel"].unique()]
    rooms = [name_room(line_names(part, series_names(part, inner), look, width, inner), look) for part in panels]
    ends = inner.x_limits or (float(table["x_place"].min()), float(table["x_place"].max()))
    return replace(inner, x_limits=ends, name_room=max(rooms))


def _shared_labels(table: pd.DataFrame, look: Theme, inner: Options, width: float) -> Options:
    """Give the labels of all panels the same room, so that their axes stand one below the other."""
    panels = [_panel(table, name) for name in table["panel"].unique()]
    rows = [lay_rows(part, look, width, series_names(part, inner), True) for part in panels]
    return replace(inner, label_room=max(label_width(part, look) for part in rows))


def _shared_limits(chart: Chart, area: Area, table: pd.DataFrame, look: Theme, inner: Options) -> Options:
    """Find ends of the axes that suit every panel, by drawing them on a figure that is thrown away.

    Words beside marks widen the axis of a panel, and a wider axis moves the marks of the others, so this
    is repeated until nothing changes (three rounds are enough in practice, six are allowed).
    """
    if not chart.upright:
        inner = _shared_labels(table, look, inner, _grid(chart, table, look, area.width, inner).width)
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
