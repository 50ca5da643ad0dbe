"""Table and options of a chart, the words of its values, and the notes around its marks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.display.style import LEADING, Area, Theme, balance, wrap
from analysis.text.words import _, number

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
    own_axes : bool
        Panels that measure different things get an axis of values each.
    limits, x_limits : tuple of float, optional
        Ends of the axes at least as wide as this, so that several charts can share them.
    first_day : str
        For a value axis of dots that counts days: the date of day 0; months are then written below it.
    shade : bool
        The room between two lines is shaded, where both have a value.
    name_room, label_room : float
        Points kept free at least for the names of lines, for the labels of rows, for the same purpose.
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
    own_axes: bool = False
    limits: tuple[float, float] | None = None
    x_limits: tuple[float, float] | None = None
    first_day: str = ""
    shade: bool = False
    name_room: float = 0.0
    label_room: float = 0.0


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


def numbers_of(kind: str, name: str, column: pd.Series) -> pd.Series:
    """Turn a column into floats, or say which cell is none."""
    floats = pd.to_numeric(column, errors="coerce").astype(float)
    bad = floats.isna() & column.notna()
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise ValueError(f"{kind}: expected a number in column {name!r}, row {row}; got {column.iloc[row]!r}")
    return floats


def filled(column: pd.Series, default: object) -> pd.Series:
    """Fill the gaps of a column of words or flags."""
    cells = [default if pd.isna(cell) else cell for cell in column]
    return pd.Series(cells, index=column.index, dtype=bool if default is False else str)


def series_names(table: pd.DataFrame, options: Options, column: str = "group") -> list[str]:
    """List the series of a chart in drawing order."""
    return list(dict.fromkeys([*options.order, *table[column].unique()]))


def check_count(kind: str, names: Sequence[str], table: pd.DataFrame) -> None:
    """Refuse more series than a reader can tell apart."""
    if len(names) > MOST_SERIES and not table["highlight"].any():
        raise ValueError(
            f"{kind}: expected at most {MOST_SERIES} series, got {len(names)}; "
            "spread them over panels (column 'panel') or mark some in the column 'highlight'"
        )


def paint_of(table: pd.DataFrame, look: Theme, names: Sequence[str], at: int) -> tuple[str, str]:
    """Return the colour of a row's mark and of its words."""
    if table["highlight"].any():
        return (look.accent, look.ink) if table["highlight"].iat[at] else (look.quiet, look.muted)
    index = names.index(table["group"].iat[at])
    return look.colour(index), look.text_colour(index) if len(names) > 1 else look.ink


def writer_of(table: pd.DataFrame, options: Options) -> Writer:
    """Choose how value labels are written: whole numbers as such, others with about three figures."""
    if options.digits is not None:
        return options.digits if callable(options.digits) else lambda value: number(value, options.digits)
    values = table[list(NUMBERS)].to_numpy(float).ravel()
    values = values[np.isfinite(values)]
    values = np.abs(values[values != 0])
    size = float(np.median(values)) if len(values) else 1.0
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 0.1 else 1 - math.floor(math.log10(size))
    return lambda value: number(value, _digits_of(float(value), digits))


def _digits_of(value: float, most: int) -> int:
    """Return how many digits a value needs: "at least 50.0" would claim more than "at least 50" does."""
    return next((few for few in range(most) if math.isclose(value, round(value, few), abs_tol=1e-12)), most)


def value_text(row: Mapping[str, object], write: Writer) -> str:
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


def extent_of(row: Mapping[str, object]) -> tuple[float, float]:
    """Return the left and right end of everything drawn for a row; NaN where nothing is."""
    ends = [float(row[name]) for name in NUMBERS if math.isfinite(float(row[name]))]
    return (min(ends), max(ends)) if ends else (math.nan, math.nan)


def _foot(table: pd.DataFrame, options: Options, kind: str) -> str:
    """Say what hollow marks and thin bars mean, where there are any."""
    says = []
    if (table["verification"] == "unchecked").any():
        says.append(_("Hollow marks: not checked against the source."))
    if table[["low", "high"]].notna().any(axis=None) and kind not in ("strip", "curve"):
        says.append(options.interval or _("Thin bars: lower and upper bound."))
    lost = int(outcomes_of(table, options).isna().sum()) if kind == "curve" else 0
    if lost:
        says.append(_("{lost} of {all} sets of choices give no result.").format(lost=lost, all=len(table)))
    return " ".join(says)


def frame_lines(
    kind: str, table: pd.DataFrame, look: Theme, options: Options, width: float
) -> tuple[list[str], list[str]]:
    """Break the note and the foot of a chart into lines."""
    note = balance(options.inside_note, width - look.font, look.font) if options.inside_note else []
    foot = _foot(table, options, kind)
    return note, wrap(foot, width, look.small) if foot else []


def frame_height(note: Sequence[str], foot: Sequence[str], look: Theme) -> tuple[float, float]:
    """Return the heights of the strips for note and foot."""
    above = len(note) * look.font * LEADING + look.font * 0.9 if note else 0.0
    return above, len(foot) * look.small * LEADING + look.small * 0.5 if foot else 0.0


def draw_frame(area: Area, look: Theme, note: Sequence[str], foot: Sequence[str]) -> None:
    """Set note and foot and leave the rest of the area to the marks."""
    above, below = frame_height(note, foot, look)
    if note:
        strip = area.cut("top", above)
        strip.write(strip.left + look.font * 0.8, strip.top, note, look.font, look.ink)
        bar = [strip.left + look.font * 0.15] * 2, [strip.top, strip.top - len(note) * look.font * LEADING]
        strip.rule(*bar, look.accent, look.font * 0.22)
    if foot:
        strip = area.cut("bottom", below)
        strip.write(strip.left, strip.bottom, foot, look.small, look.muted, va="bottom")


def place_text(x: object) -> str:
    """Write a place on the time axis: years without separators, dates as they are."""
    if x is None or x != x or x == "":
        return ""
    if isinstance(x, str):
        return x
    return str(int(x)) if float(x).is_integer() and 1000 <= float(x) < 2200 else number(float(x))


def check_unique(kind: str, table: pd.DataFrame, columns: list[str]) -> None:
    """Refuse two rows for one point of a line."""
    twice = table[table.duplicated(columns) & table["value"].notna()]
    if len(twice):
        where = ", ".join(f"{name} {twice[name].iat[0]!r}" for name in columns if twice[name].iat[0] != "")
        raise ValueError(f"{kind}: expected one row for {where}; got several, choose one or name them apart")


def outcomes_of(table: pd.DataFrame, options: Options) -> pd.Series:
    """Return the results of a specification curve."""
    if options.outcome not in table.columns:
        raise ValueError(f"curve: expected outcome= to name a column, got {options.outcome!r}")
    return numbers_of("curve", options.outcome, table[options.outcome])
