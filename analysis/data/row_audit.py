"""Audits of the estimates: rows drawn at random, read again by somebody who did not key them.

A table of an audit has a row for each row drawn: ``id``, ``table``, ``reader``, ``result`` (out of :data:`RESULTS`),
``error`` (what is wrong, in words) and ``seen_at``. Rows out of reach say nothing about the rate of errors.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pandas as pd

from analysis.data import raw, tables
from analysis.data.raw import TableError
from analysis.numbers import proportions

COLUMNS = ("id", "table", "reader", "result", "error", "seen_at")
CONFIRMED, REACH = "confirmed", "out of reach"
#: What a reader can find; all but the first and the last are errors.
RESULTS = (CONFIRMED, "wrong value", "wrong label", "wrong citation", REACH)


def draw(count: int, seed: int) -> pd.DataFrame:
    """Draw rows of the estimates at random, without those that nobody has looked up.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Of the draw; the same seed on the same data gives the same rows.

    Returns
    -------
    pandas.DataFrame
        A table of an audit to be filled in: ``id`` and ``table`` in the order of the draw, the other
        :data:`COLUMNS` empty.
    """
    rows = tables.load_all("estimates")
    if not 0 < count <= len(rows):
        raise ValueError(f"expected a number of rows from 1 to {len(rows)}, got {count}")
    # By id: a table put into another order, or between others, does not change the draw.
    names = sorted(zip(rows["id"], rows["table"], strict=True))
    chosen = random.Random(seed).sample(names, count)
    return pd.DataFrame(chosen, columns=["id", "table"]).reindex(columns=list(COLUMNS), fill_value="")


def read(path: str | Path) -> pd.DataFrame:
    """Return a table of an audit.

    Raises
    ------
    TableError
        If a column is missing, a result is unknown, an error is not told or told of a row without one, a confirmed
        row has no address, or a reader has a row twice.
    """
    path = Path(path)
    rows = list(csv.reader(raw.read_text(path).splitlines()))
    if tuple(rows[0]) != COLUMNS:
        raise TableError(f"{path.name}, row 1: expected the columns {', '.join(COLUMNS)}, got {', '.join(rows[0])}")
    frame = pd.DataFrame(rows[1:], columns=list(COLUMNS))
    for number, row in enumerate(frame.itertuples(index=False), 2):
        wanted = _wanted(row)
        if wanted:
            raise TableError(f"{path.name}, row {number}, {row.id}: expected {wanted}")
    double = frame.loc[frame.duplicated(["id", "reader"]), "id"]
    if len(double):
        raise TableError(f"{path.name}: expected each row once for each reader, got {double.iloc[0]} twice")
    return frame


def _wanted(row) -> str:
    if row.result not in RESULTS:
        return f"a result out of {', '.join(RESULTS)}, got {row.result!r}"
    wrong = row.result not in (CONFIRMED, REACH)
    if wrong != bool(row.error):
        return "what is wrong, in words" if wrong else f"no error where the result is {row.result!r}"
    if row.result != REACH and not row.seen_at:
        return "the address at which it was read"
    return "" if row.reader else "a reader"


def rates(audit: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the rate of errors among the rows within reach, with Wilson's interval.

    Parameters
    ----------
    audit : pandas.DataFrame
        From :func:`read`. A row that several readers had is counted once, as the worst that one of them found.
    confidence : float
        Of the interval.

    Returns
    -------
    pandas.DataFrame
        A row for ``any error`` and one for each kind, as ``error``: ``count``, ``rows`` (within reach), ``share``,
        ``low`` and ``high``. For rows drawn at random only; a draw by table is no rate of the whole.

    Raises
    ------
    ValueError
        If no row is within reach.
    """
    worst = audit.assign(rank=audit["result"].map(_RANK.get)).sort_values("rank", kind="stable").drop_duplicates("id")
    reached = worst[worst["result"] != REACH]
    if reached.empty:
        raise ValueError("expected a row within reach, got none")
    kinds = [r for r in RESULTS if r not in (CONFIRMED, REACH)]
    counts = [(reached["result"] != CONFIRMED).sum(), *((reached["result"] == kind).sum() for kind in kinds)]
    found = proportions.interval(counts, len(reached), confidence=confidence)
    found = found.rename(columns={"successes": "count", "trials": "rows"}).assign(error=["any error", *kinds])
    return found[["error", "count", "rows", "share", "low", "high"]]


#: Worst first; what one reader could reach counts before what another could not.
_RANK = {"wrong value": 0, "wrong label": 1, "wrong citation": 2, CONFIRMED: 3, REACH: 4}
