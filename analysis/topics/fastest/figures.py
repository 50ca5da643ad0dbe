"""The figures of the notebook on the fastest growth, with words generated from their numbers."""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import panels
from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.text.words import _, number, percent
from analysis.topics.fastest import industry, model
from analysis.topics.fastest.choices import Choices
from analysis.topics.fastest.findings import MEASURE_SHORT, capital, period, short, window
from analysis.topics.fastest.model import MEASURE_WORDS

NOTEBOOK = "10_fastest_ever"
GROWTH = "growth, per cent a year"
#: So many rows are drawn at most, and so many below the Soviet one where there is room.
MOST_ROWS, BELOW = 26, 4


def windows_figure(choices: Choices) -> Bundle | None:
    """Return the fastest windows by country; for industry the windows that sources print, in panels."""
    return industry_figure(choices) if choices.measure == "industry" else countries_figure(choices)


def countries_figure(choices: Choices) -> Bundle | None:
    """Return the fastest window of each country around the Soviet one, which is marked."""
    at, rows = model.place(choices), model.fastest(choices)
    if at is None:
        return None
    rows = rows[rows["value"].notna()]
    shown = _around(rows)
    data = _dots(shown, [_named(r, choices) for r in shown.itertuples()])
    return figures.bundle(
        "10_fastest_windows", "dots", data, title=_faster_title(choices, at),
        caption=_(
            "Fastest window of {years} years of each country {period}, {measure}{left}. The Soviet one lies between "
            "1928 and 1938. Every window of {n} countries was worked out; {hidden} slower countries are not drawn. "
            "A recovery begins below {share} of an earlier level. {borders}"
        ).format(
            years=choices.years, period=period(choices), measure=_(MEASURE_WORDS[choices.measure]),
            left="" if choices.recoveries else _(", recoveries left out"), n=at.of + 1, hidden=len(rows) - len(shown),
            share=percent(100 * choices.recovered_at, 0), borders=_borders(choices),
        ),
        alt=_("{n} countries, per cent a year. Highest: {first}; the USSR {own}; lowest drawn: {last}.").format(
            n=len(data), first=_said(data.iloc[0]), own=percent(100 * at.soviet.value), last=_said(data.iloc[-1])
        ),
        description="; ".join(_said(r) for _i, r in data.iterrows()),
        sources=model.series_rows(choices.measure, choices.release), unit=_(GROWTH), notebook=NOTEBOOK, digits=1,
        limits=(0, 2 * math.ceil((data["value"].max() + 0.5) / 2)) if (data["value"] > 0).all() else None,
    )  # fmt: skip


