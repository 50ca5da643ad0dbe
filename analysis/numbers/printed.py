"""Printed numbers as intervals: from the string on the page to value and bounds.

A printed number stands for every quantity that would have been printed so.
``"17,5"`` under rounding to the nearest stands for 17.45 to 17.55; ``"170,000"``
for exactly 170,000 or, if its zeros are rounded, for 165,000 to 175,000;
``"more than 200,000"`` for everything above. Where a string can be read in two ways
(``"1.530"``, ``"1/2"``), both readings are kept. All arithmetic is exact
(:class:`fractions.Fraction`); floats appear only when a frame is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from analysis.numbers.bounds import INF, Bounds, between, number
from analysis.numbers.digits import CHOICE, DECIMALS, FRACTION, PART, Numeral, PrintedError, last_digit_unit
from analysis.numbers.numerals import read_numeral, read_vague, scale_of
from analysis.numbers.qualifiers import factor_of, split_qualifier, split_sign
from analysis.numbers.ranges import likely_fraction, read_fraction, read_margin, read_range
from analysis.text.language import Language, load

#: How a writer shortens a number. ``half_unit`` is rounding to the nearest.
RULES = ("half_unit", "truncation", "ceiling")
#: ``narrow``: every printed digit counts. ``wide``: final zeros of a whole number are rounded.
READINGS = ("narrow", "wide")
MAX_LENGTH = 60


@dataclass(frozen=True, slots=True, repr=False)
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
    margin : Fraction or None
        How far the number may be off where the text says so: ``"5 ± 1"``, ``"12.3(4)"``.
    how : str
        Which of several readings this is (a key of :data:`WAYS`), ``""`` where there is one.
    readings : tuple of Printed
        The other ways to read the string, the likelier first.
    sign : str
        ``percent`` or ``times`` where the string itself says so.
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
    margin: Fraction | None = None
    how: str = ""
    readings: tuple[Printed, ...] = ()
    sign: str = ""

    def __repr__(self) -> str:
        ends = self.bounds()
        show = (lambda x: f"{number(100 * x)}%") if self.sign == "percent" else number
        return self.text if ends is None else f"{self.text} ({between(ends, show)})"

    @property
    def ways(self) -> tuple[Printed, ...]:
        """Every way to read the string, this one first."""
        return (self, *self.readings)

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
        if self.margin is not None:
            return Bounds(self.value - self.margin, self.value + self.margin)
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
            # Nearer to it than to the next below.
            "almost": Bounds((below + low) / 2, high),
            "above": Bounds(low, INF, low_open=True),
            "below": Bounds(Fraction(0), high, high_open=True),
            "at_least": Bounds(low, INF),
            "at_most": Bounds(Fraction(0), high),
        }[self.qualifier]

    def measured(self) -> Printed:
        """Return the number as a measurement, rounded even where whole things could be counted."""
        return replace(self, whole=False, readings=tuple(replace(other, whole=False) for other in self.readings))

    def scaled(self, factor: Fraction) -> Printed:
        """Return the number as if its unit were larger by a factor; what counted whole things then counts none."""
        value, first, last, margin = (
            None if x is None else x * factor for x in (self.value, self.first, self.last, self.margin)
        )
        return replace(
            self, value=value, first=first, last=last, margin=margin,
            step=self.step * factor, wide_step=self.wide_step * factor, whole=self.whole and factor == 1,
            neighbours=self.neighbours and tuple(x * factor for x in self.neighbours),
            readings=tuple(other.scaled(factor) for other in self.readings),
        )  # fmt: skip


def _rounded(value: Fraction, step: Fraction, rule: str) -> Bounds:
    if step == 0:
        return Bounds(value, value)
    if rule == "half_unit":
        return Bounds(value - step / 2, value + step / 2)
    if rule == "truncation":
        return Bounds(value, value + step, high_open=True)
    return Bounds(value - step, value, low_open=True)


def exactly(value: Fraction | int, text: str = "") -> Printed:
    """Return a number that is known exactly, such as the length of a list."""
    return Printed(text or str(value), Fraction(value), Fraction(0), Fraction(0), whole=True)


def stored(text: str, *, whole: bool = False) -> Printed:
    """Return a number out of a table of data: a decimal point, no separators, a sign or a power of ten if need be.

    Digits count as they would in print; a number in powers of ten has lost them, and is taken as it stands.
    """
    value, places = Fraction(text), len(text.partition(".")[2])
    if "e" in text.lower():
        return replace(exactly(value, text), whole=False)
    step = Fraction(1, 10**places)
    wide = step if places else last_digit_unit(value)
    return Printed(text, value, step, wide, whole=whole and not places)


_GAP = re.compile(r"[-–—]{1,2}")


@lru_cache(maxsize=65536)
def parse(text: str, factor: Fraction | int = 1, whole: bool = False, language: str = "en") -> Printed:
    """Read a printed string as a number.

    Parameters
    ----------
    text : str
        As printed, qualifying words included: ``"17,5"``, ``"circa 792,000"``, ``"10-15"``, ``"5 to 6 million"``,
        ``"1930-35"``, ``"two thirds"``, ``"18.5%"``, ``"5 ± 1"``, ``"--"``. A comma or point before exactly
        three digits groups thousands or is the decimal sign; before any other number of digits it is the decimal
        sign. What both ends of a range share (a scale word, thousands, leading digits, a sign) belongs to both.
    factor : Fraction or int
        The unit's factor: 1,000,000 for millions, 1/100 for per cent.
    whole : bool
        True if the unit counts whole things (persons, seats).
    language : str
        Whose words and marks, a code of :func:`analysis.text.language.known`.

    Returns
    -------
    Printed
        In the base unit: the likeliest reading, with the others as its ``readings``.

    Raises
    ------
    PrintedError
        If the string is no single number; a correction must then say how it is read.

    Examples
    --------
    >>> parse("5-6 million")
    5-6 million (4,500,000 to 6,500,000)
    >>> parse("1.530 million").readings
    (1.530 million (1,529,500,000 to 1,530,500,000),)
    >>> parse("zwischen fünf- und sechstausend", language="de")
    zwischen fünf- und sechstausend (4,999.5 to 6,000.5)
    """
    body, pack, factor = " ".join(text.split()), load(language), Fraction(factor)
    if not body or len(text) > MAX_LENGTH:
        raise PrintedError(f"expected a printed number of 1 to {MAX_LENGTH} characters, got {len(text)}: {body[:40]!r}")
    if _GAP.fullmatch(body):
        return Printed(text, None, Fraction(0), Fraction(0))
    body, sign = split_sign(body, pack)
    factor = factor_of(sign, factor, whole, text)
    vague = read_vague(body, pack)
    if vague:
        return Printed(text, vague[0] * factor, Fraction(0), Fraction(0), vague[1], sign=sign)
    qualifier, opened, body = split_qualifier(body, pack)
    found = _readings(text, body, pack, opened, _Unit(factor, whole))
    found = [replace(p, qualifier=qualifier, sign=sign, how=p.how if len(found) > 1 else "") for p in found]
    return replace(found[0], readings=tuple(found[1:]))


@dataclass(frozen=True, slots=True)
class _Unit:
    factor: Fraction
    whole: bool

    @property
    def counts(self) -> bool:
        """Whether every number of the unit is a whole one."""
        return self.whole and self.factor == 1


def _readings(text: str, body: str, pack: Language, opened: bool, unit: _Unit) -> list[Printed]:
    """Return every way to read a body, the likeliest first."""
    scaled = unit.factor != 1
    margin = read_margin(body, text, pack, scaled)
    if margin:
        value, off = margin
        return [replace(_single(text, value, unit), margin=off * unit.factor, whole=False)]
    part = read_fraction(body, pack)
    ends = [] if part and part.value > 1 else read_range(body, text, pack, opened=opened, scaled=scaled)
    ranges = [_range(text, pair, unit) for pair in ends]
    if part:
        parts, ranges = _parts(text, part, unit), [replace(p, how=CHOICE) for p in ranges]
        if not likely_fraction(body) or unit.counts:
            return [*ranges, *parts]
        # "1/2" of a thing that is measured is a half; of per cent it may also be one or two.
        return [*parts, *ranges] if unit.factor < 1 else parts
    if opened and not ranges:
        raise PrintedError(f"expected a range from low to high, got {text[:80]!r}")
    numerals = [] if ranges else read_numeral(body, text, pack, scaled=scaled)
    if len(numerals) == 1 and numerals[0].near and unit.factor < 1:
        return _parts(text, numerals[0], unit)  # "½" or "a half" under the head "per cent"
    found = ranges or [_single(text, n, unit) for n in numerals]
    if unit.counts and not any(scale_of(word, pack) for word in body.split()):
        # There is no thousandth part of a person.
        return [p for p in found if p.how != DECIMALS] or found
    return found


def _parts(text: str, part: Numeral, unit: _Unit) -> list[Printed]:
    # "1/2" under the head "per cent" is half of one per cent, or half of everything.
    units = [(PART, unit.factor), (FRACTION, Fraction(1))] if unit.factor < 1 else [(FRACTION, unit.factor)]
    return [_single(text, part._replace(how=how), _Unit(factor, False)) for how, factor in units]


def _single(text: str, found: Numeral, unit: _Unit) -> Printed:
    exact = unit.counts and found.step == 1 and found.near is None
    scaled = found.times(unit.factor)
    return Printed(text, scaled.value, scaled.step, scaled.wide, whole=exact, neighbours=scaled.near, how=found.how)


def _range(text: str, ends: tuple[Numeral, Numeral, str], unit: _Unit) -> Printed:
    first, last = (end.times(unit.factor) for end in ends[:2])
    step, wide = min(first.step, last.step), min(first.wide, last.wide)
    return Printed(
        text, None, step, wide, first=first.value, last=last.value, whole=unit.counts and step == 1, how=ends[2]
    )


def bounds_frame(
    texts: Iterable[str], factors: Iterable, wholes: Iterable, *, rule: str = "half_unit", reading: str = "narrow",
    language: str = "en",
):  # fmt: skip
    """Read many printed strings at once.

    Parameters
    ----------
    texts, factors, wholes : iterables of equal length
        As for :func:`parse`.
    rule, reading : str
        As for :meth:`Printed.bounds`.
    language : str
        As for :func:`parse`.

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
            printed = parse(text, Fraction(factor), bool(whole), language)
        except PrintedError:
            rows.append((math.nan, math.nan, math.nan, False))
            continue
        ends = printed.bounds(rule, reading)
        value = math.nan if printed.value is None else float(printed.value)
        rows.append((value, float(ends.low), float(ends.high), True) if ends else (value, math.nan, math.nan, True))
    return pd.DataFrame(rows, columns=["value", "low", "high", "readable"])
