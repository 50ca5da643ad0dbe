"""Figures: a bundle is complete, its files are the same every time, and none is ever half there."""

import base64
import csv
import io
import json
import math
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.data.files import write_all
from analysis.display import bundles as figures
from analysis.display import style
from tests.analysis.display.test_charts import assert_tidy, boxes

ROOT = Path(__file__).resolve().parents[3]
NASTY = 'Tom & "Jerry" <script>alert(1)</script> $x_1$ </svg> ]]> Őrség'
SVG = "{http://www.w3.org/2000/svg}"


def data():
    """Make plotted numbers with every kind of cell."""
    return pd.DataFrame(
        {
            "label": [NASTY, "second"],
            "value": [1 / 3, math.nan],
            "low": [0.1, 0.2],
            "high": [0.5, math.nan],
            "verification": ["print", "unchecked"],
            "count": [3, 4],
            "highlight": [True, False],
            "text": ["", "a, b"],
        }
    )


def example(**changes):
    """Make a bundle."""
    given = {
        "title": NASTY,
        "caption": "A caption.",
        "alt": "What " + NASTY,
        "sources": ["Getty 1985, p. 1", "Nove 1987"],
        "unit": "per cent",
        "inside_note": "Expulsion is not arrest.",
        "description": "Long.",
    } | changes
    return figures.bundle(given.pop("name", "example_1"), given.pop("kind", "dots"), given.pop("data", data()), **given)


@pytest.mark.parametrize("missing", ["title", "caption", "alt"])
@pytest.mark.parametrize("text", ["", "  ", None])
def test_words_are_needed(missing, text):
    """A figure without title, caption or alternative text is refused."""
    with pytest.raises(ValueError, match=f"figure 'example_1': expected {missing}="):
        example(**{missing: text})


@pytest.mark.parametrize("name", ["", "a b", "../x", "Figure", "a.b", "ä"])
def test_name_must_be_safe(name):
    """Names become file names."""
    with pytest.raises(ValueError, match="figure name"):
        example(name=name)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "pie"}, "expected a kind of chart"),
        ({"data": pd.DataFrame({"label": [], "value": []})}, "expected at least one row"),
        (
            {"data": pd.DataFrame({"label": ["a"], "value": [math.nan]})},
            "expected a number in value or low or high",
        ),
        ({"data": pd.DataFrame({"label": ["a"]})}, "expected the columns"),
        ({"colour": "red"}, "expected options out of"),
        ({"kind": "curve", "decisions": ["label"], "outcome": "growth"}, "expected a number in growth"),
    ],
)
def test_chart_and_data_must_suit(changes, words):
    """A bundle that could not be drawn is refused when it is made, with the figure's name."""
    with pytest.raises(ValueError, match=f"figure 'example_1': (dots: )?{words}"):
        example(**changes)


def test_bundle_keeps_its_own_numbers():
    """Later changes of the frame do not reach the figure."""
    frame = data()
    made = example(data=frame)
    frame.loc[0, "value"] = 99
    assert made.data["value"].iloc[0] == 1 / 3
    with pytest.raises(AttributeError):
        made.title = "other"


def test_upper_bounds_alone_are_numbers_enough():
    """A figure of bounds without values can be made and drawn."""
    frame = pd.DataFrame({"label": ["a"], "value": [math.nan], "high": [5.0]})
    figures.render(example(data=frame))


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("long", [False, True])
def test_page_is_tidy_in_every_theme(theme, long):
    """Title, subtitle, note, chart and sources keep apart and inside, also when they are long."""
    times = 4 if long else 1
    made = example(
        title="A finding in one sentence " * times, subtitle="What is counted and where " * times,
        inside_note="Expulsion is not arrest. " * times, sources=["Getty 1985, Origins, p. 1"] * (6 * times),
    )  # fmt: skip
    figure = figures.render(made, theme)
    figure.canvas.draw()
    assert_tidy(figure)
    said = [words for words, _box in boxes(figure)]
    assert "Recount" in said
    assert any(words.startswith("Source") for words in said)


