"""Repairs: each simple reading is found by rule where it is planted, and none where nothing simple helps."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analysis.ledger import claims, repairs
from analysis.ledger import judge as ledger
from analysis.ledger.relations import run
from tests.synthetic_claims import claim, dated, facts, percent, row
from tests.synthetic_claims import claims as frame_of

NAN = float("nan")


def repaired(name, kind, rests_on, *rows, others=(), **more):
    """Return the repair of claim x as the ledger shows it."""
    known = facts(*rows, lists={"list:trial/death": ["Smith", "Jones"]}, **more)
    found = ledger.evaluate(frame_of(claim("x", kind, name, rests_on), *others), known)
    return found.set_index("claim").at["x", "repair"]


def whole(name, printed):
    return row(name, printed, whole=True)


@pytest.mark.parametrize(("name", "kind", "rests_on", "rows", "words"), [
    # 105 / 29 = 362 per cent, printed as an increase by 360
    ("increase_by", "increase", "a b", [percent("x", "360"), row("a", "29"), row("b", "105")],
     'Holds if "by" is read as "to": the later figure is 362.07% of the earlier.'),
    ("difference_of", "difference", "a b", [row("x", "56.9"), whole("a", "182,611"), whole("b", "125,711")],
     "Holds if the figure is multiplied by 1,000."),
    ("share_of", "share", "a b", [percent("x", "22"), row("a", "37.1"), whole("b", "170,111")],
     "Holds if 37.1 is multiplied by 1,000."),
    ("ratio_of", "ratio", "a b", [row("x", "2.41", quantity="ratio"), row("a", "1.01"), row("b", "2.43")],
     "Holds if the two figures change places."),
    ("growth_over", "rate", "a b years=9", [percent("x", "10.0"), row("a", "100.0"), row("b", "259.4")],
     "Holds if the growth is spread over 10 yearly steps instead of 9."),
    ("length_of_list", "count", "list:trial/death", [whole("x", "3")], "Holds if the last digit is lower by one."),
    ("sum_of", "count", "a b", [whole("x", "369"), whole("a", "227"), whole("b", "143")],
     "Holds if the last digit is higher by one."),
    ("sums_to_100", "share", "a", [percent("x", "55"), percent("a", "43")],
     "Holds if the last digit is higher by one."),
    ("share_of", "share", "a b", [percent("x", "21"), row("a", "37,111"), row("b", "170,111")],
     "Holds if digits were cut off instead of rounded."),
    ("share_of", "share", "a b", [percent("x", "22"), row("a", "36,111"), row("b", "170,111")],
     "Holds if digits were always raised instead of rounded."),
    ("duration_between", "duration", "a b unit=weeks",
     [row("x", "5", quantity="weeks"), dated("a", "1937-05-31"), dated("b", "1937-06-30")],
     "Holds if the last digit is lower by one."),
    ("duration_between", "duration", "a b unit=days",
     [row("x", "5", quantity="days"), dated("a", "1937-06-01"), dated("b", "1937-06-07")],
     "Holds if the last digit is higher by one."),
    ("weekday", "date", "weekday=Sunday", [dated("x", "1933-03-04")], "Holds if the date is 1 day later."),
    ("same_as", "date", "a", [dated("x", "1937-02"), dated("a", "1937-01-23", "1937-01-30")],
     "Holds if the date is 1 month earlier."),
    ("same_as", "date", "a", [dated("x", "1932"), dated("a", "1934-01")], "Holds if the date is 2 years later."),
])  # fmt: skip
def test_each_planted_misprint_is_found(name, kind, rests_on, rows, words):
    assert repaired(name, kind, rests_on, *rows) == words


@pytest.mark.parametrize(("name", "kind", "rests_on", "rows"), [
    ("length_of_list", "count", "list:trial/death", [whole("x", "18")]),
    ("same_as", "date", "a", [dated("x", "1905"), dated("a", "1934-01")]),
    ("sum_of", "count", "a b", [whole("x", "777"), whole("a", "227"), whole("b", "143")]),
    ("rank_among", "rank", "b a rank=lowest", [row("x", "first"), row("a", "2"), row("b", "5")]),
    ("share_of", "share", "a b", [percent("x", "22"), row("a", "37,000"), row("b", "170,000")]),
])  # fmt: skip
def test_nothing_is_found_where_nothing_simple_helps_or_nothing_fails(name, kind, rests_on, rows):
    assert repaired(name, kind, rests_on, *rows) == ""


def test_a_changed_figure_must_fit_every_check_it_stands_in():
    rows = [whole("x", "16"), whole("a", "15"), whole("b", "21"), whole("c", "5")]
    assert repaired("same_as", "count", "a", *rows) == "Holds if the last digit is lower by one."
    other = claim("b", "count", "sum_of", "x c")
    assert repaired("same_as", "count", "a", *rows, others=[other]) == ""


def test_a_changed_date_must_fit_every_check_it_stands_in():
    rows = [dated("x", "1937-05-12"), dated("a", "1937-06-11"), dated("b", "1937-05-20")]
    assert repaired("before", "date", "a order=after", *rows) == "Holds if the date is 1 month later."
    other = claim("b", "date", "before", "x order=after")
    assert repaired("before", "date", "a order=after", *rows, others=[other]) == ""


def test_repeated_dates_share_a_misprint():
    rows = [dated("x", "1933-03-04"), dated("a", "1933-03-04")]
    found = repaired("same_as; weekday", "date", "a; weekday=Sunday", *rows)
    assert found == "Holds if the date is 1 day later."


@pytest.mark.parametrize(("iso", "part", "step", "moved"), [
    ("1937-05-31", 2, 1, "1937-06-01"), ("1937-01", 1, -1, "1936-12"), ("1937-12", 1, 1, "1938-01"),
    ("1937-12-15", 1, 2, "1938-02-15"), ("1937-05-31", 1, 1, ""), ("1936-02-29", 0, 1, ""), ("1936", 0, -2, "1934"),
])  # fmt: skip
def test_dates_are_moved_by_the_calendar(iso, part, step, moved):
    assert repairs.shifted(iso, part, step) == moved


@pytest.mark.parametrize(("differs", "words"), [
    ("unit", "Agrees with the cited work if the unit is read as that of the report."),
    ("year", "Agrees with the cited work if it is dated 1929."),
    ("thing", "Agrees with the cited work if it is read as what the report counts."),
    ("unit;year;thing", "Agrees with the cited work if read for 1929 and as the report counts it."),
    ("number", ""), ("number;unit", ""),
])  # fmt: skip
def test_what_would_make_a_figure_agree_with_its_source(differs, words):
    faith = SimpleNamespace(verdict="differs from the source", differs=differs, report_start="1929")
    assert repairs.repair_fidelity(faith) == words
    assert repairs.repair_fidelity(SimpleNamespace(verdict="as in the source", differs="")) == ""
    assert repairs.repair_fidelity(None) == ""


def votes(party, value, kind="party"):
    return {"id": party, "label": party.upper(), "party": party, "party_kind": kind, "value": value}


@pytest.mark.parametrize(("printed", "estimates", "words"), [
    ("9.1", [votes("spd", 9.18)], "Meets an estimate if digits were cut off instead of rounded."),
    ("9.1", [votes("spd", 9.02)], "Meets an estimate if digits were always raised instead of rounded."),
    ("9.1", [votes("spd", 9100.0)], "Meets an estimate if it is multiplied by 1,000."),
    ("9.1", [votes("spd", 4.0), votes("bvp", 5.1), votes("kpd", 2.0)], "Meets the count if BVP is added."),
    ("9.1", [votes("spd", 4.0), votes("all", 5.1, "total")], ""),
    ("9.1", [votes("spd", 4.0), votes("b", 5.1), votes("c", 5.11), votes("d", 5.09)], ""),
    ("more than 9.1", [votes("spd", 4.0)], ""),
    # any factor large enough would meet "at least 20"
    ("9.1", [votes("spd", NAN) | {"low": 20.0}], ""),
    ("9.1", [votes("spd", 9.1)], ""),
])  # fmt: skip
def test_what_would_bring_a_figure_among_the_estimates(printed, estimates, words):
    known = facts(row("x", printed), estimates=estimates)
    made = claim("x", "count", compare="reichstag_results measure=members party=spd")
    assert ledger.evaluate(frame_of(made), known).at[0, "repair"] == words


def test_every_check_has_a_search_and_a_repair_changes_no_verdict():
    assert set(repairs._SEARCHES) | {"weekday"} == set(claims.CHECKS)
    known = facts(percent("x", "360"), row("a", "29"), row("b", "105"))
    made = claim("x", "increase", "increase_by", "a b")
    before = run(made, claims.relations(made)[0], known).verdict
    assert ledger.evaluate(frame_of(made), known).at[0, "arithmetic"] == before == "cannot all hold"
