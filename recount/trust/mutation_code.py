"""Rules of the code changed in turn by mutmut, and whether a test notices.

mutmut writes every change of a function beside the function and runs the tests that reach it, each in a process of
its own. It works in a copy, so that nothing of it stands in the project. A change of words alone (a message, a
label) says nothing about the arithmetic and is counted apart.
"""

from __future__ import annotations

import ast
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from recount.app.setup import ROOT

#: Modules of the arithmetic: what is found out about all of them together is stored.
MODULES = (
    *(f"numbers.{name}" for name in ("bounds", "digits", "numerals", "ranges", "printed", "arithmetic", "growth")),
    *("topics.reichstag.elections", "ledger.judge"),
)
#: Exit status of the tests of a mutant -> what that says; every other status is a test that noticed.
MISSED = {0: "survived", 5: "survived", 33: "survived"}
#: Of mutmut itself: it stopped before it judged this mutant.
NOT_JUDGED = {2, 34, None}
#: Between the class and the method in the names that mutmut gives.
CLASS_MARK = "\N{LATIN LETTER LATERAL CLICK}"
#: So that a random example never decides.
OPTIONS = ["-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]


class MutationError(RuntimeError):
    """Mutants that cannot be judged; says nothing about the rules."""


class Mutant(NamedTuple):
    """One changed rule: where it stands, what became of it, and the lines that differ."""

    module: str
    function: str
    result: str  # noticed, survived or words
    change: str


def tests_of(names: Iterable[str]) -> list[str]:
    """Return the test files that answer for modules: their mirrors, and the comparisons with other programs."""
    mirrors = [Path("tests/analysis", *room, f"test_{name}.py") for *room, name in (n.split(".") for n in names)]
    return [path.as_posix() for path in mirrors if (ROOT / path).is_file()] + ["tests/validation"]


def run(names: tuple[str, ...] = MODULES) -> list[Mutant]:
    """Judge every mutant of the modules named.

    Parameters
    ----------
    names : tuple of str
        Modules of ``analysis``, as ``numbers.growth``.

    Returns
    -------
    list of Mutant
        In the order of the modules and of their lines.

    Raises
    ------
    MutationError
        If there is no such module, or its tests do not pass unchanged: then no mutant can be judged.
    """
    for name in names:
        if not (ROOT / _source(name)).is_file():
            raise MutationError(
                f"--code: expected modules of analysis/ such as {', '.join(MODULES)}; got {name[:40]!r}"
            )
    with tempfile.TemporaryDirectory(prefix="recount-mutants-") as folder:
        place = Path(folder)
        _copy(place, names)
        _mutmut(place)
        return [mutant for name in names for mutant in _judged(place / "mutants" / _source(name), name)]


def _source(name: str) -> str:
    return f"analysis/{name.replace('.', '/')}.py"


def _copy(place: Path, names: Iterable[str]) -> None:
    """Copy what the project tracks, with what mutmut needs to know."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = [path for path in listed.split("\0") if path and (ROOT / path).is_file()]
    for path in paths:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, place / path)
    others = sorted({path.partition("/")[0] for path in paths} - {"analysis", "pyproject.toml"})
    settings = {
        "source_paths": ["analysis"],
        "only_mutate": [_source(name) for name in names],
        "also_copy": others,
        "pytest_add_cli_args": OPTIONS,
        "pytest_add_cli_args_test_selection": tests_of(names),
    }
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    with (place / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[tool.mutmut]\n{lines}")


def _mutmut(place: Path) -> None:
    workers = str(max(1, (os.cpu_count() or 2) - 1))
    words = [sys.executable, "-m", "mutmut", "run", "--max-children", workers]
    # The copy's own packages come first, whatever is installed; a folder that is not there at the start of a
    # process is never looked into.
    (place / "mutants").mkdir()
    variables = {**os.environ, "PYTHONPATH": str(place / "mutants"), "RECOUNT_ENV": "current"}
    done = subprocess.run(
        words, cwd=place, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        errors="replace", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise MutationError(f"expected the tests to pass unchanged, got\n{done.stdout[-2000:]}")


def _judged(path: Path, name: str) -> list[Mutant]:
    """Return the mutants of one module as mutmut left them."""
    found = json.loads(path.with_name(path.name + ".meta").read_text(encoding="utf-8"))["exit_code_by_key"]
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    return [_judge(functions, key.rpartition(".")[2], status, name) for key, status in found.items()]


def _judge(functions: dict[str, ast.FunctionDef], key: str, status: int | None, name: str) -> Mutant:
    if status in NOT_JUDGED:
        raise MutationError(f"expected mutmut to judge {key} of {name}, got exit status {status}; run it again")
    stem = key.rpartition("__mutmut_")[0]
    before, after = functions[f"{stem}__mutmut_orig"], functions[key]
    before.name = after.name = stem.rpartition(CLASS_MARK)[2].removeprefix("x_")
    result = "words" if _without_words(before) == _without_words(after) else MISSED.get(status, "noticed")
    return Mutant(name, before.name, result, _lines(before, after))


def _without_words(function: ast.FunctionDef) -> str:
    """Return a function with every string left out."""
    copy = ast.parse(ast.unparse(function))
    for node in ast.walk(copy):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(copy)


def _lines(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    texts = [ast.unparse(each).splitlines() for each in (before, after)]
    changed = [line for line in difflib.ndiff(*texts) if line[:2] in ("- ", "+ ")]
    return " ".join(line.replace("  ", "") for line in changed)[:200]
