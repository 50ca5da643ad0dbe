"""A notebook as a set of slides: titles and sources to edit, figures for the projector, working in the speaker's notes.

The slides are made from a run of the notebook in the theme ``projector``. The same run gives the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path


class SlidesError(ValueError):
    """Slides that cannot be made as asked."""


def make(notebook: str, pairs: Iterable[str] = (), out: str | Path | None = None, language: str = "en") -> Path:
    """Run a notebook for the projector and write its slides.

    Parameters
    ----------
    notebook : str
        Its name.
    pairs : iterable of str
        Parameters, ``name=value``, as for ``recount run``.
    out : str or Path, optional
        The file; ``out/NAME.pptx`` by default.
    language : str
        Language of the figures and of the frame; ``en`` or one of the catalogues.

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
    target = Path(out or f"out/{name}.pptx")
    if target.suffix.lower() != ".pptx" or target.is_dir():
        raise SlidesError(f"--out: expected a file that ends in .pptx, got {str(out)!r}")
    check_language(language)
    content = content_of(name, given, language)
    write_atomic(target.absolute(), content)
    return target


def content_of(name: str, parameters: dict, language: str = "en") -> bytes:
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
        return slide_deck.build(read_story(Path(folder), name, parameters), language)
