"""Intervals with exact ends, open or closed: the one algebra for printed numbers and for estimates.

Ends are fractions; an infinite end is a float. Every operation returns the hull of all results, each operand
used once, so an empty intersection of two intervals is a proof and not a tolerance that somebody chose.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from analysis.text.words import _, percent
from analysis.text.words import number as plain_number

INF = math.inf

Number = Fraction | float


@dataclass(frozen=True, slots=True, repr=False)
class Bounds:
    """An interval with open or closed ends; an infinite end is a float.

    Attributes
    ----------
    low, high : Fraction or float
        Ends, in the base unit. ``-inf`` and ``inf`` mean no bound.
    low_open, high_open : bool
        True where the end itself is excluded.

    Examples
    --------
    >>> Bounds(Fraction(17), Fraction(18)) + Bounds(Fraction(1), INF, low_open=True)
    above 18
    >>> Bounds(Fraction(792_000), Fraction(792_000)) / Bounds(Fraction(1, 6), Fraction(1, 5))
    3,960,000 to 4,752,000
    """

    low: Number
    high: Number
    low_open: bool = False
    high_open: bool = False

    def __repr__(self) -> str:
        return between(self)

    @classmethod
    def point(cls, value: Number) -> Bounds:
        """Return the interval that holds one number."""
        return cls(value, value)

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

    def widened(self, room: Fraction | int) -> Bounds:
        """Return the interval with so much more on either side."""
        return Bounds(self.low - room, self.high + room, self.low_open, self.high_open)

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

    def reaches_above(self, other: Bounds) -> bool:
        """Return whether some number of this interval is at least as large as some number of the other."""
        return self.high > other.low or (self.high == other.low and not (self.high_open or other.low_open))

    @property
    def empty(self) -> bool:
        """Whether no number lies in the interval."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def contains(self, number: Number) -> bool:
        """Return whether a number lies in the interval."""
        return self.overlaps(Bounds(number, number))


ANY = Bounds(-INF, INF)


def exact(x: float) -> Fraction:
    """Return a float as the decimal that it is meant to be: 0.01 is a hundredth, not its nearest binary neighbour."""
    return Fraction(repr(float(x)))


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


def add(ends: Iterable[Bounds]) -> Bounds:
    """Return the bounds of a sum; of nothing, zero."""
    total = Bounds(Fraction(0), Fraction(0))
    for other in ends:
        total = total + other
    return total


def divide(ends: Iterable[Bounds]) -> Bounds:
    """Return the bounds of the first over the second."""
    one, other = ends
    return one / other


def number(x: float) -> str:
    """Write a number for a working: whole numbers in full, others to four digits or two places, what is longer."""
    places = 0 if x == int(x) or abs(x) >= 1e5 else max(2, 4 - len(str(int(abs(x)))))
    return plain_number(round(x, places))


def share(x: float) -> str:
    """Write a share of 1 as a percentage for a working, to two places."""
    return percent(round(100 * x, 2), None)


def between(ends: Bounds, show: Callable[[float], str] = number) -> str:
    """Write an interval: ``"16.5 to 17.4"``, ``"above 5"``, ``"at most 9"``."""
    if math.isinf(ends.low) and math.isinf(ends.high):
        return _("any number")
    if math.isinf(ends.high):
        return (_("above {low}") if ends.low_open else _("at least {low}")).format(low=show(float(ends.low)))
    if math.isinf(ends.low):
        return _("at most {high}").format(high=show(float(ends.high)))
    low, high = show(float(ends.low)), show(float(ends.high))
    return low if low == high else _("{low} to {high}").format(low=low, high=high)
