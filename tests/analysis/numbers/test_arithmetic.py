"""Checks on printed numbers: worked cases, and brute force over unrounded figures that are printed again.

The brute force knows nothing of interval arithmetic. It takes unrounded figures on a fine grid, prints them by
each rule, keeps those that print as the text does, computes the relation and asks whether a result prints as the
stated figure. All relations here are continuous in every figure, so every number between the least and the
greatest result is a result too.
"""

import itertools
import math
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import ATTEMPTS, Check
from analysis.numbers.printed import RULES, Bounds, parse
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN

F = Fraction
PERCENT = F(1, 100)
# Distance from an open end, in units of the last digit, at which the grid stops.
TINY = F(1, 10**9)
# All points of the grid are whole multiples of this, so that sums and orders can be found among whole numbers.
GRAIN = F(1, 10**12)


def n(text, factor=1, whole=False):
    return parse(str(text), F(factor), whole)


def p(text):
    return n(text, PERCENT)


# --- the printer -----------------------------------------------------------------------------------------------


def prints(x, unit, rule):
    """Return the values that are printed for a number when digits below a unit are dropped; two for a tie."""
    steps = x / unit
    if rule == "truncation":
        return {math.floor(steps) * unit}
    if rule == "ceiling":
        return {math.ceil(steps) * unit}
    return {k * unit for k in (math.floor(steps), math.floor(steps) + 1) if abs(steps - k) <= F(1, 2)}


def units(text, reading):
    """Return the units to which a writer may have rounded: that of the last digit, and of final zeros if wide."""
    if "." in text:
        return [F(1, 10 ** len(text.split(".")[1]))]
    found = [F(1)]
    while reading == "wide" and int(text) and int(text) % (found[-1] * 10) == 0:
        found.append(found[-1] * 10)
    return found


@cache
def unrounded(text, rule, reading, whole=False, factor=1):
    """Return numbers on a grid that print as a string: tenths of a unit, and numbers beside the ties and ends."""
    if whole and units(text, reading) == [1]:
        return [F(text) * factor]  # counted to the last one and printed in full
    found = set()
    for unit in units(text, reading):
        steps = [F(k, 10) + e for k in range(-10, 11) for e in ((-TINY, 0, TINY) if k % 5 == 0 else (0,))]
        found |= {F(text) + s * unit for s in steps if F(text) in prints(F(text) + s * unit, unit, rule)}
    return sorted(x * factor for x in found)


@cache
def grains(*figure):
    return [int(x / GRAIN) for x in unrounded(*figure)]


def expected_verdict(relation, operands, stated):
    """Return verdict and rule of the first attempt under which unrounded figures satisfy a relation.

    Each figure is (text, whole, factor); the relation is a function of the unrounded operands, or a predicate
    with the stated figure as its first argument where it has the attribute ``holds``.
    """
    grid = grains if relation in LINEAR else unrounded
    as_printed = [F(text) * factor for text, _whole, factor in operands]
    target = F(stated[0]) * stated[2]
    if holds(relation, target, as_printed):
        return EXACT, ""
    for rule, reading, verdict in ATTEMPTS:
        grids = [grid(t, rule, reading, w, f) for t, w, f in operands]
        if possible(relation, grid(stated[0], rule, reading, *stated[1:]), grids):
            return verdict, f"{rule}, {reading}"
    return CONTRADICTION, ""


def holds(relation, target, values):
    if hasattr(relation, "holds"):
        return relation.holds(target, values)
    try:
        return relation(*values) == target
    except ZeroDivisionError:
        return False


def possible(relation, targets, grids):
    if hasattr(relation, "holds"):
        return any(relation.holds(x, values) for x in targets for values in itertools.product(*grids))
    results = [relation(*values) for values in itertools.product(*grids)]
    return min(results) <= targets[-1] and targets[0] <= max(results)


def compare(relation, check, operands, stated):
    """Hold a check against the brute force; figures are (text, whole, factor)."""
    found = check([n(t, f, w) for t, w, f in operands], n(stated[0], stated[2], stated[1]))
    assert (found.verdict, found.rule) == expected_verdict(relation, operands, stated), (operands, stated, found)
    return found.verdict


