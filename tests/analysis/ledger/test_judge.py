"""The ledger: three verdicts for every claim, alike in their words whether a claim holds or not."""

from __future__ import annotations

import re

import pytest

from analysis.data import reference, tables
from analysis.ledger import claims
from analysis.ledger import judge as ledger
from analysis.text import verdicts
from analysis.text.verdicts import AGREES, CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN
from tests.synthetic_claims import claim, dated, facts, percent, row
from tests.synthetic_claims import claims as frame_of

ISSUE_COLUMNS = (
    "claim section printed statement kind checks rests_on arithmetic fidelity evidence working chance repair low high "
    "computed sources test misprint lineages rung firm turned_by if_unchecked seen beside testable would_answer "
    "answered_with"
).split()


@pytest.fixture(scope="module")
def printed():
    return ledger.load_ledger().set_index("claim", drop=False)


@pytest.fixture(scope="module")
def corrected():
    return ledger.load_ledger("as_corrected").set_index("claim", drop=False)


@pytest.fixture(scope="module")
def values():
    return tables.load_all("pamphlet").set_index("id")


# What it shows


def test_a_row_a_claim_with_the_columns_that_were_asked_for(printed, values):
    assert list(printed.columns) == ISSUE_COLUMNS
    assert set(printed["claim"]) == set(values.index)
    for column in ("arithmetic", "fidelity", "evidence"):
        assert set(printed[column]) <= set(getattr(verdicts, column.upper())), column
    assert (printed["working"] != "").all()
    chances = printed["chance"].dropna()
    assert chances.between(0, 1).all()


def test_what_is_given_a_check_is_tested_unless_it_cannot_be_read(printed):
    known = ledger.load_facts()
    untold = printed[(printed["checks"] != "") & (printed["arithmetic"] == NOT_TESTABLE)]
    for entry in untold[untold["misprint"] == ""].itertuples():
        names = {entry.claim, *(i for r in claims.relations(entry) for i in r.ids)}
        assert any(n not in known.numbers and not n.startswith("list:") for n in names), entry.claim
    untested = printed[(printed["checks"] == "")]
    # A test that fails through a misprint stands where the misprint is.
    untested = untested[untested["misprint"] == ""]
    assert (untested["arithmetic"] == NOT_TESTABLE).all()
    assert untested["chance"].isna().all()


def test_the_working_names_the_report_where_one_was_seen_and_only_there(printed):
    seen = printed["fidelity"] != verdicts.SOURCE_NOT_SEEN
    assert seen.sum() >= 10
    assert printed.loc[seen, "working"].str.contains("The report:|The work cited").all()
    assert not printed.loc[~seen, "working"].str.contains("No passage of the cited work|was not available").any()


def test_claims_used_in_another_test_say_so(printed):
    assert (
        "It is tested with: All accusations at the meeting in Smolensk"
        in printed.at["accusations-smolensk-anti-semites", "working"]
    )


def test_every_source_is_a_key(printed):
    keys = reference.source_keys()
    for entry in printed.itertuples():
        assert set(filter(None, entry.sources.split(";"))) <= keys, entry.claim


def test_corrections_change_only_what_rests_on_them(printed, corrected):
    touched = set(tables.load_corrections()["id"])
    columns = ["arithmetic", "fidelity", "evidence"]
    changed = printed[(printed[columns] != corrected.loc[printed.index, columns]).any(axis=1)]
    assert not changed.empty
    for entry in changed.itertuples():
        assert touched & {entry.claim, *(i for r in claims.relations(entry) for i in r.ids)}, entry.claim


