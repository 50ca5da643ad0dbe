import math

import pandas as pd
import pytest

from analysis.ledger import ask
from analysis.ledger.comparison import ComparisonError, require_alike
from analysis.topics.living import TOPIC
from analysis.topics.living import famine as living_famine
from analysis.topics.living import figures as living_figures
from analysis.topics.living import findings as living_words
from analysis.topics.living import model as living
from analysis.topics.living import tables as living_tables
from analysis.topics.living import wages as living_wages
from analysis.topics.living.choices import Choices

PLAIN = Choices()
OTHER = Choices(coverage="as_printed", products="pigs", harvest="estimate", prices="allen", unchecked=True)
SETTINGS = [
    PLAIN,
    OTHER,
    Choices(prices="allen"),
    Choices(rule="truncation", reading="as_corrected"),
    Choices(rule="ceiling", products="horses", unchecked=True),
]


@pytest.mark.parametrize("name", ["coverage", "products", "harvest", "prices", "reading", "rule"])
def test_an_unknown_choice_is_refused_with_the_list(name):
    with pytest.raises(ValueError, match=f"{name}: expected one of .*, got 'nothing'"):
        Choices(**{name: "nothing"})


def test_printed_figures_stand_in_text_order_and_both_readings_agree():
    rows = living.printed(PLAIN)
    assert rows["position"].is_monotonic_increasing
    assert len(rows) == 18
    corrected = living.printed(Choices(reading="as_corrected"))
    assert rows["value"].equals(corrected["value"])


def test_checks_of_the_tractors():
    ratio, years = living.checks(PLAIN).values()
    assert ratio.computed == pytest.approx(483500 / 34900)
    assert ratio.verdict == years.verdict == "within rounding"
    assert (ratio, years) == (ask.check(living.TRACTORS), ask.check(living.YEARS))


def test_verdicts_shown_are_those_of_the_ledger():
    shown = living_tables.printed_table(PLAIN)["Against the cited report"].tolist()
    assert shown == ask.rows(living.printed(PLAIN)["id"])["fidelity"].tolist()


def test_growth_of_threshers_by_hand():
    row = living.growth(PLAIN).set_index("name").loc["harvesters"]
    assert row["as_printed"] == pytest.approx(130800 / 4300)
    assert row["early"] == pytest.approx((50.0 + 8.0) / (2.9 + 1.4))
    assert row["overlap"] == pytest.approx(120.3 / 58.0)
    assert row["ratio"] == pytest.approx(58.0 / 4.3 * 130.8 / 120.3)


def test_growth_of_combines_hardly_depends_on_the_coverage():
    row = living.growth(PLAIN).set_index("name").loc["combines"]
    assert row["start_value"] == 1707  # 1.7 thousand of the state farms and 7 of the stations
    assert row["like_for_like"] / row["as_printed"] == pytest.approx(0.980, abs=0.001)


def test_coverage_changes_the_chosen_ratio_and_nothing_else():
    one, other = (living.growth(Choices(coverage=c)) for c in ("like_for_like", "as_printed"))
    assert one["ratio"].equals(one["like_for_like"])
    assert other["ratio"].equals(other["as_printed"])
    pd.testing.assert_frame_equal(one.drop(columns="ratio"), other.drop(columns="ratio"))


def test_items_apart_are_the_threshers_and_the_area():
    assert living_words.apart(PLAIN)["name"].tolist() == ["harvesters", "sown_area"]


def test_apart_findings_name_the_cause():
    threshers, area, near, part = living_words.apart_findings(PLAIN)
    assert "tractors" in near
    assert "combine harvesters" in near
    assert "the report of 1939 counts 2.07 times as many" in threshers
    assert "for 1929; for 1930 it prints another" in area
    assert "combine harvesters counts only a part" in part


