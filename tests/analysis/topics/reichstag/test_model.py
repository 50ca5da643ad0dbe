"""The German tables of the pamphlet: what they print, whether it adds up, how it compares with the count."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.quantities import read_estimates
from analysis.ledger import ask
from analysis.text.verdicts import (
    AGREES,
    ARITHMETIC,
    CONTRADICTION,
    EXACT,
    NONE_COLLECTED,
    NOT_COMPARABLE,
    NOT_TESTABLE,
)
from analysis.topics.reichstag import model as reichstag
from analysis.topics.reichstag import tables
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.elections import LIST, NO_ELECTION, OTHER, OWN, PAIR
from analysis.topics.reichstag.model import (
    checks,
    compare,
    days,
    larger_parties,
    line_name,
    off_seats,
    plain_agreement,
    read,
    seat_columns,
    sum_checks,
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


def test_header_has_more_years_than_days():
    table = tables.header()
    assert table["Year printed"].tolist() == ["1924", "1928", "1930", "1931", "1932", "1932", "1932", "1934"]
    assert table["Day printed"].tolist() == ["20 May", "14 Sept.", "31 July", "6 Nov.", None, None, None, None]


def test_votes_have_no_dates_as_printed(printed, corrected):
    for frame in (printed, corrected):
        table = tables.lines(frame, "german_votes")
        assert table.columns.tolist() == ["Line", "Value 1", "Value 2", "Value 3", "Value 4"]
        assert table["Line"].tolist() == [line_name(p) for p in (*reichstag.FIVE, "")]
    assert table.iloc[0].tolist() == ["Social Democrats (SPD)", "9,1", "8,6", "8,0", "7,3"]


def test_seats_are_headed_by_their_days(printed, corrected):
    heads = tables.lines(printed, "german_seats").columns.tolist()
    assert heads[1:] == ["20 May 1928", "14 September 1930", "31 July 1932", "6 November 1932", "4 March 1933"]
    assert tables.lines(corrected, "german_seats").columns[-1] == "5 March 1933"
    assert "10 7" in tables.lines(printed, "german_seats")["14 September 1930"].tolist()
    assert "107" in tables.lines(corrected, "german_seats")["14 September 1930"].tolist()


def test_days_of_a_parameter():
    assert days(Choices(election="1930-09-14")) == ["1930-09-14"]
    assert len(days(Choices())) == 7


# Sums, days, rank ---------------------------------------------------------------------------------------------------


def test_seats_add_up_where_they_can_be_read():
    """153 + 54 + 62 + 73 + 12 + 16 + 45 + 25 + 23 + 28 = 491; the column with "10 7" waits for its correction."""
    assert [c.verdict for c in sum_checks().values()] == [EXACT, NOT_TESTABLE, EXACT, EXACT, EXACT]
    assert [c.verdict for c in sum_checks("as_corrected").values()] == [EXACT] * 5


@pytest.mark.parametrize("reading", ["as_printed", "as_corrected"])
def test_checks_are_the_ledgers(reading):
    found = checks(reading)
    for n, name in enumerate(sum_checks(reading), 1):
        assert found[name] == ask.check(f"german-seats-total-{n}", reading)
    assert found["Communist seats in March 1933: text and table"] == ask.check("kpd-1933-seats", reading)
    assert len(found) == 5 + 8


def test_the_last_day_is_a_saturday():
    wrong = [name for name, c in checks().items() if c.verdict == CONTRADICTION and "Sunday" in name]
    assert wrong == [
        "Day of the table of seats, column 5: a Sunday",
        "Day of the election of March 1933 in the text: a Sunday",
    ]


def test_the_five_lines_are_not_the_five_largest_in_1928(corrected):
    """NSDAP 12 stands below DVP 45, DStP 25, Industrial Party 23 and BVP 16; in the other elections none does."""
    found = checks("as_corrected")["The five biggest parties, by the printed seats of 1928"]
    assert found == ask.check("german-votes-parties", "as_corrected")
    assert found.verdict == CONTRADICTION
    bigger = [len(larger_parties(column)) for column in seat_columns(corrected).values()]
    assert bigger == [4, 0, 0, 0, 0]


def test_larger_parties_by_hand():
    """12 seats are the fewest of the five; 45 and 16 outside them are more, 9 are not; "other" is no party."""
    column = pd.DataFrame(
        {
            "party": ["spd", "kpd", "centre", "dnvp", "nsdap", "bvp", "dvp", "dstp", "other", "total"],
            "value": [153, 54, 62, 73, 12, 16, 45, 9, 28, 452],
        }
    )
    assert larger_parties(column)["party"].tolist() == ["dvp", "bvp"]


def test_every_check_has_a_verdict_of_the_suite():
    assert {c.verdict for c in checks().values()} <= set(ARITHMETIC)


# Against the count --------------------------------------------------------------------------------------------------


def test_rounding_of_single_figures(compared):
    """8,575,244 rounds to 8.6; 9,152,979 to 9.2; 7,247,901 to 7.2, but the Reich list, 7,251,690, to 7.3."""
    inside = compared["inside"]
    assert inside["german-votes-spd-2"]
    assert not inside["german-votes-spd-1"]
    assert not inside["kpd-1933-votes"]
    last = compared.loc["german-votes-spd-4"]
    assert (last["inside"], last["reading"], last["official"]) == (True, LIST, 7_251_690)
    votes = compared[compared["measure"] == "votes"]
    assert (votes["inside"].sum(), len(votes)) == (19, 21)


def test_every_verdict_is_the_ledgers(compared):
    assert [ask.against(name).verdict for name in compared["id"]] == compared["verdict"].tolist()


def test_three_of_seven_seats_are_what_the_law_gives(compared):
    off = off_seats(compared)
    assert len(off) == 7
    law = off[(off["expected"] == off["value"]).fillna(False)]
    assert set(law["id"]) == {"german-seats-centre-1", "german-seats-centre-4", "german-seats-bvp-1"}


def test_the_centre_needs_the_bavarians(compared):
    rows = compared.loc[[f"german-votes-centre-{n}" for n in range(1, 5)]]
    assert (rows["reading"] == PAIR).all()
    assert rows["inside"].all()
    assert rows["shown"].iloc[0] == "BVP and Centre Party"
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
    assert not votes["inside"].any()
    unread = table[table["reading"] == reichstag.UNREADABLE]
    assert unread["id"].tolist() == ["german-seats-nsdap-2"]


def test_one_election_keeps_what_cannot_be_dated(printed, corrected, results):
    assert set(compare(corrected, results, election="1930-09-14")["election"]) == {"1930-09-14"}
    assert set(compare(printed, results, election="1930-09-14")["election"]) == {"1930-09-14", ""}


def test_the_edition_changes_the_figures(corrected, results, compared):
    other = compare(corrected, results, edition="detailed_volumes").set_index("id")
    assert other.loc["kpd-1933-votes", "official"] == 4_847_939
    assert compared.loc["kpd-1933-votes", "official"] == 4_848_058


def test_every_reading_and_rule():
    varied = reichstag.vary_reading("yearbook").set_index(["reading", "rule"])
    assert varied.loc[("as_corrected", "half_unit"), ["own", "other", "outside", "undated"]].tolist() == [14, 5, 2, 0]
    assert (varied.loc["as_printed", "undated"] == 20).all()
    assert (varied[["own", "other", "outside", "undated"]].sum(axis=1) == varied["all"]).all()


def test_tables_of_the_page():
    choices = Choices()
    assert len(tables.votes_compared(choices)) == 21
    assert "5 March 1933 (not a free election)" in tables.votes_compared(choices)["Election"].tolist()
    seats = tables.seats_compared(choices)
    assert "582" in seats["Printed"].tolist()
    assert "153" not in seats["Printed"].tolist()
    one = tables.exceptions(choices.but(election="1928-05-20"))
    assert one["Explanation"].tolist() == ["cap", "cap", "rival figure", "rival figure"]
    assert one["Official"].tolist() == [12, 2, 61, 17]


def test_counts_shown_here_and_verdicts_of_the_ledger_do_not_contradict_one_another(compared):
    """What stands in the official count here agrees there; where the ledger compares, the reverse holds too."""
    votes = compared[compared["measure"] == "votes"]
    assert (votes["inside"] == (votes["verdict"] == AGREES)).all()
    seats = compared[(compared["measure"] == "seats") & ~compared["verdict"].isin([NOT_COMPARABLE, NONE_COLLECTED])]
    assert len(seats) > 45
    assert ((seats["value"] == seats["official"]) == (seats["verdict"] == AGREES)).all()
