import math
import shutil

import pandas as pd
import pytest

from analysis.data.quantities import read_printed
from analysis.ledger import coverage
from analysis.ledger.comparison import ComparisonError
from analysis.ledger.coverage import CHAINED, DIRECT, LATER_ONLY, Link
from analysis.topics.living import findings as living_words
from analysis.topics.living import model as living
from analysis.topics.schooling import findings as schooling_words
from analysis.topics.schooling import model as schooling

LINK = Link("machines", "Machines", "first", "last", ("a30", "b30"), ("a33", "b33"), "all33", "all38")


def report(row, value, population="machines", start="1933", measure="stock"):
    return {
        "id": row, "value": value, "population": population, "start": start, "measure": measure,
        "territory": "ussr_1938", "price_base": "not applicable", "quantity": "machines", "sources": "stalin_1934",
        "locator": "p. 1",
    }  # fmt: skip


REPORTS = pd.DataFrame(
    [
        report("a30", 6, "stations", "1930"),
        report("b30", 4, "farms", "1930"),
        report("a33", 15, "stations"),
        report("b33", 5, "farms"),
        report("all33", 40),
        report("all38", 60, start="1938"),
    ]
)


@pytest.fixture
def printed():
    rows = read_printed("farming")
    rows = rows[rows["id"].isin(["tractors-1930-count", "tractors-1938-count"])].reset_index(drop=True)
    return rows.assign(id=["first", "last"], printed=["10", "60"], value=[10.0, 60.0])


@pytest.fixture
def reports(monkeypatch):
    monkeypatch.setattr(coverage, "read_estimates", lambda name, unchecked=False: REPORTS.copy())


def grow(link, printed):
    return coverage.growth([link], printed).iloc[0]


def test_growth_is_multiplied_over_the_year_that_both_reports_print(printed, reports):
    row = grow(LINK, printed)
    assert row["as_printed"] == 6  # 60 / 10
    assert row["early"] == 2  # (15 + 5) / (6 + 4)
    assert row["late"] == 1.5  # 60 / 40
    assert row["overlap"] == 2  # 40 / 20: the later report counts twice as many
    assert row["like_for_like"] == 3  # 2 x 1.5, that is 6 / 2
    assert (row["way"], row["years"]) == (CHAINED, ("1930", "1933", "1933", "1938"))


def test_growth_of_one_series_needs_no_year_between(printed, reports):
    row = grow(Link("m", "M", "first", "last", ("all33",), (), "", "all38"), printed)
    assert (row["like_for_like"], row["way"]) == (1.5, DIRECT)
    assert math.isnan(row["overlap"])


def test_growth_without_an_earlier_figure_is_not_made_up(printed, reports):
    row = grow(Link("m", "M", "first", "last", (), (), "all33", "all38"), printed)
    assert math.isnan(row["like_for_like"])
    assert (row["late"], row["way"]) == (1.5, LATER_ONLY)


@pytest.mark.parametrize(
    "link",
    [
        Link("m", "M", "first", "last", ("a30", "b30"), ("b33", "a33"), "all33", "all38"),  # parts in another order
        Link("m", "M", "first", "last", ("a30",), ("all33",), "all33", "all38"),
        Link("m", "M", "first", "last", ("a30",), (), "", "all38"),
    ],
)
def test_growth_of_unlike_things_is_refused(link, printed, reports):
    with pytest.raises(ComparisonError, match="population"):
        grow(link, printed)


def test_bounds_of_printed_growth_follow_the_rounding_rule():
    frame = coverage.growth(living.LINKS, read_tables(), rule="half_unit").set_index("name")
    assert frame.at["sown_area", "low"] == pytest.approx(136.85 / 118.5)
    assert frame.at["sown_area", "high"] == pytest.approx(136.95 / 117.5)
    cut = coverage.growth(living.LINKS, read_tables("truncation"), rule="truncation").set_index("name")
    assert cut.at["sown_area", "low"] == pytest.approx(136.9 / 119)


def read_tables(rule="half_unit"):
    return pd.concat([read_printed(n, rule=rule) for n in living.TABLES], ignore_index=True)


def test_growth_table_has_a_row_an_item_and_no_bare_way():
    table = coverage.growth_table(living.growth(living.Choices()))
    assert len(table) == len(living.LINKS)
    assert "chained" not in table.to_string()


FOUND = pd.DataFrame(
    {
        "verdict": ["as in the source", "as in the source", "differs from the source", "source not seen"],
        "what": ["a 1930", "b 1930", "c 1930", "d 1930"],
        "differs_words": ["", "", "the year", ""],
    }
)


def test_fidelity_sentences_put_matches_first_and_count_them_among_the_seen():
    same, other, unseen = coverage.fidelity_sentences(FOUND)
    assert same.startswith("2 of 3 figures")
    assert other == "1 differs: c 1930 (the year)."
    assert unseen.startswith("For 1 figure ")


def test_fidelity_sentences_say_nothing_of_what_there_is_not():
    assert len(coverage.fidelity_sentences(FOUND.head(2))) == 1
    assert coverage.fidelity_sentences(FOUND.head(1))[0].startswith("1 of 1 figures whose cited source was seen stands")


def test_cited_lists_matches_before_differences():
    found = coverage.cited_in(("farming",), "as_printed", "half_unit")
    order = found["verdict"].drop_duplicates().tolist()
    assert order == ["as in the source", "differs from the source", "source not seen"]
    assert found.set_index("id").at["combines-1930-count", "differs"] == "thing"
    assert found.set_index("id").at["sown-area-1930-level", "differs"] == "year"


def test_a_cached_table_cannot_be_spoilt_by_its_reader():
    found = coverage.cited_in(("farming",), "as_printed", "half_unit")
    found["verdict"] = "spoilt"
    assert "spoilt" not in coverage.cited_in(("farming",), "as_printed", "half_unit")["verdict"].tolist()


def test_reading_sentence_counts_corrected_cells():
    assert coverage.reading_sentence(["farming"]).startswith("No cell")
    assert "4 cells" in coverage.reading_sentence(["production_income"])


def test_pamphlet_source_names_note_and_cited_works():
    row = coverage.pamphlet_source(read_printed("farming")).iloc[0]
    assert (row["sources"], row["locator"]) == ("sousa_2001", "note 1")
    assert row["original_source"] == "stalin_1930;stalin_1934;stalin_1939"


def test_with_pamphlet_fills_what_rows_lack():
    rows = coverage.with_pamphlet(read_printed("farming"), pd.DataFrame({"sources": ["stalin_1934"]}))
    assert rows["sources"].tolist() == ["sousa_2001", "stalin_1934"]
    assert not rows.isna().any(axis=None)


def test_report_rows_are_those_of_the_links_once_each():
    rows = coverage.report_rows(living.LINKS)
    assert rows["id"].is_unique
    assert {"stalin-1934-sown-area-1930", "stalin-1939-sown-area-1938"} <= set(rows["id"])


def test_default_findings_do_not_rest_on_unchecked_rows(tmp_path, monkeypatch, data):
    def said():
        return [*living_words.findings(living.Choices()), *schooling_words.findings(schooling.Choices())]

    before = said()
    shutil.copytree(data, tmp_path / "data")
    for path in (tmp_path / "data" / "estimates").glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows[rows["verification"] != "unchecked"].to_csv(path, index=False, lineterminator="\n")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))
    assert said() == before
