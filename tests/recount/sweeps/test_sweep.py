"""Sweeps: planned, worked out, resumed; failures named; one table whatever the workers."""

import json
import os
import signal

import pandas as pd
import pytest
from pydantic import Field, model_validator

from analysis import topics
from analysis.choices import parameters
from analysis.choices.grid import GridError
from analysis.choices.outcomes import OutcomeError
from analysis.choices.topic import Topic
from recount.runs import cache, holders
from recount.runs.places import PlaceError
from recount.runs.warm import can_fork
from recount.sweeps import sweep
from recount.sweeps.results import read_formats
from tests import tiny

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")
CHECK = parameters.check
CELLS = ("value = 1\ntext = 'a'", "double = 2 * value", tiny.WRITES)


class Tiny(parameters.Parameters):
    """Choices of the topic that is swept here."""

    value: int = Field(1, description="a number")
    text: str = Field("a", description="a text")

    @model_validator(mode="after")
    def _not_both(self):
        if self.value == 7 and self.text == "b":
            raise ValueError("value: expected another than 7 with b")
        return self


def double(choices):
    """The outcomes of most tests."""
    return {"double": 2 * choices.value, "word": ["even", "odd"][choices.value % 2]}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one notebook and one topic; returns what gives the topic other outcomes."""
    write = tiny.make_project(tmp_path / "p", monkeypatch)
    monkeypatch.setattr(topics, "check", lambda notebook, given: CHECK(Tiny, given, notebook))
    monkeypatch.setitem(topics.DECLARED, "01_x", Tiny)
    write(*CELLS)

    def give(outcomes):
        topic = Topic("01_x", "Why?", Tiny, outcomes=outcomes)
        monkeypatch.setattr(topics, "topic", lambda notebook: topic)

    give(double)
    return give


@pytest.fixture
def run(project, tmp_path):
    """Sweep over a grid; the summary is drawn only on request, since it takes a while."""

    def run(values="[1, 2, 3]", *, more="", out="s", figure=False, **options):
        path = tmp_path / "grid.yml"
        path.write_text(f"parameters: {{value: {values}, text: [a, b]}}\n{more}", encoding="utf-8")
        return sweep.sweep("01_x", path, out=tmp_path / out, figure=figure, **options)

    return run


def table(folder):
    return pd.read_csv(folder / "sweep.csv", keep_default_na=False)


def states(folder):
    return pd.read_csv(folder / "runs.csv")["state"].tolist()


def test_a_row_a_setting_with_parameters_and_outcomes(run, tmp_path, capsys):
    """No notebook runs and no working folder is left; the end says what was done."""
    assert run("[1, 2]") == 0
    found = table(tmp_path / "s")
    assert list(found.columns) == ["setting", "value", "text", "double", "word", "error"]
    assert found["value"].tolist() == [1, 1, 2, 2]
    assert found["double"].tolist() == [2, 2, 4, 4]
    assert found["word"].tolist() == ["odd", "odd", "even", "even"]
    made = [f"sweep.{form}" for form in read_formats(None)]
    assert sorted(set(tiny.tree(tmp_path / "s")) - {".recount.lock"}) == ["runs.csv", *made]
    assert "01_x: 4 run. The table is in s/." in capsys.readouterr().out


def test_the_table_is_the_same_for_any_number_of_workers(run, tmp_path, monkeypatch):
    """One worker or two, and with the notebooks; each from nothing."""
    for number, options in enumerate(({"workers": 1}, {"workers": 2}, {"notebooks": True})):
        monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / f"cache{number}"))
        assert run("[1, 2]", out=f"s{number}", **options) == 0
        assert states(tmp_path / f"s{number}") == ["done"] * 4
    for form in read_formats(None):
        assert len({(tmp_path / f"s{number}" / f"sweep.{form}").read_bytes() for number in range(3)}) == 1


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
    assert "    20  value=11 text=a\n        … and 39 more" in said


def test_a_second_start_takes_over_what_is_done(run, tmp_path, capsys):
    """Also under another grid; the table is the same as if all had been run at once."""
    run("1")
    capsys.readouterr()
    assert run("[2, 1]") == 0
    assert "01_x: 2 run, 2 from the cache." in capsys.readouterr().out
    assert table(tmp_path / "s")["double"].tolist() == [4, 4, 2, 2]
    assert states(tmp_path / "s") == ["done", "done", "unchanged", "unchanged"]


def test_other_data_are_worked_out_anew(run, tmp_path):
    """What is kept belongs to the data it was made from."""
    run("1")
    (cache.ROOT / "data/more.csv").write_text("1", encoding="utf-8")
    assert run("1") == 0
    assert states(tmp_path / "s") == ["done", "done"]


def test_damaged_lines_of_the_cache_count_for_nothing(run, tmp_path):
    """One is cut off, one changed; both settings are worked out again."""
    run("[1, 2]", workers=1)
    [path] = cache.cache_folder().glob("outcomes-*.jsonl")
    lines = [line for line in path.read_bytes().split(b"\n") if line]
    path.write_bytes(b"\n".join([lines[0].replace(b'"double": 2', b'"double": 9'), lines[1][:-9], *lines[2:]]))
    assert run("[1, 2]") == 0
    assert states(tmp_path / "s") == ["done", "done", "unchanged", "unchanged"]
    assert table(tmp_path / "s")["double"].tolist() == [2, 2, 4, 4]


def test_a_failing_setting_does_not_stop_the_others(run, project, tmp_path, capsys):
    """The end names it with its error and its parameters; its row holds the error."""
    project(lambda choices: double(choices) | {"double": 6 // (choices.value - 2)})
    assert run("[1, 2]") == 1
    said = capsys.readouterr()
    assert "Failed: setting 3, value=2 text=a\nZeroDivisionError" in said.err
    assert "Failed: setting 4, value=2 text=b" in said.err
    assert "01_x: 2 run, 2 failed." in said.out
    found = table(tmp_path / "s")
    assert found["double"].tolist() == ["-6", "-6", "", ""]
    assert [bool(error) for error in found["error"]] == [False, False, True, True]


def test_a_lost_worker_costs_the_one_setting_that_kills_it(run, project, tmp_path, capsys):
    """What was lost with it is tried again one by one."""

    def deadly(choices):
        if choices.value == 12 and choices.text == "b":
            os.kill(os.getpid(), signal.SIGKILL)
        return double(choices)

    project(deadly)
    assert run("{from: 8, to: 23, step: 1}", workers=1) == 1
    assert "setting 10, value=12 text=b\nthe process that ran it ended before it did (killed by SIGKILL)" in (
        capsys.readouterr().err
    )
    assert states(tmp_path / "s") == ["done"] * 9 + ["failed"] + ["done"] * 22


def test_outcomes_of_other_names_are_refused(run, project, capsys):
    """The columns of a table do not depend on the setting."""
    project(lambda choices: {"other" if choices.value == 3 else "double": 1})
    assert run("[1, 3]") == 1
    assert "expected the outcomes double; got other" in capsys.readouterr().err


def test_a_topic_without_outcomes_is_refused(run, project, tmp_path):
    """Before a folder is made."""
    project(None)
    with pytest.raises(OutcomeError, match="01_x: expected a topic with outcomes"):
        run()
    assert not (tmp_path / "s").exists()


def test_notebooks_lie_in_folders_of_their_own(run, tmp_path):
    """With their figures; those of an earlier sweep with more settings go, a file of the reader's stays."""
    assert run("[1, 2]", notebooks=True) == 0
    (tmp_path / "s/settings/notes.txt").write_text("mine", encoding="utf-8")
    assert run("2", notebooks=True) == 0
    files = set(tiny.tree(tmp_path / "s/settings"))
    assert {f"{n}/{f}" for n in (1, 2) for f in ("notebooks/01_x.ipynb", "figures/01_x_a.csv")} <= files
    assert {f.split("/")[0] for f in files} == {"1", "2", "notes.txt"}
    cells = json.loads((tmp_path / "s/settings/2/notebooks/01_x.ipynb").read_text(encoding="utf-8"))["cells"]
    assert "value = 2" in "".join(cells[1]["source"])


