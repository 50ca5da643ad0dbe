"""Reichstag elections 1924-1933: official results out of rival compilations, and printed figures against them.

Functions take frames as :func:`analysis.data.tables.load_estimates` returns them (``reichstag_results``)
or as :func:`official_results` makes them, and change nothing. A handful of elections carries no
correlation, and votes by party say nothing about individual voters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.data.tables import VERIFICATION

#: Compilations of the official count, best first. The first two follow one edition of it.
COMPILATIONS = ("gonschior_nd", "wahlplakate_archiv", "doering_2023")
#: Edition of the official count -> the compilations that follow it, before all others.
EDITIONS = {"yearbook": COMPILATIONS[:2], "detailed_volumes": COMPILATIONS[2:]}
TOTALS = ("valid_votes", "votes_cast", "invalid_votes", "electorate", "turnout", "seats_total")

OWN, OTHER, PAIR, LIST = "own figure", "other party", "two parties added", "Reich list"
NO_FIT, NO_ELECTION = "no fit", "no election"
NO_FIGURE = "no official figure"
#: Whose official figure a printed figure shows.
READINGS = {
    OWN: "The official figure of the party lies within the bounds of the printed one.",
    OTHER: "The party has no figure of its own there, and that of one other party fits.",
    PAIR: "The figure of the party alone does not fit, but with that of a second party it does.",
    LIST: "The figure of the party alone does not fit, but that of the Reich list that it headed does.",
    NO_FIT: "The official figure lies outside the bounds of the printed one.",
    NO_FIGURE: "No official number was collected.",
    NO_ELECTION: "The printed day is missing or near no election.",
}


def election_days(frame: pd.DataFrame) -> list[str]:
    """Return the days of the elections of a results table, in order; rows of the electoral law have none."""
    return sorted(day for day in frame["election"].unique() if day)


def official_results(
    frame: pd.DataFrame,
    election: str = "",
    *,
    prefer: Sequence[str] = COMPILATIONS,
    level: str = "party",
    fill: bool = True,
) -> pd.DataFrame:
    """Choose one row per party and measure among rival rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of ``reichstag_results``.
    election : str
        Day of the election, ISO; by default all elections.
    prefer : sequence of str
        Source keys, best first; then :data:`COMPILATIONS`, then other sources, ``unchecked`` rows last.
    level : {'party', 'list'}
        Single parties, or Reich lists with the votes of every party attached to them.
    fill : bool
        Whether figures that no source of ``prefer`` has are taken from the others. A filled set mixes
        editions and may count votes twice: its sum then exceeds the valid vote.

    Returns
    -------
    pandas.DataFrame
        ``election``, ``party``, ``label``, ``party_kind``, ``reich_list``, ``votes``, ``vote_share``
        (per cent), ``seats`` (NaN where none was collected), ``sources`` (of the votes, else the seats).

    Raises
    ------
    ValueError
        If the election is unknown or ``prefer`` leaves a choice between differing figures open.
    """
    if level not in ("party", "list"):
        raise ValueError(f"expected level 'party' or 'list', got {level!r}")
    wanted = of_election(frame, election) if election else frame[frame["election"] != ""]
    rows = rank_sources(wanted[wanted["measure"].isin(["votes", "vote_share", "seats"])], prefer)
    best = choose_rivals(rows if fill else rows[rows["rank"] < len(prefer)], prefer)
    key = ["election", "party"]
    figures = best.pivot(index=key, columns="measure", values="value")
    about = best.sort_values("measure", ascending=False, kind="stable").drop_duplicates(key).set_index(key)
    about = about[["label", "party_kind", "reich_list", "sources"]].join(best.groupby(key)["rank"].min())
    wide = about.join(figures).reset_index()
    own, head = (wide["election"] + " " + wide[name] for name in ("party", "reich_list"))
    attached = head.isin(own[own == head]) & (own != head)
    wide = wide[~(attached if level == "list" else _replaced(own, head, attached, wide["rank"]))]
    columns = ["election", "party", "label", "party_kind", "reich_list", "votes", "vote_share", "seats", "sources"]
    wide = wide.reindex(columns=columns)
    return wide.sort_values(["election", "votes"], ascending=[True, False], kind="stable", ignore_index=True)


def of_election(frame: pd.DataFrame, election: str) -> pd.DataFrame:
    """Return the rows of one election, or refuse an unknown day and list the known ones."""
    rows = frame[frame["election"] == election]
    if rows.empty:
        known = ", ".join(election_days(frame))
        raise ValueError(f"expected the day of an election out of {known}, got {election!r}")
    return rows


def rank_sources(rows: pd.DataFrame, prefer: Sequence[str]) -> pd.DataFrame:
    """Return the rows with ``rank`` (place of the source in ``prefer``, then others) and ``rung`` (verification)."""
    order = (*prefer, *COMPILATIONS)
    known = {cell: cell.split(";") for cell in rows["sources"].unique()}
    places = {
        cell: min((i for i, key in enumerate(order) if key in keys), default=len(order)) for cell, keys in known.items()
    }
    ranks = rows["sources"].map(places).where(rows["verification"] != "unchecked", len(order) + 1)
    return rows.assign(rank=ranks, rung=rows["verification"].map(VERIFICATION.index))


def choose_rivals(rows: pd.DataFrame, prefer: Sequence[str]) -> pd.DataFrame:
    """Return one row per election, party and measure out of ranked rows, or refuse where the order leaves rivals."""
    keys = ["election", "party", "measure"]
    for choice in ("rank", "rung"):
        rows = rows[rows[choice] == rows.groupby(keys)[choice].transform("min")]
    open_choice = rows[rows.groupby(keys)["value"].transform("nunique") > 1]
    if not open_choice.empty:
        raise ValueError(
            f"expected one figure after prefer={tuple(prefer)!r}, rivals remain: "
            f"{', '.join(open_choice['id'])}; name the source to follow in prefer"
        )
    return rows.drop_duplicates(keys)


def _replaced(own: pd.Series, head: pd.Series, attached: pd.Series, ranks: pd.Series) -> pd.Series:
    # A list total gives way to its parts only where they come from as good a compilation;
    # otherwise two editions of one list would stand in one sum.
    parts = attached & (ranks <= head.map(dict(zip(own, ranks, strict=True))))
    return (attached & ~parts) | own.isin(head[parts])


def official_totals(frame: pd.DataFrame, *, prefer: Sequence[str] = COMPILATIONS) -> pd.DataFrame:
    """Return the totals of every election, chosen among rivals as in :func:`official_results`.

    Returns
    -------
    pandas.DataFrame
        Index ``election``; columns :data:`TOTALS`, in votes, persons, seats; turnout in per cent.
    """
    rows = frame[frame["measure"].isin(TOTALS)]
    wide = choose_rivals(rank_sources(rows, prefer), prefer).pivot(index="election", columns="measure", values="value")
    return wide.reindex(columns=list(TOTALS)).rename_axis(columns=None)


def find_combinations(rows: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Search single parties and pairs of parties for the figures that one printed line may show.

    Parameters
    ----------
    rows : pandas.DataFrame
        Printed figures of one line: ``election``, ``low``, ``high`` (base units).
    values : pandas.DataFrame
        Official figures, elections by parties.

    Returns
    -------
    pandas.DataFrame
        ``combination`` (tuple of parties), ``size`` (1 or 2), ``tested`` (figures), ``fits`` (figures met),
        ``chance`` (shares of the combinations of that size that meet each figure, multiplied: how often an
        arbitrary one would meet them all); best first.
    """
    values = values.reindex(rows["election"])
    low, high = rows["low"].to_numpy()[:, None], rows["high"].to_numpy()[:, None]
    out = []
    for size in (1, 2):
        groups = list(combinations(values.columns, size))
        sums = sum(values[[g[i] for g in groups]].to_numpy() for i in range(size))
        inside = (sums >= low) & (sums <= high)
        out.append(
            pd.DataFrame(
                {
                    "combination": groups,
                    "size": size,
                    "tested": len(rows),
                    "fits": inside.sum(axis=0),
                    "chance": inside.mean(axis=1).prod() if groups else np.nan,
                }
            )
        )
    return pd.concat(out).sort_values(["fits", "size"], ascending=[False, True], kind="stable", ignore_index=True)


