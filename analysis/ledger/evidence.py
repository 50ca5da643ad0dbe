"""Evidence: where a claim stands among the estimates that its ``compare`` cell names.

The cell reads ``TABLE name=value ... | name=value ...``. The labels before the bar choose the
subject (no row: none collected); those behind it must agree as well (no row: not comparable, and
the working says which label differs). Values hold no blanks. A name of ``pamphlet/same_as.csv`` stands for what it
reads there: a sum, one of several, what is missing to the whole. ``add=column`` adds parts; ``base_of=ID`` compares not
the figure but the base that it and the figure of that id imply; ``until=ID`` (a printed date, or an event) compares a
duration with the time from the event of the cell to that date. Several cells are joined by semicolons: the one that
stands on the better rung decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from analysis.data import reference
from analysis.data.study import object_of_study
from analysis.data.tables import VERIFICATION
from analysis.ledger import comparison, events
from analysis.ledger.comparison import Comparison, ComparisonError
from analysis.ledger.firmness import examined, settled, side
from analysis.numbers.bounds import Bounds, between, number, share
from analysis.numbers.numerals import scale_of
from analysis.numbers.printed import Printed
from analysis.text import verdicts
from analysis.text.language import load as load_language
from analysis.text.words import _, as_printed

#: Words behind the bar that are no labels: estimates of one source that differ only in this column are added; the
#: base that a count and a share imply is compared; a duration is counted from the event of the cell to another date.
ADD, BASE, UNTIL = "add", "base_of", "until"
#: What must be the same before the parts of a whole are added.
WHOLE = ("measure", "population", "territory", "unit", "sources", "lineage")
#: What must be the same before two single things are added.
TOGETHER = ("measure", "territory", "unit", "sources", "lineage", "start", "end", "verification")


#: A word for fewer than this is a number, not a unit to round to.
LEAST_UNIT = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ``compare`` cell taken apart: table, labels of the subject, labels that must agree, parts, other figure."""

    table: str
    subject: dict[str, str]
    labels: dict[str, str]
    add: str = ""
    base_of: str = ""
    until: str = ""


def wanted(claim, cell: str | None = None) -> Wanted:
    """Return what a claim is to be compared with.

    Parameters
    ----------
    claim : namedtuple
        A row of ``claims.csv``.
    cell : str, optional
        One of its cells; by default the first.

    Raises
    ------
    ComparisonError
        If a word of the cell is not ``name=value``.
    """
    before, _bar, behind = (claim.compare.split(";")[0] if cell is None else cell).partition("|")
    table, *words = before.split()
    subject, labels = (_pairs(claim, w) for w in (words, behind.split()))
    return Wanted(table, subject, labels, *(labels.pop(word, "") for word in (ADD, BASE, UNTIL)))


def _pairs(claim, words: list[str]) -> dict[str, str]:
    odd = [w for w in words if "=" not in w]
    if odd:
        raise ComparisonError(
            f"claims.csv, claim {claim.claim}, column 'compare': expected name=value, got {odd[0]!r}; "
            "values hold no blanks"
        )
    return dict(w.split("=", 1) for w in words)


class Shelf:
    """A table of estimates, looked up by label.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.data.quantities.read_estimates`.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.columns = {name: frame[name].to_numpy(dtype=object).tolist() for name in frame}
        self._places: dict[str, dict[object, set[int]]] = {}

    def find(self, **labels: str) -> list[dict]:
        """Return the rows with the given labels, each as a dict, in their order.

        Raises
        ------
        ComparisonError
            If the table has no such column.
        """
        self.require(labels)
        places = set(range(len(self.columns["id"])))
        for name, value in labels.items():
            places &= self._index(name).get(value, set())
        return [{name: cells[i] for name, cells in self.columns.items()} for i in sorted(places)]

    def require(self, names: Iterable[str]) -> None:
        """Refuse names that are no columns of the table."""
        for name in names:
            if name not in self.columns:
                raise ComparisonError(
                    f"expected a column of the table, got {name!r}; there are {', '.join(self.columns)}"
                )

    def _index(self, name: str) -> dict[object, set[int]]:
        if name not in self._places:
            places: dict[object, set[int]] = {}
            for i, value in enumerate(self.columns[name]):
                places.setdefault(value, set()).add(i)
            self._places[name] = places
        return self._places[name]


def candidates(claim, facts, *, unchecked: bool = False) -> list[dict]:
    """Return the estimates about the subject of a claim's first cell, parts added where the cell says so."""
    asked = wanted(claim)
    rows = readings(asked, facts.shelf(asked.table))[0]
    return rows if unchecked else [row for row in rows if row["verification"] != comparison.UNCHECKED]


