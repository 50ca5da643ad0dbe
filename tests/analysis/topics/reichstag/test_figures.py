"""The bundles of the notebook: their numbers, and words that stay true under other parameters."""

from __future__ import annotations

import pytest

from analysis.display import bundles
from analysis.topics.reichstag import TOPIC, figures, seat_rule
from analysis.topics.reichstag.choices import Choices

MOST = "the “five biggest parties” have the most printed seats"


def test_bars_mark_the_five_lines():
    bundle = figures.seats_printed(Choices())
    assert bundle.title.startswith("20 May 1928: 4 other parties had more seats than the smallest")
    assert bundle.data["value"].tolist() == [153, 73, 62, 54, 45, 25, 23, 16, 12]
    assert bundle.data["highlight"].sum() == 5


@pytest.mark.parametrize(
    ("reading", "election", "title"),
    [
        ("as_printed", "1930-09-14", "One of the printed seat numbers of 14 September 1930 cannot be read"),
        ("as_corrected", "1930-09-14", "14 September 1930: " + MOST),
        ("as_printed", "1933-03-05", "4 March 1933: " + MOST),
    ],
)
def test_bars_say_what_they_show(reading, election, title):
    bundle = figures.seats_printed(Choices(reading=reading, election=election))
    assert bundle.title == title
    assert ("not a free contest" in bundle.caption) == (election[:4] == "1933")


def test_undated_votes_stand_without_a_count():
    bundle = figures.votes_difference(Choices(reading="as_printed"))
    assert bundle.title == "20 of 21 printed vote figures cannot be dated"
    assert bundle.data["value"].notna().sum() == 1
    assert bundle.data["text"].eq("cannot be dated").sum() == 20


def test_differences_have_the_bounds_of_the_printed_digits():
    bundle = figures.votes_difference(Choices())
    data = bundle.data.set_index("id")
    assert bundle.title == "19 of 21 printed vote figures are the official count, rounded; 4 of them two parties added"
    assert data.loc["german-votes-spd-1", ["value", "low", "high"]].tolist() == pytest.approx([52.979, -50, 50])
    assert data["highlight"].sum() == 2
    assert data.loc["kpd-1933-votes", ["label", "text"]].tolist() == ["5 March 1933 (not free)", "+248"]
    assert data.loc["german-votes-spd-4", "label"] == "6 November 1932 (Reich list)"
    assert "5 March" not in figures.votes_difference(Choices(election="1928-05-20")).caption


def test_the_waffle_counts_every_list():
    bundle = figures.lists_explained(Choices())
    assert bundle.title == "Votes alone explain the seats of 63 of 100 lists, the law's cap 22 more; 15 are left"
    assert bundle.data["value"].tolist() == [63, 22, 9, 4, 2]
    assert "43 at most" in bundle.caption
    parties = figures.lists_explained(Choices(apportion_by="party", quota=50_000, cap=False))
    assert parties.title.startswith("Votes alone explain the seats of")
    assert parties.title.endswith("parties")
    assert seat_rule.CAPPED not in set(parties.data["explanation"])


def test_ten_million_stands_as_a_line_beside_the_sum():
    bundle = figures.unemployed(Choices())
    assert bundle.title == "10 million is near jobless and short-time workers together (10.6), not the register (6.1)"
    assert bundle.options["reference"] == 10
    tops = bundle.data.groupby("group")["value"].max()
    assert sorted(tops.round(1)) == [5.6, 6.1, 7.6, 10.6]


def test_highest_counts_are_not_joined():
    data = figures.unemployed(Choices()).data
    counts = data[data["group"] == "highest count of a year"].sort_values("x")["value"]
    assert counts.isna().tolist() == [False, True] * (len(counts) // 2)


def test_unchecked_rows_do_not_move_the_title():
    assert figures.unemployed(Choices(unchecked=True)).title == figures.unemployed(Choices()).title


@pytest.mark.parametrize(("start", "place"), [("1932", 1932.5), ("1932-01", 1932 + 1 / 24), ("1932-07-01", 1932.5)])
def test_places_on_the_time_axis(start, place):
    assert figures._place(start) == pytest.approx(place)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"election": "1928-05-20", "edition": "detailed_volumes", "rule": "ceiling"},
        {"election": "1930-09-14", "reading": "as_printed"},
        {"election": "1932-07-31", "apportion_by": "party", "cap": False},
        {"election": "1932-11-06", "quota": 40_000, "remainder_seat": 20_000},
        {"election": "1933-03-05", "unchecked": True},
    ],
)
def test_every_allowed_choice_gives_complete_figures(given):
    choices = Choices(**given)
    for name, make in TOPIC.figures.items():
        bundle = make(choices)
        assert bundle.name == name
        assert len(bundle.title) <= 100
        assert bundle.footnotes
        bundles.render(bundle)
    for make in TOPIC.tables.values():
        assert len(make(choices).columns)
