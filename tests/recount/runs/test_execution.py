"""One run: whole or not at all, an error names the cell; and what comes back from elsewhere is looked at first."""

import json
import os
from dataclasses import replace

import pytest

from recount.app import private_env
from recount.runs import cache, execution
from recount.runs.execution import Answer, check_answer, differing, make_request, run_request
from recount.runs.warm import can_fork
from tests import tiny

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Write a notebook and return its job."""
    return tiny.make_project(tmp_path / "p", monkeypatch)


def ask(job, place):
    return run_request(make_request(job, job.inputs(), place=str(place)))


def test_a_run_comes_back_as_bytes(project, tmp_path):
    """With the hashes of the data that it read; nothing is left at the place where it ran, nothing put into place."""
    job = project(tiny.WRITES, f"open({str(tmp_path / 'p/data/a.csv')!r}).read()")
    (tmp_path / "p/data/a.csv").write_text("1", encoding="utf-8")
    answer = ask(job, tmp_path)
    assert sorted(answer.files) == ["figures/01_x_a.csv", "notebooks/01_x.ipynb", "records/01_x.json"]
    assert answer.files["figures/01_x_a.csv"] == b"plotted"
    assert answer.data == {"a.csv": cache.digest("1")}
    assert b"papermill" not in answer.files["notebooks/01_x.ipynb"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p"]
    assert not any(job.out.iterdir())
    assert check_answer(job, answer) == ""


def test_a_worker_that_was_started_by_hand_takes_private_surroundings(project, tmp_path, monkeypatch):
    """Its owner's IPython and matplotlib settings reach no result."""
    for name in (private_env.MARK, *private_env.FOLDERS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "mine"))
    job = project("import os\nprint(os.environ['IPYTHONDIR'])")
    answer = ask(job, tmp_path)
    assert answer.error == ""
    shown = answer.files["notebooks/01_x.ipynb"].decode()
    assert os.environ["IPYTHONDIR"] in shown
    assert str(tmp_path / "mine") not in shown
    assert os.environ[private_env.MARK]


@pytest.mark.parametrize("engine", ["fork", pytest.param("kernel", marks=pytest.mark.full)])
def test_kernels_forked_or_not_make_no_noise_and_the_same_notebook(project, tmp_path, capfd, engine):
    """No word on transport, none at the end; both record what was read."""
    (tmp_path / "p/data/a.csv").write_text("1", encoding="utf-8")
    job = project("value = 1", f"open({str(tmp_path / 'p/data/a.csv')!r}).read()", engine=engine)
    answer = ask(replace(job, parameters={"value": 2}), tmp_path)
    assert (answer.error, answer.data, *capfd.readouterr()) == ("", {"a.csv": cache.digest("1")}, "", "")
    cells = json.loads(answer.files["notebooks/01_x.ipynb"])["cells"]
    assert ["".join(cell["source"]) for cell in cells][1] == "# Parameters\nvalue = 2\n"


def test_an_error_names_its_cell(project, tmp_path):
    """Number and first line."""
    assert ask(project("1", "1 / 0"), tmp_path).error == "cell 2 (1 / 0): ZeroDivisionError: division by zero"


def test_a_warning_fails_the_run(project, tmp_path):
    """What a reader would see as a red box is an error."""
    answer = ask(project("import sys\nprint('careful', file=sys.stderr)"), tmp_path)
    assert "expected no warning" in answer.error


def test_a_kernel_that_dies_is_told_with_the_first_line_of_its_cell(project, tmp_path):
    """As any other error."""
    answer = ask(project("1", "# why\nimport os; os._exit(3)"), tmp_path)
    assert answer.error.startswith("cell 2 (# why): the process that ran the notebook ended before the cell did")


def test_another_version_is_refused(project, tmp_path):
    """Another notebook, lock or package; the answer names it."""
    job = project("1")
    request = make_request(job, job.inputs())
    assert differing(request) == []
    (tmp_path / "p/requirements.lock").write_text("pandas==3.1.0", encoding="utf-8")
    project("2")
    request.parts["package numpy"] = "1.0"
    assert run_request(request).error.startswith("lock, notebook cells, package numpy differ there; bring its")
    job.path.unlink()
    assert differing(request) == ["notebook 01_x"]


def test_where_the_data_lie_is_each_machines_own_affair(project, monkeypatch, tmp_path):
    """Their content is compared, not their place; theme and language are sent along, and the record says so."""
    monkeypatch.setenv("RECOUNT_THEME", "print")
    job = project("import os; print(os.environ['RECOUNT_THEME'])")
    request = make_request(job, job.inputs(), place=str(tmp_path))
    monkeypatch.delenv("RECOUNT_THEME")
    answer = run_request(request)
    assert json.loads(answer.files["notebooks/01_x.ipynb"])["cells"][0]["outputs"][0]["text"] == ["print\n"]
    assert json.loads(answer.files["records/01_x.json"])["settings"]["RECOUNT_THEME"] == "print"
    monkeypatch.setenv("RECOUNT_DATA", "elsewhere")
    assert differing(request) == []
    assert "RECOUNT_DATA" not in request.settings


NOTEBOOK = "notebooks/01_x.ipynb"


def answer_of(job, **changes):
    """A good answer with something changed in it."""
    files = {NOTEBOOK: job.path.read_bytes()}
    return Answer(**{"files": files, **changes})


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a/../../x", "a//x", "", "c:x", "a\\x", "a\0"])
def test_no_file_is_taken_that_lies_outside(project, name):
    """Whatever a worker sends."""
    job = project("1")
    assert check_answer(job, answer_of(job)) == ""
    bad = answer_of(job, files={NOTEBOOK: job.path.read_bytes(), name: b""})
    assert "expected files of the run, got one at" in check_answer(job, bad)


def test_other_data_on_a_worker_are_refused(project, tmp_path):
    """Named; its files are not taken."""
    job = project("1")
    (tmp_path / "p/data/a.csv").write_text("1", encoding="utf-8")
    bad = answer_of(job, data={"a.csv": "0" * 64})
    assert check_answer(job, bad) == "the worker that ran it read other data: a.csv; bring it up to date"


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b'{"cells": [{"source": "2"}]}', b'{"cells": 1}'])
def test_what_is_not_this_notebook_is_refused(project, content):
    """Missing, no notebook, another one."""
    job = project("1")
    files = {} if content is None else {NOTEBOOK: content}
    assert "notebook" in check_answer(job, answer_of(job, files=files))


def test_leftovers_of_dead_runs_are_removed(project):
    """A working folder of a process that is gone goes; one of a living process stays."""
    out = project("1").out
    dead, living = out / ".recount-999999999-x", out / f".recount-{os.getpid()}-y"
    dead.mkdir()
    living.mkdir()
    execution.remove_leftovers(out)
    assert (dead.exists(), living.exists()) == (False, True)
