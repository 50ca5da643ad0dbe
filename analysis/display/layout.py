"""Rows of words: labels one below the other, with room for marks beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import (
    Tag,
    axis_height,
    lay_reference,
    lay_ticks,
    make_room,
    reference_height,
    reference_lines,
    unit_lines,
)
from analysis.display.parts import LABEL_LETTERS, LETTER, PITCH, Options, series_names
from analysis.display.style import LEADING, Area, Theme, block_width, wrap


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


def lay_rows(table: pd.DataFrame, look: Theme, width: float, names: Sequence[str], stacked: bool) -> list[Row]:
    """Put the labels of a table one below the other, with headings where there are panels."""
    rows: list[Row] = []
    panels = table["panel"].unique()
    for panel in panels:
        part = table[table["panel"] == panel]
        if len(panels) > 1 or panel:
            lines = wrap(panel, width * 0.9, look.font, "bold")
            high = (len(lines) * LEADING + (1.0 if rows else 0.3)) * look.font
            rows.append(Row(panel, lines, rows_end(rows), high, [], heading=True))
        for label in part["label"].unique():
            chosen = part[part["label"] == label]
            members = sorted(chosen.index, key=lambda at: names.index(table["group"].iat[at]) if names else 0)
            rows.append(_lay_row(str(label), members, table, look, width, rows_end(rows), stacked))
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


def rows_end(rows: Sequence[Row]) -> float:
    """Return where the next row starts."""
    return rows[-1].top + rows[-1].height if rows else 0.0


def label_width(rows: Sequence[Row], look: Theme) -> float:
    """Return the width of the widest row label."""
    return max(block_width(row.lines, look.font, _weight(row)) for row in rows if not row.heading)


def _weight(row: Row) -> str:
    """Return the weight of a row label."""
    return "bold" if row.bold or row.heading else "normal"


def write_rows(area: Area, left: float, rows: Sequence[Row], look: Theme) -> None:
    """Write row labels and panel headings, starting at ``left``."""
    scale = area.height / rows_end(rows)
    for row in rows:
        if row.heading:
            y = area.top - (row.top + row.height) * scale + look.font * 0.2
            area.write(left, y, row.lines, look.font, look.ink, va="bottom", weight="bold")
        else:
            y = area.top - row.middle * scale
            area.write(left, y, row.lines, look.font, look.ink, va="center", weight=_weight(row))


def rows_height(table: pd.DataFrame, look: Theme, width: float, options: Options, stacked: bool = True) -> float:
    """Return the height of a chart of rows."""
    rows = lay_rows(table, look, width, series_names(table, options), stacked)
    return rows_end(rows) + axis_height(options, look, width) + reference_height(options, look, width)


def open_rows(
    area: Area, rows: Sequence[Row], look: Theme, options: Options, limits: tuple[float, float],
    tags: Sequence[Tag], column: float = 0.0,
) -> Axes:  # fmt: skip
    """Write the labels and lay the axes beside them, with limits, grid, unit and reference.

    ``column`` points stay free on the right; ``area`` is what the axes cover afterwards.
    """
    full, left, right = area.width, area.left, area.right - column
    area.cut("right", column)
    area.cut("top", reference_height(options, look, full))
    below = area.cut("bottom", axis_height(options, look, full))
    area.cut("left", max(label_width(rows, look), options.label_room) + look.font * 0.9)
    write_rows(area, left, rows, look)
    axes = area.axes()
    axes.set_xscale(options.scale)
    axes.set_xlim(make_room(limits, tags, area.width, options))
    axes.set_ylim(rows_end(rows), 0)
    axes.set_yticks([])
    lay_ticks(axes, area, look, options, (left, right))
    unit = below.top - look.small * (LEADING + 0.6)
    below.write(area.left, unit, unit_lines(options, look, full), look.small, look.muted)
    lay_reference(axes, area, look, options, reference_lines(options, look, full))
    return axes
