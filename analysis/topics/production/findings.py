"""Sentences of the notebook on production, generated from the numbers so that they stay true.

Growth is written in per cent a year, differences of growth in percentage points. A sentence that would
not hold under the parameters chosen is not written, or falls back to neutral words.
"""

from __future__ import annotations

import math

from analysis.ledger import ask
from analysis.text.verdicts import AS_SOURCE, DIFFERS
from analysis.text.words import _, as_printed, joined, ngettext, number, percent
from analysis.topics.production import model, published
from analysis.topics.production.choices import Choices

NUMBER_WORDS = {8: "eight", 9: "nine", 10: "ten"}
SERIES_WORDS = {"all_industry": "all industry", "large_scale_industry": "large-scale industry"}


def rate_text(value: float, low: float, high: float) -> str:
    """Write an annual rate with its bounds: ``"15.4% a year (15.1% to 15.7%)"``, ``"more than 21.1% a year"``."""
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


def span(low: float, high: float, digits: int = 1) -> str:
    """Write two ends of a range of rates (shares of 1) as percentages, or the one they share."""
    one, other = percent(100 * low, digits), percent(100 * high, digits)
    return one if one == other else f"{one} {_('to')} {other}"


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, the most important first."""
    found = [
        published_finding(choices),
        income_finding(choices),
        industry_finding(choices),
        dated_finding(choices),
        income_elsewhere(choices),
    ]
    return [f for f in found if f]


def income_finding(choices: Choices) -> str:
    """Return the sentence on the printed increase of national income, with the ledger's verdict and repair."""
    f = model.figures_of(choices)
    start, end, by = (f[i] for i in (*model.INCOME, model.INCREASE))
    check, row = ask.check(model.INCREASE, choices.reading), ask.rows([model.INCREASE], choices.reading).iloc[0]
    says = _(
        "National income, printed as {start} for 1929 and {end} for 1938, rose by {computed} ({low} to {high}, "
        "allowing for rounding); the pamphlet prints {by} per cent. Verdict: {verdict}."
    ).format(
        start=start.text, end=end.text, computed=percent(100 * check.computed, 0), low=percent(100 * check.low, 0),
        high=percent(100 * check.high, 0), by=by.text, verdict=_(check.verdict),
    )  # fmt: skip
    return f"{says} {row['repair']}".strip()


def industry_finding(choices: Choices) -> str:
    """Return the sentence on the printed ratio of industrial production."""
    f = model.figures_of(choices)
    start, end, times = (f[i] for i in (*model.INDUSTRY, model.TIMES))
    check = ask.check(model.TIMES, choices.reading)
    rates = model.implied_rates(choices)
    eight, nine = rates[rates["subject"] == "industrial_production"].itertuples()
    return _(
        "Industrial production goes from {start} to {end}: more than {low} times. The pamphlet prints {times} times. "
        "Verdict: {verdict}. That is {a} over {x} years, or {b} over {y}."
    ).format(
        start=as_printed(start.text), end=as_printed(end.text), low=number(floored(check.low, 2), 2),
        times=as_printed(times.text),
        verdict=_(check.verdict),
        a=rate_text(eight.value, eight.low, eight.high), x=count_word(eight.years),
        b=rate_text(nine.value, nine.low, nine.high), y=count_word(nine.years),
    )  # fmt: skip


def dated_finding(choices: Choices) -> str:
    """Return the sentence on the year of the first level, and what the official index gives from either year."""
    times, printed = model.official_times(), model.figures_of(choices)[model.TIMES].bounds(choices.rule)
    if model.report_years(choices) != [1929]:
        return ""
    names = [_(SERIES_WORDS[p]) for p in times.index]

    def each(year: int) -> str:
        return joined([f"{number(v, 2)} ({name})" for v, name in zip(times[year], names, strict=True)])

    says = _(
        "The first level is that of the year 1929 in the cited report; the pamphlet dates it to the beginning of 1930. "
        "From 1929 the official index gives {a} times, from 1930 {b}."
    ).format(a=each(1929), b=each(1930))
    inside = {year: [n for n, v in zip(names, times[year], strict=True) if printed.contains(v)] for year in times}
    if inside[1929] and not inside[1930]:
        words = _("Counted from 1929 the printed ratio agrees with {series}, counted from 1930 with neither series.")
        says += " " + words.format(series=_("both series") if len(inside[1929]) == len(names) else joined(inside[1929]))
    return says


def published_finding(choices: Choices) -> str:
    """Return the sentence on published growth over the chosen window: official, others, and how far apart."""
    rows = published.in_window(choices)
    window = f"{choices.start}\N{EN DASH}{choices.end}"
    if rows.empty:
        return _("No estimate was collected for exactly {window} under these choices.").format(window=window)
    official, others = (rows[rows["official"] == whose] for whose in (True, False))
    subject = _("industry") if choices.measure == "industry" else _("national income and product")
    parts = []
    if len(official):
        parts.append(_("official series give {span} a year").format(span=span(*published.ends(official))))
    if len(others):
        count = published.independent(others)
        parts.append(
            ngettext("{n} independent other estimate {span}", "{n} independent other estimates {span}", count).format(
                n=count, span=span(*published.ends(others))
            )
        )
    says = _("Growth of {subject}, {window}: {parts}.").format(subject=subject, window=window, parts=joined(parts))
    return " ".join(s for s in (says, _apart(choices, official, others), _borders(choices)) if s)


