"""Runs on a Dask cluster: the same results as here, also when a worker is lost; refusals in plain words."""

import contextlib
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from recount.runs import scheduler
from recount.runs.execution import Job
from recount.runs.forking import can_fork
from tests import tiny
from tests.recount.runs.test_workers import gone, wait_until

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")

SLOW = "import time; time.sleep(2)\nprint(value)"


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
    for name in ("01_x", "02_x"):
        tiny.write_notebook(root / "notebooks", name, "value = 1", SLOW, tiny.WRITES)
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
    with contextlib.suppress(scheduler.SchedulerError), contextlib.closing(scheduler.connect(address)) as client:
        return len(client.nthreads()) == count


def running_a_notebook(worker):
    """Whether it has come down to the notebook's own process: server, its worker, the notebook."""
    return len(children_of(worker)) == 3


@pytest.mark.full
def test_a_cluster_gives_the_same_as_this_machine_also_when_a_worker_is_lost(copy):
    """The same files, the same failure; the lost worker's notebook runs elsewhere; the next start finds all here."""
    pytest.importorskip("distributed")
    local = tiny.start_report(copy, workers=2, out="local", use_cache=False)
    said = local.communicate(timeout=90)
    with cluster(copy) as (address, workers):
        assert wait_until(lambda: has_joined(address, 2), 60)
        report = tiny.start_report(copy, out="cluster", scheduler=address)
        assert wait_until(lambda: any(map(running_a_notebook, workers)), 60)
        next(filter(running_a_notebook, workers)).kill()
        out, err = report.communicate(timeout=90)
        assert err == said[1]
        assert (report.returncode, local.returncode) == (1, 1)
        assert "3 of 3 ended: 2 done, 1 failed." in out
        assert tiny.tree(copy / "cluster") == tiny.tree(copy / "local")
        again = tiny.start_report(copy, "01_x", "02_x", out="cluster", scheduler=address)
        assert "2 of 2 ended: 2 unchanged." in again.communicate(timeout=90)[0]


@pytest.mark.full
def test_a_worker_with_another_version_is_refused_before_anything_runs(copy, tmp_path):
    """Which worker, what differs, what to do; no traceback."""
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
        assert "expected the same version on all workers, got:\ntcp://127.0.0.1:" in err
        assert "lock, notebook cells differ there; bring its checkout and environment up to date" in err
        assert not (other / "out/notebooks").exists()


@pytest.mark.parametrize(
    "address", ["", "here", "localhost:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://a b:1"]
)
def test_an_address_that_is_none_is_refused(address):
    """With an example of one."""
    with pytest.raises(scheduler.SchedulerError, match="expected an address such as tcp://10"):
        scheduler.connect(address)


@pytest.mark.full
def test_no_scheduler_there_is_told_within_five_seconds(monkeypatch):
    """Nothing listens."""
    pytest.importorskip("distributed")
    assert scheduler.PATIENCE < 5
    monkeypatch.setattr(scheduler, "PATIENCE", 0.5)
    start = time.perf_counter()
    with pytest.raises(scheduler.SchedulerError, match="expected a Dask scheduler at tcp://127"):
        scheduler.connect(f"tcp://127.0.0.1:{free_port()}")
    assert time.perf_counter() - start < 3


@pytest.mark.full
def test_whatever_else_answers_there_is_told_in_the_same_words(monkeypatch):
    """A web server's greeting is no message of Dask's; it fails over it in its own ways."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(scheduler, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet, args=(server,), daemon=True).start()
        with pytest.raises(scheduler.SchedulerError, match="expected a Dask scheduler at tcp://127"):
            scheduler.connect(f"tcp://127.0.0.1:{server.getsockname()[1]}")


def greet(server):
    with contextlib.suppress(OSError):
        while True:
            connection = server.accept()[0]
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n" * 10)
            connection.close()


def test_without_the_package_the_message_says_how_to_get_it(monkeypatch):
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(scheduler.SchedulerError, match="make setup ARGS=--extras"):
        scheduler.connect("tcp://127.0.0.1:1")


class Future:
    """An answer of the cluster."""

    def __init__(self, answer):
        self._answer = answer

    def result(self):
        """Return it, or raise it."""
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.fixture
def job(tmp_path, monkeypatch):
    """The job of a notebook of a small project."""
    return tiny.make_project(tmp_path / "p", monkeypatch)("1")


def test_other_data_on_a_worker_are_refused(job, tmp_path):
    """Named; its files are not taken."""
    (tmp_path / "p/data/a.csv").write_text("1", encoding="utf-8")
    answer = {"files": {"figures/a.csv": b"x"}, "data": {"a.csv": "0" * 64}, "seconds": 1.0}
    outcome = scheduler.receive(job, job.inputs(), Future(answer))
    assert outcome.error == "the worker that ran it read other data: a.csv; bring it up to date"
    assert not any(job.out.iterdir())


def test_a_job_that_kills_its_workers_is_one_failure(job):
    """The scheduler gives up on it; the message names the error."""
    outcome = scheduler.receive(job, job.inputs(), Future(RuntimeError("4 workers died")))
    assert outcome.error == "the cluster could not run it: RuntimeError: 4 workers died"


def test_what_comes_back_is_put_into_place_and_kept(job):
    """The next look-up finds it."""
    from recount.runs.single import from_cache

    answer = {"files": {"figures/01_x_a.csv": b"x"}, "data": {}, "seconds": 1.0}
    outcome = scheduler.receive(job, job.inputs(), Future(answer))
    assert (outcome.error, outcome.seconds) == ("", 1.0)
    assert (job.out / "figures/01_x_a.csv").read_bytes() == b"x"
    assert from_cache(Job("01_x", out=job.out)).why.startswith("hit")
