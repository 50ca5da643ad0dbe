"""The closed list of checks: each on made-up figures that hold and that do not, in both directions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from analysis.ledger import claims, relations
from analysis.ledger.relations import figure, moment, run, total, worst
from analysis.numbers import arithmetic
from analysis.numbers.printed import parse
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN
from tests.synthetic_claims import claim, dated, facts, percent, row

A, B, C = ("a", "b", "c")
#: check, kind, settings, printed rows (the claim's own is x), verdict
CASES = [
    # 226 + 143 = 369
    ("sum_of", "count", "a b", [row("x", "369"), row(A, "226"), row(B, "143")], EXACT),
    ("sum_of", "count", "a b", [row("x", "371", whole=True), row(A, "226", whole=True), row(B, "143", whole=True)],
     CONTRADICTION),
    # 62 +- 1 and 23 +- 0.5 make 83.5 to 86.5
    ("sum_of", "share", "a b", [percent("x", "86"), percent(A, "approx. 62"), percent(B, "23")], WITHIN),
    ("sums_to_100", "share", "a b", [percent("x", "22"), percent(A, "33"), percent(B, "45")], EXACT),
    ("sums_to_100", "share", "a b", [percent("x", "22"), percent(A, "33"), percent(B, "48")], CONTRADICTION),
    # 37,000 / 170,000 = 21.76 per cent
    ("share_of", "share", "a b", [percent("x", "22"), row(A, "37,000"), row(B, "170,000")], WITHIN),
    ("share_of", "share", "a b", [percent("x", "23"), row(A, "37,111"), row(B, "170,111")], CONTRADICTION),
    # 21.76 is printed 21 only if cut off
    ("share_of", "share", "a b", [percent("x", "21"), row(A, "37,111"), row(B, "170,111")], TRUNCATED),
    ("ratio_of", "ratio", "a b", [row("x", "three", quantity="ratio"), row(A, "6"), row(B, "2")], EXACT),
    ("ratio_of", "ratio", "a b", [row("x", "almost two", quantity="ratio"), row(A, "6,000,001"), row(B, "2,000,001")],
     CONTRADICTION),
    # 150 / 100 - 1 = 50 per cent
    ("increase_by", "increase", "a b", [percent("x", "50"), row(A, "100"), row(B, "150")], EXACT),
    ("increase_by", "increase", "a b", [percent("x", "150"), row(A, "111"), row(B, "167")], CONTRADICTION),
    ("difference_of", "difference", "a b", [row("x", "56,900"), row(A, "182,600"), row(B, "125,700")], EXACT),
    ("difference_of", "difference", "a b",
     [row("x", "8", whole=True), row(A, "12", whole=True), row(B, "5", whole=True)], CONTRADICTION),
    # 100 (1 + 0.1)^2 = 121
    ("growth_over", "rate", "a b years=2", [percent("x", "10"), row(A, "100"), row(B, "121")], EXACT),
    ("growth_over", "rate", "a b years=3", [percent("x", "10.0"), row(A, "100.1"), row(B, "121.1")], CONTRADICTION),
    ("index_against_level", "index", "a b", [row("x", "150"), row(A, "3"), row(B, "2")], EXACT),
    ("index_against_level", "index", "a b base=10", [row("x", "150"), row(A, "3"), row(B, "2")], CONTRADICTION),
    # 50 / 10 per cent = 500
    ("implied_base", "count", "a b", [row("x", "500"), row(A, "50"), percent(B, "10")], EXACT),
    ("implied_base", "count", "a b", [row("x", "811"), row(A, "51"), percent(B, "10.1")], CONTRADICTION),
    ("same_as", "share", "a", [percent("x", "9"), percent(A, "9.1")], WITHIN),
    ("same_as", "share", "a", [percent("x", "9"), percent(A, "10.7")], CONTRADICTION),
    ("length_of_list", "count", "list:trial/death", [row("x", "three", whole=True)], EXACT),
    ("length_of_list", "count", "list:trial/death", [row("x", "5", whole=True)], CONTRADICTION),
    # 1 to 8 October is a week, or eight days with the first day counted
    ("duration_between", "duration", "a b unit=weeks",
     [row("x", "one", quantity="weeks"), dated(A, "1937-10-01"), dated(B, "1937-10-08")], EXACT),
    ("duration_between", "duration", "a b unit=weeks",
     [row("x", "three", quantity="weeks"), dated(A, "1937-10-01"), dated(B, "1937-10-08")], CONTRADICTION),
    ("before", "date", "a", [dated("x", "1937-05-26"), dated(A, "1937-06")], EXACT),
    ("before", "date", "a", [dated("x", "1937-06"), dated(A, "1937-06-15")], WITHIN),
    ("before", "date", "a", [dated("x", "1937-06-11"), dated(A, "1937-05-12")], CONTRADICTION),
    ("before", "date", "a order=after", [dated("x", "1937-06-11"), dated(A, "1937-05-12")], EXACT),
    # 8 May 1945 was a Tuesday
    ("weekday", "date", "weekday=Tuesday", [dated("x", "1945-05-08")], EXACT),
    ("weekday", "date", "weekday=Sunday", [dated("x", "1945-05-08")], CONTRADICTION),
    ("rank_among", "rank", "a b c rank=lowest", [row("x", "first"), row(A, "2"), row(B, "5"), row(C, "9")], EXACT),
    ("rank_among", "rank", "b a c rank=lowest", [row("x", "first"), row(A, "2"), row(B, "5"), row(C, "9")],
     CONTRADICTION),
    ("rank_among", "rank", "b a c rank=lowest place=2", [row("x", "first"), row(A, "2"), row(B, "5"), row(C, "9")],
     EXACT),
    ("rank_among", "rank", "a b c rank=highest", [row("x", "first"), row(A, "2"), row(B, "5"), row(C, "9")],
     CONTRADICTION),
    ("within", "count", "a b", [row("x", "4"), row(A, "3"), row(B, "5")], EXACT),
    ("within", "count", "a b", [row("x", "9"), row(A, "3"), row(B, "5")], CONTRADICTION),
    # a part is not larger than its whole
    ("within", "count", "a", [row("x", "4"), row(A, "5")], EXACT),
    ("within", "count", "a", [row("x", "9"), row(A, "5")], CONTRADICTION),
    ("largest_are", "rank", "b c others=a", [row("x", "two"), row(A, "2"), row(B, "5"), row(C, "9")], EXACT),
    ("largest_are", "rank", "a c others=b", [row("x", "two"), row(A, "2"), row(B, "5"), row(C, "9")], CONTRADICTION),
    ("rising", "text", "a b c", [row("x", "growing"), row(A, "2"), row(B, "5"), row(C, "9")], EXACT),
    ("rising", "text", "a c b", [row("x", "growing"), row(A, "2"), row(B, "5"), row(C, "9")], CONTRADICTION),
    ("rising", "text", "a b direction=down", [row("x", "falling"), row(A, "2"), row(B, "5")], CONTRADICTION),
    # a tenth of a tenth
    ("product_of", "share", "a b", [percent("x", "1"), percent(A, "10"), percent(B, "10")], EXACT),
    ("product_of", "share", "a b", [percent("x", "7"), percent(A, "10"), percent(B, "10")], CONTRADICTION),
    # 50 at 5 per cent are 1,000, as are 20 at 2; 30 at 2 are 1,500
    ("implied_base_same", "share", "a b c", [percent("x", "5"), row(A, "50"), row(B, "20"), percent(C, "2")], EXACT),
    ("implied_base_same", "share", "a b c", [percent("x", "5.0"), row(A, "51"), row(B, "31"), percent(C, "2.0")],
     CONTRADICTION),
    ("implied_base_same", "share", "a b c room=50",
     [percent("x", "5.0"), row(A, "51"), row(B, "31"), percent(C, "2.0")], WITHIN),
    # 6 over 2 is 9 over 3
    ("same_rate", "count", "a b c", [row("x", "6"), row(A, "2"), row(B, "9"), row(C, "3")], EXACT),
    ("same_rate", "count", "a b c", [row("x", "61"), row(A, "11"), row(B, "31"), row(C, "11")], CONTRADICTION),
    ("number_of", "count", "a b", [row("x", "two"), dated(A, "1928-05"), row(B, "some")], EXACT),
    ("number_of", "count", "a b", [row("x", "three"), dated(A, "1928-05"), row(B, "some")], CONTRADICTION),
    ("partition_of_list", "count", "list:trial/death list:trial/one list:trial/two", [row("x", "three")], EXACT),
    ("partition_of_list", "count", "list:trial/death list:trial/one", [row("x", "three")], CONTRADICTION),
    ("subset_of_list", "count", "list:trial/one list:trial/death", [row("x", "two")], EXACT),
    ("subset_of_list", "count", "list:trial/death list:trial/one", [row("x", "two")], CONTRADICTION),
    ("among", "date", "a b", [dated("x", "1930"), dated(A, "1928-05"), dated(B, "1930-09")], EXACT),
    ("among", "date", "a b", [dated("x", "1931"), dated(A, "1928-05"), dated(B, "1930-09")], CONTRADICTION),
]  # fmt: skip
LISTS = {
    "list:trial/death": ["Smith", "Jones", "Miller"], "list:trial/one": ["Smyth", "Jones"],
    "list:trial/two": ["Miller"],
}  # fmt: skip


def check(name, kind, rests_on, rows, **more):
    made = claim("x", kind, name, rests_on)
    return run(made, claims.relations(made)[0], facts(*rows, lists=LISTS, **more))


@pytest.mark.parametrize(("name", "kind", "rests_on", "rows", "verdict"), CASES)
def test_every_check_in_both_directions(name, kind, rests_on, rows, verdict):
    found = check(name, kind, rests_on, rows)
    assert (found.check, found.verdict) == (name, verdict)
    assert found.working.endswith(".")


def test_no_check_is_left_out():
    assert {case[0] for case in CASES} == set(claims.CHECKS)
    for name in claims.CHECKS:
        verdicts = {case[4] for case in CASES if case[0] == name}
        assert verdicts & {EXACT, WITHIN}, name
        assert CONTRADICTION in verdicts, name


@pytest.mark.parametrize(("name", "rows"), [
    ("same_as", [row("x", "some"), row(A, "2")]),
    ("same_as", [row("x", "2"), row(A, "a few")]),
    ("same_as", [row("x", "2"), row(A, "--")]),
])  # fmt: skip
def test_unreadable_figures_are_not_testable(name, rows):
    assert check(name, "count", "a", rows).verdict == NOT_TESTABLE


@pytest.mark.parametrize(("name", "rests_on"), [
    ("before", "a"), ("same_as", "a"), ("within", "a"), ("weekday", "weekday=Sunday"),
])  # fmt: skip
def test_dates_that_are_not_printed_are_not_testable(name, rests_on):
    assert check(name, "date", rests_on, [dated("x", ""), dated(A, "1937")]).verdict == NOT_TESTABLE


# Sums and lists as operands


def test_a_sum_stands_for_its_parts():
    # 97 of 4,348 + 97 is 2.18 per cent; of 4,348 it would be 2.23
    rows = [percent("x", "2.18"), row(A, "97", whole=True), row(B, "4,348", whole=True)]
    found = check("share_of", "share", "a b+a", rows)
    assert found.verdict == WITHIN
    assert found.working.startswith("4,348 + 97 = 4,445. ")
    assert check("share_of", "share", "a b", rows).verdict == CONTRADICTION


def test_a_list_counts_as_its_length():
    rows = [row("x", "7", whole=True), row(A, "4", whole=True)]
    assert check("sum_of", "count", "list:trial/death a", rows).verdict == EXACT
    assert check("difference_of", "count", "a list:trial/death", [row("x", "1", whole=True), rows[1]]).verdict == EXACT


def test_bounds_of_a_sum_are_the_sums_of_bounds():
    parts = [parse("1.5"), parse("approx. 20"), parse("3", 1, True)]
    for rule, reading in product(("half_unit", "truncation", "ceiling"), ("narrow", "wide")):
        ends = [p.bounds(rule, reading) for p in parts]
        assert total(parts).bounds(rule, reading) == arithmetic.add(ends)
    assert total(parts).value is None  # a figure that is only approximate has no exact sum
    assert total(parts[::2]).value == Fraction(9, 2)
    assert total([parse("1"), parse("--")]).bounds() is None


def test_a_sum_with_an_unreadable_part_cannot_be_read():
    known = facts(row(A, "2"), row(B, "some"))
    assert figure("a+b", known) is None
    assert figure("a+a", known).value == 4


def unrounded(figure):
    """Every value on a grid of quarters that would be printed as a whole number."""
    return [Fraction(n, 4) for n in range(4 * figure - 2, 4 * figure + 3)]


def test_shares_of_sums_against_brute_force():
    """Parts 1 to 4, wholes as sums of two parts: a share holds exactly where unrounded figures exist."""
    for part, one, other, share in product(range(1, 4), range(1, 4), range(1, 4), range(10, 100, 10)):
        rows = [row("x", str(share), quantity="share", factor=0.01), row(A, str(part)), row(B, str(one)),
                row(C, str(other))]  # fmt: skip
        found = check("share_of", "share", "a b+c", rows).verdict
        shares = [p / (b + c) for p, b, c in product(unrounded(part), unrounded(one), unrounded(other))]
        span = (min(shares) * 100, max(shares) * 100)
        point = Fraction(part, one + other) * 100
        narrow = span[0] <= share + Fraction(1, 2) and share - Fraction(1, 2) <= span[1]
        assert (found == EXACT) == (point == share)
        if narrow:
            assert found in (EXACT, WITHIN)
        if found == CONTRADICTION:
            assert not narrow


# Dates


@pytest.mark.parametrize(("one", "other", "verdict"), [
    (("1937-01-23", "1937-01-30"), ("1937-01",), EXACT),
    (("1937-01",), ("1937-01-23", "1937-01-30"), EXACT),
    (("1937-01-23", "1937-02-03"), ("1937-01",), WITHIN),
    (("1937-01-23", "1937-01-30"), ("1937-02",), CONTRADICTION),
    (("1934",), ("1934-01",), EXACT),
    (("1932",), ("1934-01",), CONTRADICTION),
])  # fmt: skip
def test_two_dates_of_one_event(one, other, verdict):
    assert check("same_as", "date", "a", [dated("x", *one), dated(A, *other)]).verdict == verdict


def test_a_date_within_a_period():
    trial = dated(A, "1938-03-02", "1938-03-13")
    assert check("within", "date", "a", [dated("x", "1938-03-11"), trial]).verdict == EXACT
    assert check("within", "date", "a", [dated("x", "1938-03"), trial]).verdict == WITHIN
    assert check("within", "date", "a", [dated("x", "1938-03-14"), trial]).verdict == CONTRADICTION


def test_the_end_of_a_month_is_not_its_first_half():
    # read generously, the end of March begins on the 16th
    end_of_march = dated("x", "1937-03", printed="end of March 1937")
    assert moment(end_of_march, "start") == "end of 1937-03"
    assert check("before", "date", "a", [end_of_march, dated(A, "1937-03-15")]).verdict == CONTRADICTION
    assert check("before", "date", "a", [end_of_march, dated(A, "1937-03-16")]).verdict == WITHIN
    assert check("before", "date", "a", [end_of_march, dated(A, "1937-04-01")]).verdict == EXACT


def test_a_duration_runs_from_the_beginning_of_the_first_to_the_end_of_the_second():
    # 19 to 21 June: two days, or three with the first day counted
    meeting = dated(A, "1937-06-19", "1937-06-21")
    three = row("x", "three", quantity="days", unit="days")
    assert check("duration_between", "duration", "a a unit=days", [three, meeting]).verdict == EXACT


def test_a_duration_is_compared_in_the_unit_it_is_printed_in():
    # 1917 to 1936 is 18 to 20 years, so less than two decades can hold; the row's factor makes decades years
    rows = [row("x", "less than two", quantity="years", factor=10), dated(A, "1917"), dated(B, "1936")]
    assert check("duration_between", "duration", "a b unit=decades", rows).verdict == WITHIN
    rows[1] = dated(A, "1915")
    assert check("duration_between", "duration", "a b unit=decades", rows).verdict == CONTRADICTION


def test_an_area_over_a_length_is_a_length():
    rows = [row("x", "240", quantity="km"), row(A, "144,000", quantity="km2"), row(B, "600", quantity="km")]
    found = check("ratio_of", "level", "a b", rows)
    assert found.verdict == EXACT
    assert "times" not in found.working


def test_a_figure_left_aside_is_named():
    rows = [row("x", "first"), row(A, "2"), row(B, "5"), row(C, "9")]
    found = check("rank_among", "rank", "b a c rank=lowest place=2", rows)
    assert found.working == "5 against 2 and 9. Called one of the 2 lowest: it is."


@pytest.mark.parametrize(
    ("rests_on", "rank", "unit", "word"),
    [
        ("a b c", "lowest", "persons", "lowest"),
        ("a b", "lowest", "persons", "lower"),
        ("c b", "highest", "persons", "higher"),
        ("a b c", "lowest", "calendar_year", "earliest"),
        ("c b", "highest", "calendar_year", "later"),
    ],
)
def test_a_rank_is_called_by_what_is_ranked(rests_on, rank, unit, word):
    rows = [row(name, text, unit=unit) for name, text in ((A, "1931"), (B, "1933"), (C, "1935"))]
    found = check("rank_among", "rank", f"{rests_on} rank={rank}", [row("x", "first"), *rows])
    assert f"Called the {word}: it is." in found.working


def test_the_figure_that_cannot_be_read_is_named():
    rows = [row("x", "12"), row(A, "10 7", whole=True), row(B, "5")]
    assert check("sum_of", "count", "a b", rows).working == "10 7 cannot be read as one number."


def test_a_date_without_a_year_is_named():
    rows = [row("x", "20 May", quantity="date", unit="day_and_month"), dated(A, "1933")]
    assert check("before", "date", "a", rows).working == "20 May is printed without a year."


def test_a_span_names_the_dates_of_figures_not_the_figures():
    rows = [row("x", "9", quantity="years", unit="years"), row(A, "29", start="1929"), row(B, "105", start="1938")]
    found = check("duration_between", "duration", "a b unit=years", rows)
    assert found.working.startswith("From 1929 to 1938 = ")


@pytest.mark.parametrize(
    ("count", "verdict", "words"),
    [
        ("2051", WITHIN, "The two wholes can be one."),
        ("2801", WITHIN, "The two wholes lie apart, but by no more than the 50% allowed for the time between them."),
        ("9001", CONTRADICTION, "The two wholes lie more than 50% apart."),
    ],
)
def test_wholes_that_lie_apart_are_not_said_to_be_one(count, verdict, words):
    rows = [percent("x", "11"), row(A, count), row(B, "2001"), percent(C, "11")]
    found = check("implied_base_same", "share", "a b c room=50", rows)
    assert (found.verdict, found.working.endswith(words)) == (verdict, True), found.working


def test_the_worst_of_several_checks_is_shown():
    made = claim("x", "count", "same_as;sum_of", "a; a b")
    known = facts(row("x", "5", whole=True), row(A, "5", whole=True), row(B, "9", whole=True))
    found = [run(made, r, known) for r in claims.relations(made)]
    assert worst(found).check == "sum_of"
    assert worst([]) is None
    assert relations.worst(found[:1]) is found[0]
