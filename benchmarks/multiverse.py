"""Universes per second: vectorised outcomes beside a Python loop; a regression beside ``specification_curve``; memory.

Two outcomes are timed on 100,000 universes each. An index of growth: a plain function adds up the goods of its
universe; the vectorised outcome adds them up once for every sum that occurs and looks the sums up. A place among
campaigns: there is nothing to share between universes, so only the loop itself is saved. The target is for the
first, and the ratio grows with the work a universe takes; the second is printed so that nobody expects as much of
every outcome.

All ratios come from this one run. Both sides of a comparison compute the same outcome for the same universes,
and the run stops if their results differ. ``specification_curve`` (PyPI) is no dependency of the suite: install
it beside it to get the second comparison, which is otherwise left out with a message.
"""

import importlib
import itertools
import os
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis.choices import multiverse
from analysis.choices.multiverse import Decision

CAMPAIGNS, AUTHORS, GOODS = 5, 10, 40
WANTED = 100
CONTROLS, OBSERVATIONS = 8, 200


def decision(name, options):
    return Decision(name, options, dict.fromkeys(options, "one of several figures"))


def rank_space(authors=AUTHORS, campaigns=CAMPAIGNS):
    """Whose figure stands for each campaign: ``authors ** campaigns`` universes."""
    return [decision(f"campaign_{i}", tuple(f"author_{j}" for j in range(authors))) for i in range(campaigns)]


def rank_figures(space, seed=20):
    """An interval (low, high) and a value for each option, drawn with a seed."""
    rng = np.random.default_rng(seed)
    low = {d.name: dict(zip(d.options, rng.uniform(1, 20, len(d.options)).tolist(), strict=True)) for d in space}
    high = {name: {o: x * 1.1 for o, x in column.items()} for name, column in low.items()}
    return low, high


def vectorised(low, high, last):
    """The place of the last campaign, at best and at worst, and the rate at which it differs from the others."""

    def outcome(frame):
        own_low, own_high = (multiverse.by_option(frame, last, values[last]) for values in (low, high))
        best, worst, total = np.ones(len(frame), np.int64), np.ones(len(frame), np.int64), np.zeros(len(frame))
        for name in low:
            if name != last:
                other_low = multiverse.by_option(frame, name, low[name])
                other_high = multiverse.by_option(frame, name, high[name])
                best += other_high < own_low
                worst += other_low < own_high
                total += other_low + other_high
        return {"best": best, "worst": worst, "ratio": (own_low + own_high) * (len(low) - 1) / total}

    return outcome


def one_universe(low, high, last):
    """The same for one universe, as a plain function of its options."""

    def outcome(**choice):
        own_low, own_high = low[last][choice[last]], high[last][choice[last]]
        best = worst = 1
        total = 0.0
        for name, option in choice.items():
            if name != last:
                other_low, other_high = low[name][option], high[name][option]
                best += other_high < own_low
                worst += other_low < own_high
                total += other_low + other_high
        return {"best": best, "worst": worst, "ratio": (own_low + own_high) * (len(low) - 1) / total}

    return outcome


def seconds(function, repeat=1):
    """The result and the shortest time of several runs."""
    times = []
    for _run in range(repeat):
        start = time.perf_counter()
        found = function()
        times.append(time.perf_counter() - start)
    return found, min(times)


def growth_space():
    """Whose series, which prices, which goods, from when to when."""
    years = (tuple(range(1920, 1930)), tuple(range(1930, 1940)))
    names = ("author", "prices", "coverage")
    parts = [decision(name, tuple(f"{name}_{j}" for j in range(AUTHORS))) for name in names]
    return [*parts, decision("start", years[0]), decision("end", years[1])]


def growth_figures(space, seed=3):
    """Output by author, good and year; prices; which goods are covered: drawn with a seed."""
    rng = np.random.default_rng(seed)
    years = (*space[3].options, *space[4].options)
    output = rng.uniform(1, 5, (AUTHORS, len(years), GOODS)) * 1.1 ** np.arange(len(years))[:, None]
    return years, output, rng.uniform(1, 9, (AUTHORS, GOODS)), rng.random((AUTHORS, GOODS)) < 0.8


def growth_vectorised(space, figures):
    """The annual rate of growth of a weighted sum of goods, every sum computed once."""
    _years, output, prices, covered = figures
    sums = np.log(np.einsum("ayg,pg,cg->apcy", output, prices, covered.astype(float))).reshape(-1, output.shape[1])
    first_end = len(space[3].options)
    steps = 1.0 / np.subtract.outer(space[4].options, space[3].options)

    def outcome(frame):
        author, price, coverage, start, end = (frame[d.name].cat.codes.to_numpy(np.intp) for d in space)
        row = (author * AUTHORS + price) * AUTHORS + coverage
        return np.expm1((sums[row, end + first_end] - sums[row, start]) * steps[end, start])

    return outcome


def growth_of_one(space, figures):
    """The same for one universe, as a plain function on dictionaries and lists."""
    years, output, prices, covered = figures
    series = {a: dict(zip(years, o.tolist(), strict=True)) for a, o in zip(space[0].options, output, strict=True)}
    weights = dict(zip(space[1].options, prices.tolist(), strict=True))
    goods = {c: np.flatnonzero(on).tolist() for c, on in zip(space[2].options, covered, strict=True)}

    def outcome(author, prices, coverage, start, end):
        weight, first, last = weights[prices], series[author][start], series[author][end]
        before = sum([weight[g] * first[g] for g in goods[coverage]])
        after = sum([weight[g] * last[g] for g in goods[coverage]])
        return {"outcome": (after / before) ** (1 / (end - start)) - 1}

    return outcome


