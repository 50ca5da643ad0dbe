"""The numbers and verdicts of the notebook on farming and labour that a sweep collects."""

from __future__ import annotations

from analysis.topics.living import famine as living_famine
from analysis.topics.living import model as living
from analysis.topics.living import wages as living_wages
from analysis.topics.living.findings import MILLION, apart, harvest_spans
from analysis.topics.living.model import Choices


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``tractors_times``, last figure over first under the chosen coverage; ``items_apart``, whose printed increase
        is not that of like with like; ``harvest_excess_low_percent`` and ``harvest_excess_high_percent``, harvests
        published for 1933-38 over the chosen later series; ``deepest_fall_percent`` of a herd; ``wage_times``;
        ``prices_needed_low``, prices of 1930 over 1928 from which on the printed wage kept up (None if no index is
        in use); ``famine_estimates`` collected, ``famine_lowest_million`` and ``famine_highest_million``, upper
        bounds left aside; ``tractors``, the verdict on the printed ratio.
    """
    late, famine = harvest_spans(choices)[1], living_famine.famine_range(choices)
    grown, gap = living.growth(choices).set_index("name"), living_wages.gap_multiple(choices)
    return {
        "tractors_times": grown.loc["tractors", "ratio"],
        "items_apart": len(apart(choices)),
        "harvest_excess_low_percent": 100 * late.min(),
        "harvest_excess_high_percent": 100 * late.max(),
        "deepest_fall_percent": -100 * living.herd_changes(choices)["fall"].min(),
        "wage_times": living_wages.wage_multiple(choices),
        "prices_needed_low": None if gap is None else float(gap.low),
        "famine_estimates": famine["n"],
        "famine_lowest_million": famine["low"] / MILLION,
        "famine_highest_million": famine["high"] / MILLION,
        "tractors": next(iter(living.checks(choices).values())).verdict,
    }
