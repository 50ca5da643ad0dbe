"""The numbers and verdicts of the notebook on education that a sweep collects."""

from __future__ import annotations

from analysis.text.verdicts import AS_SOURCE, DIFFERS
from analysis.topics.schooling import model as schooling
from analysis.topics.schooling.model import Choices


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``as_in_source`` and ``differ_from_source``, printed figures against the cited reports; ``pupils_times`` and
        ``higher_times``, growth counted alike; ``learners_lowest_percent`` and ``learners_highest_percent`` of the
        population of the chosen year; ``populations_fit``, population figures inside the implied base;
        ``illiterate_last_percent``, the last share in use (None if there is none); ``higher``, the verdict on the
        printed ratio; ``illiterate_1913`` and ``illiterate_1930``, verdicts on the printed shares.
    """
    cited = schooling.cited(choices)["verdict"]
    grown, people = schooling.growth(choices).set_index("name"), schooling.populations(choices)
    mine, last = people[people["chosen"]], schooling.later_literacy(choices)
    return {
        "as_in_source": (cited == AS_SOURCE).sum(),
        "differ_from_source": (cited == DIFFERS).sum(),
        "pupils_times": grown.loc["pupils", "like_for_like"],
        "higher_times": grown.loc["higher", "like_for_like"],
        "learners_lowest_percent": 100 * mine["share"].min(),
        "learners_highest_percent": 100 * mine["share"].max(),
        "populations_fit": mine["fits"].sum(),
        "illiterate_last_percent": 100 * last["illiterate"].iloc[-1] if len(last) else None,
        "higher": next(iter(schooling.checks(choices).values())).verdict,
    } | {f"illiterate_{row.start}": row.verdict for row in schooling.printed_illiteracy(choices).itertuples()}
