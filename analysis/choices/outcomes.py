"""The numbers and verdicts of a notebook that a sweep collects: one call in a cell of the notebook.

Standard library only. Nothing is shown and nothing is kept unless ``RECOUNT_OUT`` names a folder.
"""

from __future__ import annotations

import json
import math
import os
from numbers import Integral, Real
from pathlib import Path

#: The file, in the folder that ``RECOUNT_OUT`` names.
FILE = "outcomes.json"
#: A verdict is a word or a clause; a longer text is prose, and prose is no outcome.
MOST_LETTERS = 1_000

_recorded: dict[str, dict[str, object]] = {}


class OutcomeError(ValueError):
    """An outcome that cannot stand in a cell of a table."""


def begin_outcomes() -> None:
    """Forget what an earlier run in this process recorded; every notebook's check of its parameters does so."""
    _recorded.clear()


def record_outcomes(**values: object) -> None:
    """Record outcomes of a run under their names, for the table of a sweep.

    Several calls add up. Where ``RECOUNT_OUT`` names a folder, the outcomes are written to ``outcomes.json`` there;
    elsewhere they are only checked.

    Parameters
    ----------
    **values
        Numbers, texts, truth values or None, by name; NaN becomes None. Types of numpy count as Python's.

    Raises
    ------
    OutcomeError
        If a value is anything else (a list, a frame, an infinite number), a text is long or has a line end, or a
        name has been recorded already in this run.
    """
    plain = {name: _plain(name, value) for name, value in values.items()}
    folder = os.environ.get("RECOUNT_OUT")
    if not folder:
        return
    known = _recorded.setdefault(folder, {})
    twice = sorted(set(known) & set(plain))
    if twice:
        raise OutcomeError(
            f"expected each outcome once in a run, got {', '.join(twice)} again; give it another name, "
            "or run the notebook from its parameters on"
        )
    known |= plain
    _write(Path(folder) / FILE, known)


def read_outcomes(folder: str | Path) -> dict[str, object] | None:
    """Return the outcomes that a run left in a folder, or None if there are none.

    Raises
    ------
    OutcomeError
        If the file holds anything but names with plain values.
    """
    path = Path(folder) / FILE
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise OutcomeError(f"{FILE}: expected JSON, got {error}; run the notebook again") from None
    if not isinstance(found, dict):
        raise OutcomeError(f"{FILE}: expected names with values, got {type(found).__name__}; run the notebook again")
    return {name: _plain(name, value) for name, value in found.items()}


def _write(path: Path, values: dict[str, object]) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    # A folder with half a file in it would be taken for a finished run.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _plain(name: str, value: object) -> object:
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
            "record the verdict, not the prose"
        )
    return str(text)


def _finite(name: str, number: float) -> float | None:
    if math.isinf(number):
        raise OutcomeError(f"outcome {name}: expected a finite number, got {number}")
    return None if math.isnan(number) else number
