"""How fast did industry grow? Every author, price base, coverage and pair of years that was collected.

A universe is one published rate: an author's figure for one coverage, gross or net, one price base and one
pair of years. Combinations that nobody published are named as such; nothing is interpolated or averaged.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import product

import numpy as np
import pandas as pd

from analysis.choices import multiverse
from analysis.choices.multiverse import Decision
from analysis.choices.questions import Question
from analysis.text.words import _, number, percent
from analysis.topics.production import model as economy
from analysis.topics.production import published as economy_published
from analysis.topics.production.model import Choices
from analysis.topics.production.published import COVERAGE_WORDS, KIND_WORDS, NOT_STATED, PRICE_WORDS, words_for
from analysis.topics.production.windows import WINDOWS, WITH_ANNEXATIONS

#: Decisions, and the columns of the published rates that they are read from.
COLUMNS = {"author": "author", "range_end": "range_end", "population": "population", "index_kind": "index_kind",
           "price_base": "price_base", "start": "first", "end": "last"}  # fmt: skip
AS_GIVEN, LOWER, UPPER = "as_given", "lower", "upper"


def collected(choices: Choices) -> pd.DataFrame:
    """Return every published rate of growth of industry over a window of the literature.

    Parameters
    ----------
    choices : Choices
        Uses ``unchecked``, ``start`` and ``end``; the windows are those of :mod:`analysis.topics.production.windows`
        and every
        other pair of their first and last years for which a rate or an annual series is at hand. Windows that end
        in 1940 enter only if ``end`` is 1940, since their end covers annexed land.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`analysis.topics.production.published.rates` with ``range_end`` (the two ends of a
        published range are two rows), each figure of a lineage once.
    """
    windows = [*WINDOWS, (choices.start, choices.end)]
    windows += [WITH_ANNEXATIONS] if choices.end == WITH_ANNEXATIONS[1] else []
    starts, ends = ({window[i] for window in windows} for i in (0, 1))
    pairs = [(a, b) for a, b in product(sorted(starts), sorted(ends)) if a < b]
    every = choices.but(measure="industry", coverage="any", price_base="any")
    rows = pd.concat([economy_published.rates(every.but(start=a, end=b)) for a, b in pairs], ignore_index=True)
    rows = rows[[pair in pairs for pair in zip(rows["first"], rows["last"], strict=True)]]
    return _once(_ends_apart(rows.drop_duplicates(["id", "first", "last"])))


def _ends_apart(rows: pd.DataFrame) -> pd.DataFrame:
    parts = [rows[rows["value"].notna()].assign(range_end=AS_GIVEN)]
    ranges = rows[rows["value"].isna()]
    for column, end in (("low", LOWER), ("high", UPPER)):
        part = ranges[ranges[column].notna()]
        parts.append(part.assign(value=part[column], range_end=end))
    return pd.concat(parts, ignore_index=True)


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    # Who repeats a figure adds no choice; of copies the one that says most about itself stays.
    unsaid = (rows["price_base"] == NOT_STATED).astype(int)
    rows = rows.assign(unsaid=unsaid).sort_values(["unsaid", "published", "author", "first"], kind="stable")
    rows = rows.drop_duplicates(["lineage", "population", "index_kind", "first", "last", "range_end"])
    return rows.sort_values(["published", "author", "first", "last"], kind="stable", ignore_index=True)


def decisions(rows: pd.DataFrame) -> list[Decision]:
    """Return the choices that the collected rates leave open.

    Parameters
    ----------
    rows : pandas.DataFrame
        Output of :func:`collected`.
    """
    found = {name: list(dict.fromkeys(rows[column])) for name, column in COLUMNS.items()}
    found |= {name: sorted(int(x) for x in found[name]) for name in ("start", "end")}
    titles = {
        "author": _("author"),
        "range_end": _("end of a published range"),
        "population": _("coverage"),
        "index_kind": _("gross or net"),
        "price_base": _("price base"),
        "start": _("first year"),
        "end": _("last year"),
    }
    ends = {AS_GIVEN: _("no range"), LOWER: _("lower end"), UPPER: _("upper end")}
    words = {"range_end": ends, "population": COVERAGE_WORDS, "index_kind": KIND_WORDS, "price_base": PRICE_WORDS}
    return [
        Decision(
            name, tuple(options), {o: _why(name, o) for o in options}, titles[name],
            {o: words_for(words[name], o) for o in options} if name in words else {},
        )
        for name, options in found.items()
    ]  # fmt: skip


def _why(name: str, option: object) -> str:
    if option == NOT_STATED:
        return _("The work as collected does not say; the figure is in use all the same.")
    if name in ("start", "end") and option == WITH_ANNEXATIONS[1]:
        return _("The last year before the war; its output includes annexed land.")
    return {
        "author": _("A published estimate."),
        "range_end": _("The author gives one figure.") if option == AS_GIVEN else _("The author gives a range."),
        "population": {
            "all_industry": _("Small workshops produced as well."),
            "large_scale_industry": _("Early counts cover large works best, and the pamphlet's first level is theirs."),
        }.get(option, _("As the author has it.")),
        "index_kind": {
            "gross": _("The official statistics count gross output."),
        }.get(option, _("Net output counts nothing twice.")),
        "price_base": {
            "1926_27_unchanged": _("The prices of the official plan and of the pamphlet."),
        }.get(option, _("Weights nearer to the end of the period.")),
        "start": _("A first year that the literature uses."),
        "end": _("A last year that the literature uses."),
    }[name]  # fmt: skip


def exclusions(rows: pd.DataFrame) -> list:
    """Return the combinations that make no sense or that nobody published, with reasons."""
    return [
        (_backwards, _("The last year does not lie after the first.")),
        (partial(_unpublished, rows=rows), _("No such estimate was collected.")),
    ]


def _backwards(frame: pd.DataFrame) -> np.ndarray:
    return frame["end"].astype(int).to_numpy() <= frame["start"].astype(int).to_numpy()


def _values(frame: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Return the published rate of every universe; NaN where there is none."""
    names = list(COLUMNS)
    known = rows.set_index([rows[column].astype(object) for column in COLUMNS.values()])["value"]
    wanted = pd.MultiIndex.from_arrays([frame[name].astype(object) for name in names])
    return known.reindex(wanted).to_numpy(dtype=float)


