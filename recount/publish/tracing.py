"""From an output of a notebook back to the code: which call shows it, which function makes it, where that is written.

Only the text of notebooks and modules is read; nothing is run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from recount.runs.cache import PACKAGES, ROOT

#: Function -> how many outputs a call of it leaves. Others leave as many as are left over.
SHOWS = {
    "analysis.display.bundles.show": 2,
    "analysis.display.pages.say": 1,
    "analysis.display.pages.points": 1,
    "analysis.display.pages.table": 1,
    "analysis.display.pages.checks": 1,
}


class Maker(NamedTuple):
    """A function of the project: its full name, and file and line where it is defined."""

    name: str
    file: str
    line: int


class Step(NamedTuple):
    """A statement of a cell that shows something: by which function, and what makes what it shows."""

    shower: str
    makers: tuple[Maker, ...]


def names_in(code: str) -> dict[str, str]:
    """Return what the imports of a piece of code call by which name: name -> full name."""
    found = {}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname: alias.name for alias in node.names if alias.asname}
    return found


def assigned(code: str) -> dict[str, ast.expr]:
    """Return what is assigned to each name at the top of a piece of code; the last assignment counts."""
    found = {}
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        found[node.id] = statement.value
    return found


def steps(cell: str, names: Mapping[str, str], values: Mapping[str, ast.expr]) -> list[Step]:
    """Return the statements of a cell that show something.

    Parameters
    ----------
    cell : str
        Its code.
    names : mapping
        Imports of the notebook, from :func:`names_in`.
    values : mapping
        Assignments of the notebook up to this cell, from :func:`assigned`.
    """
    found = []
    for statement in ast.parse(cell).body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value
            shower = full_name(call.func, names)
            makers = list(_makers(call, names, values))
            own = [m for m in makers if m.name != shower] if shower in SHOWS else makers
            found.append(Step(shower, tuple(dict.fromkeys(own))))
    return found


def _makers(call: ast.Call, names: Mapping[str, str], values: Mapping[str, ast.expr]) -> Iterator[Maker]:
    """Yield the project's functions that a call names, itself included; a lone variable stands for what made it."""
    maker = find_maker(full_name(call.func, names))
    if maker:
        yield maker
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        name = _variable(argument)
        for node in ast.walk(values.get(name, argument)):
            found = find_maker(full_name(node.func, names)) if isinstance(node, ast.Call) else None
            if found:
                yield found


def _variable(node: ast.expr) -> str:
    """Return the variable that an argument is, or is a part of; empty if it is a call or anything else."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def full_name(node: ast.expr, names: Mapping[str, str]) -> str:
    """Return the full name of what a piece of code names: ``drawn.glance`` with its packages."""
    if isinstance(node, ast.Attribute):
        front = full_name(node.value, names)
        return f"{front}.{node.attr}" if front else ""
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


@lru_cache(maxsize=4096)
def find_maker(name: str) -> Maker | None:
    """Return where a function of the project is defined, followed through modules that only hand it on."""
    module, _dot, function = name.rpartition(".")
    file = ROOT.joinpath(*module.split(".")).with_suffix(".py") if module else None
    if file is None or module.split(".")[0] not in PACKAGES or not file.is_file():
        return None
    defined, handed_on = _definitions(file)
    if function in defined:
        return Maker(name, file.relative_to(ROOT).as_posix(), defined[function])
    return find_maker(handed_on[function]) if handed_on.get(function, name) != name else None


@lru_cache(maxsize=256)
def _definitions(file: Path) -> tuple[dict[str, int], dict[str, str]]:
    code = file.read_text(encoding="utf-8")
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {n.name: n.lineno for n in ast.parse(code).body if isinstance(n, kinds)}, names_in(code)


def share_out(found: list[Step], outputs: int) -> list[Step] | None:
    """Return for each output of a cell the statement that left it.

    Returns
    -------
    list of Step or None
        As many as there are outputs; ``None`` if they cannot be told apart, because two statements leave
        an unknown number, or because the numbers do not fit.
    """
    known = [SHOWS.get(step.shower) for step in found]
    left = outputs - sum(n for n in known if n is not None)
    if known.count(None) > 1 or left < 0 or (left and None not in known):
        return None
    return [step for step, n in zip(found, known, strict=True) for _i in range(left if n is None else n)]
