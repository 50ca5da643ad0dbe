"""Elections: each statistic has a hand-worked case, an independent reference and a property."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial import distance

from analysis import elections
from analysis.elections import (
    check_sums,
    compare_printed,
    compare_seats,
    find_combinations,
    gallagher,
    highest_averages,
    largest_remainder,
    official_results,
    official_totals,
    proportional,
    seats_by_rule,
)
from analysis.tables import data_folder

DAY = "1928-05-20"
BEST, SECOND = elections.COMPILATIONS[0], elections.COMPILATIONS[-1]
VOTES = st.integers(0, 2_000_000)
PARTIES = st.lists(st.integers(0, 60), min_size=1, max_size=4).filter(any)


def estimate(party, measure, value, source=BEST, *, reich_list="not stated", rung="one_text", day=DAY):
    """Return one row of a results table."""
    return {"id": f"{day}-{party}-{measure}-{source}-{value}", "election": day, "party": party, "label": party.upper(),
            "party_kind": "party", "reich_list": reich_list, "measure": measure, "value": float(value),
            "sources": source, "verification": rung}


def results(*rows):
    return pd.DataFrame(list(rows))


def list_rows(party, votes, seats, **more):
    return [estimate(party, "votes", votes, **more), estimate(party, "seats", seats, **more)]


def printed(party, low, high, *, measure="votes", day=DAY):
    return {"id": f"{party}-{day}-{measure}", "party": party, "measure": measure, "start": day,
            "value": (low + high) / 2, "low": float(low), "high": float(high)}


@pytest.fixture(scope="module")
def collected():
    """The results as collected, without the rows that nobody has looked up."""
    frame = pd.read_csv(data_folder() / "estimates" / "reichstag_results.csv", dtype=str, keep_default_na=False)
    frame["value"] = frame["value"].astype(float)
    return frame[frame["verification"] != "unchecked"].reset_index(drop=True)


# The seat rule ------------------------------------------------------------------------------------------------------


def test_rule_by_hand():
    """SPD 1928: 9,152,979 = 152 x 60,000 + 32,979, and 32,979 > 30,000, so 153."""
    row = seats_by_rule({"spd": 9_152_979}).iloc[0]
    assert (row["full_quotas"], row["remainder"], row["expected"], row["seats"]) == (152, 32_979, 153, 153)
    assert row["cap"] is pd.NA
    assert row["capped"] is pd.NA


@pytest.mark.parametrize(("votes", "seats"), [(0, 0), (30_000, 0), (30_001, 1), (59_999, 1), (60_000, 1), (90_000, 1),
                                              (90_001, 2)])
def test_remainder_counts_only_above_the_limit(votes, seats):
    assert seats_by_rule({"a": votes})["seats"].tolist() == [seats]


def test_cap_by_hand():
    """Eight quotas but one district seat: the Reich list may add one more."""
    table = seats_by_rule({"few": 483_181, "many": 483_181, "none": 235_145},
                          district_seats={"few": 1, "many": 5, "none": 0})
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


@pytest.mark.parametrize(("arguments", "words"), [
    ({"votes": {"a": -1}}, "whole numbers from zero up"),
    ({"votes": {"a": 1.5}}, "got 1.5 for 'a'"),
    ({"votes": {"a": np.nan}}, "whole numbers"),
    ({"votes": pd.Series([1, 2], index=["a", "a"])}, "twice: 'a'"),
    ({"votes": {"a": 60_000}, "district_seats": {"a": 2}}, "at most 1 district seats of 'a'"),
    ({"votes": {"a": 60_000}, "remainder_seat": 60_000}, "remainder_seat < quota"),
])
def test_rule_refuses_impossible_figures(arguments, words):
    with pytest.raises(ValueError, match=words):
        seats_by_rule(**arguments)


# Official against rule ----------------------------------------------------------------------------------------------


def explanation(*rows, **more):
    return compare_seats(results(*rows), DAY, **more).set_index("reich_list")


def test_every_explanation():
    table = explanation(
        *list_rows("fits", 120_000, 2), *list_rows("even", 483_181, 2), *list_rows("odd", 364_543, 3),
        *list_rows("more", 60_000, 2), *list_rows("rival", 3_712_152, 61),
        estimate("rival", "votes", 3_652_152, SECOND), estimate("silent", "votes", 60_000))
    assert table["explanation"].to_dict() == {
        "fits": elections.BY_RULE, "even": elections.CAP_POSSIBLE, "odd": elections.UNEXPLAINED,
        "more": elections.UNEXPLAINED, "rival": elections.RIVAL, "silent": elections.NO_FIGURE}
    assert table["district_seats_needed"].dropna().to_dict() == {"even": 1}
    assert set(table["explanation"]) < set(elections.EXPLANATIONS)


@pytest.mark.parametrize(("district", "word"), [(1, elections.CAPPED), (2, elections.UNEXPLAINED)])
def test_known_district_seats_decide(district, word):
    table = explanation(*list_rows("vrp", 483_181, 2), district_seats={"vrp": district})
    assert table.loc["vrp", "explanation"] == word


def test_reich_list_seats_give_the_district_seats():
    table = explanation(*list_rows("vrp", 483_181, 2), *list_rows("spd", 9_152_979, 153),
                        estimate("vrp", "reich_list_seats", 1))
    assert table.loc["vrp", ["cap", "seats", "explanation"]].tolist() == [2, 2, elections.CAPPED]
    assert table.loc["spd", "cap"] is pd.NA


def test_rival_part_of_a_list_total_counts():
    """1,658,915 votes give 28; with the other figure for one part they give 30."""
    rows = [*list_rows("dvp_list", 1_658_915, 30, reich_list="dvp_list"),
            estimate("dvp", "votes", 1_577_365, reich_list="dvp_list"),
            estimate("dvp", "votes", 1_698_236, SECOND, reich_list="dvp_list")]
    table = explanation(*rows)
    assert table["explanation"].tolist() == [elections.RIVAL]
    assert table["list_stated"].tolist() == [True]


def test_unchecked_figures_explain_nothing():
    table = explanation(*list_rows("a", 3_712_152, 61), estimate("a", "votes", 3_652_152, SECOND, rung="unchecked"))
    assert table["explanation"].tolist() == [elections.UNEXPLAINED]


def test_working_is_a_sentence_with_the_numbers():
    working = explanation(*list_rows("spd", 9_152_979, 153)).loc["spd", "working"]
    assert working == ("9,152,979 = 152 × 60,000 + 32,979, the rest above 30,000: 153; "
                       "official number of seats: 153.")


# Choice among rivals ------------------------------------------------------------------------------------------------


def test_prefer_decides_among_rivals():
    frame = results(estimate("z", "votes", 3_712_152), estimate("z", "votes", 3_652_152, SECOND))
    assert official_results(frame, DAY)["votes"].tolist() == [3_712_152]
    assert official_results(frame, DAY, prefer=(SECOND,))["votes"].tolist() == [3_652_152]


def test_row_of_several_sources_counts_for_each():
    frame = results(estimate("z", "votes", 5, f"{BEST};{SECOND}"))
    assert official_results(frame, DAY, prefer=(SECOND,), fill=False)["votes"].tolist() == [5]


def test_open_choice_is_refused():
    frame = results(estimate("z", "votes", 1, "one"), estimate("z", "votes", 2, "other"))
    with pytest.raises(ValueError, match=r"rivals remain: .*z-votes-one-1, .*z-votes-other-2"):
        official_results(frame, DAY)


def test_unchecked_rows_come_last():
    frame = results(estimate("bvp", "votes", 1, rung="unchecked"), estimate("bvp", "votes", 2, "other"))
    assert official_results(frame, DAY)["votes"].tolist() == [2]


def test_fill_takes_what_the_preferred_lack():
    frame = results(estimate("a", "votes", 9), estimate("b", "votes", 4, "other"))
    assert official_results(frame, DAY, prefer=(BEST,))["party"].tolist() == ["a", "b"]
    assert official_results(frame, DAY, prefer=(BEST,), fill=False)["party"].tolist() == ["a"]


def test_levels_count_no_vote_twice():
    frame = results(estimate("l", "votes", 10, reich_list="l"), estimate("p", "votes", 7, reich_list="l"),
                    estimate("q", "votes", 3, reich_list="l"), estimate("r", "votes", 5))
    assert official_results(frame, DAY, level="list")["party"].tolist() == ["l", "r"]
    assert official_results(frame, DAY)["party"].tolist() == ["p", "r", "q"]


def test_parts_of_a_poorer_vintage_do_not_replace_the_list():
    frame = results(estimate("l", "votes", 10, reich_list="l"), estimate("p", "votes", 6, SECOND, reich_list="l"))
    assert official_results(frame, DAY)["party"].tolist() == ["l"]


def test_unknown_election_is_refused():
    with pytest.raises(ValueError, match=r"1928-05-20, got '1931-01-01'"):
        official_results(results(estimate("a", "votes", 1)), "1931-01-01")


def test_unknown_level_is_refused():
    with pytest.raises(ValueError, match="'party' or 'list'"):
        official_results(results(estimate("a", "votes", 1)), DAY, level="district")


def test_sums_by_hand():
    frame = results(*list_rows("a", 70, 2), *list_rows("b", 20, 1), estimate("valid_votes", "valid_votes", 100),
                    estimate("house", "seats_total", 3))
    sums = check_sums(official_results(frame, DAY), official_totals(frame)).set_index("measure")
    assert sums.loc["votes", ["added", "total", "difference", "closes"]].tolist() == [90, 100, -10, False]
    assert sums.loc["seats", "closes"]


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
    frame = results(*list_rows("a", 100_000, 4), *list_rows("b", 80_000, 3), *list_rows("c", 30_000, 1),
                    *list_rows("d", 20_000, 0))
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
        100 * np.sqrt(((0.6 - 6 / 9) ** 2 + (0.3 - 3 / 9) ** 2) / 2))


@pytest.mark.parametrize(("votes", "seats", "words"), [
    ([1, 2], [1], "same parties"), ([1, -1], [1, 1], "from zero up"), ([0, 0], [1, 1], "base"),
    ([1, 1], [0, 0], "some seats"), ([1, np.nan], [1, 1], "from zero up"),
    (pd.Series([1, 2], index=["a", "b"]), pd.Series([1, 2], index=["b", "a"]), "same order")])
def test_gallagher_refuses(votes, seats, words):
    with pytest.raises(ValueError, match=words):
        gallagher(votes, seats)


# Printed against official -------------------------------------------------------------------------------------------

DAYS = ("1928-05-20", "1930-09-14", "1932-07-31")
CENTRE = (3_712_152, 4_127_000, 4_589_430)
BAVARIAN = (945_644, 1_119_141, 1_192_684)
COMMUNIST = (3_264_793, 4_590_160, 5_282_636)


def official():
    rows = [estimate(p, "votes", v, day=d)
            for p, figures in (("centre", CENTRE), ("bvp", BAVARIAN), ("kpd", COMMUNIST))
            for d, v in zip(DAYS, figures, strict=True)]
    return pd.concat([official_results(results(*rows), d) for d in DAYS])


def line(party, *millions):
    return [printed(party, (m - 0.05) * 1e6, (m + 0.05) * 1e6, day=d) for d, m in zip(DAYS, millions, strict=True)]


def test_two_parties_added_are_found():
    """4.7, 5.2 and 5.8 millions for the Centre fit only with the Bavarian People's Party added."""
    table = compare_printed(pd.DataFrame([*line("centre", 4.7, 5.2, 5.8), *line("kpd", 3.3, 4.6, 5.3)]), official())
    assert table["reading"].tolist() == [elections.PAIR] * 3 + [elections.OWN] * 3
    assert table["found"].tolist() == ["bvp+centre"] * 3 + ["kpd"] * 3
    assert table["official"].tolist()[:3] == [c + b for c, b in zip(CENTRE, BAVARIAN, strict=True)]


