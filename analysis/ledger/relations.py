"""Relations: the closed list of checks, run on the printed figures that a claim rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pandas as pd

from analysis.ledger import claims
from analysis.ledger.claims import Relation
from analysis.ledger.evidence import Shelf
from analysis.numbers import arithmetic, dates, growth
from analysis.numbers.arithmetic import Check
from analysis.numbers.bounds import Bounds, exact
from analysis.numbers.printed import Printed, exactly
from analysis.numbers.ways import combinations
from analysis.text import verdicts
from analysis.text.words import _, joined


@dataclass(frozen=True)
class Facts:
    """What claims are evaluated against.

    Attributes
    ----------
    rows : dict
        Printed rows by id (namedtuples of :func:`analysis.data.quantities.read_all_printed`).
    numbers : dict
        The readable ones as :class:`~analysis.numbers.printed.Printed`.
    lists : dict
        Printed lists of names, by ``list:TRIAL/LIST``.
    fidelity : dict
        Rows of :func:`analysis.ledger.fidelity.compare` by id.
    estimates : callable
        Table name -> estimates in base units, unchecked ones left out.
    shelves : dict
        Those that were asked for, by name.
    """

    rows: Mapping[str, object]
    numbers: Mapping[str, Printed]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    fidelity: Mapping[str, object] = field(default_factory=dict)
    estimates: Callable[[str], pd.DataFrame] = lambda name: pd.DataFrame()
    shelves: dict[str, Shelf] = field(default_factory=dict)

    def shelf(self, name: str) -> Shelf:
        """Return a table of estimates for looking up by label, read once."""
        if name not in self.shelves:
            self.shelves[name] = Shelf(self.estimates(name))
        return self.shelves[name]


@dataclass(frozen=True, slots=True)
class Sum(Printed):
    """Printed numbers added up: its bounds are the sums of theirs."""

    parts: tuple[Printed, ...] = ()

    def bounds(self, rule: str = "half_unit", reading: str = "narrow") -> Bounds | None:
        """Return the sum of the parts' bounds; None if one is a gap."""
        ends = [p.bounds(rule, reading) for p in self.parts]
        return None if None in ends else arithmetic.add(ends)

    def scaled(self, factor: Fraction) -> Sum:
        """Return the sum as if its unit were larger by a factor."""
        return total([p.scaled(factor) for p in self.parts])


def total(parts: list[Printed]) -> Sum:
    """Return the sum of printed numbers as one operand, with a reading for each combination of theirs."""
    found = [_total(ways) for ways in combinations(parts)]
    return replace(found[0], readings=tuple(found[1:]))


def _total(parts: Sequence[Printed]) -> Sum:
    plain = all(p.value is not None and not p.qualifier for p in parts)
    return Sum(
        " + ".join(p.text.strip() for p in parts),
        sum(p.value for p in parts) if plain else None,
        sum(p.step for p in parts),
        sum(p.wide_step for p in parts),
        how=next((p.how for p in parts if p.how), ""),
        parts=tuple(parts),
    )


def figure(operand: str, facts: Facts) -> Printed | None:
    """Return an operand as a number: a printed value, a list by its length, or a sum ``a+b``; None if unreadable."""
    names = operand.split("+")
    found = [_length_of(facts.lists[n]) if n.startswith("list:") else facts.numbers.get(n) for n in names]
    if None in found:
        return None
    return found[0] if len(found) == 1 else total(found)


def _length_of(names: list[str]) -> Printed:
    return Printed(str(len(names)), Fraction(len(names)), Fraction(1), Fraction(1), whole=True)


def worst(found: list[Check]) -> Check | None:
    """Return the check with the severest verdict; among equals the one that was least likely to pass."""
    tested = [c for c in found if c.verdict != verdicts.NOT_TESTABLE]
    if not tested:
        return found[0] if found else None
    order = claims.SEVERITIES
    return max(tested, key=lambda c: (order.index(c.verdict), -c.chance if not math.isnan(c.chance) else -2))


def run(claim, relation: Relation, facts: Facts) -> Check:
    """Run one check of a claim.

    Returns
    -------
    Check
        ``not testable`` where the claim or an operand cannot be read as a number.
    """
    on_dates = _ON_DATES | _SAME_DATES if claim.kind == "date" else _ON_DATES
    if relation.check in on_dates:
        return on_dates[relation.check](claim, relation, facts)
    stated = facts.numbers.get(claim.claim)
    operands = [figure(o, facts) for o in relation.operands]
    if (stated is None and relation.check != "rank_among") or None in operands:
        return Check(relation.check, verdicts.NOT_TESTABLE, _("A figure cannot be read as one number."))
    check = again(stated, operands, relation, facts)
    sums = [f"{o.text} = {arithmetic.number(float(o.value))}." for o in operands if isinstance(o, Sum) and o.value]
    return replace(check, working=" ".join([*sums, check.working]))


