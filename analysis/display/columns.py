"""Columns: upright bars from zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import fit_apart, key_height, lay_key, unit_height, value_limits
from analysis.display.parts import Options, check_count, extent_of, paint_of, series_names, value_text, writer_of
from analysis.display.style import LEADING, Area, Theme, text_width, wrap
from analysis.display.upright import open_upright, overlapping, plot_height


def _columns_layout(table: pd.DataFrame, look: Theme, options: Options) -> tuple[list[str], list[str], list[list[int]]]:
    """Return the labels, the series, and for every label the rows of the table that belong to it."""
    labels, names = list(table["label"].unique()), series_names(table, options)
    check_count("columns", names, table)
    ranks = table["group"].map(names.index)
    members = [list(ranks[table["label"] == label].sort_values(kind="stable").index) for label in labels]
    return labels, names, members


def columns_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a column chart."""
    lines = _column_words(list(table["label"].unique()), look, width * 0.86)
    words = max(len(line) for line in lines) * look.small * LEADING + look.small * 1.3
    key = key_height(series_names(table, options), look, width)
    return words + key + unit_height(options, look, width) + plot_height(look, width)


def _column_words(labels: Sequence[str], look: Theme, width: float) -> list[list[str]]:
    """Break the words below columns to the width of a column; where years do not fit some stay out."""
    pitch = width / len(labels)
    step, widest = 1, max(text_width(label, look.small) for label in labels)
    if all(label.isdigit() for label in labels):
        step = max(1, math.ceil((widest + look.small * 0.5) / pitch))
    shown = [label if rank % step == 0 else "" for rank, label in enumerate(labels)]
    return [wrap(label, max(pitch * step - look.small * 0.5, look.small), look.small) for label in shown]


def draw_columns(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw upright columns from zero."""
    labels, names, members = _columns_layout(table, look, options)
    lines = _column_words(labels, look, area.width * 0.86)
    limits = value_limits(table, options, zero=True, pad=0.12)
    lay_key(area, look, names, "s")
    bottom = max(len(line) for line in lines) * look.small * LEADING + look.small * 0.6
    last = value_text(table.iloc[-1], writer_of(table, options))
    area.cut("right", max(text_width(last, look.small) - area.width / len(table) * 0.7, 0.0))
    axes, to_points = open_upright(area, look, options, limits, bottom)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    pitch, thick, records = area.width / len(labels), 0.76 / len(names), table.to_dict("records")
    posts = []
    for place, (words, rows) in enumerate(zip(lines, members, strict=True)):
        x = area.left + (place + 0.5) * pitch
        area.write(x, area.bottom - look.small * 0.45, words, look.small, look.ink, ha="center")
        for at in rows:
            shift = (names.index(records[at]["group"]) - (len(names) - 1) / 2) * thick
            colour, ink = paint_of(table, look, names, at)
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
    low, high = extent_of(record)
    low, high = (min(low, 0.0), max(high, 0.0)) if math.isfinite(low) else (0.0, 0.0)
    return Post(at, x - thick * 0.47, to_points(low), x + thick * 0.47, to_points(high), ink)


def _draw_column(axes: Axes, record: Mapping[str, object], x: float, thick: float, look: Theme, colour: str) -> None:
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


def _say_columns(area: Area, table: pd.DataFrame, posts: Sequence[Post], look: Theme, options: Options) -> None:
    """Write values above columns: all where they fit, else the marked, the highest, the last, the first."""
    write, records = writer_of(table, options), table.to_dict("records")
    texts = {post.at: value_text(records[post.at], write) for post in posts}
    middles = [(post.left + post.right) / 2 for post in posts]
    everything = fit_apart(middles, [text_width(texts[post.at], look.small) for post in posts], look.small * 0.3)
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
        if inside and not any(overlapping(box, other) for other in taken):
            return box
    return None
