"""The audit on a small text of our own with known faults, and on the committed transcription."""

import bisect
import hashlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import audit
from analysis.data.audit import AuditError
from analysis.text.language import load

TEXT = """The farm and its animals

In 1934 the farm had 226 hens, 17,5 per cent of them white, and 29 million grains [3].
On May 13, 1935 the owner counted again: twenty-five ducks and one goose.

The village [4]

Two thirds of the houses had a garden. Between 16 and 23 January three marshals came.
The first of them brought one million seeds; in the years 1936-1938 there were 2000-3000 trees.

Works

Smith, The Farm, 1990, page 12 and 13.
"""


def sections_of(text, headings=("The farm and its animals", "The village", "Works")):
    return pd.DataFrame(
        {
            "section": [f"s{n}" for n in range(1, len(headings) + 1)],
            "part": ["apparatus" if h == "Works" else "body" for h in headings],
            "heading_sha256": [hashlib.sha256(h.encode("utf-8")).hexdigest()[:16] for h in headings],
        }
    )


SECTIONS = sections_of(TEXT)


def entry(printed, section, *, nth=0, shift=0, text=TEXT, name=None):
    position = -1
    for _ in range(nth + 1):
        position = text.index(printed, position + 1)
    return {"id": name or printed, "printed": printed, "section": section, "position": position + shift}


ROWS = pd.DataFrame(
    [
        entry("226", "s1"),
        entry("17,5", "s1"),
        entry("29", "s1"),
        entry("twenty-five", "s1"),
        entry("Two thirds", "s2"),
        entry("three", "s2"),
        entry("one million", "s2"),
    ]
)
NONE_ASIDE = pd.DataFrame({"position": [], "numeral": [], "reason": []})


# --- the text and its sections -----------------------------------------------------------------------------------


def test_text_is_read_with_unix_line_ends(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert audit.read_text(path) == TEXT
    path.write_bytes(TEXT.replace("\n", "\r").encode())
    assert audit.read_text(path) == TEXT
    assert audit.text_hash(TEXT) == hashlib.sha256(TEXT.encode()).hexdigest()


def test_what_is_no_text_is_refused(tmp_path):
    with pytest.raises(AuditError, match=r"'none.txt'"):
        audit.read_text(tmp_path / "none.txt")
    (tmp_path / "latin.txt").write_bytes("Müller".encode("latin-1"))
    with pytest.raises(AuditError, match=r"latin.txt, byte 1: expected UTF-8"):
        audit.read_text(tmp_path / "latin.txt")
    with pytest.raises(AuditError, match=tmp_path.name):
        audit.read_text(tmp_path)


def test_sections_are_found_by_the_hash_of_their_heading():
    found = audit.find_sections(TEXT, SECTIONS)
    assert found["section"].tolist() == ["s1", "s2", "s3"]
    assert [TEXT[s:].split("\n")[0] for s in found["start"]] == ["The farm and its animals", "The village [4]", "Works"]
    # Blanks are folded and the marks of notes do not count.
    spaced = TEXT.replace("The village [4]", "  The \t village[12]  ")
    assert audit.find_sections(spaced, SECTIONS)["section"].tolist() == ["s1", "s2", "s3"]


def test_a_missing_heading_is_left_out_and_the_rest_found():
    found = audit.find_sections(TEXT.replace("The village", "The town"), SECTIONS)
    assert found["section"].tolist() == ["s1", "s3"]


def test_a_heading_that_is_repeated_is_taken_in_order():
    text = "Part\n\none\n\nPart\n\ntwo\n\nEnd\n"
    found = audit.find_sections(text, sections_of(text, ("Part", "Part", "End")))
    assert found["start"].tolist() == [0, text.index("Part", 1), text.index("End")]


def test_another_text_is_refused():
    with pytest.raises(AuditError, match="headings"):
        audit.index_numerals("Nothing of the kind.", SECTIONS)


# --- the index of numerals ---------------------------------------------------------------------------------------


def test_index_by_hand():
    index = audit.index_numerals(TEXT, SECTIONS)
    found = list(index[["numeral", "section", "rule"]].itertuples(index=False, name=None))
    assert found == [
        ("1934", "s1", "year"),
        ("226", "s1", "plain"),
        ("17,5", "s1", "plain"),
        ("29", "s1", "plain"),
        ("million", "s1", "plain"),
        ("3", "s1", "note_mark"),
        ("13", "s1", "day"),
        ("1935", "s1", "year"),
        ("twenty", "s1", "plain"),
        ("five", "s1", "plain"),
        ("one", "s1", "loose_word"),
        ("4", "s2", "note_mark"),
        ("Two", "s2", "plain"),
        ("thirds", "s2", "plain"),
        ("16", "s2", "day"),
        ("23", "s2", "day"),
        ("three", "s2", "plain"),
        ("first", "s2", "loose_word"),
        ("one", "s2", "loose_word"),
        ("million", "s2", "plain"),
        ("1936", "s2", "year"),
        ("1938", "s2", "year"),
        ("2000", "s2", "year"),  # a span of years or of trees: only a reader can tell
        ("3000", "s2", "year"),
        ("1990", "s3", "apparatus"),
        ("12", "s3", "apparatus"),
        ("13", "s3", "apparatus"),
    ]
    assert all(TEXT[p : p + len(n)] == n for p, n in zip(index["position"], index["numeral"], strict=True))
    assert set(index["rule"]) <= set(audit.RULES)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("in 1934", ["year"]),
        ("1,934 hens", ["plain"]),
        ("1934,5 litres", ["plain"]),
        ("the 1930s", ["year"]),
        ("1926-27", ["year", "year"]),
        ("1750 hens", ["plain"]),
        ("3 May", ["day"]),
        ("May 3", ["day"]),
        ("3rd of them", ["plain"]),
        ("5 Mayors", ["plain"]),  # was taken for the fifth of May
        ("5 Marshals", ["plain"]),
        ("7 Augustinians", ["plain"]),
        ("dismay 5", ["plain"]),
        ("128 March", ["plain"]),
        ("Sept. 5", ["day"]),
        ("[12]", ["note_mark"]),
        ("[12 hens]", ["plain"]),
        ("One hen", ["loose_word"]),
        ("TWO hens", ["plain"]),
        ("none, tension, often", []),  # words that only contain a number word
    ],
)
def test_rules_by_hand(text, rules):
    whole = f"Head\n\n{text}\n"
    assert audit.index_numerals(whole, sections_of(whole, ("Head",)))["rule"].tolist() == rules


