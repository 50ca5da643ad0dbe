"""Faults: nothing stored is damaged, the next run recovers; and the trials themselves would notice."""

import csv
import os
import subprocess
import sys

import pytest

from analysis.data import files
from recount.runs import execution
from recount.runs.warm import can_fork
from recount.trust import faults

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return faults.Place(tmp_path_factory.mktemp("faults"))


@pytest.mark.full
def test_killed_runs_damage_nothing_and_the_next_run_recovers(place):
    trials = faults.kill_at_random(place, 5)
    assert sum(t.tried for t in trials) == 5
    assert not [t for t in trials if t.damaged or t.not_recovered or t.left_behind], trials


@pytest.mark.full
def test_two_runs_at_once_do_not_disturb_one_another(place):
    from recount.trust import fault_settings

    trial = faults.judge(place, "two", lambda: fault_settings.run_two(place), fails=False)
    assert (trial.damaged, trial.not_recovered) == (0, 0), trial


def test_the_trials_notice_damage(tmp_path):
    """A half-written, a missing and a strange file count as damage; an old or a new one does not."""
    place = object.__new__(faults.Place)
    place.out, place.new = tmp_path, {"figures/a.csv": b"new\n", "records/a.json": b'{"x": "1"}'}
    for name in place.new:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(faults.OLD)
    assert not place.is_damaged()
    (tmp_path / "figures/a.csv").write_bytes(b"new\n")
    (tmp_path / "records/a.json").write_text('{"outputs": {"x": "1"}, "seconds": 1}', encoding="utf-8")
    assert not place.is_damaged()
    for damage in (b"ne", b"", None):
        path = tmp_path / "figures/a.csv"
        path.unlink() if damage is None else path.write_bytes(damage)
        assert place.is_damaged()
    path.write_bytes(b"new\n")
    (tmp_path / "records/a.json").write_text('{"outputs"', encoding="utf-8")
    assert place.is_damaged()


def test_a_file_that_does_not_fit_on_the_disk_leaves_the_old_one(tmp_path):
    target = tmp_path / "a.csv"
    target.write_bytes(faults.OLD)
    code = (
        "import resource, sys, pathlib; from analysis.data.files import write_atomic\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "write_atomic(pathlib.Path(sys.argv[1]), b'x' * 10000)"
    )
    answer = subprocess.run([sys.executable, "-c", code, target], cwd=faults.ROOT, capture_output=True, text=True)
    assert "OSError" in answer.stderr
    assert target.read_bytes() == faults.OLD
    assert os.listdir(tmp_path) == ["a.csv"]


def test_an_unfinished_file_of_a_killed_run_is_removed(tmp_path):
    (tmp_path / "figures").mkdir()
    code = (
        "import os, signal, sys, pathlib; from analysis.data import files\n"
        "files.os.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.write_atomic(pathlib.Path(sys.argv[1]), b'new')"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "figures" / "a.csv"], cwd=faults.ROOT)
    assert len(os.listdir(tmp_path / "figures")) == 1
    execution.remove_leftovers(tmp_path)
    assert os.listdir(tmp_path / "figures") == []


def test_a_broken_write_leaves_no_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        files.write_atomic(tmp_path / "a.csv", b"new")
    assert os.listdir(tmp_path) == []


def test_the_folder_of_a_zombie_is_removed(tmp_path):
    """In a container without an init nobody takes note of an orphan that ended: it stays in the list for ever."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    (tmp_path / f".recount-{child.pid}-x").mkdir()
    (tmp_path / ".recount-99999999999999999999999-x").mkdir()
    (tmp_path / ".recount-none-x").mkdir()
    execution.remove_leftovers(tmp_path)
    child.wait()
    assert os.listdir(tmp_path) == [".recount-none-x"]


def test_a_full_disk_under_standard_output_is_told_in_words(root):
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    for words in (["list"], ["cite", "sousa_2001"]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            answer = subprocess.run(
                [sys.executable, "-m", "recount", *words], cwd=root, stdout=full, stderr=subprocess.PIPE, text=True,
                env=os.environ | {"RECOUNT_ENV": "current"},
            )  # fmt: skip
        assert answer.returncode == 1
        assert "Traceback" not in answer.stderr
        assert "No space left" in answer.stderr


@pytest.mark.parametrize("variables", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_every_letter_gets_into_a_pipe(root, variables):
    answer = subprocess.run(
        [sys.executable, "-m", "recount", "cite", "sousa_2001"], cwd=root, capture_output=True,
        env=os.environ | {"RECOUNT_ENV": "current", "PYTHONCOERCECLOCALE": "0"} | variables,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert "Mário Sousa" in answer.stdout.decode("utf-8")


def test_the_stored_table_is_whole_and_says_what_was_tried(root):
    with open(root / "docs" / "faults.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(faults.Trial._fields)
    assert sum(int(row["tried"]) for row in rows if row["fault"] in faults.KILLS) >= 100
    assert [row for row in rows if int(row["damaged"])] == []
