"""Sentences, titles and captions of the notebook on expulsion and repression, all generated from numbers."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import short_forms
from analysis.ledger import comparison
from analysis.text.verdicts import EXACT, HOLDS, WITHIN
from analysis.text.words import _, bounds, joined, ngettext, number, percent
from analysis.topics.repression.gaps import left_out, mass_operations, party_members
from analysis.topics.repression.model import (
    CHANGE,
    MEASURES,
    YEAR,
    Choices,
    archive_checks,
    by_year,
    components,
    expulsion_place,
    expulsions,
    ranks,
    series_differences,
    territory_note,
    words_of,
)
from analysis.topics.repression.toll import FAMILY_WORDS, closed, errors, families, family_table, restated, toll

DASH = "\N{EN DASH}"
NOT_EXPULSION = "People inside and outside the party are counted here. This does not measure party expulsions."
EACH_ALONE = "Expulsion is not arrest, sentence or death. Each panel has an axis of its own; no heights compare."
APART = "Each panel counts something else and has its own axis. No height can be compared with that of another panel."
#: A place counted from the lowest, in words.
PLACES = {1: "the lowest", 2: "the second lowest", 3: "the third lowest", 4: "the fourth lowest", 5: "the highest"}


def place(row) -> str:
    """Write the place of 1937: ``"the highest of 10 years"``, ``"place 4 of 5 years from the top"``."""
    if row.rank == 1:
        return _("the highest of {years} years").format(years=row.years)
    if row.lower == 0:
        return _("the lowest of {years} years").format(years=row.years)
    return _("place {rank} of {years} years from the top").format(rank=row.rank, years=row.years)


def placed(choices: Choices) -> pd.DataFrame:
    """Return the ranks of the measures in which 1937 can be compared with at least one other year."""
    table = ranks(choices)
    return table[(table["rank"] > 0) & (table["years"] > 1)]


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, one sentence or two each, the most important first."""
    found = [
        two_years_finding(choices),
        *_repression_findings(choices),
        _expulsion_finding(choices),
        mass_finding(choices),
        _rejected_finding(choices),
        _range_finding(choices),
        *_error_findings(choices),
        _gap_finding(choices),
        _series_finding(choices),
        _sums_finding(choices),
    ]
    return [text for text in found if text]


def two_years(choices: Choices) -> tuple[float, float, int, int]:
    """Return the death sentences of 1937 and 1938, those of all years compared, and the first and last of these."""
    years = by_year("death_sentences", choices).set_index("year")["value"]
    return years.loc[[YEAR, YEAR + 1]].sum(), years.sum(), int(years.index.min()), int(years.index.max())


def two_years_finding(choices: Choices) -> str:
    """Say which part of the death sentences fell in 1937 and 1938."""
    part, whole, first, last = two_years(choices)
    years = by_year("death_sentences", choices).set_index("year")["value"]
    text = _(
        "State security passed {one} death sentences in {year} and {other} in {next}: {part} of {whole}, or {share} of "
        "all those of {first}{dash}{last}. A sentence is not in every case an execution, and says nothing about guilt."
    ).format(
        one=number(years[YEAR], 0), year=YEAR, other=number(years[YEAR + 1], 0), next=YEAR + 1, part=number(part, 0),
        whole=number(whole, 0), share=percent(100 * part / whole, 0), first=first, last=last, dash=DASH,
    )  # fmt: skip
    return " ".join([text, *_archive_sentence(choices)])


def _archive_sentence(choices: Choices) -> list[str]:
    """Say whether a published share of the two years among 1921-40 can be computed from the yearly rows."""
    text = _("{name}: {outcome}, computed {share}.")
    return [
        text.format(
            name=name, share=percent(100 * check.computed, 1),
            outcome=_("it can be computed again from the yearly rows")
            if check.verdict in HOLDS
            else _("the yearly rows give another share"),
        )
        for name, check in archive_checks(choices).items()
    ]  # fmt: skip


