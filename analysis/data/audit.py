"""Audit of the transcription: places of printed strings, numerals without a row.

The pamphlet's text is not part of the project. Whoever has it can audit against
the text itself; everybody else audits against ``data/pamphlet/numerals.csv``, the
index of its numerals that the same functions made from the text.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.numbers.digits import SIGNS, read_roman
from analysis.text.language import DEFAULT, any_of, load

_DIGITS = r"\d+(?:[.,]\d+)*"
#: As printed in the name of a war, a congress or a century; a single letter is a letter.
_ROMAN = r"(?-i:(?<!\w)[IVXLCDM]{2,}(?!\w))"
_NOTE = re.compile(r"\[\d+\]")

RULES = {
    "apparatus": "A numeral in the list of works or in the footnotes.",
    "note_mark": "The mark of a footnote.",
    "year": "A year or a span of years that dates something.",
    "day": "The day of a date.",
    "roman": "A Roman numeral, which numbers a war, a congress or a century.",
    "loose_word": "A word such as 'one', 'first' or 'once' that states no quantity unless a row says so.",
    "plain": "Everything else: a row, a claim or an entry of set_aside.csv must account for it.",
}


#: A hundred times the pamphlet.
MAX_BYTES = 20_000_000


class AuditError(ValueError):
    """A text that cannot be audited."""


@lru_cache(maxsize=8)
def _token(language: str) -> re.Pattern:
    words = any_of(load(language).number_words)
    if load(language).pack.get("compounds"):
        # "dreiundzwanzig" is one word out of three.
        words = rf"(?:{words})(?:(?:{any_of(load(language)['small']['joints'])})?(?:{words}))*"
    return re.compile(rf"{_DIGITS}|[{SIGNS}⁰¹²³⁴⁵⁶⁷⁸⁹]+|{_ROMAN}|\b(?:{words})\b", re.IGNORECASE)


def tokens(text: str, language: str = DEFAULT) -> list[re.Match]:
    """Return every numeral of a text: digits, signs such as ½, Roman numerals and number words.

    Parameters
    ----------
    text : str
        The text.
    language : str
        Whose words, a code of :func:`analysis.text.language.known`.
    """
    found = _token(language).finditer(text)
    return [m for m in found if not m.group().isupper() or not m.group().isalpha() or _is_numeral(m.group(), language)]


def _is_numeral(capitals: str, language: str) -> bool:
    # "CIVIL" is made of the same letters.
    return read_roman(capitals) is not None or capitals.lower() in load(language).number_words


@lru_cache(maxsize=8)
def _dates(language: str) -> dict[str, re.Pattern]:
    pack = load(language)
    month, th, both = pack.month_pattern, f"(?:{pack.ordinal_pattern})?", re.escape(pack["ranges"]["both"])
    decades = any_of(pack["dates"]["decades"])
    day = (
        rf"(?<!\w)(?:{month})\s+\d{{1,2}}{th}(?:\s?-\s?\d{{1,2}})?|"
        rf"\d{{1,2}}{th}(?:\s?[-–]\s?\d{{1,2}}|\s+{both}\s+\d{{1,2}})?{th}\s+(?:{month})(?!\w)"
    )
    year = rf"(?<![\d.,])(?:1[89]\d\d|20\d\d)(?:\s?[-–/]\s?\d{{1,4}})?(?:{decades})?(?![\d,]\d)"
    return {"note_mark": _NOTE, "day": re.compile(day), "year": re.compile(year)}


def read_text(path: str | Path) -> str:
    """Return a text file with Unix line ends and without byte-order mark.

    Raises
    ------
    AuditError
        If there is no such file or it is not UTF-8.
    """
    try:
        if Path(path).is_file() and Path(path).stat().st_size > MAX_BYTES:
            raise AuditError(f"{Path(path).name}: expected at most {MAX_BYTES:,} bytes; is this the pamphlet's text?")
        with open(path, "rb") as file:
            # No more than that from a device either, which has no size to ask for.
            raw = file.read(MAX_BYTES)
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise AuditError(f"expected a text file to audit, got {Path(path).name!r}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise AuditError(f"{Path(path).name}, byte {error.start}: expected UTF-8, got another encoding") from None


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def heading_hash(line: str) -> str:
    """Return the first 16 digits of the SHA-256 of a heading, blanks folded and footnote marks removed."""
    plain = re.sub(r"\[\d+\]", "", " ".join(line.split())).strip()
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()[:16]


def find_sections(text: str, sections: pd.DataFrame) -> pd.DataFrame:
    """Return where each section starts in a text.

    Parameters
    ----------
    text : str
        The text.
    sections : pandas.DataFrame
        ``section``, ``part``, ``heading_sha256``, in text order.

    Returns
    -------
    pandas.DataFrame
        The sections found, with their character offset as ``start``. Headings are looked
        for one after the other, so a heading that is missing is left out and the rest still found.
    """
    lines, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((heading_hash(line), offset))
        offset += len(line) + 1
    found, at = [], 0
    for row in sections.itertuples():
        place = next((i for i in range(at, len(lines)) if lines[i][0] == row.heading_sha256), None)
        if place is not None:
            found.append({"section": row.section, "part": row.part, "start": lines[place][1]})
            at = place + 1
    return pd.DataFrame(found, columns=["section", "part", "start"])


def index_numerals(text: str, sections: pd.DataFrame, language: str = DEFAULT) -> pd.DataFrame:
    """Return every numeral of a text, in digits and in words.

    Parameters
    ----------
    text : str
        The text.
    sections : pandas.DataFrame
        As for :func:`find_sections`.
    language : str
        The language of the text.

    Returns
    -------
    pandas.DataFrame
        ``position`` (character offset), ``numeral`` (as printed), ``section``, ``rule`` (a key of :data:`RULES`).
    """
    found = find_sections(text, sections)
    if found.empty:
        raise AuditError("expected the pamphlet's headings in the text, found none; is this the right file?")
    starts = found["start"].tolist()
    spans = {rule: _spans(pattern, text) for rule, pattern in _dates(language).items()}
    rows = []
    for match in tokens(text, language):
        place = bisect.bisect_right(starts, match.start()) - 1
        section = found.iloc[place] if place >= 0 else {"section": "", "part": "body"}
        rule = "apparatus" if section["part"] == "apparatus" else _rule(match, spans, language)
        rows.append((match.start(), match.group(), section["section"], rule))
    return pd.DataFrame(rows, columns=["position", "numeral", "section", "rule"])


def _spans(pattern: re.Pattern, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in pattern.finditer(text)]


def _rule(match: re.Match, spans: dict[str, list[tuple[int, int]]], language: str) -> str:
    for rule, places in spans.items():
        i = bisect.bisect_right(places, (match.start(), 10**9)) - 1
        if i >= 0 and places[i][0] <= match.start() and match.end() <= places[i][1]:
            return rule
    word = match.group()
    if read_roman(word):
        return "roman"
    return "loose_word" if word.lower() in load(language)["audit"]["loose"] else "plain"


def find_misplaced(rows: pd.DataFrame, text: str, sections: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose printed string does not stand at their position and in their section.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``id``, ``printed``, ``section``, ``position``.
    text : str
        The text.
    sections : pandas.DataFrame
        As for :func:`find_sections`.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``printed``, ``section``, ``position``, ``fault``: ``not at this position`` or ``not in this section``
        (with where it stands instead, if it does).
    """
    found = find_sections(text, sections)
    ends = dict(zip(found["section"], [*found["start"].tolist()[1:], len(text)], strict=True))
    begin = dict(zip(found["section"], found["start"], strict=True))
    faults = []
    for row in rows.itertuples():
        low, high = begin.get(row.section, -1), ends.get(row.section, -1)
        if not low <= row.position < high:
            faults.append((*_key(row), f"position {row.position} is not in section {row.section} ({low} to {high})"))
        elif text[row.position : row.position + len(row.printed)] != row.printed:
            near = text.find(row.printed, low, high)
            where = f"it stands at {near} in that section" if near >= 0 else "it is not in that section"
            faults.append((*_key(row), f"does not stand at position {row.position}; {where}"))
    return pd.DataFrame(faults, columns=["id", "printed", "section", "position", "fault"])