def test_one_lucky_pair_is_not_believed():
    table = compare_printed(pd.DataFrame(line("centre", 4.7, 4.1, 4.6)), official())
    assert table["reading"].tolist() == [elections.NO_FIT, elections.OWN, elections.OWN]
    assert table["found"].tolist() == ["centre"] * 3


def test_truncated_figure_needs_truncated_bounds():
    """9.1 millions for 9,152,979: outside rounding, inside truncation; the bounds decide, not the code."""
    frame = official_results(results(estimate("spd", "votes", 9_152_979)), DAY)
    rounded = compare_printed(pd.DataFrame([printed("spd", 9.05e6, 9.15e6)]), frame)
    cut = compare_printed(pd.DataFrame([printed("spd", 9.1e6, 9.2e6)]), frame)
    assert rounded["reading"].tolist() == [elections.NO_FIT]
    assert cut["reading"].tolist() == [elections.OWN]


def seats_table():
    frame = results(*[r for p, s in (("spd", 153), ("wp", 23), ("ddp", 25), ("dbp", 8)) for r in list_rows(p, 1, s)],
                    estimate("house", "seats_total", 209), estimate("valid_votes", "valid_votes", 4))
    return official_results(frame, DAY), official_totals(frame)


def test_other_names_remainders_and_totals():
    rows = [printed(p, n, n, measure="seats") for p, n in
            (("spd", 153), ("industrial_party", 23), ("dstp", 25), ("other", 8), ("total", 209))]
    table = compare_printed(pd.DataFrame(rows), *seats_table())
    assert table["found"].tolist() == ["spd", "wp", "ddp", "other", "total"]
    assert table["reading"].tolist() == [elections.OWN, elections.OTHER, elections.OTHER, elections.OWN, elections.OWN]
    assert (table["difference"] == 0).all()


