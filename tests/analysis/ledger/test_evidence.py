"""A claim among the estimates: what is chosen, what must agree, and what is refused."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.ledger import evidence
from analysis.ledger.comparison import ComparisonError
from analysis.ledger.evidence import Shelf, added, against_evidence, wanted, widest
from analysis.text.verdicts import AGREES, INSIDE, NONE_COLLECTED, NOT_COMPARABLE, ONE_DIFFERS, OUTSIDE
from tests.synthetic_claims import ESTIMATE, claim, facts, percent, row

TWO = ({"id": "e1", "value": 100.0}, {"id": "e2", "value": 120.0, "lineage": "two"})
CELL = "membership measure=members | population=party territory=here"


def compared(printed, cell=CELL, estimates=TWO, make=row):
    known = facts(make("x", printed), estimates=estimates)
    return against_evidence(claim("x", "count", compare=cell), known)


@pytest.mark.parametrize(("printed", "verdict"), [
    ("100-120", AGREES), ("101", INSIDE), ("110", INSIDE), ("120", INSIDE), ("99", OUTSIDE), ("131", OUTSIDE),
    ("more than 99", AGREES), ("more than 110", INSIDE), ("more than 120", OUTSIDE),
])  # fmt: skip
def test_the_place_of_a_figure(printed, verdict):
    found = compared(printed)
    assert (found.verdict, found.lineages, found.estimates) == (verdict, 2, ("e1", "e2"))
    assert "Found (2 lineages): 100 and 120." in found.working


@pytest.mark.parametrize(("cell", "verdict", "words"), [
    ("", NONE_COLLECTED, ""),
    ("membership measure=expelled", NONE_COLLECTED, "No estimate was collected."),
    ("membership measure=members | start=1931", NOT_COMPARABLE, "Of another time: here 1931; in what was found 1930."),
    ("membership measure=members | population=party territory=there", NOT_COMPARABLE,
     "Not alike in the territory: here there; in what was found here."),
])  # fmt: skip
def test_unlike_figures_are_not_compared(cell, verdict, words):
    found = compared("101", cell)
    assert found.verdict == verdict
    assert words in found.working


def test_a_label_that_nobody_states_makes_a_comparison_refuse():
    found = compared("101", estimates=[e | {"territory": "not stated"} for e in TWO])
    assert found.verdict == NOT_COMPARABLE


def test_quantities_must_agree_too():
    assert compared("101", make=percent).verdict == NOT_COMPARABLE


def test_the_pamphlet_is_no_witness_for_itself_and_unchecked_rows_none():
    assert compared("101", estimates=[{"sources": "sousa_2001"}]).verdict == NONE_COLLECTED
    assert compared("101", estimates=[{"verification": "unchecked"}]).verdict == NONE_COLLECTED
    assert compared("101", estimates=[{"value": float("nan")}]).verdict == NONE_COLLECTED


def test_a_figure_that_cannot_be_read_is_not_comparable():
    assert compared("some").verdict == NOT_COMPARABLE
    assert compared("some", "membership measure=expelled").verdict == NONE_COLLECTED


@pytest.mark.parametrize(("cell", "reason"), [
    ("membership members", "expected name=value, got 'members'"),
    ("membership measure=members | party", "claim x, column 'compare': expected name=value, got 'party'"),
    ("membership colour=red", "expected a column of the table, got 'colour'"),
    ("membership measure=members | colour=red", "expected a column of the table, got 'colour'"),
    ("membership measure=members | add=colour", "expected a column of the table, got 'colour'"),
])  # fmt: skip
def test_cells_that_mean_nothing_are_refused(cell, reason):
    with pytest.raises(ComparisonError, match=reason):
        compared("101", cell)


def test_a_cell_taken_apart():
    asked = wanted(claim("x", "count", compare="t a=1 b=2 | c=3 add=start"))
    assert (asked.table, asked.subject, asked.labels, asked.add) == ("t", {"a": "1", "b": "2"}, {"c": "3"}, "start")


def test_parts_of_a_year_are_added():
    halves = [ESTIMATE | {"id": "h1", "start": "1937-01", "end": "1937-06", "value": 24.0},
              ESTIMATE | {"id": "h2", "start": "1937-07", "end": "1937-12", "value": 76.0}]  # fmt: skip
    (whole,) = added(halves, "start")
    assert (whole["id"], whole["value"], whole["start"], whole["end"]) == ("h1+h2", 100.0, "1937", "1937")
    assert math.isnan(whole["low"])
    cell = "expulsions measure=members | start=1937 add=start"
    assert compared("100", cell, halves).verdict == AGREES
    assert compared("100", "expulsions measure=members | start=1937", halves).verdict == ONE_DIFFERS


def test_rivals_are_not_added():
    rivals = [ESTIMATE | {"id": "r1"}, ESTIMATE | {"id": "r2", "value": 90.0}]
    assert added(rivals, "start") == rivals
    others = [ESTIMATE | {"id": "r1"}, ESTIMATE | {"id": "r2", "start": "1931", "sources": "other_book"}]
    assert added(others, "start") == others


@pytest.mark.parametrize(("printed", "low", "high"), [
    # final zeros may be rounded, but two digits count
    ("170,000", 165_000, 175_000), ("100.000", 95_000, 105_000), ("10", 10, 10), ("55", 55, 55),
    ("three hundred", 295, 305), ("approx. 170,000", 160_000, 180_000),
])  # fmt: skip
def test_how_far_final_zeros_reach(printed, low, high):
    ends = widest(claim("x", "count"), facts(row("x", printed, whole=True)))
    assert (ends.low, ends.high) == (low, high)


def test_final_zeros_of_a_printed_unit_count():
    # "10 millions" is 9.5 to 10.5 million, and 5 per cent 4.5 to 5.5
    ends = widest(claim("x", "count"), facts(row("x", "10", factor=1_000_000)))
    assert (ends.low, ends.high) == (9_500_000, 10_500_000)
    ends = widest(claim("x", "share"), facts(percent("x", "5")))
    assert (float(ends.low), float(ends.high)) == (0.045, 0.055)
    assert widest(claim("x", "count"), facts(row("x", "some"))) is None
    assert widest(claim("x", "count"), facts(row("x", "0"))).low == -0.5


def test_a_shelf_finds_what_a_frame_would():
    frame = pd.DataFrame([ESTIMATE | {"id": f"e{i}", "start": str(1930 + i % 3), "value": float(i)} for i in range(9)])
    shelf = Shelf(frame)
    found = shelf.find(start="1931", measure="members")
    assert [r["id"] for r in found] == frame.loc[frame["start"] == "1931", "id"].tolist()
    assert [r["value"] for r in found] == [1.0, 4.0, 7.0]
    assert shelf.find(start="1999") == []
    assert len(shelf.find()) == 9
    with pytest.raises(ComparisonError, match="got 'colour'; there are id, measure"):
        shelf.find(colour="red")


def test_evidence_knows_nothing_of_checks():
    assert not hasattr(evidence, "run")
