"""Years: measures of several kinds one below the other, over one axis of time, each with its own axis of values.

A block of a year is as wide as the year. One that runs over several years keeps that width, so that no area says
more than the height, and a line at its foot says how long it ran. Nothing is shared between the panels but the time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import draw_mark, fit_apart, lay_unit, round_ticks, tick_texts, unit_height
from analysis.display.parts import Options, paint_of, series_names, value_text, writer_of
from analysis.display.style import LEADING, Area, Theme, block_width, contrast, text_width, wrap
from analysis.display.upright import moments
from analysis.numbers import steady

#: What a row draws: a block with a height, a point, a point of a line, a block in a row, a shade behind the panels.
MARKS = ("block", "point", "line", "row", "shade")
STEP = 1.75


def years_table(table: pd.DataFrame) -> pd.DataFrame:
    """Add the places in time; ``mark`` is a block and ``until`` a year later where they are not given."""
    start = moments("years", table["x"])
    until = table["until"] if "until" in table else start + 1
    marks = table["mark"] if "mark" in table else pd.Series("block", index=table.index)
    unknown = sorted(set(marks) - set(MARKS))
    if unknown:
        raise ValueError(f"years: expected in column 'mark' one of {', '.join(MARKS)}; got {', '.join(unknown)}")
    end = moments("years", until.where(until.notna(), start))
    if (end < start).any():
        raise ValueError(f"years: expected 'until' after 'x', got {table.loc[end < start, 'label'].tolist()}")
    return table.assign(x_place=start, x_end=end, mark=marks)


def _panels(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    shown = table[table["mark"] != "shade"]
    return [(name, shown[shown["panel"] == name]) for name in shown["panel"].unique()]


def _heads(names: Sequence[str], look: Theme, width: float) -> list[list[str]]:
    return [wrap(name, width, look.font, "bold") if name else [] for name in names]


def _body(part: pd.DataFrame, look: Theme) -> float:
    if (part["mark"] == "row").all():
        return part["label"].nunique() * look.font * STEP
    return look.font * (4.2 if look.few_words else 5.0)


def _head(lines: Sequence[str], look: Theme) -> float:
    return len(lines) * look.font * LEADING + look.font * 0.7


def years_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of all panels and the years below the last."""
    table = years_table(table)
    panels = _panels(table)
    heads = sum(_head(lines, look) for lines in _heads([name for name, _part in panels], look, width))
    bodies = sum(_body(part, look) for _name, part in panels) + look.font * 1.1 * (len(panels) - 1)
    return heads + bodies + look.small * (LEADING + 0.6) + unit_height(options, look, width)


def draw_years(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw the panels from top to bottom."""
    if area.given is not None:
        area.given.remove()
        area.given = None
    table = years_table(table)
    lay_unit(area, look, options)
    panels, names = _panels(table), series_names(table[table["mark"] != "shade"], options)
    ends = options.x_limits or (float(table["x_place"].min()), float(table["x_end"].max()))
    left, heads = _left(panels, look, options), _heads([name for name, _part in panels], look, area.width)
    fixed = sum(_head(lines, look) for lines in heads) + look.font * 1.1 * (len(panels) - 1)
    bodies = [_body(part, look) for _name, part in panels]
    spare = max(area.height - fixed - sum(bodies) - look.small * (LEADING + 0.6), 0.0)
    upright = sum((part["mark"] != "row").any() for _name, part in panels) or 1
    for (_name, part), lines, body in zip(panels, heads, bodies, strict=True):
        head = area.cut("top", _head(lines, look))
        head.write(head.left, head.bottom + look.font * 0.7, lines, look.font, look.ink, "bottom", weight="bold")
        grown = body + (spare / upright if (part["mark"] != "row").any() else 0.0)
        cell = area.cut("top", grown)
        area.cut("top", look.font * 1.1)
        cell.cut("left", left)
        axes = _draw_panel(cell, part, table, look, options, names, ends)
    _write_years(cell, look, ends)
    return axes


def _left(panels: Sequence[tuple[str, pd.DataFrame]], look: Theme, options: Options) -> float:
    """Return the room at the left that the ticks of every panel and the names of every row need."""
    texts = []
    for _name, part in panels:
        rows = (part["mark"] == "row").all()
        texts += list(part["label"]) if rows else tick_texts(round_ticks(*_limits(part), options, 3))
    return block_width(texts, look.small) + look.small * 0.6


def _limits(part: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of a panel's axis: from zero to a round number beyond the data."""
    top = float(part[["value", "low", "high"]].max(axis=None))
    top = top if math.isfinite(top) and top > 0 else 1.0
    step = steady.power(10, math.floor(math.log10(top)))
    return 0.0, next(m * step for m in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12) if m * step >= top * 1.16)