def readings(asked: Wanted, shelf: Shelf) -> list[list[dict]]:
    """Return the estimates about a subject; several lists where a name of the text can be read in several ways."""
    shelf.require([*asked.labels.keys() - {"start", "end"}, *filter(None, [asked.add])])
    names = reference.same_as()
    named = [(k, v) for k, v in (*asked.subject.items(), *asked.labels.items()) if f"{asked.table} {k}={v}" in names]
    plain = {k: v for k, v in asked.subject.items() if (k, v) not in named}
    ways = [shelf.find(**plain)]
    for column, value in named:
        reads = names[f"{asked.table} {column}={value}"].split("|")
        ways = [_read_as(rows, column, value, way) for rows in ways for way in reads]
    return [added(rows, asked.add) for rows in ways] if asked.add else ways


def _read_as(rows: list[dict], column: str, value: str, way: str) -> list[dict]:
    """Return rows as those of another name: a sum of parts, or what is missing to the whole."""
    if way.startswith("1-"):
        return [_complement(row) | {column: value} for row in rows if row[column] == way[2:]]
    parts = way.split("+")
    rows = [row for row in rows if row[column] in parts]
    if len(parts) == 1:
        return [row | {column: value} for row in rows]
    groups: dict[tuple, dict[str, dict]] = {}
    for row in rows:
        groups.setdefault(tuple(row[c] for c in TOGETHER), {})[row[column]] = row
    return [_sum(list(group.values())) | {column: value} for group in groups.values() if len(group) == len(parts)]


def _complement(row: dict) -> dict:
    return row | {"value": 1 - row["value"], "low": 1 - row["high"], "high": 1 - row["low"]}


def _sum(rows: list[dict]) -> dict:
    sums = {c: sum(row[c] for row in rows) for c in ("value", "low", "high")}
    return rows[0] | sums | {"id": "+".join(row["id"] for row in rows)}


def added(rows: list[dict], column: str) -> list[dict]:
    """Return the estimates with the parts of a whole added.

    Parameters
    ----------
    rows : list of dict
        Estimates in base units.
    column : str
        Rows alike in :data:`WHOLE` that differ in this column are parts: their values, lows and highs are added
        (missing if one is missing), the whole runs from the earliest start to the latest end.
    """
    groups: dict[tuple, list[dict]] = {}
    for row in rows:
        groups.setdefault(tuple(row[c] for c in (*WHOLE, "verification")), []).append(row)
    wholes = []
    for group in groups.values():
        if len({row[column] for row in group}) < len(group) or len(group) == 1:
            wholes += group
            continue
        period = {"start": min(row["start"] for row in group)[:4], "end": max(row["end"] for row in group)[:4]}
        wholes.append(_sum(group) | period)
    return wholes


def against_evidence(claim, facts) -> Comparison:
    """Set a claim among the estimates that its ``compare`` cell names.

    Parameters
    ----------
    claim : namedtuple
        A row of ``claims.csv``.
    facts : analysis.ledger.relations.Facts
        Printed values and estimates.

    Returns
    -------
    Comparison
        With its firmness.
    """
    if not claim.compare:
        return Comparison(verdicts.NONE_COLLECTED, "")
    found = [_against(claim, cell.strip(), facts) for cell in claim.compare.split(";")]
    first, *others = sorted(found, key=_weight)
    beside = [other.working for other in others if side(other.verdict)]
    if not beside:
        return first
    opposed = [(_("with the other comparison"), o) for o in others if side(o.verdict) not in ("", side(first.verdict))]
    words = " ".join([first.working, _("Beside it:"), *beside])
    return _also_turned(replace(first, working=words), opposed)


def _also_turned(found: Comparison, changes: list) -> Comparison:
    if not changes:
        return found
    more = settled(found, changes)
    return replace(more, turned_by="; ".join(filter(None, [found.turned_by, more.turned_by])))


def _weight(found: Comparison) -> tuple:
    decided = bool(side(found.verdict))
    return (not decided, VERIFICATION.index(found.rung) if found.rung else len(VERIFICATION))


