"""Sentences of the notebook on production, generated from the numbers so that they stay true.

Growth is written in per cent a year, differences of growth in percentage points. A sentence that would
not hold under the parameters chosen is not written, or falls back to neutral words.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.text.verdicts import AS_SOURCE, CONTRADICTION, DIFFERS, HOLDS
from analysis.text.words import _, joined, ngettext, number, percent
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production import windows as economy_choices
from analysis.topics.production.model import Choices

NUMBER_WORDS = {8: "eight", 9: "nine", 10: "ten"}


def rate_text(value: float, low: float, high: float) -> str:
    """Write an annual rate with its bounds: ``"15.4% a year (15.1% to 15.7%)"``, ``"at least 21.2% a year"``."""
    if math.isfinite(value) and math.isfinite(low) and math.isfinite(high):
        return _("{value} a year ({low} to {high})").format(
            value=percent(100 * value), low=percent(100 * low), high=percent(100 * high)
        )
    if math.isfinite(value):
        return _("{value} a year").format(value=percent(100 * value))
    if math.isfinite(low) and math.isfinite(high):
        return _("{low} to {high} a year").format(low=percent(100 * low), high=percent(100 * high))
    return _("more than {low} a year").format(low=percent(floored(100 * low)))


def floored(bound: float, digits: int = 1) -> float:
    """Return a lower bound cut off after so many digits: "more than" must stay true of what is shown."""
    return math.floor(bound * 10**digits) / 10**digits


def count_word(years: int) -> str:
    """Write a small number of years in words."""
    return _(NUMBER_WORDS[years]) if years in NUMBER_WORDS else number(years)


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, one sentence or two each.

    Parameters
    ----------
    choices : Choices
        All of them.

    Returns
    -------
    list of str
    """
    found = [
        income_finding(choices),
        industry_finding(choices),
        rates_finding(choices),
        report_finding(choices),
        index_finding(),
        *published_findings(choices),
    ]
    return [f for f in found if f]


def income_finding(choices: Choices) -> str:
    """Return the sentence on the printed increase of national income."""
    f = economy.figures_of(choices)
    start, end, by = (f[i] for i in (*economy.INCOME, economy.INCREASE))
    check = next(iter(economy.checks(choices).values()))
    says = _(
        "The printed levels of national income, {start} for 1929 and {end} for 1938, give an increase by {computed} "
        "({low} to {high}, allowing for rounding); the pamphlet prints an increase by {by} per cent. "
        "Verdict: {verdict}."
    ).format(
        start=start.text, end=end.text, computed=percent(100 * check.computed, 0), low=percent(100 * check.low, 0),
        high=percent(100 * check.high, 0), by=by.text, verdict=_(check.verdict),
    )  # fmt: skip
    repaired = economy.by_read_as_to(choices)
    if check.verdict == CONTRADICTION and repaired.verdict in HOLDS:
        says += " " + _(
            "The second level is {ratio} of the first; read as an increase to {by} per cent, it fits."
        ).format(ratio=percent(100 * repaired.computed, 0), by=by.text)
    return says


def industry_finding(choices: Choices) -> str:
    """Return the sentence on the printed ratio of industrial production."""
    f = economy.figures_of(choices)
    start, end, times = (f[i] for i in (*economy.INDUSTRY, economy.TIMES))
    check = economy.checks(choices)[_("Industrial production multiplied as printed")]
    return _(
        "Industrial production goes from {start} to {end}: more than {low} times. "
        "The pamphlet prints {times} times. Verdict: {verdict}."
    ).format(
        start=start.text, end=end.text, low=number(floored(check.low, 2), 2), times=times.text, verdict=_(check.verdict)
    )


def rates_finding(choices: Choices) -> str:
    """Return the sentence on the annual growth that the printed levels imply."""
    parts = []
    for subject, name in (("national_income", _("national income")), ("industrial_production", _("industry"))):
        rows = economy.implied_rates(choices)
        rows = rows[rows["subject"] == subject]
        each = [
            _("{rate} over {years} years").format(rate=rate_text(r.value, r.low, r.high), years=count_word(r.years))
            for r in rows.itertuples()
        ]
        parts.append(_("{name} {rates}").format(name=name, rates=_(" or ").join(each)))
    return _("In annual growth the printed levels imply: {parts}. The number of years matters.").format(
        parts="; ".join(parts)
    )


def report_finding(choices: Choices) -> str:
    """Return the sentence on the year of the first level of industry in the cited report."""
    growth = economy.report_growth().set_index("start")
    years = economy.report_years(choices)
    says = _(
        "The report that is cited gives {first} million roubles (large-scale industry) for the whole year 1929 and "
        "{second} for 1930."
    ).format(first=number(growth.at[1929, "first"] / 1e6, 0), second=number(growth.at[1930, "first"] / 1e6, 0))
    if years == [1929]:
        says += " " + _(
            "Only the figure of 1929 agrees with the printed one, which the pamphlet dates to the beginning of 1930."
        )
    says += " " + _("To 1938 the reports give {a} times over nine years or {b} times over eight.").format(
        a=number(growth.at[1929, "ratio"], 2), b=number(growth.at[1930, "ratio"], 2)
    )
    return says


