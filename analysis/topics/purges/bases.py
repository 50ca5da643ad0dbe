"""Published membership beside the printed pairs: which base fits, which rate follows.

A base may be the members, the members and candidates, or the persons screened in a campaign. A count
qualifies by its date; rival counts stay rivals. Estimates that are known only through the pamphlet are
left out: they are no second opinion.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.sources import cited
from analysis.data.study import object_of_study
from analysis.data.tables import VERIFICATION
from analysis.ledger import comparison
from analysis.ledger.comparison import ends, independent
from analysis.numbers.dates import date_span
from analysis.topics.purges.model import BASES, DATE_RULES, ONE_OR_TWO, Choices, implied_bases, pairs

DAYS_A_MONTH = 30.436875
PRINTED, COUNTED, ADDED = "printed", "published", "added here"
#: What tells two counts of one occasion from two occasions.
OCCASION = ["start", "end", "territory", "sources", "lineage", "series", "definition"]


@memoised
def counts(choices: Choices) -> pd.DataFrame:
    """Return every count of the chosen base that was collected.

    Parameters
    ----------
    choices : Choices
        Uses ``base``, ``unchecked``, ``reading`` and ``rule``.

    Returns
    -------
    pandas.DataFrame
        The columns of the estimates, and ``first``, ``last`` (the days that the date can mean), ``origin``
        (``published``, ``added here`` for members plus candidates of one source and date, ``printed`` for what the
        pamphlet itself prints as screened) and, for the screened, ``campaign``.
    """
    if choices.base == "screened":
        return dated(pd.concat([_screened_printed(choices), _screened_published(choices)], ignore_index=True))
    rows = independent(quantities.read_estimates("party_membership", unchecked=choices.unchecked))
    found = rows[rows["measure"] == choices.base].assign(origin=COUNTED)
    if choices.base == "members_and_candidates":
        found = pd.concat([found, _added(rows, found)], ignore_index=True)
    return dated(found)


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in order of time, with ``first`` and ``last``, the days that their dates can mean."""
    first = [date_span(d)[0] for d in rows["start"]]
    last = [date_span(d)[1] for d in rows["end"]]
    return rows.assign(first=first, last=last).sort_values(["first", "last"], kind="stable").reset_index(drop=True)


def _added(rows: pd.DataFrame, have: pd.DataFrame) -> pd.DataFrame:
    members, candidates = (rows[rows["measure"] == m] for m in ("members", "candidates"))
    both = members.merge(candidates, on=OCCASION, suffixes=("", "_c"))
    known = set(zip(have["start"], have["end"], have["sources"], strict=True))
    both = both[[k not in known for k in zip(both["start"], both["end"], both["sources"], strict=True)]]
    worse = [max(v, key=VERIFICATION.index) for v in zip(both["verification"], both["verification_c"], strict=True)]
    return both.assign(
        id=both["id"] + "+" + both["id_c"],
        measure="members_and_candidates",
        value=both["value"] + both["value_c"],
        disputed=both["disputed"] | both["disputed_c"],
        verification=worse,
        note=both["note_c"],
        origin=ADDED,
    )[[*rows.columns, "origin"]]


def _screened_published(choices: Choices) -> pd.DataFrame:
    rows = independent(quantities.read_estimates("party_expulsions", unchecked=choices.unchecked))
    return rows[rows["measure"] == "screened"].assign(origin=COUNTED)


def _screened_printed(choices: Choices) -> pd.DataFrame:
    rows = quantities.read_printed("screening_prose", choices.reading, rule=choices.rule)
    rows = rows[rows["measure"] == "screened"]
    campaigns = {name.split("_")[-1]: name for name in pairs(choices)["campaign"]}
    return rows[
        ["id", "measure", "population", "territory", "quantity", "start", "end", "value", "low", "high"]
    ].assign(
        origin=PRINTED,
        campaign=rows["start"].map(campaigns),
        author="pamphlet",
        sources=object_of_study(),
        lineage="pamphlet",
        verification="",
        disputed=False,
        note="",
        locator="",
        original_source=rows["cited_source"],
    )


def distance(first, last, start, end) -> float:
    """Return the months between two spans of days, 0 where they share a day."""
    gap = max((start - last).days, (first - end).days, 0)
    return gap / DAYS_A_MONTH


