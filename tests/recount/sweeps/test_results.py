"""The results of a sweep as tables."""

import io

import pandas as pd
import pytest

from analysis.data.files import canonical_csv
from recount.sweeps.results import (
    ResultError,
    parquet_bytes,
    read_formats,
    results_frame,
    typed,
    write_results,
)
from recount.sweeps.tasks import DONE, FAILED, UNCHANGED, Result


def results():
    """Three settings: one ran, one was taken from the cache, one failed."""
    return [
        Result(2, {"base": "b", "n": 1}, {"x": 2, "ok": False, "y": 1.5}, UNCHANGED, "", 0.1),
        Result(1, {"base": "a", "n": 1}, {"x": 1, "ok": True, "late": "=1+1"}, DONE, "", 2.0),
        Result(3, {"base": "=HYPERLINK(1)", "n": 2}, {}, FAILED, "cell 3:\nZeroDivisionError", 1.0),
    ]


def test_a_row_a_setting_in_order():
    """Whole numbers stay whole where one is missing; the seconds are not in it."""
    frame = results_frame(results())
    assert list(frame.columns) == ["setting", "base", "n", "x", "ok", "late", "y", "error"]
    assert frame["setting"].tolist() == [1, 2, 3]
    assert frame["x"].dtype == "Int64"
    assert frame["ok"].dtype == "boolean"
    assert frame["error"].tolist() == ["", "", "cell 3: ZeroDivisionError"]


def test_csv_is_the_same_in_every_order_and_no_formula():
    """Text that a spreadsheet would run gets an apostrophe; missing cells are empty."""
    one, other = (canonical_csv(results_frame(r)) for r in (results(), results()[::-1]))
    assert one == other
    assert one.splitlines() == [
        "setting,base,n,x,ok,late,y,error",
        "1,a,1,1,true,'=1+1,,",
        "2,b,1,2,false,,1.5,",
        "3,'=HYPERLINK(1),2,,,,,cell 3: ZeroDivisionError",
    ]


@pytest.mark.full
def test_parquet_holds_the_same_with_types_and_without_apostrophes(tmp_path):
    """Both files of a sweep are one table."""
    frame = write_results(results(), tmp_path, ("csv", "parquet"))
    back = pd.read_parquet(io.BytesIO((tmp_path / "sweep.parquet").read_bytes()))
    pd.testing.assert_frame_equal(back.astype(frame.dtypes), frame)
    assert back["base"].iloc[2] == "=HYPERLINK(1)"
    assert parquet_bytes(frame) == parquet_bytes(frame)


def test_states_and_seconds_stand_apart(tmp_path):
    """In a file that is not compared; a format not asked for leaves no old file behind."""
    (tmp_path / "sweep.parquet").write_bytes(b"of an earlier sweep")
    write_results(results(), tmp_path, ("csv",))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["runs.csv", "sweep.csv"]
    runs = (tmp_path / "runs.csv").read_text(encoding="utf-8").splitlines()
    assert runs[:3] == ["setting,state,seconds,error", "1,done,2.0,", "2,unchanged,0.1,"]


@pytest.mark.parametrize("name", ["base", "setting", "error"])
def test_an_outcome_named_like_a_column_is_refused(name):
    """It would hide the column."""
    with pytest.raises(ResultError, match=name):
        results_frame([Result(1, {"base": "a"}, {name: 1})])


def test_unlike_types_become_text():
    """A finished sweep is not thrown away for it."""
    assert typed([1, "a", None, True]).tolist()[:2] == ["1", "a"]
    assert typed([None, None]).isna().all()


def test_parquet_without_pyarrow_is_refused_before_anything_runs(monkeypatch):
    """With the way to get it; by default it is then left out."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert read_formats(None) == ("csv",)
    with pytest.raises(ResultError, match="pyarrow"):
        read_formats("csv,parquet")
    with pytest.raises(ResultError, match="got 'xls'"):
        read_formats("xls")
