"""Figures of the notebook on expulsion and repression: one measure a figure, each with its own axis."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.text.words import _, joined, number
from analysis.topics.repression.checks import series_differences
from analysis.topics.repression.findings import NOT_EXPULSION, NOT_REPRESSION, forest_words, year_words
from analysis.topics.repression.model import MEASURES, YEAR, Choices, by_year
from analysis.topics.repression.toll import ARCHIVAL, has_number, panels, scope_words, span


def year_figure(name: str, choices: Choices) -> Bundle:
    """Return the columns of one measure by year; 1937 is marked.

    Parameters
    ----------
    name : str
        A key of :data:`analysis.topics.repression.model.MEASURES`.
    choices : Choices
        The notebook's choices.

    Raises
    ------
    ValueError
        If the measure has no figure in the years chosen.
    """
    rows, measure = by_year(name, choices), MEASURES[name]
    years = pd.DataFrame({"year": range(choices.first_year, choices.last_year + measure.stock + 1)})
    data = years.merge(rows[["year", "value", "verification", "id"]], on="year", how="left")
    marked = (YEAR, YEAR + 1) if measure.stock else (YEAR,)
    data = data.assign(
        label=data["year"].astype(str),
        highlight=data["year"].isin(marked),
        value=data["value"] * (100 if name == "expelled_share" else 1),
        text=[_("no figure") if pd.isna(v) else "" for v in data["value"]],
    )
    note = _(NOT_REPRESSION) if name.startswith("expelled") else _(NOT_EXPULSION)
    return figures.bundle(
        f"04_{name}", "columns", data, **year_words(name, choices), sources=rows, unit=_(measure.unit),
        inside_note=note,
    )  # fmt: skip


def series_figure(choices: Choices) -> Bundle:
    """Return the years in which the MVD and the KGB series of convictions differ, both figures a year."""
    found = series_differences(choices)
    differing = set(found.loc[found["measure"] == "convictions", "year"])
    rows = pd.concat([by_year("convictions", choices.but(series=s)).assign(group=s.upper()) for s in ("mvd", "kgb")])
    shown = rows[rows["year"].isin(differing or {YEAR})]
    data = shown.assign(label=shown["year"].astype(str))[["label", "group", "value", "verification", "id"]]
    words = _series_words(sorted(differing), len(set(rows["year"])), shown)
    return figures.bundle(
        "04_mvd_and_kgb", "pairs", data, **words, sources=shown, unit=_(MEASURES["convictions"].unit),
        inside_note=_(NOT_EXPULSION),
    )  # fmt: skip


def _series_words(differing: list[int], years: int, rows: pd.DataFrame) -> dict[str, str]:
    if differing:
        title = _("Convictions: the MVD and the KGB series differ in {n} of {years} years").format(
            n=len(differing), years=years
        )
        caption = _("Only the years that differ are drawn: {list}.").format(list=joined(map(str, differing)))
    else:
        title = _("Convictions: the MVD and the KGB series agree in all {years} years").format(years=years)
        caption = _("Only {year} is drawn.").format(year=YEAR)
    listed = "; ".join(f"{r.year}, {r.group}: {number(r.value, 0)}" for r in rows.itertuples())
    caption += " " + _("Both series were certified from the register of one department: one lineage.")
    return {"title": title, "caption": caption, "alt": _("Pairs of dots. {t}.").format(t=title),
            "description": listed + "."}  # fmt: skip


def forests(choices: Choices) -> list[Bundle]:
    """Return a forest plot for every scope and period with two or more estimates; each has its own axis."""
    rows = panels(choices)
    periods = rows.groupby("scope")["period"].nunique()
    return [
        forest_figure(scope if periods[scope] == 1 else f"{scope}-{years}", group)
        for (scope, years), group in rows.groupby(["scope", "period"], sort=False)
    ]


def show_forests(choices: Choices) -> None:
    """Show the forest plots in a notebook, one below the other."""
    for bundle in forests(choices):
        figures.show(bundle)


def forest_figure(name: str, rows: pd.DataFrame) -> Bundle:
    """Return the forest plot of one scope and period.

    Parameters
    ----------
    name : str
        End of the file name.
    rows : pandas.DataFrame
        Rows of :func:`analysis.topics.repression.toll.panels` of one scope and period.
    """
    low, high = span(rows)
    data = rows.assign(
        x=rows["published"],
        text=["" if numbered else _("no number") for numbered in has_number(rows)],
        highlight=rows["lineage"].isin(ARCHIVAL),
    )[["id", "label", "x", "value", "low", "high", "text", "highlight", "verification", "lineage"]]
    return figures.bundle(
        "04_toll_" + name.replace("-", "_"),
        "forest",
        data,
        **forest_words(rows, scope_words(rows.iloc[0]["scope"]), low, high),
        sources=rows,
        unit=_("persons"),
        inside_note=_(NOT_EXPULSION),
        limits=(0.0, high),
    )
