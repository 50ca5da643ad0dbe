"""Ranges, margins and slashes: what both ends of a range share is given to both.

"5-6 million" shares its scale word, "10-15,000" its thousands, "1930-35" its leading digits, "two to three hundred"
its hundred. Only what makes the range run from low to high is shared: "900 to 1 million" stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from analysis.numbers.digits import LITERAL, Numeral, PrintedError, complete, mixed, simple
from analysis.numbers.numerals import plain_words, read_numeral, scale_of
from analysis.text.language import Language, any_of

_FRACTION = re.compile(r"(?:(\d{1,4})\s+)?(\d{1,3})\s?[/⁄]\s?(\d{1,3})((?:\s+\S+)*)", re.ASCII)
_GROUPS = re.compile(r"([1-9]\d{0,2})((?:[.,'’ ]\d{3})+)", re.ASCII)
_PLUS_MINUS = re.compile(r"(.+?)\s*(?:±|\+/[-−–])\s*(.+)")
_LAST_DIGITS = re.compile(r"(.*\d)\((\d{1,2})\)(.*)", re.ASCII)
_ATTACHED = re.compile(r"([\d.,'’ ]*[\d½¼¾])([^\W\d]+\.?)")

#: A range wider than this is a misreading, if there is another way to read it.
MOST_TIMES = 100

Ends = tuple[Numeral, Numeral, str]


def read_range(body: str, text: str, language: Language, *, opened: bool = False, scaled: bool = False) -> list[Ends]:
    """Read a range.

    Parameters
    ----------
    body : str
        The string without qualifying words; "between" and "from" are taken off.
    text : str
        The whole printed string, for messages.
    language : Language
        Whose words join the ends.
    opened : bool
        Whether "between" or "from" stood before it, so that "and" joins two ends.
    scaled : bool
        As for :func:`analysis.numbers.digits.read_digits`.

    Returns
    -------
    list of tuple
        First end, last end and how it is read, the likeliest reading first; empty if it is no range.

    Raises
    ------
    PrintedError
        If its ends are numbers, but do not run from low to high.
    """
    if not opened and _reads(body, text, language):
        return []  # "a hundred and five" is one number
    fallen = False
    for first, last, joint in _splits(body, language, opened):
        for one, other in _candidates(first, last, language, joint):
            pairs = _pairs(one, other, text, language, scaled, joint)
            rising = [pair for pair in pairs if pair[0].value <= pair[1].value]
            fallen = fallen or bool(pairs)
            if rising:
                # Of two readings, one that makes the range a hundred times as wide is none.
                near = [(a, b, how) for a, b, how in rising if b.value <= MOST_TIMES * a.value]
                return (near or rising) + _as_they_stand(first, last, joint, one, text, language)
    if fallen:
        raise PrintedError(f"expected a range from low to high, got {text[:80]!r}")
    return []


def _reads(body: str, text: str, language: Language) -> bool:
    try:
        read_numeral(body, text, language)
    except PrintedError:
        return False
    return True


def _splits(body: str, language: Language, opened: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to part a body into two ends; once a range is opened, those at "and" first."""
    for pattern in _joints(language)[not opened :]:
        for match in pattern.finditer(body):
            first, last = body[: match.start()].strip(), body[match.end() :].strip()
            if first and last:
                yield first, last, match[0].strip(" -").lower()


@lru_cache(maxsize=32)
def _joints(language: Language) -> tuple[re.Pattern, re.Pattern]:
    words = language["ranges"]
    # A hyphen joins "seventy-seven" and parts "10-15"; a dash, or a slash, parts words too.
    signs = r"(?<=[\w½¼¾%])\s*[-–—]\s*(?=[\d½¼¾])|\s+[-–—]\s+|(?<=\w)–(?=\w)|\s*/\s*"
    joiners = any_of(words["joiners"])
    return (
        re.compile(rf"-?\s+{re.escape(words['both'])}\s+", re.IGNORECASE),
        re.compile(rf"{signs}|-?\s+(?:{joiners})\s+", re.IGNORECASE),
    )


