"""Sentences of the notebook on education, generated from the numbers so that they stay true."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data.quantities import number_of
from analysis.ledger import coverage
from analysis.text.words import _, as_printed, date, joined, number, percent
from analysis.topics.schooling import model as schooling
from analysis.topics.schooling.model import BAND_WORDS, BANDS, ERADICATED, STARTS, Choices

MILLION = 1e6
#: From this difference on two counts of one year, or two growth ratios, are called unlike (a share of 1).
APART = 0.05


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, the most important first; what does not hold is not said."""
    found = [
        *growth_findings(choices),
        higher_finding(choices),
        *coverage.fidelity_sentences(schooling.cited(choices)),
        cut_finding(choices),
        third_finding(choices),
        eradicated_finding(choices),
        illiteracy_finding(choices),
        library_finding(choices),
    ]
    return [f for f in found if f]


def times(value: float) -> str:
    """Write a multiple: ``"2.62 times"``."""
    return _("{x} times").format(x=number(value, 2))


def span(values: pd.Series, digits: int, write) -> str:
    """Write the lowest and highest of some values, or the one they share."""
    low, high = write(values.min(), digits), write(values.max(), digits)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def cut_finding(choices: Choices) -> str:
    """Return which printed numbers differ from the report's, and whether digits were cut off."""
    rows = schooling.printed(choices).set_index("id", drop=False)
    found = schooling.cited(choices)
    said = []
    for row in found[[("number" in cell.split(";")) for cell in found["differs"]]].itertuples():
        stated = rows.loc[row.id]
        cut = number_of(stated).bounds("truncation").contains(Fraction(repr(float(row.report_value))))
        text = _("{what}: the pamphlet prints {printed} {unit}, the report {value}")
        line = text.format(
            what=row.what[:1].upper() + row.what[1:],
            printed=row.printed,
            unit=coverage.unit_words(row.unit),
            value=number(row.report_value / stated["factor"]),
        )
        said.append(line + (_("; the digits after the point were cut off, not rounded.") if cut else "."))
    return " ".join(said)


def growth_findings(choices: Choices) -> list[str]:
    """Return printed growth against growth of like with like, the counts that differ first."""
    frame = schooling.growth(choices)
    far = (frame["like_for_like"] / frame["as_printed"] - 1).abs() > APART
    said = []
    for row in frame[far].itertuples():
        text = _("{label} grew {like} counted alike, {printed} as printed.")
        line = text.format(label=row.label, printed=times(row.as_printed), like=times(row.like_for_like))
        said.append(f"{line} {_overlap(row)}".strip())
    if (~far).any():
        text = _("Growth as printed and growth counted alike differ by less than {limit} for {list}.")
        near = joined(frame.loc[~far, "label"].str.lower().tolist())
        said.append(text.format(limit=percent(100 * APART, 0), list=near))
    return said


def _overlap(row) -> str:
    if not abs(row.overlap - 1) > APART:
        return ""
    more = _("more") if row.overlap > 1 else _("fewer")
    text = _("For {year} the report of 1939 counts {share} {more} than that of 1934.")
    return text.format(year=row.years[1][:4], share=percent(100 * abs(row.overlap - 1), 0), more=more)


def higher_finding(choices: Choices) -> str:
    """Return whether "almost tripled" holds, and what the choice of the first year changes."""
    check = next(iter(schooling.checks(choices).values()))
    stated = schooling.printed(choices).set_index("id").loc["higher-education-times"]
    text = _('Higher education, "{text}": {verdict} against the two printed counts ({times}).')
    said = [text.format(text=as_printed(stated["printed"]), verdict=_(check.verdict), times=times(check.computed))]
    first, second = (schooling.report_row(schooling.HIGHER_START[year]) for year in STARTS)
    text = _("The first of them is the report's for {a}; the report of 1930 prints {other} for {b}.")
    years = f"{second['start'][:4]}\N{EN DASH}{second['end'][2:4]}"
    said.append(text.format(a=first["start"][:4], other=number(second["value"]), b=years))
    frames = [schooling.growth(choices.but(higher_start=y)).set_index("name") for y in STARTS]
    like = [times(frame.at["higher", "like_for_like"]) for frame in frames]
    text = _("Counted alike, growth is {one} from the former and {other} from the latter.")
    said.append(text.format(one=like[0], other=like[1]))
    return " ".join(said)


def third_finding(choices: Choices) -> str:
    """Return what share of the population was learning, and that the verdict hangs on a word."""
    rows = schooling.populations(choices)
    stated = schooling.printed(choices).set_index("id").loc["learners-1938-share"]
    learners = schooling.report_row(schooling.ALL_STUDY)["value"]
    text = _(
        "{n} million learners of the cited report are {shares} of the {all} population figures collected for 1937 and "
        "1939 ({own} for {year}); pupils and students of schools alone {schools}."
    )
    mine = rows[rows["chosen"]]
    said = text.format(
        n=number(learners / MILLION, 1), shares=span(100 * rows["share"], 1, percent), all=number(len(rows)),
        own=span(100 * mine["share"], 1, percent), year=choices.year,
        schools=span(100 * rows["school_share"], 1, percent),
    )  # fmt: skip
    more = _(
        'They lie {a} to {b} points below a third. Whether that is "{text}" hangs on how "almost" is read: the rule '
        "used here reads it as {low} to {high}."
    )
    gaps = 100 / 3 - 100 * rows["share"]
    return said + " " + more.format(
        text=as_printed(stated["printed"].lower()), a=number(gaps.min(), 1), b=number(gaps.max(), 1),
        low=percent(100 * stated["low"], 1), high=percent(100 * stated["high"], 1),
    )  # fmt: skip


