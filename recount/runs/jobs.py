"""Many runs: from the cache or by worker processes, here or on a Dask cluster.

A failed or killed run leaves the earlier outputs whole, and one failure does not stop the
others. An interrupt ends everything within a second and keeps what had finished.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from recount.runs import cache
from recount.runs.execution import Job, remove_leftovers
from recount.runs.forking import warm
from recount.runs.progress import Progress
from recount.runs.single import Outcome, from_cache, run_job
from recount.runs.workers import Lost, Workers, usual_count

#: Seconds between two looks at interrupts and at the clock.
TICK = 0.2
DURATIONS = "durations.json"
#: Seconds; a greater number in the file of durations is damage.
LONGEST = 1e6
LOST = "the process that ran it ended before it did"


class Outcomes(list):
    """Outcomes in the order of their jobs; ``status`` is 130 or 143 if an interrupt cut some off, else 0."""

    status = 0


class Interrupts:
    """Takes Ctrl-C and SIGTERM while runs are under way; ``status`` is then the exit status, else 0."""

    status = 0
    #: Until there are processes to end, an interrupt breaks off what is being imported or looked up.
    at_once = True

    def __enter__(self):
        """Take the signals, in the main thread; elsewhere they are not ours."""
        self._before = {}
        if threading.current_thread() is threading.main_thread():
            self._before = {s: signal.signal(s, self._take) for s in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_):
        """Give them back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _take(self, number, _frame):
        self.status = 128 + number
        if self.at_once:
            raise KeyboardInterrupt


def run_jobs(
    jobs: Iterable[Job],
    workers: int | None = None,
    *,
    why: bool = False,
    on_done: Callable[[Outcome], None] | None = None,
    scheduler: str | None = None,
    total: int | None = None,
) -> Outcomes:
    """Run jobs, from the cache or in parallel, and tell of each as it ends.

    Parameters
    ----------
    jobs : iterable of Job
        A few are drawn ahead of need, so there may be very many.
    workers : int, optional
        Processes; by default one for each processor, at most four.
    why : bool
        Whether to say of each what the cache said.
    on_done : callable, optional
        Called with each outcome as it comes, in this process; its ``job`` is the very object that was given.
    scheduler : str, optional
        Address of a Dask scheduler whose workers run what the cache does not hold.
    total : int, optional
        How many jobs there are, if `jobs` has no length.

    Returns
    -------
    Outcomes
        In the order of ``jobs``; jobs that an interrupt cut off are missing.

    Raises
    ------
    recount.runs.scheduler.SchedulerError
        If no scheduler answers, or a worker there has another version of the project.
    """
    names = [job.notebook for job in jobs] if isinstance(jobs, Sequence) else ()
    before = read_durations()
    done: dict[int, Outcome] = {}
    progress = Progress(names, total=total, expected=before if names else None, lines=why)
    with (
        contextlib.suppress(KeyboardInterrupt),
        Interrupts() as interrupts,
        contextlib.closing(progress),
        _crew(workers, scheduler, interrupts) as crew,
    ):
        for number, outcome in _ended(enumerate(jobs), crew, interrupts, progress):
            done[number] = outcome
            progress.done(outcome.job.notebook, outcome.state, f" ({outcome.why})" if why else "")
            if on_done:
                on_done(outcome)
    keep_durations(before, done.values())
    outcomes = Outcomes(done[i] for i in sorted(done))
    outcomes.status = interrupts.status
    if interrupts.status:
        print("Interrupted. What had finished is kept; the next start goes on from there.", file=sys.stderr)
    return outcomes


class _Crew:
    """Whoever works off the jobs, and the jobs that are under way there."""

    def __init__(self, workers, interrupts: Interrupts):
        self.workers, self.interrupts = workers, interrupts
        self.under_way: dict[int, tuple[Job, str]] = {}

    def submit(self, number: int, job: Job, why: str) -> None:
        if self.interrupts.at_once and job.engine == "fork" and isinstance(self.workers, Workers):
            # Imported once here; every worker, and every notebook's process forked from it, finds the work done.
            warm()
        self.interrupts.at_once = False
        self.under_way[number] = job, why
        self.workers.submit(number, job)

    def wait(self, seconds: float) -> Iterator[tuple[int, Outcome]]:
        for number, result in self.workers.wait(seconds):
            job, why = self.under_way.pop(number)
            if isinstance(result, Lost):
                remove_leftovers(job.out)
                result = Outcome(job, f"{LOST} ({result.how}); earlier outputs are as they were, run it again")
            yield number, replace(result, job=job, why=why)

    @property
    def names(self) -> list[str]:
        return [self.under_way[number][0].notebook for number in self.workers.running]


@contextlib.contextmanager
def _crew(workers: int | None, scheduler: str | None, interrupts: Interrupts) -> Iterator[_Crew]:
    if scheduler:
        from recount.runs.scheduler import Cluster

        crew = _Crew(Cluster(scheduler), interrupts)
    else:
        crew = _Crew(Workers(workers or usual_count(), run_job), interrupts)
    try:
        yield crew
    finally:
        crew.workers.close()
        for job, _ in crew.under_way.values():
            remove_leftovers(job.out)


def _ended(jobs: Iterator[tuple[int, Job]], crew: _Crew, interrupts, progress) -> Iterator[tuple[int, Outcome]]:
    """Yield each job's number and outcome as it ends; no more are drawn than the crew takes."""
    more = True
    while (more or crew.workers.busy) and not interrupts.status:
        if drawing := more and crew.workers.free:
            number, job = next(jobs, (None, None))
            more = job is not None
            if more:
                yield from _begin(number, job, crew)
        yield from crew.wait(0 if drawing else TICK)
        progress.show(crew.names)


def _begin(number: int, job: Job, crew: _Crew) -> Iterator[tuple[int, Outcome]]:
    outcome = from_cache(job)
    if outcome.why.startswith("miss"):
        crew.submit(number, job, outcome.why)
    else:
        yield number, outcome


def read_durations() -> dict[str, float]:
    """Return the seconds that each notebook took last time, by name; empty if nobody has measured."""
    try:
        found = json.loads((cache.cache_folder() / DURATIONS).read_text(encoding="utf-8"))
        return {name: float(seconds) for name, seconds in found.items() if 0 < float(seconds) < LONGEST}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_durations(before: dict[str, float], outcomes: Iterable[Outcome]) -> None:
    """Keep the seconds of what ran through, for the next reckoning of the time left."""
    ran = [o for o in outcomes if o.state.startswith("done") and o.job.use_cache]
    if not ran:
        return
    from recount.runs.stored import write_atomic

    now = before | {o.job.timed_as: round(o.seconds, 3) for o in ran}
    with contextlib.suppress(OSError):
        write_atomic(cache.cache_folder() / DURATIONS, json.dumps(now, sort_keys=True).encode("utf-8"))
