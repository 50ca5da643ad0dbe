"""The audit as a command: against the pamphlet's text, or against the stored index of its numerals."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data import audit, folders, tables
from analysis.data.quantities import text_language
from analysis.data.study import study

#: Where the index of the text's numerals is stored.
INDEX = "numerals"
MOST_SHOWN = 30


def transcribed() -> pd.DataFrame:
    """Return everything that was transcribed: ``id``, ``printed``, ``section``, ``position``."""
    columns = ["id", "printed", "section", "position"]
    values = tables.load_all("pamphlet")[columns]
    lists = [tables.load_pamphlet(name).rename(columns={"name": "printed"})[columns] for name in study()["lists"]]
    return pd.concat([values, *lists], ignore_index=True)


def load_index() -> pd.DataFrame:
    """Return the stored index: ``position``, ``numeral``, ``section``, ``rule``, ``text_sha256``."""
    return tables.load_pamphlet(INDEX)


def make_index(text: str) -> pd.DataFrame:
    """Return the index of a text's numerals with the first 16 digits of the text's hash in each row."""
    index = audit.index_numerals(text, tables.load_pamphlet("sections"), text_language())
    return index.assign(text_sha256=audit.text_hash(text)[:16])


def audit_text(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Audit against the text.

    Returns
    -------
    tuple
        Faults of place, the index with what accounts for each numeral, and remarks on the text itself.
    """
    text = audit.read_text(path)
    index, stored = make_index(text), load_index()
    remarks = []
    if audit.text_hash(text)[:16] != stored["text_sha256"].iloc[0]:
        remarks.append("The text is not the one that the stored index was made from; positions may differ.")
    faults = audit.find_misplaced(transcribed(), text, tables.load_pamphlet("sections"))
    return faults, audit.account(index, transcribed(), tables.load_pamphlet("set_aside"), text_language()), remarks


def audit_index() -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Audit against the stored index; returns as :func:`audit_text`."""
    index = load_index()
    faults = audit.match_index(transcribed(), index, text_language())
    accounted = audit.account(index, transcribed(), tables.load_pamphlet("set_aside"), text_language())
    return faults, accounted, ["Audited against the stored index of the text's numerals, not the text itself."]


def write_index(path: str | Path) -> None:
    """Make the index from a text and store it."""
    from analysis.data.files import write_atomic

    content = make_index(audit.read_text(path)).to_csv(index=False, lineterminator="\n")
    write_atomic(folders.find(f"pamphlet/{INDEX}.csv"), content.encode("utf-8"))


def run(text: str | None, *, store_index: bool = False) -> int:
    """Print the audit and return 0 if it passes, 1 if not.

    Parameters
    ----------
    text : str, optional
        Path of the pamphlet's text; without it the stored index is used.
    store_index : bool
        Whether to make and store the index anew first.
    """
    if store_index and text:
        write_index(text)
    faults, accounted, remarks = audit_text(text) if text else audit_index()
    open_numerals = accounted[accounted["by"] == ""]
    print("\n".join(remarks))
    print(f"{len(transcribed())} transcribed strings, {len(faults)} out of place.")
    _print_rows(faults, "id", "fault")
    print(f"{len(accounted)} numerals in the text, {len(open_numerals)} without a row.")
    print(audit.summarise(accounted).to_string(index=False))
    _print_rows(open_numerals, "position", "numeral", "section")
    return 1 if len(faults) or len(open_numerals) else 0


def _print_rows(frame: pd.DataFrame, *columns: str) -> None:
    for row in frame.head(MOST_SHOWN)[list(columns)].itertuples(index=False, name=None):
        print("  " + "  ".join(map(str, row)))
    if len(frame) > MOST_SHOWN:
        print(f"  ... and {len(frame) - MOST_SHOWN} more")
