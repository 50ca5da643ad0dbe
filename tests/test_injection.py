"""What a cell, a title or a name says stays text: no formula, no tag, no code, no path, no terminal command."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import topics
from analysis.choices import parameters
from analysis.data import tables
from analysis.data.files import canonical_csv
from analysis.display import bundles as figures
from analysis.display import pages
from analysis.text import plain as plain_text
from recount.publish import ledger_documents as ledger_output
from recount.runs import cache, catalogue, places, runner

FORMULAS = ("=1+1", '=LINK("http://x","y")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\t=1")
NO_FORMULAS = ("--", "-", "-5", "+53", "+1,234.5%", "-5 to 10", "17,5", "a = b", "(1) x", "+ 5", "")
MARKUP = (
    "<script>alert(1)</script>",
    "]]><script/>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; & &amp;",
    "<!-- --><?xml?>",
    "$\\frac{$ x_{ ^ \\alpha $",
    "\\\\ \\n \\g<0> {0} %s {name}",
    "'; DROP TABLE x; --",
    "font-family: 'DejaVu Sans'",
)
#: Only these begin something in HTML that follows the rules of CommonMark.
TAG = re.compile(r"<[A-Za-z/!?]")


def frame(label):
    return pd.DataFrame(
        {"label": [label, "b"], "value": [1.0, 2.0], "low": [0.5, 1.5], "high": [1.5, 2.5], "verified": [True, True]}
    )


def bundle(label="a", **words):
    needed = {"title": "T", "caption": "C", "alt": "A"} | words
    name = needed.pop("name", "01_x")
    return figures.bundle(name, "dots", frame(label), sources=["A source."], **needed)


# --- spreadsheets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_text_in_every_csv(cell):
    rows = pd.DataFrame({"label": [cell], "value": [1.5]})
    for text in (canonical_csv(rows), ledger_output.text(rows, "csv")):
        assert next(csv.DictReader(io.StringIO(text, newline="")))["label"] == f"'{cell}"


@pytest.mark.parametrize("cell", NO_FORMULAS)
def test_what_is_no_formula_stays_as_it_is(cell):
    assert plain_text.guard_formulas(pd.DataFrame({"label": [cell]})).loc[0, "label"] == cell


def test_numbers_are_left_alone():
    rows = pd.DataFrame({"a": [-1.5, 2.0], "b": [True, False], "c": [-1, 2]})
    pd.testing.assert_frame_equal(plain_text.guard_formulas(rows), rows)


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_no_guarded_cell_begins_as_a_formula(text):
    cell = plain_text.guard_formulas(pd.DataFrame({"x": [text]}, dtype=object)).loc[0, "x"]
    assert not cell.startswith(("=", "@", "\t", "\r"))
    assert cell in (text, f"'{text}")


# --- pictures and pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_picture_is_text(tmp_path, text):
    made = bundle(text, title=text, alt=text, inside_note=text, subtitle=text)
    [path, *_more] = figures.write(made, tmp_path, formats=["svg", "csv", "json"])
    tree = ElementTree.parse(path)
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"script", "img", "foreignObject", "a", "b"}
    [title] = [element.text for element in tree.iter() if element.tag == "{http://www.w3.org/2000/svg}title"]
    assert title == text
    drawn = "".join("".join(element.itertext()) for element in tree.iter() if element.tag.endswith("}text"))
    assert "".join(text.split()) in "".join(drawn.split())
    assert not any(name.startswith("on") for element in tree.iter() for name in element.attrib)
    assert json.loads((tmp_path / "01_x.json").read_text(encoding="utf-8"))["title"] == text


@pytest.mark.parametrize("where", ["title", "caption", "alt", "description", "label", "subtitle"])
@pytest.mark.parametrize("mark", ["\x00", "\x1b[31m", "\x07", "\u202e"])
def test_control_characters_in_a_figure_are_refused(where, mark):
    with pytest.raises(ValueError, match="expected text without control characters"):
        bundle(**{where: f"a{mark}b"})


@pytest.mark.parametrize("text", MARKUP)
def test_no_tag_begins_in_what_a_notebook_shows(monkeypatch, text):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append(data["text/markdown"]))
    pages.say(text)
    pages.points([text])
    pages.table(pd.DataFrame({text: [text]}), caption=text, notes=[text])
    shown.append(figures.caption_text(bundle(caption=text)))
    assert len(shown) == 4
    assert not any(TAG.search(words) for words in shown)


def test_a_section_heading_of_the_ledger_is_text(monkeypatch):
    monkeypatch.setattr(
        tables, "load_pamphlet", lambda name: pd.DataFrame({"section": ["s1"], "subject": ["<b>x</b>"]})
    )
    row = dict.fromkeys(("statement", "printed", "arithmetic", "fidelity", "evidence", "working", "repair"), "<i>y</i>")
    row = row | {"section": "s1", "claim": "c", "arithmetic": "exact", "fidelity": "x", "evidence": "x"}
    page = ledger_output.document(pd.DataFrame([row]))
    assert not re.search(r"(?<!\\)<", page)


# --- names and places --------------------------------------------------------------------------------------------


WRONG_NAMES = ("../x", "/etc/x", "C:\\x", "a/b", "a\\b", "", ".", "..", "con", "nul", "com1", "a\0b", "a\nb", "x" * 300)


@pytest.mark.parametrize("name", [*WRONG_NAMES, "Ä", "a b"])
def test_a_figure_name_cannot_leave_its_folder(name):
    with pytest.raises(ValueError, match="figure name: expected"):
        bundle(name=name)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project with data and code, nothing of ours."""
    root = tmp_path / "project"
    for name in ("data/pamphlet", "analysis", "notebooks", "figures"):
        (root / name).mkdir(parents=True)
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setenv("RECOUNT_CACHE", str(root / ".cache"))
    monkeypatch.delenv("RECOUNT_DATA", raising=False)
    return root


