"""Does the source's own arithmetic hold? Claims that cite a work which is itself one of the texts.

A text says in its ``links.csv`` which rows of the estimates print one of its figures. A claim whose cited source
was found in such a row leads by it to the text's own claim, and to the verdict on the arithmetic there. The verdict
is on the source's figures among themselves; it says nothing on whether the claim copies them rightly.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import folders, quantities, tables
from analysis.ledger import fidelity, judge
from analysis.ledger.claims import SEVERITIES

COLUMNS = ("claim", "report_id", "text", "source_claim", "source_printed", "arithmetic", "working", "worst_use")
#: Kind of a link between a figure of a text and the row of the estimates that was taken from that very text.
SAME = "same_report"


def linked() -> pd.DataFrame:
    """Return the claims of the text in use that cite a figure of another text here, with the verdict on it there.

    Returns
    -------
    pandas.DataFrame
        ``claim``; ``report_id``, the row of the estimates by which it was found; ``text`` and ``source_claim``;
        ``source_printed``; ``arithmetic`` (the verdict there, as printed) with its ``working``; ``worst_use``, the
        severest verdict of the claims there that rest on the figure, empty if none does. In the order of the
        claims; a sum of two rows gives two.

    Raises
    ------
    analysis.data.raw.TableError
        If one of the texts cannot be read.
    """
    cited = {row.id: row.report_id for row in fidelity.compare(quantities.read_all_printed()).itertuples()}
    found = {row: there for name in folders.known_texts() if name != folders.text_name() for row, there in _of(name)}
    rows = [
        (claim, row, *there)
        for claim, ids in cited.items()
        for row in filter(None, ids.replace("+", ";").split(";"))
        for there in found.get(row.strip(), ())
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of(name: str) -> list[tuple[str, list[tuple]]]:
    """Return for each row of the estimates what a text says of the figures that it was taken from."""
    with folders.within(name):
        if not folders.find("pamphlet/links.csv").is_file():
            return []
        links = tables.load_pamphlet("links")
        ledger = judge.load_ledger()
    used = judge.uses(ledger)
    by_claim = ledger.set_index("claim")
    found: dict[str, list[tuple]] = {}
    for link in links[links["kind"] == SAME].itertuples():
        for claim in link.claim.split("+"):
            row = by_claim.loc[claim]
            uses = [by_claim.at[other.claim, "arithmetic"] for other, _relation in used.get(claim, [])]
            there = (name, claim, row["printed"], row["arithmetic"], row["working"], _worst(uses))
            found.setdefault(link.report_row, []).append(there)
    return list(found.items())


def _worst(words: list[str]) -> str:
    tested = [word for word in words if word in SEVERITIES]
    return max(tested, key=SEVERITIES.index) if tested else ""
