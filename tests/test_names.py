"""The core knows no text: no word of the pamphlet stands outside topics, notebooks, lessons and data."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from analysis.data import tables
from analysis.data.study import study

ROOT = Path(__file__).resolve().parent.parent
#: Rooms that serve any text.
ROOMS = ("text", "numbers", "data", "display", "ledger", "choices")
#: Files of the command that still name it, and how often; the number may only fall.
LEFT = {
    "recount/publish/citing.py": 2,
    "recount/publish/export.py": 1,
    "recount/publish/lessons.py": 2,
    "recount/publish/release.py": 1,
    "recount/publish/site/pages.py": 3,
    "recount/publish/slides/deck.py": 2,
}


def words() -> re.Pattern:
    """Return what names this text: its author and key, the keys of the works it cites, its section ids, its reports."""
    work = study()["work"]
    cited = {key for name in tables.table_names("pamphlet") for key in _cited(name)}
    author = work["author"].split()[-1]
    names = {author, author.lower(), work["key"], work["title"], study()["reports"]["table"], *cited}
    return re.compile(r"\b(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r"|s\d{3})\b")


def _cited(name: str) -> set[str]:
    frame = tables.load_pamphlet(name)
    cells = frame.get("cited_source", [])
    return {key for cell in cells for key in cell.split(";") if key}


def named(path: Path, pattern: re.Pattern) -> list[str]:
    """Return the words of a file's code and strings that the pattern finds; comments and docstrings are not code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node.value if isinstance(node, ast.Constant) else node.id
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented)
        or isinstance(node, ast.Name)
    ]
    return [found for text in texts for found in pattern.findall(text)]


@pytest.fixture(scope="module")
def pattern():
    return words()


def test_the_words_are_those_of_this_text(pattern):
    for word in ("sousa_2001", "Sousa", "stalin_reports", "getty_1985", "s029"):
        assert pattern.fullmatch(word), word
    assert not pattern.search("members and candidates of a party")


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_of_the_core_names_the_text(room, pattern):
    for path in sorted((ROOT / "analysis" / room).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        assert not named(path, pattern), name


def test_the_command_names_the_text_ever_less(pattern):
    found = {}
    for path in sorted((ROOT / "recount").rglob("*.py")):
        has = named(path, pattern)
        if has:
            found[path.relative_to(ROOT).as_posix()] = has
    more = {name: has for name, has in found.items() if len(has) > LEFT.get(name, 0)}
    assert not more