WORDS = st.sampled_from(
    "hens 12 1934 17,5 May 3rd three thousand million one [2] 10-15 -- Head 1936-38 first , . and 5th 170.000".split()
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_index_finds_every_digit_once(body):
    text = f"Head\n\n{body}\n"
    index = audit.index_numerals(text, sections_of(text, ("Head",)))
    covered = [p for row in index.itertuples() for p in range(row.position, row.position + len(row.numeral))]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(text) if c.isdigit()} <= set(covered)
    assert index["position"].is_monotonic_increasing


# --- places ------------------------------------------------------------------------------------------------------


def faults(*changed):
    return audit.find_misplaced(pd.DataFrame(changed), TEXT, SECTIONS)


def test_rows_in_place_have_no_fault():
    assert audit.find_misplaced(ROWS, TEXT, SECTIONS).empty
    assert audit.match_index(ROWS, audit.index_numerals(TEXT, SECTIONS)).empty
    assert list(faults(entry("226", "s1")).columns) == ["id", "printed", "section", "position", "fault"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (entry("226", "s1", shift=1), f"it stands at {TEXT.index('226')}"),
        (entry("226", "s2"), "is not in section s2"),
        (entry("226", "s9"), "is not in section s9"),
        ({**entry("226", "s1"), "printed": "227"}, "it is not in that section"),
        ({**entry("17,5", "s1"), "printed": "17.5"}, "does not stand at position"),
        ({**entry("three", "s2"), "printed": "Three"}, "does not stand at position"),
        (entry("12", "s1"), "is not in section s1"),
        ({**entry("226", "s1"), "position": 10**9}, "is not in section s1"),
        ({**entry("226", "s1"), "position": -1}, "is not in section s1"),
    ],
)
def test_a_row_out_of_place_is_found(changed, words):
    found = faults(changed)
    assert len(found) == 1
    assert words in found.loc[0, "fault"]


@pytest.mark.parametrize(
    "changed",
    [
        entry("226", "s1", shift=1),
        entry("226", "s2"),
        {**entry("226", "s1"), "printed": "227"},
        {**entry("17,5", "s1"), "printed": "17.5"},
        {**entry("three", "s2"), "printed": "Three"},
        {**entry("Two thirds", "s2"), "printed": "Two fourths"},
    ],
)
def test_the_index_finds_the_same_faults_of_numerals(changed):
    index = audit.index_numerals(TEXT, SECTIONS)
    assert len(faults(changed)) == 1
    assert len(audit.match_index(pd.DataFrame([changed]), index)) == 1


@given(
    st.integers(0, len(TEXT)),
    st.text("0123456789,. abetw", min_size=1, max_size=6),
    st.sampled_from(["s1", "s2", "s3"]),
)
def test_text_and_index_agree_on_what_is_out_of_place(position, printed, section):
    rows = pd.DataFrame([{"id": "x", "printed": printed, "section": section, "position": position}])
    index = audit.index_numerals(TEXT, SECTIONS)
    if audit.find_misplaced(rows, TEXT, SECTIONS).empty and not audit.match_index(rows, index).empty:
        # A piece of a numeral ("26" out of "226") stands in the text and is no numeral of the index.
        spans = [(p, p + len(n)) for p, n in zip(index["position"], index["numeral"], strict=True)]
        assert any(a < position + len(printed) and position < b for a, b in spans)


