"""Sweeps: planned, run, resumed; failures named; one table whatever the order of the runs."""

import json
import os
import signal

import pandas as pd
import pytest
from pydantic import Field, model_validator

from analysis import topics
from analysis.choices import parameters
from recount.runs import cache
from recount.runs.places import PlaceError
from recount.runs.warm import can_fork
from recount.sweeps import collected as outcomes
from recount.sweeps import sweep
from recount.sweeps.grid import GridError
from recount.sweeps.sweep import SweepError
from tests import tiny

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")
CHECK = parameters.check
RECORD = """from analysis.choices.outcomes import record_outcomes
record_outcomes(double=double, word=["even", "odd"][value % 2])"""
CELLS = ("value = 1\ntext = 'a'", "double = 2 * value", tiny.WRITES, RECORD)


class Tiny(parameters.Parameters):
    """Parameters of the notebook that is swept here."""

    value: int = Field(1, description="a number")
    text: str = Field("a", description="a text")

    @model_validator(mode="after")
    def _not_both(self):
        if self.value == 7 and self.text == "b":
            raise ValueError("value: expected another than 7 with b")
        return self


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one notebook; returns what writes it anew."""
    write = tiny.make_project(tmp_path / "p", monkeypatch)
    monkeypatch.setattr(parameters, "check", CHECK)
    monkeypatch.setitem(topics.DECLARED, "01_x", Tiny)
    write(*CELLS)
    return write


@pytest.fixture
def run(project, tmp_path):
    """Sweep the notebook over a grid; the summary is drawn only on request, since it takes a while."""

    def run(values="[1, 2, 3]", *, more="", out="s", figure=False, **options):
        path = tmp_path / "grid.yml"
        path.write_text(f"parameters: {{value: {values}, text: [a, b]}}\n{more}", encoding="utf-8")
        return sweep.sweep("01_x", path, out=tmp_path / out, figure=figure, **options)

    return run


def table(folder):
    return pd.read_csv(folder / "sweep.csv", keep_default_na=False)


def test_a_row_a_setting_with_parameters_and_outcomes(run, tmp_path, capsys):
    """Neither notebooks nor working folders are left; the end says what was done."""
    assert run("[1, 2]") == 0
    found = table(tmp_path / "s")
    assert list(found.columns) == ["setting", "value", "text", "double", "word", "error"]
    assert found["value"].tolist() == [1, 1, 2, 2]
    assert found["double"].tolist() == [2, 2, 4, 4]
    assert found["word"].tolist() == ["odd", "odd", "even", "even"]
    made = [f"sweep.{form}" for form in outcomes.read_formats(None)]
    assert sorted(tiny.tree(tmp_path / "s")) == ["runs.csv", *made]
    assert "01_x: 4 run. The table is in s/." in capsys.readouterr().out


def test_the_table_is_the_same_for_any_number_of_workers_and_any_part(run, tmp_path, monkeypatch):
    """One worker, two, every cell or only those that outcomes rest on; each from nothing."""
    for number, options in enumerate(({"workers": 1}, {"workers": 2}, {"whole": True}, {"keep_notebooks": True})):
        monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / f"cache{number}"))
        assert run("1", out=f"s{number}", **options) == 0
    for form in outcomes.read_formats(None):
        assert len({(tmp_path / f"s{number}" / f"sweep.{form}").read_bytes() for number in range(4)}) == 1
    runs = pd.read_csv(tmp_path / "s0/runs.csv")
    assert runs["state"].tolist() == ["done"] * 2


@pytest.mark.full
def test_kernels_give_the_same_table(run, tmp_path):
    """The ordinary way, one kernel a setting."""
    assert run("1") == 0
    assert run("1", out="k", engine="kernel", workers=2) == 0
    assert (tmp_path / "s/sweep.csv").read_bytes() == (tmp_path / "k/sweep.csv").read_bytes()


def test_a_dry_run_counts_and_runs_nothing(run, tmp_path, capsys):
    """Settings before and after exclusions, what the cache holds, the settings; the time once it is known."""
    assert run(more="exclude: [{value: 3, text: b}]", dry_run=True) == 0
    said = capsys.readouterr().out
    assert "01_x: 5 settings (6 combinations, 1 excluded)." in said
    assert "In the cache: 0. To run: 5." in said
    assert "going by the last sweep" not in said
    assert "     5  value=3 text=a" in said
    assert not (tmp_path / "s").exists()
    assert run("1") == 0
    capsys.readouterr()
    assert run("{from: 1, to: 30, step: 1}", more="exclude: [{value: 7, text: b}]", dry_run=True) == 0
    said = capsys.readouterr().out
    assert "In the cache: 2. To run: 57." in said
    assert "s, going by the last sweep." in said
    assert "    20  value=11 text=a\n        … and 39 more" in said


def test_a_second_start_takes_over_what_is_done(run, tmp_path, capsys):
    """Also under another grid; the table is the same as if all had been run at once."""
    run("1")
    capsys.readouterr()
    assert run("[2, 1]") == 0
    assert "01_x: 2 run, 2 from the cache." in capsys.readouterr().out
    assert table(tmp_path / "s")["double"].tolist() == [4, 4, 2, 2]
    assert pd.read_csv(tmp_path / "s/runs.csv")["state"].tolist() == ["done", "done", "unchanged", "unchanged"]


def test_a_failing_setting_does_not_stop_the_others(run, project, tmp_path, capsys):
    """The end names it with its cell, its error and its parameters; its row holds the error."""
    project(CELLS[0], "double = 6 // (value - 2)", *CELLS[2:])
    assert run("[1, 2]") == 1
    said = capsys.readouterr()
    assert "Failed: setting 3, value=2 text=a\ncell 3 (double = 6 // (value - 2)): ZeroDivisionError" in said.err
    assert "Failed: setting 4, value=2 text=b" in said.err
    assert "01_x: 2 run, 2 failed." in said.out
    found = table(tmp_path / "s")
    assert found["double"].tolist() == ["-6", "-6", "", ""]
    assert [bool(error) for error in found["error"]] == [False, False, True, True]


def test_kept_notebooks_lie_in_folders_of_their_own(run, tmp_path):
    """With their figures; those of an earlier sweep with more settings go, a file of the reader's stays."""
    assert run("[1, 2]", keep_notebooks=True) == 0
    (tmp_path / "s/settings/notes.txt").write_text("mine", encoding="utf-8")
    assert run("2", keep_notebooks=True) == 0
    files = set(tiny.tree(tmp_path / "s/settings"))
    wanted = {f"{n}/{f}" for n in (1, 2) for f in ("notebooks/01_x.ipynb", "figures/01_x_a.csv", "outcomes.json")}
    assert wanted <= files
    assert {f.split("/")[0] for f in files} == {"1", "2", "notes.txt"}
    assert json.loads((tmp_path / "s/settings/1/outcomes.json").read_text(encoding="utf-8"))["double"] == 4


