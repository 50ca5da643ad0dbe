"""Growth windows of other countries (notebook 10)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.fastest import figures, findings, model, tables
from analysis.topics.fastest.choices import Choices

TOPIC = Topic(
    notebook="10_fastest_ever",
    question="Was Soviet growth the fastest ever?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "10_fastest_windows": figures.windows_figure,
        "10_same_years": figures.same_years_figure,
        "10_place_by_length": figures.lengths_figure,
    },
    tables={
        "printed": tables.printed_table,
        "claims": tables.claims_table,
        "windows": tables.windows_table,
        "places": tables.places_table,
    },
    outcomes=model.outcomes,
)
