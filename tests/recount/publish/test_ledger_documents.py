"""The ledger as a command and as documents."""

import io
import json

import pandas as pd
import pytest

from analysis.ledger import judge as ledger
from analysis.text import verdicts
from recount.publish import ledger_documents as ledger_output


@pytest.fixture(scope="module")
def frame():
    return ledger.load_ledger()


def test_filters_keep_what_they_name(frame):
    """Each verdict column and the section."""
    kept = ledger_output.select(frame, section="s016", arithmetic=verdicts.EXACT)
    assert set(kept["section"]) == {"s016"}
    assert set(kept["arithmetic"]) == {verdicts.EXACT}


@pytest.mark.parametrize("wrong", [{"arithmetic": "wrong"}, {"section": "s999"}, {"evidence": "exact"}])
def test_a_filter_that_nothing_can_match_is_refused(frame, wrong):
    """With the list of what is allowed."""
    with pytest.raises(ledger_output.LedgerError, match="expected"):
        ledger_output.select(frame, **wrong)


def test_every_format_holds_every_claim(frame):
    """CSV and JSON read back; the table and the Markdown name each claim."""
    rows = frame.head(40)
    assert pd.read_csv(io.StringIO(ledger_output.text(rows, "csv")))["claim"].tolist() == rows["claim"].tolist()
    decoded = json.loads(ledger_output.text(rows, "json"))
    assert [r["claim"] for r in decoded] == rows["claim"].tolist()
    assert list(decoded[0]) == list(ledger.COLUMNS)
    for form in ("table", "markdown"):
        assert all(claim in ledger_output.text(rows, form) for claim in rows["claim"])


def test_the_documents_are_those_that_the_ledger_makes(root):
    """``recount ledger --write`` was run after the last change of a claim."""
    for name, content in ledger_output.documents().items():
        assert (root / name).read_text(encoding="utf-8") == content


def test_no_claim_is_in_both_documents(frame):
    """A claim holds, does not hold, or has no answer."""
    assert not set(ledger_output.failing(frame)["claim"]) & set(ledger_output.holding(frame)["claim"])


def test_markup_in_a_cell_stays_text(frame):
    """A bracket, a bar or a tag in the data does not change the page."""
    rows = frame.head(1).assign(statement="<b>x</b> | [link](y) *z*", section=frame["section"].iloc[0])
    page = ledger_output.text(rows, "markdown")
    assert "<b>" not in page.replace("\\<b", "")
    assert "\\[link\\]" in page
