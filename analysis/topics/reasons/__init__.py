"""Reasons for expulsion and accusations (notebook 02)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.reasons import findings, outcomes
from analysis.topics.reasons.choices import Choices

TOPIC = Topic(
    notebook="02_reasons_and_accusations",
    question="What reasons for expulsion does the pamphlet print, and do its claims about them hold?",
    declaration=Choices,
    findings=findings.findings,
    outcomes=outcomes.outcomes,
)
