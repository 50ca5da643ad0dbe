"""Growth windows by brute force, the place of the Soviet one, and words that say no more than they show."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.data import panels
from analysis.ledger import ask
from analysis.topics.fastest import TOPIC, findings, industry, model, tables
from analysis.topics.fastest.choices import Choices

DEFAULT = Choices()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"measure": "steel"}, "measure: expected one of"),
        ({"measure": "gdp_per_head", "release": "2010"}, "2010 is held for 'gdp' alone"),
        ({"years": 11}, "years: expected whole number from 1 to 10, got 11"),
        ({"recovered_at": 1.1}, "recovered_at: expected number from 0.5 to 1.0, got 1.1"),
    ],
)
def test_choices_refuse_what_is_not_allowed(given, said):
    with pytest.raises(ValueError, match=said):
        Choices(**given)


# --- windows -------------------------------------------------------------------------------------


def by_hand(levels, years, until, below, peaks=None):
    """Return the fastest window of a country that ends by a year: a plain loop over first years."""
    peaks = levels if peaks is None else peaks
    found = []
    for first, level in levels.items():
        last = levels.get(first + years, math.nan)
        if math.isnan(level) or math.isnan(last) or first + years > until:
            continue
        earlier = peaks[peaks.index < first].max()
        if below and level / earlier < below:
            continue
        found.append(((last / level) ** (1 / years) - 1, first))
    return max(found, default=(math.nan, 0))


@pytest.mark.parametrize("country", ["Japan", "Canada", "France", "Greece", "India", "Panama", "Turkey"])
@pytest.mark.parametrize(("years", "below"), [(9, 0.0), (9, 0.95), (4, 1.0)])
@pytest.mark.parametrize("measure", ["gdp", "gdp_per_head"])
def test_the_fastest_window_is_that_of_a_plain_loop(country, years, below, measure):
    head, people = (panels.levels(n)[country] for n in ("gdp_per_head_2023", "population_2023"))
    levels, peaks = (head * people, None) if measure == "gdp" else (head.where(people.notna()), head)
    rate, first = by_hand(levels, years, 1938, below, peaks)
    choices = DEFAULT.but(measure=measure, years=years, recoveries=not below, recovered_at=below or 0.95)
    row = model.fastest(choices).set_index("country").loc[country]
    assert row["value"] == pytest.approx(rate, nan_ok=True)
    if not math.isnan(rate):
        assert (row["first"], row["last"]) == (first, first + years)


def test_the_soviet_window_by_hand():
    at = model.place(DEFAULT.but(release="2010"))
    assert (at.soviet.first, at.soviet.last) == (1928, 1937)
    assert at.soviet.value == pytest.approx((398017 / 231886) ** (1 / 9) - 1)
    assert at.soviet.over_peak == pytest.approx(231886 / 232351)


def test_soviet_windows_keep_to_one_territory():
    for years in model.LENGTHS:
        at = model.place(DEFAULT.but(years=years, earlier_only=False))
        assert at.soviet.first >= 1928
        assert at.soviet.last <= 1938


def test_product_is_product_per_head_times_people():
    held = model.panel("gdp")
    row, column = list(held.years).index(1928), held.countries.index("USSR")
    assert held.levels[row, column] == pytest.approx(2184 * 169269e3)


def test_the_two_measures_hold_the_same_windows():
    for years in (1, 5, 9):
        total, head = (~np.isnan(model.rates(m, "2023", years)) for m in ("gdp", "gdp_per_head"))
        assert (total == head).all()
    assert {model.place(DEFAULT.but(measure=m)).of for m in ("gdp", "gdp_per_head")} == {56}


def test_small_producers_stay_out_of_steel_and_energy():
    for measure, least in model.LEAST_START.items():
        rows, held = model.fastest(DEFAULT.but(measure=measure)), model.panel(measure)
        for row in rows[rows["value"].notna()].itertuples():
            at = list(held.years).index(row.first), held.countries.index(row.country)
            assert held.levels[at] >= least
    assert "South Africa" not in set(model.fastest(DEFAULT.but(measure="iron_and_steel"))["country"])


def test_no_window_begins_below_the_share_when_recoveries_are_left_out():
    for share in (0.9, 0.95, 1.0):
        rows = model.fastest(DEFAULT.but(recoveries=False, recovered_at=share))
        assert not (rows.loc[rows["value"].notna(), "over_peak"] < share).any()


def test_least_people_leaves_out_small_countries():
    large = model.fastest(DEFAULT.but(least_people=10.0))
    people = panels.levels("population_2023")
    for row in large[large["value"].notna()].itertuples():
        assert people.at[row.first, row.country] >= 10e6
    assert len(large) < len(model.fastest(DEFAULT))


# --- places --------------------------------------------------------------------------------------


def test_places_count_the_faster_ones():
    for measure in model.RANKED:
        choices = DEFAULT.but(measure=measure)
        rows, at = model.fastest(choices), model.place(choices)
        assert at.faster == int((rows["value"] > at.soviet.value).sum())
        assert at.of == len(rows) - 1
        assert rows.set_index("country").at["USSR", "value"] == at.soviet.value
        assert not rows["country"].duplicated().any()


def test_places_as_computed_when_this_was_written():
    """Numbers that an independent script gave from the same panels."""
    table = model.places(DEFAULT).set_index(["measure", "release", "threshold", "earlier_only"])
    for key, counts in {
        ("gdp", "2023", 0.0, True): (19, 56),
        ("gdp", "2023", 0.95, True): (11, 56),
        ("gdp", "2010", 0.0, True): (16, 51),
        ("gdp", "2010", 0.95, True): (8, 51),
        ("gdp", "2023", 0.0, False): (116, 145),
        ("iron_and_steel", "2023", 0.0, True): (1, 13),
        ("primary_energy", "2023", 0.95, False): (2, 59),
    }.items():
        assert tuple(table.loc[key, ["faster", "of"]]) == counts, key
    assert (
        table.loc[("gdp_per_head", "2023", 1.0, True), "faster"]
        != table.loc[("gdp_per_head", "2023", 1.0, True), "faster"]
    )


def test_more_is_let_in_with_recoveries_and_later_windows():
    table = pd.concat([model.places(DEFAULT.but(years=n)) for n in (1, 5, 9)]).dropna(subset=["faster"])
    wide = table.pivot(index=["measure", "release", "years", "earlier_only"], columns="threshold", values="share")
    assert (wide[0.0] >= wide[0.9] - 1e-12).mean() > 0.9
    late = table.pivot(index=["measure", "release", "years", "threshold"], columns="earlier_only", values="faster")
    assert (late[False] >= late[True]).all()


def test_the_same_years_by_hand():
    rows = model.same_years(DEFAULT).set_index("country")
    assert rows["first"].unique().tolist() == [1928]
    head, people = panels.levels("gdp_per_head_2023")["Japan"], panels.levels("population_2023")["Japan"]
    assert rows.at["Japan", "value"] == pytest.approx(
        (head[1937] * people[1937] / head[1928] / people[1928]) ** (1 / 9) - 1
    )
    assert rows["soviet"].sum() == 1
    assert rows["value"].is_monotonic_decreasing


# --- industry ------------------------------------------------------------------------------------


def test_ratios_of_industry_become_rates():
    rows = industry.same_years(DEFAULT.but(measure="industry"))
    assert rows.loc[rows["soviet"], "value"].tolist() == pytest.approx([4.29 ** (1 / 8) - 1])
    assert set(rows["country"]) == {"USSR", "United Kingdom", "United States", "Italy", "France"}


def test_industry_is_ranked_in_no_common_list():
    assert model.place(DEFAULT.but(measure="industry")) is None
    early = industry.industry_rows(DEFAULT.but(measure="industry"))
    late = industry.industry_rows(DEFAULT.but(measure="industry", earlier_only=False))
    assert early["last"].max() <= 1938
    assert "China" in set(late["country"])
    assert "China" not in set(early["country"])
    assert (late.groupby("panel")["population"].nunique() == 1).all()
    assert late["value"].notna().all()


def test_unchecked_rows_enter_only_when_asked():
    choices = DEFAULT.but(measure="industry", earlier_only=False)
    assert "unchecked" not in set(industry.industry_rows(choices)["verification"])
    opened = industry.industry_rows(choices.but(unchecked=True))
    assert len(opened) >= len(industry.industry_rows(choices))


# --- words and figures ---------------------------------------------------------------------------


def levels_of(**rates):
    """Return a panel in which each country grows at one rate from 1925 to 1938."""
    years = np.arange(1925, 1939)
    values = np.array([[(1 + r) ** (y - 1925) for r in rates.values()] for y in years])
    return model.Panel(years, tuple(rates), values, np.full(values.shape, np.nan), np.full(values.shape, 1e7))


@pytest.mark.parametrize(
    ("aland", "said", "not_said"),
    [
        (0.10, "1 of 2 other countries once grew faster", "holds in this panel"),
        (0.02, "none of 2 other countries once grew faster", "The fastest:"),
    ],
)
def test_the_lead_flips_with_the_numbers(monkeypatch, aland, said, not_said):
    monkeypatch.setattr(model, "panel", lambda *_a: levels_of(USSR=0.05, Aland=aland, Bland=0.01))
    model_memo_forget()
    text = " ".join(findings.place_findings(DEFAULT))
    model_memo_forget()
    assert said in text
    assert not_said not in text


def model_memo_forget():
    from analysis.data import memo

    memo.forget()


def test_findings_say_what_the_counts_are():
    text = " ".join(findings.findings(DEFAULT))
    at = model.place(DEFAULT)
    assert f"{at.faster} of {at.of} other countries once grew faster" in text
    large = [model.place(DEFAULT.but(least_people=10.0, recoveries=r)) for r in (True, False)]
    assert f"Of the {large[0].of} countries with at least ten million inhabitants {large[0].faster} grew faster" in text
    assert large[1].faster or "recoveries left out none." in text


def test_a_window_that_cannot_be_told_from_a_recovery_is_named():
    choices = DEFAULT.but(measure="gdp_per_head", recoveries=False, recovered_at=1.0)
    assert model.place(choices) is None
    assert "begins below 100% of an earlier level" in findings.findings(choices)[0]
    assert TOPIC.figures["10_fastest_windows"](choices) is None


def test_conclusions_put_every_measure_in_one_place():
    text = " ".join(findings.conclusions(DEFAULT)[:-1])
    for measure in model.RANKED:
        assert text.count(f" {model.MEASURE_WORDS[measure]} ") + text.count(f" {model.MEASURE_WORDS[measure]},") >= 1


def test_verdicts_shown_are_those_of_the_ledger():
    shown = tables.claims_table(DEFAULT)
    rows = ask.rows(tables.CLAIMS)
    assert shown["Arithmetic"].tolist() == rows["arithmetic"].tolist()
    assert shown["Against others"].tolist() == rows["evidence"].tolist()


@pytest.mark.parametrize("measure", ["gdp", "gdp_per_head", "industry", "iron_and_steel", "primary_energy"])
@pytest.mark.parametrize(("years", "earlier", "recoveries"), [(9, True, True), (3, False, False), (10, True, True)])
def test_every_choice_gives_complete_figures(measure, years, earlier, recoveries):
    choices = Choices(years=years, measure=measure, earlier_only=earlier, recoveries=recoveries)
    for make in TOPIC.figures.values():
        bundle = make(choices)
        assert len(bundle.title) <= 90
        assert bundle.alt
        assert bundle.footnotes
    for make in TOPIC.tables.values():
        assert len(make(choices)) > 0
    assert findings.findings(choices)
    assert set(TOPIC.outcomes(choices)) == set(TOPIC.outcomes(DEFAULT))


def test_the_table_of_places_has_a_row_for_each_measure_release_and_period():
    table = tables.places_table(DEFAULT)
    assert len(table) == 10
    assert table.iloc[0].tolist() == ["GDP", "by 1938", "19 of 56", "11 of 56", "11 of 56", "11 of 56"]
    assert isinstance(table, pd.DataFrame)
