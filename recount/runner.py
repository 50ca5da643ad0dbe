"""Run notebooks: all of them for the report, or one with other parameters.

What the cache holds is taken from it. The rest runs in parallel processes; a failed
or killed run leaves the earlier outputs whole, and one failure does not stop the others.
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
from dataclasses import dataclass
from pathlib import Path

from recount import cache
from recount.execution import Job, execute, publish, remove_leftovers
from recount.forking import can_fork

#: Packages whose version decides about bytes.
PINNED = ("matplotlib", "numpy", "pandas", "scipy", "nbformat", "ipython", "ipykernel", "papermill")


class RunError(ValueError):
    """A run that was asked for in words that do not fit."""


@dataclass(frozen=True)
class Outcome:
    """What became of a job: the error's text (empty if it ran through), the seconds, and what the cache said."""

    job: Job
    error: str = ""
    seconds: float = 0.0
    why: str = ""


def report(
    names: Iterable[str] = (),
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    engine: str | None = None,
    use_cache: bool = True,
    why: bool = False,
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
    use_cache : bool
        Whether finished runs are taken from the cache, and kept in it.
    why : bool
        Whether to say for each notebook why the cache did or did not hold it.

    Returns
    -------
    int
        0 if all ran through, 1 if one failed, 130 if interrupted.
    """
    chosen = [known(n) for n in names] or notebook_names()
    root = Path(out).absolute() if out else default_out()
    if root != cache.ROOT:
        print(f"Writing to {root.name}/.")
    root.mkdir(parents=True, exist_ok=True)
    remove_leftovers(root)
    jobs = [Job(n, out=root, engine=choose_engine(engine), use_cache=use_cache) for n in chosen]
    outcomes = run_jobs(jobs, workers, why=why)
    failed = [o for o in outcomes if o.error]
    for outcome in failed:
        print(f"\nFailed: {outcome.job.notebook} {outcome.job.parameters or ''}\n{outcome.error}", file=sys.stderr)
    if not failed and not list(names):
        remove_stale(root)
    if len(outcomes) < len(chosen):
        return 130
    return 1 if failed else 0


def run(notebook: str, pairs: Iterable[str], *, out: str | Path = "out", engine: str | None = None) -> int:
    """Run one notebook with other parameters and write it and its figures below a folder.

    Parameters
    ----------
    notebook : str
        Its name.
    pairs : iterable of str
        ``name=value``; values are read as YAML scalars: numbers, ``true``, ``false``, text.
    out : str or Path
        The folder.
    engine : {'fork', 'kernel'}, optional
        As for :func:`report`.

    Returns
    -------
    int
        0 if it ran through, 1 if not.

    Raises
    ------
    RunError, recount.parameters.ParameterError
        If a pair is none, or the notebook refuses a name or value.
    """
    from recount.parameters import check

    name, given = known(notebook), read_pairs(pairs)
    check(name, given)
    root = Path(out).absolute()
    root.mkdir(parents=True, exist_ok=True)
    remove_leftovers(root)
    [outcome] = run_jobs([Job(name, given, root, choose_engine(engine))])
    if outcome.error:
        print(f"\nFailed: {name} {given}\n{outcome.error}", file=sys.stderr)
        return 1
    print(f"Notebook and figures are in {root.name}/.")
    return 0


def read_pairs(pairs: Iterable[str]) -> dict:
    """Return ``name=value`` pairs as a dictionary.

    Raises
    ------
    RunError
        If a pair has no equals sign, a name comes twice, or a value is no plain scalar.
    """
    import yaml

    given: dict = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.isidentifier():
            raise RunError(f"-p: expected NAME=VALUE, got {pair!r}")
        if name in given:
            raise RunError(f"-p: expected each name once, got {name!r} twice")
        try:
            read = yaml.safe_load(value)
        except yaml.YAMLError:
            read = value
        given[name] = read if isinstance(read, (str, int, float, bool)) else value
    return given


def notebook_names() -> list[str]:
    """Return the names of all notebooks, without ``.ipynb``, sorted."""
    return sorted(p.stem for p in (cache.ROOT / "notebooks").glob("[0-9]*.ipynb"))


def known(name: str) -> str:
    """Return the name of a notebook, without ``.ipynb``.

    Raises
    ------
    RunError
        If there is none of that name.
    """
    import difflib

    plain = name.removesuffix(".ipynb").removeprefix("notebooks/")
    names = notebook_names()
    if plain not in names:
        near = difflib.get_close_matches(plain, names, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise RunError(f"expected a notebook, got {name!r}{hint}; the notebooks are {', '.join(names)}")
    return plain


def choose_engine(wanted: str | None) -> str:
    """Return the engine to use: the one wanted, else ``fork`` where that is to be had, else ``kernel``."""
    if wanted not in (None, "fork", "kernel"):
        raise RunError(f"expected the engine fork or kernel, got {wanted!r}")
    return (wanted or "fork") if can_fork() else "kernel"


def default_out() -> Path:
    """Return where a report goes: the project if its bytes are pinned here, else ``out/``."""
    return cache.ROOT if is_pinned() else cache.ROOT / "out"


def is_pinned() -> bool:
    """Return whether this is Linux x86-64, CPython 3.11 and the locked versions of what draws and writes."""
    import platform
    from importlib.metadata import version

    if (sys.platform, platform.machine(), platform.python_implementation(), sys.version_info[:2]) != (
        "linux", "x86_64", "CPython", (3, 11),
    ):  # fmt: skip
        return False
    lock = "\n" + (cache.ROOT / "requirements.lock").read_text(encoding="utf-8").replace(" ", "")
    return all(f"\n{name}=={version(name)}" in lock for name in PINNED)


def run_jobs(jobs: list[Job], workers: int | None = None, *, why: bool = False) -> list[Outcome]:
    """Run jobs, from the cache or in parallel processes, and print a line for each as it ends.

    Returns
    -------
    list of Outcome
        In the order of ``jobs``; jobs that an interrupt cut off are missing.
    """
    done: dict[int, Outcome] = {}
    reasons: dict[int, str] = {}
    for i, job in enumerate(jobs):
        outcome = from_cache(job)
        reasons[i] = outcome.why
        if not outcome.why.startswith("miss"):
            done[i] = outcome
            _say(len(done), len(jobs), outcome, "unchanged", why)
    left = {i: job for i, job in enumerate(jobs) if i not in done}
    if left:
        _run_left(left, done, reasons, len(jobs), workers, why)
    return [done[i] for i in sorted(done)]


def from_cache(job: Job) -> Outcome:
    """Take a job from the cache if it is there; else an outcome whose ``why`` begins with ``miss``."""
    if not job.use_cache:
        return Outcome(job, why="miss: the cache was not to be used")
    start = time.perf_counter()
    answer = cache.look_up(job.inputs())
    if answer.entry is not None:
        publish(answer.entry, job.out)
    return Outcome(job, "", time.perf_counter() - start, answer.why)


def _run_left(left: dict[int, Job], done: dict, reasons: dict[int, str], total: int, workers, why: bool) -> None:
    pool = _pool(min(workers or min(os.cpu_count() or 1, 4), len(left)), list(left.values()))
    try:
        futures = {pool.submit(run_job, job): i for i, job in left.items()}
        for future in as_completed(futures):
            i = futures[future]
            outcome = _result(future, left[i])
            done[i] = Outcome(outcome.job, outcome.error, outcome.seconds, reasons[i])
            state = "failed" if outcome.error else f"done in {outcome.seconds:.1f} s"
            _say(len(done), total, done[i], state, why)
        pool.shutdown()
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        print("Interrupted; what had finished is kept, the rest was not touched.", file=sys.stderr)


def _say(number: int, total: int, outcome: Outcome, state: str, why: bool) -> None:
    reason = f" ({outcome.why})" if why else ""
    print(f"[{number}/{total}] {outcome.job.notebook}: {state}{reason}", flush=True)


def _result(future, job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(job, "the process that ran it was killed; earlier outputs are as they were, run it again")


def _pool(workers: int, jobs: list[Job]) -> ProcessPoolExecutor:
    if all(job.engine == "kernel" for job in jobs):
        return ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("spawn"))
    from recount.forking import warm

    # Imported once here; every worker, and every notebook's process forked from it, finds the work done.
    warm()
    return ProcessPoolExecutor(max_workers=workers, mp_context=multiprocessing.get_context("fork"))


def run_job(job: Job) -> Outcome:
    """Run one job in a folder of its own, then move its outputs into place and keep them."""
    from recount.parameters import check

    start = time.perf_counter()
    staging = Path(tempfile.mkdtemp(prefix=f".recount-{os.getpid()}-", dir=job.out))
    try:
        check(job.notebook, job.parameters)
        before = job.inputs()
        data = execute(job, staging)
        if job.use_cache and job.inputs().key == before.key:
            cache.store(before, staging, data)
        publish(staging, job.out)
        error = ""
    except Exception as problem:
        error = str(problem) or type(problem).__name__
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Outcome(job, error, time.perf_counter() - start)


def remove_stale(root: Path) -> None:
    """Delete figure files under ``root`` that no stored notebook of ``root`` mentions any more."""
    stored = "".join(p.read_text(encoding="utf-8") for p in (root / "notebooks").glob("*.ipynb"))
    for path in (root / "figures").glob("[0-9]*"):
        if f"`{path.name.split('.')[0]}.csv`" not in stored:
            path.unlink()
