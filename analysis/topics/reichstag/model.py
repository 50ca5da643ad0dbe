"""The German election tables of the pamphlet: what they print, what they are tested with, the count beside them.

The table of votes has a header of eight years and four days above four values in each line. As printed no
value of it can be dated; ``corrections.csv`` reads the values in the order of the table of seats. Verdicts are
the ledger's (:mod:`analysis.ledger.ask`); what is worked out here is which official figure stands beside which cell.
"""

from __future__ import annotations

import re

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.sources import short_forms
from analysis.ledger import ask
from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import AGREES
from analysis.text.words import _, date, joined, number
from analysis.topics.reichstag import seat_rule, unemployment
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.elections import (
    EDITIONS,
    NO_FIT,
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
ABBREVIATION = re.compile(r"\(([A-ZÄÖÜ][A-Za-zÄÖÜäöü/]*)\)$")
#: The election that the pamphlet itself describes as held under terror; nothing here is a free contest after it.
UNFREE = "1933-03-05"


def days(choices: Choices) -> list[str]:
    """Return the elections that the parameter means: one day, or all that are collected."""
    return [choices.election] if choices.election != "all" else election_days(results())


@memoised
def results() -> pd.DataFrame:
    """Return ``reichstag_results`` in base units, checked rows."""
    return quantities.read_estimates("reichstag_results")


@memoised
def printed(choices: Choices) -> pd.DataFrame:
    """Return everything printed on the elections in the reading chosen, as :func:`read`."""
    return read(choices.reading, rule=choices.rule)


@memoised
def compared(choices: Choices) -> pd.DataFrame:
    """Return every printed figure of votes and seats beside the official count, as :func:`compare`."""
    return compare(printed(choices), results(), edition=choices.edition, election=choices.election)


@memoised
def by_rule(choices: Choices) -> pd.DataFrame:
    """Return the lists (or parties) beside the seat rule, see :func:`.seat_rule.compare_seats`."""
    return seat_rule.compare_seats(
        seat_rule.basis(choices.edition, choices.apportion_by), days(choices), quota=choices.quota,
        remainder_seat=choices.remainder_seat, cap=choices.cap,
    )  # fmt: skip


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


def table_rows(name: str) -> pd.DataFrame:
    """Return the rows of ``german_votes`` or ``german_seats``, as printed."""
    rows = read("as_printed")
    return rows[rows["table"] == name]


def line_name(party: str) -> str:
    """Return the name of a line of the tables; the line without a party is that of the unemployed."""
    return _(LINES[party]) if party else _("Unemployed (year unknown)")


def seat_columns(printed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the columns of the table of seats by their printed day, in order of time."""
    rows = printed[(printed["table"] == "german_seats") & (printed["measure"] == "seats")]
    return dict(iter(rows.groupby("start", sort=True)))


# Does it add up? ----------------------------------------------------------------------------------------------------


@memoised
def checks(reading: str = "as_printed") -> dict[str, Check]:
    """Return the ledger's checks of the two tables and the text, by what they test."""
    return sum_checks(reading) | ask.own_tests(_labels(), reading)


def sum_checks(reading: str = "as_printed") -> dict[str, Check]:
    """Return the ledger's checks of the printed totals of seats, by day."""
    heads = [date(day) for day in seat_columns(read("as_corrected"))]
    labels = {
        _("Seats, {date}: lines and total").format(date=d): f"german-seats-total-{n}" for n, d in _from_one(heads)
    }
    return ask.own_tests(labels, reading)


def _from_one(items: list) -> list[tuple[int, object]]:
    return list(enumerate(items, 1))


def _labels() -> dict[str, str]:
    """Return the other claims on the two tables that the ledger tests, by what is tested."""
    found = {
        _("Day of the table of seats, column {n}: a Sunday").format(n=n): f"german-seats-header-date-{n}"
        for n in range(1, 6)
    }
    found[_("Day of the election of March 1933 in the text: a Sunday")] = "german-election-1933-date"
    found[_("Communist seats in March 1933: text and table")] = "kpd-1933-seats"
    found[_("The five biggest parties, by the printed seats of 1928")] = "german-votes-parties"
    return found


def larger_parties(column: pd.DataFrame) -> pd.DataFrame:
    """Return the parties outside the five lines with more seats than the smallest of the five, largest first."""
    five = column["party"].isin(FIVE)
    named = ~five & ~column["party"].isin(["total", "other"])
    bigger = column[named & (column["value"] > column.loc[five, "value"].min())]
    return bigger.sort_values("value", ascending=False, kind="stable")


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
        ``factor``, ``whole``, ``readable``; ``inside`` (the official figure would be printed so); ``verdict`` (the
        ledger's, as printed); ``shown`` (names of the parties whose figure is the official one here), ``rivals``
        (other collected figures that the printed one would fit) and ``elsewhere`` (elections in which the official
        figure of the party would fit).
    """
    prefer = EDITIONS[edition]
    official = official_results(results, prefer=prefer)
    lists = official_results(results, prefer=prefer, level="list")
    table = compare_printed(printed, official, official_totals(results, prefer=prefer), lists=lists)
    table = table.merge(printed[["id", "printed", "table", "factor", "whole", "readable"]], on="id")
    table.loc[~table["readable"], "reading"] = UNREADABLE
    table["inside"] = table["readable"] & table["official"].between(table["low"], table["high"])
    table["verdict"] = [ask.against(name).verdict for name in table["id"]]
    labels = pd.concat([lists, official]).drop_duplicates("party", keep="last").set_index("party")["label"].to_dict()
    names = {p: line_name(p) for p in LINES} | labels
    table["shown"] = [joined([_shown(names.get(p, p), "+" in f) for p in f.split("+")]) for f in table["found"]]
    asked = table["readable"] & ~table["inside"] & (table["election"] != "")
    rows = list(zip(table.itertuples(), asked, strict=True))
    table["rivals"] = [_rivals(row, results) if wanted else "" for row, wanted in rows]
    table["elsewhere"] = [_elsewhere(row, official) if wanted else () for row, wanted in rows]
    kept = table["election"].isin([election, ""]) | (election == "all")
    return table[kept].reset_index(drop=True)


def _shown(label: str, short: bool) -> str:
    return short_name(label) if short else label


def short_name(label: str) -> str:
    """Return the abbreviation that a label ends with, or the label."""
    found = ABBREVIATION.search(label)
    return found[1] if found else label


def _rivals(row, results: pd.DataFrame) -> str:
    same = results[
        (results["election"] == row.election)
        & (results["party"] == row.party)
        & (results["measure"] == row.measure)
        & results["value"].between(row.low, row.high)
    ]
    return f"{number(same['value'].iloc[0])} ({short_forms(same)})" if len(same) else ""


def _elsewhere(row, official: pd.DataFrame) -> tuple[str, ...]:
    own = official[(official["party"] == row.party) & official[row.measure].between(row.low, row.high)]
    return tuple(sorted(own["election"]))


def plain_agreement(compared: pd.DataFrame) -> pd.Series:
    """Return which rows print the official figure of their own party, exactly or within the bounds."""
    return compared["inside"] & (compared["found"] == compared["party"])


def off_seats(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the printed seats that are not the official number, with ``expected``: what the law gives that list."""
    rows = compared[(compared["measure"] == "seats") & compared["readable"] & compared["official"].notna()]
    rows = rows[rows["value"] != rows["official"]]
    table = seat_rule.compare_seats(seat_rule.basis("yearbook", "list"))
    given = table.set_index(["election", "reich_list"])["seats"].to_dict()
    found = [given.get((r.election, r.party)) for r in rows.itertuples()]
    return rows.assign(expected=pd.array(found, dtype="Int64"))


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``votes_agree`` of ``votes``, printed figures that give the official count, alone, on a Reich list or with a
        second party; ``seats_official`` of ``seats``; ``votes_agree_in_ledger``; ``lists_by_votes``,
        ``lists_by_cap``, ``lists_unexplained`` of ``lists``; ``ten_millions_together``, the sum that comes nearest
        to the largest printed figure of unemployment (None if not collected).
    """
    table, how = compared(choices), seat_rule.counts(by_rule(choices))
    votes, seats = table[table["measure"] == "votes"], table[table["measure"] == "seats"]
    sums = unemployment.together(unemployment.estimates(choices.unchecked))
    return {
        "votes_agree": int(votes["inside"].sum()),
        "votes": len(votes),
        "seats_official": int((seats["value"] == seats["official"]).sum()),
        "seats": len(seats),
        "votes_agree_in_ledger": int((votes["verdict"] == AGREES).sum()),
        "lists_by_votes": how[seat_rule.BY_RULE],
        "lists_by_cap": how[seat_rule.CAPPED],
        "lists_unexplained": how[seat_rule.UNEXPLAINED],
        "lists": len(by_rule(choices)),
        "ten_millions_together": float(sums["value"].sum()) if len(sums) else None,
    }


def vary_reading(edition: str, election: str = "all") -> pd.DataFrame:
    """Return how the printed votes compare under every reading of the cells and every rounding rule.

    Returns
    -------
    pandas.DataFrame
        ``reading``, ``rule``, ``all`` (vote figures), ``own``, ``other`` (with a second party, or on a Reich list),
        ``outside``, ``undated`` (how many).
    """
    rows = []
    for reading in quantities.READINGS:
        for rule in ("half_unit", "truncation", "ceiling"):
            table = compared(Choices(reading=reading, rule=rule, edition=edition, election=election))
            votes = table[table["measure"] == "votes"]
            own = int(plain_agreement(votes).sum())
            outside = int((votes["reading"] == NO_FIT).sum())
            inside = int(votes["inside"].sum())
            rows.append((reading, rule, len(votes), own, inside - own, outside, len(votes) - inside - outside))
    return pd.DataFrame(rows, columns=["reading", "rule", "all", "own", "other", "outside", "undated"])
