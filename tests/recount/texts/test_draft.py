"""Proposals: numbers with a guess, tables, relations; nothing counts until a person accepts it."""

import csv

import pandas as pd
import pytest

from analysis.data import raw, tables
from analysis.ledger.claims import CHECKS
from analysis.ledger.judge import load_ledger
from recount.texts import accepting, draft, new, proposals
from recount.texts.new import Work
from recount.texts.reading import quantities
from recount.texts.tables_found import find_tables

TEXT = """THE MILL

In 1850 the mill had 40 workers, 12 of them women, or 30 per cent.
Output rose from 500 to 640, an increase of 28 per cent.
Most left. Twenty-five thousand sacks were sold.

Grain\tFirst\tSecond
Rye\t412.5\t398.0
Wheat\t207.25\t214.5
Total\t619.75\t621.5

Kind   Share
Rye    62.5
Wheat    30.5
Oats    7.0
"""


@pytest.fixture
def mill(tmp_path, monkeypatch):
    """A text that was begun, with its file."""
    monkeypatch.setenv("RECOUNT_TEXTS", str(tmp_path / "texts"))
    monkeypatch.delenv("RECOUNT_TEXT", raising=False)
    file = tmp_path / "mill.txt"
    file.write_text(TEXT, encoding="utf-8")
    new.begin("mill", file, Work(title="The mill", author="A. B", year=1852))
    monkeypatch.setenv("RECOUNT_TEXT", "mill")
    return file


def proposed(file):
    return draft.propose(file.read_text(encoding="utf-8"), tables.load_pamphlet("sections"), "en")


def related(file):
    rows, relations = proposed(file)
    printed = rows.set_index("id")["printed"]
    return {
        (r.check, printed[r.claim], tuple(printed[i] for i in r.rests_on.split())): r.verdict
        for r in relations.itertuples()
    }


def test_every_numeral_and_number_word_is_a_row(mill):
    rows, _relations = proposed(mill)
    first = ["1850", "40", "12", "30", "500", "640", "28", "Most", "Twenty-five thousand"]
    assert rows["printed"].tolist()[:9] == first
    assert rows["id"].is_unique
    for row in rows.itertuples():
        assert TEXT[row.position : row.position + len(row.printed)] == row.printed


def test_kinds_and_units_are_guessed(mill):
    rows, _relations = proposed(mill)
    guess = {r.printed: (r.kind, r.unit, r.guess) for r in rows.itertuples()}
    assert guess["40"] == ("count", "persons", "quantity")
    assert guess["30"] == ("share", "percent", "quantity")
    assert guess["28"] == ("increase", "percent", "quantity")
    assert guess["1850"] == ("", "", "year")
    assert guess["207.25"] == ("level", "ratio", "table 1")
    assert guess["62.5"] == ("share", "percent", "table 2")


def test_relations_that_hold_are_proposed(mill):
    found = related(mill)
    assert found["share_of", "30", ("12", "40")] == "exact"
    assert found["increase_by", "28", ("500", "640")] == "exact"
    assert found["sum_of", "619.75", ("412.5", "207.25")] == "exact"
    assert found["sums_to_100", "62.5", ("30.5", "7.0")] == "exact"


def test_a_total_that_is_not_the_sum_is_proposed_as_what_it_is(mill):
    assert related(mill)["sum_of", "621.5", ("398.0", "214.5")] == "cannot all hold"


def test_a_proposed_check_fits_the_guessed_kind(mill):
    rows, relations = proposed(mill)
    kinds = rows.set_index("id")["kind"]
    assert len(relations) >= 5
    assert all(kinds[r.claim] in CHECKS[r.check][0] for r in relations.itertuples())


def test_what_most_figures_would_pass_is_not_proposed(mill):
    _rows, relations = proposed(mill)
    holding = relations[relations["verdict"].isin(["exact", "within rounding"])]
    assert (holding["chance"].dropna() <= proposals.MOST_CHANCE).all()


def test_open_ends_add_up_to_nothing():
    text = "Thousands and thousands came, hundreds left."
    sections = new.find_headings(text)
    found = quantities(text, sections, "en")
    guesses = [g for f in found if (g := proposals.guess(f"n{f.position}", f, text, "en"))]
    assert proposals.relations(guesses, find_tables(text, found), text, "en") == []


