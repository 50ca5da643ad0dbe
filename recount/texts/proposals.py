"""What a draft proposes: kind and unit of each number, and relations that the printed figures keep.

A proposal is no finding. It says that figures which stand near one another fit a relation within rounding, with the
chance that any other figures would; whether the text means that relation, a person has to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from pathlib import Path

from analysis.data import reference
from analysis.numbers import arithmetic
from analysis.numbers.bounds import exact
from analysis.numbers.printed import Printed, PrintedError, parse
from analysis.text.verdicts import EXACT, WITHIN
from recount.texts.reading import Found, by_span, sentences
from recount.texts.tables_found import Table

#: Rules under which a numeral is taken for a quantity; the others date, number or mark something.
QUANTITY = ("plain",)
#: Numbers of one sentence that are tried with one another; more would fit by chance.
MOST_TRIED = 8
#: A relation that more figures than these would keep is not proposed.
MOST_CHANCE = 0.1
#: A share that misses its numbers by less than this part of it is proposed all the same: it may be a slip.
MISSED = 0.05
#: Signs between two sentences whose numbers are tried with one another.
NEAR = 250
#: What a number that stands twice must have at least, to be worth a proposal.
LEAST_DIGITS = 3
#: Units of numbers with no unit that could be told.
UNKNOWN = frozenset({"items", "ratio", "persons"})
#: Signs behind a number that are searched for its unit.
BEHIND = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """A number with its name, the guessed unit and kind, and how it is read."""

    name: str
    found: Found
    unit: str
    kind: str
    number: Printed


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation that printed figures keep: claim, check, operands, and the working with its chance."""

    claim: str
    check: str
    rests_on: tuple[str, ...]
    verdict: str
    chance: float
    working: str
    why: str


@lru_cache(maxsize=8)
def cues(language: str) -> dict:
    """Return the words of a language by which kinds and units are guessed; empty lists for an unknown one."""
    everything = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    return {"increase": [], "total": [], "units": {}} | everything.get(language, {})


def guess(name: str, found: Found, text: str, language: str) -> Guess | None:
    """Return what a number may be, or None where it cannot be read as one."""
    after = text[found.end : found.end + BEHIND].lstrip()
    unit = _unit(found, after, language)
    before = text[max(0, found.position - 60) : found.position].lower()
    kind = _kind(unit, before, language)
    row = reference.load_units().loc[unit]
    try:
        number = parse(found.printed, exact(row["factor"]), bool(row["whole"]), language)
    except (PrintedError, ZeroDivisionError):
        return None
    return Guess(name, found, unit, kind, number)


def _unit(found: Found, after: str, language: str) -> str:
    low = after.lower()
    for words, unit in cues(language)["units"].items():
        if low.startswith(words):
            return unit
    word = re.match(r"[a-z]+", low)
    # "hectares", "million hectares": the unit's own name, where the language has the same.
    if word and word.group() in reference.unit_names():
        return word.group()
    # What is no whole number cannot be counted in items.
    return "items" if re.fullmatch(r"\d+|\d{1,3}(?:[.,]\d{3})+|[^\d]+", found.printed) else "ratio"


def _kind(unit: str, before: str, language: str) -> str:
    rising = any(word in before for word in cues(language)["increase"])
    quantity = reference.load_units().at[unit, "quantity"]
    if quantity == "share":
        return "increase" if rising else "share"
    if quantity == "ratio":
        return "ratio" if unit == "times" else "level"
    return {"years": "duration", "days": "duration"}.get(quantity, "count" if unit in ("items", "persons") else "level")


def relations(guesses: list[Guess], tables_found: list[Table], text: str, language: str) -> list[Proposal]:
    """Return every relation that is worth a look, each once.

    Parameters
    ----------
    guesses : list of Guess
        The numbers of the text.
    tables_found : list of Table
        Its tables.
    text : str
        The text.
    language : str
        Whose cues.
    """
    by_place = {g.found.position: g for g in guesses}
    in_tables = {f.position for t in tables_found for r in t.rows for f in r}
    proposed = [p for t in tables_found for p in _in_table(t, by_place, language)]
    prose = [g.found for g in guesses if g.found.position not in in_tables]
    groups = by_span(prose, sentences(text))
    for one, following in zip(groups, [*groups[1:], []], strict=True):
        # A share often stands in the sentence behind its numbers.
        near = following if following and following[0].position - one[-1].end < NEAR else []
        proposed += _in_sentences([by_place[f.position] for f in (*one, *near)])
    proposed += _repeated(guesses, text)
    once: dict[tuple, Proposal] = {}
    for p in proposed:
        once.setdefault((p.claim, p.check, p.rests_on), p)
    return list(once.values())


def _kept(claim: Guess, check, rests_on: list[Guess], why: str, *, always: bool = False) -> Iterator[Proposal]:
    # A chance that cannot be told (NaN) is no pass.
    holds = check.verdict in (EXACT, WITHIN) and check.chance <= MOST_CHANCE
    missed = check.check == "share_of" and abs(check.computed - check.stated) <= MISSED * check.stated
    if holds or missed or always:
        names = tuple(g.name for g in rests_on)
        yield Proposal(claim.name, check.check, names, check.verdict, check.chance, check.working, why)


