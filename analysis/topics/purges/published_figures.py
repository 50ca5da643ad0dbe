"""Figures on printed and published expulsions: shares by campaign, numbers by year, reinstatements."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import pamphlet_rows, source_rows
from analysis.data.study import object_of_study
from analysis.display.bundles import Bundle, bundle
from analysis.text.verdicts import AGREES, INSIDE, OUTSIDE
from analysis.text.words import _, joined, ngettext, number, percent
from analysis.topics.purges.bases import PRINTED
from analysis.topics.purges.checks import place
from analysis.topics.purges.conclusions import reinstated_finding
from analysis.topics.purges.figures import NOTE_84, NOTEBOOK, inside_note, marks
from analysis.topics.purges.findings import years
from analysis.topics.purges.model import Choices, pairs, prose
from analysis.topics.purges.published import WHOLE, compare_shares, estimates_of, reinstated
from analysis.topics.purges.tables import where

NOTE_11 = "table at note 11"
#: A place counted from the lowest, in words.
PLACES = {1: "the lowest", 2: "the second lowest", 3: "the third lowest", 4: "the fourth lowest", 5: "the fifth lowest"}


def published_shares_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of printed and published shares in per cent, ``panel`` the campaign."""
    printed, others = _alike(choices)
    text = [f"{r.printed} ({number(100 * r.low)}–{number(100 * r.high)})" for r in printed.itertuples()]
    own = marks(printed, "value", "low", "high", 100, label=_("pamphlet, printed"), panel=printed["label"], text=text)
    base = {"party": _("of the party"), "screened": _("of the screened")}
    theirs = marks(
        others,
        "value",
        "low",
        "high",
        100,
        label=[f"{r.author} ({base.get(r.base, _('base not stated'))})" for r in others.itertuples()],
        panel=others["campaign_label"],
        verification=others["verification"],
    )
    data = pd.concat([own.assign(highlight=True), theirs.assign(highlight=False)], ignore_index=True)
    return data.sort_values("panel", kind="stable", ignore_index=True)


