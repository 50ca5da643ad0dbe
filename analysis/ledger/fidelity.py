"""Fidelity: does the cited work print the same number for the same thing, year and unit.

A table of links says which indicators of the congress reports a printed
figure can refer to, and what its words denote in the reports' vocabulary. Everything else is
computed: the report's row that fits best, and what differs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import pandas as pd

from analysis.data import tables
from analysis.data.quantities import number_of, read_estimates
from analysis.data.study import study
from analysis.ledger import passages
from analysis.numbers.bounds import Bounds, between, exact, number, share
from analysis.numbers.printed import Printed
from analysis.text.verdicts import AS_SOURCE, DIFFERS, SOURCE_NOT_SEEN
from analysis.text.words import _, as_printed, joined

#: Measures of a stock at a moment: its level at the end of a year is that at the beginning of the next. The area sown
#: in a year is what there is until the next sowing.
STOCKS = frozenset({"stock", "literacy_rate", "libraries", "library_books", "area"})
#: Factors by which a unit is misprinted most often.
SCALES = (1000, 1_000_000, Fraction(1, 1000), Fraction(1, 1_000_000), 10, Fraction(1, 10))
COLUMNS = ("id", "verdict", "differs", "working", "report_value", "report_start", "report_id", "sources", "locator")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of a report (or a sum of two) that a printed figure may have been taken from."""

    ids: tuple[str, ...]
    ends: Bounds
    start: str
    end: str
    population: str
    label: str
    stock: bool
    sources: str
    locator: str


def compare(printed: pd.DataFrame) -> pd.DataFrame:
    """Set printed figures beside the congress reports that the pamphlet cites for them.

    Parameters
    ----------
    printed : pandas.DataFrame
        Rows of :func:`analysis.data.quantities.read_printed`.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``id``, ``verdict`` (:data:`analysis.text.verdicts.FIDELITY`), ``differs`` (out of number,
        unit,
        year, thing; joined by ``;``), ``working`` (one sentence), ``report_value`` (base unit), ``report_start``,
        ``report_id``, ``sources``, ``locator``.
    """
    held = study().get("reports")
    links = _links()
    reports: dict[str, list[dict]] = {}
    for report in read_estimates(held["table"]).to_dict("records") if held else []:
        reports.setdefault(report["indicator"], []).append(report)
    rows = []
    for row in printed.itertuples():
        if row.id not in links or not row.readable:
            working = _("No passage of the cited work was available for this figure.")
            rows.append((row.id, SOURCE_NOT_SEEN, "", working, math.nan, "", "", "", ""))
            continue
        link = links[row.id]
        rows.append(judge(row, link, candidates(link, reports)))
    return pd.DataFrame(rows, columns=COLUMNS)


def verdicts_of(printed: pd.DataFrame, rows: Mapping[str, object]) -> dict[str, passages.Faith]:
    """Return what was seen of the cited works, by id: in the reports held whole, else in single passages.

    Parameters
    ----------
    printed : pandas.DataFrame
        All printed values.
    rows : mapping
        The same, by id.
    """
    linked = compare(printed[printed["id"].isin(_links())])
    found = passages.seen(rows)
    for row in linked.itertuples():
        if row.verdict != SOURCE_NOT_SEEN or row.id not in found:
            found[row.id] = passages.Faith(
                row.id,
                row.verdict,
                row.differs,
                row.working,
                row.report_start,
                row.report_id,
                row.sources,
                row.locator,
                "report",
            )
    return found


def _links() -> dict[str, dict]:
    """Return what says which rows of the reports held whole a figure can mean, by id."""
    held = study().get("reports")
    return {link["id"]: link for link in tables.load_pamphlet(held["links"]).to_dict("records")} if held else {}


def witnesses() -> dict[str, list[str]]:
    """Return what is set against the witnesses of a claim, a sentence each, by id."""
    return passages.witnesses()


def candidates(link: dict, reports: dict[str, list[dict]]) -> list[Candidate]:
    """Return the rows of the reports that a figure may have been taken from.

    Parameters
    ----------
    link : dict
        ``indicator`` (indicators joined by ``;``, a sum of two written with ``+``) and ``complement``
        (True where the report prints what is missing to the whole).
    reports : dict
        Rows of the reports by indicator, in base units.
    """
    found = []
    for indicator in link["indicator"].split(";"):
        for rows in product(*(reports.get(name, []) for name in indicator.split("+"))):
            if len({(r["start"], r["sources"]) for r in rows}) == 1:
                found.append(_candidate(rows, link["complement"]))
    return found


def _candidate(rows: tuple[dict, ...], complement: bool) -> Candidate:
    ends = [
        Bounds(
            *(
                _exact(r[c] if not math.isnan(r[c]) else r["value"], e)
                for c, e in (("low", -math.inf), ("high", math.inf))
            )
        )
        for r in rows
    ]
    total = ends[0]
    for other in ends[1:]:
        total = total + other
    if complement:
        total = Bounds(Fraction(1), Fraction(1)) - total
    first = rows[0]
    return Candidate(
        tuple(r["id"] for r in rows),
        total,
        first["start"],
        first["end"],
        " + ".join(r["population"] for r in rows),
        " + ".join(r["label"] for r in rows),
        first["measure"] in STOCKS,
        first["sources"],
        first["locator"],
    )


