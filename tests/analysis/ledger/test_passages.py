"""Passages of cited works: the same number, word, day or thing, or what differs."""

from __future__ import annotations

from collections import namedtuple

import pytest

from analysis.data import reference, tables
from analysis.ledger import judge, passages
from analysis.text.verdicts import AS_SOURCE, DIFFERS
from tests.synthetic_claims import dated, percent, row

Passage = namedtuple("Passage", "printed unit start end thing")


def differs(printed, seen, unit="persons", *, start="", thing="same"):
    return passages.differences(printed, Passage(seen, unit, start, start, thing), reference.load_units())


@pytest.mark.parametrize(("printed", "seen", "unit", "found"), [
    (row("x", "sixteen", whole=True), "16", "persons", []),
    (row("x", "15", whole=True), "16", "persons", ["number"]),
    (percent("x", "25"), "one in four", "fraction", []),
    (percent("x", "25"), "one in five", "fraction", ["number"]),
    (row("x", "few exceptions"), "few exceptions", "persons", []),
    (row("x", "few exceptions"), "many exceptions", "persons", ["number"]),
    (row("x", "aren\N{RIGHT SINGLE QUOTATION MARK}t any"), "aren't any", "persons", []),
])  # fmt: skip
def test_numbers_and_words(printed, seen, unit, found):
    assert differs(printed, seen, unit) == found


def test_days_times_and_things():
    month = dated("x", "1936-08", printed="August 1936")
    assert differs(month, "August 1936", "month_and_year", start="1936-08-19") == []
    assert differs(dated("x", "1925", printed="1925"), "1926", "calendar_year", start="1926") == ["year"]
    assert differs(dated("x", "", printed="December 1"), "1 December", "day_and_month") == []
    assert differs(row("x", "5", start="1937"), "5", start="1936") == ["year"]
    assert differs(row("x", "5"), "5", thing="another group") == ["thing"]


def test_what_was_seen_reaches_the_ledger():
    rows = judge.load_ledger().set_index("claim")
    assert rows.at["trial-1936-accused-again", "fidelity"] == AS_SOURCE
    assert rows.at["trial-1936-met-abroad", "fidelity"] == DIFFERS
    seen = {name for name in tables.load_cited("passages").query("passage == 'cited'")["claim"]}
    assert seen <= set(rows.index[rows["fidelity"].isin([AS_SOURCE, DIFFERS])])
    others = set(tables.load_cited("passages").query("passage == 'other'")["claim"]) - seen
    assert (rows.loc[sorted(others), "fidelity"] != AS_SOURCE).all()


def test_what_speaks_against_a_witness_stands_in_the_working():
    rows = judge.load_ledger().set_index("claim")
    for name in ("trial-1936-accused-pritt", "davies-letter-1937-02-17", "generals-shot-davies"):
        assert rows.at[name, "beside"]
        assert rows.at[name, "beside"] in rows.at[name, "working"]
