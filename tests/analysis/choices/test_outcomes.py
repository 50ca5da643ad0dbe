"""Outcomes: what a topic may give, and what each of ours does."""

import numpy as np
import pandas as pd
import pytest

from analysis import topics
from analysis.choices.outcomes import OutcomeError, plain_outcomes
from recount.sweeps.results import OWN

#: Notebooks whose topics have outcomes.
SWEPT = [name for name in topics.FOLDERS if topics.topic(name).outcomes]


def test_outcomes_become_plain_values():
    """Types of numpy count as Python's, NaN is missing; the order stays."""
    given = {"n": np.int64(3), "x": np.float64(0.5), "ok": np.bool_(True), "word": "agrees", "gap": float("nan")}
    found = plain_outcomes({**given, "none": None})
    assert found == {"n": 3, "x": 0.5, "ok": True, "word": "agrees", "gap": None, "none": None}
    assert [type(value) for value in found.values()] == [int, float, bool, str, type(None), type(None)]
    assert list(found) == [*given, "none"]


@pytest.mark.parametrize("value", [[1], {"a": 1}, float("inf"), "two\nlines", "x" * 1001, 1j, pd.Series([1]), b"a"])
def test_what_is_no_cell_of_a_table_is_refused(value):
    """By name."""
    with pytest.raises(OutcomeError, match="outcome a: expected"):
        plain_outcomes({"a": value})


@pytest.mark.parametrize("values", [None, [1], {1: 2}, "a"])
def test_what_has_no_names_is_refused(values):
    """A list of values could not be told apart in a table."""
    with pytest.raises(OutcomeError, match="expected values by name"):
        plain_outcomes(values)


@pytest.mark.parametrize("name", SWEPT)
def test_the_outcomes_of_a_topic_are_plain_few_and_explained(name):
    """Each name stands in the function's text; none has the name of a parameter or another column."""
    topic = topics.topic(name)
    found = topic.collect()
    assert 6 <= len(found) <= 12
    assert not set(found) & (set(topic.declaration.model_fields) | set(OWN))
    assert [key for key in found if f"``{key}``" not in topic.outcomes.__doc__] == []
    assert sum(value is None for value in found.values()) <= 2


def test_a_topic_without_outcomes_says_so():
    """The ledger counts claims; there is nothing to vary."""
    assert topics.topic("00_ledger").outcomes is None
    with pytest.raises(OutcomeError, match="00_ledger: expected a topic with outcomes, this one has none"):
        topics.topic("00_ledger").collect()


def test_most_topics_have_outcomes():
    """All that vary something, but for those that are still to be written as functions of their choices."""
    assert set(topics.FOLDERS) - set(SWEPT) <= {"00_ledger", "08_reichstag"}
