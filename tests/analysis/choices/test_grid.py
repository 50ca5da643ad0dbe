"""Grids: read strictly, refused quickly where they are huge, streamed in a stated order."""

import contextlib
import itertools
import math
import time
from decimal import Decimal
from typing import Literal

import pytest
import yaml
from hypothesis import event, given
from hypothesis import strategies as st
from pydantic import Field

from analysis import topics
from analysis.choices import grid
from analysis.choices.grid import Grid, GridError, steps
from analysis.choices.parameters import ParameterError, Parameters
from recount.sweeps.grid_file import read_grid


class Tiny(Parameters):
    """Parameters of the notebook that the grids here are for."""

    base: Literal["members", "screened"] = Field("members", description="a choice")
    years: int = Field(3, ge=0, le=10**13, description="a number of years")
    share: float = Field(0.5, ge=0, le=1, description="a share")
    flag: bool = Field(False, description="a switch")
    text: str = Field("", description="a text")


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Write a grid file and read it for the notebook above."""
    monkeypatch.setitem(topics.DECLARED, "01_tiny", Tiny)

    def read(text, **options):
        path = tmp_path / "grid.yml"
        path.write_text(text, encoding="utf-8")
        return read_grid(path, "01_tiny", **options)

    return read


def test_lists_ranges_and_single_values(read):
    """The last parameter of the file changes fastest."""
    found = read("parameters:\n  base: [members, screened]\n  years: {from: 1, to: 5, step: 2}\n  flag: true\n")
    assert list(found.settings()) == [
        {"base": base, "years": years, "flag": True} for base in ("members", "screened") for years in (1, 3, 5)
    ]
    assert (found.size, found.count) == (6, 6)


def test_decimals_do_not_drift(read):
    """0.1 + 0.1 + 0.1 would not be 0.3."""
    found = read("parameters: {share: {from: 0.1, to: 0.7, step: 0.1}}")
    assert [s["share"] for s in found.settings()] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]


def test_a_range_may_go_down(read):
    """By a negative step."""
    assert [s["years"] for s in read("parameters: {years: {from: 4, to: 0, step: -2}}").settings()] == [4, 2, 0]


def test_exclusions_leave_out_what_matches_all_of_a_mapping(read):
    """A value or a list of values a parameter; the count follows."""
    found = read(
        "parameters:\n  base: [members, screened]\n  years: [1, 2, 3]\nexclude:\n"
        "  - {base: screened, years: [1, 2]}\n  - {years: 3}\n"
    )
    assert list(found.settings()) == [{"base": "members", "years": 1}, {"base": "members", "years": 2}]
    assert (found.size, found.count) == (6, 2)


def test_a_date_and_yes_stay_text(read):
    """As in YAML 1.2; PyYAML by itself would read a date and a truth value."""
    assert [s["text"] for s in read("parameters: {text: [1932-07-31, yes, 0x1F, 1:30]}").settings()] == [
        "1932-07-31", "yes", "0x1F", "1:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parameters: {years: []}", "years: expected at least one value"),
        ("parameters: {years: [1, 1]}", "years: expected each value once, got 1 twice"),
        ("parameters: {share: [0, 0.0]}", "share: expected each value once"),
        ("parameters: {years: {from: 0, to: 4, step: 0}}", "expected a step that leads from 0 to 4, got 0"),
        ("parameters: {years: {from: 0, to: 4, step: -1}}", "expected a step that leads from 0 to 4, got -1"),
        ("parameters: {years: {from: 0, to: 5, step: 2}}", "the last value before it is 4"),
        ("parameters: {years: {from: 0, to: 4}}", "step is missing"),
        ("parameters: {years: {from: 0, to: true, step: 1}}", "expected a number for to"),
        ("parameters: {years: {from: 0, to: 4, stepp: 1}}", "did you mean 'step'"),
        ("parameter: {years: 1}", "did you mean 'parameters'"),
        ("exclude: []", "parameters is missing"),
        ("parameters: [years]", "expected names with values"),
        ("parameters: {}", "expected names with values"),
        ("parameters: {years: [[1]]}", "expected text, a number, true or false"),
        ("parameters: {years: null}", "expected text, a number, true or false"),
        ("parameters: {years: 1}\nexclude: {years: 1}", "expected a list of mappings"),
        ("parameters: {years: 1}\nexclude: [{}]", "expected names with values"),
        ("parameters: {years: 1}\nexclude: [{year: 1}]", "did you mean 'years'"),
        ("parameters: {years: 1}\nexclude: [{years: 2}]", "expected values of years that the grid has, got 2"),
        ("parameters: {years: 1}\nexclude: [{years: 1}]", "expected some settings to remain"),
        ("parameters: {years: 1, years: 2}", "expected each name once"),
        ("parameters: {1: 2}", "expected a name"),
        ("parameters: &a {years: *a}", "an anchor or alias"),
        ("parameters: !!python/object/apply:os.system [echo]", "the tag"),
        ("parameters: !!map {years: 1}", "the tag"),
        ("parameters: [", "expected YAML"),
        ("just text", "got str"),
        ("", "got NoneType"),
        ("a: " + "[" * 3000, "at most 6 levels"),
        ("parameters: {years: " + "9" * 31 + "}", "a number of at most 30"),
        ("#" + "x" * 100_001, "at most 100,000 bytes"),
    ],
)
def test_what_is_no_grid_is_refused(read, text, message):
    """With the line or the name, what was expected, what came."""
    with pytest.raises(GridError) as refused:
        read(text)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parameters: {yeers: 1}", "unknown parameter 'yeers' (did you mean 'years'?)"),
        ("parameters: {base: [members, sceened]}", "did you mean 'screened'"),
        ("parameters: {years: true}", "expected whole number"),
        ("parameters: {years: 1.5}", "expected whole number"),
        ("parameters: {flag: 1}", "expected true or false"),
        ("parameters: {flag: yes}", "expected true or false"),
        ("parameters: {share: {from: 0.5, to: 1.5, step: 0.5}}", "expected number from 0"),
    ],
)
def test_what_the_notebook_does_not_take_is_refused(read, text, message):
    """By its own declaration, in its own words."""
    with pytest.raises(ParameterError) as refused:
        read(text)
    assert message in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """And one that is no text."""
    with pytest.raises(GridError, match="expected a file"):
        read_grid(tmp_path / "no.yml", "01_purge_rates")
    (tmp_path / "b.yml").write_bytes(b"\xff\xfe")
    with pytest.raises(GridError, match="UTF-8"):
        read_grid(tmp_path / "b.yml", "01_purge_rates")


def test_a_grid_of_a_million_million_settings_is_refused_at_once(read):
    """With its count, whether it is one long range or many lists."""
    start = time.process_time()
    with pytest.raises(GridError, match=r"1,000,000,000,000 settings.*years alone has more"):
        read("parameters: {years: {from: 1, to: 1000000000000, step: 1}}")
    years, share = "{from: 1, to: 10000, step: 1}", "{from: 0.0001, to: 1, step: 0.0001}"
    with pytest.raises(GridError, match=r"200,000,000 settings.*at most 10,000"):
        read(f"parameters: {{base: [members, screened], years: {years}, share: {share}}}")
    assert time.process_time() - start < 5


def test_the_limit_counts_what_remains(read):
    """Exclusions first; the limit can be raised."""
    text = "parameters: {base: [members, screened], years: [1, 2, 3]}\nexclude: [{base: screened, years: [2, 3]}]"
    with pytest.raises(GridError, match=r"4 settings after exclusions \(6 before\), expected at most 3"):
        read(text, limit=3)
    assert read(text, limit=4).count == 4


def test_more_combinations_than_can_be_looked_through_are_refused_at_once(read):
    """Exclusions are tried on each combination, so there may be no more than a million of them."""
    years = "{from: 1, to: 10000, step: 1}"
    text = f"parameters: {{years: {years}, share: {{from: 0.01, to: 1, step: 0.01}}, flag: [true, false]}}"
    start = time.process_time()
    with pytest.raises(GridError, match=r"2,000,000 settings before exclusions, expected at most 10,000"):
        read(text + "\nexclude: [{flag: true}]")
    assert time.process_time() - start < 5
    with pytest.raises(GridError, match="years alone has more"):
        read(f"parameters: {{years: {years}, flag: [true, false]}}\nexclude: [{{flag: true}}]", limit=9_999)


values = st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True)


@st.composite
def grids(draw):
    """A small grid with exclusions that may overlap, nest, or leave out everything."""
    chosen = draw(st.dictionaries(st.sampled_from("abcd"), values, min_size=1, max_size=4))
    parts = {name: st.frozensets(st.sampled_from(found), min_size=1) for name, found in chosen.items()}
    box = st.fixed_dictionaries({}, optional=parts)
    return Grid("x", chosen, tuple(draw(st.lists(box.filter(bool), max_size=5))))


@given(grids())
def test_count_and_settings_are_those_of_brute_force(found):
    """Whatever the exclusions are, and in the same order."""
    names = list(found.values)
    everything = [dict(zip(names, row, strict=True)) for row in itertools.product(*found.values.values())]
    wanted = [s for s in everything if not any(all(s[n] in box[n] for n in box) for box in found.exclude)]
    assert list(found.settings()) == wanted
    assert found.count == len(wanted)
    assert found.size == len(everything) == math.prod(map(len, found.values.values()))


@given(st.integers(-50, 50), st.integers(-20, 20).filter(bool), st.integers(0, 30), st.integers(0, 3))
def test_a_range_is_exact(first, step, more, places):
    """Its length, its members and its end, as whole numbers and as decimals."""
    unit = Decimal(1).scaleb(-places) if places else 1
    found = steps("x", first * unit, (first + more * step) * unit, step * unit)
    assert list(found) == [(first + i * step) * unit for i in range(more + 1)]
    assert len(found) == more + 1


def test_the_example_is_a_grid(root):
    """The one that the documents quote; its exclusions take 48 of 162."""
    found = read_grid(root / "docs/grids/purge_bases.yml", "01_purge_rates")
    assert (found.size, found.count) == (162, 114)
    assert sum(1 for _ in found.settings()) == 114
    assert grid.LIMIT == 10_000


WORDS = st.sampled_from([
    "parameters", "exclude", "base", "years", "share", "flag", "text", "from", "to", "step", "members", "screened",
    "1", "-1", "0", "0.5", "1e400", ".nan", "true", "null", "9999999999999", "{", "}", "[", "]", ":", ": ", ",", "- ",
    "\n", "\n  ", "\t", "&a ", "*a", "<<: ", "!!python/object:os.system ", "!x ", "'", '"', "\x00", "\ufeff", "é", "# ",
])  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map("".join)))
def test_no_file_brings_more_than_a_refusal(tmp_path_factory, text):
    """Any text is a grid within its limit, or is refused in the project's own words; nothing else is raised."""
    path = tmp_path_factory.mktemp("grid") / "grid.yml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(GridError, ParameterError):
        patch.setitem(topics.DECLARED, "01_tiny", Tiny)
        assert 0 < read_grid(path, "01_tiny", limit=50).count <= 50


ANY = st.one_of(st.integers(-(10**20), 10**20), st.floats(), st.booleans(), st.text(max_size=5), st.none())
FITTING = {
    "base": st.sampled_from(["members", "screened"]), "years": st.integers(0, 9), "share": st.floats(0, 1, width=16),
    "flag": st.booleans(), "text": st.sampled_from(["a", "=1", "é"]),
}  # fmt: skip


def some(fitting):
    """A few values of a parameter, most of them such as it takes."""
    return st.lists(st.one_of(*[fitting] * 7, ANY), min_size=1, max_size=3, unique_by=repr)


@given(st.fixed_dictionaries({}, optional={name: some(fitting) for name, fitting in FITTING.items()}))
def test_no_value_brings_more_than_a_refusal(tmp_path_factory, values):
    """The same for files that are well formed: what is taken has as many settings as it counts."""
    path = tmp_path_factory.mktemp("grid") / "grid.yml"
    path.write_text(yaml.safe_dump({"parameters": values}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(GridError, ParameterError):
        patch.setitem(topics.DECLARED, "01_tiny", Tiny)
        found = read_grid(path, "01_tiny")
        event("taken")
        assert found.count == len(list(found.settings())) == math.prod(map(len, values.values()))
