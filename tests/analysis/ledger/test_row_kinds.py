"""Kinds of relations between rows: each by hand, once where it holds and once where it does not."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from analysis.ledger.row_kinds import KINDS, agree, over
from analysis.numbers.bounds import ANY, Bounds

F = Fraction


def point(value):
    return Bounds.point(F(str(value)))


def bounds(low, high):
    return Bounds(F(str(low)), F(str(high)))


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("sum", [[point(2), point(3)], [point(4)]], 9),
        ("mean", [[point(2), point(3), point(7)]], 4),
        ("difference", [[point(9)], [point(2)], [point(3)]], 4),
        ("share", [[point(3)], [point(12)]], 0.25),
        ("share_of_sums", [[point(1), point(2)], [point(6), point(6)]], 0.25),
        ("product", [[point(3)], [point(5)]], 15),
        ("increase", [[point(4)], [point(5)]], 0.25),
        ("increase", [[point(4)], [point(10)], [point(2)]], 0.25),
        ("chain", [[point(100)], [point(30)], [point(20)]], 150),
        ("same", [[point(5)]], 5),
        ("at_least_sum", [[point(5), point(1)]], 6),
    ],
)
def test_figures_by_hand(kind, parts, expected):
    assert KINDS[kind].compute(parts) == point(expected)


def test_rates_by_hand():
    """From 100 to 121 in two years is a tenth a year; so is a ratio of 1.21. No root is taken."""
    relation = SimpleNamespace(figure=SimpleNamespace(cells={"years": "2"}))
    for parts in ([[point(100)], [point(121)]], [[point(1.21)]]):
        assert KINDS["rate"].compute(parts) == KINDS["rate"].read(point(0.1), relation) == point(1.21)


def test_a_rate_cannot_fall_by_more_than_everything():
    relation = SimpleNamespace(figure=SimpleNamespace(cells={"years": "2"}))
    assert KINDS["rate"].read(bounds(-3, 1), relation) == bounds(0, 4)


def test_intervals_are_kept_whole():
    assert KINDS["sum"].compute([[bounds(1, 2), bounds(10, 20)]]) == bounds(11, 22)
    assert KINDS["difference"].compute([[bounds(10, 20)], [bounds(1, 2)]]) == bounds(8, 19)
    assert over(bounds(1, 2), bounds(4, 5)) == bounds(0.2, 0.5)
    assert over(bounds(-2, 1), bounds(4, 5)) == bounds(-0.5, 0.25)
    assert over(bounds(1, 2), bounds(-1, 1)) == ANY


def test_sides():
    """At most may fall short, at least may exceed, all others may do neither."""
    assert agree(KINDS["at_most"], point(4), point(5))
    assert not agree(KINDS["at_most"], point(6), point(5))
    assert agree(KINDS["at_least_sum"], point(6), point(5))
    assert not agree(KINDS["at_least_sum"], point(4), point(5))
    assert agree(KINDS["sum"], point(5), point(5))
    assert not agree(KINDS["sum"], point(4), point(5))
    assert not agree(KINDS["sum"], point(6), point(5))


def test_room():
    """A percentage of what is expected, or a factor."""
    assert agree(KINDS["same"], point(110), point(100), percent=F(1, 10))
    assert not agree(KINDS["same"], point(110.2), point(100), percent=F(1, 10))
    assert agree(KINDS["same"], point(-110), point(-100), percent=F(1, 10))
    assert agree(KINDS["same"], point(50), point(100), factor=2)
    assert not agree(KINDS["same"], point(49), point(100), factor=2)


def test_ends_touch_or_do_not():
    """Ends are exact: those that meet agree, those that miss by a billionth, or are left out, do not."""
    assert agree(KINDS["same"], bounds("0.3", "0.5"), bounds("0", "0.3"))
    assert not agree(KINDS["same"], bounds("0.300000001", "0.5"), bounds("0", "0.3"))
    assert not agree(KINDS["same"], bounds("0.3", "0.5"), Bounds(F(0), F(3, 10), high_open=True))


@pytest.mark.parametrize(
    ("kind", "cells", "holds"),
    [
        ("in_order", {"low": "1", "value": "2", "high": "3"}, True),
        ("in_order", {"low": "1", "value": "4", "high": "3"}, False),
        ("in_order", {"low": "", "value": "4", "high": "3"}, False),
        ("not_negative", {"low": "", "value": "0", "high": ""}, True),
        ("not_negative", {"low": "", "value": "-1", "high": ""}, False),
        ("part_of_whole", {"low": "", "value": "100", "high": ""}, True),
        ("part_of_whole", {"low": "", "value": "101", "high": ""}, False),
    ],
)
def test_single_rows(kind, cells, holds):
    assert KINDS[kind].test(SimpleNamespace(factor=F(1, 100)), cells) is holds
