"""Reichstag elections 1924-1933: the seat rule, other rules, and printed tables against results.

The electoral law gave a Reich list one seat per 60,000 votes, so its votes say how many seats
it should have had. Functions take frames as :func:`analysis.tables.load_estimates` returns them
(``reichstag_results``) or as :func:`official_results` makes them, and change nothing. A handful
of elections carries no correlation, and votes by party say nothing about individual voters.

Sources of the rule: ``akten_reichskanzlei_bauer188``, ``wahlrecht_lexikon``, ``bundestag_wg1919``,
``salmi_2002``; of the index of disproportionality: ``gallagher_1991``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.tables import VERIFICATION
from analysis.words import _, number

#: Compilations of the official count, best first. The first two follow one vintage of it.
COMPILATIONS = ("gonschior_nd", "wahlplakate_archiv", "doering_2023")
TOTALS = ("valid_votes", "votes_cast", "invalid_votes", "electorate", "turnout", "seats_total")

BY_RULE, CAPPED, RIVAL = "rule", "cap", "rival figure"
CAP_POSSIBLE, UNEXPLAINED, NO_FIGURE = "cap if few district seats", "not explained", "no official figure"
#: What explains the official seats of a Reich list.
EXPLANATIONS = {
    BY_RULE: "The votes of the list give the official seats.",
    CAPPED: "The votes give more, but a list may not win more on the Reich list than below it.",
    RIVAL: "Other collected figures for the votes (of the list or a part of it) or the seats fit the rule.",
    CAP_POSSIBLE: "The cap would give the official seats if half of them were won in districts; not known.",
    UNEXPLAINED: "Neither the rule, nor the cap, nor other collected figures give the official seats.",
    NO_FIGURE: "No official number was collected.",
}

OWN, OTHER, PAIR, NO_FIT, NO_ELECTION = "own figure", "other party", "two parties added", "no fit", "no election"
#: Whose official figure a printed figure shows.
READINGS = {
    OWN: "The official figure of the party lies within the bounds of the printed one.",
    OTHER: "The party has no figure of its own there, and that of one other party fits.",
    PAIR: "The figure of the party alone does not fit, but with that of a second party it does.",
    NO_FIT: "The official figure lies outside the bounds of the printed one.",
    NO_FIGURE: EXPLANATIONS[NO_FIGURE],
    NO_ELECTION: "The printed day is missing or near no election.",
}


def official_results(frame: pd.DataFrame, election: str, *, prefer: Sequence[str] = COMPILATIONS,
                     level: str = "party", fill: bool = True) -> pd.DataFrame:
    """Choose one row per party and measure among rival rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of ``reichstag_results``.
    election : str
        Day of the election, ISO.
    prefer : sequence of str
        Source keys, best first; then :data:`COMPILATIONS`, then other sources, ``unchecked`` rows last.
    level : {'party', 'list'}
        Single parties, or Reich lists with the votes of every party attached to them.
    fill : bool
        Whether figures that no source of ``prefer`` has are taken from the others. A filled set mixes
        vintages and may count votes twice; :func:`check_sums` shows it.

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
    rows = _ranked(_of_election(frame, election), prefer)
    rows = rows[rows["measure"].isin(["votes", "vote_share", "seats"])]
    best = _best(rows if fill else rows[rows["rank"] < len(prefer)], prefer)
    figures = best.pivot(index="party", columns="measure", values="value")
    about = best.sort_values("measure", ascending=False).drop_duplicates("party").set_index("party")
    wide = about[["label", "party_kind", "reich_list", "sources"]].join(figures).reset_index()
    heads = wide.loc[wide["party"] == wide["reich_list"], "party"]
    attached = wide["reich_list"].isin(heads) & (wide["party"] != wide["reich_list"])
    ranks = best.groupby("party")["rank"].min()
    wide = wide[~(attached if level == "list" else _replaced(wide, attached, ranks))].assign(election=election)
    columns = ["election", "party", "label", "party_kind", "reich_list", "votes", "vote_share", "seats", "sources"]
    return wide.reindex(columns=columns).sort_values("votes", ascending=False, kind="stable", ignore_index=True)


