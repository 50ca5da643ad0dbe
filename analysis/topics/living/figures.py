"""The figures of the notebook on farming and labour: each a bundle with words generated from its numbers."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger import coverage
from analysis.text.words import _, number, percent
from analysis.topics.living import famine
from analysis.topics.living import model as living
from analysis.topics.living.choices import Choices
from analysis.topics.living.findings import COVERAGE_WORDS, MILLION, apart, fold, millions
from analysis.topics.living.model import ANIMALS, BEFORE, HARVESTS, harvest_spans
from analysis.topics.living.tables import TERRITORIES, estimate

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
    """Return the herds of the cited reports as an index, 1929 = 100; a gap where the report changes."""
    rows = living.herds(choices)
    rows = rows[(rows["sources"] == "stalin_1934") | (rows["year"] > BRIDGE)]
    first = rows[rows["year"] == BEFORE].set_index("animal")["value"]
    data = pd.DataFrame(
        {
            "x": rows["year"].astype(float), "value": 100 * rows["value"] / rows["animal"].map(first),
            "group": [_(ANIMALS[a]) for a in rows["animal"]], "head": rows["value"], "id": rows["id"],
        }
    )  # fmt: skip
    # A point without a value between the two reports breaks the line.
    gaps = pd.DataFrame({"x": BRIDGE + 0.5, "group": data["group"].unique(), "id": ""})
    both = pd.concat([data, gaps], ignore_index=True)
    order = {name: i for i, name in enumerate(data["group"].unique())}
    return both.sort_values(
        ["group", "x"], key=lambda c: c.map(order) if c.name == "group" else c, ignore_index=True, kind="stable"
    )


def herds_figure(choices: Choices) -> Bundle:
    """Return the herds of the cited reports, 1929 to 1938, as an index."""
    changes = living.herd_changes(choices)
    deep = changes.loc[changes["fall"].idxmin()]
    title = _("{animal} fell by {share} by {year}, in the reports that the pamphlet cites").format(
        share=percent(-100 * deep["fall"], 0), animal=deep["label"], year=deep["lowest_year"]
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
            "July), 1929 = 100. The lines break where the report changes. The pamphlet cites these reports and prints "
            "none of these figures. Figures for 1916 are left out: their territory is not stated."
        ),
        alt=_("Lines by year, broken between 1933 and 1934. {said}.").format(said=said),
        sources=living.herds(choices), unit=_("head, 1929 = 100"), notebook=NOTEBOOK, digits=0,
        inside_note=_("Lines break where one report ends and the other begins."),
    )  # fmt: skip


def harvest_figure(choices: Choices) -> Bundle:
    """Return the harvests as published at the time and in a later series, the gap between them shaded."""
    rows, early_late = living.harvests(choices), harvest_spans(choices)
    names = {"published": _("published at the time"), "later": _("later series")}
    data = pd.concat(
        [
            pd.DataFrame({"x": rows["year"].astype(int), "value": rows[c] / MILLION, "group": name})
            for c, name in names.items()
        ],
        ignore_index=True,
    )
    late = early_late[1]
    title = _("From 1933 on published harvests were {low} to {high} above the later series").format(
        low=percent(100 * late.min(), 0), high=percent(100 * late.max(), 0)
    )
    if late.min() <= 0:
        title = _("Published grain harvests and a later series")
    first, last = rows.iloc[0], rows.iloc[-1]
    return figures.bundle(
        "06_harvests", "lines", data, title=title,
        caption=_(
            "Grain harvests, million tonnes, as published in the 1930s and in {name}; the gap is shaded. The "
            "percentages are those of 1933\N{EN DASH}38. From 1933 the published figure is the crop standing on the "
            "root before losses, not what reached the barn. The pamphlet prints no harvest."
        ).format(name=_(HARVESTS[choices.harvest][1])),
        alt=_(
            "Two lines, million tonnes. Published: {a} in {first}, {b} in {last}; later series: {c} and {d}. Widest "
            "gap {gap} in {year}."
        ).format(
            a=millions(first["published"]), b=millions(last["published"]), c=millions(first["later"]),
            d=millions(last["later"]), first=int(first["year"]), last=int(last["year"]),
            gap=percent(100 * rows["excess"].max(), 0), year=int(rows.loc[rows["excess"].idxmax(), "year"]),
        ),
        sources=living.harvest_rows(choices), unit=_("grain, million tonnes"), notebook=NOTEBOOK, digits=1,
        limits=(0, 120), shade=True,
    )  # fmt: skip


def famine_figure(choices: Choices) -> Bundle:
    """Return the estimates of deaths in the famine for the whole country: figures and ranges, then upper bounds."""
    rows = famine.famine(choices)
    rows = rows[rows["whole"]]
    panels = {False: _("A figure or a range"), True: _("Known as an upper bound alone")}
    data = pd.DataFrame(
        {
            "panel": rows["bound"].map(panels), "label": [_who(r) for r in rows.itertuples()],
            **{c: rows[c] / MILLION for c in ("value", "low", "high")}, "verification": rows["verification"],
            "text": [estimate(r) for r in rows.itertuples()], "id": rows["id"],
        }
    )  # fmt: skip
    figures_given = famine.estimated(choices)
    title = _("Estimates of deaths in the famine of 1932\N{EN DASH}33")
    if len(figures_given):
        low, high = famine.span(figures_given)
        title = _("The famine of 1932\N{EN DASH}33 killed {low} to {high} million people, by {n} estimates").format(
            low=millions(low), high=millions(high), n=len(figures_given)
        )
    others = int((~famine.famine(choices)["whole"]).sum())
    return figures.bundle(
        "06_famine", "dots", data, title=title,
        caption=_(
            "Deaths in the famine, whole country, millions. An upper bound is no estimate and enters no range. "
            "Estimates that descend from one another: {lineages} families. {others} more figures, for parts of the "
            "country or of deaths above the usual number, stand in the table."
        ).format(lineages=rows["lineage"].nunique(), others=others),
        alt=_("Two panels, millions. {said}.").format(
            said="; ".join(f"{r.label}: {r.text}" for r in data.itertuples())
        ),
        sources=rows, unit=_("deaths, million"), notebook=NOTEBOOK, digits=1, panels_per_row=1, limits=(0, 14),
        inside_note=_("Deaths from hunger and disease. Executions and deaths in camps are other measures."),
        interval=_("Thin bars: a range given by the source. Arrows: an upper bound."),
    )  # fmt: skip


def _who(row) -> str:
    """Write author and year of publication, and what differs from the whole country in 1932-33."""
    said = [] if (row.start, row.end) == ("1932", "1933") else [f"{row.start}\N{EN DASH}{row.end[2:]}"]
    said += [_(TERRITORIES[row.territory])] if row.territory == "not stated" else []
    return f"{_(row.author)} {row.year_published}" + (f" ({', '.join(said)})" if said else "")