def _expulsion_finding(choices: Choices) -> str:
    place_, of = expulsion_place(choices)
    value = expulsions(choices).set_index("year").loc[YEAR, "printed"]
    return _(
        "In the pamphlet's own table {year}, with {value} expelled, is {place} of {n} campaigns. That is a place among "
        "campaigns of unlike kinds and lengths, in another population: it says nothing about arrests or sentences."
    ).format(year=YEAR, value=number(int(value.replace(".", "").replace(",", ""))), place=_(PLACES[place_]), n=of)


def mass_finding(choices: Choices) -> str:
    """Say which part of the death sentences of 1937 and 1938 the mass operations make up."""
    rows = mass_operations(choices)
    rows = rows[(rows["verification"] != comparison.UNCHECKED) & rows["value"].notna()]
    if rows.empty:
        return ""
    row, (part, _whole, _first, _last) = rows.iloc[0], two_years(choices)
    return _(
        "The mass operations, which the pamphlet does not mention, make up {n} of these {all} death sentences, "
        "{share} ({author})."
    ).format(
        n=number(row["value"], 0),
        all=number(part, 0),
        share=percent(100 * row["value"] / part, 0),
        author=short_forms(rows),
    )


def _repression_findings(choices: Choices) -> list[str]:
    table = placed(choices)
    top, rest = table[table["rank"] == 1], table[table["rank"] > 1]
    sentences = []
    if len(top):
        text = _("Taken each by itself, {year} is the highest year by {list}.")
        sentences.append(text.format(year=YEAR, list=joined(_placed_items(top))))
    if len(rest):
        text = (
            _("It is not the highest year by {list}.") if len(top) else _("{year} is not the highest year by {list}.")
        )
        sentences.append(text.format(year=YEAR, list=joined(_placed_items(rest))))
    return [" ".join(sentences)] if sentences else []


def _placed_items(table: pd.DataFrame) -> list[str]:
    text = _("{words} ({value} persons, {place})")
    return [
        text.format(words=words_of(row.measure), value=number(row.value, 0), place=place(row))
        for row in table.itertuples()
    ]


def _rejected_finding(choices: Choices) -> str:
    deaths = by_year("death_sentences", choices).set_index("year")["value"]
    rows = families(choices)
    rows = rows[rows["scope"] == "executions-1937-1938"]
    firm = closed(rows[rows["verification"] != comparison.UNCHECKED])
    top = firm.loc[firm["value"].idxmax()]
    silent = toll(choices)
    silent = silent[(silent["scope"] == "executions-1937-1938") & (silent["text"] != "")]
    more = "".join(f" {r.label}: {_(r.text)}." for r in silent.itertuples())
    return _(
        "The pamphlet reports, in order to reject it, that “millions” were killed in {year}. The archival series "
        "counts {deaths} death sentences in that year; the highest estimate of executions collected for 1937 and 1938 "
        "together is {highest} ({author}).{more} Its table of expulsions decides neither question: it counts "
        "something else."
    ).format(year=YEAR, deaths=number(deaths[YEAR], 0), highest=number(top["value"], 0), author=top["label"], more=more)


def _range_finding(choices: Choices) -> str:
    table = family_table(choices).dropna(subset=["lowest"])
    parts = [
        _("{what}: {range} ({lineages}{open})").format(
            what=_(FAMILY_WORDS[row.family]).split(";")[0],
            range=bounds(row.lowest, row.highest, digits=0),
            lineages=lineages(row.lineages),
            open=ngettext(", {n} open bound aside", ", {n} open bounds aside", row.open).format(n=row.open)
            if row.open
            else "",
        )
        for row in table.itertuples()
    ]
    return _("Estimates that can stand side by side, in persons, lowest and highest collected: {list}.").format(
        list="; ".join(parts) or _("none")
    )


def lineages(count: int) -> str:
    """Write how many lineages: "1 lineage", "3 lineages"."""
    return ngettext("{n} lineage", "{n} lineages", count).format(n=count)


