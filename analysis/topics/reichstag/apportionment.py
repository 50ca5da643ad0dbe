"""Sharing out seats: the rule of the Reichstag elections, two other rules, an index of disproportionality.

The electoral law of 1920 gave a Reich list one seat per 60,000 votes, so that the votes of a list say
how many seats it should have had. The figures of the law stand in ``reichstag_results.csv`` with
their sources, as rows of kind ``rule``; a test holds the defaults here and those rows together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

#: Votes for one seat, and the final remainder above which a Reich list gets one more.
QUOTA, REMAINDER_SEAT = 60000, 30000


def seats_by_rule(
    votes: Mapping[str, float] | pd.Series,
    *,
    quota: int = QUOTA,
    remainder_seat: int = REMAINDER_SEAT,
    district_seats: Mapping[str, int] | pd.Series | None = None,
    cap: bool = True,
) -> pd.DataFrame:
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
        raise ValueError(
            f"expected at most {full[name]} district seats of {name!r} ({votes[name]} votes, "
            f"quota {quota}), got {district[name]}; is the vote that of the whole Reich list?"
        )
    expected = full + (remainder > remainder_seat)
    limit = 2 * district if cap else pd.Series(pd.NA, votes.index, dtype="Int64")
    capped = limit < expected if cap else pd.Series(False, votes.index, dtype="boolean")
    seats = expected.where(~capped.fillna(False).astype(bool), limit).astype("int64")
    return (
        pd.DataFrame(
            {
                "votes": votes,
                "full_quotas": full,
                "remainder": remainder,
                "expected": expected,
                "cap": limit,
                "seats": seats,
                "capped": capped,
            }
        )
        .rename_axis("reich_list")
        .reset_index()
    )


def _whole(values: pd.Series, what: str) -> pd.Series:
    if values.index.has_duplicates:
        raise ValueError(f"expected each list once, got twice: {values.index[values.index.duplicated()][0]!r}")
    numbers = values.astype("float64")
    wrong = ~((numbers >= 0) & (numbers % 1 == 0))
    if wrong.any():
        name = numbers.index[wrong][0]
        raise ValueError(f"expected {what} as whole numbers from zero up, got {numbers[name]:g} for {name!r}")
    return numbers.astype("int64")


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
        votes=hare["votes"],
        official=rows["seats"].astype("Int64"),
        hare=hare["seats"],
        dhondt=dhondt["seats"],
        tied=hare["tied"] | dhondt["tied"],
    )


def gallagher(votes, seats, *, total_votes: float | None = None) -> float:
    """Return Gallagher's least-squares index of disproportionality: sqrt(sum of (v_i - s_i)^2 / 2).

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
