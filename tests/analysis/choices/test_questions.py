"""The questions: places and rates by a plain loop, what is left out and why, sentences and figures."""

import itertools
import math

import pytest

from analysis.choices import multiverse_words, questions
from analysis.choices import question_figures as drawn
from analysis.topics.elites import model as elites
from analysis.topics.elites import question as question_elites
from analysis.topics.elites import risks as elites_risks
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production import question as question_growth
from analysis.topics.purges import model as party
from analysis.topics.purges import question as question_purges
from analysis.topics.purges.figures import inside_note

PURGES, ECONOMY = party.Choices(), economy.Choices()


@pytest.fixture(scope="module")
def figures():
    return question_purges.figures(PURGES)


@pytest.fixture(scope="module", params=[1937, 1938, 1936])
def purges(request):
    return request.param, question_purges.purge_years(PURGES, request.param)


@pytest.fixture(scope="module")
def growth():
    return question_growth.industry_growth(ECONOMY)


# Purge years --------------------------------------------------------------------------------------------------------


def test_printed_figures_are_those_of_the_pamphlet(figures):
    printed = figures[(figures["author"] == "pamphlet") & (figures["one_or_two"] == "one")]
    numbers = printed[printed["measure"] == "number"].set_index("year")["value"].to_dict()
    shares = printed[printed["measure"] == "stated_share"].set_index("year")["value"].to_dict()
    assert numbers == {1929: 170_000, 1933: 792_000, 1935: 170_000, 1937: 100_000, 1938: 70_000}
    assert shares == pytest.approx({1929: 0.11, 1933: 0.185, 1935: 0.09, 1937: 0.05, 1938: 0.02})


def test_no_published_figure_is_the_printed_one_again(figures):
    keys = ["year", "measure", "one_or_two"]
    printed = figures[figures["author"] == "pamphlet"].set_index(keys)["value"]
    for row in figures[~figures["author"].isin(["pamphlet", "running_text"])].itertuples():
        if row.measure == "stated_share":
            assert row.value != printed[row.year, row.measure, row.one_or_two]


def test_a_recomputed_share_is_number_over_base(figures):
    known = figures[figures["measure"].isin(question_purges.BASES) & figures["value"].notna()]
    assert len(known)
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    assert known["value"].between(0, 1).all()


def place_by_hand(figures, universe, year):
    spans = {}
    for other in sorted(set(figures["year"])):
        author = universe[f"figure_{other}"]
        if author == "left_out":
            continue
        at = (figures["year"] == other) & (figures["author"] == author)
        at &= (figures["measure"] == universe["measure"]) & (figures["one_or_two"] == universe["one_or_two"])
        (row,) = figures[at].to_dict("records")
        spans[other] = row["value"], row["low"], row["high"]
    own = spans.pop(year)
    low = 1 + sum(high < own[1] for _value, _low, high in spans.values())
    high = 1 + sum(low < own[2] for _value, low, _high in spans.values())
    known = not any(math.isnan(value) for value, _low, _high in [own, *spans.values()])
    return (1 + sum(value < own[0] for value, _low, _high in spans.values()) if known else None), low, high


def test_places_by_a_plain_loop(figures, purges):
    year, question = purges
    for universe in question.results.to_dict("records"):
        place, low, high = place_by_hand(figures, universe, year)
        assert (universe["rank_low"], universe["rank_high"]) == (low, high)
        assert (universe["rank"] == place) if place else math.isnan(universe["rank"])
        assert universe["holds"] is (True if high <= 2 else False if low > 2 else None)


def test_every_combination_is_run_or_named(purges):
    _year, question = purges
    total = math.prod(len(d.options) for d in question.decisions)
    assert len(question.universes) + len(question.infeasible) == total
    assert not set(question.universes.index) & set(question.infeasible.index)
    assert (question.infeasible["reason"].str.len() > 0).all()
    counted = questions.infeasible_table(question)["Combinations"]
    assert counted.sum() == len(question.infeasible)
    assert counted.is_monotonic_decreasing


