"""Old Bolsheviks and office holders (notebook 03)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.elites import figures, findings, tables
from analysis.topics.elites.choices import Choices

TOPIC = Topic(
    notebook="03_old_bolsheviks_and_elites",
    question="Were Old Bolsheviks and office holders hit harder than others?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "03_shares_by_group": figures.risk_figure,
        "03_delegates_by_seniority": figures.seniority_figure,
    },
    tables={
        "printed": lambda choices: tables.printed_table(choices)[0],
        "stocks": lambda choices: tables.stock_table(choices)[0],
        "followed": lambda choices: tables.risk_table(choices)[0],
    },
    outcomes=findings.outcomes,
)
