"""Figures of the notebook on reasons and accusations: bundles with generated words."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import pamphlet_rows, source_rows
from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, joined, ngettext, number, percent
from analysis.topics.reasons.findings import change_finding, claims_finding, coverage_finding, passivity_finding
from analysis.topics.reasons.model import (
    LINES,
    Choices,
    accusations,
    claims,
    coverage,
    reasons,
    same_categories,
    total,
)

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
    shares = table[table["reason"] == "passivity"].set_index("year")["value"]
    title = _("Passivity: {a} of the expelled of 1929 and {b} of those of 1933, as printed")
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
        title=title.format(a=percent(100 * shares[1929], 0), b=percent(100 * shares[1933])),
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


def same_category_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of the reasons worded alike in both years, in per cent; of passivity if none is."""
    table, named = reasons(choices), same_categories(choices)
    kept = table[table["reason"].isin(named["reason"])] if len(named) else table[table["reason"] == "passivity"]
    return pd.DataFrame(
        {
            "label": [r.replace("_", " ").capitalize() for r in kept["reason"]],
            "group": kept["year"].astype(str),
            "value": 100 * kept["value"],
            "low": 100 * kept["low"],
            "high": 100 * kept["high"],
            "text": kept["printed"].str.replace(",", "."),
        }
    )


def same_category_figure(choices: Choices) -> Bundle:
    """Draw the reasons that are worded alike in 1929 and 1933, beside one another."""
    named = same_categories(choices)
    title = ngettext(
        "Only {n} reason is worded alike in 1929 and 1933: {names}",
        "{n} reasons are worded alike in 1929 and 1933: {names}",
        len(named),
    ).format(n=len(named), names=joined([r.replace("_", " ") for r in named["reason"]]))
    caption = _(
        "Per cent of the expelled of each year, with rounding bounds. A reason stands here only if its wording is "
        "{rule} in both tables; residual lines never do."
    )
    rule = {
        "identical": _("identical"),
        "nearly": _("identical but for a plural"),
        "similar": _("the same at least in its first two words"),
    }
    return bundle(
        "02_same_categories",
        "pairs",
        same_category_data(choices),
        title=title,
        caption=caption.format(rule=rule[choices.same_category]),
        alt=_("Pairs of shares in per cent, 1929 and 1933. {finding}").format(finding=change_finding(choices)),
        sources=source_rows(pamphlet_rows(NOTES[1929]), pamphlet_rows(NOTES[1933])),
        unit=_("per cent of the expelled"),
        inside_note=expulsion_note(),
        interval=_("Thin bars: rounding bounds."),
        limits=(0.0, 25.0),
        notebook=NOTEBOOK,
    )


def accusations_data(choices: Choices) -> pd.DataFrame:
    """Return the bars of the accusations, largest first; marked are the lines that no claim names."""
    table = accusations(choices).merge(coverage(choices)[["line", "claims"]], on="line")
    table = table.sort_values("count", ascending=False, kind="stable")
    text = [f"{number(r.count)} ({percent(100 * r.share)})" for r in table[["count", "share"]].itertuples(name="R")]
    return pd.DataFrame(
        {"label": table["label"], "value": table["count"], "text": text, "highlight": table["claims"] == 0}
    )


def accusations_figure(choices: Choices) -> Bundle:
    """Draw the accusations of Smolensk; the lines that no claim of the text names are marked."""
    table = coverage(choices)
    none = table[table["claims"] == 0]
    title = (
        _("{count} of {total} accusations fall under lines that the text does not mention again").format(
            count=number(none["count"].sum()), total=total(choices).text
        )
        if len(none)
        else _("Every line of the table of accusations is mentioned in the text")
    )
    said = [f"{r.label}: {number(r.value)}" for r in accusations_data(choices).itertuples()]
    return bundle(
        "02_accusations",
        "bars",
        accusations_data(choices),
        title=title,
        caption=_(
            "Accusations raised at the meeting in Smolensk in July 1935, as printed; in brackets their share of the "
            "printed total. Marked: lines that none of the claims below the table names. A complete count, no sample."
        ),
        alt=_("Bar chart of accusations: {all}. {finding}").format(all=joined(said), finding=coverage_finding(choices)),
        sources=source_rows(pamphlet_rows(NOTES[1935])),
        unit=_("accusations"),
        digits=0,
        inside_note=accusation_note(),
        notebook=NOTEBOOK,
    )


def claims_data(choices: Choices) -> pd.DataFrame:
    """Return for each claim what it allows and the share of the lines that it names, in per cent."""
    table = claims(choices)
    label = [f"{r.label}: “{r.printed}”" for r in table.itertuples()]
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
    title = ngettext(
        "{k} of {n} claim about the accusations agrees with the lines that it names",
        "{k} of {n} claims about the accusations agree with the lines that they name",
        len(table),
    ).format(k=int(table["holds"].sum()), n=len(table))
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
            "taken {reach}); the mark is the share of the lines that the claim names. Lines named – {said}."
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


def sets_figure(choices: Choices) -> Bundle:
    """Draw how many sets of lines would meet each claim: the fewer, the stronger the claim."""
    table = claims(choices)
    data = pd.DataFrame(
        {
            "label": [f"{r.label}: “{r.printed}”" for r in table.itertuples()],
            "value": 100 * table["chance"],
            "text": [f"{r.fitting} / {r.tried} ({percent(100 * r.chance, 0)})" for r in table.itertuples()],
        }
    )
    weak, strong = table.loc[table["chance"].idxmax()], table.loc[table["chance"].idxmin()]
    title = _("“{weak}” is met by {a} of {b} sets of lines, “{strong}” by {c} of {d}")
    return bundle(
        "02_sets_of_lines",
        "bars",
        data,
        title=title.format(
            weak=weak["printed"], a=weak["fitting"], b=weak["tried"], strong=strong["printed"], c=strong["fitting"],
            d=strong["tried"],
        ),
        caption=_(
            "Every set of at most {max} lines of the table was tried. A claim that many sets meet is a weak "
            "statement about the table: it would have been true of many other groupings too."
        ).format(max=choices.max_lines),
        alt=_("Bar chart of the share of sets of lines that meet each claim. {finding}").format(
            finding=claims_finding(choices)
        ),
        sources=source_rows(pamphlet_rows(NOTES[1935])),
        unit=_("per cent of the sets tried"),
        digits=0,
        inside_note=accusation_note(),
        notebook=NOTEBOOK,
    )  # fmt: skip
