"""Right places: what a footnote of a figure or table says of a work stands so in a row of the data.

A page belongs to its own work. The notes of every figure and every table of a fresh run are taken apart into pairs of
work and place, and each pair is looked up among those of the rows.
"""

import json
import re

import pytest

from analysis.data import csv_files, folders, reference, sources, tables
from analysis.data.study import object_of_study
from recount.runs.drawing import settings
from recount.runs.stored import read_notebook

#: Joins places in a note; whom a work quotes comes after them.
QUOTING, MORE = re.compile(r"; quoting [^;]*\.?$"), "and elsewhere"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Every notebook, run afresh: what is stored may be older than the data."""
    from recount.runs.execution import Job
    from recount.runs.jobs import run_jobs
    from recount.runs.runner import choose_engine, notebook_names

    out = tmp_path_factory.mktemp("footnotes")
    with settings(RECOUNT_LANGUAGE="en"):
        outcomes = run_jobs([Job(name, {}, out, choose_engine(None)) for name in notebook_names()])
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return out


@pytest.fixture(scope="module")
def known():
    """Work -> the places that rows of the data give in it."""
    found = {key: {""} for key in reference.source_keys()}
    frames = [tables.load_estimates(name, unchecked=True) for name in tables.table_names("estimates")]
    frames += [csv_files.read_table(path) for path in sorted((folders.data_folder() / "panels").glob("series.csv"))]
    for frame in frames:
        for row in frame.to_dict("records"):
            for key, place, _quoted in sources.cited(row):
                found[key] |= set(place.split("; ")) | {place}
    return found


def notes(run):
    """Yield where a note stands and its text: of every figure, and the numbered lines below every table."""
    for path in sorted((run / "figures").glob("*.json")):
        words = json.loads(path.read_text(encoding="utf-8"))
        yield from ((path.stem, note) for note in words["footnotes"])
    for path in sorted((run / "notebooks").glob("*.ipynb")):
        for cell in read_notebook(path).cells:
            for output in cell.get("outputs", []):
                text = output.get("data", {}).get("text/markdown", "")
                if text.startswith("**"):
                    yield from ((path.stem, found[1]) for found in re.finditer(r"(?m)^\d+\. (.*)$", text))


@pytest.fixture(scope="module")
def heads():
    """Full form of each work without its full stop, longest first, with its key."""
    forms = {sources.footnote(key).rstrip("."): key for key in reference.source_keys()}
    return sorted(forms.items(), key=lambda pair: -len(pair[0]))


def pairs(note, heads):
    """Return the work of a note and the places in it; nothing if the note names no work."""
    plain = note.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    for form, key in heads:
        if plain.startswith(form):
            rest = QUOTING.sub("", plain[len(form) :]).strip(" ,").rstrip(".")
            return key, [place for place in rest.split("; ") if place and place != MORE]
    return None


def test_every_place_stands_in_a_row_of_its_own_work(run, known, heads):
    wrong, count = [], 0
    for where, note in notes(run):
        found = pairs(note, heads)
        if found is None or found[0] == object_of_study():
            continue
        count += len(found[1])
        allowed = {place.rstrip(".") for place in known[found[0]]}
        wrong += [f"{where}: {found[0]}: {place}" for place in found[1] if place not in allowed]
    assert count > 300
    assert sorted(set(wrong)) == []


def test_places_in_the_pamphlet_name_notes_that_it_has(run, heads):
    footnotes = {note for name in tables.table_names("pamphlet") if "footnote" in tables.load_pamphlet(name)
                 for note in tables.load_pamphlet(name)["footnote"]}  # fmt: skip
    count = 0
    for where, note in notes(run):
        key, places = pairs(note, heads) or ("", [])
        if key == object_of_study():
            for number in re.findall(r"\d+", " ".join(p for p in places if "note" in p)):
                count += 1
                assert number in footnotes, (where, note)
    assert count > 20


def test_a_part_that_names_a_work_is_that_works():
    row = {"sources": "khanin_1988;harrison_1993", "locator": "Harrison 1993, table 1", "original_source": ""}
    assert dict((key, place) for key, place, _q in sources.cited(row)) == {
        "khanin_1988": "", "harrison_1993": "Harrison 1993, table 1"
    }  # fmt: skip
    row = {"sources": "gonschior_nd;doering_2023;wahlplakate_archiv", "locator": "page RT2; election_result.csv"}
    assert [place for _key, place, _q in sources.cited(row)] == ["page RT2", "election_result.csv", ""]
    row = {"sources": "gonschior_nd", "locator": "page RT2; page RT3"}
    assert [place for _key, place, _q in sources.cited(row)] == ["page RT2; page RT3"]
