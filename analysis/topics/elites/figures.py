"""Figures of the notebook on Old Bolsheviks and office holders."""

from __future__ import annotations

import pandas as pd

from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, percent
from analysis.topics.elites.choices import Choices
from analysis.topics.elites.findings import seniority_finding, share_text, years_text
from analysis.topics.elites.model import MEMBERS_OF, OUTCOMES, seniority
from analysis.topics.elites.risks import comparable

NOTEBOOK = "03_old_bolsheviks_and_elites"
NOT_REPRESSION = "Expulsion from the party is not arrest, conviction or death."


def seniority_figure(choices: Choices) -> Bundle:
    """Draw the shares of the delegates of 1934 and 1939 by year of joining, as slopes."""
    rows = seniority(choices)
    data = pd.DataFrame({
        "label": [_("joined {when}").format(when=_(j)) for j in rows["joined"]],
        "x": rows["congress"],
        "value": 100 * rows["value"],
        "text": [percent(100 * v) for v in rows["value"]],
        "verification": rows["verification"],
    })  # fmt: skip
    ends = rows[rows["outcome"] == "joined_by_1919"].set_index("congress")["value"]
    title = _("Delegates who had joined by 1919: {a} in 1934, {b} in 1939").format(
        a=percent(100 * ends["1934"]), b=percent(100 * ends["1939"])
    )
    caption = _(
        "Shares of all delegates of each congress. “By 1919” includes the earlier years. The two congresses are "
        "different persons, so a fall is no risk."
    )
    return bundle(
        "03_delegates_by_seniority", "slopes", data, title=title, caption=caption,
        alt=_("Falling lines between two congresses. {finding}").format(finding=seniority_finding(choices)),
        sources=rows, unit=_("per cent of the delegates"), notebook=NOTEBOOK, limits=(0.0, 100.0),
        inside_note=_("Who was sent to a congress, not what became of those who were not."),
    )  # fmt: skip


def risk_figure(choices: Choices) -> Bundle:
    """Return the share with the chosen outcome in the groups that may be compared.

    Raises
    ------
    ValueError
        If nothing was collected on the outcome.
    """
    rows, what = comparable(choices), _(OUTCOMES[choices.outcome])
    scaled = {c: 100 * rows[c] for c in ("share", "low", "high")}
    data = pd.DataFrame({
        "label": rows["label"],
        "value": scaled["share"],
        "low": scaled["low"],
        "high": scaled["high"],
        "text": [share_text(r) for _i, r in rows.iterrows()],
        "highlight": rows["group"].isin(MEMBERS_OF.get(choices.group, ())),
        "verification": rows["verification"],
    })  # fmt: skip
    told = "; ".join(f"{r['label']}: {share_text(r)}" for _i, r in rows.iterrows())
    caption = _(
        "Only groups for which the same outcome was counted for the same years. Complete counts, so no confidence "
        "intervals; thin bars are bounds where the exact share is not known."
    )
    expelled = choices.outcome.startswith("expelled")
    note = _(NOT_REPRESSION) if expelled else _("Not expulsion from the party: another outcome, counted elsewhere.")
    return bundle(
        "03_shares_by_group", "dots", data, title=_risk_title(rows, choices), caption=caption,
        alt=_("Dot plot of shares: {list}.").format(list=told), sources=rows,
        unit=_("per cent of the group: {what}").format(what=what), notebook=NOTEBOOK, limits=(0.0, 100.0),
        inside_note=note, interval=_("Thin bars: bounds, no confidence intervals."),
    )  # fmt: skip


def _risk_title(rows: pd.DataFrame, choices: Choices) -> str:
    top = rows.loc[rows["share"].fillna(rows["low"]).idxmax()]
    words = (
        _("{group}: {share} {what}, {years}")
        if len(rows) > 1
        else _("{group}: {share} {what}, {years}; no group to compare")
    )
    return words.format(
        group=top["label"],
        share=share_text(top),
        what=_(OUTCOMES[choices.outcome]).split(" (")[0],
        years=years_text(top),
    )
