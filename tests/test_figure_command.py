"""One figure by its name: found, drawn in the theme asked for, or refused in one line."""

import json
import os
import re
import subprocess
import sys
from typing import Literal

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import Field

from analysis import topics
from analysis.choices.parameters import Parameters
from analysis.choices.topic import Topic
from analysis.display.bundles import bundle
from recount.runs import drawing
from tests.conftest import ROOT

STORED = sorted(path.stem for path in (ROOT / "figures").glob("[0-9]*.json"))


class Tiny(Parameters):
    """Choices of a figure."""

    base: Literal["members", "screened"] = Field("members", description="a choice")
    rate: float = Field(1.5, description="a number")
    flag: bool = Field(False, description="a switch")
    word: str = Field("", description="a text")


def command(*words, **environment):
    """Run the command line in a process of its own, with this interpreter."""
    code = "import sys; from recount.__main__ import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
    )  # fmt: skip


@pytest.mark.parametrize("name", STORED)
def test_every_stored_figure_has_its_notebook(name):
    """By name alone; it has the number of the figure, and is the one that the figure itself names, if it does."""
    words = json.loads((ROOT / "figures" / f"{name}.json").read_text(encoding="utf-8"))
    found = drawing.notebook_of(name)
    assert found[:3] == name[:3]
    assert words["notebook"] in ("", found)


def test_list_names_all():
    """With their titles."""
    assert list(drawing.titles()) == STORED
    done = command("figure", "--list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(STORED)
    assert "01_numbers_by_year" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["01_number_by_year"], "did you mean '01_numbers_by_year'? (recount figure --list names them all)"),
        (["01_numbers_by_year", "--theme", "beamer"], "--theme: expected one of screen, print, projector, contrast"),
        (["01_numbers_by_year", "--format", "gif"], "--format: expected one of png, svg, pdf, csv, json or all"),
        (["01_numbers_by_year", "--language", "xx"], "--language: expected one of en"),
        (["01_numbers_by_year", "-p", "bass=members"], "unknown parameter 'bass' (did you mean 'base'?)"),
        (["01_numbers_by_year", "--out", "README.md"], "--out: expected a folder, got the file 'README.md'"),
    ],
)
def test_refusals(words, said):
    """A message and no traceback."""
    done = command("figure", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_other_parameters_may_make_other_figures():
    """Then the number of the notebook is enough; without parameters the name has to be known."""
    assert drawing.notebook_of("01_of_other_parameters", other=True) == "01_purge_rates"
    with pytest.raises(drawing.FigureError, match="did you mean '01_numbers_by_year'"):
        drawing.notebook_of("01_number_by_year")


def test_settings_are_put_back(monkeypatch):
    """Also after an error; a default leaves the variable unset, as the cache knows it."""
    monkeypatch.setenv("RECOUNT_THEME", "print")
    monkeypatch.delenv("RECOUNT_LANGUAGE", raising=False)

    def fail():
        with drawing.settings(RECOUNT_THEME="screen", RECOUNT_LANGUAGE="de"):
            assert "RECOUNT_THEME" not in os.environ
            assert os.environ["RECOUNT_LANGUAGE"] == "de"
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert os.environ["RECOUNT_THEME"] == "print"
    assert "RECOUNT_LANGUAGE" not in os.environ


@pytest.mark.parametrize(
    ("language", "given", "stem"),
    [
        ("en", {}, "01_a"),
        ("de", {}, "01_a--language-de"),
        ("en", {"base": "members"}, "01_a"),
        ("en", {"base": "screened", "flag": True}, "01_a--base-screened--flag-true"),
        ("de", {"rate": 0.5}, "01_a--language-de--rate-0.5"),
    ],
)
def test_names_carry_what_is_not_the_default(language, given, stem):
    """A default that is given is none the less one."""
    assert drawing.file_stem("01_a", language, Tiny(**given)) == stem


@given(st.text(max_size=300), st.text(max_size=300))
def test_two_texts_never_take_one_name(one, other):
    """Nor does any bring a separator or a name that a disk does not take."""
    assume(one != other)
    stems = [drawing.file_stem("01_a", "en", Tiny(word=word)) for word in (one, other)]
    assert stems[0] != stems[1]
    assert all(re.fullmatch(r"01_a[\w.+-]*", stem, re.ASCII) and len(stem) < 200 for stem in stems)


@pytest.fixture
def registered(monkeypatch):
    """A topic with one figure, which is nothing where the flag is set."""

    def figure(choices):
        data = pd.DataFrame({"label": ["x", "y"], "value": [1, choices.rate]})
        words = {"title": "Two bars", "caption": "Bars.", "alt": "Two bars.", "unit": "number", "notebook": "01_tiny"}
        return None if choices.flag else bundle("01_a", "bars", data, **words)

    topic = Topic("01_tiny", "Why?", Tiny, figures={"01_a": figure})
    monkeypatch.setattr(topics, "FOLDERS", {"01_tiny": "tiny"})
    monkeypatch.setattr(topics, "topic", lambda notebook: topic)
    monkeypatch.setitem(topics.DECLARED, "01_tiny", Tiny)


def test_a_registered_figure_is_drawn_by_its_function(registered, tmp_path, capsys):
    """No notebook of that name is there to be run; another parameter, another name; a change is told."""
    [first] = drawing.draw("01_a", tmp_path, form="csv")
    [second] = drawing.draw("01_a", tmp_path, form="csv", pairs=["rate=2.5"])
    assert (first.name, second.name) == ("01_a.csv", "01_a--rate-2.5.csv")
    assert [path.read_text(encoding="utf-8").splitlines()[-1] for path in (first, second)] == ["y,1.5", "y,2.5"]
    assert capsys.readouterr().err == ""
    first.write_text("other", encoding="utf-8")
    assert drawing.draw("01_a", tmp_path, form="csv") == [first]
    assert "01_a.csv: replaced, what was there was different" in capsys.readouterr().err
    made = drawing.draw("01_a", tmp_path / "p", form="all", theme="print")
    pictures = [f"01_a.print.{form}" for form in ("png", "svg", "pdf")]
    assert [path.name for path in made] == [*pictures, "01_a.csv", "01_a.json"]


def test_a_figure_that_is_nothing_under_its_parameters_is_refused(registered, tmp_path):
    """Nothing is written."""
    with pytest.raises(drawing.FigureError, match="01_a: expected something to draw, got nothing with these"):
        drawing.draw("01_a", tmp_path, pairs=["flag=true"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.full
def test_one_figure_is_drawn(tmp_path):
    """In theme and format asked for, the only one; the plotted numbers are the stored ones; again, the same bytes."""
    place = {"RECOUNT_CACHE": str(tmp_path / "cache")}
    words = ["figure", "07_illiteracy", "--theme", "projector", "--out", str(tmp_path / "out")]
    done = command(*words, "--format", "pdf", **place)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["07_illiteracy.projector.pdf"]
    first = (tmp_path / "out" / "07_illiteracy.projector.pdf").read_bytes()
    done = command(*words, "--format", "all", **place)
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    ends = ("csv", "json", "projector.pdf", "projector.png", "projector.svg")
    assert sorted(made) == [f"07_illiteracy.{end}" for end in ends]
    assert made["07_illiteracy.projector.pdf"] == first
    assert made["07_illiteracy.csv"] == (ROOT / "figures" / "07_illiteracy.csv").read_bytes()
    assert done.stdout.splitlines()[-1].endswith("07_illiteracy.json")