def illiteracy_finding(choices: Choices) -> str:
    """Return how the printed shares of the illiterate stand in the reports and among other sources."""
    rows = schooling.literacy(choices.but(territory="any"))
    reports = rows[rows["report"]]
    listed = "; ".join(f"{date(r.start)}: {percent(100 * r.illiterate, 1)}" for r in reports.itertuples())
    said = [_("Illiterate by the congress reports, age not stated: {list}.").format(list=listed)]
    if reports.loc[reports["year"] == 1930, "illiterate"].nunique() > 1:
        said.append(_("For 1930 the reports of 1930 and 1934 differ; the pamphlet follows the later one."))
    found = schooling.printed_illiteracy(choices)
    verdicts = joined([f"{r.start}: {_(r.verdict)}" for r in found.itertuples()])
    said.append(_("The ledger sets the printed shares against other sources: {verdicts}.").format(verdicts=verdicts))
    return " ".join(said)


def eradicated_finding(choices: Choices) -> str:
    """Return the shares that "eradicated" is set against."""
    rows = schooling.later_literacy(choices)
    stated = schooling.printed(choices).set_index("id").loc[ERADICATED]
    band = _(BAND_WORDS[BANDS[choices.age_band]])
    names = {"text": as_printed(stated["printed"]), "year": stated["start"], "band": band}
    if rows.empty:
        text = _('"{text}" in {year}: no share for the Soviet Union from 1930 on is among the figures in use ({band}).')
    else:
        last = rows.iloc[-1]
        text = _(
            '"{text}" in {year} stands beside {share} illiterate in {date} ({author}, {band}), the last figure in use.'
        )
        names |= {"share": percent(100 * last["illiterate"], 1), "date": date(last["start"])}
        names |= {"author": _(last["author"])}
    said = [text.format(**names)]
    if not choices.unchecked:
        said.append(coverage.left_out_sentence())
    return " ".join(said)


def library_finding(choices: Choices) -> str:
    """Return the growth of public libraries beside that of libraries of all kinds."""
    rows = schooling.library_growth(choices)
    names = {"libraries": _("Libraries"), "library_books": _("Books in libraries")}
    said = []
    for measure, part in rows.groupby("measure", sort=False):
        listed = "; ".join(_library(r) for r in part.itertuples())
        said.append(f"{names[measure]}: {listed}.")
    return " ".join([*said, _("The printed figures are those of public libraries, which the pamphlet does not say.")])


def _library(row) -> str:
    scale, unit = (MILLION, _(" million")) if row.first >= MILLION else (1, "")
    text = _("{kind} from {first}{unit} ({a}) to {last}{unit} ({b}), {times}")
    ends = {"first": number(row.first / scale), "last": number(row.last / scale), "unit": unit}
    return text.format(kind=row.kind, a=row.first_date[:4], b=row.last_date[:4], times=times(row.ratio), **ends)


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said, generated from the numbers."""
    said = [coverage.fidelity_sentences(schooling.cited(choices))[0]]
    frame = schooling.growth(choices)
    more = frame.loc[frame["like_for_like"] / frame["as_printed"] - 1 > APART, "label"].str.lower().tolist()
    if (frame["like_for_like"] > 1).all():
        said.append(_("All {n} counts grew by the reports' own figures.").format(n=len(frame)))
    if more:
        said.append(_("Counted alike, these grew more than the pamphlet prints: {list}.").format(list=joined(more)))
    last = schooling.later_literacy(choices)
    if len(last) and "1938" not in set(last["start"].str[:4]):
        text = _("No share of the illiterate in use is for 1938 itself; the last one is for {date}: {share}.")
        part = percent(100 * last["illiterate"].iloc[-1], 1)
        said.append(text.format(date=date(last["start"].iloc[-1]), share=part))
    return said


def say_unchecked(choices: Choices) -> str:
    """Say what would change if the rows that nobody has looked up held."""
    known, let_in = (schooling.literacy(choices.but(unchecked=u, territory="any")) for u in (False, True))
    extra = let_in[~let_in["id"].isin(known["id"])]
    later = extra[(extra["territory"] == "ussr_1938") & (extra["year"] >= 1930)]
    if extra.empty:
        return _("No share of the illiterate is unchecked, so none could change an answer.")
    text = _("If the {n} unchecked shares of the illiterate held, {what}.")
    listed = joined(
        [
            _("{share} in {date} ({band})").format(
                share=percent(100 * r.illiterate, 1), date=date(r.start), band=_(BAND_WORDS[r.population])
            )
            for r in later.itertuples()
        ]
    )
    what = _("the last Soviet ones would be {listed}").format(listed=listed) if listed else _("none would be Soviet")
    return text.format(n=number(len(extra)), what=what)
