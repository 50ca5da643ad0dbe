"""An unchecked register beside checked figures: by hand on a few rows, and the stored table against the data."""

import math
import shutil
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import corroboration, csv_files, folders, tables
from analysis.data.corroboration import BETWEEN, MEETS, MISSES, NEAR, SAME

HEAD = csv_files.ESTIMATE_COLUMNS
COMMON = {
    "measure": "members", "population": "party", "territory": "ussr_1938", "price_base": "not applicable", "label": "x",
    "unit": "persons", "lineage": "one", "disputed": "false",
}  # fmt: skip


def line(row):
    return ",".join({**COMMON, **row}.get(c, "") for c in HEAD)


def register(year, value):
    day = f"{year}-01-01"
    named = {"id": f"register-{year}", "start": day, "end": day, "value": str(value)}
    return {**named, "sources": "smith_1990", "verification": "unchecked"}


@pytest.fixture
def house(tmp_path, data, monkeypatch):
    """A register of 1901 to 1910, 100,000 members at first and 10,000 more each year; rows are added to it."""
    for name in ("columns.csv", "units.csv"):
        shutil.copy(data / name, tmp_path / name)
    (tmp_path / "lineages.csv").write_text("lineage,topic,reason\none,x,First.\ntwo,x,Second.\n", encoding="utf-8")
    (tmp_path / "sources.bib").write_text("@book{smith_1990,\n}\n@book{jones_1991,\n}\n", encoding="utf-8")
    (tmp_path / "estimates").mkdir()
    (tmp_path / "pamphlet").mkdir()
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))

    def add(*rows, years=range(1901, 1911)):
        whole = [register(y, 100_000 + 10_000 * (y - 1901) + 7) for y in years]
        checked = [{"sources": "jones_1991", "verification": "one_text", **r} for r in rows]
        text = "\n".join([",".join(HEAD), *(line(r) for r in [*whole, *checked])]) + "\n"
        (tmp_path / "estimates/party.csv").write_text(text, encoding="utf-8")
        return corroboration.compare().set_index("checked_id")

    return add


def at(start, value, end="", **more):
    return {"id": "a", "start": start, "end": end or start, "value": str(value), **more}


@pytest.mark.parametrize(
    ("row", "beside", "days", "difference", "verdict"),
    [
        (at("1903-01-20", 120_007), SAME, ("1903-01-01", "1903-01-01"), 0, MEETS),
        (at("1902-12-20", 120_000), SAME, ("1903-01-01", "1903-01-01"), 0, MEETS),  # two digits: 115,000 to 125,000
        (at("1903-01", 121_003), SAME, ("1903-01-01", "1903-01-01"), 996, NEAR),
        (at("1903-01", 110_007), SAME, ("1903-01-01", "1903-01-01"), -10_000, MISSES),
        (at("1903-06", 125_001), BETWEEN, ("1903-01-01", "1904-01-01"), 0, MEETS),
        (at("1903", 131_007), BETWEEN, ("1903-01-01", "1904-01-01"), 1_000, NEAR),
        (at("1903", 120_007), SAME, ("1903-01-01", "1903-01-01"), 0, MEETS),  # to the last digit
        (at("1903-01", "", low="119000", high="121000"), SAME, ("1903-01-01", "1903-01-01"), 0, MEETS),
    ],
)
def test_a_figure_is_set_beside_its_day_or_the_days_around_it(house, row, beside, days, difference, verdict):
    found = house(row).loc["a"]
    assert (found["beside"], (found["start"], found["end"])) == (beside, days)
    assert (found["difference"], found["verdict"]) == (difference, verdict)
    assert found["series"] == "smith_1990"
    assert found["same_lineage"]


@pytest.mark.parametrize(
    "row",
    [
        at("1903-01", 120_007, sources="smith_1990"),  # the same work is no other witness
        at("1903-01", 120_007, sources="jones_1991;smith_1990"),
        at("1903-01", 120_007, verification="unchecked"),
        at("1903-01", "", low="120000"),  # an open bound is no figure
        at("1903-01", 120_007, measure="candidates"),
        at("1903-01", 120_007, population="youth"),
        at("1912", 200_000),  # after the last day of the register
        at("1899", 90_000),
    ],
)
def test_what_is_no_checked_figure_for_the_same_thing_is_left_out(house, row):
    assert house(row).empty


