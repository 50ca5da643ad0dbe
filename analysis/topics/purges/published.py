"""Published shares and numbers of the expelled and the reinstated, beside the printed ones.

What a printed figure is worth beside them is the ledger's to say (:mod:`analysis.ledger.ask`); here all are
shown and named for what they are. A net fall in membership counts persons who left or died as well and is no
expulsion; an appeal that was examined is not the whole of the expelled.
"""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.sources import cited
from analysis.data.study import object_of_study
from analysis.ledger import ask, comparison
from analysis.ledger.comparison import independent
from analysis.topics.purges.bases import ADDED, COUNTED, counts, dated, pick
from analysis.topics.purges.model import Choices, pairs, printed_shares

COMPUTED = "computed here"
WHOLE = {"expelled": "of the expelled", "appeals_examined": "of the appeals examined"}


@memoised
def published(choices: Choices) -> pd.DataFrame:
    """Return the estimates on the printed campaigns, without those known only through the pamphlet.

    Returns
    -------
    pandas.DataFrame
        The columns of the estimates and ``origin``; two half-years of one source are added to a year, and a
        share of the screened times the screened of the same source gives a number (``computed here``).
    """
    rows = independent(quantities.read_estimates("party_expulsions", unchecked=choices.unchecked))
    rows = rows[rows["campaign"].isin(printed_shares(choices)["campaign"]) | (rows["campaign"] == "exchange_1936")]
    rows = dated(rows.assign(origin=COUNTED))
    return pd.concat([rows, _halves(rows), _of_screened(rows)], ignore_index=True)


def _halves(rows: pd.DataFrame) -> pd.DataFrame:
    parts = rows[(rows["measure"] == "expelled") & (rows["start"].str.len() == 7)]
    sums = []
    for _key, group in parts.groupby(["campaign", "territory", "sources"], sort=False):
        group = group.sort_values("first", kind="stable")
        joined = group["first"].iloc[1:].tolist() == [d + timedelta(days=1) for d in group["last"].iloc[:-1]]
        if len(group) > 1 and joined:
            start, end = group["start"].iloc[0][:4], group["end"].iloc[-1][:4]
            row = group.iloc[0].to_dict() | {"id": "+".join(group["id"]), "value": group["value"].sum()}
            sums.append(row | {"start": start, "end": end, "last": group["last"].iloc[-1], "origin": ADDED})
    return pd.DataFrame(sums, columns=rows.columns)


def _of_screened(rows: pd.DataFrame) -> pd.DataFrame:
    parts = rows[(rows["measure"] == "expelled_share") & (rows["base"] == "screened")]
    both = parts.merge(
        rows[rows["measure"] == "screened"], on=["campaign", "territory", "sources"], suffixes=("", "_s")
    )
    return both.assign(
        id=both["id"] + "*" + both["id_s"],
        measure="expelled",
        quantity="persons",
        value=both["value"] * both["value_s"],
        origin=COMPUTED,
    )[list(rows.columns)]


def evidence(choices: Choices) -> pd.DataFrame:
    """Return what the ledger says of each printed share and number among the published ones.

    Returns
    -------
    pandas.DataFrame
        The campaign's columns, ``what`` (``share`` or ``number``), ``claim``, ``printed``, ``verdict`` (a word of
        :data:`analysis.text.verdicts.EVIDENCE`), ``working``, ``lineages``, ``found_low``, ``found_high`` and
        ``estimates`` (ids). A campaign that stands in two tables comes once.
    """
    shares = printed_shares(choices).drop_duplicates("campaign", keep="last")
    shares = shares.assign(what="share", claim=shares["id"])
    numbers = pairs(choices)
    numbers = numbers[[n.bounds() is not None for n in numbers["number"]]]
    named = [f"expulsions-{year}-number" for year in numbers["year"]]
    numbers = numbers.assign(what="number", claim=named, printed=numbers["number_text"])
    both = pd.concat([shares, numbers], ignore_index=True)
    found = [ask.against(claim, choices.reading) for claim in both["claim"]]
    return both.assign(
        verdict=[f.verdict for f in found],
        working=[f.working for f in found],
        lineages=[f.lineages for f in found],
        found_low=[f.low for f in found],
        found_high=[f.high for f in found],
        estimates=[f.estimates for f in found],
    )


