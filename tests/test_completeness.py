"""Does the ledger hold what a blind reader finds?

Two samples of 200 random passages each were coded without sight of the data.
`tests/blind/coding.csv` has one row a quantity that the reader marked: `sample`, `passage`,
`offset` (characters before it in the text), `length`, `kind`, `certain` (whether it clearly
states a quantity). The first sample was coded before the quantities in vague words were keyed,
the second after; it shares no passage with the first.
"""

import pandas as pd
import pytest

from analysis.numbers import proportions
from recount.publish.auditing import transcribed

KINDS = ("count", "share", "ratio", "amount", "difference", "increase")


@pytest.fixture(scope="module")
def coded(root):
    frame = pd.read_csv(root / "tests/blind/coding.csv", encoding="utf-8")
    rows = transcribed()
    spans = list(zip(rows["position"], rows["position"] + rows["printed"].str.len(), strict=True))
    held = [any(a < o + n and o < b for a, b in spans) for o, n in zip(frame["offset"], frame["length"], strict=True)]
    return frame.assign(held=held)


def test_both_samples_are_whole(coded):
    """The file cannot shrink to what passes."""
    assert coded.groupby("sample").size().to_dict() == {"first": 258, "second": 213}


def test_every_figure_in_numerals_of_the_first_sample_is_held(coded):
    """What is certain, in the six kinds that the aim names."""
    core = coded[(coded["sample"] == "first") & coded["kind"].isin(KINDS) & (coded["certain"] == "yes")]
    assert core["held"].all()


def test_the_fresh_sample_reaches_the_aim(coded):
    """At least 97 in 100 of the certain counts, shares, ratios, amounts, differences and increases."""
    core = coded[(coded["sample"] == "second") & coded["kind"].isin(KINDS) & (coded["certain"] == "yes")]
    found = proportions.interval(int(core["held"].sum()), len(core)).iloc[0]
    assert found["share"] >= 0.97
    assert found["low"] > 0.9
