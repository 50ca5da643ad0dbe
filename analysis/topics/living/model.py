"""Farming, labour and wages as printed, and what the cited reports and others say of harvests and herds.

Levels stand in base units. Growth of like with like comes from :mod:`analysis.ledger.coverage`, prices and wages from
:mod:`analysis.topics.living.wages`. Stocks counted in July and in January, harvests on the root and in the barn, deaths
and lost births are unlike measures and are kept apart.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.tables import load_pamphlet, table_names
from analysis.ledger import ask, comparison, coverage
from analysis.ledger.coverage import Link
from analysis.numbers.arithmetic import Check
from analysis.text.words import _
from analysis.topics.living.choices import Choices

TABLES = ("farming", "labour_budget")
#: The claims that are tested against other printed figures.
TRACTORS, YEARS = "tractors-1930-1938-times", "tractors-1930-1938-years"
ANIMALS = {"horses": "Horses", "cattle": "Cattle", "sheep_and_goats": "Sheep and goats", "pigs": "Pigs"}
HARVESTS = {
    "barn": ("harvest_barn", "the official series as revised after the war (barn yield)"),
    "estimate": ("harvest_estimate", "the estimate of Wheatcroft and Davies"),
}
PRICES = ("chapman", "allen")
#: The harvest estimate that covers every year; others are for single years.
ESTIMATE_AUTHOR = "Wheatcroft, Davies"
#: Before the forced collectivisation, the first year of the report of 1934.
BEFORE, AFTER = 1929, 1938
#: What a printed subject would be called if the pamphlet gave a figure for it.
LEFT_OUT = {
    "harvest": "harvests",
    "livestock": "the size of herds",
    "price": "prices",
    "ration": "rations",
    "famine": "deaths from hunger",
}
LINKS = (
    Link(
        "sown_area", "Area sown", "sown-area-1930-level", "sown-area-1938-level",
        ("stalin-1934-sown-area-1930",), (), "", "stalin-1939-sown-area-1938",
    ),
    Link(
        "tractors", "Tractors", "tractors-1930-count", "tractors-1938-count",
        ("stalin-1934-tractors-in-agriculture-1929",), ("stalin-1934-tractors-in-agriculture-1933",),
        "stalin-1939-tractors-in-agriculture-1933", "stalin-1939-tractors-in-agriculture-1938",
    ),
    Link(
        "combines", "Combine harvesters", "combines-1930-count", "combines-1938-count",
        ("stalin-1934-combines-in-stations-1930", "stalin-1934-combines-in-state-farms-1930"),
        ("stalin-1934-combines-in-stations-1933", "stalin-1934-combines-in-state-farms-1933"),
        "stalin-1939-combines-in-agriculture-1933-12", "stalin-1939-combines-in-agriculture-1938-12",
    ),
    Link(
        "harvesters", "Harvesters (in the reports: threshers)", "harvesters-1930-count", "harvesters-1938-count",
        ("stalin-1934-threshers-in-stations-1930", "stalin-1934-threshers-in-state-farms-1930"),
        ("stalin-1934-threshers-in-stations-1933", "stalin-1934-threshers-in-state-farms-1933"),
        "stalin-1939-threshers-in-agriculture-1933-12", "stalin-1939-threshers-in-agriculture-1938-12",
    ),
    Link(
        "employment", "Workers and employees", "employment-1930-count", "employment-1938-count",
        ("stalin-1934-workers-and-employees-1930",), ("stalin-1934-workers-and-employees-1933",),
        "stalin-1939-workers-and-employees-1933", "stalin-1939-workers-and-employees-1938",
    ),
    Link(
        "wage", "Money wage, industrial workers", "wage-1930-level", "wage-1938-level",
        ("stalin-1934-average-annual-wage-1930",), ("stalin-1934-average-annual-wage-1933",),
        "stalin-1939-average-annual-wage-1933", "stalin-1939-average-annual-wage-1938",
    ),
    Link(
        "grants", "Grants, social and cultural", "grants-1930-level", "grants-1938-level",
        (), (), "stalin-1939-social-cultural-spending-1933", "stalin-1939-social-cultural-spending-1938",
    ),
)  # fmt: skip


@memoised
def printed(choices: Choices) -> pd.DataFrame:
    """Return the printed figures on farming, labour and the budget, in text order.

    Parameters
    ----------
    choices : Choices
        Uses ``reading`` and ``rule``.

    Returns
    -------
    pandas.DataFrame
        As :func:`analysis.data.quantities.read_printed`.
    """
    frames = [quantities.read_printed(n, choices.reading, rule=choices.rule) for n in TABLES]
    return pd.concat(frames, ignore_index=True).sort_values("position", kind="stable", ignore_index=True)


@memoised
def cited(choices: Choices) -> pd.DataFrame:
    """Return :func:`analysis.ledger.coverage.cited` for the printed figures of this notebook."""
    return coverage.cited_in(TABLES, choices.reading, choices.rule)


def checks(choices: Choices) -> dict[str, Check]:
    """Return the ledger's checks of the printed figures against one another, by what is tested."""
    return ask.checks(
        {_("Tractors: so many times as many"): TRACTORS, _("Tractors: years between"): YEARS}, choices.reading
    )


