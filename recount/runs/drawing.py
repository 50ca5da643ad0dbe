"""One figure by its name: the notebook that makes it is run in the theme that was asked for, and that figure kept."""

from __future__ import annotations

import difflib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from recount.runs import cache

THEMES = ("screen", "print", "projector", "contrast")
PICTURES = ("png", "svg", "pdf")
#: Formats that are the same in every theme.
WORDS = ("csv", "json")
SHOWN = re.compile(r"`([a-z0-9_]+)\.csv`")


class FigureError(ValueError):
    """A figure that does not exist or cannot be drawn as asked."""


def titles() -> dict[str, str]:
    """Return the title of every figure of the stored notebooks by name, sorted."""
    found = {}
    for path in sorted((cache.ROOT / "figures").glob("[0-9]*.json")):
        found[path.stem] = json.loads(path.read_text(encoding="utf-8"))["title"]
    return found


def figures_of(path: Path) -> list[str]:
    """Return the names of the figures that a notebook, as it is stored, shows.

    Parameters
    ----------
    path : Path
        The notebook.

    Returns
    -------
    list of str
        In the order of the notebook.
    """
    return list(dict.fromkeys(SHOWN.findall(path.read_text(encoding="utf-8"))))


def draw(
    name: str,
    out: str | Path = "out",
    *,
    theme: str = "screen",
    form: str = "png",
    language: str = "en",
    pairs: Iterable[str] = (),
) -> list[Path]:
    """Draw one figure by running the notebook that makes it.

    Parameters
    ----------
    name : str
        The figure, for instance ``01_numbers_by_year``.
    out : str or Path
        Folder of the files.
    theme : str
        Out of :data:`THEMES`.
    form : str
        ``png``, ``svg``, ``pdf``, ``csv``, ``json`` or ``all``.
    language : str
        ``en``, or a language with a catalogue.
    pairs : iterable of str
        Parameters of the notebook, ``name=value``, as for ``recount run``.

    Returns
    -------
    list of Path
        The files: ``name.png`` in the theme ``screen``, ``name.print.png`` in the theme ``print``; the plotted
        numbers and the words are the same in every theme.

    Raises
    ------
    FigureError
        If there is no such figure, theme or format, or the notebook fails.
    recount.runs.runner.RunError, analysis.choices.parameters.ParameterError
        If the notebook refuses a name or value.
    """
    from analysis.topics import check
    from recount.runs.runner import read_pairs

    forms = _forms(form)
    check_language(language)
    if theme not in THEMES:
        raise FigureError(f"--theme: expected one of {', '.join(THEMES)}; got {theme!r}")
    given = read_pairs(pairs)
    notebook = notebook_of(name, other=bool(given))
    check(notebook, given)
    target = Path(out)
    if target.exists() and not target.is_dir():
        raise FigureError(f"--out: expected a folder, got the file {str(out)!r}")
    with tempfile.TemporaryDirectory(prefix="recount-figure-") as folder:
        with settings(RECOUNT_THEME=theme, RECOUNT_LANGUAGE=language):
            run_into(notebook, given, Path(folder))
        return _keep(name, Path(folder) / "figures", target, theme, forms)


def notebook_of(name: str, *, other: bool = False) -> str:
    """Return the name of the notebook that makes a figure.

    Parameters
    ----------
    name : str
        The figure.
    other : bool
        With other parameters a notebook may show figures that its stored form does not; then the number at
        the beginning of the name is enough.

    Raises
    ------
    FigureError
        If no notebook makes it; the message suggests the nearest name.
    """
    known: dict[str, str] = {}
    paths = sorted((cache.ROOT / "notebooks").glob("[0-9]*.ipynb"))
    for path in paths:
        known |= dict.fromkeys(figures_of(path), path.stem)
    if name in known:
        return known[name]
    if other:
        for path in paths:
            if name.startswith(path.stem[:3]):
                return path.stem
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise FigureError(f"expected the name of a figure, got {name!r}{hint} (recount figure --list names them all)")


def check_language(language: str) -> None:
    """Refuse a language that has no catalogue.

    Raises
    ------
    FigureError
        With the languages that there are.
    """
    from analysis.text.words import LOCALE

    known = ["en", *sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/recount.mo"))]
    if language not in known:
        raise FigureError(f"--language: expected one of {', '.join(dict.fromkeys(known))}; got {language!r}")


def _forms(form: str) -> tuple[str, ...]:
    """Return the formats that are wanted."""
    if form == "all":
        return (*PICTURES, *WORDS)
    if form not in (*PICTURES, *WORDS):
        raise FigureError(f"--format: expected one of {', '.join((*PICTURES, *WORDS))} or all; got {form!r}")
    return (form,)


def run_into(notebook: str, given: dict, folder: Path) -> None:
    """Run a notebook into a folder, or take the run from the cache.

    Raises
    ------
    FigureError
        If it fails or is interrupted.
    """
    from recount.runs.execution import Job
    from recount.runs.jobs import run_jobs
    from recount.runs.runner import choose_engine

    outcomes = run_jobs([Job(notebook, given, folder, choose_engine(None))])
    if not outcomes or outcomes[0].error:
        reason = outcomes[0].error if outcomes else "it was interrupted"
        raise FigureError(f"{notebook}: expected the notebook to run, got: {reason}")


def _keep(name: str, made: Path, target: Path, theme: str, forms: tuple[str, ...]) -> list[Path]:
    """Move the files of one figure to where they are wanted."""
    from analysis.data.files import write_atomic

    if not (made / f"{name}.csv").is_file():
        others = ", ".join(sorted(path.stem for path in made.glob("*.csv")))
        raise FigureError(f"expected the notebook to make {name!r} with these parameters; it made {others}")
    stem = name if theme == "screen" else f"{name}.{theme}"
    names = [f"{name}.{form}" if form in WORDS else f"{stem}.{form}" for form in forms]
    for file in names:
        write_atomic(target.absolute() / file, (made / file).read_bytes())
    return [target / file for file in names]


@contextmanager
def settings(**values: str) -> Iterator[None]:
    """Set variables of the environment for a while; a default is the variable unset, as the cache knows it."""
    before = {name: os.environ.pop(name, None) for name in values}
    os.environ.update({name: value for name, value in values.items() if value not in ("screen", "en")})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