def figures(texts, *, whole=False, factor=1):
    return [(str(t), whole, factor) for t in texts]


def every(*columns):
    return itertools.product(*columns)


# --- relations -------------------------------------------------------------------------------------------------


def total(*parts):
    return sum(parts)


def ratio(a, b):
    return a / b


def increase(start, end):
    return end / start - 1


def difference(a, b):
    return a - b


def same(a):
    return a


def between(low, high):
    raise NotImplementedError("an order, see its attribute")


def lowest(*others):
    raise NotImplementedError("an order, see its attribute")


def highest(*others):
    raise NotImplementedError("an order, see its attribute")


between.holds = lambda x, ends: ends[0] <= x <= ends[1]
lowest.holds = lambda x, others: x <= min(others)
highest.holds = lambda x, others: x >= max(others)
LINEAR = {total, difference, same, between, lowest, highest}


# --- sums ------------------------------------------------------------------------------------------------------


def test_sum_by_hand():
    # 2 + 3 = 5.
    assert arithmetic.check_sum([n(2), n(3)], n(5)).verdict == EXACT
    # [1.5, 2.5] + [2.5, 3.5] = [4, 6] meets [5.5, 6.5] in 5.5 to 6.
    found = arithmetic.check_sum([n(2), n(3)], n(6))
    assert (found.verdict, found.computed, found.low, found.high, found.stated) == (WITHIN, 5, 4, 6, 6)
    assert found.rule == "half_unit, narrow"
    # [1.5, 2.5] twice is [3, 5]; [5.5, 6.5] lies above; cut off it is [2, 3) twice = [4, 6), below [6, 7).
    assert arithmetic.check_sum([n(2), n(2)], n(6)).verdict == CONTRADICTION
    # Three times [1, 2) is [3, 6) and meets [5, 6); rounded, [1.5, 4.5] misses [4.5, 5.5] only if cut: they touch.
    assert arithmetic.check_sum([n(1)] * 3, n(5)).verdict == WITHIN
    # Two times [1, 2) is [2, 4) and meets [3, 4); rounded it touches at 3: 1.5 + 1.5 = 3, but 3 prints as 3.
    assert arithmetic.check_sum([n("1.0"), n("1.0")], n("2.2")).verdict == CONTRADICTION
    # Counts of persons are exact: 226 + 143 + 106 + 62 + 28 + 41 + 10 = 616.
    parts = [n(x, whole=True) for x in (226, 143, 106, 62, 28, 41, 10)]
    assert arithmetic.check_sum(parts, n(616, whole=True)).verdict == EXACT
    assert arithmetic.check_sum(parts, n(617, whole=True)).verdict == WITHIN  # 10 may have been rounded
    assert arithmetic.check_sum(parts[:-1], n(607, whole=True)).verdict == CONTRADICTION


SUMS = [
    *every(figures(range(4)), figures(range(4)), figures(range(8))),
    *every(figures([8, 9, 10]), figures([9, 10, 20]), figures(range(14, 36))),
    *every(figures([8, 10, 20], whole=True), figures([9, 10], whole=True), figures(range(14, 36), whole=True)),
    *every(figures(["1.0", "1.5"]), figures(["2", "3"]), figures(["2", "3", "3.9", "4.0", "4.1", "5"])),
    *every(figures([1, 2]), figures([1, 3]), figures([2]), figures(range(3, 9))),
]


def test_sums_by_brute_force():
    met = {compare(total, lambda o, s: arithmetic.check_sum(o, s), c[:-1], c[-1]) for c in SUMS}
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


# --- shares that make up the whole -----------------------------------------------------------------------------


