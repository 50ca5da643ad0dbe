"""One run of one notebook: executed in a folder of its own, its outputs then moved into place."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.choices.outcomes import FILE as OUTCOMES
from recount.runs import cache
from recount.runs.reading import ANYTHING
from recount.runs.record import FOLDER, make_record, output_hashes, write_record

#: Engine -> what papermill is given. What a kernel logs about its transport and its end is not the reader's business.
ENGINES = {
    "fork": {"engine_name": "recount"},
    "kernel": {"engine_name": "nbclient", "extra_arguments": ["--IPKernelApp.log_level=50"]},
}
READS = ".reads.json"


@dataclass(frozen=True)
class Job:
    """One notebook to run with some parameters, its outputs to go to ``out``, by the engine ``fork`` or ``kernel``.

    With ``outcomes`` the file of outcomes goes there too; it needs a folder that no other run uses.
    """

    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    out: Path = Path("out")
    engine: str = "fork"
    use_cache: bool = True
    outcomes: bool = False

    @property
    def path(self) -> Path:
        """The notebook's file."""
        return cache.ROOT / "notebooks" / f"{self.notebook}.ipynb"

    @property
    def timed_as(self) -> str:
        """The name under which its seconds are kept."""
        return self.notebook

    def inputs(self) -> cache.Inputs:
        """Return what the run depends on, the data aside."""
        return cache.inputs(self.path, self.parameters, self.engine)


def execute(job: Job, staging: Path) -> list[str]:
    """Execute a notebook through papermill into ``staging``: ``notebooks/NAME.ipynb``, ``figures/``, the record.

    Returns
    -------
    list of str
        The data files and folders that it read, as :func:`recount.runs.cache.data_hashes` names them.

    Raises
    ------
    recount.runs.stored.NotebookError
        If a cell fails or prints a warning, or if data or code changed while it ran.
    """
    from recount.runs.stored import NotebookError, check_outputs, normalise, notebook_bytes, read_notebook

    inputs, before, start = job.inputs(), cache.data_hashes(cache.all_data()), datetime.now(UTC)
    if job.engine == "fork":
        refuse_stale(inputs)
    target = staging / "notebooks" / f"{job.notebook}.ipynb"
    target.parent.mkdir(parents=True)
    _run_papermill(job, target, staging)
    notebook, end = read_notebook(target), datetime.now(UTC)
    data = _take_reads(staging)
    moved = [name for name, value in cache.data_hashes(data).items() if before.get(name, value) != value]
    if moved:
        raise NotebookError(f"{', '.join(moved)}: changed while the notebook read it; run it again")
    record = make_record(notebook, staging, inputs, job.engine, data, (start, end))
    notebook = normalise(notebook)
    check_outputs(notebook, job.notebook)
    target.write_bytes(notebook_bytes(notebook))
    record["outputs"] = output_hashes(staging)
    write_record(staging, record)
    return data


def _run_papermill(job: Job, target: Path, staging: Path) -> None:
    import papermill

    from recount.runs.stored import NotebookError, name_cell

    logging.getLogger("papermill").setLevel(logging.ERROR)
    os.environ["RECOUNT_OUT"] = str(staging)
    os.environ["RECOUNT_READS"] = str(staging / READS)
    try:
        papermill.execute_notebook(
            job.path, target, job.parameters, kernel_name="python3", progress_bar=False, cwd=staging,
            autosave_cell_every=0, **ENGINES[job.engine],
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        place = name_cell(error.exec_count, error.source)
        raise NotebookError(f"{place}: {error.ename}: {error.evalue}") from None


#: File of a module -> its hash when this process was first seen to have it loaded.
_LOADED: dict[str, str] = {}


def refuse_stale(inputs: cache.Inputs) -> None:
    """Refuse to fork a run from a process that has loaded another state of the code than is there now.

    Raises
    ------
    recount.runs.stored.NotebookError
        Naming the modules.
    """
    from recount.runs.stored import NotebookError

    stale = []
    for name, value in inputs.modules.items():
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and Path(file).is_relative_to(cache.ROOT) and _LOADED.setdefault(file, value) != value:
            stale.append(name)
    if stale:
        raise NotebookError(f"{', '.join(stale)}: changed after this run had begun; run it again")


def _take_reads(staging: Path) -> list[str]:
    reads = staging / READS
    if not reads.is_file():
        # A kernel keeps no record; then everything may have been read.
        return cache.all_data()
    names = json.loads(reads.read_text(encoding="utf-8"))
    reads.unlink()
    return sorted({*names, *cache.all_data()} - {ANYTHING}) if ANYTHING in names else names


def publish(finished: Path, root: Path, *, outcomes: bool = False) -> None:
    """Put every file of a finished run into the same place under ``root``, each atomically, if it differs.

    The project itself gets no record of the run: what is tracked there must not change with the time of day.
    The outcomes are left out unless asked for: notebooks that share a folder would write over one another's.
    """
    own = root.resolve() != cache.ROOT.resolve()
    for source in sorted(p for p in finished.rglob("*") if p.is_file() and p.name != cache.MANIFEST):
        if (not own and source.parent.name == FOLDER) or (source.name == OUTCOMES and not outcomes):
            continue
        target = root / source.relative_to(finished)
        content = source.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            from recount.runs.stored import write_atomic

            write_atomic(target, content)


def remove_leftovers(root: Path) -> None:
    """Delete the working folders under ``root``, and unfinished files one level below, whose process is gone."""
    for path in (*root.glob(".recount-*-*"), *root.glob("*/.recount-*-*")):
        with contextlib.suppress(ValueError, OSError):
            if _is_alive(int(path.name.split("-")[1])):
                continue
            if path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be taken note of, as happens for long in containers."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        # Another user's process, or a system without /proc.
        return True
    return state not in ("Z", "X")
