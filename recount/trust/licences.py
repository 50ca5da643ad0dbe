"""Licences of everything that the lock names, as the packages themselves state them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

from packaging.utils import canonicalize_name

from analysis.data.files import as_csv, read_csv
from recount.app.installer import LOCK, ROOT
from recount.app.interpreter import lock_parts, locked_versions
from recount.app.setup import LAB

TABLE = "licences.csv"
PINNED_PYTHON = {"python_version": "3.11", "python_full_version": "3.11.0"}
#: Words in a licence -> kind, the first that is found; what asks most stands first.
KINDS = (
    (r"\bAGPL|Affero", "copyleft"),
    (r"^(?!.* AND )(?:.* OR .*(?:GPL|General Public)|.*(?:GPL|General Public).* OR )", "permissive, by choice"),
    (r"\bLGPL|Lesser General|MPL|Mozilla", "copyleft by file or library"),
    (r"\bGPL|General Public", "copyleft"),
    (r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Zlib|0BSD|CC0|Unlicense|Public Domain", "permissive"),
    (r"Artistic", "permissive"),
)
UNKNOWN = "unknown"
#: Kinds under which a package may be used beside MIT-licensed code without passing its terms on.
COMPATIBLE = ("permissive", "permissive, by choice", "copyleft by file or library")


class Licence(NamedTuple):
    """A package with what it says about its licence; ``stated_in`` is the field of its metadata."""

    package: str
    version: str
    used_for: str
    kind: str
    licence: str
    stated_in: str


def collect(folders: Iterable[Path] = ()) -> list[Licence]:
    """Return a row for each locked package of this system, sorted by name.

    Parameters
    ----------
    folders : iterable of Path
        Other environments to look in, besides the running one and the one of the lab.

    Returns
    -------
    list of Licence
        A package that is installed nowhere keeps the row that is stored for its version, or has the kind ``unknown``.
    """
    found = {(_name(d), d.version): d for d in _installed(folders)}
    stored = {(row.package, row.version): row for row in read_table()}
    rows = []
    for (package, version), use in locked().items():
        distribution = found.get((package, version))
        if distribution is not None:
            rows.append(Licence(package, version, use, *_stated(distribution)))
        else:
            rows.append(stored.get((package, version)) or Licence(package, version, use, UNKNOWN, "", "not installed"))
    return sorted(rows)


def locked() -> dict[tuple[str, str], str]:
    """Return package and version -> the part of the lock that needs it, for the pinned Python on this system."""
    text = (ROOT / LOCK).read_text(encoding="utf-8")
    uses = {name: part for part, names in lock_parts(text).items() for name in names}
    return {(name, version): uses[name] for name, version in locked_versions(text, PINNED_PYTHON).items()}


def _installed(folders: Iterable[Path]) -> Iterator[Distribution]:
    for folder in (*folders, LAB.folder):
        for place in folder.glob("lib/python*/site-packages"):
            yield from distributions(path=[str(place)])
    yield from distributions()


def _name(distribution: Distribution) -> str:
    return canonicalize_name(distribution.metadata["Name"] or "")


def _stated(distribution: Distribution) -> tuple[str, str, str]:
    """Return kind, licence and field: the expression first, then the classifiers, then the first line of the text."""
    words = distribution.metadata
    classifiers = [c.split(" :: ")[-1] for c in words.get_all("Classifier", []) if c.startswith("License :: ")]
    lines = [line.strip() for line in (words.get("License") or "").splitlines() if line.strip()]
    for field, licence in (
        ("License-Expression", words.get("License-Expression") or ""),
        ("Classifier", " OR ".join(c for c in classifiers if c != "OSI Approved")),
        ("License", lines[0][:80] if lines else ""),
    ):
        kind = kind_of(licence)
        if kind != UNKNOWN:
            return kind, licence, field
    return UNKNOWN, lines[0][:80] if lines else "", "nowhere"


def kind_of(licence: str) -> str:
    """Return the kind of a licence by its words: permissive, copyleft and so on; ``unknown`` without any we know."""
    return next((kind for pattern, kind in KINDS if re.search(pattern, licence)), UNKNOWN)


def read_table() -> list[Licence]:
    """Return the rows of ``docs/licences.csv``; none if it is not there."""
    return [Licence(**row) for row in read_csv(ROOT / "docs" / TABLE, missing_ok=True)]


def report(*, write: bool, also: Iterable[str] = ()) -> int:
    """Print the table, store it if asked, and return 1 if a licence is unknown or does not go with ours."""
    from analysis.data.files import write_atomic

    rows = collect(map(Path, also))
    table = as_csv(Licence._fields, rows)
    print(table, end="")
    if write:
        write_atomic(ROOT / "docs" / TABLE, table.encode("utf-8"))
    return int(any(row.kind not in COMPATIBLE for row in rows))
