"""What goes when the cache is full: the entries that were not used for longest, and what killed runs left."""

from __future__ import annotations

import contextlib
import shutil
import time
from pathlib import Path

from recount.runs import guard

#: What the cache may hold in bytes.
MOST_BYTES = 4_000_000_000
#: Seconds for which an entry that was used stays in any case, and between two looks at the size.
GRACE, BETWEEN = 3600, 600
#: Seconds after which what a killed run left half made is swept up, and the reason of a miss is forgotten.
ABANDONED, FORGOTTEN = 86_400, 90 * 86_400
MARK = "pruned"


def prune(folder: Path, manifest: str, most: int = MOST_BYTES) -> None:
    """Keep a cache within bounds; does nothing when that was done within the last ten minutes.

    Parameters
    ----------
    folder : Path
        The cache.
    manifest : str
        Name of the file that makes a folder an entry; the time of its change is that of the entry's last use.
    most : int
        Bytes that the entries may take. Entries used within the last hour stay in any case, so that no run
        loses one that it is reading, and a sweep none that it is about to take up again.
    """
    now = time.time()
    mark = folder / MARK
    if mark.is_file() and 0 <= now - mark.stat().st_mtime < BETWEEN:
        return
    mark.touch()
    for pattern, age in ((".new-*", ABANDONED), ("last-*.json", FORGOTTEN), ("outcomes-*.jsonl", FORGOTTEN)):
        for path in folder.glob(pattern):
            if now - _changed(path) > age:
                _remove(path, manifest)
    entries = [path.parent for path in folder.glob(f"[!.]*/{manifest}")]
    _remove_oldest([path for path in entries if guard.ENTRY.fullmatch(path.name)], manifest, most, now)


def _remove_oldest(entries: list[Path], manifest: str, most: int, now: float) -> None:
    sizes = {entry: _size(entry) for entry in entries}
    total = sum(sizes.values())
    for entry in sorted(entries, key=lambda entry: _changed(entry / manifest)):
        if total <= most or now - _changed(entry / manifest) < GRACE:
            break
        _remove(entry, manifest)
        total -= sizes[entry]


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        # Gone meanwhile: nothing to remove.
        return time.time()


def _size(entry: Path) -> int:
    total = 0
    for path in entry.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def _remove(path: Path, manifest: str) -> None:
    """Remove what the cache itself has written; whatever else has found its way into the folder stays."""
    if not guard.is_ours(path, manifest):
        return
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