def again(stated: Printed | None, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    """Run a check on given numbers: the claim's own, or a reading of them that is being tried."""
    return _ON_NUMBERS[relation.check](stated, operands, relation, facts)


_WRITTEN = {
    "share": arithmetic.share,
    "calendar_year": lambda x: f"{x:.0f}",
    "seconds": lambda x: _("{x} hours").format(x=arithmetic.number(x / 3600)),
}


def _show(relation: Relation, facts: Facts) -> Callable:
    row = facts.rows.get(next(iter(relation.ids), ""))
    return _WRITTEN.get(row.quantity, arithmetic.number) if row is not None else arithmetic.number


def _same(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    show = _show(relation, facts)
    return worst([arithmetic.check_same(stated, o, show=show) for o in operands])


def _within(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    # A part lies between nothing and its whole.
    low = operands[0] if len(operands) == 2 else exactly(0)
    return arithmetic.check_within(stated, low, operands[-1], show=_show(relation, facts))


def _share(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    if _show(relation, facts) is not arithmetic.share:
        return arithmetic.check_share(operands[0], operands[1], stated)
    shown = [arithmetic.share(float(o.value)) if o.value and not o.qualifier else o.text for o in operands]
    expression = " / ".join(shown)
    return arithmetic.judge("share_of", stated, operands, arithmetic.divide, expression, show=arithmetic.share)


def _ratio(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    rows = [facts.rows[name] for name in relation.ids if name in facts.rows]
    if len({row.quantity for row in rows}) < 2:
        return arithmetic.check_ratio(operands[0], operands[1], stated)
    # Unlike quantities: an area over a length is a length, not so many times as much.
    return arithmetic.judge("ratio_of", stated, operands, arithmetic.divide, " / ".join(o.text for o in operands))


def _rank(stated, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    rank, place = relation.settings["rank"], int(relation.settings.get("place", "1"))
    printed = [o for o in operands[1:] if o.bounds() is not None]
    others = sorted(printed, key=_middle, reverse=rank == "highest")
    check = arithmetic.check_rank(operands[0], others[place - 1 :], rank)
    if place == 1:
        return check
    aside = _("The claim is a place among the {place} {rank}, so {figures} stays aside.").format(
        place=place, rank=_(rank), figures=joined([o.text for o in others[: place - 1]])
    )
    return replace(check, working=f"{check.working} {aside}")


def _middle(printed: Printed) -> Fraction:
    return printed.value if printed.value is not None else (printed.first + printed.last) / 2


def _length(stated: Printed, operands, relation: Relation, facts: Facts) -> Check:
    return arithmetic.check_length(facts.lists[relation.operands[0]], stated)


_ON_NUMBERS: dict[str, Callable] = {
    "sum_of": lambda s, o, r, f: arithmetic.check_sum(o, s, show=_show(r, f)),
    "sums_to_100": lambda s, o, r, f: arithmetic.check_shares_sum([s, *o]),
    "share_of": _share,
    "ratio_of": _ratio,
    "increase_by": lambda s, o, r, f: arithmetic.check_increase(o[0], o[1], s),
    "difference_of": lambda s, o, r, f: arithmetic.check_difference(o[0], o[1], s, show=_show(r, f)),
    "growth_over": lambda s, o, r, f: growth.check_growth(o[0], o[1], int(r.settings["years"]), s),
    "index_against_level": lambda s, o, r, f: growth.check_index(o[0], o[1], s, int(r.settings.get("base", "100"))),
    "implied_base": lambda s, o, r, f: arithmetic.check_implied_base(o[0], o[1], s),
    "same_as": _same,
    "within": _within,
    "rank_among": _rank,
    "length_of_list": _length,
}


def _duration(claim, relation: Relation, facts: Facts) -> Check:
    stated = facts.numbers.get(claim.claim)
    # Between two periods: from the beginning of the first to the end of the second.
    first, last = (moment(facts.rows[o], side) for o, side in zip(relation.operands, ("start", "end"), strict=True))
    if stated is None or not first or not last:
        return Check("duration_between", verdicts.NOT_TESTABLE, _("A date or the duration cannot be read."))
    return dates.check_duration(first, last, _in_unit(stated, facts.rows[claim.claim]), relation.settings["unit"])


def _in_unit(stated: Printed, row) -> Printed:
    # The row's factor turns decades into years; the check wants the number in the unit it names.
    return stated.scaled(1 / exact(row.factor)).measured()


def _before(claim, relation: Relation, facts: Facts) -> Check:
    rows = [facts.rows[claim.claim], facts.rows[relation.operands[0]]]
    if relation.settings.get("order") == "after":
        rows.reverse()
    earlier, later = moment(rows[0], "end"), moment(rows[1], "start")
    if not earlier or not later:
        return Check("before", verdicts.NOT_TESTABLE, _("One of the dates is not printed."))
    return dates.check_before(earlier, later)


def _weekday(claim, relation: Relation, facts: Facts) -> Check:
    date = facts.rows[claim.claim].start
    if len(date) != 10:
        return Check("weekday", verdicts.NOT_TESTABLE, _("The date has no day."))
    return dates.check_weekday(date, relation.settings["weekday"])


def _same_date(claim, relation: Relation, facts: Facts) -> Check:
    spans = [[moment(facts.rows[i], side) for side in ("start", "end")] for i in (claim.claim, *relation.operands)]
    if any("" in span for span in spans):
        return Check(relation.check, verdicts.NOT_TESTABLE, _("One of the dates is not printed."))
    inside = relation.check == "within"
    return worst([dates.check_same_date(spans[0], other, inside=inside) for other in spans[1:]])


def moment(row, side: str) -> str:
    """Return the date on which a row starts or ends, with the part of the period that is printed: "end of 1937-03"."""
    iso = getattr(row, side)
    return iso and next((words for words in dates.PARTS if row.printed.startswith(words)), "") + iso


_ON_DATES = {"duration_between": _duration, "before": _before, "weekday": _weekday}
#: Checks on numbers that ask about days where the claim is a date.
_SAME_DATES = {"same_as": _same_date, "within": _same_date}
