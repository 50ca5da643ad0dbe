"""What others published on the toll: estimates of equal scope and period, and later counts.

Estimates stand together only if they count the same thing over the same period (column ``scope``, ``start``,
``end``). How many agree is counted in lineages, and the range is that of what was collected here, never of
all there is.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.ledger import comparison
from analysis.numbers.dates import date_span
from analysis.text.words import MONTHS, _
from analysis.topics.repression.model import Choices

#: Lineages of counts kept by the agencies themselves and published from the archives.
ARCHIVAL = ("mvd_first_special_department", "gulag_registration_counts", "gulag_registration_deaths")
#: A stock at the turn of a year may be dated to December or to 1 January.
SAME_MOMENT = 31
ESTIMATE = (
    "id", "scope", "period", "label", "published", "measure", "population", "territory", "quantity", "start", "end",
    "value", "low", "high", "text", "lineage", "verification", "disputed", "sources", "original_source", "locator",
    "note",
)  # fmt: skip
SCOPES = {
    "arrests-1937-1938": "Arrests, 1937\N{EN DASH}38",
    "arrests-late-1930s": "Arrests, late 1930s",
    "death-sentences-1921-1953": "Death sentences, 1921\N{EN DASH}53",
    "deaths-stalin-period": "Deaths, whole period of Stalin's rule",
    "executions-1937-1938": "Executions, 1937\N{EN DASH}38",
    "in-camps-and-prisons-turn-of-1938-1939": "In camps and prisons, turn of 1938\N{EN DASH}39",
    "convictions-great-terror-elites": "Convictions of members of the elites, 1937\N{EN DASH}38",
    "repressed-1937-1938": "Repressed, 1937\N{EN DASH}38",
    "convictions-great-terror-political": "Political convictions in the Great Terror",
    "executions-great-terror-political-convictions": "Executions after political convictions in the Great Terror",
    "detained-including-exiles-maximum-great-purges": "Detained at the most, exiles included, in the Great Purges",
    "deaths-communist-states-world-wide": "Deaths in all communist states of the world",
    "killed-by-two-regimes-in-the-bloodlands": "Killed by two regimes in the lands between them",
    "executions-stalin-period": "Executions, whole period of Stalin's rule",
    "purposive-deaths-stalin-period": "Purposive deaths, whole period of Stalin's rule",
}
CAPITALS = {"gulag": "Gulag", "soviet": "Soviet", "stalin": "Stalin"}


#: What is drawn: scopes that overlap so far that they can stand side by side, with words for each. An estimate of
#: another span than 1937-38 says so beside its author's name.
FAMILIES = {
    "arrests": ("arrests-1937-1938", "arrests-1936-10-1938-11", "arrests-1937-08-1938-11"),
    "executions": (
        "executions-1937-1938", "executions-1936-10-1938-11", "executions-winter-1936-to-autumn-1938",
        "executions-great-terror-political-convictions",
    ),
    "prisoners": ("in-camps-and-prisons-turn-of-1938-1939",),
}  # fmt: skip
FAMILY_WORDS = {
    "arrests": "Arrests, 1937\N{EN DASH}38",
    "executions": "Executions, 1937\N{EN DASH}38; the count of the archives is of death sentences",
    "prisoners": "In camps and prisons, turn of 1938\N{EN DASH}39",
}


def scope_words(scope: str) -> str:
    """Return a scope in words; one without words of its own is written out from its name."""
    return _(SCOPES.get(scope) or written_out(scope))


def written_out(scope: str) -> str:
    """Return the name of a scope as English words, its months too; the catalogues translate it whole."""
    words = re.sub(r"\b(\d{4})-(0\d|1[0-2])(?!\d)", lambda m: f"{MONTHS[int(m[2]) - 1]}_{m[1]}", scope)
    words = re.sub(r"(?<=\d{4})-(?=\w+_\d{4}|\d{4})", "\N{EN DASH}", words).replace("-", " ").replace("_", " ")
    words = " ".join(CAPITALS.get(word, word) for word in words.split())
    return words[:1].upper() + words[1:]


@memoised
def toll(choices: Choices) -> pd.DataFrame:
    """Return the estimates of the toll that were collected; the famine is the subject of another notebook.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`ESTIMATE`; ``value``, ``low``, ``high`` in the base unit, ``published`` the year of
        publication (NaN if it is not known), ``period`` the years or the turn of the year that the figure is for.
    """
    rows = quantities.read_estimates("toll_estimates", unchecked=choices.unchecked)
    published = pd.to_numeric(rows["year_published"], errors="coerce")
    both = rows.assign(
        published=published, period=[period(a, b) for a, b in zip(rows["start"], rows["end"], strict=True)]
    )
    return comparison.independent(both)[list(ESTIMATE)].reset_index(drop=True)


def period(start: str, end: str) -> str:
    """Return what two figures must share to be of one period.

    Parameters
    ----------
    start, end : str
        ISO dates, possibly only a month or a year.

    Returns
    -------
    str
        The years for a flow (``"1937-1938"``); for a stock within a month of a turn of the year that turn
        (``"1939-01-01"``), else its date.
    """
    if start != end or len(start) == 4:
        return f"{start[:4]}-{end[:4]}"
    first, last = date_span(start)
    turns = [date(first.year, 1, 1), date(first.year + 1, 1, 1)]
    near = [t for t in turns if min(abs((first - t).days), abs((last - t).days)) <= SAME_MOMENT]
    return near[0].isoformat() if near else start


def has_number(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows give a number."""
    return rows[["value", "low", "high"]].notna().any(axis=1)


