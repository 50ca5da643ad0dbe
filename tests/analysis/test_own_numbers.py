"""The front door: examples run, strings are enough, what is no printed number is refused, answers read well."""

import doctest
import importlib
import re
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import own_figures, own_numbers

MODULES = [
    "analysis",
    "analysis.own_numbers",
    "analysis.own_figures",
    "analysis.numbers.bounds",
    "analysis.numbers.printed",
]
CALLS = {
    "share_of": ("1", "4", "25%"),
    "implied_base": ("25", "50%", "50"),
    "sum_of": (["1", "2"], "3"),
    "ratio_of": ("6", "3", "twice"),
    "increase_by": ("2", "3", "50%"),
    "difference_of": ("5", "2", "3"),
    "growth_over": ("100", "121", 2, "10%"),
}


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted >= 2
    assert not result.failed


def test_examples_of_the_page(root):
    result = doctest.testfile(str(root / "docs/own_numbers.md"), module_relative=False, encoding="utf-8")
    assert result.attempted >= 12
    assert not result.failed


def test_twelve_lines_are_enough(root, tmp_path):
    """The first example of the page: at most twelve lines, they print what stands below them, and draw a figure."""
    page = (root / "docs/own_numbers.md").read_text(encoding="utf-8")
    code, printed = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1] for kind in ("python", "text"))
    assert len([line for line in code.splitlines() if line.strip()]) <= 12
    code = f"import sys; sys.path.insert(0, {str(root)!r})\n{code}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == printed
    assert {p.suffix for p in (tmp_path / "my_figures").iterdir()} == {".png", ".svg", ".pdf", ".csv", ".json"}


def test_every_name_of_the_door_opens():
    for name in analysis.__all__:
        assert getattr(analysis, name) is not None
        assert name in dir(analysis)
    assert set(own_numbers.__all__) <= set(analysis.__all__)
    with pytest.raises(AttributeError, match="'nothing'; there are Answer, Bounds"):
        _ = analysis.nothing


def test_notebooks_import_from_the_rooms(root):
    """A stored run finds the modules that it depends on by their imports, and cannot see through the door."""
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        words = re.findall(r"from analysis import ([\w, ]+)", path.read_text(encoding="utf-8"))
        assert not {w.strip() for line in words for w in line.split(",")} & set(analysis.__all__), path.name


@pytest.mark.parametrize("name", CALLS)
def test_a_figure_is_tested_or_computed(name):
    *others, stated = CALLS[name]
    check, answer = getattr(analysis, name)(*others, stated), getattr(analysis, name)(*others)
    assert check.verdict == "exact"
    assert repr(check) == f"exact: {check.working}"
    # A rate is tested at the level that it leads to.
    point = 0.1 if name == "growth_over" else check.computed
    assert answer.low <= point <= answer.high
    assert re.search(r"\d.*\.$", repr(answer))
    for words in (repr(check), repr(answer), repr(answer.bounds)):
        assert "Fraction" not in words
        assert "{" not in words


@pytest.mark.parametrize("figure", [0.185, 18.5, True, None, ["5"], Fraction(1, 2)])
def test_what_is_not_printed_is_refused(figure):
    with pytest.raises(TypeError, match="expected a number as it is printed"):
        analysis.printed(figure)


def test_whole_numbers_need_no_quotes():
    assert analysis.sum_of([1, 2], 3).verdict == "exact"
    assert analysis.printed(792_000).value == 792_000


def test_shares_say_that_they_are():
    for part in ("18.5%", "18.5 per cent", analysis.printed("18.5", "percent"), analysis.printed("0.185", "share")):
        assert analysis.implied_base("100", part).bounds.contains(Fraction(100) / Fraction(185, 1000))
    assert analysis.implied_base("100", "a third").bounds.contains(300)
    assert analysis.sums_to_100("a third", "two thirds").verdict == "exact"
    for part in ("0.185", "18.5", "1"):
        with pytest.raises(ValueError, match="per cent sign"):
            analysis.implied_base("100", part)
    for call in (lambda: analysis.implied_base("100", "120%"), lambda: analysis.printed("1.2", "share"),
                 lambda: analysis.printed("120", "percent"), lambda: analysis.sums_to_100("120%")):  # fmt: skip
        with pytest.raises(ValueError, match="at most 100%"):
            call()
    # An increase may well be above the whole.
    assert analysis.increase_by("1", "3", "200%").verdict == "exact"
    with pytest.raises(ValueError, match="per cent sign"):
        analysis.increase_by("1", "3", "200")


def test_marks_mean_what_they_mean_in_the_language():
    assert analysis.printed("792,000").readings == ()
    assert analysis.printed("3.125").value == Fraction("3.125")
    assert analysis.printed("3.125", language="de").value == 3125
    assert analysis.printed("3,125", language="de").value == Fraction("3.125")
    assert [p.value for p in analysis.printed("170.000", mixed=True).ways] == [170_000, 170]
    assert "Otherwise" in repr(analysis.share_of(analysis.printed("1.500", mixed=True), "3000"))


def test_answers_that_need_more_say_so():
    with pytest.raises(ValueError, match="the gap '--'"):
        analysis.share_of("--", "5")
    with pytest.raises(ValueError, match="more than nothing"):
        analysis.ratio_of("5", "0")
    with pytest.raises(ValueError, match="yearly step"):
        analysis.growth_over("1", "2", 0)
    with pytest.raises(ValueError, match="expected a unit out of"):
        analysis.printed("5", "litres")
    with pytest.raises(ValueError, match="the gap"):
        analysis.compare("--", {"Smith": "5"})
    with pytest.raises(ValueError, match="the gap"):
        analysis.compare("5", {"Smith": "--"})


def test_estimates_of_others():
    inside = analysis.compare("75", {"Smith": "70", "Jones": "80-90"})
    assert (inside.low, inside.high, inside.lineages) == (65, 95, 2)
    assert analysis.compare("75", {"a": "70", "b": "80"}, {"a": "one", "b": "one"}).lineages == 1


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_share_and_the_base_it_implies(part, rest):
    """Brute force: the share of a known pair, rounded and printed, implies a base that holds the known one."""
    whole = part + rest
    stated = f"{round(Fraction(part, whole) * 1000) / 10:.1f}%"
    answer = analysis.implied_base(str(part), stated) if stated != "0.0%" else None
    assert answer is None or answer.bounds.contains(whole)
    assert analysis.share_of(str(part), str(whole), stated).verdict in ("exact", "within rounding")


def test_pictures_of_answers():
    answers = {
        "one": (base := analysis.implied_base("100", "50%")),
        "two": analysis.printed("300"),
        "three": analysis.Bounds(1, 2),
    }
    made = own_figures.picture_of(answers, title="Two bases")
    assert made.data["low"].tolist() == pytest.approx([99.5 / 0.505, 299.5, 1])
    assert made.alt == f"one: {base.bounds}; two: 299.5 to 300.5; three: 1 to 2."
    shares = own_figures.picture_of({"a": analysis.printed("18.5%")}, title="A share", caption="As printed.")
    assert (shares.data["low"][0], shares.unit, shares.caption) == (18.45, "per cent", "As printed.")
    for bad, words in (
        ({}, "at least one"),
        ({"a": analysis.printed("5"), "b": analysis.printed("5%")}, "one kind"),
        ({"a": analysis.printed("more than 5")}, "two ends"),
        ({"a": analysis.printed("--")}, "two ends"),
    ):
        with pytest.raises(ValueError, match=words):
            own_figures.picture_of(bad, title="None")
