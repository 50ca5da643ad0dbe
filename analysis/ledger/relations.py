"""Relations: the closed list of checks, run on the printed figures that a claim rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from analysis.ledger import claims
from analysis.ledger.claims import Relation
from analysis.ledger.events import printed_ends
from analysis.ledger.evidence import Shelf
from analysis.ledger.names import same_name
from analysis.ledger.periods import in_words
from analysis.numbers import arithmetic, dates, growth
from analysis.numbers.arithmetic import Check
from analysis.numbers.bounds import Bounds, exact
from analysis.numbers.printed import Printed, exactly
from analysis.numbers.ways import combinations
from analysis.text import verdicts
from analysis.text.words import _, as_printed, joined

#: Units of what is printed as a date with its year; of anything else the date is told from its columns.
DATED = frozenset({"date", "calendar_year", "calendar_years", "month_and_year", "season_and_year"})
YEARLESS = frozenset({"day_and_month", "month"})


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
        Table name -> estimates in base units, those that nobody has looked up among them.
    shelves : dict
        Those that were asked for, by name.
    what : dict
        What a claim is about, in our words.
    beside : dict
        What speaks against the witness of a claim, sentences by id.
    """

    rows: Mapping[str, object]
    numbers: Mapping[str, Printed]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    fidelity: Mapping[str, object] = field(default_factory=dict)
    estimates: Callable[[str], pd.DataFrame] = lambda name: pd.DataFrame()
    shelves: dict[str, Shelf] = field(default_factory=dict)
    what: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, list[str]] = field(default_factory=dict)

    def about(self, name: str) -> str:
        """Return what a date or figure is of, without the date itself: "Murder of Kirov"."""
        words = self.what.get(name, "")
        return words.rpartition(": ")[0] or words.rstrip(".")

    def dated(self, name: str) -> str:
        """Return a date with what it is the date of: "Murder of Kirov (December 1934)"."""
        row, about = self.rows[name], self.about(name)
        when = as_printed(row.printed) if row.unit in DATED or not row.start else in_words(row.start, row.end)
        return f"{about} ({when})" if about else when

    def counted(self, name: str) -> str:
        """Return a figure with what it is the figure of: "Seats of the Centre in 1928 (62)"."""
        row = self.rows.get(name)
        if row is None:
            return name
        about, printed = self.about(name), as_printed(row.printed)
        return f"{about} ({printed})" if about else printed

    def named(self, name: str) -> str:
        """Return a date as :meth:`dated` does, a figure as :meth:`counted` does."""
        row = self.rows.get(name)
        return self.dated(name) if row is not None and row.unit in {*DATED, *YEARLESS} else self.counted(name)

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
        " + ".join(as_printed(p.text) for p in parts),
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


def worst(found: list[Check], tests: Sequence[str] = ()) -> Check | None:
    """Return the check with the severest verdict.

    Among equals the weightier kind of test decides, then the one that was least likely to pass.

    Parameters
    ----------
    found : list of Check
        The outcomes.
    tests : sequence of str
        The kind of test of each, out of :data:`analysis.text.verdicts.TESTS`; all alike by default.
    """
    if not found:
        return None
    kinds = list(tests) or [verdicts.CALCULATION] * len(found)
    tested = [(c, k) for c, k in zip(found, kinds, strict=True) if c.verdict != verdicts.NOT_TESTABLE]
    if not tested:
        return found[0]
    order, weight = claims.SEVERITIES, verdicts.TEST_ORDER
    return max(
        tested,
        key=lambda c: (
            order.index(c[0].verdict),
            -weight.index(c[1]),
            -c[0].chance if c[0].chance == c[0].chance else -2,
        ),
    )[0]


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
    # Of things that are only counted the figures need not be read.
    operands = [] if relation.check in _COUNTED else [figure(o, facts) for o in relation.operands]
    if (stated is None and relation.check not in _WORDS) or None in operands:
        return Check(relation.check, verdicts.NOT_TESTABLE, _unreadable(claim, relation, operands, facts))
    check = again(stated, operands, relation, facts)
    added = [o for o in operands if isinstance(o, Sum) and o.value]
    sums = [f"{as_printed(o.text)} = {arithmetic.number(float(o.value))}." for o in added]
    return replace(check, working=" ".join([*sums, check.working]))


