"""A made-up text in German, of another century, with decimal commas: no module knows it, every command works on it."""

import pytest

from analysis.data import tables
from analysis.ledger.judge import load_ledger
from recount.publish import auditing, ledger_documents
from recount.publish.citing import cite


@pytest.fixture(autouse=True)
def market_book(root, monkeypatch):
    monkeypatch.setenv("RECOUNT_TEXTS", str(root / "tests/texts"))
    monkeypatch.setenv("RECOUNT_TEXT", "marktbuch_1852")


def test_the_audit_passes_against_text_and_index(root, capsys):
    assert auditing.run(str(root / "tests/texts/marktbuch.txt")) == 0
    assert auditing.run(None) == 0
    assert "20 transcribed strings, 0 out of place" in capsys.readouterr().out


def test_numbers_are_read_as_german():
    assert "dreiundzwanzig" in tables.load_pamphlet("numerals")["numeral"].tolist()
    ledger = load_ledger().set_index("claim")
    assert ledger.at["s001-004", "arithmetic"] == "exact"
    assert ledger.at["s001-004", "computed"] == pytest.approx(310 / 1250)
    assert ledger.at["s002-009", "computed"] == pytest.approx(738.5)
    assert ledger.at["s001-007", "computed"] == pytest.approx(23 / 9)


def test_the_transposed_digits_of_a_total_are_found():
    ledger = load_ledger().set_index("claim")
    assert ledger.index[ledger["arithmetic"] == "cannot all hold"].tolist() == ["s002-010"]
    assert ledger.at["s002-010", "computed"] == pytest.approx(734)
    assert ledger.at["s003-004", "arithmetic"] == "exact"


def test_its_lists_and_citations_name_it_and_not_the_pamphlet():
    documents = ledger_documents.documents()
    assert "texts/marktbuch_1852/claims.csv" in documents["INCONSISTENCIES.md"]
    assert "743,0" in documents["INCONSISTENCIES.md"]
    assert "738,5" in documents["CONSISTENCIES.md"]
    assert "Das Marktbuch von Lindenau" in cite("s002-010")
