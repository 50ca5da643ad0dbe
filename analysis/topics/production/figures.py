"""The figures of the notebook on production, with words generated from their numbers; growth on one axis, 0 to 25."""

from __future__ import annotations

import math

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.display.parts import MOST_SERIES
from analysis.numbers import steady
from analysis.text.words import _, number, percent
from analysis.topics.production import model, published
from analysis.topics.production.choices import Choices
from analysis.topics.production.findings import count_word, floored, rate_text, span
from analysis.topics.production.published import short_label

NOTEBOOK = "05_production"
GROWTH = "growth, per cent a year"
#: The axis of every growth rate in this notebook.
AXIS = (0, 25)


def limits(data: pd.DataFrame) -> tuple[float, float] | None:
    """Return the shared axis of growth; None where a rate lies outside it."""
    ends = data[["value", "low", "high"]].to_numpy(float)
    inside = ((ends >= AXIS[0]) & (ends <= AXIS[1])) | pd.isna(ends)
    return AXIS if inside.all() else None


def to_draw(choices: Choices) -> tuple[pd.DataFrame, str]:
    """Return the rates for the picture by author, and a sentence where they are not those asked for."""
    rows = published.in_window(choices)
    if len(rows):
        return rows, ""
    rows = published.in_window(choices.but(price_base="any", coverage="any"))
    if len(rows):
        return rows, _("Nothing was collected at the prices and coverage chosen; all are shown.")
    rows = published.in_window(choices.but(price_base="any", coverage="any", start=1928, end=1937))
    return rows, _("Nothing was collected for exactly the years chosen; 1928\N{EN DASH}1937 is shown.")


def growth_figure(choices: Choices) -> Bundle:
    """Return published growth over the window: official series, and those of other authors."""
    rows, instead = to_draw(choices)
    data = pd.DataFrame(
        {
            "label": [short_label(r) for r in rows.itertuples()],
            **{c: 100 * rows[c] for c in ("value", "low", "high")},
            "verification": rows["verification"], "highlight": rows["official"].astype(bool),
        }
    )  # fmt: skip
    others = rows[~rows["official"]]
    moved = _("The end of the window includes territory annexed in 1939\N{EN DASH}40.") if choices.annexations else ""
    return figures.bundle(
        "05_growth_by_author", "dots", data, title=_growth_title(choices, rows, instead),
        caption=_(
            "Annual growth of {subject}, {window}. Official figures are those of the Central Statistical "
            "Administration (TsSU). {n} independent other estimates: an average of others is drawn and not counted. "
            "Coverage and prices differ or are not stated, so the figures are not rivals for one number. Hollow: "
            "nobody has looked it up yet."
        ).format(
            subject=_subject(choices), window=f"{rows['first'].iloc[0]}\N{EN DASH}{rows['last'].iloc[0]}",
            n=published.independent(others),
        ),
        alt=_("{n} figures, per cent a year; official {a}, others {b}.").format(
            n=len(data), **{k: span(*e) if e else _("none") for k, e in zip("ab", _both(rows), strict=True)}
        ),
        description="; ".join(
            f"{r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples()
        ),
        sources=rows, unit=_(GROWTH), notebook=NOTEBOOK, digits=1, limits=limits(data),
        inside_note=" ".join(n for n in (instead, moved) if n), interval=_("Thin bars: a range given by the source."),
    )  # fmt: skip


def _subject(choices: Choices) -> str:
    return _("industry") if choices.measure == "industry" else _("national income and product")


def _both(rows: pd.DataFrame) -> list[tuple[float, float] | None]:
    return [published.ends(rows[rows["official"] == whose]) for whose in (True, False)]


def _growth_title(choices: Choices, rows: pd.DataFrame, instead: str) -> str:
    official, others = _both(rows)
    if instead or None in (official, others):
        return _("Published growth of {subject}, {start}\N{EN DASH}{end}").format(
            subject=_subject(choices), start=rows["first"].iloc[0], end=rows["last"].iloc[0]
        )
    title = _("{subject} grew {a} a year officially, {b} by others, {start}\N{EN DASH}{end}")
    subject = _("Industry") if choices.measure == "industry" else _("Income")
    return title.format(
        start=choices.start, end=choices.end, subject=subject, a=span(*official), b=span(*others)
    )  # fmt: skip


