"""Industry and income: printed levels, what follows from them, published growth, generated words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.ledger import ask
from analysis.numbers.printed import parse
from analysis.text.verdicts import CONTRADICTION, HOLDS
from analysis.topics.production import TOPIC, figures, findings, model, published, tables
from analysis.topics.production.choices import Choices

DEFAULT = Choices()


# --- choices -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"measure": "steel"}, "measure: expected one of 'industry', 'national_income'"),
        ({"coverage": "small"}, "coverage: expected one of 'any', 'all', 'large_scale'"),
        ({"price_base": "1937"}, "price_base: expected one of"),
        ({"rule": "up"}, "rule: expected one of"),
        ({"start": 1937, "end": 1937}, "end: expected a year after start"),
    ],
)
def test_choices_refuse_what_is_not_allowed(given, said):
    with pytest.raises(ValueError, match=said):
        Choices(**given)


def test_windows_that_end_after_1938_are_marked():
    assert not Choices(end=1938).annexations
    assert Choices(end=1940).annexations


# --- printed -------------------------------------------------------------------------------------


def test_checks_are_those_of_the_ledger():
    for name, check in zip(
        (model.INCREASE, model.TEN_YEARS, model.TIMES, model.EIGHT_YEARS), model.checks(DEFAULT).values(), strict=True
    ):
        assert check == ask.check(name)
        assert check.verdict == ask.rows([name]).iloc[0]["arithmetic"]


def test_verdicts_against_the_reports_are_those_of_the_ledger():
    assert tables.fidelity_table(DEFAULT)["Verdict"].tolist() == ask.rows(model.LEVELS)["fidelity"].tolist()


def test_implied_rates_by_hand():
    rows = model.implied_rates(DEFAULT).set_index(["subject", "years"])
    income = rows.loc[("national_income", 9)]
    assert income["value"] == pytest.approx((105 / 29) ** (1 / 9) - 1)
    assert income["low"] == pytest.approx((104.5 / 29.5) ** (1 / 9) - 1)
    assert income["high"] == pytest.approx((105.5 / 28.5) ** (1 / 9) - 1)
    assert rows.loc[("national_income", 10), "value"] == pytest.approx(1.37311 - 1.23580, abs=1e-5)
    industry = rows.loc[("industrial_production", 8)]
    assert industry["low"] == pytest.approx((100 / 21.5) ** (1 / 8) - 1)
    assert math.isnan(industry["value"])
    assert math.isnan(industry["high"])


def test_the_reading_changes_levels_and_no_growth():
    corrected = DEFAULT.but(reading="as_corrected")
    one, other = (model.figures_of(c)[model.INCOME[0]].value for c in (DEFAULT, corrected))
    assert other / one == 1000
    left, right = model.implied_rates(DEFAULT), model.implied_rates(corrected)
    assert left["low"].tolist() == pytest.approx(right["low"].tolist())


# --- reports and the official index ----------------------------------------------------------------


def test_growth_in_the_reports_by_hand():
    rows = model.report_growth()
    assert rows.loc[1929, "ratio"] == pytest.approx(100375 / 21025)
    assert rows.loc[1930, "rate"] == pytest.approx((100375 / 27477) ** (1 / 8) - 1)


def test_the_printed_level_is_that_of_1929():
    assert model.report_years(DEFAULT) == [1929]
    # Always rounded up, 21 stands for 20 to 21, and 21.025 is outside.
    assert model.report_years(DEFAULT.but(rule="ceiling")) == []
    assert "From 1929 the official index" in findings.dated_finding(DEFAULT)
    assert findings.dated_finding(DEFAULT.but(rule="ceiling")) == ""


def test_the_ratio_agrees_with_the_official_index_from_1929_alone():
    times = model.official_times()
    assert times.loc["all_industry"].tolist() == pytest.approx([657 / 158, 657 / 193])
    assert times.loc["large_scale_industry"].tolist() == pytest.approx([911 / 190, 911 / 249])
    bounds = model.figures_of(DEFAULT)[model.TIMES].bounds("half_unit")
    # "Almost five" is 4.5 to 5: of all industry 4.16 times, of large-scale industry 4.79.
    assert [bounds.contains(v) for v in times.loc[["all_industry", "large_scale_industry"], 1929]] == [False, True]
    assert not any(bounds.contains(v) for v in times[1930])
    assert "agrees with large-scale industry, counted from 1930 with neither" in findings.dated_finding(DEFAULT)


def test_the_sentence_on_agreement_needs_agreement(monkeypatch):
    monkeypatch.setattr(model, "official_times", lambda: pd.DataFrame({1929: [3.0], 1930: [3.5]}, ["all_industry"]))
    assert "agrees" not in findings.dated_finding(DEFAULT)


def test_the_index_of_the_report_follows_large_scale_industry(monkeypatch):
    table = model.report_index()
    assert table["year"].tolist() == [1933, 1934, 1935, 1936, 1937, 1938]
    assert (table["report"] - table["large_scale_industry"]).abs().max() == pytest.approx(2.2)
    assert "follows the official series for large-scale" in findings.index_finding()
    swapped = table.rename(columns={"all_industry": "large_scale_industry", "large_scale_industry": "all_industry"})
    monkeypatch.setattr(model, "report_index", lambda: swapped)
    assert findings.index_finding() == ""


# --- published -----------------------------------------------------------------------------------


def test_rates_of_the_default_window():
    rows = published.in_window(DEFAULT).set_index("id")
    assert set(rows["window"]) == {"1928–1937"}
    assert rows.loc["industry-growth-tssu-1957-all-industry-1928-1937-rate", "value"] == pytest.approx(0.1806)
    assert not rows.index.duplicated().any()
    assert "unchecked" not in set(rows["verification"])


def test_a_window_nobody_printed_is_computed_from_the_series():
    rows = published.in_window(DEFAULT.but(start=1925, end=1936, coverage="all"))
    assert rows["value"].tolist() == pytest.approx([(529 / 73) ** (1 / 11) - 1])
    assert rows["origin"].tolist() == ["from series"]


def test_a_ratio_alone_becomes_a_rate():
    row = pd.DataFrame({"first": [1928], "last": [1930], "value": [1.21], "low": [1.0], "high": [1.44]})
    found = published._as_rate(row).iloc[0]
    assert (found["value"], found["low"], found["high"]) == pytest.approx((0.1, 0.0, 0.2))


def test_other_territories_and_parts_of_industry_stay_out():
    rows = published.rates(Choices(measure="national_income", unchecked=True))
    assert "russian_federation" not in set(rows["territory"])
    assert set(published.rates(Choices(unchecked=True))["population"]) <= set(published.WHOLE_INDUSTRY)


@pytest.mark.parametrize(("base", "wanted"), [("1926_27_unchanged", True), ("not_stated", False), ("other", False)])
def test_price_bases_are_let_in_as_asked(base, wanted):
    bases = set(published.rates(DEFAULT.but(price_base=base))["price_base"])
    assert ("1926_27_unchanged" in bases) is wanted
    assert ("not stated" in bases) is (base == "not_stated")


def test_an_average_of_estimates_is_no_estimate():
    rows = pd.DataFrame({"lineage": ["nutter", "nutter", "western_average", "kaplan_moorsteen"]})
    assert published.independent(rows) == 2
    assert "western_average" in set(published.in_window(DEFAULT)["lineage"])
    assert "2 independent other estimates" in findings.published_finding(DEFAULT)


def test_what_is_worked_out_to_question_an_author_is_no_estimate_of_his():
    rows = published.in_window(DEFAULT.but(unchecked=True))
    assert not rows["label"].str.contains("implied by").any()
    assert "Bergson 1961, 5.7%" in findings.supposed_sentence(DEFAULT)
    assert "5.7%" not in " ".join(findings.findings(DEFAULT))


def test_ends_take_ranges_in():
    rows = pd.DataFrame({"value": [0.10, math.nan], "low": [math.nan, 0.09], "high": [math.nan, 0.11]})
    assert published.ends(rows) == (0.09, 0.11)
    assert published.ends(rows.iloc[:0]) is None


def test_windows_are_those_of_the_literature_and_the_chosen_one():
    rows = published.by_window(DEFAULT.but(start=1925, end=1936))
    assert {(1925, 1936), *published.WINDOWS} == set(zip(rows["start"], rows["end"], strict=True))


# --- words ---------------------------------------------------------------------------------------


def test_the_increase_is_told_with_verdict_and_repair():
    said = findings.income_finding(DEFAULT)
    assert "rose by 262% (254% to 270%" in said
    assert f"Verdict: {CONTRADICTION}. Holds if" in said


def test_the_gap_is_told_only_where_there_is_one(monkeypatch):
    assert "6.0 percentage points above" in findings.published_finding(DEFAULT)
    rows = published.in_window(DEFAULT)
    monkeypatch.setattr(published, "in_window", lambda _c: rows.assign(official=~rows["official"]))
    assert "percentage points above" not in findings.published_finding(DEFAULT)


def test_a_window_without_other_estimates_says_so():
    other = findings.published_finding(DEFAULT.but(start=1930, end=1938))
    assert "No estimate but official ones was collected" in other


def test_an_empty_window_says_so_and_draws_something_else():
    choices = DEFAULT.but(start=1925, end=1926, coverage="large_scale", price_base="other")
    assert "No estimate was collected for exactly 1925–1926" in findings.published_finding(choices)
    assert "all are shown" in figures.growth_figure(choices).inside_note


def test_annexed_territory_is_named_inside_the_picture():
    choices = DEFAULT.but(end=1940)
    assert "annexed" in figures.growth_figure(choices).inside_note
    assert "borders moved" in " ".join(findings.findings(choices))
    assert figures.growth_figure(DEFAULT).inside_note == ""


def test_what_the_unchecked_rows_would_change_is_computed():
    said = findings.windows_finding(DEFAULT)
    others = published.in_window(DEFAULT.but(unchecked=True)).query("not official")
    low, high = published.ends(others)
    assert f"from {100 * low:.1f}% to {100 * high:.1f}%" in said


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (0.1537, 0.1509, 0.1565, "15.4% a year (15.1% to 15.7%)"),
        (math.nan, 0.10, 0.12, "10.0% to 12.0% a year"),
        (math.nan, 0.18624, math.nan, "more than 18.6% a year"),
        (math.nan, 0.18684, math.nan, "more than 18.6% a year"),
        (0.05, math.nan, math.nan, "5.0% a year"),
    ],
)
def test_rates_in_words(value, low, high, said):
    assert findings.rate_text(value, low, high) == said


# --- figures and tables --------------------------------------------------------------------------


def test_the_title_on_the_dates_needs_the_numbers(monkeypatch):
    assert "dated to 1930 it is 3.6 points more" in figures.official_figure(DEFAULT).title
    original = model.figures_of

    def changed(choices):
        found = dict(original(choices))
        found[model.INDUSTRY[1]] = parse("above 70", found[model.INDUSTRY[1]].step, True)
        return found

    monkeypatch.setattr(model, "figures_of", changed)
    from analysis.data import memo

    memo.forget()
    assert figures.official_figure(DEFAULT).title == "Growth of industry to 1938: printed, reported, official"
    memo.forget()


@pytest.mark.parametrize(
    "choices",
    [
        DEFAULT,
        Choices(measure="national_income", unchecked=True),
        Choices(unchecked=True),
        Choices(start=1939, end=1940, price_base="other", coverage="all"),
    ],
)
def test_every_choice_gives_complete_figures(choices):
    for make in TOPIC.figures.values():
        bundle = make(choices)
        assert len(bundle.title) <= 90
        assert bundle.alt
        assert bundle.footnotes
        if not choices.unchecked and "verification" in bundle.data:
            assert "unchecked" not in set(bundle.data["verification"])
    for make in TOPIC.tables.values():
        assert isinstance(make(choices), pd.DataFrame)
    assert set(TOPIC.outcomes(choices)) == set(TOPIC.outcomes(DEFAULT))


def test_growth_is_drawn_on_one_axis():
    assert figures.growth_figure(DEFAULT).options["limits"] == (0, 25)
    assert figures.official_figure(DEFAULT).options["limits"] == (0, 25)


def test_index_lines_start_at_100():
    data = figures.index_data(DEFAULT)
    assert data.loc[data["x"] == 1928, "value"].tolist() == pytest.approx([100.0] * data["group"].nunique())
    assert data["value"].max() == pytest.approx(100 * 1.2053**9)
    assert "437" not in figures.index_figure(DEFAULT).title
    assert "446 to 537" in figures.index_figure(DEFAULT).title


def test_tables_have_a_row_for_each_figure():
    assert len(tables.printed_table(DEFAULT)) == len(model.printed(DEFAULT))
    assert len(tables.fidelity_table(DEFAULT)) == 4
    assert set(tables.window_table(DEFAULT)["Whose"]) == {"official", "others"}
    assert ask.check(model.TIMES).verdict in HOLDS