def _key(row) -> tuple:
    return row.id, row.printed, row.section, row.position


def match_index(rows: pd.DataFrame, index: pd.DataFrame, language: str = DEFAULT) -> pd.DataFrame:
    """Return the rows whose numerals are not in the index of the text's numerals.

    Without the text only the numerals of a printed string can be compared, not its
    qualifying words.

    Parameters
    ----------
    rows, index : pandas.DataFrame
        As for :func:`find_misplaced` and from :func:`index_numerals`.
    language : str
        The language of the text.

    Returns
    -------
    pandas.DataFrame
        As :func:`find_misplaced`.
    """
    there = {p: (n, s) for p, n, s in zip(index["position"], index["numeral"], index["section"], strict=True)}
    faults = []
    for row in rows.itertuples():
        for match in tokens(row.printed, language):
            numeral, section = there.get(row.position + match.start(), ("", ""))
            if numeral != match.group():
                faults.append(
                    (
                        *_key(row),
                        f"expected {match.group()!r} at position {row.position + match.start()}, "
                        f"the index has {numeral or 'no numeral'!r}",
                    )
                )
            elif section != row.section:
                faults.append((*_key(row), f"the index has it in section {section}"))
    return pd.DataFrame(faults, columns=["id", "printed", "section", "position", "fault"])