def _error_findings(choices: Choices) -> list[str]:
    table = errors(choices)
    if table.empty:
        return []
    sides = table["side"].value_counts()
    text = _(
        "Both kinds of error occur. Of {n} earlier figures that can be set beside a count published later for the "
        "same thing, {above} lie above it, {below} below it, {meets} meet it and {none} give no number."
    )
    names = {"above": "above", "below": "below", "meets": "meets", "none": "no number"}
    sentence = text.format(n=len(table), **{k: int(sides.get(v, 0)) for k, v in names.items()})
    if not (sides.get("above", 0) and sides.get("below", 0)):
        sentence = sentence.replace(_("Both kinds of error occur. "), "")
    return [" ".join([sentence, *_extremes(table), *_restated_sentences(choices)])]


def _extremes(table: pd.DataFrame) -> list[str]:
    found = []
    above, below = table[table["side"] == "above"], table[table["side"] == "below"]
    if len(above):
        row = above.loc[above["times"].idxmax()]
        text = _("Farthest above: {estimate}, {what}, {low}, at least {times} times the later count.")
        found.append(_extreme(text, row, row["low"]))
    if len(below):
        row = below.loc[below["times"].idxmin()]
        text = _("Farthest below: {estimate}, {low}, at most {times} times the later count ({later}).")
        found.append(_extreme(text, row, row["high"]))
    return found


def _extreme(text: str, row: pd.Series, value: float) -> str:
    later = bounds(row["later_low"], row["later_high"], digits=0)
    what = row["what"][:1].lower() + row["what"][1:]
    return text.format(
        estimate=row["estimate"], what=what, low=number(value, 0), times=number(row["times"], 2), later=later
    )


def _restated_sentences(choices: Choices) -> list[str]:
    table = restated(choices)
    raised, lowered = (int((table["side"] == side).sum()) for side in ("raised", "lowered"))
    if not len(table):
        return []
    text = _(
        "Of the authors who replaced a figure collected here by another, {raised} raised it and {lowered} lowered it."
    )
    return [text.format(raised=raised, lowered=lowered)]


def _gap_finding(choices: Choices) -> str:
    table, _rows = left_out(choices)
    nothing = int((table["printed"] == _("nothing")).sum())
    return _(
        "Of {n} national figures listed in part 3, the pamphlet prints none; on {nothing} of the subjects it prints "
        "no number at all, on the others it prints a count of something smaller or a word that it rejects."
    ).format(n=len(table), nothing=nothing)


def _series_finding(choices: Choices) -> str:
    table = series_differences(choices)
    if table.empty:
        return _("The MVD and the KGB series agree in every year shown.")
    parts = []
    for measure, rows in table.groupby("measure", sort=False):
        years = [
            _("{year} ({mvd} and {kgb})").format(year=r.year, mvd=number(r.mvd, 0), kgb=number(r.kgb, 0))
            for r in rows.itertuples()
        ]
        parts.append(_("for {words} in {years}").format(words=words_of(measure), years=joined(years)))
    equal = "" if YEAR in set(table["year"]) else _(" They are equal for {year}.").format(year=YEAR)
    text = _("The MVD and the KGB series differ {list}. Both descend from one agency: one lineage.{equal}")
    return text.format(list="; ".join(parts), equal=equal)


def _sums_finding(choices: Choices) -> str:
    found = components(choices)
    broken = [year for year, check in found.items() if check.verdict not in (EXACT, WITHIN)]
    return _(
        "In {k} of {n} years the four kinds of sentence (death, camps, exile, other) add up to the convictions{rest}."
    ).format(
        k=len(found) - len(broken), n=len(found),
        rest=_("; not in {years}, probably a slip in copying").format(years=joined(broken)) if broken else "",
    )  # fmt: skip


def year_caption(name: str, rows: pd.DataFrame, choices: Choices) -> str:
    """Return what to know about the yearly figures of a measure: gaps, lineage, borders."""
    first, last = choices.first_year, choices.last_year + MEASURES[name].stock
    missing = [y for y in range(first, last + 1) if y not in set(rows["year"])]
    parts = [_("Complete counts as the source gives them: no sample, so no confidence interval.")]
    if missing:
        parts.append(_("No figure for {years}.").format(years=joined(runs(missing))))
    if comparison.lineage_count(rows) == 1:
        parts.append(_("One lineage: all figures go back to one office."))
    return " ".join([*parts, territory_note(rows)]).strip()


