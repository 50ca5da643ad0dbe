"""Take the proposals that a person accepted into the tables of a text."""

from __future__ import annotations

import csv
from pathlib import Path

from analysis.data import folders, tables
from analysis.data.files import write_atomic
from analysis.ledger import claims
from recount.texts.draft import RELATIONS, ROWS, DraftError, place
from recount.texts.new import as_csv

#: Kind of a row that states no quantity: it goes to set_aside.csv, its statement being the reason.
ASIDE = "aside"
VALUES, CLAIMS, SET_ASIDE = "printed/values.csv", "claims.csv", "set_aside.csv"


def take_in(name: str, out: str | Path = "out") -> str:
    """Add the accepted rows and relations to ``texts/NAME/``, or nothing if one of them is refused.

    Parameters
    ----------
    name : str
        The text in use.
    out : str or Path
        The folder that ``recount draft`` was given.

    Returns
    -------
    str
        How many rows, relations and set-aside numerals came in.

    Raises
    ------
    DraftError
        If there is no draft, nothing was accepted, or an accepted relation names no proposed row.
    analysis.data.raw.TableError
        If the tables would not keep their contract; they stay as they were.
    """
    folder = place(name, out)
    rows, related = _read(folder / "rows.csv", ROWS), _read(folder / "relations.csv", RELATIONS)
    known = {row["id"]: row for row in rows}
    agreed = [r for r in related if r["accepted_by"].strip()]
    wanted = _wanted(rows, agreed, known)
    if not wanted:
        raise DraftError(f"{folder}: expected a name in accepted_by of some row or relation, found none")
    before = {path: _content(path) for path in (VALUES, CLAIMS, SET_ASIDE)}
    _store(_added(wanted, agreed, before))
    try:
        claims.load_claims()
        tables.load_pamphlet("set_aside")
    except Exception:
        _store(before)
        raise
    aside = sum(row["kind"] == ASIDE for row in wanted)
    return (
        f"texts/{name}/: {len(wanted) - aside} rows, {len(agreed)} relations and {aside} numerals set aside taken in "
        f"or held already.\nNext: recount ledger --text {name}"
    )


def _read(path: Path, header: tuple[str, ...]) -> list[dict[str, str]]:
    if not path.is_file():
        raise DraftError(f"{path}: expected the proposals, found none; first: recount draft NAME --text FILE")
    with open(path, encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        # A spreadsheet of a country with decimal commas saves with semicolons.
        mark = ";" if first.count(";") > first.count(",") else ","
        rows = list(csv.DictReader(file, delimiter=mark))
    missing = [c for c in header if rows and c not in rows[0]]
    if missing:
        raise DraftError(f"{path.name}: expected the columns {', '.join(missing)} too; they were removed, draft anew")
    # A leading apostrophe keeps a spreadsheet from taking a cell for a formula.
    return [{k: (v or "").removeprefix("'") for k, v in row.items() if k} for row in rows]


def _wanted(rows: list[dict], agreed: list[dict], known: dict[str, dict]) -> list[dict]:
    needed = {name for r in agreed for name in (r["claim"], *r["rests_on"].split())}
    lost = sorted(needed - known.keys())
    if lost:
        raise DraftError(f"relations.csv: expected ids of rows.csv, got {', '.join(lost[:5])}; keep them as drafted")
    wanted = [row for row in rows if row["accepted_by"].strip() or row["id"] in needed]
    empty = [row["id"] for row in wanted if not row["kind"] or (not row["unit"] and row["kind"] != ASIDE)]
    if empty:
        raise DraftError(
            f"rows.csv, {', '.join(empty[:5])}: expected a kind ({', '.join(claims.KINDS)}, or {ASIDE} for what states "
            "no quantity) and a unit of data/units.csv; fill them in, or take the name out of accepted_by"
        )
    return wanted


def _content(path: str) -> str:
    return (folders.text_folder() / path).read_text(encoding="utf-8")


def _store(contents: dict[str, str]) -> None:
    for path, content in contents.items():
        write_atomic(folders.text_folder() / path, content.encode("utf-8"))


def _added(wanted: list[dict], agreed: list[dict], before: dict[str, str]) -> dict[str, str]:
    values, keyed, aside = (list(csv.DictReader(before[p].splitlines())) for p in (VALUES, CLAIMS, SET_ASIDE))
    have, claimed = {r["id"] for r in values}, {r["claim"]: r for r in keyed}
    put = {int(r["position"]) for r in aside}
    for row in wanted:
        if row["kind"] == ASIDE:
            aside += _aside(row, put)
        else:
            if row["id"] not in have:
                values.append(_value(row))
            claimed.setdefault(row["id"], _claim(row))
    for relation in agreed:
        _relate(claimed[relation["claim"]], relation)
    texts = zip((VALUES, CLAIMS, SET_ASIDE), (values, list(claimed.values()), aside), strict=True)
    return {path: _table(before[path], rows) for path, rows in texts}


def _value(row: dict) -> dict:
    stated = dict.fromkeys(("population", "territory"), "not stated")
    return row | stated | {"subject": "not_stated", "measure": row["kind"], "remark": ""}


def _claim(row: dict) -> dict:
    statement = row["statement"] or f"A {row['kind']} in section {row['section']}; to be put into words."
    return row | {"claim": row["id"], "statement": statement, "rests_on": "", "checks": "", "remark": ""}


def _relate(claim: dict, relation: dict) -> None:
    groups = [g.strip() for g in claim["rests_on"].split(";")] if claim["checks"] else []
    checks = [c.strip() for c in claim["checks"].split(";") if c.strip()]
    if (relation["check"], relation["rests_on"]) in zip(checks, groups, strict=False):
        return
    claim["checks"] = "; ".join([*checks, relation["check"]])
    claim["rests_on"] = "; ".join([*groups, relation["rests_on"]])


def _aside(row: dict, put: set[int]) -> list[dict]:
    index = tables.load_pamphlet("numerals")
    start, end = int(row["position"]), int(row["position"]) + len(row["printed"])
    inside = index[(index["position"] >= start) & (index["position"] < end)]
    reason = row["statement"] or "states no quantity"
    return [
        {"position": str(n.position), "numeral": n.numeral, "reason": reason}
        for n in inside.itertuples()
        if n.position not in put
    ]


def _table(before: str, rows: list[dict]) -> str:
    header = tuple(next(csv.reader(before.splitlines())))
    return as_csv(header, [tuple(row.get(c, "") for c in header) for row in rows])
