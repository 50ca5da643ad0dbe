"""Repression by year, estimates of the toll, and what the words of notebook 04 say about them."""

import csv
import shutil

import numpy as np
import pandas as pd
import pytest

from analysis.data import quantities, sources, tables
from analysis.display import bundles as figures
from analysis.ledger import comparison
from analysis.text import verdicts
from analysis.topics.repression import TOPIC, gaps, toll
from analysis.topics.repression import figures as drawn
from analysis.topics.repression import findings as words
from analysis.topics.repression import model as repression
from analysis.topics.repression import tables as tabled
from analysis.topics.repression.choices import Choices

DEFAULT = Choices()
WIDE = Choices(series="kgb", arrests="pospelov", first_year=1921, last_year=1940, unchecked=True)
NARROW = Choices(first_year=1936)


@pytest.fixture
def copied(data, tmp_path, monkeypatch):
    """A copy of the data that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    monkeypatch.setenv("RECOUNT_DATA", str(folder))
    return folder


def add_row(path, like, **changes):
    """Append a row to a table: an existing one with some cells changed."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(r for r in rows if r["id"] == like) | changes
    with open(path, "a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(rows[0]), lineterminator="\n").writerow(row)


# -- by year ------------------------------------------------------------------------------------


def test_expulsions_are_campaigns_and_no_series_by_year():
    rows = repression.expulsions(DEFAULT).set_index("year")
    assert rows["value"].dropna().to_dict() == {1929: 170000, 1933: 792000, 1935: 170000, 1937: 100000, 1938: 70000}
    assert (rows.loc[1933, "first"], rows.loc[1933, "until"]) == (1933, 1935)
    assert pd.isna(rows.loc[1936, "value"])
    assert "expelled" not in repression.MEASURES
    assert repression.expulsion_place(DEFAULT) == (2, 5)


@pytest.mark.parametrize(("series", "value"), [("mvd", 274670), ("kgb", 114383)])
def test_series_changes_convictions_of_1936(series, value):
    rows = repression.by_year("convictions", DEFAULT.but(series=series)).set_index("year")["value"]
    assert rows[1936] == value
    assert rows[1937] == 790665


def test_years_end_where_the_choices_say_and_1940_is_off_by_default():
    assert repression.by_year("convictions", DEFAULT)["year"].max() == 1938
    assert "ussr_1940" not in set(repression.by_year("convictions", DEFAULT)["territory"])
    assert repression.by_year("convictions", DEFAULT.but(last_year=1940))["year"].max() == 1940


def test_a_stock_includes_the_first_of_january_after_the_last_year():
    assert repression.by_year("camp_stock", DEFAULT)["year"].max() == 1939


def test_unchecked_rows_come_only_when_asked_for():
    assert list(repression.by_year("arrests", DEFAULT)["year"]) == [1933, 1936, 1937]
    rows = repression.by_year("arrests", DEFAULT.but(unchecked=True))
    assert list(rows["year"]) == list(range(1930, 1939))


def test_two_figures_for_one_year_are_refused(copied):
    path = copied / "estimates" / "repression_by_year.csv"
    add_row(path, "repression-1937-convictions-mvd", id="repression-1937-convictions-mvd-again", value="1")
    with pytest.raises(ValueError, match=r"several for 1937.*'series'"):
        repression.by_year("convictions", DEFAULT)


@pytest.mark.parametrize(
    "wrong", [{"series": "fsb"}, {"arrests": "none"}, {"first_year": 1937}, {"last_year": 1937}, {"reading": "x"}]
)
def test_choices_outside_the_list_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        Choices(**wrong)


def test_stock_changes_are_differences_of_neighbouring_years():
    stock = repression.by_year("camp_and_colony_stock", DEFAULT).set_index("year")["value"]
    change = repression.stock_changes(DEFAULT).set_index("year")["value"]
    assert change[1937] == 1_881_570 - 1_196_369 == stock[1938] - stock[1937]
    assert set(change.index) == {1935, 1936, 1937}


# -- ranks --------------------------------------------------------------------------------------


def test_rank_of_1937_by_hand():
    table = repression.ranks(DEFAULT).set_index("measure")
    assert (table.loc["convictions", "rank"], table.loc["convictions", "years"]) == (1, 10)
    assert table.loc["sentenced_to_exile_or_banishment", "rank"] == 10
    assert (table.loc[repression.CHANGE, "rank"], table.loc[repression.CHANGE, "value"]) == (1, 685_201)


def test_rank_agrees_with_sorting():
    for name in repression.RANKED:
        rows = repression.series_of(name, WIDE)
        order = np.argsort(-rows["value"].to_numpy(), kind="stable")
        place = int(np.flatnonzero(rows["year"].to_numpy()[order] == 1937)[0]) + 1
        assert repression.ranks(WIDE, (name,)).iloc[0]["rank"] == place


def test_a_measure_with_one_year_has_no_place():
    row = next(repression.ranks(DEFAULT.but(first_year=1936), (repression.CHANGE,)).itertuples())._replace(years=1)
    assert repression.rank_text(row) == "\N{EN DASH}"


def test_alternatives_change_one_choice_at_a_time():
    table = repression.alternatives(DEFAULT)
    row = table[(table["Choice"] == "first_year") & (table["Setting"] == "1934")].iloc[0]
    assert row["Convictions in cases of state security"] == "1 of 5"
    settings = table[table["Choice"] == "unchecked"].set_index("Setting")["Arrests by state security"]
    assert settings.to_dict() == {"false": "1 of 3", "true": "1 of 9"}


# -- checks -------------------------------------------------------------------------------------


def test_components_add_up_except_where_a_digit_slipped():
    found = repression.components(DEFAULT.but(first_year=1921, last_year=1940))
    wrong = {year for year, check in found.items() if check.verdict == verdicts.CONTRADICTION}
    assert wrong == {"1938"}
    assert len(found) == 18


def test_components_of_the_other_series_differ_more_often():
    found = repression.components(WIDE)
    wrong = {year for year, check in found.items() if check.verdict == verdicts.CONTRADICTION}
    assert {"1925", "1931", "1936", "1938"} <= wrong


def test_share_of_death_sentences_by_hand():
    (check,) = repression.archive_checks(DEFAULT).values()
    assert check.computed == pytest.approx(681692 / 749421)
    assert check.verdict == verdicts.WITHIN


def test_series_differ_in_two_years_of_the_default():
    table = repression.series_differences(DEFAULT)
    assert set(table.loc[table["measure"] == "convictions", "year"]) == {1931, 1936}


# -- estimates of the toll ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("1937", "1938", "1937-1938"),
        ("1921", "1953-06", "1921-1953"),
        ("1938-12", "1938-12", "1939-01-01"),
        ("1939-01-01", "1939-01-01", "1939-01-01"),
        ("1945-07", "1945-07", "1945-07"),
    ],
)
def test_period(start, end, wanted):
    assert toll.period(start, end) == wanted


