"""Money wages against prices: what the printed wages can say about what they bought, and what they cannot.

The pamphlet prints a money wage for two years and no prices. Every index of consumer prices that was collected
runs over other years than the printed wages, so the two are never divided into one another. What is asked instead
is how far prices may have risen before the printed wage bought less at the end than at the beginning, and what
authors found who had wages and prices of the same years.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.ledger.comparison import require_alike
from analysis.numbers.arithmetic import divide
from analysis.numbers.printed import Bounds
from analysis.text.words import _
from analysis.topics.living.choices import Choices
from analysis.topics.living.model import printed

WAGES = ("wage-1930-level", "wage-1938-level")
#: Author -> (author, population) of the index of consumer prices in the collection.
INDEXES = {"chapman": ("Chapman", "cost_of_living"), "allen": ("Allen", "consumer_goods")}
#: Measures that say how far a real wage changed, each as a multiple of its start.
REAL = ("real_wage_index", "real_wage_change", "real_wage_multiple")
#: Figures up to 1937 that name no territory are of the only borders that there were.
OLD_BORDERS = ("ussr_1938", "not stated")
#: The last year in the borders of 1938; end points of 1940 count annexed territory.
LAST_IN_OLD_BORDERS = 1939
DEFLATED = (
    "author", "population", "first", "last", "multiple", "prices", "real", "verification", "sources", "locator",
)  # fmt: skip


def wage_ratio(choices: Choices) -> Bounds:
    """Return the printed money wage of 1938 over that of 1930, with its bounds."""
    rows = printed(choices).set_index("id", drop=False)
    first, last = (quantities.number_of(rows.loc[i]).bounds(choices.rule) for i in WAGES)
    return divide([last, first])


def wage_multiple(choices: Choices) -> float:
    """Return the printed money wage of 1938 over that of 1930, from the figures as they stand."""
    rows = printed(choices).set_index("id")
    return float(rows.at[WAGES[1], "value"] / rows.at[WAGES[0], "value"])


def price_multiples(choices: Choices) -> pd.DataFrame:
    """Return how many times prices rose between 1928 and 1937.

    Returns
    -------
    pandas.DataFrame
        Rows of ``labour_wages`` with ``low`` and ``high``: a whole multiple is read as rounded to the nearest whole
        one, another as rounded to its last digit. ``chosen`` marks the index of the chosen author, ``kind`` is
        ``index`` (consumer prices together), ``product`` (one food) or ``farm`` (what farms were paid).
    """
    rows = quantities.read_estimates("labour_wages", unchecked=choices.unchecked)
    rows = rows[(rows["measure"] == "price_multiple") & rows["territory"].isin(OLD_BORDERS)]
    rows = rows[rows["start"].str[:4].isin(["1927", "1928"]) & (rows["end"].str[:4] == "1937")]
    rows = require_alike(rows, labels=("measure", "price_base", "quantity"))
    half = [_half_unit(v) for v in rows["given"]]
    indexes = {population for _author, population in INDEXES.values()}
    kind = ["index" if p in indexes else "farm" if p == "farm_products_sold" else "product" for p in rows["population"]]
    chosen = (rows["author"] == INDEXES[choices.prices][0]) & (rows["population"] == INDEXES[choices.prices][1])
    rows = rows.assign(low=rows["value"] - half, high=rows["value"] + half, kind=kind, chosen=chosen)
    return rows.sort_values(["kind", "value"], ascending=[True, False], kind="stable", ignore_index=True)


def _half_unit(given: float) -> float:
    # Sources print multiples to the whole or the tenth; the last printed digit is rounded.
    return 0.5 if given == int(given) else 0.05


def chosen_index(choices: Choices) -> pd.Series | None:
    """Return the price index of the chosen author, or None where it was collected but not looked up."""
    rows = price_multiples(choices)
    rows = rows[rows["chosen"]]
    return None if rows.empty else rows.iloc[0]


def gap_multiple(choices: Choices) -> Bounds | None:
    """Return how far prices must have risen in the years that index and wages do not share: g = P / W.

    W is the printed wage of 1938 over that of 1930, P the index of 1937 over that of 1928. With p the price level,
    the printed wage bought as much in 1938 as in 1930 if p(1938) / p(1930) = W. Then
    g = (p(1930) / p(1928)) / (p(1938) / p(1937)) = P / W: the rise of 1928-30, net of the rise of 1937-38.

    Returns
    -------
    Bounds or None
        None where the chosen index is off.
    """
    index = chosen_index(choices)
    if index is None:
        return None
    return Bounds(*(Fraction(repr(float(index[c]))) for c in ("low", "high"))) / wage_ratio(choices)


def real_wages(choices: Choices) -> pd.DataFrame:
    """Return published estimates of the change of the real wage, as multiples of its start.

    Returns
    -------
    pandas.DataFrame
        Rows of ``labour_wages`` with ``value``, ``low``, ``high`` as multiples of the first year (index / base,
        1 + change, or the multiple itself), ``base_year`` and ``official``. The rows are unlike: each states its
        own earners, years and prices. Rows that end in 1940 count annexed territory and are left out.
    """
    rows = quantities.read_estimates("labour_wages", unchecked=choices.unchecked)
    rows = rows[rows["measure"].isin(REAL) & (rows["end"].str[:4].astype(int) <= LAST_IN_OLD_BORDERS)]
    scale = [0.01 if q.startswith("index") else 1.0 for q in rows["quantity"]]
    shift = [1.0 if m == "real_wage_change" else 0.0 for m in rows["measure"]]
    rows = rows.assign(**{c: rows[c] * scale + shift for c in ("value", "low", "high")})
    index = rows["quantity"].str.startswith("index")
    based = rows["quantity"].str.split("_").str[1].where(index, rows["start"].str[:4])
    rows = rows.assign(base_year=based, official=rows["lineage"] == "tssu_official")
    return rows.sort_values(["base_year", "end", "author"], kind="stable", ignore_index=True)


def terms_of_trade(choices: Choices) -> pd.DataFrame:
    """Return estimates of what peasants could buy for what they sold, index with 1928 = 100."""
    rows = quantities.read_estimates("labour_wages", unchecked=choices.unchecked)
    return rows[(rows["measure"] == "terms_of_trade_index") & (rows["quantity"] == "index_1928_100")]


def same_years(choices: Choices) -> pd.DataFrame:
    """Return money wages and the chosen price index where one source gives both over the same years.

    Returns
    -------
    pandas.DataFrame
        ``author``, ``population``, ``first``, ``last`` (roubles a year), ``multiple``, ``prices`` (multiple),
        ``real`` = multiple / prices, ``verification`` (``unchecked`` if a part of it is), ``sources``, ``locator``.
        Empty where the collection has no such pair under the choices.
    """
    index = chosen_index(choices)
    rows = quantities.read_estimates("labour_wages", unchecked=choices.unchecked)
    rows = rows[(rows["measure"] == "average_annual_wage") & (rows["price_base"] == "current")]
    rows = rows[rows["territory"].isin(OLD_BORDERS)]
    found = []
    for (population, sources), part in rows.groupby(["population", "sources"], sort=False):
        part = part.assign(at=["1928" if r.start.startswith("1927-10") else r.start[:4] for r in part.itertuples()])
        ends = part.drop_duplicates("at").set_index("at")
        own = index is not None and sources == index["sources"]
        if own and {"1928", "1937"} <= set(ends.index):
            found.append(_deflated(ends, index, population, sources))
    return pd.DataFrame(found, columns=list(DEFLATED))


def _deflated(ends: pd.DataFrame, index: pd.Series, population: str, sources: str) -> dict:
    first, last = ends.loc["1928"], ends.loc["1937"]
    require_alike(pd.DataFrame([first, last]), labels=("measure", "population", "price_base", "quantity"))
    multiple = last["value"] / first["value"]
    rungs = {first["verification"], last["verification"], index["verification"]}
    return {
        "author": first["author"],
        "population": population,
        "first": first["value"],
        "last": last["value"],
        "multiple": multiple,
        "prices": index["value"],
        "real": multiple / index["value"],
        "verification": "unchecked" if "unchecked" in rungs else first["verification"],
        "sources": ";".join(dict.fromkeys([*sources.split(";"), *index["sources"].split(";")])),
        "locator": index["locator"],
    }


def panel_words(row) -> str:
    """Return whose real wage, over which years and at whose prices, for a heading."""
    bases = {
        "allen_consumer_prices": _("consumer prices of Allen"),
        "official_price_index": _("official prices"),
        "1928_weights": _("weights of 1928"),
        "not stated": _("prices not stated"),
    }
    return _("{first}\N{EN DASH}{last}, {prices}").format(
        first=row.base_year, last=row.end[:4], prices=bases.get(row.price_base, row.price_base)
    )
