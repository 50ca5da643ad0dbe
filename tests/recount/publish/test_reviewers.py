"""Nothing that a notebook shows is missing from the table for reviewers, and the stored table is the one made now."""

import os
import re
import subprocess
import sys

import nbformat
import pytest

from recount.publish import reviewers, tracing


@pytest.fixture(scope="module")
def found():
    return reviewers.all_items()


@pytest.fixture(scope="module")
def outputs(root):
    """(notebook, cell id, Markdown) of every text output of the stored notebooks."""
    shown = []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                shown.append((path.stem, cell.id, output.get("data", {}).get("text/markdown", "")))
    return shown


def test_every_stored_figure_stands_in_it(found, root):
    stored = {path.stem for path in (root / "figures").glob("*.csv")}
    assert {item.name for item in found if item.kind == "figure"} == stored


def test_every_text_with_a_digit_stands_in_it(found, outputs):
    listed = {(item.notebook, item.cell_id) for item in found}
    assert {(n, c) for n, c, text in outputs if re.search(r"\d", text)} <= listed


def test_every_table_stands_in_it(found, outputs):
    captions = {(item.notebook, item.name) for item in found if item.kind == "table"}
    for notebook, _cell, text in outputs:
        if "\n| ---" in text:
            assert (notebook, reviewers.plain(text.splitlines()[0])) in captions


def test_every_number_of_a_generated_sentence_stands_in_it(found, outputs):
    """Digits of a paragraph are those of its sentences: none is lost between the two."""
    for notebook, cell, text in outputs:
        if text and "|" not in text and "`" not in text:
            wanted = sorted(re.findall(r"\d+", re.sub(r"(?m)^\d+\. .*$", "", text)))
            got = sorted(
                number
                for item in found
                if (item.notebook, item.cell_id, item.kind) == (notebook, cell, "sentence")
                for number in re.findall(r"\d+", item.name)
            )
            assert not set(wanted) - set(got), (notebook, cell)


def test_every_figure_table_and_sentence_is_traced_to_a_line_of_code(found, root):
    for item in found:
        if item.kind == "prose":
            assert (item.program, item.remark) == ("", reviewers.TYPED)
            continue
        assert item.program, item
        for name, place in zip(item.functions.split("; "), item.program.split("; "), strict=True):
            file, _colon, line = place.rpartition(":")
            text = (root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            assert re.match(rf"(def|class) {name.rpartition('.')[2]}\b", text), item


def test_ids_of_rows_are_ids_of_the_data(found):
    from analysis.data import tables

    known = set(tables.load_all("pamphlet", unchecked=True)["id"]) | set(
        tables.load_all("estimates", unchecked=True)["id"]
    )
    known |= set(tables.load_pamphlet("claims")["claim"])
    for item in found:
        assert set(item.rows.split()) <= known, item.name


def test_the_stored_table_is_the_one_made_now(root):
    for name, text in reviewers.files(reviewers.stored_reads()).items():
        stored = (root / name).read_text(encoding="utf-8")
        assert stored == text, f"{name} is stale; run: recount reviewers --write"


def test_the_stored_reads_name_every_notebook_and_files_that_exist(root, data):
    reads = reviewers.stored_reads()
    assert sorted(reads) == sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
    for names in reads.values():
        assert all((data / name).is_file() for name in names)
        assert names


@pytest.mark.full
@pytest.mark.parametrize("name", ["02_reasons_and_accusations", "07_education"])
def test_the_stored_reads_are_those_of_a_run(name, root, monkeypatch, tmp_path):
    """Of two notebooks, run here; `recount reviewers --write` compares them all."""
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("recount.runs.runner.notebook_names", lambda: [name])
    command = [sys.executable, "-m", "recount", "report", name, "--out", str(tmp_path / "out")]
    subprocess.run(command, cwd=root, check=True, env={**os.environ, "RECOUNT_ENV": "current"})
    assert reviewers.recorded_reads() == {name: reviewers.stored_reads()[name]}


def test_a_notebook_that_was_not_run_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path))
    with pytest.raises(reviewers.ReviewersError, match=r"00_ledger: expected a run .* run make report first"):
        reviewers.recorded_reads()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Of 1,234 claims 5 do not (17.5%).", "1,234 5 17.5%"),
        ("From 1928\u201337 it grew by \u22123.5 points.", "1928\u201337 \u22123.5"),
        ("None.", ""),
    ],
)
def test_numbers_are_found_as_written(text, numbers):
    assert reviewers.numbers_in(text) == numbers


def test_outputs_that_cannot_be_told_apart_are_not_shared_out():
    maker = tracing.Maker("analysis.x.y", "analysis/x.py", 1)
    table, figure, unknown = (
        tracing.Step(name, (maker,))
        for name in ("analysis.display.pages.table", "analysis.display.bundles.show", "analysis.x.show_all")
    )
    assert tracing.share_out([table, figure], 3) == [table, figure, figure]
    assert tracing.share_out([table, unknown], 3) == [table, unknown, unknown]
    assert tracing.share_out([unknown, unknown], 3) is None
    assert tracing.share_out([table], 2) is None
    assert tracing.share_out([figure], 1) is None


def test_a_variable_stands_for_what_made_it():
    code = (
        "from analysis.display import pages\nfrom analysis.topics.purges import figures as drawn\n"
        "x, rows = drawn.numbers_figure(1)\n"
    )
    names, values = tracing.names_in(code), tracing.assigned(code)
    [step] = tracing.steps("pages.table(x.head, rows=rows)", names, values)
    assert [maker.name for maker in step.makers] == ["analysis.topics.purges.figures.numbers_figure"]
    [step] = tracing.steps("pages.say('typed 5')", names, values)
    assert step.makers == ()


def test_cells_of_the_page_cannot_break_its_tables(found):
    page = reviewers.as_markdown(found, {})
    for line in page.splitlines():
        if line.startswith("| ") and not line.startswith(("| Kind", "| ---")):
            columns = len(re.findall(r"(?<!\\)\|", line)) - 1
            assert columns in (3, len(reviewers.KINDS) + 2), line
