"""Old Bolsheviks and office holders: change of stocks, and risks where exposure and outcome are matched.

"Old Bolshevik" has several definitions. The number of a cohort at two dates shows how far it shrank from all
causes; it is no risk of anything. A risk needs a group that was followed and an outcome counted in that group.
Two risks are compared only for the same outcome and the same years: expelled is not arrested is not shot.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import quantities
from analysis.data.study import object_of_study
from analysis.ledger import comparison
from analysis.numbers.printed import Printed
from analysis.text.words import _, bounds, number, percent
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




def prose(choices: Choices) -> pd.DataFrame:
    """Return the printed rows of the running text, by id, with the columns that make footnotes."""
    rows = quantities.read_printed("screening_prose", choices.reading)
    return noted(rows).set_index("id", drop=False)


def noted(rows: pd.DataFrame) -> pd.DataFrame:
    """Return printed rows with the columns that make footnotes."""
    notes = [_("note {note}").format(note=n) if n else "" for n in rows["footnote"]]
    return rows.assign(sources=object_of_study(), original_source=rows["cited_source"], locator=notes)


def printed(choices: Choices) -> dict[str, Printed]:
    """Return the printed numbers of the running text, by id."""
    return quantities.numbers(prose(choices))


def collected(choices: Choices) -> pd.DataFrame:
    """Return the estimates of elite losses that are known independently of the pamphlet."""
    return comparison.independent(quantities.read_estimates("elite_losses", unchecked=choices.unchecked))


def membership(choices: Choices) -> pd.DataFrame:
    """Return the counts of party membership that are known independently of the pamphlet."""
    return comparison.independent(quantities.read_estimates("party_membership", unchecked=choices.unchecked))


# Stocks ---------------------------------------------------------------------------------------------------------------


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


def left_for_other_reasons(stock: pd.Series, deaths_per_1000: float) -> dict[str, float]:
    """Return how many left a fixed cohort for other reasons than natural death.

    With *N0* persons at first, *N1* at last, *T* years and *d* deaths per 1,000 a year, the share
    s = (1 - d / 1000)^T is still alive at the end. If all others left on the last day, they are N0 s - N1
    persons; if all left on the first day, N0 - N1 / s. Every other course lies between, as long as nobody
    joined the cohort. The rate is presumed, no source for the group was collected.

    Parameters
    ----------
    stock : pandas.Series
        A row of :func:`stocks`.
    deaths_per_1000 : float
        Natural deaths a year per 1,000.

    Returns
    -------
    dict
        ``low``, ``high`` (persons, 0 where natural deaths explain more than the whole decrease),
        ``share_low``, ``share_high`` (of the first number, shares of 1), ``decrease_low``,
        ``decrease_high`` (persons, all causes).
    """
    alive = (1 - deaths_per_1000 / 1000) ** stock["years"]
    low = max(0.0, stock["first_low"] * alive - stock["last_high"])
    high = max(0.0, stock["first_high"] - stock["last_low"] / alive)
    return {
        "low": low,
        "high": high,
        "share_low": low / stock["first_low"],
        "share_high": high / stock["first_high"],
        "decrease_low": stock["first_low"] - stock["last_high"],
        "decrease_high": stock["first_high"] - stock["last_low"],
    }


def break_even(stock: pd.Series) -> tuple[float, float]:
    """Return the natural deaths a year per 1,000 that alone would explain the decrease, low and high.

    d = 1000 (1 - (N1 / N0)^(1 / T)), in the terms of :func:`left_for_other_reasons`.
    """
    pairs = ((stock["last_high"], stock["first_low"]), (stock["last_low"], stock["first_high"]))
    low, high = (1000 * (1 - (last / first) ** (1 / stock["years"])) for last, first in pairs)
    return low, high


def death_range(choices: Choices) -> pd.DataFrame:
    """Return the split of the decrease under every rate from none to the one that explains all.

    Returns
    -------
    pandas.DataFrame
        ``deaths_per_1000`` in steps of 10 (and the rate that explains all), ``low``, ``high`` (persons who
        left for other reasons), ``share_low``, ``share_high``.
    """
    stock = stocks(choices).loc[choices.definition]
    # Rounded up, so that nothing is left at the end but zero.
    top = math.ceil(10 * break_even(stock)[1]) / 10
    rates = [10.0 * i for i in range(math.ceil(top / 10))] + [top]
    return pd.DataFrame([{"deaths_per_1000": r} | left_for_other_reasons(stock, r) for r in rates])


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
    return rows.sort_values(["rank", "congress"]).reset_index(drop=True)


# Sentences ----------------------------------------------------------------------------------------------------------


def span_text(low: float, high: float, digits: int) -> str:
    """Write an interval; ends that look alike are written once."""
    one, other = number(low, digits), number(high, digits)
    return one if one == other else bounds(low, high, digits=digits)


def stock_finding(choices: Choices) -> str:
    """Say what the printed numbers show and what they leave open."""
    stock = stocks(choices).loc["not_stated"]
    left = left_for_other_reasons(stock, 0.0)
    return _(
        "The pamphlet prints {first} Old Bolsheviks in the party in 1934 and {last} in 1939: {less} fewer, or "
        "{share}, from all causes together. It does not say who counts as an Old Bolshevik. Two numbers of one group "
        "show how far it shrank; they give no risk of expulsion, arrest or death."
    ).format(
        first=number(stock["first_low"]), last=number(stock["last_low"]), less=number(left["high"]),
        share=percent(100 * left["share_high"]),
    )  # fmt: skip


def definition_finding(choices: Choices) -> str:
    """Say how much the number depends on who is counted."""
    table = stocks(choices)
    wide, narrow = table.loc["not_stated"], table.loc["joined_by_1917"]
    start = _(
        "Of those who had joined by the end of 1917, one author counts {first} members in early 1918 and about {last} "
        "in March 1939, a decrease by {share}."
    ).format(
        first=bounds(narrow["first_low"], narrow["first_high"]), last=number(narrow["last_low"]),
        share=_between_percent(left_for_other_reasons(narrow, 0.0)),
    )  # fmt: skip
    if wide["last_low"] <= narrow["last_high"]:
        return start
    return start + " " + _(
        "The {n} of the pamphlet for 1939 must count people who joined later too, or come from another count."
    ).format(n=number(wide["last_low"]))  # fmt: skip


def _between_percent(left: dict[str, float]) -> str:
    low, high = percent(100 * left["share_low"]), percent(100 * left["share_high"])
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def smolensk_finding(choices: Choices) -> str:
    """Say what the figures on Smolensk in 1935 show, and that they are make-up and not risk."""
    values = prose(choices)["value"]
    expelled, recent = values["smolensk-1935-expelled"], values["smolensk-1935-expelled-joined-1929-1932"]
    removed, new = (values[f"smolensk-1935-{who}-secretaries-joined"] for who in ("removed", "new"))
    rest = expelled - recent
    return _(
        "Smolensk 1935: {recent} of {expelled} expelled ({share}) had joined in 1929\N{EN DASH}32, so at most {rest} "
        "({other}) can have joined before 1929. Removed secretaries had joined on average in "
        "{removed}, new ones in {new}. This is the make-up of those expelled or removed; how many of each kind stayed "
        "is not printed, so no risk follows."
    ).format(
        recent=number(recent), expelled=number(expelled), share=percent(100 * recent / expelled), rest=number(rest),
        other=percent(100 * rest / expelled), removed=f"{removed:.0f}", new=f"{new:.0f}",
    )  # fmt: skip


def death_finding(choices: Choices) -> str:
    """Say what the presumed natural deaths leave of the decrease, and the whole range."""
    stock = stocks(choices).loc[choices.definition]
    left, rate = left_for_other_reasons(stock, choices.deaths_per_1000), break_even(stock)
    if choices.deaths_per_1000 == 0:
        chosen = _("With none subtracted, the whole decrease of {n} persons is left to other reasons.")
    elif left["high"] > 0:
        chosen = _("With {d} presumed deaths a year per 1,000, {n} persons are left who went for other reasons.")
    else:
        chosen = _("{d} presumed deaths a year per 1,000 exceed the whole decrease; so high a rate does not fit.")
    words = {"d": number(choices.deaths_per_1000), "n": span_text(left["low"], left["high"], 0)}
    return _(
        "Natural deaths ({who}): no death rate for this group was collected, so the notebook shows every rate from "
        "none to {top} a year per 1,000, where natural deaths alone would explain the whole decrease. {chosen}"
    ).format(who=stock["label"], top=span_text(rate[0], rate[1], 1), chosen=chosen.format(**words))


def seniority_finding(choices: Choices) -> str:
    """Say how the make-up of the congresses changed by year of joining, and what that does not show."""
    rows = seniority(choices).set_index(["outcome", "congress"])["value"]
    old = [percent(100 * rows["joined_before_1917", congress]) for congress in ("1934", "1939")]
    early = [percent(100 * rows["joined_by_1919", congress]) for congress in ("1934", "1939")]
    return _(
        "Of the delegates of 1934, {a} had joined before 1917 and {c} by 1919; of those of 1939 {b} and {d}. These are "
        "two sets of persons: the figures show who was sent to a congress, not what became of those who were not."
    ).format(a=old[0], b=old[1], c=early[0], d=early[1])
