"""Growth windows: Soviet series, other countries, places, and the words that say no more than they show."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import quantities
from analysis.ledger.comparison import ComparisonError
from analysis.topics.fastest import figures as fastest_figures
from analysis.topics.fastest import findings as fastest_words
from analysis.topics.fastest import industry as fastest_industry
from analysis.topics.fastest import model as fastest
from analysis.topics.fastest import places as fastest_places
from analysis.topics.fastest.model import Choices

DEFAULT = Choices()


# --- choices -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"measure": "steel"}, "measure: expected one of"),
        ({"series": "tssu_1957_all_industry"}, "series: expected for 'gdp' one of same, maddison_2010_gdp"),
        ({"years": 11}, "years: expected 1 to 10, got 11"),
    ],
)
def test_choices_refuse_what_is_not_allowed(given, said):
    with pytest.raises(ValueError, match=said):
        Choices(**given)


def test_choices_fall_back_to_what_was_collected():
    assert fastest.lengths("gdp") == [8, 9, 10]
    assert fastest.effective(DEFAULT.but(years=5)).years == 9
    assert fastest.effective(DEFAULT.but(years=8)).years == 8
    # With recoveries only windows up to 1938 were collected, and only of total product.
    assert fastest.effective(DEFAULT).recoveries
    assert not fastest.effective(DEFAULT.but(earlier_only=False)).recoveries
    assert not fastest.effective(DEFAULT.but(measure="gdp_per_head")).recoveries


# --- Soviet series -------------------------------------------------------------------------------


def test_the_soviet_window_by_hand():
    found = fastest.soviet_window("gdp", 9, recoveries=True)
    assert (found["start"], found["end"]) == (1928, 1937)
    assert found["rate"] == pytest.approx((398017 / 231886) ** (1 / 9) - 1)
    assert found["start_over_peak"] == pytest.approx(231886 / 232351, abs=1e-3)


def test_values_repeated_over_gaps_are_left_out():
    years = set(fastest.soviet_series("gdp", "maddison_2010_gdp")["year"])
    assert not years & {1941, 1942, 1943, 1944, 1945}


def test_windows_keep_to_one_territory():
    found = fastest.own_windows("industry", "tssu_1957_all_industry", 5)
    assert found["end"].max() == 1938
    assert found["start"].min() == 1924


def test_a_recovery_that_only_the_collection_records_counts():
    # The series held begins in 1926; the collection records that 1928 was at 93 per cent of an earlier level.
    assert fastest.soviet_window("primary_energy", 9, recoveries=True)["start"] == 1928
    assert fastest.soviet_window("primary_energy", 9, recoveries=False)["start"] == 1929


def test_recoveries_are_told_apart_in_the_series():
    found = fastest.own_windows("gdp", "maddison_project_2020_gdp", 9).set_index("start")
    assert found.loc[1921, "recovery"]
    assert not found.loc[1928, "recovery"]
    assert found.loc[1921, "rate"] > found.loc[1928, "rate"]


# --- places --------------------------------------------------------------------------------------


def elsewhere(**rates):
    """Return a frame of windows as collected, a country each."""
    base = fastest.comparators("gdp").iloc[:1]
    rows = [base.assign(country=name, value=rate, first=1900, last=1909) for name, rate in rates.items()]
    return pd.concat(rows, ignore_index=True).sort_values("value", ascending=False, ignore_index=True)


def test_place_by_hand(monkeypatch):
    monkeypatch.setattr(fastest, "fastest_elsewhere", lambda _c: elsewhere(Aland=0.10, Bland=0.05, Cland=0.07))
    at = fastest.rank(DEFAULT)
    assert (at.place, at.of) == (3, 4)
    assert at.faster["country"].tolist() == ["Aland", "Cland"]
    said = fastest_words.place_sentence(DEFAULT, at)
    assert "Of 3 other countries collected, 2 had a faster window" in said
    assert "Aland 1900–1909 (10.0%) and Cland 1900–1909 (7.0%)" in said


def test_first_place_is_no_proof(monkeypatch):
    monkeypatch.setattr(fastest, "fastest_elsewhere", lambda _c: elsewhere(Aland=0.01))
    said = fastest_words.place_sentence(DEFAULT, fastest.rank(DEFAULT))
    assert "none had a faster window" in said
    assert "does not show that there was none" in said


def test_unlike_prices_are_refused(monkeypatch):
    others = elsewhere(Aland=0.10).assign(price_base="intl_2011")
    monkeypatch.setattr(fastest, "fastest_elsewhere", lambda _c: others)
    with pytest.raises(ComparisonError, match="expected one price_base for one ranking"):
        fastest.rank(DEFAULT)


def test_one_window_a_country_and_no_soviet_one():
    for measure in fastest.RANKED:
        for earlier in (True, False):
            rows = fastest.fastest_elsewhere(DEFAULT.but(measure=measure, earlier_only=earlier))
            assert not rows["country"].duplicated().any()
            assert not set(rows["country"]) & set(fastest.SOVIET)
            assert rows["value"].is_monotonic_decreasing
            if earlier:
                assert rows["last"].max() <= 1938


def test_places_of_the_collection():
    table = fastest_places.places(DEFAULT).set_index(["measure", "recoveries", "earlier_only"])
    assert table.loc[("gdp", True, True), ["place", "of"]].tolist() == [10, 25]
    assert table.loc[("gdp", False, True), ["place", "of"]].tolist() == [5, 25]
    assert table.loc[("gdp_per_head", False, True), ["place", "of"]].tolist() == [1, 12]
    assert table.loc[("gdp", False, False), "share_faster"] == pytest.approx(19 / 27)
    assert ("gdp_per_head", True, True) not in table.index


def test_precomputed_rates_agree_with_the_levels_held():
    for measure in fastest.RANKED:
        rows = fastest_places.recomputed(measure)
        assert len(rows) > 0
        assert (rows["value"] - rows["again"]).abs().max() <= 0.5e-4 + 1e-9


def test_the_same_years_by_hand():
    rows = fastest_places.same_years(DEFAULT).set_index("country")
    assert rows["first"].unique().tolist() == [1928]
    held = fastest_places.levels("gdp").loc["Japan"]
    assert rows.loc["Japan", "value"] == pytest.approx((held[1937] / held[1928]) ** (1 / 9) - 1)
    assert rows["soviet"].sum() == 1


def test_small_producers_stay_out_of_steel():
    countries = set(fastest_places.same_years(DEFAULT.but(measure="iron_and_steel", recoveries=False))["country"])
    assert "South Africa" not in countries
    assert {"USSR", "Japan", "Germany"} <= countries


# --- industry ------------------------------------------------------------------------------------


def test_ratios_of_industry_become_rates():
    rows = fastest_industry.same_years(DEFAULT.but(measure="industry"))
    assert rows.loc[rows["soviet"], "value"].tolist() == pytest.approx([4.29 ** (1 / 8) - 1])
    assert set(rows["country"]) == {"USSR", "United Kingdom", "United States", "Italy", "France"}


def test_industry_is_ranked_in_no_common_list():
    assert fastest.rank(DEFAULT.but(measure="industry")) is None
    early = fastest_industry.industry_rows(DEFAULT.but(measure="industry"))
    late = fastest_industry.industry_rows(DEFAULT.but(measure="industry", earlier_only=False))
    assert early["last"].max() <= 1938
    assert "China" in set(late["country"])
    assert "China" not in set(early["country"])
    assert (late.groupby("panel")["population"].nunique() == 1).all()
    assert late["value"].notna().all()


def test_unchecked_rows_enter_only_when_asked(monkeypatch):
    choices = DEFAULT.but(measure="industry", earlier_only=False)
    read, one = quantities.read_estimates, fastest_industry.industry_rows(choices)["id"].iloc[0]

    def marked(name, *, unchecked=False):
        rows = read(name, unchecked=True)
        rows["verification"] = rows["verification"].mask(rows["id"].eq(one), "unchecked")
        return rows if unchecked else rows[rows["verification"] != "unchecked"]

    monkeypatch.setattr(quantities, "read_estimates", marked)
    assert "unchecked" not in set(fastest_industry.industry_rows(choices)["verification"])
    opened = fastest_industry.industry_rows(choices.but(unchecked=True))
    assert "unchecked" in set(opened["verification"])


# --- words and figures ---------------------------------------------------------------------------


def test_findings_flip_with_the_measure():
    product = " ".join(fastest_words.findings(DEFAULT))
    head = " ".join(fastest_words.findings(DEFAULT.but(measure="gdp_per_head")))
    assert "place 10 of 25" in product
    assert "With recoveries left out the place is 5 of 25." in product
    assert "place 1 of 12" in head
    assert "does not show that there was none" in head
    assert "only windows were collected that do not begin with a recovery" in head


def test_a_length_not_collected_is_named():
    said = " ".join(fastest_words.findings(DEFAULT.but(years=5)))
    assert "Windows of 5 years were not collected for other countries" in said
    assert "the fastest 9 Soviet years" in said
    assert "the fastest 5 years are" in said


def test_the_soviet_series_tells_recoveries():
    assert "1946–1955" in fastest_words.series_finding(DEFAULT)
    assert "a recovery from 77% of an earlier level" in fastest_words.series_finding(DEFAULT)
    without = fastest_words.series_finding(DEFAULT.but(recoveries=False))
    assert "1928–1937" in without
    assert "recovery" not in without


def test_conclusions_name_measures_with_and_without_a_faster_window():
    first, second, third = fastest_words.conclusions(DEFAULT)
    assert first.startswith("Gross domestic product: faster windows had been seen by 1938")
    assert "gross domestic product per head" in second
    assert "20 of 28 (gross domestic product)" in third


def test_printed_ranks_are_not_testable():
    assert {c.verdict for c in fastest_words.checks(DEFAULT).values()} == {"not testable"}


@pytest.mark.parametrize(
    ("choices", "title"),
    [
        (DEFAULT, "GDP: 9 of 24 other countries collected grew faster over 9 years"),
        (DEFAULT.but(recoveries=False), "GDP: 4 of 24 other countries collected grew faster over 9 years"),
        (
            Choices(measure="gdp_per_head"),
            "GDP per head: none of 11 other countries collected grew faster over 9 years",
        ),
        (Choices(measure="industry"), "Growth of industry: single windows as sources print them"),
    ],
)
def test_titles_say_what_the_numbers_show(choices, title):
    assert fastest_figures.windows_figure(choices).title == title


@pytest.mark.parametrize("measure", list(fastest.SERIES))
@pytest.mark.parametrize(("years", "earlier"), [(9, True), (3, False), (10, True)])
def test_every_choice_gives_complete_figures(measure, years, earlier):
    choices = Choices(years=years, measure=measure, earlier_only=earlier)
    for make in (
        fastest_figures.soviet_figure,
        fastest_figures.windows_figure,
        fastest_figures.same_years_figure,
        fastest_figures.places_figure,
    ):
        bundle = make(choices)
        assert bundle.title
        assert bundle.alt
        assert bundle.footnotes
    assert fastest_words.findings(choices)
    assert len(fastest_words.windows_table(fastest_figures.windows_rows(choices))) > 0
