"""Published results recomputed from published figures, by the suite's own functions.

The rows are those of ``data/estimates/``; nothing here repeats a number of theirs. Digits lost in the files (a
final zero) make a bound half a unit narrower than print, never wider.
"""

import math
from fractions import Fraction

import pytest

from analysis.data import tables
from analysis.numbers import arithmetic, growth
from analysis.numbers.printed import Printed, parse
from analysis.text.verdicts import CONTRADICTION, NOT_TESTABLE

PERCENT = Fraction(1, 100)
#: Bases that the source does not share with its own counts; see README.md.
OTHER_BASE = ("elections-1924-05-", "elections-1928-05-vrp-")


def number(value, factor=1):
    """Return a figure of the tables as if it were printed with the digits that the file has."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    step = Fraction(1, 10 ** len(text.partition(".")[2]))
    return Printed(text, Fraction(text) * factor, step * factor, step * factor)


def estimates(name):
    return {row.id: row for row in tables.load_estimates(name, unchecked=True).itertuples()}


def years(row):
    return int(row.end[:4]) - int(row.start[:4])


@pytest.mark.parametrize(("name", "least"), [("industrial_growth", 54), ("comparators", 27), ("national_income", 41)])
def test_rates_follow_from_ratios(name, least):
    rows, compared = estimates(name), 0
    for row in rows.values():
        ratio = rows.get(row.id.removesuffix("-rate") + "-ratio") if row.id.endswith("-rate") else None
        if ratio is None or math.isnan(row.value) or math.isnan(ratio.value):
            continue
        one = parse("1", whole=True)
        found = growth.check_growth(one, number(ratio.value), years(row), number(row.value, PERCENT))
        assert found.verdict not in (CONTRADICTION, NOT_TESTABLE), (row.id, found.working)
        compared += 1
    assert compared >= least


@pytest.mark.parametrize(
    ("start", "end", "rate"),
    [
        # Index numbers of one yearbook, average rates that another printed for the same years.
        ("all-industry-1928", "all-industry-1932", "chadaev-1985-all-industry-1928-1932-rate"),
        ("all-industry-1932", "all-industry-1937", "chadaev-1985-all-industry-1932-1937-rate"),
        ("all-industry-1937", "all-industry-1940", "chadaev-1985-all-industry-1937-1940-rate"),
    ],
)
def test_printed_rates_follow_from_the_printed_index(start, end, rate):
    index, rates = estimates("industrial_index"), estimates("industrial_growth")
    first, last = (index[f"industry-index-tssu-1957-{x}"] for x in (start, end))
    row = rates[f"industry-growth-{rate}"]
    assert row.basis == "printed"
    found = growth.check_growth(number(first.value), number(last.value), years(row), number(row.value, PERCENT))
    assert found.verdict not in (CONTRADICTION, NOT_TESTABLE), found.working
    plain = growth.annual_rate(first.value, last.value, years(row))
    assert abs(100 * plain - row.value) < 0.1


@pytest.mark.parametrize(("name", "least"), [("industrial_growth", 21), ("comparators", 27)])
def test_ratios_follow_from_levels(name, least):
    rows, compared = estimates(name), 0
    for row in rows.values():
        stem, _dash, rest = row.id.removesuffix("-ratio").removesuffix("-fixed").rpartition(f"-{row.start[:4]}-")
        if not row.id.endswith("-ratio") or not stem or rest != row.end[:4]:
            continue
        first, last = (rows.get(f"{stem}-{day[:4]}-level") for day in (row.start, row.end))
        if first is None or last is None:
            continue
        assert last.value / first.value == pytest.approx(row.value, abs=0.0051), row.id
        compared += 1
    assert compared >= least


def results(measure):
    frame = tables.load_estimates("reichstag_results", unchecked=True)
    return [row for row in frame[frame["measure"] == measure].itertuples() if not math.isnan(row.value)]


def same_source(*rows):
    return set.intersection(*(set(row.sources.split(";")) for row in rows))


def test_vote_shares_follow_from_votes():
    votes, valid, compared = results("votes"), results("valid_votes"), 0
    for share in results("vote_share"):
        for part in (v for v in votes if (v.election, v.party) == (share.election, share.party)):
            for whole in (t for t in valid if t.election == share.election and same_source(share, part, t)):
                printed = number(share.value, PERCENT)
                found = arithmetic.check_share(number(part.value), number(whole.value), printed)
                if not share.id.startswith(OTHER_BASE):
                    assert found.verdict not in (CONTRADICTION, NOT_TESTABLE), (share.id, found.working)
                    assert found.rule == "half_unit, narrow", (share.id, found.working)
                    compared += 1
    assert compared >= 170


def test_turnout_follows_from_votes_cast():
    cast, electorate, compared = results("votes_cast"), results("electorate"), 0
    for turnout in results("turnout"):
        for votes in (v for v in cast if v.election == turnout.election and same_source(v, turnout)):
            for all_voters in (e for e in electorate if e.election == turnout.election and same_source(e, turnout)):
                found = arithmetic.check_share(
                    number(votes.value), number(all_voters.value), number(turnout.value, PERCENT)
                )
                assert found.verdict not in (CONTRADICTION, NOT_TESTABLE), (turnout.id, found.working)
                compared += 1
    assert compared >= 7
