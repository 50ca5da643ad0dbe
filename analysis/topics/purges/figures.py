"""Figures of the notebook on expulsions: bundles with generated titles, captions and alternative texts."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import pamphlet_rows, source_rows
from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, as_printed, joined, number
from analysis.topics.purges.bases import PRINTED, counts, fits, fitting
from analysis.topics.purges.findings import estimate_text, fitting_finding, largest, span, years
from analysis.topics.purges.model import (
    BASE_WORDS,
    KINDS,
    LAST_OF_THE_THIRTIES,
    TEXT_1936,
    Choices,
    implied_bases,
    pairs,
    places,
    printed_shares,
    prose,
)
from analysis.topics.purges.published import estimates_of, evidence

NOTEBOOK = "01_purge_rates"
NOTE_84, NOTE_11 = "table at note 84", "table at note 11"
#: The years that the figure of the party's size shows.
FIRST, LAST = 1917, 1941


def inside_note() -> str:
    """Return the sentence that stands inside every picture of expulsions."""
    return _("Expulsion from the party is not arrest, conviction or death. None of those is counted here.")


def marks(frame: pd.DataFrame, value: str, low: str, high: str, scale: float, **columns) -> pd.DataFrame:
    """Return marks for a chart: value and bounds of some columns times a factor, and further columns."""
    data = {name: frame[c] * scale for name, c in (("value", value), ("low", low), ("high", high)) if c}
    return pd.DataFrame({**columns, **data}, index=frame.index)


# Implied bases --------------------------------------------------------------------------------------------------------


def implied_groups() -> list[str]:
    """Return the names of the three series of the figure on implied bases; short, as they share the axis."""
    return [_("implied"), _("if zeros are rounded"), _("counted")]


def implied_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of the implied bases and of the counts near each campaign, in million persons."""
    frame = implied_bases(choices)
    near = fits(choices).reindex(columns=["label", "count", "origin", "verification", "disputed"])
    implied, groups = frame[frame["value"].notna()], implied_groups()
    rows = [
        marks(implied, "value", "low", "high", 1e-6, label=implied["label"], group=groups[0]),
        marks(implied, "", "wide_low", "wide_high", 1e-6, label=implied["label"], group=groups[1]),
        *[_counted(label, part, groups[2]) for label, part in near.groupby("label", sort=False)],
    ]
    return pd.concat(rows, ignore_index=True).sort_values("label", kind="stable", ignore_index=True)


def _counted(label: str, part: pd.DataFrame, group: str) -> pd.DataFrame:
    part = part[part["count"].notna()]
    if part.empty:
        return pd.DataFrame([{"label": label, "group": group, "text": _("none near")}])
    nearest, low, high = part.iloc[0], part["count"].min() / 1e6, part["count"].max() / 1e6
    text = number(nearest["count"] / 1e6, 2)
    row = {"label": label, "group": group, "value": nearest["count"] / 1e6, "verification": nearest["verification"]}
    if low < high:
        row |= {"low": low, "high": high}
        text += f" ({number(low, 2)}–{number(high, 2)})"
    if nearest["origin"] == PRINTED:
        text += " " + _("as printed")
    return pd.DataFrame([row | {"text": text}])


def implied_bases_figure(choices: Choices) -> Bundle:
    """Draw the base that each printed pair implies beside the published counts near the campaign."""
    near, base = fits(choices), _(BASE_WORDS[choices.base])
    implied = implied_bases(choices)
    implied = implied[implied["value"].notna()]
    caption = _(
        "Number expelled over share expelled gives the base that both imply, wider if final zeros of the number are "
        "rounded. Counted: {base}, as published (for the screened also as printed). The mark is the count nearest to "
        "the campaign; the bar runs from the lowest to the highest count within {months} months, rivals included. "
        "Figures such as “more than 3,500,000” exclude nothing above them and are not drawn."
    )
    said = [_("{label}: implied {span}.").format(label=r.label, span=span(r.low, r.high)) for r in implied.itertuples()]
    alt = _("Dot plot of implied bases and counts in million persons for {n} campaigns. {finding}")
    return bundle(
        "01_implied_bases",
        "dots",
        implied_data(choices),
        title=_implied_title(choices, implied),
        caption=caption.format(base=base, months=choices.max_months),
        alt=alt.format(n=len(implied), finding=fitting_finding(choices)),
        description=" ".join(said),
        sources=source_rows(pamphlet_rows(NOTE_84), near),
        unit=_("million persons"),
        digits=2,
        inside_note=inside_note(),
        interval=_("Thin bars: bounds of the implied base; lowest and highest count."),
        notebook=NOTEBOOK,
        order=implied_groups(),
    )