def test_shares_that_make_up_the_whole_by_hand():
    # 40 + 35 + 25 = 100.
    assert arithmetic.check_shares_sum([p(40), p(35), p(25)]).verdict == EXACT
    # 33 + 33 + 33 = 99; the bounds go from 97.5 to 100.5.
    found = arithmetic.check_shares_sum([p(33)] * 3)
    assert (found.verdict, found.rule) == (WITHIN, "half_unit, narrow")
    assert (found.low, found.high) == (0.975, 1.005)
    # 33 + 33 + 32 = 98; rounded up to 99.5, cut off below 101.
    assert arithmetic.check_shares_sum([p(33), p(33), p(32)]).verdict == TRUNCATED
    # 33 + 33 + 31 = 97; cut off below 100.
    assert arithmetic.check_shares_sum([p(33), p(33), p(31)]).verdict == CONTRADICTION
    assert arithmetic.check_shares_sum([p(60), p("--")]).verdict == NOT_TESTABLE


@pytest.mark.parametrize("texts", [("48", "49", "50", "51"), ("30", "40", "49.5", "50.5", "60"), ("99", "1", "98")])
def test_shares_by_brute_force(texts):
    whole = ("1", True, F(1))
    met = set()
    for size in (2, 3):
        for chosen in itertools.product(texts, repeat=size):
            if 90 <= sum(map(float, chosen)) <= 110:
                operands = figures(chosen, factor=PERCENT)
                met.add(compare(total, lambda o, s: arithmetic.check_shares_sum(o), operands, whole))
    assert len(met) >= 2


# --- shares, ratios, increases, differences, bases --------------------------------------------------------------


def test_share_by_hand():
    # 97 of 4,348 is 2.2309... per cent; "2.1" reaches from 2.05 to 2.15; cut off to 2.2; up to 2.1.
    assert arithmetic.check_share(n(97, whole=True), n("4,348", whole=True), p("2.1")).verdict == CONTRADICTION
    assert arithmetic.check_share(n(97, whole=True), n("4,348", whole=True), p("2.2")).verdict == WITHIN
    # 235 of 455 is 51.648 per cent.
    found = arithmetic.check_share(n(235, whole=True), n(455, whole=True), p(52))
    assert found.verdict == WITHIN
    assert found.computed == pytest.approx(0.516483516)
    assert arithmetic.check_share(n(235, whole=True), n(455, whole=True), p(51)).rule == "truncation, narrow"
    assert arithmetic.check_share(n(1, whole=True), n(4, whole=True), p(25)).verdict == EXACT
    assert arithmetic.check_share(n(1), n(4), n("more than a fifth")).verdict == WITHIN
    assert arithmetic.check_share(n(1), n("--"), p(25)).verdict == NOT_TESTABLE
    assert arithmetic.check_share(n(1), n(0), p(25)).verdict == NOT_TESTABLE


def test_ratio_by_hand():
    # 100 / 21 = 4.76; "almost five" is 4.5 to 5.
    assert arithmetic.check_ratio(n(100), n(21), n("almost five")).verdict == WITHIN
    # [104.5, 105.5] / [28.5, 29.5] = 3.542 to 3.702.
    found = arithmetic.check_ratio(n(105), n(29), n("3.6"))
    assert (found.low, found.high) == (pytest.approx(104.5 / 29.5), pytest.approx(105.5 / 28.5))
    assert found.verdict == WITHIN
    assert arithmetic.check_ratio(n(105), n(29), n("4.0")).verdict == CONTRADICTION
    assert arithmetic.check_ratio(n(6), n(3), n(2)).verdict == EXACT


def test_increase_is_not_the_ratio():
    # From 29 to 105 is 3.6 times as much and an increase by 262 per cent.
    assert arithmetic.check_increase(n(29), n(105), p(262)).verdict == WITHIN
    assert arithmetic.check_increase(n(29), n(105), p(362)).verdict == CONTRADICTION
    assert arithmetic.check_increase(n(29), n(105), p(262)).computed == pytest.approx(105 / 29 - 1)
    assert arithmetic.check_increase(n(2), n(3), p(50)).verdict == EXACT


def test_difference_by_hand():
    assert arithmetic.check_difference(n("182,600"), n("125,700"), n("56,900")).verdict == EXACT
    # [3.5, 4.5] - [1.5, 2.5] = [1, 3].
    found = arithmetic.check_difference(n(4), n(2), n(1))
    assert (found.verdict, found.low, found.high) == (WITHIN, 1, 3)
    assert arithmetic.check_difference(n(4), n(2), n("3.6")).verdict == CONTRADICTION


