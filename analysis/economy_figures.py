"""The figures of the notebook on production: each a bundle with words generated from its numbers."""

from __future__ import annotations

import math

import pandas as pd

from analysis import economy, economy_choices, economy_published, figures
from analysis.comparison import require_alike
from analysis.economy import Choices
from analysis.economy_published import COVERAGE_WORDS, KIND_WORDS, short_label, words_for
from analysis.economy_words import HOLDS, count_word, rate_text
from analysis.figures import Bundle
from analysis.verdicts import CONTRADICTION
from analysis.words import _, number, percent

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
        title = _("{end} is {by} per cent of {start}, not {by} per cent more").format(start=start, end=end, by=by)
    ends = "; ".join(f"{r.label}: {number(r.value, 1)} ({number(r.low, 1)} {_('to')} {number(r.high, 1)})" for r in data.itertuples())
    return figures.bundle(
        "05_increase", "dots", data[["label", "value", "low", "high"]], title=title,
        caption=_("National income in 1938 as printed, and as the printed first level and percentage would give it."),
        alt=_("Three marks with bounds, in {unit}: {ends}.").format(unit=unit, ends=ends),
        description=_("Bounds are every figure that would have been printed so under the chosen rounding rule."),
        sources=economy.printed(choices)[["cited_source"]], unit=_("national income, {unit}").format(unit=unit),
        notebook=NOTEBOOK, interval=_("Thin bars: every figure that rounds to the printed one."),
    )  # fmt: skip


def rates_data(choices: Choices) -> pd.DataFrame:
    """Return implied annual growth for drawing, per cent a year; income and industry in panels of their own."""
    rows = economy.implied_rates(choices)
    names = {
        "national_income": _("National income, prices not stated"),
        "industrial_production": _("Industrial production, gross, prices of 1926-27"),
    }
    labels = [
        _("{a} to {b} over {years} years{stated}").format(
            a=r.text_start, b=r.text_end, years=count_word(r.years), stated=_(" (as the text says)") if r.as_stated else ""
        )
        for r in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            "panel": rows["subject"].map(names), "label": labels,
            **{c: 100 * rows[c] for c in ("value", "low", "high")}, "years": rows["years"],
        }
    )  # fmt: skip


def rates_figure(choices: Choices) -> Bundle:
    """Return the annual growth that the printed levels imply, by the number of years."""
    data = rates_data(choices)
    rows = economy.implied_rates(choices)
    low = rows[rows["subject"] == "industrial_production"]
    title = _("Printed growth of industry: above {a} a year over {x} years, above {b} over {y}").format(
        a=percent(100 * low["low"].iloc[0], 0), b=percent(100 * low["low"].iloc[1], 0),
        x=count_word(low["years"].iloc[0]), y=count_word(low["years"].iloc[1]),
    )  # fmt: skip
    said = "; ".join(f"{r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples())
    return figures.bundle(
        "05_implied_rates", "dots", data, title=title,
        caption=_(
            "Compound annual growth that the printed levels imply. Income is named for 1929 and 1938: nine yearly steps, "
            "ten in the text. Industry is dated to the beginning of 1930; the same number stands in the cited report "
            "for the year 1929, nine steps before 1938."
        ),
        alt=_("Four rows in two panels, per cent a year. {said}.").format(said=said),
        description=_("The level of 1938 for industry is printed as a lower bound, so only a lower bound of growth follows."),
        sources=economy.printed(choices)[["cited_source"]], unit=_(GROWTH), notebook=NOTEBOOK, digits=1,
        interval=_("Thin bars: every rate that the printed figures allow. Arrows: no upper bound."), panels_per_row=1,
    )  # fmt: skip


def official_data(choices: Choices) -> pd.DataFrame:
    """Return printed, reported and official growth of gross output to 1938, from 1929 and from 1930.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (the window), ``label``, ``value``, ``low``, ``high`` (per cent a year), ``highlight`` (the
        printed figures), ``sources``, ``locator``.
    """
    from dataclasses import replace

    implied = economy.implied_rates(choices)
    implied = implied[implied["subject"] == "industrial_production"].set_index("start")
    reports = economy.report_growth().set_index("start")
    wide = replace(choices, measure="industry", coverage="any", price_base="1926_27_unchanged")
    found = []
    for start in (1930, 1929):
        rows = economy_published.in_window(replace(wide, start=start, end=1938))
        rows = require_alike(
            rows[rows["official"]], labels=("measure", "index_kind", "territory", "price_base", "start", "end", "quantity")
        )
        panel = _("{start}\N{EN DASH}1938, {years} years").format(start=start, years=count_word(1938 - start))
        mine, theirs = implied.loc[start], reports.loc[start]
        found.append((panel, _("The pamphlet"), mine["value"], mine["low"], mine["high"], True, mine["cited_source"], ""))
        found.append(
            (panel, _("The cited reports"), theirs["rate"], math.nan, math.nan, False, theirs["sources"], theirs["locator"])
        )
        found += [
            (panel, r.label, r.value, r.low, r.high, False, r.sources, r.locator) for r in rows.itertuples()
        ]
    names = ["panel", "label", "value", "low", "high", "highlight", "sources", "locator"]
    frame = pd.DataFrame(found, columns=names)
    return frame.assign(**{c: 100 * frame[c] for c in ("value", "low", "high")})


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
        "05_printed_and_official", "dots", data.drop(columns=["sources", "locator"]), title=title,
        caption=_(
            "Annual growth of the gross output of industry at unchanged prices of 1926-27. The pamphlet's first level is dated to "
            "the beginning of 1930 and is the report's figure for the year 1929. Everything here is official: the reports and "
            "the handbook of 1957 are one lineage, and agreement between them confirms the copying and not the growth."
        ),
        alt=_("Two panels of four marks, per cent a year. {said}.").format(said=said),
        sources=data, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, panels_per_row=1,
        interval=_("Arrows: no upper bound."),
    )  # fmt: skip


