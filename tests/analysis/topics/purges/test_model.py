"""Printed expulsions, the bases they imply, and the counts that could be the base: hand-worked cases, brute force."""

from __future__ import annotations

import shutil
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.ledger import ask
from analysis.ledger.comparison import ends
from analysis.numbers.arithmetic import CONTRADICTION
from analysis.text.verdicts import WITHIN
from analysis.topics.purges import bases as party_bases
from analysis.topics.purges import findings
from analysis.topics.purges import model as party
from analysis.topics.purges.model import Choices

DEFAULT = Choices()


@pytest.fixture
def edited(tmp_path, monkeypatch, data):
    """Return a function that changes a printed cell in a copy of the data."""
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("RECOUNT_DATA", str(tmp_path / "data"))

    def edit(table, old, new):
        path = tmp_path / "data" / "pamphlet" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.mark.parametrize("wrong", [{"base": "party"}, {"rule": "nearest"}, {"max_months": -1}, {"one_or_two": "three"}])
def test_a_wrong_choice_is_refused_with_what_is_allowed(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))}: expected"):
        Choices(**wrong)


def test_pairs_keep_the_gap_and_the_kinds_of_campaign():
    frame = party.pairs(DEFAULT).set_index("year")
    assert frame.loc[1936, "number"].bounds() is None
    assert frame["kind"].tolist() == ["chistka", "chistka", "verification", "exchange", "expulsions", "expulsions"]
    assert frame.loc[1933, "last"] == date(1934, 12, 31)
    assert party.pairs(DEFAULT.but(one_or_two="two")).set_index("year").loc[1933, "last"] == date(1933, 12, 31)


def test_the_early_campaigns_belong_to_soviet_russia():
    shares = party.printed_shares(DEFAULT).drop_duplicates("year").set_index("year")
    assert shares.loc[[1919, 1921], "territory"].unique().tolist() == ["soviet_russia"]
    assert shares.loc[[1928, 1938], "territory"].unique().tolist() == ["ussr_1938"]
    assert shares.loc[1919, "campaign"] == "reregistration_1919"


def test_implied_base_by_hand():
    # 170,000 over 11 per cent, the share between 10.5 and 11.5, the zeros of the number rounded to 10,000.
    row = party.implied_bases(DEFAULT).set_index("year").loc[1929]
    assert row["value"] == pytest.approx(170_000 / 0.11)
    assert (row["low"], row["high"]) == pytest.approx((170_000 / 0.115, 170_000 / 0.105))
    assert (row["wide_low"], row["wide_high"]) == pytest.approx((165_000 / 0.115, 175_000 / 0.105))


def test_implied_base_when_digits_were_cut_off():
    row = party.implied_bases(DEFAULT.but(rule="truncation")).set_index("year").loc[1937]
    assert (row["low"], row["high"]) == pytest.approx((100_000 / 0.06, 100_000 / 0.05))


def test_one_party_needs_growth_unless_zeros_are_rounded():
    narrow, wide = party.one_party(DEFAULT).itertuples()
    assert not narrow.meet
    # 70,000 / 2.5 per cent over 100,000 / 4.5 per cent
    assert narrow.growth == pytest.approx((70_000 / 0.025) / (100_000 / 0.045) - 1)
    assert wide.meet
    assert wide.growth == 0


def test_relations_are_the_ledgers():
    """No verdict of the notebook is another one than the ledger has for the claim."""
    found = ask.checks(findings.relations())
    assert len(found) == len(findings.relations())
    rows = ask.rows(findings.relations().values())
    assert [check.verdict for check in found.values()] == rows["arithmetic"].tolist()
    assert found["1937, Belyi: positions listed, against 29 leading persons"].verdict == CONTRADICTION
    assert found["1929: share in the text"].verdict == WITHIN


def test_place_counts_the_figures_that_are_certainly_lower():
    by = party.places(DEFAULT).set_index("measure")
    assert by["place"].tolist() == [2, 2, 3]
    assert by["of"].tolist() == [5, 5, 6]
    assert by.loc["share with 1936 from the text", "lower"] == [1936, 1938]


def test_counts_are_independent_of_the_pamphlet():
    for base in ("members", "members_and_candidates"):
        rows = party_bases.counts(DEFAULT.but(base=base, unchecked=True))
        assert "pamphlet_quoting_getty_1985" not in set(rows["lineage"])
    screened = party_bases.counts(DEFAULT.but(base="screened", unchecked=True))
    assert set(screened["origin"]) == {"printed", "published"}
    assert "pamphlet_quoting_getty_1985" not in set(screened["lineage"])


def test_members_and_candidates_of_one_source_are_added_once():
    rows = party_bases.counts(DEFAULT)
    congress = rows[rows["id"].str.startswith("membership-1934-01-26")]
    assert congress["value"].tolist() == [1_872_488 + 935_298]
    assert congress["origin"].tolist() == ["added here"]
    kotkin = rows[(rows["author"] == "Kotkin 2017") & (rows["start"] == "1933")]
    assert kotkin["origin"].tolist() == ["published"]


def test_the_sum_takes_the_worse_of_two_rungs():
    rows = party_bases.counts(DEFAULT).set_index("id")
    row = rows[rows.index.str.startswith("membership-1927-12-02")].iloc[0]
    assert row["verification"] == "one_text"


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(1932, 12, 1), date(1932, 12, 31), 1 / party_bases.DAYS_A_MONTH),
        (date(1933, 6, 1), date(1933, 6, 1), 0),
        (date(1934, 1, 31), date(1934, 1, 31), 31 / party_bases.DAYS_A_MONTH),
    ],
)
def test_distance_between_spans(first, last, months):
    assert party_bases.distance(first, last, date(1933, 1, 1), date(1933, 12, 31)) == pytest.approx(months)


