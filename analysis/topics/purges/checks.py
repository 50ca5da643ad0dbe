"""Printed figures on expulsions against one another: shares of counts, repeated figures, statements of rank."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import Check, judge, share
from analysis.numbers.printed import Bounds, Printed, parse
from analysis.text.words import _
from analysis.topics.purges.model import Choices, pairs, printed_shares, prose


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
        _("1936, Smolensk: expelled over cards issued (another reading)"): arithmetic.check_share(*smolensk, stated),
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
        lowest_of_1936(): arithmetic.check_rank(stand_in, earlier, "lowest"),
    }


def lowest_of_1936() -> str:
    """Return the name of the check that 1936 is the lowest of all."""
    return _("1936 is the lowest share of all that are printed")


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
