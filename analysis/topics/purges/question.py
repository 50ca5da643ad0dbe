"""Was a year among the mildest years of expulsion? Every base, author and campaign that can be defended.

Campaigns of several kinds stand in one list because the pamphlet ranks them in one list; a rank through
them is the pamphlet's question, not a measure of ours. Expulsion is no arrest, conviction or death.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.choices import multiverse
from analysis.choices.multiverse import Decision
from analysis.choices.questions import Question
from analysis.data import sources
from analysis.ledger.comparison import ends
from analysis.text.words import _, ngettext, number
from analysis.topics.purges import model as party
from analysis.topics.purges import published as party_published
from analysis.topics.purges.bases import counts, pick
from analysis.topics.purges.model import Choices

#: What is compared: base and date rule of :mod:`analysis.topics.purges.bases`, where a base enters.
BASES = {
    "members": ("members", "nearest"),
    "members_and_candidates": ("members_and_candidates", "nearest"),
    "year_mean": ("members_and_candidates", "year_mean"),
    "screened": ("screened", "before"),
}
MEASURES = ("number", "stated_share", *BASES)
PERIODS = ("one", "two")
PAMPHLET, TEXT, LEFT_OUT = "pamphlet", "running_text", "left_out"
#: The exchange of 1936 has no figure in the table; the running text gives a share.
TEXT_1936 = "exchange-1936-percent"
NONE = (math.nan, -math.inf, math.inf)
FIELDS = ("year", "author", "measure", "one_or_two")


def figures(choices: Choices) -> pd.DataFrame:
    """Return every figure on the expelled of a campaign that may be ranked.

    Parameters
    ----------
    choices : Choices
        Uses ``reading``, ``rule``, ``unchecked`` and ``max_months``.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``author`` (``pamphlet``, ``running_text``, or a published author whose figure covers the whole
        campaign and is not the printed one over again), ``measure`` (:data:`MEASURES`), ``one_or_two``, ``value``,
        ``low``, ``high`` (persons, or shares of 1), ``sources``, ``locator``, ``original_source``. A row whose
        base is missing has no value.
    """
    return pd.concat([_figures(choices.but(one_or_two=period)) for period in PERIODS], ignore_index=True)


def _figures(choices: Choices) -> pd.DataFrame:
    rows, published = [], party_published.published(choices)
    known = {base: counts(choices.but(base=base)) for base, _rule in BASES.values()}
    for campaign in party.pairs(choices).itertuples():
        found = _printed(choices, campaign)
        found += _published(choices, campaign, published, {f["measure"]: f["value"] for f in found})
        numbers = [f for f in found if f["measure"] == "number"]
        found += [_over_base(choices, campaign, f, measure, known) for f in numbers for measure in BASES]
        rows += [f | {"year": campaign.year, "one_or_two": choices.one_or_two} for f in found]
    return pd.DataFrame(rows)


def _printed(choices: Choices, campaign) -> list[dict]:
    cells = {"number": campaign.number, "stated_share": campaign.share}
    origin = sources.pamphlet_rows("table at note 84").iloc[0].to_dict() | {"author": PAMPHLET}
    if campaign.year == 1936:
        cells, origin = {"stated_share": party.prose(choices)[TEXT_1936]}, origin | {"author": TEXT, "locator": "text"}
    found = []
    for measure, cell in cells.items():
        span = cell.bounds(choices.rule)
        low, high = float(span.low), float(span.high)
        value = (low + high) / 2 if cell.value is None or math.isnan(cell.value) else float(cell.value)
        found.append(origin | {"measure": measure, "value": value, "low": low, "high": high})
    return found


def _published(choices: Choices, campaign, rows: pd.DataFrame, printed: Mapping[str, float]) -> list[dict]:
    names = {"expelled": "number", "expelled_share": "stated_share"}
    rows = party_published.covering(rows, campaign, choices)
    rows = rows[rows["measure"].isin(list(names))].drop_duplicates(["author", "measure"])
    found = []
    for _i, row in rows.iterrows():
        # A figure equal to the printed one is no second way to choose; it would only count that one twice.
        if row["value"] == printed.get(names[row["measure"]]):
            continue
        span = ends(row)
        low, high = float(span.low), float(span.high)
        value = row["value"] if pd.notna(row["value"]) else np.mean([x for x in (low, high) if math.isfinite(x)])
        kept = row[["author", "sources", "locator", "original_source"]].to_dict()
        found.append(kept | {"measure": names[row["measure"]], "value": float(value), "low": low, "high": high})
    return found


def _over_base(choices: Choices, campaign, figure: dict, measure: str, known: Mapping[str, pd.DataFrame]) -> dict:
    base, rule = BASES[measure]
    count = pick(choices.but(base=base, date_rule=rule), campaign, known[base])
    value, low, high = NONE
    if not math.isnan(count["base_value"]):
        value = figure["value"] / count["base_value"]
        low, high = figure["low"] / count["base_high"], figure["high"] / count["base_low"]
    sources = ";".join(filter(None, [figure["sources"], count["base_sources"]]))
    return figure | {"measure": measure, "value": value, "low": low, "high": high, "sources": sources}


# Decisions ----------------------------------------------------------------------------------------------------------


def decisions(found: pd.DataFrame) -> list[Decision]:
    """Return the choices that the figures leave open.

    Parameters
    ----------
    found : pandas.DataFrame
        Output of :func:`figures`.
    """
    return [_measure(), _reinstated(), _period(), *[_author(year, part) for year, part in found.groupby("year")]]


def _measure() -> Decision:
    why = {
        "number": _("The pamphlet speaks of the lowest number."),
        "stated_share": _("The author of a share knows its base best, even where he does not name it."),
        "members": _("Only members could be expelled in the strict sense."),
        "members_and_candidates": _("Candidates were expelled as well, and the printed numbers may include them."),
        "year_mean": _("The party shrank or grew in the course of a campaign."),
        "screened": _("Only those who came before a commission were at risk."),
    }
    words = {
        "number": _("number of the expelled"),
        "stated_share": _("share as stated"),
        "members": _("share of all members"),
        "members_and_candidates": _("share of members and candidates"),
        "year_mean": _("share of the mean before and after"),
        "screened": _("share of the screened"),
    }
    return Decision("measure", MEASURES, why, _("what is compared"), words)


def _reinstated() -> Decision:
    why = {
        "counted": _("An expulsion is an act that took place, whatever became of it."),
        "subtracted": _("Who was taken back had not left the party for good."),
    }
    words = {"counted": _("left in"), "subtracted": _("taken out")}
    return Decision("reinstated", tuple(why), why, _("the reinstated"), words)


def _period() -> Decision:
    why = {
        "one": _("The chistka ran on without a break, and most authors count it as one."),
        "two": _("The printed row names 1933 alone."),
    }
    words = {"one": _("one campaign"), "two": _("the row is 1933 alone")}
    return Decision("one_or_two", PERIODS, why, _("1933–34"), words)


def _author(year: int, part: pd.DataFrame) -> Decision:
    options = list(dict.fromkeys(part["author"]))
    why = dict.fromkeys(options, _("A published figure that covers the campaign."))
    why |= {PAMPHLET: _("The figure whose rank is in question.")} if PAMPHLET in options else {}
    if TEXT in options:
        options.insert(0, LEFT_OUT)
        why |= {LEFT_OUT: _("The table prints a dash."), TEXT: _("The running text gives a share.")}
    words = {PAMPHLET: _("pamphlet"), TEXT: _("running text"), LEFT_OUT: _("left out")}
    words = {name: text for name, text in words.items() if name in options}
    return Decision(f"figure_{year}", tuple(options), why, _("figure of {year}").format(year=year), words)


def exclusions(found: pd.DataFrame, choices: Choices, year: int) -> list[tuple[dict, str]]:
    """Return the combinations that make no sense, with reasons.

    Parameters
    ----------
    found : pandas.DataFrame
        Output of :func:`figures`.
    choices : Choices
        As for :func:`figures`.
    year : int
        The year that is ranked.
    """
    gone = [({"reinstated": "subtracted"}, _reinstated_reason(choices, found))]
    ranked = found[(found["year"] == year) & (found["measure"] == "screened")]
    if ranked["value"].isna().all():
        gone.append(({"measure": "screened"}, _("In {year} nobody was screened as a body.").format(year=year)))
    if year == 1936:
        gone.append(({"figure_1936": LEFT_OUT}, _("A year that is left out has no rank.")))
    have = set(found[list(FIELDS)].itertuples(index=False, name=None))
    authors = found[["year", "author"]].drop_duplicates().itertuples(index=False)
    for at, author in authors:
        for period in PERIODS:
            lacking = [m for m in MEASURES if (at, author, m, period) not in have]
            if lacking:
                text = _("For {year}, {author} gives no figure of this kind for the whole campaign.")
                condition = {f"figure_{at}": author, "measure": lacking, "one_or_two": period}
                gone.append((condition, text.format(year=at, author=author.replace("_", " "))))
    return gone


def _reinstated_reason(choices: Choices, found: pd.DataFrame) -> str:
    rows = party_published.reinstated(choices)
    rows = rows[(rows["whole"] == "expelled") & (rows["where"] == "ussr_1938")]
    have = rows["campaign"].nunique()
    return ngettext(
        "Shares of the reinstated among all the expelled of the country were collected for {k} of {n} campaigns only.",
        "Shares of the reinstated among all the expelled of the country were collected for {k} of {n} campaigns only.",
        have,
    ).format(k=have, n=found["year"].nunique())


# Outcome ------------------------------------------------------------------------------------------------------------


def rank_outcome(found: pd.DataFrame, choices: list[Decision], year: int, places: int):
    """Return the vectorised outcome: the place of a year, counted from the mildest.

    A figure is an interval; another campaign is *certainly* milder if its interval lies below that of the
    year, *possibly* if it reaches below it. A campaign without a figure may be milder.

    Returns
    -------
    callable
        From universes to ``rank`` (of the values), ``rank_low``, ``rank_high`` (of the intervals), ``holds``
        (True where ``rank_high <= places``, False where ``rank_low > places``, else None).
    """
    cube = {d.name: _cube(found, d) for d in choices if d.name.startswith("figure_")}

    def outcome(frame: pd.DataFrame) -> pd.DataFrame:
        at = [frame[name].cat.codes.to_numpy() for name in ("measure", "one_or_two")]
        picked = {name: values[frame[name].cat.codes.to_numpy(), *at] for name, values in cube.items()}
        own = picked.pop(f"figure_{year}")
        others = np.stack(list(picked.values()), axis=1)
        out = np.stack([(frame[name] == LEFT_OUT).to_numpy() for name in picked], axis=1)
        low = 1 + ((others[..., 2] < own[:, None, 1]) & ~out).sum(axis=1)
        high = 1 + ((others[..., 1] < own[:, None, 2]) & ~out).sum(axis=1)
        rank = 1.0 + ((others[..., 0] < own[:, None, 0]) & ~out).sum(axis=1)
        rank[np.isnan(own[:, 0]) | (np.isnan(others[..., 0]) & ~out).any(axis=1)] = math.nan
        holds = np.where(high <= places, True, np.where(low > places, False, None))
        return pd.DataFrame({"rank": rank, "rank_low": low, "rank_high": high, "holds": holds})

    return outcome


def _cube(found: pd.DataFrame, decision: Decision) -> np.ndarray:
    year = int(decision.name.removeprefix("figure_"))
    cube = np.tile(np.array(NONE), (len(decision.options), len(MEASURES), len(PERIODS), 1))
    for row in found[found["year"] == year].itertuples():
        place = decision.options.index(row.author), MEASURES.index(row.measure), PERIODS.index(row.one_or_two)
        cube[place] = row.value, row.low, row.high
    return cube


def purge_years(choices: Choices, year: int = 1937, places: int = 2) -> Question:
    """Return whether a year was among the mildest, under every combination of choices.

    Parameters
    ----------
    choices : Choices
        Uses ``reading``, ``rule``, ``unchecked`` and ``max_months``; the others are varied.
    year : {1929, 1933, 1935, 1936, 1937, 1938}
        The year that is ranked.
    places : int
        How many of the mildest count.

    Returns
    -------
    Question
        Outcome ``rank``: 1 is the mildest.
    """
    found = figures(choices)
    if year not in set(found["year"]):
        raise ValueError(f"year: expected one of {sorted(set(found['year']))}, got {year}")
    chosen, exclude = decisions(found), exclusions(found, choices, year)
    results = multiverse.run(multiverse.universes(chosen, exclude), rank_outcome(found, chosen, year, places))
    clause = ngettext(
        "{year} is the mildest of the campaigns compared", "{year} is among the {k} mildest campaigns compared", places
    )
    return Question(
        name=f"purge_year_{year}", clause=clause.format(year=year, k=places), decisions=tuple(chosen), exclude=exclude,
        results=results, outcome="rank", unit=_("Place of {year}, 1 the mildest").format(year=year),
        show=lambda x: _("{n} places").format(n=number(x, 1)),
        rows=sources.source_rows(found[found["value"].notna()]),
        remark=_("The list runs through campaigns of several kinds, as the pamphlet's does."),
    )  # fmt: skip
