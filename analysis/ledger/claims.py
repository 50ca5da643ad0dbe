"""Claims: what the pamphlet states, as data. Reading ``claims.csv`` and refusing what cannot be evaluated.

A claim names its checks out of a closed list and, for each check, the operands it
rests on: ids of printed values, printed lists (``list:TRIAL/LIST``, which count as their
length) or sums of these (``a+b``). Adding a claim needs no code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.data import raw, tables
from analysis.data.raw import TableError
from analysis.data.study import study
from analysis.numbers.dates import WEEKDAYS
from analysis.text.verdicts import ARITHMETIC_ORDER, CALCULATION, LIST, NOT_TESTABLE, ORDER, REPETITION, TESTS
from analysis.text.words import _

KINDS = {
    "level": "an amount in a unit of money, weight, area or the like",
    "count": "a number of persons or things",
    "share": "a part of a whole",
    "ratio": "so many times as much",
    "increase": "an increase by so much",
    "rate": "growth over a period",
    "difference": "a difference",
    "duration": "a length of time",
    "age": "an age",
    "rank": "a place in an order: the lowest, the greatest",
    "index": "an index",
    "date": "a date that can be tested",
    "text": "a quantity in words only: most, the majority",
}
#: Check -> (kinds it fits, least operands, most operands or None, what it asks).
CHECKS = {
    "sum_of": (("count", "level", "share"), 2, None, "the figure is the sum of its operands"),
    "sums_to_100": (("share",), 1, None, "the figure and its operands make up 100 per cent"),
    "share_of": (("share", "text"), 2, 2, "the figure is operand 1 over operand 2"),
    "ratio_of": (("ratio", "text", "level"), 2, 2, "the figure is operand 1 over operand 2"),
    "increase_by": (("increase",), 2, 2, "the figure is operand 2 over operand 1, less one"),
    "difference_of": (("difference", "count", "level", "duration", "share"), 2, 2, "the figure is operand 1 less 2"),
    "growth_over": (("rate",), 2, 2, "operand 1 grows at the figure's rate to operand 2 in years=N steps"),
    "index_against_level": (("index",), 2, 2, "the figure is base=100 times operand 1 over operand 2"),
    "implied_base": (("count", "level"), 2, 2, "the figure is the base of which operand 1 is the share operand 2"),
    "same_as": (tuple(KINDS), 1, None, "the figure can be the same quantity as each operand"),
    "length_of_list": (
        ("count",),
        1,
        3,
        "the figure is the length of the list, a part of operand 2 with 3",
    ),
    "duration_between": (("duration", "age"), 2, 2, "the figure is the time from operand 1 to operand 2, unit=U"),
    "before": (("date", "rank"), 1, 1, "the date comes before (or on) the operand's, or after it with order=after"),
    "weekday": (("date",), 0, 0, "the date is a weekday=NAME"),
    "rank_among": (("rank", "text"), 2, None, "operand 1 is the rank=lowest|highest, or at place=N, of all operands"),
    "largest_are": (("rank", "count", "text"), 1, None, "each operand is at least as large as each of others=a+b+c"),
    "rising": (
        ("text", "rank", "count"),
        2,
        None,
        "the operands rise one after the other, or fall (direction=down)",
    ),
    "product_of": (("share", "count", "level"), 2, 2, "the figure is operand 1 times operand 2"),
    "implied_base_same": (
        ("share",),
        3,
        3,
        "operand 1 over the figure is operand 2 over 3, room=N %",
    ),
    "same_rate": (("count", "level"), 3, 3, "the figure is to operand 1 as operand 2 is to operand 3, room=N %"),
    "number_of": (("count",), 2, None, "the figure is the number of the operands"),
    "partition_of_list": (("count",), 2, None, "each name of the list operand 1 stands in just one of the others"),
    "subset_of_list": (("count",), 2, 2, "each name of the list operand 1 stands in the list operand 2"),
    "among": (("date",), 1, None, "the date shares days with one of the operands"),
    "within": (("share", "count", "level", "date"), 1, 2, "the figure lies between its operands, or is part of one"),
}
#: Check -> setting -> values allowed (a pattern), and whether it must be given. No power above 999 is computed.
SETTINGS = {
    "growth_over": {"years": (r"[1-9]\d{0,2}", True)},
    "index_against_level": {"base": (r"[1-9]\d{0,5}", False)},
    "duration_between": {"unit": ("days|weeks|months|years|decades", True)},
    "before": {"order": ("after", False)},
    "weekday": {"weekday": ("|".join(WEEKDAYS), True)},
    "rank_among": {"rank": ("lowest|highest", True), "place": (r"[1-9]\d{0,3}", False)},
    "largest_are": {"others": (r"[a-z0-9-]+(\+[a-z0-9-]+)*", True)},
    "rising": {"direction": ("up|down", False)},
    "implied_base_same": {"room": (r"\d{1,2}", False)},
    "same_rate": {"room": (r"\d{1,2}", False)},
    "same_as": {"less": (r"\d{1,3}", False)},
}
#: Check -> kind of test; all others are calculations.
_TESTS = {
    "same_as": REPETITION, "before": ORDER, "within": ORDER, "weekday": ORDER, "length_of_list": LIST, "among": LIST,
    "number_of": LIST,    "partition_of_list": LIST, "subset_of_list": LIST,
}  # fmt: skip
#: A rank among fewer figures is the order of two or three.
LEAST_RANKED = 4
#: Who speaks in a claim.
OWN, QUOTED, REJECTED = "the author's own", "in quotations", "reported only to reject"
VOICES = (OWN, QUOTED, REJECTED)
SEVERITIES = tuple(word for word in ARITHMETIC_ORDER if word != NOT_TESTABLE)


@dataclass(frozen=True, slots=True)
class Relation:
    """One check of one claim: its name, its operands and its settings, and what kind of test it is."""

    check: str
    operands: tuple[str, ...]
    settings: dict[str, str]
    test: str = CALCULATION

    @property
    def ids(self) -> tuple[str, ...]:
        """What the operands name, sums taken apart; figures named in a setting come last."""
        more = self.settings.get("others", "")
        return tuple(name for operand in (*self.operands, *filter(None, [more])) for name in operand.split("+"))


def load_claims(known: set[str] | None = None) -> pd.DataFrame:
    """Return ``claims.csv``, checked as :func:`check_claims` does, its statements in the language of the reader.

    Parameters
    ----------
    known : set of str, optional
        What claims may rest on, where it was loaded before; by default :func:`known_operands`.
    """
    claims = tables.load_pamphlet("claims")
    check_claims(claims, known or known_operands())
    return claims.assign(statement=claims["statement"].map(_))


def known_operands() -> set[str]:
    """Return what a claim may rest on: ids of printed values, and ``list:TRIAL/LIST`` for printed lists."""
    values = set(tables.load_all("pamphlet")["id"])
    return values | set(printed_lists())


def printed_lists() -> dict[str, list[str]]:
    """Return the printed lists of names, by ``list:TRIAL/LIST``, as ``text.toml`` says where they stand."""
    found: dict[str, list[str]] = {}
    for name, columns in study()["lists"].items():
        frame = tables.load_pamphlet(name)
        keys = ["list:" + "/".join(cells) for cells in zip(*(frame[c] for c in columns), strict=True)]
        for key, item in zip(keys, frame["name"], strict=True):
            found.setdefault(key, []).append(item)
    return found


def relations(claim) -> list[Relation]:
    """Return the checks of a claim.

    Parameters
    ----------
    claim : pandas.Series or namedtuple
        ``checks``: names joined by ``;``. ``rests_on``: for each check its operands and settings
        (``name=value``) separated by blanks, the checks joined by ``;``.

    Raises
    ------
    TableError
        If there are not as many groups of operands as checks.
    """
    try:
        return list(_relations(claim.checks, claim.rests_on, getattr(claim, "test", "")))
    except TableError as error:
        raise TableError(f"claims.csv, claim {claim.claim}: {error}") from None


@lru_cache(maxsize=4096)
def _relations(checks: str, rests_on: str, test: str) -> tuple[Relation, ...]:
    names = [c.strip() for c in checks.split(";") if c.strip()]
    groups = [g.split() for g in rests_on.split(";")] if names else []
    if len(groups) != len(names):
        raise TableError(
            f"expected a group of operands for each of {len(names)} checks, got {len(groups)} in 'rests_on'; separate "
            "the groups by semicolons"
        )
    given = [t.strip() for t in test.split(";")]
    found = []
    for at, (check, group) in enumerate(zip(names, groups, strict=True)):
        settings = dict(word.split("=", 1) for word in group if "=" in word)
        operands = tuple(w for w in group if "=" not in w)
        kind = given[at] if at < len(given) and given[at] else kind_of_test(check, operands)
        found.append(Relation(check, operands, settings, kind))
    return tuple(found)


def kind_of_test(check: str, operands: tuple[str, ...]) -> str:
    """Return what kind of test a check is, out of :data:`analysis.text.verdicts.TESTS`, by its name and operands."""
    if check == "rank_among":
        return ORDER if len(operands) < LEAST_RANKED else CALCULATION
    return _TESTS.get(check, CALCULATION)


def misprints(claim) -> dict[str, str]:
    """Return the findings that tests of a claim belong to: name -> the claim or list whose printing is wrong."""
    cells = [c.strip() for c in getattr(claim, "misprint", "").split(";")]
    return dict(cell.split("=", 1) for cell in cells if cell)


def check_claims(claims: pd.DataFrame, known: set[str]) -> None:
    """Refuse claims that cannot be evaluated.

    Parameters
    ----------
    claims : pandas.DataFrame
        As ``claims.csv``.
    known : set of str
        Ids that may be operands.

    Raises
    ------
    TableError
        For a claim that is no printed value, an unknown kind or check, a check that does not fit the kind, a wrong
        number of operands, an operand that does not exist, a missing or unknown setting, or a circle of derived
        claims; each with the row and the reason.
    """
    problems = []
    for row, claim in enumerate(claims.itertuples(), 2):
        where = f"claims.csv, row {row}, claim {claim.claim}"
        if claim.claim not in known:
            problems.append(f"{where}: expected the id of a printed value; look for a misspelt id")
        if claim.kind not in KINDS:
            problems.append(f"{where}: expected a kind out of {', '.join(KINDS)}, got {claim.kind!r}")
        for relation in relations(claim):
            problems += [f"{where}: {fault}" for fault in _faults(claim, relation, known)]
        problems += [f"{where}: {fault}" for fault in _wrong_findings(claim, known)]
    problems += _circles(claims)
    if problems:
        raise TableError("\n".join(problems[: raw.MAX_PROBLEMS]))


def _faults(claim, relation: Relation, known: set[str]) -> list[str]:
    if relation.check not in CHECKS:
        return [f"expected a check out of {', '.join(CHECKS)}, got {relation.check!r}"]
    kinds, least, most, asks = CHECKS[relation.check]
    faults = []
    if claim.kind not in kinds:
        faults.append(f"check {relation.check!r} fits kinds {', '.join(kinds)}, not {claim.kind!r}")
    count = len(relation.operands)
    if count < least or (most is not None and count > most):
        limit = "any number of" if most is None else most
        faults.append(f"check {relation.check!r} ({asks}) takes {least} to {limit} operands, got {count}")
    faults += [f"operand {o!r} does not exist; look for a misspelt id" for o in relation.ids if o not in known]
    if relation.test not in TESTS:
        faults.append(f"column 'test': expected one of {', '.join(TESTS)}, got {relation.test!r}")
    if claim.claim in relation.ids and relation.check not in ("rank_among", "largest_are", "rising"):
        faults.append("the claim rests on itself")
    return faults + _wrong_settings(relation)


def _wrong_findings(claim, known: set[str]) -> list[str]:
    cells = [c.strip() for c in getattr(claim, "misprint", "").split(";") if c.strip()]
    faults = [
        f"column 'misprint': expected name=ID, got {c!r}" for c in cells if not re.fullmatch(r"[a-z0-9-]+=\S+", c)
    ]
    if not faults:
        wrong = [i for i in misprints(claim).values() if i not in known]
        faults += [f"column 'misprint': {i!r} does not exist; look for a misspelt id" for i in wrong]
    return faults


def _wrong_settings(relation: Relation) -> list[str]:
    allowed = SETTINGS.get(relation.check, {})
    faults = [
        f"check {relation.check!r} has settings {', '.join(allowed) or 'none'}, got {name!r}"
        for name in relation.settings
        if name not in allowed
    ]
    for name, (pattern, required) in allowed.items():
        value = relation.settings.get(name)
        if (value is None and required) or (value is not None and not re.fullmatch(pattern, value)):
            got = "nothing" if value is None else repr(value)
            faults.append(f"check {relation.check!r}: expected {name}={pattern}, got {got}")
    return faults


#: Checks whose figure is meant to follow from its operands, so that a circle of them tests nothing.
DERIVING = frozenset({"sum_of", "difference_of", "implied_base"})


def _circles(claims: pd.DataFrame) -> list[str]:
    follows: dict[str, set[str]] = {}
    for claim in claims.itertuples():
        for relation in relations(claim):
            if relation.check in DERIVING:
                follows.setdefault(claim.claim, set()).update(relation.ids)
    state: dict[str, int] = {}
    found: list[str] = []
    for start in follows:
        _walk(start, follows, state, [], found)
    return found


def _walk(node: str, follows: dict[str, set[str]], state: dict[str, int], path: list[str], found: list[str]) -> None:
    if state.get(node) == 2 or node not in follows:
        return
    if state.get(node) == 1:
        circle = " -> ".join([*path[path.index(node) :], node])
        found.append(f"claims.csv, claim {node}: rests on itself in a circle: {circle}")
        return
    state[node] = 1
    for operand in sorted(follows[node]):
        _walk(operand, follows, state, [*path, node], found)
    state[node] = 2


def voice(remark: str) -> str:
    """Return who speaks in a claim: the author, somebody quoted, or those whom the author rejects."""
    words = [word.strip() for word in remark.split(";")]
    marks = study().get("voices", {})
    found = {
        voice for mark, voice in marks.items() for w in words if w == mark or (mark[-1] == ":" and w.startswith(mark))
    }
    return next((v for v in reversed(VOICES) if v in found), OWN)


def check_section(section: str) -> str:
    """Return a section as it came.

    Raises
    ------
    ValueError
        If it is neither ``all`` nor a section with a claim that the author makes or quotes; the message lists those.
    """
    if section == "all":
        return section
    keyed = tables.load_pamphlet("claims")
    known = list(dict.fromkeys(keyed.loc[keyed["remark"].map(voice) != REJECTED, "section"]))
    if section not in known:
        raise ValueError(
            f"section: expected 'all' or a section with a claim that counts ({', '.join(known)}), got {section!r}"
        )
    return section
