"""Checks on printed dates: order, weekday, duration, identity.

Dates are ISO dates, possibly only a month or a year, and possibly a part of it:
``"end of 1937-03"``.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re
from fractions import Fraction

from analysis.numbers.arithmetic import Check, judge
from analysis.numbers.bounds import Bounds, number
from analysis.numbers.printed import MAX_LENGTH, Printed
from analysis.text import words
from analysis.text.language import load
from analysis.text.verdicts import CONTRADICTION, EXACT, WITHIN
from analysis.text.words import _

#: Part of a period -> first and last share of its days that the words can mean, read generously.
PARTS = {
    "beginning of ": (Fraction(0), Fraction(1, 2)),
    "middle of ": (Fraction(1, 4), Fraction(3, 4)),
    "end of ": (Fraction(1, 2), Fraction(1)),
}
#: Days around a date among which the chance of a meeting is counted: five years on either side.
WINDOW = 3652
#: As claims name them, whatever the language of the text.
WEEKDAYS = tuple(load()["dates"]["weekdays"])


def check_before(earlier: str, later: str) -> Check:
    """Test whether one date can come before (or on the day of) another; ISO dates, possibly only a month or year."""
    first, last = date_span(earlier), date_span(later)
    if first[1] <= last[0]:
        verdict = EXACT
    else:
        verdict = WITHIN if first[0] <= last[1] else CONTRADICTION
    working = _("{earlier} and {later}: the order {holds}.").format(
        earlier=earlier, later=later, holds=_("is impossible") if verdict == CONTRADICTION else _("is possible")
    )
    return Check("before", verdict, working, chance=0.5)


def check_weekday(date: str, name: str) -> Check:
    """Test whether a date falls on a weekday, printed or known otherwise (Gregorian calendar)."""
    if name not in WEEKDAYS:
        raise ValueError(f"expected a weekday out of {', '.join(WEEKDAYS)}, got {name!r}")
    found = WEEKDAYS[datetime.date.fromisoformat(date).weekday()]
    working = _("{date} was a {found}; expected: {name}.").format(date=words.date(date), found=_(found), name=_(name))
    return Check("weekday", EXACT if found == name else CONTRADICTION, working, chance=1 / 7)


def check_duration(start: str, end: str, stated: Printed, unit: str = "days") -> Check:
    """Test a printed duration against two dates.

    Parameters
    ----------
    start, end : str
        ISO dates, possibly only a year or a month; then every day in them is possible.
    stated : Printed
        The duration, in ``unit``.
    unit : {'days', 'weeks', 'months', 'years', 'decades'}
        A month is a twelfth of 365.2425 days. Both ways of counting, with and
        without the first day, are allowed.

    Returns
    -------
    Check
    """
    length = {
        "days": Fraction(1),
        "weeks": Fraction(7),
        "months": Fraction(3652425, 120000),
        "years": Fraction(3652425, 10000),
        "decades": Fraction(3652425, 1000),
    }[unit]
    first, last = date_span(start), date_span(end)
    shortest, longest = (last[0] - first[1]).days, (last[1] - first[0]).days + 1
    span = Bounds(Fraction(shortest) / length, Fraction(longest) / length)
    full = first[0] == first[1] and last[0] == last[1]
    expression = _("{start} to {end}").format(start=start, end=end)
    # A duration is rounded like a measurement, even where the unit could be counted.
    return judge(
        "duration_between",
        stated.measured(),
        (),
        lambda b: span,
        expression,
        exact=lambda figure, _none: full and not figure.qualifier and figure.value in (span.low, span.high),
        show=lambda x: f"{number(x)} {_(unit)}",
    )


def check_same_date(one: tuple[str, str], other: tuple[str, str], *, inside: bool = False) -> Check:
    """Test whether two printed dates or periods can be those of one event.

    Parameters
    ----------
    one, other : tuple of str
        First and last date of each.
    inside : bool
        Whether the first must lie within the second.

    Returns
    -------
    Check
        ``exact`` if one lies within the other (the first within the second, if asked for), ``within rounding`` if
        they share days, else ``cannot all hold``. ``chance``: the share of the days within five years on either
        side on which a period as long as the first could begin and still share a day with the second.
    """
    a, b = (date_span(one[0])[0], date_span(one[1])[1]), (date_span(other[0])[0], date_span(other[1])[1])
    if _lies_in(a, b) or (not inside and _lies_in(b, a)):
        verdict, relation = EXACT, _("the first lies within the second") if inside else _("one lies within the other")
    elif a[0] <= b[1] and b[0] <= a[1]:
        verdict, relation = WITHIN, _("they share some days")
    else:
        verdict, relation = CONTRADICTION, _("they share no day")
    working = _("{one} and {other}: {relation}.").format(one=_period(*one), other=_period(*other), relation=relation)
    days = sum((end - start).days + 1 for start, end in (a, b)) - 1
    return Check("within" if inside else "same_as", verdict, working, chance=min(1.0, days / WINDOW))


def _lies_in(inner: tuple, outer: tuple) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _period(start: str, end: str) -> str:
    return start if start == end else _("{start} to {end}").format(start=start, end=end)


def date_span(iso: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day that an ISO year, month or day, or a part of it, can mean.

    "The beginning of" a period is anywhere in its first half, "the end of" in its second, "the middle of" in the
    two quarters between.
    """
    if len(iso) > MAX_LENGTH:
        raise ValueError(f"expected a date of at most {MAX_LENGTH} characters, got {len(iso)}: {iso[:20]!r}")
    for part, (low, high) in PARTS.items():
        if iso.startswith(part):
            first, last = date_span(iso.removeprefix(part))
            days = (last - first).days + 1
            return (
                first + datetime.timedelta(days=math.floor(days * low)),
                first + datetime.timedelta(days=math.ceil(days * high) - 1),
            )
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", iso, re.ASCII):
        raise ValueError(f"expected a date such as 1937, 1937-05 or 1937-05-08, got {iso!r}")
    parts = [int(p) for p in iso.split("-")]
    try:
        first = datetime.date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise ValueError(f"expected a date of the calendar, got {iso!r}: {error}") from None
    if len(parts) == 3:
        return first, first
    if len(parts) == 2:
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, datetime.date(first.year, 12, 31)
