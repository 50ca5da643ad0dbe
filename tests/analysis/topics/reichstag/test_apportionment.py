"""Apportionment: each way of sharing out seats has a hand-worked case, an independent reference and a property."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial import distance

from analysis.data.quantities import read_estimates
from analysis.topics.reichstag import apportionment
from analysis.topics.reichstag.apportionment import (
    gallagher,
    highest_averages,
    largest_remainder,
    proportional,
    seats_by_rule,
)
from analysis.topics.reichstag.elections import official_results
from tests.analysis.topics.reichstag.test_elections import DAY, list_rows, results

VOTES = st.integers(0, 2_000_000)
PARTIES = st.lists(st.integers(0, 60), min_size=1, max_size=4).filter(any)


# The seat rule ------------------------------------------------------------------------------------------------------


def test_rule_by_hand():
    """SPD 1928: 9,152,979 = 152 x 60,000 + 32,979, and 32,979 > 30,000, so 153."""
    row = seats_by_rule({"spd": 9_152_979}).iloc[0]
    assert (row["full_quotas"], row["remainder"], row["expected"], row["seats"]) == (152, 32_979, 153, 153)
    assert row["cap"] is pd.NA
    assert row["capped"] is pd.NA


@pytest.mark.parametrize(
    ("votes", "seats"), [(0, 0), (30_000, 0), (30_001, 1), (59_999, 1), (60_000, 1), (90_000, 1), (90_001, 2)]
)
def test_remainder_counts_only_above_the_limit(votes, seats):
    assert seats_by_rule({"a": votes})["seats"].tolist() == [seats]


def test_cap_by_hand():
    """Eight quotas but one district seat: the Reich list may add one more."""
    table = seats_by_rule(
        {"few": 483_181, "many": 483_181, "none": 235_145}, district_seats={"few": 1, "many": 5, "none": 0}
    )
    assert table["expected"].tolist() == [8, 8, 4]
    assert table["cap"].tolist() == [2, 10, 0]
    assert table["seats"].tolist() == [2, 8, 0]
    assert table["capped"].tolist() == [True, False, True]


def test_cap_can_be_switched_off():
    table = seats_by_rule({"a": 483_181}, district_seats={"a": 1}, cap=False)
    assert table["seats"].tolist() == [8]
    assert table["capped"].tolist() == [False]
    assert table["cap"].isna().all()


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
    table = seats_by_rule({"a": sum(votes)}, district_seats={"a": won})
    assert table["seats"].tolist() == [seats]


@given(st.lists(VOTES, min_size=1, max_size=8), st.integers(1, 90_000), st.data())
def test_rule_holds_for_each_list_alone(votes, quota, data):
    """Vectorised and one by one agree, and a list is never more than one seat off its share."""
    limit = data.draw(st.integers(0, quota - 1))
    table = seats_by_rule(pd.Series(votes), quota=quota, remainder_seat=limit)
    single = [seats_by_rule({"a": v}, quota=quota, remainder_seat=limit)["seats"].iloc[0] for v in votes]
    assert table["seats"].tolist() == single
    assert (table["full_quotas"] * quota + table["remainder"] == table["votes"]).all()
    assert ((table["seats"] - table["votes"] / quota).abs() <= 1).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"votes": {"a": -1}}, "whole numbers from zero up"),
        ({"votes": {"a": 1.5}}, "got 1.5 for 'a'"),
        ({"votes": {"a": np.nan}}, "whole numbers"),
        ({"votes": pd.Series([1, 2], index=["a", "a"])}, "twice: 'a'"),
        ({"votes": {"a": 60_000}, "district_seats": {"a": 2}}, "at most 1 district seats of 'a'"),
        ({"votes": {"a": 60_000}, "remainder_seat": 60_000}, "remainder_seat < quota"),
    ],
)
def test_rule_refuses_impossible_figures(arguments, words):
    with pytest.raises(ValueError, match=words):
        seats_by_rule(**arguments)


@pytest.mark.parametrize(
    ("measure", "column", "value"),
    [
        ("votes_per_seat", "value", apportionment.QUOTA),
        ("remainder_for_a_seat", "value", apportionment.REMAINDER_SEAT),
        ("reich_list_seats_per_seat_below", "high", 1),
    ],
)
def test_the_rule_is_that_of_the_collected_texts(measure, column, value):
    rows = read_estimates("reichstag_results").query("measure == @measure")
    assert len(rows) >= 2
    assert (rows[column] == value).all()


# Other ways to share out a house ------------------------------------------------------------------------------------


def test_largest_remainder_by_hand():
    """A quota of 10,000: 4, 1, 1 and 1 full quotas; three seats go to the remainders 7,000, 6,000 and 6,000."""
    votes = {"a": 47_000, "b": 16_000, "c": 15_900, "d": 12_000, "e": 6_000, "f": 3_100}
    assert largest_remainder(votes, 10)["seats"].tolist() == [5, 2, 1, 1, 1, 0]


def test_highest_averages_by_hand():
    votes = {"a": 100_000, "b": 80_000, "c": 30_000, "d": 20_000}
    assert highest_averages(votes, 8)["seats"].tolist() == [4, 3, 1, 0]
    assert highest_averages(votes, 8, method="sainte_lague")["seats"].tolist() == [3, 3, 1, 1]


def test_ties_are_said():
    table = largest_remainder({"a": 1, "b": 1, "c": 2}, 1)
    assert table["tied"].tolist() == [False, False, False]
    table = highest_averages({"a": 2, "b": 2}, 3)
    assert table["seats"].tolist() == [2, 1]
    assert table["tied"].tolist() == [True, True]


def sharings(house, parties):
    return [s for s in product(range(house + 1), repeat=parties) if sum(s) == house]


@settings(max_examples=60)
@given(PARTIES, st.integers(0, 6))
def test_largest_remainder_is_nearest_to_the_quotas(votes, house):
    """Brute force: no other sharing has a smaller sum of squared distances from the exact quotas."""
    quotas = [Fraction(v * house, sum(votes)) for v in votes]
    distances = {s: sum((q - n) ** 2 for q, n in zip(quotas, s, strict=True)) for s in sharings(house, len(votes))}
    table = largest_remainder(pd.Series(votes), house)
    seats = tuple(table["seats"])
    assert distances[seats] == min(distances.values())
    unique = sum(d == distances[seats] for d in distances.values()) == 1
    assert table["tied"].any() == (not unique)


@settings(max_examples=60)
@given(PARTIES, st.integers(0, 6), st.sampled_from([("dhondt", 1), ("sainte_lague", 2)]))
def test_highest_averages_equal_seat_by_seat(votes, house, method):
    """Independent reference: the seats given out one after another in exact fractions."""
    name, step = method
    seats = [0] * len(votes)
    for _seat in range(house):
        claim = [(Fraction(v, 1 + step * n), v, -i) for i, (v, n) in enumerate(zip(votes, seats, strict=True))]
        seats[claim.index(max(claim))] += 1
    assert highest_averages(pd.Series(votes), house, method=name)["seats"].tolist() == seats


@given(st.lists(st.integers(1, 20_000_000), min_size=1, max_size=12), st.integers(0, 650))
def test_sharings_fill_the_house(votes, house):
    votes = pd.Series(votes)
    for table in (largest_remainder(votes, house), highest_averages(votes, house)):
        assert table["seats"].sum() == house
    quotas = votes.to_numpy() * house / votes.sum()
    assert (np.abs(largest_remainder(votes, house)["seats"] - quotas) < 1 + 1e-9).all()
    assert (highest_averages(votes, house)["seats"] >= np.floor(quotas - 1e-9)).all()


@pytest.mark.parametrize("call", [lambda: largest_remainder({"a": 0}, 3), lambda: highest_averages({"a": 1}, -1)])
def test_nothing_to_share_is_refused(call):
    with pytest.raises(ValueError, match="some votes and a house from zero up"):
        call()


def test_unknown_method_is_refused():
    with pytest.raises(ValueError, match="'dhondt' or 'sainte_lague'"):
        highest_averages({"a": 1}, 1, method="hare")


def test_proportional_uses_the_house_of_the_rows():
    frame = results(
        *list_rows("a", 100_000, 4), *list_rows("b", 80_000, 3), *list_rows("c", 30_000, 1), *list_rows("d", 20_000, 0)
    )
    table = proportional(official_results(frame, DAY))
    assert table["official"].tolist() == table["dhondt"].tolist() == [4, 3, 1, 0]
    assert table["hare"].tolist() == [3, 3, 1, 1]


# Disproportionality -------------------------------------------------------------------------------------------------


def test_gallagher_by_hand():
    """Votes 60, 40 and seats 70, 30 per cent: sqrt((100 + 100) / 2) = 10."""
    assert gallagher([60, 40], [7, 3]) == pytest.approx(10)
    assert gallagher([100, 0], [0, 5]) == pytest.approx(100)


@given(st.lists(st.tuples(VOTES, st.integers(0, 400)), min_size=1, max_size=12))
def test_gallagher_equals_scaled_distance(pairs):
    """Independent reference: scipy's Euclidean distance of the shares over the root of two."""
    votes, seats = (np.array(x, dtype=float) for x in zip(*pairs, strict=True))
    assume(votes.sum() > 0 and seats.sum() > 0)
    reference = 100 * distance.euclidean(votes / votes.sum(), seats / seats.sum()) / np.sqrt(2)
    index = gallagher(votes, seats)
    assert index == pytest.approx(reference)
    assert 0 <= index <= 100 + 1e-9
    assert gallagher(votes * 3, seats) == pytest.approx(index)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=10), st.integers(1, 1000))
def test_gallagher_is_zero_only_for_equal_shares(seats, factor):
    seats = np.array(seats)
    assert gallagher(seats * factor, seats) == pytest.approx(0, abs=1e-9)
    if len(seats) > 1:
        moved = seats.copy()
        moved[0] += 1
        assert gallagher(seats * factor, moved) > 0


def test_unlisted_votes_change_the_base():
    assert gallagher([60, 30], [6, 3], total_votes=100) == pytest.approx(
        100 * np.sqrt(((0.6 - 6 / 9) ** 2 + (0.3 - 3 / 9) ** 2) / 2)
    )


@pytest.mark.parametrize(
    ("votes", "seats", "words"),
    [
        ([1, 2], [1], "same parties"),
        ([1, -1], [1, 1], "from zero up"),
        ([0, 0], [1, 1], "base"),
        ([1, 1], [0, 0], "some seats"),
        ([1, np.nan], [1, 1], "from zero up"),
        (pd.Series([1, 2], index=["a", "b"]), pd.Series([1, 2], index=["b", "a"]), "same order"),
    ],
)
def test_gallagher_refuses(votes, seats, words):
    with pytest.raises(ValueError, match=words):
        gallagher(votes, seats)