# --- what accounts for a numeral ---------------------------------------------------------------------------------


def by(rows=ROWS, aside=NONE_ASIDE):
    found = audit.account(audit.index_numerals(TEXT, SECTIONS), rows, aside)
    return {(r.numeral, r.position): r.by for r in found.itertuples()}, found


def test_accounting_by_hand():
    _by, found = by()
    assert found["by"].tolist()[:11] == [
        "year", "226", "17,5", "29", "29", "note_mark", "day", "year", "twenty-five", "twenty-five", "loose_word",
    ]  # fmt: skip
    assert (found["by"] != "").all()


@pytest.mark.parametrize("missing", ROWS["id"])
def test_a_missing_row_leaves_its_numerals_open(missing):
    _by, found = by(ROWS[ROWS["id"] != missing])
    left = found.loc[found["by"] == "", "numeral"].str.lower().tolist()
    assert left
    assert all(word in [*missing.lower().replace("-", " ").split(), "million"] for word in left)


def test_a_scale_word_behind_a_loose_word_is_not_lost():
    # "One" alone states no quantity, "one million" does.
    _by, found = by(ROWS[ROWS["id"] != "one million"])
    assert found.loc[found["by"] == "", "numeral"].tolist() == ["million"]


def test_set_aside_by_hand():
    rows = ROWS[ROWS["id"] != "three"]
    position = TEXT.index("three")
    aside = pd.DataFrame({"position": [position], "numeral": ["three"], "reason": ["figure of speech"]})
    assert by(rows, aside)[0]["three", position] == "set aside"
    for wrong in (aside.assign(numeral="Three"), aside.assign(position=position + 1)):
        assert by(rows, wrong)[0]["three", position] == ""


def test_rows_go_before_set_aside_and_rules():
    position = TEXT.index("1934")
    rows = pd.concat([ROWS, pd.DataFrame([{"id": "y", "printed": "1934", "section": "s1", "position": position}])])
    aside = pd.DataFrame({"position": [position], "numeral": ["1934"], "reason": ["x"]})
    assert by(rows, aside)[0]["1934", position] == "y"
    twice = pd.concat([rows, pd.DataFrame([{"id": "a", "printed": "1934", "section": "s1", "position": position}])])
    assert by(twice)[0]["1934", position] == "a;y"


def test_summary_counts_every_numeral_once():
    _by, found = by(ROWS[ROWS["id"] != "three"])
    table = audit.summarise(found).set_index("by")
    assert table.loc["rows"].tolist() == [3, 7]
    assert table.loc["nothing"].tolist() == [0, 1]
    assert table.loc["apparatus"].tolist() == [3, 0]
    assert table.to_numpy().sum() == len(found)


# --- the committed index -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stored(data):
    frame = pd.read_csv(data / "pamphlet/numerals.csv", dtype={"numeral": str, "section": str}, keep_default_na=False)
    sections = pd.read_csv(data / "pamphlet/sections.csv", dtype={"section": str})
    return frame, sections


def test_the_committed_index_is_in_order(stored):
    index, _sections = stored
    assert index["position"].is_monotonic_increasing
    assert index["position"].is_unique
    ends = index["position"] + index["numeral"].str.len()
    assert (ends[:-1].to_numpy() <= index["position"][1:].to_numpy()).all()
    assert set(index["rule"]) <= set(audit.RULES)
    assert index["text_sha256"].nunique() == 1
    assert index["numeral"].map(lambda n: [m.group() for m in audit.tokens(n)] == [n]).all()


def test_the_committed_index_and_the_sections_agree(stored):
    index, sections = stored
    starts, names = sections["position"].tolist(), sections["section"].tolist()
    assert starts == sorted(set(starts))
    found = [names[bisect.bisect_right(starts, p) - 1] for p in index["position"]]
    assert found == index["section"].tolist()
    apparatus = sections.loc[sections["part"] == "apparatus", "section"]
    assert (index["section"].isin(apparatus) == (index["rule"] == "apparatus")).all()


def test_loose_words_follow_from_the_word_alone(stored):
    index, _sections = stored
    loose = index["numeral"].str.lower().isin(load()["audit"]["loose"])
    body = ~index["rule"].isin(["apparatus", "note_mark", "day", "year"])
    assert (loose[body] == (index["rule"] == "loose_word")[body]).all()
    years = index.loc[index["rule"] == "year", "numeral"]
    assert years.str.fullmatch(r"\d{1,4}").all()
