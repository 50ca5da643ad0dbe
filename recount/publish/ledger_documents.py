"""The ledger as a command and as documents: filtered rows, what does not hold, and what does."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.data import folders, tables
from analysis.data.study import study
from analysis.ledger import judge as ledger
from analysis.text import verdicts
from analysis.text.plain import guard_formulas
from analysis.text.words import _, as_printed
from analysis.topics.overview import views as ledger_views
from analysis.topics.overview.counts import findings

FORMATS = ("table", "csv", "json", "markdown")
FILTERS = ("arithmetic", "fidelity", "evidence")


class LedgerError(ValueError):
    """A filter that no claim can match."""


def select(frame: pd.DataFrame, *, section: str | None = None, **chosen: str | None) -> pd.DataFrame:
    """Return the claims with the given verdicts in the given section.

    Parameters
    ----------
    frame : pandas.DataFrame
        From :func:`analysis.ledger.judge.load_ledger`.
    section : str, optional
        Section id such as ``s010``.
    **chosen : str, optional
        ``arithmetic``, ``fidelity`` and ``evidence``: a verdict word.

    Raises
    ------
    LedgerError
        If a word is no verdict of its column, or the section does not exist.
    """
    for column, word in chosen.items():
        allowed = getattr(verdicts, column.upper())
        if word and word not in allowed:
            raise LedgerError(f"--{column}: expected one of {', '.join(map(repr, allowed))}, got {word!r}")
        frame = frame[frame[column] == word] if word else frame
    known = set(tables.load_pamphlet("sections")["section"])
    if section and section not in known:
        raise LedgerError(f"--section: expected a section id from {min(known)} to {max(known)}, got {section!r}")
    return frame[frame["section"] == section] if section else frame


def text(frame: pd.DataFrame, form: str) -> str:
    """Return ledger rows in one of :data:`FORMATS`."""
    if form == "csv":
        return guard_formulas(frame).to_csv(index=False, lineterminator="\n")
    if form == "json":
        rows = [
            {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()}
            for row in frame.to_dict("records")
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if form == "markdown":
        return document(frame)
    short = frame[["claim", "printed", "arithmetic", "fidelity", "evidence"]]
    return short.to_string(index=False) + f"\n{len(frame)} claims\n"


def document(frame: pd.DataFrame, level: str = "##") -> str:
    """Return claims as Markdown, section by section, each with its verdicts and working."""
    subjects = tables.load_pamphlet("sections").set_index("section")["subject"]
    lines = []
    for section, rows in frame.groupby("section", sort=False):
        lines += ["", f"{level} {_plain(_(subjects[section]))}", ""]
        for row in rows.itertuples():
            tested = _(row.arithmetic) + (f" ({_(row.test)})" if row.test else "")
            printed = _("Printed: {printed}.").format(printed=_plain(as_printed(row.printed)))
            lines.append(
                f"- **{_plain(row.statement)}** {printed} *{'; '.join((tested, _(row.fidelity), _evidence(row)))}.* "
                f"{_plain(row.working)}" + (f" {_plain(row.repair)}" if row.repair else "") + f" `{row.claim}`"
            )
    return "\n".join(lines) + "\n"


def _evidence(row) -> str:
    words = verdicts.worded(row.evidence, row.lineages)
    return f"{words}, {_(row.firm)}" if row.firm == verdicts.FRAGILE else words


#: Heads of the lists, in this order -> which rows stand under each: kind of test that decided, or what did.
BY_TEST = {
    "Calculations": verdicts.CALCULATION,
    "Lists counted": verdicts.LIST,
    "The same thing from two places or authors": verdicts.WITNESS,
    "Repetitions": verdicts.REPETITION,
    "Orders of dates, parts of wholes": verdicts.ORDER,
}
OTHER = "Against the works cited and the estimates only"


def by_test(frame: pd.DataFrame, side: str) -> str:
    """Return claims as Markdown under the kind of test that decided; what no test decides comes last."""
    inside = ledger_views.answers(frame, "arithmetic")
    decided = inside == side
    parts = [(head, frame[decided & (frame["test"] == test)]) for head, test in BY_TEST.items()]
    parts.append((OTHER, frame[~decided]))
    return "\n".join(f"\n## {_(head)}: {len(rows)}\n{document(rows, '###')}" for head, rows in parts if len(rows))


def _plain(words: str) -> str:
    for mark in "\\`*_[]<>|":
        words = words.replace(mark, f"\\{mark}")
    return words


def _standing(frame: pd.DataFrame, wanted: str) -> pd.DataFrame:
    # A list would choose columns where a text has no claim yet.
    return frame[np.array([word == wanted for word in ledger_views.standing(frame)], dtype=bool)]


def failing(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims for which one of the three verdicts is against the printed figure."""
    return _standing(frame, ledger_views.FAILS)


def holding(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims for which at least one verdict supports the printed figure and none is against it."""
    return _standing(frame, ledger_views.HOLDS)


def apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that are supported by a repetition or an order alone."""
    return _standing(frame, ledger_views.APART)


def documents() -> dict[str, str]:
    """Return the two generated documents by file name."""
    frame = ledger.load_ledger()
    total = len(frame)
    fails, holds, light = failing(frame), holding(frame), apart(frame)
    found = findings(fails)
    name = folders.text_name()
    table, command = (f"texts/{name}/claims.csv", f" --text {name}") if name else ("data/pamphlet/claims.csv", "")
    about = f"{study()['work']['author']}, *{study()['work']['title']}*.\n\n" if name else ""
    head = about + _(
        "Generated from `{table}` by `recount ledger{command} --write`; do not edit. Each claim is given in our words, "
        "with its printed figure, three verdicts (arithmetic and the kind of its test; fidelity to the cited work; "
        "evidence collected) and their working. Verdict words are defined in the README. A misprint that breaks "
        "several tests stands once, where it is printed."
    ).format(table=table, command=command)
    rest = "\n## {}\n\n{}\n".format(
        _("Only repeated or in order: {n}").format(n=len(light)),
        _("These passed, but a text that repeats itself, or dates in a possible order, confirm no fact; they are not "
          "counted as holding."),
    )  # fmt: skip
    counts = {"total": total, "fails": len(fails), "holds": len(holds), "found": found}
    against = _("What does not hold: {fails} of {total} claims, {found} findings").format(**counts)
    return {
        "INCONSISTENCIES.md": f"# {against}\n\n{head}\n" + by_test(fails, ledger_views.FAILS),
        "CONSISTENCIES.md": f"# {_('What holds: {holds} of {total} claims').format(**counts)}\n\n{head}\n"
        + by_test(holds, ledger_views.HOLDS)
        + rest
        + document(light, "###"),
    }


def place(root: Path) -> Path:
    """Return the folder of the two documents: the project's for the pamphlet, else the text's own."""
    return folders.text_folder() if folders.text_name() else root


def write_documents(folder: Path) -> list[Path]:
    """Write the two documents into a folder and return their paths."""
    from analysis.data.files import write_atomic

    written = []
    for name, content in documents().items():
        write_atomic(folder / name, content.encode("utf-8"))
        written.append(folder / name)
    return written