def compare_printed(
    printed: pd.DataFrame,
    official: pd.DataFrame,
    totals: pd.DataFrame | None = None,
    *,
    lists: pd.DataFrame | None = None,
    within_days: int = 3,
) -> pd.DataFrame:
    """Compare printed votes and seats with the official results, within the bounds of the printed figures.

    The figures of a line that miss the party's own are searched for another party (where the party has
    no figure of its own there) or for a second party that was added to it. A find counts if it alone
    meets most of them, and at least half; for a pair, two or more.

    Parameters
    ----------
    printed : pandas.DataFrame
        ``id``, ``party``, ``measure`` (votes or seats), ``start``, ``value``, ``low``, ``high`` in base units,
        as :func:`analysis.data.quantities.read_printed` returns them. The parties ``total`` and ``other`` need
        ``totals``.
    official : pandas.DataFrame
        Output of :func:`official_results` at party level, one or several elections.
    totals : pandas.DataFrame, optional
        Output of :func:`official_totals`.
    lists : pandas.DataFrame, optional
        Output of :func:`official_results` at list level: votes that miss the party's own are tried on its list.
    within_days : int
        How far a printed day may lie from an election and still mean it.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``election``, ``days_off``, ``party``, ``measure``, ``value``, ``low``, ``high``, ``official``,
        ``difference`` (printed less official), ``reading`` (of :data:`READINGS`), ``found`` (the party or
        parties whose official figure stands there, joined by ``+``), ``chance`` (of :func:`find_combinations`).
    """
    columns = ["id", "party", "measure", "start", "value", "low", "high"]
    table = printed.loc[printed["measure"].isin(["votes", "seats"]), columns].reset_index(drop=True)
    table = table.join(_elections(table["start"], official["election"].unique(), within_days))
    table["official"], table["found"], table["chance"] = np.nan, table["party"], np.nan
    named = ~table["party"].isin(["total", "other"])
    for measure in ("votes", "seats"):
        values = official.pivot(index="election", columns="party", values=measure).dropna(axis=1, how="all")
        dated = table[(table["measure"] == measure) & (table["election"] != "")]
        for party, rows in dated[named[dated.index]].groupby("party"):
            _read_line(table, rows, party, values)
        if totals is not None:
            whole = totals["valid_votes" if measure == "votes" else "seats_total"]
            _read_totals(table, dated, named, values, whole)
    if lists is not None:
        _read_lists(table, official, lists)
    table["difference"] = table["value"] - table["official"]
    table["reading"] = _readings(table)
    columns = ["id", "election", "days_off", "party", "measure", "value", "low", "high", "official", "difference"]
    return table[[*columns, "reading", "found", "chance"]]


