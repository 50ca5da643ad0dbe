"""Repression by year, each measure by itself (notebook 04)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.repression import figures, findings, tables
from analysis.topics.repression.choices import Choices

TOPIC = Topic(
    notebook="04_expulsion_is_not_repression",
    question="What happens to the claim about 1937 when each measure is taken by itself?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "04_five_measures": figures.overview_figure,
        "04_death_sentences": figures.death_sentences_figure,
        "04_deaths_in_camps": figures.camp_deaths_figure,
        "04_toll": figures.toll_figure,
    },
    tables={"ranks": tables.rank_table, "ranges": tables.range_table, "errors": tables.error_table},
    outcomes=findings.outcomes,
)
