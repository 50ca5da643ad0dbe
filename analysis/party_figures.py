"""Figures of the notebook on expulsions: bundles with generated titles, captions and alternative texts."""

from __future__ import annotations

import pandas as pd

from analysis import sources
from analysis.figures import Bundle, bundle
from analysis.party import BASE_WORDS, Choices, implied_bases, pairs, pamphlet_rows, prose
from analysis.party_bases import PRINTED, by_option, fits, fitting, rates
from analysis.party_findings import estimate_text, fitting_finding, option_finding, reinstated_finding, span, years
from analysis.party_published import WHOLE, compare_shares, estimates_of, reinstated
from analysis.party_tables import where
from analysis.verdicts import AGREES, INSIDE, OUTSIDE
from analysis.words import _, joined, number, percent

NOTEBOOK = "01_purge_rates"
NOTE_84, NOTE_11 = "table at note 84", "table at note 11"


def inside_note() -> str:
    """Return the sentence that stands inside every picture of expulsions."""
    return _("Expulsion from the party is not arrest, conviction or death. None of those is counted here.")


def _sources(*frames: pd.DataFrame) -> pd.DataFrame:
    kept = ["sources", "locator", "original_source"]
    frames = [f.reindex(columns=kept).fillna("") for f in frames if len(f)]
    rows = pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)
    return rows[rows["sources"] != ""].assign(sources=rows["sources"].str.split(";")).explode("sources")


def implied_bases_figure(choices: Choices) -> Bundle:
    """Draw the base that each printed pair implies beside the published counts near the campaign."""
    frame, near = implied_bases(choices), fits(choices)
    near = near.reindex(columns=[*near.columns, *(c for c in ("origin", "count") if c not in near)])
    implied = frame[frame["value"].notna()]
    groups = [_("implied, every digit counts"), _("implied, final zeros rounded"), _("counted")]
    rows = [
        pd.DataFrame({"label": implied["label"], "group": groups[0], **_millions(implied, "value", "low", "high")}),
        pd.DataFrame(
            {"label": implied["label"], "group": groups[1], **_millions(implied, "", "wide_low", "wide_high")}
        ),
        *[_counted(label, part, groups[2]) for label, part in near.groupby("label", sort=False)],
    ]
    data = pd.concat(rows, ignore_index=True).sort_values("label", kind="stable", ignore_index=True)
    found = fitting(choices)
    fit = found.loc[found["outcome"] == "narrow", "label"]
    base = _(BASE_WORDS[choices.base])
    title = _("For {k} of {n} printed pairs a published count of {base} lies inside the implied base").format(
        k=len(fit), n=len(found), base=base
    )
    caption = _(
        "Number expelled over share expelled gives the base that both imply. Counted: {base}, published or, for the "
        "screened, also printed; the mark is the count nearest to the campaign, the bar runs from the lowest to the "
        "highest within {months} months. Counts at one date may be rivals."
    ).format(base=base, months=choices.max_months)
    return bundle(
        "01_implied_bases", "dots", data, title=title, caption=caption,
        alt=_("Dot plot of implied bases and counts in million persons for {n} campaigns. {finding}").format(
            n=len(found), finding=fitting_finding(choices)),
        description=" ".join(
            _("{label}: implied {span}.").format(label=r.label, span=span(r.low, r.high)) for r in implied.itertuples()),
        sources=_sources(pamphlet_rows(NOTE_84), near), unit=_("million persons"), digits=2, inside_note=inside_note(),
        interval=_("Thin bars: bounds of the implied base; lowest and highest count."), notebook=NOTEBOOK, order=groups,
    )  # fmt: skip


def _millions(frame: pd.DataFrame, value: str, low: str, high: str) -> dict:
    return {
        "value": frame[value] / 1e6 if value else float("nan"),
        "low": frame[low] / 1e6,
        "high": frame[high] / 1e6,
    }