def _draw_panel(
    area: Area, part: pd.DataFrame, table: pd.DataFrame, look: Theme, options: Options, names: Sequence[str],
    ends: tuple[float, float],
) -> Axes:  # fmt: skip
    axes = area.axes()
    axes.set_xlim(ends)
    rows = list(part["label"].unique()) if (part["mark"] == "row").all() else []
    limits = (0.0, float(len(rows))) if rows else _limits(part)
    axes.set_ylim(limits)
    axes.set_xticks([], minor=False)
    for shade in table[table["mark"] == "shade"].itertuples():
        axes.axvspan(
            shade.x_place, shade.x_end, facecolor=look.grid, alpha=0.55, lw=look.thin, edgecolor=look.background,
            zorder=0.5,
        )  # fmt: skip
    if rows:
        _draw_rows(axes, area, part, rows, look, names, table)
    else:
        _draw_values(axes, area, part, look, options, names, table)
    return axes


def _place(area: Area, axes: Axes, x: float, y: float) -> tuple[float, float]:
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    return area.left + (x - x0) / (x1 - x0) * area.width, area.bottom + (y - y0) / (y1 - y0) * area.height


def _draw_rows(
    axes: Axes, area: Area, part: pd.DataFrame, rows: Sequence[str], look: Theme, names: Sequence[str],
    table: pd.DataFrame,
) -> None:  # fmt: skip
    """Draw a row of blocks for every label, its words to the right of each block."""
    axes.set_yticks([])
    for at, row in part.iterrows():
        middle = len(rows) - rows.index(row["label"]) - 0.5
        colour = paint_of(table, look, names, at)[0]
        axes.barh(
            middle, row["x_end"] - row["x_place"], 0.5, left=row["x_place"], facecolor=colour, zorder=3, linewidth=0
        )
        (left, y), right = _place(area, axes, row["x_place"], middle), _place(area, axes, row["x_end"], middle)[0]
        width, gap = text_width(row["text"], look.small), look.small * 0.35
        if width + gap <= right - left:
            ink = max((look.background, look.ink), key=lambda word, on=colour: contrast(word, on))
            area.write((left + right) / 2, y, row["text"], look.small, ink, va="center", ha="center", zorder=5)
            continue
        x = right + gap if right + gap + width <= area.right else left - gap - width
        area.write(x, y, row["text"], look.small, look.ink, va="center")
    for rank, name in enumerate(rows):
        y = _place(area, axes, axes.get_xlim()[0], len(rows) - rank - 0.5)[1]
        area.write(area.left - look.small * 0.6, y, name, look.small, look.ink, va="center", ha="right")


def _draw_values(
    axes: Axes, area: Area, part: pd.DataFrame, look: Theme, options: Options, names: Sequence[str],
    table: pd.DataFrame,
) -> None:  # fmt: skip
    ticks = round_ticks(*axes.get_ylim(), options, 3)
    axes.set_yticks(ticks, labels=[])
    axes.grid(axis="y", which="major", color=look.grid, lw=look.thin * 0.6)
    for tick, text in zip(ticks, tick_texts(ticks), strict=True):
        y = _place(area, axes, axes.get_xlim()[0], tick)[1]
        area.write(area.left - look.small * 0.6, y, text, look.small, look.muted, ha="right", va="center")
    axes.axhline(0, color=look.ink, lw=look.thin * 0.8, zorder=2)
    over = (part["mark"] == "block").any()
    for name in part["group"].unique():
        points = part[part["mark"].isin(["line", "point"]) & (part["group"] == name)]
        points = points.sort_values("x_place", kind="stable")
        line, at = points[points["mark"] == "line"], names.index(name)
        for row in points.itertuples():
            # A point over blocks is a rival of one of them and must be seen on it.
            colour = look.ink if over else paint_of(table, look, names, row.Index)[0]
            hollow = row.verification == "unchecked"
            draw_mark(axes, row.x_place, row.value, look, at, colour, hollow, 0.75)
        axes.plot(line["x_place"], line["value"], color=look.muted, lw=look.thin, ls=look.dash(at), zorder=2.4)
    _draw_blocks(axes, area, part, look, options, names, table)


