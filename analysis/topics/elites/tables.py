"""Tables of the notebook on Old Bolsheviks and office holders, ready for a page."""

from __future__ import annotations

import pandas as pd

from analysis.data import tables
from analysis.text.words import _, bounds
from analysis.text.words import date as written
from analysis.topics.elites.choices import Choices
from analysis.topics.elites.findings import share_text, years_text
from analysis.topics.elites.model import (
    DEFINITIONS,
    MEMBERS_OF,
    OUTCOMES,
    break_even,
    prose,
    stock_rows_of_1917,
    stocks,
)
from analysis.topics.elites.risks import risks


def printed_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the pamphlet prints on Old Bolsheviks and office holders, and the rows for footnotes."""
    rows = prose(choices)
    wanted = rows["id"].str.startswith(("old-bolsheviks-", "smolensk-1935-", "belyi-1937-"))
    wanted |= rows["id"].isin(["expelled-1937-leading-percent", "expelled-other-screenings-base-percent"])
    rows = rows[wanted & ~rows["id"].str.endswith("-again")]
    words = tables.load_pamphlet("claims").set_index("claim")["statement"]
    shown = pd.DataFrame({
        _("What is stated"): [words[i] for i in rows["id"]],
        _("As printed"): rows["printed"].to_list(),
        _("Note"): rows["footnote"].to_list(),
    })  # fmt: skip
    return shown, rows


def stock_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the number under each definition at two dates, all causes, and the rows for footnotes."""
    lines = []
    for _name, stock in stocks(choices).iterrows():
        rate = break_even(stock)
        fall = [100 * (1 - last / first) for last, first in (
            (stock["last_high"], stock["first_low"]), (stock["last_low"], stock["first_high"]))]  # fmt: skip
        lines.append({
            _("Who is counted"): stock["label"],
            _("First date"): written(stock["first"]),
            _("Persons then"): bounds(stock["first_low"], stock["first_high"]),
            _("Last date"): written(stock["last"]),
            _("Persons left"): bounds(stock["last_low"], stock["last_high"]),
            _("Decrease, per cent"): bounds(*fall, digits=1),
            _("Deaths a year per 1,000 that would explain all of it"): bounds(rate[0], rate[1], digits=1),
        })  # fmt: skip
    return pd.DataFrame(lines), pd.concat([_stock_rows(choices, name) for name in DEFINITIONS], ignore_index=True)


def _stock_rows(choices: Choices, definition: str) -> pd.DataFrame:
    columns = ["sources", "locator", "original_source"]
    if definition == "not_stated":
        return prose(choices).loc[["old-bolsheviks-1934-members", "old-bolsheviks-1939-members"], columns]
    return pd.DataFrame(list(stock_rows_of_1917(choices)))[columns]


def risk_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all risks with matched group and outcome, by outcome and years, and their rows."""
    order = {name: i for i, name in enumerate(OUTCOMES)}
    rows = risks(choices)
    rows = rows.assign(rank=rows["outcome"].map(order)).sort_values(["rank", "start", "end"], kind="stable")
    marked = MEMBERS_OF.get(choices.group, ())
    shown = pd.DataFrame({
        _("Outcome"): [_(OUTCOMES[o]) for o in rows["outcome"]],
        _("Years"): [years_text(r) for _i, r in rows.iterrows()],
        _("Group"): rows["label"].to_list(),
        _("Persons with the outcome"): [share_text(r) for _i, r in rows.iterrows()],
        _("From"): [_(k) for k in rows["kind"]],
        _("Remark"): rows["note"].to_list(),
    })  # fmt: skip
    if marked:
        shown[_("Marked")] = [_("chosen") if g in marked else "" for g in rows["group"]]
    return shown, rows
