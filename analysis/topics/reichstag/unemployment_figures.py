"""The figures on unemployment in Germany, as bundles: never on one axis with votes."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import short_form
from analysis.display import bundles as figures
from analysis.text.words import _, date, joined, number
from analysis.topics.reichstag.figures import MILLION, NO_COEFFICIENT, NOTEBOOK, YEARS, cited
from analysis.topics.reichstag.unemployment import AVERAGES, BEYOND, beyond, highest, peaks, registered, shown, yearly

#: Compilations of annual averages that are drawn as lines; the last is unchecked.
COMPILATIONS = ("lemo_unemployment", "statista_nd", "petzina_1978")


def registered_course(estimates: pd.DataFrame) -> figures.Bundle:
    """Return the registered unemployed as lines, on the years of :func:`votes_course` and an axis of their own.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``unemployment`` in base units; unchecked rows are drawn hollow.
    """
    rows = registered(estimates, 1924, 1934)
    averages = rows[(rows["series"] == AVERAGES) & rows["sources"].isin(COMPILATIONS)]
    top = peaks(rows[rows["verification"] != "unchecked"])
    named = averages["sources"].map(lambda key: _("average, {source}").format(source=short_form(key)))
    data = pd.concat(
        [
            averages.assign(group=named, x=averages["year"] + 0.5),
            top.assign(group=_("highest count collected"), x=[_place(s) for s in top["start"]]),
        ]
    )
    data = data.assign(value=data["value"] / MILLION, label=data["group"])
    columns = ["x", "group", "value", "label", "verification", "id", "start", "sources", "locator", "original_source"]
    return figures.bundle(
        "08_unemployed_registered",
        "lines",
        data[columns],
        **_register_words(top, averages),
        sources=data,
        unit=_("Millions of persons registered as unemployed"),
        inside_note=_(NO_COEFFICIENT),
        notebook=NOTEBOOK,
        x_limits=YEARS,
    )


def _place(start: str) -> float:
    """Return a date as a number of years: the middle of a year or month, the day itself."""
    year, month, day = (int(part) for part in (start + "-07-01"[len(start) - 4 :])[:10].split("-"))
    return year + (month - 1) / 12 + ((day - 1) / 365.25 if len(start) == 10 else 1 / 24 if len(start) == 7 else 0)


def _register_words(counts: pd.DataFrame, averages: pd.DataFrame) -> dict[str, str]:
    top = counts.loc[counts["value"].idxmax()]
    title = _("Highest registered count collected: {n} millions, {when}").format(
        n=number(top["value"] / MILLION, 2), when=date(top["start"])
    )
    caption = _(
        "Registered unemployed: averages of the year by compilation, and the highest count of a day or month "
        "that was collected; years whose months of high unemployment were not collected have none. The "
        "register does not hold everybody without work."
    )
    by_year = averages.groupby("year")["value"].max() / MILLION
    listed = joined([f"{year}: {number(value, 2)}" for year, value in by_year.items()])
    return {
        "title": title,
        "caption": caption,
        "alt": _("Lines of registered unemployment; highest annual averages in millions, {listed}.").format(
            listed=listed
        ),
    }


def unemployed_printed(printed: pd.DataFrame, compared: pd.DataFrame, estimates: pd.DataFrame) -> figures.Bundle:
    """Return the printed figures of unemployment, the register and estimates beyond it, in panels of their own.

    Parameters
    ----------
    printed, compared : pandas.DataFrame
        Outputs of :func:`analysis.topics.reichstag.unemployment.read` and
        :func:`analysis.topics.reichstag.unemployment.compare`.
    estimates : pandas.DataFrame
        As for :func:`registered_course`.
    """
    checked = estimates[estimates["verification"] != "unchecked"]
    years, others, limit = yearly(checked, 1928, 1934), beyond(checked), printed["low"] == 0
    millions = {c: printed[c] / MILLION for c in ("value", "low", "high")}
    parts = [
        pd.DataFrame(
            {
                "panel": _("Printed: neither year nor persons counted are stated"),
                "label": printed["place"],
                "value": millions["value"].where(~limit),
                "low": millions["low"].where(~limit),
                "high": millions["high"],
                "text": printed["printed"],
            }
        ),
        _averages(years),
        pd.DataFrame(
            {
                "panel": _("Registered unemployed: highest count collected"),
                "label": [date(w) for w in years["peak_when"] if w],
                "value": years["peak"].dropna() / MILLION,
            }
        ),
        pd.DataFrame(
            {
                "panel": _("Estimates that add unregistered people, or count otherwise"),
                "label": [f"{_(BEYOND[r.measure])}, {date(r.start)}" for r in others.itertuples()],
                "value": others["value"] / MILLION,
            }
        ),
    ]
    behind = shown(checked, 1928, 1934)
    return figures.bundle(
        "08_unemployed_printed",
        "forest",
        pd.concat(parts, ignore_index=True),
        **_printed_words(compared, estimates),
        sources=cited(behind, others),
        unit=_("Millions of persons; every heading counts something else"),
        interval=_("Thin bars: what may have been rounded to the printed figure; lowest and highest average."),
        notebook=NOTEBOOK,
        limits=(0, 11),
    )


def _averages(years: pd.DataFrame) -> pd.DataFrame:
    rows = years.dropna(subset="average_low")
    ends = [[number(rows[c].iloc[i] / MILLION, 2) for c in ("average_low", "average_high")] for i in range(len(rows))]
    return pd.DataFrame(
        {
            "panel": _("Registered unemployed: annual averages collected"),
            "label": rows["year"].astype(str),
            "low": rows["average_low"] / MILLION,
            "high": rows["average_high"] / MILLION,
            "text": ["\N{EN DASH}".join(dict.fromkeys(pair)) for pair in ends],
        }
    )


def _printed_words(compared: pd.DataFrame, estimates: pd.DataFrame) -> dict[str, str]:
    largest = compared.loc[compared["high"].idxmax()]
    register, other = highest(estimates), highest(estimates, tuple(BEYOND))
    above = largest["low"] > max(register["value"], other["value"])
    title = (
        _("The largest printed figure, {n} millions, is above every count and estimate collected")
        if above
        else _("The largest printed figure is {n} millions; counts and estimates collected stand beside it")
    )
    numbers = _(
        "Highest registered count collected {register} millions ({when}), highest estimate beyond the "
        "register {other} millions ({other_when})."
    ).format(
        register=number(register["value"] / MILLION, 2),
        when=date(register["start"]),
        other=number(other["value"] / MILLION, 2),
        other_when=date(other["start"]),
    )
    caption = _(
        "Unemployment in Germany. The headings count unlike things and are not one series. The header of the "
        "printed table does not date the printed figures. "
    )
    return {
        "title": title.format(n=largest["printed"]),
        "caption": caption + numbers,
        "alt": _(
            "Dots under four headings: printed figures, annual averages, highest counts, estimates beyond the "
            "register. "
        )
        + numbers,
    }
