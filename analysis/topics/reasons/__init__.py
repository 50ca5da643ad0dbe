"""Reasons for expulsion and accusations (notebook 02)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.reasons import figures, findings, tables
from analysis.topics.reasons.choices import Choices

TOPIC = Topic(
    notebook="02_reasons_and_accusations",
    question="What reasons for expulsion does the pamphlet print, and do its claims about them hold?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "02_accusations": figures.accusations_figure,
        "02_claims": figures.claims_figure,
        "02_reasons": figures.reasons_figure,
    },
    tables={
        "accusations": tables.accusation_table,
        "statements": tables.claim_table,
        "published": tables.published_table,
    },
    outcomes=findings.outcomes,
)