def _in_table(table: Table, by_place: dict[int, Guess], language: str) -> Iterator[Proposal]:
    kept = [(label, [by_place.get(f.position) for f in row]) for label, row in table.regular()]
    totals = [any(word in label.lower().split() for word in cues(language)["total"]) for label, _row in kept]
    for column in zip(*(row for _label, row in kept), strict=True):
        yield from _sums(list(column), totals, "column of a table")
    for _label, row in kept:
        yield from _sums(row, [False] * len(row), "row of a table")


def _sums(cells: list[Guess | None], totals: list[bool], why: str) -> Iterator[Proposal]:
    """Propose that the first or the last cell, or one that is called a total, is the sum of the others."""
    if not _addable(cells):
        return
    if all(c.unit == "percent" for c in cells):
        check = arithmetic.check_shares_sum([c.number for c in cells])
        yield from _kept(cells[0], check, cells[1:], f"{why} that makes up 100", always=True)
        return
    for place in {0, len(cells) - 1, *(i for i, total in enumerate(totals) if total)}:
        parts = cells[:place] + cells[place + 1 :]
        check = arithmetic.check_sum([p.number for p in parts], cells[place].number)
        yield from _kept(cells[place], check, parts, why, always=totals[place])


def _addable(cells: list[Guess | None]) -> bool:
    return len(cells) >= 3 and all(c is not None and _plain(c) for c in cells)


def _plain(guess: Guess) -> bool:
    # "Thousands" and "more than ten" have an open end, to which nearly everything adds up.
    return guess.number.value is not None and guess.number.value > 0 and not guess.number.qualifier


def percents(guesses: list[Guess], tables_found: list[Table], language: str) -> list[Guess]:
    """Return the guesses with the columns of tables that make up 100 read as shares in per cent.

    Parameters
    ----------
    guesses : list of Guess
        As :func:`guess` gave them.
    tables_found : list of Table
        The tables of the text.
    language : str
        Whose marks.
    """
    by_place = {g.found.position: g for g in guesses}
    for table in tables_found:
        for column in zip(*(row for _label, row in table.regular()), strict=True):
            cells = [by_place.get(f.position) for f in column]
            if not _addable(cells) or any(c.unit == "percent" for c in cells):
                continue
            shares = [parse(c.found.printed, Fraction(1, 100), language=language) for c in cells]
            if arithmetic.check_shares_sum(shares).verdict in (EXACT, WITHIN):
                for cell, share in zip(cells, shares, strict=True):
                    place = cell.found.position
                    by_place[place] = replace(cell, unit="percent", kind="share", number=share)
    return list(by_place.values())


def _in_sentences(group: list[Guess]) -> Iterator[Proposal]:
    group = [g for g in group if _plain(g)][:MOST_TRIED]
    for stated in group:
        others = [g for g in group if g is not stated]
        for a, b in permutations(others, 2):
            yield from _pair(stated, a, b)


def _pair(stated: Guess, a: Guess, b: Guess) -> Iterator[Proposal]:
    alike = a.unit == b.unit or {a.unit, b.unit} <= UNKNOWN
    if stated.kind == "share" and alike and a.number.value < b.number.value:
        check = arithmetic.check_share(a.number, b.number, stated.number)
        yield from _kept(stated, check, [a, b], "share and counts in neighbouring sentences")
    elif stated.kind == "increase" and alike:
        check = arithmetic.check_increase(a.number, b.number, stated.number)
        yield from _kept(stated, check, [a, b], "increase and levels in neighbouring sentences")
    elif stated.unit == "times" and alike:
        check = arithmetic.check_ratio(a.number, b.number, stated.number)
        yield from _kept(stated, check, [a, b], "ratio and levels in neighbouring sentences")
    elif alike and (stated.unit == a.unit or stated.unit in UNKNOWN) and a.found.position < b.found.position:
        check = arithmetic.check_sum([a.number, b.number], stated.number)
        yield from _kept(stated, check, [a, b], "sum in neighbouring sentences")


def _repeated(guesses: list[Guess], text: str) -> Iterator[Proposal]:
    seen: dict[tuple, Guess] = {}
    for g in guesses:
        digits = re.sub(r"\D", "", g.found.printed).strip("0")
        noun = re.match(r"\W{0,2}([^\W\d]{4,})", text[g.found.end : g.found.end + BEHIND])
        if g.number.value is None or (len(digits) < LEAST_DIGITS and not noun):
            continue
        # A short number is the same only before the same word.
        first = seen.setdefault((g.number.value, "" if len(digits) >= LEAST_DIGITS else noun[1].lower()), g)
        if first is not g:
            check = arithmetic.check_same(g.number, first.number)
            yield from _kept(g, check, [first], "the same number twice", always=True)
