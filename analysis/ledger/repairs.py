"""Repairs: which simple reading would make a failing claim true.

The search is by rule, in a fixed order, and never by hand. Arithmetic: "by" for "to", a unit
off by a power of ten, two figures in the wrong order, one step or one unit of the last digit
more or less, digits cut off; for dates one day, month or year earlier or later. Fidelity:
the unit, year or thing of the report. Evidence: a power of ten, two parties added together.
A changed figure must fit every check in which it stands, its own and those of others. What is
found is shown beside the verdict and changes no count.
"""

from __future__ import annotations

import datetime
import math
from collections import ChainMap
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from analysis.data.study import study
from analysis.ledger import evidence
from analysis.ledger.claims import Relation
from analysis.ledger.comparison import Comparison, ends, usable
from analysis.ledger.relations import Facts, again, figure, run
from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import Check
from analysis.numbers.bounds import Bounds
from analysis.numbers.printed import Printed
from analysis.text.verdicts import CONTRADICTION, DIFFERS, EXACT, NOT_TESTABLE, OPPOSES, TRUNCATED, WITHIN
from analysis.text.words import _, ngettext, number

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
HOW = {"truncation": "cut off", "ceiling": "always raised"}
#: What a misprinted date may be off by: part of the date, length of an ISO date that has it, units.
SHIFTS = (
    *((2, 10, step) for step in (1, -1)),
    *((1, 7, step) for step in (1, -1, 2, -2)),
    *((0, 4, step) for step in (1, -1, 2, -2)),
)
#: Factors of a misprinted unit: thousands or millions for one another.
UNITS = FACTORS[:4]
#: Qualifiers that leave one side open, so that any factor fits.
ONE_SIDED = ("above", "below", "at_least", "at_most")
#: A figure in a claim's check: the claim, the check.
Use = tuple[object, Relation]


def find(
    claim, found: list[Check], faith, compared: Comparison, facts: Facts, relations: list[Relation], others: list[Use]
) -> str:
    """Return the repairs of a claim, a sentence each; empty if it holds or none is found.

    Parameters
    ----------
    claim : namedtuple
        A row of ``claims.csv``.
    found : list of Check
        The outcomes of its checks.
    faith : namedtuple or None
        Its row of :func:`analysis.ledger.fidelity.compare`.
    compared : analysis.ledger.comparison.Comparison
        Its place among the estimates.
    facts : analysis.ledger.relations.Facts
        What it was evaluated against.
    relations : list of Relation
        Its checks, in the order of the outcomes.
    others : list of tuple
        Claims and checks of theirs that rest on it.
    """
    involved = [*((claim, r) for r in relations), *others]
    words = [repair(claim, r, c, facts, involved) for r, c in zip(relations, found, strict=True)]
    words += [repair_fidelity(faith), repair_evidence(claim, compared, facts)]
    return " ".join(dict.fromkeys(w for w in words if w))


@dataclass(frozen=True, slots=True)
class _Case:
    claim: object
    stated: Printed
    operands: list[Printed]
    relation: Relation
    facts: Facts
    involved: list[Use]

    def holds(self, stated: Printed, operands: list[Printed]) -> bool:
        return again(stated, operands, self.relation, self.facts).verdict in HOLDS


def repair(claim, relation: Relation, check: Check, facts: Facts, involved: list[Use]) -> str:
    """Return a reading under which one check would hold, or an empty string."""
    if check.verdict == TRUNCATED:
        return _("Holds if digits were {how} instead of rounded.").format(how=_(HOW[check.rule.split(",")[0]]))
    if check.verdict != CONTRADICTION:
        return ""
    if claim.kind == "date":
        return _redated(claim, facts, involved)
    stated = facts.numbers.get(claim.claim)
    operands = [figure(o, facts) for o in relation.operands if relation.check != "duration_between"]
    if stated is None or None in operands:
        return ""
    case = _Case(claim, stated, operands, relation, facts, involved)
    return next(filter(None, (search(case) for search in _SEARCHES[relation.check])), "")


