"""Old Bolsheviks and office holders: stocks with presumed deaths, matched risks, sentences that follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.display.bundles import render
from analysis.ledger import comparison
from analysis.text.verdicts import CONTRADICTION, EXACT
from analysis.topics.elites import figures as elites_figures
from analysis.topics.elites import risks as elites_risks
from analysis.topics.elites.model import (
    OUTCOMES,
    Choices,
    break_even,
    collected,
    death_finding,
    death_range,
    definition_finding,
    left_for_other_reasons,
    seniority,
    seniority_finding,
    smolensk_finding,
    stock_finding,
    stocks,
    years_between,
)
from analysis.topics.elites.risks import answer, comparable, conclusions, findings, risks, sample_interval

ROUND = pd.Series({"first_low": 1000.0, "first_high": 1000.0, "last_low": 405.0, "last_high": 405.0, "years": 2.0})


def risk(group, outcome, **choices):
    table = risks(Choices(**choices))
    return table[(table["group"] == group) & (table["outcome"] == outcome)].iloc[0]


# Stocks -------------------------------------------------------------------------------------------------------------


def test_nobody_dies_naturally():
    left = left_for_other_reasons(ROUND, 0)
    assert (left["low"], left["high"]) == (595, 595)


def test_two_years_at_a_tenth():
    # 1000 * 0.9^2 = 810 are alive at the end: 810 - 405 left late, or 1000 - 405 / 0.81 = 500 left early.
    left = left_for_other_reasons(ROUND, 100)
    assert left["low"] == pytest.approx(405)
    assert left["high"] == pytest.approx(500)
    assert left["share_high"] == pytest.approx(0.5)


@pytest.mark.parametrize("departure", [0, 1, 2])
def test_every_course_lies_between_the_ends(departure):
    # Simulated year by year: x persons leave after some years, a tenth of those present dies each year.
    left = left_for_other_reasons(ROUND, 100)
    gone = (1000 * 0.9**departure) - 405 / 0.9 ** (2 - departure)
    assert left["low"] - 1e-9 <= gone <= left["high"] + 1e-9


def test_break_even_leaves_nobody():
    # (405 / 1000)^(1/2) = 0.6364: 363.6 deaths a year per 1,000.
    low, high = break_even(ROUND)
    assert low == high == pytest.approx(363.6, abs=0.05)
    assert left_for_other_reasons(ROUND, low + 0.1)["high"] == 0


def test_years_between_months():
    assert years_between("1918-01", "1939-03") == pytest.approx(21 + 2 / 12)


def test_printed_stock_and_the_other_definition():
    table = stocks(Choices())
    assert table.loc["not_stated", ["first_low", "last_low", "years"]].tolist() == [182600, 125700, 5]
    narrow = table.loc["joined_by_1917", ["first_low", "first_high", "last_low", "last_high"]]
    assert narrow.tolist() == [260000, 270000, 20000, 20000]


@pytest.mark.parametrize("definition", ["not_stated", "joined_by_1917"])
def test_range_runs_from_all_to_none(definition):
    table = death_range(Choices(definition=definition))
    assert table["deaths_per_1000"].is_monotonic_increasing
    assert table.iloc[0]["high"] == left_for_other_reasons(stocks(Choices()).loc[definition], 0)["high"]
    assert table.iloc[-1]["high"] == 0


# Risks --------------------------------------------------------------------------------------------------------------


def test_hand_worked_shares():
    assert risk("central_committee_1934", "executed")["share"] == 98 / 139
    assert risk("delegates_1934", "executed")["share"] == 848 / 1966
    assert risk("moscow_traced", "expelled_or_tried")["share"] == 38 / 109
    assert risk("party_belyi", "expelled")["share"] == 36 / 244


def test_delegates_outside_the_committee_are_the_rest():
    row = risk("delegates_1934_rank_and_file", "executed")
    assert (row["count"], row["exposed"], row["kind"]) == (848 - 98, 1966 - 139, "computed")
    # One author prints the same number of other delegates.
    assert row["exposed"] == risk("delegates_1934_rank_and_file", "delegate_again")["exposed"]


def test_untraced_persons_make_bounds_not_a_share():
    row = risk("moscow_1917", "expelled_or_tried")
    assert pd.isna(row["share"])
    assert (row["low"], row["high"]) == (38 / 127, 56 / 127)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_only_one_outcome_and_period_stand_side_by_side(outcome):
    rows = comparable(Choices(outcome=outcome))
    assert len(rows)
    assert rows[["outcome", "start", "end", "quantity"]].drop_duplicates().shape[0] == 1


def test_shot_in_other_years_is_left_out():
    assert "military_council_1935" not in set(comparable(Choices())["group"])
    assert risk("military_council_1935", "executed")["end"] == "1938"


def test_unlike_outcomes_are_refused():
    table = risks(Choices())
    mixed = table[table["outcome"].isin(["expelled", "executed"])]
    with pytest.raises(comparison.ComparisonError, match="outcome"):
        comparison.require_alike(mixed, labels=("outcome",))


def test_rival_counts_are_refused():
    rows = collected(Choices())
    rows = rows[rows["id"].str.contains("exposure-arrested-1934")].assign(value=[1108.0, 1100.0])
    with pytest.raises(ValueError, match="rivals"):
        elites_risks._collected_risk(rows)


def test_base_rate_has_the_same_outcome_and_years():
    rows = comparable(Choices(outcome="repressed")).set_index("group")
    assert rows.loc["party", "high"] == 116885 / 1500000
    assert rows.loc["party", ["start", "end"]].tolist() == rows.loc["military_council_1935", ["start", "end"]].tolist()


def test_intervals_of_the_one_sampling_question():
    # statsmodels 0.14 proportion_confint(38, 109, 0.05, method="wilson" / "beta")
    from statsmodels.stats.proportion import proportion_confint

    for ours, theirs in (("wilson", "wilson"), ("clopper_pearson", "beta")):
        found = sample_interval(Choices(method=ours))
        assert (found["low"], found["high"]) == pytest.approx(proportion_confint(38, 109, 0.05, method=theirs))


def test_complete_counts_have_no_interval():
    table = risks(Choices())
    counts = table[table["kind"].isin(["collected"])]
    assert counts[["low", "high"]].isna().all(axis=None)


def test_nothing_rests_on_the_pamphlet_as_an_estimate():
    for unchecked in (False, True):
        assert not collected(Choices(unchecked=unchecked))["sources"].str.contains("sousa").any()


def test_unchecked_rows_change_only_the_base_rate():
    off, on = (risks(Choices(unchecked=u)) for u in (False, True))
    kept = off["group"] != "party"
    pd.testing.assert_frame_equal(off[kept], on[kept])


# Checks and tables --------------------------------------------------------------------------------------------------


def test_printed_checks():
    found = elites_figures.printed_checks(Choices())
    verdicts = [check.verdict for check in found.values()]
    assert verdicts[0] == EXACT
    assert [name for name, check in found.items() if check.verdict == CONTRADICTION] == [
        "Belyi 1937: list of offices against the number stated"
    ]


def test_published_checks():
    found = elites_figures.published_checks(Choices())
    bad = [name for name, check in found.items() if check.verdict == CONTRADICTION]
    assert bad == ["Delegates of 1934: two kinds of vote (encyclopedia)"]


def test_tables_have_rows_and_marks():
    assert "Marked" not in elites_figures.risk_table(Choices())[0]
    marked = elites_figures.risk_table(Choices(group="officers"))[0]["Marked"]
    assert (marked == "chosen").sum() == 5
    assert len(elites_figures.interval_table(Choices(confidence=0.8))) == 8
    assert len(elites_figures.printed_table(Choices())[0]) == 39
    assert set(elites_figures.stock_table(Choices())[0]["Marked"]) == {"chosen", ""}
    assert elites_figures.bound_table(Choices()).iloc[0].tolist()[-2:] == ["56,900", "31.2"]


def test_seniority_stands_in_order():
    assert seniority(Choices())["value"].tolist() == [0.226, 0.024, 0.177, 0.026, 0.8, 0.148]


# Sentences ----------------------------------------------------------------------------------------------------------


def test_answer_flips_with_the_definition_and_the_outcome():
    assert "Above that bound lie: Central Committee" in answer(Choices())
    assert "Not to be said" in answer(Choices(definition="joined_by_1917"))
    assert "Not to be said" in answer(Choices(outcome="expelled"))


def test_answer_refuses_an_impossible_rate():
    assert "no bound can be drawn" in answer(Choices(deaths_per_1000=80.0))


def test_answer_without_a_group_above_the_bound():
    rows = pd.DataFrame({"label": ["a"], "share": [0.2]})
    assert "no order follows" in elites_risks._answer_by_bound(rows, 0.3, Choices())


def test_death_finding_follows_the_rate():
    assert "56,900 persons is left" in death_finding(Choices())
    assert "between 39,356 and 43,539 persons" in death_finding(Choices(deaths_per_1000=20.0))
    assert "does not fit" in death_finding(Choices(deaths_per_1000=80.0))


def test_other_sentences():
    assert "31.2%" in stock_finding(Choices())
    assert "must count people who joined later" in definition_finding(Choices())
    assert "at most 220 (48.4%)" in smolensk_finding(Choices())
    assert "22.6%" in seniority_finding(Choices())
    assert "no more than 196" in elites_risks.belyi_finding(Choices())
    assert "Were 6 or more of the 38" in elites_risks.expulsion_finding(Choices())
    assert "29.9% to 44.1%" in elites_risks.moscow_finding(Choices())
    assert "nothing is compared" in elites_risks.risk_finding(Choices(outcome="arrested"))
    assert "too low" in elites_risks.risk_finding(Choices(outcome="repressed"))
    assert "Complete counts" in elites_risks.risk_finding(Choices())
    assert "Military Council" in elites_risks.group_finding(Choices(group="officers"))


@pytest.mark.parametrize(
    "changed", [{}, {"definition": "joined_by_1917", "unchecked": True, "reading": "as_corrected"}]
)
def test_lists_are_whole_sentences(changed):
    for text in [*findings(Choices(**changed)), *conclusions(Choices(**changed))]:
        assert text.endswith(".")
        assert "nan" not in text
        assert "{" not in text


def test_choices_refuse_unknown_values():
    with pytest.raises(ValueError, match=r"outcome: expected one of executed"):
        Choices(outcome="hit")
    with pytest.raises(ValueError, match="deaths_per_1000"):
        Choices(deaths_per_1000=1000.0)


# Figures ------------------------------------------------------------------------------------------------------------

FIGURES = ("death_figure", "seniority_figure", "risk_figure", "moscow_figure", "belyi_figure")


@pytest.mark.parametrize("name", FIGURES)
def test_figures_draw_and_say_what_they_are_not(name):
    bundle = getattr(elites_figures, name)(Choices())
    render(bundle)
    assert bundle.inside_note
    assert bundle.footnotes


def test_titles_follow_the_numbers():
    assert elites_figures.risk_figure(Choices()).title.startswith("Central Committee of 1934")
    assert elites_figures.risk_figure(Choices(outcome="arrested")).title.endswith("no group to compare")
    expelled = elites_figures.risk_figure(Choices(outcome="expelled"))
    assert expelled.title == "Party in the district of Belyi: 36 of 244 (14.8%) expelled from the party, 1937"
    assert "not arrest" in expelled.inside_note
    assert "240,000 and 250,000" in elites_figures.death_figure(Choices(definition="joined_by_1917")).title
    assert "30 holders of offices, the text says 29" in elites_figures.belyi_figure(Choices()).title
