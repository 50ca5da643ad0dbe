"""Run notebooks: all of them for the report, or one with other parameters.

A run works in a folder of its own. Only when a notebook has run through are its
outputs moved, file by file, to where they belong; so a failed or killed run leaves
the earlier outputs whole.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recount.parameters import check
from recount.stored import (
    NotebookError,
    check_outputs,
    normalise,
    notebook_bytes,
    notebook_folder,
    notebook_names,
    notebook_path,
    read_notebook,
    write_atomic,
)

#: Packages whose version decides about bytes.
PINNED = ("matplotlib", "numpy", "pandas", "scipy", "nbformat", "ipython", "ipykernel", "papermill")
#: Engine -> what papermill is given. A kernel's own warnings about its transport are not the reader's business.
ENGINES = {
    "fork": {"engine_name": "recount"},
    "kernel": {"engine_name": "nbclient", "extra_arguments": ["--IPKernelApp.log_level=40"]},
}


@dataclass(frozen=True)
class Job:
    """One notebook to run with some parameters, its outputs to go to ``out``, by the engine ``fork`` or ``kernel``."""

    notebook: str
    parameters: dict[str, Any] = field(default_factory=dict)
    out: Path | None = None
    engine: str = "fork"


@dataclass(frozen=True)
class Outcome:
    """What became of a job: the error's text (empty if it ran through) and the seconds it took."""

    job: Job
    error: str = ""
    seconds: float = 0.0


def report(
    names: Iterable[str] = (), out: str | Path | None = None, workers: int | None = None, engine: str | None = None
) -> int:
    """Execute notebooks with their default parameters and write notebooks and figures.

    Parameters
    ----------
    names : iterable of str
        Notebook names; all if empty.
    out : str or Path, optional
        Folder for ``notebooks/`` and ``figures/``. By default the project itself where the
        same inputs give the same bytes (see :func:`is_pinned`), else ``out/`` in the project.
    workers : int, optional
        Processes; by default one for each processor, at most four.
    engine : {'fork', 'kernel'}, optional
        How notebooks run; by default forked processes where they are to be had, else kernels.

    Returns
    -------
    int
        0 if all ran through, 1 if one failed, 130 if interrupted.
    """
    chosen = [notebook_path(n).stem for n in names] or notebook_names()
    root = Path(out) if out else default_out()
    if root != project():
        print(f"Writing to {root.name}/ (this is not the pinned platform, or --out was given).")
    outcomes = run_jobs([Job(n, out=root, engine=choose_engine(engine)) for n in chosen], workers)
    failed = [o for o in outcomes if o.error]
    for outcome in failed:
        print(f"\nFailed: {outcome.job.notebook} {outcome.job.parameters or ''}\n{outcome.error}", file=sys.stderr)
    if not failed and not list(names):
        remove_stale(root)
    if len(outcomes) < len(chosen):
        return 130
    return 1 if failed else 0


def choose_engine(wanted: str | None) -> str:
    """Return the engine to use: the one wanted, else ``fork`` where that is to be had, else ``kernel``."""
    from recount.engine import can_fork

    if wanted not in (None, "fork", "kernel"):
        raise NotebookError(f"expected the engine fork or kernel, got {wanted!r}")
    return (wanted or "fork") if can_fork() else "kernel"


def project() -> Path:
    """Return the project's top folder."""
    return notebook_folder().parent


def default_out() -> Path:
    """Return where a report goes: the project if its bytes are pinned here, else ``out/``."""
    return project() if is_pinned() else project() / "out"


def is_pinned() -> bool:
    """Return whether this is Linux x86-64, CPython 3.11 and the locked versions of what draws and writes."""
    import platform
    from importlib.metadata import version

    if (sys.platform, platform.machine(), platform.python_implementation(), sys.version_info[:2]) != (
        "linux",
        "x86_64",
        "CPython",
        (3, 11),
    ):
        return False
    lock = (project() / "requirements.lock").read_text(encoding="utf-8").replace(" ", "")
    return all(f"\n{name}=={version(name)}" in f"\n{lock}" for name in PINNED)


