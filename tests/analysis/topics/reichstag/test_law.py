"""The rule of the law: hand-worked cases, the statute stage by stage, and the texts collected."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.quantities import read_estimates
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.seat_rule import compare_seats, seats_for
from tests.analysis.topics.reichstag.test_elections import DAY, list_rows, results

VOTES = st.integers(0, 2_000_000)


@pytest.mark.parametrize(
    ("votes", "seats"), [(0, 0), (30_000, 0), (30_001, 1), (59_999, 1), (60_000, 1), (90_000, 1), (90_001, 2)]
)
def test_remainder_counts_only_above_the_limit(votes, seats):
    assert seats_for(votes) == seats


def test_rule_by_hand():
    """SPD 1928: 9,152,979 = 152 x 60,000 + 32,979, and 32,979 > 30,000, so 153."""
    assert seats_for(9_152_979) == 153


def test_cap_by_hand():
    """Eight quotas but one district seat: the Reich list may add one more."""
    rows = results(*list_rows("few", 483_181, 9), *list_rows("many", 483_181, 9), *list_rows("none", 235_145, 9))
    below = {"few": 1, "many": 5, "none": 0}
    table = compare_seats(rows, DAY, district_seats=below).set_index("reich_list").loc[list(below)]
    assert table["expected"].tolist() == [8, 8, 4]
    assert table["cap"].tolist() == [2, 10, 0]
    assert table["seats"].tolist() == [2, 8, 0]
    assert table["capped"].tolist() == [True, False, True]
    open_ended = compare_seats(rows, DAY, district_seats=below, cap=False)
    assert sorted(open_ended["seats"]) == [4, 8, 8]
    assert open_ended["cap"].isna().all()


def three_stages(districts, associations, quota=60_000, limit=30_000):
    """Share out seats district by district, as the statute does; independent of the formula."""
    won, left = 0, [0] * (max(associations) + 1)
    strong = [False] * len(left)
    for votes, association in zip(districts, associations, strict=True):
        while votes >= quota:
            votes, won = votes - quota, won + 1
        left[association] += votes
        strong[association] |= votes >= limit
    for association, votes in enumerate(left):
        while votes >= quota and strong[association]:
            votes, won = votes - quota, won + 1
        left[association] = votes
    rest, added = sum(left), 0
    while rest >= quota:
        rest, added = rest - quota, added + 1
    added += rest > limit
    return won, won + min(added, won)


@given(st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 4)), min_size=1, max_size=20))
def test_rule_equals_the_three_stages(districts):
    votes, associations = zip(*districts, strict=True)
    won, seats = three_stages(votes, associations)
    assert min(seats_for(sum(votes)), 2 * won) == seats


@given(st.lists(VOTES, min_size=1, max_size=8), st.integers(1, 90_000), st.data())
def test_arrays_and_single_lists_agree(votes, quota, data):
    """A list is never more than one seat off its share."""
    limit = data.draw(st.integers(0, quota - 1))
    found = seats_for(pd.Series(votes), quota, limit)
    assert found.tolist() == [seats_for(v, quota, limit) for v in votes]
    assert ((found - pd.Series(votes) / quota).abs() <= 1).all()


def test_a_remainder_of_a_whole_quota_is_refused():
    with pytest.raises(ValueError, match="remainder_seat < quota"):
        compare_seats(results(*list_rows("a", 60_000, 1)), remainder_seat=60_000)


@pytest.mark.parametrize(
    ("measure", "column", "value"),
    [
        ("votes_per_seat", "value", seat_rule.QUOTA),
        ("remainder_for_a_seat", "value", seat_rule.REMAINDER_SEAT),
        ("reich_list_seats_per_seat_below", "high", 1),
    ],
)
def test_the_rule_is_that_of_the_collected_texts(measure, column, value):
    rows = read_estimates("reichstag_results").query("measure == @measure")
    assert len(rows) >= 2
    assert (rows[column] == value).all()
