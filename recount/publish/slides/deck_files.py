"""A notebook as a set of slides: titles and sources to edit, figures for the projector, working in the speaker's notes.

The slides are made from a run of the notebook in the theme ``projector``. The same run gives the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path


class SlidesError(ValueError):
    """Slides that cannot be made as asked."""


def make(
    notebook: str, pairs: Iterable[str] = (), out: str | Path | None = None, language: str = "en",
    only: Iterable[str] = (),
) -> Path:  # fmt: skip
    """Run a notebook for the projector and write its slides.

    Parameters
    ----------
    notebook : str
        Its name.
    pairs : iterable of str
        Parameters, ``name=value``, as for ``recount run``.
    out : str or Path, optional
        The file; by default ``out/NAME.pptx``, with language and parameters in its name where they are not the usual.
    language : str
        Language of the figures and of the frame; ``en`` or one of the catalogues.
    only : iterable of str
        Names of the figures that get a slide; all by default.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    SlidesError
        If the file is no ``.pptx``, or a package is missing.
    recount.runs.drawing.FigureError
        If the language has no catalogue, or the notebook fails.
    recount.runs.runner.RunError, analysis.choices.parameters.ParameterError
        If the notebook, a name or a value is refused.
    """
    from analysis.data.files import write_atomic
    from analysis.topics import check
    from recount.runs.drawing import check_language
    from recount.runs.runner import known, read_pairs

    name, given = known(notebook), read_pairs(pairs)
    check(name, given)
    target = Path(out or f"out/{file_name(name, given, language)}.pptx")
    if target.suffix.lower() != ".pptx" or target.is_dir():
        raise SlidesError(f"--out: expected a file that ends in .pptx, got {str(out)!r}")
    check_language(language)
    content = content_of(name, given, language, tuple(only))
    write_atomic(target.absolute(), content)
    return target


def file_name(name: str, given: dict, language: str) -> str:
    """Return the name of a file: the notebook's, with every parameter that was changed, and a language but English."""
    changed = [f"{key}-{value}" for key, value in sorted(given.items())]
    tail = [*changed, *([language] if language != "en" else [])]
    return "_".join([name, *("".join(c if c.isalnum() or c in "-._" else "-" for c in part) for part in tail)])


def chosen(story, only: tuple[str, ...]):
    """Return a story with the figures named alone.

    Raises
    ------
    SlidesError
        If a name is none of the story's figures; the message lists them.
    """
    from dataclasses import replace

    known = [figure.name for figure in story.figures]
    if wrong := [name for name in only if name not in known]:
        raise SlidesError(f"--only: expected figures out of {', '.join(known)}; got {', '.join(wrong)}")
    return replace(story, figures=tuple(f for f in story.figures if f.name in only)) if only else story


def content_of(name: str, parameters: dict, language: str = "en", only: tuple[str, ...] = ()) -> bytes:
    """Return the slides of a notebook as the bytes of a ``.pptx`` file."""
    try:
        from recount.publish.slides import deck as slide_deck
    except ModuleNotFoundError as missing:
        raise SlidesError(
            f"slides need the package {missing.name}, found none; run: make setup ARGS=--extras"
        ) from None
    from recount.publish.slides.story import read_story
    from recount.runs.drawing import run_into, settings

    with (
        tempfile.TemporaryDirectory(prefix="recount-slides-") as folder,
        settings(RECOUNT_THEME="projector", RECOUNT_LANGUAGE=language),
    ):
        run_into(name, parameters, Path(folder))
        return slide_deck.build(chosen(read_story(Path(folder), name, parameters), only), language)
