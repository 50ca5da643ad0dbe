"""Figures of the notebook on the trials."""

from __future__ import annotations

import pandas as pd

from analysis.data.study import object_of_study
from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.text.words import _, as_printed
from analysis.text.words import date as written
from analysis.topics.trials.chronology import EVENTS, EXECUTION, FIRST_DAY, printed_dates, timeline
from analysis.topics.trials.fates import fate_table
from analysis.topics.trials.findings import date_words, fate_words, list_words
from analysis.topics.trials.model import LISTS, Choices, list_table, prose

NOTEBOOK = "09_trials"
#: Lists of the accused and the sentenced; the others are lists of a part.
WHOLE = ("accused", "death", "prison")


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(sources=object_of_study(), locator="", original_source="")[
        ["sources", "locator", "original_source"]
    ]


def list_figure(choices: Choices) -> Bundle:
    """Return stated numbers of accused and sentenced beside the lengths of the printed lists."""
    whole = [rule.stated for rule in LISTS if rule.list in WHOLE and not rule.named_in_population]
    table = list_table(choices)
    table = table[table["id"].isin(whole)]
    data = table.melt(["what", "id"], ["stated", "named"], "group", "value").rename(columns={"what": "label"})
    data["group"] = data["group"].map({"stated": _("stated"), "named": _("named")})
    return figures.bundle(
        "09_lists", "pairs", data, **list_words(choices, table), sources=_own(prose(choices)), unit=_("persons"),
        limits=(0.0, float(data["value"].max())), notebook=NOTEBOOK,
    )  # fmt: skip


def date_figure(choices: Choices) -> Bundle:
    """Return the dates around the trial of the generals on a calendar, misprints once more as they are read."""
    table = timeline(choices)
    rows = printed_dates(choices).loc[list(EVENTS)]
    names = {"as_printed": _("as printed"), "as_corrected": _("as read by corrections.csv")}
    data = table.assign(
        group=table["reading"].map(names),
        text=[as_printed(r.printed) if r.reading == "as_printed" else written(r.start) for r in table.itertuples()],
        misprint=table["id"] == EXECUTION,
    )
    return figures.bundle(
        "09_generals_dates", "dots",
        data[["id", "label", "group", "value", "low", "high", "text", "start", "misprint"]], **date_words(table),
        sources=_own(rows), unit=_("Grid lines: the first day of the month"), first_day=FIRST_DAY, notebook=NOTEBOOK,
        interval=_("Thin bar: the end of a month, 21st to last day."),
    )  # fmt: skip


def fate_figure(choices: Choices) -> Bundle:
    """Return the sentenced and the rehabilitated, by group of accused; rival accounts are marks of their own."""
    table, rows = fate_table(choices)
    table = table.assign(label=table["group"])
    rival = table["rehabilitated_low"] != table["rehabilitated_high"]
    parts = [
        table.assign(group=_("sentenced"), value=table["sentenced"]),
        table.assign(group=_("rehabilitated later"), value=table["rehabilitated_high"]),
        table[rival].assign(group=_("rehabilitated, by a rival account"), value=table.loc[rival, "rehabilitated_low"]),
    ]
    data = pd.concat(parts, ignore_index=True)[["label", "group", "value"]]
    return figures.bundle(
        "09_sentenced_and_rehabilitated", "dots", data, **fate_words(choices), sources=rows, unit=_("persons"),
        limits=(0.0, float(table["sentenced"].max())), notebook=NOTEBOOK,
    )  # fmt: skip


FIGURES = {
    "09_lists": list_figure,
    "09_generals_dates": date_figure,
    "09_sentenced_and_rehabilitated": fate_figure,
}
