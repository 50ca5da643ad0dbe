"""The parts of the README that are worked out: findings, captions of its figures, words of the verdicts, trust.

Each stands between two marks and is renewed by ``recount findings --write``; a test compares it with what would be
written now.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from analysis.data import tables
from analysis.text import verdicts
from recount.app.setup import ROOT
from recount.publish import findings_pages

README = "README.md"
#: Figures that stand in the README, each beside its caption.
FIGURES = ("01_numbers_by_year", "04_death_sentences", "10_fastest_windows")
RUNGS = {
    "print": "against the printed page",
    "data_file": "in a file of data that its author or an archive published",
    "two_texts": "in two texts that do not copy one another",
    "one_text": "in one text",
    "unchecked": "by nobody yet; such a row is off, is drawn hollow and carries no verdict",
}


class ReadmeError(ValueError):
    """A document without a place for a part of it."""


def findings() -> str:
    """Return the ten findings, a list under each heading."""
    return findings_pages.block()


def figures() -> str:
    """Return the figures of the README with the titles and captions that were worked out when they were drawn."""
    parts = []
    for name in FIGURES:
        words = json.loads((ROOT / "figures" / f"{name}.json").read_text(encoding="utf-8"))
        alt = words["title"].replace("[", "(").replace("]", ")")
        parts.append(f"![{alt}](figures/{name}.png)\n\n*{words['title']}.* {words['caption']}")
    return "\n\n".join(parts)


def words() -> str:
    """Return every word of a verdict with its one definition."""
    kinds = {
        "Against the other printed figures (arithmetic)": verdicts.ARITHMETIC,
        "Against the work cited (fidelity)": verdicts.FIDELITY,
        "Against what others published (evidence)": verdicts.EVIDENCE,
        "How firmly it stands": verdicts.FIRMNESS,
        "Kind of test": verdicts.TESTS,
    }
    parts = []
    for head, known in kinds.items():
        rows = "\n".join(f"| {word} | {meaning} |" for word, meaning in known.items())
        parts.append(f"| {head} | What it means |\n| --- | --- |\n{rows}")
    return "\n\n".join(parts)


def trust() -> str:
    """Return how far the published figures were checked: rows on each rung, best first."""
    rows = tables.load_all("estimates", unchecked=True)
    has = rows["verification"].value_counts()
    lines = [f"| {rung.replace('_', ' ')} | {int(has.get(rung, 0)):,} | {RUNGS[rung]} |" for rung in RUNGS]
    seen = int(has.get("print", 0))
    said = "none was seen in print yet" if not seen else f"{seen:,} were seen in print"
    nowhere = int((rows["seen_at"] == "").sum())
    return (
        f"Of {len(rows):,} published figures {said}; {nowhere:,} have no address on the web.\n\n"
        "| Rung | Rows | Seen |\n| --- | ---: | --- |\n" + "\n".join(lines)
    )


#: Part -> what makes it.
PARTS: dict[str, Callable[[], str]] = {"findings": findings, "figures": figures, "verdicts": words, "trust": trust}


def replaced(text: str, parts: dict[str, Callable[[], str]] | None = None) -> str:
    """Return a document with its parts renewed.

    Parameters
    ----------
    text : str
        The document.
    parts : dict, optional
        Name -> what makes the part; :data:`PARTS` by default.

    Raises
    ------
    ReadmeError
        If a part has not its two marks, in order.
    """
    for name, make in (PARTS if parts is None else parts).items():
        begin, end = marks(name)
        before, found, rest = text.partition(begin)
        _old, closed, after = rest.partition(end)
        if not found or not closed:
            raise ReadmeError(f"{README}: expected the lines {begin} and {end}, found them not in order; put them in")
        text = f"{before}{begin}\n\n{make()}\n\n{end}{after}"
    return text


def marks(name: str) -> tuple[str, str]:
    """Return the lines between which a part stands."""
    return f"<!-- {name}: made by recount findings --write -->", f"<!-- end of {name} -->"


def write() -> list[Path]:
    """Renew the parts of the README and return its path."""
    from analysis.data.files import write_atomic

    path = ROOT / README
    write_atomic(path, replaced(path.read_text(encoding="utf-8")).encode("utf-8"))
    return [path]
