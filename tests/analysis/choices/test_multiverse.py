"""Multiverse: spaces by enumeration, results whatever the order, chunks and workers, pulls by brute force."""

import ast
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.choices import multiverse, multiverse_words
from analysis.choices.multiverse import Decision, Share


def decision(name, *options, **more):
    return Decision(name, options, dict.fromkeys(options, "a reason"), **more)


SPACE = [decision("base", "members", "all"), decision("year", 1936, 1937, 1938), decision("cap", True, False)]
WEIGHTS = {"base": {"members": 1.0, "all": 10.0}, "year": {1936: 0.1, 1937: 0.2, 1938: 0.4}, "cap": {True: 3, False: 5}}


def product(frame):
    found = np.ones(len(frame))
    for name, values in WEIGHTS.items():
        found = found * multiverse.by_option(frame, name, values)
    return found


def product_of_one(base, year, cap):
    return WEIGHTS["base"][base] * WEIGHTS["year"][year] * WEIGHTS["cap"][cap]


def rows_of(frame):
    return [tuple(row) for row in frame.astype(object).itertuples(index=False)]


# Decisions and universes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "why", "message"),
    [
        ((), {}, "each once"),
        (("a", "a"), {"a": "x"}, "each once"),
        (("a", "b"), {"a": "x"}, r"nothing of \['b'\]"),
        (("a",), {"a": " "}, "defend every option"),
        (("a",), {"a": "x", "c": "y"}, "which are no options"),
    ],
)
def test_a_decision_defends_each_of_its_options(options, why, message):
    with pytest.raises(ValueError, match=message):
        Decision("base", options, why)


def test_universes_are_the_product_in_order():
    frame = multiverse.universes(SPACE)
    assert rows_of(frame) == list(itertools.product(*(d.options for d in SPACE)))
    assert list(frame.index) == list(range(12))
    assert all(isinstance(kind, pd.CategoricalDtype) for kind in frame.dtypes)
    assert multiverse.size(SPACE) == 12


def test_the_table_of_decisions_has_a_row_an_option():
    table = multiverse.table([decision("one_base", "a_b", "c", words={"c": "sea"})])
    assert table["decision"].tolist() == ["one base"] * 2
    assert table["option"].tolist() == ["a b", "sea"]


def test_infeasible_combinations_are_named_with_the_first_reason():
    exclude = [
        ({"base": "members", "year": [1936, 1937]}, "not counted"),
        (lambda f: f["year"].eq(1936) & f["cap"].eq(True), "no cap then"),
    ]
    kept, gone = multiverse.universes(SPACE, exclude), multiverse.infeasible(SPACE, exclude)
    assert sorted([*kept.index, *gone.index]) == list(range(12))
    expected = {
        i: "not counted" if base == "members" and year < 1938 else "no cap then"
        for i, (base, year, cap) in enumerate(itertools.product(*(d.options for d in SPACE)))
        if (base == "members" and year < 1938) or (year == 1936 and cap)
    }
    assert gone["reason"].to_dict() == expected


def test_nothing_is_infeasible_without_a_condition():
    assert multiverse.infeasible(SPACE, []).empty


def test_a_space_can_be_wholly_infeasible():
    frame = multiverse.universes(SPACE, [({}, "nothing makes sense")])
    assert frame.empty
    assert list(frame) == ["base", "year", "cap"]
    with pytest.raises(ValueError, match="was every combination excluded"):
        multiverse.run(frame, product)


@pytest.mark.parametrize(
    ("exclude", "message"),
    [
        ([({"bass": "members"}, "x")], "bass"),
        ([({"base": "everybody"}, "x")], "everybody"),
        ([({"base": "members"}, "")], "expected a reason"),
        ([(lambda f: [True], "x")], "boolean for each of 12 rows"),
    ],
)
def test_a_condition_that_names_nothing_is_refused(exclude, message):
    with pytest.raises(ValueError, match=message):
        multiverse.universes(SPACE, exclude)


def test_names_of_decisions_differ():
    with pytest.raises(ValueError, match="a name of its own"):
        multiverse.universes([SPACE[0], SPACE[0]])
    with pytest.raises(ValueError, match="a name of its own"):
        multiverse.universes([])
    with pytest.raises(ValueError, match="1 or more"):
        next(multiverse.chunks(SPACE, chunk=0))


# Running ------------------------------------------------------------------------------------------------------------