def index_finding() -> str:
    """Return the sentence on which official series the index of the report of 1939 follows."""
    table = economy_published.report_index()
    off = {c: (table["report"] - table[c]).abs().max() for c in ("large_scale_industry", "all_industry")}
    if off["large_scale_industry"] >= off["all_industry"]:
        return ""
    return _(
        "The index of industrial output in the report of 1939 (1913 = 100) follows the official series for large-scale "
        "industry to within {near} points in {first}\N{EN DASH}{last}; from the official series for all industry it is "
        "up to {far} points away. The report's level of 1938 therefore seems to cover large-scale industry, like that "
        "of 1929."
    ).format(
        near=number(off["large_scale_industry"], 1), far=number(off["all_industry"], 0),
        first=table["year"].min(), last=table["year"].max(),
    )  # fmt: skip


def published_findings(choices: Choices) -> list[str]:
    """Return the sentences on published growth over the chosen window."""
    rows = economy_published.in_window(choices)
    window = f"{choices.start}\N{EN DASH}{choices.end}"
    if rows.empty:
        return [_("No estimate was collected for exactly {window} under these choices.").format(window=window)]
    ranges = economy_published.panel_ranges(rows)
    parts = [_panel_text(r) for r in ranges.itertuples()]
    found = [_("Published annual growth, {window}: {parts}.").format(window=window, parts="; ".join(parts))]
    if ranges["official"].all():
        found.append(_("No estimate but official ones was collected for exactly this window under these choices."))
    gap = economy_choices.official_gap(choices)
    if gap is not None and gap[0] > 0:
        found.append(
            _(
                "Every official rate lies above every other rate collected, by {low} to {high} percentage points. They "
                "also differ in coverage, in gross or net, or in prices, or do not state them; what share each has in "
                "the distance cannot be read from these figures."
            ).format(low=number(100 * gap[0], 1), high=number(100 * gap[1], 1))
        )
    if choices.annexations:
        found.append(
            _("The window ends after the borders moved in 1939\N{EN DASH}40: its end covers more land than its start.")
        )
    return found


def _panel_text(row) -> str:
    heading = row.panel.rpartition(";")[0]
    low, high = percent(100 * row.low), percent(100 * row.high)
    ends = low if low == high else f"{low} {_('to')} {high}"
    whose = _("official") if row.official else _("others")
    lineages = ngettext("{n} lineage", "{n} lineages", row.lineages).format(n=row.lineages)
    return f"{heading[0].lower()}{heading[1:]} ({whose}): {ends}, {lineages}"


def fidelity_sentence(choices: Choices) -> str:
    """Return how many printed levels stand so in the cited reports and how many differ, and in what."""
    table = economy.fidelity_table(choices)
    same, other = (int((table["verdict"] == v).sum()) for v in (AS_SOURCE, DIFFERS))
    says = _(
        "Printed levels for which a passage of a cited report was found: {n}. As in the report: {same}. "
        "Different: {other}."
    )
    says = says.format(n=len(table), same=same, other=other)
    shared = table[table["differs"] == "unit"]
    if other and len(shared):
        says += " " + ngettext(
            "{n} differs in the unit alone: the number is the report's, in thousand millions.",
            "{n} differ in the unit alone: the number is the report's, in thousand millions.",
            len(shared),
        ).format(n=len(shared))
    for row in table[table["differs"].str.contains("year")].itertuples():
        says += " " + _("{figure} differs in: {what}.").format(
            figure=_("The first level of industrial production") if row.id == economy.INDUSTRY[0] else row.id,
            what=joined([_(d) for d in row.differs.split(";")]),
        )
    return says


def _copied(choices: Choices) -> str:
    corrected = economy.fidelity_table(choices.but(reading="as_corrected"))
    same = ~corrected["differs"].str.split(";").map(lambda d: "number" in d or "unit" in d)
    return _(
        "Read as thousand millions, {same} of the {n} printed levels carry a number of the cited reports. That "
        "confirms the copying; it does not test the statistics behind it."
    ).format(same=int(same.sum()), n=len(corrected))


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said at the end: the direction that holds, and what moves the result most."""
    rows = economy_published.in_window(choices)
    window = f"{choices.start}\N{EN DASH}{choices.end}"
    ends = pd.concat([rows["value"], rows["low"]]).dropna()
    found = []
    if len(rows) > 1 and (ends > 0).all():
        found.append(
            _(
                "Every rate collected for {window} is above zero, the lowest {low} and the highest {high} a year."
            ).format(
                window=window,
                low=percent(100 * ends.min()),
                high=percent(100 * pd.concat([rows["value"], rows["high"]]).max()),
            )
        )
    found.append(_copied(choices))
    pairs = economy_choices.matched_pairs(choices)
    if len(pairs):
        top = pairs.iloc[0]
        found.append(
            _(
                "Among figures that differ in one label only, the {label} moves the annual rate most: by up to "
                "{points} percentage points ({n} pairs)."
            ).format(
                label=_(economy_choices.DIMENSION_WORDS[top["label"]]),
                points=number(100 * top["largest"], 1),
                n=top["pairs"],
            )
        )
    missing = [w for n, w in economy_choices.DIMENSION_WORDS.items() if n not in set(pairs["label"])]
    if missing:
        found.append(
            _(
                "For {labels} no two figures were found that differ in nothing else; their weight cannot be "
                "measured here."
            ).format(labels=joined([_(w) for w in missing]))
        )
    return found
