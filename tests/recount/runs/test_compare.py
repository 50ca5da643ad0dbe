"""Two runs compared: what differs is named, what does not is not, damage is a message."""

import base64
import io
import json

import pytest
from PIL import Image

from recount.app import cli
from recount.runs import compare
from recount.runs.compare_files import CompareError, distance

CSV = "label,group,value,highlight\nA,x,1.5,true\nB,x,2,false\nB,y,,false\n"
TABLE = "**Caption**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{words}</text><path d="{path}"/></svg>'


def png(colour=(255, 0, 0), size=(4, 3), level=6):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG", compress_level=level)
    return buffer.getvalue()


def notebook(table=TABLE, sentence="One.", picture=None, cell="c2"):
    def show(**data):
        return {"output_type": "display_data", "data": data, "metadata": {}}

    outputs = [
        show(**{"text/markdown": table, "text/plain": table}),
        show(**{"text/markdown": sentence, "text/plain": sentence}),
        show(**{"image/png": base64.b64encode(picture or png()).decode(), "text/plain": "alt"}),
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
    ]
    cells = [{"cell_type": "markdown", "id": "c1", "source": []}, {"cell_type": "code", "id": cell, "outputs": outputs}]
    return json.dumps({"cells": cells})


def record(**changes):
    content = {
        "record": 1, "notebook": "01_x", "started": "a", "seconds": 1.0, "seed": None,
        "parameters": {"base": "members"}, "packages": {"pandas": "3.0"}, "versions": {"python": "3.11"},
        "project": {"version": "0.1.0", "commit": "abc", "changed": False},
        "inputs": {"notebook": "n", "lock": "l", "code": {"analysis.a": "1"}, "data": {"pamphlet/a.csv": "1"}},
    }  # fmt: skip
    return json.dumps(content | changes)


@pytest.fixture
def runs(tmp_path):
    """Two runs alike, and what writes a file into one of them."""

    def write(run, name, content):
        path = tmp_path / run / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    for run in "ab":
        write(run, "figures/01_f.csv", CSV)
        write(run, "figures/01_f.json", json.dumps({"title": "T", "alt": "A", "fingerprint": "f"}))
        write(run, "figures/01_f.png", png())
        write(run, "figures/01_f.svg", SVG.format(words="One", path="M0 0"))
        write(run, "figures/01_f.pdf", "%PDF")
        write(run, "notebooks/01_x.ipynb", notebook())
        write(run, "sweep.csv", "setting,base,share,verdict\n1,a,0.25,exact\n2,b,0.75,\n")
        write(run, "records/01_x.json", record())
    write.a, write.b = tmp_path / "a", tmp_path / "b"
    return write


def lines(runs, **options):
    return [f"{d.kind}: {d.text()}" for d in compare.compare(runs.a, runs.b, **options).differences]


def test_the_same_is_the_same(runs):
    """Also when the pictures are packed differently and the record has another time."""
    runs("b", "figures/01_f.png", png(level=0))
    runs("b", "records/01_x.json", record(started="b", seconds=9.0))
    found = compare.compare(runs.a, runs.b)
    assert (found.same, found.inputs, found.unrecorded) == (True, [], [])
    assert found.compared == {"numbers": 2, "sentences": 1, "pictures": 3, "notebooks": 1}
    assert compare.as_text(found).startswith("Same: ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("A,x,1.5", "A,x,1.8", ["row group=x label=A, value: 1.5 against 1.8 (relative difference 0.17)"]),
        ("A,x,1.5", "A,x,1.50000000000001", []),
        ("A,x,1.5", "A,x,1.5000", []),
        ("B,x,2,false", "B,x,2,true", ["row group=x label=B, highlight: false against true"]),
        ("B,y,,", "B,y,0,", ["row group=y label=B, value: (empty) against 0"]),
        ("A,x,1.5,true\n", "", ["row group=x label=A: there against missing"]),
        ("A,x,1.5,true\nB,x,2,false\n", "B,x,2,false\nA,x,1.5,true\n", []),
        ("value,", "sum,", ["column value: there against missing", "column sum: missing against there"]),
        ("A,x,1.5", "A,x,nan", ["row group=x label=A, value: 1.5 against nan (relative difference inf)"]),
    ],
)
def test_numbers_are_matched_by_row(runs, old, new, expected):
    """Neither the order of rows nor the way a number is written counts."""
    runs("b", "figures/01_f.csv", CSV.replace(old, new))
    assert lines(runs) == [f"numbers: figures/01_f.csv, {line}" for line in expected]


def test_an_id_alone_names_a_row(runs):
    """A changed label is then a difference of that row, not another row."""
    runs("a", "figures/01_f.csv", "id,label,value\na,one,1\nb,two,2\n")
    runs("b", "figures/01_f.csv", "id,label,value\na,one,1\nb,zwei,2\n")
    assert lines(runs) == ["numbers: figures/01_f.csv, row id=b, label: two against zwei"]