WRONG_PLACES = ("data", "data/pamphlet/new", "analysis", "notebooks/x", "figures", ".cache/x", "", " ", "a\nb", "a\0b")


@pytest.mark.parametrize("name", [*WRONG_PLACES, "."])
def test_a_run_cannot_write_among_the_projects_own_files(project, name):
    before = sorted(project.rglob("*"))
    with pytest.raises(places.PlaceError, match="--out: expected"):
        places.make_out(project / name if name.strip() and name.isprintable() else name)
    assert sorted(project.rglob("*")) == before


def test_links_are_followed_before_a_folder_is_judged(project, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(project / "data", target_is_directory=True)
    with pytest.raises(places.PlaceError, match="data/"):
        places.make_out(link / "out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "figures").symlink_to(project / "data", target_is_directory=True)
    with pytest.raises(places.PlaceError, match="data/"):
        places.make_out(tmp_path / "other")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(places.PlaceError, match="--out: expected"):
        places.make_out(tmp_path / "loop" / "x")


@pytest.mark.parametrize("name", ["out", "out put/é 'q' \"q\"", "-x", "x" * 200])
def test_other_folders_are_made(project, name):
    assert places.make_out(project / name).is_dir()


def test_the_project_itself_is_written_only_by_a_report(project):
    assert places.make_out(project, reference=True) == project
    with pytest.raises(places.PlaceError):
        places.make_out(project)


def test_a_readers_own_pictures_are_not_removed(project):
    """Only what is named and written like a figure of ours goes."""
    own = [project / "figures" / name for name in ("2019 holiday.png", "7.jpg", "01_notes.txt", "01_old.png.bak")]
    for path in (*own, project / "figures/01_old.png"):
        path.touch()
    (project / "figures/02_folder.png").mkdir()
    runner.remove_stale(project)
    assert all(path.exists() for path in own)
    assert not (project / "figures/01_old.png").exists()


ODD = ("11 with blanks.ipynb", "12_ünïcode.ipynb", "13_'quotes\".ipynb", "14_line\nend.ipynb", "15_$(touch x);.ipynb")


@pytest.mark.parametrize("name", ODD)
def test_odd_notebook_names_are_listed_and_refused_in_words(project, name):
    cells = [{"cell_type": "markdown", "source": ["# A question?\n"], "metadata": {}}]
    (project / "notebooks" / name).write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert list(catalogue.questions().values()) == ["A question?"]
    with pytest.raises(parameters.ParameterError, match="expected a notebook"):
        topics.check(runner.known(name), {})


NO_NOTEBOOKS = ("", "{}", "[]", "null", '{"cells": []}', '{"cells": [{}]}', "\ufeff{", "[" * 100_000)


@pytest.mark.parametrize("content", NO_NOTEBOOKS)
def test_a_damaged_notebook_is_named(project, content):
    (project / "notebooks/01_x.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(catalogue.CatalogueError, match=r"01_x\.ipynb"):
        catalogue.questions()


@settings(max_examples=30)
@given(st.text(max_size=30))
def test_yaml_never_makes_an_object(text):
    for value in (text, f"!!python/object/apply:os.system [{text}]", f"!!binary {text}", f"{{a: {text}}}", f"- {text}"):
        taken = runner.read_pairs([f"x={value}"])["x"]
        assert type(taken) in (str, int, float, bool)
    assert not Path("x").exists()
