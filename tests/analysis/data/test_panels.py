"""Panels: every value has a country, a year and a described series; the Soviet rows are those held elsewhere."""

import numpy as np
import pytest

from analysis.data import memo, panels, quantities
from analysis.data.folders import data_folder
from analysis.data.raw import TableError


@pytest.fixture
def copied(tmp_path, monkeypatch):
    import shutil

    shutil.copytree(data_folder(), tmp_path / "data")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))
    yield tmp_path / "data" / "panels"
    memo.forget()


def test_every_panel_is_described_and_every_description_has_its_panel():
    files = {p.stem for p in (data_folder() / "panels").glob("*.csv")} - {"series"}
    assert set(panels.described().index) == files
    assert (panels.described()["verification"] == "data_file").all()


@pytest.mark.parametrize(
    "series", ["gdp_per_head_2023", "population_2023", "gdp_2010", "iron_and_steel", "primary_energy"]
)
def test_levels_are_above_zero_and_no_sum_of_countries_is_among_them(series):
    held = panels.levels(series)
    assert (held.min() > 0).all()
    assert held.index.tolist() == list(range(1870, 2001))
    assert not [c for c in held if c.startswith(("Total", "World", "Western"))]
    assert not {"Russian Federation", "Ukraine", "Croatia", "Slovakia"} & set(held)
    # Filled gaps would make windows of no growth and of sudden growth.
    same = held.diff().eq(0)
    assert not (same & same.shift(1)).any(axis=None)


def test_every_country_has_six_years_in_a_row():
    for series in ("gdp_per_head_2023", "gdp_2010", "iron_and_steel", "primary_energy"):
        there = panels.levels(series).notna().rolling(6).sum()
        assert (there.max() >= 6).all(), series


def soviet(name, series, population):
    rows = quantities.read_estimates(name)
    rows = rows[(rows["sources"] == series) & (rows["population"] == population) & rows["value"].notna()]
    return rows[~rows["disputed"] & ~rows["territory"].str.startswith("russian_federation")]


@pytest.mark.parametrize(
    ("panel", "table", "source", "population", "least"),
    [
        ("gdp_2010", "gdp", "maddison_2010", "gdp", 20),
        ("gdp_per_head_2023", "gdp", "maddison_project_2023", "gdp_per_capita", 50),
        ("population_2023", "gdp", "maddison_project_2023", "inhabitants", 20),
        ("iron_and_steel", "physical_output", "cow_nmc_7", "iron_and_steel", 10),
        ("primary_energy", "physical_output", "cow_nmc_7", "primary_energy", 10),
    ],
)
def test_the_soviet_rows_are_those_of_the_tables_that_hold_them_too(panel, table, source, population, least):
    held, compared = panels.levels(panel)["USSR"], 0
    for row in soviet(table, source, population).itertuples():
        if row.year in held.index and not np.isnan(held[row.year]):
            assert held[row.year] == pytest.approx(row.value, rel=1e-5), (panel, row.id)
            compared += 1
    assert compared >= least


def test_units_are_base_units():
    assert panels.levels("gdp_2010").at[1937, "USSR"] == 398017e6
    assert panels.levels("population_2023").at[1937, "USSR"] == 184626e3


def test_an_unknown_panel_is_refused():
    with pytest.raises(TableError, match="expected a panel out of gdp_per_head_2023, "):
        panels.levels("gdp_1066")


def test_two_values_for_one_year_are_refused(copied):
    with open(copied / "gdp_2010.csv", "a", encoding="utf-8") as file:
        file.write("USSR,1937,1\n")
    with pytest.raises(TableError, match="expected one value a country and year, got two for USSR 1937"):
        panels.levels("gdp_2010")


def test_a_source_that_nobody_lists_is_refused(copied):
    path = copied / "series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",maddison_2010,", ",maddison_1066,"), encoding="utf-8")
    with pytest.raises(TableError, match="maddison_1066"):
        panels.described()
