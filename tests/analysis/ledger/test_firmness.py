"""What would turn a verdict: a line left out, rows let in, another reading."""

from __future__ import annotations

import pytest

from analysis.ledger.evidence import against_evidence
from analysis.text.verdicts import AGREES, FIRM, FRAGILE, INSIDE, NONE_COLLECTED, ONE_DIFFERS, OUTSIDE, POSSIBLE
from tests.synthetic_claims import claim, facts, row

CELL = "membership measure=members"


def found(printed, *estimates):
    whole = "million" in printed
    known = facts(row("x", printed, whole=whole), estimates=[{"id": f"e{n}"} | e for n, e in enumerate(estimates)])
    return against_evidence(claim("x", "count", compare=CELL), known)


def test_nothing_turns_a_firm_answer():
    two = found("100", {"value": 100.0}, {"value": 100.2, "lineage": "two"})
    assert (two.verdict, two.firm, two.turned_by, two.rung) == (AGREES, FIRM, "", "one_text")
    far = found("100", {"value": 50.0}, {"value": 60.0, "lineage": "two"})
    assert (far.verdict, far.firm) == (OUTSIDE, FIRM)


def test_a_range_that_hangs_on_one_line():
    case = found("100", {"value": 90.0}, {"value": 120.0, "lineage": "two"})
    assert (case.verdict, case.firm) == (INSIDE, FRAGILE)
    assert "without the line two: differs from the one figure found" in case.turned_by


def test_a_row_that_nobody_looked_up_is_let_in_beside_those_that_decide():
    case = found("100", {"value": 90.0}, {"value": 100.0, "lineage": "two", "verification": "unchecked"})
    assert (case.verdict, case.firm, case.if_unchecked) == (ONE_DIFFERS, FRAGILE, INSIDE)
    assert "with the row that nobody has looked up: 100: inside the range" in case.turned_by
    alone = found("100", {"value": 100.0, "verification": "unchecked"})
    assert (alone.verdict, alone.firm, alone.if_unchecked) == (NONE_COLLECTED, "", AGREES)


def test_weaker_texts_are_let_in():
    case = found("100", {"value": 90.0, "verification": "data_file"}, {"value": 100.0})
    assert (case.verdict, case.firm, case.rung) == (ONE_DIFFERS, FRAGILE, "data_file")
    assert case.turned_by.startswith("with weaker texts: 100")


def test_a_limit_read_as_the_figure():
    nan = float("nan")
    case = found("100", {"value": nan, "low": 100.0})
    assert (case.verdict, case.firm) == (POSSIBLE, "")
    assert case.turned_by == "with the limit read as the figure: agrees"


@pytest.mark.parametrize(("printed", "estimate", "turns"), [
    ("7.3", 7.36, "if digits were cut off"), ("five million", 4_800_000.0, "with two digits counted"),
])  # fmt: skip
def test_the_other_reading_of_a_printed_figure(printed, estimate, turns):
    case = found(printed, {"value": estimate})
    assert case.firm == FRAGILE
    assert turns in case.turned_by


def test_one_work_without_a_source_of_its_own_is_never_firm():
    case = found("100", {"value": 100.0, "lineage": "szymanski_1984"})
    assert (case.verdict, case.firm) == (AGREES, FRAGILE)
    assert "shows no source of its own" in case.turned_by
