"""Counts of the ledger: verdicts, shares tested, strictness of the tests, repairs, parts of the text.

The counts are complete: they are of all claims keyed, so that none has an interval.
"""

from __future__ import annotations

import math
import re

import pandas as pd

from analysis.text import verdicts
from analysis.text.words import _
from analysis.topics.overview.choices import Choices
from analysis.topics.overview.views import (
    APART,
    FAILS,
    HOLDS,
    OPEN,
    QUESTIONS,
    VOICES,
    answer,
    answered,
    answers,
    load_book,
)  # fmt: skip

_STANDINGS = (HOLDS, FAILS, APART, OPEN)
#: Upper ends of the classes of chance, with their names.
STRICTNESS = {
    0.01: "up to 1%",
    0.05: "above 1%, up to 5%",
    0.2: "above 5%, up to 20%",
    0.5: "above 20%, up to 50%",
    math.inf: "above 50%",
}
NOT_ASKED = "cannot be asked"
#: Kind of repair -> the sentences by which :mod:`analysis.ledger.repairs` words it.
REPAIRS = {
    "another unit or power of ten": (
        "Holds if {operand} is multiplied by {factor}.",
        "Holds if the figure is multiplied by {factor}.",
        "Meets an estimate if it is multiplied by {factor}.",
        "Agrees with the cited work if the unit is read as that of the report.",
    ),
    '"by" read as "to"': ('Holds if "by" is read as "to": the later figure is {x} of the earlier.',),
    "last digit higher or lower by one": ("Holds if the last digit is {direction} by one.",),
    "digits cut off or always raised": (
        "Holds if digits were {how} instead of rounded.",
        "Meets an estimate if digits were {how} instead of rounded.",
    ),
    "another date": (
        "Holds if the date is {length} later.",
        "Holds if the date is {length} earlier.",
        "Agrees with the cited work if it is dated {year}.",
    ),
    "another thing counted": (
        "Agrees with the cited work if it is read as what the report counts.",
        "Agrees with the cited work if read for {year} and as the report counts it.",
    ),
    "a second party added": ("Meets the count if {parties} is added.",),
    "two figures change places": ("Holds if the two figures change places.",),
    "another number of yearly steps": (
        "Holds if the growth is spread over {steps} yearly steps instead of {years}.",
    ),
}  # fmt: skip
OTHER_REPAIR = "another reading"
NO_REPAIR = "none found"


def counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Count claims by verdict.

    Returns
    -------
    pandas.DataFrame
        One row a verdict word, also those that no claim has: ``question``, ``verdict``, ``answer``, a column for
        each of :data:`VOICES`, ``claims`` (all together).
    """
    rows = []
    for question in QUESTIONS:
        for word in getattr(verdicts, question.upper()):
            has = frame.loc[frame[question] == word, "voice"]
            rows.append((question, word, answer(word, question), *((has == v).sum() for v in VOICES), len(has)))
    return pd.DataFrame(rows, columns=["question", "verdict", "answer", *VOICES, "claims"])


def shares(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what part of the claims was tested, and what part of the tested holds.

    Returns
    -------
    pandas.DataFrame
        One row a question: ``question``, ``claims``, ``tested``, ``tested_share``, ``holds``, ``fails``,
        ``holds_share`` (of the tested; NaN if none was), ``apart`` (only repeated or in order).
    """
    rows = []
    for question in QUESTIONS:
        found = answers(frame, question)
        holds, fails = int((found == HOLDS).sum()), int((found == FAILS).sum())
        tested = holds + fails
        apart = int((found == APART).sum())
        share = _share(tested, len(frame))
        rows.append((question, len(frame), tested, share, holds, fails, _share(holds, tested), apart))
    return pd.DataFrame(
        rows, columns=["question", "claims", "tested", "tested_share", "holds", "fails", "holds_share", "apart"]
    )  # fmt: skip


def _share(some: int, whole: int) -> float:
    return some / whole if whole else math.nan