@memoised
def growth(choices: Choices) -> pd.DataFrame:
    """Return :func:`~analysis.ledger.coverage.growth` for farming and labour, with ``ratio`` of the coverage."""
    frame = coverage.growth(LINKS, printed(choices), rule=choices.rule)
    return frame.assign(ratio=frame[choices.coverage])


def subjects_left_out() -> list[str]:
    """Return those of :data:`LEFT_OUT` that no printed figure of any table is about, in words."""
    subjects = {s for name in table_names("pamphlet") for s in load_pamphlet(name)["subject"]}
    return [_(words) for key, words in LEFT_OUT.items() if not any(key in s.split("_") for s in subjects)]


def collectivised(choices: Choices) -> pd.Series:
    """Return the report's share of peasant households in collective farms in 1938, beside the printed word."""
    rows = quantities.read_estimates("stalin_reports")
    row = rows[(rows["indicator"] == "collectivised_share") & (rows["start"] == str(AFTER))].iloc[0]
    said = printed(choices).set_index("id").at["collectivisation-1938-share", "printed"]
    return pd.concat([row, pd.Series({"printed": said})])


@memoised
def herds(choices: Choices) -> pd.DataFrame:
    """Return the herds of the cited reports by year, 1929 to 1938, those of ``products`` only.

    Returns
    -------
    pandas.DataFrame
        Rows of ``stalin_reports`` with ``animal`` and ``year``. The figures for 1916 are left out: their territory
        is not stated. Both reports print 1933 (the later one says July), and both rows are kept.
    """
    rows = quantities.read_estimates("stalin_reports")
    kept = list(ANIMALS) if choices.products == "all" else [choices.products]
    rows = rows[rows["indicator"].isin(kept) & (rows["year"] >= BEFORE)]
    rows = comparison.require_alike(rows, labels=("measure", "territory", "quantity"))
    order = rows["indicator"].map({a: i for i, a in enumerate(ANIMALS)})
    return rows.assign(animal=rows["indicator"], order=order).sort_values(["order", "year"], kind="stable")


@memoised
def herd_changes(choices: Choices) -> pd.DataFrame:
    """Return how far each herd fell after 1929 and where it stood in 1938: x_t / x_1929 - 1.

    Returns
    -------
    pandas.DataFrame
        ``animal``, ``label``, ``first`` (head in 1929), ``lowest``, ``lowest_year``, ``last`` (head in 1938),
        ``fall`` and ``change`` (shares of 1, to the lowest level and to 1938).
    """
    found = []
    for animal, rows in herds(choices).groupby("animal", sort=False):
        first = rows.loc[rows["year"] == BEFORE, "value"].iloc[0]
        last = rows.loc[rows["year"] == AFTER, "value"].iloc[0]
        low = rows.loc[rows["value"].idxmin()]
        found.append(
            {"animal": animal, "label": _(ANIMALS[animal]), "first": first, "lowest": low["value"], "last": last}
            | {"lowest_year": int(low["year"]), "fall": low["value"] / first - 1, "change": last / first - 1}
        )
    return pd.DataFrame(found)


def herd_sources(choices: Choices) -> pd.DataFrame:
    """Return the rows behind :func:`herd_changes` and :func:`january_changes`, for footnotes."""
    frames = [herds(choices), january_changes(choices)]
    return pd.concat([f[["sources", "locator"]] for f in frames], ignore_index=True)


