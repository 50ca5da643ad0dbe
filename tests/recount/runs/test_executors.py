"""Many tasks: a killed worker costs one, none outlives its parent, and a cluster gives the same as this machine."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from recount.runs import executors
from recount.runs.executors import lost, map_jobs
from recount.runs.warm import can_fork
from tests import tiny
from tests.tiny import gone, wait_until

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


def work(task):
    """Do what the task says."""
    kind, value = task
    if kind == "die":
        os.kill(os.getpid(), value)
    if kind == "exit":
        os._exit(value)
    if kind == "raise":
        raise ValueError(value)
    if kind == "sleep":
        time.sleep(value)
    return kind, value, os.getpid()


def answers(tasks, **options):
    """Return what became of each task: result or error."""
    return {task: future.exception() or future.result() for task, future in map_jobs(work, tasks, **options)}


def test_every_task_is_done_once_by_as_many_processes_as_asked_for():
    """In processes other than this one."""
    tasks = [("add", n) for n in range(50)]
    found = answers(tasks, workers=2)
    assert [found[task][:2] for task in tasks] == tasks
    assert 1 <= len({answer[2] for answer in found.values()} - {os.getpid()}) <= 2


@pytest.mark.parametrize(
    ("task", "words"), [(("die", signal.SIGKILL), "killed by SIGKILL"), (("exit", 3), "ended with status 3")]
)
def test_a_lost_worker_costs_the_one_task_it_was_at(task, words):
    """Also if there is only one."""
    tasks = [("add", 1), task, ("add", 2), ("raise", "wrong"), ("add", 3)]
    found = answers(tasks, workers=1)
    assert lost(found.pop(task)) == words
    assert str(found.pop(("raise", "wrong"))) == "wrong"
    assert [answer[1] for answer in found.values()] == [1, 2, 3]
    assert lost(ValueError("wrong")) == ""


def test_tasks_are_drawn_as_they_are_needed():
    """There may be a million of them; and without any no process starts."""
    drawn, ended, most = 0, 0, 0

    def stream():
        nonlocal drawn, most
        for n in range(30):
            drawn += 1
            most = max(most, drawn - ended)
            yield "add", n

    for _ in map_jobs(work, stream(), workers=2):
        ended += 1
    assert (ended, most <= 5) == (30, True)
    assert answers([]) == {}


def test_stopping_breaks_off_what_is_under_way():
    """At once."""
    start = time.perf_counter()
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    shown = []
    options = {"workers": 2, "stopped": stop.is_set, "progress": shown.append}
    assert answers([("sleep", 60), ("sleep", 61), ("sleep", 62)], **options) == {}
    assert time.perf_counter() - start < 3
    assert sorted(shown[-1]) == [("sleep", 60), ("sleep", 61)]


def test_no_worker_outlives_a_killed_parent():
    """Busy or idle."""
    code = (
        "from tests.recount.runs.test_executors import work, map_jobs\n"
        "for _, future in map_jobs(work, [('add', 1), ('sleep', 60)], workers=2): print(future.result()[2], flush=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tiny.ROOT, stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    process.kill()
    process.communicate()
    assert len(children) == 2
    assert wait_until(lambda: gone(children), 5)


# --- a cluster -------------------------------------------------------------------------------------------------------


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def copy(tmp_path):
    """A copy of the command with three notebooks, of which one fails."""
    root = tmp_path / "copy"
    root.mkdir()
    tiny.copy_command(root)
    slow = "import time; time.sleep(2)\nprint(value)"
    for name in ("01_x", "02_x"):
        tiny.write_notebook(root / "notebooks", name, "value = 1", slow, tiny.WRITES)
    tiny.write_notebook(root / "notebooks", "03_x", "value = 1", "value / 0")
    return root


@contextlib.contextmanager
def cluster(root, workers=2):
    """A scheduler and workers on this machine; gives its address and the workers' processes."""
    dask, here = [sys.executable, "-m", "dask"], ["--host", "127.0.0.1"]
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = {"cwd": root, "env": tiny.environment(root), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    port = ["--port", address.rpartition(":")[2], "--no-dashboard"]
    started = [subprocess.Popen([*dask, "scheduler", *here, *port], **quiet)]
    worker = [*dask, "worker", address, *here, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    started += [subprocess.Popen(worker, **quiet) for _ in range(workers)]
    try:
        yield address, started[1:]
    finally:
        beside = [child.pid for worker in started[1:] for child in children_of(worker)]
        # Killed, not asked: what runs beside a worker must notice by itself that it is gone.
        for process in started:
            process.kill()
            process.wait()
        assert wait_until(lambda: gone(beside))


def children_of(process):
    return psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []


def has_joined(address, count):
    """Whether so many workers are with the scheduler."""
    with contextlib.suppress(executors.SchedulerError), contextlib.closing(executors.connect(address)) as client:
        return len(client.nthreads()) == count


@pytest.mark.full
def test_a_cluster_gives_the_same_as_this_machine_also_when_a_worker_is_lost(copy):
    """The same files, the same failure; the lost worker's notebook runs elsewhere; the next start finds all here."""
    pytest.importorskip("distributed")
    local = tiny.start_report(copy, workers=2, out="local", use_cache=False)
    said = local.communicate(timeout=90)
    with cluster(copy) as (address, workers):
        assert wait_until(lambda: has_joined(address, 2), 60)
        report = tiny.start_report(copy, out="cluster", scheduler=address)
        # A kernel, forked from the warm process or not.
        assert wait_until(lambda: any(map(children_of, workers)), 60)
        next(filter(children_of, workers)).kill()
        out, err = report.communicate(timeout=90)
        assert err == said[1]
        assert (report.returncode, local.returncode) == (1, 1)
        assert "3 of 3 ended: 2 done, 1 failed." in out
        assert tiny.tree(copy / "cluster") == tiny.tree(copy / "local")
        again = tiny.start_report(copy, "01_x", "02_x", out="cluster", scheduler=address)
        assert "2 of 2 ended: 2 unchanged." in again.communicate(timeout=90)[0]


def start_sweep(root, out, **options):
    """Start a sweep of a copy over forty settings as a process of its own, from an empty cache."""
    (root / "grid.yml").write_text("parameters: {value: {from: 1, to: 40, step: 1}}", encoding="utf-8")
    options |= {"out": str(root / out), "figure": False, "formats": "csv"}
    code = f"import sys; from recount.sweeps.sweep import sweep; sys.exit(sweep('01_x', 'grid.yml', **{options!r}))"
    environment = tiny.environment(root) | {"RECOUNT_CACHE": str(root / f"cache-{out}")}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", code], cwd=root, env=environment, **pipes)


@pytest.mark.full
def test_a_sweep_gives_the_same_table_here_and_on_a_cluster_that_loses_a_worker(copy):
    """Byte for byte, with one worker or two."""
    pytest.importorskip("distributed")
    for workers in (1, 2):
        local = start_sweep(copy, f"local{workers}", workers=workers)
        assert (local.communicate(timeout=90)[1], local.returncode) == ("", 0)
    with cluster(copy) as (address, workers):
        assert wait_until(lambda: has_joined(address, 2), 60)
        sweep = start_sweep(copy, "cluster", scheduler=address)
        # The first settings are told of as their task ends: the others are under way then.
        sweep.stdout.readline()
        workers[0].kill()
        assert (sweep.communicate(timeout=90)[1], sweep.returncode) == ("", 0)
    tables = {(copy / out / "sweep.csv").read_bytes() for out in ("local1", "local2", "cluster")}
    assert len(tables) == 1
    assert tables.pop().count(b"\n") == 41


@pytest.mark.full
def test_a_worker_with_another_version_publishes_nothing(copy, tmp_path):
    """What differs, what to do; no traceback."""
    pytest.importorskip("distributed")
    with cluster(copy, workers=1) as (address, _):
        assert wait_until(lambda: has_joined(address, 1), 60)
        other = tmp_path / "other"
        other.mkdir()
        tiny.copy_command(other)
        tiny.write_notebook(other / "notebooks", "01_x", "value = 2")
        (other / "requirements.lock").write_text("", encoding="utf-8")
        report = tiny.start_report(other, scheduler=address)
        err = report.communicate(timeout=90)[1]
        assert "lock, notebook cells differ there; bring its checkout and environment up to date" in err
        assert "Traceback" not in err
        assert not (other / "out/notebooks").exists()


@pytest.mark.parametrize(
    "address", ["", "here", "localhost:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://a b:1"]
)
def test_an_address_that_is_none_is_refused(address):
    """With an example of one."""
    with pytest.raises(executors.SchedulerError, match="expected an address such as tcp://10"):
        executors.connect(address)


@pytest.mark.full
def test_no_scheduler_there_is_told_within_five_seconds(monkeypatch):
    """Nothing listens."""
    pytest.importorskip("distributed")
    assert executors.PATIENCE < 5
    monkeypatch.setattr(executors, "PATIENCE", 0.5)
    start = time.perf_counter()
    with pytest.raises(executors.SchedulerError, match="expected a Dask scheduler at tcp://127"):
        executors.connect(f"tcp://127.0.0.1:{free_port()}")
    assert time.perf_counter() - start < 3


@pytest.mark.full
def test_whatever_else_answers_there_is_told_in_the_same_words(monkeypatch):
    """A web server's greeting is no message of Dask's; it fails over it in its own ways."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet, args=(server,), daemon=True).start()
        with pytest.raises(executors.SchedulerError, match="expected a Dask scheduler at tcp://127"):
            executors.connect(f"tcp://127.0.0.1:{server.getsockname()[1]}")


def greet(server):
    with contextlib.suppress(OSError):
        while True:
            connection = server.accept()[0]
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n" * 10)
            connection.close()


def test_without_the_package_the_message_says_how_to_get_it(monkeypatch):
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(executors.SchedulerError, match="make setup ARGS=--extras"):
        executors.connect("tcp://127.0.0.1:1")