def test_implied_base_by_hand():
    # 170,000 is 11 per cent of 1,545,455; half a unit of the share gives 1,478,261 to 1,619,048.
    found = arithmetic.implied_base(n("170.000", whole=True), p(11))
    assert (float(found.low), float(found.high)) == (pytest.approx(170_000 / 0.115), pytest.approx(170_000 / 0.105))
    # With rounded zeros, 165,000 / 0.115 to 175,000 / 0.105.
    wide = arithmetic.implied_base(n("170.000", whole=True), p(11), reading="wide")
    assert (float(wide.low), float(wide.high)) == (pytest.approx(165_000 / 0.115), pytest.approx(175_000 / 0.105))
    base = n("1.53", 10**6, True)
    assert arithmetic.check_implied_base(n("170.000", whole=True), p(11), base).verdict == WITHIN
    # Nine per cent of 1.53 million is 137,700: too few.
    assert arithmetic.check_implied_base(n("170.000", whole=True), p(9), base).verdict == CONTRADICTION
    assert arithmetic.check_implied_base(n(20), p(50), n(40)).verdict == EXACT
    assert arithmetic.implied_base(n("--"), p(11)) is None
    assert arithmetic.implied_base(n(5), p(0)) is None
    # Digits cut off: nought per cent is from nought to below one, and nobody divides by nought.
    assert arithmetic.implied_base(n(5), p(0), rule="truncation") is None


def test_same_by_hand():
    assert arithmetic.check_same(n("170.000"), n("170,000")).verdict == EXACT
    assert arithmetic.check_same(n("circa 792,000"), n("792.000", whole=True)).verdict == WITHIN
    assert arithmetic.check_same(p("18.5"), p(18)).verdict == WITHIN  # 18.5 is a tie and may print as 18
    assert arithmetic.check_same(p("18.6"), p(18)).verdict == TRUNCATED
    assert arithmetic.check_same(p("17.4"), p(18)).verdict == TRUNCATED  # always up
    assert arithmetic.check_same(p("16.9"), p(18)).verdict == CONTRADICTION


RATIOS = [
    *every(figures([1, 2, 3]), figures([1, 2, 4]), figures([0, 1, 2, 3, 4, 5, 7])),
    *every(figures([10, 20]), figures([2, 3]), figures([1, 3, 5, 7, 10, 11, 14, 30])),
    *every(figures([10, 12], whole=True), figures([3, 20], whole=True), figures(["0.5", "0.6", "3.3", "3.4", "4"])),
]
SHARES = [
    *every(figures([1, 2, 3]), figures([3, 7]), figures([9, 14, 20, 29, 33, 34, 50, 60, 90], factor=PERCENT)),
    *every(
        figures([1, 10, 17], whole=True),
        figures([40, 60], whole=True),
        figures(["2", "2.4", "2.5", "3", "16", "17", "25", "28", "28.3", "42", "43", "50"], factor=PERCENT),
    ),
]


def test_ratios_by_brute_force():
    met = {compare(ratio, lambda o, s: arithmetic.check_ratio(*o, s), (a, b), s) for a, b, s in RATIOS}
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


def test_shares_of_counts_by_brute_force():
    met = {compare(ratio, lambda o, s: arithmetic.check_share(*o, s), (a, b), s) for a, b, s in SHARES}
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


def test_increases_by_brute_force():
    cases = [
        *every(figures([2, 3, 4]), figures([4, 5, 6]), figures([0, 1, 20, 33, 50, 100, 230, 300], factor=PERCENT)),
        *every(figures([10]), figures([12, 20, 25]), figures([5, 10, 20, 99, 100, 101, 150, 170], factor=PERCENT)),
    ]
    met = {compare(increase, lambda o, s: arithmetic.check_increase(*o, s), (a, b), s) for a, b, s in cases}
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


