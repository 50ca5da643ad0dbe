"""Numerals in digits and words: from a string to value and last digit.

Used by :mod:`analysis.numbers.printed`, which adds qualifying words, ranges and bounds.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction


class PrintedError(ValueError):
    """A string that cannot be read as one number."""


#: More than any quantity of things on earth; Python itself refuses to read thousands.
MAX_DIGITS = 100
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_PLAIN = re.compile(r"(\d+)(?:[.,](\d+))?", re.ASCII)
_JOINED = re.compile(r"(?<=[a-z])-(?=[a-z])")
_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_LARGE = frozenset(("thousand", "million", "billion"))
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "fourth": 4,
    "fourths": 4,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "tenth": 10,
}
_MULTIPLES = {"once": 1, "twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3}

#: Every word that the audit looks for.
NUMBER_WORDS = (
    *_UNITS,
    *_TENS,
    *_SCALES,
    *(s + "s" for s in _SCALES),
    *_PARTS,
    *_MULTIPLES,
    "first",
    "second",
    "multiplied",
)


#: Shares in words: the bound that the word states, and how it is qualified.
_SHARES = {
    "majority": "above",
    "most": "above",
    "minority": "below",
    "small minority": "below",
    "great majority": "above",
    "overwhelming majority": "above",
}
_MANY = re.compile(r"(?:(?:several|a few|tens of|hundreds of)\s+)?(?:hundred|thousand|million|billion|dozen)s?")


def read_vague(body: str) -> tuple[Fraction, str] | None:
    """Read a quantity that is stated in a vague word.

    "Most" and "the majority" are more than a half, a minority is less; "thousands",
    "several thousand" and "a few thousand" are two thousand at least, "tens of thousands"
    twenty thousand.

    Parameters
    ----------
    body : str
        The printed words.

    Returns
    -------
    tuple or None
        The bound and its qualifier (as in :class:`analysis.numbers.printed.Printed`); None if the words are not vague.
    """
    words = body.lower().removeprefix("the ").removesuffix(" of")
    if words in _SHARES:
        return Fraction(1, 2), _SHARES[words]
    if not _MANY.fullmatch(words) or words in _SCALES:
        return None
    factor = {"tens": 10, "hundreds": 100}.get(words.split()[0], 1) if " of " in words else 1
    return Fraction(2 * factor * _SCALES[words.split()[-1].removesuffix("s")]), "at_least"


def read_numeral(body: str, text: str) -> tuple[Fraction, Fraction, Fraction, tuple[Fraction, Fraction] | None]:
    """Read one numeral without qualifying words.

    Parameters
    ----------
    body : str
        Digits (``"17,5"``, ``"170.000"``) or English number words.
    text : str
        The whole printed string, for messages.

    Returns
    -------
    tuple
        Value; one unit of the last digit; one unit of the last digit that is no
        final zero; and, for a fraction in words, the neighbouring simple fractions.

    Raises
    ------
    PrintedError
        If the string is no single number.
    """
    if not body.strip():
        raise PrintedError(f"expected a number in digits or words, got {text[:80]!r}")
    if _DIGITS.fullmatch(body):
        return _parse_digits(body, text)
    return _parse_words(body, text)


def _parse_digits(body: str, text: str):
    if _GROUPED.fullmatch(body):
        body = re.sub(r"[.,]", "", body)
    match = _PLAIN.fullmatch(body)
    if not match:
        raise PrintedError(f"expected one number, got {text[:80]!r}; say in corrections.csv how it is to be read")
    places = len(match[2] or "")
    if len(match[1]) + places > MAX_DIGITS:
        raise PrintedError(f"expected a number of at most {MAX_DIGITS} digits, got {len(match[1]) + places}")
    value = Fraction(int(match[1] + (match[2] or "")), 10**places)
    step = Fraction(1, 10**places)
    return value, step, step if places else _last_digit_unit(value), None


def _last_digit_unit(value: Fraction) -> Fraction:
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return Fraction(unit)


def _parse_words(body: str, text: str):
    words = _plain_words(body)
    singular = [w[:-1] if w in ("millions", "billions", "thousands", "hundreds", "dozens") else w for w in words]
    if singular and singular[-1] in _PARTS:
        return _parse_fraction(singular, text)
    if len(singular) == 1 and singular[0] in _MULTIPLES:
        return Fraction(_MULTIPLES[singular[0]]), Fraction(1), Fraction(1), None
    if " of " in body.lower():
        top, bottom = (_cardinal(_plain_words(part), text) for part in body.lower().split(" of ", 1))
        return _simple(top / bottom if bottom else Fraction(0), text)
    if _DIGITS.fullmatch(singular[0]) and all(word in _SCALES for word in singular[1:]):
        return _scale_digits(singular, text)
    value = _cardinal(singular, text)
    return value, Fraction(1), _last_digit_unit(value), None


def _scale_digits(words: list[str], text: str):
    # "6.50 million": one unit of the last digit is worth ten thousand.
    value, step, wide, _near = _parse_digits(words[0], text)
    factor = math.prod(_SCALES[word] for word in words[1:])
    return value * factor, step * factor, wide * factor, None


def _plain_words(body: str) -> list[str]:
    words = _JOINED.sub(" ", body.lower()).split()
    return [w for w in words if w not in ("a", "an", "and", "of", "the", "plus")] or words


def _parse_fraction(words: list[str], text: str):
    top = _cardinal(words[:-1], text) if words[:-1] else Fraction(1)
    return _simple(top / _PARTS[words[-1]], text)


def _simple(value: Fraction, text: str):
    if not 0 < value < 1:
        raise PrintedError(f"expected a fraction between 0 and 1 in words, got {text[:80]!r}")
    below, above = farey_neighbours(value)
    return value, above - below, above - below, (below, above)


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


def _cardinal(words: list[str], text: str) -> Fraction:
    if words == ["the"]:
        return Fraction(1)  # "the prosecutor" in a list of office holders is one person
    if _DIGITS.fullmatch(words[0]) and all(word in _SCALES for word in words[1:]):
        return _scale_digits(words, text)[0]
    total, current, last = Fraction(0), Fraction(0), None
    for word in words:
        small = _UNITS.get(word, _TENS.get(word))
        if small is not None and _may_follow(small, current, len(words)):
            current += small
        elif word in ("hundred", "dozen") and current < 100:
            current = (current or 1) * _SCALES[word]
        elif word in _LARGE and (last is None or (last > _SCALES[word] and current)):
            last = _SCALES[word]
            total, current = total + (current or 1) * last, Fraction(0)
        elif word in _LARGE and last < _SCALES[word] and not current:
            last = _SCALES[word]  # "five thousand million"
            total *= last
        else:
            raise PrintedError(f"expected a number in digits or words, got {text[:80]!r} (stopped at {word!r})")
    return total + current


def _may_follow(small: int, current: Fraction, count: int) -> bool:
    if small == 0:
        return count == 1
    open_place = current % 100
    return open_place == 0 or (small < 10 and open_place >= 20 and open_place % 10 == 0)
