"""A question with all its defensible choices: what was run, what came out, what may be said.

The questions themselves stand in modules of their own (``question_purges``, ``question_growth``, …), since
each knows its topic; here is what they have in common. As everywhere in :mod:`analysis.choices.multiverse`, results
describe disagreement and are no better estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analysis.choices import multiverse, multiverse_words
from analysis.choices.multiverse import Decision, Exclusions
from analysis.text.words import _


@dataclass(frozen=True)
class Question:
    """A question, its decisions and the result of every feasible combination.

    Attributes
    ----------
    name : str
        Stem for names of figures.
    clause : str
        The statement that is tested, without full stop.
    decisions : tuple of Decision
        The choices.
    exclude : sequence
        Combinations that make no sense, with reasons.
    results : pandas.DataFrame
        Universes and outcomes; ``holds`` (True, False or None) says whether the statement holds.
    outcome : str
        The column of numbers that a curve shows.
    unit : str
        Words for its axis.
    show : callable
        Writes a movement of the outcome with its unit.
    scale : float
        Factor from the outcome to the unit.
    rows : pandas.DataFrame
        Sources behind the figures, for footnotes.
    remark : str
        What has to be known about the combinations, for the caption.
    """

    name: str
    clause: str
    decisions: tuple[Decision, ...]
    exclude: Exclusions
    results: pd.DataFrame
    outcome: str
    unit: str
    show: Callable[[float], str]
    scale: float = 1.0
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    remark: str = ""

    @property
    def universes(self) -> pd.DataFrame:
        """The feasible combinations, without outcomes."""
        return self.results[[decision.name for decision in self.decisions]]

    @property
    def infeasible(self) -> pd.DataFrame:
        """The combinations that were left out, with ``reason``."""
        return multiverse.infeasible(self.decisions, self.exclude)

    @property
    def share(self) -> multiverse.Share:
        """In how many combinations the statement holds."""
        return multiverse.share_holding(self.results, "holds")

    def pull(self, outcome: str = "") -> pd.DataFrame:
        """Return how far each decision moves the outcome (or another column)."""
        return multiverse.pull(self.results, outcome or self.outcome, self.decisions)


def sentences(question: Question) -> list[str]:
    """Return the two sentences of a question: how often the statement holds, which choice moves the outcome."""
    return multiverse_words.sentences(question.share, question.clause, question.pull(), question.show)


def decision_table(question: Question) -> pd.DataFrame:
    """Return the decisions for display: the choice, its options, why each can be defended."""
    found = multiverse.table(question.decisions)
    return found.rename(columns={"decision": _("Choice"), "option": _("Option"), "why": _("Why it can be defended")})


def infeasible_table(question: Question) -> pd.DataFrame:
    """Return for display how many combinations were left out for which reason, most frequent first."""
    counts = question.infeasible["reason"].value_counts(sort=False)
    counts = counts.sort_values(ascending=False, kind="stable")
    return pd.DataFrame({_("Why it was left out"): counts.index, _("Combinations"): counts.to_numpy()})
