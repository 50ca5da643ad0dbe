"""Three kinds of uncertainty, kept apart: rounding, sampling, and disagreement between authors.

*Rounding* is an interval that holds every figure that would have been printed so; it is propagated exactly
(:mod:`analysis.printed`, :mod:`analysis.arithmetic`). Only where no closed form is at hand does
:func:`simulate` draw from it, with a seed; a simulated range always lies inside the exact one. *Sampling*
has intervals in :mod:`analysis.proportions`, and only where a sample was drawn. *Disagreement* is the range
over lineages (:func:`spread`) and what it would be without one of them (:func:`leave_one_out`); it is no
interval for the truth, since authors are no sample of all possible authors.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.comparison import ends, independent, require_alike
from analysis.printed import Bounds
from analysis.words import _

DRAWS = 10_000


def kinds() -> dict[str, str]:
    """Return the three kinds of uncertainty and what each means, in words for captions."""
    return {
        "rounding": _("every figure that would have been printed so; no probability is attached"),
        "sampling": _("how far a share in a random sample may lie from that of those it was drawn from"),
        "disagreement": _("how far authors lie apart; copies of one count stand for one"),
    }


def no_sampling(what: str) -> str:
    """Say why a complete count has no confidence interval.

    Parameters
    ----------
    what : str
        What was counted, as the subject of a sentence: ``"All accusations in one city"``.
    """
    return _(
        "{what}: a complete count, so no confidence interval. One place was not drawn by lot from a country, and no "
        "interval says how far other places differ from it."
    ).format(what=what)


# Rounding -----------------------------------------------------------------------------------------------------------


def simulate(
    function: Callable[..., np.ndarray], figures: Mapping[str, Bounds], *, seed: int, draws: int = DRAWS
) -> Bounds:
    """Return the range of a result over figures drawn from their rounding bounds.

    Every corner of the bounds is evaluated first (up to 2^12), then ``draws`` points with each figure uniform
    between its ends. For a function that is monotone in every figure the corners alone are exact; for others
    the range is too narrow by an unknown amount and never too wide.

    Parameters
    ----------
    function : callable
        Takes the figures as keyword arguments, arrays of one length, and returns an array of that length.
    figures : mapping of str to Bounds
        With finite ends.
    seed : int
        Seed of the draws; the same seed gives the same range.
    draws : int
        How many points inside.

    Returns
    -------
    Bounds
        Least and greatest result.

    Raises
    ------
    ValueError
        If an end is infinite, there are more than 12 figures, or a result is not finite.
    """
    low = np.array([float(b.low) for b in figures.values()])
    high = np.array([float(b.high) for b in figures.values()])
    if not np.isfinite([low, high]).all():
        open_ended = [name for name, b in figures.items() if math.isinf(b.low) or math.isinf(b.high)]
        raise ValueError(f"simulate: expected bounds with two ends, not so for {open_ended}; an open side stays open")
    if len(figures) > 12:
        raise ValueError(f"simulate: expected at most 12 figures, got {len(figures)}; combine some of them first")
    corners = np.array(np.meshgrid(*[[0.0, 1.0]] * len(figures), indexing="ij")).reshape(len(figures), -1).T
    inside = np.random.default_rng(seed).random((draws, len(figures)))
    points = low + np.concatenate([corners, inside]) * (high - low)
    found = np.asarray(function(**dict(zip(figures, points.T, strict=True))), dtype=float)
    if found.shape != (len(points),) or not np.isfinite(found).all():
        raise ValueError(f"simulate: expected a finite result for each of {len(points)} points, got {found.shape}")
    return Bounds(float(found.min()), float(found.max()))


# Disagreement -------------------------------------------------------------------------------------------------------


def by_lineage(rows: pd.DataFrame, *, labels: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Return one row a lineage: the range of its figures.

    Parameters
    ----------
    rows : pandas.DataFrame
        Estimates that are alike; those known only through the pamphlet are left out.
    labels : tuple of str, optional
        In which labels they must be alike; by default those of :func:`analysis.comparison.require_alike`.

    Returns
    -------
    pandas.DataFrame
        ``lineage``, ``low``, ``high``, ``estimates`` (rows), in the order of first appearance; a side that an
        estimate leaves open is infinite.

    Raises
    ------
    analysis.comparison.ComparisonError
        If the rows are not alike, or one has no figure.
    """
    rows = independent(rows)
    require_alike(rows, purpose="a range over lineages", **({} if labels is None else {"labels": labels}))
    spans = [ends(row) for _i, row in rows.iterrows()]
    table = rows.assign(low=[float(s.low) for s in spans], high=[float(s.high) for s in spans])
    found = table.groupby("lineage", sort=False).agg(
        low=("low", "min"), high=("high", "max"), estimates=("lineage", "size")
    )
    return found.reset_index()


def spread(lineages: pd.DataFrame) -> pd.Series:
    """Return the range over lineages and how wide it is.

    Parameters
    ----------
    lineages : pandas.DataFrame
        Output of :func:`by_lineage`.

    Returns
    -------
    pandas.Series
        ``lineages`` (number), ``low``, ``high``, ``width`` (high - low), ``ratio`` (high / low; NaN unless both
        are above 0). NaN where there are none. What was collected is never all there is.
    """
    if lineages.empty:
        return pd.Series({"lineages": 0} | dict.fromkeys(("low", "high", "width", "ratio"), math.nan))
    low, high = lineages["low"].min(), lineages["high"].max()
    ratio = high / low if low > 0 else math.nan
    return pd.Series({"lineages": len(lineages), "low": low, "high": high, "width": high - low, "ratio": ratio})


def leave_one_out(lineages: pd.DataFrame) -> pd.DataFrame:
    """Return what the range over lineages would be without each of them, the most influential first.

    Parameters
    ----------
    lineages : pandas.DataFrame
        Output of :func:`by_lineage`.

    Returns
    -------
    pandas.DataFrame
        ``without`` (lineage), ``low``, ``high``, ``width``, ``narrower`` (by how much the range shrinks). Empty
        for fewer than two lineages, since nothing would be left.
    """
    columns = ["without", "low", "high", "width", "narrower"]
    if len(lineages) < 2:
        return pd.DataFrame(columns=columns)
    whole, rows = spread(lineages), []
    for row in lineages.itertuples():
        rest = spread(lineages.drop(index=row.Index))
        # Two infinite widths have no difference; the range is as open as it was.
        shrinks = 0.0 if rest["width"] == whole["width"] else whole["width"] - rest["width"]
        rows.append((row.lineage, rest["low"], rest["high"], rest["width"], shrinks))
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("narrower", ascending=False, kind="stable", ignore_index=True)
