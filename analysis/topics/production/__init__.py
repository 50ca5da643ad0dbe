"""Growth of Soviet industry and national income (notebook 05)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.production import figures, findings, model, tables
from analysis.topics.production.choices import Choices

TOPIC = Topic(
    notebook="05_production",
    question="How fast did Soviet industry and national income grow?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "05_growth_by_author": figures.growth_figure,
        "05_printed_and_official": figures.official_figure,
        "05_index": figures.index_figure,
    },
    tables={
        "printed": tables.printed_table,
        "fidelity": tables.fidelity_table,
        "published": tables.published_table,
        "income": tables.income_table,
        "windows": tables.window_table,
    },
    outcomes=model.outcomes,
)
