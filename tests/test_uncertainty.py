"""Uncertainty: simulated against exact bounds, ranges over lineages against plain loops."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import growth, uncertainty
from analysis.comparison import ComparisonError
from analysis.printed import Bounds, parse


def printed(text):
    return parse(text, Fraction(1), False).bounds()


LEVELS = st.integers(1, 9_999).map(lambda k: printed(f"{k / 10:.1f}"))
NEAR = {"rel": 1e-9, "abs": 1e-9}


def assert_same(simulated, low, high):
    assert float(simulated.low) == pytest.approx(float(low), **NEAR)
    assert float(simulated.high) == pytest.approx(float(high), **NEAR)


# Rounding -----------------------------------------------------------------------------------------------------------


@given(LEVELS, LEVELS, LEVELS)
@settings(max_examples=40)
def test_sums_and_differences_agree_with_exact_bounds(a, b, c):
    found = uncertainty.simulate(lambda a, b, c: a + b - c, {"a": a, "b": b, "c": c}, seed=1, draws=200)
    exact = a + b - c
    assert_same(found, exact.low, exact.high)


@given(LEVELS, LEVELS)
@settings(max_examples=40)
def test_products_and_ratios_agree_with_exact_bounds(a, b):
    figures = {"a": a, "b": b}
    assert_same(uncertainty.simulate(lambda a, b: a * b, figures, seed=1, draws=200), (a * b).low, (a * b).high)
    assert_same(uncertainty.simulate(lambda a, b: a / b, figures, seed=1, draws=200), (a / b).low, (a / b).high)


@given(LEVELS, LEVELS, st.integers(1, 20))
@settings(max_examples=40)
def test_rates_of_growth_agree_with_exact_bounds(a, b, years):
    found = uncertainty.simulate(
        lambda a, b: (b / a) ** (1 / years) - 1, {"a": a, "b": b}, seed=1, draws=200
    )
    assert_same(found, *growth.rate_bounds(a, b, years))


def test_a_figure_used_twice_is_one_figure():
    # a / (a + b) with both between 1 and 3: from 1/4 to 3/4. Interval arithmetic on each use would give 1/6 to 3/2.
    found = uncertainty.simulate(lambda a, b: a / (a + b), {"a": Bounds(1, 3), "b": Bounds(1, 3)}, seed=1)
    assert_same(found, 0.25, 0.75)


def test_an_extreme_inside_is_found_by_the_draws():
    found = uncertainty.simulate(lambda a: (a - 0.5) ** 2, {"a": Bounds(0, 1)}, seed=1)
    assert found.high == 0.25
    assert 0 <= found.low < 1e-6


def test_the_seed_alone_decides():
    def run(seed):
        return uncertainty.simulate(lambda a: np.sin(9 * a), {"a": Bounds(0, 1)}, seed=seed, draws=50)

    assert run(5) == run(5)
    assert run(5) != run(6)


@pytest.mark.parametrize(
    ("function", "figures", "message"),
    [
        (lambda a: a, {"a": Bounds(0, math.inf)}, r"\['a'\]"),
        (lambda a: a.sum(), {"a": Bounds(0, 1)}, "each of"),
        (lambda a: np.full(len(a), math.nan), {"a": Bounds(0, 1)}, "finite"),
        (lambda **f: f["a0"], {f"a{i}": Bounds(0, 1) for i in range(13)}, "at most 12"),
    ],
)
def test_simulate_refuses_what_it_cannot_bound(function, figures, message):
    with pytest.raises(ValueError, match=message):
        uncertainty.simulate(function, figures, seed=1)


# Disagreement -------------------------------------------------------------------------------------------------------


def estimates(*rows):
    frame = pd.DataFrame(rows, columns=["lineage", "value", "low", "high"])
    alike = {"measure": "growth_rate", "population": "industry", "territory": "ussr_1938", "price_base": "1937"}
    alike |= {"start": "1928", "end": "1937", "unit": "percent", "quantity": "share", "sources": "somebody"}
    return frame.assign(id=[f"row-{i}" for i in range(len(frame))], **alike)


NAN = math.nan


def test_copies_of_a_lineage_count_once():
    rows = estimates(("a", 5, NAN, NAN), ("a", 6, NAN, NAN), ("b", NAN, 10, 12))
    table = uncertainty.by_lineage(rows)
    assert table.to_dict("records") == [
        {"lineage": "a", "low": 5, "high": 6, "estimates": 2},
        {"lineage": "b", "low": 10, "high": 12, "estimates": 1},
    ]
    assert uncertainty.spread(table).to_dict() == {"lineages": 2, "low": 5, "high": 12, "width": 7, "ratio": 12 / 5}


def test_figures_known_through_the_pamphlet_are_no_second_opinion():
    rows = estimates(("a", 5, NAN, NAN), ("b", 9, NAN, NAN))
    rows.loc[1, "sources"] = "sousa_2001"
    assert uncertainty.by_lineage(rows)["lineage"].tolist() == ["a"]


def test_unlike_figures_have_no_range():
    rows = estimates(("a", 5, NAN, NAN), ("b", 9, NAN, NAN))
    rows.loc[1, "population"] = "large_scale_industry"
    with pytest.raises(ComparisonError, match="population"):
        uncertainty.by_lineage(rows)
    assert len(uncertainty.by_lineage(rows, labels=("measure",))) == 2


def test_the_spread_of_nothing_is_no_number():
    found = uncertainty.spread(uncertainty.by_lineage(estimates()))
    assert found["lineages"] == 0
    assert math.isnan(found["width"])
    table = uncertainty.by_lineage(estimates(("a", -1, NAN, NAN), ("b", 1, NAN, NAN)))
    assert math.isnan(uncertainty.spread(table)["ratio"])


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 20)), min_size=2, max_size=6))
def test_leave_one_out_by_a_plain_loop(spans):
    rows = estimates(*((f"l{i}", NAN, low, low + wide) for i, (low, wide) in enumerate(spans)))
    found = uncertainty.leave_one_out(uncertainty.by_lineage(rows)).set_index("without")
    whole = max(a + w for a, w in spans) - min(a for a, _w in spans)
    for i in range(len(spans)):
        rest = spans[:i] + spans[i + 1 :]
        low, high = min(a for a, _w in rest), max(a + w for a, w in rest)
        assert found.loc[f"l{i}", ["low", "high"]].tolist() == [low, high]
        assert found.loc[f"l{i}", "narrower"] == whole - (high - low)
    assert found["narrower"].is_monotonic_decreasing


def test_leave_one_out_with_an_open_side():
    table = uncertainty.by_lineage(estimates(("a", NAN, 5, NAN), ("b", 7, NAN, NAN), ("c", NAN, 4, NAN)))
    found = uncertainty.leave_one_out(table)
    assert found["high"].tolist() == [7.0] or set(found["narrower"]) <= {0.0, math.inf}


def test_one_lineage_cannot_be_left_out():
    assert uncertainty.leave_one_out(uncertainty.by_lineage(estimates(("a", 5, NAN, NAN)))).empty


def test_the_three_kinds_have_words():
    assert list(uncertainty.kinds()) == ["rounding", "sampling", "disagreement"]
    assert "no confidence interval" in uncertainty.no_sampling("All members in one district")
