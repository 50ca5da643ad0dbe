"""Load the tables of the data folder, each row checked against the dictionaries it points into."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.data import folders, row_rules
from analysis.data.csv_files import OTHER_PAMPHLET, TEXT_COLUMNS, read_cells, typed
from analysis.data.raw import TableError, note, problem, refuse
from analysis.data.reference import (
    known_labels,
    lineages,
    names_in,
    reference,
    source_keys,
    stamps,
    state_of,
    unit_names,
)
from analysis.text.words import _, language

#: From best to worst.
VERIFICATION = ("print", "data_file", "two_texts", "one_text", "unchecked")


def _refuse_all(path: Path, problems: Iterable[row_rules.Problem]) -> None:
    refuse([problem(path, row, column, cell, wanted) for row, column, cell, wanted in problems])


def load_pamphlet(name: str) -> pd.DataFrame:
    """Return one table of ``data/pamphlet/``, its units, sections and source keys checked.

    Parameters
    ----------
    name : str
        File name without ``.csv``, for instance ``"german_seats"``.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`; for printed values the columns of :data:`PRINTED_COLUMNS`
        and the table's own dimensions.
    """
    return _load_pamphlet(name, stamps(f"pamphlet/{name}.csv")).copy(deep=False)


@lru_cache(maxsize=64)
def _load_pamphlet(name: str, key: tuple) -> pd.DataFrame:
    path = folders.find(f"pamphlet/{name}.csv")
    cells = read_cells(path)
    problems = row_rules.foreign(cells, "unit", unit_names(), "data/units.csv")
    problems += row_rules.foreign(cells, "cited_source", source_keys(), "data/sources.bib", split=True)
    if name != "sections":
        problems += row_rules.foreign(cells, "section", names_in("pamphlet/sections.csv", "section"), "sections.csv")
    if not folders.text_name() or folders.own("labels.csv"):
        # Another text has closed lists of names only if it brings its own.
        problems += row_rules.unknown_labels(cells, known_labels())
    _refuse_all(path, problems)
    return typed(path, cells)


def load_estimates(name: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return one table of ``data/estimates/``, its units and source keys checked.

    Parameters
    ----------
    name : str
        File name without ``.csv``, for instance ``"party_membership"``.
    unchecked : bool
        Whether rows come along whose figure nobody has looked up yet. They are
        never used for a verdict and are drawn hollow.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`; the columns of :data:`ESTIMATE_COLUMNS` and the topic's own dimensions. The label is in
        the language of the reader.
    """
    frame = _load_estimates(name, stamps(f"estimates/{name}.csv")).copy(deep=False)
    if language() != "en" and "label" in frame:
        frame["label"] = frame["label"].map(_)
    return frame if unchecked else frame[frame["verification"] != "unchecked"].reset_index(drop=True)


@lru_cache(maxsize=64)
def _load_estimates(name: str, key: tuple) -> pd.DataFrame:
    path = folders.find(f"estimates/{name}.csv")
    cells = read_cells(path)
    problems = row_rules.foreign(cells, "unit", unit_names(), "data/units.csv")
    problems += row_rules.foreign(cells, "sources", source_keys(), "data/sources.bib", split=True)
    problems += row_rules.foreign(cells, "lineage", lineages(), "data/lineages.csv")
    problems += row_rules.unknown_labels(cells, known_labels())
    for rule in (row_rules.backwards, row_rules.out_of_order, row_rules.without_figure, row_rules.unsigned):
        problems += rule(cells)
    _refuse_all(path, problems)
    return typed(path, cells)


def load_cited(name: str) -> pd.DataFrame:
    """Return one table of ``data/cited/``, its claims, units and source keys checked.

    Parameters
    ----------
    name : {'passages', 'witnesses', 'unreached'}
        ``passages``: what the cited works say where they are cited; ``witnesses``: what speaks against
        the witnesses; ``unreached``: cited passages that nobody could reach, and what was tried.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`, in the order of the file.

    Raises
    ------
    TableError
        If a claim or key does not exist, a date is none or lies ahead, or a rung does not fit the route.
    """
    return _load_cited(name, stamps(f"cited/{name}.csv", "pamphlet/claims.csv")).copy(deep=False)


@lru_cache(maxsize=8)
def _load_cited(name: str, key: tuple) -> pd.DataFrame:
    path = folders.find(f"cited/{name}.csv")
    cells = read_cells(path)
    problems = row_rules.foreign(cells, "claim", names_in("pamphlet/claims.csv", "claim"), "claims.csv")
    problems += row_rules.foreign(cells, "unit", unit_names(), "data/units.csv")
    for column in ("work", "quoted_by"):
        problems += row_rules.foreign(cells, column, source_keys(), "data/sources.bib", split=True)
    if "start" in cells:
        problems += row_rules.backwards(cells)
    if "rung" in cells:
        problems += row_rules.misplaced_rungs(cells)
    _refuse_all(path, problems)
    return typed(path, cells)


def table_names(folder: str) -> list[str]:
    """Return the names of the tables in ``pamphlet`` (printed values only), ``estimates`` or ``cited``, sorted."""
    names = set()
    for place in folders.listing(folder):
        note(place)
        names.update(p.stem for p in place.glob("*.csv"))
    return sorted(names - {*OTHER_PAMPHLET})


def load_corrections() -> pd.DataFrame:
    """Return ``corrections.csv``: ``id``, ``action``, ``value``, ``reason``, ``expect``; empty without one."""
    if not folders.find("pamphlet/corrections.csv").is_file():
        return pd.DataFrame(columns=list(TEXT_COLUMNS["corrections"]), dtype="str")
    return reference("corrections", state_of("pamphlet/corrections.csv")).copy(deep=False)


def load_all(folder: str, *, unchecked: bool = False) -> pd.DataFrame:
    """Return all tables of a folder under one another, with a first column ``table``; ids must not repeat.

    Raises
    ------
    TableError
        If two tables use one id.
    """
    names = table_names(folder)
    return _load_all(folder, unchecked, stamps(*(f"{folder}/{n}.csv" for n in names))).copy(deep=False)


@lru_cache(maxsize=4)
def _load_all(folder: str, unchecked: bool, key: tuple) -> pd.DataFrame:
    load = load_pamphlet if folder == "pamphlet" else lambda n: load_estimates(n, unchecked=unchecked)
    frames = [load(n).assign(table=n) for n in table_names(folder)]
    if not frames:
        raise TableError(f"expected tables in {folder}/ of the data, none found; restore it or mend RECOUNT_DATA")
    everything = pd.concat(frames, ignore_index=True)
    double = everything[everything["id"].duplicated(keep=False)]
    refuse(
        [
            f"{i}: expected an id that no other row of data/{folder}/ has, found it in {', '.join(g['table'])}"
            for i, g in double.groupby("id")
        ]
    )
    return everything[["table", *[c for c in everything.columns if c != "table"]]]
