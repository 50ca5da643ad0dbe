"""Published shares, numbers and reinstatements beside the printed ones, and every sentence and title on them."""

from __future__ import annotations

import json
import shutil

import pytest

from analysis.display import bundles as figures
from analysis.text.verdicts import AGREES, INSIDE, NONE_COLLECTED, OUTSIDE
from analysis.topics.purges import conclusions as party_conclusions
from analysis.topics.purges import figures as party_figures
from analysis.topics.purges import findings as party_findings
from analysis.topics.purges import published as party_published
from analysis.topics.purges import published_figures as party_more_figures
from analysis.topics.purges import tables as party_tables
from analysis.topics.purges.model import Choices

DEFAULT = Choices()
OTHERS = (
    Choices(base="screened", one_or_two="two", unchecked=True, date_rule="year_mean", stated_base_only=True),
    Choices(base="members", date_rule="nearest", rule="truncation", max_months=0),
    Choices(unchecked=True, rule="ceiling", max_months=36, reading="as_corrected"),
)
FIGURES = (
    party_figures.implied_bases_figure,
    party_figures.rates_figure,
    party_figures.base_choice_figure,
    party_more_figures.published_shares_figure,
    party_more_figures.numbers_figure,
    party_more_figures.reinstated_figure,
)


@pytest.fixture
def edited(tmp_path, monkeypatch, data):
    """Return a function that changes a cell in a copy of the data."""
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))

    def edit(table, old, new):
        path = tmp_path / "data" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def verdicts(frame):
    return dict(zip(frame["campaign"], frame["verdict"], strict=True))


def test_nothing_published_is_the_pamphlet():
    rows = party_published.published(DEFAULT.but(unchecked=True))
    assert "pamphlet_quoting_getty_1985" not in set(rows["lineage"])


def test_half_years_of_one_source_are_added():
    rows = party_published.published(DEFAULT)
    added = rows[rows["origin"] == "added here"]
    assert added["value"].tolist() == [24_000 + 76_000]
    assert added[["start", "end"]].to_numpy().tolist() == [["1937", "1937"]]


def test_a_share_of_the_screened_gives_a_number():
    rows = party_published.published(DEFAULT)
    computed = rows[rows["origin"] == "computed here"]
    assert computed["value"].tolist() == pytest.approx([0.183 * 1_916_500])


def test_shares_against_published_ones():
    found = verdicts(party_published.compare_shares(DEFAULT))
    assert found["chistka_1921"] == AGREES
    assert found["chistka_1929"] == INSIDE
    assert found["expulsions_1937"] == OUTSIDE
    assert found["revision_1928"] == NONE_COLLECTED


def test_one_or_two_campaigns_changes_what_is_alike():
    one = party_published.compare_shares(DEFAULT).set_index("campaign").loc["chistka_1933"]
    two = party_published.compare_shares(DEFAULT.but(one_or_two="two")).set_index("campaign").loc["chistka_1933"]
    assert "expulsions-chistka-1933-expelled-share-rogovin" in one["estimates"]
    assert two["estimates"] == ("expulsions-chistka-1933-expelled-share-szymanski",)


def test_stated_base_only_drops_the_others():
    found = party_published.compare_shares(DEFAULT.but(stated_base_only=True)).set_index("campaign")
    assert found.loc["expulsions_1937", "verdict"] == NONE_COLLECTED
    screened = party_published.compare_shares(DEFAULT.but(stated_base_only=True, base="screened"))
    assert screened["estimates"].sum() == ("expulsions-chistka-1933-expelled-share-rogovin",)


@pytest.mark.parametrize("compare", [party_published.compare_shares, party_published.compare_numbers])
def test_no_verdict_rests_on_an_unchecked_estimate(compare):
    assert verdicts(compare(DEFAULT)) == verdicts(compare(DEFAULT.but(unchecked=True)))


def test_a_part_of_a_campaign_is_shown_but_not_compared():
    rows = party_published.estimates_of(DEFAULT, "expelled").set_index("id")
    assert not rows.loc["expulsions-chistka-1933-expelled-kotkin", "compared"]
    assert rows.loc["expulsions-chistka-1921-expelled-us-embassy", "rate"] == pytest.approx(170_000 / 730_000)


def test_reinstated_is_divided_by_its_own_whole():
    rows = party_published.reinstated(DEFAULT).set_index("where")
    assert rows.loc["ordzhonikidze_krai", "value"] == pytest.approx(101 / 160)
    assert rows.loc["ordzhonikidze_krai", "whole"] == "appeals_examined"
    assert rows.loc["moscow_dzerzhinskii_raion", "value"] == pytest.approx(190 / 321)
    assert rows.loc["moscow_dzerzhinskii_raion", "whole"] == "expelled"


def test_places_listed_together():
    found = party_published.together(DEFAULT)
    # Kursk is not among them: its 92 had appealed, and how many appeals were examined is not said.
    assert (found["places"], found["part"], found["of"]) == (6, 497, 889)