def _against(claim, cell: str, facts) -> Comparison:
    asked, row = wanted(claim, cell), facts.rows[claim.claim]
    ways = readings(asked, facts.shelf(asked.table))
    if claim.kind == "date":
        return events.against_events(row, ways[0])
    stated = facts.numbers.get(claim.claim)
    if asked.until and stated is not None:
        return _between_events(row, stated, asked, ways[0], facts)
    labels = asked.labels | {"quantity": row.quantity}
    if asked.base_of:
        return _against_base(stated, claim, asked, ways[0], facts)
    if stated is None or stated.bounds() is None:
        known = any(comparison.usable(r) for r in ways[0])
        return (
            Comparison(verdicts.NOT_COMPARABLE, _("The text prints no number here."))
            if known
            else Comparison(verdicts.NONE_COLLECTED, "")
        )
    show = share if row.quantity == "share" else number
    found = [_in_its_time(stated, labels, rows, row, show) for rows in ways]
    best = min(found, key=lambda f: ("for", "against", "").index(side(f.verdict)))
    others = [f for f in found if f is not best and side(f.verdict)]
    return _also_turned(best, [(_("with the other reading of the name"), f) for f in others])


def _in_its_time(stated: Printed, labels: dict[str, str], rows: list[dict], row, show) -> Comparison:
    """Compare with estimates of the figure's own time where they are of several times."""
    labels = dict(labels)
    if "start" not in labels:
        key = object_of_study()
        times = {r["start"][:4] for r in rows if comparison.known(r, key)} - {""}
        if len(times) > 1 and row.start:
            labels |= {"start": row.start, "end": row.end}
        elif len(times) > 1:
            words = _("The text prints no year here; what was found is of {first} to {last}.")
            return Comparison(verdicts.NOT_COMPARABLE, words.format(first=min(times), last=max(times)))
    strict = {_("with two digits counted"): two_digits(stated)}
    kind = {_("if digits were cut off"): _cut_off(stated)}
    return examined(wide(stated), labels, rows, others=strict, rescues=kind, show=show)


def _cut_off(stated: Printed) -> Bounds | None:
    return None if stated.qualifier else stated.bounds("truncation")


def _against_base(stated: Printed | None, claim, asked: Wanted, rows: list[dict], facts) -> Comparison:
    """Compare the base that a count and a share imply with what was counted."""
    other, row = facts.numbers.get(asked.base_of), facts.rows[asked.base_of]
    part, whole = (stated, other) if row.quantity == "share" else (other, stated)
    if part is None or whole is None:
        return Comparison(verdicts.NOT_COMPARABLE, _("The text prints no number here."))
    ends = wide(whole)
    base = wide(part) / ends if ends.low > 0 else Bounds(wide(part).low / ends.high, math.inf)
    quantity = facts.rows[claim.claim].quantity if row.quantity == "share" else row.quantity
    found = examined(base, asked.labels | {"quantity": quantity}, rows, others={}, show=number)
    words = _("{part} at {share} needs a whole of {base}.").format(
        part=as_printed(part.text), share=between(whole.bounds(), share), base=between(base)
    )
    # The whole that is needed stands in the first sentence; it is not printed.
    rest = found.working.replace(_("Printed: {printed}.").format(printed=between(base)), "", 1)
    return replace(found, working=f"{words} {rest.strip()}".strip())


def _between_events(row, stated: Printed, asked: Wanted, rows: list[dict], facts) -> Comparison:
    """Compare a duration with the time from an event to a printed date or another event."""
    first = [r for r in rows if comparison.usable(r) and r["end"]]
    if asked.until in facts.rows:
        last, used = facts.rows[asked.until].start, []
    else:
        used = [r for r in facts.shelf(asked.table).find(event=asked.until) if comparison.usable(r) and r["start"]]
        last = used[0]["start"] if used else ""
    if not first or not last:
        return Comparison(verdicts.NONE_COLLECTED, "")
    return events.against_duration(row, stated, (first[0]["end"], last), [first[0], *used[:1]])


def widest(claim, facts) -> Bounds | None:
    """Return the bounds of a claim's figure as :func:`wide` does; None if it cannot be read."""
    stated = facts.numbers.get(claim.claim)
    return None if stated is None else wide(stated)


def wide(stated: Printed) -> Bounds | None:
    """Return the bounds of a figure with final zeros read as rounded; None for a gap.

    The first two digits always count: 170,000 may be 165,000 and 10 million 9.5, but 10 million is not 6. A number
    said in a unit of its own ("five million") is rounded to that unit.
    """
    scale = scale_of(stated.text.split()[-1], load_language()) if stated.text.split() else None
    if scale and scale >= LEAST_UNIT and stated.value and stated.value < 10 * scale:
        return stated.bounds("half_unit", "wide")
    return two_digits(stated)


def two_digits(stated: Printed) -> Bounds | None:
    """Return the bounds of a figure of which two digits count; None for a gap."""
    if stated.value:
        least = Fraction(10) ** (math.floor(math.log10(abs(stated.value))) - 1)
        stated = replace(stated, wide_step=min(stated.wide_step, max(stated.step, least)))
    return stated.bounds("half_unit", "wide")
