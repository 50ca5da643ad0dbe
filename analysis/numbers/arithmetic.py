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

from analysis.numbers.bounds import Bounds, add, between, divide, number, share
from analysis.numbers.digits import LITERAL
from analysis.numbers.printed import Printed, exactly
from analysis.numbers.ways import combinations, reading_of
from analysis.text.verdicts import CONTRADICTION, EXACT, HOLDS, NOT_TESTABLE, TRUNCATED, WITHIN
from analysis.text.words import _, as_printed

#: In this order the readings of a printed number are tried; the first that fits decides.
ATTEMPTS = (
    ("half_unit", "narrow", WITHIN),
    ("half_unit", "wide", WITHIN),
    ("truncation", "narrow", TRUNCATED),
    ("truncation", "wide", TRUNCATED),
    ("ceiling", "narrow", TRUNCATED),
    ("ceiling", "wide", TRUNCATED),
)


@dataclass(frozen=True, slots=True, repr=False)
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

    def __repr__(self) -> str:
        return f"{_(self.verdict)}: {self.working}"

    def to_frame(self):
        """Return the check as a data frame of one row, a column per attribute."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])


def judge(
    name: str,
    stated: Printed,
    operands: Sequence[Printed],
    compute: Callable,
    expression: str | Callable[[Sequence[Printed]], str],
    *,
    exact: Callable[[Printed, Sequence[Printed]], bool] | None = None,
    show: Callable[[float], str] = number,
) -> Check:
    """Test a printed figure against what follows from others.

    A figure that can be read in two ways is tried in both before a contradiction is stated.

    Parameters
    ----------
    name : str
        Name of the relation, for the result.
    stated : Printed
        The figure that is tested.
    operands : sequence of Printed
        The figures it should follow from.
    compute : callable
        Takes a list of :class:`~analysis.numbers.bounds.Bounds` and returns the bounds of the result.
        Must be exact: the hull of all results, each operand used once.
    expression : str or callable
        The left side of the working, such as ``"226 + 143"``, or a function of the operands that writes it.
    exact : callable, optional
        Tells of a figure and operands whether they satisfy the relation as they stand; by default they do if the
        result is one number and that number is printed.
    show : callable
        How a number of the result's unit is written.

    Returns
    -------
    Check
        Verdict ``exact`` if the point values satisfy the relation; else the first fitting
        entry of :data:`ATTEMPTS`; else ``cannot all hold``; ``not testable`` where a figure is missing, or holds
        only if a range is read as absurdly wide.
    """
    if any(p.bounds() is None for p in (stated, *operands)):
        return Check(name, NOT_TESTABLE, _("One of the figures is not printed."))

    def test(figures: Sequence[Printed]) -> Check:
        words = expression if isinstance(expression, str) else expression(figures[1:])
        return _as_read(name, figures[0], figures[1:], compute, words, exact, show)

    return over_readings((stated, *operands), test)


def over_readings(figures: Sequence[Printed], test: Callable[[Sequence[Printed]], Check]) -> Check:
    """Run a test on the likeliest readings of figures and, if they contradict one another, on the others.

    Parameters
    ----------
    figures : sequence of Printed
        The figures, with their :attr:`~analysis.numbers.printed.Printed.readings`.
    test : callable
        Takes a reading of each figure, in order, and returns a check.

    Returns
    -------
    Check
        The first outcome, or the first that holds, with the reading that it needs in its working. ``chance`` is the
        sum over all that were tried: who may read in two ways passes more easily.
    """
    ways = combinations(figures)
    tried = [test(ways[0])]
    if tried[0].verdict in (*HOLDS, NOT_TESTABLE) or len(ways) == 1:
        return tried[0]
    for verdicts in (HOLDS, (TRUNCATED,)):
        if tried[0].verdict in verdicts:
            return tried[0]
        for place, way in enumerate(ways):
            tried += [test(way)] if place == len(tried) else []
            if tried[place].verdict in verdicts:
                return _with_reading(tried[: place + 1], way)
    return replace(tried[0], working=tried[0].working + " " + _("Nor does another way to read the figures."))


def _with_reading(tried: Sequence[Check], figures: Sequence[Printed]) -> Check:
    found = tried[-1]
    working = " ".join([found.working, *dict.fromkeys(filter(None, map(reading_of, figures)))])
    if any(f.how == LITERAL for f in figures):
        return Check(found.check, NOT_TESTABLE, working + " " + _("So wide a range tests nothing."))
    chances = [c.chance for c in tried if not math.isnan(c.chance)]
    return replace(found, working=working, chance=min(1.0, sum(chances)) if chances else math.nan)


def _as_read(
    name: str,
    stated: Printed,
    operands: Sequence[Printed],
    compute: Callable,
    expression: str,
    exact: Callable | None,
    show: Callable[[float], str],
) -> Check:
    """Test one reading of each figure."""
    point = _point(operands, compute)
    if exact is None:
        as_stands = point is not None and point == stated.value and not stated.qualifier
    else:
        as_stands = exact(stated, operands)
    rule, verdict = ("", EXACT) if as_stands else _first_fit(stated, operands, compute)
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
    if point is not None and between(result, show) != computed:
        computed += f" ({between(result, show)})"
    printed, ends = _shown(stated, show), stated.bounds("half_unit", reading)
    if between(ends, show) != printed:
        printed += f" ({between(ends, show)})"
    return _("{expression} = {computed}; printed: {printed}").format(
        expression=expression, computed=computed, printed=printed
    )


def _shown(stated: Printed, show: Callable) -> str:
    return as_printed(stated.text) if stated.value is None or stated.qualifier else show(float(stated.value))


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
    return judge("sum_of", total, parts, add, lambda found: _sum_of(found, show), show=show)


def _sum_of(parts: Sequence[Printed], show: Callable) -> str:
    return " + ".join(_shown(p, show) for p in parts)


def check_shares_sum(shares: Sequence[Printed]) -> Check:
    """Test whether printed shares make up the whole: sum of s_i = 1 (100 per cent)."""
    whole = exactly(1, "100")
    result = judge("sums_to_100", whole, shares, add, lambda found: _sum_of(found, share), show=share)
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
    return judge("share_of", stated, (part, whole), divide, _over, show=share)


def _over(operands: Sequence[Printed]) -> str:
    return " / ".join(_shown(o, number) for o in operands)


def check_ratio(later: Printed, earlier: Printed, times: Printed) -> Check:
    """Test "so many times as much": r = later / earlier."""
    return judge("ratio_of", times, (later, earlier), divide, _over, show=_times_text)


def _times_text(x: float) -> str:
    return _("{x} times").format(x=number(x))


def check_increase(start: Printed, end: Printed, by: Printed) -> Check:
    """Test "an increase by so many per cent": b = end / start - 1 (not end / start)."""
    return judge(
        "increase_by", by, (end, start), lambda b: divide(b).shifted(-1), lambda o: f"{_over(o)} - 1", show=share
    )


def check_difference(minuend: Printed, subtrahend: Printed, difference: Printed, *, show=number) -> Check:
    """Test a printed difference: d = a - b."""
    operands = (minuend, subtrahend)
    less = lambda o: " - ".join(_shown(figure, show) for figure in o)  # noqa: E731
    return judge("difference_of", difference, operands, lambda b: b[0] - b[1], less, show=show)


def check_same(one: Printed, other: Printed, *, show=number) -> Check:
    """Test whether two places of the text can print the same quantity: a = b."""
    return judge("same_as", one, (other,), lambda b: b[0], lambda o: _shown(o[0], show), show=show)


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
    return None if None in ends or ends[1].low <= 0 else divide(ends)


def check_implied_base(count: Printed, part: Printed, base: Printed) -> Check:
    """Test whether a printed base is the one that count and share imply: N = count / share."""
    expression = lambda o: f"{_shown(o[0], number)} / {_shown(o[1], share)}"  # noqa: E731
    return judge("implied_base", base, (count, part), divide, expression)


def check_within(figure: Printed, low: Printed, high: Printed, *, show=number) -> Check:
    """Test whether a figure can lie between two others: low <= x <= high."""
    return judge(
        "within", figure, (low, high), _span, lambda o: f"{_shown(o[0], show)} .. {_shown(o[-1], show)}", show=show,
        exact=lambda stated, o: _in_order(o[0], stated) and _in_order(stated, o[-1]),
    )  # fmt: skip


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
    return over_readings(
        (value, *others), lambda figures: _ranked(figures[0], figures[1:], 1 if rank == "lowest" else -1)
    )


def _ranked(value: Printed, others: Sequence[Printed], sign: int) -> Check:
    rule, verdict = _rank(value, others, sign)
    here, there = value.bounds().scaled(sign), [o.bounds().scaled(sign) for o in others]
    smaller = sum(t.high < here.low for t in there)
    working = _("{value} against {others}: {n} of {all} are certainly {direction}.").format(
        value=as_printed(value.text),
        others=", ".join(as_printed(o.text) for o in others),
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


def _span(ends: Sequence[Bounds]) -> Bounds:
    """Return what can lie between a number of the first interval and one of the last; empty if nothing can."""
    low, high = ends[0], ends[-1]
    return Bounds(low.low, high.high, low.low_open, high.high_open)
