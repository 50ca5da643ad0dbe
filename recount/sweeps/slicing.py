"""The part of a notebook that its outcomes rest on: parameters, their check, and the cells that outcomes need.

A sweep asks for numbers and not for pictures. Cells hold no logic, only names and calls, so the names that a
cell uses tell which earlier cells it needs.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

RECORDS = "record_outcomes"
#: Stands in the place of a cell that is not needed, so that errors keep the numbers of the whole notebook.
NOTHING = "pass"


class SliceError(ValueError):
    """A notebook that records no outcomes."""


def slice_notebook(path: Path) -> dict[str, Any]:
    """Return a notebook with nothing but the code that its outcomes rest on, as the content of its file.

    Kept are the cell of parameters, the cell after it that checks them, the cells that record outcomes, and
    every earlier cell that defines or changes a name that these use. Text goes; other code cells become ``pass``.

    Parameters
    ----------
    path : Path
        The notebook.

    Raises
    ------
    SliceError
        If no cell calls ``record_outcomes``.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    trees = [ast.parse("".join(cell["source"])) for cell in cells]
    kept = _needed(trees)
    if not kept:
        raise SliceError(f"{path.stem}: expected a cell that calls {RECORDS}(…), found none: nothing to collect")
    for number, cell in enumerate(cells):
        cell |= {"outputs": [], "execution_count": None}
        if number not in kept:
            cell["source"] = NOTHING
    return notebook | {"cells": cells}


def _needed(trees: list[ast.Module]) -> set[int]:
    targets = {n for n, tree in enumerate(trees) if any(_is_record(node) for node in ast.walk(tree))}
    if not targets:
        return set()
    kept = targets | {0, 1}
    wanted = set().union(*(_used(trees[n]) for n in kept))
    for number in range(max(targets), -1, -1):
        if number in kept or _defined(trees[number]) & wanted:
            kept.add(number)
            wanted |= _used(trees[number])
    return kept


def _is_record(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == RECORDS


def _used(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _defined(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            found.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            found.add(_root(node))
    return found


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return getattr(node, "id", "")
