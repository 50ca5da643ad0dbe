"""Printed against published: alike or refused, and where a figure stands among the estimates collected."""

import itertools
import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import quantities
from analysis.data.study import may_be_divided, study
from analysis.ledger import comparison
from analysis.ledger.comparison import ComparisonError, against_estimates
from analysis.numbers.printed import INF, Bounds, parse
from analysis.text import verdicts

LABELLED = {
    "id": "a",
    "measure": "expelled",
    "population": "party",
    "territory": "ussr_1938",
    "price_base": "not applicable",
    "quantity": "persons",
    "value": 100.0,
    "low": math.nan,
    "high": math.nan,
    "lineage": "one",
    "sources": "getty_1985",
    "verification": "one_text",
}


def row(**changes):
    return pd.Series({**LABELLED, **changes})


def rows(*changes):
    return pd.DataFrame([{**LABELLED, "id": f"row-{n}", **c} for n, c in enumerate(changes)])


WANTED = {"measure": "expelled", "population": "party"}


# --- alike or refused --------------------------------------------------------------------------------------------


def test_alike_rows_come_back_unchanged():
    frame = rows({}, {"value": 5.0})
    assert comparison.require_alike(frame) is frame
    assert comparison.require_alike(frame.iloc[:0]).empty
    assert len(comparison.require_alike(rows({"territory": "not stated"}))) == 1
    two = rows({}, {"value": 5.0}).drop(columns="price_base")  # a label that the table does not have
    assert comparison.require_alike(two) is two


@pytest.mark.parametrize("label", comparison.LABELS)
def test_unlike_rows_are_refused(label):
    with pytest.raises(ComparisonError, match=rf"one {label} for one axis, got 2.*row-0.*'other' \(row-1\)"):
        comparison.require_alike(rows({}, {label: "other"}))
    with pytest.raises(ComparisonError, match=f"a stated {label}"):
        comparison.require_alike(rows({label: "not stated"}, {label: "not stated"}))
    with pytest.raises(ComparisonError, match=label):
        comparison.require_alike(rows({}, {label: "not stated"}))


# --- shares ------------------------------------------------------------------------------------------------------


def test_share_by_hand():
    # 100 of [400, 500] is 20 to 25 per cent; of 450 it is 22.2.
    whole = row(measure="members", value=450.0, low=400.0, high=500.0)
    found = comparison.divide(row(), whole)
    assert found["value"] == pytest.approx(100 / 450)
    assert (found["low"], found["high"]) == (pytest.approx(0.2), pytest.approx(0.25))
    only_high = comparison.divide(row(value=math.nan, high=100.0), row(measure="members", value=400.0))
    assert math.isnan(only_high["value"])
    assert (only_high["low"], only_high["high"]) == (-INF, 0.25)


@pytest.mark.parametrize("label", ["population", "territory", "quantity"])
def test_share_of_another_whole_is_refused(label):
    with pytest.raises(ComparisonError, match=f"same {label}"):
        comparison.divide(row(), row(measure="members", **{label: "other"}))
    with pytest.raises(ComparisonError, match=f"same {label}"):
        comparison.divide(row(**{label: "not stated"}), row(measure="members", **{label: "not stated"}))


MEASURES = ["expelled", "members", "arrests", "convictions", "death_sentences", "reinstated", "camp_inmates", "votes"]


@pytest.mark.parametrize("pair", list(itertools.product(MEASURES, repeat=2)), ids="/".join)
def test_only_a_part_of_its_whole_is_a_share(pair):
    part, whole = (row(measure=m) for m in pair)
    if pair in may_be_divided():
        assert comparison.divide(part, whole)["value"] == 1
    else:
        with pytest.raises(ComparisonError, match="no meaning here"):
            comparison.divide(part, whole)


def test_expulsion_and_repression_never_stand_for_one_another():
    party, state = (set(study()["never_divided"][side]) for side in ("one", "other"))
    assert {"expelled", "members"} <= party
    assert {"arrests", "executions"} <= state
    assert may_be_divided()
    for part, whole in may_be_divided():
        assert not (part in party and whole in state)
        assert not (part in state and whole in party)


def test_ends_of_a_row():
    assert comparison.ends(row()) == Bounds(100, 100)
    assert comparison.ends(row(low=90.0, high=110.0)) == Bounds(90, 110)
    assert comparison.ends(row(value=math.nan, high=110.0)) == Bounds(-INF, 110)
    assert comparison.ends(row(value=math.nan, low=90.0)) == Bounds(90, INF)
    assert comparison.ends(row(high=110.0)) == Bounds(100, 110)
    with pytest.raises(ComparisonError, match="expected a figure in row 'a'"):
        comparison.ends(row(value=math.nan))