def _candidates(first: str, last: str, language: Language, joint: str = "") -> Iterator[tuple[str, str]]:
    """Yield the ends with what the second shares with the first, the most first; then as they stand."""
    digits = re.sub(r"\D", "", first) if _GROUPS.fullmatch(first) else first
    whole = complete(digits, last)
    if whole:
        yield digits, whole
    groups = _GROUPS.fullmatch(last)
    if groups and first.isdigit() and int(first) <= int(groups[1]):
        yield first + re.sub(r"\d", "0", groups[2]), last
    (_head, mine), (_other, scales) = _parted(first, language), _parted(last, language)
    shared = range(len(mine), len(scales)) if scales[: len(mine)] == mine else ()
    for start in shared:
        yield f"{first} {' '.join(scales[start:])}", last
    # "6-5 million" is a misprint; "900 to 1 million" says what it says.
    if not shared or joint.isalpha():
        yield first, last


def _parted(end: str, language: Language) -> tuple[list[str], list[str]]:
    """Return the words of an end, and those at its end that are scale words."""
    attached = _ATTACHED.fullmatch(end)
    words = [*attached.groups()] if attached else end.split() if end[:1].isdigit() else plain_words(end, language)
    cut = len(words)
    while cut and scale_of(words[cut - 1], language):
        cut -= 1
    return words[:cut], words[cut:]


def _pairs(one: str, other: str, text: str, language: Language, scaled: bool, joint: str = "") -> list[Ends]:
    """Return the readings of two ends that read their marks alike."""
    if joint == "/" and "/" in one + other:
        return []
    try:
        firsts, lasts = (_end(end, text, language, scaled) for end in (one, other))
    except PrintedError:
        return []
    return [(a, b, a.how or b.how) for a in firsts for b in lasts if not a.how or not b.how or a.how == b.how]


def _end(end: str, text: str, language: Language, scaled: bool) -> list[Numeral]:
    part = read_fraction(end, language)
    return [part] if part else read_numeral(end, text, language, scaled=scaled)


def _as_they_stand(first: str, last: str, joint: str, one: str, text: str, language: Language) -> list[Ends]:
    # "Between 1 and 2,000" may mean one, or one thousand; "1-2,000" means one thousand.
    if one == first or not joint.isalpha() or not _GROUPS.fullmatch(last):
        return []
    pairs = _pairs(first, last, text, language, False)[:1]
    return [(a, b, LITERAL) for a, b, _how in pairs if a.value <= b.value]


def read_fraction(body: str, language: Language) -> Numeral | None:
    """Read ``"3/4"``, ``"2 1/2"`` or ``"3/4 million"``; None if it is no fraction of small numbers."""
    match = _FRACTION.fullmatch(body)
    if not match or not int(match[3]):
        return None
    scales = [scale_of(word, language) for word in match[4].split()]
    part = Fraction(int(match[2]), int(match[3]))
    if None in scales or (match[1] and part >= 1):
        return None
    found = mixed(int(match[1]), part) if match[1] else simple(part)
    for scale in scales:
        found = found.times(scale)
    return found


def likely_fraction(body: str) -> bool:
    """Return whether a slash parts numerator and denominator rather than two numbers: 3/4, but 10/15."""
    match = _FRACTION.fullmatch(body)
    return match is not None and (int(match[2]) > int(match[3]) or int(match[3]) <= 10 or bool(match[1]))


def read_margin(body: str, text: str, language: Language, scaled: bool) -> tuple[Numeral, Fraction] | None:
    """Read ``"5 ± 1"`` or ``"12.3(4)"`` as a number and how far it may be off; None if it has no margin."""
    digits, signed = _LAST_DIGITS.fullmatch(body), _PLUS_MINUS.fullmatch(body)
    if digits:
        found = read_numeral(digits[1] + digits[3], text, language, scaled=scaled)[0]
        return found, int(digits[2]) * found.step
    if not signed:
        return None
    for one, other in _candidates(signed[1], signed[2], language):
        pairs = _pairs(one, other, text, language, scaled)
        if pairs:
            return pairs[0][0], pairs[0][1].value
    raise PrintedError(f"expected a number and a margin, got {text[:80]!r}")
