"""A report: which notebooks, where to, what is said at the end; stale files go."""

import pytest

from recount.runs import runner
from recount.runs.places import PlaceError
from recount.runs.warm import can_fork
from tests import tiny

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Write a notebook and return its job."""
    return tiny.make_project(tmp_path / "p", monkeypatch)


def test_figures_that_no_notebook_mentions_are_removed(project):
    """A figure that was renamed does not stay behind under its old name."""
    job = project(tiny.WRITES)
    tiny.run(job)
    (job.out / "figures/01_old.svg").write_text("old", encoding="utf-8")
    runner.remove_stale(job.out)
    assert sorted(tiny.tree(job.out / "figures")) == ["01_x_a.csv"]


def test_an_unknown_notebook_is_refused_with_the_nearest_name(project):
    """The message lists what there is."""
    project("1")
    with pytest.raises(runner.RunError, match="did you mean '01_x'"):
        runner.known("01_y")


def test_the_end_names_each_failure(project, capsys):
    """Notebook, cell, error; the others ran; the status says so."""
    out = project("1 / 0").out
    project(tiny.WRITES, name="02_x")
    assert runner.report(out=out) == 1
    said = capsys.readouterr()
    assert "Failed: 01_x\ncell 1 (1 / 0): ZeroDivisionError: division by zero\n" in said.err
    assert "2 of 2 ended: 1 done, 1 failed." in said.out
    assert (out / "figures/02_x_a.csv").is_file()


def test_a_failure_is_named_with_its_parameters(project, capsys):
    """As they would be typed."""
    job = project("value = 1", "value / 0")
    assert runner.run("01_x", ["value=3"], out=job.out) == 1
    assert "Failed: 01_x -p value=3\ncell 3 (value / 0): ZeroDivisionError" in capsys.readouterr().err


def test_a_second_start_says_what_it_took_over(project, capsys):
    """And runs the rest."""
    out = project(tiny.WRITES).out
    assert runner.report(out=out) == 0
    project(tiny.WRITES, name="02_x")
    assert runner.report(out=out) == 0
    assert "2 of 2 ended: 1 unchanged, 1 done." in capsys.readouterr().out


@pytest.mark.parametrize(("name", "value", "unusual"), [
    ("RECOUNT_LANGUAGE", "de", True), ("RECOUNT_LANGUAGE", "en", False), ("RECOUNT_THEME", "print", True),
    ("RECOUNT_THEME", "screen", False), ("RECOUNT_DATA", "elsewhere", True), ("RECOUNT_DATA", "data", False),
])  # fmt: skip
def test_under_unusual_settings_a_report_stays_out_of_the_project(root, monkeypatch, capsys, name, value, unusual):
    """Exported for something else, they must not change what is stored."""
    monkeypatch.chdir(root)
    monkeypatch.setattr(runner, "is_pinned", lambda: True)
    monkeypatch.setenv(name, value)
    assert runner.default_out() == (root / "out" if unusual else root)
    assert (name in capsys.readouterr().out) is unusual


def test_under_unusual_settings_the_project_is_refused_by_name_too(root, monkeypatch):
    monkeypatch.setenv("RECOUNT_LANGUAGE", "de")
    with pytest.raises(PlaceError, match="outside the project's own"):
        runner.report(out=root)


def test_a_version_that_begins_like_the_locked_one_is_another(monkeypatch):
    from importlib import metadata

    monkeypatch.setattr(metadata, "version", lambda name: "2")
    assert not runner.is_pinned()


def test_the_number_of_a_notebook_is_enough():
    assert runner.known("01") == runner.known("1") == "01_purge_rates"
