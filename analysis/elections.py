"""Reichstag elections 1924-1933: the seat rule, other rules, and printed tables against results.

The electoral law gave a Reich list one seat per 60,000 votes, so the votes say how many
seats a list should have had. Functions take frames as
:func:`analysis.tables.load_estimates` returns them (``reichstag_results``) or as
:func:`official_results` makes them, and change nothing. A handful of elections carries
no correlation, and votes by party say nothing about individual voters.

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

#: Compilations of the official count, in the order in which rival rows are taken.
COMPILATIONS = ("gonschior_nd", "doering_2023")
TOTALS = ("valid_votes", "votes_cast", "invalid_votes", "electorate", "turnout", "seats_total")

BY_RULE, CAPPED, RIVAL = "rule", "cap", "rival figure"
CAP_POSSIBLE, UNEXPLAINED, NO_FIGURE = "cap if few district seats", "not explained", "no official figure"
EXPLANATIONS = {
    BY_RULE: "The votes of the list give the official seats.",
    CAPPED: "The votes give more, but the list may not win more on the Reich list than below it.",
    RIVAL: "Other collected figures for the votes (of the list or a part of it) or the seats fit the rule.",
    CAP_POSSIBLE: "The cap would give the official seats if half of them were won in districts; not known.",
    UNEXPLAINED: "Neither the rule, nor the cap, nor another collected figure gives the official seats.",
    NO_FIGURE: "No official number of seats was collected for the list.",
}
OWN, OTHER, PAIR = "own figure", "other party", "two parties added"
NO_FIT, NO_DATE = "no fit", "no election"


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
        Whether parties that no preferred source has are taken from the others. A filled set mixes
        vintages and can count votes twice; :func:`check_sums` shows it.

    Returns
    -------
    pandas.DataFrame
        ``election``, ``party``, ``label``, ``party_kind``, ``reich_list``, ``votes``, ``vote_share``
        (per cent), ``seats`` (NaN where none was collected), ``sources`` (of the votes, else seats).

    Raises
    ------
    ValueError
        If the election is unknown or ``prefer`` leaves a choice between differing figures open.
    """
    if level not in ("party", "list"):
        raise ValueError(f"expected level 'party' or 'list', got {level!r}")
    rows = _ranked(_of_election(frame, election), prefer)
    rows = rows[rows["measure"].isin(["votes", "vote_share", "seats"])]
    rows = rows if fill else rows[rows["rank"] < len(prefer)]
    best = _best(rows, prefer)
    wide = best.pivot(index="party", columns="measure", values="value")
    wide = wide.reindex(columns=["votes", "vote_share", "seats"])
    about = best.sort_values("measure", ascending=False).groupby("party").first()
    wide = about[["label", "party_kind", "reich_list", "sources"]].join(wide).reset_index()
    heads = set(wide.loc[wide["party"] == wide["reich_list"], "party"])
    attached = wide["reich_list"].isin(heads) & (wide["party"] != wide["reich_list"])
    if level == "list":
        wide = wide[~attached]
    else:
        ranks = best.groupby("party")["rank"].min()
        wide = wide[~_replaced(wide, attached, ranks)]
    wide.insert(0, "election", election)
    return wide[["election", "party", "label", "party_kind", "reich_list", "votes", "vote_share", "seats",
                 "sources"]].sort_values("votes", ascending=False, ignore_index=True)


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
    rows = rows.sort_values([*keys, "rank", "rung"], kind="stable")
    top = rows[rows["rank"] == rows.groupby(keys)["rank"].transform("min")]
    top = top[top["rung"] == top.groupby(keys)["rung"].transform("min")]
    open_choice = top[top.groupby(keys)["value"].transform("nunique") > 1]
    if not open_choice.empty:
        raise ValueError(f"expected one figure after prefer={tuple(prefer)!r}, rivals remain: "
                         f"{', '.join(open_choice['id'])}; name the source to follow in prefer")
    return top.drop_duplicates(keys)


def _replaced(wide: pd.DataFrame, attached: pd.Series, ranks: pd.Series) -> pd.Series:
    # A list total gives way to its parts only where they come from as good a compilation;
    # otherwise two vintages of one list would stand in one sum.
    parts = attached & (wide["party"].map(ranks) <= wide["reich_list"].map(ranks))
    return (attached & ~parts) | wide["party"].isin(wide.loc[parts, "reich_list"])


