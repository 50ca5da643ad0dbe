"""Passages of the cited works that were seen: do they print the same for the same thing, and what speaks against them.

``data/cited/passages.csv`` holds what the works say, ``data/cited/witnesses.csv`` what is set against those whom the
text calls upon. The verdict follows by rule: number (or word, or day), unit, year and thing must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from analysis.data import reference, tables
from analysis.ledger import events, periods
from analysis.numbers.bounds import exact
from analysis.numbers.printed import Printed, PrintedError, exactly, parse
from analysis.text.verdicts import AS_SOURCE, DIFFERS
from analysis.text.words import _, as_printed, joined

#: In what a passage can differ.
DIFFERENCES = {"number": "the number", "unit": "the unit", "year": "the year", "thing": "what is counted"}
#: How much a passage is worth, the best first.
ROUTES, RUNGS = ("work", "quoted"), ("print", "two_texts", "one_text", "quoted")


@dataclass(frozen=True, slots=True)
class Faith:
    """What was seen of the work cited for a figure."""

    id: str
    verdict: str
    differs: str
    working: str
    report_start: str
    report_id: str
    sources: str
    locator: str
    rung: str


def seen(rows: Mapping[str, object]) -> dict[str, Faith]:
    """Return a verdict for every claim whose cited passage was seen, by id.

    Parameters
    ----------
    rows : mapping
        Printed rows by id.
    """
    if "passages" not in tables.table_names("cited"):
        return {}
    units = reference.load_units()
    found: dict[str, list] = {}
    for passage in tables.load_cited("passages").itertuples():
        if passage.passage == "cited" and passage.claim in rows:
            found.setdefault(passage.claim, []).append(passage)
    return {name: _verdict(rows[name], sorted(given, key=_worth), units) for name, given in found.items()}


def witnesses() -> dict[str, list[str]]:
    """Return what is set against the witnesses of a claim, a sentence each, by id."""
    found: dict[str, list[str]] = {}
    if "witnesses" not in tables.table_names("cited"):
        return found
    for row in tables.load_cited("witnesses").itertuples():
        words = _("{who} ({place}): {says}").format(who=row.witness, place=row.place, says=row.says)
        found.setdefault(row.claim, []).append(words)
    return found


def _worth(passage) -> tuple[int, int]:
    return ROUTES.index(passage.route), RUNGS.index(passage.rung)


def _verdict(row, passages: list, units) -> Faith:
    first, *others = passages
    differs = differences(row, first, units)
    working = _said(row, first, differs)
    for other in others:
        working += " " + _("Another passage: {says}").format(says=other.says)
    return Faith(
        row.id,
        DIFFERS if differs else AS_SOURCE,
        ";".join(differs),
        working,
        first.start,
        "",
        first.work,
        first.place,
        first.rung,
    )


def differences(row, passage, units) -> list[str]:
    """Return in what a printed figure differs from a passage, out of :data:`DIFFERENCES`."""
    differs = []
    if row.quantity in DATED:
        if not _same_days(row, passage):
            differs.append("year")
    elif not _same_figure(row, passage, units):
        differs.append("number")
    elif row.start and passage.start and not _same_time(row, passage):
        differs.append("year")
    return differs + ([] if passage.thing == "same" else ["thing"])


#: Quantities of dates.
DATED = frozenset(
    {"date", "calendar_year", "calendar_years", "month_and_year", "season_and_year", "day_and_month", "month"}
)


def _same_days(row, passage) -> bool:
    if not row.start or not passage.start:
        # The day may stand before the month or behind it.
        return sorted(_plain(row.printed).split()) == sorted(_plain(passage.printed).split())
    start, end = events.printed_ends(row)
    one, other = periods.span(start, end), periods.span(passage.start, passage.end)
    return one[0] <= other[1] and other[0] <= one[1]


def _same_time(row, passage) -> bool:
    one, other = periods.span(row.start, row.end), periods.span(passage.start, passage.end)
    return one[0] <= other[1] and other[0] <= one[1]


def _same_figure(row, passage, units) -> bool:
    unit = units.loc[passage.unit]
    here = _read(row.printed, exact(row.factor), bool(row.whole))
    there = _read(passage.printed, exact(unit["factor"]), bool(unit["whole"]))
    if here is None or there is None or here.bounds() is None or there.bounds() is None:
        return _plain(row.printed) == _plain(passage.printed)
    return any(a.bounds().overlaps(b.bounds()) for a in here.ways for b in there.ways)


def _read(text: str, factor: Fraction, whole: bool) -> Printed | None:
    one_of = re.fullmatch(r"(\w+) (?:in|of|out of) (\w+)", text.strip())
    try:
        if one_of:
            part, every = (parse(word) for word in one_of.groups())
            return exactly(part.value / every.value, text) if part.value and every.value else None
        return parse(text, factor, whole)
    except PrintedError:
        return None


def _plain(words: str) -> str:
    return " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split())


def _said(row, passage, differs: list[str]) -> str:
    head = _("Printed: {printed}. The work cited, {place}: {says}")
    if passage.route == "quoted":
        head = _("Printed: {printed}. The work cited, as another text quotes it ({place}): {says}")
    words = head.format(printed=as_printed(row.printed), place=passage.place, says=passage.says)
    if differs:
        words += " " + _("Different: {what}.").format(what=joined([_(DIFFERENCES[d]) for d in differs]))
    return words
