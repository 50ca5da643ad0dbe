"""A report with nothing to do, and one after a single cell of data was changed.

Everything happens in a copy of the project with a cache of its own. First a report fills the cache; then the same
report is timed several times, start of Python and imports included (goal: 0.6 s at most), and once more after one
cell of one CSV was changed: only the notebooks whose record names that file may run. The ratio is that of the
report with nothing to do to the first one.

    python benchmarks/nothing_changed.py [--table data/pamphlet/schooling.csv] [--repeats N] [NOTEBOOK ...]
"""

import argparse
import csv
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("analysis", "recount", "notebooks", "data", "locale", "pyproject.toml", "requirements.lock")
GOAL = 0.6


def copy_project(target):
    """Copy what a report needs."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target / name)


def report(project, names):
    """Run a report in the copy; return its seconds and its lines."""
    inner = "import sys; from recount.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", inner, "report", *names, "--why", "--out", str(project / "out")]
    settings = {"PYTHONPATH": str(project), "RECOUNT_CACHE": str(project / "cache"), "RECOUNT_ENV": "current"}
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=project, env=os.environ | settings)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return seconds, done.stdout


def states(printed):
    """Return what became of each notebook, by name."""
    return dict(re.findall(r"^\[\d+/\d+\] (\w+): (\w+)", printed, flags=re.MULTILINE))


def change_remark(path):
    """Change one cell of a table without changing what it says: a remark of its last row."""
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    column = next(rows[0].index(name) for name in ("remark", "note") if name in rows[0])
    rows[-1][column] += " (changed by the benchmark)"
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")


def readers(project, table):
    """Return the notebooks whose record says that they read a table."""
    name = table.removeprefix("data/")
    records = [json.loads(p.read_text(encoding="utf-8")) for p in (project / "out/records").glob("*.json")]
    return {r["notebook"] for r in records if name in r["inputs"]["data"]}


def main():
    """Print the seconds, the ratio, and which notebooks ran."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NOTEBOOK")
    parser.add_argument("--table", default="data/pamphlet/schooling.csv", help="of which a cell is changed")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        project.mkdir()
        copy_project(project)
        first, printed = report(project, options.names)
        if "unchanged" in states(printed).values():
            raise SystemExit("expected an empty cache at first, found a filled one")
        again = []
        for _time in range(options.repeats):
            seconds, printed = report(project, options.names)
            if set(states(printed).values()) != {"unchanged"}:
                raise SystemExit(f"expected nothing to do, got:\n{printed}")
            again.append(seconds)
        middle = statistics.median(again)
        print(f"first report: {first:.1f} s; nothing changed: {middle:.2f} s; ratio {middle / first:.3f}")
        print(f"  {len(states(printed))} notebooks; goal for nothing changed: {GOAL} s at most")
        change_remark(project / options.table)
        expected = readers(project, options.table)
        seconds, printed = report(project, options.names)
        ran = {name for name, state in states(printed).items() if state != "unchanged"}
        print(f"one cell of {options.table} changed: {seconds:.1f} s; ran: {', '.join(sorted(ran)) or 'none'}")
        if ran != expected:
            raise SystemExit(f"expected the notebooks that read it to run: {', '.join(sorted(expected))}")


if __name__ == "__main__":
    main()