@given(
    order=st.permutations(range(12)),
    keep=st.integers(1, 12),
    chunk=st.integers(1, 15),
    workers=st.integers(1, 3),
    space_chunk=st.integers(1, 15),
)
@settings(max_examples=60)
def test_results_do_not_depend_on_order_chunks_or_workers(order, keep, chunk, workers, space_chunk):
    whole = multiverse.run(multiverse.universes(SPACE), product)
    mixed = multiverse.universes(SPACE).iloc[order[:keep]]
    again = multiverse.run(mixed, product, chunk=chunk, workers=workers)
    assert list(again.index) == order[:keep]
    pd.testing.assert_frame_equal(again.sort_index(), whole.loc[sorted(order[:keep])])
    lazily = multiverse.run(multiverse.chunks(SPACE, chunk=space_chunk), product, workers=workers)
    pd.testing.assert_frame_equal(lazily, whole)
    streamed = pd.concat(multiverse.run_chunks(multiverse.chunks(SPACE, chunk=space_chunk), product))
    pd.testing.assert_frame_equal(streamed, whole)
    one_by_one = multiverse.run_each(mixed, product_of_one, chunk=chunk, workers=workers)
    pd.testing.assert_frame_equal(one_by_one, again)


def test_pieces_without_a_feasible_universe_are_passed_over():
    exclude = [({"base": "members"}, "x")]
    found = multiverse.run(multiverse.chunks(SPACE, exclude, chunk=2), product, workers=2)
    assert list(found.index) == list(range(6, 12))


def test_an_outcome_may_have_several_columns():
    found = multiverse.run(multiverse.universes(SPACE), lambda f: pd.DataFrame({"a": product(f), "b": product(f) > 3}))
    assert list(found) == ["base", "year", "cap", "a", "b"]
    each = multiverse.run_each(
        multiverse.universes(SPACE), lambda **u: {"a": product_of_one(**u), "b": product_of_one(**u) > 3}
    )
    pd.testing.assert_frame_equal(each, found)


def test_an_outcome_gets_the_options_as_they_are():
    seen = []
    multiverse.run_each(multiverse.universes(SPACE).head(1), lambda **universe: seen.append(universe) or 1.0)
    assert seen[0] == {"base": "members", "year": 1936, "cap": True}
    assert type(seen[0]["year"]) is int


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (lambda f: np.ones(len(f) + 1), "a value for each of 12"),
        (lambda f: 1.0, "a value for each of 12"),
        (lambda f: pd.DataFrame({"base": np.ones(len(f))}), "names of decisions"),
        (lambda f: product(f) - product(f).mean(), "universe 11 gives .* alone"),
        (lambda f: pd.Series(product(f)).rank().to_numpy(), "no mean or rank"),
    ],
)
def test_an_outcome_that_is_none_is_refused(outcome, message):
    with pytest.raises(ValueError, match=message):
        multiverse.run(multiverse.universes(SPACE), outcome)


def test_gaps_are_outcomes_too():
    found = multiverse.run(multiverse.universes(SPACE), lambda f: np.full(len(f), math.nan))
    assert found["outcome"].isna().all()


@pytest.mark.parametrize("wrong", [{"chunk": 0}, {"workers": 0}])
def test_chunks_and_workers_are_one_at_least(wrong):
    with pytest.raises(ValueError, match="1 or more"):
        multiverse.run(multiverse.universes(SPACE), product, **wrong)


def test_an_error_in_a_worker_is_not_lost():
    with pytest.raises(ZeroDivisionError):
        multiverse.run_each(multiverse.universes(SPACE), lambda **u: 1 / 0, chunk=3, workers=2)


# Shares -------------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=12), st.integers(1, 5))
def test_shares_by_enumeration(said, chunk):
    frame = multiverse.universes(SPACE).head(len(said)).assign(holds=pd.Series(said, dtype=object))
    expected = Share(said.count(True), len(said) - said.count(None), said.count(None))
    assert multiverse.share_holding(frame, "holds") == expected
    assert multiverse.share_holding(frame, lambda f: f["holds"]) == expected
    parts = [frame.iloc[i : i + chunk] for i in range(0, len(frame), chunk)]
    assert multiverse.share_holding(iter(parts), "holds") == expected


def test_a_share_of_nothing_is_no_number():
    assert math.isnan(Share(0, 0, 4).share)
    assert Share(1, 4).share == 0.25


