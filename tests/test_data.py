"""The data package: described, valid, every key known and used, unchecked rows off by default."""

import json

import pytest

from analysis import quantities, sources, tables
from recount import datapackage


@pytest.fixture(scope="module")
def estimates():
    return tables.load_all("estimates", unchecked=True)


def test_the_descriptor_is_the_one_that_the_tables_make(data):
    """``recount describe-data`` was run after the last change of a column."""
    assert (data / "datapackage.json").read_bytes() == datapackage.content()


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_nothing_wrong(data):
    """Types, patterns, closed lists, primary and foreign keys of every table."""
    from frictionless import Package

    report = Package(str(data / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:10]


def test_every_table_has_a_title(data):
    """The dictionary's pages are headed by it."""
    titled = set(tables.read_table(data / "tables.csv")["path"])
    assert set(datapackage.paths()) == titled


def test_every_source_is_used_and_known(estimates):
    """A key in the data is in sources.bib, and an entry of sources.bib is in the data."""
    used = {"sousa_2001"}
    for cell in (*estimates["sources"], *tables.load_all("pamphlet")["cited_source"]):
        used.update(k for k in cell.split(";") if k)
    known = tables.source_keys()
    quoted = {k for cell in estimates["original_source"] for k in cell.split(";")} & known
    assert used <= known
    assert known == used | quoted


def test_every_estimate_has_a_source_that_can_be_cited(estimates):
    """Each value leads to an entry with a footnote."""
    for key in sorted({k for cell in estimates["sources"] for k in cell.split(";")}):
        assert len(sources.footnote(key)) > 10, key


def test_every_lineage_is_explained_and_used(data, estimates):
    """A reason for each family of estimates."""
    explained = tables.read_table(data / "lineages.csv")
    assert set(estimates["lineage"]) == set(explained["lineage"])
    assert (explained["reason"].str.len() > 10).all()


def test_unchecked_rows_are_off_unless_asked_for():
    """In every table of estimates."""
    for name in tables.table_names("estimates"):
        assert "unchecked" not in set(quantities.read_estimates(name)["verification"]), name


def test_corrections_are_of_printed_values_and_give_reasons():
    """A correction of a row that does not exist would do nothing, unseen."""
    corrections = tables.load_corrections()
    printed = tables.load_all("pamphlet")
    assert set(corrections["id"]) <= set(printed["id"])
    assert corrections["id"].is_unique
    assert (corrections["reason"].str.len() > 10).all()


def test_ids_are_unique_over_each_folder():
    """load_all refuses doubles; here for both folders."""
    for folder in ("pamphlet", "estimates"):
        assert tables.load_all(folder, unchecked=True)["id"].is_unique


def test_no_figure_lies_outside_its_own_bounds(estimates):
    """Low is not above value, value not above high."""
    for low, high in (("low", "value"), ("value", "high"), ("low", "high")):
        both = estimates[[low, high]].dropna()
        assert (both[low] <= both[high]).all()


def test_the_schema_is_json_that_others_can_read(data):
    """Standard keys of a tabular data package."""
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["profile"] for r in package["resources"]} == {"tabular-data-resource"}
