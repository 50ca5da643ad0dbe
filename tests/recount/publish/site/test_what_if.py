"""The page to click through: every answer is the one that the functions give, none is lost, and it stays small."""

import itertools
import json
import math
import re

import pytest

from analysis import topics
from analysis.topics.repression import model as repression
from recount.publish.site import what_if

#: Question -> the number of the topic's outcomes that its value is, or how it follows from them.
VALUE = {
    "fastest": lambda found: found["faster"],
    "seats": lambda found: found["lists_by_votes"],
    "growth": lambda found: max(v for n in HIGHEST if (v := found[n]) is not None and v == v),
}
HIGHEST = ("official_high_percent", "others_high_percent")
QUESTIONS = {question.name: question for question in what_if.asked()}


@pytest.fixture(scope="module")
def page():
    return what_if.what_if_page()


@pytest.fixture(scope="module")
def held(page):
    """The data of each question, read back from the page as a browser would."""
    found = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    return {data["name"]: data for data in map(json.loads, found)}


def given(question, key):
    """Return the choices of a state: each word back to the value that the menu offers."""
    words = dict(zip(question.menus, key.split("|"), strict=True))
    return {name: next(v for v in question.menus[name] if str(v) == word) for name, word in words.items()}


@pytest.mark.parametrize("name", list(VALUE))
def test_every_state_is_what_the_functions_give(held, name):
    topic = topics.topic(QUESTIONS[name].notebook)
    for key, (value, words, _series) in held[name]["states"].items():
        found = topic.outcomes(topic.choices(**given(QUESTIONS[name], key)))
        assert value == pytest.approx(VALUE[name](found)), key
        assert words


def test_every_place_of_1937_is_the_one_that_the_functions_give(held):
    """All states, against the ranks that the notebook shows; a measure without a rank has no state."""
    question, topic, compared = QUESTIONS["mild"], topics.topic("04_expulsion_is_not_repression"), 0
    for values in itertools.product(*question.menus.values()):
        chosen = dict(zip(question.menus, values, strict=True))
        measure = chosen.pop("what")
        rank = int(repression.ranks(topic.choices(**chosen)).set_index("measure")["rank"].get(measure, 0))
        state = held["mild"]["states"].get("|".join(map(str, values)))
        compared += 1
        assert (state[0] if state else 0) == rank, values
    assert compared == math.prod(len(values) for values in question.menus.values())


def test_a_question_holds_an_answer_for_every_choice_that_the_functions_answer(held):
    for name, question in QUESTIONS.items():
        known = {"|".join(map(str, values)) for values, *_rest in what_if.states(question)}
        assert set(held[name]["states"]) == known


def test_every_place_of_1937_is_counted_from_the_years_drawn(held):
    for key, (value, words, series) in held["mild"]["states"].items():
        numbers = dict(series)
        assert value == 1 + sum(other > numbers["1937"] for other in numbers.values()), key
        assert repression.title_of(key.split("|")[0]) in words


def test_every_menu_changes_something_and_the_default_has_an_answer(held):
    for data in held.values():
        assert "|".join(data["default"]) in data["states"]
        for place, menu in enumerate(data["menus"]):
            groups = {}
            for key, state in data["states"].items():
                rest = key.split("|")
                groups.setdefault(tuple(rest[:place] + rest[place + 1 :]), set()).add(json.dumps(state))
            assert any(len(states) > 1 for states in groups.values()), (data["name"], menu["name"])


def test_small_and_readable_without_a_script(page, held):
    assert len(page.encode()) < 300_000
    for data in held.values():
        assert data["states"]["|".join(data["default"])][1].split("’")[0][:40] in page


def test_every_menu_has_a_label(page):
    assert page.count("<select") == page.count("<label>") == sum(len(q.menus) for q in QUESTIONS.values())