def runs(years: list[int]) -> list[str]:
    """Write years with runs drawn together: 1930, 1931, 1932, 1934 gives "1930-1932" and "1934"."""
    groups: list[list[int]] = []
    for year in years:
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return [str(g[0]) if len(g) == 1 else f"{g[0]}{DASH}{g[-1]}" for g in groups]


def conclusions(choices: Choices) -> list[str]:
    """Return what the numbers allow to say, and what not."""
    return [_place_sentence(choices), _party_sentence(choices), _criminals_sentence(choices)]


def _place_sentence(choices: Choices) -> str:
    table = placed(choices)
    every = [f"{words_of(row.measure)} ({place(row)})" for row in table.itertuples()]
    rank, of = expulsion_place(choices)
    text = _(
        "The place of {year} depends on what is counted. By printed expulsions it is {place} of {n} campaigns; by acts "
        "of the state, each by itself: {list}."
    )
    return text.format(year=YEAR, place=_(PLACES[rank]), n=of, list="; ".join(every))


def _party_sentence(choices: Choices) -> str:
    rows = party_members(choices)
    rows = rows[rows["measure"] == "flow_repressed"]
    if rows.empty:
        return _("No count of party members among the arrested of the whole country was collected.")
    row = rows.iloc[0]
    return _(
        "For party members among the repressed of {start} and {end} one count for the whole country was collected, "
        "{value} persons; the historian who quotes it calls it too low. It is set against nothing: who was counted "
        "as repressed is not defined as in the series of arrests."
    ).format(start=row["start"], end=row["end"], value=number(row["value"], 0))


def _criminals_sentence(choices: Choices) -> str:
    rows = toll(choices)
    rows = rows[rows["population"] == "criminals_among_state_security_convicted"]
    if rows.empty:
        return ""
    return _(
        "The archival series count cases of state security; they do not say who was guilty of what. A note on one "
        "certificate puts the common criminals among the convicted of 1921{dash}38 at {value}, in disagreement with "
        "its own percentage. The series leave out those whom ordinary courts sentenced, those who were deported "
        "without a case, and the dead of the famine."
    ).format(value=number(rows.iloc[0]["value"], 0), dash=DASH)


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the findings rest on, for a sweep; no outcome joins expulsions with acts of the state.

    Returns
    -------
    dict
        ``place_1937_expelled``, the place of 1937 among the printed campaigns, from the lowest;
        ``place_1937_arrests``, ``place_1937_convictions``, ``place_1937_death_sentences``: its place from the highest,
        by one measure each (None if no other year is held); ``death_sentences_years``, the years compared;
        ``share_of_two_years``, per cent of their death sentences that fell in 1937 and 1938; ``growth_1937``, change
        of camps and colonies (persons); ``sums_hold``, years whose parts add up to the convictions, of ``sums``;
        ``series_differ``, years and measures in which the two series differ.
    """
    places = ranks(choices).set_index("measure")
    known = places[(places["rank"] > 0) & (places["years"] > 1)]["rank"]
    sums, (part, whole, _first, _last) = components(choices), two_years(choices)
    return {
        "place_1937_expelled": expulsion_place(choices)[0],
        "place_1937_arrests": known.get("arrests"),
        "place_1937_convictions": known.get("convictions"),
        "place_1937_death_sentences": known.get("death_sentences"),
        "death_sentences_years": places.loc["death_sentences", "years"],
        "share_of_two_years": 100 * part / whole,
        "growth_1937": places.loc[CHANGE, "value"],
        "sums_hold": sum(check.verdict in (EXACT, WITHIN) for check in sums.values()),
        "sums": len(sums),
        "series_differ": len(series_differences(choices)),
    }
