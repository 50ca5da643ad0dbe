"""Words and numbers as a reader sees them: translation, separators, lists, dates.

The language is the one named by the environment variable ``RECOUNT_LANGUAGE``
(``en`` when it is not set) and is looked up at every call. Translations are
gettext catalogues, ``locale/<language>/LC_MESSAGES/recount.mo``; the English
texts are the ones written in the code. Rounding happens here, for display, and
nowhere else.
"""

from __future__ import annotations

import gettext
import math
import os
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from pathlib import Path

from analysis.text.language import load

LOCALE = Path(__file__).resolve().parents[2] / "locale"
MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"

#: Language -> (separator of thousands, decimal mark). Others get a narrow space and a comma.
SEPARATORS = {
    "en": (",", "."), "de": (".", ","), "es": (".", ","), "it": (".", ","), "pt": (".", ","),
    "nl": (".", ","), "da": (".", ","), "tr": (".", ","), "el": (".", ","), "ja": (",", "."),
    "zh": (",", "."),
}  # fmt: skip
#: In English, as the catalogues know them.
MONTHS = tuple(load()["dates"]["months"])
#: Room for every digit of the largest float.
WIDE = Context(prec=400)
ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class LanguageError(ValueError):
    """A language that the suite cannot speak."""


def language() -> str:
    """Return the language of the reader, a code such as ``en`` or ``de``.

    Returns
    -------
    str
        The value of ``RECOUNT_LANGUAGE``, or ``en``.

    Raises
    ------
    LanguageError
        If the value is no language code.
    """
    code = os.environ.get("RECOUNT_LANGUAGE", "").strip() or "en"
    if not re.fullmatch(r"[a-z]{2,3}([_-][A-Za-z]{2,8})?", code):
        raise LanguageError(f"RECOUNT_LANGUAGE: expected a code such as 'en' or 'de', got {code!r}")
    return code


@lru_cache(maxsize=16)
def _catalogue(code: str) -> gettext.NullTranslations:
    """Open the catalogue of a language once; English needs none."""
    try:
        return gettext.translation("recount", LOCALE, languages=[code])
    except FileNotFoundError:
        if code.split("_")[0] == "en":
            return gettext.NullTranslations()
        raise FileNotFoundError(
            f"expected a catalogue for RECOUNT_LANGUAGE={code!r} at locale/{code}/LC_MESSAGES/recount.mo, "
            "found none; compile the catalogues, or leave the variable empty for English"
        ) from None


def _(text: str) -> str:
    """Translate a text into the language of the reader.

    Parameters
    ----------
    text : str
        The English text, exactly as in the catalogue.

    Returns
    -------
    str
        The translation, or the text itself where the catalogue has none.
    """
    return _catalogue(language()).gettext(text) if text else ""


