"""The run that the site shows: the stored one, or one in the language of the reader that the build made.

English is stored in the checkout. For another language every notebook is run once in it, below ``build/site/``; a run
of the same notebooks and data is taken from the cache.
"""

from __future__ import annotations

from pathlib import Path

from analysis.text.words import language
from recount.app.setup import ROOT
from recount.publish.site.html import SiteError

RUNS = ROOT / "build" / "site"


def folder() -> Path:
    """Return where the notebooks and figures of the reader's language are; the stored ones where no build made any."""
    made = RUNS / f"run-{language()}"
    return made if language() != "en" and made.is_dir() else ROOT


def figures() -> Path:
    """Return the folder of the figures."""
    return folder() / "figures"


def notebook(name: str) -> Path:
    """Return the file of a notebook."""
    return folder() / "notebooks" / f"{name}.ipynb"


def tongue() -> str | None:
    """Return ``en`` where English words stand on a page of another language, else nothing."""
    return None if language() == "en" or folder() != ROOT else "en"


def make() -> None:
    """Run every notebook in the language of the reader, unless it is English.

    Raises
    ------
    SiteError
        If a notebook fails.
    """
    from recount.runs.execution import Job
    from recount.runs.jobs import run_jobs
    from recount.runs.runner import choose_engine, notebook_names

    if language() == "en":
        return
    out = RUNS / f"run-{language()}"
    out.mkdir(parents=True, exist_ok=True)
    outcomes = run_jobs([Job(name, {}, out, choose_engine(None)) for name in notebook_names()])
    failed = [f"{outcome.job.notebook}: {outcome.error}" for outcome in outcomes if outcome.error]
    if failed or not outcomes:
        raise SiteError(f"expected every notebook to run in {language()!r}, got: {'; '.join(failed) or 'no run'}")