def test_rows_of_one_name_are_told_apart_by_their_order(runs):
    """The second of two is called (2)."""
    runs("a", "figures/01_f.csv", "label,value\na,1\na,2\n")
    runs("b", "figures/01_f.csv", "label,value\na,1\na,3\n")
    assert "row label=a (2), value: 2 against 3" in lines(runs)[0]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("1", "1", 0), ("1", "1.0", 0), ("0", "-0.0", 0), ("nan", "NaN", 0), ("inf", "1", float("inf")), ("x", "y", None),
     ("2", "1", 0.5), ("-1", "1", 2), ("0", "5", 1), ("", "0", None)],
)  # fmt: skip
def test_distance_of_two_cells(a, b, expected):
    """By hand."""
    assert distance(a, b) == distance(b, a) == expected


def test_the_tolerance_is_relative(runs):
    """At the limit counts as the same."""
    runs("b", "figures/01_f.csv", CSV.replace("2,false", "2.5,false"))
    assert lines(runs, tolerance=0.2) == []
    assert len(lines(runs, tolerance=0.19)) == 1


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_no_tolerance_but_a_number_from_nought(runs, value):
    """Anything else would call everything the same."""
    with pytest.raises(CompareError, match="--tolerance: expected a number from 0"):
        compare.compare(runs.a, runs.b, value)


def test_the_table_of_a_sweep_is_compared_by_its_settings(runs):
    """Whatever their order; numbers with the tolerance, words exactly."""
    runs("b", "sweep.csv", "setting,base,share,verdict\n2,b,0.75,within rounding\n1,a,0.5,exact\n")
    assert lines(runs) == [
        "numbers: sweep.csv, row setting=1, share: 0.25 against 0.5 (relative difference 0.5)",
        "numbers: sweep.csv, row setting=2, verdict: (empty) against within rounding",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"table": TABLE.replace("2", "3")}, ["tables: {}, cell c2, output 1, line 5: | 1 | 2 | against | 1 | 3 |"]),
        ({"sentence": "Two."}, ["sentences: {}, cell c2, output 2, line 1: One. against Two."]),
        ({"sentence": "One.\nMore."}, ["sentences: {}, cell c2, output 2, line 2: missing against More."]),
        ({"picture": png(size=(5, 3))}, ["pictures: {}, cell c2, output 3: 4 by 3 pixels against 5 by 3 pixels"]),
    ],
)
def test_outputs_of_notebooks_are_matched_by_cell(runs, change, expected):
    """Tables, sentences and pictures are told apart."""
    runs("b", "notebooks/01_x.ipynb", notebook(**change))
    assert lines(runs) == [line.format("notebooks/01_x.ipynb") for line in expected]


def test_a_cell_on_one_side_only_is_told(runs):
    """With what it shows; a picture's alternative text is a sentence."""
    runs("b", "notebooks/01_x.ipynb", notebook(cell="c9"))
    shown = "tables, sentences, pictures, sentences, sentences"
    told = [line.partition("shows: ")[2] for line in lines(runs)]
    assert told == [f"{shown} against nothing", f"nothing against {shown}"]


def test_long_lines_are_shown_where_they_part(runs):
    """Not only their beginning, which is the same."""
    runs("a", "notebooks/01_x.ipynb", notebook(sentence="word " * 40 + "28 per cent"))
    runs("b", "notebooks/01_x.ipynb", notebook(sentence="word " * 40 + "29 per cent"))
    assert "28 per cent against" in lines(runs)[0]
    assert lines(runs)[0].endswith("29 per cent")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("01_f.png", png((255, 0, 9)), "12 of 12 pixels differ, by 9 of 255 at most"),
        ("01_f.svg", SVG.format(words="Two", path="M0 0"), "words: One against Two"),
        ("01_f.svg", SVG.format(words="One", path="M1 0"), "drawn differently, with the same words"),
        ("01_f.pdf", "%PDF 2", "its bytes differ"),
        ("01_f.json", json.dumps({"title": "U", "alt": "A", "fingerprint": "g"}), "title: T against U"),
    ],
)
def test_pictures_and_their_words(runs, name, content, expected):
    """Pixels of a PNG, words and drawing of an SVG, bytes of a PDF."""
    runs("b", f"figures/{name}", content)
    [line] = lines(runs)
    assert line.endswith(expected)


def test_what_may_explain_it(runs):
    """Files, modules, versions, parameters; which runs do not matter when it is all of them."""
    inputs = {
        "notebook": "n",
        "lock": "l",
        "code": {"analysis.a": "2"},
        "data": {"pamphlet/b.csv": "1"},
    }
    runs("b", "records/01_x.json", record(
        inputs=inputs, packages={"pandas": "3.1"}, parameters={"base": "candidates"},
        project={"version": "0.1.0", "commit": "d", "changed": True}, settings={"RECOUNT_THEME": "print"}))  # fmt: skip
    assert compare.compare(runs.a, runs.b).inputs == [
        "module analysis.a differs",
        "data/pamphlet/a.csv was used by A only",
        "data/pamphlet/b.csv was used by B only",
        "pandas: 3.0 against 3.1",
        "parameter base: members against candidates",
        "project's changed: False against True",
        "project's commit: abc against d",
        "RECOUNT_THEME: not stated against print",
    ]


