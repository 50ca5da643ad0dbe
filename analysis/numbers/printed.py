"""Printed numbers as intervals: from the string on the page to value and bounds.

A printed number stands for every quantity that would have been printed so.
``"17,5"`` under rounding to the nearest stands for 17.45 to 17.55; ``"170,000"``
for exactly 170,000 or, if its zeros are rounded, for 165,000 to 175,000;
``"more than 200,000"`` for everything above. All arithmetic is exact
(:class:`fractions.Fraction`); floats appear only when a frame is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from analysis.numbers.numerals import PrintedError, read_numeral, read_vague

INF = math.inf
#: How a writer shortens a number. ``half_unit`` is rounding to the nearest.
RULES = ("half_unit", "truncation", "ceiling")
#: ``narrow``: every printed digit counts. ``wide``: final zeros of a whole number are rounded.
READINGS = ("narrow", "wide")
MAX_LENGTH = 60

Number = Fraction | float


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval with open or closed ends; an infinite end is a float.

    Attributes
    ----------
    low, high : Fraction or float
        Ends, in the base unit. ``-inf`` and ``inf`` mean no bound.
    low_open, high_open : bool
        True where the end itself is excluded.
    """

    low: Number
    high: Number
    low_open: bool = False
    high_open: bool = False

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Bounds) -> Bounds:
        return self + other.scaled(-1)

    def __mul__(self, other: Bounds) -> Bounds:
        # A closed end at zero gives zero whatever it is multiplied with, an open end included.
        corners = [
            (_times(a, b), (ao or bo) and not (a == 0 and not ao) and not (b == 0 and not bo))
            for a, ao in ((self.low, self.low_open), (self.high, self.high_open))
            for b, bo in ((other.low, other.low_open), (other.high, other.high_open))
        ]
        return _hull(corners)

    def __truediv__(self, other: Bounds) -> Bounds:
        if other.low < 0 < other.high or (other.low == 0 and other.high == 0):
            raise ZeroDivisionError(f"cannot divide by an interval around zero: {other}")
        # An end at zero becomes an infinite end of the inverse, on the side of the interval.
        beyond = INF if other.high > 0 else -INF
        # No number is infinite, so zero is never reached as the inverse of an infinite end.
        return self * Bounds(
            _inverse(other.high, beyond), _inverse(other.low, beyond),
            other.high_open or math.isinf(other.high), other.low_open or math.isinf(other.low),
        )  # fmt: skip

    def scaled(self, factor: Fraction | int) -> Bounds:
        """Return the interval times an exact number (not an interval)."""
        if factor == 0:
            return Bounds(Fraction(0), Fraction(0))
        if factor > 0:
            return Bounds(_times(self.low, factor), _times(self.high, factor), self.low_open, self.high_open)
        return Bounds(_times(self.high, factor), _times(self.low, factor), self.high_open, self.low_open)

    def shifted(self, step: Fraction | int) -> Bounds:
        """Return the interval moved by an exact number."""
        return Bounds(self.low + step, self.high + step, self.low_open, self.high_open)

    def power(self, exponent: int) -> Bounds:
        """Return the interval to a whole power; both ends must be zero or above."""
        if self.low < 0:
            raise ValueError(f"expected an interval of numbers from zero up, got {self}")
        return Bounds(self.low**exponent, self.high**exponent, self.low_open, self.high_open)

    def overlaps(self, other: Bounds) -> bool:
        """Return whether the two intervals share at least one number."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return low < high or (low == high and not low_open and high_closed)

    @property
    def empty(self) -> bool:
        """Whether no number lies in the interval."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def contains(self, number: Number) -> bool:
        """Return whether a number lies in the interval."""
        return self.overlaps(Bounds(number, number))


def _times(a: Number, b: Number) -> Number:
    # An infinite bound times an exact zero is zero: the quantity itself is finite.
    return Fraction(0) if a == 0 or b == 0 else a * b


def _inverse(x: Number, beyond: Number) -> Number:
    if x == 0:
        return beyond
    return Fraction(0) if math.isinf(x) else 1 / x