@memoised
def panels(choices: Choices, least: int = 2) -> pd.DataFrame:
    """Return the estimates that share scope and period with at least one other.

    Parameters
    ----------
    choices : Choices
        Uses ``unchecked``.
    least : int
        Smallest number of estimates with a number.

    Returns
    -------
    pandas.DataFrame
        Rows of :func:`toll`, by scope, period and year of publication; rows without a number stay beside the others.

    Raises
    ------
    analysis.ledger.comparison.ComparisonError
        If rows of one scope and period differ in measure or unit.
    """
    rows = toll(choices)
    counts = has_number(rows).groupby([rows["scope"], rows["period"]]).transform("sum")
    rows = rows[counts >= least].sort_values(["scope", "period", "published"], kind="stable")
    for (scope, _period), group in rows.groupby(["scope", "period"]):
        comparison.require_alike(group, labels=("measure", "quantity"), purpose=f"the panel {scope!r}")
    return rows.reset_index(drop=True)


def span(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the lowest and the highest number that the rows give, as value or bound; NaN if none."""
    ends = rows[["value", "low", "high"]]
    return float(ends.min(axis=None)), float(ends.max(axis=None))


def closed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that give a value or both ends: an open bound is no estimate of how many."""
    return rows[rows["value"].notna() | rows[["low", "high"]].notna().all(axis=1)]


def families(choices: Choices) -> pd.DataFrame:
    """Return the estimates that are drawn, with ``family``: a panel each, all with a number.

    Raises
    ------
    analysis.ledger.comparison.ComparisonError
        If rows of one family differ in unit.
    """
    rows = toll(choices)
    found = []
    for family, scopes in FAMILIES.items():
        part = rows[rows["scope"].isin(scopes) & has_number(rows)]
        comparison.require_alike(part, labels=("quantity",), purpose=f"the panel {family!r}")
        found.append(part.assign(family=family).sort_values("published", kind="stable"))
    return pd.concat(found, ignore_index=True)


def family_table(choices: Choices) -> pd.DataFrame:
    """Return one row a family: ``family``, ``estimates``, ``lineages``, ``lowest``, ``highest``, ``open``.

    ``lowest`` and ``highest`` leave open bounds aside (``open`` counts them), and are NaN with fewer than two
    lineages: one figure is no range.
    """
    table = []
    for family, group in families(choices).groupby("family", sort=False):
        firm = closed(group[group["verification"] != comparison.UNCHECKED])
        count = comparison.lineage_count(firm)
        low, high = span(firm) if count > 1 else (float("nan"), float("nan"))
        table.append(
            {"family": family, "estimates": len(group), "lineages": count, "lowest": low, "highest": high}
            | {"open": len(group) - len(closed(group))}
        )
    return pd.DataFrame(table)


def single_scopes(choices: Choices) -> pd.DataFrame:
    """Return the estimates in persons that are not drawn and share scope and period with no other, oldest first."""
    rows = toll(choices)
    drawn = [scope for scopes in FAMILIES.values() for scope in scopes]
    rows = rows[has_number(rows) & (rows["quantity"] == "persons") & ~rows["scope"].isin(drawn)]
    alone = rows.groupby(["scope", "period"])["id"].transform("size") == 1
    return rows[alone].sort_values("published", kind="stable").reset_index(drop=True)


def errors(choices: Choices) -> pd.DataFrame:
    """Set estimates beside the count that was published later for the same scope and period.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``estimate`` (label), ``published``, ``low``, ``high`` (the estimate), ``later`` (label of the
        count), ``later_low``, ``later_high``, ``side`` (``above``, ``below``, ``meets`` or ``no number``),
        ``times`` (estimate over later count, by the nearest ends), ``ids``. The later count is the archival one of
        the panel; for order 00447 it is the revised reckoning. A later count may itself be incomplete.
    """
    found = [_pair(row, later) for row, later in _rivals(choices)]
    return pd.DataFrame(found, columns=["what", "estimate", "published", "low", "high", "later", "later_low",
                                        "later_high", "side", "times", "text", "ids"])  # fmt: skip


def _rivals(choices: Choices) -> list[tuple[pd.Series, pd.DataFrame]]:
    pairs = []
    for _key, group in panels(choices).groupby(["scope", "period"], sort=False):
        archival = group[group["lineage"].isin(ARCHIVAL) & has_number(group)]
        earlier = group[(group["published"] < archival["published"].min()) & ~group["lineage"].isin(ARCHIVAL)]
        pairs += [(row, archival) for _i, row in earlier.iterrows()]
    kulak = operations(choices, operation="kulak", measure="executions")
    first, revised = (kulak[kulak["lineage"] == lineage] for lineage in
                      ("jansen_petrov_2002", "roginskii_petrov_order_00447"))  # fmt: skip
    if len(first) and len(revised):
        pairs += [(row, revised) for _i, row in first.iterrows()]
    return pairs


def operations(choices: Choices, **labels: str) -> pd.DataFrame:
    """Return rows of the mass operations for the whole country, shaped as :func:`toll`."""
    rows = quantities.read_estimates("mass_operations", unchecked=choices.unchecked)
    rows = comparison.select(rows, region="ussr", **labels)
    what = _("Executions under order 00447")
    periods = [period(a, b) for a, b in zip(rows["start"], rows["end"], strict=True)]
    return rows.assign(scope="order-00447", what=what, period=periods, published=float("nan"), text="")


def _pair(row: pd.Series, later: pd.DataFrame) -> dict:
    low, high = span(row.to_frame().T.astype({c: float for c in ("value", "low", "high")}))
    count_low, count_high = span(later)
    side, times = _side(low, high, count_low, count_high)
    return {
        "what": row.get("what") if isinstance(row.get("what"), str) else scope_words(row["scope"]),
        "estimate": row["label"],
        "published": row["published"],
        "low": low,
        "high": high,
        "later": later.iloc[0]["label"],
        "later_low": count_low,
        "later_high": count_high,
        "side": side,
        "times": times,
        "text": row["text"],
        "ids": ";".join([row["id"], *later["id"]]),
    }


def _side(low: float, high: float, count_low: float, count_high: float) -> tuple[str, float]:
    if pd.isna(low):
        return "no number", float("nan")
    if low > count_high:
        return "above", low / count_high
    if high < count_low:
        return "below", high / count_low
    return "meets", 1.0


def restated(choices: Choices) -> pd.DataFrame:
    """Return estimates that their own author or school replaced by another for the same scope and period.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``lineage``, ``first`` and ``last`` (labels), ``first_low``, ``first_high``, ``last_low``,
        ``last_high`` and ``side`` (``raised``, ``lowered`` or ``overlaps``). Archival counts are left out: their
        quotations differ by rounding.
    """
    rows = panels(choices)
    rows = rows[has_number(rows) & rows["published"].notna() & ~rows["lineage"].isin(ARCHIVAL)]
    found = []
    for (scope, _period, lineage), group in rows.groupby(["scope", "period", "lineage"], sort=False):
        if group["published"].nunique() < 2:
            continue
        first, last = (group[group["published"] == year] for year in (group["published"].min(),
                                                                     group["published"].max()))  # fmt: skip
        ends = [*span(first), *span(last)]
        side = "raised" if ends[2] > ends[1] else "lowered" if ends[3] < ends[0] else "overlaps"
        texts = (f"{part.iloc[0]['label']} {part.iloc[0]['published']:.0f}" for part in (first, last))
        found.append((scope_words(scope), lineage, *map(_year_once, texts), *ends, side))
    columns = ["what", "lineage", "first", "last", "first_low", "first_high", "last_low", "last_high", "side"]
    return pd.DataFrame(found, columns=columns)


def _year_once(text: str) -> str:
    return re.sub(r"(\d{4}) \1$", r"\1", text)
