"""What runs on a machine of a cluster: one notebook in this checkout, its files sent back as bytes.

A Dask worker has threads, and forking from it is not safe. So it starts ``python -m recount.runs.remote``
once: a process with the imports done, which runs one notebook after another in processes of its own and
ends with the Dask worker. Runs only what asks for the very code, lock and versions that are here.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import select
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from recount.runs import cache
from recount.runs.execution import Job, execute
from recount.runs.workers import Lost, Workers

#: Settings that the asking side decides; where the data lie is each machine's own affair.
SENT = tuple(name for name in cache.SETTINGS if name != "RECOUNT_DATA")
TICK = 0.2


class RemoteError(ValueError):
    """Files from another machine that are not a run's."""


def make_request(job: Job, inputs: cache.Inputs) -> dict[str, Any]:
    """Return what is sent for a job: the job, the settings, and what it must find there."""
    return {
        "job": replace(job, out=Path(), use_cache=False),
        "settings": {name: os.environ.get(name, "") for name in SENT},
        "parts": {name: value for name, value in inputs.parts.items() if name not in cache.SETTINGS},
    }


def differing(request: dict[str, Any]) -> list[str]:
    """Return the names of what the request expects and this machine has otherwise, such as modules."""
    job = request["job"]
    try:
        here, there = job.inputs().parts, request["parts"]
    except FileNotFoundError:
        return [f"notebook {job.notebook}"]
    names = sorted({*here, *there} - set(cache.SETTINGS))
    return [name for name in names if here.get(name) != there.get(name)]


def run_here(request: dict[str, Any], place: str) -> dict[str, Any]:
    """Run a request in this process's checkout, its working folder below `place`.

    Returns
    -------
    dict
        ``seconds``, and either ``files`` (path -> bytes) with ``data`` (file that was read -> hash), or ``error``, or
        ``refused``, the names of what differs.
    """
    start = time.perf_counter()
    try:
        answer = _run(request, place)
    except Exception as problem:
        answer = {"error": str(problem) or type(problem).__name__}
    return answer | {"seconds": time.perf_counter() - start}


def _run(request: dict[str, Any], place: str) -> dict[str, Any]:
    if names := differing(request):
        return {"refused": names}
    with tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as folder:
        data = cache.data_hashes(execute(request["job"], Path(folder)))
        return {"data": data, "files": read_files(Path(folder))}


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their path there."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder.

    Raises
    ------
    RemoteError
        If a path leads out of the folder.
    """
    for name, content in files.items():
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise RemoteError(f"expected a file of the run, got one at {name!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class Server:
    """The process beside a Dask worker that runs notebooks for it, seen from the worker."""

    def __init__(self, settings: dict[str, str]):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "recount.runs.remote"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cache.ROOT, env=os.environ | settings,
        )  # fmt: skip

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and return its answer; EOFError if the process is gone."""
        try:
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()
            return pickle.load(self._process.stdout)
        except (OSError, pickle.UnpicklingError) as error:
            raise EOFError(str(error)) from None

    def close(self) -> None:
        """Let the process end."""
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        self._process.wait()


_IDLE: dict[str, list[Server]] = {}
_LOCK = threading.Lock()


def run_there(request: dict[str, Any]) -> dict[str, Any]:
    """Run a request in a server process beside this one; called by the Dask worker.

    Raises
    ------
    RuntimeError
        If the server was killed; the scheduler then tries again.
    """
    kind = _kind(request)
    server = _take(kind, request["settings"])
    try:
        answer = server.ask(request)
    except EOFError:
        server.close()
        raise RuntimeError(f"{request['job'].notebook}: the process beside the Dask worker was killed") from None
    with _LOCK:
        _IDLE.setdefault(kind, []).append(server)
    return answer


def _kind(request: dict[str, Any]) -> str:
    """Requests of one kind can share a server: same code, which it has loaded, and same settings."""
    modules = {name: value for name, value in request["parts"].items() if name.split(".")[0] in cache.PACKAGES}
    return cache.digest(json.dumps([modules, request["settings"]], sort_keys=True))


def _take(kind: str, settings: dict[str, str]) -> Server:
    with _LOCK:
        found = _IDLE.get(kind)
        if found:
            return found.pop()
        # A request of another kind means that the code has moved on.
        old = [server for servers in _IDLE.values() for server in servers]
        _IDLE.clear()
    for server in old:
        server.close()
    return Server(settings)


def serve() -> None:
    """Answer requests from standard input until it is closed."""
    from recount.runs.forking import can_fork, warm

    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if can_fork():
        warm()
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    with (
        tempfile.TemporaryDirectory(prefix="recount-", ignore_cleanup_errors=True) as place,
        contextlib.closing(Workers(1, partial(run_here, place=place))) as crew,
        contextlib.suppress(EOFError, BrokenPipeError),
    ):
        while True:
            crew.submit(0, pickle.load(requests))
            pickle.dump(_answer(crew, requests), answers)
            answers.flush()


def _answer(crew: Workers, requests) -> dict[str, Any]:
    while True:
        for _, answer in crew.wait(TICK):
            if isinstance(answer, Lost):
                return {"error": f"the process that ran it ended before it did ({answer.how})"}
            return answer
        # Nothing is sent while an answer is awaited: what can be read now is the end.
        if select.select([requests], [], [], 0)[0]:
            raise EOFError


if __name__ == "__main__":
    serve()
