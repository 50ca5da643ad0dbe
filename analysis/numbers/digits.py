"""Numbers in digits: marks of thousands and decimals, both readings where a mark can be either, powers, fractions.

``"170.000"`` is a hundred and seventy thousand, or a hundred and seventy to the third place: whoever asks gets
both readings, the likelier one first.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from analysis.text.language import Language


class PrintedError(ValueError):
    """A string that cannot be read as one number."""


#: More than any quantity of things on earth; Python itself refuses to read thousands.
MAX_DIGITS = 100
#: How a number may be read where its signs allow two ways.
THOUSANDS, DECIMALS, FRACTION, PART, CHOICE, LITERAL = "thousands", "decimals", "fraction", "part", "choice", "literal"
_MARKS = ",."
_SPACED = "'’ "
_PLAIN = re.compile(r"\d+", re.ASCII)
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}([{_MARKS}{_SPACED}])\d{{3}}(?:\1\d{{3}})*", re.ASCII)
_DECIMAL = re.compile(rf"(\d*)([{_MARKS}])(\d+)", re.ASCII)
_BOTH = re.compile(rf"([1-9]\d{{0,2}}(?:([{_MARKS}{_SPACED}])\d{{3}})(?:\2\d{{3}})*)(?!\2)[{_MARKS}](\d+)", re.ASCII)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(r"(?:(.+?)\s*[×·]\s*)?10([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
_VULGAR = re.compile(r"(\d{0,9})\s?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])", re.ASCII)
_ROMAN = re.compile(r"(?=..)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))
_EXPONENT = re.compile(r"\d[eE][+−-]?\d")
#: Characters that are no digits for :mod:`re` in ASCII, but numerals for a reader.
SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"


class Numeral(NamedTuple):
    """One reading of a numeral.

    Attributes
    ----------
    value : Fraction
        The number.
    step : Fraction
        One unit of the last digit.
    wide : Fraction
        One unit of the last digit that is no final zero.
    near : tuple of Fraction or None
        For a fraction, the neighbouring simple fractions.
    how : str
        Which reading it is, where there are several.
    """

    value: Fraction
    step: Fraction
    wide: Fraction
    near: tuple[Fraction, Fraction] | None = None
    how: str = ""

    def times(self, factor: Fraction | int) -> Numeral:
        """Return the numeral as it reads with a scale word behind it."""
        near = self.near and tuple(x * factor for x in self.near)
        return Numeral(self.value * factor, self.step * factor, self.wide * factor, near, self.how)


def read_digits(body: str, text: str, language: Language, *, scaled: bool = False) -> list[Numeral]:
    """Read a number in digits.

    Parameters
    ----------
    body : str
        Digits with marks: ``"17,5"``, ``"170.000"``, ``"1 234,5"``, ``"2½"``, ``"3 × 10⁶"``, ``".5"``.
    text : str
        The whole printed string, for messages.
    language : Language
        Which marks the language uses, the likelier one first.
    scaled : bool
        Whether a scale word or a unit such as millions follows; then a mark that the language uses for
        decimals first of all is one.

    Returns
    -------
    list of Numeral
        One reading, or two where a mark before exactly three digits can group thousands or part decimals.

    Raises
    ------
    PrintedError
        If it is no single number.
    """
    _require_ordinary(body, text)
    power, vulgar = _POWER.fullmatch(body), _VULGAR.fullmatch(body)
    if power:
        factor = 10 ** int(power[2].translate(_SUPERSCRIPT))
        return [n.times(factor) for n in (read_digits(power[1], text, language, scaled=True) if power[1] else [ONE])]
    if vulgar:
        return [_vulgar(int(vulgar[1] or 0), vulgar[2])]
    if _PLAIN.fullmatch(body):
        return [whole_number(body)]
    if _GROUPED.fullmatch(body):
        return _grouped(body, language, scaled)
    decimal, both = _DECIMAL.fullmatch(body), _BOTH.fullmatch(body)
    if decimal:
        return [_decimal(decimal[1] or "0", decimal[3])]
    # "1.000,000" may be a thousand, or a million with a misprinted mark.
    if both and (len(both[3]) != 3 or both[2] in _SPACED or len(both[1]) > 7):
        return [_decimal(re.sub(r"\D", "", both[1]), both[3])]
    raise PrintedError(f"expected one number, got {text[:80]!r}; say in corrections.csv how it is to be read")


def _require_ordinary(body: str, text: str) -> None:
    digits = sum(c.isdigit() for c in body)
    if digits > MAX_DIGITS:
        raise PrintedError(f"expected a number of at most {MAX_DIGITS} digits, got {digits}")
    if body.startswith(("-", "−", "–")):
        raise PrintedError(
            f"expected an amount from zero up, got a minus sign in {text[:80]!r}; give a fall as its size, and its "
            "direction in the unit or the statement"
        )


def last_digit_unit(value: Fraction) -> Fraction:
    """Return one unit of the last digit of a whole number that is no final zero."""
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return Fraction(unit)


def whole_number(digits: str) -> Numeral:
    """Return a whole number out of its digits."""
    value = Fraction(int(digits))
    return Numeral(value, Fraction(1), last_digit_unit(value))


ONE = whole_number("1")


def _decimal(whole: str, places: str) -> Numeral:
    step = Fraction(1, 10 ** len(places))
    return Numeral(int(whole + places) * step, step, step)


def _grouped(body: str, language: Language, scaled: bool) -> list[Numeral]:
    mark = _GROUPED.fullmatch(body)[1]
    thousands = whole_number(re.sub(r"\D", "", body))
    if mark in _SPACED or body.count(mark) > 1:
        return [thousands]
    whole, _mark, places = body.partition(mark)
    found = [thousands._replace(how=THOUSANDS), _decimal(whole, places)._replace(how=DECIMALS)]
    decimal, grouping = language["marks"]["decimal"], language["marks"]["thousands"]
    parted = mark not in grouping or (scaled and mark == decimal[0])
    return found[::-1] if parted else found


def _vulgar(whole: int, sign: str) -> Numeral:
    part = Fraction(unicodedata.numeric(sign)).limit_denominator(10)
    return simple(part) if not whole else mixed(whole, part)


def mixed(whole: Fraction | int, part: Fraction) -> Numeral:
    """Return a whole number and a fraction as one: two and a half is meant to the half."""
    step = Fraction(1, part.denominator)
    return Numeral(whole + part, step, step)


def simple(value: Fraction) -> Numeral:
    """Return a fraction between 0 and 1 with its neighbours, any other to one unit of its denominator."""
    if not 0 < value < 1:
        step = Fraction(1, value.denominator)
        return Numeral(value, step, step)
    below, above = farey_neighbours(value)
    return Numeral(value, above - below, above - below, (below, above))


def farey_neighbours(value: Fraction) -> tuple[Fraction, Fraction]:
    """Return the simple fractions next to a fraction in words.

    For *p/q* these are its neighbours among all fractions with denominators up
    to *q* + 1 (the Farey sequence): a third stands between a quarter and a half.
    """
    p, q = value.numerator, value.denominator
    # Neighbours a/b < p/q < c/d have p b - q a = 1 and q c - p d = 1, with b and d as large as q + 1 allows.
    b = pow(p, -1, q) or 1
    b, d = (q + 1 if b == 1 else b), (q + 1 if q - b == 1 else q - b)
    return Fraction(p * b - 1, q * b), Fraction(p * d + 1, q * d)


def read_roman(body: str) -> Numeral | None:
    """Read a Roman numeral of two letters or more, as it would be printed; None if it is none."""
    if not _ROMAN.fullmatch(body):
        return None
    values = [_ROMAN_VALUES[letter] for letter in body]
    total = sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    return Numeral(Fraction(total), Fraction(1), Fraction(1))


def complete(first: str, second: str) -> str | None:
    """Return the end of a range whose leading digits the first end carries: 1930-35; None where it is no such range."""
    if not (_PLAIN.fullmatch(first) and _PLAIN.fullmatch(second)) or int(second) >= int(first):
        return None
    short = len(first) - len(second)
    if short < 1 or not (len(first) == 4 or (len(first) == 3 and len(second) == 2)):
        return None
    whole = first[:short] + second
    return whole if int(whole) > int(first) else None


def has_exponent(body: str) -> bool:
    """Return whether a number is written in a computer's powers of ten: 3.87E+06."""
    return _EXPONENT.search(body) is not None
