"""Rules within a row: what breaks one is named with its row and column, and nothing else is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import row_rules


def figures(low="", value="", high="", unit="persons", **more):
    return {"low": [low], "value": [value], "high": [high], "unit": [unit], "start": [""], "end": [""], **more}


@given(st.lists(st.none() | st.integers(-5, 5), min_size=3, max_size=3))
def test_figures_are_in_order_exactly_if_those_given_are_sorted(numbers):
    low, value, high = ("" if n is None else str(n) for n in numbers)
    given_ones = [n for n in numbers if n is not None]
    assert bool(row_rules.out_of_order(figures(low, value, high))) == (given_ones != sorted(given_ones))


def test_out_of_order_compares_numbers_not_strings():
    assert not row_rules.out_of_order(figures("9", "10", "1e2"))
    assert row_rules.out_of_order(figures("10", "9"))[0][:3] == (0, "value", "9")


def test_the_row_is_the_one_that_breaks_the_rule():
    cells = {"low": ["1", "5", ""], "value": ["2", "4", "3"], "high": ["3", "", "2"]}
    assert [(row, column) for row, column, *_ in row_rules.out_of_order(cells)] == [(1, "value"), (2, "value")]


def test_words_stand_for_a_figure_where_the_table_has_them():
    assert row_rules.without_figure(figures())
    assert not row_rules.without_figure(figures(text=["no number given"]))
    assert row_rules.without_figure(figures(text=[""]))


@pytest.mark.parametrize("rung", ["data_file", "two_texts", "one_text", "unchecked"])
def test_only_print_needs_a_checker(rung):
    cells = {"verification": [rung, "print"], "checked_by": ["", ""], "checked_on": ["", ""]}
    assert [problem[:2] for problem in row_rules.unsigned(cells)] == [(1, "checked_by"), (1, "checked_on")]


@given(st.lists(st.sampled_from(["1935", "1935-06", "1935-06-15", "1936", "1934-12"]), min_size=2, max_size=2))
def test_an_end_is_backwards_if_every_day_of_it_lies_before_every_day_of_the_start(dates):
    def days(date):
        months = [date[5:7]] if len(date) > 4 else [f"{m:02}" for m in range(1, 13)]
        numbers = [date[8:]] if len(date) > 7 else [f"{d:02}" for d in range(1, 32)]
        return [f"{date[:4]}-{m}-{d}" for m, d in itertools.product(months, numbers)]

    start, end = dates
    wrong = max(days(end)) < min(days(start))
    assert bool(row_rules.backwards({"start": [start], "end": [end]})) == wrong


def test_foreign_names_each_key_that_leads_nowhere():
    cells = {"sources": ["a;b", "a", "c;a;d", ""]}
    found = row_rules.foreign(cells, "sources", {"a", "b"}, "the list", split=True)
    assert [(row, key) for row, _column, key, _wanted in found] == [(2, "c"), (2, "d")]
    assert not row_rules.foreign(cells, "lineage", set(), "the list")
    assert [row for row, *_ in row_rules.foreign({"unit": ["x;y", "x"]}, "unit", {"x"}, "units")] == [0]


def test_labels_are_looked_up_in_the_list_of_their_own_column():
    known = {"measure": frozenset({"stock", "arrests"}), "population": frozenset({"members"})}
    cells = {"measure": ["stock", "members", "arests"], "population": ["members"] * 3, "territory": ["anywhere"] * 3}
    found = row_rules.unknown_labels(cells, known)
    assert [(row, column) for row, column, *_ in found] == [(1, "measure"), (2, "measure")]
    assert "did you mean 'arrests'?" in found[1][3]
    assert "did you mean" not in found[0][3]


def test_nothing_stated_is_no_label():
    cells = {"measure": ["not stated", "not applicable", ""]}
    assert not row_rules.unknown_labels(cells, {"measure": frozenset({"stock"})})