def official_data(choices: Choices) -> pd.DataFrame:
    """Return printed, reported and official growth of industry to 1938, from 1929 and from 1930, per cent a year."""
    implied = model.implied_rates(choices)
    implied = implied[implied["subject"] == "industrial_production"].set_index("start")
    reported, times = model.report_growth()["rate"], model.official_times()
    names = {
        "all_industry": _("Official index, all industry"),
        "large_scale_industry": _("Official index, large-scale"),
    }
    parts = []
    for start in (1929, 1930):
        mine, years = implied.loc[start], 1938 - start
        found = [
            (_("The pamphlet"), mine["value"], mine["low"], mine["high"], True),
            (_("The cited reports"), reported[start], math.nan, math.nan, False),
            *((names[p], steady.power(v, 1 / years) - 1, math.nan, math.nan, False) for p, v in times[start].items()),
        ]
        panel = _("{start}\N{EN DASH}1938, {years} years").format(start=start, years=count_word(years))
        parts.append(pd.DataFrame(found, columns=["label", "value", "low", "high", "highlight"]).assign(panel=panel))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.assign(**{c: 100 * frame[c] for c in ("value", "low", "high")})
    return frame.assign(text=[_above(r) if r.highlight else "" for r in frame.itertuples()])


def _above(row) -> str:
    return _("more than {low}").format(low=number(floored(row.low), 1)) if math.isnan(row.value) else ""


def official_figure(choices: Choices) -> Bundle:
    """Return the printed growth of industry beside that of the cited reports and of the official index."""
    data = official_data(choices)
    own, rest = data[data["highlight"]]["low"], data[~data["highlight"]].groupby("panel", sort=False)["value"].max()
    title = _("Growth of industry to 1938: printed, reported, official")
    if own.iloc[1] > rest.iloc[1] and own.iloc[0] <= rest.iloc[0]:
        title = _("Dated to 1929 the printed growth is the official one; dated to 1930 it is {gap} points more").format(
            gap=number(own.iloc[1] - rest.iloc[1], 1)
        )
    return figures.bundle(
        "05_printed_and_official", "dots", data, title=title,
        caption=_(
            "Annual growth of the gross output of industry. The pamphlet dates its first level to the beginning of "
            "1930; it is the report's figure for the year 1929. Everything here is official: the reports and the "
            "handbook of 1957 are one family of figures, and agreement between them confirms the copying and not the "
            "growth."
        ),
        alt=_("Two panels, per cent a year. Printed: more than {a} from 1929, more than {b} from 1930.").format(
            a=percent(floored(own.iloc[0])), b=percent(floored(own.iloc[1]))
        ),
        description="; ".join(
            f"{r.panel}, {r.label}: {rate_text(r.value / 100, r.low / 100, r.high / 100)}" for r in data.itertuples()
        ),
        sources=pd.concat([model.report_rows(), model.report_index_rows()]), unit=_(GROWTH), notebook=NOTEBOOK,
        digits=1, panels_per_row=1, limits=limits(data), interval=_("Arrows: no upper bound."),
    )  # fmt: skip


def index_data(choices: Choices) -> pd.DataFrame:
    """Return first and last year of every rate over the window as an index, first year = 100; ranges left out."""
    rows = _pointed(to_draw(choices)[0])
    if len(rows) > MOST_SERIES:
        rows = _pointed(to_draw(choices.but(unchecked=False))[0])
    parts = [
        {
            "group": short_label(r), "x": year, "highlight": bool(r.official), "verification": r.verification,
            "value": 100.0 if year == r.first else 100 * steady.power(1 + r.value, r.years),
        }
        for r in rows.itertuples()
        for year in (r.first, r.last)
    ]  # fmt: skip
    return pd.DataFrame(parts)


def _pointed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["value"].notna()].drop_duplicates(["lineage", "population"], keep="last")


def index_figure(choices: Choices) -> Bundle | None:
    """Return what the first year's output, set at 100, had become in the last, by estimate: two points each."""
    data = index_data(choices)
    if data.empty:
        return None
    start, end = int(data["x"].min()), int(data["x"].max())
    last = data[data["x"] == end]
    ends = [last[last["highlight"] == whose]["value"] for whose in (True, False)]
    title = _("Index of output in {end}, {start} = 100").format(start=start, end=end)
    if all(len(e) for e in ends):
        title = _("{start} = 100 becomes {a} in {end} officially, {b} by other estimates").format(
            start=start, end=end, a=_numbers(ends[0]), b=_numbers(ends[1])
        )
    return figures.bundle(
        "05_index", "lines", data, title=title,
        caption=_(
            "Index, {start} = 100. Two points an estimate: a rate over the whole window says nothing about the years "
            "between. Ranges are left out, and unchecked estimates where there are too many lines; of several figures "
            "of one family the latest is drawn."
        ).format(start=start),
        alt=_("Lines from {start} = 100 to {end}: {said}.").format(
            start=start, end=end, said="; ".join(f"{r.group}: {number(r.value, 0)}" for r in last.itertuples())
        ),
        sources=to_draw(choices)[0], unit=_("index, {start} = 100").format(start=start), x_unit=_("year"),
        notebook=NOTEBOOK, digits=0,
    )  # fmt: skip


def _numbers(values: pd.Series) -> str:
    one, other = number(values.min(), 0), number(values.max(), 0)
    return one if one == other else f"{one} {_('to')} {other}"
