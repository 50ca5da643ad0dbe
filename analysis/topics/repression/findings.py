"""Sentences, titles and captions of the notebook on expulsion and repression, all generated from numbers."""

from __future__ import annotations

import pandas as pd

from analysis.ledger import comparison
from analysis.text.words import _, bounds, joined, ngettext, number, percent
from analysis.topics.repression.checks import series_differences
from analysis.topics.repression.gaps import left_out, party_members
from analysis.topics.repression.model import (
    MEASURES,
    YEAR,
    Choices,
    by_year,
    ranks,
    territory_note,
    words_of,
)
from analysis.topics.repression.toll import ARCHIVAL, errors, panel_table, restated, toll

DASH = "\N{EN DASH}"
NOT_REPRESSION = "Expulsion from the party is not arrest, conviction or death, and does not measure them."
NOT_EXPULSION = "People inside and outside the party are counted here. This does not measure party expulsions."


def amount(name: str, value: float) -> str:
    """Write a figure of a measure: a share in per cent, everything else in whole numbers."""
    return percent(100 * value, None) if name == "expelled_share" else number(value, 0)


def place(row) -> str:
    """Write the place of 1937: ``"the highest of 10 years"``, ``"place 4 of 5 years from the top"``."""
    if row.rank == 1:
        return _("the highest of {years} years").format(years=row.years)
    if row.lower == 0:
        return _("the lowest of {years} years").format(years=row.years)
    return _("place {rank} of {years} years from the top").format(rank=row.rank, years=row.years)


