"""Checks on printed dates: order, weekday, duration. ISO dates, possibly only a month or a year."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

from analysis.arithmetic import Check, judge, number
from analysis.printed import Bounds, Printed
from analysis.verdicts import CONTRADICTION, EXACT, WITHIN
from analysis.words import _

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
    """Test a printed weekday against the calendar (Gregorian)."""
    if name not in WEEKDAYS:
        raise ValueError(f"expected a weekday out of {', '.join(WEEKDAYS)}, got {name!r}")
    found = WEEKDAYS[datetime.date.fromisoformat(date).weekday()]
    working = _("{date} was a {found}; printed: {name}.").format(date=date, found=found, name=name)
    return Check("weekday", EXACT if found == name else CONTRADICTION, working, chance=1 / 7)


def check_duration(start: str, end: str, stated: Printed, unit: str = "days") -> Check:
    """Test a printed duration against two dates.

    Parameters
    ----------
    start, end : str
        ISO dates, possibly only a year or a month; then every day in them is possible.
    stated : Printed
        The duration, in ``unit``.
    unit : {'days', 'weeks', 'months', 'years'}
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
    }[unit]
    first, last = date_span(start), date_span(end)
    shortest, longest = (last[0] - first[1]).days, (last[1] - first[0]).days + 1
    span = Bounds(Fraction(shortest) / length, Fraction(longest) / length)
    full = first[0] == first[1] and last[0] == last[1]
    exact = full and not stated.qualifier and stated.value in (span.low, span.high)
    expression = _("{start} to {end}").format(start=start, end=end)
    # A duration is rounded like a measurement, even where the unit could be counted.
    return judge(
        "duration_between",
        replace(stated, whole=False),
        (),
        lambda b: span,
        expression,
        exact=exact,
        show=lambda x: f"{number(x)} {_(unit)}",
    )


def date_span(iso: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day that an ISO year, month or day can mean."""
    parts = [int(p) for p in iso.split("-")]
    first = datetime.date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return first, first
    if len(parts) == 2:
        after = datetime.date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return first, after - datetime.timedelta(days=1)
    return first, datetime.date(first.year, 12, 31)
