"""A cache of finished runs that cannot lie: every input is part of the key, by content.

A run depends on the notebook's cells, the modules it can reach, those that run it, the data files it
read, its parameters, the lock file, the versions at work, the fonts, the processor and a few settings of
the environment. Times are never looked at, except to choose what goes first when the cache is full. An entry
is a folder that appears whole or not at all; its files are checked against their hashes before they are used,
and :mod:`recount.runs.guard` says which folders and names are ours at all.
Only the standard library is imported here, so that a report with nothing to do is quick.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.data.files import write_atomic
from recount.runs import guard
from recount.runs.machine import font_hash, processor
from recount.runs.pruning import prune

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("analysis", "recount")
#: Modules that no notebook imports but that every run goes through.
MAKERS = (
    "recount.runs.execution", "recount.runs.kernels", "recount.runs.reading", "recount.runs.stored",
    "recount.runs.warm", "recount.runs.zygote",
)  # fmt: skip
#: Settings of the environment that change what a notebook shows.
SETTINGS = ("RECOUNT_THEME", "RECOUNT_LANGUAGE", "RECOUNT_DATA", "RECOUNT_TEXT", "RECOUNT_TEXTS", "RECOUNT_TITLES")
#: Packages whose version decides about bytes, the optional one that pandas uses where it is there among them.
DECIDING = (
    "contourpy", "fonttools", "ipykernel", "ipython", "kiwisolver", "matplotlib", "matplotlib-inline", "nbclient",
    "nbformat", "numpy", "pandas", "papermill", "pillow", "pyarrow", "pybtex", "pydantic", "scipy", "statsmodels",
)  # fmt: skip
MANIFEST = "manifest.json"
#: Before the name of a file that was read in the project but outside the data's folder.
PROJECT = "project:"
MOST_NAMED = 5


@dataclass
class Inputs:
    """What a run depends on, part by part; each part is a name with a hash or a value.

    Attributes
    ----------
    notebook : str
        Name of the notebook.
    parts : dict
        ``notebook cells``, ``parameters``, ``engine``, ``lock``, ``python``, ``system``, the settings, one part
        for each package of :data:`DECIDING`, and one for each module.
    """

    notebook: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The hash of all parts, and of the processor: a cluster's machines need not be alike, an entry's must."""
        return digest(json.dumps([self.notebook, self.kept], sort_keys=True))

    @property
    def kept(self) -> dict[str, str]:
        """What is kept to tell later what has changed."""
        return self.parts | {"processor": processor()}

    @property
    def modules(self) -> dict[str, str]:
        """The hashes of the modules' files, by module."""
        return {name: value for name, value in self.parts.items() if name.split(".")[0] in PACKAGES}


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


def check_folder() -> Path:
    """Return the folder of the cache after a look at whether it is ours.

    Raises
    ------
    recount.runs.guard.GuardError
        If it holds other things, or others can write to it.
    """
    folder = cache_folder()
    guard.check_cache(folder, own=not os.environ.get("RECOUNT_CACHE"))
    return folder


def data_root() -> Path:
    """Return the folder of the data, as :func:`analysis.data.folders.data_folder` does."""
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
        **surroundings(code),
    }
    return Inputs(path.stem, parts)


def surroundings(code: str) -> dict[str, str]:
    """Return what any run of some code depends on, its parameters and the data aside, by name with a hash or value."""
    return {
        "lock": _file_hash(ROOT / "requirements.lock"),
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
        "fonts": font_hash(),
        **{name: os.environ.get(name, "") for name in SETTINGS},
        **{f"package {name}": found for name, found in package_versions().items()},
        **dict(sorted(reachable(code).items())),
    }


@lru_cache(maxsize=1)
def package_versions() -> dict[str, str]:
    """Return the versions of the packages of :data:`DECIDING` that are installed, from the installers' folders."""
    found: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        for entry in os.listdir(folder):
            stem, kind = os.path.splitext(entry)
            name, _, version = stem.partition("-")
            if kind in (".dist-info", ".egg-info"):
                found.setdefault(name.lower().replace("_", "-"), version.partition("-")[0])
    return {name: found[name] for name in DECIDING if name in found}


def reachable(code: str) -> dict[str, str]:
    """Return the project's modules that some code can reach, and :data:`MAKERS`, with the hashes of their files.

    Imports inside functions count as well, so nothing that can run is left out.
    """
    known = _read_imports()
    before = len(known)
    found: dict[str, str] = {}
    open_names = list(_imports(code, ""))
    seen: set[str] = set()
    while open_names:
        name = open_names.pop()
        file = None if name in seen else _module_file(name)
        seen.add(name)
        if file is None:
            continue
        content = file.read_bytes()
        found[name] = digest(content + _packs_beside(file))
        open_names += _known_imports(name, content, found[name], known)
        open_names.append(name.rpartition(".")[0])
    if len(known) > before:
        _keep_imports(known)
    makers = {name: _module_file(name) for name in MAKERS if name not in found}
    return found | {name: _file_hash(file) for name, file in makers.items() if file}


def _packs_beside(file: Path) -> bytes:
    # Language packs are read at import, where no run is seen to read them: they count as code.
    return b"".join(pack.read_bytes() for pack in sorted(file.parent.glob("languages/*.toml")))


def _known_imports(name: str, content: bytes, content_hash: str, known: dict[str, list[str]]) -> list[str]:
    # By content, never by file name: a process that lives long must notice an import that was added.
    key = f"{name} {content_hash}"
    if key not in known:
        known[key] = sorted(_imports(content.decode("utf-8"), name))
    return known[key]