def test_panels_share_scope_and_period():
    rows = toll.panels(DEFAULT)
    assert (rows.groupby(["scope", "period"]).size() >= 2).all()
    assert rows.groupby("scope")["period"].nunique().max() == 1


def test_a_family_counts_lineages_and_leaves_open_bounds_aside():
    table = toll.family_table(DEFAULT)
    row = table[table["family"] == "executions"].iloc[0]
    assert (row["lowest"], row["highest"]) == (681692, 1000000)
    assert row["open"] >= 1
    found = toll.families(DEFAULT)
    assert "Memorial" in set(found.loc[found["family"] == row["family"], "label"])


def test_one_lineage_is_no_range(copied):
    path = copied / "estimates" / "toll_estimates.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(r for r in rows if r["id"] != "toll-prisoners-camps-prisons-1938-conquest")
    row = toll.family_table(DEFAULT).iloc[-1]
    assert row["lineages"] == 1
    assert pd.isna(row["lowest"])


def test_a_new_row_joins_its_panel_without_code(copied):
    add_row(
        copied / "estimates" / "toll_estimates.csv", "toll-executions-1937-1938-medvedev",
        id="toll-executions-1937-1938-new", label="New 2030", year_published="2030", value="1650000",
    )  # fmt: skip
    assert "1.65 million" in drawn.toll_figure(DEFAULT).title


