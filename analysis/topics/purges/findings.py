"""Sentences of the notebook on expulsions, generated from the numbers and true under the choices made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.numbers import arithmetic
from analysis.text.verdicts import AGREES, EXACT, HOLDS, INSIDE, NONE_COLLECTED, NOT_COMPARABLE, OUTSIDE
from analysis.text.words import _, joined, number, percent
from analysis.topics.purges.bases import PRINTED, counts, fits, fitting
from analysis.topics.purges.checks import checks, lowest_of_1936, place, ranks
from analysis.topics.purges.model import (
    BASE_WORDS,
    LAST_OF_THE_THIRTIES,
    Choices,
    implied_bases,
    one_party,
    pairs,
    printed_shares,
    prose,
)
from analysis.topics.purges.published import compare_numbers, compare_shares, published

VERDICTS = (AGREES, INSIDE, OUTSIDE, NOT_COMPARABLE, NONE_COLLECTED)


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, a sentence or two each, true under the choices made."""
    return [
        arithmetic_finding(choices),
        base_finding(choices, 1933),
        fitting_finding(choices),
        two_measures_finding(choices),
        one_party_finding(choices),
        rank_finding(choices),
        lowest_finding(choices),
        published_finding(choices),
        caution(),
    ]


def caution() -> str:
    """Say what the figures on expulsion do not measure."""
    return _(
        "Screenings, verification, exchange and the expulsions of a year are campaigns of unlike kinds, so no rate is "
        "run through them. And expulsion is not repression: arrests, sentences and deaths are not counted here."
    )


def span(low: float, high: float) -> str:
    """Write an interval of persons in millions: ``"4.27 to 4.29 million"``."""
    low, high = number(low / 1e6, 2), number(high / 1e6, 2)
    return (
        _("{low} million").format(low=low) if low == high else _("{low} to {high} million").format(low=low, high=high)
    )


def years(labels: Sequence[str]) -> str:
    """Write campaigns by their years only: ``"1929, 1933-34 and 1935"``."""
    return joined([text.split(",")[0] for text in labels])


def arithmetic_finding(choices: Choices) -> str:
    """Say how many relations between printed figures hold, and which do not."""
    found = checks(choices)
    broken = [name for name, check in found.items() if check.verdict not in HOLDS]
    text = prose(choices)
    pair = pairs(choices).set_index("year").loc[1929]
    share = arithmetic.check_share(pair["number"], text["screening-1929-screened"], pair["share"])
    if share.verdict in HOLDS:
        example = _(
            "{number} of {screened} million screened in 1929 are {share}, printed: {printed} per cent. "
        ).format(
            number=number(float(pair["number"].value)),
            screened=text["screening-1929-screened"].text,
            share=percent(100 * share.computed, 2),
            printed=pair["share_text"],
        )
    else:
        example = ""
    rest = _("All hold.") if not broken else _("No rounding reconciles: {names}.").format(names="; ".join(broken))
    return _("Of {n} relations between printed figures {k} hold. {example}{rest}").format(
        n=len(found), k=len(found) - len(broken), example=example, rest=rest
    )


def base_finding(choices: Choices, year: int) -> str:
    """Say which base a printed pair implies and how large the largest count collected is."""
    pair = implied_bases(choices).set_index("year").loc[year]
    intro = _("{years}: {number} expelled and {share} per cent imply a base of {span}.").format(
        years=years([pair["label"]]),
        number=number(float(pair["number"].value)),
        share=pair["share_text"],
        span=span(pair["low"], pair["high"]),
    )
    known = counts(choices)
    known = known[(known["origin"] != PRINTED) & (known["verification"] != "unchecked")]
    known = known[[day.year <= LAST_OF_THE_THIRTIES for day in known["first"]]]
    if known.empty:
        return intro + " " + _("No count was collected to set beside it.")
    top = known.loc[known["value"].idxmax()]
    outcome = _("that is less than implied") if top["value"] < pair["low"] else _("that is not less than implied")
    return (
        intro
        + " "
        + _(
            "The largest count of {base} collected for a date up to {last} is {count} ({date}, {author}), {outcome}: "
            "{number} persons would be {rate} of it, and {share} per cent of it would be {persons} persons."
        ).format(
            base=_(BASE_WORDS[choices.base]),
            last=LAST_OF_THE_THIRTIES,
            count=number(top["value"]),
            date=top["start"],
            author=top["author"],
            outcome=outcome,
            number=number(float(pair["number"].value)),
            rate=percent(100 * float(pair["number"].value) / top["value"]),
            share=pair["share_text"],
            persons=number(float(pair["share"].value) * top["value"], 0),
        )
    )


