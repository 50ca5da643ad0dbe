"""The seat rule against official seats: every explanation by hand, and the lists of the collected elections."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.quantities import read_estimates
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.elections import EDITIONS, NO_FIGURE
from analysis.topics.reichstag.seat_rule import (
    compare_seats,
    evidence,
    fit_of_quotas,
    prepare,
    seats_below,
    seats_for,
)
from tests.analysis.topics.reichstag.test_elections import DAY, SECOND, estimate, list_rows, results


@pytest.fixture(scope="module")
def collected():
    """The results as collected, without the rows that nobody has looked up."""
    return read_estimates("reichstag_results")


def explanation(*rows, **more):
    return compare_seats(results(*rows), DAY, **more).set_index("reich_list")


def test_every_explanation():
    table = explanation(
        *list_rows("fits", 120_000, 2),
        *list_rows("even", 483_181, 2),
        *list_rows("odd", 364_543, 3),
        *list_rows("more", 60_000, 2),
        *list_rows("rival", 3_712_152, 61),
        estimate("rival", "votes", 3_652_152, SECOND),
        estimate("silent", "votes", 60_000),
    )
    assert table["explanation"].to_dict() == {
        "fits": seat_rule.BY_RULE,
        "even": seat_rule.CAP_POSSIBLE,
        "odd": seat_rule.UNEXPLAINED,
        "more": seat_rule.UNEXPLAINED,
        "rival": seat_rule.RIVAL,
        "silent": NO_FIGURE,
    }
    assert table["district_seats_needed"].dropna().to_dict() == {"even": 1}
    assert set(table["explanation"]) < set(seat_rule.EXPLANATIONS)


@pytest.mark.parametrize(("district", "word"), [(1, seat_rule.CAPPED), (2, seat_rule.UNEXPLAINED)])
def test_known_district_seats_decide(district, word):
    table = explanation(*list_rows("vrp", 483_181, 2), district_seats={"vrp": district})
    assert table.loc["vrp", "explanation"] == word


def test_reich_list_seats_give_the_district_seats():
    table = explanation(
        *list_rows("vrp", 483_181, 2), *list_rows("spd", 9_152_979, 153), estimate("vrp", "reich_list_seats", 1)
    )
    assert table.loc["vrp", ["cap", "seats", "explanation"]].tolist() == [2, 2, seat_rule.CAPPED]
    assert table.loc["spd", "cap"] is pd.NA


def test_rival_part_of_a_list_total_counts():
    """1,658,915 votes give 28; with the other figure for one part they give 30."""
    rows = [
        *list_rows("dvp_list", 1_658_915, 30, reich_list="dvp_list"),
        estimate("dvp", "votes", 1_577_365, reich_list="dvp_list"),
        estimate("dvp", "votes", 1_698_236, SECOND, reich_list="dvp_list"),
    ]
    table = explanation(*rows)
    assert table["explanation"].tolist() == [seat_rule.RIVAL]
    assert table["list_stated"].tolist() == [True]


def test_unchecked_figures_explain_nothing():
    table = explanation(*list_rows("a", 3_712_152, 61), estimate("a", "votes", 3_652_152, SECOND, rung="unchecked"))
    assert table["explanation"].tolist() == [seat_rule.UNEXPLAINED]


def test_working_is_a_sentence_with_the_numbers():
    working = explanation(*list_rows("spd", 9_152_979, 153)).loc["spd", "working"]
    assert working == ("9,152,979 = 152 × 60,000 + 32,979, the rest above 30,000: 153; official number of seats: 153.")


def test_seats_below_by_hand():
    """A list of two parties with 6 and 2 seats, 2 and 1 of them on the Reich list: 8 - 3 = 5 below."""
    rows = results(
        estimate("l", "seats", 8, reich_list="l"),
        estimate("p", "seats", 6, reich_list="l"),
        estimate("q", "seats", 2, reich_list="l"),
        estimate("p", "reich_list_seats", 2, reich_list="l"),
        estimate("q", "reich_list_seats", 1, reich_list="l"),
        estimate("none", "seats", 0),
    )
    official = pd.Series({"l": 8.0, "none": 0.0})
    assert seats_below(rows, official).to_dict() == {"none": 0, "l": 5}
    assert seats_below(rows, pd.Series({"p": 6.0, "q": 2.0}), level="party").to_dict() == {"p": 4, "q": 1}


def test_seats_below_need_every_party():
    """The seats of q on the Reich list are not collected, so those below the list are not known."""
    rows = results(
        estimate("l", "seats", 8, reich_list="l"),
        estimate("p", "seats", 6, reich_list="l"),
        estimate("q", "seats", 2, reich_list="l"),
        estimate("p", "reich_list_seats", 2, reich_list="l"),
    )
    assert seats_below(rows, pd.Series({"l": 8.0})).empty


def test_joined_parties_share_their_seats():
    rows = results(
        estimate("l", "seats", 8, reich_list="l"),
        estimate("p", "seats", 6, reich_list="l"),
        estimate("q", "seats", 2, reich_list="l"),
        estimate("p+q", "reich_list_seats", 3, reich_list="l"),
    )
    assert seats_below(rows, pd.Series({"l": 8.0})).to_dict() == {"l": 5}


def test_more_from_above_than_below_means_a_shared_list():
    """Five seats, three of them on a Reich list: a list of its own may have two below and two above."""
    table = explanation(*list_rows("csvd", 403_666, 5), estimate("csvd", "reich_list_seats", 3))
    assert table.loc["csvd", ["district_seats", "seats", "explanation"]].tolist() == [2, 4, seat_rule.SHARED]


def test_a_list_without_seats_won_none_below():
    table = explanation(*list_rows("uspd", 235_145, 0))
    assert table.loc["uspd", ["expected", "cap", "explanation"]].tolist() == [4, 0, seat_rule.CAPPED]


def test_without_the_cap_it_explains_nothing():
    table = explanation(*list_rows("vrp", 483_181, 2), estimate("vrp", "reich_list_seats", 1), cap=False)
    assert table["explanation"].tolist() == [seat_rule.UNEXPLAINED]


@pytest.fixture(scope="module", params=list(EDITIONS))
def all_lists(request, collected):
    return compare_seats(collected, prefer=EDITIONS[request.param])


def test_large_lists_follow_the_rule(all_lists):
    """Lists above three million votes follow the rule or have a rival figure that does."""
    large = all_lists[all_lists["votes"] > 3_000_000]
    assert set(large["explanation"]) <= {seat_rule.BY_RULE, seat_rule.RIVAL}


def test_most_lists_are_given_by_rule_and_cap(all_lists):
    given = all_lists["explanation"].isin([seat_rule.BY_RULE, seat_rule.CAPPED])
    assert given.sum() >= 85
    assert (all_lists.loc[given, "official"] == all_lists.loc[given, "seats"]).all()


def test_the_cap_binds_where_it_is_known_to(all_lists):
    """Lists with as many seats on the Reich list as below it, and fewer than their votes give."""
    capped = all_lists[(all_lists["explanation"] == seat_rule.CAPPED) & (all_lists["official"] > 0)]
    found = set(zip(capped["election"], capped["reich_list"], strict=True))
    assert found == {
        ("1924-05-04", "wp_bbb_list"),
        ("1924-05-04", "dsp"),
        ("1924-12-07", "nsfb"),
        ("1928-05-20", "nsdap"),
        ("1928-05-20", "vrp"),
        ("1932-07-31", "dstp"),
        ("1932-11-06", "dstp"),
        ("1933-03-05", "dvp_csvd_dbp_dhp_list"),
    }
    assert (capped["official"] == 2 * capped["district_seats"]).all()


def test_what_cannot_be_explained_is_said(all_lists):
    left = all_lists[all_lists["explanation"] == seat_rule.UNEXPLAINED]
    found = set(zip(left["election"], left["reich_list"], strict=True))
    assert found == {("1932-07-31", "csvd"), ("1932-11-06", "dbp")}


def test_seats_below_are_not_assumed(collected):
    """Without the seats on Reich lists, only lists without any seat are known to have won none below."""
    without = collected[collected["measure"] != "reich_list_seats"]
    table = compare_seats(without)
    assert (table.loc[table["cap"].notna(), "official"] == 0).all()
    assert not ((table["explanation"] == seat_rule.CAPPED) & (table["official"] > 0)).any()


def test_party_level_takes_parties(collected):
    lists = compare_seats(collected, "1933-03-05")
    parties = compare_seats(collected, "1933-03-05", level="party")
    assert "spd_list" in set(lists["reich_list"])
    assert {"spd", "dstp"} <= set(parties["reich_list"])


def test_another_quota_knows_no_seats_below(collected):
    table = compare_seats(collected, "1928-05-20", quota=50_000, remainder_seat=25_000)
    assert table["district_seats"].isna().all()
    assert seat_rule.CAP_POSSIBLE not in set(table["explanation"])


# Other quotas, other choices ----------------------------------------------------------------------------------------


def test_quotas_equal_one_by_one(collected):
    lists = prepare(collected).lists
    lists = lists[lists["election"] == DAY]
    varied = fit_of_quotas(lists).set_index("quota")
    rows = lists.dropna(subset="seats").query("seats > 0")
    for quota in (30_000, 60_000, 75_500):
        pairs = zip(rows["votes"], rows["seats"], strict=True)
        assert varied.loc[quota, "given"] == sum(seats_for(v, quota, quota / 2) == s for v, s in pairs)
    assert (varied["lists"] == len(rows)).all()


def test_no_other_quota_gives_as_many_lists(collected):
    """That is the proof of the rule: 61 of 82 lists with seats, and 43 at most under any other quota tried."""
    varied = fit_of_quotas(prepare(collected, EDITIONS["yearbook"]).lists).set_index("quota")["given"]
    assert varied[seat_rule.QUOTA] == 61
    assert varied.drop(seat_rule.QUOTA).max() == 43


def test_every_choice_of_the_seat_rule():
    varied = seat_rule.vary([DAY])
    assert len(varied) == 8
    assert (varied[list(seat_rule.EXPLANATIONS)].sum(axis=1) == varied["all"]).all()
    assert (varied.loc[~varied["cap_applied"], seat_rule.CAPPED] == 0).all()


def test_one_basis_serves_many_calls(collected):
    made = prepare(collected)
    pd.testing.assert_frame_equal(compare_seats(made, DAY), compare_seats(collected, DAY))


def test_evidence_names_the_law_and_the_votes(collected):
    rows = evidence(collected, compare_seats(collected, "1928-05-20"))
    assert {"akten_reichskanzlei_bauer188", "schroeder_nd"} <= set(rows["sources"])
    assert rows["sources"].str.contains("gonschior_nd").any()
    assert set(rows["id"]) <= set(collected["id"])
