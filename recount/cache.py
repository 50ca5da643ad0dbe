"""A cache of finished runs that cannot lie: every input is part of the key, by content.

A run depends on the notebook's cells, the modules it can reach, the data files it
read, its parameters, the lock file, the Python version and a few settings of the
environment. Times are never looked at. An entry is a folder that appears whole or
not at all, and its files are checked against their hashes before they are used.
Only the standard library is imported here, so that a report with nothing to do is quick.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("analysis", "recount")
#: Settings of the environment that change what a notebook shows.
SETTINGS = ("RECOUNT_THEME", "RECOUNT_LANGUAGE", "RECOUNT_DATA")
MANIFEST = "manifest.json"


@dataclass
class Inputs:
    """What a run depends on, part by part; each part is a name with a hash or a value.

    Attributes
    ----------
    notebook : str
        Name of the notebook.
    parts : dict
        ``notebook cells``, ``parameters``, ``lock``, ``python``, the settings, and one part a module.
    """

    notebook: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The hash of all parts."""
        return digest(json.dumps([self.notebook, self.parts], sort_keys=True))


@dataclass(frozen=True)
class Answer:
    """Whether the cache holds a run, where, and why or why not."""

    entry: Path | None
    why: str


def digest(content: str | bytes) -> str:
    """Return the SHA-256 of a text or of bytes, in hexadecimal."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def cache_folder() -> Path:
    """Return the folder of the cache: ``RECOUNT_CACHE`` if set, else ``.cache/`` in the project."""
    return Path(os.environ.get("RECOUNT_CACHE") or ROOT / ".cache")


def data_root() -> Path:
    """Return the folder of the data, as :func:`analysis.tables.data_folder` does."""
    return Path(os.environ.get("RECOUNT_DATA") or ROOT / "data")


def inputs(path: Path, parameters: dict[str, Any], engine: str) -> Inputs:
    """Return everything but the data that a run of a notebook depends on.

    Parameters
    ----------
    path : Path
        The notebook; its stored outputs do not count.
    parameters : dict
        Values given; those that are not given stand in the notebook's cell.
    engine : str
        Part of the key although both engines should give the same.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = [[c["cell_type"], c.get("metadata", {}).get("tags", []), "".join(c["source"])] for c in cells]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    parts = {
        "notebook cells": digest(json.dumps(sources)),
        "parameters": json.dumps(parameters, sort_keys=True, default=str),
        "engine": engine,
        "lock": _file_hash(ROOT / "requirements.lock"),
        "python": platform.python_version(),
        **{name: os.environ.get(name, "") for name in SETTINGS},
        **{name: _file_hash(file) for name, file in sorted(reachable(code).items())},
    }
    return Inputs(path.stem, parts)


def reachable(code: str) -> dict[str, Path]:
    """Return the project's modules that some code can reach: its imports, theirs, and so on.

    Imports inside functions count as well, so nothing that can run is left out.
    """
    found: dict[str, Path] = {}
    open_names = list(_imports(code, ""))
    while open_names:
        name = open_names.pop()
        file = _module_file(name)
        if file is None or name in found:
            continue
        found[name] = file
        open_names += _file_imports(file, name)
        open_names.append(name.rpartition(".")[0])
    return found


@lru_cache(maxsize=512)
def _file_imports(file: Path, name: str) -> tuple[str, ...]:
    return tuple(_imports(file.read_text(encoding="utf-8"), name))


def _imports(code: str, module: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, [module.rpartition(".")[0] if node.level else "", node.module or ""]))
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return {n for n in names if n.split(".")[0] in PACKAGES}


def _module_file(name: str) -> Path | None:
    place = ROOT.joinpath(*name.split(".")) if name else ROOT
    for file in (place.with_suffix(".py"), place / "__init__.py"):
        if name and file.is_file():
            return file
    return None


def _file_hash(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else "missing"


def data_hashes(paths: list[str]) -> dict[str, str]:
    """Return the hashes of data files, and of the list of names for a folder, by path below the data's folder."""
    hashes = {}
    for name in sorted(set(paths)):
        path = data_root() / name
        hashes[name] = digest("\n".join(sorted(os.listdir(path)))) if path.is_dir() else _file_hash(path)
    return hashes


def all_data() -> list[str]:
    """Return every data file and folder: what a run may have read where that was not recorded."""
    return [p.relative_to(data_root()).as_posix() for p in data_root().rglob("*")] + ["."]


def look_up(wanted: Inputs) -> Answer:
    """Return the entry of a run, if it is there, whole and made from the data as they are now."""
    changed: list[str] = []
    for entry in sorted(cache_folder().glob(f"{wanted.key[:32]}-*")):
        manifest = _read_manifest(entry)
        if manifest is None or not _is_whole(entry, manifest):
            shutil.rmtree(entry, ignore_errors=True)
            changed.append("a damaged entry was thrown away")
            continue
        now = data_hashes(list(manifest["data"]))
        moved = [name for name, value in manifest["data"].items() if now[name] != value]
        if not moved:
            return Answer(entry, f"hit: nothing that {wanted.notebook} depends on has changed")
        changed.append("data changed: " + ", ".join(moved[:5]))
    return Answer(None, "miss: " + (changed[-1] if changed else _difference(wanted)))


def _difference(wanted: Inputs) -> str:
    last = _read_json(_last_file(wanted))
    if not last:
        return f"{wanted.notebook} has not run with these parameters"
    names = [n for n in sorted({*last, *wanted.parts}) if last.get(n) != wanted.parts.get(n)]
    return "changed: " + ", ".join(names[:5]) if names else "its entry is gone"


def _last_file(wanted: Inputs) -> Path:
    name = digest(json.dumps([wanted.notebook, wanted.parts["parameters"], wanted.parts["engine"]]))
    return cache_folder() / f"last-{name[:32]}.json"


def _read_manifest(entry: Path) -> dict | None:
    manifest = _read_json(entry / MANIFEST)
    return manifest if isinstance(manifest, dict) and {"data", "files"} <= set(manifest) else None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _is_whole(entry: Path, manifest: dict) -> bool:
    files = {p.relative_to(entry).as_posix() for p in entry.rglob("*") if p.is_file()} - {MANIFEST}
    return files == set(manifest["files"]) and all(
        _file_hash(entry / name) == value for name, value in manifest["files"].items()
    )


def store(wanted: Inputs, outputs: Path, data: list[str]) -> None:
    """Keep the outputs of a run.

    Parameters
    ----------
    wanted : Inputs
        What it depends on, the data aside.
    outputs : Path
        The folder it wrote.
    data : list of str
        The data files and folders it read.
    """
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    hashes = data_hashes(data)
    entry = folder / f"{wanted.key[:32]}-{digest(json.dumps(hashes))[:16]}"
    building = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    try:
        shutil.copytree(outputs, building, dirs_exist_ok=True)
        files = {p.relative_to(building).as_posix(): _file_hash(p) for p in building.rglob("*") if p.is_file()}
        _write_json(
            building / MANIFEST, {"notebook": wanted.notebook, "parts": wanted.parts, "data": hashes, "files": files}
        )
        try:
            building.rename(entry)
        except OSError:
            # Another run has stored the same entry; one is enough.
            shutil.rmtree(building, ignore_errors=True)
        _write_json(_last_file(wanted), wanted.parts)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _write_json(path: Path, content: Any) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
    temporary.replace(path)
