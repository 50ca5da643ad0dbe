"""Printed figures beside published ones: alike or refused.

Two figures may stand on one axis, be divided or be judged against one another only
if they measure the same thing, of the same population, in the same territory, at the
same prices and in the same unit. ``not stated`` is a legal label in the data, and
makes a comparison that needs it refuse.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction

import pandas as pd

from analysis.data.study import object_of_study
from analysis.numbers.arithmetic import between, number
from analysis.numbers.printed import Bounds
from analysis.text.verdicts import AGREES, INSIDE, NONE_COLLECTED, NOT_COMPARABLE, OUTSIDE
from analysis.text.words import _, joined, ngettext

#: What must be the same before two figures are compared.
LABELS = ("measure", "population", "territory", "price_base", "quantity")
NOT_STATED = "not stated"
UNCHECKED = "unchecked"
#: Part and whole that make a share. Anything else is refused: a share of persons expelled
#: among persons arrested, say, would look like a rate and mean nothing.
SHARES = frozenset(
    {
        ("expelled", "members"),
        ("expelled", "members_and_candidates"),
        ("expelled", "screened"),
        ("expelled_or_left", "members"),
        ("expelled_or_left", "members_and_candidates"),
        ("expelled_or_left", "screened"),
        ("reinstated", "expelled"),
        ("reinstated", "appeals_examined"),
        ("death_sentences", "convictions"),
        ("votes", "valid_votes"),
        ("seats", "seats_total"),
        ("valid_votes", "electorate"),
        ("votes_cast", "electorate"),
    }
)


class ComparisonError(ValueError):
    """Two figures that are not alike; the message says in what they differ."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A printed figure among the estimates collected.

    Attributes
    ----------
    verdict : str
        A word of :data:`analysis.text.verdicts.EVIDENCE`.
    working : str
        One sentence with the figures.
    lineages : int
        Number of independent lineages among the comparable estimates.
    low, high : float
        Lowest and highest comparable estimate, bounds included; NaN if none.
    estimates : tuple of str
        Ids of the comparable estimates.
    """

    verdict: str
    working: str
    lineages: int = 0
    low: float = float("nan")
    high: float = float("nan")
    estimates: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return the comparison as a data frame of one row."""
        return pd.DataFrame([asdict(self)])


def require_alike(rows: pd.DataFrame, *, labels: Iterable[str] = LABELS, purpose: str = "one axis") -> pd.DataFrame:
    """Return the rows unchanged if they are alike.

    Parameters
    ----------
    rows : pandas.DataFrame
        Figures with the label columns; columns that the frame lacks are not checked.
    labels : iterable of str
        Columns that must hold one value.
    purpose : str
        What the figures are wanted for, for the message.

    Raises
    ------
    ComparisonError
        If a label takes several values or is ``not stated`` for some rows; the message names rows and values.
    """
    for label in labels:
        if label not in rows or rows.empty:
            continue
        values = rows[label].unique().tolist()
        if len(values) > 1:
            examples = "; ".join(f"{v!r} ({rows.loc[rows[label] == v].iloc[0].get('id', '?')})" for v in values[:3])
            raise ComparisonError(
                f"expected one {label} for {purpose}, got {len(values)}: {examples}; select the "
                "rows that are alike, or show them in separate panels"
            )
        if values == [NOT_STATED] and len(rows) > 1:
            raise ComparisonError(
                f"expected a stated {label} for {purpose}, got {NOT_STATED!r} for "
                f"{len(rows)} rows such as {rows.iloc[0].get('id', '?')!r}; they cannot be compared"
            )
    return rows


