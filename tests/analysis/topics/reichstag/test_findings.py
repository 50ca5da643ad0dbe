"""Sentences on the German tables: they follow the numbers, whatever the parameters are."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.topics.reichstag import TOPIC, findings
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.model import short_name

SETTINGS = [
    {},
    {"reading": "as_printed"},
    {"rule": "truncation"},
    {"rule": "ceiling", "edition": "detailed_volumes"},
    {"election": "1933-03-05"},
    {"election": "1930-09-14", "reading": "as_printed", "apportion_by": "party"},
    {"quota": 50_000, "remainder_seat": 25_000, "cap": False, "election": "1928-05-20", "unchecked": True},
]


def told(**given):
    return findings.findings(Choices(**given))


@pytest.mark.parametrize("given", SETTINGS)
def test_sentences_are_whole_under_every_setting(given):
    choices = Choices(**given)
    more = [findings.say_ledger, findings.say_unchecked, findings.say_quotas, findings.say_running_text]
    sentences = told(**given) + findings.conclusions(choices) + [say(choices) for say in more]
    assert len(sentences) >= 12
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not re.search(r"[{}]|nan|None|<NA>|  ", sentence), sentence


def test_defaults_by_hand():
    text = " ".join(told())
    assert text.startswith("19 of 21 printed vote figures give the official count")
    assert "14 that of the party alone, 4 that of BVP and Centre Party together, 1 that of a Reich list" in text
    assert "2 do not (Social Democrats (SPD), May 1928: 9,1 printed, 9,152,979 official" in text
    assert "49 of 56 printed numbers of seats are the official ones; 7 are not" in text
    assert "by the law is printed in 3 of the 7: Centre 62 (May 1928), Centre 71 (November 1932)" in text
    assert "votes alone explain the official seats of 63 of 100 lists, the cap of the law 22 more; 13 need" in text
    assert "2 are without an explanation (CSVD (July 1932) and DBP (November 1932))" in text
    assert "8 years and 4 days above 4 values" in text
    assert "in 1931 and 1934 no Reichstag election is collected" in text
    assert "In 4 of 5 columns" in text
    assert "read as corrected, 5 do" in text
    assert "the pamphlet prints 4 March 1933, a Saturday" in text
    assert "on 20 May 1928, 4 other parties had more seats than the National Socialists (NSDAP) (12)" in text
    assert "The printed figure would fit the result of 14 September 1930" in text


def test_as_printed_the_votes_say_nothing():
    text = " ".join(told(reading="as_printed"))
    assert "none of its values can be dated" in text
    assert "20 of the 21 printed vote figures cannot be set beside a result" in text
    assert "1 cannot be read" in text
    assert "read as corrected" not in text


def test_the_rounding_rule_turns_the_finding():
    """9,1 is the count cut off, so under truncation it agrees and most others do not."""
    text = told(rule="truncation")[0]
    assert "with digits cut off: 4 that of the party alone" in text
    assert "9,1 printed" not in text


def test_the_edition_turns_the_finding():
    assert "official seats of 69 of" in " ".join(told(edition="detailed_volumes"))


def test_a_quota_is_named():
    assert "With 50,000 votes for a seat" in " ".join(told(quota=50_000, remainder_seat=25_000, election="1928-05-20"))


def test_days_that_are_all_sundays():
    printed = pd.DataFrame({"measure": ["header_date"], "start": ["1928-05-20"]})
    assert findings.weekdays(printed, ["1928-05-20", "1930-09-14"]) == (
        "Of the 2 elections collected, all were held on a Sunday; so were those that the pamphlet dates."
    )


def test_readings_and_text():
    text = findings.say_readings()
    assert "“10 7” is read as 107" in text
    assert "“4 Mars” as 5 March 1933" in text
    assert "20 values of votes" in text
    text = findings.say_running_text(Choices())
    assert "“up to ten million”" in text
    assert "4.6 million votes and 81 seats" in text


def test_law_course_and_lineages():
    assert "one seat for 60,000 votes" in findings.say_law()
    assert "remainder above 30,000" in findings.say_law()
    course = findings.say_course(Choices())
    assert "Communists (KPD): more at every step (3.26, 4.59, 5.28, 5.98 million)" in course
    assert "Social Democrats (SPD): fewer at every step" in course
    assert "1 lineage" in findings.say_lineages()


def test_other_quotas_are_said():
    assert "61 of 82 lists with seats; other quotas from 30,000 to 120,000 give 43 at most" in findings.say_quotas(
        Choices()
    )


def test_conclusions_count_what_can_be_compared_and_name_the_unfree_election():
    text = " ".join(findings.conclusions(Choices()))
    assert text.startswith("Of 77 printed figures of votes and seats that can be dated, 68 are in the official count")
    assert "nothing about individuals" in text
    assert "no coefficient is computed" in text
    assert "The election of 5 March 1933 was not a free contest" in text


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
    assert short_name(label) == name


def test_outcomes_are_few_and_plain():
    found = TOPIC.outcomes(Choices())
    assert 6 <= len(found) <= 12
    assert (found["votes_agree"], found["votes"]) == (19, 21)
    assert (found["lists_by_votes"], found["lists_by_cap"], found["lists_unexplained"]) == (63, 22, 2)
