"""Figures on the bases of printed shares: bundles with generated titles, captions and alternative texts."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import pamphlet_rows, source_rows
from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, number, percent
from analysis.topics.purges.bases import PRINTED, by_option, counts, fits, fitting, rates
from analysis.topics.purges.conclusions import option_finding
from analysis.topics.purges.findings import fitting_finding, span, years
from analysis.topics.purges.model import BASE_WORDS, Choices, implied_bases

NOTEBOOK = "01_purge_rates"
NOTE_84 = "table at note 84"


def inside_note() -> str:
    """Return the sentence that stands inside every picture of expulsions."""
    return _("Expulsion from the party is not arrest, conviction or death. None of those is counted here.")


def marks(frame: pd.DataFrame, value: str, low: str, high: str, scale: float, **columns) -> pd.DataFrame:
    """Return marks for a chart: value and bounds of some columns times a factor, and further columns."""
    data = {name: frame[c] * scale for name, c in (("value", value), ("low", low), ("high", high)) if c}
    return pd.DataFrame({**columns, **data}, index=frame.index)


def implied_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of the implied bases and of the counts near each campaign, in million persons."""
    frame, near = implied_bases(choices), fits(choices).reindex(columns=["label", "count", "origin", "verification"])
    implied = frame[frame["value"].notna()]
    groups = implied_groups()
    rows = [
        marks(implied, "value", "low", "high", 1e-6, label=implied["label"], group=groups[0]),
        marks(implied, "", "wide_low", "wide_high", 1e-6, label=implied["label"], group=groups[1]),
        *[_counted(label, part, groups[2]) for label, part in near.groupby("label", sort=False)],
    ]
    return pd.concat(rows, ignore_index=True).sort_values("label", kind="stable", ignore_index=True)


def implied_groups() -> list[str]:
    """Return the names of the three series of the figure on implied bases; short, as they share the axis."""
    return [_("implied"), _("if zeros are rounded"), _("counted")]


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
    found, near, base = fitting(choices), fits(choices), _(BASE_WORDS[choices.base])
    implied = implied_bases(choices)
    caption = _(
        "Number expelled over share expelled gives the base that both imply, wider if final zeros of the number are "
        "rounded. Counted: {base}, as published (for the screened also as printed). The mark is the count nearest to "
        "the campaign; the bar runs from the lowest to the highest count within {months} months, rivals included."
    )
    fit = int((found["outcome"] == "narrow").sum())
    title = _("For {k} of {n} printed pairs a published count of {base} lies inside the implied base")
    title = title if fit else _("No published count of {base} near a campaign lies inside an implied base")
    alt = _("Dot plot of implied bases and counts in million persons for {n} campaigns. {finding}")
    said = [
        _("{label}: implied {span}.").format(label=r.label, span=span(r.low, r.high))
        for r in implied[implied["value"].notna()].itertuples()
    ]
    return bundle(
        "01_implied_bases",
        "dots",
        implied_data(choices),
        title=title.format(k=fit, n=len(found), base=base),
        caption=caption.format(base=base, months=choices.max_months),
        alt=alt.format(n=len(found), finding=fitting_finding(choices)),
        description=" ".join(said),
        sources=source_rows(pamphlet_rows(NOTE_84), near),
        unit=_("million persons"),
        digits=2,
        inside_note=inside_note(),
        interval=_("Thin bars: bounds of the implied base; lowest and highest count."),
        notebook=NOTEBOOK,
        order=implied_groups(),
    )


