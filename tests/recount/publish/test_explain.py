"""One command from a name, a sentence or a number to rows, pages and code."""

import pytest

from analysis.ledger import ask
from analysis.ten_findings import load_findings
from recount.publish import explain, shown


def test_a_claim_is_shown_with_verdicts_working_rows_and_places(root):
    text = explain.explain("expulsions-1933-percent")
    row = ask.ledger().loc["expulsions-1933-percent"]
    assert all(row[column] in text for column in ("statement", "working", "turned_by", "arithmetic"))
    assert "notebooks/01_purge_rates.ipynb" in text
    for line in text.split("\n"):
        if line.startswith("  analysis/"):
            file, _colon, number = line.strip().rpartition(":")
            assert int(number) <= len((root / file).read_text(encoding="utf-8").split("\n"))


def test_every_estimate_of_a_claim_stands_with_its_place():
    text = explain.explain("expulsions-1937-number")
    rows = shown.every_row()
    named = [name for name, (file, _row) in rows.items() if f"  {name}: " in text and "estimates" in file]
    assert named
    assert all(shown.every_row()[name][1]["locator"] in text for name in named)


def test_a_number_leads_to_its_rows():
    assert "repression-1937-death-sentences-mvd" in explain.explain("353,074")


@pytest.mark.parametrize("name", [f.name for f in load_findings()])
def test_a_finding_is_explained(name):
    assert explain.explain(name).startswith(next(f.title for f in load_findings() if f.name == name))


def test_a_figure_is_explained():
    assert explain.explain("01_implied_bases").startswith("01_implied_bases: ")


def test_words_that_nothing_has_are_refused():
    with pytest.raises(explain.ExplainError, match="try fewer words"):
        explain.explain("hovercraft eels")


def test_sections_by_id_or_by_words():
    assert explain.section_of("s020") == "s020"
    assert explain.section_of("Result of the exchange") == "s021"
    with pytest.raises(explain.ExplainError, match="s020"):
        explain.section_of("exchange")


def test_search_needs_all_words():
    found = explain.search(ask.ledger(), "harvesters 1938")
    assert "harvesters-1938-count" in set(found["claim"])
    assert "harvesters-1930-count" not in set(found["claim"])


def test_a_finding_leads_to_rows_with_their_pages():
    said = explain.explain("measures_1937")
    assert "repression-1937-death-sentences-mvd: 353,074 persons (" in said
    assert "p. 128" in said


def test_a_part_of_a_sentence_leads_to_the_function_and_the_rows():
    said = explain.explain("936,750 persons, the highest of 3 years")
    assert "Shown in 04_expulsion_is_not_repression, cell" in said
    assert "analysis/topics/repression/findings.py:" in said
    assert "repression-1937-arrests-mvd: 936,750 persons (" in said
