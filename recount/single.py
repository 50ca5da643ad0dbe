"""One job: taken from the cache, or run in a folder of its own whose outputs are then kept and moved into place."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recount import cache, guard
from recount.execution import Job, execute, publish


@dataclass(frozen=True)
class Outcome:
    """What became of a job: the error's text (empty if it ran through), the seconds, and what the cache said."""

    job: Job
    error: str = ""
    seconds: float = 0.0
    why: str = ""

    @property
    def state(self) -> str:
        """In words: ``unchanged``, ``failed`` or ``done in 1.2 s``."""
        if self.error:
            return "failed"
        return f"done in {self.seconds:.1f} s" if self.why.startswith("miss") else "unchanged"


def from_cache(job: Job) -> Outcome:
    """Take a job from the cache if it is there; else an outcome whose ``why`` begins with ``miss``."""
    if not job.use_cache:
        return Outcome(job, why="miss: the cache was not to be used")
    start = time.perf_counter()
    answer = cache.look_up(job.inputs())
    if answer.entry is not None:
        publish(answer.entry, job.out, outcomes=job.outcomes)
    return Outcome(job, "", time.perf_counter() - start, answer.why)


def run_job(job: Job) -> Outcome:
    """Run one job in a folder of its own, then move its outputs into place and keep them."""
    from recount.parameters import check

    start = time.perf_counter()
    try:
        with working_folder(job.out) as staging:
            check(job.notebook, job.parameters)
            before = job.inputs()
            data = execute(job, staging)
            keep(job, staging, before, data)
        error = ""
    except Exception as problem:
        error = str(problem) or type(problem).__name__
    return Outcome(job, error, time.perf_counter() - start)


@contextlib.contextmanager
def working_folder(out: Path) -> Iterator[Path]:
    """Make a folder for one run beside where its outputs go; its name holds the process, its end removes it."""
    prefix = f".recount-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=out, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def keep(job: Job, staging: Path, before: cache.Inputs, data: list[str]) -> None:
    """Put the outputs of a run that went through, here or on a cluster, into the cache and into place.

    Raises
    ------
    recount.guard.GuardError
        If there are files that no run writes.
    """
    guard.check_outputs(staging, job.notebook)
    if job.use_cache and job.inputs().key == before.key:
        # A cache that cannot be written to costs the next run time, not this one its result.
        with contextlib.suppress(OSError):
            cache.store(before, staging, data)
    publish(staging, job.out, outcomes=job.outcomes)
