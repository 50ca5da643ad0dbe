"""The closed list of relations between rows of the estimates, each as a function of bounds in base units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from analysis.numbers.bounds import ANY, Bounds, add

#: The bounds of the rows of each operand.
Parts = list[list[Bounds]]


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
        Parts -> the bounds that the figure must meet.
    adds : bool
        Whether all rows of an operand belong together; otherwise each makes a relation of its own.
    side : str
        ``both``, or ``below`` and ``above`` where the figure has to keep to one side.
    ordered : bool
        Whether partners are the neighbours in time.
    read : callable
        Bounds of the figure and relation -> what of it is compared: of a yearly rate, the ratio that it makes.
    cells, test
        For kinds that look at a single row: whether they do, and how.
    """

    asks: str
    operands: tuple[int, int]
    compute: Callable[[Parts], Bounds] = lambda parts: ANY
    adds: bool = False
    side: str = "both"
    ordered: bool = False
    read: Callable = lambda figure, relation: figure
    cells: bool = False
    test: Callable = lambda row, cells: True


def _sum(parts: Parts) -> Bounds:
    return add(add(part) for part in parts)


def _mean(parts: Parts) -> Bounds:
    return add(parts[0]).scaled(Fraction(1, len(parts[0])))


def _difference(parts: Parts) -> Bounds:
    return add(parts[0]) - _sum(parts[1:])


def over(one: Bounds, other: Bounds) -> Bounds:
    """Return the quotient of bounds; any number where the divisor may be nothing on either side."""
    try:
        return one / other
    except ZeroDivisionError:
        return ANY


def _quotient(parts: Parts) -> Bounds:
    return over(add(parts[0]), add(parts[1]))


def _product(parts: Parts) -> Bounds:
    return add(parts[0]) * add(parts[1])


def _ratio(parts: Parts) -> Bounds:
    return add(parts[0]) if len(parts) == 1 else over(add(parts[1]), add(parts[0]))


def _compounded(figure: Bounds, relation) -> Bounds:
    # No root is taken, so the ends stay exact; a fall of more than everything is none.
    grown = figure.shifted(1)
    return Bounds(max(grown.low, Fraction(0)), max(grown.high, Fraction(0))).power(int(relation.figure.cells["years"]))


def _increase(parts: Parts) -> Bounds:
    ratio = over(add(parts[1]), add(parts[0]))
    return (over(ratio, add(parts[2])) if len(parts) == 3 else ratio).shifted(-1)


def _chain(parts: Parts) -> Bounds:
    # The figure is to operand 1 as operand 2 is to operand 3.
    return add(parts[0]) * over(add(parts[1]), add(parts[2]))


def _numbers(cells) -> list[Fraction]:
    return [Fraction(cells[c]) for c in ("low", "value", "high") if cells[c]]


def _in_order(row, cells) -> bool:
    ends = _numbers(cells)
    return ends == sorted(ends)


def _not_negative(row, cells) -> bool:
    return all(x >= 0 for x in _numbers(cells))


def _at_most_all(row, cells) -> bool:
    return all(0 <= x * row.factor <= 1 for x in _numbers(cells))


KINDS = {
    "sum": Kind("the figure is the sum of all rows of its operands", (1, 9), _sum, adds=True),
    "mean": Kind("the figure is the mean of the rows of its operand", (1, 1), _mean, adds=True),
    "difference": Kind("the figure is operand 1 less the others", (2, 9), _difference, adds=True),
    "share": Kind("the figure is operand 1 over operand 2", (2, 2), _quotient),
    "share_of_sums": Kind("the figure is the sum of operand 1 over that of operand 2", (2, 2), _quotient, adds=True),
    "product": Kind("the figure is operand 1 times operand 2", (2, 2), _product),
    "rate": Kind("the yearly growth from operand 1 to 2, or that of a ratio", (1, 2), _ratio, read=_compounded),
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
    kind: Kind, figure: Bounds, expected: Bounds, factor: Fraction = Fraction(1), percent: Fraction = Fraction(0)
) -> bool:
    """Return whether a figure meets what is expected of it.

    Parameters
    ----------
    kind : Kind
        Which side the figure has to keep to.
    figure, expected : Bounds
        In base units.
    factor, percent : Fraction
        How far the figure may be off: so many times as much or as little, a share of the expected figure.
    """
    room = percent * max(abs(expected.low), abs(expected.high)) if percent else Fraction(0)
    if factor != 1:
        expected = Bounds(expected.low / factor, expected.high * factor, expected.low_open, expected.high_open)
    expected = expected.widened(room)
    reaches = kind.side == "below" or figure.reaches_above(expected)
    return reaches and (kind.side == "above" or expected.reaches_above(figure))
