"""Were Old Bolsheviks hit harder than others? Only where outcome, years and exposure match.

How many Old Bolsheviks were shot was not collected. A number at two dates sets an upper bound, if nobody
joined the group: no more can have been shot than left. So it can be shown that they were hit *less* hard than
a group whose share lies above the bound, and never that they were hit harder. Everything else is left out and named.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.choices import multiverse
from analysis.choices.multiverse import Decision
from analysis.choices.questions import Question
from analysis.text.words import _, number
from analysis.topics.elites.model import OUTCOMES, Choices, death_range, left_for_other_reasons, stocks
from analysis.topics.elites.risks import GROUPS, risks

SHOT = "executed"
CLAUSE = (
    "a smaller share of the Old Bolsheviks than of the group compared was shot, if the numbers at both dates hold and "
    "nobody joined in between"
)
REMARK = (
    "The groups compared are leading persons, overlap, and have Old Bolsheviks among them; for the party at large this "
    "outcome was not counted. That Old Bolsheviks were hit harder could not follow from a bound: a result below zero "
    "would leave the question open."
)


def decisions(choices: Choices, table: pd.DataFrame) -> list[Decision]:
    """Return the choices: who is an Old Bolshevik, natural deaths, outcome, and the group compared.

    Parameters
    ----------
    choices : Choices
        Of the notebook; the rates of natural death are those of :func:`analysis.topics.elites.model.death_range`.
    table : pandas.DataFrame
        Output of :func:`analysis.topics.elites.risks.risks`.
    """
    known = stocks(choices)
    rates = tuple(death_range(choices)["deaths_per_1000"][:-1])
    groups, outcomes = (tuple(dict.fromkeys(table[column])) for column in ("group", "outcome"))
    why = {
        "definition": dict.fromkeys(known.index, _("A number at two dates is known for it.")),
        "deaths": dict.fromkeys(rates, _("No rate for the group was collected; it has to be presumed.")),
        "outcome": dict.fromkeys(outcomes, _("It was counted for some group.")),
        "group": dict.fromkeys(groups, _("Something was counted for it.")),
    }
    words = {
        "definition": known["label"].to_dict(),
        "deaths": {rate: number(rate) for rate in rates},
        "outcome": {name: _(OUTCOMES[name]) for name in outcomes},
        "group": {name: _(GROUPS[name]) for name in groups},
    }
    titles = {
        "definition": _("Old Bolshevik"),
        "deaths": _("natural deaths a year per 1,000"),
        "outcome": _("outcome"),
        "group": _("compared with"),
    }
    return [Decision(name, tuple(why[name]), why[name], titles[name], words[name]) for name in why]


def exclusions(choices: Choices, table: pd.DataFrame) -> list[tuple[dict, str]]:
    """Return the combinations in which outcome, years or exposure do not match, with reasons."""
    outcomes, groups = (tuple(dict.fromkeys(table[column])) for column in ("outcome", "group"))
    others = [name for name in outcomes if name != SHOT]
    gone = [({"outcome": others}, _("For Old Bolsheviks as a group this outcome was not counted and has no bound."))]
    for definition, stock in stocks(choices).iterrows():
        rates = [float(r) for r in death_range(choices)["deaths_per_1000"][:-1]]
        beyond = [r for r in rates if left_for_other_reasons(stock, r)["share_high"] == 0]
        if beyond:
            text = _("So many natural deaths would exceed the whole decrease, so no bound can be drawn.")
            gone.append(({"definition": definition, "deaths": beyond}, text))
    for name in groups:
        rows = table[(table["group"] == name) & (table["outcome"] == SHOT)]
        if rows.empty:
            gone.append(({"group": name, "outcome": SHOT}, _("For the group compared this outcome was not counted.")))
            continue
        row = rows.iloc[0]
        unlike = [k for k, s in stocks(choices).iterrows() if (s["first"], s["last"]) != (row["start"], row["end"])]
        if unlike:
            gone.append(({"group": name, "definition": unlike}, _("The two figures are about different years.")))
    return gone


def old_bolsheviks(choices: Choices) -> Question:
    """Return how the bound on Old Bolsheviks shot compares with groups of the same years, under every choice.

    Parameters
    ----------
    choices : Choices
        Uses ``definition`` (for the rates of natural death that are tried), ``reading`` and ``unchecked``.

    Returns
    -------
    Question
        Outcome ``distance``: share of the group less the most that can have been shot of the Old Bolsheviks (shares
        of 1). ``holds`` is True above 0 and otherwise undecided, since the bound is no count.
    """
    table = risks(choices)
    chosen, exclude, known = decisions(choices, table), exclusions(choices, table), stocks(choices)
    shot = table[table["outcome"] == SHOT].drop_duplicates("group").set_index("group")["share"]

    def outcome(definition: str, deaths: float, outcome: str, group: str) -> dict:
        distance = shot[group] - left_for_other_reasons(known.loc[definition], deaths)["share_high"]
        return {"distance": distance, "holds": True if distance > 0 else None}

    rows = table[table["group"].isin(shot.index) & (table["outcome"] == SHOT)]
    results = multiverse.run_each(multiverse.universes(chosen, exclude), outcome)
    used = rows[rows["group"].isin(results["group"].astype(object))]
    return Question(
        name="old_bolsheviks", clause=_(CLAUSE), decisions=tuple(chosen), exclude=exclude,
        results=results.assign(holds=_truth(results["holds"])), outcome="distance", scale=100.0, rows=used,
        unit=_("Share of the group shot less the most possible for Old Bolsheviks, percentage points"),
        show=lambda x: _("{n} percentage points").format(n=number(100 * x, 1)),
        remark=_(REMARK),
    )  # fmt: skip


def _truth(column: pd.Series) -> np.ndarray:
    return np.array([True if x is True else None for x in column], dtype=object)