def _of_election(frame: pd.DataFrame, election: str) -> pd.DataFrame:
    rows = frame[frame["election"] == election]
    if rows.empty:
        known = ", ".join(sorted(frame["election"].unique()))
        raise ValueError(f"expected the day of an election out of {known}, got {election!r}")
    return rows


def _ranked(rows: pd.DataFrame, prefer: Sequence[str]) -> pd.DataFrame:
    order = (*prefer, *COMPILATIONS)

    def rank(sources: str) -> int:
        keys = sources.split(";")
        return min((i for i, key in enumerate(order) if key in keys), default=len(order))

    ranks = rows["sources"].map(rank).where(rows["verification"] != "unchecked", len(order) + 1)
    return rows.assign(rank=ranks, rung=rows["verification"].map(VERIFICATION.index))


def _best(rows: pd.DataFrame, prefer: Sequence[str]) -> pd.DataFrame:
    keys = ["party", "measure"]
    for choice in ("rank", "rung"):
        rows = rows[rows[choice] == rows.groupby(keys)[choice].transform("min")]
    open_choice = rows[rows.groupby(keys)["value"].transform("nunique") > 1]
    if not open_choice.empty:
        raise ValueError(f"expected one figure after prefer={tuple(prefer)!r}, rivals remain: "
                         f"{', '.join(open_choice['id'])}; name the source to follow in prefer")
    return rows.drop_duplicates(keys)


def _replaced(wide: pd.DataFrame, attached: pd.Series, ranks: pd.Series) -> pd.Series:
    # A list total gives way to its parts only where they come from as good a compilation;
    # otherwise two vintages of one list would stand in one sum.
    parts = attached & (wide["party"].map(ranks) <= wide["reich_list"].map(ranks))
    return (attached & ~parts) | wide["party"].isin(wide.loc[parts, "reich_list"])


def official_totals(frame: pd.DataFrame, *, prefer: Sequence[str] = COMPILATIONS) -> pd.DataFrame:
    """Return the totals of every election, chosen among rivals as in :func:`official_results`.

    Returns
    -------
    pandas.DataFrame
        Index ``election``; columns :data:`TOTALS`, in votes, persons, seats; turnout in per cent.
    """
    rows = frame[frame["measure"].isin(TOTALS)]
    best = [_best(_ranked(part, prefer), prefer) for _election, part in rows.groupby("election")]
    wide = pd.concat(best).pivot(index="election", columns="measure", values="value")
    return wide.reindex(columns=list(TOTALS)).rename_axis(columns=None)


