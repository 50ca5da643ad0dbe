"""The text that is studied: what ``data/text.toml`` says of it, and nothing that another text would not have too."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.data import folders
from analysis.data.raw import TableError, read_text
from analysis.text.words import _

#: Tables that a description needs, and what stands in each.
NEEDED = {"work": ("key", "author", "title"), "parts": (), "lists": ()}


def study() -> Mapping[str, Any]:
    """Return ``text.toml`` of the text in use: the work, its parts, voices, lists, reports and what may be divided.

    Raises
    ------
    TableError
        If the file is missing, is no TOML, or lacks what :data:`NEEDED` names.
    """
    path = folders.text_folder() / "text.toml"
    if not path.is_file():
        raise TableError(f"{path.name}: expected a description of the text in {path.parent.name}/, none found")
    return _study(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _study(path: str, stamp: int) -> Mapping[str, Any]:
    try:
        found = tomllib.loads(read_text(Path(path)))
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"text.toml: expected TOML, got {error}; mend that line") from None
    for table, keys in NEEDED.items():
        missing = [k for k in keys if k not in found.get(table, {})]
        if table not in found or missing:
            raise TableError(f"text.toml: expected a table [{table}] with {', '.join(keys) or 'entries'}, not found")
    if not all(isinstance(found["work"][key], str) and found["work"][key] for key in NEEDED["work"]):
        raise TableError(f"text.toml, [work]: expected text in quotes for {', '.join(NEEDED['work'])}")
    return MappingProxyType(found)


def object_of_study() -> str:
    """Return the key in ``sources.bib`` of the text itself; what is known only through it is no second opinion."""
    return study()["work"]["key"]


def part(section: str) -> str:
    """Return the part of the text to which a section belongs; the section itself where no parts are named."""
    firsts = [first for first in study()["parts"] if first <= section]
    return _(study()["parts"][max(firsts)]) if firsts else section


def may_be_divided() -> frozenset[tuple[str, str]]:
    """Return the pairs of measures, part and whole, that make a share."""
    return frozenset(
        (part, whole) for rule in study().get("shares", ()) for part in rule["parts"] for whole in rule["wholes"]
    )