def _implied_title(choices: Choices, implied: pd.DataFrame) -> str:
    found, top = fitting(choices), largest(choices)
    text = _("{k} of {n} printed pairs fit a party that somebody counted").format(
        k=int((found["outcome"] == "narrow").sum()), n=len(found)
    )
    out = implied[implied["label"].isin(found.loc[found["outcome"] == "no", "label"])]
    out = out[out["low"] > top["value"]] if top is not None else out.iloc[:0]
    if out.empty:
        return text
    far = out.loc[out["low"].idxmax()]
    return _("{text}; {years} would need {need} million").format(
        text=text, years=years([far["label"]]), need=number(far["value"] / 1e6, 1)
    )


# Campaigns ------------------------------------------------------------------------------------------------------------


def numbers_figure(choices: Choices) -> Bundle:
    """Draw the printed numbers of the expelled by campaign, with the gap of 1936."""
    frame, by = pairs(choices), places(choices).set_index("measure").loc["number"]
    gap = _("no figure printed (Smolensk: {share} per cent)").format(
        share=as_printed(prose(choices)["expulsions-1936-smolensk-percent-bounds"].text)
    )
    missing = [n.value is None for n in frame["number"]]
    data = pd.DataFrame({
        "label": frame["label"],
        "value": [float("nan") if n.value is None else float(n.value) for n in frame["number"]],
        "text": [gap if m else "" for m in missing],
        "highlight": frame["year"] == 1937,
    })  # fmt: skip
    said = [f"{r.label}: {number(r.value) if pd.notna(r.value) else r.text}" for r in data.itertuples()]
    own = data.loc[data["highlight"], "value"].iloc[0]
    ends = data.loc[[data["value"].idxmin(), data["value"].idxmax()]]
    title = _("{own} expelled in 1937 as printed, between {low} ({low_year}) and {high} ({high_year})").format(
        own=number(own), low=number(ends["value"].iloc[0]), low_year=years([ends["label"].iloc[0]]),
        high=number(ends["value"].iloc[1]), high_year=years([ends["label"].iloc[1]]),
    )  # fmt: skip
    caption = _(
        "Number expelled as the pamphlet prints it, which calls 1937 one of the years with the lowest number. The rows "
        "are campaigns of unlike kinds and lengths, so the bars are no rate over time; for 1936 the table prints a gap."
    )
    return bundle(
        "01_numbers_by_year",
        "bars",
        data,
        title=title,
        caption=caption,
        alt=_("Bar chart of {n} printed numbers of expelled: {all}.").format(n=by["of"], all=joined(said)),
        sources=source_rows(pamphlet_rows(NOTE_84)),
        unit=_("persons expelled"),
        digits=0,
        inside_note=inside_note(),
        notebook=NOTEBOOK,
    )


def campaigns(choices: Choices) -> pd.DataFrame:
    """Return every printed campaign once, with its printed share, the exchange of 1936 by the text's share."""
    shares = printed_shares(choices).drop_duplicates("campaign", keep="last").assign(share=lambda f: f["printed"])
    gap = pairs(choices)
    gap = gap[gap["year"] == 1936].assign(share=as_printed(prose(choices)[TEXT_1936].text))
    return pd.concat([shares, gap], ignore_index=True).sort_values("first", ignore_index=True, kind="stable")


def _sizes(choices: Choices) -> pd.DataFrame:
    known = counts(choices.but(base="members_and_candidates", unchecked=True))
    known = known[known["value"].notna()]
    return known[[FIRST <= day.year <= LAST for day in known["first"]]]


def membership_data(choices: Choices) -> pd.DataFrame:
    """Return the counts of members and candidates in millions, and the campaigns as spans of time."""
    known = _sizes(choices)
    loose = known["verification"] == "unchecked"
    head = _("Members and candidates, millions")
    points = pd.DataFrame({
        "label": known["start"], "x": known["start"], "value": known["value"] / 1e6, "panel": head,
        "mark": ["line" if u else "point" for u in loose], "group": _("published"),
        "verification": known["verification"],
    })  # fmt: skip
    points["until"] = points["x"]
    found = campaigns(choices)
    spans = pd.DataFrame({
        "label": [_(KINDS[kind]) for kind in found["kind"]], "x": [f"{d:%Y}" for d in found["first"]],
        "until": [str(d.year + 1) for d in found["last"]], "panel": _("Campaigns, with the printed share in per cent"),
        "mark": "row", "group": _("pamphlet"), "text": found["share"],
    })  # fmt: skip
    shades = spans.assign(mark="shade", text="")
    return pd.concat([points, spans, shades], ignore_index=True)


