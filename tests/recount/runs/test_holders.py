"""Locks on folders: runs of one machine side by side, another machine or container refused."""

import os
import subprocess
import sys

import pytest

from recount.runs import holders

pytestmark = pytest.mark.skipif(holders.fcntl is None, reason="locks of POSIX")

OTHER = """
import pathlib, sys
from recount.runs import holders
holders.machine_name = lambda: sys.argv[2]
holders.PATIENCE = 0.3
try:
    with holders.holding(pathlib.Path(sys.argv[1])) as alone:
        print("alone" if alone else "beside", flush=True)
        sys.stdin.readline()
except holders.HolderError as error:
    print(error, flush=True)
"""


@pytest.fixture
def other(tmp_path):
    """Start a process that holds the folder under the name of some machine."""
    started = []

    def start(name):
        process = subprocess.Popen(
            [sys.executable, "-c", OTHER, tmp_path, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_runs_of_one_machine_are_side_by_side(tmp_path, other):
    with holders.holding(tmp_path) as alone:
        assert alone
        assert other(holders.machine_name())[1] == "beside"
        assert other(holders.machine_name())[1] == "beside"


def test_another_machine_is_refused_and_then_let_in(tmp_path, other):
    with holders.holding(tmp_path):
        assert "expected this folder for one machine at a time" in other("laptop x y")[1]
    assert other("laptop x y")[1] == "alone"


def test_the_message_names_the_host(tmp_path, other, monkeypatch):
    monkeypatch.setattr(holders, "PATIENCE", 0.1)
    other("laptop boot numbers")
    with pytest.raises(holders.HolderError, match=r"\(laptop\); wait until it has ended"), holders.holding(tmp_path):
        pass


def test_a_killed_holder_holds_nothing(tmp_path, other):
    process, _ = other("laptop x y")
    process.kill()
    process.wait()
    with holders.holding(tmp_path) as alone:
        assert alone


def test_the_second_of_one_machine_keeps_another_out_after_the_first_has_gone(tmp_path, other):
    first, _ = other(holders.machine_name())
    with holders.holding(tmp_path):
        first.communicate("\n")
        assert "one machine at a time" in other("laptop x y")[1]


def test_many_at_once_all_get_in(tmp_path, other):
    """The moment in which the first makes room for others must not turn anybody away."""
    script = "from recount.runs import holders; import pathlib, sys\nfor _ in range(50):\n" \
             "    with holders.holding(pathlib.Path(sys.argv[1])): pass"  # fmt: skip
    crowd = [subprocess.Popen([sys.executable, "-c", script, tmp_path]) for _ in range(4)]
    assert [process.wait(timeout=60) for process in crowd] == [0] * 4


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces of Linux")
def test_the_name_knows_host_start_and_namespace():
    host, boot, numbers = holders.machine_name().rsplit(" ", 2)
    assert host
    assert len(boot) == 36
    assert numbers == os.readlink("/proc/self/ns/pid")


def test_a_file_system_without_locks_is_no_obstacle(tmp_path, monkeypatch):
    def refuse(file, kind):
        raise OSError(holders.errno.ENOLCK, "no locks")

    monkeypatch.setattr(holders.fcntl, "flock", refuse)
    with holders.holding(tmp_path) as alone:
        assert not alone
