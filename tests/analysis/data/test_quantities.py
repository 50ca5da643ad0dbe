"""Printed tables and estimates as quantities: base units, corrections, and what a broken correction does."""

import math
import shutil
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import csv_files, quantities, reference, tables
from analysis.data.raw import TableError
from analysis.numbers.printed import parse


@pytest.fixture
def house(tmp_path, data, monkeypatch):
    """A copy of the dictionaries, sources and sections, with one small table and no corrections."""
    for name in ("columns.csv", "units.csv", "lineages.csv", "sources.bib", "pamphlet/sections.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(data / name, tmp_path / name)
    printed(
        tmp_path,
        ["income", '"29"', "million_roubles", "1929"],
        ["share", '"17,5"', "percent", "1930"],
        ["members", "170.000", "persons", "1931"],
        ["gap", "--", "persons", "1932"],
        ["seats", "10 7", "seats", "1930"],
    )
    correct(tmp_path)
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))
    return tmp_path


def printed(house, *rows):
    body = [
        f"{i},x,level,all,ussr_1938,{day},{day},{text},{unit},s001,{n},,,"
        for n, (i, text, unit, day) in enumerate(rows)
    ]
    text = "\n".join([",".join(csv_files.PRINTED_COLUMNS), *body, ""])
    (house / "pamphlet/toy.csv").write_text(text, encoding="utf-8")


def correct(house, *rows):
    text = "\n".join(["id,action,value,reason,expect", *rows, ""])
    (house / "pamphlet/corrections.csv").write_text(text, encoding="utf-8")


def toy(reading="as_printed", **options):
    return quantities.read_printed("toy", reading, **options).set_index("id")


def test_base_units_by_hand(house):
    frame = toy()
    # 29 million roubles, half a million either side; 17.5 per cent, half a tenth of a per cent either side.
    assert frame.loc["income", ["value", "low", "high"]].tolist() == [29e6, 28.5e6, 29.5e6]
    assert frame.loc["share", ["value", "low", "high"]].tolist() == [0.175, 0.1745, 0.1755]
    assert frame.loc["members", ["value", "low", "high"]].tolist() == [170_000] * 3
    assert frame["quantity"].tolist() == ["roubles", "share", "persons", "persons", "seats"]
    assert frame["readable"].tolist() == [True, True, True, True, False]
    assert frame.loc[["gap", "seats"], "value"].isna().all()
    assert (frame["action"] == "").all()
    cut = toy(rule="truncation")
    assert cut.loc["share", ["low", "high"]].tolist() == [0.175, 0.176]


def test_corrections_by_hand(house):
    correct(
        house,
        "income,scale,1000,misprint,29",
        "seats,read_as,107,a blank inside,10 7",
        'share,redate,1930-05,wrong year,"17,5"',
        "members,flag,,doubtful,170.000",
    )
    before, after = toy(), toy("as_corrected")
    assert before.loc["income", "value"] == 29e6
    assert after.loc["income", ["value", "low", "high"]].tolist() == [29e9, 28.5e9, 29.5e9]
    assert (before.loc["seats", "readable"], after.loc["seats", "value"]) == (False, 107)
    assert after.loc["seats", "printed"] == "107"
    assert after.loc["share", ["start", "end"]].tolist() == ["1930-05", "1930-05"]
    assert before.loc["share", ["start", "end"]].tolist() == ["1930", "1930"]
    assert after.loc["members", "value"] == before.loc["members", "value"]
    assert after["action"].tolist() == ["scale", "redate", "flag", "", "read_as"]
    assert (before["action"] == "").all()