def test_a_statement_is_true_or_false():
    frame = multiverse.run(multiverse.universes(SPACE), product)
    with pytest.raises(ValueError, match="truth values"):
        multiverse.share_holding(frame, "outcome")


# Pull ---------------------------------------------------------------------------------------------------------------


def pull_by_hand(frame, decisions, name):
    others = [d.name for d in decisions if d.name != name]
    gaps = [
        abs(float(a["outcome"]) - float(b["outcome"]))
        for a, b in itertools.combinations(frame.to_dict("records"), 2)
        if all(a[o] == b[o] for o in others) and a[name] != b[name]
    ]
    return [gap for gap in gaps if not math.isnan(gap)]


values = st.one_of(st.integers(-9, 9).map(float), st.just(math.nan))


@given(st.lists(values, min_size=12, max_size=12), st.sets(st.integers(0, 11), min_size=1), st.randoms())
def test_pulls_by_brute_force(outcomes, kept, order):
    kept = list(kept)
    order.shuffle(kept)
    frame = multiverse.universes(SPACE).assign(outcome=outcomes).loc[kept]
    found = multiverse.pull(frame, "outcome", SPACE).set_index("decision")
    for d in SPACE:
        gaps, row = pull_by_hand(frame, SPACE, d.name), found.loc[d.name]
        assert row["pairs"] == len(gaps)
        if gaps:
            assert row["mean"] == pytest.approx(sum(gaps) / len(gaps))
            assert row["largest"] == max(gaps)
        else:
            assert math.isnan(row["mean"])
            assert math.isnan(row["largest"])
        combos = math.prod(frame[o.name].nunique() for o in SPACE if o is not d)
        assert row["pairs"] + row["missing"] == combos * math.comb(frame[d.name].nunique(), 2)


def test_pull_by_hand():
    # outcome = base * year * cap: the base moves it by 9 * year * cap, of which 9 * 0.4 * 5 = 18 is the largest.
    found = multiverse.pull(multiverse.run(multiverse.universes(SPACE), product), "outcome", SPACE)
    assert found["decision"].tolist() == ["base", "year", "cap"]
    base = found.iloc[0]
    assert base["pairs"] == 6
    assert base["mean"] == pytest.approx(9 * (0.1 + 0.2 + 0.4) / 3 * 4)
    assert base["largest"] == pytest.approx(18)
    assert (base["one"], base["other"]) == ("members", "all")
    assert (found["missing"] == 0).all()


def test_pull_on_truth_values_is_the_share_of_pairs_that_turn():
    frame = multiverse.universes(SPACE)
    frame = frame.assign(outcome=frame["base"].eq("all"))
    found = multiverse.pull(frame, "outcome", SPACE).set_index("decision")
    assert found["mean"].to_dict() == {"base": 1.0, "year": 0.0, "cap": 0.0}
    undecided = frame.assign(outcome=frame["outcome"].astype(object).where(frame["cap"] == True, None))  # noqa: E712
    assert multiverse.pull(undecided, "outcome", SPACE).set_index("decision").loc["cap", "pairs"] == 0


def test_pull_needs_all_decisions():
    with pytest.raises(ValueError, match="list every decision"):
        multiverse.pull(multiverse.universes(SPACE).assign(outcome=1.0), "outcome", SPACE[:2])


# Words --------------------------------------------------------------------------------------------------------------

CLAUSE = "1937 is among the two mildest years"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share(12, 48), f"In 12 of 48 combinations of choices (25%), {CLAUSE}."),
        (Share(0, 48), f"In none of the 48 combinations of choices that were tried does it hold that {CLAUSE}."),
        (Share(48, 48), f"In all 48 combinations of choices that were tried, {CLAUSE}; others may differ."),
        (
            Share(4, 4, 6),
            f"In all 4 combinations of choices that decide it, {CLAUSE} (in 6 more it cannot be decided); "
            "others may differ.",
        ),
        (Share(2, 4, 6), f"In 2 of 4 combinations of choices (50%), {CLAUSE} (in 6 more it cannot be decided)."),
        (Share(0, 0, 6), f"For none of the 6 combinations of choices can it be decided whether {CLAUSE}."),
        (Share(9_999, 10_000), f"In 9,999 of 10,000 combinations of choices (more than 99%), {CLAUSE}."),
        (Share(1, 10_000), f"In 1 of 10,000 combinations of choices (less than 1%), {CLAUSE}."),
    ],
)
def test_share_sentences_never_round_to_all_or_none(share, expected):
    assert multiverse_words.share_sentence(share, CLAUSE) == expected


