"""Small tables that the project keeps as CSV: one form for all who write and read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path


def as_csv(header: Iterable[str], rows: Iterable[Iterable]) -> str:
    """Return rows under a header as the text of a CSV, with line feeds and no more quotes than needed."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def read_rows(path: Path, *, missing_ok: bool = False) -> list[dict[str, str]]:
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
