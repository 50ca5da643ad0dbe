"""Published growth of Soviet industry and national income, official figures and those of other authors.

Estimates differ in what they cover, in gross or net, in the price base and in the window. Growth is compared as an
annual rate over one window; what else differs stands beside each mark. Official figures are those of the lineage
``tssu_official``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.ledger import comparison
from analysis.numbers import growth, steady
from analysis.text.words import _
from analysis.topics.production.choices import Choices

OFFICIAL = "tssu_official"
NOT_STATED = comparison.NOT_STATED
#: An average of other estimates is no estimate of its own (see ``lineages.csv``).
AVERAGES = ("western_average",)
#: An author's figure is no estimate where another works it out to question it: so the label says.
SUPPOSED = ", as implied by "
#: Windows that the literature uses.
WINDOWS = ((1928, 1932), (1932, 1937), (1928, 1937), (1928, 1938), (1929, 1938), (1930, 1938))
#: What covers industry as a whole; parts of it (machinery, consumer goods) are not set beside the whole.
WHOLE_INDUSTRY = ("all_industry", "large_scale_industry", "industry", "industry_final_products")
INCOME = ("national_income_material_product", "national_income", "gnp", "gdp", "gross_product")
COVERED_BY = {"any": WHOLE_INDUSTRY, "all": ("all_industry",), "large_scale": ("large_scale_industry",)}
TABLES = {"industry": "industrial_growth", "national_income": "national_income"}
COVERAGE_WORDS = {
    "all_industry": "all industry",
    "large_scale_industry": "large-scale industry",
    "industry": "industry, coverage not stated",
    "industry_final_products": "industry, final products",
    "national_income_material_product": "national income, material product",
    "national_income": "national income",
    "gnp": "gross national product",
    "gdp": "gross domestic product",
    "gross_product": "gross product, not defined",
}
KIND_WORDS = {
    "gross": "gross output",
    "net": "net",
    "value_added": "value added",
    "net_material_product": "net",
    NOT_STATED: "gross or net not stated",
}
PRICE_WORDS = {
    "1926_27_unchanged": "unchanged prices of 1926-27",
    "1926_27_real": "real prices of 1926-27",
    "comparable": "comparable prices",
    "constant": "constant prices",
    "1950_or_moving_weights": "prices of 1950 or moving weights",
    "1927_28": "weights of 1927-28",
    "1937": "prices of 1937",
    "1937_factor_cost": "factor cost of 1937",
    "1937_or_later": "weights of 1937 or later",
    "composite_1928_1937": "composite of 1928 and 1937 prices",
    "us_dollar_weights": "US dollar weights",
    "gbp_1934": "pounds of 1934",
    "intl_gk_1990": "international dollars of 1990",
    "intl_2011": "international dollars of 2011",
    "not applicable": "no price base",
    NOT_STATED: "prices not stated",
}


def words_for(table: dict[str, str], value: str) -> str:
    """Return the words for a label; a label without words of its own is shown as it stands in the data."""
    return _(table[value]) if value in table else value.replace("_", " ")


@memoised
def rates(choices: Choices) -> pd.DataFrame:
    """Return every annual rate of growth that the choices let in, over all windows.

    Parameters
    ----------
    choices : Choices
        Uses ``measure``, ``coverage``, ``price_base`` and ``unchecked``; ``start`` and ``end`` add a rate
        computed from each annual series that holds both years.

    Returns
    -------
    pandas.DataFrame
        The columns of the estimates, and ``first``, ``last`` (years), ``years`` (n), ``value``, ``low``,
        ``high`` (shares of 1 a year), ``official``, ``window`` (words) and ``origin`` (``printed``, ``computed``
        there, ``from ratio`` or ``from series`` here: r = (end / start)^(1/n) - 1). Years of the economic
        year, windows of 40 years and more, and other territories are left out.
    """
    rows = quantities.read_estimates(TABLES[choices.measure], unchecked=choices.unchecked)
    rows = rows[~rows["label"].str.contains(SUPPOSED, regex=False)]
    rows = rows[rows["measure"].isin(["growth_rate", "index_ratio"]) & (rows["territory"] != "russian_federation")]
    rows = rows[(rows["start"].str.len() == 4) & (rows["end"].str.len() == 4)]
    rows = rows.assign(first=rows["start"].astype(int), last=rows["end"].astype(int), origin=rows["basis"])
    known = rows[rows["measure"] == "growth_rate"]
    keys = ["label", "first", "last", "price_base", "sources"]
    alone = rows[rows["measure"] == "index_ratio"].merge(known[keys].drop_duplicates(), how="left", indicator=True)
    alone = alone[alone["_merge"] == "left_only"].drop(columns="_merge")
    found = pd.concat([known, _as_rate(alone), series_rates(choices, known)], ignore_index=True)
    return _chosen(_described(found), choices)


def _as_rate(rows: pd.DataFrame) -> pd.DataFrame:
    years = rows["last"] - rows["first"]
    ends = {c: steady.power(rows[c], 1 / years) - 1 for c in ("value", "low", "high")}
    return rows.assign(measure="growth_rate", quantity="rate_per_year", origin="from ratio", **ends)


def _described(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(
        years=rows["last"] - rows["first"],
        official=rows["lineage"] == OFFICIAL,
        window=rows["first"].astype(str) + "\N{EN DASH}" + rows["last"].astype(str),
        published=pd.to_numeric(rows["year_published"], errors="coerce"),
    )
    return rows[rows["years"].between(1, 39)]


def _chosen(rows: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    covered = COVERED_BY[choices.coverage] if choices.measure == "industry" else INCOME
    rows = rows[rows["population"].isin(covered)]
    stated, unchanged = rows["price_base"] != NOT_STATED, rows["price_base"] == "1926_27_unchanged"
    kept = {
        "any": stated | ~stated,
        "1926_27_unchanged": unchanged,
        "other": stated & ~unchanged,
        "not_stated": ~stated,
    }[choices.price_base]
    rows = rows[kept]
    return rows.sort_values(["published", "label", "first", "last"], kind="stable", ignore_index=True)


def annual_series(choices: Choices) -> pd.DataFrame:
    """Return the series that are held year by year, in the columns of the estimates.

    Returns
    -------
    pandas.DataFrame
        For industry the official index of output, for income gross domestic product; ``kind`` of index in
        ``index_kind``, ``year`` as a whole number.
    """
    if choices.measure == "industry":
        rows = quantities.read_estimates("industrial_index", unchecked=choices.unchecked)
        rows = rows[(rows["measure"] == "output_index") & rows["population"].isin(COVERED_BY[choices.coverage])]
        return rows.assign(index_kind="gross", year_published="1957")
    rows = quantities.read_estimates("gdp", unchecked=choices.unchecked)
    rows = rows[(rows["population"] == "gdp") & (rows["territory"] != "russian_federation")]
    return rows[~rows["disputed"]].assign(index_kind="value_added")


def series_rates(choices: Choices, known: pd.DataFrame) -> pd.DataFrame:
    """Return the rate over the chosen window from each annual series, unless a collected row has it already."""
    series = annual_series(choices)
    have = set(zip(known["population"], known["sources"], known["first"], known["last"], strict=True))
    found = []
    for _name, rows in series.groupby("series", sort=False):
        level = rows.set_index(rows["year"].astype(int))["value"]
        row = rows.iloc[-1].to_dict()
        window = (choices.start, choices.end)
        if not set(window) <= set(level.index) or (row["population"], row["sources"], *window) in have:
            continue
        rate = growth.annual_rate(level[window[0]], level[window[1]], choices.years)
        at_end = rows.set_index(rows["year"].astype(int)).loc[choices.end]
        row |= {"first": window[0], "last": window[1], "start": str(window[0]), "end": str(window[1])}
        row |= {c: at_end[c] for c in ("territory", "verification", "price_base")}
        row |= {"id": f"{at_end['id']}-from-{window[0]}", "value": rate, "origin": "from series"}
        found.append(row | {"measure": "growth_rate", "quantity": "rate_per_year"})
    return pd.DataFrame(found)


@memoised
def in_window(choices: Choices) -> pd.DataFrame:
    """Return the rates over exactly the chosen window, official ones first, then by highest value.

    Raises
    ------
    analysis.ledger.comparison.ComparisonError
        If they are not rates of one window.
    """
    rows = rates(choices)
    rows = rows[(rows["first"] == choices.start) & (rows["last"] == choices.end)]
    comparison.require_alike(rows, labels=("measure", "start", "end", "quantity"), purpose="one window")
    rows = rows.assign(top=rows[["value", "high"]].max(axis=1))
    return rows.sort_values(["official", "top"], ascending=False, kind="stable", ignore_index=True)


def supposed(choices: Choices) -> pd.DataFrame:
    """Return the rates of the window that an author works out from another's figures in order to question them."""
    rows = quantities.read_estimates(TABLES[choices.measure], unchecked=choices.unchecked)
    rows = rows[rows["label"].str.contains(SUPPOSED, regex=False) & (rows["measure"] == "growth_rate")]
    return rows[(rows["start"] == str(choices.start)) & (rows["end"] == str(choices.end))].reset_index(drop=True)


