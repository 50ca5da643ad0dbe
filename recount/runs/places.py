"""Where a run may write: a folder of its own, never among the data, the code or another run's cache."""

from __future__ import annotations

import os
from pathlib import Path

from recount.runs import cache

#: Folders of the project that are read, or hold what was published; a run with other parameters stays outside.
KEPT = (
    *("analysis", "recount", "tests", "benchmarks", "docs", "lessons", "locale", "notebooks", "figures", "texts"),
    *(".git", ".ci"),
)
#: What a run makes below its folder.
MADE = ("notebooks", "figures", "records")


class PlaceError(ValueError):
    """A folder that a run may not or cannot write to."""


def make_out(name: str | os.PathLike, *, reference: bool = False) -> Path:
    """Make the folder that a run writes to and return it.

    Parameters
    ----------
    name : str or Path
        As the reader gave it; links are followed before it is judged.
    reference : bool
        Whether it may be the project itself, whose notebooks and figures are then written anew.

    Returns
    -------
    Path
        Absolute.

    Raises
    ------
    PlaceError
        If the name is empty or no name, lies among the project's own folders, or cannot be made.
    """
    text = os.fspath(name)
    if not text.strip() or not text.isprintable():
        raise PlaceError(f"--out: expected the name of a folder, got {text[:60]!r}")
    root = Path(text).absolute()
    try:
        refuse_kept(root, reference=reference)
        root.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlaceError(f"--out: expected a folder that can be written to, got {text[:60]!r}: {reason}") from None
    return root


def refuse_kept(root: Path, *, reference: bool) -> None:
    """Refuse a folder whose files would land among the data or the project's own files, by way of links too.

    Raises
    ------
    PlaceError
        Naming the folder that has to stay as it is.
    """
    project = cache.ROOT.resolve()
    if reference and root.resolve() == project:
        return
    kept = [cache.data_root().resolve(), cache.cache_folder().resolve(), *(project / name for name in KEPT)]
    for place in (root.resolve(), *((root / name).resolve() for name in MADE)):
        inside = next((folder for folder in kept if place.is_relative_to(folder)), None)
        if inside:
            raise PlaceError(
                f"--out: expected a folder outside the project's own {inside.name}/, got one whose files would "
                "land in it; name another, for instance: --out out"
            )