def known(*rows):
    """Return counts: (id, first, last, value, rung)."""
    return pd.DataFrame(
        [
            {"id": i, "first": a, "last": b, "value": float(v), "low": float("nan"), "high": float("nan")}
            | {
                "verification": rung,
                "disputed": False,
                "territory": "ussr_1938",
                "sources": "getty_1985",
                "origin": "published",
            }
            for i, a, b, v, rung in rows
        ]
    )


PAIR = SimpleNamespace(territory="ussr_1938", campaign="c", first=date(1935, 1, 1), last=date(1935, 12, 31))
KNOWN = known(
    ("far", date(1933, 1, 1), date(1933, 1, 1), 9, "print"),
    ("before", date(1934, 6, 1), date(1934, 6, 1), 2, "one_text"),
    ("inside", date(1935, 7, 1), date(1935, 7, 1), 3, "two_texts"),
    ("rival", date(1935, 7, 1), date(1935, 7, 1), 4, "one_text"),
    ("after", date(1936, 3, 1), date(1936, 3, 1), 6, "one_text"),
)


@pytest.mark.parametrize(
    ("rule", "value", "ids"), [("before", 2, "before"), ("nearest", 3, "inside"), ("year_mean", 4, "before+after")]
)
def test_the_date_rule_picks_by_hand(rule, value, ids):
    picked = party_bases.pick(DEFAULT.but(date_rule=rule), PAIR, KNOWN)
    assert picked["base_value"] == value
    assert picked["base_ids"] == ids


def test_nothing_is_picked_beyond_the_greatest_distance():
    picked = party_bases.pick(DEFAULT.but(max_months=6), PAIR, KNOWN)
    assert picked["base_ids"] == ""
    assert pd.isna(picked["base_value"])


def test_a_mean_carries_both_counts_as_bounds():
    picked = party_bases.pick(DEFAULT.but(date_rule="year_mean"), PAIR, KNOWN)
    assert (picked["base_low"], picked["base_high"]) == (2, 6)


@pytest.mark.parametrize("base", party.BASES)
@pytest.mark.parametrize("rule", ["half_unit", "ceiling"])
def test_a_count_fits_if_and_only_if_it_would_be_printed_so(base, rule):
    choices = DEFAULT.but(base=base, rule=rule, unchecked=True, max_months=24)
    pair = party.pairs(choices).set_index("label")
    frame = party_bases.fits(choices)
    for row in frame[frame["id"].notna()].to_dict("records"):
        printed = pair.loc[row["label"]]
        part, number = printed["share"].bounds(rule), float(printed["number"].value)
        lowest, highest = float(part.low) * row["count"], float(part.high) * row["count"]
        # A count on the very edge belongs to the bounds' open or closed end, which other tests settle.
        if row["origin"] == "published" and min(abs(lowest - number), abs(highest - number)) > 1:
            assert (row["fit"] == "narrow") == (lowest <= number <= highest), row


def test_an_open_bound_neither_fits_nor_fails():
    frame = party_bases.fits(DEFAULT.but(max_months=24))
    loose = frame[frame["count"].isna() & frame["id"].notna()]
    assert len(loose)
    assert set(loose["fit"]) <= {"open", "no"}
    # "more than 3,500,000" does not reach the base that 792,000 and 18.5 per cent imply, it only excludes nothing.
    found = party_bases.fitting(DEFAULT).set_index("label")["outcome"]
    assert found["1933–34, chistka (screening)"] == "no"
    assert (found == "narrow").sum() == 2


def test_the_unchecked_register_by_hand():
    frame = party_bases.if_unchecked(DEFAULT).set_index("year")
    assert frame.loc[1937, "rate"] == pytest.approx(100_000 / 1_981_697)
    assert frame.loc[1929, "rate"] == pytest.approx(170_000 / 1_535_362)
    assert frame["fits"].to_dict() == {1929: True, 1933: False, 1935: False, 1937: True, 1938: False}


def test_rates_by_hand():
    row = party_bases.rates(DEFAULT).set_index("year").loc[1933]
    assert row["base_value"] == 3_555_338
    assert row["rate"] == pytest.approx(792_000 / 3_555_338)
    screened = party_bases.rates(DEFAULT.but(base="screened")).set_index("year")
    assert screened.loc[1929, "rate"] == pytest.approx(17 / 153)
    assert screened.loc[1937, "rate"] != screened.loc[1937, "rate"]


def test_fitting_tells_none_near_from_none_that_fits():
    found = party_bases.fitting(DEFAULT.but(base="screened")).set_index("label")["outcome"]
    assert found["1933–34, chistka (screening)"] == "no"
    assert found["1929, chistka (screening)"] == "none"


def test_unchecked_counts_never_decide_a_fit():
    for base in party.BASES:
        one = party_bases.fitting(DEFAULT.but(base=base))
        other = party_bases.fitting(DEFAULT.but(base=base, unchecked=True))
        pd.testing.assert_frame_equal(one, other)


def test_by_option_has_every_value():
    frame = party_bases.by_option(DEFAULT, "date_rule")
    assert frame["option"].unique().tolist() == list(party.DATE_RULES)


def test_a_number_that_fits_flips_the_outcome(edited):
    edited("expulsions_by_year", "chistka,792.000", "chistka,657.000")
    found = party_bases.fitting(DEFAULT).set_index("label")["outcome"]
    assert found["1933–34, chistka (screening)"] == "narrow"


def test_ends_of_a_count_are_its_value():
    row = party_bases.counts(DEFAULT).iloc[0]
    assert ends(row).low <= row["value"] <= ends(row).high
