"""Cold report of all notebooks against the same calls without notebooks, and against sequential papermill.

Prints ratios from one run. The plain functions are the notebooks' code cells executed in one process with the
imports done, figures written as well. With --papermill also the ordinary way, one kernel after the other.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def names():
    """Return the notebooks."""
    return sorted(p.stem for p in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def plain(folder):
    """Run every code cell of every notebook in this process, after the imports; return the seconds."""
    sys.path.insert(0, str(ROOT))
    from recount.forking import warm

    warm()
    from recount.shell import make_shell, run_cell

    shell = make_shell()
    os.environ["RECOUNT_OUT"] = folder
    start = time.perf_counter()
    for name in names():
        shell.reset(new_session=False)
        for cell in json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and run_cell(shell, "".join(cell["source"]))["failed"]:
                raise SystemExit(f"{name}: a cell failed")
    return time.perf_counter() - start


def timed(*command):
    """Run a command and return its seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        if "--plain" in sys.argv:
            seconds = plain(folder)
            sys.__stdout__.write(f"{seconds}\n")
            return
        inner = subprocess.run(
            [sys.executable, __file__, "--plain"], check=True, cwd=ROOT, capture_output=True, text=True
        )
        functions = float(inner.stdout.split()[-1])
        cold = timed(sys.executable, "-m", "recount", "report", "--no-cache", "--out", f"{folder}/cold")
        print(f"plain functions in one process: {functions:.1f} s")
        print(f"cold report: {cold:.1f} s, {cold / functions:.2f} times the plain functions")
        warm_run = timed(sys.executable, "-m", "recount", "report", "--out", f"{folder}/a")
        again = timed(sys.executable, "-m", "recount", "report", "--out", f"{folder}/a")
        print(f"nothing changed: {again:.2f} s after a run of {warm_run:.1f} s")
        if "--papermill" in sys.argv:
            target = Path(folder) / "p.ipynb"
            slow = sum(timed("papermill", f"notebooks/{n}.ipynb", str(target), "--no-progress-bar") for n in names())
            print(f"sequential papermill: {slow:.1f} s; the cold report takes {cold / slow:.2f} of it")


if __name__ == "__main__":
    main()
