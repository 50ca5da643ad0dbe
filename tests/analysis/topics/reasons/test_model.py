"""Printed reasons and accusations: sums, claims against lines, one kitchen."""

from __future__ import annotations

import shutil
from fractions import Fraction

import pytest

from analysis.display import bundles as figures
from analysis.ledger import ask
from analysis.text.verdicts import EXACT, HOLDS, NONE_COLLECTED, NOT_COMPARABLE, WITHIN
from analysis.topics.reasons import TOPIC
from analysis.topics.reasons import figures as reasons_figures
from analysis.topics.reasons import findings as reasons_findings
from analysis.topics.reasons import model as reasons
from analysis.topics.reasons import tables as reasons_tables
from analysis.topics.reasons.choices import Choices
from analysis.topics.reasons.model import LINES, NAMED

DEFAULT = Choices()
OTHERS = (
    Choices(reach="open", rule="truncation", unchecked=True),
    Choices(rule="ceiling", reading="as_corrected"),
)
FIGURES = tuple(TOPIC.figures.values())


@pytest.fixture
def edited(tmp_path, monkeypatch, data):
    """Return a function that changes a printed cell in a copy of the data."""
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))

    def edit(table, old, new):
        path = tmp_path / "data" / "pamphlet" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.mark.parametrize("wrong", [{"rule": "half"}, {"reach": "half"}, {"reading": "x"}])
def test_a_wrong_choice_is_refused_with_what_is_allowed(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))}: expected"):
        Choices(**wrong)


def test_every_line_and_claim_has_words():
    assert set(reasons.accusations(DEFAULT)["line"]) == set(LINES)
    assert set(NAMED) == set(reasons.CLAIMS)
    assert all(set(lines) <= set(LINES) for lines in NAMED.values())


def test_every_verdict_is_the_ledgers():
    labels = reasons_findings.relations() | reasons_findings.accusation_relations(DEFAULT)
    found, rows = ask.checks(labels), ask.rows(labels.values())
    assert [check.verdict for check in found.values()] == rows["arithmetic"].tolist()
    assert found["1929: the reasons add up to 100"].verdict == EXACT
    assert found["1933: passivity, “almost one fourth”"].verdict == WITHIN
    table = reasons.claims(DEFAULT)
    for row in table.itertuples():
        assert row.holds == (ask.check(row.claim).verdict in HOLDS)


def test_one_figure_in_two_forms_counts_once():
    table = reasons.claims(DEFAULT)
    assert (len(table), (table["again"] == "").sum()) == (5, 4)
    assert "of 4 statements" in reasons_findings.claims_finding(DEFAULT)


def test_a_wrong_line_breaks_the_sum_and_the_claim(edited):
    before = reasons_figures.claims_figure(DEFAULT).title
    edited("smolensk_accusations", ",226,accusations", ",126,accusations")
    table = reasons.claims(DEFAULT).set_index("claim")
    assert not table.loc["accusations-smolensk-kulaks-share", "holds"]
    assert "kulaks and traders do not hold" in reasons_findings.claims_finding(DEFAULT)
    assert int(reasons_figures.claims_figure(DEFAULT).title[0]) == int(before[0]) - 1


def test_the_title_of_the_accusations_flips(edited):
    assert reasons_figures.accusations_figure(DEFAULT).title.startswith("28 of 616 accusations named Trotskyists")
    edited("smolensk_accusations", ",28,accusations", ",58,accusations")
    assert reasons_figures.accusations_figure(DEFAULT).title.startswith("58 of 616")
    assert "does not hold" in reasons_findings.few_finding(DEFAULT)


def test_claim_bounds_by_hand():
    ends = reasons.claim_bounds("accusations-smolensk-kulaks-share", DEFAULT)
    assert (ends.low, ends.high, ends.low_open, ends.high_open) == (Fraction(1, 3), Fraction(1, 2), True, True)
    assert reasons.claim_bounds("accusations-smolensk-kulaks-share", DEFAULT.but(reach="open")).high == 1
    ends = reasons.claim_bounds("accusations-smolensk-political-percent", DEFAULT)
    assert (ends.low, ends.high) == (Fraction(45, 1000), Fraction(5, 100))


def test_what_the_claims_leave_out_and_count_twice():
    table = reasons.coverage(DEFAULT).set_index("line")
    assert table.loc[table["claims"] == 0, "count"].sum() == 62 + 41 + 10
    assert table.loc["malfeasance_theft", "claims"] == 2


def test_wider_readings_of_political():
    table = reasons.political_readings(DEFAULT)
    assert table["count"].tolist() == [28, 28 + 41, 28 + 41 + 226]
    assert table["fits"].tolist() == [True, False, False]


def test_oppositionists_are_divided_by_both_parts_of_the_place():
    row = reasons.oppositionists(DEFAULT).iloc[0]
    assert row["expelled"] == 9_975 + 4_597
    assert row["share"] == pytest.approx(1200 / 14_572)


def test_printed_reasons_have_no_second_opinion():
    assert reasons_findings.reason_verdict(DEFAULT) in (NOT_COMPARABLE, NONE_COLLECTED)


@pytest.mark.parametrize("choices", [DEFAULT, *OTHERS])
def test_every_sentence_and_table_is_made_under_any_choice(choices):
    for text in (*reasons_findings.findings(choices), *reasons_findings.conclusions(choices)):
        assert text.strip()
        assert "{" not in text
        assert "nan" not in text.lower().split()
    for year in (1929, 1933):
        assert len(reasons_tables.reason_table(choices, year)) == 6
    assert len(reasons_tables.accusation_table(choices)) == 7
    assert len(reasons_tables.claim_table(choices)) == 5
    assert len(reasons_tables.published_table(choices)) == 1


@pytest.mark.parametrize("choices", [DEFAULT, *OTHERS])
@pytest.mark.parametrize("make", FIGURES)
def test_every_figure_says_what_it_does_not_measure(make, choices):
    found = make(choices)
    assert found.name.startswith("02_")
    assert found.inside_note in (reasons_figures.expulsion_note(), reasons_figures.accusation_note())
    assert found.footnotes
    assert figures.canonical_csv(found.data)


def test_findings_of_the_default():
    said = " ".join(reasons_findings.findings(DEFAULT))
    assert "1.0% of the expelled (rounding allows 0.90% to 1.10%), about 1,700 persons of 170,000" in said
    assert "the 5 others reach 96.0%" in said
    assert "113 accusations, 18.3%" in said


def test_passivity_finding_flips(edited):
    assert "is the biggest group" in reasons_findings.passivity_finding(DEFAULT)
    edited("expulsion_reasons", "passivity,23.2,", "passivity,13.2,")
    said = reasons_findings.passivity_finding(DEFAULT)
    assert "is not the biggest group" in said
    assert "does not fit" in said


def test_political_finding_of_1929_flips(edited):
    assert "“not more than one per cent” can hold" in reasons_findings.political_1929_finding(DEFAULT)
    edited("expulsion_reasons", "violations_of_discipline,10,", "violations_of_discipline,23,")
    assert "“not more than one per cent” cannot hold" in reasons_findings.political_1929_finding(DEFAULT)


def test_outcomes_are_few_and_plain():
    assert 6 <= len(TOPIC.outcomes(DEFAULT)) <= 12


def test_a_reason_without_a_wording_is_refused(edited):
    edited("expulsion_reasons", "1929,criminal_offences,12", "1929,new_reason,12")
    with pytest.raises(ValueError, match="expected reasons with a wording, got"):
        reasons.reasons(DEFAULT)
