"""One job: its outputs appear whole or not at all, an error names the cell, and the cache gives them again."""

import json

import pytest

from recount.runs import cache, single
from recount.runs.forking import can_fork
from tests import tiny

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Write a notebook and return its job."""
    return tiny.make_project(tmp_path / "p", monkeypatch)


def names(folder):
    return sorted(tiny.tree(folder))


def test_a_run_leaves_its_outputs_and_nothing_else(project):
    """The working folder is gone, the record of reads too."""
    job = project(tiny.WRITES)
    assert single.run_job(job).error == ""
    assert names(job.out) == ["figures/01_x_a.csv", "notebooks/01_x.ipynb", "records/01_x.json"]
    notebook = json.loads((job.out / "notebooks/01_x.ipynb").read_text(encoding="utf-8"))
    assert "papermill" not in json.dumps(notebook)


def test_a_failed_run_writes_nothing(project):
    """Not even the figures it had written before the error; the earlier outputs stay."""
    job = project(tiny.WRITES)
    single.run_job(job)
    before = {p: (job.out / p).read_bytes() for p in names(job.out)}
    outcome = single.run_job(project(tiny.WRITES.replace("plotted", "other"), "1 / 0"))
    assert "ZeroDivisionError" in outcome.error
    assert outcome.error.startswith("cell 2 (1 / 0): ZeroDivisionError")
    assert {p: (job.out / p).read_bytes() for p in names(job.out)} == before


def test_a_warning_fails_the_run(project):
    """What a reader would see as a red box is an error."""
    assert "expected no warning" in single.run_job(project("import sys\nprint('careful', file=sys.stderr)")).error


def test_a_second_run_comes_from_the_cache_with_the_same_bytes(project):
    """And the files that are already there are not written again."""
    job = project(tiny.WRITES)
    single.run_job(job)
    stamp = (job.out / "figures/01_x_a.csv").stat().st_mtime_ns
    outcome = single.from_cache(job)
    assert outcome.why.startswith("hit")
    assert (job.out / "figures/01_x_a.csv").stat().st_mtime_ns == stamp


def test_data_that_a_run_reads_is_recorded(project):
    """A changed file of data that was read makes the next look-up a miss; another file does not."""
    job = project(f"open({str(cache.ROOT / 'data' / 'a.csv')!r}).read()")
    for name in ("a.csv", "b.csv"):
        (cache.ROOT / "data" / name).write_text("1", encoding="utf-8")
    assert single.run_job(job).error == ""
    (cache.ROOT / "data/b.csv").write_text("2", encoding="utf-8")
    assert single.from_cache(job).why.startswith("hit")
    (cache.ROOT / "data/a.csv").write_text("2", encoding="utf-8")
    assert "a.csv" in single.from_cache(job).why


def test_a_process_that_dies_is_told_with_the_first_line_of_its_cell(project):
    """As any other error."""
    error = single.run_job(project("1", "# why\nimport os; os._exit(3)")).error
    assert error.startswith("cell 2 (# why): DeadProcess")


def test_the_state_of_an_outcome(project):
    """In the words that progress and sweeps count by."""
    job = project("1")
    assert single.Outcome(job, "wrong", 1, "miss: x").state == "failed"
    assert single.Outcome(job, "", 1.26, "miss: x").state == "done in 1.3 s"
    assert single.Outcome(job, "", 0.01, "hit: x").state == "unchanged"