def test_a_second_estimate_of_a_lone_scope_opens_a_panel(copied):
    add_row(
        copied / "estimates" / "toll_estimates.csv", "toll-democide-1935-1938-rummel",
        id="toll-democide-1935-1938-new", label="New 2030", year_published="2030", value="1",
    )  # fmt: skip
    assert "democide-1935-1938" in set(toll.panels(DEFAULT)["scope"])


def test_rows_of_unlike_measures_in_one_scope_are_refused(copied):
    add_row(
        copied / "estimates" / "toll_estimates.csv", "toll-executions-1937-1938-medvedev",
        id="toll-executions-1937-1938-odd", measure="arrests",
    )  # fmt: skip
    with pytest.raises(comparison.ComparisonError, match="measure"):
        toll.panels(DEFAULT)


def test_errors_lie_on_both_sides():
    table = toll.errors(DEFAULT)
    conquest = table[(table["estimate"] == "Conquest 1968") & table["what"].str.startswith("In camps")].iloc[0]
    assert conquest["side"] == "above"
    assert conquest["times"] == pytest.approx(9000000 / 1668000)
    assert "below" in set(table["side"])
    assert "no number" in set(table["side"])


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        ((10, 12, 4, 5), ("above", 2.0)),
        ((1, 2, 4, 5), ("below", 0.5)),
        ((4.5, 6, 4, 5), ("meets", 1.0)),
        ((float("nan"), float("nan"), 4, 5), ("no number", None)),
    ],
)
def test_side(ends, wanted):
    side, times = toll._side(*ends)
    assert side == wanted[0]
    assert wanted[1] is None or times == wanted[1]


def test_restated_figures():
    table = toll.restated(DEFAULT).set_index("lineage")
    assert table.loc["conquest", "side"] == "raised"
    assert table.loc["conquest", "first"] == "Conquest 1968"


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        ("executions-1937-1938", "Executions, 1937\N{EN DASH}38"),
        ("arrests-1936-10-1938-11", "Arrests October 1936\N{EN DASH}November 1938"),
        ("convictions-1921-1953-06", "Convictions 1921\N{EN DASH}June 1953"),
        ("deaths-in-gulag-1930-1956", "Deaths in Gulag 1930\N{EN DASH}1956"),
    ],
)
def test_scope_words(scope, wanted):
    assert toll.scope_words(scope) == wanted


# -- gaps and refusals --------------------------------------------------------------------------


def test_the_pamphlet_prints_no_national_figure_for_the_topics():
    printed = tables.load_all("pamphlet")
    national = printed[printed["territory"] == "ussr_1938"]
    unlike = {"arrests", "convictions", "famine_deaths", "population", "camp_stock", "camp_and_colony_stock",
              "special_settlement_stock", "deaths_in_camps"}  # fmt: skip
    assert not unlike & set(national["measure"])
    deaths = national[national["measure"].isin(["death_sentences", "prison_or_death_sentences"])]
    assert deaths["population"].str.contains("trial|outside_moscow").all()


def test_left_out_by_hand():
    table, rows = gaps.left_out(DEFAULT)
    table = table.set_index("what")
    assert table.loc["Death sentences in cases of state security, 1937\N{EN DASH}38", "lowest"] == 681692
    assert table.loc["Convictions in cases of state security, 1937\N{EN DASH}38", "lowest"] == 1344923
    assert table.loc["Executions under order 00447", "highest"] == 445000
    famine = table.loc["Deaths in the famine, 1932\N{EN DASH}33"]
    assert famine["open"] >= 1
    assert famine["highest"] < 12_800_000, "an upper bound is no estimate"
    assert not rows.empty


def test_no_remark_sets_arrests_against_expulsions():
    shown, _rows = tabled.member_table(DEFAULT)
    assert not shown["Remark"].str.contains("per cent|set against").any()