def check_sums(results: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Compare the sums of parties or lists with the valid vote and the house.

    Parameters
    ----------
    results, totals : pandas.DataFrame
        Output of :func:`official_results` (one or several elections) and :func:`official_totals`.

    Returns
    -------
    pandas.DataFrame
        Per election and measure: ``election``, ``measure``, ``rows``, ``added`` (sum), ``total``,
        ``difference`` (sum less total), ``closes``.
    """
    out = []
    for election, rows in results.groupby("election"):
        for measure, total in (("votes", "valid_votes"), ("seats", "seats_total")):
            added, whole = rows[measure].sum(), totals.at[election, total]
            out.append((election, measure, rows[measure].count(), added, whole, added - whole, added == whole))
    return pd.DataFrame(out, columns=["election", "measure", "rows", "added", "total", "difference", "closes"])


def seats_by_rule(votes: Mapping[str, float] | pd.Series, *, quota: int = 60000, remainder_seat: int = 30000,
                  district_seats: Mapping[str, int] | pd.Series | None = None, cap: bool = True) -> pd.DataFrame:
    """Return the seats that the electoral law of 1920-1933 gives to Reich lists.

    Districts and district associations hand out seats per full quota and pass on what is left, so on
    the total *V* of a list: expected = floor(V / quota), plus 1 if V mod quota > remainder_seat; and
    seats = min(expected, 2 D), with *D* the seats won in districts and associations, because the
    Reich list may not add more than these.

    Parameters
    ----------
    votes : mapping or Series
        Votes by Reich list: of all district lists attached to it, not of one party.
    quota, remainder_seat : int
        Votes per seat; a final remainder *above* ``remainder_seat`` counts as a full quota.
    district_seats : mapping or Series, optional
        *D*, where known. It is never assumed: for other lists the cap stays open.
    cap : bool
        Whether the cap is applied where *D* is known.

    Returns
    -------
    pandas.DataFrame
        ``reich_list``, ``votes``, ``full_quotas``, ``remainder`` (votes), ``expected``, ``cap`` (2 D, missing
        if not known or not applied), ``seats``, ``capped`` (missing if not known).

    Raises
    ------
    ValueError
        If votes are no whole numbers from zero up, a list repeats, or *D* is impossible.
    """
    votes = _whole(pd.Series(votes), "votes")
    if not 0 <= remainder_seat < quota:
        raise ValueError(f"expected 0 <= remainder_seat < quota, got {remainder_seat} and {quota}")
    full, remainder = votes // quota, votes % quota
    known = pd.Series({} if district_seats is None else district_seats, dtype="float64").dropna()
    district = _whole(known, "district seats").reindex(votes.index).astype("Int64")
    above = (district > full).fillna(False)
    if above.any():
        name = votes.index[above][0]
        raise ValueError(f"expected at most {full[name]} district seats of {name!r} ({votes[name]} votes, "
                         f"quota {quota}), got {district[name]}; is the vote that of the whole Reich list?")
    expected = full + (remainder > remainder_seat)
    limit = 2 * district if cap else pd.Series(pd.NA, votes.index, dtype="Int64")
    capped = limit < expected if cap else pd.Series(False, votes.index, dtype="boolean")
    seats = expected.where(~capped.fillna(False).astype(bool), limit).astype("int64")
    return pd.DataFrame({"votes": votes, "full_quotas": full, "remainder": remainder, "expected": expected,
                         "cap": limit, "seats": seats, "capped": capped}).rename_axis("reich_list").reset_index()


def _whole(values: pd.Series, what: str) -> pd.Series:
    if values.index.has_duplicates:
        raise ValueError(f"expected each list once, got twice: {values.index[values.index.duplicated()][0]!r}")
    numbers = values.astype("float64")
    wrong = ~((numbers >= 0) & (numbers % 1 == 0))
    if wrong.any():
        name = numbers.index[wrong][0]
        raise ValueError(f"expected {what} as whole numbers from zero up, got {numbers[name]:g} for {name!r}")
    return numbers.astype("int64")


def compare_seats(results: pd.DataFrame, election: str, *, prefer: Sequence[str] = COMPILATIONS,
                  district_seats: Mapping[str, int] | pd.Series | None = None, quota: int = 60000,
                  remainder_seat: int = 30000) -> pd.DataFrame:
    """Compare the official seats of every Reich list with those that the rule gives.

    Parameters
    ----------
    results : pandas.DataFrame
        Rows of ``reichstag_results``, rivals included.
    election, prefer
        As for :func:`official_results`.
    district_seats, quota, remainder_seat
        As for :func:`seats_by_rule`. Rows of measure ``reich_list_seats`` (seats won on the Reich list)
        give *D* as well: official seats less these.

    Returns
    -------
    pandas.DataFrame
        ``reich_list``, ``label``, ``list_stated`` (False: no source says to which Reich list the votes went,
        so the party is taken as a list of its own), ``votes``, ``expected``, ``cap``, ``seats``, ``capped``,
        ``official``, ``difference`` (official less rule), ``explanation`` (of :data:`EXPLANATIONS`),
        ``district_seats_needed`` (for :data:`CAP_POSSIBLE`), ``working`` (a sentence).
    """
    lists = official_results(results, election, prefer=prefer, level="list").dropna(subset="votes")
    lists = lists.set_index("party").rename_axis("reich_list")
    rows = _of_election(results, election).query("verification != 'unchecked'")
    known = _district_seats(rows, lists["seats"]) if district_seats is None else district_seats
    rule = seats_by_rule(lists["votes"], quota=quota, remainder_seat=remainder_seat, district_seats=known)
    table = rule.set_index("reich_list")
    table["label"], table["list_stated"] = lists["label"], lists["reich_list"] == lists.index
    table["official"] = lists["seats"].astype("Int64")
    table["difference"] = table["official"] - table["seats"]
    others = _other_figures(rows, lists["votes"], prefer)
    table["explanation"] = [_explain(row, *others[row.Index], quota, remainder_seat) for row in table.itertuples()]
    table["district_seats_needed"] = (table["official"] // 2).where(table["explanation"] == CAP_POSSIBLE)
    table["working"] = [_working(row, quota, remainder_seat) for row in table.itertuples()]
    return table.reset_index()[["reich_list", "label", "list_stated", "votes", "expected", "cap", "seats", "capped",
                                "official", "difference", "explanation", "district_seats_needed", "working"]]


def _district_seats(rows: pd.DataFrame, official: pd.Series) -> pd.Series:
    given = rows[rows["measure"] == "reich_list_seats"].drop_duplicates("party").set_index("party")["value"]
    return (official - given.reindex(official.index)).dropna()


def _other_figures(rows: pd.DataFrame, chosen: pd.Series, prefer: Sequence[str]) -> dict[str, tuple[set, set]]:
    # A list total changes with each part of it: a rival figure of a part makes a rival total.
    votes = rows[rows["measure"] == "votes"]
    taken = _best(_ranked(votes, prefer), prefer).set_index("party")["value"]
    out = {}
    for name, total in chosen.items():
        parts = votes[(votes["reich_list"] == name) & (votes["party"] != name)]
        moved = total + parts["value"] - parts["party"].map(taken)
        seats = rows.loc[(rows["measure"] == "seats") & (rows["party"] == name), "value"]
        out[name] = ({total, *votes.loc[votes["party"] == name, "value"], *moved}, set(seats))
    return out


def _explain(row, votes: set[float], seats: set[float], quota: int, remainder_seat: int) -> str:
    if pd.isna(row.official):
        return NO_FIGURE
    if row.difference == 0:
        return CAPPED if row.capped is not pd.NA and row.capped else BY_RULE
    if seats & {v // quota + (v % quota > remainder_seat) for v in votes}:
        return RIVAL
    # A binding cap doubles the district seats: only an even number below the expected one can come from it.
    if row.cap is pd.NA and row.official < row.expected and row.official % 2 == 0:
        return CAP_POSSIBLE
    return UNEXPLAINED


def _working(row, quota: int, remainder_seat: int) -> str:
    side = _("above") if row.remainder > remainder_seat else _("not above")
    text = _("{votes} = {full} × {quota} + {rest}, the rest {side} {limit}: {expected}").format(
        votes=number(row.votes), full=row.full_quotas, quota=number(quota), rest=number(row.remainder), side=side,
        limit=number(remainder_seat), expected=row.expected)
    if row.cap is not pd.NA:
        text += _("; at most {cap}").format(cap=row.cap)
    official = number(float("nan") if row.official is pd.NA else row.official)
    return text + _("; official number of seats: {official}.").format(official=official)


def largest_remainder(votes: Mapping[str, float] | pd.Series, house: int) -> pd.DataFrame:
    """Share out a house by Hare quotas and largest remainders.

    A party with *v* of *V* votes gets floor(v house / V); the seats left go one each to the largest
    remainders. Whole-number arithmetic throughout.

    Parameters
    ----------
    votes : mapping or Series
        Votes by party.
    house : int
        Seats to share out.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``votes``, ``seats``, ``tied`` (True where equal claims to the last seat were decided by
        more votes, then by order).

    Raises
    ------
    ValueError
        If there are no votes or the house is negative.
    """
    votes = _votes_for(votes, house)
    seats, remainders = np.divmod(votes.to_numpy() * house, votes.sum())
    order = np.lexsort((np.arange(len(votes)), -votes.to_numpy(), -remainders))
    won = order[: house - int(seats.sum())]
    seats[won] += 1
    return _shared_out(votes, seats, remainders, np.arange(len(votes)), won)


def highest_averages(votes: Mapping[str, float] | pd.Series, house: int, *, method: str = "dhondt") -> pd.DataFrame:
    """Share out a house by highest averages: the largest of v / 1, v / 2, ... or of v / 1, v / 3, ...

    Parameters
    ----------
    votes, house
        As for :func:`largest_remainder`.
    method : {'dhondt', 'sainte_lague'}
        Divisors 1, 2, 3, ... or 1, 3, 5, ...

    Returns
    -------
    pandas.DataFrame
        As :func:`largest_remainder`, which also raises the same errors.
    """
    if method not in ("dhondt", "sainte_lague"):
        raise ValueError(f"expected method 'dhondt' or 'sainte_lague', got {method!r}")
    votes = _votes_for(votes, house)
    divisors = 1 + (1 if method == "dhondt" else 2) * np.arange(house)
    # Quotients of whole numbers this small are equal as floats only if they are equal, so comparing is exact.
    averages = (votes.to_numpy()[:, None] / divisors).ravel()
    owner = np.repeat(np.arange(len(votes)), house)
    won = np.lexsort((owner, -votes.to_numpy()[owner], -averages))[:house]
    seats = np.bincount(owner[won], minlength=len(votes))
    return _shared_out(votes, seats, averages, owner, won)


def _votes_for(votes, house: int) -> pd.Series:
    votes = _whole(pd.Series(votes), "votes")
    if votes.sum() == 0 or house < 0:
        raise ValueError(f"expected some votes and a house from zero up, got {votes.sum()} votes and house {house}")
    return votes


def _shared_out(votes: pd.Series, seats, claims, owner, won) -> pd.DataFrame:
    last = claims == claims[won[-1]] if len(won) else np.zeros(len(claims), dtype=bool)
    contested = last.sum() > last[won].sum()
    tied = np.isin(np.arange(len(votes)), owner[last]) & contested
    return pd.DataFrame({"party": votes.index, "votes": votes.to_numpy(), "seats": seats, "tied": tied})


def proportional(results: pd.DataFrame, house: int | None = None) -> pd.DataFrame:
    """Set the official seats beside two other ways to share out the same house.

    Parameters
    ----------
    results : pandas.DataFrame
        Output of :func:`official_results` for one election; rows without votes are left out.
    house : int, optional
        Seats to share out; by default those of the rows.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``label``, ``votes``, ``official``, ``hare``, ``dhondt``, ``tied``.
    """
    rows = results.dropna(subset="votes").reset_index(drop=True)
    votes = rows.set_index("party")["votes"]
    house = int(rows["seats"].sum()) if house is None else house
    hare, dhondt = largest_remainder(votes, house), highest_averages(votes, house)
    return rows[["party", "label"]].assign(
        votes=hare["votes"], official=rows["seats"].astype("Int64"), hare=hare["seats"], dhondt=dhondt["seats"],
        tied=hare["tied"] | dhondt["tied"])


def gallagher(votes, seats, *, total_votes: float | None = None) -> float:
    """Return the least-squares index of disproportionality: sqrt(sum of (v_i - s_i)^2 / 2).

    Parameters
    ----------
    votes, seats : array-like
        Votes and seats, in the same order (two Series must have the same index).
    total_votes : float, optional
        Base of the vote shares where parties without seats are not listed; by default the sum. The
        unlisted parties add nothing to the sum of squares, so the index is then a lower bound.

    Returns
    -------
    float
        Percentage points, from 0 (seat shares equal vote shares) to 100.

    Raises
    ------
    ValueError
        If lengths or indexes differ, a number is negative or missing, or nothing can be divided by.
    """
    same = not (isinstance(votes, pd.Series) and isinstance(seats, pd.Series)) or votes.index.equals(seats.index)
    v, s = np.asarray(votes, dtype=float), np.asarray(seats, dtype=float)
    if v.shape != s.shape or not same:
        raise ValueError("expected votes and seats of the same parties in the same order")
    base = float(v.sum() if total_votes is None else total_votes)
    if not ((v >= 0).all() and (s >= 0).all() and s.sum() > 0 and base > 0 and base >= v.sum()):
        raise ValueError(f"expected numbers from zero up, some seats, and a base not below the {v.sum():.0f} votes")
    return float(100 * np.sqrt(((v / base - s / s.sum()) ** 2).sum() / 2))


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
        out.append(pd.DataFrame({"combination": groups, "size": size, "tested": len(rows), "fits": inside.sum(axis=0),
                                 "chance": inside.mean(axis=1).prod() if groups else np.nan}))
    return pd.concat(out).sort_values(["fits", "size"], ascending=[False, True], kind="stable", ignore_index=True)


def compare_printed(printed: pd.DataFrame, official: pd.DataFrame, totals: pd.DataFrame | None = None, *,
                    within_days: int = 3) -> pd.DataFrame:
    """Compare printed votes and seats with the official results, within the bounds of the printed figures.

    The figures of a line that miss the party's own are searched for another party (where the party has
    no figure of its own there) or for a second party that was added to it. A find counts if it alone
    meets most of them, and at least half; for a pair, two or more.

    Parameters
    ----------
    printed : pandas.DataFrame
        ``id``, ``party``, ``measure`` (votes or seats), ``start``, ``value``, ``low``, ``high`` in base units,
        as :func:`analysis.quantities.read_printed` returns them. The parties ``total`` and ``other`` need ``totals``.
    official : pandas.DataFrame
        Output of :func:`official_results` at party level, one or several elections.
    totals : pandas.DataFrame, optional
        Output of :func:`official_totals`.
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
    table["difference"] = table["value"] - table["official"]
    table["reading"] = _readings(table)
    return table[["id", "election", "days_off", "party", "measure", "value", "low", "high", "official", "difference",
                  "reading", "found", "chance"]]


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


def _read_totals(table: pd.DataFrame, dated: pd.DataFrame, named: pd.Series, values: pd.DataFrame,
                 totals: pd.Series) -> None:
    for election, rows in dated.groupby("election"):
        lines = rows.index[named[rows.index]]
        # Where the parties add up to the whole, a party without a row has nothing.
        if values.loc[election].sum() == totals[election]:
            table.loc[lines, "official"] = table.loc[lines, "official"].fillna(0)
        rest = totals[election] - table.loc[lines, "official"].sum(skipna=False)
        table.loc[rows.index[rows["party"] == "total"], "official"] = totals[election]
        table.loc[rows.index[rows["party"] == "other"], "official"] = rest


def _readings(table: pd.DataFrame) -> np.ndarray:
    missed = ~table["official"].between(table["low"], table["high"])
    pair, other = table["found"].str.contains("+", regex=False), table["found"] != table["party"]
    return np.select([table["election"] == "", table["official"].isna(), missed, pair, other],
                     [NO_ELECTION, NO_FIGURE, NO_FIT, PAIR, OTHER], OWN)
