"""The printed figures on production in pictures: bundles with words generated from their numbers."""

from __future__ import annotations

import math

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger.comparison import require_alike
from analysis.text.verdicts import CONTRADICTION, HOLDS
from analysis.text.words import _, number, percent
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production.findings import count_word, floored, rate_text
from analysis.topics.production.model import Choices

NOTEBOOK = "05_production"
GROWTH = "growth, per cent a year"


def increase_figure(choices: Choices) -> Bundle:
    """Return the level of 1938 as printed and as the printed percentage gives it, read as "to" and as "by"."""
    table = economy.by_and_to(choices)
    scale, unit = economy.rouble_scale(choices)
    f = economy.figures_of(choices)
    start, end, by = (f[i].text for i in (*economy.INCOME, economy.INCREASE))
    labels = {
        "printed": _("printed for 1938"),
        "to": _("{start} increased to {by} per cent of itself").format(start=start, by=by),
        "by": _("{start} increased by {by} per cent of itself").format(start=start, by=by),
    }
    data = table.assign(label=table["way"].map(labels), **{c: table[c] / scale for c in ("value", "low", "high")})
    checks = list(economy.checks(choices).values())
    title = _("What the printed percentage makes of the printed level")
    if checks[0].verdict == CONTRADICTION and checks[1].verdict in HOLDS:
        title = _("{end} is about {by} per cent of {start}, not {by} per cent more").format(start=start, end=end, by=by)
    ends = "; ".join(
        f"{r.label}: {number(r.value, 1)} ({number(r.low, 1)} {_('to')} {number(r.high, 1)})" for r in data.itertuples()
    )
    return figures.bundle(
        "05_increase", "dots", data[["label", "value", "low", "high"]], title=title,
        caption=_("National income in 1938 as printed, and as the printed first level and percentage would give it."),
        alt=_("Three marks with bounds, in {unit}: {ends}.").format(unit=unit, ends=ends),
        description=_("Bounds are every figure that would have been printed so under the chosen rounding rule."),
        sources=economy.printed_sources(choices), unit=_("national income, {unit}").format(unit=unit),
        notebook=NOTEBOOK, interval=_("Thin bars: every figure that rounds to the printed one."),
    )  # fmt: skip


def rates_data(choices: Choices) -> pd.DataFrame:
    """Return implied annual growth for drawing, per cent a year; income and industry in panels of their own."""
    rows = economy.implied_rates(choices)
    names = {
        "national_income": _("National income, prices not stated"),
        "industrial_production": _("Industrial production, prices of 1926-27"),
    }
    labels = [
        _("{a} to {b} over {years} years{stated}").format(
            a=r.text_start,
            b=r.text_end,
            years=count_word(r.years),
            stated=_(" (as the text says)") if r.as_stated else "",
        )
        for r in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            "panel": rows["subject"].map(names), "label": labels,
            **{c: 100 * rows[c] for c in ("value", "low", "high")}, "years": rows["years"],
            "text": [_above(100 * r.value, 100 * r.low) for r in rows.itertuples()],
        }
    )  # fmt: skip


def _above(value: float, low: float) -> str:
    return _("more than {low}").format(low=number(floored(low), 1)) if math.isnan(value) else ""


