"""The site: pages made from the stored notebooks, figures and tables, put together by Sphinx, fully offline.

Sources are written to ``build/site/src``; nothing that is tracked is touched, and no notebook is run.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from analysis import __version__
from analysis.data.files import write_atomic
from recount.app.setup import ROOT, say
from recount.publish.site import shown_run
from recount.publish.site.html import SiteError
from recount.runs.drawing import settings

BUILD = ROOT / "build" / "site"
LANGUAGES = ("en", "de")
#: Says that a folder holds a site and may be replaced.
MARKER = ".recount-site"
#: Files of the theme that no page asks for.
UNUSED = ("*.map", "*.LICENSE.txt", "locales", "plus.png", "minus.png", "file.png", "webpack-macros.html")


def build(out: str | None = None, language: str = "en") -> Path:
    """Build the site and return its front page.

    Parameters
    ----------
    out : str, optional
        Folder of the site; ``build/site/html`` by default, ``build/site/de`` in German.
    language : str
        One of :data:`LANGUAGES`. Where that language has no catalogue the site is built in English, and says so.

    Raises
    ------
    SiteError
        If the folder holds something else than a site, stored files are missing, or Sphinx warns.
    """
    language = available(language)
    target = Path(out) if out else BUILD / ("html" if language == "en" else language)
    target = target.resolve()
    _check_target(target)
    source = BUILD / f"src-{language}"
    with settings(RECOUNT_LANGUAGE=language):
        shown_run.make()
        write_sources(source)
        # What Sphinx leaves beside its pages stays out of the reader's folder.
        made = BUILD / f"made-{language}" / "html"
        shutil.rmtree(made.parent, ignore_errors=True)
        _run_sphinx(source, made, language)
        copy_downloads(made / "downloads")
    _prune(made)
    (made / MARKER).write_text("Built by recount site.\n", encoding="utf-8")
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(made, fresh)
    shutil.rmtree(made.parent)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return target / "index.html"


def available(language: str) -> str:
    """Return the language if it can be built, else English, with a message.

    Raises
    ------
    SiteError
        If it is none of :data:`LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise SiteError(f"expected a language out of {', '.join(LANGUAGES)}, got {language!r}")
    from analysis.text.words import LOCALE

    if language != "en" and not (LOCALE / language / "LC_MESSAGES" / "recount.mo").is_file():
        say(f"found no catalogue for {language!r} in locale/; the site is built in English")
        return "en"
    return language


def _check_target(target: Path) -> None:
    if target in (ROOT, *ROOT.parents) or (target.exists() and not target.is_dir()):
        raise SiteError(f"--out: expected a folder for the site alone, got {target}; name another")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise SiteError(f"--out: expected an empty folder or an earlier site, {target} holds other files; name another")


def write_sources(folder: Path) -> None:
    """Write the sources of every page into a folder, which is emptied first."""
    from recount.publish.site import pages as site_pages

    shutil.rmtree(folder, ignore_errors=True)
    for path, content in site_pages.pages().items():
        write = content if isinstance(content, bytes) else content.encode("utf-8")
        write_atomic(folder / path, write)


def _run_sphinx(source: Path, target: Path, language: str) -> None:
    try:
        from sphinx.cmd.build import build_main
    except ImportError:
        raise SiteError("expected the package 'sphinx', found none; run: make setup ARGS=--extras") from None
    values = ["-D", f"language={language}", "-D", f"version={__version__}", "-A", f"fingerprint={data_fingerprint()}"]
    folders = ["-c", str(ROOT / "docs"), "-d", str(BUILD / f"doctrees-{language}")]
    words = ["-W", "--keep-going", "-q", "-E", "-b", "html", *folders]
    target.mkdir(parents=True)
    if build_main([*words, *values, str(source), str(target)]):
        raise SiteError("expected Sphinx to build the site without a warning; the lines above say what it met")


def data_fingerprint() -> str:
    """Return the first twelve digits of the SHA-256 of all files of ``data/`` and their names."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "data").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def copy_downloads(folder: Path) -> None:
    """Copy what the pages offer as files: figures and tables."""
    from recount.publish.site.gallery import FILES, load_figures

    here = shown_run.folder()
    wanted = {Path("figures", f"{name}.{form}"): here for name in load_figures() for form in FILES}
    wanted |= {path.relative_to(ROOT): ROOT for path in sorted((ROOT / "data").rglob("*")) if path.is_file()}
    for name, root in wanted.items():
        path, target = root / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _prune(folder: Path) -> None:
    for pattern in UNUSED:
        for path in (folder / "_static").rglob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in ("_sources", ".doctrees"):
        shutil.rmtree(folder / name, ignore_errors=True)
