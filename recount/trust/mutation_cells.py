"""Cells of the data and what a mutation does to them: digits, sign, factors of ten, neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: What is done to a cell.
MUTATIONS = ("last digit up", "last digit down", "first digit", "sign", "times 10", "times 1000", "neighbour")
#: What may notice: the second keying, the text, relations with other cells (among those of the estimates apart: those
#: that hold by definition and not only in the rows collected), bounds on one cell, the loaders.
CATCHERS = ("keying", "text", "relations", "definitions", "bounds", "format")
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_DECIMALS = re.compile(r"\d+[.,]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One numeric cell: folder, table, id of its row and column."""

    folder: str
    table: str
    id: str
    column: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mutant: the cell, what was done to it, how many relations read it, and what noticed."""

    cell: Cell
    mutation: str
    text: str
    relations: int
    caught: frozenset[str]


def change_number(text: str, mutation: str) -> str | None:
    """Return a plain number after a mutation; None if it stays the same number.

    Parameters
    ----------
    text : str
        As in the estimates: decimal point, no separators.
    mutation : str
        One of :data:`MUTATIONS`, the neighbour aside.
    """
    number = Decimal(text)
    step = Decimal(1).scaleb(number.as_tuple().exponent)
    if mutation == "last digit up":
        return f"{number + step:f}"
    if mutation == "last digit down":
        return f"{number - step:f}"
    if not number:
        return None
    if mutation == "first digit":
        return _other_first_digit(text)
    return f"{number * {'sign': -1, 'times 10': 10, 'times 1000': 1000}[mutation]:f}"


def _other_first_digit(text: str) -> str:
    place = re.search("[1-9]", text).start()
    return f"{text[:place]}{int(text[place]) % 9 + 1}{text[place + 1 :]}"


def change_printed(text: str, mutation: str) -> str | None:
    """Return a printed string after a mutation of its first or last numeral; None if it has none or stays the same."""
    found = list(NUMERAL.finditer(text))
    if not found:
        return None
    if mutation.startswith("last digit"):
        place = found[-1].end() - 1
        digit = (int(text[place]) + (1 if mutation.endswith("up") else -1)) % 10
        return f"{text[:place]}{digit}{text[place + 1 :]}"
    if not re.search("[1-9]", text):
        return None
    if mutation == "first digit":
        return _other_first_digit(text)
    first = found[0]
    numeral = first.group()
    if mutation == "sign":
        numeral = f"-{numeral}"
    else:
        zeros = 1 if mutation == "times 10" else 3
        numeral = _shift(numeral, zeros)
    return f"{text[: first.start()]}{numeral}{text[first.end() :]}"


def _shift(numeral: str, places: int) -> str:
    if not _DECIMALS.fullmatch(numeral):
        return re.sub("[.,]", "", numeral) + "0" * places
    whole, sign, decimals = re.split("([.,])", numeral)
    digits = decimals + "0" * max(0, places - len(decimals))
    rest = digits[places:]
    return (whole + digits[:places]).lstrip("0") + (sign + rest if rest else "")
