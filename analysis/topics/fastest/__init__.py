"""Growth windows of other countries (notebook 10)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.fastest import findings, outcomes
from analysis.topics.fastest.choices import Choices

TOPIC = Topic(
    notebook="10_fastest_ever",
    question="Was Soviet growth the fastest ever?",
    declaration=Choices,
    findings=findings.findings,
    outcomes=outcomes.outcomes,
)
