"""Intervals for shares by statsmodels; writes shares_statsmodels.csv to standard output."""

import csv
import sys

import statsmodels
from statsmodels.stats.proportion import proportion_confint

PROGRAM = f"statsmodels {statsmodels.__version__}"
COUNTS = [
    *[(0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (9, 10), (10, 10), (1, 2), (3, 7), (17, 39), (26, 39), (30, 39)],
    *[(97, 4348), (235, 455), (36, 244), (29, 36), (38, 109), (1, 1000), (999, 1000), (500, 1000), (62, 616)],
]
COLUMNS = "quantity successes trials confidence value call program".split()


def one_share():
    """Yield the ends of the intervals of one share."""
    for name, method in (("wilson", "wilson"), ("clopper_pearson", "beta")):
        for k, n in COUNTS:
            for confidence in (0.8, 0.95, 0.99):
                call = f"proportion_confint({k}, {n}, {1 - confidence:.2f}, {method!r})"
                low, high = proportion_confint(k, n, round(1 - confidence, 2), method)
                yield f"{name}_low", k, n, confidence, repr(float(low)), call, PROGRAM
                yield f"{name}_high", k, n, confidence, repr(float(high)), call, PROGRAM


writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(COLUMNS)
writer.writerows(one_share())
