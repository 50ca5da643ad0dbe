"""Outcomes: what a notebook may record, what the table of a sweep makes of it."""

import io

import numpy as np
import pandas as pd
import pytest

from analysis import topics
from analysis.choices import outcomes as recorded
from analysis.choices.outcomes import OutcomeError, begin_outcomes, read_outcomes, record_outcomes
from recount.sweeps import collected as outcomes
from recount.sweeps.collected import Result, ResultError

NOTEBOOKS = {name: topics.declaration(name) for name in topics.FOLDERS}

#: Notebooks that can be swept; the ledger counts claims and is not.
SWEPT = [name for name in topics.FOLDERS if name != "00_ledger"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that a run writes to."""
    monkeypatch.setenv("RECOUNT_OUT", str(tmp_path))
    begin_outcomes()
    yield tmp_path
    begin_outcomes()


# In a notebook ------------------------------------------------------------------------------------------------------


def test_outcomes_are_written_with_plain_types(folder, capsys):
    """Types of numpy count as Python's, NaN is missing; nothing is shown or returned."""
    given = {"n": np.int64(3), "x": np.float64(0.5), "ok": np.bool_(True), "word": "agrees", "gap": float("nan")}
    assert record_outcomes(**given, none=None) is None
    assert read_outcomes(folder) == {"n": 3, "x": 0.5, "ok": True, "word": "agrees", "gap": None, "none": None}
    assert capsys.readouterr() == ("", "")
    assert [p.name for p in folder.iterdir()] == ["outcomes.json"]


def test_several_calls_add_up_in_order(folder):
    """The order of the calls is that of the columns."""
    record_outcomes(b=1)
    record_outcomes(a=2)
    assert list(read_outcomes(folder).items()) == [("b", 1), ("a", 2)]


def test_a_name_may_come_once(folder):
    """Nothing of the second call is kept; a new run begins afresh."""
    record_outcomes(a=1)
    with pytest.raises(OutcomeError, match="expected each outcome once in a run, got a again"):
        record_outcomes(a=1, b=2)
    assert read_outcomes(folder) == {"a": 1}
    begin_outcomes()
    record_outcomes(a=3)
    assert read_outcomes(folder) == {"a": 3}


@pytest.mark.parametrize("value", [[1], {"a": 1}, float("inf"), "two\nlines", "x" * 1001, 1j, pd.Series([1]), b"a"])
def test_what_is_no_cell_of_a_table_is_refused(folder, value):
    """Also where nothing is written."""
    with pytest.raises(OutcomeError, match="outcome a: expected"):
        record_outcomes(a=value)
    assert read_outcomes(folder) is None


def test_without_a_folder_nothing_is_written(folder, monkeypatch):
    """A reader in JupyterLab may run the cell as often as he likes."""
    monkeypatch.delenv("RECOUNT_OUT")
    record_outcomes(a=1)
    record_outcomes(a=2)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", ["{", "[1]", '{"a": [1]}', '{"a": Infinity}'])
def test_a_damaged_file_is_refused(folder, content):
    """Rather than read as something else."""
    (folder / recorded.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(OutcomeError):
        read_outcomes(folder)


@pytest.mark.parametrize("name", SWEPT)
def test_the_outcomes_of_a_notebook_are_plain_few_and_explained(folder, name):
    """Each name stands in the function's text; none has the name of a parameter or another column."""
    topic = topics.topic(name)
    found = topic.outcomes(topic.choices())
    record_outcomes(**found)
    assert 6 <= len(found) <= 12
    assert not set(found) & (set(NOTEBOOKS[name].model_fields) | set(outcomes.OWN))
    assert [key for key in found if f"``{key}``" not in topic.outcomes.__doc__] == []
    assert sum(value is None for value in found.values()) <= 2


def test_every_topic_that_can_be_swept_has_outcomes():
    """The ledger counts claims and is not swept."""
    for name in topics.FOLDERS:
        assert (topics.topic(name).outcomes is None) == (name not in SWEPT), name


# In a table ---------------------------------------------------------------------------------------------------------


def results():
    """Three settings: one ran, one was taken from the cache, one failed."""
    return [
        Result(2, {"base": "b", "n": 1}, {"x": 2, "ok": False, "y": 1.5}, outcomes.UNCHANGED, "", 0.1),
        Result(1, {"base": "a", "n": 1}, {"x": 1, "ok": True, "late": "=1+1"}, outcomes.DONE, "", 2.0),
        Result(3, {"base": "=HYPERLINK(1)", "n": 2}, {}, outcomes.FAILED, "cell 3:\nZeroDivisionError", 1.0),
    ]


def test_a_row_a_setting_in_order():
    """Whole numbers stay whole where one is missing; the seconds are not in it."""
    frame = outcomes.results_frame(results())
    assert list(frame.columns) == ["setting", "base", "n", "x", "ok", "late", "y", "error"]
    assert frame["setting"].tolist() == [1, 2, 3]
    assert frame["x"].dtype == "Int64"
    assert frame["ok"].dtype == "boolean"
    assert frame["error"].tolist() == ["", "", "cell 3: ZeroDivisionError"]


def test_csv_is_the_same_in_every_order_and_no_formula():
    """Text that a spreadsheet would run gets an apostrophe; missing cells are empty."""
    one, other = (outcomes.csv_bytes(outcomes.results_frame(r)) for r in (results(), results()[::-1]))
    assert one == other
    assert one.decode().splitlines() == [
        "setting,base,n,x,ok,late,y,error",
        "1,a,1,1,true,'=1+1,,",
        "2,b,1,2,false,,1.5,",
        "3,'=HYPERLINK(1),2,,,,,cell 3: ZeroDivisionError",
    ]


@pytest.mark.full
def test_parquet_holds_the_same_with_types_and_without_apostrophes(tmp_path):
    """Both files of a sweep are one table."""
    frame = outcomes.write_results(results(), tmp_path, ("csv", "parquet"))
    back = pd.read_parquet(io.BytesIO((tmp_path / "sweep.parquet").read_bytes()))
    pd.testing.assert_frame_equal(back.astype(frame.dtypes), frame)
    assert back["base"].iloc[2] == "=HYPERLINK(1)"
    assert outcomes.parquet_bytes(frame) == outcomes.parquet_bytes(frame)


def test_states_and_seconds_stand_apart(tmp_path):
    """In a file that is not compared; a format not asked for leaves no old file behind."""
    (tmp_path / "sweep.parquet").write_bytes(b"of an earlier sweep")
    outcomes.write_results(results(), tmp_path, ("csv",))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["runs.csv", "sweep.csv"]
    runs = (tmp_path / "runs.csv").read_text(encoding="utf-8").splitlines()
    assert runs[:3] == ["setting,state,seconds,error", "1,done,2.0,", "2,unchanged,0.1,"]


@pytest.mark.parametrize("name", ["base", "setting", "error"])
def test_an_outcome_named_like_a_column_is_refused(name):
    """It would hide the column."""
    with pytest.raises(ResultError, match=name):
        outcomes.results_frame([Result(1, {"base": "a"}, {name: 1})])


def test_unlike_types_become_text():
    """A finished sweep is not thrown away for it."""
    assert outcomes.typed([1, "a", None, True]).tolist()[:2] == ["1", "a"]
    assert outcomes.typed([None, None]).isna().all()


def test_parquet_without_pyarrow_is_refused_before_anything_runs(monkeypatch):
    """With the way to get it; by default it is then left out."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert outcomes.read_formats(None) == ("csv",)
    with pytest.raises(ResultError, match="pyarrow"):
        outcomes.read_formats("csv,parquet")
    with pytest.raises(ResultError, match="got 'xls'"):
        outcomes.read_formats("xls")