@pytest.mark.parametrize("choices", [DEFAULT, *OTHERS])
def test_every_sentence_and_table_is_made_under_any_choice(choices):
    said = [
        *party_findings.findings(choices),
        *party_conclusions.conclusions(choices),
        party_conclusions.belyi_finding(choices),
        party_conclusions.reinstated_finding(choices),
        party_conclusions.option_finding(choices),
    ]
    for text in said:
        assert text.strip()
        assert "{" not in text
        assert "nan" not in text.lower()
    for table in (
        party_tables.pair_table,
        party_tables.earlier_table,
        party_tables.prose_table,
        party_tables.fit_table,
    ):
        assert len(table(choices))
    assert len(party_tables.option_table(choices, "one_or_two"))
    assert len(party_tables.verdict_table(choices)) == 13


@pytest.mark.parametrize("choices", [DEFAULT, *OTHERS])
@pytest.mark.parametrize("make", FIGURES)
def test_every_figure_says_that_expulsion_is_not_repression(make, choices):
    found = make(choices)
    assert found.name.startswith("01_")
    assert found.inside_note == party_figures.inside_note()
    assert found.footnotes
    assert figures.canonical_csv(found.data)
    assert "nan" not in (found.title + found.caption + found.alt).lower()


def test_findings_of_the_default_name_what_holds_and_what_does_not():
    said = " ".join(party_findings.findings(DEFAULT))
    assert "170,000 of 1.53 million screened in 1929 are 11.11%" in said
    assert "imply a base of 4.27 to 4.29 million" in said
    assert "at least 26%" in said


def test_base_finding_flips_with_the_number(edited):
    assert "that is less than implied" in party_findings.base_finding(DEFAULT, 1933)
    edited("pamphlet/expulsions_by_year", "chistka,792.000", "chistka,457.000")
    assert "that is not less than implied" in party_findings.base_finding(DEFAULT, 1933)


def test_one_party_finding_flips_with_the_share(edited):
    assert "only if it grew" in party_findings.one_party_finding(DEFAULT)
    edited("pamphlet/expulsions_by_year", "expulsions,2,percent", "expulsions,4,percent")
    assert "can be about a party of one size" in party_findings.one_party_finding(DEFAULT)


def test_rank_finding_flips_with_the_share(edited):
    assert "5 for 1937 is not below that" in party_findings.rank_finding(DEFAULT)
    edited("pamphlet/expulsions_by_year", "expulsions,5,percent", "expulsions,1,percent")
    said = party_findings.rank_finding(DEFAULT)
    assert "place 1 of 5 printed shares" in said
    assert "1 for 1937 is below that" in said


def test_lowest_finding_flips_when_nothing_else_can_be_lower(edited):
    assert "possible but does not follow" in party_findings.lowest_finding(DEFAULT)
    edited("pamphlet/screening_prose", "between two and three", "less than one")
    assert "follows from the printed shares" in party_findings.lowest_finding(DEFAULT)


def test_titles_flip(edited):
    assert "share of 1937 lies outside" in party_more_figures.published_shares_figure(DEFAULT).title
    assert "second lowest" in party_more_figures.numbers_figure(DEFAULT).title
    edited("pamphlet/expulsions_by_year", "expulsions,5,percent", "expulsions,9,percent")
    edited("pamphlet/expulsions_by_year", "expulsions,100.000", "expulsions,60.000")
    assert party_more_figures.published_shares_figure(DEFAULT).title.startswith("No printed share")
    assert party_more_figures.numbers_figure(DEFAULT).title.endswith("is the lowest")


def test_a_new_estimate_moves_the_verdict_without_code(edited, tmp_path):
    path = tmp_path / "data" / "estimates" / "party_expulsions.csv"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("expulsions-1937-expelled-share-szymanski,"))
    new = (
        row.replace("share-szymanski,", "share-other,")
        .replace(",9,,,", ",4,,,")
        .replace("szymanski_1984,,szymanski_1984", "kotkin_2017,,kotkin_2017")
    )
    path.write_text(f"{text}{new}\n", encoding="utf-8")
    found = party_published.compare_shares(DEFAULT).set_index("campaign").loc["expulsions_1937"]
    assert (found["verdict"], found["lineages"]) == (INSIDE, 2)


def test_the_title_of_rates_without_any_count():
    title = party_figures.rates_figure(DEFAULT.but(max_months=0, date_rule="year_mean")).title
    assert title.startswith("Printed shares; no checked count")


@pytest.mark.parametrize("bounds", [(0.1, 0.15, "10.0%–15.0%"), (0.2, float("nan"), "more than 20.0%")])
def test_estimates_in_words(bounds):
    from types import SimpleNamespace

    low, high, text = bounds
    row = SimpleNamespace(measure="expelled_share", value=float("nan"), low=low, high=high)
    assert party_findings.estimate_text(row) == text


def test_places_in_plain_words():
    assert party_tables.where("moscow_sovetskii_raion") == "Moscow Sovetskii raion"
    assert party_tables.where("ussr_1938") == "Soviet Union"


def test_the_notebook_holds_no_logic(root):
    cells = json.loads((root / "notebooks" / "01_purge_rates.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    for word in ("for ", "if ", "def ", "lambda", "while "):
        assert not [line for line in code.splitlines() if line.strip().startswith(word)], word