def _by_for_to(case: _Case) -> str:
    start, end = case.operands
    check = arithmetic.check_ratio(end, start, case.stated)
    return (
        _('Holds if "by" is read as "to": the later figure is {x} of the earlier.').format(
            x=arithmetic.share(check.computed)
        )
        if check.verdict in HOLDS
        else ""
    )


def _scaled(case: _Case) -> str:
    for factor in UNITS:
        for place, operand in enumerate(case.operands):
            changed = [*case.operands[:place], operand.scaled(factor), *case.operands[place + 1 :]]
            if case.holds(case.stated, changed):
                return _("Holds if {operand} is multiplied by {factor}.").format(
                    operand=operand.text, factor=_factor(factor)
                )
    return ""


def _swapped(case: _Case) -> str:
    return _("Holds if the two figures change places.") if case.holds(case.stated, case.operands[::-1]) else ""


def _one_step(case: _Case) -> str:
    years = int(case.relation.settings["years"])
    for steps in (years + 1, years - 1):
        changed = replace(case.relation, settings={"years": str(steps)})
        if steps and again(case.stated, case.operands, changed, case.facts).verdict in HOLDS:
            return _("Holds if the growth is spread over {steps} yearly steps instead of {years}.").format(
                steps=steps, years=years
            )
    return ""


def _another_unit(case: _Case) -> str:
    for factor in FACTORS:
        if _changed(case, case.stated.scaled(factor)):
            return _("Holds if the figure is multiplied by {factor}.").format(factor=_factor(factor))
    return ""


def _next_digit(case: _Case) -> str:
    if case.stated.value is None or not case.stated.step:
        return ""
    for step, direction in ((1, _("higher")), (-1, _("lower"))):
        near = replace(case.stated, value=case.stated.value + step * case.stated.step, readings=())
        if near.value > 0 and _changed(case, near):
            return _("Holds if the last digit is {direction} by one.").format(direction=direction)
    return ""


def _changed(case: _Case, stated: Printed) -> bool:
    """Return whether a check holds with another figure, and every other check in which the figure stands."""
    facts = replace(case.facts, numbers=ChainMap({case.claim.claim: stated}, case.facts.numbers))
    return run(case.claim, case.relation, facts).verdict in HOLDS and _fits(facts, case.involved)


def _fits(facts: Facts, involved: list[Use]) -> bool:
    return all(run(claim, relation, facts).verdict in (*HOLDS, NOT_TESTABLE) for claim, relation in involved)


_SEARCHES: dict[str, tuple[Callable[[_Case], str], ...]] = {
    "increase_by": (_by_for_to, _scaled, _another_unit, _next_digit),
    "sum_of": (_another_unit, _next_digit, _scaled),
    "sums_to_100": (_next_digit,),
    "share_of": (_scaled, _swapped, _another_unit, _next_digit),
    "ratio_of": (_scaled, _swapped, _another_unit, _next_digit),
    "difference_of": (_scaled, _swapped, _another_unit, _next_digit),
    "implied_base": (_scaled, _another_unit, _next_digit),
    "same_as": (_another_unit, _next_digit),
    "within": (_another_unit, _next_digit),
    "growth_over": (_one_step, _next_digit),
    "index_against_level": (_next_digit,),
    "length_of_list": (_next_digit,),
    "duration_between": (_next_digit,),
    "rank_among": (),
    "largest_are": (),
    "rising": (),
    "among": (),
    "product_of": (_another_unit, _next_digit),
    "implied_base_same": (),
    "same_rate": (_another_unit,),
    "number_of": (),
    "partition_of_list": (),
    "subset_of_list": (),
    "before": (),
}