#: What the project's modules import, by name and hash of the content; shared by all notebooks of one process.
_KNOWN: dict[str, dict[str, list[str]]] = {}


def _imports_file() -> Path:
    return cache_folder() / "imports.json"


def _read_imports() -> dict[str, list[str]]:
    """Return what earlier processes found; nothing if the file was damaged or written by other rules than these."""
    file = str(_imports_file())
    if file not in _KNOWN:
        read = _read_json(Path(file))
        whole = isinstance(read, dict) and read.get("hash") == _imports_hash(read.get("imports"))
        _KNOWN[file] = read["imports"] if whole else {}
    return _KNOWN[file]


def _keep_imports(known: dict[str, list[str]]) -> None:
    with contextlib.suppress(OSError, guard.GuardError):
        guard.make_cache(check_folder())
        _write_json(_imports_file(), {"hash": _imports_hash(known), "imports": known})


def _imports_hash(imports: Any) -> str:
    return digest(_rules() + json.dumps(imports, sort_keys=True))


@lru_cache(maxsize=1)
def _rules() -> str:
    return _file_hash(Path(__file__))


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
    # Asked for every imported name of every module: with paths as objects this was a third of a sweep's own time.
    place = os.path.join(ROOT, *name.split("."))
    for file in (f"{place}.py", os.path.join(place, "__init__.py")):
        if name and os.path.isfile(file):
            return Path(file)
    return None


def _file_hash(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else "missing"


def data_hashes(paths: list[str]) -> dict[str, str]:
    """Return the hashes of data files, and of the list of names for a folder, by path below the data's folder.

    A path that begins with :data:`PROJECT` is one below the project's folder.
    """
    hashes = {}
    for name in sorted(set(paths)):
        path = ROOT / name.removeprefix(PROJECT) if name.startswith(PROJECT) else data_root() / name
        hashes[name] = digest("\n".join(sorted(os.listdir(path)))) if path.is_dir() else _file_hash(path)
    return hashes


def all_data() -> list[str]:
    """Return every file and folder of the data, and every catalogue of a language: what a run may read."""
    catalogues = [PROJECT + p.relative_to(ROOT).as_posix() for p in (ROOT / "locale").glob("*/LC_MESSAGES/*.mo")]
    return [p.relative_to(data_root()).as_posix() for p in data_root().rglob("*")] + [".", *catalogues]


def look_up(wanted: Inputs) -> Answer:
    """Return the entry of a run, if it is there, whole and made from the data as they are now."""
    changed: list[list[str]] = []
    damaged = False
    found = sorted(check_folder().glob(f"{wanted.key[:32]}-*"))
    for entry in (path for path in found if guard.ENTRY.fullmatch(path.name)):
        manifest = _read_manifest(entry)
        if manifest is None or not _is_whole(entry, manifest, wanted.notebook):
            if guard.is_own(entry):
                shutil.rmtree(entry, ignore_errors=True)
            damaged = True
            continue
        now = data_hashes(list(manifest["data"]))
        moved = [name for name, value in manifest["data"].items() if now[name] != value]
        if not moved:
            with contextlib.suppress(OSError):
                os.utime(entry / MANIFEST)
            return Answer(entry, f"hit: nothing that {wanted.notebook} depends on has changed")
        changed.append(moved)
    if changed:
        return Answer(None, "miss: data changed: " + _named(min(changed, key=len)))
    return Answer(None, "miss: " + ("a damaged entry was thrown away" if damaged else _difference(wanted)))


def _difference(wanted: Inputs) -> str:
    last = _read_json(_last_file(wanted))
    if not isinstance(last, dict) or not last:
        return f"{wanted.notebook} has not run with these parameters"
    kept = wanted.kept
    names = [n for n in sorted({*last, *kept}) if last.get(n) != kept.get(n)]
    return "changed: " + _named(names) if names else "its entry is gone"


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _last_file(wanted: Inputs) -> Path:
    name = digest(json.dumps([wanted.notebook, wanted.parts["parameters"], wanted.parts["engine"]]))
    return cache_folder() / f"last-{name[:32]}.json"


def _read_manifest(entry: Path) -> dict | None:
    found = _read_json(entry / MANIFEST)
    whole = isinstance(found, dict) and all(isinstance(found.get(name), dict) for name in ("data", "files"))
    return found if whole else None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _is_whole(entry: Path, manifest: dict, notebook: str) -> bool:
    if not guard.is_own(entry) or guard.foreign_names(manifest["files"], notebook):
        return False
    if any(path.is_symlink() for path in entry.rglob("*")):
        return False
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
    folder = check_folder()
    guard.make_cache(folder)
    hashes = data_hashes(data)
    entry = folder / f"{wanted.key[:32]}-{digest(json.dumps(hashes))[:16]}"
    building = Path(tempfile.mkdtemp(dir=folder, prefix=f".new-{wanted.key[:16]}-"))
    try:
        shutil.copytree(outputs, building, dirs_exist_ok=True)
        files = {p.relative_to(building).as_posix(): _file_hash(p) for p in building.rglob("*") if p.is_file()}
        _write_json(
            building / MANIFEST, {"notebook": wanted.notebook, "parts": wanted.kept, "data": hashes, "files": files}
        )
        try:
            building.rename(entry)
        except OSError:
            # Another run has stored the same entry; one is enough.
            shutil.rmtree(building, ignore_errors=True)
        _write_json(_last_file(wanted), wanted.kept)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    prune(folder, MANIFEST)


def _write_json(path: Path, content: Any) -> None:
    write_atomic(path, json.dumps(content, indent=1, sort_keys=True).encode("utf-8"), sync=False)