def bench_loop(title, space, make_outcome, function):
    """Time both sides on one space and return how many times faster the vectorised outcome is."""
    names = [d.name for d in space]
    frame, building = seconds(lambda: multiverse.universes(space), 3)
    fast, quick = seconds(lambda: multiverse.run(frame, make_outcome()), 30)
    combinations = list(itertools.product(*(d.options for d in space)))

    def loop():
        return pd.DataFrame([function(**dict(zip(names, options, strict=True))) for options in combinations])

    slow, long = seconds(loop, 3)
    each, framed = seconds(lambda: multiverse.run_each(frame, function), 1)
    if not (np.allclose(fast[slow.columns], slow) and np.allclose(each[slow.columns], slow)):
        sys.exit("the loop and the vectorised outcome differ")
    n = len(frame)
    print(f"{title}: {n:,} universes, same results on both sides (making the universes: {building:.3f} s)")
    for text, took in (("vectorised, run()", quick), ("Python loop over a function", long), ("run_each()", framed)):
        print(f"  {text:28} {took:8.4f} s {n / took:14,.0f} universes/s")
    print(f"  ratio, vectorised to loop: {long / quick:.0f}")
    return long / quick


def bench_growth():
    space = growth_space()
    figures = growth_figures(space)
    return bench_loop("Growth", space, lambda: growth_vectorised(space, figures), growth_of_one(space, figures))


def bench_places():
    space = rank_space()
    low, high = rank_figures(space)
    last = space[-1].name
    return bench_loop("Places", space, lambda: vectorised(low, high, last), one_universe(low, high, last))


# Regression ---------------------------------------------------------------------------------------------------------


def regression_data(seed=7):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(OBSERVATIONS, CONTROLS + 1)), columns=["x", *control_names()])
    return frame.assign(y=frame.sum(axis=1) * 0.2 + rng.normal(size=OBSERVATIONS))


def control_names():
    return [f"c{i}" for i in range(CONTROLS)]


def regression_outcome(data):
    """Coefficient of x by least squares, for every set of controls: one batch of normal equations."""
    columns = np.column_stack([np.ones(len(data)), data["x"], data[control_names()]])
    gram, moments = columns.T @ columns, columns.T @ data["y"].to_numpy()

    def outcome(frame):
        used = np.column_stack([np.ones((len(frame), 2)), *[(frame[c] == "in").to_numpy() for c in control_names()]])
        # A control that is left out keeps a one on the diagonal, so that its equation says nothing about the rest.
        systems = gram * used[:, :, None] * used[:, None, :] + np.eye(used.shape[1]) * (1 - used)[:, None, :]
        return np.linalg.solve(systems, (moments * used)[..., None])[:, 1, 0]

    return outcome


def bench_regression():
    data, space = regression_data(), [decision(c, ("in", "out")) for c in control_names()]
    ours, quick = seconds(lambda: multiverse.run(multiverse.universes(space), regression_outcome(data)), 3)
    n = len(ours)
    print(f"{n} regressions of {OBSERVATIONS} observations: a coefficient under every set of controls")
    print(f"  {'run()':28} {quick:8.4f} s {n / quick:14,.0f} universes/s")
    try:
        # Imported by name, since the suite does not require it.
        specification_curve = importlib.import_module("specification_curve")
    except ImportError:
        print("  specification_curve is not installed here; comparison left out (pip install specification_curve)")
        return

    def theirs():
        found = specification_curve.SpecificationCurve(data, y_endog="y", x_exog="x", controls=control_names())
        found.fit()
        return found.df_r

    found, long = seconds(theirs, 1)
    if not np.allclose(np.sort(found["Coefficient"].astype(float)), np.sort(ours["outcome"])):
        sys.exit("the coefficients of specification_curve and of run() differ")
    print(f"  {'specification_curve, fit()':28} {long:8.4f} s {n / long:14,.0f} universes/s")
    print(f"  same coefficients; ratio: {long / quick:.0f} (its fit() also gives standard errors and tests)")


# Memory -------------------------------------------------------------------------------------------------------------


def peak(campaigns, chunk=20_000):
    """The most memory that is held while a space is run and counted piece by piece."""
    space = rank_space(campaigns=campaigns)
    low, high = rank_figures(space)
    tracemalloc.start()
    parts = multiverse.run_chunks(multiverse.chunks(space, chunk=chunk), vectorised(low, high, space[-1].name))
    share = multiverse.share_holding(parts, lambda part: part["worst"] <= 2)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return share, most


def bench_memory():
    print("Memory at most held while a space is run in chunks of 20,000 and counted")
    found = {}
    for exponent in (4, 5, 6):
        share, most = peak(exponent)
        found[10**exponent] = most
        print(f"  {10**exponent:>9,} universes {most / 2**20:8.1f} MiB (statement holds in {share.holding:,})")
    print(f"  ratio, {10**6:,} to {10**5:,} universes: {found[10**6] / found[10**5]:.2f}")


if __name__ == "__main__":
    ratio = bench_growth()
    print(f"  wanted: {WANTED}")
    bench_places()
    bench_regression()
    bench_memory()
    if ratio < WANTED and os.environ.get("CI"):
        sys.exit(f"expected the vectorised outcome to be {WANTED} times as fast as the loop, got {ratio:.0f}")
