"""Expulsions from the party as printed: numbers, shares, the bases they imply, ranks.

The pamphlet prints a number and a share for most campaigns, never the base of the share. Number over
share gives the base that both imply; :mod:`analysis.party_bases` looks for a published membership that
fits. Campaigns are of several kinds (a party-wide screening, a verification of documents, the expulsions
of a year), so every frame here carries ``kind``. Expulsion is no arrest, conviction or death, and nothing
in this module measures those.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis import arithmetic, quantities
from analysis.arithmetic import Check, judge, share
from analysis.dates import date_span
from analysis.printed import RULES, Bounds, Printed, parse
from analysis.words import _

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


@dataclass(frozen=True)
class Choices:
    """The choices of the notebook on expulsions, with their defaults.

    Attributes
    ----------
    base : {'members', 'members_and_candidates', 'screened'}
        Of whom the share is taken.
    date_rule : {'before', 'nearest', 'year_mean'}
        Which membership count stands for the party of a campaign: the last count before it, the nearest on
        either side, or the mean of the last count before it and the first after it.
    max_months : int
        Greatest distance of a count from the campaign, in months.
    reading, rule : str
        As for :func:`analysis.quantities.read_printed`.
    unchecked : bool
        Whether estimates come along that nobody has looked up yet.
    one_or_two : {'one', 'two'}
        Whether the chistka of 1933-34 is one campaign or the printed row is about 1933 alone.
    stated_base_only : bool
        Whether a published share is compared only where its base is stated and is that of ``base``.
    """

    base: str = "members_and_candidates"
    date_rule: str = "before"
    max_months: int = 12
    reading: str = "as_printed"
    rule: str = "half_unit"
    unchecked: bool = False
    one_or_two: str = "one"
    stated_base_only: bool = False

    def __post_init__(self):
        allowed = {
            "base": BASES,
            "date_rule": DATE_RULES,
            "reading": quantities.READINGS,
            "rule": RULES,
            "one_or_two": ONE_OR_TWO,
        }
        for name, values in allowed.items():
            if getattr(self, name) not in values:
                got = getattr(self, name)
                raise ValueError(f"{name}: expected one of {', '.join(values)}, got {got!r}")
        if self.max_months < 0:
            raise ValueError(f"max_months: expected 0 or more, got {self.max_months}")


def prose(choices: Choices) -> dict[str, Printed]:
    """Return the readable figures of the running text on expulsions, by id."""
    return quantities.numbers(quantities.read_printed("screening_prose", choices.reading, rule=choices.rule))


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
        (days), ``territory``, ``number`` and ``share`` (:class:`~analysis.printed.Printed`), ``number_text``,
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
    if year == 1933 and row["kind" if "kind" in row else "campaign_kind"] == "chistka" and choices.one_or_two == "one":
        end = "1934"
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


def printed_shares(choices: Choices) -> pd.DataFrame:
    """Return every printed share of the party that a campaign expelled, tables at notes 11 and 84.

    Returns
    -------
    pandas.DataFrame
        As :func:`pairs`, with ``id``, ``note``, ``printed``, ``number`` (the share as
        :class:`~analysis.printed.Printed`), ``value``, ``low``, ``high`` (shares of 1). The gap of 1936 is left
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


def implied_bases(choices: Choices) -> pd.DataFrame:
    """Return the base that each printed pair implies: N = number / share.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`pairs` and ``value`` (persons, from the figures as they stand), ``low``, ``high``
        (every printed digit counts), ``wide_low``, ``wide_high`` (final zeros of the number may be rounded);
        NaN where a figure is a gap.
    """
    frame = pairs(choices)
    ends = [_implied(row.number, row.share, choices.rule) for row in frame.itertuples()]
    return pd.concat([frame, pd.DataFrame(ends, index=frame.index)], axis=1)


