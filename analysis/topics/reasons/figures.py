"""Figures of the notebook on reasons and accusations: bundles with generated words."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import pamphlet_rows, source_rows
from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, as_printed, joined, number, percent
from analysis.topics.reasons.choices import Choices
from analysis.topics.reasons.findings import CENTRAL, claims_finding, coverage_finding, few_finding, passivity_finding
from analysis.topics.reasons.model import LINES, accusations, claims, reasons, total

NOTEBOOK = "02_reasons_and_accusations"
NOTES = {1929: "table at note 12", 1933: "table at note 17", 1935: "table at note 21"}


def expulsion_note() -> str:
    """Return the sentence inside the pictures of reasons."""
    return _(
        "Expulsion from the party is not arrest, conviction or death. These are reasons for expulsion, not charges."
    )


def accusation_note() -> str:
    """Return the sentence inside the pictures of accusations."""
    return _(
        "Accusations raised at one meeting: neither persons nor proven. Nothing is said of expulsion, arrest or death."
    )


def reasons_data(choices: Choices) -> pd.DataFrame:
    """Return the bars of the printed reasons in per cent, ``panel`` the year, largest first."""
    table = reasons(choices).sort_values(["year", "value"], ascending=[True, False], kind="stable")
    return pd.DataFrame(
        {
            "label": table["wording"],
            "panel": [_("Chistka of {year}").format(year=y) for y in table["year"]],
            "value": 100 * table["value"],
            "text": table["printed"].str.replace(",", "."),
            "highlight": table["reason"] == "passivity",
        }
    )


def reasons_figure(choices: Choices) -> Bundle:
    """Draw the printed reasons of 1929 and 1933, a panel a year."""
    table = reasons(choices)
    top = table[table["year"] == 1933].sort_values("value", ascending=False, kind="stable").iloc[0]
    title = _("{reason} heads the printed reasons of 1933 with {share} of the expelled").format(
        reason=top["wording"], share=percent(100 * top["value"])
    )
    caption = _(
        "Reasons for expulsion in per cent of the expelled, in the wording of the printed tables. The two years use "
        "different categories, so the panels must not be read as one series. In 1933 the last line was added by the "
        "pamphlet for what the book does not give."
    )
    said = [f"{r.year}, {r.wording}: {percent(100 * r.value)}" for r in table.itertuples()]
    return bundle(
        "02_reasons",
        "bars",
        reasons_data(choices),
        title=title,
        caption=caption,
        alt=_("Bar chart in two panels of reasons for expulsion in per cent. {finding}").format(
            finding=passivity_finding(choices)
        ),
        description="; ".join(said) + ".",
        sources=source_rows(pamphlet_rows(NOTES[1929]), pamphlet_rows(NOTES[1933])),
        unit=_("per cent of the expelled"),
        inside_note=expulsion_note(),
        notebook=NOTEBOOK,
        panels_per_row=1,
    )


def accusations_data(choices: Choices) -> pd.DataFrame:
    """Return the bars of the accusations, largest first; marked is the line of political opposition."""
    named = claims(choices).set_index("claim").loc[CENTRAL, "named"]
    table = accusations(choices).sort_values("count", ascending=False, kind="stable")
    text = [f"{number(r.count)} ({percent(100 * r.share)})" for r in table[["count", "share"]].itertuples(name="R")]
    return pd.DataFrame(
        {"label": table["label"], "value": table["count"], "text": text, "highlight": table["line"].isin(named)}
    )


def accusations_figure(choices: Choices) -> Bundle:
    """Draw the accusations of Smolensk; the line of political opposition is marked."""
    row = claims(choices).set_index("claim").loc[CENTRAL]
    title = _("{k} of {n} accusations named {lines}").format(
        k=number(row["named_count"]), n=total(choices).text, lines=" + ".join(_(LINES[x]) for x in row["named"])
    )
    said = [f"{r.label}: {number(r.value)}" for r in accusations_data(choices).itertuples()]
    return bundle(
        "02_accusations",
        "bars",
        accusations_data(choices),
        title=title,
        caption=_(
            "Accusations raised at the meeting in Smolensk in July 1935, as printed; in brackets their share of the "
            "printed total. Marked: what the pamphlet calls political opposition. A complete count, no sample. {rest}"
        ).format(rest=coverage_finding(choices)),
        alt=_("Bar chart of accusations: {all}. {finding}").format(all=joined(said), finding=few_finding(choices)),
        sources=source_rows(pamphlet_rows(NOTES[1935])),
        unit=_("accusations"),
        digits=0,
        inside_note=accusation_note(),
        notebook=NOTEBOOK,
    )


def claims_data(choices: Choices) -> pd.DataFrame:
    """Return for each claim what it allows and the share of the lines that it names, in per cent."""
    table = claims(choices)
    label = [f"{r.label}: “{as_printed(r.printed)}”" for r in table.itertuples()]
    allowed = pd.DataFrame(
        {"label": label, "group": _("words allow"), "low": 100 * table["low"], "high": 100 * table["high"]}
    )
    lines = [" + ".join(_(LINES[x]) for x in named) for named in table["named"]]
    shown = pd.DataFrame(
        {"label": label, "group": _("lines named"), "value": 100 * table["named_share"], "lines": lines}
    )
    return pd.concat([allowed, shown], ignore_index=True)


def claims_figure(choices: Choices) -> Bundle:
    """Draw for each claim about the accusations what it allows and what the lines it names amount to."""
    table = claims(choices)
    once = table[table["again"] == ""]
    title = _("{k} of {n} statements on the accusations agree with the lines that they name").format(
        k=int(once["holds"].sum()), n=len(once)
    )
    said = [
        _("{label}: {lines}, {share}").format(
            label=r.label, lines=" + ".join(_(LINES[x]) for x in r.named), share=percent(100 * r.named_share)
        )
        for r in table.itertuples()
    ]
    return bundle(
        "02_claims",
        "dots",
        claims_data(choices),
        title=title,
        caption=_(
            "Per cent of the {total} accusations. The bar is what the words of the claim allow (“more than a third” is "
            "taken {reach}); the mark is the share of the lines that the claim names. The last two print one figure in "
            "two forms and count once. Lines named – {said}."
        ).format(
            total=total(choices).text,
            reach=_("to end below the next simple fraction, a half")
            if choices.reach == "next_fraction"
            else _("to have no upper end"),
            said="; ".join(said),
        ),
        alt=_("Dot plot of claims about shares of the accusations. {finding}").format(finding=claims_finding(choices)),
        sources=source_rows(pamphlet_rows("text at note 21")),
        unit=_("per cent of the accusations"),
        digits=1,
        inside_note=accusation_note(),
        interval=_("Thin bars: what the words allow."),
        notebook=NOTEBOOK,
    )
