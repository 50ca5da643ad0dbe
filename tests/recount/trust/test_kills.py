"""Commands of the whole project killed: the trials would notice damage, and a few kills do none."""

import subprocess

import pytest

from recount.runs.warm import can_fork
from recount.trust import kills

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def clone(tmp_path):
    """A clone without set-up: one tracked file, one made file."""
    found = object.__new__(kills.Clone)
    found.project, found.home, found.base = tmp_path / "project", tmp_path / "home", tmp_path / "base"
    for folder in (found.project / "out", found.home / ".cache/uv", found.base):
        folder.mkdir(parents=True)
    (found.project / "a.csv").write_text("1\n", encoding="utf-8")
    (found.project / "out/made.csv").write_text("2\n", encoding="utf-8")
    (found.project / ".gitignore").write_text("/out/\n", encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *words], cwd=found.project, check=True)
    found.base_state, found.made = kills.state_of(found.base), {"export": {"out/made.csv": b"2\n"}}
    return found


def test_nothing_is_wrong_with_what_is_as_it_was(clone):
    assert clone.damage("export") == ""


def test_a_made_file_may_be_missing_but_not_half_there(clone):
    (clone.project / "out/made.csv").unlink()
    assert clone.damage("export") == ""
    (clone.project / "out/made.csv").write_text("", encoding="utf-8")
    assert clone.damage("export") == "half made: out/made.csv"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("project/a.csv", "changed: M a.csv"),
        ("project/b.csv", "changed: ?? b.csv"),
        ("base/new.py", "is not as it was"),
        ("home/.config/x", "the home folder holds .config/x"),
    ],
)
def test_what_is_touched_elsewhere_is_noticed(clone, tmp_path, place, words):
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("x", encoding="utf-8")
    assert clone.damage("export").endswith(words)


def test_a_file_that_holds_a_time_only_has_to_be_there(clone):
    clone.made = {"export": {"out/made.csv": b""}}
    (clone.project / "out/made.csv").write_text("3\n", encoding="utf-8")
    assert clone.damage("export") == ""


@pytest.mark.full
def test_exports_killed_in_the_whole_project_recover(tmp_path):
    (trial,) = kills.kill_commands(kills.Clone(tmp_path), {"export": 4})
    assert (trial.tried, trial.damaged, trial.not_recovered, trial.left_behind) == (4, 0, 0, 0), trial
