"""Specification curve: all results in order above the choices that led to them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import draw_mark, unit_height, value_limits
from analysis.display.layout import Row, label_width, lay_rows, rows_end, write_rows
from analysis.display.parts import Options, Writer, outcomes_of, writer_of
from analysis.display.style import Area, Theme, block_width, wrap
from analysis.display.upright import Name, open_upright, write_names
from analysis.text.words import _


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
    return lay_rows(grid, look, width, [], False)


def curve_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a specification curve."""
    rows = _curve_rows(table, look, width, options)
    return look.font * 14.6 + unit_height(options, look, width) + rows_end(rows)


def draw_curve(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw all results in order above the choices that led to them."""
    table = table.assign(value=outcomes_of(table, options))
    rows = _curve_rows(table, look, area.width, options)
    table = table[table["value"].notna()].sort_values("value", kind="stable").reset_index(drop=True)
    if table.empty:
        raise ValueError("curve: expected at least one result, all are missing")
    write = writer_of(table.assign(low=math.nan, high=math.nan), options)
    medians = _choice_medians(table, rows, options)
    texts = [write(median) for median in medians]
    left = area.left
    labels = max(label_width(rows, look), area.width * 0.16) + look.font * 0.9
    names = _curve_names(table, look, options, write)
    edge = look.font * 1.4 + max(
        *(block_width(name.lines, look.font) for name in names),
        block_width([_("median"), *texts], look.small),
    )
    upper = area.cut("top", area.height - rows_end(rows) - look.font * 1.6)
    _draw_outcomes(upper, table, look, options, names, labels, edge)
    area.cut("left", labels)
    column = area.cut("right", edge)
    head = area.cut("top", look.font * 1.6)
    head.write(column.right, head.bottom, _("median"), look.small, look.muted, ha="right", va="bottom")
    write_rows(area, left, rows, look)
    axes = area.axes()
    axes.set_xlim(-1, len(table))
    axes.set_ylim(rows_end(rows), 0)
    _draw_choices(axes, table, rows, look, options)
    scale = area.height / rows_end(rows)
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
        names.append(Name(math.inf, options.reference, wrap(options.reference_text, room, look.font), look.accent))
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
    limits = value_limits(table, options, zero=False, pad=0.06)
    axes, to_points = open_upright(area, look, options, limits, look.small * 0.6, left)
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
        draw_mark(axes, at, table["value"].iat[at], look, 1, look.accent, hollow[at])
    write_names(axes, area, column.left + look.font * 1.4, names, look, to_points)


def _draw_choices(axes: Axes, table: pd.DataFrame, rows: Sequence[Row], look: Theme, options: Options) -> None:
    """Draw the lower panel: a dash wherever a result rests on a choice."""
    before, rank = None, 0
    for column, row in _choices(rows, options):
        before, rank = column, rank + 1 if column == before else 0
        if rank % 2 == 0:
            axes.axhspan(row.top, row.top + row.height, color=look.grid, alpha=0.45, lw=0, zorder=0)
        at = np.flatnonzero((table[column].astype(str) == row.key).to_numpy())
        _dashes(axes, at, row, look.colour(0), look, len(table))
        _dashes(axes, at[table["highlight"].to_numpy()[at]], row, look.accent, look, len(table), 1.6)


def _dashes(axes: Axes, at: np.ndarray, row: Row, colour: str, look: Theme, count: int, weight: float = 1.0) -> None:
    """Draw upright dashes as one path, which keeps files of thousands of results small."""
    xs = np.repeat(at.astype(float), 3)
    half = row.height * 0.3 * min(weight, 1.3)
    ys = np.tile([row.middle - half, row.middle + half, math.nan], len(at))
    room = axes.get_position().width * axes.get_figure().get_size_inches()[0] * 72 / (count + 1)
    width = max(min(room * 0.6, look.line * 1.6), look.thin * 0.3) * weight
    axes.plot(xs, ys, color=colour, lw=width, solid_capstyle="butt", zorder=3 + weight)
