"""Words around a number: signs of per cent and times behind it, qualifying words before it."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from analysis.numbers.digits import PrintedError
from analysis.text.language import Language, any_of


def split_sign(body: str, pack: Language) -> tuple[str, str]:
    """Return a body without the signs of per cent or times behind its numbers, and which they were."""
    for sign in pack["signs"]:
        rest = _signs(sign, pack).sub("", body)
        if rest != body:
            return rest.strip(), sign
    return body, ""


@lru_cache(maxsize=32)
def _signs(sign: str, pack: Language) -> re.Pattern:
    """Return a pattern of the words of a sign where a number ends with them."""
    words = []
    for word in sorted(pack["signs"][sign], key=len, reverse=True):
        # One that begins with a hyphen may be joined to the number: fivefold.
        gap = r"[\s-]*" if word[0] == "-" else r"\s+" if word[0].isalpha() else r"\s*"
        words.append(gap + re.escape(word.removeprefix("-")))
    end = rf"\s*(?:$|[-–—/]|\s(?:{any_of(pack['ranges']['joiners'])})\s)"
    return re.compile(rf"(?<=[\w½¼¾])(?:{'|'.join(words)})(?={end})", re.IGNORECASE)


def factor_of(sign: str, factor: Fraction, whole: bool, text: str) -> Fraction:
    """Return the factor of a number that says itself that it is a share or so many times as much."""
    if sign and (whole or factor not in (1, Fraction(1, 100))):
        raise PrintedError(f"expected a number of the row's unit, got a share or ratio: {text[:80]!r}")
    return {"percent": Fraction(1, 100), "times": Fraction(1)}.get(sign, factor)


def split_qualifier(body: str, pack: Language) -> tuple[str, bool, str]:
    """Return what qualifies a number, whether words such as "between" open a range, and the rest."""
    for word in pack["qualifiers"]["after"]:
        body = body.removesuffix(f" {word}")
    found, opened, again = "", False, True
    while again:
        again = False
        for word, kind in pack.prefixes:
            rest = body[len(word) :]
            # A sign may be joined to its number: ">5".
            if body.lower().startswith(word) and rest and (rest[0] == " " or word in "<>≤≥~"):
                opened, found = opened or kind == "range", (kind if kind != "range" else "") or found
                body, again = rest.strip(), True
                break
    return found, opened, body
