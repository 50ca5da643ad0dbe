"""Expulsions from the party as printed: numbers, shares, the bases they imply, ranks.

The pamphlet prints a number and a share for most campaigns, never the base of the share. Number over
share gives the base that both imply; :mod:`analysis.topics.purges.bases` looks for a published membership that
fits. Campaigns are of several kinds (a party-wide screening, a verification of documents, the expulsions
of a year), so every frame here carries ``kind``. Expulsion is no arrest, conviction or death, and nothing
in this module measures those.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.numbers import arithmetic
from analysis.numbers.dates import date_span
from analysis.numbers.printed import Printed
from analysis.text.words import _
from analysis.topics.purges.choices import Choices

BASES = ("members", "members_and_candidates", "screened")
DATE_RULES = ("before", "nearest", "year_mean")
ONE_OR_TWO = ("one", "two")
#: Words for the kinds of campaign; one rate may not run through them unremarked.
KINDS = {
    "re_registration": "re-registration",
    "chistka": "chistka (screening)",
    "revision": "revision, seven regions",
    "verification": "verification of documents",
    "exchange": "exchange of cards",
    "expulsions": "expulsions of the year",
}
BASE_WORDS = {
    "members": "members",
    "members_and_candidates": "members and candidates",
    "screened": "persons screened",
}
#: Before the Union was founded (30 December 1922) the party was that of Soviet Russia.
SOVIET_RUSSIA_UNTIL = 1922
LAST_OF_THE_THIRTIES = 1939
#: The exchange of 1936 has no figure in the table; the running text gives a share.
TEXT_1936 = "exchange-1936-percent"


@memoised
def prose(choices: Choices) -> dict[str, Printed]:
    """Return the readable figures of the running text on expulsions, by id."""
    return quantities.numbers(quantities.read_printed("screening_prose", choices.reading, rule=choices.rule))


@memoised
def pairs(choices: Choices) -> pd.DataFrame:
    """Return the printed pairs of number and share, table at note 84.

    Parameters
    ----------
    choices : Choices
        Uses ``reading``, ``rule`` and ``one_or_two``.

    Returns
    -------
    pandas.DataFrame
        A row a campaign: ``campaign``, ``kind``, ``year``, ``label``, ``start``, ``end``, ``first`` and ``last``
        (days), ``territory``, ``number`` and ``share`` (:class:`~analysis.numbers.printed.Printed`), ``number_text``,
        ``share_text``. The row of 1936 is kept; its figures are gaps.
    """
    table = quantities.read_printed("expulsions_by_year", choices.reading, rule=choices.rule)
    found = quantities.numbers(table)
    rows = []
    for year, group in table.groupby("year", sort=True):
        number = group[group["measure"] == "expelled"].iloc[0]
        part = group[group["measure"] == "expelled_share"].iloc[0]
        rows.append(
            _campaign(number, choices)
            | {
                "year": int(year),
                "number": found[number["id"]],
                "share": found[part["id"]],
                "number_text": number["printed"],
                "share_text": part["printed"],
            }
        )
    return pd.DataFrame(rows)


def _campaign(row: pd.Series, choices: Choices) -> dict:
    year, end = int(row["start"][:4]), row["end"]
    if year == 1933:
        end = "1934" if choices.one_or_two == "one" else "1933"
    return {
        "campaign": campaign_name(row["campaign_kind"], year),
        "kind": row["campaign_kind"],
        "label": label(row["campaign_kind"], row["start"], end),
        "start": row["start"],
        "end": end,
        "first": date_span(row["start"])[0],
        "last": date_span(end)[1],
        "territory": "soviet_russia" if year <= SOVIET_RUSSIA_UNTIL else row["territory"],
        "population": row["population"],
    }


def campaign_name(kind: str, year: int) -> str:
    """Return the name that the estimates give a campaign: ``chistka_1929``, ``reregistration_1919``."""
    return f"{kind.replace('_', '')}_{year}"


def label(kind: str, start: str, end: str) -> str:
    """Return a campaign as it stands beside a mark: ``"1933-34, chistka (screening)"``."""
    years = start[:4] if start[:4] == end[:4] else f"{start[:4]}\N{EN DASH}{end[2:4]}"
    return f"{years}, {_(KINDS[kind])}"


@memoised
def printed_shares(choices: Choices) -> pd.DataFrame:
    """Return every printed share of the party that a campaign expelled, tables at notes 11 and 84.

    Returns
    -------
    pandas.DataFrame
        As :func:`pairs`, with ``id``, ``note``, ``printed``, ``number`` (the share as
        :class:`~analysis.numbers.printed.Printed`), ``value``, ``low``, ``high`` (shares of 1). The gap of 1936 is left
        out; 1929 stands in both tables and is kept twice.
    """
    rows = []
    for name in ("great_purges", "expulsions_by_year"):
        table = quantities.read_printed(name, choices.reading, rule=choices.rule)
        found = quantities.numbers(table)
        for _i, row in table[(table["measure"] == "expelled_share") & table["low"].notna()].iterrows():
            rows.append(
                _campaign(row, choices)
                | {c: row[c] for c in ("id", "printed", "value", "low", "high", "cited_source")}
                | {"year": int(row["year"]), "note": row["footnote"], "number": found[row["id"]]}
            )
    return pd.DataFrame(rows)


@memoised
def implied_bases(choices: Choices) -> pd.DataFrame:
    """Return the base that each printed pair implies: N = number / share.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`pairs` and ``value`` (persons, from the figures as they stand), ``low``, ``high``
        (every printed digit counts), ``wide_low``, ``wide_high`` (final zeros of the number may be rounded),
        and the same intervals as :class:`~analysis.numbers.printed.Bounds`, ``narrow`` and ``wide``; NaN where a
        figure is a gap.
    """
    frame = pairs(choices)
    ends = [_implied(row.number, row.share, choices.rule) for row in frame.itertuples()]
    return pd.concat([frame, pd.DataFrame(ends, index=frame.index)], axis=1)


def _implied(number: Printed, part: Printed, rule: str) -> dict:
    narrow = arithmetic.implied_base(number, part, rule=rule)
    wide = arithmetic.implied_base(number, part, rule=rule, reading="wide")
    if narrow is None:
        return dict.fromkeys(("value", "low", "high", "wide_low", "wide_high"), math.nan)
    return {
        "value": float(number.value / part.value),
        "low": float(narrow.low),
        "high": float(narrow.high),
        "wide_low": float(wide.low),
        "wide_high": float(wide.high),
        "narrow": narrow,
        "wide": wide,
    }


def one_party(choices: Choices) -> pd.DataFrame:
    """Return whether the pairs of 1937 and 1938 can belong to a party of one size.

    Returns
    -------
    pandas.DataFrame
        Rows ``narrow`` and ``wide`` (column ``zeros``): ``low_1937``, ``high_1937``, ``low_1938``, ``high_1938``
        (persons), ``meet``, ``growth`` (the least growth from 1937 to 1938 that reconciles them; a share of 1,
        0 where they meet).
    """
    bases = implied_bases(choices).set_index("year")
    one, other = bases.loc[1937], bases.loc[1938]
    rows = []
    for zeros in ("narrow", "wide"):
        a, b = one[zeros], other[zeros]
        ends = zip(("low_1937", "high_1937", "low_1938", "high_1938"), (a.low, a.high, b.low, b.high), strict=True)
        meet = a.overlaps(b)
        growth = 0.0 if meet else float(b.low / a.high - 1)
        rows.append({"zeros": zeros, **{name: float(end) for name, end in ends}, "meet": meet, "growth": growth})
    return pd.DataFrame(rows)


def places(choices: Choices, year: int = 1937) -> pd.DataFrame:
    """Return the place of a year among the printed numbers and shares, counted from the lowest.

    Returns
    -------
    pandas.DataFrame
        Rows ``number``, ``share`` and ``share with 1936 from the text`` (column ``measure``): ``place`` (1 and the
        figures that are certainly lower), ``of`` (figures printed), ``lower`` (years of the lower ones).
    """
    frame = pairs(choices).set_index("year")
    kinds = {"number": ("number", None), "share": ("share", None)}
    kinds["share with 1936 from the text"] = ("share", prose(choices)[TEXT_1936])
    rows = []
    for measure, (column, stand_in) in kinds.items():
        found = {y: p.bounds(choices.rule) for y, p in frame[column].items()}
        if stand_in:
            found[1936] = stand_in.bounds(choices.rule)
        found = {y: b for y, b in found.items() if b is not None}
        lower = sorted(y for y, b in found.items() if y != year and b.high < found[year].low)
        rows.append({"measure": measure, "place": 1 + len(lower), "of": len(found), "lower": lower})
    return pd.DataFrame(rows)
