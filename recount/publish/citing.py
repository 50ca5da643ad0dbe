"""Citations on request: footnotes and BibTeX for a figure, a claim, a row or a source."""

from __future__ import annotations

import difflib
import json

import pandas as pd

from analysis.data import reference, sources, tables
from analysis.data.study import object_of_study
from analysis.text.words import _
from recount.app.setup import ROOT

#: No id or name of a figure comes near; comparing longer words with all of them takes long.
MAX_LENGTH = 200


class CitationError(ValueError):
    """A name that is neither a figure, a claim, a row nor a source."""


def cite(name: str = "") -> str:
    """Return footnotes and BibTeX for what a name stands for.

    Parameters
    ----------
    name : str
        Name of a figure (``01_implied_bases``), id of a row of a table or of a claim
        (``expulsions-1937-percent``), or key of a source (``getty_1985``). Without one, this project itself.

    Raises
    ------
    CitationError
        If there is nothing of that name; the message suggests the nearest.
    """
    if len(name) > MAX_LENGTH or not name.isprintable():
        raise CitationError(f"expected a name of up to {MAX_LENGTH} printable characters, got {name[:60]!r}")
    if not name:
        return f"1. {own_footnote()}\n\n{own_bibtex()}"
    keys, notes, known = _lookup(name)
    if keys is None:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise CitationError(f"expected the name of a figure, claim, row or source, got {name!r}{hint}")
    lines = [f"{i}. {note}" for i, note in enumerate(notes, 1)] or ["No source is recorded."]
    return "\n".join([*lines, "", sources.bibtex(keys)]) if keys else "\n".join(lines)


def own_footnote() -> str:
    """Return how this project itself is cited, one sentence made from ``CITATION.cff``."""
    own = read_citation()
    who = ", ".join(person["name"] for person in own["authors"])
    return _("{who}, {title}, version {version}.").format(who=who, title=own["title"], version=own["version"])


def own_bibtex() -> str:
    """Return the BibTeX entry of this project, made from ``CITATION.cff``."""
    own = read_citation()
    who = " and ".join("{" + person["name"] + "}" for person in own["authors"])
    fields = {"author": who, "title": "{" + own["title"] + "}", "version": own["version"]}
    if "date-released" in own:
        fields["year"] = str(own["date-released"])[:4]
    lines = [f'    {name} = "{value}"' for name, value in fields.items()]
    return "@software{recount,\n" + ",\n".join(lines) + "\n}\n"


def read_citation() -> dict:
    """Return ``CITATION.cff`` as a dictionary."""
    import yaml

    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def _lookup(name: str) -> tuple[list[str] | None, list[str], list[str]]:
    known = list(reference.source_keys())
    if name in known:
        return [name], [sources.footnote(name)], known
    figures = {p.stem: p for p in (ROOT / "figures").glob("*.json")}
    if name in figures:
        words = json.loads(figures[name].read_text(encoding="utf-8"))
        return words["sources"], words["footnotes"], known
    known += figures
    for folder, column in (("pamphlet", "cited_source"), ("estimates", "sources")):
        if not tables.table_names(folder):
            continue
        frame = tables.load_all(folder, unchecked=True)
        row = frame[frame["id"] == name]
        if not row.empty:
            return _of_row(row, column, folder)
        known += frame["id"].tolist()
    return None, [], known


def _of_row(row: pd.DataFrame, column: str, folder: str) -> tuple[list[str], list[str], list[str]]:
    keys = [k for k in row.iloc[0][column].split(";") if k]
    notes = sources.footnotes(row)
    if folder == "pamphlet":
        keys = [object_of_study(), *keys]
        place = f"section {row.iloc[0]['section']}" + (
            f", note {row.iloc[0]['footnote']}" if row.iloc[0]["footnote"] else ""
        )
        notes = [sources.footnote(object_of_study(), place), *notes]
    else:
        keys += [k for k in row.iloc[0]["original_source"].split(";") if k in reference.source_keys() and k not in keys]
    return keys, notes, []