def test_a_slice_that_gives_other_outcomes_is_found_out(run, project, tmp_path):
    """A cell that changes what a later one uses, without naming it, must not go unnoticed."""
    record = RECORD.replace("double=double", "double=sum(numbers)")
    project(CELLS[0], "numbers = [value]\nalias = numbers", "alias.append(5)", record)
    with pytest.raises(SweepError, match="other values than the whole notebook for double; run every cell: --whole"):
        run("[1]")
    assert run("[1]", whole=True) == 0
    assert table(tmp_path / "s")["double"].tolist() == [6, 6]


def test_a_setting_that_the_notebook_refuses_is_found_before_anything_runs(run, tmp_path):
    """By a rule that joins parameters; the message counts them and says what to do."""
    with pytest.raises(GridError, match=r"refuses 1 of 6 settings, the first with value=7 text=b.*exclude") as refused:
        run("[6, 7, 8]")
    assert "expected another than 7 with b" in str(refused.value)
    assert not (tmp_path / "s").exists()
    assert run("[6, 7]", more="exclude: [{value: 7, text: b}]", dry_run=True) == 0


def test_an_interrupt_keeps_what_is_done(run, project, tmp_path, capsys):
    """Status 130; the table has the finished rows, the others are told as not run, the next start goes on."""
    project(CELLS[0], f"import os, signal\nvalue == 3 and os.kill({os.getpid()}, signal.SIGINT)", *CELLS[1:])
    before = signal.getsignal(signal.SIGINT)
    assert run("[1, 2, 3, 4, 5, 6]", workers=1, whole=True) == 130
    assert signal.getsignal(signal.SIGINT) is before
    states = pd.read_csv(tmp_path / "s/runs.csv")["state"].tolist()
    assert states[:4] == ["done"] * 4
    assert states[-4:] == ["not run"] * 4
    assert table(tmp_path / "s")["double"].tolist()[:4] == ["2", "2", "4", "4"]
    assert "not run" in capsys.readouterr().out
    assert not list((tmp_path / "s").glob(".recount-*"))


@pytest.mark.full
def test_text_that_a_spreadsheet_would_run_is_guarded(run, tmp_path, project):
    """It reaches the notebook as it is; only the CSV gets an apostrophe."""
    project(CELLS[0], "double = text", CELLS[2], RECORD)
    path = tmp_path / "grid.yml"
    path.write_text("parameters: {text: ['=1+1', '@x']}", encoding="utf-8")
    assert sweep.sweep("01_x", path, out=tmp_path / "s", figure=False) == 0
    assert table(tmp_path / "s")["text"].tolist() == ["'=1+1", "'@x"]
    assert pd.read_parquet(tmp_path / "s/sweep.parquet")["double"].tolist() == ["=1+1", "@x"]


@pytest.mark.parametrize("name", ["data/x", "notebooks", "data/../data"])
def test_a_folder_among_the_project_s_own_is_refused(run, name):
    """Before anything runs, however it is written."""
    with pytest.raises(PlaceError, match="expected a folder outside the project's own"):
        run(out=cache.ROOT / name)


def test_the_outcomes_stay_out_of_other_runs(project):
    """A report or a single run leaves no file of outcomes beside its notebooks."""
    job = project(*CELLS)
    assert tiny.run(job).error == ""
    assert sorted(tiny.tree(job.out)) == ["figures/01_x_a.csv", "notebooks/01_x.ipynb", "records/01_x.json"]
    assert sorted(tiny.tree(job.out)) == sorted(n for n in tiny.tree(job.out) if "outcomes" not in n)


def test_the_summary_is_drawn_and_an_old_one_goes(run, tmp_path):
    """In every format, below figures/."""
    old = tmp_path / "s/figures/sweep_old.png"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    assert run("[1, 2]", figure=True) == 0
    names = {p.name for p in (tmp_path / "s/figures").iterdir()}
    kinds, forms = ("outcomes", "pull", "verdicts"), ("png", "svg", "pdf", "csv", "json")
    assert names == {f"sweep_{kind}.{form}" for kind in kinds for form in forms}