@pytest.mark.parametrize("reading", quantities.READINGS)
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("income,scale,1000,misprint,30", ["income", "'30'", "prints '29'", "check the transcription"]),
        ("income,scale,thousand,misprint,29", ["income", "factor", "'thousand'"]),
        ("income,scale,,misprint,29", ["income", "factor"]),
        ("income,redate,soon,misprint,29", ["income", "date", "'soon'"]),
        ("income,invent,5,misprint,29", ["corrections.csv, row 2", "'invent'", "read_as"]),
        ("income,scale,1000,misprint,", ["corrections.csv, row 2", "'expect'", "a value"]),
    ],
)
def test_a_broken_correction_is_refused_under_both_readings(house, reading, row, words):
    correct(house, row)
    with pytest.raises(TableError) as caught:
        toy(reading)
    assert all(word in str(caught.value) for word in words), caught.value


def test_two_corrections_of_one_cell_are_refused(house):
    correct(house, "income,scale,1000,misprint,29", "income,flag,,misprint,29")
    with pytest.raises(TableError, match="row 3"):
        toy()


def test_unknown_reading_is_refused(house):
    with pytest.raises(ValueError, match="as_corrected"):
        toy("corrected")


def test_numbers_are_the_readable_rows(house):
    found = quantities.numbers(quantities.read_printed("toy"))
    assert list(found) == ["income", "share", "members", "gap"]
    assert found["income"] == parse("29", Fraction(10**6))
    assert found["share"] == parse("17,5", Fraction(1, 100))
    assert found["members"].whole
    assert found["gap"].bounds() is None


def test_all_printed_tables_keep_their_name(house):
    frame = quantities.read_all_printed()
    assert (frame["table"] == "toy").all()
    assert frame["id"].tolist() == quantities.read_printed("toy")["id"].tolist()


def test_every_correction_has_a_cell_and_changes_something():
    corrections = tables.load_corrections()
    before = quantities.read_all_printed().set_index("id")
    after = quantities.read_all_printed("as_corrected").set_index("id")
    assert set(corrections["id"]) <= set(before.index)
    for row in corrections.itertuples():
        assert after.loc[row.id, "action"] == row.action
        one, other = before.loc[row.id], after.loc[row.id]
        if row.action == "scale":
            assert other["value"] == pytest.approx(one["value"] * float(row.value))
        elif row.action == "read_as":
            assert other["readable"] or other["measure"] == "date", row.id
            assert other["printed"] == row.value != one["printed"]
        elif row.action == "redate":
            assert (one["start"], one["end"]) != (other["start"], other["end"]) or one["start"] == row.value
    untouched = ~before.index.isin(corrections["id"])
    columns = ["printed", "value", "low", "high", "start", "end"]
    pd.testing.assert_frame_equal(before.loc[untouched, columns], after.loc[untouched, columns])


def test_values_lie_in_their_bounds():
    for rule in ("half_unit", "truncation", "ceiling"):
        frame = quantities.read_all_printed(rule=rule)
        inside = (frame["low"] <= frame["value"]) & (frame["value"] <= frame["high"])
        known = frame["value"].notna()
        assert inside[known].all(), frame.loc[known & ~inside, ["id", "printed", "value", "low", "high"]]


def test_estimates_in_base_units():
    for name in tables.table_names("estimates"):
        given, read = tables.load_estimates(name, unchecked=True), quantities.read_estimates(name, unchecked=True)
        units = reference.load_units()
        assert (read["given"].fillna(-1) == given["value"].fillna(-1)).all()
        for column in ("value", "low", "high"):
            expected = given[column] * units.loc[given["unit"], "factor"].to_numpy()
            assert read[column].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-12, nan_ok=True)
        years = read.loc[given["start"] != "", "year"]
        assert (years == given.loc[given["start"] != "", "start"].str[:4].astype(int)).all()


@given(st.integers(0, 10**6), st.integers(0, 3), st.sampled_from([0.01, 0.001, 1000.0, 1e6, 0.1, 12.0, 16380.4964]))
def test_conversion_is_decimal(digits, places, factor):
    # 17.5 * 0.01 is 0.17500000000000002 in binary, above the end of "17" per cent.
    value = digits / 10**places
    found = quantities._times(pd.Series([value, math.nan]), [factor, factor])
    exact = Fraction(digits, 10**places) * Fraction(repr(factor))
    assert found[0] == float(exact)
    assert math.isnan(found[1])