def test_another_lineage_is_told(house):
    assert not house(at("1903-01", 120_007, lineage="two")).loc["a", "same_lineage"]


def test_a_short_series_is_no_register(house):
    assert house(at("1903-01", 120_007), years=range(1901, 1910)).empty


def test_a_series_with_one_checked_figure_is_still_a_series_of_the_others(house):
    """A checked row of the register's own source is no part of what is unchecked, nor a witness for it."""
    own = {**register(1911, 300_000), "verification": "one_text"}
    found = house(own, at("1903-01", 120_007))
    assert found.index.tolist() == ["a"]


def test_a_period_is_compared_with_the_same_period(house, tmp_path):
    yearly = [{**register(y, 50 + y), "start": f"{y}", "end": f"{y}"} for y in range(1901, 1912)]
    rows = [*yearly, {**at("1903", 1953), "sources": "jones_1991", "verification": "one_text"}]
    text = "\n".join([",".join(HEAD), *(line(r) for r in rows)]) + "\n"
    (tmp_path / "estimates/party.csv").write_text(text, encoding="utf-8")
    found = corroboration.compare()
    assert found[["start", "end", "beside", "verdict"]].to_numpy().tolist() == [["1903", "1903", SAME, MEETS]]


def test_the_summary_counts_every_point_once(house):
    frame = house(at("1903-01", 120_007), at("1904-01", 131_001, id="b"), at("1905-06", 200_001, id="c")).reset_index()
    found = corroboration.summary(frame).set_index("beside")
    assert found.loc[SAME, ["points", MEETS, NEAR, MISSES]].tolist() == [2, 1, 1, 0]
    assert found.loc[BETWEEN, ["points", MEETS, NEAR, MISSES]].tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("value", "half"),
    [(2_203_951.0, 0), (2_200_000.0, 50_000), (2_000_000.0, 50_000), (3_555_338.0, 0), (17.5, 0.05), (0.4, 0.005),
     (1_250_000.0, 5_000), (10.0, 0.5), (7.0, 0), (0.0, 0)],
)  # fmt: skip
def test_half_a_unit_of_the_last_digit(value, half):
    assert corroboration.half_unit(value) == pytest.approx(half)


@given(st.integers(1, 10**9))
def test_a_figure_lies_within_its_own_ends(number):
    row = SimpleNamespace(value=float(number), given=float(number), low=math.nan, high=math.nan)
    low, high = corroboration.ends_of(row)
    assert low <= number <= high
    assert high - low <= 0.1 * number or number < 10


def test_bounds_given_narrow_the_digits():
    row = SimpleNamespace(value=2000.0, given=2.0, low=1990.0, high=math.nan)
    assert corroboration.ends_of(row) == (1990.0, 2500.0)  # 2 thousand, and not below 1,990
    open_above = SimpleNamespace(value=math.nan, given=math.nan, low=5.0, high=math.nan)
    assert corroboration.ends_of(open_above) == (5, math.inf)


# --- what is stored ----------------------------------------------------------------------------------------------


def test_the_stored_table_is_what_the_data_give(data):
    stored = (data / "corroborated.csv").read_text(encoding="utf-8")
    assert stored == corroboration.content(), "run: python -m tests.corroborated"


def test_a_corroborated_row_stays_unchecked():
    """The comparison raises nothing: no series in it has a checked row of its own."""
    rows = tables.load_all("estimates", unchecked=True)
    stored = csv_files.read_table(folders.data_folder() / "corroborated.csv")
    checked = rows.set_index("id")["verification"]
    assert (checked[stored["checked_id"]] != "unchecked").all()
    assert set(stored["series"]) <= set(rows.loc[rows["verification"] == "unchecked", "sources"])