def test_a_setting_that_the_notebook_refuses_is_found_before_anything_runs(run, tmp_path):
    """By a rule that joins parameters; the message counts them and says what to do."""
    with pytest.raises(GridError, match=r"refuses 1 of 6 settings, the first with value=7 text=b.*exclude") as refused:
        run("[6, 7, 8]")
    assert "expected another than 7 with b" in str(refused.value)
    assert not (tmp_path / "s").exists()
    assert run("[6, 7]", more="exclude: [{value: 7, text: b}]", dry_run=True) == 0


def test_an_interrupt_keeps_what_is_done(run, project, tmp_path, capsys):
    """Status 130; the table has the finished rows, the others are told as not run, the next start goes on."""
    here = os.getpid()

    def interrupted(choices):
        if choices.value == 3 and os.getpid() != here:
            os.kill(here, signal.SIGINT)
            signal.pause()
        return double(choices)

    project(interrupted)
    before = signal.getsignal(signal.SIGINT)
    assert run("[1, 2, 3, 4, 5, 6]", workers=1) == 130
    assert signal.getsignal(signal.SIGINT) is before
    found = states(tmp_path / "s")
    assert found[0] == "done"
    assert found[4:] == ["not run"] * 8
    assert "not run" in capsys.readouterr().out
    project(double)
    assert run("[1, 2, 3, 4, 5, 6]", workers=1) == 0
    assert states(tmp_path / "s")[0] == "unchanged"


@pytest.mark.full
def test_text_that_a_spreadsheet_would_run_is_guarded(run, tmp_path, project):
    """It reaches the topic as it is; only the CSV gets an apostrophe."""
    project(lambda choices: {"double": choices.text})
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


def test_a_folder_in_which_another_machine_is_at_work_is_refused(run, tmp_path, monkeypatch):
    """Also where the sweep is called as a function, not as a command."""
    monkeypatch.setattr(holders, "PATIENCE", 0.1)
    (tmp_path / "s").mkdir()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(holders, "machine_name", lambda: "other 1 2")
        held = holders.holding(tmp_path / "s")
        held.__enter__()
    with pytest.raises(holders.HolderError, match=r"at work in it \(other\)"):
        run()
    held.__exit__(None, None, None)
    assert run("1") == 0


def test_the_summary_is_drawn_and_an_old_one_goes(run, tmp_path):
    """In every format, below figures/."""
    old = tmp_path / "s/figures/sweep_old.png"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    assert run("[1, 2]", figure=True) == 0
    names = {p.name for p in (tmp_path / "s/figures").iterdir()}
    kinds, forms = ("outcomes", "pull", "verdicts"), ("png", "svg", "pdf", "csv", "json")
    assert names == {f"sweep_{kind}.{form}" for kind in kinds for form in forms}