def test_differences_by_brute_force():
    cases = [
        *every(figures(range(3, 7)), figures(range(3)), figures(range(0, 8))),
        *every(figures([10, 20, 23]), figures([8, 10]), figures([1, 2, 3, 10, 12, 14, 20, 25])),
        *every(figures([20, 23], whole=True), figures([8, 10], whole=True), figures(range(0, 30), whole=True)),
    ]
    met = {compare(difference, lambda o, s: arithmetic.check_difference(*o, s), (a, b), s) for a, b, s in cases}
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


def test_implied_bases_by_brute_force():
    cases = [
        *every(figures([3, 10], whole=True), figures([10, 30, 33], factor=PERCENT), figures([8, 9, 10, 27, 30, 100])),
        *every(figures([2]), figures([9, 40], factor=PERCENT), figures([3, 4, 5, 6, 15, 19, 22, 30])),
    ]
    met = {compare(ratio, lambda o, s: arithmetic.check_implied_base(*o, s), (a, b), s) for a, b, s in cases}
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


def test_implied_bases_against_their_own_bounds():
    for count, part, rule, reading in itertools.product([5, 10, 170], [2, 11, 50], RULES, ["narrow", "wide"]):
        found = arithmetic.implied_base(n(count, whole=True), p(part), rule=rule, reading=reading)
        bases = [
            c / s
            for c in unrounded(str(count), rule, reading, True)
            for s in unrounded(str(part), rule, reading, False, PERCENT)
        ]
        assert all(found.contains(b) for b in bases)
        assert float(found.low) == pytest.approx(float(min(bases)), rel=1e-6, abs=1e-5)
        assert float(found.high) == pytest.approx(float(max(bases)), rel=1e-6)


def test_same_by_brute_force():
    texts = ["8", "9", "10", "10.0", "10.4", "10.5", "10.6", "11", "14", "15", "16", "20", "100", "160"]
    met = set()
    for whole in (False, True):
        for a, b in itertools.product(figures(texts, whole=whole), repeat=2):
            if not (whole and "." in a[0] + b[0]):
                met.add(compare(same, lambda o, s: arithmetic.check_same(s, *o), (b,), a))
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


# --- order -----------------------------------------------------------------------------------------------------


def test_within_by_hand():
    assert arithmetic.check_within(n(7), n(5), n(10)).verdict == EXACT
    assert arithmetic.check_within(n(5), n(5), n(10)).verdict == EXACT
    # 4 stands for up to 4.5, 5 for 4.5 on.
    assert arithmetic.check_within(n(4), n(5), n(10)).verdict == WITHIN
    assert arithmetic.check_within(n(3), n(5), n(10)).verdict == CONTRADICTION
    # Nothing lies between 10 and 5, whatever stands between them on the page.
    assert arithmetic.check_within(n(7), n(10), n(5)).verdict == CONTRADICTION
    assert arithmetic.check_within(n("about 7"), n(5), n(10)).verdict == WITHIN
    assert arithmetic.check_within(n("more than 12"), n(5), n(9)).verdict == CONTRADICTION
    assert arithmetic.check_within(n("--"), n(5), n(10)).verdict == NOT_TESTABLE


def test_within_by_brute_force():
    texts = ["3", "4", "5", "10", "14", "20"]
    met = set()
    for whole in (False, True):
        for low, x, high in itertools.product(figures(texts, whole=whole), repeat=3):
            met.add(compare(between, lambda o, s: arithmetic.check_within(s, *o), (low, high), x))
    assert met == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}


@pytest.mark.parametrize(("rank", "relation"), [("lowest", lowest), ("highest", highest)])
def test_rank_by_brute_force(rank, relation):
    texts = ["3", "4", "4.4", "5", "9", "10", "20"]
    met = set()
    for whole in (False, True):
        for x, *others in itertools.product(
            figures([t for t in texts if "." not in t or not whole], whole=whole), repeat=3
        ):
            met.add(compare(relation, lambda o, s: arithmetic.check_rank(s, o, rank), others, x))
    assert met >= {EXACT, WITHIN, CONTRADICTION}


