"""Processes that work off tasks: a crash costs one task, nothing outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from recount.runs import workers
from recount.runs.forking import can_fork
from recount.runs.workers import Lost, Workers

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


def work(task):
    """Do what the task says."""
    kind, value = task
    if kind == "die":
        os.kill(os.getpid(), value)
    if kind == "exit":
        os._exit(value)
    if kind == "sleep":
        time.sleep(value)
    if kind == "start":
        # In its group, and in a session of its own as a kernel is.
        children = [subprocess.Popen(["sleep", "60"], start_new_session=new) for new in (False, True)]
        Path(value).write_text(" ".join(str(c.pid) for c in children), encoding="utf-8")
        time.sleep(60)
    return kind, value, os.getpid()


def drain(crew):
    """Return every answer by number."""
    answers = {}
    while crew.busy:
        answers.update(crew.wait(0.2))
    return answers


def wait_until(holds, seconds=10):
    """Wait until something holds; say whether it did."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def gone(pids):
    """Whether none of some processes is alive."""
    return not any(psutil.pid_exists(p) and psutil.Process(p).status() != psutil.STATUS_ZOMBIE for p in pids)


@pytest.fixture
def crew():
    """Two processes."""
    crew = Workers(2, work)
    yield crew
    crew.close()


def test_every_task_is_answered_once_by_at_most_so_many_processes(crew):
    """The number leads back to the task."""
    for number in range(20):
        crew.submit(number, ("give", number))
    answers = drain(crew)
    assert {n: a[1] for n, a in answers.items()} == {n: n for n in range(20)}
    assert len({a[2] for a in answers.values()}) <= 2


def test_a_crash_costs_one_task(crew):
    """Killed, ended, whatever: the others are answered, those that waited too."""
    tasks = {n: ("give", n) for n in range(10)} | {
        3: ("die", signal.SIGKILL),
        4: ("exit", 7),
        6: ("die", signal.SIGTERM),
    }
    for number, task in tasks.items():
        crew.submit(number, task)
    answers = drain(crew)
    lost = {number: answer.how for number, answer in answers.items() if isinstance(answer, Lost)}
    assert lost == {3: "killed by SIGKILL", 4: "ended with status 7", 6: "killed by SIGTERM"}
    assert sorted(answers) == list(range(10))


def test_a_process_that_died_while_idle_costs_nothing(crew):
    """Another takes the task."""
    crew.submit(0, ("give", 0))
    pid = drain(crew)[0][2]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: gone([pid]))
    crew.submit(1, ("give", 1))
    answer = drain(crew)[1]
    assert isinstance(answer, Lost) or answer[1] == 1
    crew.submit(2, ("give", 2))
    assert drain(crew)[2][1] == 2


def test_no_more_is_taken_than_twice_the_processes(crew):
    """So a stream of tasks is drawn as it is needed."""
    taken = 0
    while crew.free:
        crew.submit(taken, ("sleep", 0.05))
        taken += 1
    assert taken == 4
    assert len(crew.running) == 2
    drain(crew)
    assert crew.free


def test_closing_kills_what_runs_and_all_that_it_has_started(tmp_path):
    """At once, also where the children are in a session of their own."""
    crew, file = Workers(1, work), tmp_path / "pids"
    crew.submit(0, ("start", str(file)))
    assert wait_until(lambda: file.exists() and file.read_text(encoding="utf-8").count(" ") == 1)
    start = time.perf_counter()
    crew.close()
    assert time.perf_counter() - start < 1
    assert wait_until(lambda: gone(map(int, file.read_text(encoding="utf-8").split())), 1)
    assert not crew.busy


def test_what_a_killed_process_leaves_behind_is_killed(tmp_path):
    """Its children in its group; those in sessions of their own (kernels) look after themselves."""
    crew, file = Workers(1, work), tmp_path / "pids"
    crew.submit(0, ("start", str(file)))
    assert wait_until(lambda: file.exists() and file.read_text(encoding="utf-8").count(" ") == 1)
    child, kernel = map(int, file.read_text(encoding="utf-8").split())
    try:
        psutil.Process(child).parent().kill()
        assert drain(crew)[0] == Lost("killed by SIGKILL")
        assert wait_until(lambda: gone([child]), 2)
    finally:
        crew.close()
        psutil.Process(kernel).kill()


PARENT = """
import sys, time
sys.path.insert(0, {root!r})
from recount.runs import workers
from tests.recount.runs.test_workers import work
{patch}
crew = workers.Workers(1, work)
crew.submit(0, ("start", {file!r}))
time.sleep(60)
"""


@pytest.mark.parametrize("patch", ["", "workers.sys = type('Mac', (), {'platform': 'darwin'})"], ids=["linux", "other"])
def test_nothing_outlives_a_killed_parent(root, tmp_path, patch):
    """The parent has no time to say anything: on Linux the kernel tells, elsewhere a thread watches."""
    file = tmp_path / "pids"
    code = PARENT.format(root=str(root), file=str(file), patch=patch)
    parent = subprocess.Popen([sys.executable, "-c", code])
    assert wait_until(lambda: file.exists() and file.read_text(encoding="utf-8").count(" ") == 1)
    pids = [child.pid for child in psutil.Process(parent.pid).children(recursive=True)]
    assert len(pids) == 3
    parent.kill()
    parent.wait()
    assert wait_until(lambda: gone(pids), 5)


def test_how_a_process_ended_is_told_in_words():
    """Signals by name, also the unnamed ones."""

    class Process:
        exitcode = -35

    assert workers._how(Process) == "killed by signal 35"
