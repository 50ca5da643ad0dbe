"""One thing at two dates: growth out of reports whose coverage changed between them.

A text may take a first figure from one report and a last one from a later report. Where both print a figure for a
year between and the two differ, the later report counts more or less than the earlier one, and the printed growth
contains the difference. Which table holds the reports is said in ``text.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.data.quantities import number_of, read_estimates, read_printed
from analysis.data.reference import load_units, stamps
from analysis.data.study import object_of_study, study
from analysis.data.tables import load_corrections, load_pamphlet
from analysis.ledger import fidelity
from analysis.ledger.comparison import require_alike
from analysis.numbers.arithmetic import divide
from analysis.text.verdicts import AS_SOURCE, DIFFERS, FIDELITY_ORDER, SOURCE_NOT_SEEN
from analysis.text.words import _, as_printed, joined, language, ngettext

COVERAGES = ("like_for_like", "as_printed")
CHAINED, DIRECT, LATER_ONLY = "chained", "one series", "later years only"
#: How growth of like with like was found.
WAYS = {
    CHAINED: "both reports print the year between; growth within each report, multiplied",
    DIRECT: "both figures count the same thing and no year stands in both reports",
    LATER_ONLY: "the reports print no earlier figure for the same thing",
}
DIFFERENCES = {"number": "the number", "unit": "the unit", "year": "the year", "thing": "what is counted"}
#: Measures that need no word beside the subject.
PLAIN = ("area", "count", "level")
#: Labels that the two ends of one growth rate must share. Prices are not among them: the reports state none for
#: wages and grants, so that their growth is one of money and says nothing about what it buys.
ALIKE = ("measure", "population", "territory", "quantity")


def _held() -> str:
    """Return the table of the cited reports that are held whole."""
    return study()["reports"]["table"]


@dataclass(frozen=True)
class Link:
    """The rows of the reports that follow one thing from the first printed date to the last.

    Attributes
    ----------
    name : str
        Short name.
    label : str
        What is counted, for charts and tables.
    first, last : str
        Ids of the printed figures.
    start, bridge : tuple of str
        Ids of rows of the reports with one coverage, added up: at the first date, and in the year that
        both reports print. Empty where the reports have none.
    again, end : str
        Ids of rows with the later coverage: in the year that both print, and at the last date.
    """

    name: str
    label: str
    first: str
    last: str
    start: tuple[str, ...]
    bridge: tuple[str, ...]
    again: str
    end: str


def growth(links: Sequence[Link], printed: pd.DataFrame, *, rule: str = "half_unit") -> pd.DataFrame:
    """Return printed growth beside growth of like with like: L = (bridge / start) (end / again).

    Parameters
    ----------
    links : sequence of Link
        What is followed.
    printed : pandas.DataFrame
        Rows of :func:`analysis.data.quantities.read_printed`.
    rule : str
        Rounding rule of the printed figures.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``label``, ``first_text``, ``last_text``, ``first_year``, ``last_year``, ``as_printed`` with
        ``low`` and ``high`` (last over first, NaN without an upper bound), ``early`` (bridge over start), ``late``
        (end over again), ``overlap`` (again over bridge: 1 if both reports count alike), ``like_for_like``,
        ``way`` (a key of :data:`WAYS`), ``start_value``, ``bridge_value``, ``again_value``, ``end_value`` (base
        units), ``years`` (of the four), ``cited_source``.

    Raises
    ------
    ComparisonError
        If the two ends of a growth rate do not count the same thing.
    """
    reports = read_estimates(_held()).set_index("id", drop=False)
    rows = printed.set_index("id", drop=False)
    return pd.DataFrame([_followed(link, rows, reports, rule) for link in links])


def _followed(link: Link, printed: pd.DataFrame, reports: pd.DataFrame, rule: str) -> dict:
    first, last = printed.loc[link.first], printed.loc[link.last]
    ends = divide([number_of(last).bounds(rule), number_of(first).bounds(rule)])
    found = {
        "name": link.name,
        "label": _(link.label),
        "first_text": first["printed"],
        "last_text": last["printed"],
        "first_year": first["start"][:4],
        "last_year": last["start"][:4],
        "as_printed": last["value"] / first["value"],
        "low": float(ends.low),
        "high": math.nan if math.isinf(ends.high) else float(ends.high),
        "cited_source": first["cited_source"],
    }
    return found | _reported(link, reports)


def _reported(link: Link, reports: pd.DataFrame) -> dict:
    start, bridge = reports.loc[list(link.start)], reports.loc[list(link.bridge)]
    again, end = (reports.loc[[i] if i else []] for i in (link.again, link.end))
    levels = [_level(rows) for rows in (start, bridge, again, end)]
    _require_same(start, bridge)
    _require_same(again, end)
    early, late = levels[1] / levels[0], levels[3] / levels[2]
    if not math.isnan(early * late):
        way, ratio = CHAINED, early * late
    elif len(start) and again.empty:
        _require_same(start, end)
        way, ratio = DIRECT, levels[3] / levels[0]
    else:
        way, ratio = LATER_ONLY, math.nan
    names = ("start_value", "bridge_value", "again_value", "end_value")
    return dict(zip(names, levels, strict=True)) | {
        "early": early,
        "late": late,
        "overlap": levels[2] / levels[1],
        "like_for_like": ratio,
        "way": way,
        "years": tuple(rows["start"].iloc[0] if len(rows) else "" for rows in (start, bridge, again, end)),
    }


def _level(rows: pd.DataFrame) -> float:
    return float(rows["value"].sum()) if len(rows) else math.nan


def _require_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    # Sums are compared part by part: the same parts must stand at both ends.
    for (_i, a), (_j, b) in zip(one.iterrows(), other.iterrows(), strict=False):
        require_alike(pd.DataFrame([a, b]), labels=ALIKE, purpose="one rate of growth")


def growth_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`growth` for display: times, and later over earlier report in the year that both print."""
    ratios = {c: frame[c].round(2) for c in ("as_printed", "early", "overlap", "late", "like_for_like")}
    return pd.DataFrame(
        {
            _("Item"): frame["label"],
            _("Printed"): [
                f"{as_printed(r.first_text)} \N{RIGHTWARDS ARROW} {as_printed(r.last_text)}" for r in frame.itertuples()
            ],
            _("Last over first, printed"): ratios["as_printed"],
            _("To the year both print, earlier report"): ratios["early"],
            _("That year: later over earlier report"): ratios["overlap"],
            _("From that year, later report"): ratios["late"],
            _("Like with like"): ratios["like_for_like"],
            _("How"): [_(WAYS[w]) for w in frame["way"]],
        }
    )


