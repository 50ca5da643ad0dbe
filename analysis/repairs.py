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
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from analysis import arithmetic, evidence
from analysis.arithmetic import Check
from analysis.claims import Relation
from analysis.comparison import Comparison, ends, independent
from analysis.printed import Bounds, Printed
from analysis.relations import Facts, Sum, again, figure, run
from analysis.verdicts import CONTRADICTION, DIFFERS, EXACT, OUTSIDE, TRUNCATED, WITHIN
from analysis.words import _, ngettext, number

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
#: What a misprinted date may be off by: part of the date, length of an ISO date that has it, units.
SHIFTS = tuple((part, length, step) for part, length in ((2, 10), (1, 7), (0, 4)) for step in (1, -1, 2, -2))
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
        Its row of :func:`analysis.fidelity.compare`.
    compared : analysis.comparison.Comparison
        Its place among the estimates.
    facts : analysis.relations.Facts
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


def repair(claim, relation: Relation, check: Check, facts: Facts, involved: list[Use]) -> str:
    """Return a reading under which one check would hold, or an empty string."""
    if check.verdict == TRUNCATED:
        return _("Holds if digits were cut off instead of rounded.")
    if check.verdict != CONTRADICTION:
        return ""
    if claim.kind == "date":
        return _redated(claim, facts, involved)
    stated = facts.numbers.get(claim.claim)
    operands = [figure(o, facts) for o in relation.operands if relation.check != "duration_between"]
    if stated is None or None in operands:
        return ""
    for search in _SEARCHES.get(relation.check, ()):
        words = search(stated, operands, relation, facts)
        if words:
            return words
    return _another_figure(claim, stated, relation, facts, involved)


def _by_for_to(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    check = arithmetic.check_ratio(operands[1], operands[0], stated)
    return (
        _('Holds if "by" is read as "to": the later figure is {x} of the earlier.').format(
            x=arithmetic.share(check.computed)
        )
        if check.verdict in HOLDS
        else ""
    )


def _scaled(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    for factor in FACTORS:
        for place, operand in enumerate(operands):
            changed = [*operands[:place], scale(operand, factor), *operands[place + 1 :]]
            if again(stated, changed, relation, facts).verdict in HOLDS:
                return _("Holds if {operand} is multiplied by {factor}.").format(
                    operand=operand.text, factor=_factor(factor)
                )
    return ""


def _swapped(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    holds = again(stated, operands[::-1], relation, facts).verdict in HOLDS
    return _("Holds if the two figures change places.") if holds else ""


def _one_step(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> str:
    years = int(relation.settings["years"])
    for steps in (years + 1, years - 1):
        changed = replace(relation, settings={"years": str(steps)})
        if steps and again(stated, operands, changed, facts).verdict in HOLDS:
            return _("Holds if the growth is spread over {steps} yearly steps instead of {years}.").format(
                steps=steps, years=years
            )
    return ""


def _another_figure(claim, stated: Printed, relation: Relation, facts: Facts, involved: list[Use]) -> str:
    for near, words in _readings(stated, relation.check):
        changed = replace(facts, numbers={**facts.numbers, claim.claim: near})
        if run(claim, relation, changed).verdict in HOLDS and _fits(changed, involved):
            return words
    return ""


def _readings(stated: Printed, check: str) -> Iterator[tuple[Printed, str]]:
    if check in _ON_SCALE:
        for factor in FACTORS:
            words = _("Holds if the figure is multiplied by {factor}.").format(factor=_factor(factor))
            yield scale(stated, factor), words
    if stated.value is not None and stated.step:
        for step, words in ((1, _("higher")), (-1, _("lower"))):
            near = replace(stated, value=stated.value + step * stated.step)
            if near.value > 0:
                yield near, _("Holds if the last digit is {direction} by one.").format(direction=words)


def _fits(facts: Facts, involved: list[Use]) -> bool:
    return all(run(claim, relation, facts).verdict != CONTRADICTION for claim, relation in involved)


_ON_SCALE = frozenset(
    {"increase_by", "sum_of", "share_of", "ratio_of", "difference_of", "implied_base", "same_as", "within"}
)
_SEARCHES = {
    "increase_by": (_by_for_to, _scaled),
    "sum_of": (_scaled,),
    "share_of": (_scaled, _swapped),
    "ratio_of": (_scaled, _swapped),
    "difference_of": (_scaled, _swapped),
    "implied_base": (_scaled,),
    "same_as": (_scaled,),
    "within": (_scaled,),
    "growth_over": (_one_step,),
}


def _redated(claim, facts: Facts, involved: list[Use]) -> str:
    row = facts.rows[claim.claim]
    for part, length, step in SHIFTS:
        start, end = (shifted(iso, part, step) if len(iso) >= length else "" for iso in (row.start, row.end))
        if not start or not end:
            continue
        changed = replace(facts, rows={**facts.rows, claim.claim: row._replace(start=start, end=end)})
        if _fits(changed, involved):
            return _shift_in_words(part, step)
    return ""


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


def scale(printed: Printed, factor: Fraction) -> Printed:
    """Return a printed number as if its unit were larger by a factor."""
    value, first, last = (None if x is None else x * factor for x in (printed.value, printed.first, printed.last))
    near = printed.neighbours and tuple(x * factor for x in printed.neighbours)
    steps = {"step": printed.step * factor, "wide_step": printed.wide_step * factor}
    if isinstance(printed, Sum):
        return replace(printed, value=value, **steps, parts=tuple(scale(p, factor) for p in printed.parts))
    whole = printed.whole and factor == 1
    return replace(printed, value=value, first=first, last=last, whole=whole, neighbours=near, **steps)


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
    if compared.verdict != OUTSIDE:
        return ""
    bounds = evidence.widest(claim, facts)
    rows = evidence.candidates(claim, facts).set_index("id").loc[list(compared.estimates)]
    spans = [ends(row) for _i, row in rows.iterrows()]
    for factor in () if facts.numbers[claim.claim].qualifier in ONE_SIDED else FACTORS:
        if any(bounds.scaled(factor).overlaps(span) for span in spans):
            return _("Meets an estimate if it is multiplied by {factor}.").format(factor=_factor(factor))
    others = _parties_to_add(bounds, evidence.wanted(claim).subject, facts.estimates(evidence.wanted(claim).table))
    return _("Meets the count if {parties} is added.").format(parties=_(" or ").join(others)) if others else ""


def _parties_to_add(bounds: Bounds, subject: dict[str, str], table) -> list[str]:
    if "party" not in subject:
        return []
    same = independent(table)
    for name, value in subject.items():
        same = same[same[name] == value] if name != "party" else same
    own = same[same["party"] == subject["party"]]
    rest = same[(same["party"] != subject["party"]) & (same["party_kind"] == "party")]
    pairs = own.merge(rest, how="cross", suffixes=("", "_other"))
    sums = pairs["value"] + pairs["value_other"]
    return sorted(set(pairs.loc[sums.between(float(bounds.low), float(bounds.high)), "label_other"]))
