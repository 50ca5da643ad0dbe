"""Growth of industry in other countries: windows as their sources print them, kinds of index kept apart.

No search for the fastest window was possible here: the sources print single windows, of unlike lengths and for
unlike kinds of index. Each panel holds one kind of index from one source, and a place is given only where one
source covers several countries over the same years.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities, sources
from analysis.data.memo import memoised
from analysis.ledger import comparison
from analysis.numbers import growth, steady
from analysis.text.words import _
from analysis.topics.fastest.choices import Choices
from analysis.topics.fastest.model import FIRST, LAST

POPULATION_WORDS = {
    "industry": "industry",
    "manufacturing": "manufacturing",
    "heavy_industry": "heavy industry",
    "all_industry": "all industry, official gross output",
}
#: The official index of all industry.
OFFICIAL = "tssu_1957_all_industry"
#: Groups of countries, left out.
NO_COUNTRY = ("Capitalist countries",)
COLUMNS = [
    "id", "panel", "country", "first", "last", "value", "soviet", "sources", "original_source", "locator",
    "verification", "lineage", "origin", "measure", "population", "quantity", "note",
]  # fmt: skip


@memoised
def industry_rows(choices: Choices) -> pd.DataFrame:
    """Return the windows of industrial growth that were collected, per panel, fastest first.

    Parameters
    ----------
    choices : Choices
        Uses ``earlier_only`` (windows that ended by 1938) and ``unchecked``.

    Returns
    -------
    pandas.DataFrame
        :data:`COLUMNS`: ``value`` is a share of 1 a year, ``origin`` is ``printed``, ``from ratio``
        (r = ratio^(1/n) - 1) or ``recomputed`` (from levels held by year).
    """
    rows = pd.concat([printed_windows(choices), report_windows(), official_windows(choices)], ignore_index=True)
    if choices.earlier_only:
        rows = rows[rows["last"] <= LAST]
    for name, part in rows.groupby("panel"):
        comparison.require_alike(part, labels=("measure", "population", "quantity"), purpose=f"the panel {name!r}")
    rows = rows[rows["value"].notna() & ~rows["country"].isin(NO_COUNTRY)].astype({"value": float, "soviet": bool})
    rows = rows.assign(top=rows.groupby("panel")["value"].transform("max"))
    return rows.sort_values(["top", "panel", "value"], ascending=[False, True, False], kind="stable")[
        COLUMNS
    ].reset_index(drop=True)


def printed_windows(choices: Choices) -> pd.DataFrame:
    """Return the windows that single sources print, as rates; ratios become rates over their years."""
    rows = quantities.read_estimates("comparators", unchecked=choices.unchecked)
    rows = rows[(rows["series"] == "literature") & rows["population"].isin(POPULATION_WORDS)]
    rows = rows.assign(first=rows["start"].astype(int), last=rows["end"].astype(int), origin="printed")
    rates = rows[rows["measure"] == "growth_rate"]
    keys = ["country", "population", "first", "last"]
    ratios = rows[rows["measure"] == "ratio"].merge(rates[keys], on=keys, how="left", indicator=True)
    ratios = ratios[ratios["_merge"] == "left_only"]
    years = ratios["last"] - ratios["first"]
    ratios = ratios.assign(value=steady.power(ratios["value"], 1 / years) - 1, origin="from ratio")
    both = pd.concat([rates, ratios], ignore_index=True).assign(measure="growth_rate", quantity="rate_per_year")
    panels = [panel(p, s) for p, s in zip(both["population"], both["sources"], strict=True)]
    return both.assign(panel=panels, soviet=both["country"] == "USSR")[COLUMNS]


def panel(population: str, keys: str) -> str:
    """Return the heading of a panel: what is measured, and who prints it."""
    words = _(POPULATION_WORDS.get(population, population))
    if population == "all_industry":
        return f"{words[0].upper()}{words[1:]}"
    return f"{words[0].upper()}{words[1:]}: {sources.short_form(keys.split(';')[0])}"


def report_windows() -> pd.DataFrame:
    """Return growth of the index in the report of 1939 that the pamphlet cites, first to last year it prints."""
    rows = quantities.read_estimates("stalin_reports")
    index = (rows["measure"] == "output_index") & (rows["quantity"] == "index_1913_100") & rows["value"].notna()
    rows = rows[index & (rows["sources"] == "stalin_1939")]
    found = []
    for territory, part in rows.groupby("territory"):
        part = part.sort_values("year", kind="stable")
        first, last = part.iloc[0], part.iloc[-1]
        rate = growth.annual_rate(first["value"], last["value"], int(last["year"] - first["year"]))
        soviet = territory == "ussr_1938"
        same = {c: last[c] for c in ("id", "sources", "original_source", "locator", "verification", "lineage", "note")}
        found.append(
            same | {
                "panel": _("Industry: the report of 1939"), "country": "USSR" if soviet else territory.capitalize(),
                "first": int(first["year"]), "last": int(last["year"]), "value": rate, "soviet": soviet,
                "origin": "recomputed", "measure": "growth_rate", "population": "industry",
                "quantity": "rate_per_year",
            }
        )  # fmt: skip
    return pd.DataFrame(found)[COLUMNS]


def official_windows(choices: Choices) -> pd.DataFrame:
    """Return the fastest Soviet window of the official index as long as the Chinese one that was collected.

    The Chinese plan reports gross output at official prices, the same kind of index as the Soviet one. Where
    the Chinese window is left out, so is this one.
    """
    wanted = printed_windows(choices)
    wanted = wanted[(wanted["population"] == "all_industry") & ~wanted["soviet"]]
    if choices.earlier_only or wanted.empty:
        return pd.DataFrame(columns=COLUMNS)
    other, rows = wanted.iloc[0], quantities.read_estimates("industrial_index")
    rows = rows[(rows["series"] == OFFICIAL) & (rows["measure"] == "output_index") & rows["value"].notna()]
    rows = rows.set_index(rows["year"].astype(int)).sort_index(kind="stable")
    found = growth.windows(rows["value"], int(other["last"] - other["first"]))
    found = found[(found["start"] >= FIRST) & (found["end"] <= LAST)]
    best = found.loc[found["rate"].idxmax()]
    row = rows.loc[int(best["start"])]
    same = {c: row[c] for c in ("id", "sources", "original_source", "locator", "verification", "lineage", "note")}
    own = same | {
        "panel": other["panel"], "country": "USSR", "first": int(best["start"]), "last": int(best["end"]),
        "value": float(best["rate"]), "soviet": True, "origin": "recomputed", "measure": "growth_rate",
        "population": "all_industry", "quantity": "rate_per_year",
    }  # fmt: skip
    return pd.DataFrame([own])[COLUMNS]


def same_years(choices: Choices) -> pd.DataFrame:
    """Return the panel in which one source covers most countries over the years of its Soviet window.

    Returns
    -------
    pandas.DataFrame
        As :func:`industry_rows`.
    """
    rows = industry_rows(choices)
    own = rows[rows["soviet"]][["panel", "first", "last"]].drop_duplicates()
    like = rows.merge(own, on=["panel", "first", "last"])
    largest = like.groupby("panel")["country"].nunique().idxmax()
    return like[like["panel"] == largest].sort_values("value", ascending=False, kind="stable", ignore_index=True)
