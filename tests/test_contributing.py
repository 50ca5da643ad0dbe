"""What CONTRIBUTING.md shows is what a contributor will see."""

import re

import pytest

from recount.app.cli import COMMANDS
from tests import transcripts


@pytest.fixture(scope="module")
def page():
    return transcripts.PAGE.read_text(encoding="utf-8")


def without_counts(text):
    """A transcript without the counts and widths that every new row of data changes."""
    return re.sub(r"[ \t]+", " ", re.sub(r"\d+", "N", text))


@pytest.mark.parametrize("name", transcripts.SCENES)
def test_a_transcript_is_what_the_command_prints(page, name):
    shown = dict(transcripts.BLOCK.findall(page))
    assert name in shown, "run: python -m tests.transcripts"
    assert without_counts(shown[name]) == without_counts(transcripts.play(name)), "run: python -m tests.transcripts"


def test_every_transcript_of_the_page_is_run(page):
    assert [name for name, _text in transcripts.BLOCK.findall(page)] == list(transcripts.SCENES)
    assert page.count("```console") == len(transcripts.SCENES)


def test_every_command_file_and_column_that_is_named_exists(page, root, data):
    for name in re.findall(r"(?:make|recount) ([a-z][a-z-]+)", page):
        assert name in COMMANDS or f"recount {name}" not in page, name
    for name in re.findall(r"`((?:data|tests|analysis|recount|docs)/[\w./-]+)`", page):
        assert (root / name).exists(), name


def test_the_example_of_a_correction_is_one_of_the_table(page, data):
    lines = (data / "pamphlet" / "corrections.csv").read_text(encoding="utf-8").splitlines()
    [header] = [line for line in page.splitlines() if line.startswith("    id,action")]
    assert header.strip() == lines[0]
    shown = page.splitlines()[page.splitlines().index(header) + 1].strip()
    assert shown in lines


def test_a_transcript_shows_no_path_of_this_machine(page):
    assert not re.search(r"/(?:tmp|home|root|work|Users)/", page)