def _unreadable(claim, relation: Relation, operands: list, facts: Facts) -> str:
    """Return which figure of a check cannot be read."""
    bad = [name for name, o in zip(relation.operands, operands, strict=True) if o is None]
    bad = [name for operand in bad for name in operand.split("+") if facts.numbers.get(name) is None] or [claim.claim]
    named = facts.counted(bad[0]) if bad[0] in facts.rows else bad[0]
    return _("{figure} cannot be read as one number.").format(figure=named)


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
    operands = [_less(o, int(relation.settings.get("less", "0"))) for o in operands]
    found = [arithmetic.check_same(stated, o, show=show) for o in operands]
    check = worst(found)
    at = found.index(check)
    return replace(check, working=_compared(check, stated, operands[at], relation.operands[at], facts, show))


def _less(operand: Printed, count: int) -> Printed:
    """Return a number of things without so many of them: "eleven others" of twelve."""
    if not count or operand.value is None:
        return operand
    text = _("{number} less {n}").format(number=as_printed(operand.text), n=count)
    return replace(operand, text=text, value=operand.value - count)


#: What a comparison of one thing printed twice says, by verdict.
_ALIKE = {
    verdicts.EXACT: "The two are the same.",
    verdicts.WITHIN: "The two can be the same.",
    verdicts.TRUNCATED: "The two can be the same only if digits were cut off or always raised.",
    verdicts.CONTRADICTION: "The two are not the same.",
}


def _compared(check: Check, stated: Printed, other: Printed, name: str, facts: Facts, show: Callable) -> str:
    if check.verdict not in _ALIKE:
        return check.working
    where = facts.about(name)
    words = (
        _("Printed here: {here}. Printed for {what}: {there}. ")
        if where
        else _("Printed here: {here}. Elsewhere: {there}. ")
    )
    return words.format(
        here=as_printed(stated.text),
        there=as_printed(other.text),
        what=_("“{text}”").format(text=where),
    ) + _(_ALIKE[check.verdict])


