"""The stored outputs: nothing unchecked in them, and the same bytes whoever makes them."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import ten_findings, topics
from analysis.ledger import ask
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


#: In the names of outcomes that say what unchecked rows would change.
TOLD = "if_unchecked"
#: What the ledger says of a claim; its own `if_unchecked` and firmness tell what unchecked rows would change.
SAID = ["arithmetic", "test", "fidelity", "evidence", "lineages", "rung", "low", "high", "computed", "repair"]


def test_no_verdict_outcome_or_finding_rests_on_an_unchecked_row(data, tmp_path, monkeypatch):
    """Drop them all: the ledger, what each topic concludes under its defaults and the ten findings stay."""

    def said():
        outcomes = {name: topics.topic(name).collect() for name in topics.FOLDERS if topics.topic(name).outcomes}
        kept = {(n, key): value for n, found in outcomes.items() for key, value in found.items() if TOLD not in key}
        return ask.ledger()[SAID], kept, [finding.sentence for finding in ten_findings.load_findings()]

    ledger, outcomes, sentences = said()
    assert without_unchecked(data, tmp_path / "data") > 100
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))
    stripped = said()
    pd.testing.assert_frame_equal(stripped[0], ledger)
    assert stripped[1:] == (outcomes, sentences)


def test_figures_without_unchecked_rows_stay_as_they_are_stored(root, data, tmp_path, monkeypatch):
    """Byte for byte, with all unchecked rows dropped; the others draw them hollow, in the open."""
    without_unchecked(data, tmp_path / "data")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))
    made = run_all(tmp_path / "stripped")
    monkeypatch.delenv("RECOUNT_DATA")
    if runner.is_pinned():
        expected = {name: (root / name).read_bytes() for name in made if (root / name).is_file()}
    else:
        expected = run_all(tmp_path / "whole")
    hollow = {Path(name).stem for name in expected if name.endswith(".csv") and b"unchecked" in expected[name]}
    changed = {Path(n).stem for n in made if n.startswith("figures/") and made[n] != expected[n] and n[-4:] != "json"}
    assert changed <= hollow
    assert len(hollow) < 10


def test_every_stored_figure_comes_from_a_notebook(root):
    """No figure is left over from an earlier name, none is missing."""
    stored = "".join(p.read_text(encoding="utf-8") for p in (root / "notebooks").glob("*.ipynb"))
    for path in (root / "figures").iterdir():
        assert f"`{path.stem}.csv`" in stored, path.name
    assert {p.suffix for p in (root / "figures").iterdir()} == {".png", ".svg", ".pdf", ".csv", ".json"}
