"""Farming, labour, wages and the famine (notebook 06)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.living import figures, findings, tables
from analysis.topics.living.choices import Choices

TOPIC = Topic(
    notebook="06_agriculture_and_labour",
    question="What do the figures on farming, work and wages show, and what do they leave out?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "06_growth": figures.growth_figure,
        "06_herds": figures.herds_figure,
        "06_harvests": figures.harvest_figure,
        "06_famine": figures.famine_figure,
    },
    tables={
        "printed": tables.printed_table,
        "herds": tables.herds_table,
        "harvests": tables.harvest_table,
        "rivals": tables.rivals_table,
        "famine": tables.famine_table,
        "prices": tables.prices_table,
        "real_wages": tables.real_wage_table,
        "same_years": tables.same_years_table,
        "coverage": tables.coverage_options,
        "other_choices": tables.other_options,
    },
    outcomes=findings.outcomes,
)
