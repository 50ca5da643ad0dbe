"""A sweep against sequential papermill, and a long sweep against a short one.

Prints ratios from one run. Papermill is measured on three runs of the same notebook, one kernel after the other,
as its command line does it. The sweeps start from an empty cache and include everything: imports, the first
setting run whole, table and figure. With --full the long sweep has 1,000 settings, else 200; with --whole the short
one is also run with every cell of the notebook, which is what papermill does.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "03_old_bolsheviks_and_elites"
SHORT, LONG, FULL, SAMPLE = 60, 200, 1000, 3
STEP = 0.15  # of a rate that may run from 0 to 150


def sweep(folder, count, *more):
    """Sweep so many settings from an empty cache; return the seconds and the most memory of parent and child (MiB)."""
    place = Path(tempfile.mkdtemp(dir=folder))
    grid = place / "grid.yml"
    last = round(STEP * (count - 1), 2)
    grid.write_text(f"parameters: {{deaths_per_1000: {{from: 0, to: {last}, step: {STEP}}}}}\n", encoding="utf-8")
    words = ["sweep", NOTEBOOK, "--grid", str(grid), "--out", str(place / "out"), *more]
    start = time.perf_counter()
    process = psutil.Popen(
        [sys.executable, "-m", "recount", *words],
        cwd=ROOT, env=os.environ | {"RECOUNT_CACHE": str(place / "cache")}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    own = others = 0
    while process.poll() is None:
        mine, theirs = memory(process)
        own, others = max(own, mine), max(others, theirs)
        time.sleep(0.5)
    if process.returncode:
        raise SystemExit(f"the sweep of {count} settings ended with status {process.returncode}")
    return time.perf_counter() - start, own, others


def memory(process):
    """Return the resident memory of a process and that of its largest descendant (MiB), shared pages included."""
    try:
        held = [resident(part) for part in (process, *process.children(recursive=True))]
    except psutil.Error:
        return 0, 0
    return held[0], max(held[1:], default=0)


def resident(process):
    """Return the resident memory of one process (MiB); 0 if it has ended."""
    try:
        return process.memory_info().rss / 2**20
    except psutil.Error:
        return 0


def papermill(folder):
    """Return the seconds of one run by papermill's command line."""
    target = Path(folder) / "p.ipynb"
    start = time.perf_counter()
    words = [sys.executable, "-m", "papermill", f"notebooks/{NOTEBOOK}.ipynb", str(target)]
    subprocess.run([*words, "--no-progress-bar", "-p", "deaths_per_1000", "1.5"], check=True, cwd=ROOT)
    return time.perf_counter() - start


def main():
    """Print the ratios."""
    count = FULL if "--full" in sys.argv else LONG
    with tempfile.TemporaryDirectory() as folder:
        first, own, others = sweep(folder, SHORT)
        one = sum(papermill(folder) for _ in range(SAMPLE)) / SAMPLE
        long, long_own, long_others = sweep(folder, count)
        again = sweep(folder, SHORT)[0]
        short = (first + again) / 2
        print(f"papermill: {one:.2f} s a run (mean of {SAMPLE})")
        print(f"{SHORT} settings: {short:.1f} s, {short / SHORT:.2f} s each, {short / SHORT / one:.3f} of papermill")
        times = f"{long / short:.1f} times {SHORT} settings, {count / SHORT:.1f} times as many"
        print(f"{count} settings: {long:.1f} s, {times}")
        print(f"memory of the parent: {own:.0f} MiB at {SHORT}, {long_own:.0f} MiB at {count}; "
              f"of its largest child: {others:.0f} and {long_others:.0f} MiB")  # fmt: skip
        if "--whole" in sys.argv:
            whole = sweep(folder, SHORT, "--whole")[0]
            print(f"{SHORT} settings, every cell: {whole:.1f} s, {whole / SHORT / one:.2f} of papermill")


if __name__ == "__main__":
    main()
