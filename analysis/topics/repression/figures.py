"""Figures of the notebook on expulsion and repression: every measure has an axis of its own."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import source_rows
from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, bounds, number
from analysis.topics.repression.findings import (
    APART,
    DASH,
    EACH_ALONE,
    NOT_EXPULSION,
    PLACES,
    place,
    two_years,
    two_years_finding,
    year_caption,
)
from analysis.topics.repression.model import (
    MEASURES,
    SERIES,
    YEAR,
    Choices,
    by_year,
    expulsion_place,
    expulsions,
    ranks,
    series_differences,
    title_of,
)
from analysis.topics.repression.toll import ARCHIVAL, FAMILY_WORDS, families

NOTEBOOK = "04_expulsion_is_not_repression"
#: Measures of the overview besides the expulsions; the stock is the fifth.
OVERVIEW = ("arrests", "convictions", "death_sentences")


def _blocks(name: str, choices: Choices, marked: tuple[int, ...] = (YEAR,)) -> pd.DataFrame:
    """Return a block for every year of a measure; years that nobody has looked up come along, hollow."""
    rows = by_year(name, choices.but(unchecked=True))
    return pd.DataFrame({
        "label": rows["year"].astype(str), "x": rows["year"], "until": rows["year"] + 1, "value": rows["value"],
        "mark": "block", "verification": rows["verification"], "highlight": rows["year"].isin(marked), "id": rows["id"],
    })  # fmt: skip


def _rivals(name: str, choices: Choices) -> pd.DataFrame:
    """Return a point for every year in which the other archival series has another figure."""
    found = series_differences(choices)
    found = found[found["measure"] == name]
    other = next(series for series in SERIES if series != choices.series)
    return pd.DataFrame({
        "label": found["year"].astype(str), "x": found["year"] + 0.5, "until": found["year"] + 0.5,
        "value": found[other], "mark": "point", "group": "rival",
    })  # fmt: skip


def _spans(choices: Choices) -> pd.DataFrame:
    rows = expulsions(choices)
    missing = rows["value"].isna()
    return pd.DataFrame({
        "label": rows["year"].astype(str), "x": rows["first"], "until": rows["until"], "value": rows["value"],
        "mark": "block", "highlight": rows["year"] == YEAR, "id": rows["id"],
        "text": [_("no figure") if m else "" for m in missing],
        "panel": _("Expelled from the party, as the pamphlet prints it: campaigns of unlike kinds and lengths"),
    })  # fmt: skip


def _stocks(choices: Choices) -> pd.DataFrame:
    alone, both = (by_year(name, choices) for name in ("camp_stock", "camp_and_colony_stock"))
    frames = [
        pd.DataFrame({
            "label": rows["year"].astype(str), "x": rows["year"].astype(float), "until": rows["year"].astype(float),
            "value": rows["value"], "mark": "line", "group": group, "verification": rows["verification"],
            "highlight": (group == "both") & rows["year"].isin((YEAR, YEAR + 1)), "id": rows["id"],
        })
        for rows, group in ((alone, "camps"), (both, "both"))
    ]  # fmt: skip
    head = _("Prisoners on 1 January: camps alone (lower line), camps and colonies (upper line)")
    return pd.concat(frames, ignore_index=True).assign(panel=head)


def _heads(choices: Choices) -> dict[str, str]:
    found = ranks(choices, OVERVIEW).set_index("measure")
    return {name: _head(name, row, choices) for name, row in zip(found.index, found.itertuples(), strict=True)}


def _head(name: str, row, choices: Choices) -> str:
    """Return the head of a measure's panel: where 1937 stands, among how many years that were looked up."""
    if not row.rank or row.years < 2:
        return title_of(name)
    few = len(by_year(name, choices.but(unchecked=True))) > row.years
    text = _("{title}: {year} {place} that were looked up") if few else _("{title}: {year} {place}")
    head = text.format(title=title_of(name), year=YEAR, place=place(row))
    return _("{head}; squares: another count").format(head=head) if name in _with_rivals(choices) else head


def _with_rivals(choices: Choices) -> list[str]:
    return [name for name in OVERVIEW if name != "arrests" and len(_rivals(name, choices))]


def overview_figure(choices: Choices) -> Bundle:
    """Draw 1937 by five measures, a panel and an axis each, the expulsions as spans of time."""
    heads = _heads(choices)
    frames = [_spans(choices)]
    for name in OVERVIEW:
        both = [_blocks(name, choices), *([_rivals(name, choices)] if name in _with_rivals(choices) else [])]
        frames += [part.assign(panel=heads[name]) for part in both if len(part)]
    data = pd.concat([*frames, _stocks(choices)], ignore_index=True)
    rank, of = expulsion_place(choices)
    deaths = next(ranks(choices, ("death_sentences",)).itertuples())
    title = _("{year} by expulsions: {low} of {n}; by death sentences: {high}").format(
        year=YEAR, low=_(PLACES[rank]), n=of, high=place(deaths)
    )
    rows = [by_year(name, choices.but(unchecked=True)) for name in (*OVERVIEW, "camp_stock", "camp_and_colony_stock")]
    caption = _(
        "Marked: {year}. Places count only years with a figure that somebody looked up. Points beside a column: the "
        "other archival series where the two differ. Until 1938 the part beside the camps includes some prisons. The "
        "dash of 1936 is printed so; the screening printed under 1933 ran on into 1934, as the line at its foot says."
    ).format(year=YEAR)
    said = "; ".join(heads.values())
    return bundle(
        "04_five_measures", "years", data, title=title, caption=caption, notebook=NOTEBOOK, inside_note=_(EACH_ALONE),
        alt=_("Five panels over one axis of years. {title}. {said}.").format(title=title, said=said),
        sources=source_rows(expulsions(choices), *rows), digits=0,
        x_limits=(float(min(choices.first_year, 1929)), choices.last_year + 1.05),
    )  # fmt: skip