def account(index: pd.DataFrame, rows: pd.DataFrame, set_aside: pd.DataFrame, language: str = DEFAULT) -> pd.DataFrame:
    """Say for every numeral of the text what accounts for it.

    Parameters
    ----------
    index : pandas.DataFrame
        From :func:`index_numerals`.
    rows : pandas.DataFrame
        ``id``, ``printed``, ``position`` of all transcribed values, names of lists and claims.
    set_aside : pandas.DataFrame
        ``position``, ``numeral``, ``reason``: numerals that state no quantity.
    language : str
        The language of the text.

    Returns
    -------
    pandas.DataFrame
        The index with ``by``: ids of the rows, ``set aside``, the name of a rule, or ``""`` for a numeral
        that nothing accounts for.
    """
    covered = _covered(rows, language)
    aside = dict(zip(set_aside["position"], set_aside["numeral"], strict=True))
    by: list[str] = []
    end = -9
    for entry in index.itertuples():
        follows = entry.position - end <= 1
        end = entry.position + len(entry.numeral)
        if entry.position in covered:
            by.append(";".join(sorted(set(covered[entry.position]))))
        elif follows and by[-1] not in ("", *RULES) and entry.numeral.lower() in load(language).scale_words:
            # "29 million": the scale belongs to the unit of the number before it, if something accounts for that.
            by.append(by[-1])
        elif aside.get(entry.position) == entry.numeral:
            by.append("set aside")
        else:
            by.append("" if entry.rule == "plain" else entry.rule)
    return index.assign(by=by)


def _covered(rows: pd.DataFrame, language: str) -> dict[int, list[str]]:
    covered: dict[int, list[str]] = {}
    for row in rows.itertuples():
        for match in tokens(row.printed, language):
            covered.setdefault(row.position + match.start(), []).append(row.id)
    return covered


def summarise(accounted: pd.DataFrame) -> pd.DataFrame:
    """Count how the numerals of a text are accounted for.

    Parameters
    ----------
    accounted : pandas.DataFrame
        From :func:`account`.

    Returns
    -------
    pandas.DataFrame
        ``by`` (``rows``, ``set aside``, a rule, ``nothing``), ``digits`` and ``words``: counts of numerals.
    """
    kinds = {**{r: r for r in RULES}, "set aside": "set aside", "": "nothing"}
    by = accounted["by"].map(kinds).fillna("rows")
    form = accounted["numeral"].str[0].str.isnumeric().map({True: "digits", False: "words"})
    counts = pd.crosstab(by, form).reindex(columns=["digits", "words"], fill_value=0)
    return counts.rename_axis(columns=None).reset_index(names="by")
