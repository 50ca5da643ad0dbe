"""Old Bolsheviks and office holders: change of stocks, and risks where exposure and outcome are matched.

"Old Bolshevik" has several definitions. The number of a cohort at two dates shows how far it shrank from all
causes; it is no risk of anything. A risk needs a group that was followed and an outcome counted in that group.
Two risks are compared only for the same outcome and the same years: expelled is not arrested is not shot.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.data.study import object_of_study
from analysis.ledger import comparison
from analysis.numbers import steady
from analysis.text.words import _
from analysis.topics.elites.choices import Choices

DEFINITIONS = ("not_stated", "joined_by_1917")
OUTCOMES = {
    "executed": "shot",
    "arrested": "arrested",
    "repressed": "repressed (the sources' word, which covers several measures)",
    "purged": "purged (the source's word, which does not say how)",
    "died_by_violence": "executed, murdered or driven to suicide",
    "not_reelected": "not elected again",
    "delegate_again": "delegates again",
    "reelected": "elected again",
    "not_dead_or_in_camp": "neither dead nor in a camp",
    "expelled": "expelled from the party",
    "expelled_or_tried": "expelled or put on trial",
}
#: Which groups the parameter ``group`` marks.
MEMBERS_OF = {
    "central_committee_1934": (
        "central_committee_1934", "central_committee_1934_members", "central_committee_1934_candidates",
    ),
    "delegates_1934": ("delegates_1934", "delegates_1934_rank_and_file"),
    "officers": ("military_council_1935", "marshals", "army_commanders", "corps_commanders"),
    "moscow_1917": ("moscow_traced", "moscow_1917"),
    "party_belyi": ("party_belyi",),
}  # fmt: skip

#: Seniority of delegates, oldest first; ``by`` includes all earlier years.
SENIORITY = {"joined_before_1917": "before 1917", "joined_1917": "in 1917", "joined_by_1919": "by 1919"}


@memoised
def prose(choices: Choices) -> pd.DataFrame:
    """Return the printed rows of the running text, by id, with the columns that make footnotes."""
    rows = quantities.read_printed("screening_prose", choices.reading)
    return noted(rows).set_index("id", drop=False)


def noted(rows: pd.DataFrame) -> pd.DataFrame:
    """Return printed rows with the columns that make footnotes."""
    notes = [_("note {note}").format(note=n) if n else "" for n in rows["footnote"]]
    return rows.assign(sources=object_of_study(), original_source=rows["cited_source"], locator=notes)


@memoised
def collected(choices: Choices) -> pd.DataFrame:
    """Return the estimates of elite losses that are known independently of the pamphlet."""
    return comparison.independent(quantities.read_estimates("elite_losses", unchecked=choices.unchecked))


@memoised
def membership(choices: Choices) -> pd.DataFrame:
    """Return the counts of party membership that are known independently of the pamphlet."""
    return comparison.independent(quantities.read_estimates("party_membership", unchecked=choices.unchecked))


# Stocks ---------------------------------------------------------------------------------------------------------------


@memoised
def stocks(choices: Choices) -> pd.DataFrame:
    """Return the number of Old Bolsheviks at two dates, by definition.

    Returns
    -------
    pandas.DataFrame
        Index ``definition``; ``label``, ``first`` and ``last`` (dates as text), ``years`` between them,
        ``first_low``, ``first_high``, ``last_low``, ``last_high`` (persons).
    """
    return pd.DataFrame([_printed_stock(choices), _stock_of_1917(choices)]).set_index("definition")


def _printed_stock(choices: Choices) -> dict:
    values = prose(choices)["value"]
    first, last = values["old-bolsheviks-1934-members"], values["old-bolsheviks-1939-members"]
    return {
        "definition": "not_stated", "label": _("as in the pamphlet, definition not stated"), "first": "1934",
        "last": "1939", "years": values["old-bolsheviks-1934-1939-years"], "first_low": first, "first_high": first,
        "last_low": last, "last_high": last,
    }  # fmt: skip


def stock_rows_of_1917(choices: Choices) -> tuple[pd.Series, pd.Series]:
    """Return the party of early 1918 and those of it who were members in 1939, both from one author."""
    early = comparison.select(membership(choices), measure="members", population="party", sources="schwarz_1952")
    late = comparison.select(collected(choices), measure="stock_members", outcome="joined_by_1917")
    return early[early["start"] == "1918-01"].iloc[0], late.iloc[0]


def _stock_of_1917(choices: Choices) -> dict:
    early, late = stock_rows_of_1917(choices)
    first, last = comparison.ends(early), comparison.ends(late)
    return {
        "definition": "joined_by_1917", "label": _("joined by the end of 1917"), "first": early["start"],
        "last": late["start"], "years": years_between(early["start"], late["start"]), "first_low": first.low,
        "first_high": first.high, "last_low": last.low, "last_high": last.high,
    }  # fmt: skip


def years_between(start: str, end: str) -> float:
    """Return the time between two months written ``YYYY-MM``, in years: months / 12."""
    (y0, m0), (y1, m1) = (map(int, iso.split("-")[:2]) for iso in (start, end))
    return (12 * (y1 - y0) + m1 - m0) / 12


def break_even(stock: pd.Series) -> tuple[float, float]:
    """Return the natural deaths a year per 1,000 that alone would explain the decrease, low and high.

    d = 1000 (1 - (N1 / N0)^(1 / T)) for N0 persons at first, N1 at last and T years between. No rate for the group
    was collected, so this one is presumed nowhere.
    """
    pairs = ((stock["last_high"], stock["first_low"]), (stock["last_low"], stock["first_high"]))
    low, high = (1000 * (1 - steady.power(last / first, 1 / stock["years"])) for last, first in pairs)
    return low, high


@memoised
def seniority(choices: Choices) -> pd.DataFrame:
    """Return the shares of the delegates of 1934 and 1939 by year of joining, one author's figures.

    Returns
    -------
    pandas.DataFrame
        Estimates with ``congress`` (1934 or 1939) and ``joined``; the two congresses are different persons.
    """
    rows = comparison.select(collected(choices), measure="stock_share", sources="schwarz_1952")
    rows = rows[rows["population"].isin(["delegates_1934", "delegates_1939"]) & rows["outcome"].isin(SENIORITY)]
    order = {name: i for i, name in enumerate(SENIORITY)}
    rows = rows.assign(
        congress=rows["start"].str[:4], joined=rows["outcome"].map(SENIORITY), rank=rows["outcome"].map(order)
    )
    return rows.sort_values(["rank", "congress"], kind="stable").reset_index(drop=True)
