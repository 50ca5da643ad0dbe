"""One view of a claim, figure, row, finding, sentence or number: what is stated, where it stands, what would change it.

A name that is known is explained; anything else is searched for as words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pandas as pd

from analysis.data import sources, tables
from analysis.ledger import ask
from analysis.ten_findings import Finding, load_findings
from analysis.text import verdicts
from recount.app.setup import ROOT
from recount.publish import reviewers, rows_shown
from recount.publish.shown import every_row, shown_in
from recount.publish.site.ledger_pages import load_shelf

#: More matches of each kind than this are counted, not listed.
MOST_LISTED = 12
NOTHING = "nothing that was tried: any line of estimates left out, unchecked rows let in, another reading of a limit"


class ExplainError(ValueError):
    """Words that nothing of the project has."""


def explain(words: str) -> str:
    """Return everything that is known of a name, or what holds the words.

    Parameters
    ----------
    words : str
        Id of a claim or row, name of a figure, notebook or finding; else words or a number to search for.

    Raises
    ------
    ExplainError
        If nothing has that name or those words.
    """
    name = words.strip()
    for known in (_claim, _figure, _estimate, _finding):
        if lines := known(name):
            return "\n".join(lines) + "\n"
    return _only(name) or _found(name)


def _only(words: str) -> str:
    """Return the full view of the one finding, sentence or table that holds some words; nothing where several do."""
    findings = [f.name for f in load_findings() if _holds(f"{f.title} {f.sentence}", words)]
    if len(findings) == 1 and len(words.split()) > 1:
        return "\n".join(_finding(findings[0])) + "\n"
    lines = _sentence(words) if len(words.split()) > 1 else []
    return "\n".join(lines) + "\n" if lines else ""


def _claim(name: str) -> list[str]:
    book = ask.ledger()
    if name not in book.index:
        return []
    row, shelf = book.loc[name], load_shelf()
    place = shelf.rows.set_index("claim").loc[name]
    subject = sections()[row["section"]]
    lines = [f"{name}: {row['statement']}", f"Printed: {row['printed']}; section {row['section']} ({subject}), "
             f"claim {place['number']} of {len(book)}; {place['voice']}", ""]  # fmt: skip
    lines += [f"Arithmetic: {row['arithmetic']}" + (f" ({row['test']})" if row["test"] else "")]
    lines += [f"Fidelity: {row['fidelity']}"]
    firm = f", {row['firm']}" if row["firm"] else ""
    lines += [f"Evidence: {verdicts.worded(row['evidence'], row['lineages'])}{firm}", f"Working: {row['working']}"]
    lines += [text for text in (row["repair"],) if text]
    behind = {"Rests on": shelf.operands, "The cited work": shelf.reports, "Estimates": shelf.estimates}
    for head, found in behind.items():
        lines += _rows(head, found.get(name, []))
    lines += ["", "Sources:", *(f"  {sources.footnote(key)}" for key in row["sources"].split(";") if key)]
    lines += ["", "Shown and worked out in:", *(f"  {where}" for where in shown_in(name))]
    return [*lines, "", "What would change it:", *(f"  {text}" for text in would_change(row))]


def would_change(row: pd.Series) -> list[str]:
    """Return what would turn a claim's verdict on the evidence, and what would test the claim further."""
    said = [f"{row['turned_by']}" if row["turned_by"] else ""]
    said += [f"with rows that nobody has looked up: {row['if_unchecked']}" if row["if_unchecked"] else ""]
    said += [f"a test still to be made: {row['would_answer']}" if row["would_answer"] else ""]
    return [text for text in said if text] or [NOTHING]


def _rows(head: str, names: Iterable[str]) -> list[str]:
    found = [f"  {line_of(name)}" for name in names]
    return ["", f"{head}:", *found] if found else []


def line_of(name: str) -> str:
    """Return a row in one line: figure, source with place, rung, address, file; the name alone if it is no row."""
    if name not in every_row():
        return name
    file, row = every_row()[name]
    if "sources" not in row:
        note = f", note {row['footnote']}" if row.get("footnote") else ""
        return f"{name}: {row['printed']} (as printed, section {row['section']}{note}; {file})"
    value = next((f"{row[c]:,g}" for c in ("value", "high", "low") if row[c] == row[c]), row.get("text", ""))
    short = ", ".join(sources.short_form(key) for key in row["sources"].split(";") if key)
    parts = [row["locator"], row["verification"].replace("_", " "), row.get("seen_at", "")]
    return f"{name}: {value} {row['unit']} ({short}; {'; '.join(p for p in parts if p)}; {file})"


def _estimate(name: str) -> list[str]:
    if name not in every_row():
        return []
    shelf = load_shelf()
    held = (shelf.estimates, shelf.reports, shelf.operands)
    users = sorted({claim for found in held for claim, rows in found.items() if name in rows})
    row = every_row()[name][1]
    about = [f"  {key}: {value}" for key, value in row.items() if value not in ("", None) and value == value]
    cited = [f"  {sources.footnote(key)}" for key in str(row.get("sources", "")).split(";") if key]
    used = [f"  {claim}: {ask.ledger().at[claim, 'statement']}" for claim in users] or ["  none"]
    cited = cited or ["  the text itself"]
    return [line_of(name), "", *about, "", "Sources:", *cited, "", "Claims that use it:", *used]


