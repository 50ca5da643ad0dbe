"""The results of a sweep as tables: a row a setting, and the same bytes however the settings were run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.choices.outcomes import MOST_LETTERS
from analysis.data.files import canonical_csv, write_all
from recount.sweeps.tasks import Result

FORMATS = ("csv", "parquet")
#: Columns beside parameters and outcomes; nothing else may have these names.
OWN = ("setting", "error", "state", "seconds")
NAME, RUNS = "sweep", "runs.csv"


class ResultError(ValueError):
    """Results that cannot be written as asked."""


def results_frame(results: Iterable[Result]) -> pd.DataFrame:
    """Return the results, a row a setting in the order of their numbers.

    Returns
    -------
    pandas.DataFrame
        ``setting``, the parameters, the outcomes in the order in which they were first recorded, ``error``
        (empty if it ran through). Nothing that differs from run to run: see :func:`runs_frame`.

    Raises
    ------
    ResultError
        If an outcome has the name of a parameter or of a column of the table's own.
    """
    ordered = sorted(results, key=lambda result: result.setting)
    parameters, outcomes = _names(r.parameters for r in ordered), _names(r.outcomes for r in ordered)
    taken = [name for name in outcomes if name in parameters or name in OWN]
    if taken:
        raise ResultError(f"outcomes: expected names that no parameter or column has, got {', '.join(taken)}")
    columns = {"setting": pd.Series([r.setting for r in ordered], dtype="int64")}
    columns |= {name: typed([r.parameters.get(name) for r in ordered]) for name in parameters}
    columns |= {name: typed([r.outcomes.get(name) for r in ordered]) for name in outcomes}
    columns["error"] = pd.Series([one_line(r.error) for r in ordered], dtype="str")
    return pd.DataFrame(columns)


def runs_frame(results: Iterable[Result]) -> pd.DataFrame:
    """Return how the runs went: ``setting``, ``state``, ``seconds``, ``error``, a row a setting."""
    ordered = sorted(results, key=lambda result: result.setting)
    rows = [(r.setting, r.state, round(r.seconds, 3), one_line(r.error)) for r in ordered]
    return pd.DataFrame(rows, columns=["setting", "state", "seconds", "error"])


def _names(mappings: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for mapping in mappings for name in mapping))


def typed(values: Sequence[Any]) -> pd.Series:
    """Return values as a column of one type that knows missing ones: whole numbers, numbers, truth values or text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean")
    if kinds == {int}:
        return pd.Series(values, dtype="Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(values, dtype="Float64")
    return pd.Series([value if value is None else str(value) for value in values], dtype="str")


def one_line(text: str) -> str:
    """Return a text as one line of a table: no line ends or control characters, and not without end."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:MOST_LETTERS]


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as Parquet.

    Raises
    ------
    ResultError
        If pyarrow is not installed.
    """
    require_parquet()
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


def has_parquet() -> bool:
    """Return whether Parquet can be written here."""
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


def require_parquet() -> None:
    """Refuse Parquet where pyarrow is missing, before anything is run."""
    if not has_parquet():
        raise ResultError(
            "--format parquet: expected the package pyarrow, which is not installed; get it with the extra parquet "
            "(uv pip install 'pyarrow>=18'), or leave parquet out: --format csv"
        )


def read_formats(words: str | None) -> tuple[str, ...]:
    """Return the formats asked for, by default CSV, and Parquet where it can be written.

    Raises
    ------
    ResultError
        If a format is unknown, or Parquet is wanted where it cannot be written.
    """
    if words is None:
        return FORMATS if has_parquet() else ("csv",)
    chosen = tuple(dict.fromkeys(word.strip() for word in words.split(",")))
    unknown = [word for word in chosen if word not in FORMATS]
    if unknown:
        raise ResultError(f"--format: expected csv, parquet or csv,parquet; got {unknown[0][:40]!r}")
    if "parquet" in chosen:
        require_parquet()
    return chosen


def write_results(results: Sequence[Result], root: Path, formats: Sequence[str]) -> pd.DataFrame:
    """Write ``sweep.csv``, ``sweep.parquet`` and ``runs.csv``, each whole or not at all; return the frame."""
    frame = results_frame(results)
    contents = {root / RUNS: canonical_csv(runs_frame(results)).encode("utf-8")}
    if "csv" in formats:
        contents[root / f"{NAME}.csv"] = canonical_csv(frame).encode("utf-8")
    if "parquet" in formats:
        contents[root / f"{NAME}.parquet"] = parquet_bytes(frame)
    write_all(contents)
    for form in FORMATS:
        if form not in formats:
            # What an earlier sweep left there belongs to another grid.
            (root / f"{NAME}.{form}").unlink(missing_ok=True)
    return frame
