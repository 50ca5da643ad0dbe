"""Dates against the events collected: what happened when, and how far the printed day is off."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.data.tables import VERIFICATION
from analysis.ledger import periods
from analysis.ledger.comparison import UNCHECKED, Comparison, known, rung
from analysis.ledger.firmness import settled
from analysis.numbers import dates, printed_dates
from analysis.numbers.bounds import exact
from analysis.numbers.printed import Printed
from analysis.text.verdicts import AGREES, HOLDS, INSIDE, NONE_COLLECTED, NOT_COMPARABLE, ONE_DIFFERS, OUTSIDE, POSSIBLE
from analysis.text.words import _, as_printed, date, joined, ngettext

#: Season as printed -> first and last month.
SEASONS = {"spring": ("03", "05"), "summer": ("06", "08"), "autumn": ("09", "11"), "fall": ("09", "11")}


def against_events(row, rows: list[dict]) -> Comparison:
    """Set a printed date beside the events that it may be of.

    Parameters
    ----------
    row : namedtuple
        The printed date: ``printed``, ``start``, ``end``.
    rows : list of dict
        Rows of ``events``: ``label``, ``start``, ``end``, ``lineage``, ``verification``. One end alone is a limit.

    Returns
    -------
    Comparison
        ``agrees`` if the printed time and the event share days (both ends, where two are printed and known), else
        ``differs`` or ``outside`` with the number of days; ``cannot be excluded`` where only a limit is known.
    """
    rows = [r for r in rows if known(r)]
    checked = [r for r in rows if r["verification"] != UNCHECKED]
    if not checked:
        found = Comparison(NONE_COLLECTED, "")
        return replace(found, if_unchecked=_placed(row, rows).verdict) if rows else found
    if not row.start and not any(_named(row, r) is not None for r in checked):
        return Comparison(NOT_COMPARABLE, _("The text prints no date that can be compared."))
    best = min(map(rung, checked))
    found = _placed(row, [r for r in checked if rung(r) == best])
    changes = [(_("with weaker texts"), _placed(row, checked))]
    if len(rows) > len(checked):
        changes.append((_("with what nobody has looked up"), _placed(row, rows)))
    return settled(found, changes)


def against_duration(row, stated: Printed, ends: list[tuple[str, str]], rows: list[dict]) -> Comparison:
    """Set a printed duration beside the time between two dates that are known otherwise.

    Parameters
    ----------
    row : namedtuple
        The printed duration, with its ``unit``.
    stated : Printed
        It, in its base unit.
    ends : list of tuple
        Last day of the first event, first day of the second.
    rows : list of dict
        The events that the dates come from.
    """
    check = dates.check_duration(*ends, stated.scaled(1 / exact(row.factor)).measured(), row.unit)
    verdict = AGREES if check.verdict in HOLDS else ONE_DIFFERS
    said = joined(
        [_("{event}, {when}").format(event=r["label"], when=periods.in_words(r["start"], r["end"])) for r in rows]
    )
    working = _("Counted from what is known otherwise ({events}): {sum}").format(events=said, sum=check.working)
    lineages = {r["lineage"] for r in rows}
    best = VERIFICATION[max(map(rung, rows))]
    found = Comparison(verdict, working, len(lineages), estimates=tuple(r["id"] for r in rows), rung=best)
    return settled(found, [])


def _placed(row, rows: list[dict]) -> Comparison:
    gaps = {r["id"]: _gap(row, r) for r in rows}
    whole = [r for r in rows if r["start"] and r["end"]]
    speaking = whole or rows
    met = {r["lineage"] for r in speaking if gaps[r["id"]] == 0}
    lineages = {r["lineage"] for r in speaking}
    if not whole:
        verdict = POSSIBLE if met else ONE_DIFFERS
    elif met == lineages:
        verdict = AGREES
    else:
        alone = len(lineages) == 1 or len({(r["start"], r["end"]) for r in speaking}) == 1
        verdict = INSIDE if met else ONE_DIFFERS if alone else OUTSIDE
    said = joined(list(dict.fromkeys(_said(row, r, gaps[r["id"]]) for r in speaking)))
    working = _("Printed: {printed}. Found: {events}.").format(printed=as_printed(row.printed).rstrip("."), events=said)
    best = VERIFICATION[min(map(rung, speaking))]
    return Comparison(verdict, working, len(lineages), estimates=tuple(r["id"] for r in speaking), rung=best)


def _said(row, event: dict, gap: int) -> str:
    if event["start"] and event["end"]:
        when = periods.in_words(event["start"], event["end"])
    else:
        limit = _("not before {date}") if event["start"] else _("not after {date}")
        when = limit.format(date=date(event["start"] or event["end"]))
    words = _("{event}, {when}").format(event=event["label"], when=when)
    if not gap:
        return words
    off = _time_off(abs(gap), row, event)
    later = _("the printed date is {time} later") if gap > 0 else _("the printed date is {time} earlier")
    return f"{words} ({later.format(time=off)})"


def _time_off(days: int, row, event: dict) -> str:
    """Return a distance in time no more exactly than the vaguer of two dates allows."""
    start, end = printed_ends(row)
    length = min(len(iso) for iso in (start, end, event["start"], event["end"]) if iso)
    if length == 4:
        years = max(1, round(days / 365.25))
        return ngettext("{n} year", "{n} years", years).format(n=years)
    if length == 7 and days > 31:
        months = round(days / 30.44)
        return ngettext("{n} month", "{n} months", months).format(n=months)
    return ngettext("{n} day", "{n} days", days).format(n=days)


def _gap(row, event: dict) -> int:
    """Return by how many days a printed date is later than an event (earlier: negative); 0 where they can meet."""
    named = _named(row, event)
    if named is not None:
        return named
    start, end = printed_ends(row)
    if re.fullmatch(r"\d{4}", row.printed.strip()):
        # A year alone is printed, though its column may say more.
        start, end = start[:4], end[:4]
    one = periods.span(start, end)
    if not event["start"] or not event["end"]:
        limit = periods.span(event["start"] or event["end"], "")
        if event["start"]:
            return min(0, (one[1] - limit[0]).days)
        return max(0, (one[0] - limit[1]).days)
    if start != end and event["start"] != event["end"]:
        # A printed period has two ends, and each is compared.
        gaps = [_apart(start, event["start"]), _apart(end, event["end"])]
        return max(gaps, key=abs)
    other = periods.span(event["start"], event["end"])
    return (one[0] - other[1]).days if one[0] > other[1] else min(0, (one[1] - other[0]).days)


def _apart(one: str, other: str) -> int:
    a, b = periods.span(one, ""), periods.span(other, "")
    return (a[0] - b[1]).days if a[0] > b[1] else min(0, (a[1] - b[0]).days)


def _named(row, event: dict) -> int | None:
    """Return 0 or the days off for a printed day and month without a year; None where a year is printed."""
    if row.start or not event["start"]:
        return None
    return 0 if printed_dates.agrees(row.printed, event["start"], event["end"]) else None


def printed_ends(row) -> tuple[str, str]:
    """Return first and last date of a printed row, parts of a period and seasons taken from its words."""
    start, end = row.start, row.end or row.start
    for season, (first, last) in SEASONS.items():
        if season in row.printed.lower() and len(start) == len(end) == 4:
            start, end = f"{start}-{first}", f"{end}-{last}"
            break
    part = periods.part_of(row.printed)
    return f"{part}{start}", f"{part}{end}"