# -- words and figures --------------------------------------------------------------------------


@pytest.mark.parametrize("choices", [DEFAULT, WIDE, NARROW])
def test_findings_are_whole_sentences(choices):
    for sentence in words.findings(choices) + words.conclusions(choices):
        assert sentence == "" or sentence.endswith(".")
        assert "{" not in sentence
        assert "nan" not in sentence


def test_the_place_among_campaigns_flips_with_the_number(copied):
    assert "the second lowest of 5 campaigns" in " ".join(words.findings(DEFAULT))
    path = copied / "pamphlet" / "expulsions_by_year.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("100.000", "60.000"), encoding="utf-8")
    assert "the lowest of 5 campaigns" in " ".join(words.findings(DEFAULT))
    assert "the lowest of 5" in drawn.overview_figure(DEFAULT).title


def test_two_years_by_hand():
    assert "681,692 of 723,938, or 94%" in words.findings(DEFAULT)[0]
    assert drawn.death_sentences_figure(DEFAULT).title.startswith("94 of 100 death sentences of 1929")
    assert "556,360 of these 681,692" in words.mass_finding(DEFAULT)


def test_both_kinds_of_error_are_claimed_only_where_both_occur():
    assert any("Both kinds" in s for s in words.findings(DEFAULT))


def test_runs_of_years():
    assert words.runs([1930, 1931, 1932, 1934]) == ["1930\N{EN DASH}1932", "1934"]


def test_expulsions_stand_as_spans_beside_a_warning():
    bundle = drawn.overview_figure(DEFAULT)
    assert bundle.inside_note == words.EACH_ALONE
    spans = bundle.data[bundle.data["panel"].str.startswith("Expelled")]
    assert (spans["until"] - spans["x"]).tolist() == [1, 2, 1, 1, 1, 1]
    assert bundle.data["panel"].nunique() == 5


@pytest.mark.parametrize("choices", [DEFAULT, WIDE, NARROW, Choices(first_year=1921), Choices(last_year=1940)])
def test_every_figure_can_be_drawn_and_carries_a_note(choices):
    for make in TOPIC.figures.values():
        bundle = make(choices)
        assert bundle.inside_note
        assert bundle.footnotes
        assert len(bundle.title) <= 90
        figures.render(bundle)


def test_outcomes_are_few_and_plain():
    assert 6 <= len(TOPIC.outcomes(DEFAULT)) <= 12


def test_the_page_tables_have_rows():
    for function in (tabled.printed_table, tabled.prose_table, tabled.year_table, tabled.gap_table,
                     tabled.single_table, tabled.member_table):  # fmt: skip
        table, rows = function(DEFAULT)
        assert len(table)
        assert len(rows)
    for function in (tabled.rank_table, tabled.range_table, tabled.error_table, tabled.restated_table):
        assert isinstance(function(DEFAULT), pd.DataFrame)
        assert len(function(DEFAULT))


def test_dropping_unchecked_rows_changes_nothing_by_default(copied):
    before = words.findings(DEFAULT)
    for path in (copied / "estimates").glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(r for r in rows if r["verification"] != "unchecked")
    assert words.findings(DEFAULT) == before


@pytest.mark.parametrize("choices", [DEFAULT, WIDE])
def test_every_work_stands_beside_a_place_of_its_own(choices):
    """A footnote may name a work and a place only where one row of the data, or of the text, names both."""
    known = {("sousa_2001", place) for place in ("", "table at note 84", *(f"note {n}" for n in range(200)))}
    for name in tables.table_names("estimates"):
        for row in quantities.read_estimates(name, unchecked=True).to_dict("records"):
            known |= {(key, place) for key, place, _quoted in sources.cited(row)}
    shown = [function(choices)[1] for function in (
        tabled.printed_table, tabled.prose_table, tabled.year_table, tabled.gap_table, tabled.single_table,
        tabled.member_table,
    )]  # fmt: skip
    found = sources.source_rows(*shown, toll.families(choices), repression.stock_changes(choices))
    assert set(zip(found["sources"], found["locator"], strict=True)) <= known
