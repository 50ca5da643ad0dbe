"""Statistics and checks against values that other programs computed; the files say which, with what call."""

import ast
import csv
import datetime
import io
import subprocess
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from analysis.choices import multiverse
from analysis.numbers import arithmetic, dates, growth, proportions
from analysis.numbers.numerals import PrintedError
from analysis.numbers.printed import MAX_LENGTH, parse
from analysis.text.verdicts import CONTRADICTION, EXACT, TRUNCATED, WITHIN

FOLDER = Path(__file__).resolve().parent
#: The grid may grow but not shrink: file -> least number of rows, and of rows for each value of its first column.
GRID = {
    "arithmetic.csv": (
        678,
        {
            "sum_of": 64, "sums_to_100": 20, "share_of": 74, "ratio_of": 48, "increase_by": 54, "difference_of": 63,
            "implied_base": 34, "same_as": 55, "growth_over": 162, "index_against_level": 24, "within": 42,
            "lowest": 28, "highest": 10,
        },
    ),
    "dates.csv": (72, {"weekday": 21, "days": 51}),
    "growth.csv": (24, {}),
    "shares_r.csv": (
        252,
        {"wilson_low": 63, "wilson_high": 63, "clopper_pearson_low": 63, "clopper_pearson_high": 63},
    ),
    "shares_statsmodels.csv": (
        252,
        {
            "wilson_low": 63, "wilson_high": 63, "clopper_pearson_low": 63, "clopper_pearson_high": 63,
        },
    ),
    "number_words.csv": (569, {}),
    "choices.csv": (44, {"universes": 4, "holding": 4, "pairs": 12, "mean": 12, "largest": 12}),
}  # fmt: skip
SCRIPTS = {
    "arithmetic.csv": "arithmetic.R",
    "dates.csv": "dates.R",
    "growth.csv": "growth.R",
    "shares_r.csv": "proportions.R",
    "shares_statsmodels.csv": "proportions.py",
    "number_words.csv": "number_words.py",
    "choices.csv": "choices.R",
}


def rows(name):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def case(row):
    return f"{row['call']} [{row['program']}]"


@pytest.mark.parametrize("name", GRID)
def test_the_grid_does_not_shrink(name):
    least, kinds = GRID[name]
    found = rows(name)
    assert len(found) >= least
    assert len({tuple(r.values()) for r in found}) == len(found)
    counts = Counter(next(iter(r.values())) for r in found)
    assert all(counts[kind] >= number for kind, number in kinds.items()), counts
    assert not kinds or set(counts) == set(kinds)
    assert all(r["call"] and any(c.isdigit() for c in r["program"]) for r in found)


def test_every_file_has_a_script_and_a_test():
    assert {p.name for p in FOLDER.glob("*.csv")} == set(GRID) == set(SCRIPTS)
    assert {p.name for p in (FOLDER / "make").iterdir() if p.is_file()} == set(SCRIPTS.values())
    text = Path(__file__).read_text(encoding="utf-8")
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name, script in SCRIPTS.items():
        assert text.count(f'rows("{name}")') >= 1
        assert f"`{name}`" in readme
        assert f"`make/{script}`" in readme


