"""Unchecked series beside checked figures: where a register that nobody could look up meets what others print.

An unchecked series never carries a verdict. It can be shown as an alternative, with the points at which it meets
figures that were checked: that is what this module computes. Nothing in ``data/corroborated.csv`` is typed.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import pandas as pd

from analysis.data import quantities, tables
from analysis.numbers import steady
from analysis.numbers.dates import date_span

#: An unchecked series of one source has figures at this many dates or more.
LEAST_DATES = 10
#: A figure this many days from a day of the register is compared with the register on that day.
NEAR_DAYS = 31
#: "Near": off by no more than this share of the register's figure.
NEAR_SHARE = 0.02
#: A figure is taken to have this many digits at least: "2 million" stands for 1.95 to 2.05 million.
LEAST_DIGITS = 2
MEETS, NEAR, MISSES = VERDICTS = ("meets", "near", "misses")
#: A figure for the register's own day or period, or one between two of its days, which is a far weaker test.
SAME, BETWEEN = "same", "between"
COLUMNS = (
    "id", "table", "series", "measure", "quantity", "beside", "start", "end", "register_low", "register_high",
    "checked_id", "checked_low", "checked_high", "difference", "verdict", "same_lineage",
)  # fmt: skip
#: What makes a series, and what a checked figure must share with it. Territory is left out: a register runs through
#: changes of borders, and a neighbour in time has those of its own day.
ALIKE = ["table", "measure", "population", "quantity"]


def compare() -> pd.DataFrame:
    """Set every unchecked series of the estimates beside the checked figures for the same thing.

    Returns
    -------
    pandas.DataFrame
        One row a checked figure and series, with :data:`COLUMNS`: the series (its source keys), ``beside``
        (:data:`SAME` or :data:`BETWEEN`), the days or the period of the register's figures, their least and
        greatest (base unit), the checked row with the ends that its digits allow, ``difference`` (how far apart the
        two intervals are, with the sign of checked less register; 0 if they touch), ``verdict`` out of
        :data:`VERDICTS`, and ``same_lineage``: ``true`` if both descend from one count, so that agreement confirms
        the copying and not the counting.

    Notes
    -----
    Series: figures of one source, all unchecked, at :data:`LEAST_DATES` dates or more. A checked figure from
    another source is compared with the register's figure on a day not more than :data:`NEAR_DAYS` away; a figure
    for a year, or between two days of the register, with all that lies between the figures on the days around it,
    unless it equals one of them to the last digit.
    A series of periods is compared with figures for the same period. An open bound is no figure, and is left out.
    """
    names = tables.table_names("estimates")
    rows = pd.concat([quantities.read_estimates(n, unchecked=True).assign(table=n) for n in names], ignore_index=True)
    rows = rows[rows[["value", "low", "high"]].notna().any(axis=1) & (rows["start"] != "") & (rows["end"] != "")]
    found = [point for series, checked in _pairs(rows) for point in _points(series, checked)]
    return pd.DataFrame(found, columns=COLUMNS).sort_values("id", ignore_index=True, kind="stable")


def _pairs(rows: pd.DataFrame):
    unchecked = rows["verification"] == "unchecked"
    for key, series in rows[unchecked & rows["value"].notna()].groupby([*ALIKE, "sources"], sort=True):
        if series["start"].nunique() >= LEAST_DATES:
            alike = (rows[ALIKE] == list(key[:-1])).all(axis=1)
            own = set(key[-1].split(";"))
            apart = rows["sources"].map(lambda keys, own=own: own.isdisjoint(keys.split(";")))
            yield series, rows[alike & apart & ~unchecked]


def _points(series: pd.DataFrame, checked: pd.DataFrame) -> list[dict]:
    days = series[(series["start"] == series["end"]) & (series["start"].str.len() == 10)]
    register = {date.fromisoformat(d): v for d, v in zip(days["start"], days["value"], strict=True)}
    lineages = set(series["lineage"])
    found = []
    for row in checked.itertuples():
        if register:
            beside = _on_days(register, date_span(row.start)[0], date_span(row.end)[1], ends_of(row))
        else:
            same = series[(series["start"] == row.start) & (series["end"] == row.end)]
            beside = (row.start, row.end, same["value"].min(), same["value"].max()) if len(same) else None
        if beside and not any(map(math.isinf, ends_of(row))):
            names = {"table": row.table, "series": series["sources"].iloc[0]}
            found.append(_point(names, beside, row, row.lineage in lineages))
    return found


def _on_days(register: dict[date, float], first: date, last: date, ends) -> tuple[str, str, float, float] | None:
    """Return the register's days that a figure belongs to, and its least and greatest value on them."""
    equal = [d for d, v in register.items() if first <= d <= last and ends == (v, v)]
    if equal:  # to the last digit: the figure of that very day
        return (equal[0].isoformat(),) * 2 + (register[equal[0]],) * 2
    if (last - first).days <= NEAR_DAYS:
        distance, nearest = min((max((first - d).days, (d - last).days, 0), d) for d in register)
        if distance <= NEAR_DAYS:
            return (nearest.isoformat(),) * 2 + (register[nearest],) * 2
    before, after = [d for d in register if d <= first], [d for d in register if d >= last]
    if not before or not after:
        return None
    ends = (max(before), min(after))
    values = [register[d] for d in ends]
    return ends[0].isoformat(), ends[1].isoformat(), min(values), max(values)


