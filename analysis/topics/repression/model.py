"""Repression by year, each measure by itself: arrests, convictions, death sentences, camps.

Expulsion from a party is no arrest, conviction or death. The frames of this module hold one measure each;
nothing here divides one measure by another or puts two on one axis. What can be asked of every measure
separately is the place of one year among the others (:func:`ranks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.sources import cited
from analysis.data.study import object_of_study
from analysis.ledger import comparison
from analysis.numbers.arithmetic import Check, check_share, check_sum
from analysis.numbers.printed import Printed, parse
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
    "deaths_in_camps_colonies_prisons": Measure(
        "Deaths in camps, colonies and prisons, as registered", "prisoners who died in the year",
        "deaths_in_camps_colonies_prisons", "camp_colony_and_prison_inmates", "gulag_deaths_all_places",
        words="registered deaths in camps, colonies and prisons",
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
#: The measures whose years are placed in order, and the change of a stock over a year. Camps alone are left out:
#: part of the growth of 1937 went into the colonies.
CHANGE = "camp_and_colony_change"
RANKED = (
    "arrests", "convictions", "death_sentences", "sentenced_to_camps_colonies_prisons",
    "sentenced_to_exile_or_banishment", "deaths_in_camps_colonies_prisons", CHANGE,
)  # fmt: skip
#: The screening that is printed under 1933 ran on into the next year.
RAN_ON = {1933: 1934}


def title_of(name: str) -> str:
    """Return the heading of a measure of :data:`RANKED` or :data:`MEASURES`."""
    return _("Change of the number of prisoners over the year") if name == CHANGE else _(MEASURES[name].title)


def words_of(name: str) -> str:
    """Return a measure as it stands inside a sentence."""
    return _("the growth of camps and colonies over the year") if name == CHANGE else _(MEASURES[name].words)


@memoised
def expulsions(choices: Choices) -> pd.DataFrame:
    """Return the campaigns of the pamphlet's table with their spans of time; no series by year.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``kind``, ``first`` and ``until`` (years; ``until`` is the year after the last), ``value``
        (persons; NaN for the dash of 1936), ``sources``, ``original_source``, ``locator``.
    """
    table = quantities.read_printed("expulsions_by_year", choices.reading)
    table = table[table["measure"] == "expelled"].assign(year=table["year"].astype(int))
    last = [RAN_ON.get(year, year) for year in table["year"]]
    locator = _("table at note {note}")
    return table.assign(
        kind=table["campaign_kind"], first=table["year"], until=[year + 1 for year in last],
        sources=object_of_study(), original_source=table["cited_source"],
        locator=[locator.format(note=note) for note in table["footnote"]],
    ).sort_values("year", ignore_index=True)[
        ["id", "year", "kind", "first", "until", "value", "printed", "sources", "original_source", "locator"]
    ]  # fmt: skip


def expulsion_place(choices: Choices) -> tuple[int, int]:
    """Return the place of 1937 among the printed numbers of expelled, counted from the lowest, and how many are."""
    values = expulsions(choices).set_index("year")["value"].dropna()
    return int((values < values[YEAR]).sum()) + 1, len(values)


@memoised
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
        A row a year with a figure: the columns of :data:`ESTIMATE`; ``value`` in persons. A stock is that of
        1 January; the one after ``last_year`` is included.

    Raises
    ------
    ValueError
        If a series has two figures for one year.
    """
    measure = MEASURES[name]
    frame = _collected(measure, choices)
    frame = frame[frame["year"].between(choices.first_year, choices.last_year + measure.stock)]
    double = frame[frame["year"].duplicated()]
    if len(double):
        raise ValueError(
            f"{name}: expected one figure a year, got several for {int(double['year'].iloc[0])}; "
            f"give the rows of data/estimates/repression_by_year.csv different entries in 'series'"
        )
    return frame.sort_values("year").reset_index(drop=True)[list(ESTIMATE)]


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
    """Return the change of the number of prisoners of camps and colonies: next 1 January less this one.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``year``, ``value`` (persons, net of releases, transfers and deaths), ``verification``, ``cited``.
    """
    stock = by_year("camp_and_colony_stock", choices)
    both = stock.merge(stock.assign(year=stock["year"] - 1), on="year", suffixes=("", "_next"))
    rows = stock.set_index("year").to_dict("index")
    return both.assign(
        id=both["id_next"] + "-" + both["id"],
        value=both["value_next"] - both["value"],
        cited=[cited(rows[year], rows[year + 1]) for year in both["year"]],
    )[["id", "year", "value", "verification", "cited"]]


