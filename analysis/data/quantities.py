"""Printed tables and estimates as quantities: base units, bounds, corrections applied or not.

The transcription is never edited. A misprint is read through ``corrections.csv``,
and every result can be had ``as_printed`` and ``as_corrected``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from analysis.data import cells, folders, reference, tables
from analysis.data.raw import TableError
from analysis.data.study import study
from analysis.numbers.bounds import exact
from analysis.numbers.printed import Printed, bounds_frame, parse
from analysis.text.language import DEFAULT, load
from analysis.text.words import language

READINGS = ("as_printed", "as_corrected")
#: ``spell`` corrects nothing: it says in numbers what words without one mean, under either reading.
ACTIONS = ("read_as", "scale", "redate", "flag", "spell")
#: Above zero, and short enough for a float.
_FACTOR = r"(?!0+(\.0+)?\Z)\d{1,15}(\.\d{1,15})?"


def read_printed(name: str, reading: str = "as_printed", *, rule: str = "half_unit") -> pd.DataFrame:
    """Return a table of the pamphlet with values and bounds.

    Parameters
    ----------
    name : str
        Table name without ``.csv``.
    reading : {'as_printed', 'as_corrected'}
        Whether ``corrections.csv`` is applied.
    rule : str
        Rounding rule, see :data:`analysis.numbers.printed.RULES`.

    Returns
    -------
    pandas.DataFrame
        The table's columns, then ``value``, ``low``, ``high`` (base unit, floats), ``readable``,
        ``quantity`` (the base unit), ``factor``, ``whole`` and ``action`` (the correction applied, or ``""``).
        Under ``as_corrected`` the columns ``printed``, ``start`` and ``end`` hold the corrected reading.
    """
    key = reference.stamps(f"pamphlet/{name}.csv", "pamphlet/corrections.csv")
    return _read_printed(name, reading, rule, key).copy(deep=False)


@lru_cache(maxsize=64)
def _read_printed(name: str, reading: str, rule: str, key: tuple) -> pd.DataFrame:
    return to_quantities(apply_corrections(tables.load_pamphlet(name), reading), rule=rule)


def read_all_printed(reading: str = "as_printed", *, rule: str = "half_unit") -> pd.DataFrame:
    """Return all printed tables under one another, as :func:`read_printed`, with a column ``table``."""
    return to_quantities(apply_corrections(tables.load_all("pamphlet"), reading), rule=rule)


def apply_corrections(frame: pd.DataFrame, reading: str) -> pd.DataFrame:
    """Return the frame with misprints read as ``corrections.csv`` says.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of printed tables, with ``id``, ``printed``, ``start`` and ``end``.
    reading : {'as_printed', 'as_corrected'}
        ``as_printed`` changes nothing, but still checks that the cells print what the corrections expect.

    Returns
    -------
    pandas.DataFrame
        With columns ``action`` and ``scale`` (a factor, 1 by default).

    Raises
    ------
    TableError
        If a corrected cell no longer prints what the correction expects, or an action is unknown.
    """
    if reading not in READINGS:
        raise ValueError(f"expected reading 'as_printed' or 'as_corrected', got {reading!r}")
    frame = frame.assign(action="", scale=1.0)
    for correction in tables.load_corrections().itertuples():
        _check_action(correction)
        rows = frame.index[frame["id"] == correction.id]
        for row in rows:
            _check_expected(correction, frame.at[row, "printed"])
            if reading == "as_corrected":
                _apply(frame, row, correction)
    return frame


def _check_action(correction) -> None:
    if correction.action not in ACTIONS:
        raise TableError(
            f"corrections.csv, id {correction.id}: expected an action out of {', '.join(ACTIONS)}, "
            f"got {correction.action!r}"
        )
    if correction.action == "scale" and not re.fullmatch(_FACTOR, correction.value, re.ASCII):
        raise TableError(
            f"corrections.csv, id {correction.id}: expected a factor to scale by, got {correction.value!r}"
        )
    if correction.action == "redate" and not cells.is_date(correction.value):
        raise TableError(f"corrections.csv, id {correction.id}: expected a date to redate to, got {correction.value!r}")


def _check_expected(correction, printed: str) -> None:
    if printed != correction.expect:
        raise TableError(
            f"corrections.csv, id {correction.id}, column 'expect': the correction was made for a cell "
            f"that prints {correction.expect!r}, but it prints {printed!r}; check the transcription, "
            "then mend the correction"
        )


def _apply(frame: pd.DataFrame, row: int, correction) -> None:
    frame.at[row, "action"] = correction.action
    if correction.action == "read_as":
        frame.at[row, "printed"] = correction.value
    elif correction.action == "scale":
        frame.at[row, "scale"] = float(correction.value)
    elif correction.action == "redate":
        frame.at[row, "start"] = frame.at[row, "end"] = correction.value


def text_language() -> str:
    """Return the language of the text in use, as its ``text.toml`` has it; of a folder without one, English."""
    described = (folders.text_folder() / "text.toml").is_file()
    return load(study().get("language", DEFAULT) if described else DEFAULT).code


def to_quantities(frame: pd.DataFrame, *, rule: str = "half_unit", reading: str = "narrow") -> pd.DataFrame:
    """Return printed rows with values and bounds in base units.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``printed``, ``unit`` and, optionally, ``scale``.
    rule, reading : str
        As for :meth:`analysis.numbers.printed.Printed.bounds`.

    Returns
    -------
    pandas.DataFrame
        The frame with ``quantity``, ``factor``, ``whole``, ``value``, ``low``, ``high``, ``readable``.
    """
    units = reference.load_units().loc[frame["unit"]]
    scale = frame.get("scale", 1.0)
    factors = units["factor"].to_numpy() * scale
    ends = bounds_frame(
        frame["printed"], map(exact, factors), units["whole"], rule=rule, reading=reading, language=text_language()
    )
    frame = frame.assign(quantity=units["quantity"].to_numpy(), factor=factors, whole=units["whole"].to_numpy())
    ends.index = frame.index
    return pd.concat([frame, ends], axis=1)


def number_of(row) -> Printed:
    """Return one row of :func:`read_printed` as a :class:`~analysis.numbers.printed.Printed` number.

    Parameters
    ----------
    row : pandas.Series or namedtuple
        With ``printed``, ``factor`` and ``whole``.
    """
    return parse(row.printed, exact(row.factor), bool(row.whole), text_language())


def numbers(frame: pd.DataFrame) -> dict[str, Printed]:
    """Return the readable rows of a printed table as numbers, by id."""
    language = text_language()
    return {
        row.id: parse(row.printed, exact(row.factor), bool(row.whole), language)
        for row in frame[frame["readable"]].itertuples()
    }


def read_estimates(name: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return a table of estimates with values and bounds in base units.

    Parameters
    ----------
    name : str
        Table name without ``.csv``.
    unchecked : bool
        As for :func:`analysis.data.tables.load_estimates`.

    Returns
    -------
    pandas.DataFrame
        The table's columns; ``value``, ``low`` and ``high`` converted, ``quantity`` the base unit,
        ``year`` the year of ``start``, and ``given`` the value as the source gives it.
    """
    key = (language(), reference.stamps(f"estimates/{name}.csv"))
    return _read_estimates(name, unchecked, key).copy(deep=False)


@lru_cache(maxsize=64)
def _read_estimates(name: str, unchecked: bool, key: tuple) -> pd.DataFrame:
    frame = tables.load_estimates(name, unchecked=unchecked)
    units = reference.load_units().loc[frame["unit"]]
    factor = units["factor"].to_numpy()
    return frame.assign(
        given=frame["value"],
        quantity=units["quantity"].to_numpy(),
        year=pd.to_numeric(frame["start"].str[:4], errors="coerce").astype("Int64"),
        **{c: _times(frame[c], factor) for c in ("value", "low", "high")},
    )


def _times(values: pd.Series, factors) -> list[float]:
    # In decimals: 17.5 * 0.01 in binary is above 0.175, and would leave an interval that ends there.
    return [
        v if f == 1 or v != v else float(Decimal(repr(v)) * Decimal(repr(float(f))))
        for v, f in zip(values.tolist(), factors, strict=True)
    ]
