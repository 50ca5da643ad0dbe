"""Citations from ``data/sources.bib``: short forms, footnotes, BibTeX.

One style, the footnote of a history journal: author, title, place, publisher,
year, page. What was read is cited; whom it quotes follows after "quoting".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from analysis.data import folders
from analysis.data.folders import data_folder
from analysis.data.raw import read_text
from analysis.data.study import object_of_study, study
from analysis.text.words import _, joined

#: Fields that say where a work can be found; one without them is cited with its address on the web.
PLACES = ("doi", "publisher", "journal", "booktitle", "institution", "organization", "howpublished")

#: What a place in a work is called, longer words first; every language has its own, all else is the work's.
PLACE_WORDS = (
    "as reprinted in an appendix", "of the on-line edition", "on-line Russian text", "text at notes", "text at note",
    "tables at notes", "table at note", "first page", "paragraph", "appendix", "Appendix", "article", "abstract",
    "chapter", "heading", "sentence", "section", "edition", "quoted", "column", "tables", "table", "pages", "page",
    "notes", "note", "lines", "line", "rows", "row", "entry", "text", "list", "part", "pp.", "p.", "ch.", "vol.", "n.",
)  # fmt: skip
_PLACE_WORD = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, PLACE_WORDS))})(?![\w./-])")


class SourceError(KeyError):
    """A source key that ``sources.bib`` does not have."""

    def __str__(self) -> str:
        return self.args[0]


@lru_cache(maxsize=2)
def _read(paths: tuple[str, ...], stamps: tuple[int, ...]):
    from pybtex.database import parse_string
    from pybtex.exceptions import PybtexError

    try:
        return parse_string("\n".join(map(read_text, paths)), bib_format="bibtex")
    except (PybtexError, RecursionError) as error:
        raise SourceError(f"sources.bib: expected BibTeX, got {error}; mend that entry or the one above") from None


def bibliography():
    """Return ``sources.bib``, with the text's own, as a :class:`pybtex.database.BibliographyData`."""
    return _read(*_files())