def _counted(label: str, part: pd.DataFrame, group: str) -> pd.DataFrame:
    part = part[part["count"].notna()]
    if part.empty:
        return pd.DataFrame([{"label": label, "group": group, "text": _("none near")}])
    nearest, low, high = part.iloc[0], part["count"].min() / 1e6, part["count"].max() / 1e6
    ends = {"low": low, "high": high} if low < high else {}
    said = number(nearest["count"] / 1e6, 2)
    said += f" ({number(low, 2)}–{number(high, 2)})" if ends else ""
    said += _(" as printed") if nearest["origin"] == PRINTED else ""
    row = {"label": label, "group": group, "value": nearest["count"] / 1e6, "text": said}
    return pd.DataFrame([row | ends | {"verification": nearest["verification"]}])


def rates_figure(choices: Choices) -> Bundle:
    """Draw each printed share beside the share recomputed on the chosen count, a panel a kind of campaign."""
    frame = rates(choices)
    frame = frame[frame["printed"].notna()]
    base = _(BASE_WORDS[choices.base])
    groups = [_("printed"), _("recomputed")]
    panel = frame["label"].str.split(", ", n=1).str[1].str.capitalize()
    label = [years([text]) for text in frame["label"]]
    printed = pd.DataFrame({"label": label, "panel": panel, "group": groups[0], "value": 100 * frame["printed"],
                            "low": 100 * frame["printed_low"], "high": 100 * frame["printed_high"]})  # fmt: skip
    again = pd.DataFrame({"label": label, "panel": panel, "group": groups[1], "value": 100 * frame["rate"],
                          "low": 100 * frame["rate_low"], "high": 100 * frame["rate_high"],
                          "verification": frame["base_verification"]})  # fmt: skip
    data = pd.concat([printed, again[again["value"].notna()]], ignore_index=True)
    missing = frame.loc[frame["rate"].isna(), "label"]
    caption = _(
        "Printed number over the count of {base} that the date rule “{rule}” picks, at most {months} months away; thin "
        "bars are rounding bounds. Each panel is another kind of campaign."
    ).format(base=base, rule=choices.date_rule.replace("_", " "), months=choices.max_months)
    if len(missing):
        caption += " " + _("No count qualifies for {years}.").format(years=years(missing))
    return bundle(
        "01_rates_by_kind", "dots", data, title=_rates_title(frame, base), caption=caption,
        alt=_("Dot plot of printed and recomputed shares in per cent, by kind of campaign. {all}").format(
            all=" ".join(_rate_text(r) for r in frame.itertuples())),
        sources=_sources(pamphlet_rows(NOTE_84), _chosen_rows(choices, frame)), unit=_("per cent of the base"), digits=1,
        inside_note=inside_note(), notebook=NOTEBOOK, order=groups, panels_per_row=1,
    )  # fmt: skip


def _chosen_rows(choices: Choices, frame: pd.DataFrame) -> pd.DataFrame:
    from analysis.party_bases import counts

    known = counts(choices)
    used = {i for ids in frame["base_ids"] for i in ids.split("+") if i}
    return known[[bool(used & set(i.split("+"))) for i in known["id"]]]


def _rates_title(frame: pd.DataFrame, base: str) -> str:
    known = frame[frame["rate"].notna()]
    off = known[(known["rate_low"] > known["printed_high"]) | (known["rate_high"] < known["printed_low"])]
    if known.empty:
        return _("Printed shares; no count of {base} qualifies to recompute them").format(base=base)
    if off.empty:
        return _(
            "Recomputed on {base}, the shares that can be tested lie within the bounds of the printed ones"
        ).format(base=base)
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


