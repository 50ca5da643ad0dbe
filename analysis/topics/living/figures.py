"""The figures of the notebook on farming and labour: each a bundle with words generated from its numbers."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger import coverage
from analysis.text.words import _, joined, number, percent
from analysis.topics.living import famine as living_famine
from analysis.topics.living import model as living
from analysis.topics.living import wages as living_wages
from analysis.topics.living.findings import (
    COVERAGE_WORDS,
    MILLION,
    apart,
    fold,
    harvest_spans,
    millions,
    signed,
)
from analysis.topics.living.model import ANIMALS, BEFORE, HARVESTS, Choices
from analysis.topics.living.tables import famine_scope

#: The year that both reports print.
BRIDGE = 1933
NOTEBOOK = "06_agriculture_and_labour"
AS_PRINTED, LIKE = "as printed", "counted alike"


def growth_data(choices: Choices) -> pd.DataFrame:
    """Return printed growth and growth of like with like for drawing, times the first figure."""
    rows = living.growth(choices)
    parts = [
        pd.DataFrame({"label": rows["label"], "value": rows[column], "group": _(name), "first": rows["first_text"]})
        for name, column in ((AS_PRINTED, "as_printed"), (LIKE, "like_for_like"))
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset="value").reset_index(drop=True)


def growth_figure(choices: Choices) -> Bundle:
    """Return the growth of every item as printed and counted alike."""
    data = growth_data(choices)
    said = "; ".join(f"{r.label}, {r.group}: {fold(r.value)}" for r in data.itertuples())
    data = data.assign(text=[number(v, 1 if v >= 10 else 2) for v in data["value"]])
    return figures.bundle(
        "06_growth", "pairs", data, title=_growth_title(choices),
        caption=_(
            "Last printed figure over the first, and growth of one thing counted alike at both dates, from the "
            "congress reports of 1934 and 1939. Where both print 1933, growth within each report is multiplied; this "
            "supposes that what only the later report counts grew like the rest. Wages and grants are sums of "
            "money; the reports state no prices."
        ),
        alt=_("Pairs of marks on a scale of equal ratios, times the first figure. {said}.").format(said=said),
        description=_("An item with one mark has no earlier figure for the same thing in the reports."),
        sources=coverage.with_pamphlet(living.printed(choices), coverage.report_rows(living.LINKS)), scale="log",
        unit=_("times the first figure, equal steps are equal ratios"),
        notebook=NOTEBOOK,
    )  # fmt: skip


def _growth_title(choices: Choices) -> str:
    far, rows = apart(choices), living.growth(choices)
    if choices.coverage == "as_printed" or far.empty:
        top = rows.loc[rows["ratio"].idxmax()]
        return _("{how}, growth reaches {times} ({label})").format(
            how=_(COVERAGE_WORDS[choices.coverage]).capitalize(), times=fold(top["ratio"]), label=top["label"].lower()
        )
    top = far.loc[far["as_printed"].idxmax()]
    return _("Counted alike, {label} grew to {like} their number, not {printed}").format(
        label=top["label"].split(" (")[0].lower(), like=fold(top["like_for_like"]), printed=fold(top["as_printed"])
    )


def herds_data(choices: Choices) -> pd.DataFrame:
    """Return the herds of the cited reports as an index, 1929 = 100; for 1933 the report of 1934 is taken."""
    rows = living.herds(choices)
    rows = rows[(rows["sources"] == "stalin_1934") | (rows["year"] > BRIDGE)]
    first = rows[rows["year"] == BEFORE].set_index("animal")["value"]
    return pd.DataFrame(
        {
            "x": rows["year"].astype(int), "value": 100 * rows["value"] / rows["animal"].map(first),
            "group": [_(ANIMALS[a]) for a in rows["animal"]], "head": rows["value"], "id": rows["id"],
        }
    )  # fmt: skip


def herds_figure(choices: Choices) -> Bundle:
    """Return the herds of the cited reports, 1929 to 1938, as an index."""
    changes = living.herd_changes(choices)
    deep = changes.loc[changes["fall"].idxmin()]
    title = _("The reports that the pamphlet cites print how herds fell: {animal} by {share}").format(
        share=percent(-100 * deep["fall"], 0), animal=deep["label"].lower()
    )
    said = "; ".join(
        _("{animal}: {first} million in 1929, lowest {low} in {year}, {last} in 1938").format(
            animal=r.label, first=millions(r.first), low=millions(r.lowest), year=r.lowest_year, last=millions(r.last)
        )
        for r in changes.itertuples()
    )  # fmt: skip
    return figures.bundle(
        "06_herds", "lines", herds_data(choices), title=title,
        caption=_(
            "Herds in the congress reports of 1934 (to 1933, date within the year not stated) and 1939 (from 1934, "
            "July), 1929 = 100. The pamphlet cites these reports and prints none of these figures. Figures for 1916 "
            "are left out: their territory is not stated."
        ),
        alt=_("Lines by year. {said}.").format(said=said),
        sources=living.herds(choices), unit=_("head, 1929 = 100"), notebook=NOTEBOOK, digits=0,
    )  # fmt: skip


def harvest_figure(choices: Choices) -> Bundle:
    """Return by how much the harvests published at the time exceed a later series, by year."""
    rows = living.harvests(choices)
    data = pd.DataFrame(
        {
            "label": rows["year"].astype(str), "value": 100 * rows["excess"],
            "published": rows["published"] / MILLION, "later": rows["later"] / MILLION,
        }
    )  # fmt: skip
    late = harvest_spans(choices)[1]
    title = _("From 1933 published grain harvests stand {low} to {high} above the later series").format(
        low=percent(100 * late.min(), 0), high=percent(100 * late.max(), 0)
    )
    if late.min() <= 0:
        title = _("Published grain harvests against a later series")
    said = "; ".join(f"{r.year}: {signed(r.excess)}" for r in rows.itertuples())
    return figures.bundle(
        "06_harvests", "columns", data, title=title,
        caption=_(
            "Grain harvests as published in the 1930s, per cent above {name}. From 1933 the published figure is the "
            "crop standing on the root before losses, not what reached the barn. The pamphlet prints no harvest."
        ).format(name=_(HARVESTS[choices.harvest][1])),
        alt=_("Columns by year, per cent. {said}.").format(said=said),
        sources=rows, unit=_("published above the later series, per cent"), notebook=NOTEBOOK, digits=0,
    )  # fmt: skip


def prices_figure(choices: Choices) -> Bundle:
    """Return how many times prices rose between 1928 and 1937."""
    rows = living_wages.price_multiples(choices).sort_values("value", ascending=False, kind="stable")
    names = [_price_label(r) for r in rows.itertuples()]
    data = pd.DataFrame(
        {
            "label": names, "value": rows["value"], "low": rows["low"], "high": rows["high"],
            "verification": rows["verification"], "highlight": rows["chosen"], "id": rows["id"],
        }
    )  # fmt: skip
    foods = rows.loc[rows["kind"] == "product", "value"]
    title = _("From 1928 to 1937 the prices of {n} foods rose to between {low} and {high} times their level").format(
        n=number(len(foods)), low=number(foods.min()), high=number(foods.max())
    )
    said = "; ".join(f"{label}: {fold(v)}" for label, v in zip(names, rows["value"], strict=True))
    return figures.bundle(
        "06_prices", "dots", data, title=title,
        caption=_(
            "Prices of 1937 over those of 1928. The years are not those of the printed wages (1930 and 1938), so the "
            "two are not divided into one another. The index chosen is marked, if it is on."
        ),
        alt=_("Marks with bounds, times the level of 1928. {said}.").format(said=said),
        sources=rows, unit=_("1937 over 1928, times"), notebook=NOTEBOOK,
        interval=_("Thin bars: every multiple that rounds to the figure given."),
    )  # fmt: skip


def _price_label(row) -> str:
    kinds = {"cost_of_living": _("Cost of living"), "consumer_goods": _("All consumer goods")}
    name = kinds.get(row.population, row.population.replace("_", " "))
    return f"{name[:1].upper()}{name[1:]} ({row.author})"


def break_even_figure(choices: Choices) -> Bundle:
    """Return what the printed wage of 1938 bought, by how far prices rose."""
    rows, multiple = living_wages.break_even(choices), living_wages.wage_multiple(choices)
    data = pd.DataFrame(
        {
            "x": rows["prices"], "value": 100 * rows["real"], "group": _("what the wage of 1938 buys"),
            "lowest": 100 * rows["low"], "highest": 100 * rows["high"],
        }
    )  # fmt: skip
    title = _(
        "The printed wage of 1938 buys less than that of 1930 if prices rose to more than {times} their level"
    ).format(times=fold(multiple))
    return figures.bundle(
        "06_break_even", "lines", data, title=title,
        caption=_(
            "The printed money wage of 1938 over that of 1930, divided by a rise of prices over the same years. No "
            "price index for just these years was collected."
        ),
        alt=_("A falling curve: {a} of the wage of 1930 if prices stay, {b} if they rise to {x} times.").format(
            a=percent(data["value"].iloc[0], 0), b=percent(data["value"].iloc[-1], 0), x=number(data["x"].iloc[-1])
        ),
        sources=coverage.pamphlet_source(living.printed(choices)), unit=_("real wage of 1938, 1930 = 100"),
        x_unit=_("prices of 1938 over those of 1930, times"), reference=100.0,
        reference_text=_("buys as much as in 1930"), notebook=NOTEBOOK, digits=0,
    )  # fmt: skip


def famine_figure(choices: Choices) -> Bundle:
    """Return the estimates of deaths in the famine, by author and scope, upper bounds as such."""
    rows = living_famine.famine(choices)
    ends = living_famine.famine_range(choices)
    data = pd.DataFrame(
        {
            "label": rows["author"], "x": rows["published"], "panel": rows["scope"].map(famine_scope),
            **{c: rows[c] / MILLION for c in ("value", "low", "high")}, "verification": rows["verification"],
            "lineage": rows["lineage"], "id": rows["id"],
        }
    )  # fmt: skip
    title = _("Famine of {a}\N{EN DASH}{b}: most of the {n} estimates for the whole country are upper bounds").format(
        n=number(ends["n"]), a=ends["start"], b=ends["end"][2:]
    )
    if ends["bounds_only"] * 2 <= ends["n"]:
        title = _("Estimates of deaths in the famine of {a}\N{EN DASH}{b}, by author").format(
            a=ends["start"], b=ends["end"][2:]
        )
    said = "; ".join(f"{r.label}, {r.panel}: {_estimate(r)}" for r in data.itertuples())
    return figures.bundle(
        "06_famine", "forest", data, title=title,
        caption=_(
            "Deaths in millions, by author in order of publication; each heading is one measure, territory and period. "
            "{n} estimates of {lineages} lineages; estimates that descend from one another share a lineage."
        ).format(n=len(rows), lineages=rows["lineage"].nunique()),
        alt=_("Estimates by author, millions. {said}.").format(said=said),
        sources=rows, unit=_("deaths, million"), notebook=NOTEBOOK, digits=1,
        inside_note=_("Deaths from hunger and disease. Executions and deaths in camps are other measures."),
        interval=_("Thin bars: a range given by the source. Arrows: the source gives an upper bound only."),
    )  # fmt: skip


def _estimate(row) -> str:
    if row.value == row.value:
        return number(row.value, 1)
    if row.low == row.low:
        return _("{low} to {high}").format(low=number(row.low, 1), high=number(row.high, 1))
    return _("at most {high}").format(high=number(row.high, 1))


def all_figures(choices: Choices) -> list[Bundle]:
    """Return every figure of the notebook."""
    made = (growth_figure, herds_figure, harvest_figure, prices_figure, break_even_figure, famine_figure)
    return [figure(choices) for figure in made]


def names(choices: Choices) -> str:
    """Return the names of all figures, joined."""
    return joined([b.name for b in all_figures(choices)])