def fitting_finding(choices: Choices) -> str:
    """Say for which printed pairs a published count near the campaign is the base that they imply."""
    found = fitting(choices)
    within = _("within {n} months of the campaign").format(n=choices.max_months)
    if choices.base == "screened":
        within = _("for the campaign")
    if choices.unchecked:
        within += _(", unchecked ones left aside,")
    intro = _("A published count of {base} {within} lies inside the implied base for {k} of {n} printed pairs").format(
        k=int((found["outcome"] == "narrow").sum()), n=len(found), base=_(BASE_WORDS[choices.base]), within=within
    )
    said = {
        "narrow": _("yes: {years}"),
        "wide": _("only if final zeros are rounded: {years}"),
        "no": _("none does: {years}"),
        "none": _("no count collected: {years}"),
    }
    parts = [
        text.format(years=years(found.loc[found["outcome"] == outcome, "label"]))
        for outcome, text in said.items()
        if (found["outcome"] == outcome).any()
    ]
    text = f"{intro} ({'; '.join(parts)}).{_strength(found[found['outcome'] == 'narrow'])}"
    return f"{text} {own_counts(choices)}".strip() if choices.base == "screened" else text


def own_counts(choices: Choices) -> str:
    """Say where the number screened that the pamphlet prints fits its own pair; ``base`` must be ``screened``."""
    frame = fits(choices)
    own = frame[(frame["origin"] == PRINTED) & (frame["fit"] == "narrow")]
    if own.empty:
        return ""
    text = _("The number screened that the pamphlet itself prints fits for {years}.")
    return text.format(years=years(own["label"]))


def _strength(found: pd.DataFrame) -> str:
    if found.empty:
        return ""
    listed = joined([f"{percent(100 * r.chance, 0)} ({years([r.label])})" for r in found.itertuples()])
    text = " " + _(
        "Any one arbitrary count between half and double the implied base would fit with a chance of {listed}."
    )
    weak = " " + _("All counts that fit have rivals.") if found["disputed"].all() else ""
    return text.format(listed=listed) + weak


def two_measures_finding(choices: Choices) -> str:
    """Set printed share and number of 1933 beside two published measures: share of the screened, net fall."""
    rows = published(choices)
    rows = rows[(rows["campaign"] == "chistka_1933") & (rows["verification"] != "unchecked")]
    screened = rows[(rows["measure"] == "expelled_share") & (rows["base"] == "screened")]
    fall = rows[rows["measure"] == "net_fall"]
    if screened.empty or fall.empty:
        return _("For 1933 no share of the screened and no net fall in membership was collected.")
    pair = pairs(choices).set_index("year").loc[1933]
    return _(
        "For 1933 two published measures can be set beside the two printed figures: {a} of those screened were "
        "expelled ({author_a}; printed {share} per cent), and membership fell by {b}, those who left of their own "
        "accord included ({author_b}; printed {number} expelled). Whether the pair joins the two cannot be decided."
    ).format(
        a=percent(100 * screened["value"].iloc[0]),
        author_a=screened["author"].iloc[0],
        share=pair["share_text"],
        b=estimate_text(fall.iloc[0]),
        author_b=fall["author"].iloc[0],
        number=number(float(pair["number"].value)),
    )


def estimate_text(row) -> str:
    """Write a published figure: a percentage or persons, with the words for an open bound."""
    show = (lambda x: percent(100 * x)) if row.measure.endswith("share") else (lambda x: number(x, 0))
    if pd.notna(row.low) and pd.isna(row.high) and (pd.isna(row.value) or row.low == row.value):
        return _("more than {n}").format(n=show(row.low))
    if pd.isna(row.value):
        return f"{show(row.low)}–{show(row.high)}"
    return show(row.value)