def test_herds_fall_by_hand():
    rows = living.herd_changes(PLAIN).set_index("animal")
    assert rows.at["cattle", "fall"] == pytest.approx(38.4 / 68.1 - 1)
    assert rows.at["horses", "lowest_year"] == 1934
    assert rows.at["pigs", "change"] == pytest.approx(30.6 / 20.9 - 1)
    assert living.herds(PLAIN)["territory"].unique().tolist() == ["ussr_1938"]
    assert living.herds(PLAIN)["year"].min() == 1929


def test_products_select_the_herds():
    one = Choices(products="cattle")
    assert living.herd_changes(one)["animal"].tolist() == ["cattle"]
    assert living.january_changes(one)["animal"].tolist() == ["cattle"]
    assert "sheep" not in living_words.herds_finding(one)


def test_january_counts_add_sheep_and_goats():
    rows = living.january_changes(PLAIN).set_index("animal")
    assert rows.at["sheep_and_goats", "first"] == pytest.approx((97.4 + 9.7) * 1e6)
    assert rows.at["sheep_and_goats", "change"] == pytest.approx((32.9 + 3.6) / (97.4 + 9.7) - 1)


@pytest.mark.parametrize(("harvest", "later"), [("barn", 68.4), ("estimate", 65.0)])
def test_harvest_of_1933_by_hand(harvest, later):
    rows = living.harvests(Choices(harvest=harvest)).set_index("year")
    assert rows.at[1933, "excess"] == pytest.approx(89.8 / later - 1)
    assert rows.index.tolist() == list(range(1928, 1940))


def test_harvest_finding_says_whether_the_early_years_agree():
    assert "the two are the same" in living_words.harvest_finding(PLAIN)
    assert "by 16% to 28%" in living_words.harvest_finding(Choices(harvest="estimate"))


def test_rival_harvests_stand_side_by_side():
    rows = living.rival_harvests(PLAIN)
    assert {"harvest_as_published", "harvest_barn", "harvest_estimate"} <= set(rows["measure"])
    assert rows["territory"].unique().tolist() == ["ussr_1938"]
    assert rows["value"].is_monotonic_decreasing


def test_upper_bounds_of_deaths_are_no_values():
    rows = living_famine.famine(PLAIN)
    table = rows[rows["sources"] == "vishnevsky_2006"]
    assert len(table) == 10
    assert table["value"].isna().all()
    assert table["high"].notna().all()
    assert not rows["measure"].isin(["lost_births", "demographic_loss"]).any()


def test_bounds_enter_no_range():
    figures, limits = living_famine.estimated(PLAIN), living_famine.bounded(PLAIN)
    assert living_famine.span(figures) == (5e6, 7e6)
    assert set(figures["author"]) == {"Dalrymple", "Conquest", "Kotkin", "Davies, Wheatcroft"}
    assert (len(limits), limits["high"].min(), limits["high"].max()) == (10, 2.7e6, 12.8e6)
    assert limits["value"].isna().all()
    said = living_words.famine_finding(PLAIN)
    assert said.index("5.0 to 7.0 million by 4 estimates") < said.index("upper bounds alone")


def test_figures_come_before_bounds_and_the_whole_country_before_its_parts():
    rows = living_famine.famine(PLAIN)
    assert rows["whole"].is_monotonic_decreasing
    assert rows.loc[rows["whole"], "bound"].is_monotonic_increasing
    assert set(rows.loc[rows["whole"], "measure"]) == {"famine_deaths"}


def test_census_gap_by_hand():
    gap = living_famine.census_gap()
    assert (gap["low"], gap["high"]) == (170_000_000 - 162_003_225, 172_000_000 - 162_003_225)


def test_subjects_left_out_follow_the_tables(monkeypatch):
    assert "harvests" in living.subjects_left_out()
    fake = pd.DataFrame({"subject": ["grain_harvest", "herds"]})
    monkeypatch.setattr(living, "load_pamphlet", lambda name: fake)
    assert "harvests" not in living.subjects_left_out()
    monkeypatch.setattr(living, "LEFT_OUT", {"harvest": "harvests"})
    assert living_words.left_out_finding() == ""


def test_collectivisation_is_set_beside_the_reports_share():
    assert "93.5%" in living_words.collectivised_sentence(PLAIN)


