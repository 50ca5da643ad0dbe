"""Processes that work off tasks side by side, each task lost or done by itself.

A pool of the standard library breaks as a whole when one of its processes is killed. Here a
killed process costs the one task it was at; a new process takes its place. None outlives its
parent, however that one ends. Knows nothing of notebooks.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from typing import Any

from recount.runs.forking import can_fork

#: Seconds between two looks at whether a process is still there.
PATIENCE = 0.2
#: Linux: ask for a signal when the parent ends (prctl's PR_SET_PDEATHSIG).
_ON_PARENTS_DEATH = 1


def usual_count() -> int:
    """Return how many processes start where nobody says: one for each processor, at most four."""
    return min(os.cpu_count() or 1, 4)


@dataclass(frozen=True)
class Lost:
    """What stands in the place of a result when the process of a task ended before the task; ``how`` in words."""

    how: str


@dataclass
class _Worker:
    process: Any
    pipe: Any
    number: int | None = None  # of the task it is at


class Workers:
    """A few processes and the tasks that wait for them.

    Parameters
    ----------
    count : int
        Greatest number of processes; they start when there are tasks for them.
    work : callable
        Called in a process with one task; returns what can be pickled and raises nothing.
    """

    def __init__(self, count: int, work: Callable[[Any], Any]):
        self.count, self._work = count, work
        self._workers: list[_Worker] = []
        self._queue: deque[tuple[int, Any]] = deque()
        # Where forking is safe, what the parent has imported is there in every process.
        self._context = multiprocessing.get_context("fork" if can_fork() else "spawn")

    @property
    def running(self) -> list[int]:
        """Numbers of the tasks that a process is at."""
        return [worker.number for worker in self._workers if worker.number is not None]

    @property
    def busy(self) -> bool:
        """Whether any task is running or waiting."""
        return bool(self._queue or self.running)

    @property
    def free(self) -> bool:
        """Whether another task can be taken: at most as many wait as there are processes."""
        return len(self._queue) + len(self.running) < 2 * self.count

    def submit(self, number: int, task: Any) -> None:
        """Take a task; ``number`` names it in the answers."""
        self._queue.append((number, task))
        self._feed()

    def wait(self, seconds: float) -> Iterator[tuple[int, Any]]:
        """Yield number and result, or :class:`Lost`, of the tasks that ended; wait for the first at most so long."""
        pipes = [worker.pipe for worker in self._workers if worker.number is not None]
        if not pipes:
            return
        ready = wait_for(pipes, seconds)
        for worker in list(self._workers):
            if worker.number is not None and (worker.pipe in ready or not worker.process.is_alive()):
                yield worker.number, self._take(worker)
        self._feed()

    def close(self) -> None:
        """Let the idle processes end, and kill those that are at a task."""
        for worker in self._workers:
            if worker.number is None:
                with contextlib.suppress(OSError):
                    worker.pipe.send(None)
            else:
                kill(worker.process)
        for worker in self._workers:
            worker.process.join(timeout=2)
            if worker.process.is_alive():
                kill(worker.process)
            worker.pipe.close()
        self._workers.clear()
        self._queue.clear()

    def _take(self, worker: _Worker) -> Any:
        try:
            # A process that ended may have answered before.
            result = worker.pipe.recv() if worker.pipe.poll() else Lost(_how(worker.process))
        except (EOFError, OSError):
            worker.process.join(timeout=PATIENCE)
            result = Lost(_how(worker.process))
        worker.number = None
        if isinstance(result, Lost):
            self._workers.remove(worker)
            worker.pipe.close()
            kill(worker.process)
        return result

    def _feed(self) -> None:
        while self._queue and len(self.running) < self.count:
            idle = next((worker for worker in self._workers if worker.number is None), None) or self._start()
            number, task = self._queue.popleft()
            try:
                idle.pipe.send(task)
                idle.number = number
            except OSError:
                # It died while idle: nothing is lost, another takes the task.
                self._workers.remove(idle)
                self._queue.appendleft((number, task))

    def _start(self) -> _Worker:
        # Loaded before the fork: a process whose parent has ended should not have to look for it first.
        import psutil  # noqa: F401

        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, ours, self._work, os.getpid()))
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker


def kill(process) -> None:
    """Kill a process of :class:`Workers` and everything that it has started, and wait until it is gone."""
    if process.is_alive():
        _kill_children(process.pid)
    with contextlib.suppress(OSError, AttributeError):
        # What a killed process leaves behind is still in its group.
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def _kill_children(pid: int) -> None:
    """Kill what a process has started, however far down: a kernel is in a session, and so a group, of its own."""
    import psutil

    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()


def _how(process) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        names = {s.value: s.name for s in signal.Signals}
        return f"killed by {names.get(-code, f'signal {-code}')}"
    return "ended" if code is None else f"ended with status {code}"


def _serve(pipe, other_end, work: Callable[[Any], Any], parent: int) -> None:
    """Work off tasks until told to stop; this is the other process."""
    other_end.close()
    follow(parent)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        if task is None:
            return
        pipe.send(work(task))


def follow(parent: int) -> None:
    """Leave interrupts to the parent, and end with it, together with all that this process has started."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not sys.platform.startswith("linux"):
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
        return
    import ctypes

    # A group of its own: the terminal's Ctrl-C does not reach it, and it can be killed with all its processes.
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, _end)
    # Not a thread that watches: this process goes on forking, which a threaded one cannot do safely.
    ctypes.CDLL(None, use_errno=True).prctl(_ON_PARENTS_DEATH, signal.SIGHUP, 0, 0, 0)
    if os.getppid() != parent:
        _end()


def _end(*_) -> None:
    _kill_children(os.getpid())
    os.killpg(0, signal.SIGKILL)


def _watch(parent: int) -> None:
    import psutil

    while psutil.pid_exists(parent):
        time.sleep(PATIENCE)
    _kill_children(os.getpid())
    os._exit(1)
