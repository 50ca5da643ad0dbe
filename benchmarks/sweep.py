"""A sweep against sequential papermill, and a long sweep against a short one.

Prints ratios from one run. Papermill is measured on three runs of the same notebook, one kernel after the other,
as its command line does it. The sweeps start from an empty cache and include everything: imports, table and figure.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = 3
NOTEBOOK = "01_purge_rates"
BASES = "base: [members, screened, members_and_candidates]"
#: A grid of 60 settings and one of a thousand.
SHORT = f"{{{BASES}, max_months: {{from: 0, to: 19, step: 1}}}}"
LONG = (
    f"{{{BASES}, date_rule: [before, nearest, year_mean], reading: [as_printed, as_corrected], "
    "max_months: {from: 0, to: 55, step: 1}}"
)


def sweep(grid, folder):
    """Sweep over a grid from an empty cache; return settings, seconds, most memory of parent and child (MiB)."""
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "grid.yml").write_text(f"parameters: {grid}\n", encoding="utf-8")
    words = ["sweep", NOTEBOOK, "--grid", str(place / "grid.yml"), "--out", str(place / "out")]
    start = time.perf_counter()
    process = psutil.Popen(
        [sys.executable, "-m", "recount", *words],
        cwd=ROOT, env=os.environ | {"RECOUNT_CACHE": str(place / "cache")}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    own = others = 0
    while process.poll() is None:
        mine, theirs = memory(process)
        own, others = max(own, mine), max(others, theirs)
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"the sweep ended with status {process.returncode}")
    count = (place / "out" / "sweep.csv").read_bytes().count(b"\n") - 1
    return count, time.perf_counter() - start, own, others


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
    start = time.perf_counter()
    files = [f"notebooks/{NOTEBOOK}.ipynb", str(Path(folder) / "p.ipynb")]
    command = [sys.executable, "-m", "papermill", *files, "--no-progress-bar", "-p", "base", "members"]
    subprocess.run(command, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        one = sum(papermill(folder) for _ in range(SAMPLE)) / SAMPLE
        print(f"papermill, {NOTEBOOK}: {one:.2f} s a run (mean of {SAMPLE})", flush=True)
        for grid in (SHORT, LONG):
            count, seconds, own, others = sweep(grid, folder)
            print(
                f"{count} settings: {seconds:.1f} s, {seconds / count:.3f} s each, {seconds / count / one:.4f} of "
                f"papermill; most memory {own:.0f} MiB, of a worker {others:.0f} MiB", flush=True
            )  # fmt: skip


if __name__ == "__main__":
    main()
