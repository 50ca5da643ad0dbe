"""Sentences on the German tables: they follow the numbers, whatever the parameters are."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.data.quantities import read_estimates
from analysis.topics.reichstag import findings, seat_rule
from analysis.topics.reichstag.elections import EDITIONS
from analysis.topics.reichstag.model import check_tables, compare, read
from analysis.topics.reichstag.unemployment import read as read_unemployed


@pytest.fixture(scope="module")
def results():
    return read_estimates("reichstag_results")


def told(
    results, *, reading="as_corrected", rule="half_unit", edition="yearbook", election="all", level="list", **more
):
    printed, as_printed = read(reading, rule=rule), read("as_printed", rule=rule)
    compared = compare(printed, results, edition=edition, election=election)
    days = [] if election == "all" else [election]
    by_rule = seat_rule.compare_all(results, days, prefer=EDITIONS[edition], level=level, **more)
    return findings.findings(
        printed, as_printed, compared, by_rule, results, rule=rule, level=level, quota=more.get("quota", 60_000)
    )


SETTINGS = [
    {},
    {"reading": "as_printed"},
    {"rule": "truncation"},
    {"rule": "ceiling", "edition": "detailed_volumes"},
    {"election": "1933-03-05"},
    {"election": "1930-09-14", "reading": "as_printed", "level": "party"},
    {"quota": 50_000, "remainder_seat": 25_000, "cap": False, "election": "1928-05-20"},
]


@pytest.mark.parametrize("choices", SETTINGS)
def test_sentences_are_whole_under_every_setting(results, choices):
    sentences = told(results, **choices)
    assert len(sentences) >= 6
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not re.search(r"[{}]|nan|None|<NA>|  ", sentence), sentence


def test_defaults_by_hand(results):
    text = " ".join(told(results))
    assert "8 years and 4 days above 4 values" in text
    assert "in 1931 and 1934 no Reichstag election is collected" in text
    assert "In 4 of 5 columns" in text
    assert "read as corrected, 5 do" in text
    assert "the pamphlet prints 4 March 1933, a Saturday" in text
    assert "on 20 May 1928, 4 other parties had more seats than the National Socialists (NSDAP) (12)" in text
    assert "Of 21 printed vote figures, 14 give the official count" in text
    assert "9,1 for 9,152,979; 7,3 for 7,247,901" in text
    assert "The printed figure would fit the result of 14 September 1930" in text
    assert "Of 56 printed numbers of seats, 49 are the official number; 7 are not" in text
    assert "100 lists in 7 elections gives the official seats of 63; of 22 more with its cap" in text
    assert "2 cannot be explained: CSVD (July 1932) and DBP (November 1932)." in text


def test_as_printed_the_votes_say_nothing(results):
    text = " ".join(told(results, reading="as_printed"))
    assert "none of its values can be dated" in text
    assert "20 of the 21 printed vote figures cannot be set beside a result" in text
    assert "1 cannot be read" in text
    assert "read as corrected" not in text


def test_the_rounding_rule_turns_the_finding(results):
    """9,1 is the count cut off, so under truncation it agrees and most others do not."""
    text = " ".join(told(results, rule="truncation"))
    assert "4 give the official count of the party, with digits cut off" in text
    assert "9,1 for" not in text


def test_the_edition_turns_the_finding(results):
    text = " ".join(told(results, edition="detailed_volumes"))
    assert "gives the official seats of 69" in text


def test_a_quota_is_named(results):
    text = " ".join(told(results, quota=50_000, remainder_seat=25_000, election="1928-05-20"))
    assert "With 50,000 votes for a seat" in text


def test_days_that_are_all_sundays():
    printed = pd.DataFrame({"measure": ["header_date"], "start": ["1928-05-20"]})
    results = pd.DataFrame({"election": ["1928-05-20", "1930-09-14"]})
    assert findings.say_days(printed, results) == (
        "Of the 2 elections collected, all were held on a Sunday; so were those that the pamphlet dates."
    )


def test_readings_and_text(results):
    text = findings.say_readings()
    assert "“10 7” is read as 107" in text
    assert "“4 Mars” as 5 March 1933" in text
    assert "20 values of votes" in text
    text = findings.say_running_text(read("as_printed"), read_unemployed("as_printed"))
    assert "“up to ten million”" in text
    assert "4.6 million votes and 81 seats" in text


def test_law_course_and_lineages(results):
    assert "one seat for 60,000 votes" in findings.say_law(results)
    assert "remainder above 30,000" in findings.say_law(results)
    course = findings.say_course(results, "yearbook")
    assert "Communists (KPD): more at every step (3.26, 4.59, 5.28, 5.98 millions)" in course
    assert "Social Democrats (SPD): fewer at every step" in course
    assert "1 lineage" in findings.say_lineages(results)


def test_summary_counts_what_can_be_compared(results):
    text = findings.say_summary(compare(read("as_corrected"), results))
    assert text.startswith("Of 77 printed figures that can be set beside the official count, 67 agree with it: 57")


def test_only_other_checks_are_shown_again():
    before, after = check_tables(read("as_printed")), check_tables(read("as_corrected"))
    again = findings.changed(before, after)
    assert "Seats, 14 September 1930: lines and total" in again
    assert "Seats, 20 May 1928: lines and total" not in again


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Social Democrats (SPD)", "SPD"),
        ("German State Party (DStP)", "DStP"),
        ("Centre Party", "Centre Party"),
        ("Battle Front Black-White-Red (DNVP and allies)", "Battle Front Black-White-Red (DNVP and allies)"),
    ],
)
def test_short_names(label, name):
    assert findings.short_name(label) == name


def test_what_cannot_be_said_is_always_said():
    text = " ".join(findings.cannot_say())
    assert "nothing about individuals" in text
    assert "no coefficient is computed" in text
