"""Printed dates beside events: agreement, distance in days, limits, rivals."""

from __future__ import annotations

import pytest

from analysis.ledger.events import against_events, printed_ends
from analysis.text.verdicts import (
    AGREES,
    FRAGILE,
    INSIDE,
    NONE_COLLECTED,
    NOT_COMPARABLE,
    ONE_DIFFERS,
    OUTSIDE,
    POSSIBLE,
)  # fmt: skip
from tests.synthetic_claims import dated

EVENT = {
    "id": "e", "label": "Event", "start": "1937-06-11", "end": "1937-06-11", "quantity": "date", "value": float("nan"),
    "low": float("nan"), "high": float("nan"), "lineage": "one", "verification": "one_text", "sources": "some_book",
}  # fmt: skip


def events(*changes):
    return [EVENT | {"id": f"e{n}"} | change for n, change in enumerate(changes)]


@pytest.mark.parametrize(("start", "printed", "verdict", "words"), [
    ("1937-06-11", "June 11, 1937", AGREES, "Found: Event, 11 June 1937."),
    ("1937-06", "June 1937", AGREES, "11 June 1937"),
    ("1937-06-12", "June 12, 1937", ONE_DIFFERS, "the printed date is 1 day later"),
    ("1937-05-12", "May 12, 1937", ONE_DIFFERS, "the printed date is 30 days earlier"),
    ("1936", "1936", ONE_DIFFERS, "the printed date is 1 year earlier"),
    ("1937", "summer 1937", AGREES, "11 June 1937"),
    ("1937", "Spring of 1937", ONE_DIFFERS, "earlier"),
])  # fmt: skip
def test_a_date_beside_an_event(start, printed, verdict, words):
    found = against_events(dated("x", start, printed=printed), events({}))
    assert found.verdict == verdict
    assert words in found.working


def test_a_printed_period_has_two_ends():
    span = {"start": "1938-03-02", "end": "1938-03-13"}
    assert against_events(dated("x", "1938-03-02", "1938-03-13", "2-13 March"), events(span)).verdict == AGREES
    found = against_events(dated("x", "1938-03-02", "1938-03-15", "2-15 March"), events(span))
    assert (found.verdict, "2 days later" in found.working) == (ONE_DIFFERS, True)


@pytest.mark.parametrize(("limit", "verdict"), [
    ({"start": "", "end": "1937-06-30"}, POSSIBLE), ({"start": "", "end": "1937-05-30"}, ONE_DIFFERS),
    ({"start": "1937-06-01", "end": ""}, POSSIBLE), ({"start": "1937-06-12", "end": ""}, ONE_DIFFERS),
])  # fmt: skip
def test_one_end_alone_is_a_limit(limit, verdict):
    assert against_events(dated("x", "1937-06-11", printed="June 11"), events(limit)).verdict == verdict


def test_rivals():
    other = {"start": "1937-06-12", "end": "1937-06-12", "lineage": "two"}
    assert against_events(dated("x", "1937-06-11", printed="June 11"), events({}, other)).verdict == INSIDE
    found = against_events(dated("x", "1937-06-15", printed="June 15"), events({}, other))
    assert (found.verdict, found.lineages) == (OUTSIDE, 2)


def test_the_better_rung_decides_and_the_weaker_makes_fragile():
    better = {"start": "1937-06-12", "end": "1937-06-12", "verification": "two_texts"}
    found = against_events(dated("x", "1937-06-11", printed="June 11"), events({}, better))
    assert (found.verdict, found.firm) == (ONE_DIFFERS, FRAGILE)
    assert found.turned_by == "with weaker texts: agrees"


def test_a_day_without_a_year_and_no_date_at_all():
    assert against_events(dated("x", "", printed="11 June"), events({})).verdict == AGREES
    assert against_events(dated("x", "", printed="12 June"), events({})).verdict == NOT_COMPARABLE
    assert against_events(dated("x", "1937", printed="1937"), []).verdict == NONE_COLLECTED


def test_what_nobody_looked_up_decides_nothing():
    found = against_events(dated("x", "1937-06-11", printed="June 11"), events({"verification": "unchecked"}))
    assert (found.verdict, found.if_unchecked) == (NONE_COLLECTED, AGREES)


def test_seasons_and_parts():
    assert printed_ends(dated("x", "1931", printed="Spring of 1931")) == ("1931-03", "1931-05")
    assert printed_ends(dated("x", "1937-03", printed="end of March 1937")) == ("end of 1937-03", "end of 1937-03")
