"""Files: written whole or not at all, and tables as CSV in one form. Only the standard library is imported at first."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def write_atomic(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a file whole or not at all: into a temporary file beside it, then renamed over it.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is not there.
    content : bytes
        What goes in.
    sync : bool
        Whether it has to be on the disk before the call returns.
    """
    write_all({path: content}, sync=sync)


def write_all(contents: Mapping[Path, bytes], *, sync: bool = True) -> None:
    """Write files as :func:`write_atomic` does; none takes its name before all have been written.

    Raises
    ------
    OSError
        If one cannot be written; no unfinished file stays.
    """
    waiting: dict[Path, str] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Named after the process, so that the next run can take away what a killed one left.
            handle, waiting[path] = tempfile.mkstemp(dir=path.parent, prefix=f".recount-{os.getpid()}-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                if sync:
                    file.flush()
                    os.fsync(file.fileno())
            os.chmod(waiting[path], 0o644)
        for path, temporary in waiting.items():
            os.replace(temporary, path)
    except BaseException:
        for temporary in waiting.values():
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
        raise


def canonical_csv(frame: pd.DataFrame) -> str:
    """Write a frame as CSV, always in the same way.

    Returns
    -------
    str
        Header and rows; floats with every digit they need and no more, empty cells for what is missing,
        ``true`` and ``false``, line feeds; an apostrophe before a text that a spreadsheet would run.
    """
    from analysis.text.plain import guard_formulas

    words = frame.copy()
    for name in words.columns:
        if words[name].dtype in ("bool", "boolean"):
            words[name] = words[name].map({True: "true", False: "false"}).astype("str")
    return guard_formulas(words).to_csv(index=False, lineterminator="\n")


def as_csv(header: Iterable[str], rows: Iterable[Iterable]) -> str:
    """Return rows under a header as the text of a CSV, with line feeds and no more quotes than needed."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def read_csv(path: Path, *, missing_ok: bool = False) -> list[dict[str, str]]:
    """Return the rows of a CSV: column -> text.

    Parameters
    ----------
    path : Path
        The file.
    missing_ok : bool
        Whether a file that is not there counts as one without rows.

    Raises
    ------
    FileNotFoundError
        If it is not there and has to be.
    """
    if missing_ok and not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