def test_slide_is_sixteen_to_nine_and_short_of_words():
    """The projector theme fills a slide and leaves long sources to the caption."""
    figure = figures.render(example(sources=["A long source of many words"] * 9), "projector")
    assert tuple(figure.get_size_inches() * 72) == pytest.approx((960, 540))
    assert "Sources: see the notes to this figure." in [words for words, _box in boxes(figure)]


def test_files_of_a_bundle(tmp_path):
    """Pictures per theme, numbers and words once."""
    paths = figures.write(example(), tmp_path / "figures", themes=("screen", "print"))
    names = ["example_1.png", "example_1.svg", "example_1.pdf", "example_1.print.png", "example_1.print.svg",
             "example_1.print.pdf", "example_1.csv", "example_1.json"]  # fmt: skip
    assert [path.name for path in paths] == names
    assert sorted(names) == sorted(path.name for path in (tmp_path / "figures").iterdir())
    with pytest.raises(ValueError, match="expected formats out of png, svg, pdf, csv, json; got gif"):
        figures.write(example(), tmp_path, formats=("gif",))


def test_numbers_are_written_in_full(tmp_path):
    """Every float reads back as itself; gaps are empty; lines end in line feeds."""
    text = figures.write(example(), tmp_path, formats=("csv",))[0].read_bytes()
    assert b"\r" not in text
    assert text.endswith(b"\n")
    first, second = csv.DictReader(io.StringIO(text.decode("utf-8")))
    assert float(first["value"]) == 1 / 3
    assert first["label"] == NASTY
    assert (second["value"], second["count"], second["highlight"]) == ("", "4", "false")


def test_fingerprint_follows_the_numbers():
    """The mark changes with any digit and with nothing else."""
    frame = data()
    assert figures.fingerprint(frame) == figures.fingerprint(frame.copy())
    assert len(figures.fingerprint(frame)) == 12
    changed = frame.assign(value=[np.nextafter(1 / 3, 1), math.nan])
    assert figures.fingerprint(changed) != figures.fingerprint(frame)


def test_words_of_a_bundle(tmp_path):
    """The words are valid JSON and name the fingerprint."""
    made = example()
    found = json.loads(figures.write(made, tmp_path, formats=("json",))[0].read_text(encoding="utf-8"))
    for name in ("title", "caption", "alt", "description", "unit"):
        assert found[name] == getattr(made, name)
    assert found["footnotes"] == ["Getty 1985, p. 1", "Nove 1987"]
    assert found["fingerprint"] == figures.fingerprint(made.data)


def test_svg_is_safe_and_says_what_it_shows(tmp_path):
    """Title and description come first, everything is escaped, text stays text."""
    text = figures.write(example(), tmp_path, formats=("svg",))[0].read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [SVG + "title", SVG + "desc"]
    assert root[0].text == NASTY
    assert root[1].text == "What " + NASTY
    assert "<script" not in text
    assert any("$x_1$" in (node.text or "") for node in root.iter(SVG + "text"))
    assert "dc:date" not in text


def test_pdf_carries_words_but_no_date(tmp_path):
    """No date and no version of a program."""
    content = figures.write(example(title="A finding"), tmp_path, formats=("pdf",))[0].read_bytes()
    assert b"CreationDate" not in content
    assert b"atplotlib" not in content
    assert b"/Title (A finding)" in content


SCRIPT = """
import sys
import pandas as pd
from analysis.display import bundles as figures
frame = pd.DataFrame({"label": ["a & b", "Őrség"], "value": [17.5, 3.0], "low": [17, 2.5], "high": [18, 3.5],
                      "verification": ["print", "unchecked"], "group": ["one", "two"], "x": [1928, 1932]})
for kind in ("dots", "lines", "columns", "strip"):
    made = figures.bundle(kind, kind, frame, title="A finding", caption="c", alt="a", unit="per cent")
    figures.write(made, sys.argv[1], themes=("screen", "contrast"))
"""