def _redated(claim, facts: Facts, involved: list[Use]) -> str:
    row, together = facts.rows[claim.claim], _repeated(claim, facts, involved)
    for part, length, step in SHIFTS:
        start, end = (shifted(iso, part, step) if len(iso) >= length else "" for iso in (row.start, row.end))
        if not start or not end:
            continue
        moved = {name: facts.rows[name]._replace(start=start, end=end) for name in together}
        if _fits(replace(facts, rows=ChainMap(moved, facts.rows)), involved):
            return _shift_in_words(part, step)
    return ""


def _repeated(claim, facts: Facts, involved: list[Use]) -> set[str]:
    """Return the claims that give the same event the same date, and would share a misprint."""
    row = facts.rows[claim.claim]
    names = {claim.claim}
    for other, relation in involved:
        if relation.check == "same_as":
            names |= {other.claim, *relation.ids}
    found = {n: facts.rows[n] for n in names if n in facts.rows}
    return {n for n, other in found.items() if (other.start, other.end) == (row.start, row.end)}


def _shift_in_words(part: int, step: int) -> str:
    count = abs(step)
    length = (
        ngettext("{n} year", "{n} years", count),
        ngettext("{n} month", "{n} months", count),
        ngettext("{n} day", "{n} days", count),
    )[part].format(n=count)
    words = _("Holds if the date is {length} later.") if step > 0 else _("Holds if the date is {length} earlier.")
    return words.format(length=length)


def shifted(iso: str, part: int, step: int) -> str:
    """Return an ISO date moved by a year (part 0), a month (1) or a day (2); empty if there is no such day."""
    if part == 2:
        return str(datetime.date.fromisoformat(iso) + datetime.timedelta(days=step))
    numbers = [int(n) for n in iso.split("-")]
    numbers[part] += step
    if part == 1:
        numbers[:2] = numbers[0] + (numbers[1] - 1) // 12, (numbers[1] - 1) % 12 + 1
    moved = "-".join(f"{n:02d}" for n in numbers)
    try:
        datetime.date(*[*numbers, 1, 1][:3])
    except ValueError:
        return ""
    return moved


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


def repair_evidence(claim, compared: Comparison, facts: Facts) -> str:
    """Return what would bring a figure inside the range collected, or an empty string."""
    if compared.verdict not in OPPOSES or claim.kind in ("date", "duration") or "base_of" in claim.compare:
        return ""
    bounds = evidence.widest(claim, facts)
    if bounds is None:
        return ""
    spans = [ends(row) for row in evidence.candidates(claim, facts) if row["id"] in compared.estimates]
    stated = facts.numbers[claim.claim]
    if stated.qualifier not in ONE_SIDED:
        for rule, words in HOW.items():
            if any(stated.bounds(rule).overlaps(span) for span in spans):
                return _("Meets an estimate if digits were {how} instead of rounded.").format(how=_(words))
        closed = [span for span in spans if not (math.isinf(span.low) or math.isinf(span.high))]
        for factor in UNITS:
            if any(bounds.scaled(factor).overlaps(span) for span in closed):
                return _("Meets an estimate if it is multiplied by {factor}.").format(factor=_factor(factor))
    others = _others_to_add(bounds, claim, facts)
    # Of many small parties one always fits; then nothing has been found.
    if not 0 < len(others) < 3:
        return ""
    return _("Meets the count if {parties} is added.").format(parties=_(" or ").join(others))


def _others_to_add(bounds: Bounds, claim, facts: Facts) -> list[str]:
    asked = evidence.wanted(claim)
    column = next((c for c in study().get("added_columns", {}) if c in asked.subject), None)
    if column is None:
        return []
    kind, single = study()["added_columns"][column]
    same = {name: value for name, value in asked.subject.items() if name != column}
    rows = [row for row in facts.shelf(asked.table).find(**same) if usable(row)]
    own = [row for row in rows if row[column] == asked.subject[column]]
    rest = [row for row in rows if row[kind] == single and row not in own]
    pairs = ((other["label"], one["value"] + other["value"]) for one in own for other in rest)
    return sorted({label for label, value in pairs if bounds.low <= value <= bounds.high})
