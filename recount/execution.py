"""One run of one notebook: executed in a folder of its own, its outputs then moved into place."""

from __future__ import annotations

import json
import logging
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recount import cache

#: Engine -> what papermill is given. A kernel's own warnings about its transport are not the reader's business.
ENGINES = {
    "fork": {"engine_name": "recount"},
    "kernel": {"engine_name": "nbclient", "extra_arguments": ["--IPKernelApp.log_level=40"]},
}
READS = ".reads.json"


@dataclass(frozen=True)
class Job:
    """One notebook to run with some parameters, its outputs to go to ``out``, by the engine ``fork`` or ``kernel``."""

    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    out: Path = Path("out")
    engine: str = "fork"
    use_cache: bool = True

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return cache.ROOT / "notebooks" / f"{self.notebook}.ipynb"

    def inputs(self) -> cache.Inputs:
        """Return what the run depends on, the data aside."""
        return cache.inputs(self.path, self.parameters, self.engine)


def execute(job: Job, staging: Path) -> list[str]:
    """Execute a notebook through papermill into ``staging``: ``notebooks/NAME.ipynb`` and ``figures/``.

    Returns
    -------
    list of str
        The data files and folders that it read, below the data's folder.

    Raises
    ------
    recount.stored.NotebookError
        If a cell fails or prints a warning.
    """
    import papermill

    from recount.stored import NotebookError, check_outputs, normalise, notebook_bytes, read_notebook

    logging.getLogger("papermill").setLevel(logging.ERROR)
    target = staging / "notebooks" / f"{job.notebook}.ipynb"
    target.parent.mkdir(parents=True)
    os.environ["RECOUNT_OUT"] = str(staging)
    os.environ["RECOUNT_READS"] = str(staging / READS)
    try:
        papermill.execute_notebook(
            job.path, target, job.parameters, kernel_name="python3", progress_bar=False, cwd=staging,
            autosave_cell_every=0, **ENGINES[job.engine],
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        raise NotebookError(f"cell {error.exec_count}: {error.ename}: {error.evalue}") from None
    notebook = normalise(read_notebook(target))
    check_outputs(notebook, job.notebook)
    target.write_bytes(notebook_bytes(notebook))
    return _take_reads(staging)


def _take_reads(staging: Path) -> list[str]:
    reads = staging / READS
    if not reads.is_file():
        # A kernel keeps no record; then everything may have been read.
        return cache.all_data()
    names = json.loads(reads.read_text(encoding="utf-8"))
    reads.unlink()
    return names


def publish(finished: Path, root: Path) -> None:
    """Put every file of a finished run into the same place under ``root``, each atomically, if it differs."""
    for source in sorted(p for p in finished.rglob("*") if p.is_file() and p.name != cache.MANIFEST):
        target = root / source.relative_to(finished)
        content = source.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            from recount.stored import write_atomic

            write_atomic(target, content)


def remove_leftovers(root: Path) -> None:
    """Delete the working folders of runs under ``root`` whose process is gone."""
    for folder in root.glob(".recount-*-*"):
        try:
            os.kill(int(folder.name.split("-")[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):
            continue
