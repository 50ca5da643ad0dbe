"""Unemployment in Germany: the printed figures, the register, estimates beyond it."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.data.quantities import read_estimates
from analysis.ledger import ask
from analysis.topics.reichstag import tables, unemployment
from analysis.topics.reichstag.choices import Choices
from analysis.topics.reichstag.findings import say_ten
from analysis.topics.reichstag.unemployment import (
    beyond,
    compare,
    fitting,
    highest,
    peaks,
    read,
    registered,
    shown,
    together,
    yearly,
)


def row(series, start, value, *, measure=unemployment.REGISTERED, lineage="register", **more):
    return {
        "id": f"{measure}-{series}-{start}-{value}",
        "measure": measure,
        "population": "registered",
        "series": series,
        "start": start,
        "year": int(start[:4]),
        "value": value,
        "low": math.nan,
        "high": math.nan,
        "sources": "x",
        "lineage": lineage,
        "verification": "one_text",
        "note": "",
        **more,
    }


@pytest.fixture(scope="module")
def collected():
    return read_estimates("unemployment")


@pytest.fixture
def made():
    return pd.DataFrame(
        [
            row("annual_average", "1932", 5.6e6),
            row("annual_average", "1932", 5.5e6),
            row("month", "1932-02", 6.1e6),
            row("quarter", "1932-01", 6.2e6),
            row("annual_average", "1928", 1.4e6),
            row("month", "1928-09", 0.65e6),
            row("month", "1933-02", 7.78e6, measure="unemployed_including_invisible", lineage="experts"),
        ]
    )


def test_printed_figures_are_four_and_a_limit():
    rows = read("as_printed")
    assert rows["printed"].tolist() == ["2", "4", "6", "10", "up to ten million"]
    assert rows["place"].tolist()[0] == "table, value 1"
    assert rows.loc[3, ["low", "high"]].tolist() == [9.5e6, 10.5e6]
    assert rows.loc[4, ["low", "high"]].tolist() == [0, 10e6]


def test_yearly_by_hand(made):
    table = yearly(made).set_index("year")
    assert table.loc[1932, ["average_low", "average_high", "averages", "peak", "peak_when"]].tolist() == [
        5.5e6,
        5.6e6,
        2,
        6.1e6,
        "1932-02",
    ]
    assert table.loc[1932, "lineages"] == 1


def test_a_peak_below_the_average_is_none(made):
    """The only count of 1928 is of September: the months of high unemployment were not collected."""
    assert peaks(registered(made))["year"].tolist() == [1932]
    assert math.isnan(yearly(made).set_index("year").loc[1928, "peak"])


def test_an_average_of_months_is_no_count(made):
    assert highest(made)["value"] == 6.1e6


def test_highest_of_nothing_is_refused(made):
    with pytest.raises(ValueError, match="expected rows with a value for no_such_measure"):
        highest(made, ("no_such_measure",))


def test_years_that_fit_do_not_date(collected):
    table = compare(read("as_printed"), collected).set_index("id")
    assert table.loc["german-unemployed-3", "average_years"] == (1932,)
    assert table.loc["german-unemployed-4", ["average_years", "count_years"]].tolist() == [(), ()]
    assert table["verdict"].tolist() == [ask.against(name).verdict for name in table.index]
    page = tables.printed_unemployed(Choices())
    assert page.iloc[4, 2] == "any (an upper limit)"
    assert page.iloc[3, 2] == "none"


def test_the_sum_of_one_month(collected):
    """6.128 registered + 1.5 not registered + 3 on short time = 10.628 million in February 1932."""
    rows = together(collected)
    assert rows["measure"].tolist() == list(unemployment.ADDED)
    assert rows["value"].tolist() == [6_128_000, 1_500_000, 3_000_000]
    assert set(rows["start"]) == {"1932-02"}
    assert together(collected[collected["measure"] != "short_time_workers"]).empty


def test_ten_million_is_near_jobless_and_short_time_together(collected):
    table = compare(read("as_printed"), collected)
    text = say_ten(table, collected)
    assert "6.13 million (March 1932)" in text
    assert "the printed 10 million is above both" in text
    assert "10.6 million, near the printed figure" in text
    fewer = collected.assign(value=collected["value"].where(collected["measure"] != "short_time_workers", 1e6))
    assert "8.6 million, not near the printed figure" in say_ten(table, fewer)


@pytest.mark.parametrize("value", [9.6e6, 11e6])
def test_the_sentence_turns_with_the_register(made, value):
    made.loc[made["start"] == "1932-02", "value"] = value
    text = say_ten(compare(read("as_printed"), made), made)
    assert "the printed 10 million is not above both" in text
    assert "short time" not in text


def test_rows_of_the_tables(collected):
    assert set(shown(collected, 1928, 1934)["series"]) <= {"annual_average", *unemployment.COUNTS}
    assert set(beyond(collected)["measure"]) == set(unemployment.BEYOND)
    rows = fitting(compare(read("as_printed"), collected), collected)
    assert not rows["year"].duplicated().any()
    table = tables.register_by_year(Choices())
    assert table["Year"].tolist() == [str(y) for y in range(1928, 1935)]
    assert table.iloc[:, 1].max() < 10
