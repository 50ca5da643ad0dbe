"""Checks on printed numbers: sums, shares, ratios, differences, dates, ranks.

Each check asks whether unrounded figures exist that would be printed as the text
prints them and that satisfy a relation. Bounds go through exact interval
arithmetic, so a contradiction is a proof and not a tolerance that somebody chose.
The answer is a :class:`Check`: a verdict word, its working in a sentence, and the
chance that an arbitrary figure near the printed one would have passed as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction

from analysis.numbers.printed import Bounds, Printed
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN
from analysis.text.words import _, percent
from analysis.text.words import number as plain_number

#: In this order the readings of a printed number are tried; the first that fits decides.
ATTEMPTS = (
    ("half_unit", "narrow", WITHIN),
    ("half_unit", "wide", WITHIN),
    ("truncation", "narrow", TRUNCATED),
    ("truncation", "wide", TRUNCATED),
    ("ceiling", "narrow", TRUNCATED),
    ("ceiling", "wide", TRUNCATED),
)


def number(x: float) -> str:
    """Write a number for a working: whole numbers in full, others to four digits or two places, what is longer."""
    places = 0 if x == int(x) or abs(x) >= 1e5 else max(2, 4 - len(str(int(abs(x)))))
    return plain_number(round(x, places))


def share(x: float) -> str:
    """Write a share of 1 as a percentage for a working, to two places."""
    return percent(round(100 * x, 2), None)


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check.

    Attributes
    ----------
    check : str
        Name of the relation.
    verdict : str
        A word of :data:`analysis.text.verdicts.ARITHMETIC`.
    working : str
        One sentence with the numbers, the bounds and the rule.
    computed, low, high : float
        What follows from the other printed figures: point value and bounds, base unit; NaN if none.
    stated : float
        The printed figure that is tested; NaN for a range or a gap.
    chance : float
        Share of figures between half and double the printed one, printed to the same
        digit, that would have passed too under the same rule and reading; NaN if that cannot be asked.
    rule : str
        The rounding rule and reading under which it fits, ``""`` if under none or exactly.
    """

    check: str
    verdict: str
    working: str
    computed: float = math.nan
    low: float = math.nan
    high: float = math.nan
    stated: float = math.nan
    chance: float = math.nan
    rule: str = ""

    def to_frame(self):
        """Return the check as a data frame of one row, a column per attribute."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])


def judge(
    name: str,
    stated: Printed,
    operands: Sequence[Printed],
    compute: Callable,
    expression: str,
    *,
    exact: bool | None = None,
    show: Callable[[float], str] = number,
) -> Check:
    """Test a printed figure against what follows from others.

    Parameters
    ----------
    name : str
        Name of the relation, for the result.
    stated : Printed
        The figure that is tested.
    operands : sequence of Printed
        The figures it should follow from.
    compute : callable
        Takes a list of :class:`~analysis.numbers.printed.Bounds` and returns the bounds of the result.
        Must be exact: the hull of all results, each operand used once.
    expression : str
        The left side of the working, such as ``"226 + 143"``.
    exact : bool, optional
        Whether the figures satisfy the relation as they stand; by default, whether the result is one
        number and that number is printed.
    show : callable
        How a number of the result's unit is written.

    Returns
    -------
    Check
        Verdict ``exact`` if the point values satisfy the relation; else the first fitting
        entry of :data:`ATTEMPTS`; else ``cannot all hold``; ``not testable`` where a figure is missing.
    """
    if any(p.bounds() is None for p in (stated, *operands)):
        return Check(name, NOT_TESTABLE, _("One of the figures is not printed."))
    point = _point(operands, compute)
    if exact is None:
        exact = point is not None and point == stated.value and not stated.qualifier
    rule, verdict = ("", EXACT) if exact else _first_fit(stated, operands, compute)
    how, reading = _in_play(verdict, rule)
    result = _try(compute, operands, "half_unit", reading)
    if result is None:
        return Check(name, NOT_TESTABLE, _("A figure that may be zero stands under the fraction bar."))
    working = _sentence(expression, point, result, stated, reading, show) + _remark(verdict, rule)
    return Check(
        name,
        verdict,
        working,
        math.nan if point is None else float(point),
        float(result.low),
        float(result.high),
        math.nan if stated.value is None else float(stated.value),
        _chance(stated, _try(compute, operands, how, reading), how, reading),
        rule,
    )


def _in_play(verdict: str, rule: str) -> tuple[str, str]:
    """Return the rule and the reading under which a check is shown and its chance is counted."""
    return tuple(rule.split(", ")) if rule else ("half_unit", "narrow" if verdict == EXACT else "wide")


def _first_fit(stated: Printed, operands: Sequence[Printed], compute: Callable) -> tuple[str, str]:
    for rule, reading, verdict in ATTEMPTS:
        result = _try(compute, operands, rule, reading)
        if result is not None and result.overlaps(stated.bounds(rule, reading)):
            return f"{rule}, {reading}", verdict
    return "", CONTRADICTION


def _point(operands: Sequence[Printed], compute: Callable) -> Fraction | None:
    if any(p.value is None or p.qualifier for p in operands):
        return None
    try:
        result = compute([Bounds(p.value, p.value) for p in operands])
    except ZeroDivisionError:
        return None
    return result.low if result.low == result.high else None


def _try(compute: Callable, operands: Sequence[Printed], rule: str, reading: str) -> Bounds | None:
    try:
        return compute([p.bounds(rule, reading) for p in operands])
    except ZeroDivisionError:
        return None


def _sentence(expression: str, point, result: Bounds, stated: Printed, reading: str, show: Callable) -> str:
    computed = between(result, show) if point is None else show(float(point))
    if point is not None and result.low != result.high:
        computed += f" ({between(result, show)})"
    printed, ends = _shown(stated, show), stated.bounds("half_unit", reading)
    if ends.low != ends.high:
        printed += f" ({between(ends, show)})"
    return _("{expression} = {computed}; printed: {printed}").format(
        expression=expression, computed=computed, printed=printed
    )


def _shown(stated: Printed, show: Callable) -> str:
    return stated.text.strip() if stated.value is None or stated.qualifier else show(float(stated.value))


def _remark(verdict: str, rule: str) -> str:
    if verdict == EXACT:
        return "."
    if verdict == CONTRADICTION:
        return ". " + _("No rounding reconciles them.")
    return (
        ". "
        + {
            "half_unit, narrow": _("The bounds overlap."),
            "half_unit, wide": _("The bounds overlap if final zeros are rounded."),
            "truncation, narrow": _("They overlap only if digits were cut off."),
            "truncation, wide": _("They overlap only if digits were cut off, final zeros included."),
            "ceiling, narrow": _("They overlap only if figures were always rounded up."),
            "ceiling, wide": _("They overlap only if figures were always rounded up, final zeros included."),
        }[rule]
    )


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


def _chance(stated: Printed, result: Bounds, rule: str, reading: str) -> float:
    """Share of figures g = k * step in [s/2, 2 s] whose bounds meet the computed ones."""
    centre = stated.value if stated.value is not None else (stated.first + stated.last) / 2
    step = stated.step if reading == "narrow" else stated.wide_step
    if centre <= 0 or step <= 0 or stated.neighbours:
        return math.nan
    first, last = math.ceil(centre / 2 / step), math.floor(2 * centre / step)
    ends = stated.bounds(rule, reading)
    # "Less than g" reaches down to zero, whatever g is; all other bounds move with the figure.
    below = math.inf if stated.qualifier in ("below", "at_most") and result.high >= 0 else centre - ends.low
    low = _first_whole((result.low - (ends.high - centre)) / step, result.low_open or ends.high_open)
    high = -_first_whole(-(result.high + below) / step, result.high_open or ends.low_open)
    passing = min(last, high) - max(first, low) + 1
    return float(max(0, passing) / (last - first + 1)) if last >= first else math.nan


def _first_whole(x, excluded: bool) -> float:
    """Return the first whole number from *x* on, *x* itself excluded on demand."""
    if math.isinf(x):
        return x
    return math.floor(x) + 1 if excluded else math.ceil(x)


def check_sum(parts: Sequence[Printed], total: Printed, *, show=number) -> Check:
    """Test whether printed parts add up to a printed total: sum of p_i = t."""
    expression = " + ".join(_shown(p, show) for p in parts)
    return judge("sum_of", total, parts, add, expression, show=show)


def check_shares_sum(shares: Sequence[Printed]) -> Check:
    """Test whether printed shares make up the whole: sum of s_i = 1 (100 per cent)."""
    whole = Printed("100", Fraction(1), Fraction(0), Fraction(0), whole=True)
    expression = " + ".join(_shown(s, share) for s in shares)
    result = judge("sums_to_100", whole, shares, add, expression, show=share)
    if result.verdict == NOT_TESTABLE:
        return result
    return replace(result, chance=_chance_of_shares(shares, *_in_play(result.verdict, result.rule)))


def _chance_of_shares(shares: Sequence[Printed], rule: str, reading: str) -> float:
    # The whole is fixed; so the last share is the figure that is drawn at random near itself.
    whole = Bounds(Fraction(1), Fraction(1))
    rest = [s.bounds(rule, reading) for s in shares[:-1]]
    return _chance(shares[-1], whole - add(rest) if rest else whole, rule, reading)


def check_share(part: Printed, whole: Printed, stated: Printed) -> Check:
    """Test a printed share against the counts it is taken from: s = part / whole, all in base units."""
    expression = f"{_shown(part, number)} / {_shown(whole, number)}"
    return judge("share_of", stated, (part, whole), divide, expression, show=share)


def check_ratio(later: Printed, earlier: Printed, times: Printed) -> Check:
    """Test "so many times as much": r = later / earlier."""
    expression = f"{_shown(later, number)} / {_shown(earlier, number)}"
    return judge("ratio_of", times, (later, earlier), divide, expression, show=_times_text)


def _times_text(x: float) -> str:
    return _("{x} times").format(x=number(x))


def check_increase(start: Printed, end: Printed, by: Printed) -> Check:
    """Test "an increase by so many per cent": b = end / start - 1 (not end / start)."""
    expression = f"{_shown(end, number)} / {_shown(start, number)} - 1"
    return judge("increase_by", by, (end, start), lambda b: divide(b).shifted(-1), expression, show=share)


def check_difference(minuend: Printed, subtrahend: Printed, difference: Printed, *, show=number) -> Check:
    """Test a printed difference: d = a - b."""
    expression = f"{_shown(minuend, show)} - {_shown(subtrahend, show)}"
    return judge("difference_of", difference, (minuend, subtrahend), lambda b: b[0] - b[1], expression, show=show)


def check_same(one: Printed, other: Printed, *, show=number) -> Check:
    """Test whether two places of the text can print the same quantity: a = b."""
    return judge("same_as", one, (other,), lambda b: b[0], _shown(other, show), show=show)


def implied_base(count: Printed, part: Printed, *, rule: str = "half_unit", reading: str = "narrow") -> Bounds | None:
    """Return the base that a printed count and its printed share imply: N = count / share.

    Parameters
    ----------
    count, part : Printed
        In base units (persons; a share of 1).
    rule, reading : str
        As for :meth:`analysis.numbers.printed.Printed.bounds`.

    Returns
    -------
    Bounds or None
        None where a figure is missing or the share may be zero.
    """
    ends = [count.bounds(rule, reading), part.bounds(rule, reading)]
    if None in ends or ends[1].low <= 0:
        return None
    return ends[0] / ends[1]


def check_implied_base(count: Printed, part: Printed, base: Printed) -> Check:
    """Test whether a printed base is the one that count and share imply: N = count / share."""
    expression = f"{_shown(count, number)} / {_shown(part, share)}"
    return judge("implied_base", base, (count, part), divide, expression)


def check_within(figure: Printed, low: Printed, high: Printed, *, show=number) -> Check:
    """Test whether a figure can lie between two others: low <= x <= high."""
    ends = f"{_shown(low, show)} .. {_shown(high, show)}"
    exact = _in_order(low, figure) and _in_order(figure, high)
    return judge("within", figure, (low, high), _span, ends, exact=exact, show=show)


def _in_order(lesser: Printed, greater: Printed) -> bool:
    """Return whether two figures have this order as they stand."""
    if None in (lesser.value, greater.value) or lesser.qualifier or greater.qualifier:
        return False
    return lesser.value <= greater.value


def check_length(items: Sequence[str], stated: Printed) -> Check:
    """Test a stated number against the length of the list that is printed with it."""
    length = Bounds(Fraction(len(items)), Fraction(len(items)))
    check = judge("length_of_list", stated, (), lambda b: length, _("{n} items listed").format(n=len(items)))
    doubles = sorted({i for i in items if list(items).count(i) > 1})
    if doubles:
        note = _(" The list repeats {names}.").format(names=", ".join(doubles))
        return replace(check, working=check.working + note)
    return check


def check_rank(value: Printed, others: Sequence[Printed], rank: str) -> Check:
    """Test "the lowest" or "the highest" among printed figures.

    Parameters
    ----------
    value : Printed
        The figure that is called lowest or highest.
    others : sequence of Printed
        All figures it is compared with.
    rank : {'lowest', 'highest'}
        What the text says.

    Returns
    -------
    Check
        ``exact`` if the point values have that order, ``within rounding`` if only the bounds allow it.
        ``chance`` is 1 / (n + 1).
    """
    if rank not in ("lowest", "highest"):
        raise ValueError(f"expected rank 'lowest' or 'highest', got {rank!r}")
    others = [o for o in others if o.bounds() is not None]
    if value.bounds() is None or not others:
        return Check("rank_among", NOT_TESTABLE, _("There is nothing printed to compare it with."))
    sign = 1 if rank == "lowest" else -1
    rule, verdict = _rank(value, others, sign)
    here, there = value.bounds().scaled(sign), [o.bounds().scaled(sign) for o in others]
    smaller = sum(t.high < here.low for t in there)
    working = _("{value} against {others}: {n} of {all} are certainly {direction}.").format(
        value=value.text,
        others=", ".join(o.text for o in others),
        n=smaller,
        all=len(there),
        direction=_("lower") if sign == 1 else _("higher"),
    )
    return Check("rank_among", verdict, working, chance=1 / (len(there) + 1), rule=rule)


def _rank(value: Printed, others: Sequence[Printed], sign: int) -> tuple[str, str]:
    pairs = [(value, o) if sign == 1 else (o, value) for o in others]
    if all(_in_order(a, b) or a.bounds().high <= b.bounds().low for a, b in pairs):
        return "", EXACT
    for rule, reading, verdict in ATTEMPTS:
        if all(not _span([a.bounds(rule, reading), b.bounds(rule, reading)]).empty for a, b in pairs):
            return f"{rule}, {reading}", verdict
    return "", CONTRADICTION


def add(ends: Sequence[Bounds]) -> Bounds:
    """Return the bounds of a sum."""
    total = ends[0]
    for other in ends[1:]:
        total = total + other
    return total


def divide(ends: Sequence[Bounds]) -> Bounds:
    """Return the bounds of the first over the second."""
    return ends[0] / ends[1]


def _span(ends: Sequence[Bounds]) -> Bounds:
    """Return what can lie between a number of the first interval and one of the last; empty if nothing can."""
    low, high = ends[0], ends[-1]
    return Bounds(low.low, high.high, low.low_open, high.high_open)
