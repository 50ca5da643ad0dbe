"""The questions: places and rates by a plain loop, what is left out and why, sentences and figures."""

import itertools
import math

import pytest

from analysis.choices import multiverse_words, questions
from analysis.choices import question_figures as drawn
from analysis.data import quantities
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production import question as question_growth
from analysis.topics.reichstag import question as question_seats
from analysis.topics.reichstag import variation as reichstag_choices
from analysis.topics.reichstag.apportionment import REMAINDER_SEAT
from analysis.topics.reichstag.elections import NO_FIGURE

ECONOMY = economy.Choices()


@pytest.fixture(scope="module")
def growth():
    return question_growth.industry_growth(ECONOMY)


# Growth -------------------------------------------------------------------------------------------------------------


def test_every_rate_is_a_published_one(growth):
    rows = question_growth.collected(ECONOMY)
    assert len(growth.results) == len(rows)
    assert sorted(growth.results["rate"]) == sorted(rows["value"])
    for universe in growth.results.to_dict("records"):
        at = rows["author"].eq(universe["author"]) & rows["population"].eq(universe["population"])
        at &= rows["first"].eq(universe["start"]) & rows["last"].eq(universe["end"])
        assert universe["rate"] in set(rows.loc[at, "value"])


def test_no_lineage_gives_one_figure_twice():
    rows = question_growth.collected(ECONOMY)
    kept = ["lineage", "population", "index_kind", "first", "last", "range_end"]
    assert not rows.duplicated(kept).any()
    assert (rows["last"] <= 1938).all()


def test_windows_to_1940_are_off_unless_asked_for():
    rows = question_growth.collected(economy.Choices(end=1940))
    assert (rows["last"] == 1940).any()


def test_both_ends_of_a_range_are_kept():
    rows = question_growth.collected(ECONOMY)
    ranges = economy_published.rates(ECONOMY)
    ranges = ranges[ranges["value"].isna() & ranges["last"].eq(1937) & ranges["first"].eq(1928)]
    for row in ranges.itertuples():
        assert {row.low, row.high} <= set(rows.loc[rows["author"] == row.author, "value"])


def test_the_statement_follows_from_the_rates(growth):
    floor = question_growth.printed_rate(ECONOMY)
    assert growth.share.holding == (growth.results["rate"] >= floor).sum()
    assert growth.share.undecided == 0
    assert question_growth.industry_growth(ECONOMY, at_least=0.0).share.share == 1
    assert question_growth.industry_growth(ECONOMY, at_least=1.0).share.share == 0


def test_growth_names_what_nobody_published(growth):
    total = math.prod(len(d.options) for d in growth.decisions)
    assert len(growth.results) + len(growth.infeasible) == total
    backwards = growth.infeasible["reason"] == "The last year does not lie after the first."
    ends = growth.infeasible[["start", "end"]].astype(int)
    assert (backwards == (ends["end"] <= ends["start"])).all()


def test_the_pull_of_growth_by_brute_force(growth):
    found, names = growth.pull().set_index("decision"), [d.name for d in growth.decisions]
    rows = growth.results.to_dict("records")
    for name in names:
        gaps = [
            abs(a["rate"] - b["rate"])
            for a, b in itertools.combinations(rows, 2)
            if [n for n in names if a[n] != b[n]] == [name]
        ]
        assert found.loc[name, "pairs"] == len(gaps)
        if gaps:
            assert found.loc[name, "largest"] == pytest.approx(max(gaps))


# Words and figures --------------------------------------------------------------------------------------------------


def test_each_question_ends_in_two_sentences(growth):
    for question in (growth,):
        first, second = questions.sentences(question)
        assert question.clause in first
        assert second.endswith(".")
        assert "bound" not in first


def test_the_tables_name_every_option(growth):
    for question in (growth,):
        assert len(questions.decision_table(question)) == sum(len(d.options) for d in question.decisions)
        assert list(questions.pull_table(question)["Pairs"]) == list(question.pull()["pairs"])


@pytest.mark.parametrize("draw", [drawn.curve, drawn.pull])
def test_figures_say_that_they_are_no_estimate(draw, growth):
    bundle = draw(growth, "05_production")
    assert multiverse_words.caution() in bundle.caption
    assert growth.remark in bundle.caption
    assert bundle.name.startswith("05")
    assert bundle.footnotes


def test_a_curve_shows_every_result(growth):
    bundle = drawn.curve(growth, "05_production", reference=10.0, reference_text="a line")
    assert len(bundle.data) == len(growth.results)
    assert bundle.data["value"].max() == pytest.approx(100 * growth.results["rate"].max())
    assert bundle.options["reference"] == 10.0


# Seats --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seats():
    results = quantities.read_estimates("reichstag_results")
    return results, question_seats.seats_explained(results, ["1930-09-14", "1932-07-31"])


def test_the_share_of_lists_given_is_that_of_the_topic(seats):
    results, question = seats
    varied = reichstag_choices.vary_seat_rule(results, ["1930-09-14"])
    at_law = question.results[question.results["remainder_seat"] == REMAINDER_SEAT]
    for row in varied.to_dict("records"):
        at = (at_law["level"] == row["level"]) & (at_law["cap"] == row["cap_applied"])
        at &= (at_law["edition"] == row["edition"]) & (at_law["election"] == "1930-09-14")
        (found,) = at_law[at].to_dict("records")
        known = row["all"] - row.get(NO_FIGURE, 0)
        assert found["given"] == pytest.approx((row["rule"] + row["cap"]) / known)
        assert found["lists"] == known


def test_every_combination_of_the_seat_rule_is_feasible(seats):
    _results, question = seats
    assert len(question.results) == 2 * 3 * 2 * 2 * 2
    assert question.infeasible.empty
    assert questions.infeasible_table(question).empty
    assert question.share.holding == (question.results["given"] >= 0.9).sum()


def test_the_other_questions_have_sentences_and_figures(seats):
    for question, notebook in ((seats[1], "08_reichstag"),):
        assert question.clause in questions.sentences(question)[0]
        for draw in (drawn.curve, drawn.pull):
            bundle = draw(question, notebook)
            assert multiverse_words.caution() in bundle.caption
            assert bundle.footnotes
