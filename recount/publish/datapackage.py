"""The data package: a descriptor of every table, made from the column dictionary and the headers.

Adding a table takes no code: put the CSV in its folder, describe new columns in
``data/columns.csv``, give it a title in ``data/tables.csv`` and run ``recount describe-data``.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from analysis.data import csv_files, folders, raw

#: Types of the column dictionary -> Frictionless field types and constraints.
FIELDS = {
    "string": ("string", {}),
    "slug": ("string", {"pattern": "[a-z0-9]+([-_][a-z0-9]+)*"}),
    "date": ("string", {"pattern": "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}),
    "number": ("number", {}),
    "integer": ("integer", {}),
    "boolean": ("boolean", {}),
}
#: Columns that point to another table.
KEYS = {"unit": ("units", "unit"), "section": ("sections", "section"), "lineage": ("lineages", "lineage")}
#: The first column of a table identifies its rows, except here.
NO_PRIMARY_KEY = {"numerals", "set_aside"}
#: Tables that begin so hold one value a country and year, and both together identify a row.
OF_COUNTRY_AND_YEAR = ["country", "year"]


def paths() -> list[str]:
    """Return the paths of all tables below ``data/``, or below the folder of the text in use, sorted."""
    folder = folders.text_folder()
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.csv"))


def describe(path: str, titles: dict[str, str]) -> dict:
    """Return the descriptor of one table.

    Parameters
    ----------
    path : str
        Below ``data/``.
    titles : dict
        Titles by path.

    Raises
    ------
    analysis.data.raw.TableError
        If a column is not in the dictionary.
    """
    with open(folders.text_folder() / path, encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    name = Path(path).stem
    schema: dict = {"fields": [_field(name, column) for column in header]}
    if name not in NO_PRIMARY_KEY:
        schema["primaryKey"] = header[: len(OF_COUNTRY_AND_YEAR)] if header[:2] == OF_COUNTRY_AND_YEAR else [header[0]]
    foreign = [
        {"fields": [c], "reference": {"resource": KEYS[c][0], "fields": [KEYS[c][1]]}}
        for c in header
        if c in KEYS and KEYS[c][0] != name and f"{name}.{c}" not in csv_files.column_rules()
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": name,
        "path": path,
        "title": titles.get(path, name.replace("_", " ").capitalize()),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(table: str, column: str) -> dict:
    try:
        rule = csv_files.column_rule(table, column)
    except KeyError:
        raise raw.TableError(
            f"{table}.csv, row 1: column {column!r} is not in data/columns.csv; describe it there"
        ) from None
    kind, constraints = FIELDS[rule["type"]]
    constraints = {**constraints, **({"required": True} if rule["required"] == "true" else {})}
    if rule["allowed"]:
        constraints["enum"] = rule["allowed"].split("|")
    field = {"name": column, "type": kind, "description": rule["meaning"]}
    if rule["unit"]:
        field["unit"] = rule["unit"]
    return {**field, **({"constraints": constraints} if constraints else {})}


def package() -> dict:
    """Return the whole descriptor."""
    titles = csv_files.read_table(folders.data_folder() / "tables.csv", ("path", "title"))
    known = dict(zip(titles["path"], titles["title"], strict=True))
    return {
        "name": "recount",
        "title": "Numbers printed in one pamphlet, and estimates published by others",
        "profile": "tabular-data-package",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [describe(path, known) for path in paths()],
    }


def content() -> bytes:
    """Return ``datapackage.json`` as bytes."""
    return (json.dumps(package(), indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def write() -> Path:
    """Write ``data/datapackage.json`` and return its path."""
    from analysis.data.files import write_atomic

    target = folders.data_folder() / "datapackage.json"
    write_atomic(target, content())
    return target
