"""How far does the seat rule explain the seats of the Reichstag? Lists or parties, last remainder, cap, edition.

A handful of elections is no sample, and votes by party say nothing about individuals; nothing here is set
against unemployment. What is counted is how many lists (or parties) get exactly their official seats.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.choices import multiverse
from analysis.choices.multiverse import Decision
from analysis.choices.questions import Question
from analysis.text.words import _, date, number, percent
from analysis.topics.reichstag import seat_rule
from analysis.topics.reichstag.apportionment import QUOTA, REMAINDER_SEAT
from analysis.topics.reichstag.elections import EDITIONS, election_days

#: What gives the official seats: the votes alone, or the votes and a cap that is known.
GIVEN = (seat_rule.BY_RULE, seat_rule.CAPPED)
#: The last remainder above which one more seat is given: any at all, that of the law, none.
THRESHOLDS = (0, REMAINDER_SEAT, QUOTA - 1)


def decisions(days: Sequence[str]) -> list[Decision]:
    """Return the choices: what the rule is applied to, the last remainder, the cap, the edition, the election.

    Parameters
    ----------
    days : sequence of str
        Elections.
    """
    level = {
        "list": _("The law shares out seats among Reich lists."),
        "party": _("Readers think of parties, and the pamphlet prints parties."),
    }
    threshold = {
        0: _("Every remainder is somebody's votes."),
        REMAINDER_SEAT: _("The figure of the law, as far as it was collected."),
        QUOTA - 1: _("Full quotas alone are earned by votes."),
    }
    words = {
        0: _("any gives a seat"),
        REMAINDER_SEAT: _("above {n} gives a seat").format(n=number(REMAINDER_SEAT)),
        QUOTA - 1: _("none gives a seat"),
    }
    cap = {
        True: _("The law lets no list win more seats on the Reich list than below it."),
        False: _("For most lists the seats won below the Reich list were not collected."),
    }
    edition = dict.fromkeys(EDITIONS, _("A compilation of the official count."))
    election = dict.fromkeys(days, _("An election held under this law."))
    return [
        Decision("level", tuple(level), level, _("applied to"), {"list": _("Reich lists"), "party": _("parties")}),
        Decision("remainder_seat", THRESHOLDS, threshold, _("last remainder"), words),
        Decision("cap", (True, False), cap, _("cap"), {True: _("applied"), False: _("left out")}),
        Decision("edition", tuple(EDITIONS), edition, _("edition")),
        Decision("election", tuple(days), election, _("election"), {day: date(day) for day in days}),
    ]


def seats_explained(results: pd.DataFrame, days: Sequence[str] = (), at_least: float = 0.9) -> Question:
    """Return for what share of lists or parties the rule gives the official seats, under every choice.

    Parameters
    ----------
    results : pandas.DataFrame
        ``reichstag_results``, checked rows.
    days : sequence of str
        Elections; by default all.
    at_least : float
        The share (of 1) that the statement asks for.

    Returns
    -------
    Question
        Outcome ``given``: lists (or parties) whose official seats follow from their votes, under the cap where
        it is known, over all with votes and official seats, those without a seat included. Rival figures, a cap
        that is not known and shared lists are not taken as explanations here.
    """
    chosen = decisions(list(days) or election_days(results))

    prepare = seat_rule.preparation(results)

    def outcome(level: str, remainder_seat: int, cap: bool, edition: str, election: str) -> dict:
        table = seat_rule.compare_seats(
            results,
            election,
            prefer=EDITIONS[edition],
            level=level,
            remainder_seat=remainder_seat,
            cap=cap,
            prepare=prepare,
        )
        known = table[table["official"].notna()]
        share = float(known["explanation"].isin(GIVEN).mean())
        return {"given": share, "lists": len(known), "holds": share >= at_least}

    results_of = multiverse.run_each(multiverse.universes(chosen), outcome)
    compared = seat_rule.compare_all(results, chosen[-1].options)
    return Question(
        name="seats_explained",
        clause=_("the seat rule gives the official seats of {share} of the lists or parties or more").format(
            share=percent(100 * at_least, None)
        ),
        decisions=tuple(chosen), exclude=(), results=results_of, outcome="given", scale=100.0,
        unit=_("Lists or parties whose official seats the rule gives, per cent"),
        show=lambda x: _("{n} percentage points").format(n=number(100 * x, 1)),
        rows=seat_rule.evidence(results, compared),
        remark=_("Lists without a seat are counted; the quota is that of the law throughout."),
    )  # fmt: skip
