"""Estimates by author, oldest first."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from analysis.display.axes import free_limits, key_height, lay_key
from analysis.display.layout import lay_rows, open_rows, rows_end, rows_height
from analysis.display.parts import (
    PITCH,
    Options,
    Writer,
    check_count,
    paint_of,
    place_text,
    series_names,
    value_text,
    writer_of,
)
from analysis.display.rows import draw_dot
from analysis.display.style import Area, Theme, text_width


def draw_forest(area: Area, table: pd.DataFrame, look: Theme, options: Options) -> Axes:
    """Draw estimates by author, oldest first, numbers in a column on the right."""
    table = _by_year(table)
    names = series_names(table, options)
    check_count("forest", names, table)
    rows = lay_rows(table, look, area.width, [], True)
    records, write = table.to_dict("records"), writer_of(table, options)
    texts = [_estimate_text(record, write) for record in records]
    lay_key(area, look, names)
    weights = ["bold" if record["highlight"] else "normal" for record in records]
    widths = [text_width(text, look.font, weight) for text, weight in zip(texts, weights, strict=True)]
    right, column = area.right, max(widths) + look.font
    axes = open_rows(area, rows, look, options, free_limits(table, options), [], column)
    scale = area.height / rows_end(rows)
    for row in rows:
        for at, y in zip(row.members, row.slots(PITCH * look.font), strict=True):
            colour, _ink = paint_of(table, look, names, at)
            draw_dot(axes, records[at], y, look, names, colour)
            place = area.top - y * scale
            area.write(right, place, texts[at], look.font, look.ink, ha="right", va="center", weight=weights[at])
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
    year = place_text(row["x"])
    return str(row["label"]) if not year or year in str(row["label"]) else f"{row['label']}, {year}"


def _estimate_text(record: Mapping[str, object], write: Writer) -> str:
    """Write an estimate with its bounds: "42.0 (39.5-44.8)"."""
    text = value_text(record, write)
    low, high = float(record["low"]), float(record["high"])
    if record["text"] or not math.isfinite(float(record["value"])) or not (math.isfinite(low) or math.isfinite(high)):
        return text
    bounds = value_text({"text": "", "value": math.nan, "low": low, "high": high}, write)
    return f"{text} ({bounds})"


def forest_height(table: pd.DataFrame, look: Theme, width: float, options: Options) -> float:
    """Return the height of a forest plot."""
    key = key_height(series_names(table, options), look, width)
    return key + rows_height(_by_year(table), look, width, options)
