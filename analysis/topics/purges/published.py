"""Published shares and numbers of the expelled and the reinstated, beside the printed ones.

Estimates are compared only with the same measure, population, territory and period; all others are shown and
named for what they are. A net fall in membership counts persons who left or died as well and is no
expulsion; an appeal that was examined is not the whole of the expelled.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from analysis.data import quantities
from analysis.data.study import object_of_study
from analysis.ledger import comparison
from analysis.ledger.comparison import independent
from analysis.numbers.arithmetic import number, share
from analysis.topics.purges.bases import ADDED, COUNTED, counts, dated, pick
from analysis.topics.purges.model import Choices, pairs, printed_shares

COMPUTED = "computed here"
#: A period may begin so many days later, or end so many earlier, and still be the campaign's.
LEEWAY = timedelta(days=31)
WHOLE = {"expelled": "of the expelled", "appeals_examined": "of the appeals examined"}


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
        group = group.sort_values("first")
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


def covering(rows: pd.DataFrame, campaign, choices: Choices) -> pd.DataFrame:
    """Return the estimates of a campaign, in its territory, that cover its whole period.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`published`.
    campaign : namedtuple
        A row of :func:`analysis.topics.purges.model.pairs` or :func:`analysis.topics.purges.model.printed_shares`.
    choices : Choices
        With ``one_or_two = "two"``, estimates that run beyond 1933 are about another period than the row of 1933.
    """
    rows = rows[(rows["campaign"] == campaign.campaign) & (rows["territory"] == campaign.territory)]
    latest = campaign.last + LEEWAY if (campaign.campaign, choices.one_or_two) == ("chistka_1933", "two") else date.max
    kept = [
        first <= campaign.first + LEEWAY and campaign.last - LEEWAY <= last <= latest
        for first, last in zip(rows["first"], rows["last"], strict=True)
    ]
    return rows.loc[rows.index[kept]]


def compare_shares(choices: Choices) -> pd.DataFrame:
    """Return each printed share of the expelled set among the published ones.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.topics.purges.model.printed_shares`, one row a campaign, and ``verdict`` (a
        word of
        :data:`analysis.text.verdicts.EVIDENCE`), ``working``, ``lineages``, ``found_low``, ``found_high`` (shares of
        1),
        ``estimates`` (ids).
    """
    frame = printed_shares(choices).drop_duplicates("campaign", keep="last")
    return _compared(choices, frame, "expelled_share", share)


def compare_numbers(choices: Choices) -> pd.DataFrame:
    """Return each printed number of the expelled set among the published ones; columns as :func:`compare_shares`."""
    frame = pairs(choices)
    frame = frame[[n.bounds() is not None for n in frame["number"]]]
    return _compared(choices, frame, "expelled", number)


def _compared(choices: Choices, frame: pd.DataFrame, measure: str, show) -> pd.DataFrame:
    rows, results = published(choices), []
    rows = rows[rows["verification"] != "unchecked"]  # no verdict rests on a figure that nobody looked up
    if choices.stated_base_only and measure == "expelled_share":
        rows = rows[rows["base"] == ("screened" if choices.base == "screened" else "party")]
    for campaign in frame.itertuples():
        wanted = {"measure": measure, "population": "party"}
        found = comparison.against_estimates(
            campaign.number.bounds(choices.rule), wanted, covering(rows, campaign, choices), show=show
        )
        results.append(
            {"verdict": found.verdict, "working": found.working, "lineages": found.lineages}
            | {"found_low": found.low, "found_high": found.high, "estimates": found.estimates}
        )
    return pd.concat([frame, pd.DataFrame(results, index=frame.index)], axis=1).reset_index(drop=True)


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
        The columns of :func:`published`, ``campaign_label``, ``kind``, ``compared`` (whether the estimate covers the
        campaign and counts for the verdict) and, for numbers, ``base_value`` and ``rate`` (number over the chosen
        count; NaN where there is none). Parts of the country are left out.
    """
    rows, known = published(choices), counts(choices)
    compared = (compare_shares if measure == "expelled_share" else compare_numbers)(choices)
    used = {i for ids in compared["estimates"] for i in ids}
    campaigns = printed_shares(choices).drop_duplicates("campaign", keep="last")
    if measure == "expelled":
        campaigns = pd.concat([campaigns, pairs(choices)]).drop_duplicates("campaign", keep="first")
    found = []
    for campaign in campaigns.sort_values("first").itertuples():
        part = rows[(rows["campaign"] == campaign.campaign) & (rows["measure"] == measure)]
        part = part[part["territory"] == campaign.territory]
        base = pick(choices, campaign, known)["base_value"]
        found.append(part.assign(campaign_label=campaign.label, kind=campaign.kind, base_value=base))
    frame = pd.concat(found, ignore_index=True)
    frame = frame.assign(compared=frame["id"].isin(used))
    return frame if measure == "expelled_share" else frame.assign(rate=frame["value"] / frame["base_value"])


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
        "sources", "locator", "original_source", "lineage",
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
            found.append(row | {"value": divided["value"], "origin": COMPUTED})
    return pd.DataFrame(found)


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
    best = sums.sort_values("places").reset_index().iloc[-1]
    return pd.concat([best, pd.Series({"value": best["part"] / best["of"]})])
