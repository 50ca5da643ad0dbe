"""Industry and income: printed levels, what follows from them, published growth, generated words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.numbers.printed import parse
from analysis.text.verdicts import CONTRADICTION, EXACT, WITHIN
from analysis.topics.production import figures as economy_figures
from analysis.topics.production import findings as economy_words
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production import published_figures as economy_published_figures
from analysis.topics.production import tables as economy_tables
from analysis.topics.production import windows as economy_choices
from analysis.topics.production.model import Choices

DEFAULT = Choices()
PUBLISHED = (
    economy_published_figures.forest_figure,
    economy_published_figures.lines_figure,
    economy_published_figures.choices_figure,
)


def with_figure(monkeypatch, name, printed):
    """Let one printed figure read otherwise."""
    original = economy.figures_of

    def changed(choices):
        found = dict(original(choices))
        old = found[name]
        factor = old.step if name == economy.INCREASE else 1
        found[name] = parse(printed, factor, old.whole)
        return found

    monkeypatch.setattr(economy, "figures_of", changed)


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


def test_increase_by_contradicts_and_to_fits():
    checks = economy.checks(DEFAULT)
    by, to = list(checks.values())[:2]
    # 105 / 29 - 1 = 2.6207, printed 3.60; 105 / 29 = 3.6207 and the bounds of 29 alone reach from 3.54 to 3.70.
    assert (by.verdict, to.verdict) == (CONTRADICTION, WITHIN)
    assert by.computed == pytest.approx(105 / 29 - 1)
    assert to.low == pytest.approx(104.5 / 29.5)


def test_yearly_steps_are_counted_exactly():
    verdicts = {name: c.verdict for name, c in economy.checks(DEFAULT).items()}
    assert verdicts["From the total of 1929 to that of 1938 there are ten yearly steps"] == CONTRADICTION
    assert verdicts["From a total of 1930 to that of 1938 there are eight yearly steps"] == EXACT
    assert verdicts["From a total of 1929 to that of 1938 there are eight yearly steps"] == CONTRADICTION


def test_implied_rates_by_hand():
    rows = economy.implied_rates(DEFAULT).set_index(["subject", "years"])
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
    one, other = economy.by_and_to(DEFAULT), economy.by_and_to(corrected)
    assert (other["value"] / one["value"]).tolist() == pytest.approx([1000, 1000, 1000])
    left, right = economy.implied_rates(DEFAULT), economy.implied_rates(corrected)
    assert left["low"].tolist() == pytest.approx(right["low"].tolist())
    assert economy.rouble_scale(corrected)[0] == 1e9


def test_the_rule_moves_the_bounds():
    cut = economy.by_and_to(DEFAULT.but(rule="truncation")).set_index("way")
    assert cut.loc["to", "low"] == pytest.approx(29e6 * 3.6)
    assert cut.loc["to", "high"] == pytest.approx(30e6 * 3.61, rel=5e-3)


def test_by_and_to_by_hand():
    rows = economy.by_and_to(DEFAULT).set_index("way")["value"]
    assert rows.to_dict() == pytest.approx({"printed": 105e6, "to": 29e6 * 3.6, "by": 29e6 * 4.6})


# --- reports -------------------------------------------------------------------------------------


def test_growth_in_the_reports_by_hand():
    rows = economy.report_growth().set_index("start")
    assert rows.loc[1929, "ratio"] == pytest.approx(100375 / 21025)
    assert rows.loc[1930, "rate"] == pytest.approx((100375 / 27477) ** (1 / 8) - 1)


def test_the_printed_level_is_that_of_1929():
    assert economy.report_years(DEFAULT) == [1929]
    # Always rounded up, 21 stands for 20 to 21, and 21.025 is outside.
    assert economy.report_years(DEFAULT.but(rule="ceiling")) == []
    assert "Only the figure of 1929" in economy_words.report_finding(DEFAULT)
    assert "Only the figure" not in economy_words.report_finding(DEFAULT.but(rule="ceiling"))


def test_fidelity_counts_matches_as_well_as_differences():
    assert "As in the report: 0. Different: 4." in economy_words.fidelity_sentence(DEFAULT)
    corrected = economy_words.fidelity_sentence(DEFAULT.but(reading="as_corrected"))
    assert "As in the report: 3. Different: 1." in corrected


def test_the_index_of_the_report_follows_large_scale_industry(monkeypatch):
    table = economy_published.report_index()
    assert table["year"].tolist() == [1933, 1934, 1935, 1936, 1937, 1938]
    assert (table["report"] - table["large_scale_industry"]).abs().max() == pytest.approx(2.2)
    assert "follows the official series for large-scale" in economy_words.index_finding()
    swapped = table.rename(columns={"all_industry": "large_scale_industry", "large_scale_industry": "all_industry"})
    monkeypatch.setattr(economy_published, "report_index", lambda: swapped)
    assert economy_words.index_finding() == ""


# --- published -----------------------------------------------------------------------------------


def test_rates_of_the_default_window():
    rows = economy_published.in_window(DEFAULT).set_index("id")
    assert set(rows["window"]) == {"1928–1937"}
    assert rows.loc["industry-growth-tssu-1957-all-industry-1928-1937-rate", "value"] == pytest.approx(0.1806)
    assert not rows.index.duplicated().any()
    assert "unchecked" not in set(rows["verification"])


def test_a_window_nobody_printed_is_computed_from_the_series():
    rows = economy_published.in_window(DEFAULT.but(start=1925, end=1936, coverage="all"))
    assert rows["value"].tolist() == pytest.approx([(529 / 73) ** (1 / 11) - 1])
    assert rows["origin"].tolist() == ["from series"]


def test_a_ratio_alone_becomes_a_rate():
    row = pd.DataFrame({"first": [1928], "last": [1930], "value": [1.21], "low": [1.0], "high": [1.44]})
    found = economy_published._as_rate(row).iloc[0]
    assert (found["value"], found["low"], found["high"]) == pytest.approx((0.1, 0.0, 0.2))


def test_no_panel_mixes_coverage_or_kind():
    for choices in (DEFAULT, Choices(unchecked=True), Choices(measure="national_income", unchecked=True)):
        for _panel, part in economy_published.in_window(choices).groupby("panel"):
            assert part["population"].nunique() == 1
            assert part["index_kind"].nunique() == 1


def test_other_territories_and_parts_of_industry_stay_out():
    rows = economy_published.rates(Choices(measure="national_income", unchecked=True))
    assert "russian_federation" not in set(rows["territory"])
    assert set(economy_published.rates(Choices(unchecked=True))["population"]) <= set(economy_published.WHOLE_INDUSTRY)


@pytest.mark.parametrize(("base", "wanted"), [("1926_27_unchanged", True), ("not_stated", False), ("other", False)])
def test_price_bases_are_let_in_as_asked(base, wanted):
    bases = set(economy_published.rates(DEFAULT.but(price_base=base))["price_base"])
    assert ("1926_27_unchanged" in bases) is wanted
    assert ("not stated" in bases) is (base == "not_stated")


def test_ranges_count_lineages():
    rows = pd.DataFrame(
        {
            "panel": ["p", "p", "p"], "official": [False] * 3, "value": [0.10, math.nan, 0.12],
            "low": [math.nan, 0.09, math.nan], "high": [math.nan, 0.11, math.nan], "lineage": ["a", "a", "b"],
        }
    )  # fmt: skip
    found = economy_published.panel_ranges(rows).iloc[0]
    assert (found["low"], found["high"], found["estimates"], found["lineages"]) == (0.09, 0.12, 3, 2)


# --- choices -------------------------------------------------------------------------------------


def rate_rows(*rows):
    names = ["author", "window", "population", "index_kind", "price_base", "value", "lineage"]
    frame = pd.DataFrame(rows, columns=names)
    years = frame["window"].str.split("-", expand=True).astype(int)
    return frame.assign(first=years[0], last=years[1], low=math.nan, high=math.nan, label=frame["author"])


def test_pairs_differ_in_one_label_only(monkeypatch):
    rows = rate_rows(
        ("A", "1928-1937", "all", "gross", "x", 0.18, "a"),
        ("A", "1928-1932", "all", "gross", "x", 0.19, "a"),
        ("A", "1928-1937", "large", "gross", "x", 0.21, "a"),
        ("B", "1928-1937", "all", "net", "y", 0.06, "b"),
        ("C", "1928-1937", "all", "gross", "x", 0.18, "a"),
    )
    monkeypatch.setattr(economy_choices, "rates", lambda _c: rows)
    found = economy_choices.matched_pairs(DEFAULT).set_index("label")
    # A window pair 18 against 19, a coverage pair 18 against 21 (twice, with C); B differs in three labels,
    # and C repeats A's lineage.
    assert found["largest"].to_dict() == pytest.approx({"population": 0.03, "window": 0.01})
    assert found.index[0] == "population"
    assert "author" not in found.index


def test_the_gap_is_taken_between_the_nearest_and_the_farthest():
    low, high = economy_choices.official_gap(DEFAULT)
    assert low == pytest.approx(0.1806 - 0.121)
    assert high == pytest.approx(0.2053 - 0.057)
    assert economy_choices.official_gap(DEFAULT.but(measure="national_income")) is None


def test_unchecked_rows_change_what_moves_most():
    income = Choices(measure="national_income")
    assert economy_choices.matched_pairs(income)["label"].iloc[0] == "window"
    assert economy_choices.matched_pairs(income.but(unchecked=True))["label"].iloc[0] == "price_base"


# --- words ---------------------------------------------------------------------------------------


def test_the_repair_is_named_only_where_it_repairs(monkeypatch):
    assert "read as an increase to 360 per cent, it fits" in economy_words.income_finding(DEFAULT)
    assert "360 per cent more" in economy_figures.increase_figure(DEFAULT).title
    with_figure(monkeypatch, economy.INCREASE, "262")
    assert "it fits" not in economy_words.income_finding(DEFAULT)
    assert economy_figures.increase_figure(DEFAULT).title == "What the printed percentage makes of the printed level"


def test_the_official_comparison_falls_back(monkeypatch):
    assert "imply faster growth" in economy_figures.official_figure(DEFAULT).title
    with_figure(monkeypatch, economy.INDUSTRY[1], "above 70")
    assert economy_figures.official_figure(DEFAULT).title == "Growth of industry to 1938: printed, reported, official"


def test_a_window_without_other_estimates_says_so():
    default = " ".join(economy_words.published_findings(DEFAULT))
    assert "Every official rate lies above every other rate" in default
    other = " ".join(economy_words.published_findings(DEFAULT.but(start=1930, end=1938)))
    assert "Every official rate" not in other
    assert "No estimate but official ones was collected" in other


def test_an_empty_window_says_so_and_draws_something_else():
    choices = DEFAULT.but(start=1925, end=1926, coverage="large_scale", price_base="other")
    assert economy_words.published_findings(choices) == [
        "No estimate was collected for exactly 1925–1926 under these choices."
    ]
    bundle = economy_published_figures.forest_figure(choices)
    assert "all price bases are shown" in bundle.inside_note
    assert bundle.title == "Growth of industry by author"


def test_annexed_territory_is_named_inside_the_picture():
    choices = DEFAULT.but(end=1940)
    assert "annexed" in economy_published_figures.forest_figure(choices).inside_note
    assert "borders moved" in " ".join(economy_words.findings(choices))
    assert economy_published_figures.forest_figure(DEFAULT).inside_note == ""


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
    assert economy_words.rate_text(value, low, high) == said


# --- figures and tables --------------------------------------------------------------------------


@pytest.mark.parametrize("make", PUBLISHED)
@pytest.mark.parametrize(
    "choices",
    [
        DEFAULT,
        Choices(measure="national_income", unchecked=True),
        Choices(unchecked=True),
        Choices(start=1939, end=1940, price_base="other", coverage="all"),
    ],
)
def test_published_figures_have_words_and_like_panels(make, choices):
    bundle = make(choices)
    assert bundle.title
    assert bundle.alt
    assert bundle.footnotes
    if not choices.unchecked:
        assert "unchecked" not in set(bundle.data["verification"])


def test_index_lines_start_at_100():
    data = economy_published_figures.lines_data(DEFAULT)
    assert data.loc[data["x"] == 1928, "value"].tolist() == pytest.approx([100.0] * data["group"].nunique())
    last = data[data["x"] == 1937].set_index("group")["value"]
    assert last["large-scale industry"] == pytest.approx(100 * 816 / 152)
    assert data["group"].nunique() <= 7


def test_tables_have_a_row_for_each_figure():
    assert len(economy_tables.printed_table(DEFAULT)) == len(economy.printed(DEFAULT))
    assert len(economy_tables.fidelity_table(DEFAULT)) == 4
    assert set(economy_tables.window_table(DEFAULT)["Whose"]) == {"official", "others"}
    assert economy_tables.pairs_table(DEFAULT)["Largest difference, points"].iloc[0] == pytest.approx(5.76)


def test_no_default_sentence_or_figure_rests_on_unchecked_rows():
    default = " ".join(economy_words.findings(DEFAULT) + economy_words.conclusions(DEFAULT))
    opened = " ".join(economy_words.findings(DEFAULT.but(unchecked=True)))
    assert "3 lineages" in default
    assert "8 lineages" in opened