def _exact(value: float, missing: float) -> Fraction | float:
    return missing if math.isnan(value) else exact(value)


def judge(row, link: dict, found: list[Candidate]) -> tuple:
    """Compare one printed figure with the rows of reports that it may come from; the nearest of them decides.

    Parameters
    ----------
    row : namedtuple
        A row of :func:`analysis.data.quantities.read_printed`.
    link : dict
        Its row of ``source_links.csv``.
    found : list of Candidate
        From :func:`candidates`.

    Returns
    -------
    tuple
        A value for each of :data:`COLUMNS`.
    """
    figure = number_of(row)
    scored = [(differences(figure, row, link["as_population"], c), i) for i, c in enumerate(found)]
    if not scored:
        return (row.id, SOURCE_NOT_SEEN, "", _("The cited report was not available."), math.nan, "", "", "", "")
    differs, best = min(scored, key=lambda s: (_weight(s[0]), _distance(figure, found[s[1]].ends), s[1]))
    chosen = found[best]
    if {"number", "year"} <= set(differs):
        working = _("The cited reports, so far as collected, give this item for other years only.")
        return (row.id, SOURCE_NOT_SEEN, "", working, math.nan, "", "", "", "")
    verdict = DIFFERS if differs else AS_SOURCE
    value = (float(chosen.ends.low) + float(chosen.ends.high)) / 2
    return (
        row.id,
        verdict,
        ";".join(differs),
        _working(row, chosen, differs),
        value,
        chosen.start,
        ";".join(chosen.ids),
        chosen.sources,
        chosen.locator,
    )


def _weight(differs: list[str]) -> tuple[int, int]:
    # A row with the same number is the likelier source, whatever else differs.
    return ("number" in differs, len(differs))


def _distance(figure: Printed, ends: Bounds) -> float:
    """Return how far two figures are apart, powers of ten aside: |ln(a / b)| at the best scale."""
    value = figure.value if figure.value is not None else (figure.first + figure.last) / 2
    middle = ends.low if math.isinf(ends.high) else ends.high if math.isinf(ends.low) else (ends.low + ends.high) / 2
    if not value or not middle:
        return math.inf
    return min(abs(math.log(abs(middle / value * s))) for s in (1, *SCALES))


def differences(figure: Printed, row, population: str, candidate: Candidate) -> list[str]:
    """Return in what a printed figure differs from a row of a report.

    Returns
    -------
    list of str
        Out of ``number``, ``unit`` (the number fits at another power of ten), ``year``, ``thing``.
    """
    differs = []
    if not _fits(figure, candidate.ends):
        differs.append(
            "unit" if any(_fits(figure, candidate.ends.scaled(1 / Fraction(s))) for s in SCALES) else "number"
        )
    if not _same_year(row.start, candidate):
        differs.append("year")
    if candidate.population != population:
        differs.append("thing")
    return differs


def _fits(figure: Printed, ends: Bounds) -> bool:
    return any(near.overlaps(ends) for near in _all_near(figure))


@lru_cache(maxsize=512)
def _all_near(figure: Printed) -> tuple[Bounds, ...]:
    return tuple(dict.fromkeys(_near(way, reading) for way in figure.ways for reading in ("narrow", "wide")))


def _near(figure: Printed, reading: str) -> Bounds:
    # "Above 100" cites a figure somewhat above 100, not one a thousand times as large.
    ends = figure.bounds("half_unit", reading)
    high = 2 * ends.low if math.isinf(ends.high) else ends.high
    low = ends.high / 2 if figure.qualifier in ("below", "at_most") else ends.low
    return Bounds(low, high)


def _cut_off(figure: Printed, ends: Bounds) -> bool:
    return any(figure.bounds("truncation", reading).overlaps(ends) for reading in ("narrow", "wide"))


def _same_year(start: str, candidate: Candidate) -> bool:
    if not start:
        return True
    if start[:4] in (candidate.start[:4], candidate.end[:4]):
        return not start.endswith("-01") or not candidate.stock or candidate.start[5:7] in ("", "01")
    # "In the beginning of 1930" is the end of 1929, where a stock is meant.
    return candidate.stock and start[5:7] == "01" and int(start[:4]) - 1 == int(candidate.end[:4])


def _working(row, chosen: Candidate, differs: list[str]) -> str:
    show = share if row.quantity == "share" else number
    period = chosen.start if chosen.start == chosen.end else f"{chosen.start} {_('to')} {chosen.end}"
    cut = " " + _("The printed figure is the report's with digits cut off.")
    sentence = _("Printed: {printed} ({unit}) for {year}. The report: {value} for {period} ({label}).").format(
        printed=as_printed(row.printed),
        unit=_(row.unit.replace("_", " ")),
        year=row.start or _("no stated year"),
        value=between(chosen.ends, show),
        period=period,
        label=chosen.label,
    )
    if not differs:
        return sentence
    names = {"number": _("the number"), "unit": _("the unit"), "year": _("the year"), "thing": _("what is counted")}
    sentence += " " + _("Different: {what}.").format(what=joined([names[d] for d in differs]))
    return sentence + (cut if "number" in differs and _cut_off(number_of(row), chosen.ends) else "")
