"""Views of the ledger: what was tested, what holds, what does not, how strict the tests were.

A claim *holds* in one of the three questions if its verdict is in ``FOR``, and *does not hold*
if it is in ``AGAINST``; with any other verdict the question has no answer. What passes only because the text repeats
itself, or because dates come in order, stands apart and is not counted as holding. Claims that the
author reports only to reject are counted apart, and so are quotations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.data import quantities, tables
from analysis.data.study import part, study
from analysis.ledger import judge as ledger
from analysis.ledger.claims import OWN, QUOTED, REJECTED, VOICES, voice  # noqa: F401
from analysis.text import verdicts
from analysis.topics.overview.choices import Choices

HOLDS, FAILS, APART, OPEN = "holds", "does not hold", "only repeated or in order", "no answer"
#: Kinds of test that show a consistent text and no more.
LIGHT = (verdicts.REPETITION, verdicts.ORDER)
#: Question -> what a figure is set against, in words that stand after "set against".
QUESTIONS = {
    "arithmetic": "the other printed figures",
    "fidelity": "the work cited for it",
    "evidence": "the estimates collected",
}
FOR = {
    "arithmetic": (verdicts.EXACT, verdicts.WITHIN),
    "fidelity": (verdicts.AS_SOURCE,),
    "evidence": verdicts.SUPPORTS,
}
AGAINST = {
    "arithmetic": (verdicts.CONTRADICTION, verdicts.TRUNCATED),
    "fidelity": (verdicts.DIFFERS,),
    "evidence": verdicts.OPPOSES,
}


@dataclass(frozen=True)
class Book:
    """The ledger under both readings, with the choices of the reader.

    Attributes
    ----------
    choices : Choices
    as_printed, as_corrected : pandas.DataFrame
        From :func:`marked`, the chosen section only.
    """

    choices: Choices
    as_printed: pd.DataFrame
    as_corrected: pd.DataFrame

    @property
    def counted(self) -> pd.DataFrame:
        """The claims that findings count: as printed, without those reported only to reject."""
        return self.as_printed[self.as_printed["voice"] != REJECTED]

    @property
    def shown(self) -> pd.DataFrame:
        """The claims that lists and pictures show, under the chosen reading."""
        rows = getattr(self, self.choices.reading)
        return rows[rows["voice"] != REJECTED] if self.choices.hide_rejected else rows

    @property
    def judged(self) -> pd.DataFrame:
        """The claims that pictures count: under the chosen reading, without those reported only to reject."""
        rows = getattr(self, self.choices.reading)
        return rows[rows["voice"] != REJECTED]

    def section_of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the chosen section."""
        return frame if self.choices.section == "all" else frame[frame["section"] == self.choices.section]


def load_book(choices: Choices) -> Book:
    """Return the ledger under both readings."""
    keyed = tables.load_pamphlet("claims")
    book = Book(choices, *(marked(ledger.load_ledger(r), keyed) for r in quantities.READINGS))
    return replace(
        book, as_printed=book.section_of(book.as_printed), as_corrected=book.section_of(book.as_corrected)
    )  # fmt: skip


def marked(frame: pd.DataFrame, keyed: pd.DataFrame) -> pd.DataFrame:
    """Return a ledger in text order with what the views need besides.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.ledger.judge.load_ledger`.
    keyed : pandas.DataFrame
        ``claims.csv``: ``claim``, ``position``, ``remark``.

    Returns
    -------
    pandas.DataFrame
        The columns of the ledger and ``position``, ``remark``, ``number`` (place in text order, from 1), ``voice``
        (:data:`VOICES`), ``part`` (:func:`analysis.data.study.part`), ``standing`` (over the three questions),
        ``in_others`` (stands in a check of another claim).
    """
    rows = frame.merge(keyed[["claim", "position", "remark"]], on="claim", validate="one_to_one")
    rows = rows.sort_values("position", kind="stable", ignore_index=True)
    used = ledger.uses(rows)
    return rows.assign(
        number=range(1, len(rows) + 1),
        voice=[voice(remark) for remark in rows["remark"]],
        part=[part(section) for section in rows["section"]],
        standing=standing(rows),
        in_others=[claim in used for claim in rows["claim"]],
    )


def answer(word: str, question: str) -> str:
    """Return whether a verdict word means that the claim holds, does not hold, or has no answer."""
    return HOLDS if word in FOR[question] else FAILS if word in AGAINST[question] else OPEN


def answers(frame: pd.DataFrame, question: str) -> pd.Series:
    """Return :func:`answer` for each claim; what a light test alone supports stands apart."""
    found = frame[question].map(lambda word: answer(word, question))
    if question != "arithmetic" or "test" not in frame:
        return found
    return found.mask((found == HOLDS) & frame["test"].isin(LIGHT), APART)


def standing(frame: pd.DataFrame) -> list[str]:
    """Return for each claim: does not hold in some question; or holds in some; or is only repeated; or no answer."""
    found = zip(*(answers(frame, question) for question in QUESTIONS), strict=True)
    return [next((word for word in (FAILS, HOLDS, APART) if word in each), OPEN) for each in found]


def answered(frame: pd.DataFrame) -> pd.Series:
    """Return for each claim whether anything answers it: a verdict of its own, or a test that it takes part in."""
    own = pd.Series([word != OPEN for word in standing(frame)], index=frame.index)
    return own | (frame["answered_with"] != "")


def __getattr__(name: str):
    # The names of the parts stand with the text; translations ask for them here.
    if name == "PARTS":
        return dict(study()["parts"])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