def test_rank_by_hand():
    # Printed shares of the members expelled: 11, 18.5, 9, 5, 2; the gap does not count.
    others = [p("11"), p("18.5"), p("9"), p("--"), p("2")]
    found = arithmetic.check_rank(p("5"), others, "lowest")
    assert found.verdict == CONTRADICTION
    assert "1 of 4 are certainly lower" in found.working
    assert found.chance == 1 / 5
    assert arithmetic.check_rank(p("2"), [p("11"), p("5")], "lowest").verdict == EXACT
    assert arithmetic.check_rank(p("18.5"), others, "highest").verdict == EXACT
    # 2 may be 2.4 and 2.3 less than that.
    assert arithmetic.check_rank(p("2.3"), [p("2")], "lowest").verdict == WITHIN
    # Persons are counted; only if the zeros of 170,000 are rounded can it be less than 166,000.
    found = arithmetic.check_rank(n("170,000", whole=True), [n("166,000", whole=True)], "lowest")
    assert (found.verdict, found.rule) == (WITHIN, "half_unit, wide")
    # "More than five" cannot be less than "less than five".
    assert arithmetic.check_rank(n("more than 5"), [n("less than 5")], "lowest").verdict == CONTRADICTION
    assert arithmetic.check_rank(n("about 4"), [n(5)], "lowest").verdict == WITHIN
    assert arithmetic.check_rank(n("10-15"), [n(20, whole=True)], "lowest").verdict == EXACT
    assert arithmetic.check_rank(n("--"), [n(1)], "lowest").verdict == NOT_TESTABLE
    assert arithmetic.check_rank(n(1), [n("--")], "lowest").verdict == NOT_TESTABLE
    with pytest.raises(ValueError, match="'lowest' or 'highest'"):
        arithmetic.check_rank(n(1), [n(2)], "smallest")


def test_length_of_a_list():
    names = ["A", "B", "C"]
    assert arithmetic.check_length(names, n("three", whole=True)).verdict == EXACT
    assert arithmetic.check_length(names, n("four", whole=True)).verdict == CONTRADICTION
    assert arithmetic.check_length(names, n("more than two", whole=True)).verdict == WITHIN
    assert arithmetic.check_length(names, n("more than three", whole=True)).verdict == CONTRADICTION
    found = arithmetic.check_length(["A", "B", "A"], n(3, whole=True))
    assert found.verdict == EXACT
    assert found.working.endswith("The list repeats A.")
    assert "repeats" not in arithmetic.check_length(names, n(3, whole=True)).working
    for length, stated in itertools.product(range(25), range(1, 25)):
        found = arithmetic.check_length(["x"] * length, n(stated, whole=True))
        rounded = stated % 10 == 0 and abs(length - stated) <= 5  # a round number of persons may be rounded
        cut = stated % 10 == 0 and -10 < stated - length < 10
        if length == stated:
            assert found.verdict == EXACT
        else:
            assert found.verdict == (WITHIN if rounded else TRUNCATED if cut else CONTRADICTION)


# --- qualifying words ------------------------------------------------------------------------------------------


QUALIFIED = {
    # What the word allows, as numbers on a grid; beside an open end, and far out where there is no end.
    "more than 5": [5 + TINY, 6, F(10**12)],
    "at least 5": [F(5), 6, F(10**12)],
    "less than 5": [F(0), 3, 5 - TINY],
    "not more than 5": [F(0), 3, F(5)],
    "about 5": [F(4), 5, F(6)],
    "almost 5": [F(9, 2), F(5)],
    "almost a third": [F(7, 24), F(1, 3)],
    "more than a third": [F(1, 3) + TINY, F(10**12)],
}


