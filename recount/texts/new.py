"""Begin the folder of another text: its description, the index of its numerals, and empty tables that say what belongs.

The text itself stays where it is; what is kept of it are positions, numerals and hashes of its headings.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.data import audit, csv_files, folders, raw
from analysis.ledger import claims
from analysis.text import language as languages
from recount.texts.reading import read_file

#: A text with more lines that look like headings has none that can be told.
MOST_SECTIONS = 300
#: Tables of a new text with their columns; those of the estimates and cited passages stand below.
EMPTY = {
    "printed/values.csv": csv_files.PRINTED_COLUMNS,
    "claims.csv": csv_files.TEXT_COLUMNS["claims"],
    "corrections.csv": csv_files.TEXT_COLUMNS["corrections"],
    "set_aside.csv": csv_files.TEXT_COLUMNS["set_aside"],
    "estimates/others.csv": csv_files.ESTIMATE_COLUMNS,
}
WHAT = {
    "printed/values.csv": "Every quantity that the text prints, as printed; more tables may stand beside it.",
    "claims.csv": "What the text states: a row a quantity, in your own neutral words, with its checks.",
    "corrections.csv": "Misprints: how a cell is to be read; as printed it stays what it is.",
    "set_aside.csv": "Numerals that state no quantity, such as page numbers, with the reason.",
    "estimates/others.csv": "What others published about the same things; low and high where it is a range.",
    "cited/passages.csv": "What the works that the text cites say at the place cited.",
}


class NewTextError(ValueError):
    """A text that cannot be begun."""


@dataclass(frozen=True)
class Work:
    """What is known of a work when its folder is begun."""

    language: str = "en"
    title: str = ""
    author: str = ""
    year: int | None = None

    @classmethod
    def from_options(cls, options) -> Work:
        """Return the work that the options of ``recount new`` describe."""
        return cls(options.language, options.title, options.author, options.year)


def begin(name: str, file: str | Path, work: Work) -> str:
    """Make ``texts/NAME/`` from a text file, whole or not at all.

    Parameters
    ----------
    name : str
        Name of the folder, and key of the work in its ``sources.bib``.
    file : str or Path
        The text, in UTF-8.
    work : Work
        Language, title, author, year.

    Returns
    -------
    str
        What was made and the three next steps.

    Raises
    ------
    NewTextError, recount.texts.reading.TextFileError, analysis.data.folders.TextError
        If the name or the language will not do, the folder is there already, or the file is no text with numerals;
        nothing is written then.
    """
    folder = folders.texts_folder() / folders.check_name(name)
    if folder.exists():
        raise NewTextError(f"expected a new name, got {name!r}, which texts/ holds already; choose another")
    if work.language not in languages.known():
        known = ", ".join(languages.known())
        raise NewTextError(f"--language: expected one of {known}, got {work.language[:20]!r}")
    text = read_file(file, work.language)
    files = _files(name, text, work)
    _write(folder, files)
    numerals = files["numerals.csv"].count("\n") - 1
    return (
        f"texts/{name}/: {numerals} numerals indexed. The text stays where it is.\n\n"
        f"Next:\n"
        f"1. Fill in author, title and year in texts/{name}/text.toml and texts/{name}/sources.bib.\n"
        f"2. recount draft {name} --text FILE: proposed rows and relations in out/{name}/draft/; write your name into\n"
        f"   accepted_by where you agree, then: recount draft {name} --text FILE --accept\n"
        f"3. recount audit --text {name} FILE, then recount ledger --text {name}"
    )


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    try:
        for path, content in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_text(content, encoding="utf-8", newline="\n")
        staging.chmod(0o755)
        os.rename(staging, folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _files(name: str, text: str, work: Work) -> dict[str, str]:
    sections = find_headings(text)
    index = audit.index_numerals(text, sections, work.language).assign(text_sha256=audit.text_hash(text)[:16])
    empty = {**EMPTY, "cited/passages.csv": raw.read_header(folders.data_folder() / "cited/passages.csv")}
    return {
        "text.toml": _description(name, work, audit.text_hash(text)[:16]),
        "sources.bib": _bibliography(name, work),
        "sections.csv": sections.to_csv(index=False, lineterminator="\n"),
        "numerals.csv": index.to_csv(index=False, lineterminator="\n"),
        **{path: ",".join(columns) + "\n" for path, columns in empty.items()},
        "COLUMNS.md": _columns(empty),
    }


def find_headings(text: str) -> pd.DataFrame:
    """Return the sections of a text by the lines that look like headings: marked with #, or in capitals.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    pandas.DataFrame
        ``section``, ``subject`` (to be filled in), ``part``, ``position``, ``heading_sha256``. The first section
        begins with the first line.
    """
    lines = [(m.group(), m.start()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    chosen = [(line, at) for n, (line, at) in enumerate(lines) if n == 0 or _is_heading(line)]
    if len(chosen) > MOST_SECTIONS:
        chosen = chosen[:1]
    rows = [
        (section_id(n), f"Section {n}: to be described", "body", at, audit.heading_hash(line))
        for n, (line, at) in enumerate(chosen, 1)
    ]
    return pd.DataFrame(rows, columns=list(csv_files.TEXT_COLUMNS["sections"]))


def _is_heading(line: str) -> bool:
    plain = line.strip()
    if re.match(r"#{1,6} \S", plain):
        return True
    letters = [c for c in plain if c.isalpha()]
    return len(letters) >= 4 and len(plain) <= 100 and plain == plain.upper() and "\t" not in plain


def _quoted(words: str) -> str:
    plain = " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _description(name: str, work: Work, text_hash: str) -> str:
    year = work.year if work.year is not None else 0
    return f"""# What the program must know of the text that is studied.

