"""Printed names: when two spellings are one name, and which names of a list stand in no other.

The pamphlet prints Russian names in several transcriptions. Three rules, each including those before it:
``exact`` (the same letters), ``spelling`` (the same after transcriptions are levelled) and ``near`` (one letter
apart, two neighbours swapped, or one name the beginning of the other).
"""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

#: Letters that stand for one Russian letter in different transcriptions, in this order.
LEVELLED = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("tz", "z"), ("ts", "z"), ("ck", "k"), ("w", "v"), ("y", "i"),
)  # fmt: skip
#: Names shorter than this are not compared by nearness.
LEAST_LETTERS = 4
#: The rules, strictest first.
STRICTNESS = ("exact", "spelling", "near")


def bare(name: str) -> tuple[str, str]:
    """Return initials and surname of a printed name, lower case, without remarks in brackets and accents."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\[.*?\]|\(.*?\)", "", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).strip().lower()
    found = re.fullmatch(r"((?:[a-z]{1,2}\.\s*)*)(.*)", plain)
    return re.sub(r"[^a-z]", "", found[1]), re.sub(r"[^a-z]", "", found[2])


def level(surname: str) -> str:
    """Return a surname with the differences between transcriptions levelled.

    Russian has one letter for the first sound of Golzman and Holtzman, so an initial g counts as h; doubled
    letters count once.
    """
    for old, new in LEVELLED:
        surname = surname.replace(old, new)
    surname = re.sub(r"^g", "h", surname)
    return re.sub(r"(.)\1", r"\1", surname)


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, put in, left out or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def same_name(one: str, other: str, rule: str) -> bool:
    """Tell whether two printed names are one under a rule; differing initials never are."""
    (first, a), (second, b) = bare(one), bare(other)
    if first and second and first[0] != second[0]:
        return False
    if rule == "exact":
        return a == b
    a, b = level(a), level(b)
    if rule == "spelling":
        return a == b
    long_enough = min(len(a), len(b)) >= LEAST_LETTERS
    return long_enough and (distance(a, b) <= 1 or a.startswith(b) or b.startswith(a))


def match(left: list[str], right: list[str], strictness: str) -> pd.DataFrame:
    """Pair the names of two lists, each name at most once.

    Parameters
    ----------
    left, right : list of str
        Printed names.
    strictness : {'exact', 'spelling', 'near'}
        The last rule that is tried.

    Returns
    -------
    pandas.DataFrame
        ``left``, ``right``, ``rule``: pairs with the rule that made them, then names without a partner (the
        other cell and the rule empty). A name with several candidates stays without a partner.

    Raises
    ------
    ValueError
        If the strictness is unknown.
    """
    if strictness not in STRICTNESS:
        raise ValueError(f"strictness: expected one of {', '.join(STRICTNESS)}, got {strictness!r}")
    pairs, free = [], list(range(len(right)))
    waiting = list(range(len(left)))
    for rule in STRICTNESS[: STRICTNESS.index(strictness) + 1]:
        for at in list(waiting):
            candidates = [n for n in free if same_name(left[at], right[n], rule)]
            if len(candidates) == 1:
                pairs.append((at, left[at], right[candidates[0]], rule))
                waiting.remove(at)
                free.remove(candidates[0])
    rows = [pair[1:] for pair in sorted(pairs)]
    rows += [(left[at], "", "") for at in waiting] + [("", right[n], "") for n in free]
    return pd.DataFrame(rows, columns=["left", "right", "rule"])
