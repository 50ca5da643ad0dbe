"""An engine for papermill that runs a notebook in a forked process instead of a new kernel.

Starting a kernel and importing the scientific stack costs far more than our
notebooks' work. Here the imports are done once; every notebook then runs in a
process of its own, forked from there, through the same IPython shell that a kernel
uses, so nothing leaks from one run into the next. Registered as ``recount`` under
papermill's entry point ``papermill.engine``; this module must stay a leaf, because
papermill loads it while it is itself being imported.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
from pathlib import Path
from typing import Any

from papermill.engines import Engine

from recount.runs.forking import warm


class RecountEngine(Engine):
    """Runs all cells of a notebook in one forked process."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, log_output=False, **options):
        """Run the code cells in order and put their outputs into the managed notebook.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            The notebook and its bookkeeping.
        kernel_name : str
            Ignored: the shell is this Python.
        log_output, options
            Accepted because papermill passes them; ignored.
        """
        warm()
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        child = context.Process(target=_serve, args=(theirs, ours))
        child.start()
        theirs.close()
        try:
            _run_cells(nb_man, ours)
        finally:
            _stop(ours, child)


def _run_cells(nb_man, pipe) -> None:
    shown: dict[str, list] = {}
    count = 0
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        if cell.cell_type == "code" and cell.source.strip():
            count += 1
            reply = _ask(pipe, cell.source, count)
            cell["outputs"], cell["execution_count"] = _as_nodes(reply["outputs"]), reply["execution_count"]
            _update_shown(shown, reply, cell["outputs"])
            if reply["failed"]:
                nb_man.cell_exception(cell, index)
                return
        nb_man.cell_complete(cell, index)


def _update_shown(shown: dict[str, list], reply: dict[str, Any], outputs: list) -> None:
    """Bring displays of earlier cells up to date, then remember those of this cell."""
    from nbformat import from_dict

    for display_id, data, metadata in reply["updates"]:
        for output in shown.get(display_id, []):
            output["data"], output["metadata"] = from_dict(data), from_dict(metadata)
    for number, display_id in reply["ids"].items():
        shown.setdefault(display_id, []).append(outputs[number])


def _ask(pipe, source: str, count: int) -> dict[str, Any]:
    try:
        pipe.send(source)
        return pipe.recv()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # The process died: say so in the place where the reader looks for the cell's error.
        words = "the process that ran the notebook ended before the cell did (killed, or out of memory)"
        error = {"output_type": "error", "ename": "DeadProcess", "evalue": words, "traceback": [words]}
        return {"outputs": [error], "ids": {}, "updates": [], "execution_count": count, "failed": True}


def _stop(pipe, child) -> None:
    with contextlib.suppress(OSError):
        pipe.send(None)
    pipe.close()
    child.join(timeout=5)
    if child.is_alive():
        child.kill()
        child.join()


def _as_nodes(outputs: list[dict]) -> list:
    from nbformat import from_dict

    return [from_dict(output) for output in outputs]


def _serve(pipe, other_end) -> None:
    """Run cells until told to stop; this is the forked process."""
    other_end.close()
    import matplotlib
    import numpy

    from recount.runs import cache
    from recount.runs.reading import record_reads

    # As in a kernel: pyplot figures become outputs. Set here too, since the warm imports have read the variable.
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    matplotlib.use(os.environ["MPLBACKEND"])
    from recount.runs.shell import make_shell, run_cell

    # Two runs forked from one process must not draw the same numbers; the standard library sees to its own.
    numpy.random.seed()
    owner = os.getpid()
    seen = record_reads(cache.data_root(), cache.ROOT, cache.PROJECT)
    shell = make_shell()
    while True:
        try:
            source = pipe.recv()
        except EOFError:
            break
        if source is None:
            break
        reply = run_cell(shell, source)
        if os.getpid() != owner:
            # A cell has forked, and this is the child that nobody asked for an answer.
            os._exit(0)
        pipe.send(reply)
    pipe.close()
    if os.environ.get("RECOUNT_READS"):
        Path(os.environ["RECOUNT_READS"]).write_text(json.dumps(sorted(seen)), encoding="utf-8")
    # Leave without the parent's exit handlers, which are not this process's to run.
    os._exit(0)
