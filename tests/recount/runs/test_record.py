"""The record of a run: complete, true to the files, and silent about the machine."""

import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from recount.runs import cache, execution, record
from recount.runs.stored import NotebookError
from recount.runs.warm import can_fork

FIGURE = """
import os, pathlib
folder = pathlib.Path(os.environ["RECOUNT_OUT"]) / "figures"
folder.mkdir(exist_ok=True)
(folder / "01_a.csv").write_text("plotted")
"""
DEFAULTS = 'base = "members"  # members | all\nyears: int = 3\nseed = 7\nhalf = 1 / 2'

needs_fork = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one notebook; returns what writes it."""
    root = tmp_path / "p"
    for folder in ("notebooks", "data", "analysis", "out"):
        (root / folder).mkdir(parents=True)
    (root / "requirements.lock").write_text("", encoding="utf-8")
    (root / "data/a.csv").write_text("id\n", encoding="utf-8")
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("RECOUNT_DATA", raising=False)
    for name in ("RECOUNT_OUT", "RECOUNT_READS"):
        # Set by the run; put back afterwards.
        monkeypatch.setenv(name, "")

    def write(*sources, **parameters):
        cells = [nbformat.v4.new_code_cell(s, id=f"c{i}") for i, s in enumerate([DEFAULTS, *sources])]
        cells[0].metadata["tags"] = ["parameters"]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, root / "notebooks/01_x.ipynb")
        return execution.Job("01_x", parameters, root / "out")

    return write


def run(job):
    staging = job.out / "staging"
    staging.mkdir()
    execution.execute(execution.make_request(job, job.inputs()), staging)
    return staging, json.loads((staging / "records/01_x.json").read_text(encoding="utf-8"))


@needs_fork
def test_a_run_leaves_its_record(project):
    """Parameters as taken, the seed, the files read and written with their hashes, times and versions."""
    staging, found = run(project(f"open({str(cache.ROOT / 'data/a.csv')!r}).read()", FIGURE, base="all"))
    assert found["parameters"] == {"base": "all", "years": 3, "seed": 7, "half": "1 / 2"}
    assert (found["seed"], found["engine"], found["notebook"]) == (7, "fork", "01_x")
    assert found["inputs"]["data"] == {"a.csv": cache.digest("id\n")}
    outputs = {"figures/01_a.csv", "notebooks/01_x.ipynb"}
    assert found["outputs"] == {name: cache.digest((staging / name).read_bytes()) for name in outputs}
    # Papermill puts one cell before them, whose id it draws: any id may begin with any letter.
    ours = {"c0", "c1", "c2"}
    assert [c["id"] for c in found["cells"] if c["id"] in ours] == ["c0", "c1", "c2"]
    assert len(found["cells"]) == 4
    assert 0 < sum(c["seconds"] for c in found["cells"]) < found["seconds"] + 1
    began, ended = (datetime.fromisoformat(found[name]) for name in ("started", "finished"))
    assert began <= ended <= datetime.now(UTC)
    assert found["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {"numpy", "pandas", "matplotlib"} <= set(found["packages"])


@needs_fork
def test_a_record_names_no_machine(project):
    """No folder, no user, no host."""
    staging, found = run(project("1"))
    text = json.dumps(found)
    for secret in (str(staging), str(Path.home()), str(cache.ROOT), socket.gethostname(), os.environ.get("USER", "")):
        assert not secret or secret not in text


@needs_fork
def test_only_a_folder_of_its_own_gets_the_record(project, tmp_path):
    """What is tracked in the project must not change with the time of day."""
    staging, _found = run(project("1"))
    execution.publish(staging, tmp_path / "own")
    execution.publish(staging, cache.ROOT)
    assert (tmp_path / "own/records/01_x.json").is_file()
    assert not (cache.ROOT / "records").exists()


@needs_fork
def test_data_that_change_during_the_run_refuse_it(project):
    """Nobody could say afterwards which state it had read."""
    path = str(cache.ROOT / "data/a.csv")
    with pytest.raises(NotebookError, match=r"a\.csv: changed while the notebook read it"):
        run(project(f"text = open({path!r}).read()\nopen({path!r}, 'w').write('id\\n1\\n')"))


@needs_fork
def test_code_that_changes_during_the_run_refuses_it(project):
    """The kernel may have loaded either state."""
    path = cache.ROOT / "analysis/thing_of_this_test.py"
    path.write_text("x = 1\n", encoding="utf-8")
    change = f"if None:\n    from analysis import thing_of_this_test\nopen({str(path)!r}, 'w').write('x = 2')"
    with pytest.raises(NotebookError, match=r"analysis\.thing_of_this_test: changed while the notebook read it"):
        run(project(change))


def test_a_project_without_git_has_no_commit(tmp_path):
    """Neither has one that lies inside somebody else's checkout."""
    assert record.project_state(tmp_path)["commit"] is None
    assert record.project_state(Path(record.__file__).parent)["commit"] is None


def test_an_own_data_folder_is_told_without_its_name(monkeypatch):
    """It is a place on somebody's machine."""
    monkeypatch.setenv("RECOUNT_DATA", "/home/somebody/data")
    assert record.settings()["RECOUNT_DATA"] == "another folder"
