"""From the wish for a kernel to the end of a first cell: a kernel forked from the warm process, and a plain one.

Pairs in turn, the first of each left out: it pays for the imports of this process and the start of the warm one,
which is printed by itself. The cell imports pandas and pyplot, as every notebook does. Goal: 0.4 s at most.

    python benchmarks/kernel_start.py [--pairs N]
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL = 0.4
CELL = "import pandas, matplotlib.pyplot"


def first_cell(manager):
    """Return the seconds until a first cell has run, and those until the kernel is gone."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    quiet = ["--IPKernelApp.log_level=50"]
    start = time.perf_counter()
    client = NotebookClient(
        notebook, kernel_manager_class=manager, kernel_name="python3", shutdown_kernel="immediate",
        extra_arguments=quiet,
    )  # fmt: skip
    with client.setup_kernel():
        client.execute_cell(notebook.cells[0], 0)
        ran = time.perf_counter() - start
    return ran, time.perf_counter() - start


def main():
    """Print both medians and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10)
    pairs = parser.parse_args().pairs
    sys.path.insert(0, str(ROOT))
    from jupyter_client.manager import AsyncKernelManager

    from recount.runs import warm
    from recount.runs.kernels import WarmKernelManager

    warm.zygote()
    print(f"first kernel, with the start of the warm process: {first_cell(WarmKernelManager)[0]:.2f} s")
    first_cell(AsyncKernelManager)
    times = [(first_cell(AsyncKernelManager), first_cell(WarmKernelManager)) for _ in range(pairs)]
    for name, number in (("plain", 0), ("forked", 1)):
        ran, gone = (statistics.median(pair[number][k] for pair in times) for k in (0, 1))
        print(f"{name}: {ran:.2f} s to the end of the first cell, {gone:.2f} s until the kernel is gone")
    ratio = statistics.median(forked[0] / plain[0] for plain, forked in times)
    print(f"ratio {ratio:.2f}, {pairs} pairs; goal for the forked one: {GOAL} s at most")


if __name__ == "__main__":
    main()
