"""Tables of the notebook on reasons and accusations, ready for display."""

from __future__ import annotations

import pandas as pd

from analysis.text.words import _, joined, number
from analysis.topics.reasons.model import (
    LINES,
    REACHES,
    SAME_CATEGORY,
    Choices,
    accusations,
    claims,
    oppositionists,
    reasons,
    same_categories,
)


def reason_table(choices: Choices, year: int) -> pd.DataFrame:
    """Return the printed reasons of one year, for display."""
    table = reasons(choices)
    table = table[table["year"] == year]
    return pd.DataFrame({_("Reason, as printed"): table["wording"], _("Per cent of the expelled"): table["printed"]})


def accusation_table(choices: Choices) -> pd.DataFrame:
    """Return the accusations with their shares, for display."""
    table = accusations(choices)
    return pd.DataFrame(
        {
            _("Accusation"): table["label"],
            _("Number, as printed"): table["printed"],
            _("Share, computed"): table["share"],
        }
    )


def claim_table(choices: Choices) -> pd.DataFrame:
    """Return the claims about the accusations and the sets of lines that meet them, for display."""
    table = claims(choices)
    return pd.DataFrame(
        {
            _("Claim"): table["label"],
            _("Printed"): table["printed"],
            _("Lines named"): [" + ".join(_(LINES[x]) for x in lines) for lines in table["named"]],
            _("Their share"): table["named_share"],
            _("Reproduced"): [_("yes") if h else _("no") for h in table["holds"]],
            _("Fewest lines that meet it"): [_sets(sets) for sets in table["fewest"]],
            _("Sets that meet it"): [f"{f} / {t}" for f, t in zip(table["fitting"], table["tried"], strict=True)],
        }
    )


def _sets(sets: tuple) -> str:
    shown = [" + ".join(_(LINES[x]) for x in lines) for lines in sets[:3]]
    more = _(" and {n} more").format(n=len(sets) - 3) if len(sets) > 3 else ""
    return (_("; or ").join(shown) + more) or _("none")


def change_table(choices: Choices) -> pd.DataFrame:
    """Return the reasons worded alike in both years and their change, for display."""
    table = same_categories(choices).reindex(
        columns=["wording_1929", "wording_1933", "alike", "value_1929", "value_1933", "change_low", "change_high"]
    )
    return pd.DataFrame(
        {
            _("1929"): table["wording_1929"],
            _("1933"): table["wording_1933"],
            _("How alike"): [_(a) for a in table["alike"]],
            _("Per cent 1929"): 100 * table["value_1929"],
            _("Per cent 1933"): 100 * table["value_1933"],
            _("Change, points"): [
                _("{low} to {high}").format(low=number(100 * a, 2), high=number(100 * b, 2))
                for a, b in zip(table["change_low"], table["change_high"], strict=True)
            ],
        }
    )


def published_table(choices: Choices) -> pd.DataFrame:
    """Return what others published on reasons, for display."""
    rows = oppositionists(choices)
    return pd.DataFrame(
        {
            _("What"): rows["label"],
            _("Persons"): rows["value"],
            _("Of the expelled"): rows["expelled"],
            _("Share, computed"): rows["share"],
            _("Author"): rows["author"],
            _("Note"): rows["note"],
        }
    )


def option_table(choices: Choices) -> pd.DataFrame:
    """Return how many reasons can be compared under each rule of likeness, for display."""
    rows = []
    for option in SAME_CATEGORY:
        table = same_categories(choices.but(same_category=option))
        names = joined([r.replace("_", " ") for r in table["reason"]]) if len(table) else _("none")
        rows.append({_("Same category if"): _(option), _("Reasons compared"): len(table), _("Which"): names})
    return pd.DataFrame(rows)


def reach_table(choices: Choices) -> pd.DataFrame:
    """Return how many sets of lines meet each claim under each reach of "more than", for display."""
    frames = {r: claims(choices.but(reach=r)) for r in REACHES}
    first = frames[REACHES[0]]
    columns = {_("Claim"): first["label"], _("Printed"): first["printed"], _("Sets tried"): first["tried"]}
    return pd.DataFrame(columns | {_(r.replace("_", " ")): frames[r]["fitting"] for r in REACHES})
