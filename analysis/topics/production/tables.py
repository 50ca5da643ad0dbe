"""The tables of the notebook on production as a reader sees them: headings and units in words."""

from __future__ import annotations

import math

import pandas as pd

from analysis.text.words import _, date, number, percent
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production import windows as economy_choices
from analysis.topics.production.findings import rate_text
from analysis.topics.production.model import Choices


def printed_table(choices: Choices) -> pd.DataFrame:
    """Return the printed figures for display.

    Returns
    -------
    pandas.DataFrame
        Columns named in the reader's language: subject, period, printed, unit, remark; one row a figure.
    """
    rows = economy.printed(choices)
    subjects = {
        "national_income": _("National income"),
        "industrial_production": _("Industrial production"),
        "production": _("Production"),
    }
    measures = {
        "level": _("level"),
        "increase_by": _("increase by"),
        "duration": _("length of time"),
        "ratio": _("multiplied by"),
        "rank": _("comparison in words"),
        "price_base": _("price base"),
    }
    return pd.DataFrame(
        {
            _("Figure"): [
                f"{subjects.get(s, s)}, {measures.get(m, m)}"
                for s, m in zip(rows["subject"], rows["measure"], strict=True)
            ],
            _("Period"): [_years(r.start, r.end) for r in rows.itertuples()],
            _("Printed"): rows["printed"],
            _("Unit"): rows["unit"].where(rows["measure"] != "rank", "").str.replace("_", " "),
            _("Read as"): [_read_as(r) for r in rows.itertuples()],
            _("Remark"): rows["remark"],
        }
    )


def _years(start: str, end: str) -> str:
    return date(start) if start == end else f"{date(start)}\N{EN DASH}{date(end)}"


def _read_as(row) -> str:
    if row.quantity != "roubles" or math.isnan(row.value):
        return ""
    words = _("more than {roubles} roubles") if math.isinf(row.high) else _("{roubles} roubles")
    return words.format(roubles=number(row.value))


def fidelity_table(choices: Choices) -> pd.DataFrame:
    """Return the printed levels beside the cited reports: verdict, working, place in the report."""
    rows = economy.fidelity_table(choices)
    names = {"national_income": _("National income"), "industrial_production": _("Industrial production")}
    return pd.DataFrame(
        {
            _("Figure"): [f"{names[r.subject]}, {date(r.start)}" for r in rows.itertuples()],
            _("Printed"): rows["printed"],
            _("Verdict"): [_(v) for v in rows["verdict"]],
            _("Differs in"): [", ".join(_(d) for d in differs.split(";")) for differs in rows["differs"]],
            _("Working"): rows["working"],
            _("Where in the report"): rows["locator"],
        }
    )


def reports_table() -> pd.DataFrame:
    """Return the levels of income and industry in the reports by year, in million roubles."""
    rows = economy.reports()
    return pd.DataFrame(
        {
            _("Item"): rows["label"],
            _("Period"): [period(r.start, r.end) for r in rows.itertuples()],
            _("Million roubles"): rows["value"] / 1e6,
            _("Report"): rows["occasion"],
            _("Remark"): rows["note"].where(~rows["note"].duplicated(), ""),
        }
    )


def period(start: str, end: str) -> str:
    """Write a period: ``"1929"``, or an economic year as ``"October 1926 to September 1927"``."""
    return date(start) if start == end else _("{start} to {end}").format(start=date(start), end=date(end))


def report_index_table() -> pd.DataFrame:
    """Return the index in the report of 1939 beside the two official series (1913 = 100)."""
    rows = economy_published.report_index()
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            _("Report of 1939, all industry"): rows["report"],
            _("Official series, large-scale industry"): rows["large_scale_industry"],
            _("Official series, all industry"): rows["all_industry"],
        }
    )


def published_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return published rates for display.

    Parameters
    ----------
    rows : pandas.DataFrame
        Output of :func:`analysis.topics.production.published.in_window` or
        :func:`analysis.topics.production.windows.in_windows`.
    """
    words = economy_published.words_for
    return pd.DataFrame(
        {
            _("Estimate"): rows["label"],
            _("Years"): rows["window"],
            _("Coverage"): [words(economy_published.COVERAGE_WORDS, p) for p in rows["population"]],
            _("Gross or net"): [words(economy_published.KIND_WORDS, k) for k in rows["index_kind"]],
            _("Prices"): [words(economy_published.PRICE_WORDS, p) for p in rows["price_base"]],
            _("Growth"): [rate_text(r.value, r.low, r.high) for r in rows.itertuples()],
            _("Lineage"): rows["lineage"],
            _("Seen in"): rows["verification"].str.replace("_", " "),
            _("Remark"): rows["note"],
        }
    )


def window_table(choices: Choices) -> pd.DataFrame:
    """Return the range of every panel for every window, official and other estimates apart."""
    rows = economy_choices.by_window(choices)
    ends = [(percent(100 * r.low), percent(100 * r.high)) for r in rows.itertuples()]
    return pd.DataFrame(
        {
            _("Years"): [f"{r.start}\N{EN DASH}{r.end}" for r in rows.itertuples()],
            _("What is measured"): [name.rpartition(";")[0] for name in rows["panel"]],
            _("Whose"): [_("official") if o else _("others") for o in rows["official"]],
            _("Growth a year"): [low if low == high else f"{low}\N{EN DASH}{high}" for low, high in ends],
            _("Estimates"): rows["estimates"],
            _("Lineages"): rows["lineages"],
        }
    )


def pairs_table(choices: Choices) -> pd.DataFrame:
    """Return :func:`analysis.topics.production.windows.matched_pairs` for display, in percentage points."""
    found = economy_choices.matched_pairs(choices)
    return pd.DataFrame(
        {
            _("Differs only in"): [_(economy_choices.DIMENSION_WORDS[name]) for name in found["label"]],
            _("Pairs"): found["pairs"],
            _("Largest difference, points"): 100 * found["largest"],
            _("Median difference, points"): 100 * found["median"],
            _("Largest between"): found["one"] + _(" and ") + found["other"],
        }
    )
