"""The German tables of the pamphlet: what they print, whether it adds up, how it compares with the count."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.quantities import read_estimates
from analysis.text.verdicts import ARITHMETIC, CONTRADICTION, EXACT, NOT_TESTABLE, TRUNCATED, WITHIN
from analysis.topics.reichstag import model as reichstag
from analysis.topics.reichstag.elections import NO_ELECTION, OTHER, OWN, PAIR
from analysis.topics.reichstag.model import (
    check_days,
    check_five,
    check_repetitions,
    check_seat_sums,
    check_tables,
    compare,
    comparison_table,
    days,
    header_table,
    larger_parties,
    line_name,
    lines_table,
    plain_agreement,
    read,
)


@pytest.fixture(scope="module")
def results():
    return read_estimates("reichstag_results")


@pytest.fixture(scope="module")
def printed():
    return read("as_printed")


@pytest.fixture(scope="module")
def corrected():
    return read("as_corrected")


@pytest.fixture(scope="module")
def compared(corrected, results):
    return compare(corrected, results).set_index("id", drop=False)


# What is printed ----------------------------------------------------------------------------------------------------


def test_the_text_is_read_beside_the_tables(printed):
    text = printed[printed["table"] == "text"].set_index("id")
    assert set(text.index) == set(reichstag.PROSE)
    assert text.loc["kpd-1933-votes", "party"] == "kpd"
    assert text.loc["kpd-1933-seats", "value"] == 81


def test_header_has_more_years_than_days(printed):
    table = header_table(printed)
    assert table["Year printed"].tolist() == ["1924", "1928", "1930", "1931", "1932", "1932", "1932", "1934"]
    assert table["Day printed"].tolist() == ["20 May", "14 Sept.", "31 July", "6 Nov.", None, None, None, None]


def test_votes_have_no_dates_as_printed(printed, corrected):
    for frame in (printed, corrected):
        table = lines_table(frame, "german_votes")
        assert table.columns.tolist() == ["Line", "Value 1", "Value 2", "Value 3", "Value 4"]
        assert table["Line"].tolist() == [line_name(p) for p in (*reichstag.FIVE, "")]
    assert table.iloc[0].tolist() == ["Social Democrats (SPD)", "9,1", "8,6", "8,0", "7,3"]


def test_seats_are_headed_by_their_days(printed, corrected):
    heads = lines_table(printed, "german_seats").columns.tolist()
    assert heads[1:] == ["20 May 1928", "14 September 1930", "31 July 1932", "6 November 1932", "4 March 1933"]
    assert lines_table(corrected, "german_seats").columns[-1] == "5 March 1933"
    assert "10 7" in lines_table(printed, "german_seats")["14 September 1930"].tolist()
    assert "107" in lines_table(corrected, "german_seats")["14 September 1930"].tolist()


def test_days_of_a_parameter(results):
    assert days("1930-09-14", results) == ["1930-09-14"]
    assert len(days("all", results)) == 7


# Sums, days, rank ---------------------------------------------------------------------------------------------------


def test_seats_add_up_where_they_can_be_read(printed, corrected):
    """153 + 54 + 62 + 73 + 12 + 16 + 45 + 25 + 23 + 28 = 491; the column with "10 7" waits for its correction."""
    verdicts = [c.verdict for c in check_seat_sums(printed).values()]
    assert verdicts == [EXACT, NOT_TESTABLE, EXACT, EXACT, EXACT]
    assert "'10 7' is no number" in check_seat_sums(printed)["Seats, 14 September 1930: lines and total"].working
    assert [c.verdict for c in check_seat_sums(corrected).values()] == [EXACT] * 5


def test_a_wrong_total_is_seen(corrected):
    wrong = corrected.assign(printed=corrected["printed"].where(corrected["id"] != "german-seats-total-1", "492"))
    assert check_seat_sums(wrong)["Seats, 20 May 1928: lines and total"].verdict == CONTRADICTION


def test_the_last_day_is_a_saturday(printed, corrected):
    verdicts = {name: c.verdict for name, c in check_days(printed).items()}
    assert [n for n, v in verdicts.items() if v == CONTRADICTION] == [
        "Day 4 March 1933 (table of seats): a Sunday",
        "Day 4 March 1933 (text): a Sunday",
    ]
    assert "was a Saturday" in check_days(printed)["Day 4 March 1933 (text): a Sunday"].working
    assert {c.verdict for c in check_days(corrected).values()} == {EXACT}


def test_the_five_lines_are_not_the_five_largest_in_1928(corrected):
    checks = {name: c for name, c in check_five(corrected).items() if name.startswith("The five")}
    assert [c.verdict for c in checks.values()] == [CONTRADICTION, EXACT, EXACT, EXACT, EXACT]
    assert "German People's Party (DVP) 45" in next(iter(checks.values())).working


def test_an_unreadable_line_of_the_five_stops_the_check(printed):
    assert check_five(printed)["The five biggest by printed seats, 14 September 1930"].verdict == NOT_TESTABLE


def test_larger_parties_by_hand():
    """12 seats are the fewest of the five; 45 and 16 outside them are more, 9 are not; "other" is no party."""
    column = pd.DataFrame(
        {
            "party": ["spd", "kpd", "centre", "dnvp", "nsdap", "bvp", "dvp", "dstp", "other", "total"],
            "value": [153, 54, 62, 73, 12, 16, 45, 9, 28, 452],
        }
    )
    assert larger_parties(column)["party"].tolist() == ["dvp", "bvp"]


def test_the_text_repeats_the_seats_of_the_table(printed):
    assert [c.verdict for c in check_repetitions(printed).values()] == [EXACT]


def test_every_check_has_a_verdict_of_the_suite(printed):
    assert {c.verdict for c in check_tables(printed).values()} <= set(ARITHMETIC)


# Against the count --------------------------------------------------------------------------------------------------


def test_rounding_of_single_figures(compared):
    """8,575,244 rounds to 8.6; 9,152,979 gives 9.1 only cut off; 7,247,901 gives 7.3 only raised; 4.6 is not 4.85."""
    verdicts = compared["verdict"]
    assert verdicts["german-votes-spd-2"] == WITHIN
    assert verdicts["german-votes-spd-1"] == verdicts["german-votes-spd-4"] == TRUNCATED
    assert verdicts["kpd-1933-votes"] == CONTRADICTION
    assert "only if digits were cut off" in compared.loc["german-votes-spd-1", "working"]


def test_the_centre_needs_the_bavarians(compared):
    rows = compared.loc[[f"german-votes-centre-{n}" for n in range(1, 5)]]
    assert (rows["reading"] == PAIR).all()
    assert (rows["verdict"] == WITHIN).all()
    assert rows["shown"].iloc[0] == "Bavarian People's Party (BVP) and Centre Party"
    assert not plain_agreement(rows).any()


def test_a_figure_of_another_election_is_found(compared):
    assert compared.loc["kpd-1933-votes", "elsewhere"] == ("1930-09-14",)
    assert compared.loc["german-votes-kpd-1", "elsewhere"] == ()


def test_rival_figures_stand_beside(compared):
    assert compared.loc["german-seats-centre-1", "rivals"].startswith("62 (")
    assert compared.loc["german-seats-centre-4", "rivals"] == ""


def test_other_names(compared):
    assert compared.loc["german-seats-industrial-party-1", ["reading", "found"]].tolist() == [OTHER, "wp"]
    assert compared.loc["german-seats-dnvp-5", "found"] == "kswr"
    assert compared.loc["german-seats-kpd-5", "reading"] == OWN


def test_rest_and_total_are_compared(compared):
    assert compared.loc["german-seats-total-4", ["value", "official"]].tolist() == [582, 584]
    assert compared.loc["german-seats-other-5", "official"] == 7


def test_as_printed_votes_wait_for_a_date(printed, results):
    table = compare(printed, results)
    votes = table[(table["measure"] == "votes") & (table["table"] == "german_votes")]
    assert (votes["reading"] == NO_ELECTION).all()
    assert set(votes["verdict"]) == {NOT_TESTABLE}
    unread = table[table["reading"] == reichstag.UNREADABLE]
    assert unread["id"].tolist() == ["german-seats-nsdap-2"]


def test_one_election_keeps_what_cannot_be_dated(printed, corrected, results):
    assert set(compare(corrected, results, election="1930-09-14")["election"]) == {"1930-09-14"}
    assert set(compare(printed, results, election="1930-09-14")["election"]) == {"1930-09-14", ""}


def test_the_edition_changes_the_figures(corrected, results, compared):
    other = compare(corrected, results, edition="detailed_volumes").set_index("id")
    assert other.loc["kpd-1933-votes", "official"] == 4_847_939
    assert compared.loc["kpd-1933-votes", "official"] == 4_848_058


def test_table_of_the_page(compared):
    votes = comparison_table(compared, "votes")
    assert len(votes) == 21
    seats = comparison_table(compared, "seats", only_unlike=True)
    assert "582" in seats["Printed"].tolist()
    assert "153" not in seats["Printed"].tolist()
