"""Numerals in digits and words: from a string to value and last digit, in the words of a language pack.

Used by :mod:`analysis.numbers.printed`, which adds qualifying words, ranges and bounds.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache

from analysis.numbers.digits import (
    Numeral,
    PrintedError,
    has_exponent,
    last_digit_unit,
    mixed,
    read_digits,
    read_roman,
    simple,
    whole_number,
)
from analysis.text.language import Language, any_of, load

_JOINED = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_IN_DIGITS = re.compile(r"[,.'’\s½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒×·⁰¹²³⁴⁵⁶⁷⁸⁹0-9]*")


def read_vague(body: str, language: Language | None = None) -> tuple[Fraction, str] | None:
    """Read a quantity that is stated in a vague word.

    "Most" and "the majority" are more than a half, a minority is less; "thousands",
    "several thousand" and "a few thousand" are two thousand at least, "tens of thousands"
    twenty thousand.

    Parameters
    ----------
    body : str
        The printed words.
    language : Language, optional
        Whose words; English by default.

    Returns
    -------
    tuple or None
        The bound and its qualifier (as in :class:`analysis.numbers.printed.Printed`); None if the words are not vague.
    """
    language = language or load()
    small = language["small"]
    words = body.lower()
    for filler in small["fillers"]:
        words = words.removeprefix(f"{filler} ") if filler in small["alone"] else words
    words = words.removesuffix(f" {small['of']}")
    if words in language["shares"]:
        return Fraction(1, 2), language["shares"][words]
    first, _both, second = words.partition(f" {language['ranges']['both']} ")
    # "Thousands and thousands" are thousands.
    match = _many(language).fullmatch(first if first == second and first in language["plurals"] else words)
    if not match or words in language.lots:
        return None
    factor = language["vague"]["tens"].get(match[1], 1)
    return Fraction(2 * factor * language.lots[language.singular(match[2])]), "at_least"


@lru_cache(maxsize=32)
def _many(language: Language) -> re.Pattern:
    few = any_of((*language["vague"]["several"], *language["vague"]["tens"]))
    return re.compile(rf"(?:({few})\s+)?({any_of((*language.lots, *language['plurals']))})")


def read_numeral(body: str, text: str, language: Language | None = None, *, scaled: bool = False) -> list[Numeral]:
    """Read one numeral without qualifying words.

    Parameters
    ----------
    body : str
        Digits (``"17,5"``, ``"170.000"``, ``"6.5 million"``) or number words.
    text : str
        The whole printed string, for messages.
    language : Language, optional
        Whose words; English by default.
    scaled : bool
        As for :func:`analysis.numbers.digits.read_digits`.

    Returns
    -------
    list of Numeral
        The readings, the likelier one first; one unless a mark can be read both ways.

    Raises
    ------
    PrintedError
        If the string is no single number.
    """
    language = language or load()
    body = body.strip()
    if not body:
        raise PrintedError(f"expected a number in digits or words, got {text[:80]!r}")
    if has_exponent(body):
        raise PrintedError(
            f"expected the digits as printed, got a spreadsheet's shorthand in {text[:80]!r}; write the number out"
        )
    if body[0] in "0123456789.,-−–" or _IN_DIGITS.match(body)[0].strip():
        return _digits_and_scales(body, text, language, scaled)
    roman = read_roman(body)
    return [roman or _read_words(body, text, language)]


def _digits_and_scales(body: str, text: str, language: Language, scaled: bool) -> list[Numeral]:
    of = f" {language['small']['of']} "
    if of in body.lower():
        return [_one_of(body, text, language)]
    head = _IN_DIGITS.match(body)[0].strip()
    tail = body[len(head) :].lower().split() if head else []
    _refuse_ordinal(body, text, language)
    scales = [scale_of(word, language) for word in tail]
    if not head or None in scales:
        return [*read_digits(body, text, language)] if not tail else _refuse(body, text)
    readings = read_digits(head, text, language, scaled=scaled or bool(scales))
    lot = [word for word in tail if language.singular(word) in language["tallies"]]
    return [_by_the_lot(n.times(math.prod(scales)), math.prod(scales) if lot else 0) for n in readings]


def scale_of(word: str, language: Language) -> int | None:
    """Return what a word behind digits multiplies them with; None if it is no such word."""
    one = language.singular(word.lower())
    return language.lots.get(one) or language["abbreviations"].get(word.lower())


def _by_the_lot(found: Numeral, lot: int) -> Numeral:
    # A dozen is twelve; only with rounded counting is it "about a dozen".
    return found._replace(step=min(found.step, Fraction(1)), wide=max(found.wide, Fraction(lot))) if lot else found


def _refuse(body: str, text: str) -> list[Numeral]:
    raise PrintedError(f"expected a number in digits or words, got {text[:80]!r} (stopped at {body.split()[0][:20]!r})")


def _refuse_ordinal(body: str, text: str, language: Language) -> None:
    words = _JOINED.sub(" ", body.lower()).split()
    in_digits = re.fullmatch(rf"\d+(?:{language.ordinal_pattern})", words[-1]) and words[-1][-1].isalpha()
    if in_digits or (words[-1] in language["ordinals"]["words"] and words[-1] not in language["parts"]):
        raise PrintedError(f"expected a quantity, got a number in digits or words that states a place: {text[:80]!r}")


def _one_of(body: str, text: str, language: Language) -> Numeral:
    parts = body.lower().split(f" {language['small']['of']} ", 1)
    top, bottom = (_cardinal(plain_words(part, language), text, language) for part in parts)
    return _fraction(top / bottom if bottom else Fraction(0), text)


def _fraction(value: Fraction, text: str) -> Numeral:
    if not 0 < value < 1:
        raise PrintedError(f"expected a fraction between 0 and 1 in words, got {text[:80]!r}")
    return simple(value)


def _read_words(body: str, text: str, language: Language) -> Numeral:
    words = [language.singular(w) for w in _split(body, language)]
    bare = plain_words(body, language)
    if len(bare) == 1 and bare[0] in language["multiples"]:
        return whole_number(str(language["multiples"][bare[0]]))._replace(wide=Fraction(1))
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i] in language["parts"]), None)
    if at is not None and all(w in language.lots or w in language["small"]["fillers"] for w in words[at + 1 :]):
        scale = math.prod(language.lots.get(w, 1) for w in words[at + 1 :])
        return _part(words[: at + 1], text, language).times(scale)
    _refuse_ordinal(body, text, language)
    if f" {language['small']['of']} " in body.lower():
        return _one_of(body, text, language)
    value = _cardinal(bare, text, language)
    lot = language["tallies"].get(bare[-1], 0) if bare else 0
    return _by_the_lot(Numeral(value, Fraction(1), last_digit_unit(value)), lot)


def _part(words: list[str], text: str, language: Language) -> Numeral:
    # "two and three quarters": the joint parts whole number and fraction; "three quarters" has none.
    size, fillers = language["parts"][words[-1]], language["small"]["fillers"]
    joint = next((i for i, w in enumerate(words) if i and w in language["small"]["joints"]), None)
    whole = [w for w in words[:joint] if w not in fillers] if joint else []
    top = [w for w in words[(joint or 0) : -1] if w not in fillers]
    numerator = _cardinal(top, text, language) if top else Fraction(1)
    if not whole:
        return _fraction(numerator / size, text)
    return mixed(_cardinal(whole, text, language), _fraction(numerator / size, text).value)


def plain_words(body: str, language: Language) -> list[str]:
    """Return the words of a numeral in the order of their values, articles and joints left out."""
    words = [language.singular(w) for w in _split(body, language)]
    return [w for w in words if w not in language["small"]["fillers"]] or words


def _split(body: str, language: Language) -> list[str]:
    words: list[str] = []
    for word in _JOINED.sub(" ", body.lower()).split():
        words += (language["compounds"] and _compound(word, language)) or [word]
    return _turned(words, language) if language["inverted"] else words


@lru_cache(maxsize=4096)
def _compound(word: str, language: Language) -> list[str] | None:
    """Return the number words that a written-together one is made of, or None."""
    if not word:
        return []
    inside = {*language.small, *language.lots, *language["plurals"], *language["parts"], *language["small"]["joints"]}
    for length in range(len(word), 0, -1):
        if word[:length] in inside:
            rest = _compound(word[length:], language)
            if rest is not None:
                return [word[:length], *rest]
    return None


def _turned(words: list[str], language: Language) -> list[str]:
    """Return "ein und zwanzig" as "zwanzig ein"."""
    words = list(words)
    for i in range(len(words) - 2):
        one, joint, ten = words[i : i + 3]
        if language["units"].get(one, 10) < 10 and joint in language["small"]["joints"] and ten in language["tens"]:
            words[i : i + 3] = [ten, one, ""]
    return [w for w in words if w]


def _cardinal(words: list[str], text: str, language: Language) -> Fraction:
    if len(words) == 1 and words[0] in language["small"]["alone"]:
        return Fraction(1)  # "the prosecutor" in a list of office holders is one person
    if words and words[0][:1].isdigit():
        return _digits_and_scales(" ".join(words), text, language, False)[0].value
    total, current, last = Fraction(0), Fraction(0), None
    for word in words:
        small = language.small.get(word)
        if small is not None and _may_follow(small, current, len(words)):
            current += small
        elif _multiplies(word, current, total, language):
            current = (current or 1) * language.lots[word]
        elif word in language.large and (last is None or (last > language.lots[word] and current)):
            last = language.lots[word]
            total, current = total + (current or 1) * last, Fraction(0)
        elif word in language.large and last < language.lots[word] and not current:
            last = language.lots[word]  # "five thousand million"
            total *= last
        else:
            raise PrintedError(f"expected a number in digits or words, got {text[:80]!r} (stopped at {word!r})")
    return total + current


def _multiplies(word: str, current: Fraction, total: Fraction, language: Language) -> bool:
    # A hundred may follow a thousand, a dozen may not.
    return (
        language.lots.get(word, 1000) < 1000
        and current < 100
        and bool(current or not total or word in language["scales"])
    )


def _may_follow(small: int, current: Fraction, count: int) -> bool:
    if small == 0:
        return count == 1
    open_place = current % 100
    return open_place == 0 or (small < 10 and open_place >= 20 and open_place % 10 == 0)
