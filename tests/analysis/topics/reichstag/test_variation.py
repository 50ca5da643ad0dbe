"""The same results under each choice: hand-worked, and against another way of counting."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.quantities import read_estimates
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag import variation as choices
from analysis.topics.reichstag.elections import official_results
from tests.analysis.topics.reichstag.test_elections import DAY, estimate, list_rows
from tests.analysis.topics.reichstag.test_elections import results as rows_of


@pytest.fixture(scope="module")
def results():
    return read_estimates("reichstag_results")


def test_every_choice_of_the_seat_rule(results):
    varied = choices.vary_seat_rule(results, [DAY])
    assert len(varied) == 8
    counted = varied[list(seat_rule.EXPLANATIONS)].sum(axis=1)
    assert (counted == varied["all"]).all()
    without = varied[~varied["cap_applied"]]
    assert (without[seat_rule.CAPPED] == 0).all()
    assert choices.seat_rule_table(varied).columns[:4].tolist() == [
        "Edition",
        "Applied to",
        "Cap applied",
        "Lists or parties",
    ]


def test_every_reading_and_rule(results):
    varied = choices.vary_reading(results, "yearbook").set_index(["reading", "rule"])
    assert varied.loc[("as_corrected", "half_unit"), ["own", "pair", "outside", "undated"]].tolist() == [14, 4, 3, 0]
    assert (varied.loc["as_printed", "undated"] == 20).all()
    assert (varied[["own", "pair", "outside", "undated"]].sum(axis=1) == varied["all"]).all()
    assert len(choices.reading_table(varied.reset_index())) == 6


def test_quotas_equal_one_by_one(results):
    varied = choices.vary_quota(results, "yearbook", [DAY]).set_index("quota")
    lists = official_results(results, DAY, level="list").dropna(subset=["votes", "seats"]).query("seats > 0")
    for quota in (30_000, 60_000, 75_500):
        pairs = zip(lists["votes"], lists["seats"], strict=True)
        given = sum(v // quota + (v % quota > quota / 2) == s for v, s in pairs)
        assert varied.loc[quota, "given"] == given
    assert (varied["lists"] == len(lists)).all()


def test_the_title_follows_the_best_quota():
    frame = rows_of(*list_rows("a", 120_000, 2), *list_rows("b", 300_000, 5))
    sources = pd.DataFrame({"sources": ["sousa_2001"]})
    good = choices.quota_figure(choices.vary_quota(frame, "yearbook"), sources)
    assert "2 of 2 lists" in good.caption
    bad = choices.vary_quota(rows_of(*list_rows("a", 120_000, 4), estimate("b", "votes", 1)), "yearbook")
    title = choices.quota_figure(bad, sources).title
    assert title == "0 of 1 official seat numbers follow from the 60,000 votes of the law"


def test_other_rules_by_hand():
    """100, 80, 30 and 20 thousand votes, 8 seats: official 4, 3, 1, 0 as by D'Hondt; Hare gives 3, 3, 1, 1."""
    frame = rows_of(
        *list_rows("a", 100_000, 4), *list_rows("b", 80_000, 3), *list_rows("c", 30_000, 1), *list_rows("d", 20_000, 0)
    )
    table = choices.other_rules(frame, "yearbook")
    assert table.iloc[0, :4].tolist() == ["20 May 1928", 8, 1, 0]