def test_a_screened_base_and_the_reinstated_are_left_out_with_a_reason(purges):
    year, question = purges
    assert set(question.universes["reinstated"]) == {"counted"}
    assert "screened" not in set(question.universes["measure"])
    reasons = set(question.infeasible["reason"])
    assert f"In {year} nobody was screened as a body." in reasons
    assert any("reinstated" in reason for reason in reasons)


def test_the_mildest_place_is_possible_only_once(figures):
    found = [question_purges.purge_years(PURGES, year, places=1).results for year in (1937, 1938)]
    both = found[0].join(found[1]["holds"].rename("holds_other"), how="inner")
    assert not (both["holds"].eq(True) & both["holds_other"].eq(True)).any()
    with pytest.raises(ValueError, match="1937"):
        question_purges.purge_years(PURGES, 1934)


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


def test_each_question_ends_in_two_sentences(purges, growth):
    for question in (purges[1], growth):
        first, second = questions.sentences(question)
        assert question.clause in first
        assert second.endswith(".")
        assert "bound" not in first


def test_the_tables_name_every_option(purges, growth):
    for question in (purges[1], growth):
        assert len(questions.decision_table(question)) == sum(len(d.options) for d in question.decisions)
        assert list(questions.pull_table(question)["Pairs"]) == list(question.pull()["pairs"])


@pytest.mark.parametrize("draw", [drawn.curve, drawn.pull])
def test_figures_say_that_they_are_no_estimate(draw, purges, growth):
    year, question = purges
    for found, notebook in ((question, "01_purge_rates"), (growth, "05_production")):
        bundle = draw(found, notebook, inside_note=inside_note() if found is question else "")
        assert multiverse_words.caution() in bundle.caption
        assert found.remark in bundle.caption
        assert bundle.name.startswith(notebook[:2])
        assert bundle.footnotes
    assert str(year) in drawn.curve(question, "01_purge_rates").name


def test_a_curve_shows_every_result(growth):
    bundle = drawn.curve(growth, "05_production", reference=10.0, reference_text="a line")
    assert len(bundle.data) == len(growth.results)
    assert bundle.data["value"].max() == pytest.approx(100 * growth.results["rate"].max())
    assert bundle.options["reference"] == 10.0


# Old Bolsheviks -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def old():
    return question_elites.old_bolsheviks(elites.Choices())


def test_only_the_same_outcome_in_the_same_years_is_compared(old):
    table = elites_risks.risks(elites.Choices())
    known = elites.stocks(elites.Choices())
    assert set(old.universes["outcome"]) == {"executed"}
    for universe in old.results.to_dict("records"):
        (row,) = table[(table["group"] == universe["group"]) & (table["outcome"] == "executed")].to_dict("records")
        stock = known.loc[universe["definition"]]
        assert (row["start"], row["end"]) == (stock["first"], stock["last"])
        most = elites.left_for_other_reasons(stock, universe["deaths"])["share_high"]
        assert universe["distance"] == pytest.approx(row["share"] - most)
    total = math.prod(len(d.options) for d in old.decisions)
    assert len(old.results) + len(old.infeasible) == total


def test_no_bound_is_drawn_where_natural_deaths_exceed_the_decrease():
    question = question_elites.old_bolsheviks(elites.Choices(definition="joined_by_1917"))
    known = elites.stocks(elites.Choices())
    for universe in question.results.to_dict("records"):
        assert elites.left_for_other_reasons(known.loc[universe["definition"]], universe["deaths"])["share_high"] > 0
    assert any("exceed the whole decrease" in reason for reason in question.infeasible["reason"])


def test_a_bound_never_says_that_old_bolsheviks_were_hit_harder(old):
    assert not (old.results["holds"] == False).any()  # noqa: E712
    assert (old.results["holds"].eq(True) == old.results["distance"].gt(0)).all()
    assert "party at large" in old.remark


def test_the_other_question_has_sentences_and_figures(old):
    for question, notebook in ((old, "03_old_bolsheviks"),):
        assert question.clause in questions.sentences(question)[0]
        for draw in (drawn.curve, drawn.pull):
            bundle = draw(question, notebook)
            assert multiverse_words.caution() in bundle.caption
            assert bundle.footnotes
