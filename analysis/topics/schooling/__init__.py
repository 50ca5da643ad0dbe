"""Schools, literacy and libraries (notebook 07)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.schooling import figures, findings, model, tables
from analysis.topics.schooling.choices import Choices

TOPIC = Topic(
    notebook="07_education",
    question="How far did schools, literacy and libraries grow, and who is counted?",
    declaration=Choices,
    findings=findings.findings,
    figures=figures.FIGURES,
    tables=tables.TABLES,
    outcomes=model.outcomes,
)
