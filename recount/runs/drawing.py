"""One figure by its name: the topic's function that makes it is called, in the theme and language asked for.

A figure that no topic registers is taken from a run of its notebook.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
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
#: What a parameter's value may keep in the name of a file, and the most letters of such a name.
UNUSUAL, LONGEST = re.compile(r"[^\w.+-]+", re.ASCII), 150


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
    """Draw one figure.

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
        numbers and the words are the same in every theme. Another language and other parameters than the default
        stand in the name: ``name--language-de--base-members.png``.

    Raises
    ------
    FigureError
        If there is no such figure, theme or format, if nothing is drawn under these parameters, or the notebook
        fails.
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
    choices = check(notebook, given)
    target = Path(out)
    if target.exists() and not target.is_dir():
        raise FigureError(f"--out: expected a folder, got the file {str(out)!r}")
    with tempfile.TemporaryDirectory(prefix="recount-figure-") as folder:
        with settings(RECOUNT_THEME=theme, RECOUNT_LANGUAGE=language):
            made = _make(name, notebook, choices, Path(folder), theme, forms)
        contents = {file.name.removeprefix(name): file.read_bytes() for file in made}
    return _keep(target, file_stem(name, language, choices), contents)


def _make(name: str, notebook: str, choices, folder: Path, theme: str, forms: tuple[str, ...]) -> list[Path]:
    """Write the files of one figure into a folder."""
    from analysis.topics import topic

    function = topic(notebook).figures.get(name)
    if function:
        from analysis.display.bundles import write

        found = function(choices)
        if found is None:
            raise FigureError(f"{name}: expected something to draw, got nothing with these parameters; try others")
        return write(found, folder, (theme,), forms)
    run_into(notebook, choices.model_dump(exclude_unset=True), folder)
    made = folder / "figures"
    if not (made / f"{name}.csv").is_file():
        others = ", ".join(sorted(path.stem for path in made.glob("*.csv")))
        raise FigureError(f"expected the notebook to make {name!r} with these parameters; it made {others}")
    look = "" if theme == "screen" else f".{theme}"
    return [made / (f"{name}.{form}" if form in WORDS else f"{name}{look}.{form}") for form in forms]


def file_stem(name: str, language: str, choices) -> str:
    """Return the name of a figure's files, without their ending: with what is not the default in it.

    Parameters
    ----------
    name, language : str
        The figure and its language.
    choices : analysis.choices.parameters.Parameters
        Of its notebook.
    """
    usual = type(choices)().model_dump()
    others = {key: value for key, value in choices.model_dump().items() if value != usual[key]}
    given = ({} if language == "en" else {"language": language}) | others
    shown = {key: str(value).lower() if isinstance(value, bool) else value for key, value in given.items()}
    words = "".join(f"--{key}-{value}" for key, value in shown.items())
    plain = UNUSUAL.sub("_", words)
    if plain != words or len(plain) > LONGEST:
        # Two values that look alike once written so, or cut off, would take one name.
        plain = f"{plain[:LONGEST]}--{cache.digest(words)[:8]}"
    return name + plain


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
    from analysis.topics import FOLDERS, topic

    for notebook in FOLDERS:
        if notebook[:3] == name[:3] and name in topic(notebook).figures:
            return notebook
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


def _keep(target: Path, stem: str, contents: dict[str, bytes]) -> list[Path]:
    """Put files where they are wanted, by their endings; say so where another content was there."""
    from analysis.data.files import write_all

    files = {target / f"{stem}{end}": content for end, content in contents.items()}
    for path, content in files.items():
        if path.is_file() and path.read_bytes() != content:
            print(f"recount: {path}: replaced, what was there was different", file=sys.stderr)
    write_all({path.absolute(): content for path, content in files.items()})
    return list(files)


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
