"""Where the data of the text in use stands: the pamphlet's in ``data/``, any other's in ``texts/NAME/``.

A text is a folder of data. ``RECOUNT_TEXT`` names the one in use; without it the data folder's own is. A text
shares the dictionaries of the data folder (columns, units, labels, lineages, bibliography) and may add rows of
its own to each, in a file of the same name; it sees the estimates of the data folder if its ``text.toml`` says so.
"""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
#: Environment variable -> what it names: the text in use, the folder of texts, the folder of shared data.
TEXT, TEXTS, DATA = "RECOUNT_TEXT", "RECOUNT_TEXTS", "RECOUNT_DATA"
#: The folder of printed values and what belongs to them, by its name in the data folder.
PRINTED = "pamphlet"
NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII)
MAX_NAME = 60


class TextError(ValueError):
    """A text that is not there or cannot be used."""


def data_folder() -> Path:
    """Return the folder of the shared data: ``RECOUNT_DATA`` if set, else ``data/`` beside this package."""
    return Path(os.environ.get(DATA) or _ROOT / "data")


def texts_folder() -> Path:
    """Return the folder of other texts: ``RECOUNT_TEXTS`` if set, else ``texts/`` beside this package."""
    return Path(os.environ.get(TEXTS) or _ROOT / "texts")


def text_name() -> str:
    """Return the name of the text in use; empty for the data folder's own."""
    return os.environ.get(TEXT, "")


def text_folder() -> Path:
    """Return the folder that holds ``text.toml`` of the text in use."""
    return texts_folder() / check_name(text_name()) if text_name() else data_folder()


def check_name(name: str) -> str:
    """Return a text's name as it came, or refuse it.

    Raises
    ------
    TextError
        If it is not made of lower-case letters, digits and single underscores, or is longer than :data:`MAX_NAME`.
    """
    if not NAME.fullmatch(name) or len(name) > MAX_NAME:
        raise TextError(
            f"--text: expected a name of a-z, 0-9 and _ with a letter first, up to {MAX_NAME} characters, "
            f"got {name[: MAX_NAME + 1]!r}"
        )
    return name


def known_texts() -> list[str]:
    """Return the names of the texts that are installed, sorted."""
    return sorted(p.parent.name for p in texts_folder().glob("*/text.toml") if NAME.fullmatch(p.parent.name))


def use(name: str) -> None:
    """Make a text the one in use, in this process and those it starts.

    Parameters
    ----------
    name : str
        Name of a folder of ``texts/``; empty for the data folder's own.

    Raises
    ------
    TextError
        If there is no such text.
    """
    if not name:
        os.environ.pop(TEXT, None)
        return
    check_name(name)
    if not (texts_folder() / name / "text.toml").is_file():
        there = ", ".join(known_texts()) or "none yet"
        raise TextError(
            f"--text: expected a folder of texts/ with a text.toml ({there}), got {name!r}; "
            f"make one: recount new {name} --text FILE"
        )
    os.environ[TEXT] = name


@contextlib.contextmanager
def within(name: str) -> Iterator[None]:
    """Take another text for the one in use, for a while."""
    before = text_name()
    use(name)
    try:
        yield
    finally:
        use(before)


def find(name: str) -> Path:
    """Return the file of a name such as ``pamphlet/claims.csv``, in the folder of the text in use.

    Printed values of a text stand in ``texts/NAME/printed/``, what else belongs to it in ``texts/NAME/``;
    estimates that it does not have come from the data folder where :func:`shares` says so.
    """
    folder, _slash, file = name.rpartition("/")
    if not text_name():
        return data_folder() / name
    if folder == PRINTED:
        printed = text_folder() / "printed" / file
        return printed if printed.is_file() else text_folder() / file
    if not folder:
        return data_folder() / name
    own = text_folder() / name
    return data_folder() / name if folder == "estimates" and not own.is_file() and shares(folder) else own


def own(name: str) -> Path | None:
    """Return the text's addition to a dictionary of the data folder, such as ``units.csv``; None without one."""
    path = text_folder() / name
    return path if text_name() and path.is_file() else None


def listing(folder: str) -> list[Path]:
    """Return the folders in which the tables of ``pamphlet``, ``estimates`` or ``cited`` stand, its own first."""
    if not text_name():
        return [data_folder() / folder]
    if folder == PRINTED:
        return [text_folder() / "printed"]
    return [text_folder() / folder, *([data_folder() / folder] if shares(folder) else [])]


def shares(folder: str) -> bool:
    """Return whether the text in use takes the data folder's tables of a folder: ``[shared]`` of its ``text.toml``."""
    try:
        with open(text_folder() / "text.toml", "rb") as file:
            return tomllib.load(file).get("shared", {}).get(folder, False) is True
    except (OSError, tomllib.TOMLDecodeError):
        # Whoever reads the description itself says what is wrong with it.
        return False