def official_totals(frame: pd.DataFrame, *, prefer: Sequence[str] = COMPILATIONS) -> pd.DataFrame:
    """Return the totals of every election, chosen among rivals like the results.

    Returns
    -------
    pandas.DataFrame
        Index ``election``; columns :data:`TOTALS` as far as collected (votes and persons; turnout in per cent).
    """
    best = [_best(_ranked(rows[rows["measure"].isin(TOTALS)], prefer), prefer)
            for _election, rows in frame.groupby("election")]
    wide = pd.concat(best).pivot(index="election", columns="measure", values="value")
    return wide.reindex(columns=[c for c in TOTALS if c in wide]).rename_axis(columns=None)


def check_sums(results: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Compare the sums of parties or lists with the valid vote and the house.

    Parameters
    ----------
    results : pandas.DataFrame
        Output of :func:`official_results`, one or several elections.
    totals : pandas.DataFrame
        Output of :func:`official_totals`.

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
            out.append((election, measure, int(rows[measure].notna().sum()), added, whole, added - whole,
                        bool(added == whole)))
    return pd.DataFrame(out, columns=["election", "measure", "rows", "added", "total", "difference", "closes"])


def seats_by_rule(votes: Mapping[str, float] | pd.Series, *, quota: int = 60000, remainder_seat: int = 30000,
                  district_seats: Mapping[str, int] | pd.Series | None = None, cap: bool = True) -> pd.DataFrame:
    """Return the seats that the electoral law of 1920-1933 gives to Reich lists.

    Districts and district associations hand out seats per full quota, the Reich list the rest, and
    every vote left over moves up, so on the total *V* of a list: expected = floor(V / quota), plus 1
    if V mod quota > remainder_seat; seats = min(expected, 2 D), with D the seats won in districts
    and associations (the Reich list may not add more than these).

    Parameters
    ----------
    votes : mapping or Series
        Votes by Reich list: of all district lists attached to it, not of one party.
    quota, remainder_seat : int
        Votes per seat; a final remainder *above* ``remainder_seat`` counts as a full quota.
    district_seats : mapping or Series, optional
        D, where known. It is never assumed: for other lists the cap stays open.
    cap : bool
        Whether the cap is applied where D is known.

    Returns
    -------
    pandas.DataFrame
        ``reich_list``, ``votes``, ``full_quotas``, ``remainder`` (votes), ``expected``, ``cap`` (2 D, missing
        if D is unknown), ``seats``, ``capped`` (missing if unknown).

    Raises
    ------
    ValueError
        If votes are no whole numbers from zero up, a list repeats, or D is impossible.
    """
    votes = _whole(pd.Series(votes), "votes")
    if not 0 <= remainder_seat < quota:
        raise ValueError(f"expected 0 <= remainder_seat < quota, got {remainder_seat} and {quota}")
    full, remainder = votes // quota, votes % quota
    known = pd.Series(district_seats if district_seats is not None else {}, dtype="float64")
    district = _whole(known.dropna(), "district seats").reindex(votes.index).astype("Int64")
    if (district > full).any():
        name = district.index[(district > full).fillna(False)][0]
        raise ValueError(f"expected at most {full[name]} district seats of {name!r} ({votes[name]} votes, "
                         f"quota {quota}), got {district[name]}; is the vote that of the whole Reich list?")
    frame = pd.DataFrame({"votes": votes, "full_quotas": full, "remainder": remainder,
                          "expected": full + (remainder > remainder_seat)})
    frame["cap"] = 2 * district if cap else pd.array([pd.NA] * len(votes), dtype="Int64")
    frame["capped"] = (frame["cap"] < frame["expected"]) if cap else pd.array([False] * len(votes), dtype="boolean")
    frame["seats"] = frame["expected"].where(~frame["capped"].fillna(False).astype(bool), frame["cap"]).astype("int64")
    frame = frame.rename_axis("reich_list").reset_index()
    return frame[["reich_list", "votes", "full_quotas", "remainder", "expected", "cap", "seats", "capped"]]


def _whole(values: pd.Series, what: str) -> pd.Series:
    if values.index.has_duplicates:
        raise ValueError(f"expected each list once, got twice: {values.index[values.index.duplicated()][0]!r}")
    numbers = values.astype("float64")
    wrong = ~((numbers >= 0) & (numbers % 1 == 0))
    if wrong.any():
        name = numbers.index[wrong][0]
        raise ValueError(f"expected {what} as whole numbers from zero up, got {values[name]!r} for {name!r}")
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
        give D as well: official seats less these.

    Returns
    -------
    pandas.DataFrame
        ``reich_list``, ``label``, ``list_stated`` (False: no source says to which Reich list the votes went;
        the party is taken as a list of its own), ``votes``, ``expected``, ``cap``, ``seats``, ``capped``,
        ``official``, ``difference`` (official less rule), ``explanation`` (of :data:`EXPLANATIONS`),
        ``district_seats_needed`` (under :data:`CAP_POSSIBLE`), ``working``.
    """
    lists = official_results(results, election, prefer=prefer, level="list").dropna(subset="votes")
    lists = lists.set_index("party")
    rows = _of_election(results, election)
    known = pd.Series(district_seats if district_seats is not None else _district_seats(rows, lists["seats"]),
                      dtype="float64")
    rule = seats_by_rule(lists["votes"], quota=quota, remainder_seat=remainder_seat, district_seats=known)
    rule = rule.set_index("reich_list").drop(columns=["votes"])
    table = lists[["label", "reich_list", "votes"]].join(rule).rename(columns={"reich_list": "list_stated"})
    table["list_stated"] = table["list_stated"] == table.index
    table["official"] = lists["seats"].astype("Int64")
    table["difference"] = table["official"] - table["seats"]
    others = _other_figures(rows[rows["verification"] != "unchecked"], lists["votes"], prefer)
    table["explanation"] = [_explain(row, *others[row.Index], quota, remainder_seat) for row in table.itertuples()]
    possible = table["explanation"] == CAP_POSSIBLE
    table["district_seats_needed"] = (table["official"] // 2).where(possible)
    table["working"] = [_working(row, quota, remainder_seat) for row in table.itertuples()]
    return table.rename_axis("reich_list").reset_index()[[
        "reich_list", "label", "list_stated", "votes", "expected", "cap", "seats", "capped", "official",
        "difference", "explanation", "district_seats_needed", "working"]]


def _district_seats(rows: pd.DataFrame, official: pd.Series) -> pd.Series:
    given = rows[(rows["measure"] == "reich_list_seats") & (rows["verification"] != "unchecked")]
    given = given.drop_duplicates("party").set_index("party")["value"]
    return (official - given).dropna()


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
    sign = _("above") if row.remainder > remainder_seat else _("not above")
    text = _("{votes} = {full} × {quota} + {rest}; the rest is {sign} {limit}: {expected} seats").format(
        votes=number(row.votes), full=row.full_quotas, quota=number(quota), rest=number(row.remainder),
        sign=sign, limit=number(remainder_seat), expected=row.expected)
    if row.cap is not pd.NA:
        text += _("; at most {cap}").format(cap=row.cap)
    return text + _("; officially {seats}.").format(seats=number(float("nan") if pd.isna(row.official) else row.official))


def largest_remainder(votes: Mapping[str, float] | pd.Series, house: int) -> pd.DataFrame:
    """Share out a house by Hare quotas and largest remainders.

    With *v* votes of *V*, a list gets floor(v house / V); the seats left go one each to the largest
    remainders. Whole-number arithmetic throughout.

    Parameters
    ----------
    votes : mapping or Series
        Votes by list or party.
    house : int
        Seats to share out.

    Returns
    -------
    pandas.DataFrame
        ``party``, ``votes``, ``seats``, ``tied`` (True where only the order, more votes first, decided
        the last seat). Raises ValueError if there are no votes or the house is negative.
    """
    votes = _electorate(votes, house)
    shares = votes.to_numpy() * house
    seats, remainders = shares // votes.sum(), shares % votes.sum()
    left = house - int(seats.sum())
    order = np.lexsort((np.arange(len(votes)), -votes, -remainders))
    seats[order[:left]] += 1
    edge = remainders[order[left - 1]] if left else None
    at_edge = remainders == edge if left else np.zeros(len(votes), dtype=bool)
    tied = at_edge & (at_edge.sum() > at_edge[order[:left]].sum())
    return pd.DataFrame({"party": votes.index, "votes": votes.to_numpy(), "seats": seats, "tied": tied})


def highest_averages(votes: Mapping[str, float] | pd.Series, house: int, *, method: str = "dhondt") -> pd.DataFrame:
    """Share out a house by highest averages: the largest of v / 1, v / 2, ... or v / 1, v / 3, ...

    Parameters
    ----------
    votes, house
        As for :func:`largest_remainder`.
    method : {'dhondt', 'sainte_lague'}
        Divisors 1, 2, 3, ... or 1, 3, 5, ...

    Returns
    -------
    pandas.DataFrame
        As :func:`largest_remainder`.
    """
    if method not in ("dhondt", "sainte_lague"):
        raise ValueError(f"expected method 'dhondt' or 'sainte_lague', got {method!r}")
    votes = _electorate(votes, house)
    step = 1 if method == "dhondt" else 2
    # Quotients of whole numbers this small that differ at all differ by far more than a float's error,
    # and equal ones give equal floats, so comparing floats is exact.
    averages = (votes.to_numpy()[:, None] / (1 + step * np.arange(max(house, 1)))).ravel()
    owner = np.repeat(np.arange(len(votes)), max(house, 1))
    order = np.lexsort((owner, -votes.to_numpy()[owner], -averages))
    won = order[:house]
    edge = averages[won[-1]] if house else np.inf
    at_edge = averages == edge
    open_edge = at_edge.sum() > at_edge[won].sum()
    tied = np.isin(np.arange(len(votes)), owner[at_edge]) & open_edge
    seats = np.bincount(owner[won], minlength=len(votes))
    return pd.DataFrame({"party": votes.index, "votes": votes.to_numpy(), "seats": seats, "tied": tied})


def _electorate(votes, house: int) -> pd.Series:
    votes = _whole(pd.Series(votes), "votes")
    if votes.sum() == 0 or house < 0:
        raise ValueError(f"expected some votes and a house from zero up, got {votes.sum()} votes and house {house}")
    return votes


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
    rows = results.dropna(subset="votes")
    house = int(rows["seats"].sum()) if house is None else house
    votes = rows.set_index("party")["votes"]
    hare, dhondt = largest_remainder(votes, house), highest_averages(votes, house)
    return pd.DataFrame({"party": rows["party"].to_numpy(), "label": rows["label"].to_numpy(),
                         "votes": hare["votes"], "official": rows["seats"].astype("Int64").to_numpy(),
                         "hare": hare["seats"], "dhondt": dhondt["seats"], "tied": hare["tied"] | dhondt["tied"]})


def gallagher(votes, seats, *, total_votes: float | None = None) -> float:
    """Return the least-squares index of disproportionality: sqrt(sum of (v_i - s_i)^2 / 2).

    Parameters
    ----------
    votes, seats : array-like
        Votes and seats, in the same order (two Series must have the same index).
    total_votes : float, optional
        Base of the vote shares where small parties are not listed; by default the sum. Votes of
        unlisted parties then enter as shares of nobody, so the index is a lower bound.

    Returns
    -------
    float
        Percentage points, 0 (proportional) to 100.

    Raises
    ------
    ValueError
        If lengths or indexes differ, a number is negative or missing, or a sum is zero.
    """
    same = not (isinstance(votes, pd.Series) and isinstance(seats, pd.Series)) or votes.index.equals(seats.index)
    v, s = np.asarray(votes, dtype=float), np.asarray(seats, dtype=float)
    if v.shape != s.shape or not same:
        raise ValueError("expected votes and seats of the same parties in the same order")
    base = float(v.sum()) if total_votes is None else float(total_votes)
    if not ((v >= 0).all() and (s >= 0).all() and s.sum() > 0 and base > 0 and base >= v.sum() * (1 - 1e-12)):
        raise ValueError(f"expected numbers from zero up, some seats, and a base not below the {v.sum():g} votes")
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
        ``combination`` (tuple of one or two parties), ``size``, ``tested`` (figures), ``fits`` (figures within
        bounds), ``chance`` (share of combinations of that size that fit each figure, multiplied:
        how often an arbitrary one would fit them all); best first.
    """
    values = values.reindex(rows["election"])
    low, high = rows["low"].to_numpy()[:, None], rows["high"].to_numpy()[:, None]
    out = []
    for size in (1, 2):
        groups = list(combinations(values.columns, size))
        sums = sum(values[[g[i] for g in groups]].to_numpy() for i in range(size))
        inside = (sums >= low) & (sums <= high)
        out.append(pd.DataFrame({"combination": groups, "size": size, "tested": len(rows),
                                 "fits": inside.sum(axis=0), "chance": inside.mean(axis=1).prod()}))
    return pd.concat(out).sort_values(["fits", "size"], ascending=[False, True], kind="stable", ignore_index=True)


def compare_printed(printed: pd.DataFrame, official: pd.DataFrame, totals: pd.DataFrame | None = None, *,
                    within_days: int = 3) -> pd.DataFrame:
    """Compare printed votes and seats with the official results.

    A line whose figures miss the party's own is searched for another party (where the party has no
    figure of its own) or for a second party that was added to it. A find counts if it alone fits most,
    at least half and, for pairs, two or more of the figures that miss.

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
        How far a printed day may lie from the day of an election and still mean it.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``election``, ``days_off``, ``party``, ``measure``, ``value``, ``low``, ``high``, ``official``,
        ``difference`` (printed less official), ``reading`` (own figure, other party, two parties added, no fit,
        no official figure, no election), ``found`` (parties whose figures were used), ``chance`` (of the search).
    """
    columns = ["id", "party", "measure", "start", "value", "low", "high"]
    table = printed.loc[printed["measure"].isin(["votes", "seats"]), columns].reset_index(drop=True)
    table = table.join(_elections(table["start"], official["election"].unique(), within_days))
    values = {m: official.pivot(index="election", columns="party", values=m).dropna(axis=1, how="all")
              for m in ("votes", "seats")}
    table["official"], table["found"], table["chance"] = np.nan, table["party"], np.nan
    named = ~table["party"].isin(["total", "other"])
    for (party, measure), rows in table[named & (table["election"] != "")].groupby(["party", "measure"]):
        _read_line(table, rows, party, values[measure])
    if totals is not None:
        _read_totals(table, named, values, totals)
    fits = (table["official"] >= table["low"]) & (table["official"] <= table["high"])
    parties = table["found"].str.count(r"\+") + 1
    kind = np.select([table["found"] == table["party"], parties == 1], [OWN, OTHER], PAIR)
    table["reading"] = np.select([table["election"] == "", table["official"].isna(), fits],
                                 [NO_DATE, NO_FIGURE, kind], NO_FIT)
    table["difference"] = table["value"] - table["official"]
    return table[["id", "election", "days_off", "party", "measure", "value", "low", "high", "official",
                  "difference", "reading", "found", "chance"]]


def _elections(starts: pd.Series, elections: Sequence[str], within_days: int) -> pd.DataFrame:
    def nearest(start: str) -> tuple[str, float]:
        if len(start) != len("1928-05-20"):
            return "", np.nan
        off = {e: (date.fromisoformat(start) - date.fromisoformat(e)).days for e in elections}
        best = min(off, key=lambda e: abs(off[e]))
        return (best, off[best]) if abs(off[best]) <= within_days else ("", np.nan)

    return pd.DataFrame([nearest(s) for s in starts], columns=["election", "days_off"])


def _read_line(table: pd.DataFrame, rows: pd.DataFrame, party: str, values: pd.DataFrame) -> None:
    own = values.reindex(columns=[party])[party].reindex(rows["election"]).to_numpy()
    table.loc[rows.index, "official"] = own
    miss = rows[~((own >= rows["low"]) & (own <= rows["high"]))]
    if miss.empty:
        return
    known = not np.isnan(own[rows.index.get_indexer(miss.index)]).any()
    found = find_combinations(miss, values)
    found = found[[party in c if known else len(c) == 1 for c in found["combination"]]]
    found = found[found["size"] == (2 if known else 1)]
    best = found[found["fits"] == found["fits"].max()]
    if len(best) != 1 or best["fits"].iloc[0] * 2 < len(miss) or best["fits"].iloc[0] < (2 if known else 1):
        return
    parts = best["combination"].iloc[0]
    table.loc[miss.index, "official"] = values[list(parts)].sum(axis=1, skipna=False).reindex(miss["election"]).to_numpy()
    table.loc[miss.index, "found"] = "+".join(parts)
    table.loc[miss.index, "chance"] = best["chance"].iloc[0]


def _read_totals(table: pd.DataFrame, named: pd.Series, values: dict, totals: pd.DataFrame) -> None:
    for (election, measure), rows in table[table["election"] != ""].groupby(["election", "measure"]):
        whole = totals.at[election, "valid_votes" if measure == "votes" else "seats_total"]
        # Where the parties add up to the house, a party without a row has no seats.
        closes = values[measure].loc[election].sum() == whole
        lines = rows.index[named[rows.index]]
        if closes:
            table.loc[lines, "official"] = table.loc[lines, "official"].fillna(0)
        table.loc[rows.index[rows["party"] == "total"], "official"] = whole
        rest = whole - table.loc[lines, "official"].sum(skipna=False)
        table.loc[rows.index[rows["party"] == "other"], "official"] = rest