@pytest.mark.parametrize(("name", "arithmetic"), [
    ("income-1929-1938-increase", CONTRADICTION),  # 29 to 105 is an increase by 262, not by 360 per cent
    ("tractors-1930-1938-times", WITHIN),
    ("accusations-smolensk-total", EXACT),
    ("screening-1929-reinstated-percent", WITHIN),
    ("old-bolsheviks-1934-1939-decrease", EXACT),
    ("trials-death-sentences", EXACT),  # 16 + 13 + 8 + 18 = 55
    ("trials-prison-sentences", EXACT),
    ("german-seats-total-1", EXACT),
    ("german-seats-total-2", NOT_TESTABLE),  # one cell prints "10 7"
    ("german-election-1933-date", CONTRADICTION),  # a Saturday
    ("german-seats-header-date-1", EXACT),
    ("belyi-1937-expelled-leading", CONTRADICTION),  # the list adds up to 30
    ("trial-1938-death-sentences", CONTRADICTION),  # 13 names
    ("france-invaded-1940-06", CONTRADICTION),  # with the fall of France in the same month and five weeks between
    ("france-weeks", NOT_TESTABLE),
    ("exchange-1936-smolensk-percent", CONTRADICTION),  # 97 of 4,348 are 2.2 per cent
    ("german-votes-parties", CONTRADICTION),  # the Nazis were ninth in 1928
    ("translation-2002", NOT_TESTABLE),
    ("pamphlet-dated-2001", CONTRADICTION),
    ("generals-execution-1937-05-12", CONTRADICTION),
    ("coup-decided-1937-03", EXACT),
    ("coup-latest-1937-03-15", CONTRADICTION),
    ("party-congress-17-1932", CONTRADICTION),
    ("party-cards-1935-unaccounted", WITHIN),
])  # fmt: skip
def test_known_findings(printed, name, arithmetic):
    assert printed.at[name, "arithmetic"] == arithmetic


@pytest.mark.parametrize(("name", "evidence"), [
    ("german-votes-kpd-3", AGREES), ("german-votes-centre-1", AGREES),
    ("german-unemployed-4", verdicts.NOT_COMPARABLE), ("german-seats-industrial-party-4", verdicts.ONE_DIFFERS),
    ("german-election-1933-date", verdicts.ONE_DIFFERS), ("industry-1930-1938-times", AGREES),
    ("screening-1929-expelled", verdicts.POSSIBLE), ("expulsions-1937-percent", AGREES),
    ("trials-death-sentences", AGREES), ("expulsions-1937-number", AGREES),
    ("expulsions-1933-number", verdicts.ONE_DIFFERS), ("rejected-1937-killed", verdicts.NOT_COMPARABLE),
    ("great-purges-1928-percent", verdicts.NONE_COLLECTED),
])  # fmt: skip
def test_known_places_among_the_estimates(printed, name, evidence):
    assert printed.at[name, "evidence"] == evidence


@pytest.mark.parametrize("name", [
    "german-seats-total-2", "german-election-1933-date", "generals-execution-1937-05-12", "party-congress-17-1932",
])  # fmt: skip
def test_corrections_mend_what_they_are_for(printed, corrected, name):
    assert printed.at[name, "arithmetic"] in (CONTRADICTION, NOT_TESTABLE)
    assert corrected.at[name, "arithmetic"] in (EXACT, WITHIN)


def test_repairs_stand_only_beside_what_does_not_hold(printed):
    shown = printed[printed["repair"] != ""]
    against = (
        shown["arithmetic"].isin([CONTRADICTION, TRUNCATED])
        | (shown["fidelity"] == verdicts.DIFFERS)
        | shown["evidence"].isin(verdicts.OPPOSES)
    )
    assert against.all()
    assert "cut off" in printed.at["german-votes-spd-1", "repair"]


# The same words for what holds and what does not


REMARKS = (
    "The bounds overlap. The bounds overlap if final zeros are rounded. They overlap only if digits were cut off. "
    "They overlap only if digits were cut off, final zeros included. They overlap only if figures were always rounded "
    "up. They overlap only if figures were always rounded up, final zeros included. No rounding reconciles them."
)


