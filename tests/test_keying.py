"""Two keyings of the same text, made independently: where they differ, a table says how and why."""

import pandas as pd
import pytest

from analysis.data import audit, tables
from analysis.numbers.printed import PrintedError, parse
from analysis.text.language import load

#: Tables whose second keying has its own file and test.
KEYED_APART = {"dates", "other_quantities"}
#: Quantities in vague words ("several", "a few"), found last and keyed once only: they hold no digit.
KEYED_ONCE = {"vague_quantities"}


def read(root, name):
    return pd.read_csv(root / "tests/keying" / name, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def first():
    frame = tables.load_all("pamphlet").set_index("id", drop=False)
    return frame.assign(position=frame["position"].astype(int))


@pytest.fixture(scope="module")
def second(root):
    frame = read(root, "second_keying.csv").set_index("id", drop=False)
    return frame.assign(position=frame["position"].astype(int))


@pytest.fixture(scope="module")
def differences(root):
    return read(root, "differences.csv")


def tokens(text):
    """Return the digits and number words of a string; words that mostly state no quantity are left out."""
    found = [m.group().lower() for m in audit.tokens(text)]
    return [t for t in found if t not in load()["audit"]["loose"]]


def test_both_keyings_hold_the_same_rows(first, second):
    assert second.index.is_unique
    assert set(second.index) == set(first.index[~first["table"].isin(KEYED_APART | KEYED_ONCE)])


def test_what_was_keyed_once_holds_no_digit(first):
    once = first[first["table"].isin(KEYED_ONCE)]
    assert not once["printed"].str.contains(r"\d").any()


def test_nothing_differs_that_is_not_listed(first, second, differences):
    rows = [(first.loc[i], second.loc[i]) for i in second.index]
    wording = {
        (a["id"], a["printed"], b["printed"])
        for a, b in rows
        if (a["printed"], a["position"]) != (b["printed"], b["position"])
    }
    notes = {
        (a["id"], f"[{a['footnote']}]", f"[{b['footnote']}]")
        for a, b in rows
        if a["footnote"] and b["footnote"] and a["footnote"] != b["footnote"]
    }
    listed = set(differences[["id", "first", "second"]].itertuples(index=False, name=None))
    assert wording | notes == listed
    assert len(differences) == len(listed)


def test_every_difference_is_resolved_in_a_sentence(differences):
    assert list(differences.columns) == ["id", "first", "second", "resolution"]
    for text in differences["resolution"]:
        assert text.endswith(".")
        assert 20 < len(text) < 200


def test_digits_and_number_words_agree_everywhere(first, second):
    for row in second.itertuples():
        here, there = tokens(first.at[row.id, "printed"]), tokens(row.printed)
        # "Eight million": the second keying may hold the scale as the unit.
        moved = [t for t in here if t in load().scale_words and t not in there]
        assert [t for t in here if t not in moved] == there, row.id
        assert all(t.rstrip("s") in row.unit_words.lower() for t in moved), row.id


def test_digits_agree_letter_by_letter(first, second):
    for row in second.itertuples():
        digits = [c for c in first.at[row.id, "printed"] if not c.isalpha()]
        if any(c.isdigit() for c in digits):
            assert [c for c in row.printed if not c.isalpha() and c != " "] == [c for c in digits if c != " "], row.id


def test_both_stand_at_the_same_place(first, second):
    for row in second.itertuples():
        start, end = first.at[row.id, "position"], first.at[row.id, "position"] + len(first.at[row.id, "printed"])
        assert start < row.position + len(row.printed), row.id
        assert row.position < end, row.id


def test_both_read_as_the_same_number(first, second, differences):
    changed = set(differences["id"])
    for row in second.itertuples():
        if row.id in changed:
            continue
        readings = []
        for text in (first.at[row.id, "printed"], row.printed):
            try:
                readings.append(parse(text))
            except PrintedError:
                readings.append(None)
        assert readings[0] == readings[1], row.id


def test_both_lists_of_names_are_the_same(root):
    columns = ["trial", "list", "section", "order", "name"]
    one = tables.load_pamphlet("trial_names").assign(order=lambda f: f["order"].astype(str))[columns]
    other = read(root, "second_names.csv")[columns]
    pairs = [set(f.itertuples(index=False, name=None)) for f in (one, other)]
    assert pairs[0] == pairs[1]
    assert len(one) == len(other) == len(pairs[0])


def test_the_second_keying_is_plain(root):
    for name in ("second_keying.csv", "second_names.csv", "differences.csv"):
        raw = (root / "tests/keying" / name).read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        raw.decode("utf-8")
    assert set(load().number_words) >= {"one", "two", "million", "third"}
