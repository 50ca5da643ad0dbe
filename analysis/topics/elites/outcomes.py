"""The numbers of the notebook on Old Bolsheviks and office holders that a sweep collects."""

from __future__ import annotations

from analysis.topics.elites.model import Choices, break_even, left_for_other_reasons, stocks
from analysis.topics.elites.risks import comparable, sample_interval


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on; the interval of the Moscow group rests on a supposition.

    Returns
    -------
    dict
        ``left_low`` and ``left_high``, Old Bolsheviks (persons) who left for other reasons than presumed natural
        death; ``left_most_percent`` of the first number; ``explaining_deaths``, deaths a year per 1,000 that would
        explain all; ``groups_compared`` by the chosen outcome; ``highest_share_percent`` among them (None if only
        bounds are known); ``moscow_low_percent`` and ``moscow_high_percent``, the interval of the Moscow group.
    """
    stock, groups = stocks(choices).loc[choices.definition], comparable(choices)
    left, interval = left_for_other_reasons(stock, choices.deaths_per_1000), sample_interval(choices)
    return {
        "left_low": left["low"],
        "left_high": left["high"],
        "left_most_percent": 100 * left["share_high"],
        "explaining_deaths": break_even(stock)[1],
        "groups_compared": len(groups),
        "highest_share_percent": 100 * groups["share"].max() if len(groups) else None,
        "moscow_low_percent": 100 * interval["low"],
        "moscow_high_percent": 100 * interval["high"],
    }