def rates_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of printed and recomputed shares in per cent, ``panel`` the kind of campaign."""
    frame = rates(choices)
    frame = frame[frame["printed"].notna()]
    panel = frame["label"].str.split(", ", n=1).str[1].str.capitalize()
    at = {"label": [years([text]) for text in frame["label"]], "panel": panel}
    printed = marks(
        frame, "printed", "printed_low", "printed_high", 100, group=_("printed"), text=frame["share_text"], **at
    )
    again = marks(
        frame,
        "rate",
        "rate_low",
        "rate_high",
        100,
        group=_("recomputed"),
        verification=frame["base_verification"],
        **at,
    )
    return pd.concat([printed, again[again["value"].notna()]], ignore_index=True)


def rates_figure(choices: Choices) -> Bundle:
    """Draw each printed share beside the share recomputed on the chosen count, a panel a kind of campaign."""
    frame = rates(choices)
    frame = frame[frame["printed"].notna()]
    alt = _("Dot plot of printed and recomputed shares in per cent, by kind of campaign. {all}")
    return bundle(
        "01_rates_by_kind",
        "dots",
        rates_data(choices),
        title=rates_title(frame, _(BASE_WORDS[choices.base])),
        caption=_rates_caption(choices, frame),
        alt=alt.format(all=" ".join(_rate_text(r) for r in frame.itertuples())),
        sources=source_rows(pamphlet_rows(NOTE_84), chosen_rows(choices)),
        unit=_("per cent of the base"),
        digits=1,
        inside_note=inside_note(),
        interval=_("Thin bars: rounding bounds; for a mean of two counts, what either of them would give."),
        notebook=NOTEBOOK,
        order=[_("printed"), _("recomputed")],
        panels_per_row=1,
    )


def _rates_caption(choices: Choices, frame: pd.DataFrame) -> str:
    caption = _(
        "Printed number over the count of {base} that the date rule “{rule}” picks, at most {months} months away. Each "
        "panel is another kind of campaign."
    ).format(base=_(BASE_WORDS[choices.base]), rule=choices.date_rule.replace("_", " "), months=choices.max_months)
    missing = frame.loc[frame["rate"].isna(), "label"]
    return (
        caption + " " + _("No count qualifies for {years}.").format(years=years(missing)) if len(missing) else caption
    )


def chosen_rows(choices: Choices) -> pd.DataFrame:
    """Return the counts that the date rule picked for some campaign, without those that the pamphlet prints."""
    known, frame = counts(choices), rates(choices)
    used = {i for ids in frame.loc[frame["rate"].notna(), "base_ids"] for i in ids.split("+")}
    known = known[known["origin"] != PRINTED]
    return known.loc[[i for i, ids in known["id"].items() if used & set(ids.split("+"))]]


def rates_title(frame: pd.DataFrame, base: str) -> str:
    """Return the title of the figure on recomputed shares: the greatest distance, or that there is none."""
    known = frame[frame["rate"].notna() & (frame["base_verification"] != "unchecked")]
    off = known[(known["rate_low"] > known["printed_high"]) | (known["rate_high"] < known["printed_low"])]
    if known.empty:
        return _("Printed shares; no checked count of {base} qualifies to recompute them").format(base=base)
    if off.empty:
        text = _("Recomputed on {base}, the shares that can be tested lie within the bounds of the printed ones")
        return text.format(base=base)
    far = off.loc[(off["rate"] - off["printed"]).abs().idxmax()]
    return _("Recomputed on {base}, the share of {years} is {rate}, printed: {printed} per cent").format(
        base=base, years=years([far["label"]]), rate=percent(100 * far["rate"]), printed=far["share_text"]
    )


def _rate_text(row) -> str:
    if pd.isna(row.rate):
        return _("{label}: printed {printed} per cent, not recomputed.").format(label=row.label, printed=row.share_text)
    return _("{label}: printed {printed} per cent, recomputed {rate}.").format(
        label=row.label, printed=row.share_text, rate=percent(100 * row.rate)
    )


def base_choice_data(choices: Choices) -> pd.DataFrame:
    """Return the marks of the shares on each of the three bases, in per cent."""
    frame = by_option(choices, "base")
    frame = frame[frame["printed"].notna()]
    once = frame.drop_duplicates("label")
    printed = marks(
        once,
        "printed",
        "printed_low",
        "printed_high",
        100,
        label=once["label"],
        group=_("printed"),
        text=once["share_text"],
    )
    again = marks(
        frame,
        "rate",
        "rate_low",
        "rate_high",
        100,
        label=frame["label"],
        group=[_(BASE_WORDS[o]) for o in frame["option"]],
        verification=frame["base_verification"],
    )
    data = pd.concat([printed, again[again["value"].notna()]], ignore_index=True)
    return data.sort_values("label", kind="stable", ignore_index=True)


def base_choice_figure(choices: Choices) -> Bundle:
    """Draw the shares recomputed on each of the three bases beside the printed one."""
    rows = [chosen_rows(choices.but(base=base)) for base in BASE_WORDS]
    caption = _(
        "Printed number over three bases; date rule “{rule}”, at most {months} months. A base without a mark has no "
        "count that qualifies. The campaigns are of unlike kinds."
    )
    alt = _("Dot plot of shares in per cent by campaign and base. {finding}")
    return bundle(
        "01_base_choice",
        "dots",
        base_choice_data(choices),
        title=base_choice_title(choices),
        caption=caption.format(rule=choices.date_rule.replace("_", " "), months=choices.max_months),
        alt=alt.format(finding=option_finding(choices)),
        sources=source_rows(pamphlet_rows(NOTE_84), *rows),
        unit=_("per cent of the base"),
        digits=1,
        inside_note=inside_note(),
        interval=_("Thin bars: rounding bounds; for a mean of two counts, what either of them would give."),
        notebook=NOTEBOOK,
        order=[_("printed"), *[_(w) for w in BASE_WORDS.values()]],
    )


def base_choice_title(choices: Choices) -> str:
    """Return by how much the choice of the base moves the share that it moves most."""
    frame = by_option(choices, "base")
    by = frame.groupby("label")["rate"].agg(["min", "max"]).dropna()
    moves = (by["max"] - by["min"]).sort_values(kind="stable")
    if moves.empty or moves.iloc[-1] == 0:
        return _("Under these choices no share can be recomputed on more than one base")
    return _("The choice of the base moves the share of {years} by {points} percentage points").format(
        years=years([moves.index[-1]]), points=number(100 * moves.iloc[-1], 1)
    )