@memoised
def january_changes(choices: Choices) -> pd.DataFrame:
    """Return the change of herds from 1 January 1929 to 1 January 1934 in later official statistics.

    Returns
    -------
    pandas.DataFrame
        ``animal``, ``label``, ``first``, ``last`` (head), ``change`` (a share of 1), ``sources``, ``locator``. Sheep
        and goats are added up. The source states no territory; the change is taken within its one series.
    """
    rows = quantities.read_estimates("agriculture")
    rows = rows[(rows["sources"] == "bse_1972") & rows["start"].isin(["1929-01-01", "1934-01-01"])]
    rows = rows.assign(animal=rows["indicator"].replace({"sheep": "sheep_and_goats", "goats": "sheep_and_goats"}))
    kept = [a for a in ANIMALS if choices.products in ("all", a)]
    wide = rows.pivot_table(index="animal", columns="start", values="value", aggfunc="sum").loc[kept]
    wide = wide.set_axis(["first", "last"], axis=1).reset_index()
    return wide.assign(
        label=[_(ANIMALS[a]) for a in wide["animal"]],
        change=wide["last"] / wide["first"] - 1,
        sources="bse_1972",
        locator=rows["locator"].iloc[0],
    )


@memoised
def harvests(choices: Choices) -> pd.DataFrame:
    """Return the grain harvests published at the time beside a later series, by year.

    Parameters
    ----------
    choices : Choices
        Uses ``harvest`` and ``unchecked``.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``published``, ``later`` (tonnes), ``excess`` (published / later - 1, a share of 1), ``sources``,
        ``locator``, ``original_source``; years from 1928 for which both are held, territory of 1938 only.
    """
    rows = quantities.read_estimates("agriculture", unchecked=choices.unchecked)
    rows = rows[(rows["indicator"] == "grain_harvest") & (rows["sources"] == "dronin_bellinger_2005")]
    rows = rows[(rows["territory"] == "ussr_1938") & (rows["year"] >= BEFORE - 1)]
    # Two measurements of one harvest: what differs is the measure, and nothing else may.
    comparison.require_alike(rows, labels=("population", "territory", "quantity"), purpose="two measures of a harvest")
    measure = HARVESTS[choices.harvest][0]
    theirs = rows[(rows["measure"] == measure) & rows["author"].str.startswith(("Official", ESTIMATE_AUTHOR))]
    mine = rows[rows["measure"] == "harvest_as_published"]
    both = mine.merge(theirs, on="year", suffixes=("", "_later"))
    both = both.rename(columns={"value": "published", "value_later": "later"})
    both = both.assign(excess=both["published"] / both["later"] - 1)
    kept = ["year", "published", "later", "excess", "verification"]
    return both[kept].sort_values("year", ignore_index=True, kind="stable")


def harvest_rows(choices: Choices) -> pd.DataFrame:
    """Return the rows behind :func:`harvests`, for footnotes."""
    rows = quantities.read_estimates("agriculture", unchecked=choices.unchecked)
    rows = rows[(rows["indicator"] == "grain_harvest") & (rows["sources"] == "dronin_bellinger_2005")]
    return rows[rows["measure"].isin(["harvest_as_published", HARVESTS[choices.harvest][0]])]


def harvest_spans(choices: Choices) -> tuple[pd.Series, pd.Series]:
    """Return the excess of published harvests before 1933 and from 1933 to 1938, shares of 1."""
    rows = harvests(choices).set_index("year")["excess"]
    return rows.loc[:1932], rows.loc[1933:AFTER]


def rival_harvests(choices: Choices, year: int = 1932) -> pd.DataFrame:
    """Return every harvest figure collected for the whole country in one year, rival rows side by side."""
    rows = quantities.read_estimates("agriculture", unchecked=choices.unchecked)
    reports = quantities.read_estimates("stalin_reports")
    rows = pd.concat([rows, reports.assign(author=_("Congress report"))], ignore_index=True)
    rows = rows[(rows["indicator"] == "grain_harvest") & (rows["start"] == str(year)) & (rows["end"] == str(year))]
    rows = rows[rows["territory"] == "ussr_1938"]
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)
