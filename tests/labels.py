"""The closed lists of labels: ``python -m tests.labels`` writes ``data/labels.csv`` anew and says what changes.

Look at what it adds: a name that is only another spelling of one that was there belongs corrected in its row.
"""

import csv
import io

from analysis.data import folders, row_rules


def used() -> dict[str, set[str]]:
    """Return every label that stands in a table, with the columns in which it stands."""
    found: dict[str, set[str]] = {}
    for path in sorted(folders.data_folder().glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in row_rules.LABELS:
                    if row.get(column, "") not in row_rules.NO_LABEL | {""}:
                        found.setdefault(row[column], set()).add(column)
    return found


def content() -> str:
    """Return what ``labels.csv`` has to hold."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "columns"])
    for name, columns in sorted(used().items()):
        writer.writerow([name, ";".join(c for c in row_rules.LABELS if c in columns)])
    return out.getvalue()


if __name__ == "__main__":
    path = folders.data_folder() / "labels.csv"
    before, after = path.read_text(encoding="utf-8").splitlines(), content().splitlines()
    path.write_text(content(), encoding="utf-8", newline="\n")
    print(
        *(f"+ {line}" for line in after if line not in before), *(f"- {line}" for line in before if line not in after)
    )