def test_no_comparison_is_skipped_or_expected_to_fail():
    for path in FOLDER.glob("test_*.py"):
        names = {n.attr for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
        assert not names & {"skip", "skipif", "xfail", "importorskip"}, path.name


def test_every_verdict_is_met():
    found = Counter(r["verdict"] for r in rows("arithmetic.csv"))
    assert set(found) == {EXACT, WITHIN, TRUNCATED, CONTRADICTION}
    assert min(found.values()) >= 20
    assert {r["rule"] for r in rows("arithmetic.csv")} == {
        "", *(f"{a}, {b}" for a, b, _verdict in arithmetic.ATTEMPTS)
    }  # fmt: skip


CHECKS = {
    "sum_of": lambda o, s, n: arithmetic.check_sum(o, s),
    "sums_to_100": lambda o, s, n: arithmetic.check_shares_sum(o),
    "share_of": lambda o, s, n: arithmetic.check_share(*o, s),
    "ratio_of": lambda o, s, n: arithmetic.check_ratio(*o, s),
    "increase_by": lambda o, s, n: arithmetic.check_increase(*o, s),
    "difference_of": lambda o, s, n: arithmetic.check_difference(*o, s),
    "implied_base": lambda o, s, n: arithmetic.check_implied_base(*o, s),
    "same_as": lambda o, s, n: arithmetic.check_same(s, *o),
    "index_against_level": lambda o, s, n: growth.check_index(*o, s, int(n)),
    "within": lambda o, s, n: arithmetic.check_within(s, *o),
    "lowest": lambda o, s, n: arithmetic.check_rank(s, o, "lowest"),
    "highest": lambda o, s, n: arithmetic.check_rank(s, o, "highest"),
}


def test_checks_against_r():
    for row in rows("arithmetic.csv"):
        whole = row["whole"] == "true"
        factors = [Fraction(f) for f in row["factors"].split(";")]
        # Three digits after a point would be a group of thousands; the cases have none.
        operands = [parse(t, f, whole) for t, f in zip(row["operands"].split(";"), factors, strict=True)]
        stated = parse(row["stated"], Fraction(row["factor"]), whole)
        if row["relation"] == "growth_over":  # the rate is the claim there; the check compares the ends
            found = growth.check_growth(operands[0], stated, int(row["setting"]), operands[1])
        else:
            found = CHECKS[row["relation"]](operands, stated, row["setting"])
        assert (found.verdict, found.rule) == (row["verdict"], row["rule"]), case(row)
        for name in ("computed", "low", "high"):
            if row[name]:
                assert getattr(found, name) == pytest.approx(float(row[name]), rel=1e-12, abs=1e-12), case(row)


def test_dates_against_r():
    for row in rows("dates.csv"):
        if row["quantity"] == "weekday":
            for name in dates.WEEKDAYS:
                verdict = dates.check_weekday(row["start"], name).verdict
                assert verdict == (EXACT if name == row["value"] else CONTRADICTION), case(row)
        else:
            found = dates.check_duration(row["start"], row["end"], parse(row["value"]))
            assert (found.verdict, found.low) == (EXACT, int(row["value"])), case(row)
            assert found.high == int(row["value"]) + 1
            assert dates.check_before(row["start"], row["end"]).verdict == EXACT
            assert dates.check_before(row["end"], row["start"]).verdict == CONTRADICTION


def test_months_as_the_calendar_has_them():
    for year in (1900, 1928, 1937, 2000):
        for month in range(1, 13):
            first, last = dates.date_span(f"{year}-{month:02d}")
            assert (first.day, (last + datetime.timedelta(days=1)).day) == (1, 1)
            assert first.month == last.month == month


def test_growth_against_r():
    for row in rows("growth.csv"):
        found = growth.annual_rate(float(row["start"]), float(row["end"]), float(row["years"]))
        tolerance = 1e-9 if "uniroot" in row["call"] else 1e-14
        assert found == pytest.approx(float(row["rate"]), abs=tolerance), case(row)


def share_result(row):
    k, n = int(row["successes"]), int(row["trials"])
    method, end = row["quantity"].rsplit("_", 1)
    return proportions.interval(k, n, confidence=float(row["confidence"]), method=method).iloc[0][end]


def test_shares_against_r():
    for row in rows("shares_r.csv"):
        assert share_result(row) == pytest.approx(float(row["value"]), rel=1e-9, abs=1e-12), case(row)


def test_shares_against_statsmodels():
    for row in rows("shares_statsmodels.csv"):
        assert share_result(row) == pytest.approx(float(row["value"]), rel=1e-9, abs=1e-12), case(row)


def test_number_words():
    for row in rows("number_words.csv"):
        if len(row["text"]) > MAX_LENGTH:
            with pytest.raises(PrintedError, match=f"1 to {MAX_LENGTH} characters"):
                parse(row["text"], language=row["language"])
        else:
            assert parse(row["text"], language=row["language"]).value == int(row["value"]), case(row)


def grid_of_choices(row):
    decisions = [
        multiverse.Decision(name, range(1, int(row[name]) + 1), dict.fromkeys(range(1, int(row[name]) + 1), "A case."))
        for name in ("a", "b", "c")
    ]
    left = multiverse.universes(decisions, [({"a": 1, "b": 2}, "Cannot be had.")])
    a, b, c = (left[name].astype(int) for name in ("a", "b", "c"))
    return decisions, left.assign(y=a**2 + 3 * b - a * c)


def test_choices_against_r():
    for row in rows("choices.csv"):
        decisions, results = grid_of_choices(row)
        if row["quantity"] == "universes":
            found = len(results)
        elif row["quantity"] == "holding":
            found = multiverse.share_holding(results, lambda part: part["y"] > 5).holding
        else:
            moved = multiverse.pull(results, "y", decisions).set_index("decision")
            found = moved.loc[row["decision"], row["quantity"]]
        assert found == pytest.approx(float(row["value"]), rel=1e-12), case(row)


@pytest.mark.full("Rscript")
@pytest.mark.parametrize("name", [n for n, script in SCRIPTS.items() if script.endswith(".R")])
def test_r_still_gives_the_same(name):
    script = FOLDER / "make" / SCRIPTS[name]
    output = subprocess.run(["Rscript", "--vanilla", script], capture_output=True, text=True, check=True).stdout
    again, stored = list(csv.DictReader(io.StringIO(output))), rows(name)
    assert len(again) == len(stored)
    for new, old in zip(again, stored, strict=True):
        for column, cell in old.items():
            if column == "program":
                continue  # another version of R is what this test is for
            is_number = column in ("value", "rate", "computed", "low", "high") and cell and ";" not in cell
            if is_number and old.get("quantity") != "weekday":
                assert float(new[column]) == pytest.approx(float(cell), rel=1e-7, abs=1e-9), case(old)
            else:
                assert new[column] == cell, case(old)
