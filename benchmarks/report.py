"""Cold report of all notebooks against the same calls without notebooks, and against sequential papermill.

The plain functions are the notebooks' code cells run one after another in one process that has its imports
done, writing the same figure files: no engine, no cache, no stored notebook. Runs are paired (plain, report,
plain, report, ...) and the median of the ratios is printed; goals are 1.4 and 0.3. Both ways must write the same
files, byte for byte. Sequential papermill, one kernel after the other, is measured on a sample of three notebooks
and set against a report of these three, or on all of them with --full.

    python benchmarks/report.py [--pairs N] [--full] [NOTEBOOK ...]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOALS = {"plain functions": 1.4, "sequential papermill": 0.3}
SAMPLE = 3


def all_names():
    """Return the names of the notebooks."""
    return sorted(p.stem for p in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def run_plainly(names, folder):
    """Run every code cell of the notebooks in this process after the imports; print the seconds."""
    sys.path.insert(0, str(ROOT))
    import matplotlib.backends.backend_agg  # noqa: F401
    import pandas  # noqa: F401
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    os.environ["RECOUNT_OUT"] = folder
    start, before = time.perf_counter(), time.process_time()
    for name in names:
        shell.reset(new_session=False)
        for cell in json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                with capture_output():
                    result = shell.run_cell("".join(cell["source"]), store_history=True)
                if not result.success:
                    raise SystemExit(f"{name}: a cell failed")
    print(time.perf_counter() - start)
    print(f"{len(names)} notebooks: {time.process_time() - before:.1f} s of processor time", file=sys.stderr)


def time_plain(names, folder):
    """Return the seconds of the plain functions, imports left out, in a process of their own."""
    command = [sys.executable, __file__, "--inner", str(folder), *names]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    print(done.stderr.splitlines()[-1])
    return float(done.stdout)


def time_command(*words, **environment):
    """Return the seconds of a command, its start and imports included."""
    start = time.perf_counter()
    subprocess.run(words, check=True, cwd=ROOT, capture_output=True, env=os.environ | environment)
    return time.perf_counter() - start


def time_report(names, folder):
    """Return the seconds of a cold report, everything included."""
    return time_command(sys.executable, "-m", "recount", "report", *names, "--no-cache", "--out", str(folder))


def time_papermill(names, folder):
    """Return the seconds of the ordinary way: the papermill command, one notebook after the other."""
    program = Path(sys.executable).with_name("papermill")
    folder.mkdir()
    return sum(
        time_command(
            program, f"notebooks/{n}.ipynb", folder / f"{n}.ipynb", "--no-progress-bar", RECOUNT_OUT=str(folder)
        )
        for n in names
    )


def figures(folder):
    """Return the bytes of the figure files below a folder, by name."""
    return {p.name: p.read_bytes() for p in sorted((folder / "figures").iterdir())}


def compare(what, slow, fast, names, pairs):
    """Time both ways in turn and print the median of the ratios; both must write the same figures."""
    times = []
    for _pair in range(pairs):
        with tempfile.TemporaryDirectory() as folder:
            a, b = Path(folder) / "a", Path(folder) / "b"
            times.append((slow(names, a), fast(names, b)))
            if figures(a) != figures(b):
                raise SystemExit(f"{what} and report write different figures: no ratio")
    base, cold = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(b / a for a, b in times)
    print(f"{what}: {base:.1f} s; cold report: {cold:.1f} s; ratio {ratio:.2f} (goal: {GOALS[what]} at most)")
    each = ", ".join(f"{b / a:.2f}" for a, b in times)
    print(f"  {len(names)} notebooks, {pairs} pairs, ratios {each}; same figures")
    return ratio <= GOALS[what]


def main():
    """Print the ratios; the exit status does not depend on them, for other work shares the machine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK")
    parser.add_argument("--pairs", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="papermill over all notebooks, not over a sample")
    parser.add_argument("--inner", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.names or all_names()
    if options.inner:
        run_plainly(names, options.inner)
        return
    compare("plain functions", time_plain, time_report, names, options.pairs)
    sample = names if options.full else names[:: max(len(names) // SAMPLE, 1)][:SAMPLE]
    if len(sample) < len(names):
        print(f"sample for papermill: {', '.join(sample)}")
    compare("sequential papermill", time_papermill, time_report, sample, 1)


if __name__ == "__main__":
    main()
