"""Intervals and tests for shares by statsmodels; writes shares_statsmodels.csv to standard output."""

import csv
import sys

import statsmodels
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

PROGRAM = f"statsmodels {statsmodels.__version__}"
COUNTS = [
    *[(0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (9, 10), (10, 10), (1, 2), (3, 7), (17, 39), (26, 39), (30, 39)],
    *[(97, 4348), (235, 455), (36, 244), (29, 36), (38, 109), (1, 1000), (999, 1000), (500, 1000), (62, 616)],
]
PAIRS = [
    *[(30, 39, 26, 39), (0, 10, 0, 10), (0, 10, 5, 10), (10, 10, 0, 10), (3, 7, 17, 39), (1, 1000, 9, 1000)],
    *[(36, 244, 97, 4348), (235, 455, 38, 109), (10, 10, 10, 10), (1, 2, 1, 2)],
]
COLUMNS = "quantity successes trials other_successes other_trials confidence value call program".split()


def one_share():
    """Yield the ends of the intervals of one share."""
    for name, method in (("wilson", "wilson"), ("clopper_pearson", "beta")):
        for k, n in COUNTS:
            for confidence in (0.8, 0.95, 0.99):
                call = f"proportion_confint({k}, {n}, {1 - confidence:.2f}, {method!r})"
                low, high = proportion_confint(k, n, round(1 - confidence, 2), method)
                yield f"{name}_low", k, n, "", "", confidence, repr(float(low)), call, PROGRAM
                yield f"{name}_high", k, n, "", "", confidence, repr(float(high)), call, PROGRAM


def two_shares():
    """Yield the interval of a difference (Newcombe) and the odds ratio of a two by two table."""
    for a, b, c, d in PAIRS:
        for confidence in (0.8, 0.95):
            call = f"confint_proportions_2indep({a}, {b}, {c}, {d}, method='newcomb', alpha={1 - confidence:.2f})"
            low, high = confint_proportions_2indep(a, b, c, d, method="newcomb", alpha=round(1 - confidence, 2))
            yield "difference_low", a, b, c, d, confidence, repr(float(low)), call, PROGRAM
            yield "difference_high", a, b, c, d, confidence, repr(float(high)), call, PROGRAM
        if 0 < a < b and 0 < c < d:
            call = f"Table2x2([[{a}, {b - a}], [{c}, {d - c}]]).oddsratio"
            value = Table2x2([[a, b - a], [c, d - c]]).oddsratio
            yield "odds_ratio", a, b, c, d, "", repr(float(value)), call, PROGRAM


writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(COLUMNS)
writer.writerows([*one_share(), *two_shares()])
