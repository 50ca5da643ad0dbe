"""Every way to read a figure is tried before a contradiction is stated, and the one that was needed is named."""

import itertools
from fractions import Fraction

import pytest

from analysis.ledger.relations import total
from analysis.numbers.arithmetic import (
    check_implied_base,
    check_rank,
    check_ratio,
    check_same,
    check_share,
    check_shares_sum,
    check_sum,
    check_within,
)
from analysis.numbers.dates import check_duration
from analysis.numbers.growth import check_growth
from analysis.numbers.printed import READINGS, RULES, parse
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE, WITHIN

F = Fraction
ATTEMPTED = [*itertools.product(RULES, READINGS)]


def pc(text):
    return parse(text, F(1, 100))


def persons(text):
    return parse(text, 1, True)


CASES = {
    "scale word of a range": (check_same(parse("900"), parse("5-6 million")), CONTRADICTION),
    "scale word of a range, in words": (check_same(parse("50"), parse("two to three hundred")), CONTRADICTION),
    "thousands of a range left out": (check_same(parse("900"), parse("10-15,000")), CONTRADICTION),
    "scale in a sum": (check_sum([parse("200"), parse("200-300 thousand")], parse("1,000")), CONTRADICTION),
    "slash as fraction": (check_share(persons("75"), persons("100"), parse("3/4")), EXACT),
    "slash as fraction of a ratio": (check_ratio(parse("4"), parse("2"), parse("1/2")), CONTRADICTION),
    "three decimals, per cent": (check_share(persons("1"), persons("32"), pc("3.125")), EXACT),
    "three decimals, times": (check_ratio(parse("9"), parse("8"), parse("1.125")), EXACT),
    "three decimals, million": (check_same(parse("1,234,000"), parse("1.234 million")), EXACT),
    "trailing zero": (check_same(parse("1.53 million"), parse("1.530 million")), EXACT),
    "trailing zero, column of millions": (check_same(parse("1.53", 10**6), parse("1.530", 10**6)), EXACT),
    "a ninth in a column of percentages": (check_share(persons("100"), persons("900"), pc("1/9")), EXACT),
    "half of one per cent": (check_share(persons("1"), persons("200"), pc("1/2")), EXACT),
    "one or two per cent": (check_share(persons("3"), persons("200"), pc("1/2")), WITHIN),
    "one or two persons": (check_same(persons("2"), persons("1/2")), WITHIN),
    "thousands in a sum of decimals": (check_sum([parse("1.250"), parse("0,5")], parse("1,75")), EXACT),
    "still no way": (check_share(persons("1"), persons("3"), pc("3.125")), CONTRADICTION),
    "shares": (check_shares_sum([pc("33.125"), pc("66.875")]), EXACT),
    "growth": (check_growth(parse("1.000"), parse("1.210"), 2, pc("10")), EXACT),
    "base": (check_implied_base(persons("50"), pc("12.500"), persons("400")), EXACT),
    "within": (check_within(parse("1.500"), parse("1"), parse("2")), EXACT),
    "lowest": (check_rank(parse("1.500"), [parse("2"), parse("3")], "lowest"), EXACT),
    "duration": (check_duration("1937-01-01", "1937-01-03", parse("2.000"), "days"), EXACT),
}


@pytest.mark.parametrize("case", CASES)
def test_verdicts(case):
    check, verdict = CASES[case]
    assert check.verdict == verdict, check


def test_the_reading_that_was_needed_is_named():
    assert CASES["three decimals, times"][0].working.endswith("1.125 is read with decimals.")
    assert CASES["one or two per cent"][0].working.endswith("1/2 is read as the one number or the other.")
    assert CASES["still no way"][0].working.endswith("Nor does another way to read the figures.")
    # The likeliest reading, or only one, is not worth a word.
    assert "read" not in CASES["three decimals, million"][0].working
    assert "read" not in check_same(parse("5"), parse("7")).working


def test_a_range_that_is_absurdly_wide_tests_nothing():
    """It neither holds for everything nor contradicts anything."""
    wide = parse("between 1 and 2,000")
    assert check_same(parse("1,500"), wide).verdict == WITHIN
    assert check_same(parse("300"), wide).verdict == NOT_TESTABLE
    assert "tests nothing" in check_same(parse("300"), wide).working
    assert check_same(persons("5,000"), wide).verdict == CONTRADICTION


def test_who_may_read_in_two_ways_passes_more_easily():
    times = parse("1.125")
    # As thousands nothing passes; as decimals so many do, and no more may be added.
    found = check_ratio(parse("9"), parse("8"), times)
    alone = check_ratio(parse("9"), parse("8"), parse("1.1250"))
    assert found.chance == pytest.approx(alone.chance, rel=0.01)
    # Both readings pass for some figures: 1.5 to 2.5 and 1,000 to 2,000 thousandths.
    one, two = (check_within(parse(t), parse("0.9"), parse("1.6")) for t in ("1.250", "1.2500"))
    assert one.chance >= two.chance > 0


@pytest.mark.parametrize(
    "texts", [*itertools.product(["1.250", "3", "2.500"], ["1.250", "7"], ["2.500", "1.250", "10"])]
)
def test_a_contradiction_is_one_in_every_reading(texts):
    """Brute force over readings: the verdict is a contradiction only if no choice of readings adds up."""
    *parts, whole = map(parse, texts)
    found = check_sum(parts, whole)
    fits = any(
        (a.bounds(*how) + b.bounds(*how)).overlaps(c.bounds(*how))
        for a, b, c in itertools.product(*(p.ways for p in (*parts, whole)))
        for how in ATTEMPTED
    )
    assert (found.verdict != CONTRADICTION) == fits, (texts, found)


def test_sums_as_operands_are_read_in_every_way():
    found = total([parse("1.250"), parse("3")])
    assert [p.value for p in found.ways] == [1253, F(17, 4)]
    assert [p.value for p in found.scaled(F(1000)).ways] == [1_253_000, 4250]
    assert check_same(parse("4.25"), found).verdict == EXACT


def test_scaling_and_measuring_keep_every_way():
    figure = parse("1/2", F(1, 100)).scaled(F(100))
    assert [p.value or (p.first, p.last) for p in figure.ways] == [F(1, 2), 50, (1, 2)]
    third = parse("a third").scaled(F(2))
    assert (third.bounds().low, third.bounds().high) == (F(7, 12), F(5, 6))
    about = parse("approx. 62", F(1, 100)).scaled(F(2))
    assert (about.bounds().low, about.bounds().high) == (F(122, 100), F(126, 100))
    off = parse("5 ± 1").scaled(F(10))
    assert (off.bounds().low, off.bounds().high) == (40, 60)
    counted = persons("5")
    assert counted.bounds().low == 5
    assert counted.measured().bounds().low == F(9, 2)
    assert counted.scaled(F(1)) == counted
