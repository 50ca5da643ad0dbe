"""Checks for the notebook on repression: the pamphlet's expulsions, and the archival series by the same rules."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.numbers.arithmetic import Check, check_same, check_share, check_sum, number, share
from analysis.numbers.printed import Printed, parse
from analysis.text.words import _
from analysis.topics.repression.model import SERIES, Choices, by_year


def series_differences(choices: Choices) -> pd.DataFrame:
    """Return the years in which the MVD and the KGB series of convictions or death sentences differ.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``year``, ``mvd``, ``kgb`` (persons); both series count the same cases in one agency.
    """
    frames = []
    for name in ("convictions", "death_sentences"):
        mvd, kgb = (by_year(name, choices.but(series=s)).set_index("year")["value"] for s in SERIES)
        both = pd.DataFrame({"mvd": mvd, "kgb": kgb}).dropna()
        frames.append(both[both["mvd"] != both["kgb"]].reset_index().assign(measure=name))
    return pd.concat(frames, ignore_index=True)[["measure", "year", "mvd", "kgb"]]


def components(choices: Choices) -> dict[str, Check]:
    """Test whether the parts of the archival series add up to its convictions, year by year.

    Returns
    -------
    dict of str to Check
        A sum for every year between the choices' ends in which all four parts are held, by year. The parts
        (death, camps, exile, other) are those of the MVD table whichever series is chosen.
    """
    rows = quantities.read_estimates("repression_by_year", unchecked=choices.unchecked)
    parts = ("death_sentences", "sentenced_to_camps_colonies_prisons", "sentenced_to_exile_or_banishment",
             "sentenced_to_other_measures")  # fmt: skip
    parts_rows = rows[(rows["series"] == "mvd") & rows["measure"].isin(parts)]
    wide = parts_rows.pivot_table(index="year", columns="measure", values="value").reindex(columns=list(parts)).dropna()
    totals = by_year("convictions", choices).set_index("year")["value"]
    return {
        str(year): check_sum([_count(v) for v in wide.loc[year]], _count(totals[year]))
        for year in wide.index.intersection(totals.index)
    }


def _count(value: float) -> Printed:
    return parse(str(int(value)), 1, True)


def printed_checks(choices: Choices) -> dict[str, Check]:
    """Test whether the pamphlet's prose on expulsions agrees with its table at note 84.

    Returns
    -------
    dict of str to Check
        By what is tested; identity of a number or a share printed twice.
    """
    table = quantities.numbers(quantities.read_printed("expulsions_by_year", choices.reading))
    prose = quantities.numbers(quantities.read_printed("screening_prose", choices.reading))
    pairs = {
        _("Expelled 1929: table and text"): ("expulsions-1929-number", "screening-1929-expelled"),
        _("Expelled 1933: table and text"): ("expulsions-1933-number", "screening-1933-expelled"),
        _("Expelled 1935: table and text"): ("expulsions-1935-number", "verification-1935-expelled"),
        _("Share 1935: table and text"): ("expulsions-1935-percent", "verification-1935-expelled-percent"),
        _("Share 1937: table and text"): ("expulsions-1937-percent", "expulsions-1937-percent-again"),
    }
    show = {True: number, False: share}
    return {
        name: check_same(table[one], prose[other], show=show[table[one].whole]) for name, (one, other) in pairs.items()
    }


def archive_checks(choices: Choices) -> dict[str, Check]:
    """Test a published share against the yearly rows: death sentences of 1937-38 among those of 1921-40.

    Returns
    -------
    dict of str to Check
        One share of one measure; empty if a year is missing.
    """
    years = by_year("death_sentences", choices.but(first_year=1921, last_year=1940)).set_index("year")["value"]
    toll = quantities.read_estimates("toll_estimates", unchecked=choices.unchecked)
    stated = toll[toll["scope"] == "share-of-death-sentences-1921-1940-passed-in-1937-1938"]
    if len(years) < 20 or stated.empty:
        return {}
    part, whole = years.loc[[1937, 1938]].sum(), years.sum()
    printed = parse(f"{stated.iloc[0]['given']:g}", Fraction(1, 100))
    label = _("Death sentences of 1937\N{EN DASH}38 among those of 1921\N{EN DASH}40 ({label})")
    return {label.format(label=stated.iloc[0]["label"]): check_share(_count(part), _count(whole), printed)}
