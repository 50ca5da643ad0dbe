"""Numbers of the lessons: as printed, as published, or computed by a rule that ``lessons/numbers.csv`` names.

No number is typed into a lesson. A place in braces is the id of a row of the data, a column of such a row
(``id.low``, ``id.footnote``), or a name out of ``lessons/numbers.csv``.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

import pandas as pd

from analysis.data import quantities, tables
from analysis.numbers import arithmetic, growth
from analysis.numbers.printed import Printed, parse
from analysis.text import words
from analysis.topics.reichstag import seat_rule
from recount.runs.cache import ROOT

TABLE = ROOT / "lessons" / "numbers.csv"
Value = Fraction | Printed


class LessonError(ValueError):
    """A lesson that does not exist, or a place in one that no row of the data fills."""


def _exact(value: Value) -> Fraction:
    """Return a number without its bounds."""
    if isinstance(value, Fraction):
        return value
    if value.value is None:
        raise LessonError(f"lessons/numbers.csv: expected a number to compute with, got {value.text!r}")
    return value.value


def _times(*values: Value) -> Fraction:
    return _exact(values[0]) / _exact(values[1])


def _grown(rate: Value, years: Value) -> Fraction:
    """Return what a hundred becomes at a yearly rate over a number of yearly steps."""
    return 100 * (1 + _exact(rate)) ** int(_exact(years))


def _place(*values: Value) -> Fraction:
    """Return the place of the first number among all, the largest having place one."""
    own, *others = map(_exact, values)
    return Fraction(1 + sum(other > own for other in others))


def _rate(end: Value, start: Value, years: Value) -> Fraction:
    return Fraction(100 * growth.annual_rate(float(_exact(start)), float(_exact(end)), float(_exact(years))))


def _seats(votes: Value) -> Fraction:
    return Fraction(int(seat_rule.seats_for(int(_exact(votes)))))


def _base_end(end: str) -> Callable[[Printed, Printed], Fraction]:
    return lambda count, part: getattr(arithmetic.implied_base(count, part), end)


#: Rule -> what it computes from the rows in ``of``, in base units (persons, votes, shares of one).
RULES: dict[str, Callable[..., Fraction]] = {
    "sum": lambda *values: sum(map(_exact, values), Fraction(0)),
    "times": _times,
    "percent": lambda part, whole: 100 * _times(part, whole),
    "increase": lambda end, start: 100 * (_times(end, start) - 1),
    "base": _times,
    "base_low": _base_end("low"),
    "base_high": _base_end("high"),
    "millions": lambda value: _exact(value) / 1_000_000,
    "rate": _rate,
    "grown": _grown,
    "place": _place,
    "how_many": lambda *values: Fraction(len(values)),
    "seats": _seats,
    "full_seats": lambda votes: Fraction(int(_exact(votes)) // seat_rule.QUOTA),
    "votes_left": lambda votes: Fraction(int(_exact(votes)) % seat_rule.QUOTA),
}


@lru_cache(maxsize=1)
def definitions() -> pd.DataFrame:
    """Return ``lessons/numbers.csv`` by name.

    Returns
    -------
    pandas.DataFrame
        ``rule`` (of :data:`RULES`), ``of`` (ids or names, divided by blanks) and ``digits`` (shown after the
        decimal mark).
    """
    frame = pd.read_csv(TABLE, dtype=str, keep_default_na=False, encoding="utf-8").set_index("name")
    unknown = sorted(set(frame["rule"]) - set(RULES))
    if unknown:
        raise LessonError(f"lessons/numbers.csv: expected a rule out of {', '.join(RULES)}; got {unknown[0]!r}")
    return frame


@lru_cache(maxsize=1)
def _printed() -> dict[str, Printed]:
    return quantities.numbers(quantities.read_all_printed())


@lru_cache(maxsize=1)
def rows() -> pd.DataFrame:
    """Return every row of the data that a lesson may name, as text, by id; unchecked estimates are left out."""
    parts = []
    for folder in ("pamphlet", "estimates"):
        frame = tables.load_all(folder)
        parts.append(frame.assign(folder=folder).set_index("id"))
    return pd.concat(parts)


@lru_cache(maxsize=1)
def _published() -> dict[str, Fraction]:
    parts = [quantities.read_estimates(name) for name in tables.table_names("estimates")]
    frame = pd.concat([part[["id", "value"]] for part in parts]).dropna()
    return {name: Fraction(repr(float(value))) for name, value in zip(frame["id"], frame["value"], strict=True)}


def value(name: str) -> Value:
    """Return a number in base units.

    Parameters
    ----------
    name : str
        Id of a row, or a name out of ``lessons/numbers.csv``.

    Raises
    ------
    LessonError
        If nothing has that name, or nobody has checked it.
    """
    if name in definitions().index:
        rule, of = definitions().loc[name, ["rule", "of"]]
        return RULES[rule](*(value(other) for other in of.split()))
    found = _printed().get(name) or _published().get(name)
    if found is None:
        raise LessonError(_unknown(name))
    return found


def shown(place: str) -> str:
    """Return what a place in braces shows, in the language of the reader.

    Parameters
    ----------
    place : str
        As in the lesson, without the braces.

    Returns
    -------
    str
        The printed string as it stands; a published or computed number as the language writes it.

    Raises
    ------
    LessonError
        If nothing has that name.
    """
    name, _point, column = place.partition(".")
    if name in definitions().index and not column:
        digits = int(definitions().loc[name, "digits"])
        return words.number(float(_exact(value(name))), digits)
    if name not in rows().index:
        raise LessonError(_unknown(place))
    row = rows().loc[name]
    if column in ("low", "high") and row["folder"] == "pamphlet":
        return words.number(float(getattr(parse(row["printed"]).bounds(), column)))
    if column == "date":
        return words.date(row["start"])
    if column:
        return str(row[column])
    return row["printed"] if row["folder"] == "pamphlet" else words.number(float(row["value"]))


def origins(places: Sequence[str]) -> list[str]:
    """Return the ids of the rows that some places rest on, each once, in order."""
    found: dict[str, None] = {}
    for place in places:
        name = place.partition(".")[0]
        if name in definitions().index:
            found |= dict.fromkeys(origins(definitions().loc[name, "of"].split()))
        else:
            found[name] = None
    return list(found)


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, [*rows().index, *definitions().index], n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"expected the id of a checked row of data or a name out of lessons/numbers.csv, got {name!r}{hint}"
