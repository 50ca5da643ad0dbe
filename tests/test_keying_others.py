"""The second keying of dates and of all other quantities, made blind: where it differs, a table says how."""

import csv
import re

import pytest

from analysis.data import tables
from analysis.text.language import load

WORDS = re.compile(rf"\d+|\b(?:{'|'.join(sorted(load().number_words, key=len, reverse=True))})\b", re.IGNORECASE)
#: Number words that one of the keyings counts to the unit: "6.5" million.
SCALES = {"million", "millions", "hundred", "thousand"}


def read(root, name):
    with (root / "tests/keying" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def first():
    frame = tables.load_all("pamphlet")
    return frame[frame["table"].isin(["dates", "other_quantities"])].set_index("id")


@pytest.fixture(scope="module")
def second(root):
    return {row["id"]: row for row in read(root, "second_keying_others.csv")}


def numerals(text):
    return [word.lower() for word in WORDS.findall(text) if word.lower() not in SCALES]


def test_every_value_was_keyed_twice(first, second):
    """Both tables, whole."""
    assert set(first.index) == set(second)


def test_every_numeral_is_the_same_in_both(first, second):
    """Digits and number words, without exception."""
    for key, row in second.items():
        assert numerals(first.loc[key, "printed"]) == numerals(row["printed"]), key


def test_strings_and_places_differ_only_where_it_is_said(root, first, second):
    """The list of differences is complete, and holds nothing that is no difference."""
    found = {
        (key, first.loc[key, "printed"], row["printed"])
        for key, row in second.items()
        if (first.loc[key, "printed"], first.loc[key, "position"]) != (row["printed"], int(row["position"]))
    }
    listed = read(root, "differences_others.csv")
    assert found == {(row["id"], row["first"], row["second"]) for row in listed}
    assert all(row["resolution"] for row in listed)
