"""Relations: the closed list of checks, run on the printed figures that a claim rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from analysis import arithmetic, claims, dates, growth, verdicts
from analysis.arithmetic import Check
from analysis.claims import Relation
from analysis.printed import Printed
from analysis.words import _


@dataclass(frozen=True)
class Facts:
    """What claims are evaluated against.

    Attributes
    ----------
    rows : dict
        Printed rows by id (namedtuples of :func:`analysis.quantities.read_all_printed`).
    numbers : dict
        The readable ones as :class:`~analysis.printed.Printed`.
    lists : dict
        Printed lists of names, by ``list:TRIAL/LIST``.
    fidelity : dict
        Rows of :func:`analysis.fidelity.compare` by id.
    estimates : callable
        Table name -> estimates in base units, unchecked ones left out.
    """

    rows: Mapping[str, object]
    numbers: Mapping[str, Printed]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    fidelity: Mapping[str, object] = field(default_factory=dict)
    estimates: Callable[[str], pd.DataFrame] = lambda name: pd.DataFrame()


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
    if relation.check in _ON_DATES:
        return _ON_DATES[relation.check](claim, relation, facts)
    stated = facts.numbers.get(claim.claim)
    operands = [facts.numbers.get(o) for o in relation.operands if not o.startswith("list:")]
    if (stated is None and relation.check != "rank_among") or None in operands:
        return Check(relation.check, verdicts.NOT_TESTABLE, _("A figure cannot be read as one number."))
    return again(stated, operands, relation, facts)


def again(stated: Printed | None, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    """Run a check on given numbers: the claim's own, or a reading of them that is being tried."""
    return _ON_NUMBERS[relation.check](stated, operands, relation, facts)


def _show(relation: Relation, facts: Facts) -> Callable:
    row = facts.rows.get(next(iter(relation.operands), ""))
    return arithmetic.share if row is not None and row.quantity == "share" else arithmetic.number


def _same(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    show = _show(relation, facts)
    return worst([arithmetic.check_same(stated, o, show=show) for o in operands])


def _within(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    return arithmetic.check_within(stated, operands[0], operands[-1], show=_show(relation, facts))


def _rank(stated, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    return arithmetic.check_rank(operands[0], operands[1:], relation.settings.get("rank", "lowest"))


def _length(stated: Printed, operands, relation: Relation, facts: Facts) -> Check:
    return arithmetic.check_length(facts.lists[relation.operands[0]], stated)


_ON_NUMBERS: dict[str, Callable] = {
    "sum_of": lambda s, o, r, f: arithmetic.check_sum(o, s, show=_show(r, f)),
    "sums_to_100": lambda s, o, r, f: arithmetic.check_shares_sum([s, *o]),
    "share_of": lambda s, o, r, f: arithmetic.check_share(o[0], o[1], s),
    "ratio_of": lambda s, o, r, f: arithmetic.check_ratio(o[0], o[1], s),
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
    first, last = (facts.rows[o].start for o in relation.operands)
    if stated is None or not first or not last:
        return Check("duration_between", verdicts.NOT_TESTABLE, _("A date or the duration cannot be read."))
    return dates.check_duration(first, last, _in_unit(stated, facts.rows[claim.claim]), relation.settings["unit"])


def _in_unit(stated: Printed, row) -> Printed:
    # The row's factor turns years into days; the check wants the number in the unit it names.
    factor = Fraction(repr(float(row.factor)))
    scaled = [None if x is None else x / factor for x in (stated.value, stated.first, stated.last)]
    return Printed(
        stated.text,
        scaled[0],
        stated.step / factor,
        stated.wide_step / factor,
        stated.qualifier,
        scaled[1],
        scaled[2],
        False,
        None,
    )


def _before(claim, relation: Relation, facts: Facts) -> Check:
    earlier, later = facts.rows[claim.claim].end, facts.rows[relation.operands[0]].start
    if not earlier or not later:
        return Check("before", verdicts.NOT_TESTABLE, _("One of the dates is not printed."))
    return dates.check_before(earlier, later)


def _weekday(claim, relation: Relation, facts: Facts) -> Check:
    date = facts.rows[claim.claim].start
    if len(date) != 10:
        return Check("weekday", verdicts.NOT_TESTABLE, _("The date has no day."))
    return dates.check_weekday(date, relation.settings["weekday"])


_ON_DATES = {"duration_between": _duration, "before": _before, "weekday": _weekday}