def _figure(name: str) -> list[str]:
    path = ROOT / "figures" / f"{name}.json"
    if not re.fullmatch(r"\w+", name) or not path.is_file():
        return []
    words = json.loads(path.read_text(encoding="utf-8"))
    lines = [f"{name}: {words['title']}", "", words["caption"], "", "Sources:", *(f"  {n}" for n in words["footnotes"])]
    for item in _items("figure", name):
        lines += ["", f"Shown in {item.notebook}, cell {item.cell} ({item.cell_id}); made by {item.functions} "
                  f"({item.program}); {item.numbers}"]  # fmt: skip
        lines += _rows("Rows", item.rows.split())
    return [*lines, "", f"To draw it under other choices: recount figure {name} -p NAME=VALUE"]


def _finding(name: str) -> list[str]:
    for found in load_findings():
        if name == found.name:
            claims, figure = found.claims, _items("figure", found.figure)
            more = [f"  … and {len(claims) - MOST_LISTED} more"] if len(claims) > MOST_LISTED else []
            return [
                f"{found.title} ({found.stands})", "", found.sentence, f"Verdict: {found.verdict}", found.firmness,
                f"Why it is one of the ten: {found.why}", f"Notebook: {found.notebook}; figure: {found.figure}",
                *_rows("Claims", claims[:MOST_LISTED]), *more,
                *_rows("Rows of the sentence", _of_sentence(found)), *_rows("Rows of the figure", _rows_of(figure)),
            ]  # fmt: skip
    return []


def _of_sentence(found: Finding) -> list[str]:
    """Return the rows whose figures the sentence of a finding gives, among those that its notebook reads."""
    return rows_shown.rows_in(found.sentence, rows_shown.files_of(reviewers.stored_reads(), found.notebook))


def _items(kind: str, name: str) -> list[reviewers.Item]:
    return [item for item in reviewers.all_items() if item.kind == kind and item.name == name]


def _rows_of(items: Iterable[reviewers.Item]) -> list[str]:
    return list(dict.fromkeys(name for item in items for name in item.rows.split()))


def _sentence(words: str) -> list[str]:
    """Return where a sentence, a caption or a part of one stands, what makes it, and the rows that it shows."""
    shown = [i for i in reviewers.all_items() if i.kind != "figure" and _holds(i.name, words)]
    if len(shown) != 1:
        return []
    item = shown[0]
    where = f"Shown in {item.notebook}, cell {item.cell} ({item.cell_id})"
    made = f"; made by {item.functions} ({item.program})" if item.functions else f"; {item.remark}"
    rows = _rows("Rows whose figures it shows", _rows_of([item]))
    return [item.name, "", where + made, *rows]


def sections() -> dict[str, str]:
    """Return the sections of the text: id -> what each is about."""
    return tables.load_pamphlet("sections").set_index("section")["subject"].to_dict()


def section_of(words: str) -> str:
    """Return the id of the section that has an id, or the only one whose subject holds the words.

    Raises
    ------
    ExplainError
        If no section or several have them; the message lists them with their ids.
    """
    known = sections()
    fits = [s for s, subject in known.items() if s == words or words.casefold() in subject.casefold()]
    if words in known or len(fits) == 1:
        return words if words in known else fits[0]
    listed = "\n".join(f"  {s}  {known[s]}" for s in fits or known)
    raise ExplainError(f"--section: expected an id or words of one section, got {words!r}; it may be:\n{listed}")


def search(frame: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the claims of a ledger that hold every one of the words in name, statement, printed text or working."""
    text = frame[["claim", "statement", "printed", "working"]].agg(" ".join, axis=1).str.casefold()
    text = text + " " + frame["section"].map(sections()).str.casefold()
    return frame[[all(word in held for word in words.casefold().split()) for held in text]]


def _found(words: str) -> str:
    claims = search(ask.ledger(), words)
    kinds = {
        "Claims": [f"{row.claim}: {row.statement} Printed: {row.printed}" for row in claims.itertuples()],
        "Findings": [f"{f.name}: {f.sentence}" for f in load_findings() if _holds(f.sentence + f.title, words)],
        "Sentences and figures of the notebooks": [
            f"{i.notebook}, cell {i.cell}: {i.name} [{i.functions}; {i.program}]"
            for i in reviewers.all_items() if _holds(i.name, words)
        ],
        "Rows": [line_of(name) for name in every_row() if _holds(line_of(name), words) and name not in claims.index],
    }  # fmt: skip
    if not any(kinds.values()):
        raise ExplainError(f"expected a name, words or a number of the project, got {words[:80]!r}; try fewer words")
    lines = []
    for head, found in kinds.items():
        more = [f"  … and {len(found) - MOST_LISTED} more"] if len(found) > MOST_LISTED else []
        lines += [f"{head}: {len(found)}", *(f"  {line}" for line in found[:MOST_LISTED]), *more, ""] if found else []
    return "\n".join([*lines, "recount explain NAME shows one of them in full."]) + "\n"


def _holds(text: str, words: str) -> bool:
    return all(word in text.casefold() for word in words.casefold().split())
