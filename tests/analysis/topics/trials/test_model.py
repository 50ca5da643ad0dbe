"""Numbers, names and dates of the trials, and what the words of notebook 09 say about them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.display import bundles as figures
from analysis.ledger import ask
from analysis.ledger import names as named
from analysis.text import verdicts
from analysis.topics.trials import TOPIC, fates, lists, tables
from analysis.topics.trials import chronology as dates
from analysis.topics.trials import figures as drawn
from analysis.topics.trials import findings as words
from analysis.topics.trials import model as trials
from analysis.topics.trials.model import Choices

DEFAULT = Choices()
OTHER = Choices(strictness="near", reading="as_corrected", unchecked=True)
SINGLE = [Choices(trial=trial) for trial in trials.TRIALS]


def failing(found):
    """Names of the checks that fail."""
    return {name for name, check in found.items() if check.verdict == verdicts.CONTRADICTION}


# -- lists and sums -----------------------------------------------------------------------------


def test_one_list_is_shorter_than_its_number():
    found = trials.list_checks(DEFAULT)
    assert failing(found) == {"1938: sentenced to death"}
    assert found["1938: sentenced to death"].computed == 13
    assert found["1938: sentenced to death"].stated == 18


@pytest.mark.parametrize("choices", [DEFAULT, Choices(reading="as_corrected")])
def test_every_check_is_the_ledgers(choices):
    lists_of = {rule.words: rule.stated for rule in trials.LISTS}
    for words_of, check in trials.list_checks(choices).items():
        assert check == ask.own_test(lists_of[words_of], choices.reading)
    sums = {words_of: name for name, (_trial, words_of) in trials.SUMS.items()}
    for words_of, check in trials.sum_checks(choices).items():
        assert check == ask.own_test(sums[words_of], choices.reading)
    orders = {words_of: name for name, (_trial, words_of) in dates.DATED.items()}
    for words_of, check in dates.order_checks(choices).items():
        assert check == ask.own_test(orders[words_of], choices.reading)
    assert len(trials.repeat_checks(choices)) == len(trials.REPEATS)


def test_the_group_of_three_is_read_from_the_stated_group():
    rule = next(r for r in trials.LISTS if r.stated == "trial-1937-prison-ten-years")
    assert trials.listed(rule, DEFAULT) == ["Radek", "Sokolnikov", "Arnold"]


def test_sums_of_the_four_trials_hold():
    found = trials.sum_checks(DEFAULT)
    assert len(found) == 2
    assert {check.verdict for check in found.values()} == {verdicts.EXACT}
    assert any("16 + 13 + 8 + 18 = 55" in check.working for check in found.values())


def test_only_quoted_numbers_contradict_what_they_repeat():
    wrong = failing(trials.repeat_checks(DEFAULT))
    assert len(wrong) == 3
    assert all("in a quotation" in name for name in wrong)


def test_sums_over_all_trials_need_all_trials():
    assert not trials.sum_checks(Choices(trial="trial_1936"))
    assert not trials.sum_checks(Choices(trial="trial_1938"))


@pytest.mark.parametrize("wrong", [{"trial": "trial_1939"}, {"strictness": "loose"}, {"reading": "x"}])
def test_choices_outside_the_list_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        Choices(**wrong)


# -- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("I. Smirnov", "Smirnov", "exact"),
        ("Fritz David [Krugljansky]", "Fritz David", "exact"),
        ("Golzman", "Holtzman", "spelling"),
        ("Golzman", "Goltsman", "spelling"),
        ("Khodjayev", "Khodzhayev", "spelling"),
        ("Iakir", "Yakir", "spelling"),
        ("Tukhachevskii", "Tukhachevsky", "spelling"),
        ("Ter-Vaganian", "Ter-Vaganyan", "spelling"),
        ("Hrasche", "Harsche", "near"),
        ("Grin", "Grinko", "near"),
        ("Pickle", "Pickel", "near"),
    ],
)
def test_first_rule_under_which_two_spellings_are_one(one, other, rule):
    holds = [r for r in named.STRICTNESS if named.same_name(one, other, r)]
    assert holds
    assert holds[0] == rule


@pytest.mark.parametrize(
    ("one", "other"), [("M. Lurye", "N. Lurye"), ("Levin", "Ivanov"), ("Putna", "Pushin"), ("Kork", "Kor")]
)
def test_different_names_stay_different(one, other):
    assert not named.same_name(one, other, "near")


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "ab", 1), ("abc", "acb", 1), ("abc", "axc", 1), ("kitten", "sitting", 3)],
)
def test_distance_by_hand(one, other, steps):
    assert named.distance(one, other) == steps


words_of_two = st.text("abc", max_size=6)


@given(words_of_two, words_of_two)
def test_distance_is_symmetric_and_bounded(one, other):
    steps = named.distance(one, other)
    assert steps == named.distance(other, one)
    assert abs(len(one) - len(other)) <= steps <= max(len(one), len(other))
    assert (steps == 0) == (one == other)


@given(st.lists(st.sampled_from(["Radek", "Grin", "Grinko", "Iakir", "Yakir", "M. Lurye", "N. Lurye"]), max_size=6))
def test_every_name_appears_once_in_a_match(right):
    left = ["Radek", "Grinko", "Yakir", "M. Lurye"]
    for rule in named.STRICTNESS:
        pairs = named.match(left, right, rule)
        assert sorted(pairs.loc[pairs["left"] != "", "left"]) == sorted(left)
        assert sorted(pairs.loc[pairs["right"] != "", "right"]) == sorted(right)


def test_a_name_with_two_candidates_stays_alone():
    pairs = named.match(["Lurye"], ["M. Lurye", "N. Lurye"], "near")
    assert (pairs["rule"] == "").all()


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="exact, spelling, near"):
        named.match(["a"], ["a"], "loose")


def test_names_missing_from_the_sentences_of_1938():
    five = ["Sharangovich", "Zubarev", "Bulanov", "Levin", "Kazakov"]
    assert lists.missing_sentences("trial_1938", "near") == (five, [])
    assert lists.missing_sentences("trial_1938", "spelling") == (["Grin", *five], ["Grinko"])
    assert lists.two_spellings("trial_1938") == ["Grinko / Grin"]


def test_a_wider_rule_never_leaves_more_names_alone():
    counts = [len(lists.alone(Choices(strictness=rule))) for rule in named.STRICTNESS]
    assert counts == sorted(counts, reverse=True)


def test_five_men_are_counted_once():
    """Each of the five is missing among the sentenced in two comparisons, and is one person."""
    left = lists.alone(Choices(strictness="near"))
    assert left == [("trial_1938", n) for n in ("Sharangovich", "Zubarev", "Bulanov", "Levin", "Kazakov")]
    table = lists.unmatched(Choices(strictness="near"))
    assert table["unmatched"].sum() == 10
    assert ("trial_1938", "Grinko / Grin") in lists.alone(DEFAULT)


# -- dates --------------------------------------------------------------------------------------


def test_printed_order_of_the_generals_is_impossible_and_the_corrected_one_is_not():
    assert len(failing(dates.order_checks(DEFAULT))) == 5
    assert not failing(dates.order_checks(OTHER))
    assert dates.execution_gap("as_printed") == -14
    assert dates.execution_gap("as_corrected") == 17


def test_one_misprint_is_one_finding():
    found = dates.slips(DEFAULT)
    assert {cell: len(broken) for cell, broken in found.items()} == {
        "trial-1937-february": 1, dates.EXECUTION: 3, "coup-latest-1937-03-15": 1,
    }  # fmt: skip
    assert sum(map(len, found.values())) == len(failing(dates.order_checks(DEFAULT)))


def test_the_pamphlet_gives_the_published_days_of_the_public_trials():
    table = dates.day_table(DEFAULT)
    own = table[table["printed"] != ""]
    assert len(own) == 3
    assert (own["start"] == own["published_start"]).all()
    assert (own["end"] == own["published_end"]).all()
    assert own["verdict"].tolist() == [ask.against(name).verdict for name in dates.DAYS.values()]


def test_end_of_march_begins_on_the_21st():
    rows = dates.printed_dates(DEFAULT)
    assert dates.first_day(rows.loc["coup-decided-1937-03"]) == "1937-03-21"
    assert dates.first_day(rows.loc["coup-latest-1937-03-15"]) == "1937-03-15"


def test_no_weekday_is_printed():
    assert dates.weekday_checks(DEFAULT) == {}


def test_a_printed_weekday_is_tested(monkeypatch):
    rows = dates.printed_dates(DEFAULT).head(1).assign(printed="Friday 11 June 1937", start="1937-06-11")
    monkeypatch.setattr(dates, "printed_dates", lambda choices: rows)
    (check,) = dates.weekday_checks(DEFAULT).values()
    assert check.verdict == verdicts.EXACT


def test_timeline_is_a_calendar():
    table = dates.timeline(DEFAULT).set_index(["id", "reading"])
    assert table.at[("generals-announced-1937-06-11", "as_printed"), "value"] == 102
    month = table.loc[("coup-decided-1937-03", "as_printed")]
    assert (month["low"], month["high"]) == (20, 30)
    read = table.xs("as_corrected", level="reading")
    assert set(read.index) == {dates.EXECUTION, "coup-latest-1937-03-15"}
    assert read.at[dates.EXECUTION, "start"] == "1937-06-12"


# -- published ----------------------------------------------------------------------------------


def test_counts_are_the_ledgers():
    table = trials.count_table(DEFAULT)
    ledger = ask.ledger()
    assert table["verdict"].tolist() == ledger.loc[table["id"], "evidence"].tolist()
    assert table["fidelity"].tolist() == ledger.loc[table["id"], "fidelity"].tolist()
    own = table[~table["quoted"]]
    assert set(own["verdict"]) == {verdicts.AGREES}
    assert set(own["lineages"]) == {1}


def test_terms_are_read_from_words():
    assert fates.read_terms("Radek, Arnold: 10 years; Stroilov: 8 years") == {
        "Radek": 10, "Arnold": 10, "Stroilov": 8,
    }  # fmt: skip
    assert fates.read_terms("Pletnev 25 years; shot") == {"Pletnev": 25}


def test_lengths_of_prison_agree():
    table, rows = fates.length_table(DEFAULT)
    assert (table["printed"] == table["published"]).all()
    assert len(table) == 7
    assert not rows.empty
    assert fates.length_table(Choices(trial="trial_1936"))[0].empty


def test_rehabilitations_stand_beside_sentences():
    table, _rows = fates.fate_table(DEFAULT)
    assert table["sentenced"].tolist() == [33, 8, 21]
    assert table["rehabilitated_low"].tolist() == [33, 8, 10]
    assert table["rehabilitated_high"].tolist() == [33, 8, 20]
    assert table["not_rehabilitated"].tolist() == ["", "", "Yagoda"]
    assert table["named"].iloc[-1] == 10
    assert fates.fate_table(OTHER)[0]["named"].iloc[-1] == 17


# -- words and figures --------------------------------------------------------------------------


@pytest.mark.parametrize("choices", [DEFAULT, OTHER, *SINGLE])
def test_findings_are_whole_sentences(choices):
    for sentence in words.findings(choices) + words.conclusions(choices):
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "nan" not in sentence
    assert any("nothing about guilt" in s for s in words.conclusions(choices))


def test_title_of_dates_names_the_slip():
    title = drawn.date_figure(DEFAULT).title
    assert title == "As printed the execution is published 14 days before the arrest; read as June, 17 after"


def test_title_of_lists_flips_with_the_trial():
    assert "18 stated, 13 named" in drawn.list_figure(DEFAULT).title
    assert "Sharangovich" in drawn.list_figure(DEFAULT).caption
    assert drawn.list_figure(Choices(trial="trial_1936")).title.startswith("Every stated number")


def test_missing_names_are_told_only_where_some_are_missing():
    assert any("Sharangovich" in s for s in words.findings(DEFAULT))
    assert not any("Sharangovich" in s for s in words.findings(Choices(trial="trial_1936")))


def test_rival_accounts_are_marks_of_their_own():
    data = drawn.fate_figure(DEFAULT).data
    assert data.loc[data["group"] == "rehabilitated, by a rival account", "value"].tolist() == [10]
    assert data.loc[data["group"] == "rehabilitated later", "value"].tolist() == [33, 8, 20]


@pytest.mark.parametrize("choices", [DEFAULT, OTHER, *SINGLE])
def test_every_allowed_choice_gives_complete_figures(choices):
    for name, function in TOPIC.figures.items():
        bundle = function(choices)
        assert bundle.name == name
        assert len(bundle.title) <= 90
        assert bundle.footnotes
        figures.render(bundle)
    assert 6 <= len(TOPIC.outcomes(choices)) <= 12


@pytest.mark.parametrize("choices", [DEFAULT, OTHER, *SINGLE])
def test_the_page_tables_have_rows(choices):
    for name, function in TOPIC.tables.items():
        assert len(function(choices)) or name == "lengths"
    assert not tables.statement_table(choices)[0].astype(str).apply(lambda c: c.str.contains("_")).any(axis=None)


def test_alternatives_show_both_readings():
    table = tables.alternatives(DEFAULT).set_index("Setting")["Tests of dates that fail"]
    assert table["as_printed"] == 5
    assert table["as_corrected"] == 0
    assert DEFAULT.trials == tuple(trials.TRIALS)


def test_what_the_unchecked_rows_would_change_is_said():
    assert "17 instead of 10 persons" in words.say_unchecked(DEFAULT)
    assert words.say_unchecked(Choices(trial="trial_1936")).startswith("No number above would change")