def skeleton(working):
    """Return a working without its numbers and bounds, and without the one remark that states the outcome."""
    head = re.split(r"\.\s+(?=The bounds|They overlap|No rounding)", working.rstrip("."))
    assert all(f"{r.rstrip('.')}." in REMARKS for r in head[1:]), working
    without = re.sub(r"\([^)]*\)", "", head[0])
    without = re.sub(r"[\d.,%-]+|above|at least|at most|approx\S*| to ", "#", without)
    return re.sub(r"[#\s]+", "#", without).strip("#")


@pytest.mark.parametrize(("kind", "check", "rests_on", "holding", "failing"), [
    ("count", "sum_of", "a b", [row("x", "369"), row("a", "226"), row("b", "143")],
     [row("x", "411"), row("a", "226"), row("b", "143")]),
    ("share", "share_of", "a b", [percent("x", "22"), row("a", "37"), row("b", "170")],
     [percent("x", "91"), row("a", "37"), row("b", "170")]),
    ("increase", "increase_by", "a b", [percent("x", "50"), row("a", "111"), row("b", "167")],
     [percent("x", "93"), row("a", "111"), row("b", "167")]),
    ("difference", "difference_of", "a b", [row("x", "7"), row("a", "12"), row("b", "5")],
     [row("x", "3"), row("a", "12"), row("b", "5")]),
])  # fmt: skip
def test_arithmetic_is_worded_alike(kind, check, rests_on, holding, failing):
    made = frame_of(claim("x", kind, check, rests_on))
    good, bad = (ledger.evaluate(made, facts(*rows)).iloc[0] for rows in (holding, failing))
    assert good["arithmetic"] in (EXACT, WITHIN)
    assert bad["arithmetic"] == CONTRADICTION
    assert skeleton(good["working"]) == skeleton(bad["working"])
    assert "blame" not in bad["working"]
    assert "wrong" not in bad["working"].lower()


def test_dates_are_worded_alike():
    made = frame_of(claim("x", "date", "before", "a"))
    good, bad = (
        ledger.evaluate(made, facts(dated("x", x), dated("a", "1937-06"))).at[0, "working"]
        for x in ("1937-05", "1937-07")
    )
    assert good.startswith("First: 1937. Then: 1937. They")
    assert bad == "First should come 1937, then 1937. As printed it is the other way round."


def test_evidence_is_worded_alike():
    made = frame_of(claim("x", "count", compare="t measure=members"))
    known = [facts(row("x", x, whole=True), estimates=[{"id": "e"}]) for x in ("99", "101")]
    known.append(facts(row("x", "101", whole=True), estimates=[{"id": "e"}, {"id": "f", "value": 101.0}]))
    found = [ledger.evaluate(made, k).iloc[0] for k in known]
    assert [row["evidence"] for row in found] == [verdicts.ONE_DIFFERS, verdicts.ONE_DIFFERS, AGREES]
    assert {re.sub(r"[0-9]+( and [0-9]+)?", "N", row["working"]) for row in found} == {
        "Printed: N. Found (N lineage): N."
    }


def test_the_order_of_claims_is_kept_and_nothing_is_counted_twice():
    made = frame_of(claim("b", "count"), claim("a", "count", "same_as;same_as", "b; b"))
    found = ledger.evaluate(made, facts(row("a", "1"), row("b", "1")))
    assert found["claim"].tolist() == ["b", "a"]
    assert found.at[0, "working"] == "It is tested with: a."


def test_a_claim_that_nothing_touches_says_so():
    found = ledger.evaluate(frame_of(claim("x", "count")), facts(row("x", "1")))
    assert found.at[0, "working"] == "Nothing printed or collected to test it against."
    assert (found.at[0, "arithmetic"], found.at[0, "evidence"]) == (NOT_TESTABLE, verdicts.NONE_COLLECTED)
    assert found.at[0, "fidelity"] == verdicts.SOURCE_NOT_SEEN
