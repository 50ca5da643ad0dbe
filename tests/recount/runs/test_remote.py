"""What runs on a machine of a cluster: refused unless it is the same version, sent back as bytes."""

import subprocess

import pytest

from recount.runs import remote
from recount.runs.forking import can_fork
from tests import tiny

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Write a notebook and return its job."""
    return tiny.make_project(tmp_path / "p", monkeypatch)


def request_for(job):
    return remote.make_request(job, job.inputs())


def test_a_run_comes_back_as_bytes(project, tmp_path):
    """With the hashes of the data that it read; nothing is left at the place where it ran."""
    job = project(tiny.WRITES)
    answer = remote.run_here(request_for(job), str(tmp_path))
    assert sorted(answer["files"]) == ["figures/01_x_a.csv", "notebooks/01_x.ipynb", "records/01_x.json"]
    assert answer["files"]["figures/01_x_a.csv"] == b"plotted"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p"]
    assert not any(job.out.iterdir())


def test_an_error_comes_back_with_its_cell(project, tmp_path):
    """As if it had run here."""
    assert remote.run_here(request_for(project("1 / 0")), str(tmp_path))["error"].startswith("cell 1 (1 / 0): Zero")


def test_another_version_is_refused(project, tmp_path, monkeypatch):
    """Another notebook, lock or package; the answer names it."""
    job = project("1")
    request = request_for(job)
    assert remote.differing(request) == []
    (tmp_path / "p/requirements.lock").write_text("pandas==3.1.0", encoding="utf-8")
    project("2")
    request["parts"]["package numpy"] = "1.0"
    answer = remote.run_here(request, str(tmp_path))
    assert answer["refused"] == ["lock", "notebook cells", "package numpy"]
    job.path.unlink()
    assert remote.differing(request) == ["notebook 01_x"]


def test_where_the_data_lie_is_each_machines_own_affair(project, monkeypatch):
    """Their content is compared, not their place; theme and language are sent along."""
    monkeypatch.setenv("RECOUNT_THEME", "print")
    request = request_for(project("1"))
    monkeypatch.setenv("RECOUNT_DATA", "elsewhere")
    monkeypatch.delenv("RECOUNT_THEME")
    assert remote.differing(request) == []
    assert request["settings"]["RECOUNT_THEME"] == "print"
    assert "RECOUNT_DATA" not in request["settings"]


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a/../../x"])
def test_no_file_is_written_outside_the_runs_folder(tmp_path, name):
    """Whatever a worker sends."""
    folder = tmp_path / "run"
    folder.mkdir()
    with pytest.raises(ValueError, match="expected a file of the run"):
        remote.write_files({name: b"x"}, folder)
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


SERVE = """
from pathlib import Path
from recount.runs import cache, remote
from analysis.choices import parameters
cache.ROOT = Path({root!r})
parameters.check = lambda *_: None
remote.serve()
"""
#: Kills the process that runs notebooks for the server, then ends.
KILLS = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)"


def test_the_server_answers_one_request_after_the_other_and_ends_with_its_input(project, monkeypatch):
    """A killed notebook is an answer like others; a closed input is the end."""
    jobs = [project(tiny.WRITES), project(KILLS, name="02_x"), project("1", name="03_x")]
    code = SERVE.format(root=str(jobs[0].path.parents[1]))
    start = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: start(
        [command[0], "-c", code], **options | {"cwd": tiny.ROOT}
    ))  # fmt: skip
    server = remote.Server({})
    answers = [server.ask(request_for(job)) for job in jobs]
    assert [sorted(a) for a in answers] == [["data", "files", "seconds"], ["error"], ["data", "files", "seconds"]]
    assert "killed by SIGKILL" in answers[1]["error"]
    server.close()
    assert server._process.returncode == 0