def published_shares_figure(choices: Choices) -> Bundle:
    """Draw the printed and the published shares of each campaign that somebody else published on."""
    compared, others = compare_shares(choices), estimates_of(choices, "expelled_share")
    others = others[others["compared"] | (others["verification"] == "unchecked")]
    printed = compared[compared["label"].isin(others["campaign_label"])]
    own = pd.DataFrame({"label": _("pamphlet, printed"), "panel": printed["label"], "value": 100 * printed["value"],
                        "low": 100 * printed["low"], "high": 100 * printed["high"], "highlight": True})  # fmt: skip
    theirs = pd.DataFrame({"label": [_author(r) for r in others.itertuples()], "panel": others["campaign_label"],
                           "value": 100 * others["value"], "low": 100 * others["low"], "high": 100 * others["high"],
                           "verification": others["verification"],
                           "text": [estimate_text(r) for r in others.itertuples()]})  # fmt: skip
    order = {name: rank for rank, name in enumerate(printed["label"])}
    data = pd.concat([own, theirs], ignore_index=True)
    data = data.sort_values("panel", key=lambda c: c.map(order), kind="stable", ignore_index=True)
    said = {word: years(printed.loc[printed["verdict"] == word, "label"]) for word in (AGREES, INSIDE, OUTSIDE)}
    alone = compared.loc[~compared["label"].isin(printed["label"]), "label"]
    return bundle(
        "01_published_shares", "forest", data, title=_shares_title(printed),
        caption=_("Share of the party expelled in a campaign, as printed (with rounding bounds) and as others published "
                  "it. Estimates that do not cover the whole campaign are left out. The base of a published share is in "
                  "brackets; unlike bases explain part of the distances. Without any published share: {alone}.").format(
                      alone=years(alone) or _("none")),
        alt=_("Forest plot of shares in per cent by campaign. Agrees: {a}. Inside the range: {b}. Outside: {c}.").format(
            a=said[AGREES] or _("none"), b=said[INSIDE] or _("none"), c=said[OUTSIDE] or _("none")),
        sources=_sources(pamphlet_rows(NOTE_84), pamphlet_rows(NOTE_11), others), unit=_("per cent of the base"),
        digits=1, inside_note=inside_note(), notebook=NOTEBOOK,
    )  # fmt: skip


def _author(row) -> str:
    base = {"party": _("of the party"), "screened": _("of the screened")}.get(row.base, _("base not stated"))
    return f"{row.author} ({base})"


def _shares_title(printed: pd.DataFrame) -> str:
    out = printed.loc[printed["verdict"] == OUTSIDE, "label"]
    if printed.empty or out.empty:
        return _("No printed share lies outside the published shares that were collected")
    return _("The printed shares of {years} lie outside the published shares that were collected").format(
        years=years(out)
    ) if len(out) > 1 else _("The printed share of {years} lies outside the published shares that were collected").format(
        years=years(out)
    )  # fmt: skip


def numbers_figure(choices: Choices) -> Bundle:
    """Draw the printed numbers of the expelled by year, with the gap of 1936."""
    frame = pairs(choices)
    value = [float(n.value) if n.value is not None else float("nan") for n in frame["number"]]
    smolensk = prose(choices)["expulsions-1936-smolensk-percent-bounds"].text
    gap = _("no figure printed (Smolensk: {share} per cent)").format(share=smolensk)
    text = ["" if v == v else gap for v in value]
    data = pd.DataFrame({"label": frame["label"], "value": value, "text": text, "highlight": frame["year"] == 1937})
    known = data[data["value"].notna()]
    lower = known[known["value"] < known.loc[known["highlight"], "value"].iloc[0]]
    title = _("1937 has place {place} from the lowest among {n} printed numbers of expelled").format(
        place=len(lower) + 1, n=len(known)
    )
    return bundle(
        "01_numbers_by_year", "bars", data, title=title,
        caption=_("Number expelled as the pamphlet prints it. The rows are campaigns of unlike kinds and lengths, so their "
                  "lengths are not a rate over time; for 1936 the table prints a gap."),
        alt=_("Bar chart of printed numbers of expelled: {all}.").format(
            all=joined([f"{r.label}: {number(r.value) if r.value == r.value else r.text}" for r in data.itertuples()])),
        sources=_sources(pamphlet_rows(NOTE_84)), unit=_("persons expelled"), digits=0, inside_note=inside_note(),
        notebook=NOTEBOOK,
    )  # fmt: skip


