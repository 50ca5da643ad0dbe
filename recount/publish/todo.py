"""What a historian can check in a library: every estimate that nobody has looked up yet."""

from __future__ import annotations

import pandas as pd

from analysis.data import folders, sources, tables

COLUMNS = ("work", "place", "figure", "id", "table", "verdicts")


def todo() -> pd.DataFrame:
    """Return the unchecked estimates.

    Returns
    -------
    pandas.DataFrame
        ``work`` (what to ask for), ``place`` (page or table), ``figure`` (what is expected there), ``id`` and
        ``table`` (the row to tick off), ``verdicts`` (the claims whose evidence would gain by it, joined by ``;``).
        Sorted by work and place.
    """
    if not tables.table_names("estimates"):
        return pd.DataFrame(columns=COLUMNS)
    estimates = tables.load_all("estimates", unchecked=True)
    rows = estimates[estimates["verification"] == "unchecked"]
    hanging = claims_by_table()
    found = [
        {
            "work": _work(row),
            "place": row.locator or "not stated",
            "figure": _figure(row),
            "id": row.id,
            "table": _path(row.table),
            "verdicts": ";".join(c for c, labels in hanging.get(row.table, {}).items() if _matches(row, labels)),
        }
        for row in rows.itertuples()
    ]
    # Of the shared estimates only those matter to another text that one of its claims rests on.
    kept = [r for r in found if not folders.text_name() or r["verdicts"] or not r["table"].startswith("data/")]
    return pd.DataFrame(kept, columns=COLUMNS).sort_values(
        ["work", "place", "id"], ignore_index=True, kind="stable"
    )


def _path(table: str) -> str:
    own = folders.text_name() and (folders.text_folder() / "estimates" / f"{table}.csv").is_file()
    return f"texts/{folders.text_name()}/estimates/{table}.csv" if own else f"data/estimates/{table}.csv"


def claims_by_table() -> dict[str, dict[str, dict[str, str]]]:
    """Return table -> claim -> the labels by which the claim chooses its estimates."""
    if not folders.find("pamphlet/claims.csv").is_file():
        return {}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for claim in tables.load_pamphlet("claims").itertuples():
        if claim.compare:
            name, *words = claim.compare.partition("|")[0].split()
            found.setdefault(name, {})[claim.claim] = dict(w.split("=", 1) for w in words)
    return found


def _matches(row, labels: dict[str, str]) -> bool:
    return all(getattr(row, name, None) == value for name, value in labels.items())


def _work(row) -> str:
    # What stands behind the text that was read is what has to be looked up.
    keys = [k for k in row.original_source.split(";") if k in sources.bibliography().entries]
    keys = keys or [k for k in row.sources.split(";") if k]
    return " / ".join(sources.footnote(k).rstrip(".").replace("*", "") for k in keys)


def _figure(row) -> str:
    bounds = [f"{v:g}" for v in (row.low, row.high) if pd.notna(v)]
    value = f"{row.value:,.10g}" if pd.notna(row.value) else " to ".join(bounds)
    return f"{row.label}: {value} {row.unit.replace('_', ' ')}"


def text(frame: pd.DataFrame) -> str:
    """Return the list as text, one work after the other, a box before each figure."""
    lines = []
    for work, rows in frame.groupby("work", sort=False):
        lines += ["", work]
        for row in rows.itertuples():
            hangs = f"  (verdicts: {row.verdicts})" if row.verdicts else ""
            lines.append(f"  [ ] {row.place}: {row.figure}{hangs}")
            lines.append(f"      tick off: {row.table}, id {row.id}, column verification")
    head = (
        f"{len(frame)} figures that nobody has looked up yet. When you have seen one on the printed page, set its "
        "column 'verification' to print, 'checked_by' to your name and 'checked_on' to the date."
    )
    return "\n".join([head, *lines])
