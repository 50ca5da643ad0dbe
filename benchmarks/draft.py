"""How much of a text does `recount draft` find? The pamphlet's finished tables are the measure.

Run with the pamphlet's text: python benchmarks/draft.py TEXT. Writes docs/draft.csv: what was measured, of how many,
how many. The text is not part of the project, so that the numbers are made where it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis.data import audit, tables  # noqa: E402
from analysis.ledger import claims  # noqa: E402
from recount.publish.auditing import transcribed  # noqa: E402
from recount.texts import draft  # noqa: E402


def main(path: str) -> None:
    """Measure and write."""
    text = audit.read_text(path)
    rows, relations = draft.propose(text, tables.load_pamphlet("sections"), "en")
    spans = dict(zip(rows["id"], _ends(rows), strict=True))
    everything = transcribed()
    printed = everything[everything["id"].isin(set(tables.load_all("pamphlet")["id"]))]
    quantity = rows[~rows["guess"].isin(audit.RULES)]
    measured = [
        ("printed strings and names of lists", len(everything), "found", _hit(everything, rows)),
        ("printed strings", len(printed), "found", _hit(printed, rows)),
        ("printed strings", len(printed), "found and guessed to be quantities", _hit(printed, quantity)),
        ("printed strings with a numeral", *_with_numeral(printed, rows)),
        ("proposed rows", len(quantity), "printed strings of the tables", _hit(quantity, printed)),
        *_related(relations, spans, printed),
    ]
    frame = pd.DataFrame(measured, columns=["of", "number", "what", "count"])
    frame = frame.assign(share=(frame["count"] / frame["number"]).round(3))
    frame.to_csv(ROOT / "docs" / "draft.csv", index=False, lineterminator="\n")
    print(frame.to_string(index=False))


def _ends(frame: pd.DataFrame) -> list[tuple[int, int]]:
    return [(int(p), int(p) + len(s)) for p, s in zip(frame["position"], frame["printed"], strict=True)]


def _hit(frame: pd.DataFrame, others: pd.DataFrame) -> int:
    """Count the rows of a table that share a character with a row of another."""
    taken = {at for start, end in _ends(others) for at in range(start, end)}
    return sum(any(at in taken for at in range(start, end)) for start, end in _ends(frame))


def _with_numeral(printed: pd.DataFrame, rows: pd.DataFrame) -> tuple[int, str, int]:
    has = printed[[bool(audit.tokens(s)) for s in printed["printed"]]]
    return len(has), "found", _hit(has, rows)


def _related(relations: pd.DataFrame, spans: dict, printed: pd.DataFrame) -> list[tuple]:
    """Compare the proposed relations with those of claims.csv: between the same figures, with the same check or any."""
    ids = [(start, end, i) for (start, end), i in zip(_ends(printed), printed["id"], strict=True)]
    at = {place: i for start, end, i in ids for place in range(start, end)}

    def named(name: str) -> str:
        start, end = spans[name]
        return next((at[p] for p in range(start, end) if p in at), "")

    keyed = {
        (r.check, frozenset({c.claim, *r.ids})) for c in claims.load_claims().itertuples() for r in claims.relations(c)
    }
    pairs = [(r.check, frozenset(map(named, [r.claim, *r.rests_on.split()]))) for r in relations.itertuples()]
    any_check = {figures for _check, figures in keyed}
    tried = {"sum_of", "sums_to_100", "share_of", "increase_by", "ratio_of", "same_as"}
    wanted = [k for k in keyed if k[0] in tried]
    whole = [p for p in pairs if "" not in p[1]]
    found = [("proposed relations", len(pairs), "between figures of the tables", len(whole))]
    found += [("proposed relations", len(pairs), "in claims.csv, the same check", sum(p in keyed for p in pairs))]
    found += [("proposed relations", len(pairs), "in claims.csv, some check", sum(p[1] in any_check for p in pairs))]
    for check in sorted(tried):
        some = [p for p in pairs if p[0] == check]
        found += [(f"proposed {check}", len(some), "in claims.csv, some check", sum(p[1] in any_check for p in some))]
        these = [k for k in wanted if k[0] == check]
        found += [(f"{check} in claims.csv", len(these), "proposed", sum(k in set(pairs) for k in these))]
    return [*found, ("relations in claims.csv", len(keyed), "proposed", sum(k in set(pairs) for k in keyed))]


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        print("draft: skipped; it needs the pamphlet's text: python benchmarks/draft.py TEXT")
