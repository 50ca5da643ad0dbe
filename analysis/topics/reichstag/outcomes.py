"""The numbers of the notebook on the Reichstag and unemployment that a sweep collects."""

from __future__ import annotations

import pandas as pd

from analysis.text.verdicts import EXACT
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.model import check_seat_sums, plain_agreement
from analysis.topics.reichstag.unemployment import PROSE


def outcomes(
    printed: pd.DataFrame, compared: pd.DataFrame, by_rule: pd.DataFrame, jobless: pd.DataFrame
) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Parameters
    ----------
    printed : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.model.read` in the chosen reading.
    compared : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.model.compare`.
    by_rule : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.seat_rule.compare_all`.
    jobless : pandas.DataFrame
        Output of :func:`analysis.topics.reichstag.unemployment.compare`.

    Returns
    -------
    dict
        ``sums_exact`` of ``sums``, columns of printed seats that add up; ``votes_agree`` of ``votes``, printed votes
        that give the official count; ``seats_agree`` of ``seats``, printed seats that are the official number;
        ``lists_by_rule`` of ``lists``, whose official seats the rule gives without or with its cap;
        ``lists_unexplained``; ``unemployed_without_match``, values of the table within whose bounds no registered
        figure lies.
    """
    sums = check_seat_sums(printed)
    votes, seats = compared[compared["measure"] == "votes"], compared[compared["measure"] == "seats"]
    how = by_rule["explanation"]
    lines = jobless[jobless["id"] != PROSE]
    matched = [bool(a) or bool(c) for a, c in zip(lines["average_years"], lines["count_years"], strict=True)]
    return {
        "sums_exact": sum(check.verdict == EXACT for check in sums.values()),
        "sums": len(sums),
        "votes_agree": plain_agreement(votes).sum(),
        "votes": len(votes),
        "seats_agree": (seats["verdict"] == EXACT).sum(),
        "seats": len(seats),
        "lists_by_rule": how.isin([seat_rule.BY_RULE, seat_rule.CAPPED]).sum(),
        "lists": len(by_rule),
        "lists_unexplained": (how == seat_rule.UNEXPLAINED).sum(),
        "unemployed_without_match": len(lines) - sum(matched),
    }
