"""Universes per second: vectorised outcomes beside a Python loop; a regression beside ``specification_curve``; memory.

All ratios come from this one run. Both sides of a comparison compute the same outcome for the same universes,
and the run stops if their results differ. ``specification_curve`` (PyPI) is no dependency of the suite: install
it beside it to get the second comparison, which is otherwise left out with a message.
"""

import itertools
import os
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis import multiverse
from analysis.multiverse import Decision

CAMPAIGNS, AUTHORS = 5, 10
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


def bench_loop():
    space = rank_space()
    low, high = rank_figures(space)
    last, names = space[-1].name, [d.name for d in space]
    frame, building = seconds(lambda: multiverse.universes(space), 3)
    fast, quick = seconds(lambda: multiverse.run(frame, vectorised(low, high, last)), 7)
    function = one_universe(low, high, last)
    combinations = list(itertools.product(*(d.options for d in space)))

    def loop():
        return pd.DataFrame([function(**dict(zip(names, options, strict=True))) for options in combinations])

    slow, long = seconds(loop, 2)
    each, framed = seconds(lambda: multiverse.run_each(frame, function), 1)
    if not (np.allclose(fast[["best", "worst", "ratio"]], slow) and np.allclose(each[slow.columns], slow)):
        sys.exit("the loop and the vectorised outcome differ")
    n = len(frame)
    print(f"{n:,} universes, three outcomes each, identical on both sides (making the universes: {building:.3f} s)")
    for text, took in (("vectorised, run()", quick), ("Python loop over a function", long), ("run_each()", framed)):
        print(f"  {text:28} {took:8.4f} s {n / took:14,.0f} universes/s")
    print(f"  ratio, vectorised to loop: {long / quick:.0f} (wanted: {WANTED})")
    return long / quick


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
    print(f"{n} regressions of {OBSERVATIONS} observations, the coefficient of one variable under every set of controls")
    print(f"  {'run()':28} {quick:8.4f} s {n / quick:14,.0f} universes/s")
    try:
        import specification_curve
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


def peak(authors_by_campaign, chunk=20_000):
    """The most memory that is held while a space is run and counted piece by piece."""
    space = [decision(f"campaign_{i}", tuple(f"author_{j}" for j in range(k))) for i, k in enumerate(authors_by_campaign)]
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
        share, most = peak((10,) * exponent)
        found[10**exponent] = most
        print(f"  {10**exponent:>9,} universes {most / 2**20:8.1f} MiB (statement holds in {share.holding:,})")
    print(f"  ratio, {10**6:,} to {10**5:,} universes: {found[10**6] / found[10**5]:.2f}")


if __name__ == "__main__":
    ratio = bench_loop()
    bench_regression()
    bench_memory()
    if ratio < WANTED and os.environ.get("CI"):
        sys.exit(f"expected the vectorised outcome to be {WANTED} times as fast as the loop, got {ratio:.0f}")
