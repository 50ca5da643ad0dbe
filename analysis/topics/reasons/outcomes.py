"""The numbers and verdicts of the notebook on reasons and accusations that a sweep collects."""

from __future__ import annotations

from analysis.text.verdicts import HOLDS
from analysis.text.words import _
from analysis.topics.reasons.checks import accusation_checks, claim_checks, composition_checks, reason_checks
from analysis.topics.reasons.findings import reason_verdict
from analysis.topics.reasons.model import Choices, claims, political_readings, same_categories


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``relations_hold`` of ``relations`` between printed figures; ``claims_reproduced`` by the lines that they
        name; ``weakest_chance_percent`` and ``strongest_chance_percent``, the share of sets of lines that would
        meet the weakest and the strongest claim; ``political_readings_fit``; ``same_reasons`` of 1929 and 1933;
        ``political_1929`` and ``passivity_fourth``, verdicts; ``published``, the verdict against others.
    """
    reasons = reason_checks(choices)
    relations = {**reasons, **composition_checks(choices), **accusation_checks(choices), **claim_checks(choices)}
    tried = claims(choices)
    return {
        "relations_hold": sum(check.verdict in HOLDS for check in relations.values()),
        "relations": len(relations),
        "claims_reproduced": tried["holds"].sum(),
        "weakest_chance_percent": 100 * tried["chance"].max(),
        "strongest_chance_percent": 100 * tried["chance"].min(),
        "political_readings_fit": political_readings(choices)["fits"].sum(),
        "same_reasons": len(same_categories(choices)),
        "political_1929": reasons[_("1929: political reasons, 10 per cent of 10 per cent")].verdict,
        "passivity_fourth": reasons[_("1933: passivity, “almost one fourth”")].verdict,
        "published": reason_verdict(choices),
    }
