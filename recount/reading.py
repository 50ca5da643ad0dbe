"""A record of the data files that a run reads, kept by the interpreter itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def record_reads(root: Path) -> set[str]:
    """Record from now on every file opened and every folder listed under a root.

    Parameters
    ----------
    root : Path
        The folder to watch.

    Returns
    -------
    set of str
        Paths below the root; it grows as the process reads. There is no way to stop it.
    """
    seen: set[str] = set()
    top = str(root.resolve())

    def watch(event: str, arguments: tuple) -> None:
        if event not in ("open", "os.listdir", "os.scandir") or not arguments:
            return
        path = arguments[0]
        if isinstance(path, (str, bytes, os.PathLike)):
            place = os.path.realpath(os.fsdecode(path))
            if place == top or place.startswith(top + os.sep):
                seen.add(os.path.relpath(place, top).replace(os.sep, "/"))

    sys.addaudithook(watch)
    return seen
