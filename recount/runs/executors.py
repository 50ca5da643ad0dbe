"""Many tasks, here or on a Dask cluster, behind the one interface of :class:`concurrent.futures.Executor`.

A worker that is killed costs the one task it was at, here; a cluster gives that task to another worker. No
worker outlives the process that started it. Knows nothing of notebooks.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import chain, islice
from typing import Any, TypeVar

from recount.runs.warm import can_fork

Item = TypeVar("Item")
#: Seconds between two looks at what is under way.
TICK = 0.2
#: Seconds that a scheduler has to answer.
PATIENCE = 4
#: How often a cluster tries a task again after an error of its own.
RETRIES = 2


class SchedulerError(ValueError):
    """A cluster that is not there."""


def usual_count() -> int:
    """Return how many workers start where nobody says: one for each processor, at most four."""
    return min(os.cpu_count() or 1, 4)


def map_jobs(
    function: Callable[[Item], Any],
    items: Iterable[Item],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[list[Item]], None] | None = None,
    stopped: Callable[[], bool] = bool,
) -> Iterator[tuple[Item, Future]]:
    """Call a function with every item, and yield each item with its finished future as it ends, in any order.

    Parameters
    ----------
    function : callable
        Of a module, so that workers find it by its name; takes and returns what can be pickled.
    items : iterable
        Drawn as workers come free, so there may be very many. Nothing starts before the first is drawn.
    workers : int, optional
        Processes on this machine; by default :func:`usual_count`.
    scheduler : str, optional
        Address of a Dask scheduler whose workers are to do it instead.
    progress : callable, optional
        Called now and then with the items that are under way.
    stopped : callable, optional
        Asked now and then; if it returns True no more items are drawn, and what is under way is broken off.

    Raises
    ------
    SchedulerError
        If no scheduler answers.
    """
    items = iter(items)
    for first in islice(items, 1):
        waiting, under_way = chain([first], items), {}
        with make_executor(workers, scheduler) as (executor, width):
            while not stopped():
                # A few wait beside those that run, so that no worker is ever idle.
                for item in islice(waiting, max(0, 2 * width() - len(under_way))):
                    under_way[executor.submit(function, item)] = item
                if not under_way:
                    return
                ended, _ = wait(under_way, TICK, FIRST_COMPLETED)
                for future in ended:
                    yield under_way.pop(future), future
                if progress:
                    progress([item for future, item in under_way.items() if scheduler or future.running()])


@contextlib.contextmanager
def make_executor(workers: int | None, scheduler: str | None) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give an executor and how many tasks it can run at once; at the end all that is still under way is broken off."""
    if scheduler:
        client = connect(scheduler)
        with contextlib.closing(client):
            if not client.nthreads():
                print("No Dask worker has joined yet; waiting for one.", file=sys.stderr)
            executor = client.get_executor(pure=False, retries=RETRIES)
            try:
                yield executor, lambda: max(1, sum(client.nthreads().values()))
            finally:
                executor.shutdown(wait=False)
        return
    count = workers or usual_count()
    with LocalExecutor(count) as executor:
        yield executor, lambda: count


class LocalExecutor(Executor):
    """A few processes; :class:`concurrent.futures.ProcessPoolExecutor` would lose all tasks with one process."""

    def __init__(self, workers: int):
        from pebble import ProcessPool

        # Forked, they have what is imported here; and no notebook runs in them that could mind.
        context = multiprocessing.get_context("fork" if can_fork() else "spawn")
        self._pool = ProcessPool(workers, initializer=_follow, context=context)

    def submit(self, function: Callable, /, *arguments: Any, **options: Any) -> Future:
        """Have a worker call the function."""
        return self._pool.schedule(function, arguments, options)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Break off what is under way, and end."""
        self._pool.stop()
        self._pool.join()


def _follow() -> None:
    """End when asked, at once, and with the parent, however that ends."""
    # What was imported before the fork is no garbage: the collector would only touch, and so copy, its pages.
    gc.freeze()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)


def lost(error: BaseException) -> str:
    """Return how a worker was lost, in words, if that is what an error says; else nothing."""
    from pebble import ProcessExpired

    if type(error).__name__ == "KilledWorker":
        return "every worker of the cluster that tried it was lost"
    if not isinstance(error, ProcessExpired):
        return ""
    code = error.exitcode
    names = {number.value: number.name for number in signal.Signals}
    return f"killed by {names.get(-code, f'signal {-code}')}" if code < 0 else f"ended with status {code}"


def connect(address: str):
    """Return a client of a Dask scheduler.

    Raises
    ------
    SchedulerError
        If `distributed` is not installed, the address is none, or nothing answers there within four seconds.
    """
    if not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", address):
        raise SchedulerError(f"--scheduler: expected an address such as tcp://10.0.0.1:8786, got {address[:80]!r}")
    try:
        import distributed
    except ImportError:
        raise SchedulerError(
            "--scheduler needs the package distributed, found none; run: make setup ARGS=--extras"
        ) from None
    # What goes on between scheduler and workers is told by results, not by log lines over the bar.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:
        # Whatever else listens there sends what Dask cannot read, and fails in as many ways.
        raise SchedulerError(
            f"expected a Dask scheduler at {address}, got none that answered within {PATIENCE} s "
            f"({type(error).__name__}); start one with: dask scheduler"
        ) from None
