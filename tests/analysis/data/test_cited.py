"""Passages of the cited works: a table is whole or refused, and what is committed can be followed."""

import csv
import shutil

import pytest

from analysis.data import row_rules, tables
from analysis.data.raw import TableError

PASSAGE = {
    "id": "grain-1930-smith-1990", "claim": "grain-1930", "work": "smith_1990", "edition": "first edition",
    "place": "p. 7", "route": "work", "quoted_by": "", "passage": "cited", "printed": "17.5", "unit": "percent",
    "start": "1930", "end": "1930", "thing": "same", "says": "The share was 17.5.",
    "seen_at": "https://example.org/smith/7", "seen_on": "2020-02-29", "rung": "one_text", "note": "",
}  # fmt: skip
QUOTED = {**PASSAGE, "route": "quoted", "quoted_by": "jones_1991", "rung": "quoted"}
UNREACHED = {
    "id": "unreached-grain-1930", "claim": "grain-1930", "work": "smith_1990", "page": "p. 7",
    "would_settle": "The share.", "tried": "Two libraries.",
}  # fmt: skip


@pytest.fixture
def house(tmp_path, data, monkeypatch):
    for name in ("columns.csv", "units.csv"):
        shutil.copy(data / name, tmp_path / name)
    (tmp_path / "sources.bib").write_text("@book{smith_1990,\n}\n@book{jones_1991,\n}\n", encoding="utf-8")
    (tmp_path / "pamphlet").mkdir()
    (tmp_path / "cited").mkdir()
    shutil.copy(data / "pamphlet/claims.csv", tmp_path / "pamphlet/claims.csv")
    head, row = (data / "pamphlet/claims.csv").read_text(encoding="utf-8").splitlines()[:2]
    claims = f"{head}\ngrain-1930,{row.partition(',')[2]}\n"
    (tmp_path / "pamphlet/claims.csv").write_text(claims, encoding="utf-8")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path))
    return tmp_path


def write(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    "row",
    [
        PASSAGE,
        QUOTED,
        {**PASSAGE, "rung": "two_texts", "seen_at": "https://example.org/a; http://example.com/b?c=d"},
        {**PASSAGE, "start": "", "end": ""},
        {**PASSAGE, "seen_at": "archive.org (address of the copy not kept)"},
        {**PASSAGE, "work": "smith_1990;jones_1991"},
    ],
)
def test_a_good_passage_is_read_as_it_stands(house, row):
    write(house / "cited/passages.csv", row)
    assert tables.load_cited("passages").to_dict("records") == [row]


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("claim", "grain-1931", "claims.csv"),
        ("claim", "", "a value"),
        ("work", "smith_1991", "sources.bib"),
        ("work", "", "a value"),
        ("unit", "bushels", "units.csv"),
        ("unit", "", "a value"),
        ("route", "heard", "one of quoted, work"),
        ("passage", "", "a value"),
        ("rung", "data_file", "one of one_text, print, quoted, two_texts"),
        ("rung", "quoted", "not 'quoted' on the route 'work'"),
        ("rung", "two_texts", "two addresses"),
        ("quoted_by", "jones_1991", "nothing where the work itself was read"),
        ("start", "spring 1930", "a date"),
        ("start", "12-01", "a date"),
        ("end", "1929", "not before 1930"),
        ("seen_on", "", "a value"),
        ("seen_on", "2999-01-01", "future"),
        ("seen_at", "", "a value"),
        ("seen_at", "https://example.org/", "an address with a path"),
        ("seen_at", "in a library", "an address with a path"),
        ("seen_at", "ftp://example.org/a", "an address with a path"),
        ("edition", "", "a value"),
        ("place", "", "a value"),
        ("printed", "", "a value"),
        ("thing", "", "a value"),
        ("says", "", "a value"),
    ],
)
def test_a_wrong_passage_is_refused_with_its_place(house, column, cell, words):
    write(house / "cited/passages.csv", {**PASSAGE, column: cell})
    with pytest.raises(TableError) as caught:
        tables.load_cited("passages")
    assert "passages.csv, row 2, column" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quoted_by": ""}, "column 'quoted_by': expected the text that quotes"),
        ({"quoted_by": "brown_1992"}, "column 'quoted_by': expected an entry of data/sources.bib"),
        ({"rung": "one_text"}, "column 'rung': expected 'quoted' on the route 'quoted'"),
    ],
)
def test_a_quotation_names_who_quotes_and_stands_on_its_own_rung(house, change, words):
    write(house / "cited/passages.csv", {**QUOTED, **change})
    with pytest.raises(TableError, match="row 2") as caught:
        tables.load_cited("passages")
    assert words in str(caught.value)


@pytest.mark.parametrize("column", ["claim", "work", "page", "would_settle", "tried"])
def test_what_was_not_reached_says_everything(house, column):
    write(house / "cited/unreached.csv", UNREACHED)
    assert len(tables.load_cited("unreached")) == 1
    write(house / "cited/unreached.csv", {**UNREACHED, column: ""})
    with pytest.raises(TableError, match=rf"row 2, column '{column}': expected a value"):
        tables.load_cited("unreached")


def test_what_changed_on_disk_is_read_anew(house):
    write(house / "cited/passages.csv", PASSAGE)
    assert len(tables.load_cited("passages")) == 1
    write(house / "cited/passages.csv", PASSAGE, {**PASSAGE, "id": "another"})
    assert len(tables.load_cited("passages")) == 2


# --- what is committed -------------------------------------------------------------------------------------------


def test_a_claim_is_either_reached_or_not():
    passages, unreached = tables.load_cited("passages"), tables.load_cited("unreached")
    reached = set(passages.loc[passages["passage"] == "cited", "claim"])
    assert reached
    assert not reached & set(unreached["claim"])
    assert unreached["claim"].is_unique


def test_passages_are_of_works_that_the_claim_cites():
    """The work itself, or the same work in another edition or language: court_1938 and court_1938_ru."""
    cited = tables.load_pamphlet("claims").set_index("claim")["cited_source"]
    other_editions = {"cpsu_history_1939"}
    for row in tables.load_cited("passages").itertuples():
        works = {w.removesuffix("_ru").removesuffix("_de") for w in row.work.split(";")}
        assert works & set(cited[row.claim].split(";")) or works <= other_editions, (row.id, cited[row.claim])


def test_our_words_are_sentences():
    for name, columns in {"passages": ["says"], "witnesses": ["says"], "unreached": ["tried"]}.items():
        frame = tables.load_cited(name)
        for column in columns:
            assert frame[column].str.endswith(".").all(), (name, frame.loc[~frame[column].str.endswith("."), "id"])


def test_an_address_that_was_not_kept_says_so_in_the_agreed_words():
    for name in ("passages", "witnesses"):
        for cell in tables.load_cited(name)["seen_at"]:
            assert all(row_rules.leads_somewhere(part) for part in row_rules.addresses(cell)), cell
