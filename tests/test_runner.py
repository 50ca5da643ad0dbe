"""Runs: outputs appear whole or not at all, failures are named, stale files go."""

import json
import os

import nbformat
import pytest

from recount import cache, execution, parameters, runner
from recount.forking import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")

WRITES = """
import os, pathlib
folder = pathlib.Path(os.environ["RECOUNT_OUT"]) / "figures"
folder.mkdir(exist_ok=True)
(folder / "01_a.csv").write_text("plotted")
print("see `01_a.csv`")
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one notebook whose code the test chooses."""
    root = tmp_path / "p"
    (root / "notebooks").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "requirements.lock").write_text("", encoding="utf-8")
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setattr(parameters, "check", lambda notebook, given: None)
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / "cache"))

    def write(*sources):
        cells = [nbformat.v4.new_code_cell(s, id=f"c{i}") for i, s in enumerate(sources)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), root / "notebooks/01_x.ipynb")
        return execution.Job("01_x", out=root / "out")

    (root / "out").mkdir()
    return write


def tree(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_run_leaves_its_outputs_and_nothing_else(project):
    """The working folder is gone, the record of reads too."""
    job = project(WRITES)
    assert runner.run_job(job).error == ""
    assert tree(job.out) == ["figures/01_a.csv", "notebooks/01_x.ipynb"]
    notebook = json.loads((job.out / "notebooks/01_x.ipynb").read_text(encoding="utf-8"))
    assert "papermill" not in json.dumps(notebook)


def test_a_failed_run_writes_nothing(project):
    """Not even the figures it had written before the error; the earlier outputs stay."""
    job = project(WRITES)
    runner.run_job(job)
    before = {p: (job.out / p).read_bytes() for p in tree(job.out)}
    outcome = runner.run_job(project(WRITES.replace("plotted", "other"), "1 / 0"))
    assert "ZeroDivisionError" in outcome.error
    assert "cell 2" in outcome.error
    assert {p: (job.out / p).read_bytes() for p in tree(job.out)} == before


def test_a_warning_fails_the_run(project):
    """What a reader would see as a red box is an error."""
    assert "expected no warning" in runner.run_job(project("import sys\nprint('careful', file=sys.stderr)")).error


def test_a_second_run_comes_from_the_cache_with_the_same_bytes(project):
    """And the files that are already there are not written again."""
    job = project(WRITES)
    runner.run_job(job)
    stamp = (job.out / "figures/01_a.csv").stat().st_mtime_ns
    outcome = runner.from_cache(job)
    assert outcome.why.startswith("hit")
    assert (job.out / "figures/01_a.csv").stat().st_mtime_ns == stamp


def test_data_that_a_run_reads_is_recorded(project):
    """A changed file of data that was read makes the next look-up a miss; another file does not."""
    job = project(f"open({str(cache.ROOT / 'data' / 'a.csv')!r}).read()")
    for name in ("a.csv", "b.csv"):
        (cache.ROOT / "data" / name).write_text("1", encoding="utf-8")
    assert runner.run_job(job).error == ""
    (cache.ROOT / "data/b.csv").write_text("2", encoding="utf-8")
    assert runner.from_cache(job).why.startswith("hit")
    (cache.ROOT / "data/a.csv").write_text("2", encoding="utf-8")
    assert "a.csv" in runner.from_cache(job).why


def test_leftovers_of_dead_runs_are_removed(project):
    """A working folder of a process that is gone goes; one of a living process stays."""
    out = project("1").out
    dead, living = out / ".recount-999999999-x", out / f".recount-{os.getpid()}-y"
    dead.mkdir()
    living.mkdir()
    execution.remove_leftovers(out)
    assert (dead.exists(), living.exists()) == (False, True)


def test_figures_that_no_notebook_mentions_are_removed(project):
    """A figure that was renamed does not stay behind under its old name."""
    job = project(WRITES)
    runner.run_job(job)
    (job.out / "figures/01_old.svg").write_text("old", encoding="utf-8")
    runner.remove_stale(job.out)
    assert tree(job.out / "figures") == ["01_a.csv"]


def test_an_unknown_notebook_is_refused_with_the_nearest_name(project):
    """The message lists what there is."""
    project("1")
    with pytest.raises(runner.RunError, match="did you mean '01_x'"):
        runner.known("01_y")