def placed(choices: Choices) -> pd.DataFrame:
    """Return the ranks of the measures in which 1937 can be compared with at least one other year."""
    table = ranks(choices)
    return table[(table["rank"] > 0) & (table["years"] > 1)]


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, one sentence or two each."""
    return [
        *_expulsion_findings(choices),
        *_repression_findings(choices),
        _rejected_finding(choices),
        _range_finding(choices),
        *_error_findings(choices),
        _gap_finding(choices),
        _series_finding(choices),
    ]


def _expulsion_findings(choices: Choices) -> list[str]:
    table = placed(choices)
    table = table[table["measure"].isin(["expelled", "expelled_share"])]
    if table.empty:
        return []
    text = _("{words} ({value}, {place})")
    unit = {"expelled": _(" persons"), "expelled_share": ""}
    items = [
        text.format(
            words=words_of(row.measure), value=amount(row.measure, row.value) + unit[row.measure], place=place(row)
        )
        for row in table.itertuples()
    ]
    first = _("In the pamphlet's own table {year} stands, by {list}. Years without a printed figure are not counted.")
    return [first.format(year=YEAR, list=joined(items))]


def _repression_findings(choices: Choices) -> list[str]:
    table = placed(choices)
    table = table[~table["measure"].isin(["expelled", "expelled_share"])]
    top, rest = table[table["rank"] == 1], table[table["rank"] > 1]
    sentences = []
    if len(top):
        text = _("Taken each by itself, {year} is the highest year by {list}.")
        sentences.append(text.format(year=YEAR, list=joined(_placed_items(top))))
    if len(rest):
        text = (
            _("It is not the highest year by {list}.") if len(top) else _("{year} is not the highest year by {list}.")
        )
        sentences.append(text.format(year=YEAR, list=joined(_placed_items(rest))))
    return [" ".join(sentences)] if sentences else []


def _placed_items(table: pd.DataFrame) -> list[str]:
    text = _("{words} ({value} persons, {place})")
    return [
        text.format(words=words_of(row.measure), value=amount(row.measure, row.value), place=place(row))
        for row in table.itertuples()
    ]


def _rejected_finding(choices: Choices) -> str:
    deaths = by_year("death_sentences", choices).set_index("year")["value"]
    rows = toll(choices)
    rows = rows[rows["scope"] == "executions-1937-1938"]
    highest = rows[["value", "high"]].max(axis=None)
    return _(
        "The pamphlet reports, in order to reject it, that “millions” were killed in "
        "{year}. The archival series counts {deaths} death sentences in that year; "
        "the highest estimate of executions collected for 1937 and 1938 together is {highest}. Its table of "
        "expulsions decides neither question: it counts something else."
    ).format(year=YEAR, deaths=number(deaths[YEAR], 0), highest=number(highest, 0))


def _range_finding(choices: Choices) -> str:
    table = panel_table(choices)
    parts = [
        _("{what}, {range} ({lineages})").format(
            what=row.what, range=bounds(row.lowest, row.highest, digits=0), lineages=lineages(row.lineages)
        )
        for row in table.itertuples()
    ]
    return _("Estimates of one scope and one period, in persons, lowest and highest collected: {list}.").format(
        list="; ".join(parts) or _("none")
    )


def lineages(count: int) -> str:
    """Write how many lineages: "1 lineage", "3 lineages"."""
    return ngettext("{n} lineage", "{n} lineages", count).format(n=count)


def _error_findings(choices: Choices) -> list[str]:
    table = errors(choices)
    if table.empty:
        return []
    sides = table["side"].value_counts()
    text = _(
        "Both kinds of error occur. Of {n} earlier figures that can be set beside a count published later for the "
        "same thing, {above} lie above it, {below} below it, {meets} meet it and {none} give no number."
    )
    names = {"above": "above", "below": "below", "meets": "meets", "none": "no number"}
    sentence = text.format(n=len(table), **{k: int(sides.get(v, 0)) for k, v in names.items()})
    if not (sides.get("above", 0) and sides.get("below", 0)):
        sentence = sentence.replace(_("Both kinds of error occur. "), "")
    return [" ".join([sentence, *_extremes(table), *_restated_sentences(choices)])]


def _extremes(table: pd.DataFrame) -> list[str]:
    found = []
    above, below = table[table["side"] == "above"], table[table["side"] == "below"]
    if len(above):
        row = above.loc[above["times"].idxmax()]
        text = _("Farthest above: {estimate}, {what}, {low}, at least {times} times the later count.")
        found.append(_extreme(text, row, row["low"]))
    if len(below):
        row = below.loc[below["times"].idxmin()]
        text = _("Farthest below: {estimate}, {low}, at most {times} times the later count ({later}).")
        found.append(_extreme(text, row, row["high"]))
    return found


def _extreme(text: str, row: pd.Series, value: float) -> str:
    later = bounds(row["later_low"], row["later_high"], digits=0)
    what = row["what"][:1].lower() + row["what"][1:]
    return text.format(
        estimate=row["estimate"], what=what, low=number(value, 0), times=number(row["times"], 2), later=later
    )


def _restated_sentences(choices: Choices) -> list[str]:
    table = restated(choices)
    raised, lowered = (int((table["side"] == side).sum()) for side in ("raised", "lowered"))
    if not len(table):
        return []
    text = _("Of the authors who replaced a figure drawn here by another, {raised} raised it and {lowered} lowered it.")
    return [text.format(raised=raised, lowered=lowered)]


def _gap_finding(choices: Choices) -> str:
    table, _rows = left_out(choices)
    nothing = int((table["printed"] == _("nothing")).sum())
    return _(
        "Of {n} national figures listed in part 3, the pamphlet prints none; on {nothing} of the subjects it prints "
        "no number at all, on the others it prints a count of something smaller or a word that it rejects."
    ).format(n=len(table), nothing=nothing)


def _series_finding(choices: Choices) -> str:
    table = series_differences(choices)
    if table.empty:
        return _("The MVD and the KGB series agree in every year shown.")
    parts = []
    for measure, rows in table.groupby("measure", sort=False):
        years = [
            _("{year} ({mvd} and {kgb})").format(year=r.year, mvd=number(r.mvd, 0), kgb=number(r.kgb, 0))
            for r in rows.itertuples()
        ]
        parts.append(_("for {words} in {years}").format(words=words_of(measure), years=joined(years)))
    equal = "" if YEAR in set(table["year"]) else _(" They are equal for {year}.").format(year=YEAR)
    text = _("The MVD and the KGB series differ {list}. Both descend from one agency: one lineage.{equal}")
    return text.format(list="; ".join(parts), equal=equal)


def year_words(name: str, choices: Choices) -> dict[str, str]:
    """Return title, caption, alternative text and description of the figure of one measure by year."""
    rows, measure = by_year(name, choices), MEASURES[name]
    row = next(ranks(choices, (name,)).itertuples())
    title = _(measure.title)
    if measure.stock:
        title = _stock_title(title, rows)
    elif row.rank and row.years > 1:
        title = _("{title}: {value} in {year}, {place}").format(
            title=title, value=amount(name, row.value), year=YEAR, place=place(row)
        )
    years = "; ".join(f"{int(r.year)}: {amount(name, r.value)}" for r in rows.itertuples())
    return {
        "title": title,
        "caption": _caption(name, rows, choices),
        "alt": _("Columns. {title}.").format(title=title),
        "description": _("{unit}: {years}.").format(unit=_(measure.unit), years=years),
    }


def _stock_title(title: str, rows: pd.DataFrame) -> str:
    values = rows.set_index("year")["value"]
    if not {YEAR, YEAR + 1} <= set(values.index):
        return title
    return _("{title}: {first} in {year}, {second} a year later").format(
        title=title, first=number(values[YEAR], 0), year=YEAR, second=number(values[YEAR + 1], 0)
    )


def _caption(name: str, rows: pd.DataFrame, choices: Choices) -> str:
    first, last = choices.first_year, choices.last_year + MEASURES[name].stock
    missing = [y for y in range(first, last + 1) if y not in set(rows["year"])]
    parts = [_("Complete counts as the source gives them: no sample, so no confidence interval.")]
    if name.startswith("expelled"):
        parts = [
            _("As the pamphlet prints them; campaigns of several kinds stand in one table."),
            _("The screening that is printed under 1933 ran on into 1934."),
        ]
    if missing:
        parts.append(_("No figure for {years}.").format(years=joined(runs(missing))))
    if comparison.lineage_count(rows) == 1 and not name.startswith("expelled"):
        parts.append(_("One lineage: all figures go back to one office."))
    return " ".join([*parts, territory_note(rows)]).strip()


def runs(years: list[int]) -> list[str]:
    """Write years with runs drawn together: 1930, 1931, 1932, 1934 gives "1930-1932" and "1934"."""
    groups: list[list[int]] = []
    for year in years:
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return [str(g[0]) if len(g) == 1 else f"{g[0]}{DASH}{g[-1]}" for g in groups]


def forest_words(rows: pd.DataFrame, what: str, low: float, high: float) -> dict[str, str]:
    """Return title, caption, alternative text and description of a forest plot of one scope and period.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of :func:`analysis.topics.repression.toll.panels` of one scope and period.
    what : str
        The scope in words.
    low, high : float
        Lowest and highest number.
    """
    count = lineages(comparison.lineage_count(rows[rows[["value", "low", "high"]].notna().any(axis=1)]))
    bounded = rows["value"].isna() & rows["low"].isna() & rows["high"].notna()
    if low < high and bounded.mean() > 0.5:
        title = _("{what}: {low} to {high}, most of them upper bounds ({lineages})")
    elif low < high:
        title = _("{what}: from {low} to {high}, {lineages}")
    else:
        title = _("{what}: {low} in every estimate collected, {lineages}")
    title = title.format(what=what, low=number(low, 0), high=number(high, 0), lineages=count)
    listed = "; ".join(f"{r.label}: {r.text or bounds(*_ends(r), digits=0)}" for r in rows.itertuples())
    silent = [f"{r.label}: {r.text}" for r in rows.itertuples() if r.text]
    caption = _(
        "Ordered by year of publication; the range is that of the estimates collected. Estimates of one lineage "
        "descend from one another and count once."
    )
    if rows["low"].isna().all() and rows["high"].notna().any():
        caption += " " + _("“At most” marks an upper estimate.")
    if rows["population"].nunique() > 1 and "not stated" in set(rows["population"]):
        caption += " " + _("Not every author says who is counted.")
    quoted = rows.loc[rows["note"].str.contains("year of the citing work"), "label"]
    if len(quoted):
        caption += " " + _("The year is that of the quoting work for {list}.").format(list=joined(quoted))
    if rows["lineage"].isin(ARCHIVAL).any():
        caption += " " + _(
            "Marked: counts kept by the agencies themselves, published from the archives, and figures that repeat them."
        )
    if silent:
        caption += " " + _("Without a number: {list}.").format(list="; ".join(silent))
    alt = _("Estimates in order of publication. {title}.").format(title=title)
    return {"title": title, "caption": caption, "alt": alt, "description": listed + "."}


def _ends(row) -> tuple[float, float]:
    low = row.low if pd.notna(row.low) else row.value
    return low, (row.high if pd.notna(row.high) else row.value)


def conclusions(choices: Choices) -> list[str]:
    """Return what the numbers allow to say, and what not."""
    return [_place_sentence(choices), _party_sentence(choices), _criminals_sentence(choices)]


def _place_sentence(choices: Choices) -> str:
    table = placed(choices)
    if ((table["rank"] - 1) / (table["years"] - 1)).nunique() == 1:
        return _("The place of {year} is the same by every measure shown.").format(year=YEAR)
    every = [f"{words_of(row.measure)} ({place(row)})" for row in table.itertuples()]
    text = _("The place of {year} depends on what is counted, each measure by itself: {list}.")
    return text.format(year=YEAR, list="; ".join(every))


def _party_sentence(choices: Choices) -> str:
    rows = party_members(choices)
    rows = rows[rows["measure"] == "flow_repressed"]
    if rows.empty:
        return _("No count of party members among the arrested of the whole country was collected.")
    row = rows.iloc[0]
    return _(
        "For party members among the repressed of {start} and {end} one count for the whole country was collected, "
        "{value} persons; the historian who quotes it calls it too low. It is set against nothing: who was counted "
        "as repressed is not defined as in the series of arrests."
    ).format(start=row["start"], end=row["end"], value=number(row["value"], 0))


def _criminals_sentence(choices: Choices) -> str:
    rows = toll(choices)
    rows = rows[rows["population"] == "criminals_among_state_security_convicted"]
    if rows.empty:
        return ""
    return _(
        "The archival series count cases of state security; they do not say who was guilty of what. A note on one "
        "certificate puts the common criminals among the convicted of 1921{dash}38 at {value}, in disagreement with "
        "its own percentage. The series leave out those whom ordinary courts sentenced, those who were deported "
        "without a case, and the dead of the famine."
    ).format(value=number(rows.iloc[0]["value"], 0), dash=DASH)