def _draw_blocks(
    axes: Axes, area: Area, part: pd.DataFrame, look: Theme, options: Options, names: Sequence[str],
    table: pd.DataFrame,
) -> None:  # fmt: skip
    """Draw the blocks of a panel, their words above them and above the points that stand over them."""
    blocks, points = part[part["mark"] == "block"], part[part["mark"] == "point"]
    places, texts = [], []
    write = writer_of(blocks, options) if len(blocks) else None
    for at, row in blocks.iterrows():
        middle, colour = (row["x_end"] + row["x_place"]) / 2, paint_of(table, look, names, at)[0]
        hollow = row["verification"] == "unchecked"
        if math.isfinite(row["value"]):
            axes.bar(
                middle, row["value"], min(row["x_end"] - row["x_place"], 1.0) * 0.88, zorder=2.5, edgecolor=colour,
                facecolor=look.background if hollow else colour, linewidth=look.thin if hollow else 0,
                gid="unchecked" if hollow else None,
            )  # fmt: skip
        if row["x_end"] - row["x_place"] > 1:
            axes.plot(
                [row["x_place"] + 0.06, row["x_end"] - 0.06],
                [0, 0],
                color=colour,
                lw=look.line * 1.2,
                solid_capstyle="butt",
                clip_on=False,
                zorder=2.6,
            )
        top = row["value"] if math.isfinite(row["value"]) else 0.0
        x, y = _place(area, axes, middle, top)
        over = points[(points["x_place"] >= row["x_place"]) & (points["x_place"] <= row["x_end"])]["value"]
        places.append((x, max([y, *(_place(area, axes, middle, v)[1] + look.small * 0.45 for v in over)])))
        texts.append(value_text(row, write))
    kept = _kept(places, texts, blocks, look)
    for rank in kept:
        (x, y), half = places[rank], text_width(texts[rank], look.small) / 2
        x = min(max(x, area.left + half), area.right - half)
        area.write(x, y + look.small * 0.75, texts[rank], look.small, look.ink, va="center", ha="center", zorder=5)


def _kept(places: Sequence[tuple], texts: Sequence[str], blocks: pd.DataFrame, look: Theme) -> list[int]:
    """Return the ranks of the blocks whose words are written: all where they fit, else the marked and the highest."""
    widths = [text_width(text, look.small) for text in texts]
    ranks = sorted(range(len(places)), key=lambda rank: places[rank][0])
    if fit_apart([places[r][0] for r in ranks], [widths[r] for r in ranks], look.small * 0.3):
        return ranks
    order = sorted(ranks, key=lambda r: (not blocks["highlight"].iloc[r], -blocks["value"].fillna(0).iloc[r]))
    kept: list[int] = []
    for rank in order:
        apart = all(abs(places[rank][0] - places[k][0]) >= (widths[rank] + widths[k]) / 2 + look.small * 0.3
                    or abs(places[rank][1] - places[k][1]) >= look.small * 1.3 for k in kept)  # fmt: skip
        if apart and (blocks["highlight"].iloc[rank] or not kept or blocks["text"].iloc[rank]):
            kept.append(rank)
    return kept


def _write_years(area: Area, look: Theme, ends: tuple[float, float]) -> None:
    """Write the years below the last panel, each in the middle of its year."""
    first, last = math.ceil(ends[0] - 1e-9), math.ceil(ends[1] - 1e-9)
    for step in (1, 2, 5, 10):
        shown = [year for year in range(first, last) if year % step == 0 and year + 0.5 <= ends[1]]
        places = [area.left + (year + 0.5 - ends[0]) / (ends[1] - ends[0]) * area.width for year in shown]
        if fit_apart(places, [text_width(str(year), look.small) for year in shown], look.small * 0.7):
            break
    for year, place in zip(shown, places, strict=True):
        area.write(place, area.bottom - look.small * 0.5, str(year), look.small, look.muted, ha="center")
