"""Selectors choose rows by patterns and by the cells of another row."""

import pytest

from analysis.data import selectors
from analysis.data.raw import TableError
from analysis.data.selectors import Row, Stock, select


def row(name, **cells):
    cells = {"id": name, "measure": "m", "start": "1930", "end": "1932", "sources": "a", **cells}
    return Row(("t", name), selectors._dated(cells), 1.0, True)


@pytest.fixture
def stock():
    return Stock([row("one"), row("two", measure="n", sources="b;c"), row("three", start="1931-05", sources="c;d")])


def names(rows):
    return [r.key[1] for r in rows]


@pytest.mark.parametrize(
    ("selector", "chosen"),
    [
        ("t", ["one", "two", "three"]),
        ("* measure=m", ["one", "three"]),
        ("t measure=n", ["two"]),
        ("t measure=n|m", ["one", "two", "three"]),
        ("t measure!=n", ["one", "three"]),
        ("t id=t*", ["two", "three"]),
        ("t id!=t*", ["one"]),
        ("t sources=c", ["two", "three"]),
        ("t year=1931", ["three"]),
        ("t years=1", ["three"]),
        ("t end_year=1932 next_year=1933 new_year=1930-01-01", ["one", "two"]),
        ("t measure=other", []),
    ],
)
def test_choices(stock, selector, chosen):
    assert names(select(selector, stock)) == chosen


def test_the_row_that_the_choice_is_made_for(stock):
    assert names(select("t sources=@sources", stock, stock.rows[2])) == ["two", "three"]
    assert names(select("t measure=@measure id!=@id", stock, stock.rows[0])) == ["three"]


@pytest.mark.parametrize("selector", ["u", "t measure", "t nothing=1", "t measure=@measure", "t measure=@nothing"])
def test_what_cannot_be_read_is_refused(stock, selector):
    figure = stock.rows[0] if "@nothing" in selector else None
    with pytest.raises(TableError, match="relation here"):
        select(selector, stock, figure, rule="here")


def test_a_value_with_a_blank_is_quoted():
    stock = Stock([row("one", measure="not stated")])
    assert names(select("t 'measure=not stated'", stock)) == ["one"]
