"""The tests in other environments: what is asked for, what is stored, what counts as the same bytes."""

import sys

import pytest

from analysis.data.files import as_csv
from recount.trust import environments, surroundings
from recount.trust.environments import Answer, EnvironmentNameError


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project without results, and environments that answer without being made."""
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "find_uv", lambda: "uv")
    monkeypatch.setattr("recount.trust.evidence_page.write", lambda: None)
    answer = ("", "x", "9", "0", "0")
    monkeypatch.setattr(environments, "attempt", lambda uv, name: Answer(*environments.NAMES[name], *answer))
    return tmp_path


def stored(project):
    return (project / "docs" / environments.TABLE).read_text(encoding="utf-8").splitlines()[1:]


def test_an_unknown_environment_is_refused(project):
    with pytest.raises(EnvironmentNameError, match=r"out of 3\.11, .*, got '2\.7'"):
        environments.report(["2.7"], write=True)
    assert not list((project / "docs").iterdir())


def test_rows_of_other_environments_are_kept_in_order(project, capsys):
    rows = [Answer("3.14", "lock", remark="not tried"), Answer("3.12", "lock", "", "old", "1", "0", "0")]
    (project / "docs" / environments.TABLE).write_text(as_csv(Answer._fields, rows), encoding="utf-8")
    assert environments.report(["3.12", "3.11-lowest"], write=True) == 0
    assert [line.split(",")[:4] for line in stored(project)] == [
        ["3.12", "lock", "", "x"], ["3.14", "lock", "", ""], ["3.11", "lowest-direct", "", "x"],
    ]  # fmt: skip
    assert "3.12,lock,,x,9,0,0" in capsys.readouterr().out


def test_nothing_is_stored_unasked(project):
    assert environments.report(["3.11"], write=False) == 0
    assert not list((project / "docs").iterdir())


def test_a_failed_test_gives_status_1(project, monkeypatch):
    monkeypatch.setattr(environments, "attempt", lambda uv, name: Answer("3.11", "lock", "", "x", "8", "1", "0"))
    assert environments.report(["3.11"], write=False) == 1


def test_an_environment_that_cannot_be_made_says_why(project, monkeypatch):
    """With a program in the place of uv that fails."""
    monkeypatch.undo()
    answer = environments._install(sys.executable, "3.11", "lock", project, project / "made")
    assert answer


def test_counts_are_read_from_the_result_of_the_tests(tmp_path, monkeypatch):
    result = tmp_path / "tests.xml"
    result.write_text('<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>', "utf-8")
    monkeypatch.setattr(environments.subprocess, "run", lambda *words, **options: None)
    assert environments._run_tests(sys.executable, tmp_path, result) == ("4", "3", "3")
    assert environments._run_tests(sys.executable, tmp_path, tmp_path / "none.xml") == ("0", "all", "0")


def test_a_missing_file_is_another_one(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"1")
    assert environments._is_same(tmp_path / "a", tmp_path / "b")
    assert not environments._is_same(tmp_path / "a", tmp_path / "c")


@pytest.fixture
def trials(project, monkeypatch):
    """Reports under changed surroundings that answer without being run."""
    answers = {"turkish": ("0 of 9", ""), "fonts": ("3 of 9", ""), "colon": ("0 of 9", "ended with status 1")}
    monkeypatch.setattr(
        "recount.trust.surroundings.attempt_all", lambda names, notebooks: [(name, *answers[name]) for name in names]
    )


@pytest.mark.parametrize(("name", "status"), [("turkish", 0), ("fonts", 1), ("colon", 1)])
def test_a_report_that_is_not_as_stored_gives_status_1(trials, project, name, status, capsys):
    assert environments.report_changed([name], whole=False, write=True) == status
    assert surroundings.CHANGES[name].what in capsys.readouterr().out
    assert [row.files_differing for row in environments.read_table()] == [("3" if name == "fonts" else "0") + " of 9"]


def test_rows_of_changed_surroundings_stand_after_those_of_pythons(trials, project):
    environments.report_changed(["turkish"], whole=True, write=True)
    environments.report(["3.12"], write=True)
    environments.report_changed(["fonts"], whole=False, write=True)
    environments.report_changed(["turkish"], whole=False, write=True)
    found = [(row.python, row.changed, row.remark) for row in environments.read_table()]
    words = {name: surroundings.CHANGES[name].what for name in ("fonts", "turkish")}
    assert found == [
        ("3.12", "", ""), ("3.11", words["fonts"], "report of 3 notebooks"),
        ("3.11", words["turkish"], "report of 3 notebooks"),
    ]  # fmt: skip


def test_unknown_surroundings_are_refused(trials):
    with pytest.raises(EnvironmentNameError, match=r"changed surroundings out of empty-home, .*, got 'moon'"):
        environments.report_changed(["moon"], whole=False, write=False)
