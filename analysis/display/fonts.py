"""The fonts of the figures: files that the project ships, named by path.

Matplotlib finds a font by name among all fonts of a machine, in the order of a file in the user's cache; two
machines with the same name then set other outlines. While :func:`only` is in force it finds none but the files
given, whatever is installed, cached or written in a ``matplotlibrc``. DejaVu Sans, a free font with Latin,
Greek and Cyrillic letters, stands in ``typefaces/`` with its licence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from matplotlib import font_manager

ROOT = Path(__file__).resolve().parents[2]
FAMILY = "DejaVu Sans"
FOLDER = Path(__file__).with_name("typefaces")
#: Weight of type -> file.
FILES = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
#: Of both files, as :func:`digest` gives it: version 2.37 without the letters of other scripts and without tables for
#: ligatures and mathematics, which nothing here uses and which every PDF would have to cut out anew.
DIGEST = "06c053a8b26544b64d01b30342a64a5a896a5d6bc49f1736de168e1312ff4d30"


class FontError(ValueError):
    """A font that the project does not ship."""


def shipped() -> tuple[Path, ...]:
    """Return the font files of the figures, in a fixed order."""
    return tuple(file(weight) for weight in FILES)


def file(weight: str) -> Path:
    """Return the font file of a weight of :data:`FILES`."""
    return FOLDER / FILES[weight]


def digest(paths: Sequence[Path] | None = None) -> str:
    """Return one SHA-256 over the names and contents of font files, those of the figures by default."""
    found = hashlib.sha256()
    for path in shipped() if paths is None else paths:
        found.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return found.hexdigest()


@contextmanager
def only(paths: Sequence[Path] | None = None) -> Iterator[None]:
    """Let matplotlib find none but these fonts, and put back what it knew before.

    Parameters
    ----------
    paths : sequence of Path, optional
        Font files below the project; those of the figures by default.

    Raises
    ------
    FontError
        If a file lies elsewhere, or is not there.
    """
    manager = font_manager.fontManager
    before = manager.ttflist, manager.afmlist
    manager.ttflist, manager.afmlist = _entries(shipped() if paths is None else tuple(paths)), []
    _forget(manager)
    try:
        yield
    finally:
        manager.ttflist, manager.afmlist = before
        _forget(manager)


@lru_cache(maxsize=8)
def _entries(paths: tuple[Path, ...]) -> list:
    """What matplotlib keeps of each font: family, style, weight, file."""
    for path in paths:
        if not path.is_file() or not path.resolve().is_relative_to(ROOT):
            raise FontError(f"expected a font that the project ships, got {path}; restore it from the repository")
    return [font_manager.ttfFontProperty(font_manager.get_font(path)) for path in paths]


def _forget(manager: font_manager.FontManager) -> None:
    """Drop the answers given from another list."""
    type(manager)._findfont_cached.cache_clear()
