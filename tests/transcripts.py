"""The transcripts of CONTRIBUTING.md: each is run in a copy of the data, and its output is what stands there.

After a change run ``python -m tests.transcripts``; it puts the outputs of today into CONTRIBUTING.md.
"""

import atexit
import contextlib
import csv
import io
import os
import re
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?ms)^<!-- transcript: ([a-z-]+) -->\n```console\n(.*?)^```$")
ESTIMATES, CLAIMS = "estimates/party_membership.csv", "pamphlet/claims.csv"
VALUES, PRINTED = "pamphlet/screening_prose.csv", "pamphlet/expulsions_by_year.csv"
#: An estimate and a claim that are there, and the ids of the copies that stand for new rows.
OLD_ESTIMATE, NEW_ESTIMATE = "membership-1941-01-01-members-and-candidates-rigby", "membership-1941-01-01-second-look"
OLD_CLAIM, NEW_CLAIM = "screening-1929-reinstated-percent", "screening-1929-second-look"


class Scene(NamedTuple):
    """A command, what is changed in the data before it, and how many lines of its output are shown."""

    command: str
    edit: object = None
    lines: int = 8


def change(data, table, row_id, *, new_id="", **cells):
    """Change cells of a row, or of a copy of it with a new id, as an editor would."""
    path = data / table
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    row = next(row for row in rows if row[0] == row_id)
    if new_id:
        row = [new_id, *row[1:]]
        rows.append(row)
    for name, value in cells.items():
        row[header.index(name)] = value
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def with_blanks(data, table, row_id, column):
    """Return a number of the data with blanks between its thousands."""
    with open(data / table, encoding="utf-8", newline="") as file:
        value = next(row[column] for row in csv.DictReader(file) if row["id"] == row_id)
    return f"{int(value):,}".replace(",", " ")


def mistype(data):
    change(data, PRINTED, "expulsions-1937-percent", printed="8")


def add_estimate_with_blanks(data):
    value = with_blanks(data, ESTIMATES, OLD_ESTIMATE, "value")
    change(data, ESTIMATES, OLD_ESTIMATE, new_id=NEW_ESTIMATE, value=value)


def add_estimate_of_no_source(data):
    change(data, ESTIMATES, OLD_ESTIMATE, new_id=NEW_ESTIMATE, sources="rigby_1986")


def add_estimate(data):
    change(data, ESTIMATES, OLD_ESTIMATE, new_id=NEW_ESTIMATE)


def tick_off(data):
    change(data, ESTIMATES, OLD_ESTIMATE, verification="print", checked_by="A. Reader", checked_on="2026-01-31")


def add_claim_without_value(data):
    change(data, CLAIMS, OLD_CLAIM, new_id=NEW_CLAIM)


def add_claim_without_operand(data):
    change(data, VALUES, OLD_CLAIM, new_id=NEW_CLAIM)
    change(data, CLAIMS, OLD_CLAIM, new_id=NEW_CLAIM, rests_on="screening-1929-reinstated screening-1929-expeled")


def add_claim(data):
    change(data, VALUES, OLD_CLAIM, new_id=NEW_CLAIM)
    change(data, CLAIMS, OLD_CLAIM, new_id=NEW_CLAIM)


SCENES = {
    "audit": Scene("audit", lines=3),
    "audit-fault": Scene("audit", mistype, lines=4),
    "estimate-blanks": Scene(f"cite {NEW_ESTIMATE}", add_estimate_with_blanks),
    "estimate-source": Scene(f"cite {NEW_ESTIMATE}", add_estimate_of_no_source),
    "estimate": Scene(f"cite {NEW_ESTIMATE}", add_estimate, lines=1),
    "todo": Scene("todo", lines=5),
    "ticked": Scene("todo", tick_off, lines=1),
    "claim-value": Scene("ledger --section s008", add_claim_without_value),
    "claim-operand": Scene("ledger --section s008", add_claim_without_operand),
    "claim": Scene('ledger --section s008 --arithmetic "within rounding"', add_claim, lines=14),
    "describe": Scene("describe 02_reasons_and_accusations", lines=6),
    "parameter": Scene("run 02_reasons_and_accusations -p rounding=halfup", lines=6),
}


@lru_cache
def copy_of_data():
    """Make the copy of the data, once: tables that are not edited are then read once."""
    folder = tempfile.TemporaryDirectory(prefix="recount-transcripts-")
    atexit.register(folder.cleanup)
    return Path(shutil.copytree(ROOT / "data", Path(folder.name, "data")))


@contextlib.contextmanager
def edited(edit):
    """Edit the copy of the data, use it, and take the edit back."""
    data = copy_of_data()
    before = {key: os.environ.get(key) for key in ("RECOUNT_DATA", "RECOUNT_ENV")}
    os.environ.update(RECOUNT_DATA=str(data), RECOUNT_ENV="current")
    try:
        if edit:
            edit(data)
        yield
    finally:
        for table in (ESTIMATES, CLAIMS, VALUES, PRINTED):
            shutil.copyfile(ROOT / "data" / table, data / table)
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


def play(name):
    """Return a transcript: the command, and what it prints today."""
    import shlex

    from recount.__main__ import main

    scene = SCENES[name]
    said = io.StringIO()
    with edited(scene.edit), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(shlex.split(scene.command))
    lines = [line.rstrip() for line in said.getvalue().strip("\n").splitlines()]
    # A remark about the environment that plays it, not part of the answer.
    lines = [line for line in lines if "not at the locked versions" not in line]
    shown = lines[: scene.lines] + (["…"] if len(lines) > scene.lines else [])
    return "\n".join([f"$ recount {scene.command}", *shown]) + "\n"


def main():
    """Put the outputs of today into CONTRIBUTING.md."""
    text = PAGE.read_text(encoding="utf-8")
    fresh = BLOCK.sub(lambda m: f"<!-- transcript: {m[1]} -->\n```console\n{play(m[1])}```", text)
    PAGE.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