def divide(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return a share with its bounds: part / whole, refused unless the two belong together.

    Parameters
    ----------
    part, whole : pandas.Series
        Rows with ``measure``, ``population``, ``territory``, ``quantity``, ``value``, ``low``, ``high``;
        the pair of measures must be in :data:`SHARES`.

    Returns
    -------
    pandas.Series
        ``value``, ``low``, ``high``: shares of 1. Missing bounds are taken from the value.

    Raises
    ------
    ComparisonError
        If measures, populations, territories or units do not belong together.
    """
    pair = (part["measure"], whole["measure"])
    if pair not in SHARES:
        raise ComparisonError(
            f"expected a part and its whole, got {pair[0]!r} over {pair[1]!r} ({part.get('id')} "
            f"over {whole.get('id')}); such a ratio has no meaning here"
        )
    for label in ("population", "territory", "quantity"):
        if part[label] != whole[label] or NOT_STATED in (part[label], whole[label]):
            raise ComparisonError(
                f"expected the same {label} above and below the line, got {part[label]!r} "
                f"({part.get('id')}) and {whole[label]!r} ({whole.get('id')})"
            )
    above, below = ends(part), ends(whole)
    share = above / below
    value = part["value"] / whole["value"] if pd.notna(part["value"]) and pd.notna(whole["value"]) else float("nan")
    return pd.Series({"value": value, "low": float(share.low), "high": float(share.high)})


def ends(row: pd.Series | dict) -> Bounds:
    """Return the bounds of a row: ``low`` and ``high``, or the value where they are missing."""
    low = row["low"] if pd.notna(row["low"]) else row["value"]
    high = row["high"] if pd.notna(row["high"]) else row["value"]
    if pd.isna(low) and pd.isna(high):
        raise ComparisonError(f"expected a figure in row {row.get('id', '?')!r}, got none")
    return Bounds(-float("inf") if pd.isna(low) else low, float("inf") if pd.isna(high) else high)


def independent(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates that are not known through the pamphlet itself."""
    key = object_of_study()
    return estimates[estimates["sources"].map(lambda cell: key not in cell.split(";")).astype(bool)]


def lineage_count(estimates: pd.DataFrame) -> int:
    """Return how many lineages the estimates come from: copies of one table count once."""
    return estimates["lineage"].nunique()


def select(estimates: pd.DataFrame, **labels: str) -> pd.DataFrame:
    """Return the rows with the given labels; a label that is no column is refused.

    Raises
    ------
    ComparisonError
        If the frame has no such column.
    """
    for name, value in labels.items():
        if name not in estimates:
            raise ComparisonError(f"expected a column of the table, got {name!r}; there are {', '.join(estimates)}")
        estimates = estimates[estimates[name] == value]
    return estimates


def against_estimates(printed: Bounds, wanted: dict[str, str], candidates: pd.DataFrame, *, show=number) -> Comparison:
    """Set a printed figure among the estimates collected.

    Parameters
    ----------
    printed : Bounds
        The figure, in base units.
    wanted : dict
        The labels it has: ``measure``, ``population``, ``territory``, ``price_base``, ``quantity``, ``start``
        or ``end``; labels that are left out are not compared.
    candidates : pandas.DataFrame
        Estimates of the same subject in base units; no verdict rests on unchecked ones, they are left out.
    show : callable
        How a number is written.

    Returns
    -------
    Comparison
        ``agrees`` if the bounds meet an estimate of every lineage; ``inside the range collected`` if
        they meet the span of all; ``outside`` if not; ``not comparable`` if no candidate has the labels wanted.
    """
    return against_rows(printed, wanted, candidates.to_dict("records"), show=show)


def against_rows(printed: Bounds, wanted: dict[str, str], rows: list[dict], *, show=number) -> Comparison:
    """As :func:`against_estimates`, with the candidates as a list of rows, each a dict."""
    alike = [row for row in rows if usable(row)]
    if not alike:
        return Comparison(NONE_COLLECTED, _("No estimate was collected."))
    for label, value in wanted.items():
        kept = [row for row in alike if row[label] == value != NOT_STATED]
        if not kept:
            return Comparison(NOT_COMPARABLE, _difference(label, value, alike))
        alike = kept
    return _place(printed, alike, show)


def usable(row: dict) -> bool:
    """Return whether a verdict may rest on a row: it has a figure, was checked, and does not come from the pamphlet."""
    known = any(pd.notna(row[c]) for c in ("value", "low", "high"))
    return known and row.get("verification") != UNCHECKED and object_of_study() not in row["sources"].split(";")


def _difference(label: str, value: str, rows: list[dict]) -> str:
    others = joined([repr(v) for v in list(dict.fromkeys(row[label] for row in rows))[:3]])
    return _("The figure has {label} {value!r}; the estimates collected have {others}.").format(
        label=label, value=value, others=others
    )


def _decimal(span: Bounds) -> Bounds:
    # A float stands for the decimal it prints as: 0.175 read from a table must meet an interval up to 175/1000.
    low, high = (
        x if isinstance(x, Fraction) or math.isinf(x) else Fraction(repr(float(x))) for x in (span.low, span.high)
    )
    return Bounds(low, high, span.low_open, span.high_open)


def _place(printed: Bounds, alike: list[dict], show) -> Comparison:
    spans = [(row["lineage"], _decimal(ends(row))) for row in alike]
    printed = _decimal(printed)
    low, high = min(b.low for _l, b in spans), max(b.high for _l, b in spans)
    met = {lineage for lineage, b in spans if b.overlaps(printed)}
    lineages = {lineage for lineage, _b in spans}
    if met == lineages:
        verdict = AGREES
    else:
        verdict = INSIDE if Bounds(low, high).overlaps(printed) else OUTSIDE
    working = ngettext(
        "Printed: {printed}; {n} lineage collected: {range}.",
        "Printed: {printed}; {n} lineages collected: {range}.",
        len(lineages),
    ).format(printed=between(printed, show), n=len(lineages), range=between(Bounds(low, high), show))
    return Comparison(verdict, working, len(lineages), float(low), float(high), tuple(r["id"] for r in alike))
