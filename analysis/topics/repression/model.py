"""Repression by year, each measure by itself: arrests, convictions, death sentences, camps.

Expulsion from a party is no arrest, conviction or death. The frames of this module hold one measure each;
nothing here divides one measure by another or puts two on one axis. What can be asked of every measure
separately is the place of one year among the others (:func:`ranks`).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data import quantities
from analysis.data.study import object_of_study
from analysis.ledger import comparison
from analysis.text.words import _
from analysis.topics.repression.choices import Choices

#: The year that the pamphlet's table of expulsions is used to judge.
YEAR = 1937
SERIES = ("mvd", "kgb")
ARRESTS = ("pospelov", "mvd")
#: Borders after September 1939; end points there count more people.
LARGER_TERRITORY = ("ussr_borders_of_the_time", "ussr_1940")
ESTIMATE = (
    "id", "year", "value", "low", "high", "verification", "territory", "population", "measure", "quantity", "label",
    "series", "lineage", "sources", "original_source", "locator", "disputed", "note",
)  # fmt: skip




@dataclass(frozen=True)
class Measure:
    """One measure: its words, where its figures are, and whether it is a stock on 1 January."""

    title: str
    unit: str
    measure: str
    population: str
    series: str
    stock: bool = False
    words: str = ""


#: ``{series}`` and ``{arrests}`` are filled in from the choices.
MEASURES = {
    "expelled": Measure(
        "Expelled from the party, as printed", "party members expelled in the year", "expelled", "party", "",
        words="party expulsions as printed",
    ),
    "expelled_share": Measure(
        "Expelled from the party, as printed, in per cent of the party", "per cent of the party expelled in the year",
        "expelled_share", "party", "", words="the printed share of the party expelled",
    ),
    "arrests": Measure(
        "Arrests by state security", "persons arrested in the year", "arrests", "state_security_cases", "{arrests}",
        words="arrests by state security",
    ),
    "convictions": Measure(
        "Convictions in cases of state security", "persons convicted in the year", "convictions",
        "state_security_cases", "{series}", words="convictions in cases of state security",
    ),
    "death_sentences": Measure(
        "Death sentences in cases of state security", "persons sentenced to death in the year", "death_sentences",
        "state_security_cases", "{series}", words="death sentences in cases of state security",
    ),
    "sentenced_to_camps_colonies_prisons": Measure(
        "Sentenced to camps, colonies and prisons", "persons sentenced in the year",
        "sentenced_to_camps_colonies_prisons", "state_security_cases", "mvd",
        words="sentences to camps, colonies and prisons",
    ),
    "sentenced_to_exile_or_banishment": Measure(
        "Sentenced to exile or banishment", "persons sentenced in the year", "sentenced_to_exile_or_banishment",
        "state_security_cases", "mvd", words="sentences to exile or banishment",
    ),
    "deaths_in_camps": Measure(
        "Deaths in the camps, as registered", "prisoners who died in the year", "deaths_in_camps", "camp_prisoners",
        "gulag_deaths_camps", words="registered deaths in the camps",
    ),
    "camp_stock": Measure(
        "Prisoners of the camps on 1 January", "prisoners on 1 January", "camp_stock", "camp_prisoners",
        "gulag_stock", stock=True, words="prisoners of the camps on 1 January",
    ),
    "camp_and_colony_stock": Measure(
        "Prisoners of camps and colonies on 1 January", "prisoners on 1 January", "camp_and_colony_stock",
        "camp_and_colony_inmates", "gulag_stock", stock=True, words="prisoners of camps and colonies on 1 January",
    ),
}  # fmt: skip
#: The measures whose years are placed in order, and the change of a stock over a year.
RANKED = (*[name for name, measure in MEASURES.items() if not measure.stock], "camp_stock_change")


def title_of(name: str) -> str:
    """Return the heading of a measure of :data:`RANKED` or :data:`MEASURES`."""
    return (
        _("Change of the number of camp prisoners over the year")
        if name == "camp_stock_change"
        else _(MEASURES[name].title)
    )


def words_of(name: str) -> str:
    """Return a measure as it stands inside a sentence."""
    return _("the growth of the camps over the year") if name == "camp_stock_change" else _(MEASURES[name].words)


def by_year(name: str, choices: Choices) -> pd.DataFrame:
    """Return one measure by year.

    Parameters
    ----------
    name : str
        A key of :data:`MEASURES`.
    choices : Choices
        Series, years, reading, and whether unchecked rows come along.

    Returns
    -------
    pandas.DataFrame
        A row a year with a figure: the columns of :data:`ESTIMATE`; ``value`` in persons (a share of 1 for
        ``expelled_share``). A stock is that of 1 January; the one after ``last_year`` is included.

    Raises
    ------
    ValueError
        If a series has two figures for one year.
    """
    measure = MEASURES[name]
    frame = _printed(measure, choices) if not measure.series else _collected(measure, choices)
    frame = frame[frame["year"].between(choices.first_year, choices.last_year + measure.stock)]
    double = frame[frame["year"].duplicated()]
    if len(double):
        raise ValueError(
            f"{name}: expected one figure a year, got several for {int(double['year'].iloc[0])}; "
            f"give the rows of data/estimates/repression_by_year.csv different entries in 'series'"
        )
    return frame.sort_values("year").reset_index(drop=True)[[*ESTIMATE, *({"printed"} & set(frame.columns))]]


def _printed(measure: Measure, choices: Choices) -> pd.DataFrame:
    table = quantities.read_printed("expulsions_by_year", choices.reading)
    table = table[(table["measure"] == measure.measure) & table["value"].notna()]
    locator = _("table at note {note}")
    return table.assign(
        verification="", label=table["printed"], series="", lineage="pamphlet", sources=object_of_study(),
        original_source=table["cited_source"], disputed=False, note=table["remark"],
        locator=[locator.format(note=note) for note in table["footnote"]],
    )  # fmt: skip


def _collected(measure: Measure, choices: Choices) -> pd.DataFrame:
    rows = quantities.read_estimates("repression_by_year", unchecked=choices.unchecked)
    series = measure.series.format(series=choices.series, arrests=choices.arrests)
    rows = comparison.select(rows, measure=measure.measure, population=measure.population, series=series)
    ending = "-01-01" if measure.stock else ""
    return rows[(rows["start"] == rows["end"]) & (rows["start"].str[4:] == ending)]


def territory_note(rows: pd.DataFrame) -> str:
    """Return a sentence on years with other borders, or ``""`` if there are none."""
    found = []
    early = rows.loc[rows["territory"] == "soviet_russia", "year"]
    late = rows.loc[rows["territory"].isin(LARGER_TERRITORY), "year"]
    if len(early):
        found.append(_("{years}: before the Union was founded.").format(years=_span(early)))
    if len(late):
        found.append(_("{years}: with territory annexed from September 1939 on.").format(years=_span(late)))
    return " ".join(found)


def _span(years: pd.Series) -> str:
    first, last = int(years.min()), int(years.max())
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def stock_changes(choices: Choices) -> pd.DataFrame:
    """Return the change of the number of camp prisoners over each year: next 1 January less this one.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`by_year`; ``value`` in persons, net of releases, transfers and deaths.
    """
    stock = by_year("camp_stock", choices)
    both = stock.merge(stock.assign(year=stock["year"] - 1), on="year", suffixes=("", "_next"))
    both["id"] = both["id_next"] + "-" + both["id"]
    both["value"] = both["value_next"] - both["value"]
    both["sources"] = [";".join(dict.fromkeys((a + ";" + b).split(";"))) for a, b in
                       zip(both["sources"], both["sources_next"], strict=True)]  # fmt: skip
    both["territory"] = both["territory_next"]
    return both.assign(measure="camp_stock_change", low=float("nan"), high=float("nan"))[list(ESTIMATE)]


def series_of(name: str, choices: Choices) -> pd.DataFrame:
    """Return the yearly figures of a measure of :data:`RANKED`."""
    return stock_changes(choices) if name == "camp_stock_change" else by_year(name, choices)


def ranks(choices: Choices, names: tuple[str, ...] = RANKED) -> pd.DataFrame:
    """Return the place of 1937 among the years, for each measure by itself.

    Returns
    -------
    pandas.DataFrame
        A row a measure: ``measure``, ``title``, ``value`` (1937; NaN if there is no figure), ``rank`` (1 is the
        highest; years with equal figures share the better place), ``years`` (number of years with a figure),
        ``lower`` (how many of them have a lower figure), ``first``, ``last``, ``highest_year``,
        ``highest_value``, ``lowest_year``, ``lowest_value``. Ranks of different measures are not added or averaged.
    """
    return pd.DataFrame([_rank(name, series_of(name, choices)) for name in names])


def _rank(name: str, rows: pd.DataFrame) -> dict:
    found = rows.loc[rows["year"] == YEAR, "value"]
    if rows.empty or found.empty:
        return {"measure": name, "title": title_of(name), "value": float("nan"), "rank": 0, "years": len(rows)}
    value = float(found.iloc[0])
    top, bottom = rows.loc[rows["value"].idxmax()], rows.loc[rows["value"].idxmin()]
    return {
        "measure": name,
        "title": title_of(name),
        "value": value,
        "rank": int((rows["value"] > value).sum()) + 1,
        "years": len(rows),
        "lower": int((rows["value"] < value).sum()),
        "first": int(rows["year"].min()),
        "last": int(rows["year"].max()),
        "highest_year": int(top["year"]),
        "highest_value": float(top["value"]),
        "lowest_year": int(bottom["year"]),
        "lowest_value": float(bottom["value"]),
    }


def rank_text(row) -> str:
    """Write a place: ``"1 of 10"``; a dash where 1937 has no figure or stands alone."""
    return (
        _("{rank} of {years}").format(rank=row.rank, years=row.years) if row.rank and row.years > 1 else "\N{EN DASH}"
    )


def alternatives(choices: Choices) -> pd.DataFrame:
    """Return the place of 1937 under other choices, one choice changed at a time.

    Returns
    -------
    pandas.DataFrame
        ``choice``, ``setting`` and a column of places ("1 of 10") for each of five measures.
    """
    options = [
        ("series", SERIES), ("arrests", ARRESTS), ("first_year", (1921, 1929, 1934)), ("last_year", (1938, 1940)),
    ]  # fmt: skip
    names = ("expelled", "arrests", "convictions", "death_sentences", "camp_stock_change")
    rows = []
    for field, values in options:
        for value in values:
            changed = choices.but(**{field: value})
            places = {row.title: rank_text(row) for row in ranks(changed, names).itertuples(index=False)}
            rows.append({_("Choice"): field, _("Setting"): str(value).lower()} | places)
    return pd.DataFrame(rows)