def _implied(number: Printed, part: Printed, rule: str) -> dict[str, float]:
    narrow = arithmetic.implied_base(number, part, rule=rule)
    wide = arithmetic.implied_base(number, part, rule=rule, reading="wide")
    point = number.value / part.value if narrow is not None else math.nan
    names = ("value", "low", "high", "wide_low", "wide_high")
    if narrow is None:
        return dict.fromkeys(names, math.nan)
    return dict(zip(names, map(float, (point, narrow.low, narrow.high, wide.low, wide.high)), strict=True))


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
    for zeros, prefix in (("narrow", ""), ("wide", "wide_")):
        a, b = (Bounds(r[f"{prefix}low"], r[f"{prefix}high"]) for r in (one, other))
        meet = a.overlaps(b)
        rows.append(
            {"zeros": zeros, "low_1937": a.low, "high_1937": a.high, "low_1938": b.low, "high_1938": b.high}
            | {"meet": meet, "growth": 0.0 if meet else b.low / a.high - 1}
        )
    return pd.DataFrame(rows)


def checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of printed figures on expulsions against one another, by what is tested."""
    text, table = prose(choices), _table_numbers(choices)
    return {
        _("1929: share of the screened, 170,000 of 1.53 million"): arithmetic.check_share(
            table["expulsions-1929-number"], text["screening-1929-screened"], table["expulsions-1929-percent"]
        ),
        _("1929: number, table against text"): arithmetic.check_same(
            table["expulsions-1929-number"], text["screening-1929-expelled"]
        ),
        _("1929: share, table at note 84 against table at note 11"): arithmetic.check_same(
            table["expulsions-1929-percent"], table["great-purges-1929-percent"], show=share
        ),
        _("1929: share, table against text"): arithmetic.check_same(
            table["expulsions-1929-percent"], text["screening-1929-expelled-percent"], show=share
        ),
        _("1929: reinstated, 37,000 of 170,000"): arithmetic.check_share(
            text["screening-1929-reinstated"],
            table["expulsions-1929-number"],
            text["screening-1929-reinstated-percent"],
        ),
        _("1933: number, table against text"): arithmetic.check_same(
            table["expulsions-1933-number"], text["screening-1933-expelled"]
        ),
        _("1933: share, table against text"): arithmetic.check_same(
            table["expulsions-1933-percent"], text["screening-1933-expelled-percent"], show=share
        ),
    } | _checks_of_1935_to_1938(text, table)


def _checks_of_1935_to_1938(text: dict[str, Printed], table: dict[str, Printed]) -> dict[str, Check]:
    expelled, screened = text["verification-1935-expelled"], text["verification-1935-screened"]
    smolensk = text["exchange-1936-smolensk-expelled"], text["exchange-1936-smolensk-cards"]
    stated = text["exchange-1936-smolensk-percent"]
    return {
        _("1935: share in the text (9.1), 170,000 of 1.8 million"): arithmetic.check_share(
            expelled, screened, text["verification-1935-expelled-percent"]
        ),
        _("1935: share in the table (9), 170,000 of 1.8 million"): arithmetic.check_share(
            expelled, screened, table["expulsions-1935-percent"]
        ),
        _("1935: share, table against text"): arithmetic.check_same(
            table["expulsions-1935-percent"], text["verification-1935-expelled-percent"], show=share
        ),
        _("1936, Smolensk: expelled over cards issued"): arithmetic.check_share(*smolensk, stated),
        _("1936, Smolensk: expelled over cards issued and expelled"): _check_of_both(*smolensk, stated),
        _("1937, Belyi: leading persons among the expelled"): arithmetic.check_share(
            text["belyi-1937-expelled-leading"], text["belyi-1937-expelled"], text["expelled-1937-leading-percent"]
        ),
        _("1937, Belyi: positions listed, against 29 leading persons"): arithmetic.check_sum(
            belyi_positions(text), text["belyi-1937-expelled-leading"]
        ),
    }


def _table_numbers(choices: Choices) -> dict[str, Printed]:
    names = ("great_purges", "expulsions_by_year")
    frames = [quantities.read_printed(n, choices.reading, rule=choices.rule) for n in names]
    return quantities.numbers(frames[0]) | quantities.numbers(frames[1])


def _check_of_both(part: Printed, rest: Printed, stated: Printed) -> Check:
    """Test a share of a whole that is part and rest: s = 1 / (1 + rest / part)."""
    one = Bounds(Fraction(1), Fraction(1))
    return judge(
        "share_of",
        stated,
        (part, rest),
        lambda b: one / (b[1] / b[0]).shifted(1),
        f"{part.text} / ({rest.text} + {part.text})",
        show=share,
    )


def belyi_positions(text: dict[str, Printed]) -> list[Printed]:
    """Return the numbers of persons in the printed list of positions in Belyi; "the" counts as one."""
    rows = quantities.read_printed("screening_prose")
    listed = rows[rows["id"].str.startswith("belyi-1937-expelled-") & (rows["id"] != "belyi-1937-expelled-leading")]
    return [text.get(row.id) or parse("one", 1, True) for row in listed.itertuples()]


def ranks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the two statements of rank: 1937 "one of the lowest", 1936 "the lowest".

    "One of the lowest" names no place. Both the strict reading (the lowest) and the next (only one figure is
    lower) are tested. For 1936 the table prints a gap; the share of the text stands in for it.
    """
    frame, text = pairs(choices).set_index("year"), prose(choices)
    number, part = frame["number"], frame["share"]
    other_years = [y for y in frame.index if y != 1937]
    stand_in = text["exchange-1936-percent"]
    shares = printed_shares(choices)
    earlier = [*shares["number"], text["expulsions-other-years-1920s-percent"]]
    return {
        _("1937 is the lowest number of the table"): arithmetic.check_rank(
            number[1937], [number[y] for y in other_years], "lowest"
        ),
        _("1937 is the lowest number but one"): arithmetic.check_rank(
            number[1937], [number[y] for y in other_years if y != 1938], "lowest"
        ),
        _("1937 is the lowest share of the table"): arithmetic.check_rank(
            part[1937], [part[y] for y in other_years], "lowest"
        ),
        _("1937 is the lowest share but one"): arithmetic.check_rank(
            part[1937], [part[y] for y in other_years if y != 1938], "lowest"
        ),
        _("1937 is the lowest share but one, 1936 read from the text"): arithmetic.check_rank(
            part[1937], [stand_in, *[part[y] for y in other_years if y != 1938]], "lowest"
        ),
        _("1936 is the lowest share of all that are printed"): arithmetic.check_rank(stand_in, earlier, "lowest"),
    }


def place(choices: Choices, year: int = 1937) -> pd.DataFrame:
    """Return the place of a year among the printed numbers and shares, counted from the lowest.

    Returns
    -------
    pandas.DataFrame
        Rows ``number``, ``share`` and ``share with 1936 from the text`` (column ``measure``): ``place`` (1 and the
        figures that are certainly lower), ``of`` (figures printed), ``lower`` (labels of the lower ones).
    """
    frame, text = pairs(choices).set_index("year"), prose(choices)
    rows = []
    for measure, column, stand_in in (
        ("number", "number", None),
        ("share", "share", None),
        ("share with 1936 from the text", "share", text["exchange-1936-percent"]),
    ):
        found = {y: p.bounds(choices.rule) for y, p in frame[column].items()}
        found[1936] = stand_in.bounds(choices.rule) if stand_in else found.get(1936)
        found = {y: b for y, b in found.items() if b is not None}
        lower = [y for y, b in found.items() if y != year and b.high < found[year].low]
        rows.append({"measure": measure, "place": 1 + len(lower), "of": len(found), "lower": sorted(lower)})
    return pd.DataFrame(rows)