def candidates(choices: Choices, pair, known: pd.DataFrame) -> pd.DataFrame:
    """Return the counts near a campaign, with ``months`` of distance, nearest first.

    Parameters
    ----------
    choices : Choices
        Uses ``base`` and ``max_months``.
    pair : namedtuple
        A row of :func:`analysis.topics.purges.model.pairs`.
    known : pandas.DataFrame
        From :func:`counts`.
    """
    rows = known[known["territory"] == pair.territory]
    if choices.base == "screened":
        rows = rows[rows["campaign"] == pair.campaign]
    months = [distance(r.first, r.last, pair.first, pair.last) for r in rows.itertuples()]
    rows = rows.assign(months=pd.Series(months, index=rows.index, dtype=float))
    if choices.base == "screened":
        rows = rows.assign(months=0.0)
    rows = rows[rows["months"] <= choices.max_months]
    order = pd.DataFrame(
        {
            "months": rows["months"],
            "rung": rows["verification"].map({v: i for i, v in enumerate(VERIFICATION)}).fillna(len(VERIFICATION)),
            "disputed": rows["disputed"],
            "first": rows["first"],
        }
    )
    return rows.loc[order.sort_values(["months", "rung", "disputed", "first"], kind="stable").index]


@memoised
def fits(choices: Choices) -> pd.DataFrame:
    """Return every count near a campaign and whether it is the base that number and share imply.

    Counts on either side of the campaign are tried, so that the printed pair has every chance; the date rule
    only chooses the count for :func:`rates`.

    Returns
    -------
    pandas.DataFrame
        ``campaign``, ``kind``, ``year``, ``label``, ``low``, ``high``, ``wide_low``, ``wide_high`` (implied base,
        persons), then ``count``, ``author``, ``date``, ``months``, ``origin``, ``lineage``, ``verification``,
        ``disputed``, ``id``, ``sources``, ``locator``, ``original_source``, ``note`` and ``fit`` (``narrow``,
        ``wide``, ``open`` or ``no``; ``open`` where the count is an open bound such as "more than 3,500,000", which
        excludes nothing above it). A campaign without a count near it has none of the later ones.
    """
    rows, known = [], counts(choices)
    for pair in implied_bases(choices).itertuples():
        if math.isnan(pair.value):
            continue
        base = {c: getattr(pair, c) for c in ("campaign", "kind", "year", "label", "low", "high")}
        base |= {"wide_low": pair.wide_low, "wide_high": pair.wide_high}
        near = candidates(choices, pair, known)
        rows += [base | _fit(pair, row) for _i, row in near.iterrows()] or [base]
    return pd.DataFrame(rows)


def _fit(pair, row: pd.Series) -> dict:
    span = ends(row)
    fit = "narrow" if span.overlaps(pair.narrow) else "wide" if span.overlaps(pair.wide) else "no"
    if fit != "no" and math.isinf(float(span.high) - float(span.low)):
        fit = "open"
    kept = (
        "id", "author", "months", "origin", "lineage", "verification", "disputed", "sources", "locator",
        "original_source", "note",
    )  # fmt: skip
    date = row["start"] if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
    return {c: row[c] for c in kept} | {"count": row["value"], "date": date, "fit": fit}


@memoised
def fitting(choices: Choices) -> pd.DataFrame:
    """Return for each printed pair how it fares against the counts near it.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``kind``, ``outcome`` (``narrow``, ``wide``, ``no``; ``open`` where only open bounds are near and
        exclude nothing; ``none`` where no published count is near), ``counts``, ``lineages``, ``fitting`` (numbers
        of checked published counts), ``disputed`` (whether all that fit have rivals). An open bound never decides
        where a count is near.
    """
    kept = ["label", "kind", "fit", "origin", "lineage", "verification", "disputed"]
    rows = []
    for (label, kind), group in fits(choices).reindex(columns=kept).groupby(["label", "kind"], sort=False):
        near = group[group["fit"].notna() & (group["origin"] != PRINTED) & (group["verification"] != "unchecked")]
        fit = near[near["fit"].isin(["narrow", "wide"])]
        outcome = next((o for o in ("narrow", "wide", "no", "open") if (near["fit"] == o).any()), "none")
        rows.append(
            {"label": label, "kind": kind, "outcome": outcome, "counts": len(near), "fitting": len(fit)}
            | {"lineages": comparison.lineage_count(near)}
            | {"disputed": bool(len(fit)) and bool(fit["disputed"].astype(bool).all())}
        )
    return pd.DataFrame(rows)


@memoised
def if_unchecked(choices: Choices) -> pd.DataFrame:
    """Return the share that would follow from the counts that nobody has looked up yet.

    Returns
    -------
    pandas.DataFrame
        A row a printed pair with an unchecked count at its beginning: ``label``, ``year``, ``count``, ``author``,
        ``date``, ``rate`` (number over count, a share of 1), ``printed_low``, ``printed_high``, ``fits`` (whether
        count and pair go together), ``now`` (the outcome in :func:`fitting` as it stands), and what makes footnotes.
    """
    known = counts(choices.but(unchecked=True))
    known = known[(known["verification"] == "unchecked") & known["value"].notna()]
    now = fitting(choices).set_index("label")["outcome"]
    rows = []
    for pair in implied_bases(choices).itertuples():
        near = candidates(choices, pair, known)
        near = near[near["first"] <= pair.first].sort_values("first", ascending=False, kind="stable").head(1)
        if near.empty or math.isnan(pair.value):
            continue
        row, part = near.iloc[0], pair.share.bounds(choices.rule)
        kept = row[["author", "sources", "locator", "original_source", "lineage"]].to_dict()
        rows.append(
            {"label": pair.label, "year": pair.year, "count": row["value"], "date": row["start"]}
            | {"rate": float(pair.number.value) / row["value"], "fits": ends(row).overlaps(pair.narrow)}
            | {"printed_low": float(part.low), "printed_high": float(part.high), "now": now[pair.label]}
            | kept
        )
    return pd.DataFrame(rows)


