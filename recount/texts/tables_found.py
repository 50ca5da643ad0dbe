"""Tables of a plain text: lines that stand together and hold numbers in columns."""

from __future__ import annotations

from dataclasses import dataclass

from recount.texts.reading import Found, looks_like_row

MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table: the words before the first number of each line, and its numbers in order."""

    number: int
    labels: tuple[str, ...]
    rows: tuple[tuple[Found, ...], ...]

    def regular(self) -> list[tuple[str, tuple[Found, ...]]]:
        """Return the rows with as many numbers as most rows have, each with its label."""
        lengths = [len(r) for r in self.rows]
        width = max(set(lengths), key=lengths.count)
        return [(label, r) for label, r in zip(self.labels, self.rows, strict=True) if len(r) == width]


def find_tables(text: str, found: list[Found]) -> list[Table]:
    """Return the tables of a text: two or more such lines with nothing but blank lines between them.

    Parameters
    ----------
    text : str
        The text.
    found : list of Found
        Its numbers, in order.
    """
    tables: list[list[tuple[str, tuple[Found, ...]]]] = []
    apart = True
    for line, start in _lines(text):
        inside = [f for f in found if start <= f.position < start + len(line)] if looks_like_row(line) else []
        if inside:
            if apart or len(tables[-1]) >= MOST_ROWS:
                tables.append([])
            tables[-1].append((line[: inside[0].position - start].strip(), tuple(inside)))
            apart = False
        elif line.strip():
            apart = True
    kept = [t for t in tables if len(t) > 1]
    return [Table(n, tuple(label for label, _r in t), tuple(r for _l, r in t)) for n, t in enumerate(kept, 1)]


def _lines(text: str) -> list[tuple[str, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((line, at))
        at += len(line) + 1
    return found