def rates_figure(choices: Choices) -> Bundle:
    """Return the annual growth that the printed levels imply, by the number of years."""
    data = rates_data(choices)
    rows = economy.implied_rates(choices)
    low = rows[rows["subject"] == "industrial_production"]
    title = _("Printed growth of industry: above {a} a year over {x} years, above {b} over {y}").format(
        a=percent(floored(100 * low["low"].iloc[0])), b=percent(floored(100 * low["low"].iloc[1])),
        x=count_word(low["years"].iloc[0]), y=count_word(low["years"].iloc[1]),
    )  # fmt: skip
    said = "; ".join(f"{r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples())
    return figures.bundle(
        "05_implied_rates", "dots", data, title=title,
        caption=_(
            "Compound annual growth that the printed levels imply. Income is named for 1929 and 1938: nine yearly "
            "steps, ten in the text. Industry is dated to the beginning of 1930; the same number stands in the cited "
            "report for the year 1929, nine steps before 1938."
        ),
        alt=_("Four rows in two panels, per cent a year. {said}.").format(said=said),
        description=_("Industry in 1938 is printed as a lower bound, so only a lower bound of growth follows."),
        sources=economy.printed_sources(choices), unit=_(GROWTH), notebook=NOTEBOOK, digits=1,
        interval=_("Thin bars: every rate that the printed figures allow. Arrows: no upper bound."), panels_per_row=1,
    )  # fmt: skip


def official_rows(choices: Choices, start: int) -> pd.DataFrame:
    """Return the official rates of gross output at unchanged prices from a year to 1938.

    Raises
    ------
    analysis.ledger.comparison.ComparisonError
        If they are not alike in all but coverage.
    """
    wide = choices.but(measure="industry", coverage="any", price_base="any", start=start, end=1938)
    rows = economy_published.in_window(wide)
    # One table of one book: its prices are alike even where it does not name them.
    labels = ("measure", "index_kind", "territory", "sources", "start", "end", "quantity")
    return require_alike(rows[rows["official"]], labels=labels)


def official_data(choices: Choices) -> pd.DataFrame:
    """Return printed, reported and official growth of gross output to 1938, from 1930 and from 1929.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (the window), ``label``, ``value``, ``low``, ``high`` (per cent a year), ``highlight`` (the
        printed figures), ``text``.
    """
    implied = economy.implied_rates(choices)
    implied = implied[implied["subject"] == "industrial_production"].set_index("start")
    reported = economy.report_growth().set_index("start")["rate"]
    names = ["label", "value", "low", "high", "highlight"]
    parts = []
    for start in (1930, 1929):
        mine = implied.loc[start]
        found = [
            (_("The pamphlet"), mine["value"], mine["low"], mine["high"], True),
            (_("The cited reports"), reported[start], math.nan, math.nan, False),
            *((r.label, r.value, r.low, r.high, False) for r in official_rows(choices, start).itertuples()),
        ]
        panel = _("{start}\N{EN DASH}1938, {years} years").format(start=start, years=count_word(1938 - start))
        parts.append(pd.DataFrame(found, columns=names).assign(panel=panel))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.assign(**{c: 100 * frame[c] for c in ("value", "low", "high")})
    return frame.assign(text=[_above(r.value, r.low) if r.highlight else "" for r in frame.itertuples()])


def official_figure(choices: Choices) -> Bundle:
    """Return the printed growth of industry beside that of the cited reports and of the official index."""
    data = official_data(choices)
    first = data[data["panel"] == data["panel"].iloc[0]]
    lowest, highest = first.loc[first["highlight"], "low"].iloc[0], first.loc[~first["highlight"], "value"].max()
    title = _("Growth of industry to 1938: printed, reported, official")
    if lowest > highest:
        title = _("Dated to 1930, the printed levels imply faster growth than the official series")
    said = "; ".join(
        f"{r.panel}, {r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples()
    )
    return figures.bundle(
        "05_printed_and_official", "dots", data, title=title,
        caption=_(
            "Annual growth of the gross output of industry at unchanged prices of 1926-27. The pamphlet's first level "
            "is dated to the beginning of 1930 and is the report's figure for the year 1929. Everything here is "
            "official: the reports and the handbook of the Central Statistical Administration (TsSU) of 1957 are one "
            "lineage, and agreement between them confirms the copying and not the growth."
        ),
        alt=_("Two panels of four marks, per cent a year. {said}.").format(said=said),
        sources=pd.concat([economy.printed_sources(choices), economy.report_rows(), official_rows(choices, 1929)]),
        unit=_(GROWTH), notebook=NOTEBOOK, digits=1, panels_per_row=1,
        interval=_("Arrows: no upper bound."),
    )  # fmt: skip