def test_wage_ratio_has_the_bounds_of_both_figures():
    ends = living_wages.wage_ratio(PLAIN)
    assert float(ends.low) == pytest.approx(3446.5 / 991.5)
    assert float(ends.high) == pytest.approx(3447.5 / 990.5)


def test_gap_of_prices_by_hand():
    gap = living_wages.gap_multiple(PLAIN)
    assert float(gap.low) == pytest.approx(4.5 * 990.5 / 3447.5)
    assert float(gap.high) == pytest.approx(5.5 * 991.5 / 3446.5)


def test_an_index_that_nobody_looked_up_gives_no_result(monkeypatch):
    gap = living_wages.gap_multiple(Choices(prices="allen"))
    assert float(gap.low) == pytest.approx(5.05 * 990.5 / 3447.5)
    monkeypatch.setattr(living_wages, "chosen_index", lambda _c: None)
    assert living_wages.gap_multiple(PLAIN) is None
    assert "nobody has looked it up" in living_words.wage_finding(PLAIN)
    assert living_words.gap_finding(PLAIN) == ""
    assert "off: not looked up" in living_tables.other_options(PLAIN)["Value"].tolist()


def test_price_multiples_share_years_territory_and_measure():
    for choices in (PLAIN, OTHER):
        rows = living_wages.price_multiples(choices)
        assert rows["end"].str[:4].unique().tolist() == ["1937"]
        require_alike(rows, labels=("measure", "price_base", "quantity"))
        assert (rows["low"] < rows["value"]).all()
    assert living_wages.price_multiples(PLAIN)["chosen"].sum() == 1


def test_real_wages_as_multiples_by_hand():
    rows = living_wages.real_wages(OTHER)
    allen = rows[rows["label"] == "Change of the real wage, all workers"].iloc[0]
    assert (allen["value"], allen["base_year"]) == (pytest.approx(0.87), "1927")
    chapman = rows[rows["author"] == "Chapman"].iloc[0]
    assert (chapman["value"], chapman["base_year"]) == (pytest.approx(0.58), "1928")
    assert (rows["end"].str[:4].astype(int) < 1940).all()


def test_real_wages_at_unlike_prices_are_refused_on_one_axis():
    with pytest.raises(ComparisonError, match="price_base"):
        require_alike(living_wages.real_wages(OTHER), labels=("price_base",))


def test_wages_and_prices_are_divided_only_over_the_same_years_of_one_source():
    assert living_wages.same_years(PLAIN).empty
    rows = living_wages.same_years(OTHER).set_index("author")
    assert rows.at["Allen", "real"] == pytest.approx(3047 / 690 / 5.1)
    # The author himself gives a fall by 13 per cent.
    assert round(100 * rows.at["Allen", "real"]) == 87
    assert "bought 87% of what it had" in living_words.wage_finding(PLAIN)


@pytest.mark.parametrize("choices", SETTINGS)
def test_sentences_have_numbers_and_no_gaps(choices):
    for sentence in living_words.findings(choices) + living_words.conclusions(choices):
        assert sentence == sentence.strip()
        assert sentence.endswith((".", ")"))
        assert "nan" not in sentence.replace(",", " ").split()


def test_findings_change_with_the_choices():
    assert living_words.findings(PLAIN) != living_words.findings(OTHER)
    assert "nobody has looked up are left out" in living_words.real_wage_finding(PLAIN)
    assert "Chapman" in living_words.real_wage_finding(OTHER)
    assert "estimates of the famine 5 instead of 4" in living_words.unchecked_finding(PLAIN)


def test_default_findings_rest_on_checked_rows():
    for rows in (
        living.harvests(PLAIN).assign(verification="one_text"),
        living.rival_harvests(PLAIN),
        living_famine.famine(PLAIN),
        living_wages.price_multiples(PLAIN),
        living_wages.real_wages(PLAIN),
        living.herds(PLAIN),
    ):
        assert not (rows["verification"] == "unchecked").any()


