"""Farming, labour and wages (notebook 06)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.living import findings, outcomes
from analysis.topics.living.choices import Choices

TOPIC = Topic(
    notebook="06_agriculture_and_labour",
    question="What do the figures on farming, work and wages show, and what do they leave out?",
    declaration=Choices,
    findings=findings.findings,
    outcomes=outcomes.outcomes,
)
