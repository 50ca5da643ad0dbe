"""The bundles of the notebook: their numbers, and words that stay true under other parameters."""

from __future__ import annotations

import pytest

from analysis.data.quantities import read_estimates
from analysis.display import bundles as figures
from analysis.topics.reichstag import figures as elections_figures
from analysis.topics.reichstag import seat_rule, unemployment, unemployment_figures
from analysis.topics.reichstag.elections import EDITIONS
from analysis.topics.reichstag.model import compare, read

MOST = "the pamphlet's “five biggest parties” have the most printed seats"


@pytest.fixture(scope="module")
def results():
    return read_estimates("reichstag_results")


@pytest.fixture(scope="module")
def counts():
    return read_estimates("unemployment")


@pytest.fixture(scope="module")
def compared(results):
    return compare(read("as_corrected"), results)


def test_bars_mark_the_five_lines():
    bundle = elections_figures.seats_printed(read("as_corrected"), "all")
    assert bundle.title.startswith("20 May 1928: 4 other parties had more printed seats")
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
    assert elections_figures.seats_printed(read(reading), election).title == title


def test_pairs_of_votes(compared, results):
    bundle = elections_figures.votes_printed(compared, results, "yearbook")
    assert bundle.title.startswith("18 of 21 printed vote figures agree")
    assert len(bundle.data) == 42
    assert bundle.data.loc[bundle.data["group"] == "official", "value"].max() == pytest.approx(13.74568)
    assert any("Centre: official figure of" in panel for panel in bundle.data["panel"])


def test_undated_votes_stand_alone(results):
    table = compare(read("as_printed"), results)
    pairs = elections_figures.votes_printed(table, results, "yearbook")
    assert pairs.title == "20 of 21 printed vote figures cannot be dated, so nothing stands beside them"
    assert (pairs.data["group"] == "official").sum() == 1
    one = compare(read("as_printed"), results, election="1930-09-14")
    assert "No printed vote figure can be dated" in elections_figures.votes_difference(one, results, "yearbook").title


def test_differences_have_the_bounds_of_the_printed_digits(compared, results):
    data = elections_figures.votes_difference(compared, results, "yearbook").data.set_index("id")
    assert data.loc["german-votes-spd-1", ["value", "low", "high"]].tolist() == pytest.approx([52.979, -50, 50])
    assert data["highlight"].sum() == 3
    assert data.loc["kpd-1933-votes", "text"] == "+248"


def test_differences_under_another_edition(results):
    table = compare(read("as_corrected"), results, edition="detailed_volumes", election="1933-03-05")
    bundle = elections_figures.votes_difference(table, results, "detailed_volumes")
    assert bundle.title == "Outside their rounding: 1 of 1 dated vote figures; largest gap 248 thousand"


@pytest.mark.parametrize("edition", list(EDITIONS))
def test_course_of_votes(results, edition):
    bundle = elections_figures.votes_course(results, edition, "all")
    assert bundle.title == "Most votes of all: NSDAP, 17.3 millions in March 1933"
    assert len(bundle.data) == 6 * 7
    assert "no coefficient" in bundle.inside_note
    assert "whichever one" in elections_figures.votes_course(results, edition, "1930-09-14").caption


def test_seat_rule_figure(results):
    by_rule = seat_rule.compare_all(results)
    bundle = elections_figures.seats_by_rule(by_rule, results)
    assert bundle.title == "60,000 votes a seat give the official seats of 85 of 100 lists; 2 remain unexplained"
    assert set(bundle.data["group"]) == {"by votes alone", "official"}
    assert (bundle.data["votes"] > 0).all()
    shown = bundle.data[bundle.data["group"] == "official"]
    assert len(shown) == 8 + 9 + 4 + 2


def test_seat_rule_figure_with_another_quota(results):
    by_rule = seat_rule.compare_all(results, quota=50_000, remainder_seat=25_000)
    bundle = elections_figures.seats_by_rule(by_rule, results, quota=50_000)
    assert bundle.title.startswith("50,000 votes a seat give the official seats of")
    assert (bundle.data["group"] == "official").sum() == elections_figures.MOST_LISTS


def test_seat_rule_figure_where_all_is_given(results):
    by_rule = seat_rule.compare_all(results)
    given = by_rule[by_rule["explanation"] == seat_rule.BY_RULE]
    bundle = elections_figures.seats_by_rule(given, results, level="party")
    assert bundle.title.endswith("of 63 of 63 parties; none remains unexplained")


def test_votes_and_unemployment_share_years_not_axes(results, counts):
    votes = elections_figures.votes_course(results, "yearbook", "all")
    jobs = unemployment_figures.registered_course(counts)
    assert votes.options["x_limits"] == jobs.options["x_limits"]
    assert votes.name != jobs.name
    assert jobs.title == "Highest registered count collected: 6.13 millions, March 1932"
    assert "no coefficient" in jobs.inside_note


def test_unchecked_averages_are_marked_and_do_not_move_the_title(counts):
    jobs = unemployment_figures.registered_course(read_estimates("unemployment", unchecked=True))
    assert (jobs.data["verification"] == "unchecked").any()
    assert jobs.title == unemployment_figures.registered_course(counts).title


def test_printed_unemployment_has_headings_of_its_own(counts):
    printed = unemployment.read("as_printed")
    bundle = unemployment_figures.unemployed_printed(printed, unemployment.compare(printed, counts), counts)
    assert bundle.title == "The largest printed figure, 10 millions, is above every count and estimate collected"
    assert bundle.data["panel"].nunique() == 4


def test_a_higher_estimate_turns_the_title(counts):
    printed = unemployment.read("as_printed")
    higher = counts.assign(value=counts["value"].where(counts["measure"] != "unemployed_including_invisible", 12e6))
    bundle = unemployment_figures.unemployed_printed(printed, unemployment.compare(printed, higher), higher)
    assert bundle.title.startswith("The largest printed figure is 10 millions; counts and estimates")


@pytest.mark.parametrize(("start", "place"), [("1932", 1932.5), ("1932-01", 1932 + 1 / 24), ("1932-07-01", 1932.5)])
def test_places_on_the_time_axis(start, place):
    assert unemployment_figures._place(start) == pytest.approx(place)


def test_every_bundle_can_be_drawn(compared, results, counts):
    printed = unemployment.read("as_printed")
    bundles = [
        elections_figures.seats_printed(read("as_printed"), "1930-09-14"),
        elections_figures.votes_printed(compared, results, "yearbook"),
        elections_figures.votes_difference(compared, results, "yearbook"),
        elections_figures.votes_course(results, "yearbook", "all"),
        elections_figures.seats_by_rule(seat_rule.compare_all(results, ["1928-05-20"]), results),
        unemployment_figures.registered_course(counts),
        unemployment_figures.unemployed_printed(printed, unemployment.compare(printed, counts), counts),
    ]
    for bundle in bundles:
        assert bundle.name.startswith("08_")
        assert bundle.footnotes
        figures.render(bundle)