def as_printed(text: str) -> str:
    """Return a printed string for a sentence: in the language of the reader where it is made of words.

    Parameters
    ----------
    text : str
        As a text prints it: ``"almost a third"``, ``"792.000"``.

    Returns
    -------
    str
        The words translated; digits and marks as they are printed, in every language.
    """
    bare = text.strip()
    found = _(bare)
    if found == bare:
        # A sentence may quote in small letters what stands at the beginning of one.
        capital = _(bare[:1].upper() + bare[1:])
        found = bare if capital == bare[:1].upper() + bare[1:] else capital[:1].lower() + capital[1:]
    return found


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text that depends on a count.

    Parameters
    ----------
    one, many : str
        The English singular and plural.
    count : int
        How many.

    Returns
    -------
    str
        The form that the language uses for ``count``; the count is not filled in.
    """
    # Counts out of a table are floats; newer Pythons take whole numbers only.
    return _catalogue(language()).ngettext(one, many, int(count))


def number(x: float, digits: int | None = None) -> str:
    """Write a number for a reader, with separators of thousands, never in powers of ten.

    Parameters
    ----------
    x : float
        The number. NaN gives the words "not stated".
    digits : int, optional
        Digits after the decimal mark (halves away from zero). Without it as many as
        the number has, twelve significant ones at most, no trailing zeros.

    Returns
    -------
    str
        For instance ``1,234.5`` in English and ``1.234,5`` in German; the sign is a true minus.
    """
    x = float(x)
    if math.isnan(x):
        return _("not stated")
    if math.isinf(x):
        return ("" if x > 0 else MINUS) + "\N{INFINITY}"
    thousands, mark = SEPARATORS.get(re.split("[_-]", language())[0], (NARROW, ","))
    plain = _plain(x, digits)
    sign = MINUS if plain.startswith("-") and plain.strip("-0.") else ""
    whole, _point, rest = plain.lstrip("-").partition(".")
    return sign + f"{int(whole):,}".replace(",", thousands) + (mark + rest if rest else "")


def _plain(x: float, digits: int | None) -> str:
    """Write a finite number with a point and no separators."""
    if digits is None:
        text = format(Decimal(f"{x:.12g}"), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    # repr first: 2.675 is meant as two and 675 thousandths, not as the binary neighbour below it
    return format(Decimal(repr(x)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, WIDE), "f")


def percent(x: float, digits: int | None = 1) -> str:
    """Write a share that is given in percent.

    Parameters
    ----------
    x : float
        The share in percent: 17.5 stands for 17.5 %.
    digits : int, optional
        As in :func:`number`.

    Returns
    -------
    str
        For instance ``17.5%``; the sign follows the language.
    """
    if math.isnan(float(x)):
        return number(x)
    return _("{number}%").format(number=number(x, digits))


def joined(items: Sequence[str]) -> str:
    """Join words into a list: "a, b and c".

    Parameters
    ----------
    items : sequence of str
        The words; none gives an empty text.

    Returns
    -------
    str
        The list.
    """
    items = [str(item) for item in items]
    if len(items) < 2:
        return "".join(items)
    return _("{list} and {last}").format(list=", ".join(items[:-1]), last=items[-1])


def bounds(low: float, high: float, unit: str = "", digits: int | None = None) -> str:
    """Write an interval as words.

    Parameters
    ----------
    low, high : float
        The ends; NaN or an infinite end counts as open.
    unit : str
        Words for the unit, set after the number.
    digits : int, optional
        As in :func:`number`.

    Returns
    -------
    str
        "between 16.5 and 18.4 per cent", "at most …", "at least …", the number alone where both
        ends are the same, or "not stated".
    """
    low, high = float(low), float(high)
    after = f" {unit}" if unit else ""
    if math.isfinite(low) and math.isfinite(high):
        if low == high:
            return number(low, digits) + after
        between = _("between {low} and {high}")
        return between.format(low=number(low, digits), high=number(high, digits)) + after
    if math.isfinite(high):
        return _("at most {number}").format(number=number(high, digits)) + after
    if math.isfinite(low):
        return _("at least {number}").format(number=number(low, digits)) + after
    return _("not stated")


def date(iso: str) -> str:
    """Write a date of the form ``1934-12-01``, ``1934-12`` or ``1934``.

    Parameters
    ----------
    iso : str
        The date.

    Returns
    -------
    str
        "1 December 1934", "December 1934" or "1934".

    Raises
    ------
    ValueError
        If the text has another form or names no day of the calendar.
    """
    parts = ISO_DATE.fullmatch(str(iso).strip())
    if not parts:
        raise ValueError(f"expected a date like 1934-12-01, 1934-12 or 1934, got {iso!r}")
    year, month, day = (int(part) if part else None for part in parts.groups())
    if month is None:
        return str(year)
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _days(year, month)):
        raise ValueError(f"expected a day of the calendar, got {iso!r}")
    if day is None:
        return _("{month} {year}").format(month=_(MONTHS[month - 1]), year=year)
    return _("{day} {month} {year}").format(day=day, month=_(MONTHS[month - 1]), year=year)


def _days(year: int, month: int) -> int:
    """Count the days of a month (Gregorian)."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
