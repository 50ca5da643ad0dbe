"""Intervals and tests for shares: worked cases, definitions, brute force. Other programs: tests/validation/."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from analysis.numbers import proportions


def ends(k, n, **options):
    row = proportions.interval(k, n, **options).iloc[0]
    return row["low"], row["high"]


def test_wilson_by_hand():
    # k = 5, n = 10, z = 1.959964: centre (0.5 + z^2/20) / (1 + z^2/10) = 0.5,
    # half width z sqrt(0.025 + z^2/400) / (1 + z^2/10) = 0.2634.
    assert ends(5, 10) == (pytest.approx(0.236593, abs=1e-6), pytest.approx(0.763407, abs=1e-6))
    # No success in 10: from 0 to z^2 / (n + z^2) = 3.841459 / 13.841459 = 0.277533.
    assert ends(0, 10) == (0, pytest.approx(3.841459 / 13.841459, abs=1e-6))


def test_clopper_pearson_by_hand():
    # No success in 10: the upper end p solves (1 - p)^10 = 0.025, p = 1 - 0.025^0.1 = 0.308497.
    low, high = ends(0, 10, method="clopper_pearson")
    assert (low, high) == (0, pytest.approx(1 - 0.025**0.1))
    assert ends(10, 10, method="clopper_pearson") == (pytest.approx(0.025**0.1), 1)


@given(st.integers(1, 400), st.data(), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_ends_solve_the_equations_that_define_them(n, data, confidence):
    k = data.draw(st.integers(0, n))
    z = norm.ppf((1 + confidence) / 2)
    for end in ends(k, n, confidence=confidence):
        # Wilson: the distance to the share is z standard errors at the end itself.
        assert abs(k / n - end) == pytest.approx(z * math.sqrt(end * (1 - end) / n), abs=1e-9)
    low, high = ends(k, n, confidence=confidence, method="clopper_pearson")
    tail = (1 - confidence) / 2
    assert low == 0 if k == 0 else binom.sf(k - 1, n, low) == pytest.approx(tail, abs=1e-8)
    assert high == 1 if k == n else binom.cdf(k, n, high) == pytest.approx(tail, abs=1e-8)


@given(st.integers(1, 200), st.data(), st.sampled_from(list(proportions.METHODS)))
def test_interval_holds_the_share_and_is_symmetric(n, data, method):
    k = data.draw(st.integers(0, n))
    low, high = ends(k, n, method=method)
    assert 0 <= low <= k / n <= high <= 1
    assert ends(n - k, n, method=method) == (pytest.approx(1 - high, abs=1e-9), pytest.approx(1 - low, abs=1e-9))


def test_coverage_by_enumeration():
    # Coverage is the chance, over all possible counts, that the interval holds the true share.
    n = 20
    for p in np.linspace(0.05, 0.95, 19):
        weights = binom.pmf(range(n + 1), n, p)
        inside = {m: proportions.interval(range(n + 1), n, method=m) for m in proportions.METHODS}
        coverage = {m: sum(weights[(f["low"] <= p) & (p <= f["high"])]) for m, f in inside.items()}
        assert coverage["clopper_pearson"] >= 0.95
        assert coverage["wilson"] >= 0.85


def test_many_at_once():
    found = proportions.interval([1, 2, 3], [10, 10, 30], confidence=0.9)
    assert list(found.columns) == ["successes", "trials", "share", "low", "high", "confidence", "method"]
    assert found["share"].tolist() == [0.1, 0.2, 0.1]
    assert (found["confidence"] == 0.9).all()
    assert len(proportions.interval([1, 2, 3], 10)) == 3


@pytest.mark.parametrize(
    ("k", "n"), [(-1, 10), (11, 10), (0, 0), (1, -5), (1.5, 10), (1, 10.5), (math.nan, 10), (1, math.nan), ([1, 3], 2)]
)
def test_impossible_counts_are_refused(k, n):
    with pytest.raises(ValueError, match="whole counts with 0 <= successes <= trials"):
        proportions.interval(k, n)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, math.nan])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        proportions.interval(1, 2, confidence=confidence)


def test_unknown_method_is_refused():
    with pytest.raises(ValueError, match="wilson, clopper_pearson"):
        proportions.interval(1, 2, method="wald")