def test_same_inputs_same_bytes(tmp_path):
    """Two processes with other hash seeds, folders and user settings write the same files."""
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "matplotlibrc").write_text(
        "svg.fonttype: path\nlines.antialiased: False\naxes.axisbelow: False\n", encoding="utf-8"
    )
    for run, extra in (("1", {}), ("2", {"MATPLOTLIBRC": str(tmp_path / "settings"), "TZ": "Asia/Tokyo"})):
        keys = os.environ | {"PYTHONHASHSEED": run, "PYTHONPATH": str(ROOT)} | extra
        subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / run)], check=True, env=keys, cwd=tmp_path)
    first = sorted((tmp_path / "1").iterdir())
    assert len(first) == 4 * 8
    for path in first:
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


def test_failure_in_drawing_leaves_no_file(tmp_path, monkeypatch):
    """If the last format cannot be made, none is written."""

    def fail(*_given):
        raise RuntimeError("no pdf today")

    made = example()
    real = figures.picture
    monkeypatch.setattr(figures, "picture", lambda *given: fail() if given[2] == "pdf" else real(*given))
    with pytest.raises(RuntimeError, match="no pdf"):
        figures.write(made, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_failure_in_writing_leaves_old_files_alone(tmp_path, monkeypatch):
    """If the disk is full in the middle, the old files stand and no part of a new one is left."""
    (tmp_path / "b.csv").write_bytes(b"old")
    real = os.fdopen

    def full(handle, mode):
        if len(list(tmp_path.iterdir())) > 2:
            os.close(handle)
            raise OSError("no space left")
        return real(handle, mode)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="no space"):
        write_all({tmp_path / "a.csv": b"new", tmp_path / "b.csv": b"new"})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("b.csv", b"old")]


def test_unknown_format_of_a_picture():
    """The message lists the formats."""
    with pytest.raises(ValueError, match="png, svg, pdf; got 'gif'"):
        figures.picture(figures.render(example()), "screen", "gif", "t", "a")


@pytest.fixture
def shown(monkeypatch):
    """Collect what a notebook would show."""
    import IPython.display

    calls = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, **how: calls.append((bundle, how)))
    monkeypatch.delenv("RECOUNT_OUT", raising=False)
    monkeypatch.delenv("RECOUNT_THEME", raising=False)
    return calls


def test_show_gives_picture_alt_and_notes(shown, tmp_path, monkeypatch):
    """One output holds picture and alternative text, the next the words; no path and no file."""
    monkeypatch.chdir(tmp_path)
    made = example()
    assert figures.show(made) is None
    (picture, how), (words, _how) = shown
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert picture["text/plain"] == made.alt
    assert how["metadata"]["image/png"]["width"] == 648
    assert how["metadata"]["recount"] == {"name": "example_1", "alt": made.alt}
    text = words["text/markdown"]
    assert text.startswith("A caption.\n\n1. Getty 1985, p. 1\n2. Nove 1987\n\n")
    assert f"`example_1.csv`, fingerprint `{figures.fingerprint(made.data)}`" in text
    assert str(tmp_path) not in text
    assert not list(tmp_path.iterdir())


def test_show_writes_where_it_is_told(shown, tmp_path, monkeypatch):
    """RECOUNT_OUT asks for files, RECOUNT_THEME for a look."""
    monkeypatch.setenv("RECOUNT_OUT", str(tmp_path))
    monkeypatch.setenv("RECOUNT_THEME", "projector")
    figures.show(example())
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    assert names == {f"example_1.{end}" for end in ("projector.png", "projector.svg", "projector.pdf", "csv", "json")}
    assert shown[0][1]["metadata"]["image/png"]["width"] == 960


def test_sources_may_be_one_text_or_none():
    """Ready-made notes are taken as they are."""
    assert example(sources="Getty 1985").footnotes == ("Getty 1985",)
    assert example(sources=None).footnotes == ()
    assert example(sources=["A.", "B"]).source_line == "A; B"


def test_import_of_the_package_is_light():
    """The package itself does not load matplotlib."""
    code = "import sys, analysis, analysis.text.words; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