def report_rows(links: Sequence[Link]) -> pd.DataFrame:
    """Return the rows of the reports that some links use, for footnotes."""
    ids = [i for link in links for i in (*link.start, *link.bridge, link.again, link.end) if i]
    return read_estimates(_held()).set_index("id", drop=False).loc[list(dict.fromkeys(ids))]


def cited(printed: pd.DataFrame) -> pd.DataFrame:
    """Return printed figures beside the reports they cite, best matches first.

    Parameters
    ----------
    printed : pandas.DataFrame
        Rows of :func:`analysis.data.quantities.read_printed`.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.ledger.fidelity.compare` and ``printed``, ``unit``, ``start``, ``what`` (the
        figure's subject and year in words), ``differs_words``.
    """
    found = fidelity.compare(printed).merge(printed[["id", "subject", "measure", "printed", "unit", "start"]], on="id")
    rank = {v: i for i, v in enumerate(FIDELITY_ORDER)}
    found = found.sort_values("verdict", key=lambda c: c.map(rank), kind="stable", ignore_index=True)
    words = [joined([_(DIFFERENCES[d]) for d in cell.split(";") if d]) for cell in found["differs"]]
    return found.assign(what=[what(r) for r in found.itertuples()], differs_words=words)


def cited_in(names: tuple[str, ...], reading: str, rule: str) -> pd.DataFrame:
    """Return :func:`cited` for whole printed tables, in text order; read once as long as the files stay as they are."""
    files = [f"pamphlet/{n}.csv" for n in (*names, "corrections", study()["reports"]["links"])]
    key = stamps(*files, f"estimates/{_held()}.csv")
    return _cited_in(names, reading, rule, (key, language())).copy()


