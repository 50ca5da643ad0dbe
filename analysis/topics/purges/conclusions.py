"""Sentences that close the notebook on expulsions: examples, reinstatements, choices, conclusions."""

from __future__ import annotations

from analysis.text.verdicts import HOLDS
from analysis.text.words import _, joined, ngettext, number, percent
from analysis.topics.purges.bases import by_option, fitting
from analysis.topics.purges.checks import checks
from analysis.topics.purges.findings import caution, own_counts, years
from analysis.topics.purges.model import BASE_WORDS, Choices, pairs, prose
from analysis.topics.purges.published import reinstated, together


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
    rows, several = reinstated(choices), together(choices)
    printed = rows[(rows["origin"] == "printed") & (rows["where"] == "ussr_1938")].iloc[0]
    rivals = rows[(rows["campaign"] == printed["campaign"]) & (rows["origin"] == "published")]
    first = _("1929: {share} of the expelled were reinstated as printed").format(
        share=percent(100 * printed["value"], 0)
    )
    if len(rivals):
        others = joined(
            [f"{percent(100 * v, 0)} ({a})" for v, a in zip(rivals["value"], rivals["author"], strict=True)]
        )
        first += _(", {others} as published").format(others=others)
    return _(
        "{first}. 1937: in {places} places that one source lists together ({author}), {part} of {of} appeals examined "
        "led to reinstatement ({share}); those appeals are not all of the expelled, nor were the places drawn by lot."
    ).format(
        first=first,
        places=several["places"],
        author=several["author"],
        part=number(several["part"]),
        of=number(several["of"]),
        share=percent(100 * several["value"]),
    )


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
    checked = checks(choices)
    holding = sum(check.verdict in HOLDS for check in checked.values())
    said = [_("{k} of {n} relations between the printed figures hold.").format(k=holding, n=len(checked))]
    found = fitting(choices)
    outcomes = {
        "narrow": _("Number and share of {years} can be about the party as somebody counted it ({base})."),
        "wide": _("Number and share of {years} fit a count of {base} only if final zeros are rounded."),
        "no": _("Number and share of {years} cannot both be about any count of {base} collected near them."),
        "none": _("For {years} no count of {base} near enough was collected; nothing can be said."),
    }
    for outcome, text in outcomes.items():
        labels = found.loc[found["outcome"] == outcome, "label"]
        if len(labels):
            said.append(text.format(years=years(labels), base=_(BASE_WORDS[choices.base])))
    said.append(own_counts(choices.but(base="screened")))
    return [*filter(None, said), caution()]