def series_of(name: str, choices: Choices) -> pd.DataFrame:
    """Return the yearly figures of a measure of :data:`RANKED`."""
    return stock_changes(choices) if name == CHANGE else by_year(name, choices)


@memoised
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
        ("unchecked", (False, True)),
    ]  # fmt: skip
    names = ("arrests", "convictions", "death_sentences", "sentenced_to_camps_colonies_prisons", CHANGE)
    rows = []
    for field, values in options:
        for value in values:
            changed = choices.but(**{field: value})
            places = {row.title: rank_text(row) for row in ranks(changed, names).itertuples(index=False)}
            rows.append({_("Choice"): field, _("Setting"): str(value).lower()} | places)
    return pd.DataFrame(rows)


# The archival series by the rules that the pamphlet gets ------------------------------------------------------------


@memoised
def series_differences(choices: Choices) -> pd.DataFrame:
    """Return the years in which the MVD and the KGB series of convictions or death sentences differ.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``year``, ``mvd``, ``kgb`` (persons); both series count the same cases in one agency.
    """
    frames = []
    for name in ("convictions", "death_sentences"):
        mvd, kgb = (by_year(name, choices.but(series=s)).set_index("year")["value"] for s in SERIES)
        both = pd.DataFrame({"mvd": mvd, "kgb": kgb}).dropna()
        frames.append(both[both["mvd"] != both["kgb"]].reset_index().assign(measure=name))
    return pd.concat(frames, ignore_index=True)[["measure", "year", "mvd", "kgb"]]


def components(choices: Choices) -> dict[str, Check]:
    """Test whether the parts of the archival series add up to its convictions, year by year.

    Returns
    -------
    dict of str to Check
        A sum for every year between the choices' ends in which all four parts are held, by year. The parts
        (death, camps, exile, other) are those of the MVD table whichever series is chosen.
    """
    rows = quantities.read_estimates("repression_by_year", unchecked=choices.unchecked)
    parts = ("death_sentences", "sentenced_to_camps_colonies_prisons", "sentenced_to_exile_or_banishment",
             "sentenced_to_other_measures")  # fmt: skip
    parts_rows = rows[(rows["series"] == "mvd") & rows["measure"].isin(parts)]
    wide = parts_rows.pivot_table(index="year", columns="measure", values="value").reindex(columns=list(parts)).dropna()
    totals = by_year("convictions", choices).set_index("year")["value"]
    return {
        str(year): check_sum([_count(v) for v in wide.loc[year]], _count(totals[year]))
        for year in wide.index.intersection(totals.index)
    }


def _count(value: float) -> Printed:
    return parse(str(int(value)), 1, True)


def archive_checks(choices: Choices) -> dict[str, Check]:
    """Test a published share against the yearly rows: death sentences of 1937-38 among those of 1921-40.

    Returns
    -------
    dict of str to Check
        One share of one measure; empty if a year is missing.
    """
    years = by_year("death_sentences", choices.but(first_year=1921, last_year=1940)).set_index("year")["value"]
    toll = quantities.read_estimates("toll_estimates", unchecked=choices.unchecked)
    stated = toll[toll["scope"] == "share-of-death-sentences-1921-1940-passed-in-1937-1938"]
    if len(years) < 20 or stated.empty:
        return {}
    part, whole = years.loc[[1937, 1938]].sum(), years.sum()
    printed = parse(f"{stated.iloc[0]['given']:g}", Fraction(1, 100))
    label = _("Death sentences of 1937\N{EN DASH}38 among those of 1921\N{EN DASH}40 ({label})")
    return {label.format(label=stated.iloc[0]["label"]): check_share(_count(part), _count(whole), printed)}
