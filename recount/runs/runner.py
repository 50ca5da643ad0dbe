"""Run notebooks: all of them for the report, or one with other parameters."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from recount.runs import cache
from recount.runs.execution import Job, remove_leftovers
from recount.runs.holders import holding
from recount.runs.jobs import Outcome, run_jobs
from recount.runs.places import make_out
from recount.runs.warm import can_fork

#: Packages whose version decides about bytes.
PINNED = ("matplotlib", "numpy", "pandas", "scipy", "nbformat", "ipython", "ipykernel", "papermill")
#: Characters of a parameter's value that can be anything but text.
LONGEST = 100
#: What a figure is written as.
FIGURE_FILES = (".png", ".svg", ".pdf", ".csv", ".json")


class RunError(ValueError):
    """A run that was asked for in words that do not fit."""


def report(
    names: Iterable[str] = (),
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    engine: str | None = None,
    use_cache: bool = True,
    why: bool = False,
    scheduler: str | None = None,
) -> int:
    """Execute notebooks with their default parameters and write notebooks and figures.

    Parameters
    ----------
    names : iterable of str
        Notebook names; all if empty.
    out : str or Path, optional
        Folder for ``notebooks/`` and ``figures/``. By default the project itself where the same inputs give the
        same bytes (see :func:`is_pinned`) and language, theme and data are the usual ones, else ``out/`` in the
        project.
    workers : int, optional
        Processes; by default one for each processor, at most four.
    engine : {'fork', 'kernel'}, optional
        How notebooks run; by default forked processes where they are to be had, else kernels.
    use_cache : bool
        Whether finished runs are taken from the cache, and kept in it.
    why : bool
        Whether to say for each notebook why the cache did or did not hold it.
    scheduler : str, optional
        Address of a Dask scheduler whose workers run the notebooks; see ``docs/running.md``.

    Returns
    -------
    int
        0 if all ran through, 1 if one failed, 130 or 143 if interrupted.
    """
    chosen = [known(n) for n in names] or notebook_names()
    root = make_out(default_out() if out is None else out, reference=not unusual_settings())
    if root != cache.ROOT:
        print(f"Writing to {root.name}/.")
    if use_cache:
        cache.check_folder()
    jobs = [Job(n, out=root, engine=choose_engine(engine), use_cache=use_cache) for n in chosen]
    with holding(root):
        remove_leftovers(root)
        outcomes = run_jobs(jobs, workers, why=why, scheduler=scheduler)
    tell_failures(outcomes)
    failed = any(o.error for o in outcomes)
    if len(outcomes) == len(notebook_names()) and not failed:
        remove_stale(root)
    return outcomes.status or int(failed)


def tell_failures(outcomes: Iterable[Outcome]) -> None:
    """Name every failure: notebook, parameters, and the error with its cell."""
    for outcome in outcomes:
        if outcome.error:
            given = " ".join(f"-p {name}={value}" for name, value in outcome.job.parameters.items())
            print(f"\nFailed: {outcome.job.notebook} {given}".rstrip() + f"\n{outcome.error}", file=sys.stderr)


def run(notebook: str, pairs: Iterable[str], *, out: str | Path = "out", engine: str | None = None) -> int:
    """Run one notebook with other parameters and write it and its figures below a folder.

    Parameters
    ----------
    notebook : str
        Its name.
    pairs : iterable of str
        ``name=value``; values are read as YAML scalars: numbers, ``true``, ``false``, text.
    out : str or Path
        The folder.
    engine : {'fork', 'kernel'}, optional
        As for :func:`report`.

    Returns
    -------
    int
        0 if it ran through, 1 if not, 130 or 143 if interrupted.

    Raises
    ------
    RunError, analysis.choices.parameters.ParameterError
        If a pair is none, or the notebook refuses a name or value.
    """
    from analysis.topics import check

    name, given = known(notebook), read_pairs(pairs)
    check(name, given)
    root = make_out(out)
    cache.check_folder()
    with holding(root):
        remove_leftovers(root)
        outcomes = run_jobs([Job(name, given, root, choose_engine(engine))])
    tell_failures(outcomes)
    if outcomes.status or any(o.error for o in outcomes):
        return outcomes.status or 1
    print(f"Notebook and figures are in {root.name}/.")
    return 0


def read_pairs(pairs: Iterable[str]) -> dict:
    """Return ``name=value`` pairs as a dictionary.

    Raises
    ------
    RunError
        If a pair has no equals sign, a name comes twice, or a value is no plain scalar.
    """
    import yaml

    given: dict = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.isidentifier():
            raise RunError(f"-p: expected NAME=VALUE, got {pair[:80]!r}")
        if name in given:
            raise RunError(f"-p: expected each name once, got {name!r} twice")
        try:
            # YAML takes minutes over brackets without end; no number is that long.
            read = yaml.safe_load(value) if len(value) <= LONGEST else value
        except (yaml.YAMLError, ValueError, RecursionError):
            # 2001-99-99, a number of thousands of digits, brackets without end: text, for the declaration to judge.
            read = value
        given[name] = read if isinstance(read, (str, int, float, bool)) else value
    return given


def notebook_names() -> list[str]:
    """Return the names of all notebooks, without ``.ipynb``, sorted."""
    return sorted(p.stem for p in (cache.ROOT / "notebooks").glob("[0-9]*.ipynb"))


def known(name: str) -> str:
    """Return the name of a notebook, without ``.ipynb``; its number alone will do.

    Raises
    ------
    RunError
        If there is none of that name.
    """
    import difflib

    plain = name.removesuffix(".ipynb").removeprefix("notebooks/")
    names = notebook_names()
    if plain.isascii() and plain.isdigit():
        plain = next((n for n in names if n.split("_")[0] == plain.zfill(2)), plain)
    if plain not in names:
        near = difflib.get_close_matches(plain, names, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise RunError(f"expected a notebook, got {name!r}{hint}; the notebooks are {', '.join(names)}")
    return plain


def choose_engine(wanted: str | None) -> str:
    """Return the engine to use: the one wanted, else ``fork`` where that is to be had, else ``kernel``."""
    if wanted not in (None, "fork", "kernel"):
        raise RunError(f"expected the engine fork or kernel, got {wanted!r}")
    return (wanted or "fork") if can_fork() else "kernel"


def default_out() -> Path:
    """Return where a report goes: the project if what is stored there would come out again, else ``out/``."""
    unusual = unusual_settings()
    if unusual:
        print(f"{', '.join(unusual)}: the stored notebooks and figures stay as they are.")
    return cache.ROOT if is_pinned() and not unusual else cache.ROOT / "out"


def unusual_settings() -> list[str]:
    """Return the settings of the environment under which other files than the stored ones come out."""
    usual = {"RECOUNT_LANGUAGE": ("", "en"), "RECOUNT_THEME": ("", "screen"), "RECOUNT_TITLES": ("",)}
    found = [name for name, values in usual.items() if os.environ.get(name, "").strip() not in values]
    return found + ["RECOUNT_DATA"] * (cache.data_root().resolve() != (cache.ROOT / "data").resolve())


def is_pinned() -> bool:
    """Return whether this is Linux x86-64, CPython 3.11 and the locked versions of what draws and writes."""
    import platform
    from importlib.metadata import version

    if (sys.platform, platform.machine(), platform.python_implementation(), sys.version_info[:2]) != (
        "linux", "x86_64", "CPython", (3, 11),
    ):  # fmt: skip
        return False
    lock = (cache.ROOT / "requirements.lock").read_text(encoding="utf-8")
    # A whole version: "2.4" is not at the lock where that says "2.4.6".
    return all(re.search(rf"^{name}=={re.escape(version(name))}(?![.\w])", lock, re.MULTILINE) for name in PINNED)


def remove_stale(root: Path) -> None:
    """Delete figure files under ``root`` that no stored notebook of ``root`` mentions any more."""
    # In bytes, and each file once: their pictures make the notebooks long.
    found = (re.findall(rb"`(\w+)\.csv`", p.read_bytes()) for p in (root / "notebooks").glob("*.ipynb"))
    mentioned = {name.decode("ascii") for names in found for name in names}
    for path in (root / "figures").glob("[0-9][0-9]_*"):
        # The folder may hold files of the reader's own.
        ours = path.is_file() and path.suffix in FIGURE_FILES
        if ours and path.name.split(".")[0] not in mentioned:
            path.unlink()