def _unpublished(frame: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    return np.isnan(_values(frame, rows))


def industry_growth(choices: Choices, at_least: float | None = None) -> Question:
    """Return how fast industry grew a year, under every combination of choices that was published.

    Parameters
    ----------
    choices : Choices
        Uses ``unchecked``, ``start``, ``end``, ``reading`` and ``rule``.
    at_least : float, optional
        The rate (a share of 1 a year) that the statement asks for; by default the least that the pamphlet's two
        levels of industry imply over the length of time that it prints.

    Returns
    -------
    Question
        Outcome ``rate``.
    """
    rows = collected(choices)
    chosen, exclude = decisions(rows), exclusions(rows)
    floor = printed_rate(choices) if at_least is None else at_least

    def outcome(frame: pd.DataFrame) -> pd.DataFrame:
        rate = _values(frame, rows)
        return pd.DataFrame({"rate": rate, "holds": rate >= floor})

    clause = _("industry grew by {rate} a year or more").format(rate=percent(100 * floor))
    if at_least is None:
        clause += _(", the least that the pamphlet's levels imply")
    return Question(
        name="industry_growth", clause=clause, decisions=tuple(chosen), exclude=exclude,
        results=multiverse.run(multiverse.universes(chosen, exclude), outcome), outcome="rate",
        unit=_("Growth of industry, per cent a year"), scale=100.0, rows=rows,
        show=lambda x: _("{n} percentage points").format(n=number(100 * x, 1)), remark=_remark(rows),
    )  # fmt: skip


def _remark(rows: pd.DataFrame) -> str:
    """Say how many results each side has, and that they are not alike."""
    official = rows[rows["official"]]
    return _(
        "{k} of {n} results are of one lineage, the official series, which alone is at hand year by year: the more "
        "windows, the more results, not the more evidence. Official rates run from {low} to {high}, the others from "
        "{least} to {most}; these differ from the official ones in coverage or prices as well, so that distance is "
        "not counted to any single choice."
    ).format(
        k=len(official), n=len(rows), low=percent(100 * official["value"].min()),
        high=percent(100 * official["value"].max()), least=percent(100 * rows[~rows["official"]]["value"].min()),
        most=percent(100 * rows[~rows["official"]]["value"].max()),
    )  # fmt: skip


def printed_rate(choices: Choices) -> float:
    """Return the least annual growth that the printed levels of industry imply over the printed years."""
    table = economy.implied_rates(choices)
    row = table[(table["subject"] == "industrial_production") & table["as_stated"]].iloc[0]
    return row["low"] if math.isnan(row["value"]) else row["value"]


def printed_percent(choices: Choices) -> float:
    """Return :func:`printed_rate` in per cent a year, as the figure's axis has it."""
    return 100 * printed_rate(choices)
