"""Kinds of relations between rows: each by hand, once where it holds and once where it does not."""

from types import SimpleNamespace

import pytest

from analysis.ledger.relation_kinds import KINDS, agree, divide


def point(value):
    return value, value


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
    assert KINDS[kind].compute(parts, None) == (expected, expected)


def test_rates_by_hand():
    """From 100 to 121 in two years is a tenth a year; so is a ratio of 1.21."""
    relation = SimpleNamespace(figure=SimpleNamespace(cells={"years": "2"}))
    for parts in ([[point(100)], [point(121)]], [[point(1.21)]]):
        assert KINDS["rate"].compute(parts, relation) == pytest.approx((0.1, 0.1))


def test_intervals_are_kept_whole():
    assert KINDS["sum"].compute([[(1, 2), (10, 20)]], None) == (11, 22)
    assert KINDS["difference"].compute([[(10, 20)], [(1, 2)]], None) == (8, 19)
    assert divide((1, 2), (4, 5)) == (0.2, 0.5)
    assert divide((-2, 1), (4, 5)) == (-0.5, 0.25)
    assert divide((1, 2), (-1, 1)) == (float("-inf"), float("inf"))


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
    """A percentage of what is expected, a factor, or base units."""
    assert agree(KINDS["same"], point(110), point(100), percent=0.1)
    assert not agree(KINDS["same"], point(110.2), point(100), percent=0.1)
    assert agree(KINDS["same"], point(50), point(100), factor=2)
    assert not agree(KINDS["same"], point(49), point(100), factor=2)
    assert agree(KINDS["same"], point(103), point(100), absolute=3)
    assert not agree(KINDS["same"], point(104), point(100), absolute=3)


def test_binary_ends_touch():
    assert agree(KINDS["same"], (0.1 + 0.2, 0.5), (0.0, 0.3))


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
    assert KINDS[kind].test(SimpleNamespace(factor=0.01), cells) is holds