language = "{work.language}"  # whose number words, months and marks it uses

[work]
key = "{name}"  # its entry in sources.bib
author = {_quoted(work.author or "to be filled in")}
title = {_quoted(work.title or "to be filled in")}
year = {year}  # 0: to be filled in
short = "the text"  # what our sentences call it
text_sha256 = "{text_hash}"  # of the file that was keyed

# Whether claims may be set against the project's own estimates (data/estimates/) too.
[shared]
estimates = false

# Tables of printed names: file -> columns whose cells, joined by "/", name a list. An example:
# members = ["trial", "list"]
[lists]

# Who speaks: a word in the remark of a claim -> "in quotations" or "reported only to reject".
# Anything else is the author's own.
[voices]
"quoted:" = "in quotations"
"reported to reject" = "reported only to reject"

# Parts of the text: first section -> what it is about.
[parts]
{section_id(1)} = "The text"
"""


def section_id(n: int) -> str:
    """Return the id of the n-th section."""
    return f"s{n:03d}"


def _bibliography(name: str, work: Work) -> str:
    def field(words: str) -> str:
        return re.sub(r"[{}\\%#$&_^~]", " ", " ".join(words.split())) or "to be filled in"

    year = f",\n  year = {{{work.year}}}" if work.year is not None else ""
    return f"@book{{{name},\n  author = {{{field(work.author)}}},\n  title = {{{field(work.title)}}}{year}\n}}\n"


def _columns(empty: dict[str, tuple[str, ...]]) -> str:
    rules = csv_files.column_rules()
    lines = ["# What belongs into which column", "", "Made by `recount new`. Marked * must not stay empty.", ""]
    for path, columns in empty.items():
        lines += [f"## {path}", "", WHAT[path], ""]
        for column in columns:
            rule = rules.get(f"{Path(path).stem}.{column}") or rules[column]
            lines.append(f"- `{column}`{'*' if rule['required'] == 'true' else ''}: {rule['meaning']}")
        lines.append("")
    lines += ["## Kinds of claims", "", *(f"- `{kind}`: {what}" for kind, what in claims.KINDS.items()), ""]
    lines += ["## Checks", "", "Operands are ids, separated by blanks, in `rests_on`.", ""]
    lines += [f"- `{check}`: {rule[3]}" for check, rule in claims.CHECKS.items()]
    return "\n".join(lines) + "\n"


def as_csv(header: tuple[str, ...], rows: list[tuple]) -> str:
    """Return rows as a table of this project: commas, quotes where needed, Unix line ends."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
