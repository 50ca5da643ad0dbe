"""The German elections and unemployment (notebook 08)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.reichstag import figures, findings, model, tables
from analysis.topics.reichstag.choices import Choices

TOPIC = Topic(
    notebook="08_reichstag",
    question="Do the printed votes, seats and unemployment of Germany fit the official counts?",
    declaration=Choices,
    findings=findings.findings,
    figures=figures.FIGURES,
    tables=tables.TABLES,
    outcomes=model.outcomes,
)