@pytest.mark.parametrize("choices", SETTINGS)
def test_every_figure_can_be_built(choices):
    bundles = {name: make(choices) for name, make in TOPIC.figures.items()}
    assert len(bundles) == 4
    assert set(TOPIC.outcomes(choices)) == set(TOPIC.outcomes(PLAIN))
    for name, bundle in bundles.items():
        assert bundle.name == name
        assert len(bundle.title) <= 90
        assert bundle.footnotes
        assert "nan" not in f"{bundle.title} {bundle.caption} {bundle.alt}".split()


def test_title_of_growth_flips_with_the_coverage():
    one, other = (living_figures.growth_figure(Choices(coverage=c)).title for c in ("like_for_like", "as_printed"))
    assert one == "Counted alike, harvesters grew to 14.7 times their number, not 30.4 times"
    assert other.startswith("As printed, growth reaches 90.3 times")


def test_title_of_growth_is_neutral_where_nothing_is_apart(monkeypatch):
    monkeypatch.setattr(living_words, "APART", 10.0)
    assert living_figures.growth_figure(PLAIN).title.startswith(
        "Counted alike at both dates, growth reaches 88.5 times"
    )


def test_harvest_title_is_neutral_where_the_published_figure_is_lower(monkeypatch):
    rows = living.harvests(PLAIN)
    lower = rows.assign(excess=rows["excess"].where(rows["year"] != 1935, -0.1))
    monkeypatch.setattr(living, "harvests", lambda choices: lower)
    assert living_figures.harvest_figure(PLAIN).title == "Published grain harvests and a later series"


def test_herds_start_at_one_hundred_and_break_where_the_report_changes():
    data = living_figures.herds_data(PLAIN)
    assert data.loc[data["x"] == 1929, "value"].tolist() == [100.0] * 4
    assert not data.duplicated(["group", "x"]).any()
    assert data.loc[data["x"] == 1933.5, "value"].isna().all()
    assert (data["x"] == 1933.5).sum() == 4


def test_the_harvest_figure_holds_both_harvests():
    data = living_figures.harvest_figure(PLAIN).data.pivot(index="x", columns="group", values="value")
    assert (data.at[1933, "published at the time"], data.at[1933, "later series"]) == pytest.approx((89.8, 68.4))
    assert living_figures.harvest_figure(PLAIN).options["shade"]


def test_famine_figure_says_inside_what_it_does_not_count():
    bundle = living_figures.famine_figure(PLAIN)
    assert "Executions" in bundle.inside_note
    assert "5.0 to 7.0 million people, by 4 estimates" in bundle.title
    assert (bundle.data["panel"] == "A figure or a range").sum() == 4


def test_wages_are_told_as_wages():
    said = living_words.wage_finding(PLAIN)
    assert said.startswith("Wages rose 3.5 times from 1930 to 1938")
    assert "Prices rose about 5 times from 1928 to 1937" in said
    assert "we cannot say what the wage bought" in said


@pytest.mark.parametrize(
    "table",
    [
        living_tables.printed_table,
        living_tables.famine_table,
        living_tables.prices_table,
        living_tables.coverage_options,
        living_tables.other_options,
        living_tables.herds_table,
        living_tables.harvest_table,
        living_tables.real_wage_table,
        living_tables.same_years_table,
        living_tables.rivals_table,
    ],
)
@pytest.mark.parametrize("choices", SETTINGS[:3])
def test_tables_for_display_have_rows(table, choices):
    frame = table(choices)
    assert len(frame) > 0
    assert frame.columns.is_unique


def test_options_repeat_the_result_for_every_option():
    table = living_tables.coverage_options(PLAIN)
    row = table[table["Item"].str.startswith("Harvesters")].iloc[0]
    assert (row["counted alike at both dates"], row["as printed"]) == (14.67, 30.42)
    grants = table[table["Item"].str.startswith("Grants")].iloc[0]
    assert math.isnan(grants["counted alike at both dates"])
    assert "off: not looked up" not in living_tables.other_options(PLAIN)["Value"].tolist()