@memoised
def chosen(choices: Choices) -> pd.DataFrame:
    """Return the one count that the date rule picks for each campaign.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.topics.purges.model.pairs` and ``base_value``, ``base_low``, ``base_high``
        (persons; for a
        mean, the two counts), ``base_ids``, ``cited``, ``months``, ``base_verification``; NaN and ``""``
        where no count qualifies.
    """
    frame, known = pairs(choices), counts(choices)
    picked = [pick(choices, pair, known) for pair in frame.itertuples()]
    return pd.concat([frame, pd.DataFrame(picked, index=frame.index)], axis=1)


def pick(choices: Choices, pair, known: pd.DataFrame) -> dict:
    """Return the count for a row of :func:`analysis.topics.purges.model.pairs`; an open bound is no count."""
    near = candidates(choices, pair, known)
    near = near[near["value"].notna()]
    if choices.base == "screened":
        published = near[near["origin"] != PRINTED]
        return _base(published.head(1) if len(published) else near.head(1))
    before = near[near["first"] <= pair.first].sort_values("first", ascending=False, kind="stable").head(1)
    if choices.date_rule == "before":
        return _base(before)
    if choices.date_rule == "nearest":
        return _base(near.head(1))
    after = near[near["first"] > pair.last].sort_values("first", kind="stable").head(1)
    return _base(pd.concat([before, after]) if len(before) and len(after) else before.head(0))


def _base(rows: pd.DataFrame) -> dict:
    if rows.empty:
        empty = dict.fromkeys(("base_value", "base_low", "base_high", "months"), math.nan)
        return empty | dict.fromkeys(("base_ids", "base_verification", "base_origin"), "")
    spans = [ends(row) for _i, row in rows.iterrows()]
    return {
        "base_value": rows["value"].mean(),
        "base_low": min(float(s.low) for s in spans),
        "base_high": max(float(s.high) for s in spans),
        "months": rows["months"].max(),
        "base_ids": "+".join(rows["id"]),
        "cited": cited(*rows.to_dict("records")),
        "base_verification": max(rows["verification"], key=lambda v: VERIFICATION.index(v) if v else -1),
        "base_origin": "+".join(dict.fromkeys(rows["origin"])),
    }


@memoised
def rates(choices: Choices) -> pd.DataFrame:
    """Return the share that follows from the printed number and the chosen count: number / count.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`chosen`, then ``printed`` , ``printed_low``, ``printed_high`` (printed share, of 1)
        and ``rate``, ``rate_low``, ``rate_high`` (recomputed share; NaN without number or count).
    """
    frame = chosen(choices)
    rows = [_rate(choices, row) for _i, row in frame.iterrows()]
    return pd.concat([frame, pd.DataFrame(rows, index=frame.index)], axis=1)


def _rate(choices: Choices, row: pd.Series) -> dict:
    number, part = row["number"].bounds(choices.rule), row["share"].bounds(choices.rule)
    missing = dict.fromkeys(("printed", "printed_low", "printed_high", "rate", "rate_low", "rate_high"), math.nan)
    if part is None:
        return missing
    printed = {"printed": float(row["share"].value), "printed_low": float(part.low), "printed_high": float(part.high)}
    if math.isnan(row["base_value"]):
        return missing | printed
    alike = {"population": row["population"], "territory": row["territory"], "quantity": "persons"}
    above = {"id": row["campaign"], "measure": "expelled", "value": float(row["number"].value)}
    above |= {"low": float(number.low), "high": float(number.high)}
    below = {"id": row["base_ids"], "measure": choices.base, "value": row["base_value"]}
    below |= {"low": row["base_low"], "high": row["base_high"]}
    found = comparison.divide(pd.Series(above | alike), pd.Series(below | alike))
    return printed | {"rate": found["value"], "rate_low": found["low"], "rate_high": found["high"]}


def by_option(choices: Choices, option: str) -> pd.DataFrame:
    """Return :func:`rates` under every value of one choice, with a column ``option``.

    Parameters
    ----------
    choices : Choices
        The other choices.
    option : {'base', 'date_rule', 'one_or_two'}
        Which choice to vary.
    """
    values = {"base": BASES, "date_rule": DATE_RULES, "one_or_two": ONE_OR_TWO}[option]
    frames = [rates(choices.but(**{option: v})).assign(option=v) for v in values]
    return pd.concat(frames, ignore_index=True)