def reinstated_figure(choices: Choices) -> Bundle:
    """Draw the shares of the reinstated, of the expelled and of the appeals examined apart."""
    frame = reinstated(choices)
    year = frame["campaign"].str.extract(r"(\d{4}(?:_\d\d)?)")[0].str.replace("_", "–")
    label = [
        f"{place(r.where)}, {y}" + (_(", as printed") if r.origin == PRINTED else "")
        for r, y in zip(frame.itertuples(), year, strict=True)
    ]
    text = [
        "" if pd.isna(r.of) else f"{percent(100 * r.value)} ({number(r.part)}/{number(r.of)})"
        for r in frame.itertuples()
    ]
    data = pd.DataFrame({"label": label, "panel": [_("Share {whole}").format(whole=_(WHOLE[w])) for w in frame["whole"]],
                         "value": 100 * frame["value"], "low": 100 * frame["low"], "high": 100 * frame["high"],
                         "text": text, "highlight": frame["origin"] == PRINTED,
                         "verification": frame["verification"]})  # fmt: skip
    low = 100 * frame.loc[frame["whole"] == "appeals_examined", "value"].min()
    high = 100 * frame.loc[frame["whole"] == "appeals_examined", "value"].max()
    return bundle(
        "01_reinstated", "dots", data,
        title=_("Where appeals of 1937 were examined, {low} to {high} led to reinstatement").format(
            low=percent(low, 0), high=percent(high, 0)),
        caption=_("Above: of all expelled; below: of the appeals that were examined, which are not all of the expelled. "
                  "Complete counts of the places named, no samples: no confidence intervals."),
        alt=_("Dot plot of shares of the reinstated in per cent, two panels. {finding}").format(
            finding=reinstated_finding(choices)),
        sources=_sources(pamphlet_rows("text at note 12"), frame[frame["origin"] != PRINTED]), unit=_("per cent"),
        digits=1, inside_note=inside_note(), notebook=NOTEBOOK, panels_per_row=1,
        interval=_("Thin bars: rounding bounds, or the range that was given."),
    )  # fmt: skip


place = where


def base_choice_figure(choices: Choices) -> Bundle:
    """Draw the shares recomputed on each of the three bases beside the printed one."""
    frame = by_option(choices, "base")
    frame = frame[frame["printed"].notna()]
    once = frame.drop_duplicates("label")
    groups = [_("printed"), *[_(w) for w in BASE_WORDS.values()]]
    printed = pd.DataFrame({"label": once["label"], "group": groups[0], "value": 100 * once["printed"],
                            "low": 100 * once["printed_low"], "high": 100 * once["printed_high"]})  # fmt: skip
    again = pd.DataFrame({"label": frame["label"], "group": [_(BASE_WORDS[o]) for o in frame["option"]],
                          "value": 100 * frame["rate"], "low": 100 * frame["rate_low"], "high": 100 * frame["rate_high"],
                          "verification": frame["base_verification"]})  # fmt: skip
    data = pd.concat([printed, again[again["value"].notna()]], ignore_index=True)
    data = data.assign(rank=data["label"].map({n: i for i, n in enumerate(once["label"])}))
    data = data.sort_values("rank", kind="stable", ignore_index=True).drop(columns="rank")
    span_of = (frame["rate"].groupby(frame["label"]).max() - frame["rate"].groupby(frame["label"]).min()).dropna()
    title = (
        _("The choice of the base moves the share of {years} by {points} percentage points").format(
            years=years([span_of.idxmax()]), points=number(100 * span_of.max(), 1)
        )
        if len(span_of) and span_of.max() > 0
        else _("Under these choices no share can be recomputed on more than one base")
    )
    return bundle(
        "01_base_choice", "dots", data, title=title,
        caption=_("Printed number over three bases; date rule “{rule}”, at most {months} months. A base without a mark has "
                  "no count that qualifies. The campaigns are of unlike kinds.").format(
                      rule=choices.date_rule.replace("_", " "), months=choices.max_months),
        alt=_("Dot plot of shares in per cent by campaign and base. {finding}").format(finding=option_finding(choices)),
        sources=_sources(pamphlet_rows(NOTE_84), *[_option_rows(choices, b) for b in BASE_WORDS]),
        unit=_("per cent of the base"), digits=1, inside_note=inside_note(), notebook=NOTEBOOK, order=groups,
    )  # fmt: skip


def _option_rows(choices: Choices, base: str) -> pd.DataFrame:
    from dataclasses import replace

    other = replace(choices, base=base)
    rows = _chosen_rows(other, rates(other))
    return rows[rows["origin"] != PRINTED]


def source_lines(*frames: pd.DataFrame) -> list[str]:
    """Return the footnotes of some rows, for a table."""
    return sources.footnotes(_sources(*frames))
