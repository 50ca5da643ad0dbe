"""The German election tables of the pamphlet: what they print, whether it adds up, how it compares with the count.

The table of votes has a header of eight years and four days above four values in each line. As printed no
value of it can be dated; ``corrections.csv`` reads the values in the order of the table of seats.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.data.sources import short_forms
from analysis.display.pages import chance_text
from analysis.ledger.comparison import select
from analysis.numbers.arithmetic import Check, check_length, check_same, check_sum, judge
from analysis.numbers.dates import check_weekday
from analysis.numbers.printed import Printed
from analysis.text.verdicts import CONTRADICTION, EXACT, NOT_TESTABLE
from analysis.text.words import _, date, joined, number
from analysis.topics.reichstag.elections import (
    EDITIONS,
    NO_ELECTION,
    compare_printed,
    election_days,
    official_results,
    official_totals,
)

#: Lines of the two tables, in their order, with the names used here.
LINES = {
    "spd": "Social Democrats (SPD)",
    "kpd": "Communists (KPD)",
    "centre": "Centre",
    "dnvp": "German Nationals (DNVP)",
    "nsdap": "National Socialists (NSDAP)",
    "bvp": "Bavarian People's Party (BVP)",
    "dvp": "German People's Party (DVP)",
    "dstp": "German State Party (DStP)",
    "industrial_party": "“Industrial Party” (as printed)",
    "other": "Other parties",
    "total": "Total",
}
FIVE = ("spd", "kpd", "centre", "dnvp", "nsdap")
TABLES = ("german_votes", "german_seats")
#: Rows on the elections in the running text.
PROSE = ("german-election-1933-date", "german-votes-parties", "kpd-1933-votes", "kpd-1933-seats")
UNREADABLE = "not readable"


def days(election: str, results: pd.DataFrame) -> list[str]:
    """Return the elections that a parameter means: one day, or all that are collected."""
    return election_days(results) if election == "all" else [election]


def read(reading: str, *, rule: str = "half_unit") -> pd.DataFrame:
    """Return everything printed on the elections: both tables and the rows of the running text.

    Parameters
    ----------
    reading, rule
        As for :func:`analysis.data.quantities.read_printed`.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.data.quantities.read_printed`, ``party`` (in the text taken from the population)
        and ``table`` (``german_votes``, ``german_seats`` or ``text``).
    """
    frames = [quantities.read_printed(name, reading, rule=rule).assign(table=name) for name in TABLES]
    text = quantities.read_printed("armies_arms", reading, rule=rule)
    text = text[text["id"].isin(PROSE)]
    party = text["population"].str.extract(r"^(?:voters|deputies)_of_(.+)$", expand=False).fillna("")
    return pd.concat([*frames, text.assign(party=party, table="text")], ignore_index=True)


def rows_of(frame: pd.DataFrame, **labels: str) -> pd.DataFrame:
    """Return the rows with a label, for the footnotes of what is made from them."""
    return select(frame, **labels)


def header_table(printed: pd.DataFrame) -> pd.DataFrame:
    """Return the header of the table of votes: place in the line, year printed, day printed (a row per place)."""
    rows = printed[printed["table"] == "german_votes"]
    years = rows[rows["measure"] == "header_year"].set_index("column_index")["printed"]
    days = rows[rows["measure"] == "header_date"].set_index("column_index")["printed"]
    frame = pd.DataFrame({_("Year printed"): years, _("Day printed"): days.reindex(years.index)})
    frame = frame.rename_axis(_("Place in its line")).reset_index()
    return frame.astype(object).where(frame.notna(), None)


def lines_table(printed: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return a table as printed: a row per line, a column per value, headed by its date where it has one."""
    rows = printed[(printed["table"] == table) & ~printed["measure"].str.startswith("header")]
    rows = rows.assign(line=rows["party"].map(line_name), head=[_heading(row) for row in rows.itertuples()])
    order = rows.sort_values("column_index", kind="stable")["head"].unique()
    wide = rows.pivot(index="line", columns="head", values="printed")
    return wide.loc[rows["line"].unique(), order].rename_axis(_("Line")).rename_axis(columns=None).reset_index()


def line_name(party: str) -> str:
    """Return the name of a line of the tables; the line without a party is that of the unemployed."""
    return _(LINES[party]) if party else _("Unemployed (year unknown)")


def _heading(row) -> str:
    # The line of the unemployed has no dates even when the lines of votes are dated; it keeps their places.
    return _("Value {n}").format(n=row.column_index) if row.table == "german_votes" else date(row.start)


# Does it add up? ----------------------------------------------------------------------------------------------------


def check_tables(printed: pd.DataFrame) -> dict[str, Check]:
    """Return every check that the two tables and the text allow, by what it tests."""
    return {**check_seat_sums(printed), **check_days(printed), **check_five(printed), **check_repetitions(printed)}


def check_seat_sums(printed: pd.DataFrame) -> dict[str, Check]:
    """Test for every election whether the printed seats add up to the printed total.

    Returns
    -------
    dict of str to Check
        ``not testable`` where a cell of the column cannot be read; the working shows it.
    """
    rows = printed[(printed["table"] == "german_seats") & (printed["measure"] == "seats")]
    found = {}
    for start, column in rows.groupby("start", sort=True):
        name = _("Seats, {date}: lines and total").format(date=date(start))
        unread = column.loc[~column["readable"], "printed"]
        if not unread.empty:
            working = _("The cell {cell} is no number.").format(cell=joined([repr(c) for c in unread]))
            found[name] = Check("sum_of", NOT_TESTABLE, working)
            continue
        cells = quantities.numbers(column.set_index("party", drop=False).assign(id=column["party"].to_numpy()))
        found[name] = check_sum([n for party, n in cells.items() if party != "total"], cells["total"])
    return found


def check_days(printed: pd.DataFrame) -> dict[str, Check]:
    """Test whether the printed days with a year were Sundays, the day of the week of every election collected."""
    rows = printed[printed["measure"].isin(["header_date", "date"]) & (printed["start"].str.len() == 10)]
    found = {}
    for row in rows.sort_values("start", kind="stable").itertuples():
        place = _("text") if row.table == "text" else _("table of seats")
        check = check_weekday(row.start, "Sunday")
        weekday = pd.Timestamp(row.start).day_name()
        working = _("{date} was a {weekday}; the elections were held on Sundays.")
        working = working.format(date=date(row.start), weekday=_(weekday))
        found[_("Day {date} ({place}): a Sunday").format(date=date(row.start), place=place)] = replace(
            check, working=working
        )
    return found


def check_five(printed: pd.DataFrame) -> dict[str, Check]:
    """Test "the five biggest parties" of the table of votes against the printed seats.

    The five lines are counted; and for every election the smallest of them is set against the other
    parties by name. Several parties may share a line, as the Centre does: the text does not say so.

    Returns
    -------
    dict of str to Check
        ``exact`` if no other party has more seats than the smallest of the five.
    """
    seats = printed[(printed["table"] == "german_seats") & (printed["measure"] == "seats")]
    seats = seats[~seats["party"].isin(["total", "other"])]
    stated = quantities.numbers(printed[printed["id"] == "german-votes-parties"])["german-votes-parties"]
    lines = printed[(printed["table"] == "german_votes") & (printed["measure"] == "votes")]["party"].unique()
    found = {_("Five parties: lines of the table of votes"): check_length(list(lines), stated)}
    for start, column in seats.groupby("start", sort=True):
        name = _("The five biggest by printed seats, {date}").format(date=date(start))
        found[name] = _five_in(column)
    return found


def _five_in(column: pd.DataFrame) -> Check:
    five = column[column["party"].isin(FIVE)]
    if not five["readable"].all():
        return Check("rank_among", NOT_TESTABLE, _("A cell of the five lines is no number."))
    least = five.loc[five["value"].idxmin()]
    bigger = larger_parties(column)
    working = _("Smallest of the five: {line}, {n} seats.").format(
        line=line_name(least["party"]), n=number(least["value"])
    )
    if bigger.empty:
        return Check("rank_among", EXACT, working + _(" No other party by name has more."))
    others = joined([f"{line_name(row.party)} {number(row.value)}" for row in bigger.itertuples()])
    return Check("rank_among", CONTRADICTION, working + _(" Other parties with more: {others}.").format(others=others))


def larger_parties(column: pd.DataFrame) -> pd.DataFrame:
    """Return the parties outside the five lines with more seats than the smallest of the five, largest first."""
    five = column["party"].isin(FIVE)
    named = ~five & ~column["party"].isin(["total", "other"])
    bigger = column[named & (column["value"] > column.loc[five, "value"].min())]
    return bigger.sort_values("value", ascending=False, kind="stable")


def check_repetitions(printed: pd.DataFrame) -> dict[str, Check]:
    """Test whether the text repeats the seats of the table (Communists, March 1933)."""
    cells = quantities.numbers(printed)
    name = _("Communist seats in March 1933: text and table")
    return {name: check_same(cells["kpd-1933-seats"], cells["german-seats-kpd-5"])}


# Against the official count -----------------------------------------------------------------------------------------


def compare(
    printed: pd.DataFrame, results: pd.DataFrame, *, edition: str = "yearbook", election: str = "all"
) -> pd.DataFrame:
    """Set every printed figure of votes and seats beside the official count.

    Parameters
    ----------
    printed : pandas.DataFrame
        Output of :func:`read`.
    results : pandas.DataFrame
        ``reichstag_results`` in base units, checked rows.
    edition : str
        Key of :data:`analysis.topics.reichstag.elections.EDITIONS`: whose figures are preferred among rivals.
    election : str
        ``all``, or the day of an election to keep; figures that cannot be dated stay.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.topics.reichstag.elections.compare_printed`, ``printed``, ``table``,
        ``factor``; ``verdict``,
        ``working`` and ``check_chance`` (the official figure against the rounding of the printed one); ``shown``
        (names of the parties whose figure is the official one here), ``rivals`` (other collected figures that the
        printed one would fit) and ``elsewhere`` (elections in which the official figure of the party would fit).
    """
    prefer = EDITIONS[edition]
    parts = [official_results(results, day, prefer=prefer) for day in election_days(results)]
    official = pd.concat(parts, ignore_index=True)
    table = compare_printed(printed, official, official_totals(results, prefer=prefer))
    table = table.merge(printed[["id", "printed", "table", "factor", "whole", "readable"]], on="id")
    table.loc[~table["readable"], "reading"] = UNREADABLE
    names = official.drop_duplicates("party", keep="last").set_index("party")["label"]
    table["shown"] = [
        joined([names.get(p, line_name(p) if p in LINES else p) for p in found.split("+")]) for found in table["found"]
    ]
    checks = [_rounding(row) for row in table.itertuples()]
    table["verdict"], table["working"] = [c.verdict for c in checks], [c.working for c in checks]
    table["check_chance"] = [c.chance for c in checks]
    table["rivals"] = [_rivals(row, results) for row in table.itertuples()]
    table["elsewhere"] = [_elsewhere(row, official) for row in table.itertuples()]
    kept = table["election"].isin([election, ""]) | (election == "all")
    return table[kept].reset_index(drop=True)


def _rounding(row) -> Check:
    if not row.readable:
        return Check("same_as", NOT_TESTABLE, _("The cell {cell!r} is no number.").format(cell=row.printed))
    if row.reading == NO_ELECTION:
        return Check("same_as", NOT_TESTABLE, _("The printed figure cannot be dated."))
    if pd.isna(row.official):
        return Check("same_as", NOT_TESTABLE, _("No official figure was collected."))
    value = Fraction(int(row.official))
    official = Printed(str(int(value)), value, Fraction(0), Fraction(0), whole=True)
    what = _("{party}, official count").format(party=row.shown)
    return judge("same_as", quantities.number_of(row), (official,), lambda ends: ends[0], what)


def _rivals(row, results: pd.DataFrame) -> str:
    if not row.readable or row.low <= row.official <= row.high or row.election == "":
        return ""
    same = results[
        (results["election"] == row.election)
        & (results["party"] == row.party)
        & (results["measure"] == row.measure)
        & results["value"].between(row.low, row.high)
    ]
    return f"{number(same['value'].iloc[0])} ({short_forms(same)})" if len(same) else ""


def _elsewhere(row, official: pd.DataFrame) -> tuple[str, ...]:
    if not row.readable or row.low <= row.official <= row.high or row.election == "":
        return ()
    own = official[(official["party"] == row.party) & official[row.measure].between(row.low, row.high)]
    return tuple(sorted(own["election"]))


def comparison_table(compared: pd.DataFrame, measure: str, *, only_unlike: bool = False) -> pd.DataFrame:
    """Return a comparison for the page: election, line, printed, official, whose figure, verdict, working.

    Parameters
    ----------
    compared : pandas.DataFrame
        Output of :func:`compare`.
    measure : {'votes', 'seats'}
        Which figures.
    only_unlike : bool
        Whether to leave out figures that are the official ones of the party, exactly or within rounding.
    """
    rows = compared[(compared["measure"] == measure) & (compared["election"] != "")]
    if only_unlike:
        rows = rows[~plain_agreement(rows)]
    frame = pd.DataFrame(
        {
            _("Election"): rows["election"].map(date),
            _("Line"): rows["party"].map(line_name),
            _("Printed"): rows["printed"],
            _("Official count"): rows["official"],
            _("Official figure of"): rows["shown"],
            _("Verdict"): rows["verdict"].map(_),
            _("Other figures that fit"): [r or None for r in rows["rivals"]],
            _("Chance"): rows["check_chance"].map(chance_text),
        }
    )
    return frame.reset_index(drop=True)


def plain_agreement(compared: pd.DataFrame) -> pd.Series:
    """Return which rows print the official figure of their own party, exactly or within the bounds."""
    return compared["official"].between(compared["low"], compared["high"]) & (compared["found"] == compared["party"])
