"""Strip: marks in text order, a row per class."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import axis_height
from analysis.display.layout import Row, lay_rows, open_rows, rows_end
from analysis.display.parts import Options, numbers_of, series_names
from analysis.display.style import MARKER_SCALE, Area, Theme, block_width
from analysis.text.words import number


def _strip_rows(table: pd.DataFrame, look: Theme, width: float, options: Options) -> tuple[list[Row], list[str]]:
    """Lay a row for every class in every panel, whether or not the panel has it."""
    names = series_names(table, options, "label")
    grid = pd.DataFrame(
        [{"panel": panel, "label": name} for panel in table["panel"].unique() for name in names]
    ).assign(highlight=False, group="")
    rows = lay_rows(grid, look, width, [], False)
    keys = grid[["panel", "label"]].to_dict("records")
    members = {(key["panel"], key["label"]): [] for key in keys}
    for at, row in enumerate(table[["panel", "label"]].to_dict("records")):
        members[row["panel"], row["label"]].append(at)
    filled = iter(members.values())
    return [row if row.heading else replace(row, members=next(filled)) for row in rows], names


def strip_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a strip."""
    return rows_end(_strip_rows(table, look, width, options)[0]) + axis_height(options, look, width)


def draw_strip(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw one mark per row of the table, placed by its position, with a count per class."""
    rows, names = _strip_rows(table, look, area.width, options)
    places = numbers_of("strip", "x", table["x"])
    if places.isna().any():
        raise ValueError("strip: expected a position in column 'x' of every row; some are empty")
    counts = [number(len(row.members), 0) for row in rows if not row.heading]
    right, column = area.right, block_width(counts, look.font, "bold") + look.font * 1.2
    limits = options.limits or (float(places.min()) - 1, float(places.max()) + 1)
    axes = open_rows(area, rows, look, options, limits, [], column)
    scale, pitch = area.height / rows_end(rows), area.width / max(limits[1] - limits[0], 1)
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