def _apart(choices: Choices, official, others) -> str:
    if others.empty:
        return _("No estimate but official ones was collected for exactly this window.")
    if official.empty or choices.measure != "industry":
        return ""
    gap = published.ends(official)[0] - published.ends(others)[1]
    if gap <= 0:
        return ""
    return _(
        "The lowest official rate is {gap} percentage points above the highest other one. They differ in coverage, in "
        "gross or net and in prices, or do not state them; what share each has in the distance cannot be read from "
        "these figures."
    ).format(gap=number(100 * gap, 1))


def _borders(choices: Choices) -> str:
    if not choices.annexations:
        return ""
    return _("The window ends after the borders moved in 1939\N{EN DASH}40: its end covers more land than its start.")


def income_elsewhere(choices: Choices) -> str:
    """Return the sentence on national income, where industry is the measure: official beside product reconstructed."""
    if choices.measure != "industry":
        return ""
    rows = published.in_window(choices.but(measure="national_income", price_base="any"))
    official, product = rows[rows["official"]], rows[rows["population"] == "gdp"]
    if official.empty or product.empty:
        return ""
    return _(
        "National income, {window}: the official series gives {a} a year, gross domestic product as the Maddison data "
        "reconstruct it {b}. The two count different things."
    ).format(
        window=f"{choices.start}\N{EN DASH}{choices.end}", a=span(*published.ends(official)),
        b=span(*published.ends(product)),
    )  # fmt: skip


def report_finding(choices: Choices) -> str:
    """Return the sentence on the levels of industry in the cited reports."""
    growth = model.report_growth()
    return _(
        "The report that is cited gives {first} million roubles (large-scale industry) for 1929 and {second} for 1930. "
        "To 1938 the reports give {a} times over nine years or {b} times over eight."
    ).format(
        first=number(growth.at[1929, "first"] / 1e6, 0), second=number(growth.at[1930, "first"] / 1e6, 0),
        a=number(growth.at[1929, "ratio"], 2), b=number(growth.at[1930, "ratio"], 2),
    )  # fmt: skip


def index_finding() -> str:
    """Return the sentence on which official series the index of the report of 1939 follows."""
    table = model.report_index()
    off = {c: (table["report"] - table[c]).abs().max() for c in ("large_scale_industry", "all_industry")}
    if off["large_scale_industry"] >= off["all_industry"]:
        return ""
    return _(
        "The index in the report of 1939 follows the official series for large-scale industry to within {near} points "
        "in {first}\N{EN DASH}{last}; from that for all industry it is up to {far} points away. The report's level of "
        "1938 therefore seems to cover large-scale industry, like that of 1929."
    ).format(
        near=number(off["large_scale_industry"], 1), far=number(off["all_industry"], 0), first=table["year"].min(),
        last=table["year"].max(),
    )  # fmt: skip


def fidelity_sentence(choices: Choices) -> str:
    """Return how many printed levels stand so in the cited reports, by the ledger's verdicts."""
    verdicts = ask.rows(model.LEVELS, choices.reading)["fidelity"]
    corrected = ask.rows(model.LEVELS, "as_corrected")["fidelity"]
    return _(
        "Of {n} printed levels {same} stand so in the cited reports and {other} differ; read as thousand millions, "
        "{again} stand so. That confirms the copying; it does not test the statistics behind it."
    ).format(
        n=len(verdicts), same=int((verdicts == AS_SOURCE).sum()), other=int((verdicts == DIFFERS).sum()),
        again=int((corrected == AS_SOURCE).sum()),
    )  # fmt: skip


def windows_finding(choices: Choices) -> str:
    """Return the sentence on other windows, and what the figures that nobody looked up would change."""
    rows = published.by_window(choices)
    own = rows[rows["official"]]
    says = ""
    if len(own):
        says = _("Over other windows the official series give from {low} to {high} a year.").format(
            low=percent(100 * own["low"].min()), high=percent(100 * own["high"].max())
        )
    return f"{says} {_unchecked(choices)}".strip()


def _unchecked(choices: Choices) -> str:
    """Say what the rows that nobody looked up would change."""
    now, then = (published.in_window(choices.but(unchecked=u)) for u in (False, True))
    one, other = (published.ends(rows[~rows["official"]]) for rows in (now, then))
    added = len(then) - len(now)
    if not added:
        return ""
    if one is None or other is None or other == one:
        return _("What would change if the unchecked rows held: nothing in these ranges.")
    return _(
        "What would change if the {n} unchecked rows held: the other estimates would run from {low} to {high} instead "
        "of from {a} to {b}."
    ).format(
        n=added,
        low=percent(100 * other[0]),
        high=percent(100 * other[1]),
        a=percent(100 * one[0]),
        b=percent(100 * one[1]),
    )


def supposed_sentence(choices: Choices) -> str:
    """Name the figures of the window that are worked out only to question another author."""
    rows = published.supposed(choices)
    if rows.empty:
        return ""
    each = [f"{r.label.partition(',')[0]}, {percent(100 * r.value)}" for r in rows.itertuples()]
    return _("Left out, because it is worked out only in order to question the author: {each}.").format(
        each=joined(each)
    )


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said at the end."""
    rows = published.in_window(choices)
    ends = published.ends(rows)
    found = [fidelity_sentence(choices)]
    if len(rows) > 1 and ends[0] > 0:
        found.insert(
            0,
            _(
                "That output grew fast between {start} and {end} is common ground: no figure is below {low} a year."
            ).format(start=choices.start, end=choices.end, low=percent(floored(100 * ends[0]))),
        )
    return found