# --- among the estimates -----------------------------------------------------------------------------------------


def place(text, *changes, wanted=None):
    return against_estimates(parse(text).bounds(), WANTED if wanted is None else wanted, rows(*changes))


def test_verdicts_by_hand():
    # 100 stands for 99.5 to 100.5.
    two = ({"value": 100.0}, {"value": 100.4, "lineage": "two"})
    found = place("100", *two)
    assert (found.verdict, found.lineages, found.low, found.high) == (verdicts.AGREES, 2, 100, 100.4)
    assert found.estimates == ("row-0", "row-1")
    assert found.working == "Printed: 99.5 to 100.5. Found (2 lineages): 100 and 100.4."
    assert place("100", {"value": 90.0}, {"value": 100.0, "lineage": "two"}).verdict == verdicts.INSIDE
    assert place("100", {"value": 90.0}, {"value": 120.0, "lineage": "two"}).verdict == verdicts.INSIDE
    assert place("100", {"value": 90.0}, {"value": 95.0, "lineage": "two"}).verdict == verdicts.OUTSIDE
    # One figure is no range.
    assert place("100", {"value": 90.0}).verdict == verdicts.ONE_DIFFERS
    assert place("100", {"value": 90.0}, {"value": 120.0}).verdict == verdicts.ONE_DIFFERS
    assert "(1 lineage)" in place("100", {"value": 90.0}).working
    # One of two copies of one lineage agrees: the lineage agrees, and it counts once.
    found = place("100", {"value": 90.0}, {"value": 100.0})
    assert (found.verdict, found.lineages) == (verdicts.AGREES, 1)
    # A limit never agrees; a figure that breaks it differs.
    assert place("100", {"value": math.nan, "high": 150.0}).verdict == verdicts.POSSIBLE
    assert place("100", {"value": math.nan, "high": 90.0}).verdict == verdicts.ONE_DIFFERS
    two = ({"value": math.nan, "low": 120.0}, {"value": math.nan, "low": 110.0, "lineage": "two"})
    assert place("100", *two).verdict == verdicts.OUTSIDE
    # Where a figure with two ends was found, a limit makes no end of a range.
    assert (
        place("100", {"value": 100.0}, {"value": math.nan, "low": 120.0, "lineage": "two"}).verdict == verdicts.AGREES
    )
    assert place("100", {"low": 80.0, "high": 120.0}).verdict == verdicts.AGREES


def test_not_comparable_and_none_collected():
    found = place("100", {"population": "party_smolensk"})
    assert found.verdict == verdicts.NOT_COMPARABLE
    assert found.working == "Not alike in who or what is counted: here party; in what was found party smolensk."
    assert place("100", {"measure": "arrests"}).verdict == verdicts.NOT_COMPARABLE
    wanted = {"population": "not stated"}
    assert place("100", {"population": "not stated"}, wanted=wanted).verdict == verdicts.NOT_COMPARABLE
    nothing = against_estimates(parse("100").bounds(), WANTED, rows({})[:0])
    assert (nothing.verdict, nothing.lineages) == (verdicts.NONE_COLLECTED, 0)
    assert math.isnan(nothing.low)
    # Rows without a figure are no estimates.
    assert place("100", {"value": math.nan}).verdict == verdicts.NONE_COLLECTED


def test_the_pamphlet_is_no_second_opinion():
    assert place("100", {"sources": "sousa_2001"}).verdict == verdicts.NONE_COLLECTED
    assert place("100", {"sources": "smith;sousa_2001"}).verdict == verdicts.NONE_COLLECTED
    found = place("100", {"sources": "sousa_2001", "lineage": "two"}, {"value": 90.0})
    assert (found.verdict, found.lineages) == (verdicts.ONE_DIFFERS, 1)


def test_no_verdict_rests_on_an_unchecked_row():
    assert place("100", {"verification": "unchecked"}).verdict == verdicts.NONE_COLLECTED
    found = place("100", {"verification": "unchecked", "lineage": "two"}, {"value": 90.0})
    assert (found.verdict, found.estimates) == (verdicts.ONE_DIFFERS, ("row-1",))


def test_the_strongest_rung_speaks_first():
    weak, strong = {"value": 100.0, "lineage": "two"}, {"value": 90.0, "verification": "data_file"}
    assert place("100", weak, strong).verdict == verdicts.ONE_DIFFERS
    assert place("90", weak, strong).verdict == verdicts.AGREES
    assert place("90", weak, strong).rung == "data_file"


