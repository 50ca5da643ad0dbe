"""Propose rows and relations for a text, on the reader's own machine.

The proposals quote the text around each number, so they are written outside the tracked files. Nothing counts them:
a row or a relation enters the text's tables only when a person has put a name into ``accepted_by``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data import audit, folders, tables
from analysis.data.files import write_atomic
from analysis.data.quantities import text_language
from analysis.ledger.claims import CHECKS
from analysis.text.plain import guard_formulas
from recount.runs.places import make_out
from recount.texts import proposals
from recount.texts.proposals import Guess, Proposal
from recount.texts.reading import Found, quantities, read_file
from recount.texts.tables_found import Table, find_tables

ROWS = (
    "accepted_by", "id", "printed", "kind", "unit", "statement", "section", "position", "guess", "context",
)  # fmt: skip
RELATIONS = (
    "accepted_by", "claim", "printed", "check", "rests_on", "printed_there", "verdict", "chance", "working", "why",
)  # fmt: skip
#: Signs on both sides of a number that are shown with it.
AROUND = 70


class DraftError(ValueError):
    """A draft that cannot be made."""


def place(name: str, out: str | Path) -> Path:
    """Return the folder of a text's proposals below another."""
    return Path(out) / name / "draft"


def write(file: str | Path, out: str | Path = "out") -> str:
    """Write ``rows.csv`` and ``relations.csv`` for the text in use.

    Parameters
    ----------
    file : str or Path
        The text.
    out : str or Path
        A folder outside the tracked files.

    Returns
    -------
    str
        How many were proposed, and what to do with them.

    Raises
    ------
    DraftError
        If the file is not the text whose numerals were indexed.
    """
    text = read_file(file, text_language())
    stored = tables.load_pamphlet("numerals")["text_sha256"]
    if len(stored) and audit.text_hash(text)[:16] != stored.iloc[0]:
        raise DraftError(
            f"{Path(file).name}: expected the file from which texts/{folders.text_name()}/ was made, got another "
            "text or another version; begin anew with recount new, under another name"
        )
    rows, relations = propose(text, tables.load_pamphlet("sections"), text_language())
    folder = place(folders.text_name(), make_out(out))
    for name, frame in (("rows", rows), ("relations", relations)):
        content = guard_formulas(frame).to_csv(index=False, lineterminator="\n")
        write_atomic(folder / f"{name}.csv", content.encode("utf-8"))
    return (
        f"{len(rows)} numbers and {len(relations)} relations proposed, none accepted: {Path(out)}/{folders.text_name()}"
        "/draft/rows.csv and relations.csv.\nThey quote the text and stay on this machine. Write your name into "
        "accepted_by, mend kind, unit and statement where needed, then repeat the command with --accept."
    )


def propose(text: str, sections: pd.DataFrame, language: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return proposed rows and relations.

    Parameters
    ----------
    text : str
        The text.
    sections : pandas.DataFrame
        As ``sections.csv``.
    language : str
        Whose words.

    Returns
    -------
    tuple of pandas.DataFrame
        With the columns :data:`ROWS` and :data:`RELATIONS`.
    """
    found = quantities(text, sections, language)
    names = _names(found)
    tables_found = find_tables(text, [f for f in found if f.rule in proposals.QUANTITY])
    plain = [(n, f) for n, f in zip(names, found, strict=True) if f.rule in proposals.QUANTITY]
    guesses = [g for n, f in plain if (g := proposals.guess(n, f, text, language))]
    guesses = proposals.percents(guesses, tables_found, language)
    related = [p for p in proposals.relations(guesses, tables_found, text, language) if _fits(p, guesses)]
    return _rows(found, names, guesses, tables_found, text), _relations(related, guesses)


def _names(found: list[Found]) -> list[str]:
    count: dict[str, int] = {}
    names = []
    for f in found:
        section = f.section or "front"
        count[section] = count.get(section, 0) + 1
        names.append(f"{section}-{count[section]:03d}")
    return names


def _fits(proposal: Proposal, guesses: list[Guess]) -> bool:
    kinds = CHECKS[proposal.check][0]
    return next(g.kind for g in guesses if g.name == proposal.claim) in kinds


def _rows(found: list[Found], names, guesses: list[Guess], tables_found: list[Table], text: str) -> pd.DataFrame:
    by_name = {g.name: g for g in guesses}
    tabled = {f.position: t.number for t in tables_found for r in t.rows for f in r}
    rows = []
    for f, name in zip(found, names, strict=True):
        known = by_name.get(name)
        what = f"table {tabled[f.position]}" if f.position in tabled else "quantity" if known else f.rule
        context = " ".join(text[max(0, f.position - AROUND) : f.end + AROUND].split())
        kind, unit = (known.kind, known.unit) if known else ("", "")
        rows.append(("", name, f.printed, kind, unit, "", f.section, f.position, what, context))
    return pd.DataFrame(rows, columns=list(ROWS))


def _relations(related: list[Proposal], guesses: list[Guess]) -> pd.DataFrame:
    printed = {g.name: g.found.printed for g in guesses}
    rows = [
        ("", p.claim, printed[p.claim], p.check, " ".join(p.rests_on), "; ".join(printed[o] for o in p.rests_on),
         p.verdict, p.chance, p.working, p.why)
        for p in related
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(RELATIONS))
