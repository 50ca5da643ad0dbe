"""The tables of the notebook on production as a reader sees them: headings and units in words."""

from __future__ import annotations

import math

import pandas as pd

from analysis.ledger import ask
from analysis.text.words import _, date, number
from analysis.topics.production import model, published
from analysis.topics.production.choices import Choices
from analysis.topics.production.findings import rate_text, span


def printed_table(choices: Choices) -> pd.DataFrame:
    """Return the printed figures for display, one row a figure."""
    rows = model.printed(choices)
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
    """Return the ledger's verdicts on the printed levels against the cited reports."""
    rows = ask.rows(model.LEVELS, choices.reading)
    return pd.DataFrame(
        {
            _("Figure"): rows["statement"], _("Printed"): rows["printed"],
            _("Verdict"): [_(v) for v in rows["fidelity"]], _("Working"): rows["working"],
        }
    )  # fmt: skip


def reports_table() -> pd.DataFrame:
    """Return the levels of income and industry in the reports by year, in million roubles."""
    rows = model.reports()
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
    rows = model.report_index()
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            _("Report of 1939, all industry"): rows["report"],
            _("Official series, large-scale industry"): rows["large_scale_industry"],
            _("Official series, all industry"): rows["all_industry"],
        }
    )


def published_table(choices: Choices) -> pd.DataFrame:
    """Return the published rates over the chosen window for display."""
    rows, words = published.in_window(choices), published.words_for
    return pd.DataFrame(
        {
            _("Estimate"): rows["label"],
            _("Coverage"): [words(published.COVERAGE_WORDS, p) for p in rows["population"]],
            _("Gross or net"): [words(published.KIND_WORDS, k) for k in rows["index_kind"]],
            _("Prices"): [words(published.PRICE_WORDS, p) for p in rows["price_base"]],
            _("Growth"): [rate_text(r.value, r.low, r.high) for r in rows.itertuples()],
            _("Family of estimates"): rows["lineage"].str.replace("_", " "),
            _("Seen in"): rows["verification"].str.replace("_", " "),
            _("Remark"): rows["note"],
        }
    )


def income_rows(choices: Choices) -> pd.DataFrame:
    """Return the rows on national income and product over the chosen window, whatever measure is chosen."""
    return published.in_window(choices.but(measure="national_income", price_base="any"))


def income_table(choices: Choices) -> pd.DataFrame:
    """Return :func:`income_rows` for display."""
    return published_table(choices.but(measure="national_income", price_base="any"))


def window_table(choices: Choices) -> pd.DataFrame:
    """Return the ends of the rates for every window, official and other estimates apart."""
    rows = published.by_window(choices)
    return pd.DataFrame(
        {
            _("Years"): [f"{r.start}\N{EN DASH}{r.end}" for r in rows.itertuples()],
            _("Whose"): [_("official") if o else _("others") for o in rows["official"]],
            _("Growth a year"): [span(r.low, r.high) for r in rows.itertuples()],
            _("Figures"): rows["rates"],
            _("Independent estimates"): rows["independent"],
        }
    )


def window_rows(choices: Choices) -> pd.DataFrame:
    """Return the rows behind :func:`window_table`, for footnotes."""
    spans = published.by_window(choices)[["start", "end"]].drop_duplicates().itertuples(index=False)
    return pd.concat([published.in_window(choices.but(start=a, end=b)) for a, b in spans], ignore_index=True)
