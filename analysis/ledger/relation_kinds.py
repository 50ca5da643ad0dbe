"""The closed list of relations between rows, each as a function of intervals in base units."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from analysis.numbers import steady

Interval = tuple[float, float]
#: Ends this close, relative, are the same: decimals such as 0.01 have no exact binary form.
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of relation.

    Attributes
    ----------
    asks : str
        What must be true, in words.
    operands : tuple of int
        Least and most selectors.
    compute : callable
        Parts (intervals of each operand) and relation -> the interval that the figure must meet.
    adds : bool
        Whether all rows of an operand belong together; otherwise each makes a relation of its own.
    side : str
        ``both``, or ``below`` and ``above`` where the figure has to keep to one side.
    ordered : bool
        Whether partners are the neighbours in time.
    cells, test
        For kinds that look at a single row: whether they do, and how.
    """

    asks: str
    operands: tuple[int, int]
    compute: Callable = lambda parts, relation: (math.nan, math.nan)
    adds: bool = False
    side: str = "both"
    ordered: bool = False
    cells: bool = False
    test: Callable = lambda row, cells: True


def total(part: list[Interval]) -> Interval:
    """Return the sum of intervals."""
    return sum(low for low, _high in part), sum(high for _low, high in part)


def _sum(parts, relation) -> Interval:
    return total([total(part) for part in parts])


def _mean(parts, relation) -> Interval:
    low, high = total(parts[0])
    return low / len(parts[0]), high / len(parts[0])


def _difference(parts, relation) -> Interval:
    first, rest = total(parts[0]), total([total(part) for part in parts[1:]])
    return first[0] - rest[1], first[1] - rest[0]


def divide(one: Interval, other: Interval) -> Interval:
    """Return the quotient of intervals; without limits where the divisor may be nothing."""
    if other[0] <= 0 <= other[1]:
        return -math.inf, math.inf
    ends = [a / b for a in one for b in other]
    return min(ends), max(ends)


def _times(one: Interval, other: Interval) -> Interval:
    ends = [a * b for a in one for b in other]
    return min(ends), max(ends)


def _quotient(parts, relation) -> Interval:
    return divide(total(parts[0]), total(parts[1]))


def _product(parts, relation) -> Interval:
    return _times(total(parts[0]), total(parts[1]))


def _rate(parts, relation) -> Interval:
    ratio = total(parts[0]) if len(parts) == 1 else divide(total(parts[1]), total(parts[0]))
    years = int(relation.figure.cells["years"])
    return tuple(steady.power(max(end, 0.0), 1 / years) - 1 for end in ratio)


def _increase(parts, relation) -> Interval:
    ratio = divide(total(parts[1]), total(parts[0]))
    low, high = divide(ratio, total(parts[2])) if len(parts) == 3 else ratio
    return low - 1, high - 1


def _chain(parts, relation) -> Interval:
    # The figure is to operand 1 as operand 2 is to operand 3.
    first, second, third = (total(part) for part in parts)
    return _times(first, divide(second, third))


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _in_order(row, cells) -> bool:
    ends = [_number(cells[c]) for c in ("low", "value", "high") if cells[c]]
    return ends == sorted(ends)


def _not_negative(row, cells) -> bool:
    return all(_number(cells[c]) >= 0 for c in ("low", "value", "high") if cells[c])


def _at_most_all(row, cells) -> bool:
    return all(0 <= _number(cells[c]) * row.factor <= 1 for c in ("low", "value", "high") if cells[c])


KINDS = {
    "sum": Kind("the figure is the sum of all rows of its operands", (1, 9), _sum, adds=True),
    "mean": Kind("the figure is the mean of the rows of its operand", (1, 1), _mean, adds=True),
    "difference": Kind("the figure is operand 1 less the others", (2, 9), _difference, adds=True),
    "share": Kind("the figure is operand 1 over operand 2", (2, 2), _quotient),
    "share_of_sums": Kind("the figure is the sum of operand 1 over that of operand 2", (2, 2), _quotient, adds=True),
    "product": Kind("the figure is operand 1 times operand 2", (2, 2), _product),
    "rate": Kind("the figure is the yearly growth from operand 1 to 2, or that of a ratio", (1, 2), _rate),
    "increase": Kind("the figure is operand 2 over 1 (over 3, prices), less one", (2, 3), _increase),
    "chain": Kind("the figure is to operand 1 as operand 2 is to operand 3", (3, 3), _chain),
    "same": Kind("the figure is its operand", (1, 1), _sum),
    "at_most": Kind("the figure is not above its operand", (1, 1), _sum, side="below"),
    "at_least_sum": Kind("not below the sum of its operands' rows", (1, 9), _sum, adds=True, side="above"),
    "at_most_sum": Kind("the figure is not above the sum of its operands' rows", (1, 9), _sum, adds=True, side="below"),
    "step": Kind("near the one before in its series; a factor is for each year", (1, 1), _sum, ordered=True),
    "rising": Kind("the figure is not below the one before it in its series", (1, 1), _sum, side="above", ordered=True),
    "in_order": Kind("low, value and high do not fall", (0, 0), cells=True, test=_in_order),
    "not_negative": Kind("the figure is not below nothing", (0, 0), cells=True, test=_not_negative),
    "part_of_whole": Kind("the share lies between nothing and everything", (0, 0), cells=True, test=_at_most_all),
}


def agree(
    kind: Kind, figure: Interval, expected: Interval, factor: float = 1.0, percent: float = 0.0, absolute: float = 0.0
) -> bool:
    """Return whether a figure meets what is expected of it.

    Parameters
    ----------
    kind : Kind
        Which side the figure has to keep to.
    figure, expected : tuple of float
        Intervals in base units.
    factor, percent, absolute : float
        How far the figure may be off: so many times as much or as little, a share of the expected figure, base units.
    """
    low, high = expected
    room = percent * max(abs(low), abs(high)) if percent else 0.0
    low, high = low / factor - room - absolute, high * factor + room + absolute
    slack = SLACK * max(abs(figure[0]), abs(figure[1]), 1e-12)
    above = kind.side == "below" or figure[1] >= low - slack
    return above and (kind.side == "above" or figure[0] <= high + slack)