def _alike(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    compared, others = compare_shares(choices), estimates_of(choices, "expelled_share")
    others = others[others["compared"] | (others["verification"] == "unchecked")]
    shown = compared["label"].isin(others["campaign_label"])
    return (compared[shown] if shown.any() else compared), others


def published_shares_figure(choices: Choices) -> Bundle:
    """Draw the printed and the published shares of each campaign on which somebody else published a share."""
    (printed, others), compared = _alike(choices), compare_shares(choices)
    said = {word: years(printed.loc[printed["verdict"] == word, "label"]) for word in (AGREES, INSIDE, OUTSIDE)}
    alone = compared.loc[~compared["label"].isin(printed["label"]), "label"]
    caption = _(
        "Share of the party expelled in a campaign, as printed (in brackets its rounding bounds) and as others "
        "published it. Estimates that do not cover the whole campaign are left out. Beside each author stands of whom "
        "the share is; unlike bases explain part of the distances. Before 1923 the party is that of Soviet Russia. "
        "Without a published share: {alone}."
    )
    alt = _("Forest plot of shares in per cent by campaign. Agrees: {a}. Inside the range: {b}. Outside: {c}.")
    return bundle(
        "01_published_shares",
        "forest",
        published_shares_data(choices),
        title=_shares_title(printed),
        caption=caption.format(alone=years(alone) or _("none")),
        alt=alt.format(**{k: said[w] or _("none") for k, w in (("a", AGREES), ("b", INSIDE), ("c", OUTSIDE))}),
        sources=source_rows(pamphlet_rows(NOTE_84), pamphlet_rows(NOTE_11), others),
        unit=_("per cent of the base"),
        inside_note=inside_note(),
        interval=_("Thin bars: rounding bounds, or the range that was given."),
        digits=1,
        notebook=NOTEBOOK,
    )


def _shares_title(printed: pd.DataFrame) -> str:
    out = printed.loc[printed["verdict"] == OUTSIDE, "label"]
    if not printed["lineages"].sum():
        return _("No published share that is alike was collected; the printed shares stand alone")
    if out.empty:
        return _("No printed share lies outside the published shares that were collected")
    text = ngettext(
        "The printed share of {years} lies outside the published shares that were collected",
        "The printed shares of {years} lie outside the published shares that were collected",
        len(out),
    )
    return text.format(years=years(out))


def numbers_data(choices: Choices) -> pd.DataFrame:
    """Return the bars of the printed numbers of expelled; the gap of 1936 has words instead."""
    frame = pairs(choices)
    gap = _("no figure printed (Smolensk: {share} per cent)").format(
        share=prose(choices)["expulsions-1936-smolensk-percent-bounds"].text
    )
    value = [float("nan") if n.value is None else float(n.value) for n in frame["number"]]
    text = [gap if n.value is None else "" for n in frame["number"]]
    return pd.DataFrame({"label": frame["label"], "value": value, "text": text, "highlight": frame["year"] == 1937})


def numbers_figure(choices: Choices) -> Bundle:
    """Draw the printed numbers of the expelled by year, with the gap of 1936."""
    data, by = numbers_data(choices), place(choices).set_index("measure").loc["number"]
    said = [f"{r.label}: {number(r.value) if pd.notna(r.value) else r.text}" for r in data.itertuples()]
    caption = _(
        "Number expelled as the pamphlet prints it. The rows are campaigns of unlike kinds and lengths, so the bars "
        "are no rate over time; for 1936 the table prints a gap."
    )
    title = _("Of {n} printed numbers of expelled, that of 1937 is {place}")
    return bundle(
        "01_numbers_by_year",
        "bars",
        data,
        title=title.format(n=by["of"], place=_(PLACES[by["place"]])),
        caption=caption,
        alt=_("Bar chart of printed numbers of expelled: {all}.").format(all=joined(said)),
        sources=source_rows(pamphlet_rows(NOTE_84)),
        unit=_("persons expelled"),
        digits=0,
        inside_note=inside_note(),
        notebook=NOTEBOOK,
    )


def reinstated_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of the shares of the reinstated in per cent, ``panel`` of whom."""
    frame = reinstated(choices)
    year = frame["campaign"].str.extract(r"(\d{4}(?:_\d\d)?)")[0].str.replace("_", "–")
    label = [f"{where(w)}, {y}" for w, y in zip(frame["where"], year, strict=True)]
    label = [f"{n}, {_('as printed')}" if o == PRINTED else n for n, o in zip(label, frame["origin"], strict=True)]
    text = [
        f"{number(100 * r.value, 1)} ({number(r.part)}/{number(r.of)})" if pd.notna(r.of) else ""
        for r in frame.itertuples()
    ]
    panel = [_("Per cent {whole}").format(whole=_(WHOLE[w])) for w in frame["whole"]]
    own = frame["origin"] == PRINTED
    return marks(
        frame, "value", "low", "high", 100, label=label, panel=panel, text=text, highlight=own,
        verification=frame["verification"],
    )  # fmt: skip


def reinstated_figure(choices: Choices) -> Bundle:
    """Draw the shares of the reinstated, of the expelled and of the appeals examined apart."""
    frame = reinstated(choices)
    appeals = frame.loc[frame["whole"] == "appeals_examined", "value"]
    title = _("Where appeals of 1937 were examined, {low} to {high} led to reinstatement")
    caption = _(
        "Above: of all the expelled. Below: of the appeals that were examined, which are not all of the expelled. "
        "Complete counts of the places named, no samples: no confidence intervals."
    )
    alt = _("Dot plot of shares of the reinstated in per cent, two panels. {finding}")
    return bundle(
        "01_reinstated",
        "dots",
        reinstated_data(choices),
        title=title.format(low=percent(100 * appeals.min(), 0), high=percent(100 * appeals.max(), 0)),
        caption=caption,
        alt=alt.format(finding=reinstated_finding(choices)),
        sources=source_rows(pamphlet_rows("text at note 12"), frame[frame["sources"] != object_of_study()]),
        unit=_("per cent"),
        digits=1,
        inside_note=inside_note(),
        notebook=NOTEBOOK,
        panels_per_row=1,
        interval=_("Thin bars: rounding bounds, or the range that was given."),
    )