def test_press_alone_decides_nothing_and_is_silent_beside_others():
    press = {"value": 100.0, "lineage": "trotsky_1936"}
    assert place("100", press).verdict == verdicts.NOT_COMPARABLE
    assert "decides nothing alone" in place("100", press).working
    assert place("100", press, {"value": 90.0}).lineages == 1


@pytest.mark.parametrize(("text", "estimate", "verdict"), [
    ("more than 47", 50.0, verdicts.AGREES), ("more than 47", 500.0, verdicts.POSSIBLE),
    ("up to 10", 8.0, verdicts.AGREES), ("up to 10", 2.0, verdicts.POSSIBLE), ("up to 10", 12.0, verdicts.ONE_DIFFERS),
])  # fmt: skip
def test_a_printed_limit_agrees_only_with_what_lies_near_it(text, estimate, verdict):
    assert place(text, {"value": estimate}).verdict == verdict


@pytest.mark.parametrize("printed", [f"{k},{d}" for k in range(0, 30) for d in (0, 3, 5)] + ["7", "17", "29"])
def test_an_estimate_on_the_very_end_is_met(printed):
    # In binary 17.5 * 0.01 lies above 0.175, and 0.29 * 100 below 29.
    number = parse(printed, Fraction(1, 100))
    for end in (number.bounds().low, number.bounds().high):
        if end >= 0:
            percent = float(end * 100)
            value = quantities._times(pd.Series([percent]), [0.01])[0]
            found = against_estimates(number.bounds(), WANTED, rows({"value": value}))
            assert found.verdict == verdicts.AGREES, (printed, percent)


def expected(low, high, estimates):
    """Return the verdict by the definitions in ``verdicts``, over whole numbers."""
    printed = set(range(low, high + 1))
    spans = [(lineage, set(range(a, b + 1))) for lineage, a, b in estimates]
    lineages = {lineage for lineage, _span in spans}
    if all(any(printed & span for name, span in spans if name == lineage) for lineage in lineages):
        # Nothing to so many is a limit, which agrees only with what lies near it.
        far = low == 0 < high and min(min(s) for _l, s in spans) < high / 2
        return verdicts.POSSIBLE if far else verdicts.AGREES
    if len(lineages) == 1:
        return verdicts.ONE_DIFFERS
    everything = range(min(min(s) for _l, s in spans), max(max(s) for _l, s in spans) + 1)
    return verdicts.INSIDE if printed & set(everything) else verdicts.OUTSIDE


ESTIMATE = st.tuples(st.sampled_from("abc"), st.integers(0, 12), st.integers(0, 4)).map(
    lambda e: (e[0], e[1], e[1] + e[2])
)


@given(st.integers(0, 12), st.integers(0, 3), st.lists(ESTIMATE, min_size=1, max_size=5))
def test_verdict_by_brute_force(low, width, estimates):
    frame = rows(*({"lineage": n, "value": math.nan, "low": float(a), "high": float(b)} for n, a, b in estimates))
    found = against_estimates(Bounds(low, low + width), WANTED, frame)
    assert found.verdict == expected(low, low + width, estimates)
    assert found.lineages == len({n for n, _a, _b in estimates})
    assert (found.low, found.high) == (min(a for _n, a, _b in estimates), max(b for _n, _a, b in estimates))


@given(st.lists(ESTIMATE, min_size=1, max_size=5), st.randoms())
def test_verdict_does_not_depend_on_the_order_of_the_rows(estimates, random):
    changes = [{"lineage": n, "low": float(a), "high": float(b), "value": math.nan} for n, a, b in estimates]
    turned = random.sample(changes, len(changes))
    assert place("6", *changes).verdict == place("6", *turned).verdict


def test_select():
    frame = rows({}, {"measure": "arrests"})
    assert comparison.select(frame, measure="arrests")["id"].tolist() == ["row-1"]
    assert comparison.select(frame, measure="arrests", population="other").empty
    with pytest.raises(ComparisonError, match="'colour'; there are id, measure"):
        comparison.select(frame, colour="red")


def test_independent_and_lineage_count():
    frame = rows({}, {"sources": "sousa_2001"}, {"lineage": "two"}, {"sources": "sousa_2001_review"})
    assert comparison.independent(frame)["id"].tolist() == ["row-0", "row-2", "row-3"]
    assert comparison.independent(frame[:0]).empty
    assert comparison.lineage_count(frame) == 2


def test_comparison_as_a_frame():
    frame = place("100", {}).to_frame()
    assert frame.shape == (1, 10)
    assert frame.loc[0, "verdict"] == verdicts.AGREES
