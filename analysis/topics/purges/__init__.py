"""Expulsions from the party (notebook 01)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.purges import findings, outcomes
from analysis.topics.purges.choices import Choices

TOPIC = Topic(
    notebook="01_purge_rates",
    question="Do the printed numbers and shares of the expelled fit one party?",
    declaration=Choices,
    findings=findings.findings,
    outcomes=outcomes.outcomes,
)
