"""The numbers of the notebook on the fastest growth that a sweep collects."""

from __future__ import annotations

from analysis.topics.fastest import industry as fastest_industry
from analysis.topics.fastest import model as fastest
from analysis.topics.fastest.findings import checks
from analysis.topics.fastest.model import Choices


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``place`` of the Soviet window ``of`` so many countries collected, under the chosen measure, and
        ``soviet_percent`` a year (industry: over the same years, since no fastest windows were collected);
        ``own_percent`` and ``own_start``, the fastest window of the chosen length in the Soviet series itself;
        ``income_rank``, the verdict on the printed rank.
    """
    return {
        **(_industry(choices) if choices.measure == "industry" else _place(choices)),
        **_own(choices),
        "income_rank": next(iter(checks(choices).values())).verdict,
    }


def _place(choices: Choices) -> dict[str, object]:
    at = fastest.rank(choices)
    if at is None:
        return {"place": None, "of": None, "soviet_percent": None}
    return {"place": at.place, "of": at.of, "soviet_percent": 100 * at.soviet["rate"]}


def _industry(choices: Choices) -> dict[str, object]:
    like = fastest_industry.same_years(choices)
    own = like.loc[like["soviet"], "value"].iloc[0]
    return {"place": (like["value"] > own).sum() + 1, "of": len(like), "soviet_percent": 100 * own}


def _own(choices: Choices) -> dict[str, object]:
    found = fastest.own_windows(choices.measure, choices.series_name, choices.years, unchecked=choices.unchecked)
    found = found if choices.recoveries else found[~found["recovery"]]
    if found.empty:
        return {"own_percent": None, "own_start": None}
    best = found.loc[found["rate"].idxmax()]
    return {"own_percent": 100 * best["rate"], "own_start": best["start"]}
