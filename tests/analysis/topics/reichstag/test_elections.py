"""Official results out of rival compilations, and printed figures against them: hand-worked cases, brute force."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data.quantities import read_estimates
from analysis.topics.reichstag import elections
from analysis.topics.reichstag.elections import (
    compare_printed,
    election_days,
    find_combinations,
    official_results,
    official_totals,
)

DAY = "1928-05-20"
BEST, SECOND = elections.COMPILATIONS[0], elections.COMPILATIONS[-1]


def check_sums(results, totals):
    """Sums of parties or lists beside the valid vote and the house, a row per election and measure."""
    out = []
    for election, rows in results.groupby("election"):
        for measure, total in (("votes", "valid_votes"), ("seats", "seats_total")):
            added, whole = rows[measure].sum(), totals.at[election, total]
            out.append((election, measure, rows[measure].count(), added, whole, added - whole, added == whole))
    return pd.DataFrame(out, columns=["election", "measure", "rows", "added", "total", "difference", "closes"])


def estimate(party, measure, value, source=BEST, *, reich_list="not stated", rung="one_text", day=DAY):
    """Return one row of a results table."""
    return {
        "id": f"{day}-{party}-{measure}-{source}-{value}",
        "election": day,
        "party": party,
        "label": party.upper(),
        "party_kind": "party",
        "reich_list": reich_list,
        "measure": measure,
        "value": float(value),
        "sources": source,
        "verification": rung,
    }


def results(*rows):
    return pd.DataFrame(list(rows))


def list_rows(party, votes, seats, **more):
    return [estimate(party, "votes", votes, **more), estimate(party, "seats", seats, **more)]


def printed(party, low, high, *, measure="votes", day=DAY):
    return {
        "id": f"{party}-{day}-{measure}",
        "party": party,
        "measure": measure,
        "start": day,
        "value": (low + high) / 2,
        "low": float(low),
        "high": float(high),
    }


@pytest.fixture(scope="module")
def collected():
    """The results as collected, without the rows that nobody has looked up."""
    return read_estimates("reichstag_results")


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
    frame = results(
        estimate("l", "votes", 10, reich_list="l"),
        estimate("p", "votes", 7, reich_list="l"),
        estimate("q", "votes", 3, reich_list="l"),
        estimate("r", "votes", 5),
    )
    assert official_results(frame, DAY, level="list")["party"].tolist() == ["l", "r"]
    assert official_results(frame, DAY)["party"].tolist() == ["p", "r", "q"]


def test_parts_of_a_poorer_edition_do_not_replace_the_list():
    frame = results(estimate("l", "votes", 10, reich_list="l"), estimate("p", "votes", 6, SECOND, reich_list="l"))
    assert official_results(frame, DAY)["party"].tolist() == ["l"]


def test_the_votes_name_the_sources_and_the_order():
    """Where votes and seats come from different works, the work with the votes is named; most votes stand first."""
    frame = results(
        estimate("a", "votes", 10),
        estimate("a", "seats", 3, SECOND),
        estimate("b", "votes", 20),
        estimate("c", "seats", 1, SECOND),
    )
    table = official_results(frame, DAY)
    assert table["party"].tolist() == ["b", "a", "c"]
    assert table.index.tolist() == [0, 1, 2]
    assert table["sources"].tolist() == [BEST, BEST, SECOND]


def test_what_nobody_looked_up_ranks_below_every_source():
    frame = results(
        estimate("a", "votes", 1, rung="unchecked"),
        estimate("a", "votes", 2, "another_work"),
        estimate("a", "votes", 3, SECOND),
    )
    ranks = elections.rank_sources(frame, ())["rank"].tolist()
    assert ranks[0] > ranks[1] > ranks[2]


def test_unknown_election_is_refused():
    with pytest.raises(ValueError, match=r"1928-05-20, got '1931-01-01'"):
        official_results(results(estimate("a", "votes", 1)), "1931-01-01")


def test_unknown_level_is_refused():
    with pytest.raises(ValueError, match="'party' or 'list'"):
        official_results(results(estimate("a", "votes", 1)), DAY, level="district")


# Printed against official -------------------------------------------------------------------------------------------

DAYS = ("1928-05-20", "1930-09-14", "1932-07-31")
CENTRE = (3_712_152, 4_127_000, 4_589_430)
BAVARIAN = (945_644, 1_119_141, 1_192_684)
COMMUNIST = (3_264_793, 4_590_160, 5_282_636)


def official():
    rows = [
        estimate(p, "votes", v, day=d)
        for p, figures in (("centre", CENTRE), ("bvp", BAVARIAN), ("kpd", COMMUNIST))
        for d, v in zip(DAYS, figures, strict=True)
    ]
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


FIVE = (*DAYS, "1932-11-06", "1933-03-05")


@pytest.mark.parametrize(("met", "found"), [(2, "old_name"), (3, "a")])
def test_another_party_has_to_meet_half_of_the_line(met, found):
    """A line of five figures without figures of its own: another party that meets two of them is not believed."""
    rows = [estimate(p, "votes", v, day=d) for d in FIVE for p, v in (("a", 100), ("b", 7))]
    frame = pd.concat([official_results(results(*rows), d) for d in FIVE])
    rows = [
        printed("old_name", 100, 100, day=d) if i < met else printed("old_name", 55, 55, day=d)
        for i, d in enumerate(FIVE)
    ]
    table = compare_printed(pd.DataFrame(rows), frame)
    assert set(table["found"]) == {found}
    assert (table["reading"] == elections.NO_FIGURE).all() == (found == "old_name")


def test_a_pair_with_a_gap_has_no_figure_there():
    """Where one of two parties was not collected, the sum of both is not known, and is not that of one."""
    votes = {"a": (10, 20, 40), "b": (5, 6, None)}
    rows = [estimate(p, "votes", v, day=d) for p, line in votes.items() for d, v in zip(DAYS, line, strict=True) if v]
    frame = pd.concat([official_results(results(*rows), d) for d in DAYS])
    figures = [printed("a", v, v, day=d) for d, v in zip(DAYS, (15, 26, 47), strict=True)]
    table = compare_printed(pd.DataFrame(figures), frame)
    assert table["found"].tolist() == ["a+b"] * 3
    assert table["official"].tolist()[:2] == [15, 26]
    assert np.isnan(table["official"].iloc[2])


def test_truncated_figure_needs_truncated_bounds():
    """9.1 millions for 9,152,979: outside rounding, inside truncation; the bounds decide, not the code."""
    frame = official_results(results(estimate("spd", "votes", 9_152_979)), DAY)
    rounded = compare_printed(pd.DataFrame([printed("spd", 9.05e6, 9.15e6)]), frame)
    cut = compare_printed(pd.DataFrame([printed("spd", 9.1e6, 9.2e6)]), frame)
    assert rounded["reading"].tolist() == [elections.NO_FIT]
    assert cut["reading"].tolist() == [elections.OWN]


def seats_table():
    frame = results(
        *[r for p, s in (("spd", 153), ("wp", 23), ("ddp", 25), ("dbp", 8)) for r in list_rows(p, 1, s)],
        estimate("house", "seats_total", 209),
        estimate("valid_votes", "valid_votes", 4),
    )
    return official_results(frame, DAY), official_totals(frame)


def test_other_names_remainders_and_totals():
    rows = [
        printed(p, n, n, measure="seats")
        for p, n in (("spd", 153), ("industrial_party", 23), ("dstp", 25), ("other", 8), ("total", 209))
    ]
    table = compare_printed(pd.DataFrame(rows), *seats_table())
    assert table["found"].tolist() == ["spd", "wp", "ddp", "other", "total"]
    assert table["reading"].tolist() == [elections.OWN, elections.OTHER, elections.OTHER, elections.OWN, elections.OWN]
    assert (table["difference"] == 0).all()


def test_wrong_total_and_remainder_are_seen():
    rows = [printed(p, n, n, measure="seats") for p, n in (("spd", 153), ("other", 57), ("total", 207))]
    table = compare_printed(pd.DataFrame(rows), *seats_table())
    assert table["difference"].tolist() == [0, 1, -2]
    assert table["reading"].tolist() == [elections.OWN, elections.NO_FIT, elections.NO_FIT]


@pytest.mark.parametrize(
    ("day", "reading", "off"),
    [
        ("1928-05-19", elections.OWN, -1),
        ("1928-05-24", elections.NO_ELECTION, None),
        ("1928-05-23", elections.OWN, 3),
        ("1928-05-17", elections.OWN, -3),
        ("1928-05-16", elections.NO_ELECTION, None),
        ("", elections.NO_ELECTION, None),
        ("1928", elections.NO_ELECTION, None),
    ],
)
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


def test_the_best_combination_stands_first():
    """Two figures met before one; of as many, a single party before a pair."""
    rows = pd.DataFrame({"election": [DAYS[0], DAYS[1]], "low": [9.0, 4.0], "high": [9.0, 4.0]})
    values = pd.DataFrame({"a": [9.0, 9.0], "b": [8.0, 3.0], "c": [1.0, 1.0]}, index=DAYS[:2])
    table = find_combinations(rows, values)
    assert table["combination"].tolist()[:2] == [("b", "c"), ("a",)]
    assert table["fits"].tolist() == sorted(table["fits"], reverse=True)
    assert table.index.tolist() == list(range(len(table)))
    assert [size for size, fits in zip(table["size"], table["fits"], strict=True) if not fits] == [1, 1, 2, 2]


def test_the_rest_needs_every_line():
    """A line without an official figure leaves the rest open, unless the parties already make up the whole."""
    rows = [printed("unknown", 1, 1, measure="seats"), printed("other", 8, 8, measure="seats")]
    full, totals = seats_table()
    table = compare_printed(pd.DataFrame(rows), full, totals).set_index("party")
    assert table.loc["unknown", "official"] == 0
    assert table.loc["other", "official"] == 209
    part = full[full["party"] != "dbp"]
    table = compare_printed(pd.DataFrame(rows), part, totals).set_index("party")
    assert table["official"].isna().all()
    assert (table["reading"] == elections.NO_FIGURE).all()


def test_a_repeated_figure_is_taken_off_the_whole_once():
    """The text repeats the 153 seats of a line: the rest is 209 - 153 - 23 - 25 = 8, not 8 - 153."""
    rows = [
        printed("spd", 153, 153, measure="seats"),
        printed("wp", 23, 23, measure="seats"),
        printed("ddp", 25, 25, measure="seats"),
        printed("other", 8, 8, measure="seats"),
        {**printed("spd", 153, 153, measure="seats"), "id": "spd-again"},
    ]
    table = compare_printed(pd.DataFrame(rows), *seats_table()).set_index("id")
    assert table.loc["other-1928-05-20-seats", "difference"] == 0
    assert table.loc["spd-again", "difference"] == 0


# The collected results ----------------------------------------------------------------------------------------------


def test_parties_of_the_data_set_fill_the_house(collected):
    """The compilation that lists every party with seats adds up to the house in all elections."""
    frames = [official_results(collected, e, prefer=(SECOND,), fill=False) for e in election_days(collected)]
    seats = pd.concat(frames).groupby("election")["seats"].sum()
    assert seats.to_dict() == official_totals(collected)["seats_total"].loc[seats.index].to_dict()


def test_lists_of_the_data_set_fill_the_house(collected):
    """Reich lists with the parties attached to them add up to the house in all elections."""
    frames = [official_results(collected, day, level="list") for day in election_days(collected)]
    seats = pd.concat(frames).groupby("election")["seats"].sum()
    assert seats.to_dict() == official_totals(collected)["seats_total"].loc[seats.index].to_dict()


def test_rows_of_the_law_are_no_election(collected):
    assert election_days(collected)[0] == "1924-05-04"
    assert len(election_days(collected)) == 7
