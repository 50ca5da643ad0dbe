"""How much published growth hangs on the choices: windows, coverage, kind of index, price base, author."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.topics.production.model import LAST_IN_OLD_BORDERS, Choices
from analysis.topics.production.published import in_window, panel_ranges, rates

#: Windows that the literature uses; the one that ends in 1940 covers annexed territory at its end.
WINDOWS = ((1928, 1932), (1932, 1937), (1928, 1937), (1928, 1938), (1929, 1938), (1930, 1938))
WITH_ANNEXATIONS = (1928, 1940)
#: In what two estimates can differ, for the matched pairs.
DIMENSIONS = ("author", "window", "population", "index_kind", "price_base")
DIMENSION_WORDS = {
    "author": "author",
    "window": "choice of years",
    "population": "coverage",
    "index_kind": "gross or net",
    "price_base": "price base",
}


def windows(choices: Choices) -> list[tuple[int, int]]:
    """Return the windows of the tables of choices: those of the literature and the chosen one."""
    return sorted({*WINDOWS, (choices.start, choices.end)})


def by_window(choices: Choices) -> pd.DataFrame:
    """Return the range of each panel for each window of :func:`windows`.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.topics.production.published.panel_ranges`, ``start``, ``end``, and ``sources``,
        ``locator`` for footnotes.
    """
    found = []
    for start, end in windows(choices):
        rows = in_window(choices.but(start=start, end=end))
        ranges = panel_ranges(rows)
        keys = rows.groupby(["panel", "official"], sort=False)["sources"].agg(lambda s: ";".join(dict.fromkeys(s)))
        ranges["sources"] = [keys[key] for key in zip(ranges["panel"], ranges["official"], strict=True)]
        found.append(ranges.assign(start=start, end=end))
    return pd.concat(found, ignore_index=True)


def in_windows(choices: Choices) -> pd.DataFrame:
    """Return every rate whose window is one of :func:`windows`."""
    rows = rates(choices)
    wanted = set(windows(choices))
    return rows[[pair in wanted for pair in zip(rows["first"], rows["last"], strict=True)]].reset_index(drop=True)


def matched_pairs(choices: Choices) -> pd.DataFrame:
    """Return how far rates differ that are alike in all labels but one.

    Two rates form a pair if author, window, coverage, kind of index and price base agree except for exactly
    one, under which the pair is counted. Of a range the end farther away is taken. Only windows between 1928
    and 1938 enter (and the chosen one); two authors of one lineage form no pair, since they repeat one figure.

    Returns
    -------
    pandas.DataFrame
        A row a label, largest difference first: ``label``, ``pairs``, ``largest``, ``median`` (differences of the
        rate, shares of 1 a year), ``one``, ``other`` (names of the pair with the largest difference).
    """
    rows = rates(choices)
    rows = rows.assign(**{c: rows[c].fillna(rows["value"]) for c in ("low", "high")})
    inside = (rows["first"] >= WINDOWS[0][0]) & (rows["last"] <= LAST_IN_OLD_BORDERS)
    rows = rows[inside | ((rows["first"] == choices.start) & (rows["last"] == choices.end))]
    found: dict[str, list[tuple[float, str, str]]] = {name: [] for name in DIMENSIONS}
    for one, other in combinations(rows.to_dict("records"), 2):
        differs = [name for name in DIMENSIONS if one[name] != other[name]]
        if len(differs) == 1 and not (differs == ["author"] and one["lineage"] == other["lineage"]):
            gap = max(one["high"] - other["low"], other["high"] - one["low"])
            found[differs[0]].append((gap, *(f"{r['label']}, {r['window']}" for r in (one, other))))
    out = [_widest(name, gaps) for name, gaps in found.items() if gaps]
    columns = ["label", "pairs", "largest", "median", "one", "other"]
    return pd.DataFrame(out, columns=columns).sort_values("largest", ascending=False, kind="stable", ignore_index=True)


def _widest(name: str, gaps: list[tuple[float, str, str]]) -> dict:
    largest, one, other = max(gaps)
    median = float(np.median([gap for gap, _one, _other in gaps]))
    return {"label": name, "pairs": len(gaps), "largest": largest, "median": median, "one": one, "other": other}


def official_gap(choices: Choices) -> tuple[float, float] | None:
    """Return the smallest and largest distance between an official and another rate over the chosen window.

    Returns
    -------
    tuple of float or None
        Points of the rate (shares of 1 a year), signed: official less other. None where one side is missing
        or where the figures are not those of industry, since product and domestic product are unlike.
    """
    ranges = panel_ranges(in_window(choices))
    official, other = ranges[ranges["official"]], ranges[~ranges["official"]]
    if choices.measure != "industry" or official.empty or other.empty:
        return None
    return official["low"].min() - other["high"].max(), official["high"].max() - other["low"].min()
