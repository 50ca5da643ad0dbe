"""Write coverage.csv: how often intervals of statsmodels hold the true share, exactly and by simulation."""

import csv
import itertools
import sys

import numpy as np
import scipy
import statsmodels
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

METHODS = {"wilson": "wilson", "clopper_pearson": "beta"}
TRIALS = (5, 20, 109)
SHARES = (0.02, 0.15, 0.35, 0.5, 0.8)
CONFIDENCES = (0.8, 0.95)
DRAWS, SEED = 20_000, 1937
COLUMNS = (
    "method", "trials", "share", "confidence", "exact", "simulated", "draws", "seed", "call", "program",
)  # fmt: skip


def main():
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    program = f"statsmodels {statsmodels.__version__}, scipy {scipy.__version__}, numpy {np.__version__}"
    for method, n, share, confidence in itertools.product(METHODS, TRIALS, SHARES, CONFIDENCES):
        low, high = proportion_confint(np.arange(n + 1), n, 1 - confidence, METHODS[method])
        holds = (low <= share) & (share <= high)
        exact = float((binom.pmf(np.arange(n + 1), n, share) * holds).sum())
        drawn = np.random.default_rng(SEED).binomial(n, share, DRAWS)
        call = f"proportion_confint(k, {n}, {1 - confidence:.2f}, '{METHODS[method]}') for k drawn from B({n}, {share})"
        row = (method, n, share, confidence, exact, float(holds[drawn].mean()), DRAWS, SEED, call, program)
        writer.writerow(row)


if __name__ == "__main__":
    main()
