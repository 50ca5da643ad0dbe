"""Tables of the notebook on reasons and accusations, ready for display."""

from __future__ import annotations

import pandas as pd

from analysis.text.words import _
from analysis.topics.reasons.choices import Choices
from analysis.topics.reasons.model import LINES, accusations, claims, oppositionists, reasons


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
    """Return the claims about the accusations and the lines that they name, for display."""
    table = claims(choices)
    return pd.DataFrame(
        {
            _("Claim"): table["label"],
            _("Printed"): table["printed"],
            _("Lines named"): [" + ".join(_(LINES[x]) for x in lines) for lines in table["named"]],
            _("Accusations"): table["named_count"],
            _("Their share"): table["named_share"],
            _("Reproduced"): [
                _("yes") if h else _("no") if tested else _("not testable")
                for h, tested in zip(table["holds"], table["tested"], strict=True)
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
