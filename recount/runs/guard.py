"""What the cache may hold and a run may write: names of our own making, in folders that nobody else can write to.

An entry's files are put into the project; whoever can write entries could otherwise put anything anywhere. Only
the standard library is imported here.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

#: File that makes a folder a cache of ours; without it nothing in a folder is read, written or deleted.
TAG = "recount-cache.json"
TAG_TEXT = '{"written by": "recount", "use": "finished runs; may be deleted as a whole at any time"}\n'
#: Names that the cache gives: finished entries, those under way, reasons of misses.
ENTRY = re.compile(r"[0-9a-f]{32}-[0-9a-f]{16}")
BUILDING = re.compile(r"\.new-[0-9a-f]{16}-[a-z0-9_]{8}")
LAST = re.compile(r"last-[0-9a-f]{32}\.json")
#: Everything else that runs and sweeps put into a cache.
OTHERS = re.compile(r"durations\.json|imports\.json|pruned|\.recount-\d+-[a-z0-9_]{8}")
#: Outcomes of sweeps, a file for each state of code and data.
KEPT = re.compile(r"outcomes-[0-9a-f]{32}\.jsonl")
#: What a run writes: folder -> endings.
OUTPUTS = {
    "notebooks": (".ipynb",),
    "figures": (".png", ".svg", ".pdf", ".csv", ".json"),
    "records": (".json",),
}
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class GuardError(ValueError):
    """A cache that is not ours alone, or a file that no run writes."""


def check_cache(folder: Path, *, own: bool) -> None:
    """Refuse a folder as a cache that holds other things, or that others can write to.

    Parameters
    ----------
    folder : Path
        It need not be there yet.
    own : bool
        Whether it is the project's own ``.cache``, which may have been made under a wide umask: then it is closed.

    Raises
    ------
    GuardError
        Saying what to do.
    """
    try:
        found = folder.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(found.st_mode):
        raise GuardError(f"RECOUNT_CACHE: expected a folder, got {folder.name}, which is none")
    if os.name != "nt":
        _check_owner(folder, found, own)
    if not own and not (folder / TAG).is_file() and not all(_is_cache_name(path.name) for path in folder.iterdir()):
        raise GuardError(
            f"RECOUNT_CACHE: expected an empty folder, or one that a run has made its cache, got {folder.name}, "
            "which holds other things; name a new folder"
        )


def _check_owner(folder: Path, found: os.stat_result, own: bool) -> None:
    if found.st_uid != os.geteuid():
        raise GuardError(f"cache: expected a folder of your own, got {folder.name} of another user; set RECOUNT_CACHE")
    if not found.st_mode & OTHERS_MAY_WRITE:
        return
    if not own:
        raise GuardError(
            f"RECOUNT_CACHE: expected a folder that only you can write to, got {folder.name}; "
            "run: chmod go-w on it, or name another"
        )
    folder.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS_MAY_WRITE)


def _is_cache_name(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in (ENTRY, BUILDING, LAST, KEPT, OTHERS))


def make_cache(folder: Path) -> None:
    """Make a folder a cache: closed to others, and tagged."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / TAG).is_file():
        (folder / TAG).write_text(TAG_TEXT, encoding="utf-8")


def is_own(path: Path) -> bool:
    """Whether a folder or file is no link and belongs to who runs this."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return not stat.S_ISLNK(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def is_ours(path: Path, manifest: str) -> bool:
    """Whether something in a cache has a name that the cache gives and, where it is whole, our own content."""
    if not is_own(path):
        return False
    if ENTRY.fullmatch(path.name):
        return {"data", "files", "notebook", "parts"} <= _keys(path / manifest)
    if KEPT.fullmatch(path.name):
        return path.is_file()
    if LAST.fullmatch(path.name):
        return {"notebook cells", "engine", "lock"} <= _keys(path)
    return bool(BUILDING.fullmatch(path.name)) and path.is_dir()


def _keys(path: Path) -> set[str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return set()
    return set(found) if isinstance(found, dict) else set()


def foreign_names(names: Iterable[str], notebook: str | None = None) -> list[str]:
    """Return the paths among `names` that no run writes.

    Parameters
    ----------
    names : iterable of str
        Below a run's folder, with ``/``.
    notebook : str, optional
        Name of the notebook, for its file and its record; any by default.
    """
    return [name for name in names if not _is_output(name, notebook)]


def _is_output(name: str, notebook: str | None) -> bool:
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or ":" in name:
        return False
    if len(parts) != 2 or parts[0] not in OUTPUTS or parts[1].startswith("."):
        return False
    path = PurePosixPath(parts[1])
    alone = parts[0] == "figures" or notebook is None or path.stem == notebook
    return path.suffix in OUTPUTS[parts[0]] and alone


def check_outputs(folder: Path, notebook: str) -> None:
    """Refuse to put a run into place that has left anything but what a run writes.

    Raises
    ------
    GuardError
        Naming the file, and where such files may go.
    """
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    names = [path.relative_to(folder).as_posix() for path in found]
    wrong = foreign_names(names, notebook) + [n for n, p in zip(names, found, strict=True) if not _is_regular(p)]
    if wrong:
        raise GuardError(
            f"{notebook}: expected files in notebooks/, figures/ and records/ only, got {sorted(wrong)[0][:80]!r}; "
            "write it elsewhere than below RECOUNT_OUT, or as a figure (.png, .svg, .pdf, .csv, .json)"
        )


def _is_regular(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)
