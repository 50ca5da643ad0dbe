"""The catalogues of the languages: one file of translations each, kept in step with the code.

``locale/LANGUAGE/LC_MESSAGES/recount.po`` is what a translator edits; ``recount.mo`` beside it is made from it and is
what the suite reads. Both are kept in the project, so that a reader needs nothing to have another language.
"""

from __future__ import annotations

import datetime
import io
import re
import string
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from analysis.text.words import LOCALE
from recount.publish.messages import Message, all_messages

DOMAIN = "recount"
DATED = re.compile(rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By):[^"]*"\n')


class CatalogueError(ValueError):
    """A catalogue that cannot be used as it stands."""


class State(NamedTuple):
    """What a catalogue holds: counts of texts, and the sentences that say what is wrong with it."""

    language: str
    texts: int
    translated: int
    problems: tuple[str, ...]


def languages() -> list[str]:
    """Return the codes of the languages that have a catalogue, sorted."""
    return sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def catalogue_path(language: str, ending: str = "po") -> Path:
    """Return where the catalogue of a language is kept."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def read(language: str):
    """Read a catalogue.

    Returns
    -------
    babel.messages.Catalog
        As the translator left it.

    Raises
    ------
    CatalogueError
        If there is none, or it cannot be read.
    """
    from babel.messages.pofile import PoFileError, read_po

    path = catalogue_path(language)
    if not path.is_file():
        known = ", ".join(languages()) or "none"
        raise CatalogueError(
            f"expected a catalogue for {language!r}, found none; there are: {known}. `recount locale --add {language}`"
        )
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as problem:
        raise CatalogueError(f"{path.name} of {language!r}: expected a gettext catalogue: {problem}") from None


def update(language: str, messages: Iterable[Message] | None = None) -> State:
    """Bring a catalogue in step with the texts of the suite, and compile it.

    Translations of texts that are no longer there are dropped; new texts stand in it without translation. Nothing
    is guessed.

    Returns
    -------
    State
        What the catalogue holds now.
    """
    from babel.messages import Catalog

    messages = all_messages() if messages is None else list(messages)
    old = read(language)
    new = Catalog(
        locale=language, domain=DOMAIN, project="Recount", header_comment=old.header_comment, charset="utf-8",
        fuzzy=False,
    )  # fmt: skip
    for message in messages:
        kept = old.get(message.text)
        key = (message.text, message.plural) if message.plural else message.text
        string = kept.string if kept is not None and isinstance(kept.id, tuple) == bool(message.plural) else ""
        new.add(key, string, locations=[(message.place, None)], flags=_flags(message.text))
    write(new, language)
    return state(language, messages)


def _flags(text: str) -> tuple[str, ...]:
    return ("python-brace-format",) if fields(text) else ()


def write(catalogue, language: str) -> None:
    """Write a catalogue and its compiled form; the same texts give the same bytes."""
    from babel.messages.pofile import write_po

    from analysis.data.files import write_atomic

    text = io.BytesIO()
    write_po(text, catalogue, width=100, ignore_obsolete=True, include_lineno=False)
    # The dates that gettext's tools put into the head would change the file without a change of its texts.
    write_atomic(catalogue_path(language), DATED.sub(b"", text.getvalue()))
    write_atomic(catalogue_path(language, "mo"), compile_catalogue(language))


def compile_catalogue(language: str) -> bytes:
    """Return the compiled form of a catalogue as it stands in its file; texts without translation are left out."""
    from babel.messages.mofile import write_mo

    catalogue, compiled = read(language), io.BytesIO()
    # Without dates in the file babel puts the present ones into the head; the same texts give the same bytes.
    catalogue.creation_date = catalogue.revision_date = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def add(language: str) -> State:
    """Begin a catalogue for another language.

    Raises
    ------
    CatalogueError
        If there is one already, or nobody knows the language.
    """
    from babel import Locale, UnknownLocaleError
    from babel.messages import Catalog

    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        raise CatalogueError(f"expected the code of a language such as 'fr', got {language!r}") from None
    if catalogue_path(language).exists():
        raise CatalogueError(f"expected a language without a catalogue, got {language!r}, which has one already")
    comment = f"# Recount in another language: {language}.\n# Not yet reviewed by a native historian.\n#"
    write(Catalog(locale=language, domain=DOMAIN, project="Recount", header_comment=comment, fuzzy=False), language)
    return update(language)


def state(language: str, messages: Iterable[Message] | None = None) -> State:
    """Compare a catalogue with the texts of the suite.

    Parameters
    ----------
    language : str
        Its code.
    messages : iterable of Message, optional
        The texts; those of the whole suite by default.

    Returns
    -------
    State
        Problems are texts that are missing, not translated, marked as uncertain, or whose places in braces differ
        from the English ones; translations that belong to no text; and a compiled form that is out of date.
    """
    messages = all_messages() if messages is None else list(messages)
    catalogue = read(language)
    entries = {message.text: catalogue.get(message.text) for message in messages}
    problems = [p for m in messages for p in _problems(m, entries[m.text])]
    known = set(entries)
    for entry in catalogue:
        if entry.id and _singular(entry.id) not in known:
            problems.append(f"no longer shown anywhere: {_singular(entry.id)!r}")
    compiled = catalogue_path(language, "mo")
    if not compiled.is_file() or compiled.read_bytes() != compile_catalogue(language):
        problems.append("the compiled catalogue is out of date: `recount locale --update`")
    translated = sum(1 for m in messages if not _problems(m, entries[m.text]))
    return State(language, len(messages), translated, tuple(problems))


def _singular(key: str | tuple) -> str:
    return key[0] if isinstance(key, tuple) else key


def _problems(message: Message, entry) -> list[str]:
    """Say what is wrong with the translation of one text."""
    if entry is None:
        return [f"not in the catalogue: {message.text!r} ({message.place})"]
    forms = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
    if not all(forms):
        return [f"not translated: {message.text!r} ({message.place})"]
    if entry.fuzzy:
        return [f"marked as uncertain: {message.text!r}"]
    return [
        f"expected the places {sorted(fields(english))}, got {sorted(fields(form))} in {form!r}, for {message.text!r}"
        for form, english in zip(forms, [message.text, *[message.plural] * (len(forms) - 1)], strict=True)
        if not _same_places(fields(form), fields(english), counted=bool(message.plural))
    ]


def _same_places(got: set[str], wanted: set[str], *, counted: bool) -> bool:
    # Where a language has a word for it, the number itself may be left out.
    return got == wanted or (counted and got == wanted - {"n"})


def fields(text: str) -> set[str]:
    """Return the names in braces of a text that is filled in later.

    Raises
    ------
    CatalogueError
        If a brace is not closed.
    """
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    except ValueError as problem:
        raise CatalogueError(f"{text!r}: {problem}") from None


def report(only: str | None = None) -> list[State]:
    """Return the state of every catalogue, or of one."""
    messages = all_messages()
    return [state(language, messages) for language in ([only] if only else languages())]
