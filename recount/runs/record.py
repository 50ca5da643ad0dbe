"""The record of a run: what went in, what came out, with which versions and how long it took.

It lies beside the outputs as ``records/NOTEBOOK.json`` and goes into the cache with them; only a run
that writes into the project itself leaves none there. It names no user, no machine and no folder
outside the project.

The keys of a record::

    record          1, the version of this description
    notebook        name without .ipynb
    parameters      every parameter as the notebook took it: name -> value
    seed            the value of a parameter of that name, or null
    engine          fork or kernel
    settings        the variables of cache.SETTINGS; of a data folder of one's own only that there is one
    started         time in UTC, ISO 8601, whole seconds; finished: the same
    seconds         how long the run took
    cells           a list of {"cell": number from 0, "id": its id, "seconds": number}, code cells only
    project         {"version": text, "commit": hash or null, "changed": true, false or null}
    versions        {"python", "implementation", "system", "machine"}
    packages        name -> version of whatever decides about bytes
    inputs          {"notebook": hash of the cells' sources, "lock": hash,
                     "code": {module: hash}, "data": {file below the data folder, or project file: hash}}
    outputs         file below the run's folder -> hash

All hashes are SHA-256 in hexadecimal. ``changed`` says whether tracked files differed from the commit.
"""

from __future__ import annotations

import ast
import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from recount.runs import cache

#: Version of the description above.
#: When a kernel began with a cell, and when it was done, in the words of nbclient.
TIMES = {"iopub.execute_input", "shell.execute_reply"}
RECORD = 1
#: Folder of the records below a run's folder.
FOLDER = "records"


def make_record(
    notebook, staging: Path, inputs: cache.Inputs, engine: str, data: list[str], times: tuple[datetime, datetime]
) -> dict[str, Any]:
    """Return the record of a run that has just ended.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As executed, papermill's metadata still in it.
    staging : Path
        The folder that the run wrote.
    inputs : recount.runs.cache.Inputs
        What it depends on, the data aside.
    engine : {'fork', 'kernel'}
        What ran it.
    data : list of str
        The data files and folders that it read.
    times : tuple of datetime
        Start and end, in UTC.

    Returns
    -------
    dict
        With the keys that the module's text describes.
    """
    start, end = times
    parameters = parameters_of(notebook)
    return {
        "record": RECORD,
        "notebook": inputs.notebook,
        "parameters": parameters,
        "seed": parameters.get("seed"),
        "engine": engine,
        "settings": settings(),
        "started": start.isoformat(timespec="seconds"),
        "finished": end.isoformat(timespec="seconds"),
        "seconds": round((end - start).total_seconds(), 3),
        "cells": cell_seconds(notebook),
        "project": project_state(cache.ROOT),
        "versions": python_versions(),
        "packages": cache.package_versions(),
        "inputs": {
            "notebook": inputs.parts["notebook cells"],
            "lock": inputs.parts["lock"],
            "code": inputs.modules,
            "data": cache.data_hashes(data),
        },
        "outputs": output_hashes(staging),
    }


def write_record(staging: Path, record: dict[str, Any]) -> Path:
    """Write a record beside the outputs it tells of, and return its path."""
    path = staging / FOLDER / f"{record['notebook']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def parameters_of(notebook) -> dict[str, Any]:
    """Return the parameters of an executed notebook: the defaults of its own cell, then what was injected.

    Only plain assignments of literal values count, as papermill writes them.
    """
    found: dict[str, Any] = {}
    for tag in ("parameters", "injected-parameters"):
        for cell in notebook.cells:
            if cell.cell_type == "code" and tag in cell.metadata.get("tags", []):
                found |= _assignments(cell.source)
    return found


def _assignments(source: str) -> dict[str, Any]:
    found = {}
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                found[target.id] = _literal(value)
    return found


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)


def cell_seconds(notebook) -> list[dict[str, Any]]:
    """Return number, id and seconds of every code cell that ran."""
    return [
        {"cell": number, "id": cell.get("id", ""), "seconds": round(_seconds(cell.metadata["execution"]), 4)}
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.metadata.get("execution", {}).keys() >= TIMES
    ]


def _seconds(times: Mapping[str, str]) -> float:
    """Return how long a cell took, from the times that nbclient keeps of a kernel's messages."""
    start, end = (datetime.fromisoformat(times[name]) for name in ("iopub.execute_input", "shell.execute_reply"))
    return (end - start).total_seconds()


def settings() -> dict[str, str]:
    """Return the variables that change what a notebook shows; of a data folder only whether there is one."""
    found = {name: os.environ.get(name, "") for name in cache.SETTINGS}
    return found | {"RECOUNT_DATA": "another folder" if found["RECOUNT_DATA"] else ""}


def python_versions() -> dict[str, str]:
    """Return the version and kind of Python, the system and the processor."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "machine": platform.machine(),
    }


@lru_cache(maxsize=4)
def project_state(root: Path) -> dict[str, Any]:
    """Return the project's version, its commit and whether tracked files differ from that.

    Commit and difference are None where the project is no git checkout, or git is not there.
    """
    top, commit = (_git(root, *words) for words in (("rev-parse", "--show-toplevel"), ("rev-parse", "HEAD")))
    ours = bool(top and commit) and Path(top).resolve() == root.resolve()
    status = _git(root, "status", "--porcelain", "--untracked-files=no") if ours else None
    return {
        "version": version("recount"),
        "commit": commit if ours else None,
        "changed": None if status is None else bool(status),
    }


def _git(root: Path, *words: str) -> str | None:
    # Without the lock a status beside somebody's commit harms neither.
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", root, *words], capture_output=True, text=True, timeout=20, check=True, env=environment
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def output_hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, records left out, by path."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.parent.name != FOLDER)
    return {p.relative_to(folder).as_posix(): cache.digest(p.read_bytes()) for p in files}
