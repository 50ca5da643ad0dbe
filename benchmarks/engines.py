"""Both engines and any number of workers write the same: compared byte by byte, and timed.

A report by forked processes with one worker, the same with several, and one by kernels; notebooks and figures
must be the same files, the records of the runs apart, which hold times. Prints the ratio of the seconds of each
to those of the first.

    python benchmarks/engines.py [--workers N] [NOTEBOOK ...]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ("02_reasons_and_accusations", "07_education", "09_trials")


def report(names, folder, engine, workers):
    """Run a cold report and return its seconds."""
    options = ["--no-cache", "--out", str(folder), "--engine", engine, "--workers", str(workers)]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "recount", "report", *names, *options], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode or done.stderr:
        raise SystemExit(f"{engine}, {workers} workers: expected no error and nothing on stderr, got:\n{done.stderr}")
    return time.perf_counter() - start


def outputs(folder):
    """Return the bytes of notebooks and figures, by path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for part in ("notebooks", "figures")
        for p in sorted((folder / part).iterdir())
    }


def main():
    """Print the seconds and ratios; stop if any two ways differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK", help=f"by default {', '.join(SAMPLE)}")
    parser.add_argument("--workers", type=int, default=3)
    options = parser.parse_args()
    names, several = options.names or list(SAMPLE), options.workers
    ways = {"fork, 1 worker": ("fork", 1), f"fork, {several} workers": ("fork", several)}
    ways |= {f"kernel, {several} workers": ("kernel", several)}
    with tempfile.TemporaryDirectory() as folder:
        first = None
        for number, (way, (engine, workers)) in enumerate(ways.items()):
            place = Path(folder) / str(number)
            seconds = report(names, place, engine, workers)
            first = first or (seconds, outputs(place))
            made = outputs(place)
            differ = [name for name in sorted({*first[1], *made}) if first[1].get(name) != made.get(name)]
            if differ:
                raise SystemExit(f"{way}: expected the same files as by the first way, these differ: {differ[:10]}")
            print(f"{way}: {seconds:.1f} s, ratio {seconds / first[0]:.2f}, {len(made)} files, all the same")


if __name__ == "__main__":
    main()