@memoised
def estimates_of(choices: Choices, measure: str) -> pd.DataFrame:
    """Return the published estimates of one measure that belong to a printed campaign.

    Parameters
    ----------
    choices : Choices
        Uses all fields.
    measure : {'expelled_share', 'expelled'}
        What is counted.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`published`, ``campaign_label``, ``kind``, ``compared`` (whether the ledger's verdict
        rests on the estimate) and, for numbers, ``base_value`` and ``rate`` (number over the chosen
        count; NaN where there is none). Parts of the country are left out.
    """
    rows, known = published(choices), counts(choices)
    used = {part for ids in evidence(choices)["estimates"] for i in ids for part in (i, *i.split("+"))}
    campaigns = printed_shares(choices).drop_duplicates("campaign", keep="last")
    if measure == "expelled":
        campaigns = pd.concat([campaigns, pairs(choices)]).drop_duplicates("campaign", keep="first")
    found = []
    for campaign in campaigns.sort_values("first", kind="stable").itertuples():
        part = rows[(rows["campaign"] == campaign.campaign) & (rows["measure"] == measure)]
        part = part[part["territory"] == campaign.territory]
        base = pick(choices, campaign, known)["base_value"]
        found.append(part.assign(campaign_label=campaign.label, kind=campaign.kind, base_value=base))
    frame = pd.concat(found, ignore_index=True)
    frame = frame.assign(compared=frame["id"].isin(used))
    return frame if measure == "expelled_share" else frame.assign(rate=frame["value"] / frame["base_value"])


@memoised
def reinstated(choices: Choices) -> pd.DataFrame:
    """Return the shares of the reinstated, printed and published.

    Returns
    -------
    pandas.DataFrame
        ``where``, ``campaign``, ``whole`` (``expelled`` or ``appeals_examined``: of whom the share is), ``value``,
        ``low``, ``high`` (shares of 1), ``part`` and ``of`` (persons, where both are counted), ``origin``,
        ``verification``, ``author``, ``sources``, ``locator``, ``original_source``, ``lineage``.
    """
    rows = dated(independent(quantities.read_estimates("party_expulsions", unchecked=choices.unchecked)))
    shares = rows[rows["measure"] == "reinstated_share"].assign(whole="expelled", origin=COUNTED)
    found = [_reinstated_printed(choices), shares.assign(where=shares["territory"]), _counted_pairs(rows)]
    kept = [
        "where", "campaign", "whole", "value", "low", "high", "part", "of", "origin", "verification", "author",
        "sources", "locator", "original_source", "lineage", "cited",
    ]  # fmt: skip
    return pd.concat(found, ignore_index=True).reindex(columns=kept)


def _reinstated_printed(choices: Choices) -> pd.DataFrame:
    rows = quantities.read_printed("screening_prose", choices.reading, rule=choices.rule)
    rows = rows[rows["measure"] == "reinstated_share"]
    return rows.assign(
        where=rows["territory"].where(rows["population"] != "expelled_1929", "ussr_1938"),
        campaign=rows["subject"].str.replace("screening", "chistka"),
        whole="expelled",
        origin="printed",
        verification="",
        author="pamphlet",
        sources=object_of_study(),
        original_source=rows["cited_source"],
        lineage="pamphlet",
    )


def _counted_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    found, key = [], ["campaign", "territory", "sources"]
    for whole in WHOLE:
        parts = rows[(rows["measure"] == "reinstated") & (rows["base"] == whole)]
        both = parts.merge(rows[rows["measure"] == whole], on=key, suffixes=("", "_of"))
        for row in both.to_dict("records"):
            of = {c: row[f"{c}_of"] for c in ("id", "measure", "population", "quantity", "value", "low", "high")}
            divided = comparison.divide(pd.Series(row), pd.Series(of | {"territory": row["territory"]}))
            row |= {"where": row["territory"], "whole": whole, "part": row["value"], "of": row["value_of"]}
            whole_row = {c: row[f"{c}_of"] if f"{c}_of" in row else row[c] for c in ("locator", "original_source")}
            row["cited"] = cited(row, whole_row | {"sources": row["sources"]})
            found.append(row | {"value": divided["value"], "origin": COMPUTED})
    return pd.DataFrame(found)


def taken_back(choices: Choices) -> pd.DataFrame:
    """Return the published numbers of persons taken back into the party after the campaigns, oldest first."""
    rows = dated(independent(quantities.read_estimates("party_expulsions", unchecked=choices.unchecked)))
    return rows[(rows["measure"] == "reinstated") & (rows["campaign"] == "reinstatements_1938_39")]


def together(choices: Choices) -> pd.Series:
    """Return the reinstated and the appeals examined of all the places that one source lists together.

    Returns
    -------
    pandas.Series
        ``places``, ``part``, ``of``, ``value`` (share of 1), ``author`` for the source with the most places.
    """
    rows = reinstated(choices)
    rows = rows[(rows["whole"] == "appeals_examined") & rows["of"].notna()]
    sums = rows.groupby(["sources", "author"]).agg(places=("where", "nunique"), part=("part", "sum"), of=("of", "sum"))
    best = sums.sort_values("places", kind="stable").reset_index().iloc[-1]
    return pd.concat([best, pd.Series({"value": best["part"] / best["of"]})])