def _files() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the bibliography's files and when they changed: the shared one and the text's own."""
    own = folders.own("sources.bib")
    paths = [data_folder() / "sources.bib", *([own] if own else [])]
    return tuple(map(str, paths)), tuple(p.stat().st_mtime_ns for p in paths)


def entry(key: str):
    """Return one entry.

    Raises
    ------
    SourceError
        If there is no such key; the message names the nearest one.
    """
    entries = bibliography().entries
    # pybtex takes a key in any case; the data may not.
    if key not in set(entries):
        near = difflib.get_close_matches(key, list(entries), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise SourceError(f"expected a key of data/sources.bib, got {key!r}{hint}")
    return entries[key]


@lru_cache(maxsize=4096)
def plain(latex: str) -> str:
    """Return a BibTeX field as plain text: accents resolved, braces and dashes tidied."""
    # The back end is named, not looked up: pybtex's own look-up reads every installed package each time.
    from pybtex.backends.plaintext import Backend
    from pybtex.exceptions import PybtexError
    from pybtex.richtext import Text

    text = re.sub(r"\\url\{([^}]*)\}", r"\1", latex)
    try:
        text = Text.from_latex(text).render(Backend())
    except (PybtexError, RecursionError) as error:
        raise SourceError(f"sources.bib: expected LaTeX with balanced braces, got {latex[:60]!r}: {error}") from None
    return " ".join(text.replace("---", "\N{EM DASH}").replace("--", "\N{EN DASH}").split())


def _field(item, *names: str) -> str:
    return next((plain(item.fields[n]) for n in names if n in item.fields), "")


def _people(item, role: str) -> list[str]:
    return [
        plain(" ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names, *p.lineage_names]))
        for p in item.persons.get(role, [])
    ]


def _last_names(item) -> list[str]:
    persons = item.persons.get("author") or item.persons.get("editor") or []
    return [plain(" ".join([*p.prelast_names, *p.last_names])) or plain(str(p)) for p in persons]


def short_form(key: str) -> str:
    """Return a source as it stands under a chart: ``"Getty 1985"``, ``"Getty and Naumov 1999"``.

    Works that would share a short form are told apart by a letter: ``"Stalin 1955a"``.
    """
    entry(key)
    return _forms()[key]


def _forms() -> dict[str, str]:
    return _short_forms(*_files())


@lru_cache(maxsize=2)
def _short_forms(paths: tuple[str, ...], stamps: tuple[int, ...]) -> dict[str, str]:
    plain_forms = {key: _plain_form(key) for key in bibliography().entries}
    sharing: dict[str, list[str]] = {}
    for key, form in sorted(plain_forms.items()):
        sharing.setdefault(form, []).append(key)
    letters = {key: chr(ord("a") + i) for keys in sharing.values() if len(keys) > 1 for i, key in enumerate(keys)}
    return {key: form + _letter(form, letters.get(key, "")) for key, form in plain_forms.items()}


def _letter(form: str, letter: str) -> str:
    # "Stalin 1955a", but "Memorial, b" where there is no year to put it to.
    return letter if form[-1:].isdigit() else f", {letter}" if letter else ""


def _plain_form(key: str) -> str:
    item = entry(key)
    names = _last_names(item)
    if not names:
        names = [_field(item, "organization", "institution", "title", "key") or key]
    who = names[0] + _(" and others") if len(names) > 3 else joined(names)
    return f"{who} {_field(item, 'year')}".strip()


def footnote(key: str, locator: str = "") -> str:
    """Return the full form of a source.

    Parameters
    ----------
    key : str
        Key in ``sources.bib``.
    locator : str
        Page, table or note.

    Returns
    -------
    str
        One sentence in Markdown, the title of a whole work in italics.
    """
    item = entry(key)
    parts = [
        joined(_people(item, "author") or _people(item, "editor") or [_field(item, "organization", "institution")])
    ]
    parts.append(_title(item))
    parts.append(_imprint(item))
    parts.append(locator.strip())
    return ", ".join(p for p in parts if p).rstrip(".") + "."


def _title(item) -> str:
    title = _field(item, "title")
    container = _field(item, "journal", "booktitle")
    if not container:
        return f"*{title}*" if title else ""
    issue = " ".join(
        x for x in (_field(item, "volume"), f"({_field(item, 'number')})" if "number" in item.fields else "") if x
    )
    inside = _("in ") if "booktitle" in item.fields else ""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}, {inside}*{container}*" + (
        f" {issue}" if issue else ""
    )


def _imprint(item) -> str:
    place = ": ".join(x for x in (_field(item, "address"), _field(item, "publisher")) if x)
    volume = _field(item, "volume")
    imprint = ", ".join(
        x
        for x in (
            _("vol. {volume}").format(volume=volume) if volume and not _field(item, "journal", "booktitle") else "",
            place or _field(item, "howpublished"),
            _field(item, "year"),
            _("pp. {pages}").format(pages=_field(item, "pages")) if "pages" in item.fields else "",
        )
        if x
    )
    doi, url = _field(item, "doi"), item.fields.get("url", "")
    if doi:
        return f"{imprint}, https://doi.org/{doi}"
    on_the_web = url and not any(name in item.fields for name in PLACES)
    return ", ".join(x for x in (imprint, url if on_the_web else "") if x)


def footnotes(rows: pd.DataFrame) -> list[str]:
    """Return the footnotes for the rows that a figure or table used.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``sources`` or ``cited_source`` (keys joined by ``;``) and, optionally,
        ``locator`` and ``original_source``.

    Returns
    -------
    list of str
        One footnote a source, in order of first use, each with the locators of
        the rows (up to four) and whom the source quotes.
    """
    used: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows.to_dict("records"):
        for key, place, quoted in _cited(row):
            places, works = used.setdefault(key, ([], []))
            _append(places, place)
            _append(works, quoted)
    return [_noted(key, locators, quoted) for key, (locators, quoted) in used.items()]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _cited(row: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
    """Return the (work, place, work quoted) of a row: those it carries from other rows, else its own cells."""
    if isinstance(row.get("cited"), tuple):
        return row["cited"]
    keys = [k for k in _text(row.get("sources", row.get("cited_source"))).split(";") if k]
    places = _places(_text(row.get("locator")), keys)
    return tuple((key, place, _text(row.get("original_source"))) for key, place in zip(keys, places, strict=True))


def cited(*rows: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
    """Return what a row that was computed from others cites: the pairs of work and place of each, never mixed.

    Parameters
    ----------
    *rows : mapping
        The rows behind it, with ``sources``, ``locator`` and ``original_source``, or ``cited``.

    Returns
    -------
    tuple of (str, str, str)
        Key of the work, place in it, and the work that it quotes; for a column ``cited`` of the new row, which
        goes before its cells ``sources`` and ``locator``.
    """
    return tuple(dict.fromkeys(entry for row in rows for entry in _cited(row)))


def _places(locator: str, keys: list[str]) -> list[str]:
    """Return a place for each of a row's sources: the parts of the locator in order, empty where it has fewer.

    A part that begins with the name of one of the sources is that one's, wherever it stands. A locator with more parts
    than there are sources is the first one's, whole.
    """
    parts = [part.strip() for part in locator.split(";")]
    if len(parts) > len(keys):
        return [locator, *[""] * len(keys)][: len(keys)]
    named = {n: part for n, key in enumerate(keys) for part in parts if _names(part, key)}
    rest = iter(part for part in parts if part not in named.values())
    return [named.get(n) or (next(rest, "") if n not in named else "") for n in range(len(keys))]


def _names(part: str, key: str) -> bool:
    """Whether a part of a locator begins with the name by which a source is known: ``"Nutter 1962, table B-2"``."""
    surname = re.match(r"\w{3,}", short_form(key))
    return bool(part and surname and re.match(rf"{surname[0]}\b", part))


def _append(known: list[str], item: str) -> None:
    if item and item not in known:
        known.append(item)


def _in_words(place: str) -> str:
    """Return a place with the words of :data:`PLACE_WORDS` in the language of the reader."""
    return _PLACE_WORD.sub(lambda found: _(found[0]), place)


def _noted(key: str, locators: list[str], quoted: list[str]) -> str:
    shown = "; ".join(map(_in_words, locators[:4])) + (_("; and elsewhere") if len(locators) > 4 else "")
    note = footnote(key, shown)
    each = [q.strip() for o in quoted for q in o.split(";")]
    names = [_forms().get(q, q) for q in each if q != key]
    names = list(dict.fromkeys(names))
    if names:
        note = note[:-1] + _("; quoting {names}.").format(names=joined(names[:4]))
    return note


def keys(rows: pd.DataFrame) -> list[str]:
    """Return the source keys of some rows, each once, in order of first use."""
    return list(dict.fromkeys(key for row in rows.to_dict("records") for key, _place, _quoted in _cited(row)))


def short_forms(rows: pd.DataFrame) -> str:
    """Return the sources of some rows as one line for the foot of a chart."""
    return "; ".join(dict.fromkeys(short_form(k) for k in keys(rows)))


def bibtex(keys: Iterable[str]) -> str:
    """Return the BibTeX of some sources, sorted by key.

    Raises
    ------
    SourceError
        If a key is unknown.
    """
    from pybtex.database import BibliographyData

    chosen = BibliographyData({k: entry(k) for k in sorted(set(keys))})
    return chosen.to_string("bibtex").rstrip() + "\n"


def pamphlet_rows(locator: str, quoted: str | None = None) -> pd.DataFrame:
    """Return one row of sources that names the pamphlet, the place in it, and the work that it credits.

    Parameters
    ----------
    locator : str
        Table or note of the pamphlet, in words.
    quoted : str, optional
        Key of the work that the pamphlet names there; by default the one that ``text.toml`` says it credits.
    """
    credited = study()["work"].get("credits", "") if quoted is None else quoted
    return pd.DataFrame([{"sources": object_of_study(), "original_source": credited, "locator": locator}])


def source_rows(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return the sources of several frames under one another, once each, every work with its own place.

    Returns
    -------
    pandas.DataFrame
        ``sources`` (one key a row), ``locator``, ``original_source``.
    """
    entries = cited(*(row for frame in frames for row in frame.to_dict("records")))
    return pd.DataFrame(entries, columns=["sources", "locator", "original_source"])
