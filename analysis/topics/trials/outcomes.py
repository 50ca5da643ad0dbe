"""The numbers of the notebook on the trials that a sweep collects. They say nothing about guilt."""

from __future__ import annotations

from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import AGREES, CONTRADICTION
from analysis.topics.trials.chronology import order_checks
from analysis.topics.trials.fates import fate_table
from analysis.topics.trials.lists import unmatched
from analysis.topics.trials.model import Choices, list_table, repeat_checks, sum_checks
from analysis.topics.trials.published import count_table


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``lists_agree`` of ``lists``, stated numbers that their list of names bears out; ``sums_fail`` of ``sums``;
        ``names_respelt`` and ``names_alone``, names paired under another spelling or without a partner;
        ``dates_fail`` of ``dates``, tests of dates; ``counts_agree`` with those collected;
        ``rehabilitated_low`` and ``rehabilitated_high``, persons, where accounts differ.
    """
    listed, found, dated = list_table(choices), sum_checks(choices) | repeat_checks(choices), order_checks(choices)
    names, counted, fates = unmatched(choices), count_table(choices), fate_table(choices)[0]
    return {
        "lists_agree": (listed["stated"] == listed["named"]).sum(),
        "lists": len(listed),
        "sums_fail": _failing(found),
        "sums": len(found),
        "names_respelt": names["respelt"].sum(),
        "names_alone": names["unmatched"].sum(),
        "dates_fail": _failing(dated),
        "dates": len(dated),
        "counts_agree": (counted["verdict"] == AGREES).sum() if len(counted) else 0,
        "rehabilitated_low": fates["rehabilitated_low"].sum() if len(fates) else 0,
        "rehabilitated_high": fates["rehabilitated_high"].sum() if len(fates) else 0,
    }


def _failing(found: dict[str, Check]) -> int:
    return sum(check.verdict == CONTRADICTION for check in found.values())