def _point(names: dict, beside: tuple[str, str, float, float], row, same_lineage: bool) -> dict:
    start, end, least, greatest = beside
    low, high = ends_of(row)
    apart = BETWEEN if len(start) == 10 and start != end else SAME
    difference = max(low - greatest, 0) - max(least - high, 0)
    verdict = MEETS if difference == 0 else NEAR if abs(difference) <= NEAR_SHARE * greatest else MISSES
    return names | {
        "measure": row.measure,
        "quantity": row.quantity,
        "id": "-".join([*names["series"].replace("_", "-").split(";"), row.id]),
        "beside": apart,
        "start": start,
        "end": end,
        "register_low": least,
        "register_high": greatest,
        "checked_id": row.id,
        "checked_low": low,
        "checked_high": high,
        "difference": difference,
        "verdict": verdict,
        "same_lineage": same_lineage,
    }


def ends_of(row) -> tuple[float, float]:
    """Return the interval of an estimate, in its base unit: low and high where given, else what its digits allow.

    Parameters
    ----------
    row : namedtuple or pandas.Series
        Of :func:`analysis.data.quantities.read_estimates`, with ``value``, ``low``, ``high`` and ``given``.

    Notes
    -----
    Half a unit of the last digit that is not a final zero: 2,200,000 is 2,150,000 to 2,250,000, but 2,203,951 is
    itself. Two digits count at least (:data:`LEAST_DIGITS`). An open bound is infinite on its other side.
    """
    low = row.low if not math.isnan(row.low) else -math.inf
    high = row.high if not math.isnan(row.high) else math.inf
    if math.isnan(row.value):
        return low, high
    half = half_unit(row.given)
    if half == 0 and row.value != row.given:  # 2 million is no count to the last person
        half = 0.5
    half *= row.value / row.given if row.given else 1.0
    return max(low, row.value - half), min(high, row.value + half)


def half_unit(value: float) -> float:
    """Return half a unit of the last digit of a figure: 0 for a whole number without final zeros."""
    digits = Decimal(repr(value)).normalize()
    places = digits.as_tuple().exponent
    if places == 0 or not digits:
        return 0.0
    return 0.5 * steady.power(10.0, min(places, digits.adjusted() - LEAST_DIGITS + 1))


def summary(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how often each series meets, comes near or misses.

    Returns
    -------
    pandas.DataFrame
        ``series``, ``measure``, ``beside``, ``points`` and a column for each of :data:`VERDICTS`.
    """
    counts = frame.groupby(["series", "measure", "beside", "verdict"]).size().unstack("verdict", fill_value=0)
    counts = counts.reindex(columns=list(VERDICTS), fill_value=0)
    counts.insert(0, "points", counts.sum(axis=1))
    return counts.rename_axis(columns=None).reset_index()


def content() -> str:
    """Return what ``data/corroborated.csv`` has to hold: :func:`compare`, figures in their base unit."""
    frame = compare()
    numbers = frame.select_dtypes("number").columns
    text = {c: [f"{Decimal(repr(float(x))).normalize():f}" for x in frame[c]] for c in numbers}
    text["same_lineage"] = ["true" if x else "false" for x in frame["same_lineage"]]
    return frame.assign(**text).to_csv(index=False, lineterminator="\n")
