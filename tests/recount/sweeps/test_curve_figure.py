"""The summary of a sweep: what is drawn, and that its words follow from the numbers."""

import pandas as pd
import pytest

from analysis.choices.grid import Grid
from recount.sweeps import curve_figure


def summary(frame, *swept):
    """The figures of a sweep whose settings and outcomes are the rows of a frame."""
    names = [name for name in frame if name not in ("base", "rule", "fixed", "setting", "error")]
    grid = Grid("01_x", {name: list(dict.fromkeys(frame[name])) for name in swept})
    return curve_figure.summary(grid, frame, names)


@pytest.fixture
def frame():
    """Two parameters: `base` moves `share` by 10, `rule` by 1; `count` never moves."""
    rows = [(b, r, 10.0 * b + r) for b in range(3) for r in (0, 1)]
    table = pd.DataFrame(rows, columns=["base", "rule", "share"]).assign(fixed="x", count=4, error="")
    table["word"] = ["agrees" if share > 5 else "outside" for share in table["share"]]
    table["one"] = "yes"
    return table.assign(setting=range(1, 7))


def test_title_and_alt_follow_from_the_numbers(frame):
    """How many outcomes move; which parameter moves them most; the ends of each."""
    outcomes, pull, verdicts = summary(frame, "base", "rule")
    assert outcomes.title == "1 of 2 outcomes in numbers move over 6 settings; “base” moves most"
    assert "share 0 to 21" in outcomes.alt
    assert "no better estimate" in outcomes.caption
    # Pairs of bases differ by 10, 20 and 10 in either rule: 13.3 on average, of a range of 21.
    assert pull.title == "Changed alone, “base” moves “share” by 63% of its range on average"
    assert pull.data.set_index("label")["value"].round(1).to_dict() == {"base": 63.5, "rule": 4.8}
    assert verdicts.title == "1 of 2 verdicts depend on the setting"
    assert verdicts.data[["name", "label", "value"]].to_numpy().tolist() == [
        ["word", "outside", 2], ["word", "agrees", 4], ["one", "yes", 6],
    ]  # fmt: skip


def test_every_picture_says_that_panels_are_different_measures(frame):
    """Expulsions and acts of the state may stand in neighbouring panels; the words must be inside the picture."""
    for bundle in summary(frame, "base", "rule")[:2]:
        assert "none stands for another" in bundle.inside_note


def test_each_outcome_is_drawn_on_its_own_scale(frame):
    """From 0, the lowest, to 100, the highest; the plotted numbers keep the values."""
    data = summary(frame, "base", "rule")[0].data
    assert data["x"].tolist() == [1, 2, 3, 4, 5, 6]
    assert data["outcome"].tolist() == [0, 1, 10, 11, 20, 21]
    assert data["value"].round(2).tolist() == [0, 4.76, 47.62, 52.38, 95.24, 100]


def test_where_nothing_moves_nothing_but_verdicts_is_drawn(frame):
    """And where no verdict turns, the title says so."""
    same = frame.assign(share=1.0, word="agrees")
    [only] = summary(same, "base", "rule")
    assert only.title == "No setting of 6 changes a verdict"


def test_failed_settings_are_not_drawn(frame):
    """Their numbers are missing; the rest is."""
    frame.loc[5, ["error", "share"]] = ["cell 3: broke", float("nan")]
    outcomes = summary(frame, "base", "rule")[0]
    assert "over 5 settings" in outcomes.title


def test_many_settings_are_drawn_as_a_sample(frame):
    """At equal steps of rank, the lowest and the highest among them; the caption says so."""
    many = pd.DataFrame({"base": range(1000), "share": [i**0.5 for i in range(1000)]})
    many = many.assign(fixed="x", error="", setting=range(1, 1001))
    outcomes = summary(many, "base")[0]
    assert len(outcomes.data) == curve_figure.MOST_DRAWN
    assert outcomes.data["x"].iloc[[0, -1]].tolist() == [1, 1000]
    assert "Drawn are 120 of 1,000 settings, at equal steps of rank" in outcomes.caption


def test_more_outcomes_than_panels_are_named(frame):
    """In the caption; the table has them all."""
    more = frame.assign(**{f"extra_{i}": frame["share"] + i for i in range(13)})
    outcomes = summary(more, "base", "rule")[0]
    assert outcomes.data["panel"].nunique() == curve_figure.MOST_PANELS
    assert "Not drawn, for want of room: extra 11 and extra 12." in outcomes.caption