def ends(rows: pd.DataFrame) -> tuple[float, float] | None:
    """Return the lowest and highest rate, ends of ranges included; None without rows."""
    values = rows[["value", "low", "high"]].to_numpy(float)
    return None if np.isnan(values).all() else (float(np.nanmin(values)), float(np.nanmax(values)))


def independent(rows: pd.DataFrame) -> int:
    """Return how many estimates stand behind some rates: lineages, averages of other estimates not counted."""
    return len(set(rows["lineage"]) - set(AVERAGES))


@memoised
def by_window(choices: Choices) -> pd.DataFrame:
    """Return the ends of the rates for each window of the literature and the chosen one, official and others apart.

    Returns
    -------
    pandas.DataFrame
        ``start``, ``end``, ``official``, ``low``, ``high`` (shares of 1 a year), ``rates``, ``independent``.
    """
    found = []
    for start, end in sorted({*WINDOWS, (choices.start, choices.end)}):
        for official, part in in_window(choices.but(start=start, end=end)).groupby("official", sort=False):
            low, high = ends(part)
            found.append((start, end, bool(official), low, high, len(part), independent(part)))
    return pd.DataFrame(found, columns=["start", "end", "official", "low", "high", "rates", "independent"])


def short_label(row) -> str:
    """Return an estimate's name and what it states of coverage, gross or net and prices; an average says so."""
    said = [] if row.population == "industry" else [words_for(COVERAGE_WORDS, row.population)]
    stated = ((KIND_WORDS, row.index_kind), (PRICE_WORDS, row.price_base))
    said += [words_for(table, value) for table, value in stated if value != NOT_STATED]
    said += [_("an average of others")] if row.lineage in AVERAGES else []
    return ", ".join([row.label.partition(",")[0], *said])
