"""Runs on a Dask cluster: jobs are sent out, their files come back and are kept and put into place here.

Offers what :class:`recount.runs.workers.Workers` offers, so :func:`recount.runs.jobs.run_jobs` sees no difference. Dask
itself sends a job to another worker when one is lost.
"""

from __future__ import annotations

import logging
import queue
import re
import sys
from collections.abc import Iterator
from typing import Any

from recount.runs import remote
from recount.runs.execution import Job
from recount.runs.single import Outcome, keep, working_folder

#: Seconds that a scheduler has to answer.
PATIENCE = 4
#: How often a job is sent again after an error of the cluster's, not of the notebook's.
RETRIES = 2


class SchedulerError(ValueError):
    """A cluster that is not there, or that has another version of the project."""


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address : str
        Such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    SchedulerError
        If `distributed` is not installed, or nothing answers there within four seconds.
    """

    def __init__(self, address: str):
        self._client = connect(address)
        self._jobs: dict[int, tuple[Job, Any, Any]] = {}
        self._ended: queue.SimpleQueue = queue.SimpleQueue()
        self._known: set[str] = set()

    @property
    def running(self) -> list[int]:
        """Numbers of the jobs that are with the scheduler."""
        return list(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether any job is there."""
        return bool(self._jobs)

    @property
    def free(self) -> bool:
        """Whether another job can be taken: at most two for each of the workers' threads are there."""
        return len(self._jobs) < 2 * max(1, sum(self._threads().values()))

    def submit(self, number: int, job: Job) -> None:
        """Send a job; ``number`` names it in the answers.

        Raises
        ------
        SchedulerError
            If a worker has another version of the project.
        """
        inputs = job.inputs()
        request = remote.make_request(job, inputs)
        self._compare(request)
        future = self._client.submit(
            remote.run_there, request, key=f"{job.notebook}-{inputs.key}-{number}", retries=RETRIES
        )
        self._jobs[number] = job, inputs, future
        future.add_done_callback(lambda _: self._ended.put(number))

    def wait(self, seconds: float) -> Iterator[tuple[int, Outcome]]:
        """Yield number and outcome of the jobs that ended; wait for the first at most so long."""
        try:
            number = self._ended.get(timeout=seconds) if seconds else self._ended.get_nowait()
        except queue.Empty:
            return
        job, inputs, future = self._jobs.pop(number)
        yield number, receive(job, inputs, future)

    def close(self) -> None:
        """Call back what is still there and leave; the cluster goes on."""
        self._client.cancel([future for _, _, future in self._jobs.values()], force=True)
        self._jobs.clear()
        self._client.close(timeout=PATIENCE)

    def _threads(self) -> dict[str, int]:
        return {
            name: worker["nthreads"] for name, worker in self._client.scheduler_info(n_workers=-1)["workers"].items()
        }

    def _compare(self, request: dict[str, Any]) -> None:
        """Ask the workers that have joined since the last time whether they have what the request expects."""
        new = set(self._threads()) - self._known
        if not new and not self._known:
            print("No Dask worker has joined yet; waiting for one.", file=sys.stderr)
        answers = self._client.run(remote.differing, request, workers=list(new), on_error="return") if new else {}
        self._known |= new
        faults = [f"{worker}: {fault}" for worker, answer in answers.items() if (fault := _fault(answer))]
        if faults:
            raise SchedulerError("expected the same version on all workers, got:\n" + "\n".join(faults))


def connect(address: str):
    """Return a client of a Dask scheduler.

    Raises
    ------
    SchedulerError
        As :class:`Cluster`.
    """
    if not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", address):
        raise SchedulerError(f"--scheduler: expected an address such as tcp://10.0.0.1:8786, got {address[:80]!r}")
    try:
        import distributed
    except ImportError:
        raise SchedulerError(
            "--scheduler needs the package distributed, found none; run: make setup ARGS=--extras"
        ) from None
    # What goes on between scheduler and workers is told by outcomes, not by log lines over the bar.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:
        # Whatever else listens there sends what Dask cannot read, and fails in as many ways.
        raise SchedulerError(
            f"expected a Dask scheduler at {address}, got none that answered within {PATIENCE} s "
            f"({type(error).__name__}); start one with: dask scheduler"
        ) from None


def receive(job: Job, inputs, future) -> Outcome:
    """Take a job's files from the cluster, keep them and put them into place."""
    try:
        answer = future.result()
    except Exception as error:
        return Outcome(job, f"the cluster could not run it: {type(error).__name__}: {error}")
    error = answer.get("error") or refusal(answer)
    if not error:
        with working_folder(job.out) as staging:
            remote.write_files(answer["files"], staging)
            keep(job, staging, inputs, list(answer["data"]))
    return Outcome(job, error, answer.get("seconds", 0.0))


def refusal(answer: dict[str, Any]) -> str:
    """Return why an answer cannot be used: other code there, or other data; empty if it can."""
    from recount.runs import cache

    if "refused" in answer:
        return f"a worker of the cluster refused: {_fault(answer['refused'])}"
    here = cache.data_hashes(list(answer["data"]))
    moved = [name for name, value in answer["data"].items() if here[name] != value]
    return f"the worker that ran it read other data: {', '.join(moved[:5])}; bring it up to date" if moved else ""


def _fault(answer: list[str] | BaseException) -> str:
    if isinstance(answer, ModuleNotFoundError):
        return "it has no package recount; start it as .venv/bin/dask worker in a checkout of the project"
    if isinstance(answer, BaseException):
        return f"{type(answer).__name__}: {answer}"
    return f"{', '.join(answer[:5])} differ there; bring its checkout and environment up to date" if answer else ""
