"""The second text, Stalin's report of 26 January 1934: keyed twice, audited, judged, without code of its own."""

import re

import pandas as pd
import pytest

from analysis.data import tables
from analysis.ledger import claims
from analysis.ledger.judge import load_ledger
from analysis.ledger.linked import linked
from analysis.numbers import proportions
from recount.publish import auditing, ledger_documents

NAME = "stalin_1934"


@pytest.fixture
def report(monkeypatch):
    """The report as the text in use."""
    monkeypatch.delenv("RECOUNT_TEXTS", raising=False)
    monkeypatch.setenv("RECOUNT_TEXT", NAME)


@pytest.fixture
def ledger(report):
    return load_ledger().set_index("claim")


@pytest.fixture
def held(report):
    """Places of everything transcribed: first position, end, string."""
    rows = auditing.transcribed()
    return [(int(p), int(p) + len(s), s) for p, s in zip(rows["position"], rows["printed"], strict=True)]


def hits(held, start, length):
    return [s for a, b, s in held if a < start + length and start < b]


def test_the_audit_passes(report, capsys):
    assert auditing.run(None) == 0
    assert "826 transcribed strings, 0 out of place" in capsys.readouterr().out


def test_no_module_knows_the_report(root):
    """Topics compare the pamphlet with it as a source; the core and the command do not name it."""
    core = ("data", "numbers", "text", "ledger", "display")
    paths = [p for folder in core for p in (root / "analysis" / folder).glob("*.py")]
    paths += list((root / "recount").rglob("*.py"))
    naming = {p.name for p in paths if NAME in p.read_text(encoding="utf-8")}
    assert naming == set()


def test_every_cell_of_its_tables_is_a_claim_unless_the_table_prints_no_figure(report):
    cells = tables.load_pamphlet("tables")
    cells = cells[cells["measure"] != "header_year"]
    without = cells[~cells["id"].isin(claims.load_claims()["claim"])]
    assert len(cells) > 400
    assert set(without["printed"]) == {"No data", '" "'}


def test_the_misprint_is_found_by_the_relations_alone(ledger):
    """191.9 for 1931 contradicts the second table and the sentence of uninterrupted growth: one finding."""
    row = ledger.loc["industry-ussr-1931-percent"]
    assert row["printed"] == "191.9"
    assert row["arithmetic"] == "cannot all hold"
    assert row["computed"] == pytest.approx(100 * 314.7 / 194.3)
    assert ledger.at["industry-ussr-yearly-rise", "misprint"] == row["misprint"] != ""
    assert "191.9" in ledger.at["industry-ussr-yearly-rise", "working"]


def test_read_as_the_relations_ask_nothing_of_it_is_left(report):
    corrected = load_ledger("as_corrected").set_index("claim")
    assert corrected.at["industry-ussr-1931-percent", "arithmetic"] in ("exact", "within rounding")
    assert corrected.at["industry-ussr-yearly-rise", "arithmetic"] in ("exact", "within rounding")


def test_a_number_with_comma_and_point_is_read(report, ledger):
    assert tables.load_pamphlet("tables").set_index("id").at["tractors-1930-total-power", "printed"] == "1,003.5"
    assert "tractors-1930-total-power" not in set(tables.load_corrections()["id"])


def test_a_contradiction_that_is_the_transcriptions_says_so(report):
    reasons = tables.load_corrections().set_index("id")["reason"]
    assert "161.9: an error of the transcription" in reasons["industry-ussr-1931-percent"]
    assert "prints the same" in reasons["industry-britain-1932-percent"]


def test_its_lists_stand_in_its_folder_and_are_up_to_date(root, report):
    for name, content in ledger_documents.documents().items():
        assert (root / "texts" / NAME / name).read_text(encoding="utf-8") == content


def test_collation_covers_what_was_keyed_first(root, report):
    collated = tables.load_pamphlet("collation")
    known = set(tables.load_all("pamphlet")["id"])
    assert set(collated["id"]) <= known
    assert collated.set_index("id").at["industry-ussr-1931-percent", "works_13"] == "161.9"


def read(root, name):
    return pd.read_csv(root / "tests" / name, dtype=str, keep_default_na=False, encoding="utf-8")


def test_the_two_keyings_differ_only_where_a_table_says_why(root, held):
    second, differences = read(root, "keying/second_keying_1934.csv"), read(root, "keying/differences_1934.csv")
    assert len(second) == 890
    at = {(a, s) for a, _b, s in held}
    differing = {
        (r.position, r.printed)
        for r in second.itertuples()
        if (int(r.position), r.printed.replace("\\n", "\n")) not in at
    }
    assert differing == set(zip(differences["position"], differences["second"], strict=True))
    assert differences["resolution"].str.len().min() > 20


def test_no_figure_differs_between_the_two_keyings(root):
    """They differ in how many words are taken in, never in a digit."""
    differences = read(root, "keying/differences_1934.csv")
    both = differences[(differences["first"] != "") & differences["first"].str.contains(r"\d")]
    assert len(both) > 40
    digits = [[re.findall(r"\d[\d,.]*\d|\d", cell) for cell in (r.first, r.second)] for r in both.itertuples()]
    # One string runs over the mark of a page.
    assert [pair for pair in digits if not set(pair[1]) & set(pair[0])] == []


def test_every_table_cell_of_the_second_keying_is_held(root, held):
    second = read(root, "keying/second_keying_1934.csv")
    cells = second[second["where"] == "table"]
    contents = {"1201", "1358", "1418", "1440", "1523", "1643", "1676", "1712", "1789", "1842", "1861", "1919", "1966"}
    cells_held = {r.position for r in cells.itertuples() if hits(held, int(r.position), 1)}
    missing = set(cells["position"]) - cells_held - contents
    assert len(cells) == 432
    assert missing == set()


def test_a_blind_sample_of_a_hundred_passages_is_held(root, held):
    """At least 97 in 100 of what a reader who had not seen the data was certain of."""
    coded = read(root, "blind/coding_1934.csv")
    assert coded["passage"].nunique() == 100
    certain = coded[(coded["quantity"] == "certain") & (coded["kind"] == "")]
    found = sum(bool(hits(held, int(r.offset), int(r.length))) for r in certain.itertuples())
    share = proportions.interval(found, len(certain)).iloc[0]
    assert len(certain) == 38
    assert share["share"] >= 0.97
    assert share["low"] > 0.9


def test_a_claim_of_the_pamphlet_leads_to_the_reports_own_verdict(monkeypatch):
    monkeypatch.delenv("RECOUNT_TEXT", raising=False)
    found = linked()
    assert set(found["text"]) == {NAME}
    assert found["claim"].nunique() >= 10
    row = found.set_index("claim").loc["tractors-1930-count"]
    assert row["source_claim"].startswith("tractors-1929")
    assert {"exact", "within rounding", "cannot all hold", "not testable"} >= set(found["arithmetic"])
