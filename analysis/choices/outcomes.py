"""The numbers and verdicts of a topic that a sweep collects: what may stand in a cell of its table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

#: A verdict is a word or a clause; a longer text is prose, and prose is no outcome.
MOST_LETTERS = 1_000


class OutcomeError(ValueError):
    """An outcome that cannot stand in a cell of a table."""


def plain_outcomes(values: Mapping[str, Any]) -> dict[str, str | int | float | bool | None]:
    """Return outcomes as plain values: types of numpy count as Python's, NaN becomes None.

    Parameters
    ----------
    values : mapping
        Numbers, texts, truth values or None, by name.

    Raises
    ------
    OutcomeError
        If a value is anything else (a list, a frame, an infinite number), or a text is long or has a line end.
    """
    if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
        raise OutcomeError(f"outcomes: expected values by name, got {type(values).__name__}")
    return {name: _plain(name, value) for name, value in values.items()}


def _plain(name: str, value: object) -> Any:
    value = value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _short(name, value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return _finite(name, float(value))
    raise OutcomeError(f"outcome {name}: expected a number, a text, True, False or None, got {type(value).__name__}")


def _short(name: str, text: str) -> str:
    if len(text) > MOST_LETTERS or not text.isprintable():
        raise OutcomeError(
            f"outcome {name}: expected one line of at most {MOST_LETTERS:,} letters, got {text[:60]!r}; "
            "give the verdict, not the prose"
        )
    return str(text)


def _finite(name: str, number: float) -> float | None:
    if math.isinf(number):
        raise OutcomeError(f"outcome {name}: expected a finite number, got {number}")
    return None if math.isnan(number) else number