def forest_data(choices: Choices) -> pd.DataFrame:
    """Return the rates over the chosen window by author, per cent a year, one panel per like kind."""
    rows = economy_published.in_window(choices)
    return pd.DataFrame(
        {
            "label": [short_label(r) for r in rows.itertuples()], "x": rows["published"], "panel": rows["panel"],
            **{c: 100 * rows[c] for c in ("value", "low", "high")}, "verification": rows["verification"],
            "highlight": rows["official"], "lineage": rows["lineage"], "id": rows["id"],
        }
    )  # fmt: skip


def forest_figure(choices: Choices) -> Bundle:
    """Return published growth over the chosen window by author, oldest first; official estimates marked."""
    rows = economy_published.in_window(choices)
    data = forest_data(choices)
    window = f"{choices.start}\N{EN DASH}{choices.end}"
    said = "; ".join(f"{r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples())
    return figures.bundle(
        "05_growth_by_author", "forest", data, title=_forest_title(choices, window),
        caption=_(
            "Annual growth, {window}, by author in order of publication; one panel holds one coverage and one kind of index. "
            "Official estimates are marked. {n} estimates of {lineages} lineages; rows that quote one another share a lineage. "
            "Panels are not rival estimates of one quantity."
        ).format(window=window, n=len(rows), lineages=rows["lineage"].nunique()),
        alt=_("Estimates by author, per cent a year. {said}.").format(said=said),
        description=_("Price bases stand beside the names; where a source states none, the label says so."),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, inside_note=_annexation_note(choices),
        interval=_("Thin bars: a range given by the source."),
    )  # fmt: skip


def _forest_title(choices: Choices, window: str) -> str:
    gap = economy_choices.official_gap(choices)
    if gap is not None and gap[0] > 0:
        return _("{window}: official growth of industry lies above every other estimate collected").format(window=window)
    if choices.measure == "industry":
        return _("Growth of industry, {window}, by author").format(window=window)
    return _("Growth of national income and product, {window}, by author").format(window=window)


def _annexation_note(choices: Choices) -> str:
    return _("The end of the window includes territory annexed in 1939\N{EN DASH}40.") if choices.annexations else ""


def lines_data(choices: Choices) -> pd.DataFrame:
    """Return indexes over the chosen window, first year = 100: annual series, and end points of other estimates.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (one coverage and kind; official gross output has all and large-scale industry as two named
        lines), ``group``, ``x`` (year), ``value``, ``verification``, ``sources``, ``locator``. Estimates that
        are a range only are left out.
    """
    series = economy_published.annual_series(choices)
    series = series[series["year"].between(choices.start, choices.end)]
    parts = [_indexed(rows, choices) for _name, rows in series.groupby("series", sort=False)]
    rows = economy_published.in_window(choices)
    drawn = {(p["population"].iloc[0], s) for p in parts if p is not None for s in p["sources"]}
    rows = rows[rows["value"].notna()]
    rows = rows[[(r.population, r.sources) not in drawn for r in rows.itertuples()]]
    for row in rows.itertuples():
        ends = {"x": [choices.start, choices.end], "value": [100.0, 100 * (1 + row.value) ** choices.years]}
        same = {c: getattr(row, c) for c in ("verification", "sources", "locator", "population")}
        name = row.panel.rpartition(";")[0] + ": " + _("end points")
        parts.append(pd.DataFrame(ends).assign(panel=name, group=short_label(row).partition(";")[0], **same))
    parts = [p for p in parts if p is not None]
    names = ["panel", "group", "x", "value", "verification", "sources", "locator"]
    return pd.concat(parts, ignore_index=True)[names] if parts else pd.DataFrame(columns=names)


def _indexed(rows: pd.DataFrame, choices: Choices) -> pd.DataFrame | None:
    labels = ("measure", "population", "price_base", "quantity") + (() if choices.annexations else ("territory",))
    require_alike(rows, labels=labels)
    levels = rows.set_index(rows["year"].astype(int))["value"]
    if choices.start not in levels.index:
        return None
    coverage, kind = rows["population"].iloc[0], rows["index_kind"].iloc[0]
    heading = _("Official gross output, by year") if kind == "gross" else f"{words_for(COVERAGE_WORDS, coverage)}; {words_for(KIND_WORDS, kind)}"
    return rows.assign(
        panel=heading[0].upper() + heading[1:], group=rows["label"], x=levels.index,
        value=100 * rows["value"] / levels[choices.start],
    )[["panel", "group", "x", "value", "verification", "sources", "locator", "population"]]  # fmt: skip
