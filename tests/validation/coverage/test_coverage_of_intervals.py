"""Coverage of our intervals, exact and simulated, against statsmodels."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from analysis.numbers import proportions

HERE = Path(__file__).parent
GRID = 2 * 3 * 5 * 2
DRAWS, SEED = 4_000, 53


def rows():
    with (HERE / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holding(row):
    """For each count out of ``trials``, whether our interval holds the true share."""
    n, share = int(row["trials"]), float(row["share"])
    found = proportions.interval(np.arange(n + 1), n, confidence=float(row["confidence"]), method=row["method"])
    return ((found["low"] <= share) & (share <= found["high"])).to_numpy()


@pytest.fixture(scope="module")
def held():
    return [(row, holding(row)) for row in rows()]


def test_the_grid_does_not_shrink():
    assert len(rows()) == GRID
    assert all(row["call"] and "statsmodels" in row["program"] for row in rows())


def test_exact_coverage_agrees(held):
    for row, holds in held:
        n, share = int(row["trials"]), float(row["share"])
        exact = (binom.pmf(np.arange(n + 1), n, share) * holds).sum()
        assert exact == pytest.approx(float(row["exact"]), abs=1e-9), row


def test_simulated_coverage_lies_within_the_scatter_of_the_draws(held):
    for row, holds in held:
        drawn = np.random.default_rng(SEED).binomial(int(row["trials"]), float(row["share"]), DRAWS)
        found, theirs, exact = holds[drawn].mean(), float(row["simulated"]), float(row["exact"])
        scatter = np.sqrt(exact * (1 - exact) * (1 / DRAWS + 1 / int(row["draws"])))
        assert abs(found - theirs) <= 4.5 * scatter + 1e-9, row


def test_clopper_pearson_never_covers_less_than_it_says(held):
    for row, _holds in held:
        if row["method"] == "clopper_pearson":
            assert float(row["exact"]) >= float(row["confidence"])


def test_wilson_is_near_the_nominal_on_average(held):
    for confidence in ("0.8", "0.95"):
        exact = [float(r["exact"]) for r, _h in held if r["method"] == "wilson" and r["confidence"] == confidence]
        assert np.mean(exact) == pytest.approx(float(confidence), abs=0.03)