def death_sentences_figure(choices: Choices) -> Bundle:
    """Draw the death sentences by year; 1937 and 1938 are marked."""
    rows = by_year("death_sentences", choices)
    part, whole, first, last = two_years(choices)
    data = _blocks("death_sentences", choices, (YEAR, YEAR + 1))
    title = _("{share} of 100 death sentences of {first}{dash}{last} fell in two years").format(
        share=number(100 * part / whole, 0), first=first, last=f"{last % 100:02d}", dash=DASH
    )
    listed = "; ".join(f"{int(r.year)}: {number(r.value, 0)}" for r in rows.itertuples())
    return bundle(
        "04_death_sentences", "columns", data.drop(columns=["x", "until", "mark"]), title=title,
        caption=year_caption("death_sentences", rows, choices) + " " + _("Sentences, not in every case executions."),
        alt=_("Columns. {finding}").format(finding=two_years_finding(choices)), description=listed + ".",
        sources=rows, unit=_(MEASURES["death_sentences"].unit), inside_note=_(NOT_EXPULSION), notebook=NOTEBOOK,
    )  # fmt: skip


def camp_deaths_figure(choices: Choices) -> Bundle:
    """Draw the registered deaths by year, in the camps and in all places of detention."""
    names = ("deaths_in_camps", "deaths_in_camps_colonies_prisons")
    frames = [_blocks(name, choices, (YEAR, YEAR + 1)).assign(panel=title_of(name)) for name in names]
    every = by_year(names[1], choices).set_index("year")["value"]
    title = _("Registered deaths in all places of detention: {a} in {year}, {b} in {next}").format(
        a=number(every[YEAR], 0), year=YEAR, b=number(every[YEAR + 1], 0), next=YEAR + 1
    )
    caption = _(
        "Deaths that the administration registered. The wider series begins in 1935. Those who died on the way, in "
        "special settlements or soon after release are not counted."
    )
    rows = [by_year(name, choices) for name in names]
    said = "; ".join(
        _("{title}: {years}").format(
            title=title_of(name), years=", ".join(f"{int(r.year)} {number(r.value, 0)}" for r in part.itertuples())
        )
        for name, part in zip(names, rows, strict=True)
    )
    return bundle(
        "04_deaths_in_camps", "years", pd.concat(frames, ignore_index=True), title=title, caption=caption,
        alt=_("Columns in two panels. {said}.").format(said=said), sources=source_rows(*rows), digits=0,
        inside_note=_(NOT_EXPULSION), notebook=NOTEBOOK,
        x_limits=(float(choices.first_year), choices.last_year + 1.0),
    )  # fmt: skip


def toll_figure(choices: Choices) -> Bundle:
    """Draw the estimates of the toll, a panel and an axis for each kind of figure."""
    rows = families(choices)
    data = pd.DataFrame({
        "label": [_named(row) for _i, row in rows.iterrows()],
        "panel": [_(FAMILY_WORDS[family]) for family in rows["family"]],
        "value": rows["value"] / 1e6, "low": rows["low"] / 1e6, "high": rows["high"] / 1e6,
        "highlight": rows["lineage"].isin(ARCHIVAL), "verification": rows["verification"], "id": rows["id"],
    })  # fmt: skip
    firm = rows[rows["lineage"].isin(ARCHIVAL)]
    killed = rows[rows["family"] == "executions"]
    count = firm[firm["id"].isin(killed["id"])]["value"].min()
    title = _("Executions of {years}: estimates to {high} million, {count} death sentences counted").format(
        years=f"1937{DASH}38", high=f"{killed['value'].max() / 1e6:g}", count=number(count, 0)
    )
    caption = _(
        "In order of publication. Marked: counts kept by the agencies themselves, published from the archives. An "
        "arrow is an open bound, no estimate. Not every author says who is counted."
    )
    listed = "; ".join(f"{_named(r)}: {bounds(*_ends(r), digits=0)}" for _i, r in rows.iterrows())
    return bundle(
        "04_toll", "dots", data, title=title, caption=caption, alt=_("Dots in {n} panels. {title}.").format(
            n=rows["family"].nunique(), title=title), description=listed + ".", sources=rows, unit=_("million persons"),
        inside_note=_(APART), notebook=NOTEBOOK, panels_per_row=1, own_axes=True, digits=2, limits=(0.0, 0.0),
        interval=_("Thin bars: the range that the author gives."),
    )  # fmt: skip


def _ends(row: pd.Series) -> tuple[float, float]:
    if pd.notna(row["value"]):
        return row["value"], row["value"]
    return row["low"], row["high"]


def _named(row: pd.Series) -> str:
    """Return an author with the span of the estimate where it is another than 1937-38 or the turn of a year."""
    usual = row["scope"].endswith(("1937-1938", "1938-1939", "convictions"))
    span = f"{row['start']} {DASH} {row['end']}"
    return row["label"] if usual else f"{row['label']} ({span})"