def run_jobs(jobs: list[Job], workers: int | None = None) -> list[Outcome]:
    """Run jobs in parallel processes and print a line for each as it ends.

    Returns
    -------
    list of Outcome
        In the order of ``jobs``; jobs that an interrupt cut off are missing.
    """
    workers = min(workers or min(os.cpu_count() or 1, 4), len(jobs)) or 1
    done: dict[int, Outcome] = {}
    pool = _pool(workers, jobs)
    try:
        futures = {pool.submit(run_job, job): i for i, job in enumerate(jobs)}
        for future in as_completed(futures):
            outcome = done[futures[future]] = _result(future, jobs[futures[future]])
            state = "failed" if outcome.error else "done"
            print(f"[{len(done)}/{len(jobs)}] {outcome.job.notebook}: {state} in {outcome.seconds:.1f} s", flush=True)
        pool.shutdown()
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        print("Interrupted; what had finished is kept, the rest was not touched.", file=sys.stderr)
    return [done[i] for i in sorted(done)]


def _result(future, job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(job, "the process that ran it was killed; earlier outputs are as they were, run it again")


def _pool(workers: int, jobs: list[Job]) -> ProcessPoolExecutor:
    if all(job.engine == "kernel" for job in jobs):
        return ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("spawn"))
    from recount.engine import warm

    # Imported once here; every worker, and every notebook's process forked from it, finds the work done.
    warm()
    return ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("fork"))


def run_job(job: Job) -> Outcome:
    """Run one job in a folder of its own, then move its outputs into place."""
    start = time.perf_counter()
    root = job.out or default_out()
    root.mkdir(parents=True, exist_ok=True)
    remove_leftovers(root)
    staging = Path(tempfile.mkdtemp(prefix=f".recount-{os.getpid()}-", dir=root))
    try:
        check(job.notebook, job.parameters)
        execute(job, staging)
        publish(staging, root)
        error = ""
    except Exception as problem:
        error = str(problem) or type(problem).__name__
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Outcome(job, error, time.perf_counter() - start)


def remove_leftovers(root: Path) -> None:
    """Delete the working folders of runs under ``root`` whose process is gone."""
    for folder in root.glob(".recount-*-*"):
        try:
            os.kill(int(folder.name.split("-")[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (ValueError, PermissionError):
            continue


def execute(job: Job, staging: Path) -> None:
    """Execute a notebook through papermill into ``staging``: ``notebooks/NAME.ipynb`` and ``figures/``.

    Raises
    ------
    NotebookError
        If a cell fails or prints a warning.
    """
    import logging

    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    target = staging / "notebooks" / f"{job.notebook}.ipynb"
    target.parent.mkdir(parents=True)
    os.environ["RECOUNT_OUT"] = str(staging)
    try:
        papermill.execute_notebook(
            notebook_path(job.notebook),
            target,
            job.parameters,
            kernel_name="python3",
            progress_bar=False,
            cwd=staging,
            autosave_cell_every=0,
            **ENGINES[job.engine],
        )
    except papermill.PapermillExecutionError as error:
        raise NotebookError(f"cell {error.exec_count}: {error.ename}: {error.evalue}") from None
    notebook = normalise(read_notebook(target))
    check_outputs(notebook, job.notebook)
    target.write_bytes(notebook_bytes(notebook))


def publish(staging: Path, root: Path) -> None:
    """Move every file of a finished run to the same place under ``root``, each atomically."""
    for source in sorted(p for p in staging.rglob("*") if p.is_file()):
        target = root / source.relative_to(staging)
        content = source.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            write_atomic(target, content)


def remove_stale(root: Path) -> None:
    """Delete figure files under ``root`` that no stored notebook of ``root`` mentions any more."""
    stored = "".join(p.read_text(encoding="utf-8") for p in (root / "notebooks").glob("*.ipynb"))
    for path in (root / "figures").glob("[0-9]*"):
        if f"`{path.name.split('.')[0]}.csv`" not in stored:
            path.unlink()