def test_wrong_total_and_remainder_are_seen():
    rows = [printed(p, n, n, measure="seats") for p, n in (("spd", 153), ("other", 57), ("total", 207))]
    table = compare_printed(pd.DataFrame(rows), *seats_table())
    assert table["difference"].tolist() == [0, 1, -2]
    assert table["reading"].tolist() == [elections.OWN, elections.NO_FIT, elections.NO_FIT]


@pytest.mark.parametrize(("day", "reading", "off"), [
    ("1928-05-19", elections.OWN, -1), ("1928-05-24", elections.NO_ELECTION, None),
    ("", elections.NO_ELECTION, None), ("1928", elections.NO_ELECTION, None)])
def test_days_near_an_election_mean_it(day, reading, off):
    row = compare_printed(pd.DataFrame([printed("kpd", COMMUNIST[0], COMMUNIST[0], day=day)]), official()).iloc[0]
    assert row["reading"] == reading
    assert (row["days_off"] == off) if off is not None else np.isnan(row["days_off"])


def test_party_without_any_figure():
    table = compare_printed(pd.DataFrame([printed("unknown", 1, 2)]), official())
    assert table["reading"].tolist() == [elections.NO_FIGURE]
    assert set(table["reading"]) < set(elections.READINGS)


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=1, max_size=3), st.data())
def test_search_equals_brute_force(figures, data):
    names = ["a", "b", "c", "d"]
    values = pd.DataFrame(figures, columns=names, index=DAYS[: len(figures)], dtype=float)
    values.iloc[0, data.draw(st.integers(0, 3))] = np.nan
    lows = [data.draw(st.integers(0, 60)) for _row in figures]
    rows = pd.DataFrame({"election": values.index, "low": lows, "high": [x + 2 for x in lows]})
    table = find_combinations(rows, values).set_index("combination")
    assert len(table) == 10
    for group in [(n,) for n in names] + list(combinations(names, 2)):
        sums = [sum(values.loc[e, n] for n in group) for e in values.index]
        fits = sum(x <= s <= x + 2 for s, x in zip(sums, lows, strict=True))
        assert table.loc[[group], "fits"].tolist() == [fits]


