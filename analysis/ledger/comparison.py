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

from analysis.data import reference
from analysis.data.study import may_be_divided, object_of_study
from analysis.data.tables import VERIFICATION
from analysis.ledger import periods
from analysis.numbers.bounds import Bounds, Number, between, number
from analysis.text.verdicts import AGREES, INSIDE, NONE_COLLECTED, NOT_COMPARABLE, ONE_DIFFERS, OUTSIDE, POSSIBLE
from analysis.text.words import _, joined, ngettext

#: What must be the same before two figures are compared.
LABELS = ("measure", "population", "territory", "price_base", "quantity")
NOT_STATED = "not stated"
UNCHECKED = "unchecked"


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
        Ids of the estimates that decided.
    rung : str
        The rung of :data:`analysis.data.tables.VERIFICATION` on which they stand; empty if none decided.
    firm : str
        A word of :data:`analysis.text.verdicts.FIRMNESS`; empty where nothing was decided or nobody asked.
    turned_by : str
        What would turn the answer, in a sentence.
    if_unchecked : str
        The verdict if rows that nobody has looked up counted too; empty if it is the same.
    """

    verdict: str
    working: str
    lineages: int = 0
    low: float = float("nan")
    high: float = float("nan")
    estimates: tuple[str, ...] = ()
    rung: str = ""
    firm: str = ""
    turned_by: str = ""
    if_unchecked: str = ""

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
        the pair of measures must be one of :func:`analysis.data.study.may_be_divided`.

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
    if pair not in may_be_divided():
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
    # What is no number is not equal to itself.
    low = row["low"] if row["low"] == row["low"] else row["value"]
    high = row["high"] if row["high"] == row["high"] else row["value"]
    if low != low and high != high:
        raise ComparisonError(f"expected a figure in row {row.get('id', '?')!r}, got none")
    return Bounds(-math.inf if low != low else low, math.inf if high != high else high)


def independent(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates that are not known through the text that is studied."""
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
        The labels it has: ``measure``, ``population``, ``territory``, ``price_base``, ``quantity``; labels that are
        left out are not compared. ``start`` and ``end`` are compared as :func:`analysis.ledger.periods.fits` does.
    candidates : pandas.DataFrame
        Estimates of the same subject in base units; no verdict rests on unchecked ones, they are left out.
    show : callable
        How a number is written.

    Returns
    -------
    Comparison
        A word of :data:`analysis.text.verdicts.EVIDENCE`, see :func:`place`.
    """
    return against_rows(printed, wanted, candidates.to_dict("records"), show=show)


def against_rows(printed: Bounds, wanted: dict[str, str], rows: list[dict], *, show=number) -> Comparison:
    """As :func:`against_estimates`, with the candidates as a list of rows, each a dict."""
    rows = [row for row in rows if usable(row)]
    if not rows:
        return Comparison(NONE_COLLECTED, _("No estimate was collected."))
    same, why = alike(rows, wanted)
    return place(printed, same, show=show) if same else Comparison(NOT_COMPARABLE, why)


def alike(rows: list[dict], wanted: dict[str, str]) -> tuple[list[dict], str]:
    """Return the rows with the labels wanted; where none has them, an empty list and what differs, in a sentence."""
    period = (wanted.get("start", ""), wanted.get("end", wanted.get("start", "")))
    for label, value in wanted.items():
        if label in ("start", "end"):
            continue
        kept = [row for row in rows if row[label] == value != NOT_STATED]
        if not kept:
            return [], _difference(label, value, rows)
        rows = kept
    if not any(period):
        return rows, ""
    kept = [row for row in rows if periods.fits(period, row)]
    return kept, "" if kept else _another_time(period, rows)


def usable(row: dict, key: str = "") -> bool:
    """Return whether a verdict may rest on a row: it has a figure, was checked, and does not come from the pamphlet."""
    return row.get("verification") != UNCHECKED and known(row, key)


def known(row: dict, key: str = "") -> bool:
    """Return whether a row has a figure or a date that does not come from the text that is studied (its key)."""
    found = row.get("quantity") == "date" or any(row[c] == row[c] for c in ("value", "low", "high"))
    return found and (key or object_of_study()) not in row["sources"].split(";")


#: What a label is about, in words.
LABEL_WORDS = {
    "measure": "what is measured",
    "population": "who or what is counted",
    "territory": "the territory",
    "price_base": "the prices",
    "quantity": "the unit",
    "party": "the party",
    "indicator": "what is counted",
}


def _difference(label: str, value: str, rows: list[dict]) -> str:
    names = list(dict.fromkeys(row[label] for row in rows))[:3]
    return _("Not alike in {what}: here {value}; in what was found {others}.").format(
        what=_(LABEL_WORDS.get(label, label.replace("_", " "))), value=_in_words(value),
        others=joined([_in_words(n) for n in names]),
    )  # fmt: skip


def _another_time(period: tuple[str, str], rows: list[dict]) -> str:
    times = list(dict.fromkeys(periods.in_words(row["start"], row["end"]) for row in rows))
    shown = joined(times) if len(times) <= 3 else _("{n} other times").format(n=len(times))
    return _("Of another time: here {value}; in what was found {others}.").format(
        value=periods.in_words(*period), others=shown
    )


def _in_words(value: str) -> str:
    return _(value.replace("_", " ")) if value else _("nothing")


def _decimal(span: Bounds) -> Bounds:
    # A float stands for the decimal it prints as: 0.175 read from a table must meet an interval up to 175/1000.
    low, high = (
        x if isinstance(x, Fraction) or math.isinf(x) else Fraction(repr(float(x))) for x in (span.low, span.high)
    )
    return Bounds(low, high, span.low_open, span.high_open)


def place(printed: Bounds, rows: list[dict], *, show=number, weaker: bool = False) -> Comparison:
    """Return where a figure stands among rows that are alike.

    Rows with two ends decide, those of the best rung among them; only where there is none, limits speak. A limit
    never agrees: a figure that respects it cannot be excluded.

    Parameters
    ----------
    printed : Bounds
        The figure.
    rows : list of dict
        Estimates with ``lineage``, ``verification``, ``value``, ``low``, ``high``.
    show : callable
        How a number is written.
    weaker : bool
        Whether rows of weaker rungs decide as well.
    """
    spans = [(row, _decimal(ends(row))) for row in rows]
    closed = [s for s in spans if not (math.isinf(s[1].low) or math.isinf(s[1].high))]
    weak = presses()
    sound = [s for s in closed or spans if s[0]["lineage"] not in weak]
    if not sound:
        return Comparison(NOT_COMPARABLE, _alone(closed or spans, show))
    speaking = _strongest(sound, weaker)
    printed = _decimal(printed)
    verdict, low, high = (_among if closed else _beside_limits)(printed, speaking)
    count = len({row["lineage"] for row, _span in speaking})
    best = VERIFICATION[min(rung(row) for row, _span in speaking)]
    return Comparison(
        verdict, _placed(printed, speaking, count, show), count, float(low), float(high),
        tuple(row["id"] for row, _span in speaking), best,
    )  # fmt: skip


def _strongest(spans: list[tuple[dict, Bounds]], weaker: bool) -> list[tuple[dict, Bounds]]:
    if weaker:
        return spans
    best = min(rung(row) for row, _span in spans)
    return [s for s in spans if rung(s[0]) == best]


def rung(row: dict) -> int:
    """Return the place of a row on the ladder of verification, the best first; a row without one stands on top."""
    return VERIFICATION.index(row["verification"]) if row.get("verification") else 0


def _among(printed: Bounds, spans: list[tuple[dict, Bounds]]) -> tuple[str, Number, Number]:
    low, high = min(b.low for _r, b in spans), max(b.high for _r, b in spans)
    lineages = {row["lineage"] for row, _b in spans}
    met = {row["lineage"] for row, b in spans if b.overlaps(printed)}
    if met == lineages:
        return (AGREES if _bounded(printed, low, high) else POSSIBLE), low, high
    if len(lineages) == 1 or len({(b.low, b.high) for _r, b in spans}) == 1:
        # Several lines of estimates with one figure between them are no range either.
        return ONE_DIFFERS, low, high
    return (INSIDE if Bounds(low, high).overlaps(printed) else OUTSIDE), low, high


def _bounded(printed: Bounds, low: Number, high: Number) -> bool:
    """Return whether a printed limit lies near what it meets: "more than 47" agrees with 50, not with 500."""
    if math.isinf(printed.high):
        return high <= 2 * printed.low
    return printed.low != 0 or low >= printed.high / 2


def _beside_limits(printed: Bounds, spans: list[tuple[dict, Bounds]]) -> tuple[str, Number, Number]:
    respected = [b.overlaps(printed) for _r, b in spans]
    low, high = min(b.low for _r, b in spans), max(b.high for _r, b in spans)
    if any(respected):
        return POSSIBLE, low, high
    several = len({row["lineage"] for row, _b in spans}) > 1 and len({(b.low, b.high) for _r, b in spans}) > 1
    return (OUTSIDE if several else ONE_DIFFERS), low, high


def _placed(printed: Bounds, spans: list[tuple[dict, Bounds]], count: int, show) -> str:
    found = list(dict.fromkeys(between(b, show) for _row, b in sorted(spans, key=lambda s: (s[1].low, s[1].high))))
    figures = (
        joined(found)
        if len(found) <= 3
        else _("{n} figures from {low} to {high}").format(n=len(found), low=found[0], high=found[-1])
    )
    words = ngettext(
        "Printed: {printed}. Found ({n} lineage): {figures}.", "Printed: {printed}. Found ({n} lineages): {figures}.",
        count,
    )  # fmt: skip
    return words.format(printed=between(printed, show), n=count, figures=figures)


def _alone(spans: list[tuple[dict, Bounds]], show) -> str:
    figures = joined(list(dict.fromkeys(between(b, show) for _row, b in spans)))
    return _("Found is only {figures}, from a popular or partisan paper, which decides nothing alone.").format(
        figures=figures
    )


def presses() -> frozenset[str]:
    """Return the lineages that decide nothing alone: popular or hostile press."""
    return reference.weak_lineages("press")


def __getattr__(name: str):
    # Asked for when it is used: another data folder may describe another text.
    if name == "object_of_study()":
        return object_of_study()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
