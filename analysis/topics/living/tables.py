"""Tables of the notebook on farming and labour, ready for display."""

from __future__ import annotations

import math

import pandas as pd

from analysis.ledger import ask, coverage
from analysis.ledger.coverage import COVERAGES
from analysis.text.words import _, number, percent
from analysis.topics.living import model as living
from analysis.topics.living import wages as living_wages
from analysis.topics.living.choices import Choices
from analysis.topics.living.famine import famine
from analysis.topics.living.findings import COVERAGE_WORDS, MILLION, span
from analysis.topics.living.model import HARVESTS, harvest_spans

TERRITORIES = {
    "ussr_1938": "Soviet Union",
    "ukraine": "Ukraine",
    "kazakhstan": "Kazakhstan",
    "not stated": "territory not stated",
}


def coverage_options(choices: Choices) -> pd.DataFrame:
    """Return growth under each coverage, item by item, for display."""
    frames = {c: living.growth(choices.but(coverage=c)) for c in COVERAGES}
    first = frames[COVERAGES[0]]
    return pd.DataFrame(
        {_("Item"): first["label"]} | {_(COVERAGE_WORDS[c]): f["ratio"].round(2) for c, f in frames.items()}
    )


def other_options(choices: Choices) -> pd.DataFrame:
    """Return the results of the other choices: harvest series and price index, option by option."""
    rows = []
    for option, (_measure, name) in HARVESTS.items():
        spans = [
            _("{low} to {high}").format(low=percent(100 * s.min(), 0), high=percent(100 * s.max(), 0))
            for s in harvest_spans(choices.but(harvest=option))
        ]
        text = _("{early} before 1933, {late} from 1933").format(early=spans[0], late=spans[1])
        rows.append((_("harvest"), _(name), _("Published harvests of 1928\N{EN DASH}38 above it"), text))
    for option in living.PRICES:
        gap = living_wages.gap_multiple(choices.but(prices=option))
        text = _("off: not looked up") if gap is None else span(float(gap.low), float(gap.high))
        asked = _("Prices of 1930 over 1928 at which the printed wage kept up, times")
        rows.append((_("prices"), living_wages.INDEXES[option][0], asked, text))
    return pd.DataFrame(rows, columns=[_("Parameter"), _("Option"), _("Result"), _("Value")])


def herds_table(choices: Choices) -> pd.DataFrame:
    """Return the fall of herds in the cited reports beside later January counts, for display."""
    ours = living.herd_changes(choices)
    theirs = living.january_changes(choices).set_index("animal")["change"]
    return pd.DataFrame(
        {
            _("Herd"): ours["label"],
            _("1929, million"): (ours["first"] / MILLION).round(1),
            _("Lowest, million"): (ours["lowest"] / MILLION).round(1),
            _("Year"): ours["lowest_year"].astype(str),
            _("1938, million"): (ours["last"] / MILLION).round(1),
            _("1929 to lowest"): ours["fall"],
            _("1929 to 1938"): ours["change"],
            _("January 1929 to January 1934"): [theirs[a] for a in ours["animal"]],
        }
    )


def harvest_table(choices: Choices) -> pd.DataFrame:
    """Return harvests as published and as revised, for display, million tonnes."""
    rows = living.harvests(choices)
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            _("Published at the time"): (rows["published"] / MILLION).round(1),
            _("Later series"): (rows["later"] / MILLION).round(1),
            _("Published above it"): rows["excess"],
        }
    )


def printed_table(choices: Choices) -> pd.DataFrame:
    """Return the printed figures for display, with the ledger's verdict against the cited reports."""
    rows = living.printed(choices)
    verdicts = ask.rows(rows["id"], choices.reading)["fidelity"]
    return pd.DataFrame(
        {
            _("Figure"): [coverage.what(r) for r in rows.itertuples()],
            _("Printed"): rows["printed"],
            _("Unit"): [coverage.unit_words(u) for u in rows["unit"]],
            _("Against the cited report"): [_(v) for v in verdicts],
            _("Remark"): rows["remark"],
        }
    )