def test_an_input_of_one_notebook_among_several_names_it(runs):
    """The other notebook's record is the same on both sides."""
    for run in "ab":
        runs(run, "records/02_y.json", record(notebook="02_y"))
    runs("b", "records/01_x.json", record(packages={"pandas": "3.1"}))
    assert compare.compare(runs.a, runs.b).inputs == ["pandas: 3.0 against 3.1 (01_x)"]


def test_a_kernel_names_all_data_and_that_explains_nothing(runs):
    """It keeps no record of what it read; a file that both name and that differs is told all the same."""
    inputs = {"data": {"pamphlet/a.csv": "2", "pamphlet/b.csv": "1"}, "code": {"analysis.a": "1"}}
    runs("b", "records/01_x.json", record(engine="kernel", inputs={"notebook": "n", "lock": "l"} | inputs))
    told = compare.compare(runs.a, runs.b).inputs
    assert told == ["engine: not stated against kernel", "data/pamphlet/a.csv differs"]


def test_settings_of_a_sweep_are_compared_one_by_one(runs):
    """And its frame by setting."""
    for run, value in (("a", 1), ("b", 2)):
        runs(run, "sweep.csv", f"setting,share\n1,0.5\n2,{value}\n")
        runs(run, "settings/2/notebooks/01_x.ipynb", notebook(sentence=f"{value}."))
        runs(run, "settings/2/records/01_x.json", record(parameters={"base": str(value)}))
    found = compare.compare(runs.a, runs.b)
    assert [d.text() for d in found.differences] == [
        "settings/2/notebooks/01_x.ipynb, cell c2, output 2, line 1: 1. against 2.",
        "sweep.csv, row setting=2, share: 1 against 2 (relative difference 0.5)",
    ]
    assert found.inputs == ["parameter base: 1 against 2 (settings/2/01_x)"]


def test_a_missing_notebook_stands_for_its_figures(runs):
    """Its five files a figure are not named singly; a figure missing alone is."""
    for name in ("notebooks/01_x.ipynb", "figures/01_f.csv", "figures/01_f.png"):
        (runs.b / name).unlink()
    runs("a", "figures/02_g.csv", CSV)
    assert compare.compare(runs.a, runs.b).missing == [("figures/02_g.csv", "B"), ("notebooks/01_x.ipynb", "B")]


def test_a_run_without_record_says_so(runs):
    """The project itself has none."""
    (runs.a / "records/01_x.json").unlink()
    assert "No run record in A" in compare.as_text(compare.compare(runs.a, runs.b))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("figures/01_f.csv", b"\xff\xfe"),
        ("figures/01_f.csv", 'label,value\n"a,1\n'),
        ("figures/01_f.csv", "label,value\na\n"),
        ("figures/01_f.csv", ""),
        ("figures/01_f.csv", "a,a\n1,2\n"),
        ("figures/01_f.json", "{"),
        ("figures/01_f.json", "[1]"),
        ("figures/01_f.json", "[" * 100_000),
        ("figures/01_f.png", b"\x89PNG broken"),
        ("figures/01_f.png", png()[:40]),
        ("figures/01_f.svg", "<svg>"),
        ("notebooks/01_x.ipynb", '{"cells": 3}'),
        ("notebooks/01_x.ipynb", '{"cells": [{"cell_type": "code", "outputs": [{}]}]}'),
        ("notebooks/01_x.ipynb", notebook(picture=b"no")),
        ("sweep.csv", "setting,setting\n"),
        ("records/01_x.json", "{"),
    ],
)
def test_a_damaged_file_is_a_message_with_its_name(runs, capsys, name, content):
    """And exit status 2: neither the same nor different."""
    runs("b", name, content)
    assert command(runs.a, runs.b) == 2
    assert f"{name.split('/')[-1]}" in capsys.readouterr().err


def command(*words):
    chosen, options = cli.parse(["compare", *map(str, words)])
    return chosen.run(options)


def test_exit_status_and_formats(runs, tmp_path, capsys):
    """0 the same, 1 different, 2 no run."""
    assert command(runs.a, runs.b) == 0
    runs("b", "figures/01_f.csv", CSV.replace("1.5", "inf"))
    assert command(runs.a, runs.b, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out.partition("\n{")[2].join(["{", ""]))
    assert (found["same"], found["differences"][0]["relative"]) == (False, "infinite")
    assert command(runs.a, tmp_path / "none") == 2
    (tmp_path / "empty").mkdir()
    assert command(runs.a, tmp_path / "empty") == 2
    assert "expected notebooks/, figures/ or sweep.csv" in capsys.readouterr().err


def test_a_long_list_is_cut_in_text_only(runs):
    """JSON has them all."""
    for run, value in (("a", 1), ("b", 2)):
        runs(run, "figures/01_f.csv", "id,value\n" + "".join(f"r{n},{value}\n" for n in range(50)))
    found = compare.compare(runs.a, runs.b)
    assert "… and 30 more; --format json names all" in compare.as_text(found)
    assert len(json.loads(compare.as_json(found))["differences"]) == 50
