"""The numbers and verdicts of the notebook on production that a sweep collects."""

from __future__ import annotations

from analysis.text.words import _
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production import windows as economy_choices
from analysis.topics.production.model import Choices


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``income_increase_percent``, computed from the printed levels; ``industry_times``, at least;
        ``estimates`` of exactly the chosen window; ``growth_lowest_percent`` and ``growth_highest_percent`` of them,
        a year; ``official_gap_low`` and ``official_gap_high``, official less other rates in percentage points (None
        where there are not both); ``income`` and ``industry``, verdicts.
    """
    found, rows = economy.checks(choices), economy_published.in_window(choices)
    income, industry = next(iter(found.values())), found[_("Industrial production multiplied as printed")]
    gap = economy_choices.official_gap(choices) or (None, None)
    return {
        "income_increase_percent": 100 * income.computed,
        "industry_times": industry.low,
        "estimates": len(rows),
        "growth_lowest_percent": 100 * rows[["value", "low"]].min(axis=None),
        "growth_highest_percent": 100 * rows[["value", "low", "high"]].max(axis=None),
        "official_gap_low": _points(gap[0]),
        "official_gap_high": _points(gap[1]),
        "income": income.verdict,
        "industry": industry.verdict,
    }


def _points(share: float | None) -> float | None:
    return None if share is None else 100 * share