def membership_figure(choices: Choices) -> Bundle:
    """Draw the size of the party and the campaigns over one axis of time."""
    data, known = membership_data(choices), _sizes(choices)
    firm = known[(known["verification"] != "unchecked") & ~known["disputed"].astype(bool)]
    firm = firm[[day.year <= LAST_OF_THE_THIRTIES for day in firm["first"]]]
    top, end = firm.loc[firm["value"].idxmax()], firm.iloc[-1]
    title = _("The party had {a} million members and candidates in {year_a} and {b} million in {year_b}").format(
        a=number(top["value"] / 1e6, 2), year_a=top["start"][:4], b=number(end["value"] / 1e6, 2),
        year_b=end["start"][:4],
    )  # fmt: skip
    caption = _(
        "Above: every count of members and candidates that was collected; hollow, joined by a line: the yearly "
        "register, which nobody has looked up yet. Shaded: the campaigns, named below with the share that the "
        "pamphlet prints. Before 1923 the party is that of Soviet Russia; 1940 and 1941 include annexed territory. "
        "Campaigns of unlike kinds have no common rate."
    )
    listed = "; ".join(f"{r.label}, {r.x}: {r.text}" for r in data[data["mark"] == "row"].itertuples())
    alt = _("Points over the years {first} to {last}, with the campaigns shaded. {title}. Printed shares: {listed}.")
    return bundle(
        "01_membership",
        "years",
        data,
        title=title,
        caption=caption,
        alt=alt.format(first=FIRST, last=LAST, title=title, listed=listed),
        sources=source_rows(pamphlet_rows(NOTE_84), pamphlet_rows(NOTE_11), known),
        inside_note=inside_note(),
        notebook=NOTEBOOK,
        order=[_("published"), _("pamphlet")],
        x_limits=(float(FIRST), LAST + 1.0),
    )


# Published shares -----------------------------------------------------------------------------------------------------


def _alike(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame, others = evidence(choices), estimates_of(choices, "expelled_share")
    frame = frame[frame["what"] == "share"]
    others = others[others["compared"] | (others["verification"] == "unchecked")]
    shown = frame["label"].isin(others["campaign_label"]) & frame["label"].isin(pairs(choices)["label"])
    others = others[others["campaign_label"].isin(frame.loc[shown, "label"])]
    return (frame[shown] if shown.any() else frame), others


def published_shares_figure(choices: Choices) -> Bundle:
    """Draw the printed and the published shares of each campaign on which somebody else published a share."""
    printed, others = _alike(choices)
    base = {"party": _("of the party"), "screened": _("of the screened")}
    text = [f"{r.printed} ({number(100 * r.low)}–{number(100 * r.high)})" for r in printed.itertuples()]
    own = marks(printed, "value", "low", "high", 100, label=_("pamphlet, printed"), panel=printed["label"], text=text)
    names = [f"{_(r.author)} ({base.get(r.base, _('base not stated'))})" for r in others.itertuples()]
    theirs = marks(
        others, "value", "low", "high", 100, label=names, panel=others["campaign_label"],
        verification=others["verification"],
    )  # fmt: skip
    data = pd.concat([own.assign(highlight=True), theirs.assign(highlight=False)], ignore_index=True)
    said = [f"{r.label}: {r.printed}, {_(r.verdict)}" for r in printed.itertuples()]
    caption = _(
        "Share of the party expelled in a campaign, as printed (in brackets its rounding bounds) and as others "
        "published it, as far as the comparison rests on them. Beside each author stands of whom the share is; unlike "
        "bases explain part of the distances. Campaigns before 1929 stand in the table."
    )
    alt = _("Forest plot of printed and published shares in per cent by campaign. {all}.")
    return bundle(
        "01_published_shares",
        "forest",
        data.sort_values("panel", kind="stable", ignore_index=True),
        title=_shares_title(choices, printed, others),
        caption=caption,
        alt=alt.format(all="; ".join(said)),
        sources=source_rows(pamphlet_rows(NOTE_84), pamphlet_rows(NOTE_11), others),
        unit=_("per cent of the base"),
        inside_note=inside_note(),
        interval=_("Thin bars: rounding bounds, or the range that was given."),
        digits=1,
        notebook=NOTEBOOK,
    )


def _shares_title(choices: Choices, printed: pd.DataFrame, others: pd.DataFrame) -> str:
    """Say which printed share lies farthest from a published one, and what party that one would need."""
    firm = others[(others["verification"] != "unchecked") & others["value"].notna()]
    both = printed.merge(firm, left_on="label", right_on="campaign_label", suffixes=("", "_other"))
    if both.empty:
        return _("No published share that is alike was collected; the printed shares stand alone")
    far = both.loc[(both["value"] - both["value_other"]).abs().idxmax()]
    number_of = pairs(choices).set_index("label").loc[far["label"], "number"]
    other = {"measure": "share", "value": far["value_other"], "low": None, "high": None}
    return _("{year}: {printed} per cent printed, {other} in one book; that needs a party of {size} million").format(
        year=years([far["label"]]), printed=far["printed"], other=estimate_text(pd.Series(other)),
        size=number(float(number_of.value) / far["value_other"] / 1e6, 1),
    )  # fmt: skip
