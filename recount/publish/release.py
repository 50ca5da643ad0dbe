"""A release: everything that a reader, a class, an archive or a library is given, with its checksums.

All files have fixed dates: the same checkout gives the same bytes. Nothing is uploaded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from analysis.data.study import object_of_study
from recount.app.setup import ROOT
from recount.publish.archives import pack
from recount.publish.site.build import LANGUAGES, build

SUMS = "SHA256SUMS"
#: Folders that hold nothing of the source, where there is no git to ask.
NOT_SOURCE = {"build", "dist", "out", "__pycache__"}
#: What is hidden and source all the same; the rest are environments, caches and locks.
HIDDEN_SOURCE = {".ci", ".gitattributes", ".gitignore"}
DEPOSIT = """# Recount {version}: data

The numbers printed in one pamphlet, and what others published on the same matters. The pamphlet is the object of study,
not an authority; its text is not part of this deposit: {pamphlet}

Expulsion from the party is not arrest, conviction or death. The two are never to be added or divided.

`data/` is a Frictionless data package: `data/datapackage.json` says what every column means, with type and unit.
`recount-data.xlsx` holds the same tables as one workbook. Keys of sources are those of `data/sources.bib`.

## How far a figure was checked

{rungs}

## Tables

| File | What |
| --- | --- |
{tables}

## Cite

{citation} Please cite the source of each figure beside it.

## Licence

The compilation is under CC BY 4.0; single figures keep the terms of their sources: see `LICENSE-data.md`.
"""


class ReleaseError(ValueError):
    """A release that cannot be made from the checkout as it is."""


def write(out: str | Path = "dist", *, allow_dirty: bool = False) -> list[Path]:
    """Build all parts of a release and their checksums.

    Parameters
    ----------
    out : str or Path
        The folder; made if it is not there.
    allow_dirty : bool
        Build although there are changes that are not committed. For trying out.

    Returns
    -------
    list of Path
        The files, :data:`SUMS` last.

    Raises
    ------
    ReleaseError
        If the version is not the same everywhere, the commit carries another version's tag, or there are changes
        that are not committed.
    """
    version = check_version(ROOT)
    check_checkout(ROOT, version, allow_dirty=allow_dirty)
    folder = Path(out).absolute()
    return store(parts(version), folder)


def store(files: Mapping[str, Callable[[], bytes]], folder: Path) -> list[Path]:
    """Build files one by one into a folder, the checksums last.

    Parameters
    ----------
    files : mapping
        Name -> what makes the content.
    folder : Path
        Where to; what else is there stays, and is not in the checksums.
    """
    from analysis.data.files import write_atomic

    sums = []
    for name, make in files.items():
        content = make()
        write_atomic(folder / name, content)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    write_atomic(folder / SUMS, "".join(sorted(sums, key=lambda line: line[66:])).encode("utf-8"))
    return [folder / name for name in (*files, SUMS)]


def parts(version: str) -> dict[str, Callable[[], bytes]]:
    """Return the parts of a release: file name -> what makes its content.

    The handouts are in it where the lessons are. The site is built afresh in each of its languages, so that a reader
    needs no Python.
    """
    from recount.publish import export

    stem = f"recount-{version}"
    found: dict[str, Callable[[], bytes]] = {
        f"{stem}-source.zip": lambda: source_archive(ROOT, stem),
        f"{stem}-data.zip": lambda: data_archive(version),
        f"{stem}-data.xlsx": lambda: export.content("xlsx"),
        f"{stem}-figures.zip": lambda: folder_archive(ROOT / "figures", f"{stem}-figures"),
    }
    if find_spec("recount.publish.handout"):
        found[f"{stem}-handouts.zip"] = handouts
    for language in LANGUAGES:
        tail = "" if language == "en" else f"-{language}"
        found[f"{stem}-site{tail}.zip"] = partial(site_archive, language, f"{stem}-site{tail}")
    return found


def site_archive(language: str, stem: str) -> bytes:
    """Return the site in a language, built now, as a zip archive; opened at ``index.html`` it needs nothing else."""
    with tempfile.TemporaryDirectory(prefix="recount-site-") as folder:
        front = build(str(Path(folder) / "html"), language)
        return folder_archive(front.parent, stem)


def check_version(root: Path) -> str:
    """Return the version, which must be the same in every place that states it.

    Raises
    ------
    ReleaseError
        Naming the places and what they say.
    """
    import re

    import yaml

    read = {name: (root / name).read_text(encoding="utf-8") for name in ("analysis/__init__.py", "CHANGELOG.md")}
    stated = {
        "pyproject.toml": tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "CITATION.cff": str(yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))["version"]),
        "analysis/__init__.py": "".join(re.findall(r'__version__ = "([^"]+)"', read["analysis/__init__.py"])),
        "CHANGELOG.md": next(iter(re.findall(r"(?m)^## (\S+)", read["CHANGELOG.md"])), ""),
    }
    if len(set(stated.values())) > 1:
        said = ", ".join(f"{place} says {version!r}" for place, version in stated.items())
        raise ReleaseError(f"expected one version everywhere; {said}")
    return stated["pyproject.toml"]


def check_checkout(root: Path, version: str, *, allow_dirty: bool) -> None:
    """Refuse a checkout with changes, or with the tag of another version; say so where there is no tag.

    Raises
    ------
    ReleaseError
        Naming the files or the tag.
    """
    if not in_git(root):
        print("No git here: built from the files as they are.", file=sys.stderr)
        return
    changed = _git(root, "status", "--porcelain").splitlines()
    if changed and not allow_dirty:
        some = ", ".join(line[3:] for line in changed[:5]) + (" …" if len(changed) > 5 else "")
        raise ReleaseError(
            f"expected a checkout without changes, got {len(changed)}: {some}; commit them, or try with --allow-dirty"
        )
    tags = [tag for tag in _git(root, "tag", "--points-at", "HEAD").split() if tag.startswith("v")]
    if tags and f"v{version}" not in tags:
        raise ReleaseError(f"expected the tag v{version} on this commit, got {', '.join(tags)}")
    if not tags:
        print(f"This commit has no tag v{version}: a trial, not a release.", file=sys.stderr)


def in_git(root: Path) -> bool:
    """Return whether a folder is the top of a git checkout, and git is there."""
    return (root / ".git").exists() and shutil.which("git") is not None


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise ReleaseError(f"git {words[0]}: expected it to work here, got: {done.stderr.strip()}")
    return done.stdout


def source_files(root: Path) -> Iterator[Path]:
    """Yield the files of the source, sorted: those git tracks, or where there is no git all that is not built."""
    if in_git(root):
        yield from (root / name for name in sorted(_git(root, "ls-files", "-z").split("\0")) if name)
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if _is_source(name))
        yield from (Path(folder, name) for name in sorted(names) if _is_source(name))


def _is_source(name: str) -> bool:
    return name not in NOT_SOURCE and (not name.startswith(".") or name in HIDDEN_SOURCE)


def source_archive(root: Path, stem: str) -> bytes:
    """Return the source as a zip archive; files deleted but not committed are left out."""
    found = [path for path in source_files(root) if path.is_file()]
    names = {f"{stem}/{path.relative_to(root).as_posix()}": path for path in sorted(found)}
    programs = {name for name, path in names.items() if os.access(path, os.X_OK)}
    return pack({name: path.read_bytes() for name, path in names.items()}, programs=programs)


def folder_archive(folder: Path, stem: str) -> bytes:
    """Return the files below a folder as a zip archive."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return pack({f"{stem}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in found})