def test_the_draft_is_written_outside_the_tracked_files(mill, tmp_path):
    said = draft.write(mill, tmp_path / "out")
    assert "none accepted" in said
    assert (tmp_path / "out/mill/draft/rows.csv").is_file()
    for folder in ("texts", "data", "docs"):
        with pytest.raises(ValueError, match="outside the project's own"):
            draft.write(mill, new.folders.data_folder().parent / folder / "x")


def test_nothing_counts_until_it_is_accepted(mill, tmp_path):
    draft.write(mill, tmp_path / "out")
    assert load_ledger().empty
    with pytest.raises(draft.DraftError, match="expected a name in accepted_by"):
        accepting.take_in("mill", tmp_path / "out")
    assert load_ledger().empty


def change(path, edit, delimiter=","):
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    for row in rows:
        edit(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def accept_sums(row):
    row["accepted_by"] = "A. Reader" if row["check"] == "sum_of" else ""


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_an_accepted_relation_brings_its_rows_and_gets_a_verdict(mill, tmp_path, delimiter):
    draft.write(mill, tmp_path / "out")
    change(tmp_path / "out/mill/draft/relations.csv", accept_sums, delimiter)
    accepting.take_in("mill", tmp_path / "out")
    ledger = load_ledger().set_index("printed")
    assert ledger.at["619.75", "arithmetic"] == "exact"
    assert ledger.at["621.5", "arithmetic"] == "cannot all hold"
    assert len(ledger) == 6


def test_accepting_twice_changes_nothing(mill, tmp_path):
    draft.write(mill, tmp_path / "out")
    change(tmp_path / "out/mill/draft/relations.csv", accept_sums)
    accepting.take_in("mill", tmp_path / "out")
    before = load_ledger()
    accepting.take_in("mill", tmp_path / "out")
    pd.testing.assert_frame_equal(load_ledger(), before)


def test_what_states_no_quantity_is_set_aside_with_its_reason(mill, tmp_path):
    draft.write(mill, tmp_path / "out")

    def aside(row):
        if row["printed"] == "Twenty-five thousand":
            row.update(accepted_by="A. Reader", kind="aside", statement="a figure of speech")

    change(tmp_path / "out/mill/draft/rows.csv", aside)
    accepting.take_in("mill", tmp_path / "out")
    found = tables.load_pamphlet("set_aside")
    assert found["numeral"].tolist() == ["Twenty", "five", "thousand"]
    assert set(found["reason"]) == {"a figure of speech"}


def test_a_row_that_breaks_a_rule_leaves_all_tables_as_they_were(mill, tmp_path):
    draft.write(mill, tmp_path / "out")

    def wrong(row):
        if row["printed"] == "40":
            row.update(accepted_by="A. Reader", unit="furlongs")

    change(tmp_path / "out/mill/draft/rows.csv", wrong)
    values = new.folders.text_folder() / "printed/values.csv"
    before = values.read_bytes()
    with pytest.raises(raw.TableError, match="furlongs"):
        accepting.take_in("mill", tmp_path / "out")
    assert values.read_bytes() == before


def test_a_row_without_kind_is_refused_with_the_kinds_there_are(mill, tmp_path):
    draft.write(mill, tmp_path / "out")
    change(tmp_path / "out/mill/draft/rows.csv", lambda r: r.update(accepted_by="A" if r["printed"] == "1850" else ""))
    with pytest.raises(draft.DraftError, match="expected a kind \\(level, count"):
        accepting.take_in("mill", tmp_path / "out")


def test_another_text_than_the_one_begun_is_refused(mill, tmp_path):
    mill.write_text(TEXT + "One more.", encoding="utf-8")
    with pytest.raises(draft.DraftError, match="another text or another version"):
        draft.write(mill, tmp_path / "out")


def test_without_a_draft_there_is_nothing_to_accept(mill, tmp_path):
    with pytest.raises(draft.DraftError, match="expected the proposals, found none"):
        accepting.take_in("mill", tmp_path / "out")