@lru_cache(maxsize=16)
def _cited_in(names: tuple[str, ...], reading: str, rule: str, key: tuple) -> pd.DataFrame:
    # Every figure is compared with every row that may be meant, and many sentences ask for the outcome.
    frames = [read_printed(n, reading, rule=rule) for n in names]
    return cited(pd.concat(frames, ignore_index=True).sort_values("position", kind="stable", ignore_index=True))


def what(row) -> str:
    """Return what a printed figure is about: ``"tractors 1938"``, ``"tractors 1930, ratio"``."""
    about = " ".join(filter(None, [_(row.subject.replace("_", " ")), row.start[:4]]))
    return about if row.measure in PLAIN else f"{about}, {_(row.measure)}"


def fidelity_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts of :func:`cited` for display."""
    return pd.DataFrame(
        {
            _("Figure"): found["what"],
            _("Printed"): [f"{as_printed(r.printed)} {unit_words(r.unit)}" for r in found.itertuples()],
            _("Verdict"): [_(v) for v in found["verdict"]],
            _("Different"): found["differs_words"],
            _("Working"): found["working"],
        }
    )


def unit_words(unit: str) -> str:
    """Return a unit as a reader says it; a share printed in words has none."""
    return "" if load_units().at[unit, "quantity"] == "share" and unit == "fraction" else _(unit.replace("_", " "))


def fidelity_sentences(found: pd.DataFrame) -> list[str]:
    """Return the verdicts of :func:`cited` in sentences: matches, then differences, then what was not seen."""
    same, other, unseen = (found[found["verdict"] == v] for v in (AS_SOURCE, DIFFERS, SOURCE_NOT_SEEN))
    seen = len(same) + len(other)
    says = ngettext(
        "{n} of {seen} figures whose cited source was seen stands in it as printed: the same number for the same "
        "thing, year and unit.",
        "{n} of {seen} figures whose cited source was seen stand in it as printed: the same number for the same "
        "thing, year and unit.",
        len(same),
    )
    sentences = [says.format(n=len(same), seen=seen)]
    if len(other):
        listed = "; ".join(f"{r.what} ({r.differs_words})" for r in other.itertuples())
        says = ngettext("{n} differs: {list}.", "{n} differ: {list}.", len(other))
        sentences.append(says.format(n=len(other), list=listed))
    if len(unseen):
        says = ngettext(
            "For {n} figure no passage of a cited work was seen.",
            "For {n} figures no passage of a cited work was seen.",
            len(unseen),
        )
        sentences.append(says.format(n=len(unseen)))
    return sentences


def pamphlet_source(printed: pd.DataFrame) -> pd.DataFrame:
    """Return the pamphlet as a row of sources, with its notes and whom it cites there, for footnotes."""
    notes = [n for n in dict.fromkeys(printed["footnote"]) if n]
    cites = dict.fromkeys(key for cell in printed["cited_source"] for key in cell.split(";") if key)
    place = _("note {numbers}").format(numbers=joined(notes)) if notes else ""
    return pd.DataFrame({"sources": [object_of_study()], "original_source": [";".join(cites)], "locator": [place]})


def with_pamphlet(printed: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sources of some rows after the pamphlet's own, for a figure that shows both."""
    columns = ["sources", "original_source", "locator"]
    return pd.concat([pamphlet_source(printed), rows.reindex(columns=columns)], ignore_index=True).fillna("")


def reading_sentence(tables: Sequence[str]) -> str:
    """Return how many cells of some printed tables the reading ``as_corrected`` changes."""
    ids = {i for name in tables for i in load_pamphlet(name)["id"]}
    count = int(load_corrections()["id"].isin(ids).sum())
    if not count:
        return _("No cell of these tables is corrected: both readings give the same results.")
    return ngettext(
        "The reading as_corrected changes {n} cell.", "The reading as_corrected changes {n} cells.", count
    ).format(n=count)


def left_out_sentence() -> str:
    """Return that unchecked figures are left out; it holds whether or not any were collected."""
    return _("Figures that nobody has looked up are left out; the parameter unchecked lets them in.")


def __getattr__(name: str):
    if name == "object_of_study()":
        return object_of_study()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
