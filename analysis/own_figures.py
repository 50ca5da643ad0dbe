"""A picture of results for numbers of one's own: one row a result, a bar for everything that it can be."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from analysis.display.bundles import Bundle, bundle
from analysis.numbers.bounds import Bounds, between, number, share
from analysis.numbers.printed import Printed
from analysis.own_numbers import Answer
from analysis.text.words import _

Result = Answer | Printed | Bounds


def picture_of(results: Mapping[str, Result], *, title: str, name: str = "own_numbers", caption: str = "") -> Bundle:
    """Return a figure of results: what each can be, from the lowest to the highest number.

    Parameters
    ----------
    results : mapping
        Words for a row -> what :mod:`analysis.own_numbers` answered, or a printed figure.
    title : str
        What the figure shows.
    name : str
        Name of its files.
    caption : str, optional
        What a reader should know; by default, how the bars came about.

    Returns
    -------
    Bundle
        For ``show`` in a notebook, ``render`` and ``write``.

    Raises
    ------
    ValueError
        If there is no result, one has no end, or shares and other numbers stand together.

    Examples
    --------
    >>> from analysis import implied_base
    >>> bases = {part: implied_base("792,000", part) for part in ("18.5%", "17%")}
    >>> picture_of(bases, title="792,000 persons and two shares need two bases").alt
    '18.5%: 4,269,539 to 4,292,686; 17%: 4,525,711 to 4,800,003.'
    """
    if not results:
        raise ValueError("expected at least one result to draw, got none")
    kinds = {_kind(result) for result in results.values()}
    if len(kinds) > 1:
        raise ValueError(f"expected results of one kind in one figure, got {', '.join(sorted(kinds))}; draw two")
    percent = kinds == {"share"}
    rows = [_row(label, result, 100 if percent else 1) for label, result in results.items()]
    show = share if percent else number
    alt = "; ".join(f"{label}: {between(_ends(result), show)}" for label, result in results.items()) + "."
    return bundle(
        name, "dots", pd.DataFrame(rows), title=title, alt=alt, unit=_("per cent") if percent else "",
        caption=caption or _("Bars: every number that would have been printed so, or follows from such numbers."),
    )  # fmt: skip


def _ends(result: Result) -> Bounds:
    return result.bounds() if isinstance(result, Printed) else getattr(result, "bounds", result)


def _kind(result: Result) -> str:
    if isinstance(result, Printed):
        return "share" if result.sign == "percent" else "number"
    return getattr(result, "kind", "number")


def _row(label: str, result: Result, factor: int) -> dict:
    ends = _ends(result)
    if ends is None or math.isinf(ends.low) or math.isinf(ends.high):
        raise ValueError(f"expected a result with two ends to draw, got {result!r} for {label!r}")
    low, high = float(ends.low * factor), float(ends.high * factor)
    return {"label": label, "value": (low + high) / 2, "low": low, "high": high}
