"""Old Bolsheviks and office holders: stocks with presumed deaths, matched risks, sentences that follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import quantities, sources
from analysis.display.bundles import render
from analysis.ledger import ask, comparison
from analysis.text.verdicts import CONTRADICTION
from analysis.topics.elites import TOPIC, findings, tables
from analysis.topics.elites import figures as elites_figures
from analysis.topics.elites import risks as elites_risks
from analysis.topics.elites.choices import Choices
from analysis.topics.elites.model import OUTCOMES, break_even, collected, seniority, stocks, years_between
from analysis.topics.elites.risks import comparable, risks

ROUND = pd.Series({"first_low": 1000.0, "first_high": 1000.0, "last_low": 405.0, "last_high": 405.0, "years": 2.0})


def risk(group, outcome, **choices):
    table = risks(Choices(**choices))
    return table[(table["group"] == group) & (table["outcome"] == outcome)].iloc[0]


# Stocks -------------------------------------------------------------------------------------------------------------


def test_break_even_by_hand():
    # (405 / 1000)^(1/2) = 0.6364: 363.6 deaths a year per 1,000.
    low, high = break_even(ROUND)
    assert low == high == pytest.approx(363.6, abs=0.05)


def test_years_between_months():
    assert years_between("1918-01", "1939-03") == pytest.approx(21 + 2 / 12)


def test_printed_stock_and_the_other_definition():
    table = stocks(Choices())
    assert table.loc["not_stated", ["first_low", "last_low", "years"]].tolist() == [182600, 125700, 5]
    narrow = table.loc["joined_by_1917", ["first_low", "first_high", "last_low", "last_high"]]
    assert narrow.tolist() == [260000, 270000, 20000, 20000]


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


def test_every_work_stands_beside_a_place_of_its_own():
    """A footnote may name a work and a place only where one row of the data, or of the text, names both."""
    known = {("sousa_2001", place) for place in ("", "table at note 84", *(f"note {n}" for n in range(200)))}
    for table in ("elite_losses", "party_membership"):
        rows = quantities.read_estimates(table, unchecked=True)
        known |= {(key, place) for row in rows.to_dict("records") for key, place, _quoted in sources.cited(row)}
    shown = (tables.risk_table(Choices())[1], tables.stock_table(Choices())[1], risks(Choices(unchecked=True)))
    found = sources.source_rows(*shown)
    assert set(zip(found["sources"], found["locator"], strict=True)) <= known


# Checks and tables --------------------------------------------------------------------------------------------------


def test_every_verdict_is_the_ledgers():
    found, rows = ask.checks(findings.relations()), ask.rows(findings.relations().values())
    assert [check.verdict for check in found.values()] == rows["arithmetic"].tolist()
    assert [name for name, check in found.items() if check.verdict == CONTRADICTION] == [
        "Belyi 1937: list of offices against the number stated"
    ]


def test_tables_have_rows_and_marks():
    assert "Marked" not in tables.risk_table(Choices())[0]
    marked = tables.risk_table(Choices(group="officers"))[0]["Marked"]
    assert (marked == "chosen").sum() == 5
    assert len(tables.printed_table(Choices())[0]) == 39
    assert tables.stock_table(Choices())[0]["Decrease, per cent"].tolist()[0] == "31.2"


def test_seniority_stands_in_order():
    assert seniority(Choices())["value"].tolist() == [0.226, 0.024, 0.177, 0.026, 0.8, 0.148]


# Sentences ----------------------------------------------------------------------------------------------------------


def test_the_answer_stays_open_and_says_what_can_be_said():
    said = findings.answer(Choices())
    assert "stays open" in said
    assert "98 of 139 (70.5%)" in said
    assert "fell by 31.2% from 1934 to 1939" in said
    assert "38 of 109" in findings.answer(Choices(outcome="expelled_or_tried"))


def test_other_sentences():
    assert "31.2%" in findings.stock_finding(Choices())
    assert "72 natural deaths" in findings.stock_finding(Choices())
    assert "must count people who joined later" in findings.definition_finding(Choices())
    assert "at most 220 (48.4%)" in findings.smolensk_finding(Choices())
    assert "22.6%" in findings.seniority_finding(Choices())
    assert "more than 196 of the 244" in findings.belyi_finding(Choices())
    assert "at least 6 of the 38" in findings.expulsion_finding(Choices())
    assert "29.9% to 44.1%" in findings.moscow_finding(Choices())
    assert "nothing is compared" in findings.risk_finding(Choices(outcome="arrested"))
    assert "too low" in findings.risk_finding(Choices(outcome="repressed"))
    assert "Complete counts" in findings.risk_finding(Choices())
    assert "Military Council" in findings.group_finding(Choices(group="officers"))


@pytest.mark.parametrize(
    "changed", [{}, {"unchecked": True, "reading": "as_corrected"}, *({"outcome": outcome} for outcome in OUTCOMES)]
)
def test_lists_are_whole_sentences(changed):
    choices = Choices(**changed)
    for text in [*findings.findings(choices), *findings.conclusions(choices)]:
        assert text.endswith(".")
        assert "nan" not in text
        assert "{" not in text


def test_choices_refuse_unknown_values():
    with pytest.raises(ValueError, match=r"outcome: expected one of 'executed'"):
        Choices(outcome="hit")


def test_outcomes_are_few_and_plain():
    assert 6 <= len(TOPIC.outcomes(Choices())) <= 12


# Figures ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TOPIC.figures)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_figures_draw_and_say_what_they_are_not(name, outcome):
    bundle = TOPIC.figures[name](Choices(outcome=outcome))
    assert bundle.inside_note
    assert bundle.footnotes
    if outcome == "executed":
        render(bundle)
        assert len(bundle.title) <= 90


def test_titles_follow_the_numbers():
    assert elites_figures.risk_figure(Choices()).title.startswith("Central Committee of 1934")
    assert elites_figures.risk_figure(Choices(outcome="arrested")).title.endswith("no group to compare")
    expelled = elites_figures.risk_figure(Choices(outcome="expelled"))
    assert expelled.title == "Party in the district of Belyi: 36 of 244 (14.8%) expelled from the party, 1937"
    assert "not arrest" in expelled.inside_note