def _hull(corners: list[tuple[Number, bool]]) -> Bounds:
    low = min(c[0] for c in corners)
    high = max(c[0] for c in corners)
    return Bounds(low, high, all(o for v, o in corners if v == low), all(o for v, o in corners if v == high))


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands on the page.

    Attributes
    ----------
    text : str
        The string.
    value : Fraction or None
        Point value in the base unit; None for a gap (``"--"``) and for a range.
    step : Fraction
        One unit of the last printed digit, in the base unit.
    wide_step : Fraction
        One unit of the last digit that is not a final zero.
    qualifier : str
        ``""``, ``approx``, ``almost``, ``above``, ``below``, ``at_least`` or ``at_most``.
    first, last : Fraction or None
        The ends of a printed range.
    whole : bool
        True if the number counts whole things and is printed to the last one.
    neighbours : tuple of Fraction or None
        For a fraction in words, the nearest simple fractions on either side.
    """

    text: str
    value: Fraction | None
    step: Fraction
    wide_step: Fraction
    qualifier: str = ""
    first: Fraction | None = None
    last: Fraction | None = None
    whole: bool = False
    neighbours: tuple[Fraction, Fraction] | None = None

    def bounds(self, rule: str = "half_unit", reading: str = "narrow") -> Bounds | None:
        """Return every quantity that could have been printed so.

        Parameters
        ----------
        rule : {'half_unit', 'truncation', 'ceiling'}
            How digits are dropped. With *u* one unit of the last digit:
            ``[v - u/2, v + u/2]``, ``[v, v + u)`` or ``(v - u, v]``.
        reading : {'narrow', 'wide'}
            Whether final zeros of a whole number are counted digits.

        Returns
        -------
        Bounds or None
            In the base unit; None for a gap.
        """
        if rule not in RULES or reading not in READINGS:
            raise ValueError(f"expected rule in {RULES} and reading in {READINGS}, got {rule!r}, {reading!r}")
        if self.value is None and self.first is None:
            return None
        step = self.step if reading == "narrow" else self.wide_step
        if self.qualifier:
            return self._qualified()
        if self.neighbours:
            return Bounds((self.neighbours[0] + self.value) / 2, (self.value + self.neighbours[1]) / 2)
        step = Fraction(0) if self.whole and step == self.step else step
        if self.first is None:
            return _rounded(self.value, step, rule)
        low, high = _rounded(self.first, step, rule), _rounded(self.last, step, rule)
        return Bounds(low.low, high.high, low.low_open, high.high_open)

    def _qualified(self) -> Bounds:
        low = self.value if self.first is None else self.first
        high = self.value if self.last is None else self.last
        below, above = self.neighbours or (low - self.wide_step, high + self.wide_step)
        return {
            "approx": Bounds(below, above),
            "almost": Bounds(below, high),
            "above": Bounds(low, INF, low_open=True),
            "below": Bounds(Fraction(0), high, high_open=True),
            "at_least": Bounds(low, INF),
            "at_most": Bounds(Fraction(0), high),
        }[self.qualifier]


def _rounded(value: Fraction, step: Fraction, rule: str) -> Bounds:
    if step == 0:
        return Bounds(value, value)
    if rule == "half_unit":
        return Bounds(value - step / 2, value + step / 2)
    if rule == "truncation":
        return Bounds(value, value + step, high_open=True)
    return Bounds(value - step, value, low_open=True)


_QUALIFIERS = {
    "approx": ("approximately", "approx.", "approx", "circa", "ca.", "about", "around", "some", "roughly"),
    "almost": ("almost", "nearly", "hardly", "barely", "scarcely", "close to"),
    "above": ("more than", "over", "above"),
    "below": ("less than", "fewer than", "under", "below", "not"),
    "at_least": ("at least", "not less than", "not fewer than", "not under", "not below"),
    "at_most": (
        *("not more than", "not over", "not above", "no more than"),
        *("at the most", "at most", "up to", "maximum", "a maximum"),
    ),
    "": ("merely", "only", "just", "as many as", "as much as", "a total of", "between"),
}
_PREFIXES = sorted(((w, q) for q, ws in _QUALIFIERS.items() for w in ws), key=lambda p: -len(p[0]))
_GAP = re.compile(r"[-–—]{1,2}")
# A hyphen joins "seventy-seven" but separates "10-15"; "and" joins "a hundred and five" but separates after "between".
_AND = re.compile(r"\s+and\s+")
_BETWEEN = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)|\s*/\s*|\s+(?:to|or|(?<!hundred )(?<!thousand )(?<!million )and)\s+")


@lru_cache(maxsize=65536)
def parse(text: str, factor: Fraction | int = 1, whole: bool = False) -> Printed:
    """Read a printed string as a number.

    Parameters
    ----------
    text : str
        As printed, qualifying words included: ``"17,5"``, ``"circa 792,000"``,
        ``"10-15"``, ``"two thirds"``, ``"--"``. A comma or point before exactly
        three digits groups thousands; before any other number of digits it is
        the decimal sign (the pamphlet uses both signs in both ways).
    factor : Fraction or int
        The unit's factor: 1,000,000 for millions, 1/100 for per cent.
    whole : bool
        True if the unit counts whole things (persons, seats).

    Returns
    -------
    Printed
        In the base unit.

    Raises
    ------
    PrintedError
        If the string is no single number; a correction must then say how it is read.
    """
    factor = Fraction(factor)
    body = " ".join(text.split())
    if not body or len(text) > MAX_LENGTH:
        raise PrintedError(f"expected a printed number of 1 to {MAX_LENGTH} characters, got {len(text)}: {body[:40]!r}")
    if _GAP.fullmatch(body):
        return Printed(text, None, Fraction(0), Fraction(0))
    vague = read_vague(body)
    if vague:
        return Printed(text, vague[0] * factor, Fraction(0), Fraction(0), vague[1])
    qualifier, body = _split_qualifier(body.removesuffix(" as many"))
    ends = (_AND if " and " in body and "between " in text.lower() else _BETWEEN).split(body)
    if len(ends) == 2 and all(ends):
        return _parse_range(text, ends, qualifier, factor, whole)
    value, step, wide, near = read_numeral(body, text)
    exact = whole and factor == 1 and step == 1 and near is None
    if near:
        near = (near[0] * factor, near[1] * factor)
    return Printed(text, value * factor, step * factor, wide * factor, qualifier, whole=exact, neighbours=near)


def _split_qualifier(body: str) -> tuple[str, str]:
    found = ""
    again = True
    while again:
        again = False
        for prefix, qualifier in _PREFIXES:
            if body.lower().startswith(prefix + " "):
                found, body, again = qualifier or found, body[len(prefix) + 1 :], True
                break
    return found, body


def _parse_range(text: str, ends: list[str], qualifier: str, factor: Fraction, whole: bool) -> Printed:
    (a, step, wide, _), (b, other, wide_other, _) = (read_numeral(e, text) for e in ends)
    if a > b:
        raise PrintedError(f"expected a range from low to high, got {text!r}")
    exact = whole and factor == 1
    return Printed(
        text, None, min(step, other) * factor, min(wide, wide_other) * factor, qualifier, a * factor, b * factor, exact
    )


def bounds_frame(
    texts: Iterable[str], factors: Iterable, wholes: Iterable, *, rule: str = "half_unit", reading: str = "narrow"
):
    """Read many printed strings at once.

    Parameters
    ----------
    texts, factors, wholes : iterables of equal length
        As for :func:`parse`.
    rule, reading : str
        As for :meth:`Printed.bounds`.

    Returns
    -------
    pandas.DataFrame
        Columns ``value``, ``low``, ``high`` (floats in the base unit; NaN where
        there is none) and ``readable`` (False where the string is no number).
    """
    import pandas as pd

    rows = []
    for text, factor, whole in zip(texts, factors, wholes, strict=True):
        try:
            number = parse(text, Fraction(factor), bool(whole))
        except PrintedError:
            rows.append((math.nan, math.nan, math.nan, False))
            continue
        ends = number.bounds(rule, reading)
        value = math.nan if number.value is None else float(number.value)
        rows.append((value, float(ends.low), float(ends.high), True) if ends else (value, math.nan, math.nan, True))
    return pd.DataFrame(rows, columns=["value", "low", "high", "readable"])