def _within(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    # A part lies between nothing and its whole.
    low = operands[0] if len(operands) == 2 else exactly(0)
    check = arithmetic.check_within(stated, low, operands[-1], show=_show(relation, facts))
    if len(operands) == 2 or check.verdict not in _ALIKE:
        return check
    words = _("{part} of {whole}: a part not above its whole.")
    if check.verdict == verdicts.CONTRADICTION:
        words = _("{part} of {whole}: a part above its whole.")
    return replace(check, working=words.format(part=as_printed(stated.text), whole=as_printed(operands[0].text)))


def _share(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    if _show(relation, facts) is not arithmetic.share:
        return arithmetic.check_share(operands[0], operands[1], stated)
    shown = [arithmetic.share(float(o.value)) if o.value and not o.qualifier else as_printed(o.text) for o in operands]
    expression = " / ".join(shown)
    return arithmetic.judge("share_of", stated, operands, arithmetic.divide, expression, show=arithmetic.share)


def _ratio(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    rows = [facts.rows[name] for name in relation.ids if name in facts.rows]
    if len({row.quantity for row in rows}) < 2:
        return arithmetic.check_ratio(operands[0], operands[1], stated)
    # Unlike quantities: an area over a length is a length, not so many times as much.
    expression = " / ".join(as_printed(o.text) for o in operands)
    return arithmetic.judge("ratio_of", stated, operands, arithmetic.divide, expression)


def _rank(stated, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    rank, place = relation.settings["rank"], int(relation.settings.get("place", "1"))
    printed = [o for o in operands[1:] if o.bounds() is not None]
    others = sorted(printed, key=_middle, reverse=rank == "highest")
    check = arithmetic.check_rank(operands[0], others[place - 1 :], rank)
    if check.verdict == verdicts.NOT_TESTABLE:
        return check
    return replace(check, working=_ranked(check, operands[0], others, relation, facts))


#: Whether dates are ranked, whether there are two things only, rank -> the word for it.
_RANKS = {
    (True, False, "lowest"): "earliest", (True, True, "lowest"): "earlier", (True, False, "highest"): "latest",
    (True, True, "highest"): "later", (False, True, "lowest"): "lower", (False, True, "highest"): "higher",
}  # fmt: skip


def _ranked(check: Check, value: Printed, others: list[Printed], relation: Relation, facts: Facts) -> str:
    rank, place = relation.settings["rank"], int(relation.settings.get("place", "1"))
    sign = 1 if rank == "lowest" else -1
    beyond = [o for o in others if o.bounds().scaled(sign).high < value.bounds().scaled(sign).low]
    words = _("{value} against {others}. Called the {rank}: {answer}.")
    dates_ranked = facts.rows[relation.ids[0]].unit in DATED
    rank = _RANKS.get((dates_ranked, len(others) == 1, rank), rank)
    if place > 1:
        words = _("{value} against {others}. Called one of the {place} {rank}: {answer}.")
    if check.verdict == verdicts.EXACT:
        answer = _("it is")
    elif check.verdict == verdicts.CONTRADICTION:
        way = _("{figures} lie below it") if sign == 1 else _("{figures} lie above it")
        answer = way.format(figures=joined([as_printed(o.text) for o in beyond])) if beyond else _("it is not")
    else:
        answer = _("it can be, if the figures are rounded")
    return words.format(
        value=as_printed(value.text),
        others=joined([as_printed(o.text) for o in others]),
        rank=_(rank),
        place=place,
        answer=answer,
    )


def _middle(printed: Printed) -> Fraction:
    return printed.value if printed.value is not None else (printed.first + printed.last) / 2


def _length(stated: Printed, operands, relation: Relation, facts: Facts) -> Check:
    names = facts.lists[relation.operands[0]]
    check = arithmetic.check_length(names, stated)
    if check.verdict != verdicts.CONTRADICTION or len(relation.operands) == 1:
        return check
    missing = _missing(facts, relation)
    words = _("Printed: {printed}. The list names {n}; without a sentence stay {names}.")
    return replace(check, working=words.format(printed=as_printed(stated.text), n=len(names), names=joined(missing)))


def _missing(facts: Facts, relation: Relation) -> list[str]:
    """Return the names of the whole (operand 2) that stand in no other operand, in any spelling."""
    others = [name for o in (relation.operands[0], *relation.operands[2:]) for name in facts.lists[o]]
    return _names_in(facts.lists[relation.operands[1]], others)


def _largest(stated, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    rest = {name: facts.numbers[name] for name in relation.settings["others"].split("+") if name in facts.numbers}
    named = dict(zip(relation.operands, operands, strict=True))
    low, above = min(named, key=lambda n: _middle(named[n])), max(rest, key=lambda n: _middle(rest[n]))
    check = arithmetic.check_rank(named[low], list(rest.values()), "highest")
    words = _("The least of the {n} named: {low}. The greatest of the rest: {high}.")
    said = words.format(n=len(operands), low=facts.counted(low), high=facts.counted(above))
    return replace(check, check="largest_are", working=said)


def _rising(stated, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    rank = "highest" if relation.settings.get("direction") == "down" else "lowest"
    found = [arithmetic.check_rank(a, [b], rank) for a, b in pairwise(operands)]
    check = worst(found)
    series = ", ".join(as_printed(o.text) for o in operands)
    words = _("{series}: each is below the next.") if rank == "lowest" else _("{series}: each is above the next.")
    if check.verdict == verdicts.CONTRADICTION:
        words = (
            _("{series}: not each is below the next.")
            if rank == "lowest"
            else _("{series}: not each is above the next.")
        )
    return replace(
        check, check="rising", working=words.format(series=series), chance=1 / math.factorial(min(len(operands), 20))
    )


def _product(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    words = " \N{MULTIPLICATION SIGN} ".join(as_printed(o.text) for o in operands)
    return arithmetic.judge("product_of", stated, operands, lambda b: b[0] * b[1], words, show=_show(relation, facts))


def _one_base(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    """Test whether two counts and their shares can be of one whole, up to room=N per cent more or less."""
    room = Fraction(int(relation.settings.get("room", "0")), 100)

    def share_of_one_whole(ends):
        found = ends[0] * ends[2] / ends[1]
        return Bounds(found.low / (1 + room), found.high * (1 + room), found.low_open, found.high_open)

    check = arithmetic.judge("implied_base_same", stated, operands, share_of_one_whole, "", show=arithmetic.share)
    if check.verdict == verdicts.NOT_TESTABLE:
        return check
    words = _("{count} at {share} needs a whole of {base}; {count2} at {share2} one of {base2}. {answer}")
    bases = [arithmetic.implied_base(operands[0], stated), arithmetic.implied_base(operands[1], operands[2])]
    answer = {True: _("The two wholes can be one."), False: _("The two wholes lie apart.")}[
        check.verdict in verdicts.HOLDS
    ]
    if check.verdict in verdicts.HOLDS and check.rule.endswith("wide"):
        answer = _("The two wholes can be one if final zeros are rounded.")
    elif room and not (bases[0] and bases[1] and bases[0].overlaps(bases[1])):
        near = _("The two wholes lie apart, but by no more than the {room}% allowed for the time between them.")
        far = _("The two wholes lie more than {room}% apart.")
        answer = (near if check.verdict in verdicts.HOLDS else far).format(room=relation.settings["room"])
    return replace(check, working=words.format(
        count=as_printed(operands[0].text), share=arithmetic.between(stated.bounds(), arithmetic.share),
        base=arithmetic.between(bases[0]), count2=as_printed(operands[1].text),
        share2=arithmetic.between(operands[2].bounds(), arithmetic.share), base2=arithmetic.between(bases[1]),
        answer=answer,
    ))  # fmt: skip


def _same_rate(stated: Printed, operands: list[Printed], relation: Relation, facts: Facts) -> Check:
    """Test whether two figures stand to one another as two others do, up to room=N per cent."""
    room = Fraction(int(relation.settings.get("room", "0")), 100)

    def at_the_rate(ends):
        found = ends[0] * ends[1] / ends[2]
        return Bounds(found.low * (1 - room), found.high * (1 + room), found.low_open, found.high_open)

    check = arithmetic.judge("same_rate", stated, operands, at_the_rate, "")
    if check.verdict == verdicts.NOT_TESTABLE:
        return check
    one, other = stated.bounds() / operands[0].bounds(), operands[1].bounds() / operands[2].bounds()
    words = _("{a} over {b} is {one}; {c} over {d} is {other}. The two rates can be alike.")
    if check.verdict not in verdicts.HOLDS:
        words = _("{a} over {b} is {one}; {c} over {d} is {other}. The two rates lie more than {room}% apart.")
    elif not one.overlaps(other):
        words = _("{a} over {b} is {one}; {c} over {d} is {other}. The two rates lie apart, by at most {room}%.")
    a, b, c, d = (p.text.strip() for p in (stated, *operands))
    return replace(check, working=words.format(
        a=a, b=b, c=c, d=d, one=arithmetic.between(one), other=arithmetic.between(other),
        room=relation.settings.get("room", "0"),
    ))  # fmt: skip


def _names_in(names: list[str], others: list[str]) -> list[str]:
    """Return the names of one list that another does not have, in any spelling."""
    rest = [name for name in names if name not in others]
    return [name for name in rest if not any(same_name(name, other, "near") for other in others)]


def _number(stated: Printed, operands, relation: Relation, facts: Facts) -> Check:
    names = [facts.about(name) or name for name in relation.operands]
    check = replace(arithmetic.check_length(names, stated), check="number_of")
    words = _("{names}: {n} in all; printed: {printed}.")
    return replace(check, working=words.format(names=joined(names), n=len(names), printed=as_printed(stated.text)))


def _partition(stated, operands, relation: Relation, facts: Facts) -> Check:
    whole, *parts = (facts.lists[o] for o in relation.operands)
    rest = [name for part in parts for name in part]
    missing, foreign = _names_in(whole, rest), _names_in(rest, whole)
    verdict = verdicts.CONTRADICTION if missing or foreign or len(rest) != len(whole) else verdicts.EXACT
    words = _("{n} names, and each stands in one of the lists that make them up ({parts}).")
    if missing or foreign:
        words = _("{n} names; the lists that should make them up ({parts}) lack or add {names}.")
    return Check("partition_of_list", verdict, words.format(
        n=len(whole), parts=" + ".join(str(len(p)) for p in parts), names=joined([*missing, *foreign])
    ))  # fmt: skip


def _subset(stated, operands, relation: Relation, facts: Facts) -> Check:
    part, whole = (facts.lists[o] for o in relation.operands)
    missing = _names_in(part, whole)
    words = (
        _("All {n} names stand in the list of {m}.")
        if not missing
        else _("Of {n} names the list of {m} lacks {names}.")
    )
    verdict = verdicts.CONTRADICTION if missing else verdicts.EXACT
    return Check("subset_of_list", verdict, words.format(n=len(part), m=len(whole), names=joined(missing)))


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
    "largest_are": _largest,
    "rising": _rising,
    "product_of": _product,
    "implied_base_same": _one_base,
    "same_rate": _same_rate,
    "number_of": _number,
    "partition_of_list": _partition,
    "subset_of_list": _subset,
}
#: Checks that look at their operands alone; the claim itself is a word.
_WORDS = frozenset({"rank_among", "largest_are", "rising"})
_COUNTED = frozenset({"number_of"})


def _duration(claim, relation: Relation, facts: Facts) -> Check:
    stated = facts.numbers.get(claim.claim)
    # Between two periods: from the beginning of the first to the end of the second.
    first, last = (moment(facts.rows[o], side) for o, side in zip(relation.operands, ("start", "end"), strict=True))
    if stated is None or not first or not last:
        return Check("duration_between", verdicts.NOT_TESTABLE, _("A date or the duration cannot be read."))
    check = dates.check_duration(first, last, _in_unit(stated, facts.rows[claim.claim]), relation.settings["unit"])
    if check.verdict == verdicts.TRUNCATED:
        # Nobody cuts digits off a duration or always raises it.
        kept = check.working.rpartition(". ")[0]
        check = replace(
            check, verdict=verdicts.CONTRADICTION, rule="", working=f"{kept}. {_('No rounding reconciles them.')}"
        )
    ends = _("{start} to {end}").format(start=first, end=last)
    said = _("From {start} to {end}").format(
        start=facts.dated(relation.operands[0]), end=facts.dated(relation.operands[1])
    )
    working = _not_negative(check, relation).replace(ends, said, 1) + _years_counted(stated, first, last, relation)
    return replace(check, working=working)


def _not_negative(check: Check, relation: Relation) -> str:
    """Return a working without a length of time below nothing."""
    if not check.low < 0:
        return check.working
    low, high = (f"{arithmetic.number(x)} {_(relation.settings['unit'])}" for x in (check.low, check.high))
    whole = _("{low} to {high}").format(low=low, high=high)
    return check.working.replace(whole, _("at most {high}").format(high=high), 1)


def _years_counted(stated: Printed, first: str, last: str, relation: Relation) -> str:
    if not (relation.settings["unit"] == "years" and len(first) == len(last) == 4 and stated.value):
        return ""
    years = int(last) - int(first)
    if stated.value != years + 1:
        return ""
    return " " + _("From {first} to {last} are {n} years; {printed} only if both ends are counted.").format(
        first=first, last=last, n=years, printed=as_printed(stated.text)
    )


def _in_unit(stated: Printed, row) -> Printed:
    # The row's factor turns decades into years; the check wants the number in the unit it names.
    return stated.scaled(1 / exact(row.factor)).measured()


def _before(claim, relation: Relation, facts: Facts) -> Check:
    names = [claim.claim, relation.operands[0]]
    if relation.settings.get("order") == "after":
        names.reverse()
    earlier, later = (moment(facts.rows[n], side) for n, side in zip(names, ("end", "start"), strict=True))
    if not earlier or not later:
        return Check("before", verdicts.NOT_TESTABLE, _yearless(names, facts))
    check = dates.check_before(earlier, later)
    words = {
        verdicts.EXACT: _("First: {first}. Then: {then}. They stand in this order."),
        verdicts.WITHIN: _("First: {first}. Then: {then}. They can stand in this order."),
        verdicts.CONTRADICTION: _("First should come {first}, then {then}. As printed it is the other way round."),
    }[check.verdict]
    return replace(check, working=words.format(first=facts.dated(names[0]), then=facts.dated(names[1])))


def _yearless(names: Sequence[str], facts: Facts) -> str:
    """Return which date of a check cannot be placed."""
    name = next(n for n in names if not moment(facts.rows[n], "start") or not moment(facts.rows[n], "end"))
    return _("{date} is printed without a year.").format(date=facts.dated(name))


def _weekday(claim, relation: Relation, facts: Facts) -> Check:
    date = facts.rows[claim.claim].start
    if len(date) != 10:
        return Check("weekday", verdicts.NOT_TESTABLE, _("The date has no day."))
    return dates.check_weekday(date, relation.settings["weekday"])


def _same_date(claim, relation: Relation, facts: Facts) -> Check:
    names = (claim.claim, *relation.operands)
    spans = [[moment(facts.rows[i], side) for side in ("start", "end")] for i in names]
    if any("" in span for span in spans):
        return Check(relation.check, verdicts.NOT_TESTABLE, _yearless(names, facts))
    inside = relation.check == "within"
    found = [dates.check_same_date(spans[0], other, inside=inside) for other in spans[1:]]
    check = min(found, key=_severity) if relation.check == "among" else worst(found)
    at = relation.operands[found.index(check)]
    return replace(check, check=relation.check, working=_dates_said(check, claim.claim, at, relation, facts))


def _severity(check: Check) -> int:
    return claims.SEVERITIES.index(check.verdict)


def _dates_said(check: Check, here: str, there: str, relation: Relation, facts: Facts) -> str:
    fails = check.verdict == verdicts.CONTRADICTION
    if relation.check == "among":
        every = joined([facts.rows[o].printed.strip() for o in relation.operands])
        words = _("{here} is none of {others}.") if fails else _("{here} is one of {others}.")
        return words.format(here=facts.rows[here].printed.strip(), others=every)
    if relation.check == "within":
        words = _("{here} does not lie within {there}.") if fails else _("{here} can lie within {there}.")
        words = _("{here} lies within {there}.") if check.verdict == verdicts.EXACT else words
    elif (facts.rows[here].start, facts.rows[here].end) == (facts.rows[there].start, facts.rows[there].end):
        words = _("{here} and {there}: the same time.")
    else:
        words = _("{here} and {there} share no day.") if fails else _("{here} and {there} can be of one day.")
    return words.format(here=facts.dated(here), there=facts.dated(there))


def moment(row, side: str) -> str:
    """Return the date on which a row starts or ends, parts and seasons taken from its words: "end of 1937-03"."""
    return printed_ends(row)[side == "end"] if getattr(row, side) else ""


_ON_DATES = {"duration_between": _duration, "before": _before, "weekday": _weekday}
#: Checks on numbers that ask about days where the claim is a date.
_SAME_DATES = {"same_as": _same_date, "within": _same_date, "among": _same_date}
