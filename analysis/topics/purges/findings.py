"""Sentences of the notebook on expulsions, generated from the numbers and true under the choices made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.ledger import ask
from analysis.numbers.arithmetic import Check
from analysis.text.verdicts import EVIDENCE, EXACT, HOLDS, NOT_TESTABLE
from analysis.text.words import _, as_printed, joined, ngettext, number, percent
from analysis.topics.purges.bases import PRINTED, by_option, counts, fits, fitting, if_unchecked, rates
from analysis.topics.purges.model import (
    BASE_WORDS,
    LAST_OF_THE_THIRTIES,
    TEXT_1936,
    Choices,
    implied_bases,
    one_party,
    pairs,
    places,
    printed_shares,
    prose,
)
from analysis.topics.purges.published import evidence, published, reinstated, taken_back, together

RANK_1936, RANK_1937 = "exchange-1936-rank", "expulsions-1937-rank"
#: A place counted from the lowest, in words.
PLACES = {1: "the lowest", 2: "the second lowest", 3: "the third lowest", 4: "the fourth lowest", 5: "the fifth lowest"}


def relations() -> dict[str, str]:
    """Return what is tested between printed figures on expulsions, in words -> the claim that the ledger tests."""
    return {
        _("1929: number, table against text"): "expulsions-1929-number",
        _("1929: share in the table, 170,000 of 1.53 million"): "expulsions-1929-percent",
        _("1929: share in the text"): "screening-1929-expelled-percent",
        _("1929: share in the earlier table"): "great-purges-1929-percent",
        _("1929: reinstated, 37,000 of 170,000"): "screening-1929-reinstated-percent",
        _("1933: number, table against text"): "expulsions-1933-number",
        _("1933: share, table against text"): "expulsions-1933-percent",
        _("1935: number, table against text"): "expulsions-1935-number",
        _("1935: share in the text (9.1)"): "verification-1935-expelled-percent",
        _("1935: share in the table (9), 170,000 of 1.8 million"): "expulsions-1935-percent",
        _("1936, Smolensk: share of the expelled"): "exchange-1936-smolensk-percent",
        _("1936, Smolensk: “two/three” below the table"): "expulsions-1936-smolensk-percent-bounds",
        _("1936: the lowest share in the history of the party"): RANK_1936,
        _("1937: one of the years with the lowest number"): RANK_1937,
        _("1937: “not more than five” per cent"): "expulsions-1937-percent-again",
        _("1937, Belyi: positions listed, against 29 leading persons"): "belyi-1937-expelled-leading",
    }


def tested(choices: Choices) -> dict[str, Check]:
    """Return the checks of :func:`relations` that can be tested."""
    found = ask.checks(relations(), choices.reading)
    return {name: check for name, check in found.items() if check.verdict != NOT_TESTABLE}


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, a sentence or two each, the most important first."""
    return [
        fitting_finding(choices),
        base_finding(choices, 1933),
        rank_finding(choices),
        one_party_finding(choices),
        arithmetic_finding(choices),
        lowest_finding(choices),
        two_measures_finding(choices),
        published_finding(choices),
        unchecked_finding(choices),
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
    found = tested(choices)
    broken = [name for name, check in found.items() if check.verdict not in HOLDS]
    rest = _("All hold.") if not broken else _("No rounding reconciles: {names}.").format(names="; ".join(broken))
    return _("Of {n} relations between printed figures {k} hold. {rest}").format(
        n=len(found), k=len(found) - len(broken), rest=rest
    )


def largest(choices: Choices) -> pd.Series | None:
    """Return the largest published count of the chosen base up to 1939 that somebody looked up; None without one."""
    known = counts(choices)
    known = known[(known["origin"] != PRINTED) & (known["verification"] != "unchecked") & known["value"].notna()]
    known = known[[day.year <= LAST_OF_THE_THIRTIES for day in known["first"]]]
    return None if known.empty else known.loc[known["value"].idxmax()]


def base_finding(choices: Choices, year: int) -> str:
    """Say which base a printed pair implies and how large the largest count collected is."""
    pair, top = implied_bases(choices).set_index("year").loc[year], largest(choices)
    intro = _("{years}: {number} expelled and {share} per cent imply a base of {span}.").format(
        years=years([pair["label"]]),
        number=number(float(pair["number"].value)),
        share=pair["share_text"],
        span=span(pair["low"], pair["high"]),
    )
    if top is None:
        return intro + " " + _("No count was collected to set beside it.")
    outcome = _("that is less than implied") if top["value"] < pair["low"] else _("that is not less than implied")
    more = _(
        "The largest count of {base} collected for a date up to {last} is {count} ({date}, {author}), {outcome}: "
        "{number} persons would be {rate} of it, and {share} per cent of it would be {persons} persons."
    )
    return f"{intro} " + more.format(
        base=_(BASE_WORDS[choices.base]),
        last=LAST_OF_THE_THIRTIES,
        count=number(top["value"]),
        date=top["start"],
        author=_(top["author"]),
        outcome=outcome,
        number=number(float(pair["number"].value)),
        rate=percent(100 * float(pair["number"].value) / top["value"]),
        share=pair["share_text"],
        persons=number(float(pair["share"].value) * top["value"], 0),
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
        "open": _("cannot be excluded, since only an open bound speaks: {years}"),
        "no": _("none does: {years}"),
        "none": _("no count collected: {years}"),
    }
    parts = [
        text.format(years=years(found.loc[found["outcome"] == outcome, "label"]))
        for outcome, text in said.items()
        if (found["outcome"] == outcome).any()
    ]
    text = f"{intro} ({'; '.join(parts)}).{_weak(found[found['outcome'] == 'narrow'])}"
    return f"{text} {own_counts(choices)}".strip() if choices.base == "screened" else text


def _weak(found: pd.DataFrame) -> str:
    weak = found.loc[found["disputed"].astype(bool), "label"]
    if not len(weak):
        return ""
    text = _("What fits for {years} is disputed: another source has a rival figure, or a misprint is suspected.")
    return " " + text.format(years=years(weak))


def own_counts(choices: Choices) -> str:
    """Say where the number screened that the pamphlet prints fits its own pair; ``base`` must be ``screened``."""
    frame = fits(choices)
    own = frame[(frame["origin"] == PRINTED) & (frame["fit"] == "narrow")]
    if own.empty:
        return ""
    text = _("The number screened that the pamphlet itself prints fits for {years}.")
    return text.format(years=years(own["label"]))


def two_measures_finding(choices: Choices) -> str:
    """Set printed share and number of 1933 beside published measures of other things: no two count the same."""
    rows = published(choices)
    rows = rows[(rows["campaign"] == "chistka_1933") & (rows["verification"] != "unchecked")]
    pair = pairs(choices).set_index("year").loc[1933]
    kinds = {
        _("{value} of those screened were expelled ({author})"): (rows["measure"] == "expelled_share")
        & (rows["base"] == "screened"),
        _("membership fell by {value}, those who left of their own accord included ({author})"): rows["measure"]
        == "net_fall",
        _("{value} were expelled in {year} alone ({author})"): (rows["measure"] == "expelled")
        & (rows["start"] == "1934"),
    }
    said = [
        text.format(value=estimate_text(row), author=_(row.author), year=row.start)
        for text, chosen in kinds.items()
        for row in rows[chosen & (rows["origin"] == "published")].head(1).itertuples()
    ]
    if not said:
        return _("For 1933 nothing was collected that could explain the printed pair.")
    return _(
        "Beside the {number} and {share} per cent printed for {years} stand published figures of other things: {list}. "
        "Which of them the printed pair joins cannot be decided."
    ).format(
        number=number(float(pair["number"].value)), share=pair["share_text"], years=years([pair["label"]]),
        list="; ".join(said),
    )  # fmt: skip


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
    text = _("{n7} as {s7} per cent (1937) needs {span7} members; {n8} as {s8} per cent (1938) {span8}.").format(
        n7=number(float(frame.loc[1937, "number"].value)),
        s7=frame.loc[1937, "share_text"],
        span7=span(narrow["low_1937"], narrow["high_1937"]),
        n8=number(float(frame.loc[1938, "number"].value)),
        s8=frame.loc[1938, "share_text"],
        span8=span(narrow["low_1938"], narrow["high_1938"]),
    )
    if narrow["meet"]:
        return text + " " + _("The two can be about a party of one size.")
    text += " " + _("One party fits both only if it grew by at least {growth} from one year to the next").format(
        growth=percent(100 * narrow["growth"], 0)
    )
    return text + (_(", or if the numbers are rounded to their last non-zero digit.") if wide["meet"] else ".")


def rank_finding(choices: Choices) -> str:
    """Say which place 1937 has among the campaigns of the table, and what the text prints for other years."""
    by = places(choices).set_index("measure")
    first, other = by.loc["number"], by.iloc[2]
    said = _(
        "By printed number 1937 is {place} of {n} campaigns, by printed share {share_place} of {m}; with the share "
        "that the text gives for 1936 it is {other} of {k}."
    ).format(
        place=_(PLACES[first["place"]]), n=first["of"], share_place=_(PLACES[by.loc["share", "place"]]),
        m=by.loc["share", "of"], other=_(PLACES[other["place"]]), k=other["of"],
    )  # fmt: skip
    ordinary, pair = prose(choices)["expulsions-other-years-1920s-percent"], pairs(choices).set_index("year").loc[1937]
    below = pair["share"].bounds(choices.rule).high < ordinary.bounds(choices.rule).low
    more = _(
        "The table lists years of campaigns only; for the other years of the 1920s the text prints {ordinary} per "
        "cent, and {share} for 1937 {relation} that."
    ).format(
        ordinary=as_printed(ordinary.text), share=pair["share_text"],
        relation=_("is below") if below else _("is not below"),
    )  # fmt: skip
    return f"{said} {more}"


def lowest_finding(choices: Choices) -> str:
    """Say whether 1936 can be the lowest of all printed shares."""
    check, printed = ask.check(RANK_1936, choices.reading), prose(choices)[TEXT_1936]
    shares = printed_shares(choices)
    rivals = shares[shares["low"] < float(printed.bounds(choices.rule).high)]
    if check is None or check.verdict not in HOLDS:
        outcome = _("contradicts the printed shares")
    elif check.verdict == EXACT and rivals.empty:
        outcome = _("follows from the printed shares")
    else:
        each = _("{share} in {year}")
        listed = joined([each.format(share=as_printed(r.printed), year=r.year) for r in rivals.itertuples()])
        outcome = _("is not excluded but does not follow: other printed shares may be lower ({listed})").format(
            listed=listed
        )
    return _(
        "“The lowest in the history of the party”, {printed} per cent in 1936, {outcome}. The pamphlet itself says "
        "that there are no national figures for 1936; the two or three per cent below its table are those of Smolensk."
    ).format(printed=as_printed(printed.text), outcome=outcome)


def published_finding(choices: Choices) -> str:
    """Say how the ledger judges the printed shares and numbers among the published ones."""
    frame, said = evidence(choices), []
    for what, word in (("share", _("Shares")), ("number", _("Numbers"))):
        part = frame[frame["what"] == what]
        order = sorted(set(part["verdict"]), key=lambda v: list(EVIDENCE).index(v) if v in EVIDENCE else 99)
        listed = [f"{_(verdict)}: {years(part.loc[part['verdict'] == verdict, 'label'])}" for verdict in order]
        said.append(f"{word} – {'; '.join(listed)}")
    return _("Printed figures among the published ones, without those known only through the pamphlet. {said}.").format(
        said=". ".join(said)
    )


def unchecked_finding(choices: Choices) -> str:
    """Say which answers would turn if the counts that nobody has looked up yet held."""
    frame = if_unchecked(choices)
    if frame.empty:
        return _("No unchecked count of {base} is near a campaign.").format(base=_(BASE_WORDS[choices.base]))
    said = [_if_text(row) for _i, row in frame.iterrows()]
    fit, turned = frame[frame["fits"]], frame[frame["fits"] != (frame["now"] == "narrow")]
    return _(
        "Would it turn if the unchecked counts ({authors}) held? The printed numbers would then be: {list}. The pairs "
        "of {fit} would fit; the answer would change for {turned}."
    ).format(
        authors=joined(list(dict.fromkeys(map(_, frame["author"])))),
        list="; ".join(said),
        fit=years(fit["label"]) or _("none"),
        turned=years(turned["label"]) or _("none"),
    )


def _if_text(row: pd.Series) -> str:
    text = _("{years} {rate} of {count}, printed {low} to {high}")
    return text.format(
        years=years([row["label"]]), rate=percent(100 * row["rate"], 2), count=number(row["count"]),
        low=percent(100 * row["printed_low"]), high=percent(100 * row["printed_high"]),
    )  # fmt: skip


def belyi_finding(choices: Choices) -> str:
    """Set the printed example of one district beside the printed share of the country."""
    text = prose(choices)
    expelled, members = text["belyi-1937-expelled"], text["belyi-1937-members"]
    return _(
        "In the pamphlet's own example for 1937, the district of Belyi, {a} of {b} members and candidates were "
        "expelled: {share}, against {printed} per cent printed for the country. This is a complete count of one "
        "district, no sample, so it has no confidence interval and says nothing about other districts."
    ).format(
        a=expelled.text,
        b=members.text,
        share=percent(100 * float(expelled.value / members.value)),
        printed=pairs(choices).set_index("year").loc[1937, "share_text"],
    )


def reinstated_finding(choices: Choices) -> str:
    """Say what share of the expelled, or of the appeals, was taken back."""
    rows, several, back = reinstated(choices), together(choices), taken_back(choices)
    printed = rows[(rows["origin"] == PRINTED) & (rows["where"] == "ussr_1938")].iloc[0]
    rivals = rows[(rows["campaign"] == printed["campaign"]) & (rows["origin"] == "published")]
    share, others = percent(100 * printed["value"], 0), ""
    first = _("1929: {share} of the expelled were reinstated as printed").format(share=share)
    if len(rivals):
        others = joined(
            [f"{percent(100 * v, 0)} ({_(a)})" for v, a in zip(rivals["value"], rivals["author"], strict=True)]
        )
        first += _(", {others} as published").format(others=others)
    text = _(
        "{first}. 1937: in {places} places that one source lists together ({author}), {part} of {of} appeals examined "
        "led to reinstatement ({share}); those appeals are not all of the expelled, nor were the places drawn by lot."
    ).format(
        first=first,
        places=several["places"],
        author=_(several["author"]),
        part=number(several["part"]),
        of=number(several["of"]),
        share=percent(100 * several["value"]),
    )
    if back.empty:
        return text
    listed = joined([_("{n} in {year}").format(n=number(r.value), year=r.start) for r in back.itertuples()])
    more = _("Taken back into the party of the whole country: {list} ({author}), whenever they had been expelled.")
    return f"{text} {more.format(list=listed, author=_(back['author'].iloc[0]))}"


def option_finding(choices: Choices, year: int = 1933) -> str:
    """Say between which shares a year moves when the base is varied."""
    frame = by_option(choices, "base")
    frame = frame[(frame["year"] == year) & frame["rate"].notna()]
    if frame.empty:
        return _("No base qualifies under these choices.")
    name = years([frame["label"].iloc[0]])
    said = joined(
        [f"{percent(100 * r.rate)} of {number(r.base_value)} {_(BASE_WORDS[r.option])}" for r in frame.itertuples()]
    )
    return ngettext(
        "The printed number for {name} is {said}.",
        "The printed number for {name} is {said}, as the base is chosen.",
        len(frame),
    ).format(name=name, said=said)


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said and what cannot, generated from the same numbers as the findings."""
    found, said = fitting(choices), []
    outcomes = {
        "narrow": _("Number and share of {years} can be about the party as somebody counted it ({base})."),
        "wide": _("Number and share of {years} fit a count of {base} only if final zeros are rounded."),
        "open": _("For {years} only an open bound on {base} was collected; the pair cannot be excluded."),
        "no": _("Number and share of {years} cannot both be about any count of {base} collected near them."),
        "none": _("For {years} no count of {base} near enough was collected; nothing can be said."),
    }
    for outcome, text in outcomes.items():
        labels = found.loc[found["outcome"] == outcome, "label"]
        if len(labels):
            said.append(text.format(years=years(labels), base=_(BASE_WORDS[choices.base])))
    said.append(own_counts(choices.but(base="screened")))
    return [*filter(None, said), unchecked_finding(choices), caution()]


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the findings rest on, for a sweep.

    Returns
    -------
    dict
        ``relations_hold`` of ``relations`` between printed figures; ``pairs_fit``, printed pairs whose implied base
        holds a published count; ``pairs_fit_if_unchecked``, the same with the unchecked counts instead;
        ``expelled_1933_percent`` and ``expelled_1938_percent``, printed number over the chosen count (None without
        one); ``place_1937_by_number``, ``place_1937_by_share`` and ``place_1937_with_1936``, from the lowest;
        ``one_party``, whether 1937 and 1938 can be about one party; ``lowest_1936``, the verdict on that statement.
    """
    found, shares = tested(choices), rates(choices).set_index("year")["rate"]
    by, held, rank = places(choices)["place"], if_unchecked(choices), ask.check(RANK_1936, choices.reading)
    return {
        "relations_hold": sum(check.verdict in HOLDS for check in found.values()),
        "relations": len(found),
        "pairs_fit": int((fitting(choices)["outcome"] == "narrow").sum()),
        "pairs_fit_if_unchecked": int(held["fits"].sum()) if len(held) else 0,
        "expelled_1933_percent": 100 * shares[1933],
        "expelled_1938_percent": 100 * shares[1938],
        "place_1937_by_number": by.iloc[0],
        "place_1937_by_share": by.iloc[1],
        "place_1937_with_1936": by.iloc[2],
        "one_party": bool(one_party(choices)["meet"].iloc[0]),
        "lowest_1936": rank.verdict if rank else None,
    }
