"""A text file as it comes from a reader's disk: read whole or refused, and its quantities found."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from analysis.data import audit
from analysis.text.language import any_of, load

#: Between two numerals that are one printed number: "29 million", "twenty-five", "one half".
_JOINT = re.compile(r"[ \u00a0\u202f-]")
#: A cell with a number, behind what keeps two cells apart.
_CELL = re.compile(r"(?:\t|[ \u00a0]{2,}|\|)\s*[(\"]?\d")
LONGEST_ROW = 400
#: Rule of a quantity in vague words, which the audit does not ask for.
VAGUE = "vague"
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class TextFileError(ValueError):
    """A file that cannot be taken for a text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number of a text: where it stands, what is printed, and by which rule the audit accounts for it."""

    position: int
    printed: str
    section: str
    rule: str

    @property
    def end(self) -> int:
        """The position behind it."""
        return self.position + len(self.printed)


def read_file(path: str | Path, language: str) -> str:
    """Return a text file that can be keyed.

    Parameters
    ----------
    path : str or Path
        The file, in UTF-8 without a byte-order mark, which would move every position by one.
    language : str
        Whose numerals and number words are looked for.

    Raises
    ------
    TextFileError
        If it is no file, too large, in another encoding, begins with a byte-order mark, or holds no numeral.
    """
    path = Path(path)
    if not path.is_file():
        raise TextFileError(f"--text: expected a text file, got {path.name[:80]!r}, which is none; check the path")
    size = path.stat().st_size
    if size > audit.MAX_BYTES:
        raise TextFileError(
            f"{path.name}: expected at most {audit.MAX_BYTES:,} bytes, got {size:,}; cut the text into parts, each "
            "with a folder of its own"
        )
    with open(path, "rb") as file:
        head = file.read(len(_BOM))
    if head == _BOM or head[:2] in _WIDE:
        raise TextFileError(
            f"{path.name}: expected UTF-8 without a byte-order mark, got one in front; save the file as UTF-8 "
            "(in Windows' editor: Encoding UTF-8, not UTF-8 with BOM) and begin again"
        )
    text = _decoded(path)
    if not audit.tokens(text, language):
        raise TextFileError(
            f"{path.name}: expected numerals or number words of the language {language!r}, found none; "
            "is it the right file, and the right --language?"
        )
    return text


def _decoded(path: Path) -> str:
    try:
        text = audit.read_text(path)
    except audit.AuditError as error:
        raise TextFileError(f"{error}; save the file as UTF-8") from None
    if "\0" in text:
        raise TextFileError(f"{path.name}: expected text, got a NUL character; save the file as plain text in UTF-8")
    return text


def quantities(text: str, sections: pd.DataFrame, language: str) -> list[Found]:
    """Return the numbers of a text in their order, numerals that belong together joined.

    Parameters
    ----------
    text : str
        The text.
    sections : pandas.DataFrame
        As for :func:`analysis.data.audit.find_sections`.
    language : str
        Whose words.
    """
    scales = load(language).scale_words
    found: list[Found] = []
    for entry in audit.index_numerals(text, sections, language).itertuples():
        last = found[-1] if found else None
        if last and _goes_on(last, entry, text, scales):
            printed = text[last.position : entry.position + len(entry.numeral)]
            found[-1] = Found(last.position, printed, last.section, "plain")
        else:
            found.append(Found(entry.position, entry.numeral, entry.section, entry.rule))
    return sorted([*found, *_vague(text, found, language)], key=lambda f: f.position)


def _vague(text: str, found: list[Found], language: str) -> list[Found]:
    """Return the words that state a quantity without a number, such as "several" and "most"."""
    pack = load(language)
    words = any_of((*pack["shares"], *pack["vague"]["several"]))
    taken = {at for f in found for at in range(f.position, f.end)}
    places = [m for m in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE) if m.start() not in taken]
    starts = [f.position for f in found]
    near = [found[max(0, bisect.bisect_right(starts, m.start()) - 1)].section for m in places]
    return [Found(m.start(), m.group(), section, VAGUE) for m, section in zip(places, near, strict=True)]


def _goes_on(last: Found, entry, text: str, scales: frozenset[str]) -> bool:
    if last.printed[-1].isdigit() and entry.numeral[0].isdigit():
        # "10 7" in a cell of a table is one cell, whatever is meant.
        side_by_side = text[last.end : entry.position] in (" ", "\u00a0") and entry.rule == last.rule == "plain"
        return side_by_side and in_table(text, entry.position)
    if entry.position - last.end != 1 or not _JOINT.fullmatch(text[last.end]) or "note_mark" in (last.rule, entry.rule):
        return False
    word = entry.numeral.lower()
    # Two numbers in digits, side by side, are two cells; a scale goes on with what it multiplies.
    return word in scales or (word.isalpha() and last.printed[-1].isalpha() and entry.rule == last.rule == "plain")


def in_table(text: str, position: int) -> bool:
    """Return whether a line looks like a row of a table: a number behind a tab, a bar or several blanks."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return looks_like_row(text[start : end if end >= 0 else len(text)])


def looks_like_row(line: str) -> bool:
    """Return whether a line holds a cell that begins with a digit, behind a gap; a sentence has none."""
    return len(line) < LONGEST_ROW and _CELL.search(line) is not None


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a text begin and end: its lines that are not blank."""
    return [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end: at the end of a line, or behind a stop before a capital."""
    found = []
    for start, end in paragraphs(text):
        cuts = [m.end() for m in re.finditer(r"[.!?][”\"')]?(?:\[\d+\])?\s+(?=[A-ZÄÖÜÅÉ„“\"(])", text[start:end])]
        edges = [start, *(start + c for c in cuts), end]
        found += list(pairwise(edges))
    return found


def by_span(found: list[Found], spans: list[tuple[int, int]]) -> list[list[Found]]:
    """Return the numbers that stand in each span, spans without any left out."""
    starts = [f.position for f in found]
    groups = [found[bisect.bisect_left(starts, a) : bisect.bisect_left(starts, b)] for a, b in spans]
    return [g for g in groups if g]