def one_party_finding(choices: Choices) -> str:
    """Say whether the pairs of 1937 and 1938 can be about a party of one size."""
    frame = pairs(choices).set_index("year")
    narrow, wide = (row for _i, row in one_party(choices).iterrows())
    text = _("{n7} and {s7} per cent (1937) imply {span7}; {n8} and {s8} per cent (1938) imply {span8}.").format(
        n7=number(float(frame.loc[1937, "number"].value)),
        s7=frame.loc[1937, "share_text"],
        span7=span(narrow["low_1937"], narrow["high_1937"]),
        n8=number(float(frame.loc[1938, "number"].value)),
        s8=frame.loc[1938, "share_text"],
        span8=span(narrow["low_1938"], narrow["high_1938"]),
    )
    if narrow["meet"]:
        return text + " " + _("The two can be about a party of one size.")
    text += " " + _("One party fits both only if it grew by at least {growth} between the two years").format(
        growth=percent(100 * narrow["growth"], 0)
    )
    return text + (_(", or if the numbers are rounded to their last non-zero digit.") if wide["meet"] else ".")


def rank_finding(choices: Choices) -> str:
    """Say which place 1937 has among the years of the table."""
    by = place(choices).set_index("measure")
    said = _(
        "“One of the years of the lowest number”: counted from the lowest, 1937 has place {a} of {b} printed numbers "
        "and place {c} of {d} printed shares; with the share that the text gives for 1936 it has place {e} of {f}."
    ).format(
        a=by.loc["number", "place"],
        b=by.loc["number", "of"],
        c=by.loc["share", "place"],
        d=by.loc["share", "of"],
        e=by.iloc[2]["place"],
        f=by.iloc[2]["of"],
    )
    ordinary, pair = prose(choices)["expulsions-other-years-1920s-percent"], pairs(choices).set_index("year").loc[1937]
    below = pair["share"].bounds(choices.rule).high < ordinary.bounds(choices.rule).low
    more = _(
        "The table lists years of campaigns only; for the other years of the 1920s the text prints {ordinary} per "
        "cent, and {share} for 1937 {relation} that."
    ).format(ordinary=ordinary.text, share=pair["share_text"], relation=_("is below") if below else _("is not below"))
    return f"{said} {more}"


def lowest_finding(choices: Choices) -> str:
    """Say whether 1936 can be the lowest of all printed shares."""
    check, printed = ranks(choices)[lowest_of_1936()], prose(choices)["exchange-1936-percent"]
    if check.verdict == EXACT:
        outcome = _("follows from the printed shares")
    elif check.verdict in HOLDS:
        shares = printed_shares(choices)
        rivals = shares[shares["low"] < float(printed.bounds(choices.rule).high)]
        listed = joined([_("{share} in {year}").format(share=r.printed, year=r.year) for r in rivals.itertuples()])
        outcome = _("is possible but does not follow: other printed shares may be lower ({listed})").format(
            listed=listed
        )
    else:
        outcome = _("contradicts the printed shares")
    return _(
        "“The lowest in the history of the party”, {printed} per cent in 1936, {outcome}. The pamphlet itself says "
        "that there are no national figures for 1936; the two or three per cent below its table are those of Smolensk."
    ).format(printed=printed.text, outcome=outcome)


def published_finding(choices: Choices) -> str:
    """Say how the printed shares and numbers stand among the published ones."""
    said = []
    for frame, what in ((compare_shares(choices), _("Shares")), (compare_numbers(choices), _("Numbers"))):
        parts = [
            f"{_(word)}: {years(frame.loc[frame['verdict'] == word, 'label'])}"
            for word in VERDICTS
            if (frame["verdict"] == word).any()
        ]
        said.append(f"{what} – {'; '.join(parts)}")
    only = _(" (shares: only those whose stated base is alike)") if choices.stated_base_only else ""
    return _(
        "Printed figures among the published ones, without those known only through the pamphlet{only}. {said}."
    ).format(only=only, said=". ".join(said))
