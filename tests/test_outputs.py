"""The stored outputs: nothing unchecked in them, and the same bytes whoever makes them."""

import shutil

import pandas as pd
import pytest

from recount.runs import runner
from recount.runs.execution import Job
from recount.runs.warm import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


def without_unchecked(data, target):
    """Copy the data and leave out every row that nobody has looked up."""
    shutil.copytree(data, target)
    dropped = 0
    for path in (target / "estimates").glob("*.csv"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        kept = frame[frame["verification"] != "unchecked"]
        dropped += len(frame) - len(kept)
        kept.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    return dropped


def run_all(out, engine="fork"):
    out.mkdir(exist_ok=True)
    jobs = [Job(name, out=out, engine=engine, use_cache=False) for name in runner.notebook_names()]
    outcomes = runner.run_jobs(jobs, workers=2)
    assert [o.error for o in outcomes if o.error] == []
    # The records of the runs hold times.
    made = [p for p in out.rglob("*") if p.is_file() and p.parent.name != "records"]
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in made}


def test_nothing_by_default_rests_on_an_unchecked_row(root, data, tmp_path, monkeypatch):
    """Drop them all: every sentence, table, verdict and figure stays as it is stored, byte for byte."""
    assert without_unchecked(data, tmp_path / "data") > 100
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))
    made = run_all(tmp_path / "stripped")
    monkeypatch.delenv("RECOUNT_DATA")
    if runner.is_pinned():
        expected = {name: (root / name).read_bytes() for name in made if (root / name).is_file()}
    else:
        expected = run_all(tmp_path / "whole")
    assert sorted(made) == sorted(expected)
    assert [name for name in made if made[name] != expected[name]] == []


def test_every_stored_figure_comes_from_a_notebook(root):
    """No figure is left over from an earlier name, none is missing."""
    stored = "".join(p.read_text(encoding="utf-8") for p in (root / "notebooks").glob("*.ipynb"))
    for path in (root / "figures").iterdir():
        assert f"`{path.stem}.csv`" in stored, path.name
    assert {p.suffix for p in (root / "figures").iterdir()} == {".png", ".svg", ".pdf", ".csv", ".json"}
