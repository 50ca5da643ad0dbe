"""Fidelity: what is compared with the cited reports, and how a difference is named."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import quantities, tables
from analysis.ledger import fidelity
from analysis.text.verdicts import AS_SOURCE, DIFFERS, FIDELITY, SOURCE_NOT_SEEN
from tests.synthetic_claims import ESTIMATE, row

PRINTED = ("id", "printed", "unit", "quantity", "factor", "whole", "start", "end", "readable")


def report(indicator, value, start="1929", end=None, **more):
    """Return a row of a report in base units."""
    return ESTIMATE | {"id": f"{indicator}-{start}", "indicator": indicator, "value": value, "start": start,
                       "end": end or start, "label": indicator, "locator": "p. 1", "population": "all",
                       "measure": "flow", "sources": "some_report"} | more  # fmt: skip


@pytest.fixture
def compare(monkeypatch):
    """Compare one printed figure with made-up reports."""

    def run(figure, *reports, indicator="output", population="all", complement=False):
        links = pd.DataFrame(
            [{"id": "x", "indicator": indicator, "as_population": population, "complement": complement}]
        )
        monkeypatch.setattr(tables, "load_pamphlet", lambda name: links)
        monkeypatch.setattr(fidelity, "read_estimates", lambda name: pd.DataFrame(list(reports)))
        return fidelity.compare(pd.DataFrame([figure], columns=PRINTED)).iloc[0]

    return run


def printed(text, start="1929", factor=1, **more):
    return row("x", text, factor=factor, start=start, **more)


@pytest.mark.parametrize(("figure", "rows", "differs"), [
    (printed("29"), [report("output", 29.3)], ""),
    (printed("29"), [report("output", 29.6)], "number"),
    (printed("29", factor=1000), [report("output", 29.0)], "unit"),
    (printed("29", "1930"), [report("output", 29.0)], "year"),
    (printed("29"), [report("output", 29.0, population="part")], "thing"),
    (printed("29", "1930", factor=1000), [report("output", 29.0, population="part")], "unit;year;thing"),
    # the row with the same number is the likelier source, whatever else differs
    (printed("29", "1930"), [report("output", 31.0, "1930"), report("output", 29.0)], "year"),
    # a stock at the beginning of 1930 is that at the end of 1929
    (printed("29", "1930-01"), [report("output", 29.0, "1929", measure="stock")], ""),
    (printed("29", "1930-01"), [report("output", 29.0, "1929")], "year"),
    # an undated figure fits any year
    (printed("29", ""), [report("output", 29.0)], ""),
    # "above 100" cites something somewhat above 100, not 100,000
    (printed("above 100"), [report("output", 100_375.0)], "unit"),
    (printed("above 100"), [report("output", 137.5)], ""),
])  # fmt: skip
def test_what_differs_is_named(compare, figure, rows, differs):
    found = compare(figure, *rows)
    assert found["differs"] == differs
    assert found["verdict"] == (DIFFERS if differs else AS_SOURCE)
    assert found["sources"] == "some_report"
    words = {"number": "the number", "unit": "the unit", "year": "the year", "thing": "what is counted"}
    for name in filter(None, differs.split(";")):
        assert words[name] in found["working"]


def test_digits_cut_off_are_noticed(compare):
    found = compare(printed("126"), report("output", 126.6))
    assert found["differs"] == "number"
    assert found["working"].endswith("The printed figure is the report's with digits cut off.")


def test_a_share_may_be_what_the_report_leaves_to_the_whole(compare):
    share = row("x", "33", quantity="share", factor=0.01, start="1929")
    assert compare(share, report("output", 0.67), complement=True)["verdict"] == AS_SOURCE
    assert compare(share, report("output", 0.67))["verdict"] == DIFFERS


def test_a_figure_may_be_the_sum_of_two_items_of_one_report(compare):
    rows = [report("wheat", 20.0, population="wheat"), report("rye", 9.0, population="rye"),
            report("rye", 11.0, "1930", population="rye")]  # fmt: skip
    found = compare(printed("29"), *rows, indicator="wheat+rye", population="wheat + rye")
    assert (found["verdict"], found["report_id"], found["report_value"]) == (AS_SOURCE, "wheat-1929;rye-1929", 29.0)


def test_bounds_of_a_report_are_bounds(compare):
    open_above = report("output", float("nan"), low=47.0, high=float("nan"))
    assert compare(printed("more than 47"), open_above)["verdict"] == AS_SOURCE
    assert compare(printed("46"), open_above)["verdict"] == DIFFERS


@pytest.mark.parametrize(("figure", "rows", "words"), [
    (printed("some"), [report("output", 29.0)], "No passage of the cited work was available"),
    (printed("29")._replace(id="y"), [report("output", 29.0)], "No passage of the cited work was available"),
    (printed("29"), [report("other", 29.0)], "The cited report was not available"),
    (printed("29"), [report("output", 35.0, "1933")], "for other years only"),
])  # fmt: skip
def test_what_was_not_seen_is_not_judged(compare, figure, rows, words):
    found = compare(figure, *rows)
    assert found["verdict"] == SOURCE_NOT_SEEN
    assert words in found["working"]
    assert found["sources"] == ""


# The pamphlet and the three reports


@pytest.fixture(scope="module")
def real():
    return fidelity.compare(quantities.read_all_printed()).set_index("id")


def test_every_printed_value_has_a_verdict(real):
    assert set(real["verdict"]) <= set(FIDELITY)
    links = tables.load_pamphlet("source_links")
    assert set(real.index[real["verdict"] != SOURCE_NOT_SEEN]) <= set(links["id"])


@pytest.mark.parametrize(("name", "differs"), [
    ("income-1929-level", "unit"),  # 29 million roubles for 29 thousand million
    ("combines-1930-count", "thing"),  # those of state farms only
    ("library-books-1938-count", "number"),  # 126.6 million printed as 126
    ("wage-1938-level", ""),
])  # fmt: skip
def test_known_findings(real, name, differs):
    assert real.at[name, "differs"] == differs


def test_a_corrected_unit_agrees(real):
    corrected = fidelity.compare(quantities.read_all_printed("as_corrected")).set_index("id")
    assert real.at["income-1929-level", "verdict"] == DIFFERS
    assert corrected.at["income-1929-level", "verdict"] == AS_SOURCE