def _around(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the fastest countries, the USSR, and some that are slower."""
    place = rows.index.get_loc(rows.index[rows["soviet"]][0])
    if place + 1 + BELOW <= MOST_ROWS:
        return rows.iloc[: place + 1 + BELOW]
    return pd.concat([rows.iloc[: MOST_ROWS - 1], rows.iloc[[place]]])


def _named(row, choices: Choices) -> str:
    recovery = _(", a recovery") if row.over_peak < choices.recovered_at else ""
    return f"{_(row.country)}, {window(row)}{recovery}"


def _faster_title(choices: Choices, at: model.Place) -> str:
    says = _("{measure}: {faster} of {n} countries once grew faster than the USSR of the thirties")
    return says.format(measure=capital(short(choices)), faster=at.faster or _("none"), n=at.of)


def _borders(choices: Choices) -> str:
    if choices.measure in model.LEAST_START:
        return _(
            "Borders are those of the day. Windows that begin below a million tonnes (steel) or twenty million tonnes "
            "of coal equivalent (energy) do not count."
        )
    return _(
        "Borders are later ones throughout; colonies count as countries. Small countries swing more than large ones."
    )


def _dots(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": names,
            "value": 100 * rows["value"],
            "highlight": rows["soviet"].astype(bool),
            "verification": rows.get("verification", "data_file"),
        }
    ).reset_index(drop=True)


def _said(row) -> str:
    return f"{row['label']}: {number(row['value'], 1)}"


def industry_figure(choices: Choices) -> Bundle:
    """Return the windows of industrial growth as their sources print them, one panel a source and kind."""
    rows = industry.industry_rows(choices)
    data = _dots(rows, [f"{_(r.country)}, {window(r)}" for r in rows.itertuples()]).assign(panel=rows["panel"])
    return figures.bundle(
        "10_fastest_windows", "dots", data,
        title=_("Growth of industry: single windows as sources print them"),
        caption=_(
            "Annual growth of industry. A panel holds windows of one source; panels are not comparable with one "
            "another, and lengths differ. Soviet figures (marked) are official gross output. Recoveries are not told "
            "apart: earlier levels of most series are not held."
        ),
        alt=_("Panels of windows, per cent a year. {said}.").format(
            said="; ".join(_said(r) for _i, r in data.iterrows())
        ),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, panels_per_row=1,
    )  # fmt: skip


def same_years_figure(choices: Choices) -> Bundle | None:
    """Return growth of every country over the years of the Soviet window."""
    own = choices.measure == "industry"
    rows = industry.same_years(choices) if own else model.same_years(choices)
    if rows.empty:
        return None
    shown = rows if len(rows) <= MOST_ROWS else _around(rows.reset_index(drop=True))
    shown = shown if len(rows) <= MOST_ROWS else rows.head(max(len(shown), MOST_ROWS - 6))
    data = _dots(shown, [_(name) for name in shown["country"]])
    soviet = rows[rows["soviet"].astype(bool)].iloc[0]
    faster = int((rows["value"] > soviet["value"]).sum())
    years = window(soviet)
    hidden = len(rows) - len(shown)
    return figures.bundle(
        "10_same_years", "dots", data,
        title=_("{measure}, {years}: {faster} of {n} other countries grew faster than the USSR").format(
            measure=capital(short(choices)), years=years, faster=faster or _("none"), n=len(rows) - 1
        ),
        caption=_(
            "Annual growth of {measure} over the same years, {years}. For most other countries these are years of the "
            "world depression and after. {hidden} slower countries are not drawn."
        ).format(measure=_(MEASURE_WORDS[choices.measure]), years=years, hidden=hidden),
        alt=_("{n} countries by growth {years}, per cent a year. Highest: {first}; lowest drawn: {last}.").format(
            n=len(data), years=years, first=_said(data.iloc[0]), last=_said(data.iloc[-1])
        ),
        description="; ".join(_said(r) for _i, r in data.iterrows()),
        sources=rows if own else model.series_rows(choices.measure, choices.release), unit=_(GROWTH),
        notebook=NOTEBOOK, digits=1,
    )  # fmt: skip


def lengths_data(choices: Choices) -> pd.DataFrame:
    """Return the share of other countries that once grew faster, per cent, by length of the window."""
    rows = model.places_by_length(choices).dropna(subset=["faster"])
    rows = rows[(rows["release"] == "2023") & rows["measure"].isin(["gdp", "gdp_per_head"])]
    every = {0.0: _("all windows"), 0.95: _("no recoveries")}
    return pd.DataFrame(
        {
            "group": [f"{_(MEASURE_SHORT[r.measure])}, {every[r.threshold]}" for r in rows.itertuples()],
            "x": rows["years"].astype(int), "value": 100 * rows["share"], "faster": rows["faster"].astype(int),
            "of": rows["of"].astype(int),
        }
    ).reset_index(drop=True)  # fmt: skip


def lengths_figure(choices: Choices) -> Bundle:
    """Return the share of countries that once grew faster, by length of the window, measure and recoveries."""
    data = lengths_data(choices)
    per = data.groupby("group", sort=False)["value"].agg(["min", "max"])
    every = data[data["group"] == data["group"].iloc[0]]
    title = _("Whatever the length of the window, {low} to {high} of {of} countries once grew faster in GDP")
    of = f"{data['of'].min()}\N{EN DASH}{data['of'].max()}"
    return figures.bundle(
        "10_place_by_length", "lines", data.drop(columns=["faster", "of"]),
        title=title.format(low=every["faster"].min(), high=every["faster"].max(), of=of),
        caption=_(
            "Share of the other countries whose fastest window {period} beat the fastest Soviet one of "
            "1928\N{EN DASH}1938, by length of the window. Both measures hold the same countries ({of}). No "
            "recoveries: without windows that begin below 95 per cent of an earlier level."
        ).format(period=period(choices), of=of),
        alt=_("Four lines over lengths of 1 to 10 years. {said}.").format(
            said="; ".join(f"{g}: {percent(r['min'], 0)} {_('to')} {percent(r['max'], 0)}" for g, r in per.iterrows())
        ),
        sources=panels.described().loc[list(model.series_names("gdp"))].reset_index(drop=True),
        unit=_("other countries that once grew faster, per cent"), x_unit=_("length of the window, years"),
        notebook=NOTEBOOK, digits=0, limits=(0, 20 * math.ceil(data["value"].max() / 20)),
    )  # fmt: skip
