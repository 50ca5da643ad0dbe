"""Industry and national income (notebook 05)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.production import findings, outcomes
from analysis.topics.production.choices import Choices

TOPIC = Topic(
    notebook="05_production",
    question="How fast did Soviet industry and national income grow?",
    declaration=Choices,
    findings=findings.findings,
    outcomes=outcomes.outcomes,
)
