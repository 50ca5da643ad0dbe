"""The figures of the notebook on the fastest growth, with words generated from their numbers."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger.comparison import require_alike
from analysis.text.words import _, ngettext, number, percent
from analysis.topics.fastest import industry as fastest_industry
from analysis.topics.fastest import model as fastest
from analysis.topics.fastest import places as fastest_places
from analysis.topics.fastest.findings import window
from analysis.topics.fastest.model import LAST, MEASURE_WORDS, Choices

NOTEBOOK = "10_fastest_ever"
GROWTH = "growth, per cent a year"
MEASURE_SHORT = {
    "gdp": "GDP",
    "gdp_per_head": "GDP per head",
    "industry": "industry",
    "iron_and_steel": "iron and steel",
    "primary_energy": "primary energy",
}


def soviet_data(choices: Choices) -> pd.DataFrame:
    """Return the Soviet windows by first year for drawing: recoveries and others as two series with gaps.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``x`` (first year), ``value`` (per cent a year; NaN for years of the other series), ``text`` at
        the fastest window and at the fastest one of 1928-1938.
    """
    rows = fastest.soviet_series(choices.measure, choices.series_name, unchecked=choices.unchecked)
    require_alike(rows, labels=("measure", "population", "quantity"))
    found = fastest.own_windows(choices.measure, choices.series_name, choices.years, unchecked=choices.unchecked)
    thirties = found[(found["start"] >= fastest.FIRST) & (found["end"] <= LAST)]
    named = {found["rate"].idxmax(), *([thirties["rate"].idxmax()] if len(thirties) else [])}
    years = range(int(found["start"].min()), int(found["start"].max()) + 1)
    names = {False: _("starts near or above earlier levels"), True: _("starts below 95% of an earlier level")}
    parts = []
    for recovery, part in found.groupby("recovery"):
        values = (100 * part.set_index("start")["rate"]).reindex(years)
        texts = {r["start"]: f"{window(r)}: {percent(100 * r['rate'])}" for i, r in part.iterrows() if i in named}
        parts.append(
            pd.DataFrame(
                {
                    "group": names[recovery], "x": list(years), "value": values.to_numpy(),
                    "text": [texts.get(y, "") for y in years],
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def soviet_figure(choices: Choices) -> Bundle:
    """Return growth over every Soviet window of the chosen length, by the year in which it begins."""
    rows = fastest.soviet_series(choices.measure, choices.series_name, unchecked=choices.unchecked)
    found = fastest.own_windows(choices.measure, choices.series_name, choices.years, unchecked=choices.unchecked)
    best = found.loc[found["rate"].idxmax()]
    data = soviet_data(choices)
    measure, label = _(MEASURE_WORDS[choices.measure]), rows["label"].iloc[0]
    title = _("The fastest {years} Soviet years in this series of {measure}: {window}").format(
        years=choices.years, measure=_(MEASURE_SHORT[choices.measure]), window=window(best)
    )
    if best["recovery"]:
        title += _(", a recovery")
    return figures.bundle(
        "10_soviet_windows", "lines", data, title=title,
        caption=_(
            "Annual growth of {measure} over every window of {years} years, by its first year. Series: {label}. "
            "Windows whose ends lie in other borders than 1928 are left out; gaps are years that the series does not "
            "hold. Where the series begins, earlier levels are not known."
        ).format(measure=measure, years=choices.years, label=label),
        alt=_("Windows of {years} years from {first} to {last}; the fastest is {window} with {rate} a year.").format(
            years=choices.years, first=int(found["start"].min()), last=int(found["start"].max()), window=window(best),
            rate=percent(100 * best["rate"]),
        ),
        description=_("A window that starts below 95 per cent of an earlier level held counts as a recovery."),
        sources=rows, unit=_(GROWTH), x_unit=_("first year of the window"), notebook=NOTEBOOK, digits=1,
        order=tuple(data["group"].unique()),
    )  # fmt: skip


def fastest_rows(choices: Choices) -> pd.DataFrame:
    """Return the Soviet window and the fastest window collected of each other country, fastest first."""
    at = fastest.rank(choices)
    if at is None:
        return pd.DataFrame()
    both = fastest.labelled(choices, at.soviet, fastest.fastest_elsewhere(choices))
    return require_alike(both, labels=fastest.ALIKE)


def windows_figure(choices: Choices) -> Bundle:
    """Return the fastest windows by country; for industry the windows that sources print, in panels."""
    return industry_figure(choices) if choices.measure == "industry" else countries_figure(choices)


def countries_figure(choices: Choices) -> Bundle:
    """Return the fastest window collected of each country, the Soviet one marked."""
    rows, used, at = fastest_rows(choices), fastest.effective(choices), fastest.rank(choices)
    measure = _(MEASURE_WORDS[choices.measure])
    data = _country_dots(rows, with_window=True)
    faster = len(at.faster)
    title = _("{measure}: {faster} of {n} other countries collected grew faster over {years} years").format(
        measure=_(MEASURE_SHORT[choices.measure])[0].upper() + _(MEASURE_SHORT[choices.measure])[1:],
        faster=faster or _("none"), n=at.of - 1, years=at.years,
    )  # fmt: skip
    return figures.bundle(
        "10_fastest_windows", "dots", data, title=title,
        caption=_(
            "Fastest window of {years} years of each country, {measure}; {period}, {recoveries}. The Soviet window "
            "(marked) lies between 1928 and 1938 and is recomputed from the annual series. The others are precomputed: "
            "they exist for a few lengths only. A country not collected may have grown faster. {lineages}."
        ).format(
            years=at.years, measure=measure,
            period=_("ended by {last}").format(last=LAST) if used.earlier_only else _("all years"),
            recoveries=_("recoveries included") if used.recoveries else _("recoveries left out"),
            lineages=_lineages(rows),
        ),
        alt=_("Countries by growth, per cent a year. {said}.").format(said=_said(data)),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1,
    )  # fmt: skip


def _lineages(rows: pd.DataFrame) -> str:
    count = rows["lineage"].nunique()
    return ngettext("All rates are of {n} lineage", "The rates are of {n} lineages", count).format(n=count)


def _country_dots(rows: pd.DataFrame, *, with_window: bool) -> pd.DataFrame:
    names = [f"{r.country}, {r.first}\N{EN DASH}{r.last}" if with_window else r.country for r in rows.itertuples()]
    return pd.DataFrame(
        {
            "label": names, "value": 100 * rows["value"], "highlight": rows["soviet"].astype(bool),
            "verification": rows["verification"], "origin": rows["origin"],
        }
    )  # fmt: skip


def _said(data: pd.DataFrame) -> str:
    return "; ".join(f"{r.label}: {number(r.value, 1)}" for r in data.itertuples())


def industry_figure(choices: Choices) -> Bundle:
    """Return the windows of industrial growth as their sources print them, one panel a source and kind."""
    rows = fastest_industry.industry_rows(choices)
    data = _country_dots(rows, with_window=True).assign(panel=rows["panel"])
    return figures.bundle(
        "10_fastest_windows", "dots", data,
        title=_("Growth of industry: single windows as sources print them"),
        caption=_(
            "Annual growth of industry. A panel holds windows of one source; panels are not comparable with one "
            "another, and lengths differ. Soviet figures (marked) are official gross output. Recoveries are not told "
            "apart: earlier levels of most series are not held."
        ),
        alt=_("Panels of windows, per cent a year. {said}.").format(said=_said(data)),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, panels_per_row=1,
    )  # fmt: skip


def same_years_figure(choices: Choices) -> Bundle:
    """Return growth of every country over the years of the Soviet window."""
    rows = fastest_industry.same_years(choices) if choices.measure == "industry" else fastest_places.same_years(choices)
    instead = ""
    if rows.empty:
        rows = fastest_places.same_years(Choices(measure=choices.measure))
        instead = _("Over the Soviet window chosen no levels of other countries are held; nine years are shown.")
    data = _country_dots(rows, with_window=False)
    own = rows[rows["soviet"].astype(bool)].iloc[0]
    faster = int((rows["value"] > own["value"]).sum())
    years = f"{own['first']}\N{EN DASH}{own['last']}"
    measure = _(MEASURE_SHORT[choices.measure])
    title = _("{measure}, {years}: the USSR at place {place} of {of} countries collected").format(
        measure=measure[0].upper() + measure[1:], years=years, place=faster + 1, of=len(rows)
    )
    return figures.bundle(
        "10_same_years", "dots", data, title=title,
        caption=_(
            "Annual growth of {measure} over the same years, {years}, computed from the levels held at both ends or as "
            "printed. For most other countries these are the years of the world depression and after."
        ).format(measure=_(MEASURE_WORDS[choices.measure]), years=years),
        alt=_("Countries by growth {years}, per cent a year. {said}.").format(years=years, said=_said(data)),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, inside_note=instead,
    )  # fmt: skip


def places_data(choices: Choices) -> pd.DataFrame:
    """Return the share of other countries with a faster window, per cent, under every choice; one panel a measure."""
    rows = fastest_places.places(choices)
    period = {True: _("ended by {last}").format(last=LAST), False: _("all years")}
    recoveries = {True: _("recoveries included"), False: _("recoveries left out")}
    return pd.DataFrame(
        {
            "panel": [_capital(_(MEASURE_WORDS[m])) for m in rows["measure"]],
            "label": [f"{period[r.earlier_only]}, {recoveries[r.recoveries]}" for r in rows.itertuples()],
            "value": 100 * rows["share_faster"],
            "text": [
                _("{faster} of {n}: place {place}").format(faster=p - 1, n=of - 1, place=p)
                for p, of in zip(rows["place"], rows["of"], strict=True)
            ],
        }
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def places_figure(choices: Choices) -> Bundle:
    """Return the share of other countries that grew faster, by measure, period and recoveries."""
    data = places_data(choices)
    table = fastest_places.places(choices)
    first, last = int(table["place"].min()), int(table["place"].max())
    return figures.bundle(
        "10_place_by_choice", "dots", data,
        title=_("The Soviet place runs from {first} to {last}, depending on the measure and the choices").format(
            first=first, last=last
        ),
        caption=_(
            "Share of the other countries collected whose fastest nine years were faster than the fastest nine Soviet "
            "years of 1928\N{EN DASH}1938. Sets of countries differ between measures; where no row says that "
            "recoveries are included, only windows without them were collected."
        ),
        alt=_("Share of countries with a faster window, per cent. {said}.").format(
            said="; ".join(f"{r.panel}, {r.label}: {r.text}" for r in data.itertuples())
        ),
        sources=fastest_places.places_rows(), unit=_("other countries with a faster window, per cent"),
        notebook=NOTEBOOK, panels_per_row=1,
    )  # fmt: skip


def windows_rows(choices: Choices) -> pd.DataFrame:
    """Return the rows behind :func:`windows_figure`: one window a country, or for industry the printed windows."""
    return fastest_industry.industry_rows(choices) if choices.measure == "industry" else fastest_rows(choices)
