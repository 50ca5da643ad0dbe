"""What topics are told is what the ledger says: one claim, one verdict."""

import pytest

from analysis.ledger import ask
from analysis.text.verdicts import CONTRADICTION, NOT_TESTABLE


@pytest.mark.parametrize("reading", ["as_printed", "as_corrected"])
def test_the_check_of_a_claim_is_the_ledgers(reading):
    """Also where a test was moved to the claim whose printing is wrong."""
    ledger = ask.ledger(reading)
    told = {name: found.verdict if (found := ask.check(name, reading)) else NOT_TESTABLE for name in ledger.index}
    assert told == ledger["arithmetic"].to_dict()


def test_the_evidence_of_a_claim_is_the_ledgers():
    ledger = ask.ledger()
    asked = ledger[ledger["evidence"] != "none collected"].index
    assert len(asked) > 100
    assert {name: ask.against(name).verdict for name in asked} == ledger.loc[asked, "evidence"].to_dict()


def test_rows_come_in_the_order_asked_and_unknown_claims_are_refused():
    names = ask.ledger().index[[5, 2, 9]].tolist()
    assert ask.rows(names)["claim"].tolist() == names
    with pytest.raises(KeyError):
        ask.rows(["no-such-claim"])


def test_a_test_is_the_claims_own_unless_another_claim_is_misprinted():
    """A failing test that the ledger does not show with its claim stands with the claim whose printing is wrong."""
    ledger, outcomes = ask.ledger(), ask._outcomes("as_printed")
    own = {name: found.verdict for name in ledger.index if (found := ask.own_test(name))}
    failing = {name for name, verdict in own.items() if verdict == CONTRADICTION}
    assert failing - set(ledger.index[ledger["arithmetic"] == CONTRADICTION]) == {
        name for name in failing if outcomes[name].elsewhere and ledger.at[name, "arithmetic"] != CONTRADICTION
    }