@pytest.mark.parametrize("text", QUALIFIED)
def test_qualified_figures_by_brute_force(text):
    allowed = QUALIFIED[text]
    for a, b in itertools.product(["1", "2", "3", "5", "6"], ["1", "2", "3", "9"]):
        for check, relation in (
            (arithmetic.check_ratio, ratio),
            (arithmetic.check_difference, difference),
        ):
            found = check(n(a), n(b), n(text))
            expected = CONTRADICTION
            for rule, reading, verdict in reversed(ATTEMPTS):
                results = [relation(x, y) for x in unrounded(a, rule, reading) for y in unrounded(b, rule, reading)]
                if min(results) <= allowed[-1] and allowed[0] <= max(results):
                    expected = verdict
            assert found.verdict == expected, (a, b, text, found)
        # ... and as an operand
        found = arithmetic.check_sum([n(a), n(text)], n(b))
        expected = CONTRADICTION
        for rule, reading, verdict in reversed(ATTEMPTS):
            results = [x + y for x in unrounded(a, rule, reading) for y in allowed]
            targets = unrounded(b, rule, reading)
            if min(results) <= targets[-1] and targets[0] <= max(results):
                expected = verdict
        assert found.verdict == expected, (a, b, text, found)


def test_a_qualified_figure_is_never_exact():
    assert arithmetic.check_same(n("about 5"), n(5)).verdict == WITHIN
    assert arithmetic.check_same(n(5), n("about 5")).verdict == WITHIN
    assert arithmetic.check_ratio(n("about 6"), n(3), n(2)).verdict == WITHIN


# --- how often an arbitrary figure would have passed -------------------------------------------------------------


def counted_chance(check, stated, rule, reading):
    """Count the figures from half to double the stated one, of the same last digit, that fit by rule and reading."""
    step = stated.step if reading == "narrow" else stated.wide_step
    passing = tried = 0
    k = 1
    while k * step <= 2 * stated.value:
        if k * step >= stated.value / 2:
            tried += 1
            passing += check(replace(stated, value=k * step), rule, reading)
        k += 1
    return passing / tried


STATED = [
    n("7"),
    n("20"),
    n("2.5"),
    n("30", whole=True),
    n("about 9"),
    n("almost 6"),
    n("more than 4"),
    n("less than 4"),
    n("less than 12"),
    n("at least 8"),
    n("not more than 3"),
]


@pytest.mark.parametrize("stated", STATED, ids=lambda s: s.text)
def test_chance_by_enumeration(stated):
    for a, b in itertools.product(["1", "3", "4", "10", "25"], ["1", "2", "10"]):
        for check, relation in (
            (arithmetic.check_ratio, ratio),
            (arithmetic.check_difference, difference),
        ):
            found = check(n(a), n(b), stated)
            rule, reading = found.rule.split(", ") if found.rule else ("half_unit", "wide")
            if found.verdict == EXACT:
                reading = "narrow"
            operands = [n(a).bounds(rule, reading), n(b).bounds(rule, reading)]
            result = relation(*operands)

            def fits(figure, rule, reading, result=result):
                return figure.bounds(rule, reading).overlaps(result)

            assert found.chance == counted_chance(fits, stated, rule, reading), (a, b, stated.text, found)


def test_chance_by_hand():
    # 6 / 3 = 2 exactly; [5.5, 6.5] / [2.5, 3.5] = 1.57 to 2.6. Of the figures 1, 2, 3, 4 the bounds of 2 and 3 meet it.
    assert arithmetic.check_ratio(n(6), n(3), n(2)).chance == 2 / 4
    # 2 + 3 persons = 5: of 3 to 10 (eight figures) only 5.
    assert arithmetic.check_sum([n(2, whole=True), n(3, whole=True)], n(5, whole=True)).chance == 1 / 8
    # "Less than 10" holds for anything that is above 2, so every figure from 5 to 20 would have passed.
    assert arithmetic.check_same(n("less than 10"), n(2)).chance == 1
    # A figure that fits only if cut off has passed itself, so its chance is not zero.
    found = arithmetic.check_share(n(235, whole=True), n(455, whole=True), p(51))
    assert found.verdict == TRUNCATED
    assert found.chance == pytest.approx(1 / 77)  # of 26 to 102 per cent, 51 alone
    # "5-6" is centred on 5.5 and reaches one either side; of 3 to 11, those from 5 (4 to 6) to 7 (6 to 8) meet 6.
    assert arithmetic.check_same(n("5-6"), n(6, whole=True)).chance == 3 / 9
    # No chance is given where no digit is printed.
    assert math.isnan(arithmetic.check_share(n(1), n(3), n("a third")).chance)
    assert math.isnan(arithmetic.check_share(n(1), n(3), n("most")).chance)


