"""The README speaks of what there is."""

import re

import pytest

from analysis.topics import declaration
from recount.app.cli import COMMANDS
from recount.runs.catalogue import questions


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def test_every_notebook_stands_in_the_table_with_question_and_parameters(readme):
    """Name and title, word by word; the parameters as declared."""
    for name, question in questions().items():
        parameters = ", ".join(f"`{parameter}`" for parameter in declaration(name).model_fields)
        assert f"| `{name}` | {question} | {parameters} |" in readme


def test_every_command_that_is_named_exists(readme, root):
    """Of recount and of make, here and in CONTRIBUTING."""
    text = readme + (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|bin/|-m )recount ([a-z][a-z-]+)", text))
    assert len(named) > 5
    assert named <= set(COMMANDS)
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= set(COMMANDS)


def test_every_picture_and_file_is_there(readme, root):
    """No dead link."""
    for target in re.findall(r"\]\(([^)]+)\)", readme):
        assert (root / target).is_file(), target
    for name in re.findall(r"`([A-Za-z_/.-]+\.(?:md|csv|json|cff))`", readme):
        found = [root / name, root / "data/pamphlet" / name, root / "data" / name]
        assert any(path.is_file() for path in found), name


def test_the_verdict_words_are_defined_as_in_the_code(readme):
    """One meaning, in one place; the README repeats it."""
    from analysis.text import verdicts

    for word, meaning in verdicts.ARITHMETIC.items():
        assert f"| {word} | {meaning} |" in readme


def test_pictures_have_alternative_text(readme):
    """For those who cannot see them."""
    assert all(len(alt) > 20 for alt in re.findall(r"!\[([^\]]*)\]", readme))
