"""Many runs: from the cache or by workers, here or on a Dask cluster.

A failed or killed run leaves the earlier outputs whole, and one failure does not stop the
others. An interrupt ends everything within a second and keeps what had finished.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from recount.runs import cache, warm
from recount.runs.execution import (
    Answer,
    Job,
    Request,
    check_answer,
    keep_answer,
    make_request,
    publish,
    run_request,
    working_folder,
)  # fmt: skip
from recount.runs.executors import lost, map_jobs
from recount.runs.progress import Progress

DURATIONS = "durations.json"
#: Seconds; a greater number in the file of durations is damage.
LONGEST = 1e6
LOST = "the process that ran it ended before it did"


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
    recount.runs.executors.SchedulerError
        If no scheduler answers.
    """
    names = [job.notebook for job in jobs] if isinstance(jobs, Sequence) else ()
    before = read_durations()
    progress = Progress(names, total=total, expected=before if names else None, lines=why)
    done: dict[int, Outcome] = {}

    def tell(number: int, outcome: Outcome) -> None:
        done[number] = outcome
        progress.done(outcome.job.notebook, outcome.state, f" ({outcome.why})" if why else "")
        if on_done:
            on_done(outcome)

    with contextlib.suppress(KeyboardInterrupt), Interrupts() as interrupts, contextlib.closing(progress):
        _Runs(jobs, tell, interrupts, progress).go(workers, scheduler)
    ran = [o for o in done.values() if o.state.startswith("done") and o.job.use_cache]
    keep_durations({o.job.notebook: o.seconds for o in ran})
    outcomes = Outcomes(done[i] for i in sorted(done))
    outcomes.status = interrupts.status
    if interrupts.status:
        print("Interrupted. What had finished is kept; the next start goes on from there.", file=sys.stderr)
    return outcomes


class _Runs:
    """The jobs on their way: those that the cache holds are told as they are drawn, the others when they come back."""

    def __init__(self, jobs: Iterable[Job], tell: Callable[[int, Outcome], None], interrupts, progress: Progress):
        self.jobs, self.tell, self.interrupts, self.progress = jobs, tell, interrupts, progress
        self.under_way: dict[int, tuple[Job, cache.Inputs, str]] = {}

    def go(self, workers: int | None, scheduler: str | None) -> None:
        with contextlib.ExitStack() as folders:
            ended = map_jobs(
                run_request, self._requests(folders, bool(scheduler)), workers=workers, scheduler=scheduler,
                progress=self._show, stopped=lambda: bool(self.interrupts.status),
            )  # fmt: skip
            with contextlib.closing(ended):
                for request, future in ended:
                    self.tell(request.number, self._receive(*self.under_way.pop(request.number), future))

    def _requests(self, folders: contextlib.ExitStack, elsewhere: bool) -> Iterator[Request]:
        places: dict[Path, str] = {}
        for number, job in enumerate(self.jobs):
            inputs = job.inputs()
            outcome = from_cache(job, inputs)
            if not outcome.why.startswith("miss"):
                self.tell(number, outcome)
                continue
            if self.interrupts.at_once and not elsewhere:
                prepare(job)
            self.interrupts.at_once = False
            if not elsewhere and job.out not in places:
                places[job.out] = str(folders.enter_context(working_folder(job.out)))
            self.under_way[number] = job, inputs, outcome.why
            yield make_request(job, inputs, number, places.get(job.out))

    def _show(self, requests: list[Request]) -> None:
        self.progress.show([request.job.notebook for request in requests])

    def _receive(self, job: Job, inputs: cache.Inputs, why: str, future: Future) -> Outcome:
        if error := future.exception():
            words = f"the cluster could not run it: {type(error).__name__}: {error}"
            if how := lost(error):
                words = f"{LOST} ({how}); earlier outputs are as they were, run it again"
            return Outcome(job, words, why=why)
        answer: Answer = future.result()
        try:
            problem = check_answer(job, answer)
            if not problem:
                keep_answer(job, inputs, answer)
        except (OSError, ValueError, TypeError, AttributeError) as wrong:
            # Files that no run writes, a full disk, or no answer at all: of this run, not of the others.
            return Outcome(job, f"its answer cannot be used: {wrong}", why=why)
        return Outcome(job, problem, answer.seconds, why)


def from_cache(job: Job, inputs: cache.Inputs | None = None) -> Outcome:
    """Take a job from the cache if it is there; else an outcome whose ``why`` begins with ``miss``."""
    if not job.use_cache:
        return Outcome(job, why="miss: the cache was not to be used")
    start = time.perf_counter()
    answer = cache.look_up(inputs or job.inputs())
    if answer.entry is not None:
        publish(answer.entry, job.out)
    return Outcome(job, "", time.perf_counter() - start, answer.why)


def prepare(job: Job) -> None:
    """Begin what takes long: the warm process does its imports while this one does those of its workers."""
    if job.engine == "fork":
        warm.zygote()
    import nbclient.client  # noqa: F401

    from recount.runs import kernels, stored  # noqa: F401


def read_durations() -> dict[str, float]:
    """Return the seconds that each notebook took last time, by name; empty if nobody has measured."""
    try:
        found = json.loads((cache.cache_folder() / DURATIONS).read_text(encoding="utf-8"))
        return {name: float(seconds) for name, seconds in found.items() if 0 < float(seconds) < LONGEST}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_durations(seconds: dict[str, float]) -> None:
    """Keep the seconds of what ran through, by name, for the next reckoning of the time left."""
    if not seconds:
        return
    from analysis.data.files import write_atomic

    now = read_durations() | {name: round(taken, 6) for name, taken in seconds.items()}
    with contextlib.suppress(OSError):
        write_atomic(cache.cache_folder() / DURATIONS, json.dumps(now, sort_keys=True).encode("utf-8"))