def pulls(*rows):
    columns = ["label", "pairs", "mean", "largest"]
    return pd.DataFrame(rows, columns=columns)


def points(x):
    return f"{x:.1f} points"


def test_pull_sentences():
    say = multiverse_words.pull_sentence
    found = pulls(("base", 6, 3.0, 7.0), ("author", 4, 1.0, 9.0))
    text = "The choice of “base” moves the outcome most: changed alone, by 3.0 points on average and 7.0 points at most"
    assert say(found, points) == text + " (6 pairs)."
    found = pulls(("base", 6, 0.5, 1.0), ("author", 4, 0.25, 1.0))
    text = "The choice of “base” turns the answer most often: in 50.0% of the 6 pairs of combinations that"
    assert say(found) == text + " differ in nothing else."


def test_pull_sentences_name_ties_and_do_not_weigh_what_has_no_pairs():
    say = multiverse_words.pull_sentence
    near = ("author", 4, 3.0 * (1 - 1e-12), 9.0)
    tie = say(pulls(("base", 6, 3.0, 7.0), near, ("rule", 0, math.nan, math.nan)), points)
    assert tie.startswith("The choices of “base” and “author” move the outcome most and equally")
    assert "9.0 points at most (10 pairs)" in tie
    assert say(pulls(("base", 6, 0.0, 0.0))) == "No choice moves the answer when it alone is changed."
    assert say(pulls(("base", 0, math.nan, math.nan))).startswith("No two combinations differ in one choice alone")


def test_the_two_sentences():
    said = multiverse_words.sentences(Share(1, 2), CLAUSE, pulls(("base", 1, 1.0, 1.0)))
    assert len(said) == 2
    assert "no better estimate" in multiverse_words.caution()


# Frames for charts --------------------------------------------------------------------------------------------------


def test_a_curve_has_every_universe_with_a_result_in_words():
    frame = multiverse.run(multiverse.universes(SPACE), product)
    frame.loc[0, "outcome"] = math.nan
    curve = multiverse_words.curve_frame(frame, "outcome", SPACE, marked=[5], text="as printed")
    assert curve["value"].is_monotonic_increasing
    assert len(curve) == 11
    assert curve.loc[curve["highlight"], ["universe", "text"]].to_numpy().tolist() == [[5, "as printed"]]
    assert set(curve["cap"]) == {"True", "False"}
    said = multiverse_words.drawn_words(frame, "outcome", curve)
    assert said == "All 11 combinations of choices with a result are drawn. For 1 more the figures give no result."


@given(st.integers(1, 40), st.integers(2, 30), st.integers(0, 39))
def test_a_long_curve_is_a_systematic_sample_with_both_ends(count, most, mark):
    space = [decision("a", *range(40))]
    frame = multiverse.universes(space).head(count).assign(outcome=lambda f: 100.0 - f.index)
    curve = multiverse_words.curve_frame(frame, "outcome", space, marked=[mark], most=most)
    assert curve["value"].min() == 101.0 - count
    assert curve["value"].max() == 100.0
    assert len(curve) <= most + 1
    assert (mark in set(curve["universe"])) == (mark < count)
    steps = np.diff(curve.loc[~curve["highlight"], "universe"])
    assert len(curve) < 4 or abs(steps).max() <= 2 * (count // (most - 1) + 2)
    words = multiverse_words.drawn_words(frame, "outcome", curve)
    assert words.startswith("All" if len(curve) == count else "Drawn are")


def test_pull_marks_keep_decisions_without_pairs():
    found = pulls(("base", 6, 0.03, 0.07), ("rule", 0, math.nan, math.nan))
    marks = multiverse_words.pull_frame(found, 100)
    assert marks["value"].tolist()[:2] == pytest.approx([3, 7])
    assert marks["text"].tolist() == ["", "", "no pairs"]


def test_the_multiverse_itself_knows_no_other_module(root):
    tree = ast.parse((root / "analysis" / "choices" / "multiverse.py").read_text(encoding="utf-8"))
    names = {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    names |= {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert "analysis" not in names
    assert names & {"numpy", "pandas"} == {"numpy", "pandas"}
