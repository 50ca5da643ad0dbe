"""Repairs: which simple reading would make a failing claim true.

The search is by rule, in a fixed order, and never by hand: a unit off by a power of
ten, "by" for "to", a digit cut off, one step more or less, a neighbouring year, another
operand of the same measure. What it finds is shown beside the verdict and changes no count.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis import arithmetic
from analysis.arithmetic import Check
from analysis.claims import Relation
from analysis.printed import Printed
from analysis.relations import Facts, again
from analysis.verdicts import CONTRADICTION, DIFFERS, EXACT, TRUNCATED, WITHIN
from analysis.words import _, number

FACTORS = (
    Fraction(1000),
    Fraction(1, 1000),
    Fraction(10**6),
    Fraction(1, 10**6),
    Fraction(10),
    Fraction(1, 10),
    Fraction(100),
    Fraction(1, 100),
)
HOLDS = (EXACT, WITHIN)


def find(claim, relations: list[Relation], found: list[Check], faith, facts: Facts) -> str:
    """Return the repairs of a claim, joined into one sentence each; empty if it holds or none is found.

    Parameters
    ----------
    claim : namedtuple
        A row of ``claims.csv``.
    relations : list of Relation
        Its checks.
    found : list of Check
        Their outcomes, in the same order.
    faith : namedtuple or None
        Its row of :func:`analysis.fidelity.compare`.
    facts : analysis.relations.Facts
        What it was evaluated against.
    """
    words = [repair(claim, r, c, facts) for r, c in zip(relations, found, strict=True)]
    words.append(repair_fidelity(faith))
    return " ".join(dict.fromkeys(w for w in words if w))


def repair(claim, relation: Relation, check: Check, facts: Facts) -> str:
    """Return a reading under which one check would hold, or an empty string."""
    if check.verdict == TRUNCATED:
        return _("Holds if digits were cut off instead of rounded.")
    stated = facts.numbers.get(claim.claim)
    operands = [facts.numbers.get(o) for o in relation.operands]
    if check.verdict != CONTRADICTION or stated is None or None in operands:
        return ""
    for search in (_by_for_to, _scaled, _swapped, _shifted_digit):
        words = search(stated, operands, relation, facts)
        if words:
            return words
    return ""


def _by_for_to(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    if relation.check != "increase_by":
        return ""
    check = arithmetic.check_ratio(operands[1], operands[0], stated)
    return (
        _('Holds if "by" is read as "to": the later figure is {x} of the earlier.').format(
            x=arithmetic.share(check.computed)
        )
        if check.verdict in HOLDS
        else ""
    )


def _scaled(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    if relation.check not in _ON_SCALE:
        return ""
    for factor in FACTORS:
        if again(scale(stated, factor), operands, relation, facts).verdict in HOLDS:
            return _("Holds if the figure is multiplied by {factor}.").format(factor=_factor(factor))
        for place, operand in enumerate(operands):
            changed = [*operands[:place], scale(operand, factor), *operands[place + 1 :]]
            if again(stated, changed, relation, facts).verdict in HOLDS:
                return _("Holds if {operand} is multiplied by {factor}.").format(
                    operand=operand.text, factor=_factor(factor)
                )
    return ""


_ON_SCALE = frozenset({"sum_of", "share_of", "ratio_of", "difference_of", "implied_base", "same_as"})


def _swapped(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    if relation.check not in ("share_of", "ratio_of", "difference_of") or len(operands) != 2:
        return ""
    try:
        holds = again(stated, operands[::-1], relation, facts).verdict in HOLDS
    except ZeroDivisionError:
        return ""
    return _("Holds if the two figures change places.") if holds else ""


def _shifted_digit(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    if stated.value is None or stated.step == 0:
        return ""
    for step in (1, -1):
        near = replace(stated, value=stated.value + step * stated.step)
        if near.value > 0 and again(near, operands, relation, facts).verdict in HOLDS:
            return _("Holds if the last digit is {direction} by one.").format(
                direction=_("higher") if step == 1 else _("lower")
            )
    return ""


def scale(figure: Printed, factor: Fraction) -> Printed:
    """Return a printed number as if its unit were larger by a factor."""
    scaled = [None if x is None else x * factor for x in (figure.value, figure.first, figure.last)]
    return replace(
        figure,
        value=scaled[0],
        step=figure.step * factor,
        wide_step=figure.wide_step * factor,
        first=scaled[1],
        last=scaled[2],
        whole=figure.whole and factor == 1,
    )


def _factor(factor: Fraction) -> str:
    return number(float(factor)) if factor >= 1 else _("one {n}th").format(n=number(float(1 / factor)))


def repair_fidelity(faith) -> str:
    """Return what would make a figure agree with the cited work, or an empty string."""
    if faith is None or faith.verdict != DIFFERS:
        return ""
    differs = set(faith.differs.split(";"))
    words = {
        frozenset({"unit"}): _("Agrees with the cited work if the unit is read as that of the report."),
        frozenset({"year"}): _("Agrees with the cited work if it is dated {year}.").format(year=faith.report_start),
        frozenset({"thing"}): _("Agrees with the cited work if it is read as what the report counts."),
    }
    if "number" in differs:
        return ""
    return words.get(frozenset(differs)) or _(
        "Agrees with the cited work if read for {year} and as the report counts it."
    ).format(year=faith.report_start)
