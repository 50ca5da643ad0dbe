"""The numbers and verdicts of the notebook on purge rates that a sweep collects."""

from __future__ import annotations

from analysis.text.verdicts import AGREES, HOLDS, INSIDE, OUTSIDE
from analysis.topics.purges.bases import fitting, rates
from analysis.topics.purges.checks import checks, lowest_of_1936, place, ranks
from analysis.topics.purges.model import Choices, one_party
from analysis.topics.purges.published import compare_shares


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``relations_hold`` of ``relations`` between printed figures; ``pairs_fit``, printed pairs whose implied base
        holds a published count; ``expelled_1933_percent`` and ``expelled_1938_percent``, printed number over the
        chosen count (None without one); ``place_1937_by_number`` and ``place_1937_by_share``, from the lowest;
        ``shares_agree`` and ``shares_outside``, printed shares among the published ones; ``one_party``, whether
        1937 and 1938 can be about one party; ``lowest_1936``, the verdict on that statement.
    """
    relations, shares = checks(choices), rates(choices).drop_duplicates("year").set_index("year")["rate"]
    places, verdicts = place(choices).set_index("measure")["place"], compare_shares(choices)["verdict"]
    return {
        "relations_hold": sum(check.verdict in HOLDS for check in relations.values()),
        "relations": len(relations),
        "pairs_fit": (fitting(choices)["outcome"] == "narrow").sum(),
        "expelled_1933_percent": 100 * shares[1933],
        "expelled_1938_percent": 100 * shares[1938],
        "place_1937_by_number": places["number"],
        "place_1937_by_share": places["share"],
        "shares_agree": verdicts.isin([AGREES, INSIDE]).sum(),
        "shares_outside": (verdicts == OUTSIDE).sum(),
        "one_party": bool(one_party(choices)["meet"].iloc[0]),
        "lowest_1936": ranks(choices)[lowest_of_1936()].verdict,
    }