def data_archive(version: str) -> bytes:
    """Return the data package for deposit: tables, descriptor, bibliography, workbook, licence, citation, read-me."""
    from recount.publish import export

    files = {
        "README.md": deposit_text(version).encode("utf-8"),
        "CITATION.cff": (ROOT / "CITATION.cff").read_bytes(),
        **export.csv_files(),
        "recount-data.xlsx": export.content("xlsx"),
    }
    return pack({f"recount-{version}-data/{name}": content for name, content in files.items()})


def deposit_text(version: str) -> str:
    """Return the read-me of the deposit, with the list of tables made from the descriptor."""
    from analysis.data.sources import footnote
    from recount.publish import datapackage, export
    from recount.publish.citing import own_footnote

    described = {item["path"]: item["title"] for item in datapackage.package()["resources"]}
    rows = [f"| `data/{path}` | {title} |" for path, title in described.items()]
    rungs = [f"- `{word}`: {meaning}" for word, meaning in export.VERIFIED.items()]
    return DEPOSIT.format(
        version=version,
        pamphlet=footnote(object_of_study()),
        rungs="\n".join(rungs),
        tables="\n".join(rows),
        citation=own_footnote(),
    )


def handouts() -> bytes:
    """Return the handouts of all lessons, for the class and for the teacher, as a zip archive of PDF files."""
    from recount.publish import handout, lessons

    with tempfile.TemporaryDirectory(prefix="recount-release-") as folder:
        for lesson in lessons.names():
            for key in (False, True):
                handout.write(lesson, folder, key=key)
        return folder_archive(Path(folder), "handouts")
