"""The numbers and verdicts of the notebook on expulsion and repression that a sweep collects.

Each measure has an outcome of its own; no outcome joins party expulsions with acts of the state.
"""

from __future__ import annotations

from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import EXACT, WITHIN
from analysis.topics.repression.checks import archive_checks, components, series_differences
from analysis.topics.repression.model import Choices, ranks
from analysis.topics.repression.toll import panel_table

#: Measure -> name of the outcome.
PLACES = {
    "expelled": "place_1937_expelled",
    "arrests": "place_1937_arrests",
    "convictions": "place_1937_convictions",
    "death_sentences": "place_1937_death_sentences",
}


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``place_1937_expelled``, ``place_1937_arrests``, ``place_1937_convictions``, ``place_1937_death_sentences``:
        the place of 1937 from the highest, by one measure each (None if no other year is held);
        ``death_sentences_years``, the years compared; ``sums_hold``, years whose parts add up to the convictions,
        of ``sums``; ``series_differ``, years and measures in which the two series differ; ``estimate_scopes`` drawn,
        ``estimates_highest_times``, the widest ratio of highest to lowest in one scope; ``archive_share``, a verdict.
    """
    places = ranks(choices).set_index("measure")
    known = places[(places["rank"] > 0) & (places["years"] > 1)]["rank"]
    sums, scopes = components(choices), panel_table(choices)
    return {name: known.get(measure) for measure, name in PLACES.items()} | {
        "death_sentences_years": places.loc["death_sentences", "years"],
        "sums_hold": sum(check.verdict in (EXACT, WITHIN) for check in sums.values()),
        "sums": len(sums),
        "series_differ": len(series_differences(choices)),
        "estimate_scopes": len(scopes),
        "estimates_highest_times": (scopes["highest"] / scopes["lowest"]).max(),
        "archive_share": _verdict(archive_checks(choices)),
    }


def _verdict(found: dict[str, Check]) -> str | None:
    return next((check.verdict for check in found.values()), None)
