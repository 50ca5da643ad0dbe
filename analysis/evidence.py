"""Evidence: where a claim stands among the estimates that its ``compare`` cell names.

The cell reads ``TABLE name=value ... | name=value ...``. The labels before the bar choose the
subject (no row: none collected); those behind it must agree as well (no row: not comparable, and
the working says which label differs). Values hold no blanks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from analysis import arithmetic, comparison, verdicts
from analysis.comparison import Comparison, ComparisonError
from analysis.printed import Bounds
from analysis.words import _

#: Word behind the bar that is no label: estimates of one source that differ only in this column are added.
ADD = "add"
#: What must be the same before the parts of a whole are added.
WHOLE = ("measure", "population", "territory", "unit", "sources", "lineage")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ``compare`` cell taken apart: table, labels of the subject, labels that must agree, column of parts."""

    table: str
    subject: dict[str, str]
    labels: dict[str, str]
    add: str = ""


def wanted(claim) -> Wanted:
    """Return what a claim is to be compared with.

    Raises
    ------
    ComparisonError
        If a word of the cell is not ``name=value``.
    """
    before, _bar, behind = claim.compare.partition("|")
    table, *words = before.split()
    subject, labels = (_pairs(claim, w) for w in (words, behind.split()))
    return Wanted(table, subject, {k: v for k, v in labels.items() if k != ADD}, labels.get(ADD, ""))


def _pairs(claim, words: list[str]) -> dict[str, str]:
    odd = [w for w in words if "=" not in w]
    if odd:
        raise ComparisonError(
            f"claims.csv, claim {claim.claim}, column 'compare': expected name=value, got {odd[0]!r}; "
            "values hold no blanks"
        )
    return dict(w.split("=", 1) for w in words)


def candidates(claim, facts) -> pd.DataFrame:
    """Return the estimates about the subject of a claim, parts added where the cell says so."""
    asked = wanted(claim)
    rows = comparison.select(facts.estimates(asked.table), **asked.subject)
    unknown = [name for name in (*asked.labels, *filter(None, [asked.add])) if name not in rows]
    if unknown:
        raise ComparisonError(
            f"claims.csv, claim {claim.claim}, column 'compare': expected columns of {asked.table}.csv, "
            f"got {', '.join(unknown)}"
        )
    return added(rows, asked.add) if asked.add else rows


def added(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the estimates with the parts of a whole added.

    Parameters
    ----------
    rows : pandas.DataFrame
        Estimates in base units.
    column : str
        Rows alike in :data:`WHOLE` that differ in this column are parts: their values, lows and highs are added
        (missing if one is missing), the whole runs from the earliest start to the latest end.
    """
    wholes = []
    for _key, group in rows.groupby(list(WHOLE), sort=False):
        whole = group.iloc[0].to_dict()
        if len(group) > 1 and group[column].is_unique:
            sums = {c: group[c].sum(min_count=len(group)) for c in ("value", "low", "high")}
            whole |= sums | {"id": "+".join(group["id"]), "start": group["start"].min()[:4]}
            whole |= {"end": group["end"].max()[:4]}
            wholes.append(whole)
        else:
            wholes += group.to_dict("records")
    return pd.DataFrame(wholes, columns=rows.columns)


def against_evidence(claim, facts) -> Comparison:
    """Set a claim among the estimates that its ``compare`` cell names.

    Parameters
    ----------
    claim : namedtuple
        A row of ``claims.csv``.
    facts : analysis.relations.Facts
        Printed values and estimates.

    Returns
    -------
    Comparison
    """
    if not claim.compare:
        return Comparison(verdicts.NONE_COLLECTED, "")
    rows = candidates(claim, facts)
    bounds = widest(claim, facts)
    if bounds is None:
        return Comparison(verdicts.NOT_COMPARABLE, _("The printed figure cannot be read as one number."))
    row = facts.rows[claim.claim]
    show = arithmetic.share if row.quantity == "share" else arithmetic.number
    labels = wanted(claim).labels | {"quantity": row.quantity}
    return comparison.against_estimates(bounds, labels, rows, show=show)


def widest(claim, facts) -> Bounds | None:
    """Return the bounds of a claim's figure with final zeros read as rounded; None if it cannot be read.

    The first two digits always count: 170,000 may be 165,000 and 10 million 9.5, but 10 million is not 6.
    """
    stated = facts.numbers.get(claim.claim)
    if stated is None:
        return None
    if stated.value:
        two_digits = Fraction(10) ** (math.floor(math.log10(abs(stated.value))) - 1)
        stated = replace(stated, wide_step=min(stated.wide_step, max(stated.step, two_digits)))
    return stated.bounds("half_unit", "wide")
