"""Repression by year, each measure by itself (notebook 04)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.repression import findings, outcomes
from analysis.topics.repression.choices import Choices

TOPIC = Topic(
    notebook="04_expulsion_is_not_repression",
    question="What happens to the claim about 1937 when each measure is taken by itself?",
    declaration=Choices,
    findings=findings.findings,
    outcomes=outcomes.outcomes,
)