def by_test(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the claims tested against other printed figures by the kind of test that decided.

    Returns
    -------
    pandas.DataFrame
        ``test``, ``claims``, ``holds``, ``fails``, ``findings`` (a misprint that breaks several tests is one).
    """
    rows = []
    for test in verdicts.TESTS:
        has = frame[frame["test"] == test]
        fails = has[(answers(has, "arithmetic") == FAILS).to_numpy(dtype=bool)]
        rows.append((test, len(has), len(has) - len(fails), len(fails), findings(fails)))
    return pd.DataFrame(rows, columns=["test", "claims", "holds", "fails", "findings"])


def findings(fails: pd.DataFrame) -> int:
    """Return how many findings some failing claims are: those of one misprint are one."""
    return len({cell.split(";")[0] or name for name, cell in zip(fails["claim"], fails["misprint"], strict=True)})


def headline(reading: str = "as_printed") -> dict[str, int | float]:
    """Return every number that a headline, a title page or a README may state of the whole ledger.

    Claims that the author reports only to reject are left out. Repetitions, orders, and verdicts that are fragile or
    rest on one weak work are given apart and stand in no other number.

    Parameters
    ----------
    reading : {'as_printed', 'as_corrected'}
        Only ``as_printed`` is counted elsewhere.
    """
    book = load_book(Choices(reading=reading))
    rows = book.judged
    found = {"claims_keyed": len(book.as_printed), "claims": len(rows)}
    testable = rows[rows["testable"] == "yes"]
    found |= {"testable": len(testable), "answered": int(answered(testable).sum())}
    found["answered_share"] = _share(found["answered"], found["testable"])
    light = pd.Series([word == APART for word in testable["standing"]], index=testable.index)
    found["answered_only_by_repetition_or_order"] = int(light.sum())
    for row in by_test(rows).itertuples():
        found |= {f"{row.test}_tested": row.claims, f"{row.test}_holds": row.holds, f"{row.test}_fails": row.fails}
    fails = rows[answers(rows, "arithmetic") == FAILS]
    found["contradictions"] = findings(fails)
    for question in ("fidelity", "evidence"):
        has = answers(rows, question)
        found |= {f"{question}_for": int((has == HOLDS).sum()), f"{question}_against": int((has == FAILS).sum())}
    return found | _firmness(rows)


def _firmness(rows: pd.DataFrame) -> dict[str, int]:
    has = answers(rows, "evidence")
    firm = rows["firm"] == verdicts.FIRM
    return {
        "evidence_for_firm": int(((has == HOLDS) & firm).sum()),
        "evidence_against_firm": int(((has == FAILS) & firm).sum()),
        "evidence_fragile": int((rows["firm"] == verdicts.FRAGILE).sum()),
        "evidence_of_one_lineage": int(((has != OPEN) & (rows["lineages"] == 1)).sum()),
        "evidence_of_dates": int(((has != OPEN) & (rows["kind"] == "date")).sum()),
        "cannot_be_excluded": int((rows["evidence"] == verdicts.POSSIBLE).sum()),
        "not_comparable": int((rows["evidence"] == verdicts.NOT_COMPARABLE).sum()),
        "turned_by_unchecked": int(
            sum(_turned(a, b) for a, b in zip(rows["evidence"], rows["if_unchecked"], strict=True))
        ),
    }


def _turned(word: str, unchecked: str) -> bool:
    return bool(unchecked) and answer(word, "evidence") != answer(unchecked, "evidence")


def would_answer(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the testable claims without an answer and what would answer each: ``claim``, ``would_answer``."""
    rows = frame[(frame["testable"] == "yes") & ~answered(frame)]
    return rows[["claim", "would_answer"]].reset_index(drop=True)


def strength(frame: pd.DataFrame, max_chance: float) -> dict[str, int]:
    """Count the claims that hold against the other printed figures by the strictness of their test.

    Returns
    -------
    dict
        ``holds`` (calculations, lists and witnesses); of these ``weak`` (chance above ``max_chance``), ``strict``,
        ``not_asked``; beside them ``repetitions`` and ``orders`` that pass.
    """
    rows = frame[answers(frame, "arithmetic") == HOLDS]
    apart = frame[answers(frame, "arithmetic") == APART]
    weak = int((rows["chance"] > max_chance).sum())
    not_asked = int(rows["chance"].isna().sum())
    return {
        "holds": len(rows),
        "weak": weak,
        "not_asked": not_asked,
        "strict": len(rows) - weak - not_asked,
        "repetitions": int((apart["test"] == verdicts.REPETITION).sum()),
        "orders": int((apart["test"] == verdicts.ORDER).sum()),
    }


def strictness(chance: float) -> str:
    """Return the class of a chance, out of :data:`STRICTNESS` or :data:`NOT_ASKED`."""
    return NOT_ASKED if math.isnan(chance) else next(name for end, name in STRICTNESS.items() if chance <= end)


def strictness_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Count tested claims by chance and answer: ``chance`` (class), ``answer``, ``claims``; zeros included."""
    found = answers(frame, "arithmetic")
    classes = frame["chance"].map(strictness)
    rows = [
        (name, kind, int(((classes == name) & (found == kind)).sum()))
        for name in (*STRICTNESS.values(), NOT_ASKED)
        for kind in (HOLDS, FAILS)
    ]
    return pd.DataFrame(rows, columns=["chance", "answer", "claims"])


def repair_kinds(repair: str) -> list[str]:
    """Return the kinds of the repairs of one claim, out of :data:`REPAIRS` or :data:`OTHER_REPAIR`."""
    kinds = [
        kind for kind, sentences in REPAIRS.items() if any(_worded(sentence).search(repair) for sentence in sentences)
    ]
    return kinds or ([OTHER_REPAIR] if repair else [])


def _worded(sentence: str) -> re.Pattern:
    # A full stop before a digit is part of a number; any other ends the sentence.
    return re.compile(re.sub(r"\\\{\w+\\\}", r"(?:[^.]|\\.(?=\\d))+?", re.escape(_(sentence))))


def repairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the claims that do not hold by kind of repair.

    Returns
    -------
    pandas.DataFrame
        ``repair``, ``claims``; a claim with repairs of two kinds stands in both. Zeros included.
    """
    found = [repair_kinds(text) or [NO_REPAIR] for text in frame.loc[frame["standing"] == FAILS, "repair"]]
    names = [*REPAIRS, OTHER_REPAIR, NO_REPAIR]
    return pd.DataFrame({"repair": names, "claims": [sum(name in kinds for kinds in found) for name in names]})


def by_part(frame: pd.DataFrame, column: str = "part") -> pd.DataFrame:
    """Count claims by part of the text, or by section.

    Returns
    -------
    pandas.DataFrame
        ``part`` (or ``section``), ``first`` and ``last`` (numbers in text order), ``claims``, ``holds``, ``fails``,
        ``apart``, ``open`` (by ``standing``).
    """
    rows = [
        (
            name,
            has["number"].min(),
            has["number"].max(),
            len(has),
            *((has["standing"] == s).sum() for s in _STANDINGS),
        )
        for name, has in frame.groupby(column, sort=False)
    ]
    return pd.DataFrame(rows, columns=[column, "first", "last", "claims", "holds", "fails", "apart", "open"])