def _elections(starts: pd.Series, elections: Sequence[str], within_days: int) -> pd.DataFrame:
    def nearest(start: str) -> tuple[str, float]:
        if len(start) != len("1928-05-20"):
            return "", np.nan
        off = {e: (date.fromisoformat(start) - date.fromisoformat(e)).days for e in elections}
        best = min(off, key=lambda e: abs(off[e]))
        return (best, off[best]) if abs(off[best]) <= within_days else ("", np.nan)

    return pd.DataFrame([nearest(s) for s in starts], columns=["election", "days_off"])


def _read_line(table: pd.DataFrame, rows: pd.DataFrame, party: str, values: pd.DataFrame) -> None:
    own = values.reindex(columns=[party])[party].reindex(rows["election"]).set_axis(rows.index)
    table.loc[rows.index, "official"] = own
    miss = rows[~own.between(rows["low"], rows["high"])]
    if miss.empty:
        return
    # A party that has figures of its own can only have been added to, not mistaken for another.
    size = 1 if own[miss.index].isna().any() else 2
    found = find_combinations(miss, values).query("size == @size")
    found = found[found["combination"].map(lambda c: size == 1 or party in c).astype(bool)]
    best = found[found["fits"] == found["fits"].max()]
    if len(best) != 1 or best["fits"].iloc[0] < max(size, len(miss) / 2):
        return
    parts = list(best["combination"].iloc[0])
    sums = values[parts].sum(axis=1, skipna=False).reindex(miss["election"]).set_axis(miss.index)
    table.loc[miss.index, "official"] = sums
    table.loc[miss.index, "found"] = "+".join(parts)
    table.loc[miss.index, "chance"] = best["chance"].iloc[0]


def _read_totals(
    table: pd.DataFrame, dated: pd.DataFrame, named: pd.Series, values: pd.DataFrame, totals: pd.Series
) -> None:
    for election, rows in dated.groupby("election"):
        # A figure that the text repeats must not be taken off the whole twice.
        lines = rows.index[named[rows.index] & ~rows["party"].duplicated()]
        # Where the parties add up to the whole, a party without a row has nothing.
        if values.loc[election].sum() == totals[election]:
            table.loc[lines, "official"] = table.loc[lines, "official"].fillna(0)
        rest = totals[election] - table.loc[lines, "official"].sum(skipna=False)
        table.loc[rows.index[rows["party"] == "total"], "official"] = totals[election]
        table.loc[rows.index[rows["party"] == "other"], "official"] = rest


def _read_lists(table: pd.DataFrame, official: pd.DataFrame, lists: pd.DataFrame) -> None:
    key = ["election", "party"]
    list_of = official.set_index(key)["reich_list"].to_dict()
    votes = lists.set_index(key)["votes"].to_dict()
    missed = (table["measure"] == "votes") & (table["found"] == table["party"])
    missed &= ~table["official"].between(table["low"], table["high"])
    for row in table[missed].itertuples():
        head = list_of.get((row.election, row.party), "")
        if head != row.party and row.low <= votes.get((row.election, head), np.nan) <= row.high:
            table.loc[row.Index, ["official", "found"]] = [votes[row.election, head], head]


def _readings(table: pd.DataFrame) -> np.ndarray:
    missed = ~table["official"].between(table["low"], table["high"])
    listed = (table["measure"] == "votes") & table["found"].str.endswith("_list")
    pair, other = table["found"].str.contains("+", regex=False), table["found"] != table["party"]
    return np.select(
        [table["election"] == "", table["official"].isna(), missed, pair, listed, other],
        [NO_ELECTION, NO_FIGURE, NO_FIT, PAIR, LIST, OTHER],
        OWN,
    )