def test_chance_of_shares_moves_the_last_one():
    # 40 + 35 leave [0.24, 0.26]; of 13 to 50 per cent (38 figures) the bounds of 24, 25 and 26 meet it.
    assert arithmetic.check_shares_sum([p(40), p(35), p(25)]).chance == 3 / 38


def test_every_check_says_what_it_is():
    checks = {
        "sum_of": arithmetic.check_sum([n(1), n(2)], n(3)),
        "sums_to_100": arithmetic.check_shares_sum([p(40), p(60)]),
        "share_of": arithmetic.check_share(n(1), n(2), p(50)),
        "ratio_of": arithmetic.check_ratio(n(4), n(2), n(2)),
        "increase_by": arithmetic.check_increase(n(2), n(3), p(50)),
        "difference_of": arithmetic.check_difference(n(3), n(2), n(1)),
        "same_as": arithmetic.check_same(n(3), n(3)),
        "implied_base": arithmetic.check_implied_base(n(1), p(50), n(2)),
        "within": arithmetic.check_within(n(2), n(1), n(3)),
        "length_of_list": arithmetic.check_length(["x"], n(1)),
        "rank_among": arithmetic.check_rank(n(1), [n(2)], "lowest"),
    }
    for name, check in checks.items():
        assert isinstance(check, Check)
        assert check.check == name
        assert check.verdict == EXACT
        assert check.working.endswith(".")
        frame = check.to_frame()
        assert frame.shape == (1, 9)
        assert frame.loc[0, "check"] == name


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (arithmetic.check_sum([n(2), n(3)], n(5)), "2 + 3 = 5 (4 to 6); printed: 5 (4.5 to 5.5)."),
        (arithmetic.check_share(n(1), n(4), p(25)), "1 / 4 = 25% (11.11% to 42.86%); printed: 25% (24.5% to 25.5%)."),
        (arithmetic.check_sum([n(2), n(2)], n(9)), "No rounding reconciles them."),
        (arithmetic.check_sum([n(2), n(3)], n(6)), "The bounds overlap."),
        (arithmetic.check_same(n(10), n(14)), "if final zeros are rounded"),
        (arithmetic.check_same(p("18.6"), p(18)), "only if digits were cut off"),
        (arithmetic.check_same(p("17.4"), p(18)), "always rounded up"),
        (arithmetic.check_ratio(n(4), n(2), n("more than 1")), "printed: more than 1"),
        (
            arithmetic.check_sum([n(2, whole=True), n(3, whole=True)], n(5, whole=True)),
            "2 + 3 = 5; printed: 5.",
        ),
        (arithmetic.check_sum([n("about 2"), n(3)], n(5)), "about 2 + 3 = 3.5 to 6.5; printed: 5 (4.5 to 5.5)."),
    ],
)
def test_working_shows_the_numbers(check, words):
    assert words in check.working


def test_numbers_in_a_working():
    assert arithmetic.number(170000) == "170,000"
    assert arithmetic.number(175) == "175"
    assert arithmetic.number(4761.94) == "4,761.94"
    assert arithmetic.number(4.761904) == "4.762"
    assert arithmetic.number(476.1904) == "476.19"
    assert arithmetic.number(4761.904) == "4,761.9"
    assert arithmetic.number(476190.48) == "476,190"
    assert arithmetic.number(0.0123) == "0.012"
    assert arithmetic.share(0.516483) == "51.65%"
    assert arithmetic.between(n("more than 5").bounds()) == "above 5"
    assert arithmetic.between(n("at least 5").bounds()) == "at least 5"
    assert arithmetic.between(Bounds(-math.inf, F(9))) == "at most 9"
    assert arithmetic.between(Bounds(-math.inf, math.inf)) == "any number"
    assert arithmetic.between(n("5").bounds()) == "4.5 to 5.5"
    assert arithmetic.between(n("5", whole=True).bounds()) == "5"