def famine_table(choices: Choices) -> pd.DataFrame:
    """Return every estimate of deaths in the famine for display: figures before bounds, the whole country first."""
    rows = famine(choices)
    names = {"famine_deaths": _("deaths in the famine"), "excess_deaths": _("deaths above the usual number")}
    return pd.DataFrame(
        {
            _("Author"): rows["author"],
            _("Published"): rows["year_published"],
            _("What"): [names[m] for m in rows["measure"]],
            _("Where"): [_(TERRITORIES[t]) for t in rows["territory"]],
            _("Years"): [f"{r.start}\N{EN DASH}{r.end[2:]}" for r in rows.itertuples()],
            _("Million"): [estimate(r) for r in rows.itertuples()],
        }
    )


def estimate(row) -> str:
    """Write a figure, a range or an upper bound, in millions."""
    value, low, high = (x / MILLION for x in (row.value, row.low, row.high))
    if value == value:
        return number(value, 1)
    if low == low:
        return _("{low} to {high}").format(low=number(low, 1), high=number(high, 1))
    return _("at most {high}").format(high=number(high, 1))


def prices_table(choices: Choices) -> pd.DataFrame:
    """Return how many times prices rose between 1928 and 1937, for display."""
    rows = living_wages.price_multiples(choices).sort_values("value", ascending=False, kind="stable")
    kinds = {"cost_of_living": _("cost of living"), "consumer_goods": _("all consumer goods")}
    return pd.DataFrame(
        {
            _("Of what"): [kinds.get(p, p.replace("_", " ")) for p in rows["population"]],
            _("1937 over 1928, times"): rows["value"],
            _("Whose"): rows["author"],
        }
    )


def real_wage_table(choices: Choices) -> pd.DataFrame:
    """Return the published estimates of the real wage for display; the unlike stand in rows that say so."""
    rows = living_wages.real_wages(choices)
    return pd.DataFrame(
        {
            _("Whose estimate"): rows["author"],
            _("What"): rows["label"],
            _("Years and prices"): [living_wages.panel_words(r) for r in rows.itertuples()],
            _("Times the first level"): [_multiple(r) for r in rows.itertuples()],
            _("Checked"): [_("no") if v == "unchecked" else _("yes") for v in rows["verification"]],
        }
    )


def _multiple(row) -> str:
    return _("more than {x}").format(x=number(row.low)) if math.isnan(row.value) else number(row.value, 2)


def same_years_table(choices: Choices) -> pd.DataFrame:
    """Return money wages over the chosen price index where both cover 1928 to 1937, for display."""
    rows = living_wages.same_years(choices)
    if rows.empty:
        none = _("No pair of wage and price index for the same years is among the figures in use.")
        return pd.DataFrame({_("Result"): [none]})
    return pd.DataFrame(
        {
            _("Wage series"): rows["author"],
            _("Of whom"): rows["population"].str.replace("_", " "),
            _("1928, roubles"): rows["first"],
            _("1937, roubles"): rows["last"],
            _("Money wage, times"): rows["multiple"].round(2),
            _("Prices, times"): rows["prices"],
            _("Real wage, times"): rows["real"].round(2),
            _("Checked"): [_("no") if v == "unchecked" else _("yes") for v in rows["verification"]],
        }
    )


def rivals_table(choices: Choices) -> pd.DataFrame:
    """Return the rival figures for the harvest of 1932, for display, million tonnes."""
    rows = living.rival_harvests(choices)
    return pd.DataFrame(
        {
            _("Whose figure"): rows["author"],
            _("How measured"): rows["measure"].str.replace("_", " "),
            _("Million tonnes"): (rows["value"] / MILLION).round(1),
            _("Note"): rows["note"],
        }
    )
