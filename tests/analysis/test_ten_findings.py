"""The ten findings: in balance, every number worked out again, every name known."""

import re
from collections import Counter

import pytest

from analysis import ten_findings, topics
from analysis.data.csv_files import read_table
from analysis.data.folders import data_folder
from analysis.data.raw import TableError
from analysis.ledger import ask
from analysis.text import verdicts


@pytest.fixture(scope="module")
def found():
    return {f.name: f for f in ten_findings.load_findings()}


def test_five_hold_and_five_do_not(found):
    counts = Counter(f.stands for f in found.values())
    assert (counts["holds"], counts["fails"]) == (5, 5)
    assert counts["open"] >= 1


def test_no_number_stands_in_the_table_but_years():
    """What a sentence counts is a name in braces; years, and numbers printed in a title, may stand as they are."""
    for row in read_table(data_folder() / "findings.csv").itertuples():
        bare = re.sub(r"\{[^}]*\}", "", row.sentence)
        assert all(1917 <= int(n) <= 1941 or n == "33" for n in re.findall(r"\d+", bare)), row.finding


def test_sentences_are_filled_and_every_number_of_theirs_is_worked_out(found):
    for f in found.values():
        assert "{" not in f.sentence
        assert "not stated" not in f.sentence
        assert f.sentence.endswith(".")
        assert f.verdict
        assert f.firmness


def test_names_are_known(found, root):
    for f in found.values():
        stored = (root / "figures" / f"{f.figure}.csv").is_file()
        assert stored or f.figure in topics.topic(f.notebook).figures, f.figure
        assert set(f.claims) <= set(ask.ledger().index)


def test_numbers_are_those_of_ledger_and_topics(found):
    seats = topics.topic("08_reichstag")
    assert found["weimar"].numbers["seats_official"] == seats.outcomes(seats.choices())["seats_official"]
    grown = topics.topic("10_fastest_ever")
    assert found["fastest"].numbers["faster"] == grown.outcomes(grown.choices())["faster"]
    copied = ask.rows(found["copied"].claims)["fidelity"]
    assert found["copied"].numbers["for"] == (copied == verdicts.AS_SOURCE).sum()
    assert found["trials"].numbers["accused"] == 62


def test_a_finding_that_the_ledger_refutes_is_refused():
    rows = {row.finding: row for row in read_table(data_folder() / "findings.csv").itertuples()}
    with pytest.raises(TableError, match="screening_1933: expected 'fails'"):
        ten_findings._made(rows["screening_1933"]._replace(stands="holds"))


@pytest.mark.parametrize(
    ("rule", "counts", "stands"),
    [("all", (2, 0), "holds"), ("all", (1, 0), "fails"), ("most", (3, 2), "holds"), ("most", (1, 1), "fails"),
     ("any", (2, 1), "fails"), ("any", (2, 0), "open"), ("none", (0, 0), "open"), ("none", (1, 0), "holds"),
     ("n", (0, 0), "fails")],
)  # fmt: skip
def test_rules(rule, counts, stands):
    assert ten_findings.standing(rule, counts, {"n": 1}, 2) == stands
