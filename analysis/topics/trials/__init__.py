"""The trials of 1936-1938 (notebook 09)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.trials import figures, findings, tables
from analysis.topics.trials.choices import Choices

TOPIC = Topic(
    notebook="09_trials",
    question="Do the numbers, names and dates of the trials agree with one another?",
    declaration=Choices,
    findings=findings.findings,
    figures=figures.FIGURES,
    tables=tables.TABLES,
    outcomes=findings.outcomes,
)
