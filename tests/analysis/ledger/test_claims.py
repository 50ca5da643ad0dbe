"""The claims as data: what is refused, and that the committed table is complete and in its own words."""

from __future__ import annotations

import re

import pytest

from analysis.data import tables
from analysis.data.raw import TableError
from analysis.ledger import claims
from tests.synthetic_claims import claim
from tests.synthetic_claims import claims as frame_of

KNOWN = {"a", "b", "c", "x", "y", "list:trial/death"}
#: Words of the dispute that have no place in a neutral statement.
EPITHETS = re.compile(
    r"bourgeois|falsif|\blie[sd]?\b|\bliar|mendac|traitor|fascis|reaction|slander|myth|clown|rabble|quisling|heroic|"
    r"terroris|counter.revol|enem(?:y|ies)|stooge|poet",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def committed():
    return claims.load_claims()


@pytest.fixture(scope="module")
def printed():
    return tables.load_all("pamphlet")


# What is refused


@pytest.mark.parametrize(("row", "reason"), [
    (claim("z", "count"), "expected the id of a printed value"),
    (claim("x", "amount"), "expected a kind out of level, count"),
    (claim("x", "count", "adds_up", "a b"), "expected a check out of sum_of"),
    (claim("x", "count", "weekday", "weekday=Sunday"), "fits kinds date, not 'count'"),
    (claim("x", "date", "share_of", "a b"), "fits kinds share, text, not 'date'"),
    (claim("x", "count", "sum_of", "a"), "takes 2 to any number of operands, got 1"),
    (claim("x", "share", "share_of", "a b c"), "takes 2 to 2 operands, got 3"),
    (claim("x", "date", "weekday", "a weekday=Sunday"), "takes 0 to 0 operands, got 1"),
    (claim("x", "count", "same_as", "nobody"), "operand 'nobody' does not exist"),
    (claim("x", "count", "sum_of", "a b+nobody"), "operand 'nobody' does not exist"),
    (claim("x", "count", "length_of_list", "list:trial/other"), "operand 'list:trial/other' does not exist"),
    (claim("x", "count", "same_as", "x"), "the claim rests on itself"),
    (claim("x", "count", "sum_of", "a b+x"), "the claim rests on itself"),
    (claim("x", "duration", "duration_between", "a b"), "expected unit=days|weeks|months|years|decades, got nothing"),
    (claim("x", "duration", "duration_between", "a b unit=moons"), "got 'moons'"),
    (claim("x", "rate", "growth_over", "a b years=0"), "expected years=[1-9]\\d{0,2}, got '0'"),
    (claim("x", "rank", "rank_among", "a b rank=middle"), "got 'middle'"),
    (claim("x", "date", "weekday", "weekday=Domingo"), "got 'Domingo'"),
    (claim("x", "date", "before", "a order=random"), "got 'random'"),
    (claim("x", "count", "same_as", "a years=3"), "check 'same_as' has settings less, got 'years'"),
    (claim("x", "count", "same_as;sum_of", "a"), "expected a group of operands for each of 2 checks"),
])  # fmt: skip
def test_claims_that_cannot_be_evaluated_are_refused(row, reason):
    with pytest.raises(TableError, match=re.escape(reason)) as refused:
        claims.check_claims(frame_of(claim("y", "count"), row), KNOWN)
    assert "claims.csv" in str(refused.value)
    assert f"claim {row.claim}" in str(refused.value)


def test_a_refusal_names_the_row_as_an_editor_counts_it():
    with pytest.raises(TableError, match=r"claims\.csv, row 3, claim x"):
        claims.check_claims(frame_of(claim("y", "count"), claim("x", "count", "same_as", "nobody")), KNOWN)


@pytest.mark.parametrize("checks", [
    [("a", "sum_of", "b c"), ("b", "sum_of", "a c")],
    [("a", "sum_of", "b c"), ("b", "difference_of", "x y"), ("x", "implied_base", "a y")],
    [("a", "sum_of", "c b+x"), ("x", "difference_of", "a c")],
])  # fmt: skip
def test_circles_are_refused(checks):
    rows = [claim(name, "count", check, rests_on) for name, check, rests_on in checks]
    with pytest.raises(TableError, match=r"rests on itself in a circle: a -> .*-> a"):
        claims.check_claims(frame_of(*rows), KNOWN)


def test_figures_that_repeat_each_other_are_no_circle():
    rows = [claim("a", "count", "same_as", "b"), claim("b", "count", "same_as", "a")]
    claims.check_claims(frame_of(*rows), KNOWN)


def test_several_checks_keep_their_operands_and_settings():
    made = claim("x", "rank", "rank_among; before", "a b+c list:trial/death rank=lowest place=2; y order=after")
    first, second = claims.relations(made)
    assert first.operands == ("a", "b+c", "list:trial/death")
    assert first.ids == ("a", "b", "c", "list:trial/death")
    assert first.settings == {"rank": "lowest", "place": "2"}
    assert (second.check, second.operands, second.settings) == ("before", ("y",), {"order": "after"})
    assert claims.relations(claim("x", "count")) == []


# The committed table


def test_every_printed_value_is_one_claim_in_text_order(committed, printed):
    ordered = printed.sort_values("position", kind="stable")
    assert committed["claim"].tolist() == ordered["id"].tolist()
    for column in ("section", "position", "footnote", "cited_source", "printed"):
        assert committed[column].tolist() == ordered[column].tolist(), column


def test_statements_are_sentences_of_our_own(committed):
    for row in committed.itertuples():
        assert row.statement[0].isupper() or row.statement[0].isdigit(), row.claim
        assert row.statement.endswith("."), row.claim
        assert not EPITHETS.search(row.statement + row.remark), (row.claim, row.statement)
        assert len(row.statement) < 140, row.claim


def test_rejected_figures_and_quotations_are_marked(committed, printed):
    remarks = printed.set_index("id")["remark"]
    for row in committed.itertuples():
        there = remarks[row.claim]
        assert ("reported to reject" in row.remark) == ("reported to reject" in there), row.claim
        if "quoted: " in there or there.startswith("quotation"):
            assert "quoted: " in row.remark, row.claim


def test_durations_are_tested_in_the_unit_they_are_printed_in(committed, printed):
    units = printed.set_index("id")["unit"]
    for row in committed.itertuples():
        for relation in claims.relations(row):
            if relation.check == "duration_between":
                assert relation.settings["unit"] == units[row.claim], row.claim