def test_chance_by_hand():
    """Of three single figures one fits: an arbitrary party would fit in one case of three."""
    rows = pd.DataFrame({"election": [DAY], "low": [9.0], "high": [11.0]})
    table = find_combinations(rows, pd.DataFrame({"a": [10.0], "b": [1.0], "c": [2.0]}, index=[DAY]))
    assert table.loc[table["size"] == 1, "chance"].tolist() == pytest.approx([1 / 3] * 3)
    assert table.iloc[0]["combination"] == ("a",)


# The collected results ----------------------------------------------------------------------------------------------


def test_parties_of_the_data_set_fill_the_house(collected):
    """The compilation that lists every party with seats adds up to the house in all elections."""
    frames = [official_results(collected, e, prefer=(SECOND,), fill=False) for e in collected["election"].unique()]
    sums = check_sums(pd.concat(frames), official_totals(collected))
    assert sums.loc[sums["measure"] == "seats", "closes"].all()


def test_large_lists_follow_the_rule(collected):
    """Lists above three million votes follow the rule or have a rival figure that does."""
    for election in collected["election"].unique():
        table = compare_seats(collected, election)
        large = table[table["votes"] > 3_000_000]
        assert set(large["explanation"]) <= {elections.BY_RULE, elections.RIVAL}, election


def test_cap_is_never_assumed(collected):
    """Where the data do not say how many seats a list won in districts, it is not said to be capped."""
    without = collected[collected["measure"] != "reich_list_seats"]
    for election in without["election"].unique():
        table = compare_seats(without, election)
        assert table["cap"].isna().all()
        assert not (table["explanation"] == elections.CAPPED).any()
