"""Expulsions from the party (notebook 01)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.purges import figures, findings, tables
from analysis.topics.purges.choices import Choices

TOPIC = Topic(
    notebook="01_purge_rates",
    question="Do the printed numbers and shares of the expelled fit one party?",
    declaration=Choices,
    findings=findings.findings,
    figures={
        "01_implied_bases": figures.implied_bases_figure,
        "01_numbers_by_year": figures.numbers_figure,
        "01_membership": figures.membership_figure,
        "01_published_shares": figures.published_shares_figure,
    },
    tables={
        "by_year": tables.pair_table,
        "earlier": tables.earlier_table,
        "text": tables.prose_table,
        "implied_bases": tables.implied_table,
        "counts": tables.fit_table,
        "verdicts": tables.verdict_table,
        "reinstated": tables.reinstated_table,
        "if_unchecked": tables.unchecked_table,
    },
    outcomes=findings.outcomes,
)
