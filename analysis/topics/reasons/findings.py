"""Sentences and tables of the notebook on reasons and accusations, generated from the numbers."""

from __future__ import annotations

from analysis.data import quantities
from analysis.ledger.comparison import against_estimates
from analysis.text.verdicts import HOLDS, NONE_COLLECTED, NOT_COMPARABLE
from analysis.text.words import _, joined, ngettext, number, percent
from analysis.topics.reasons.checks import accusation_checks, claim_checks, composition_checks, reason_checks
from analysis.topics.reasons.model import (
    Choices,
    claims,
    coverage,
    oppositionists,
    political_readings,
    printed_text,
    prose,
    reasons,
    same_categories,
    total,
)


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, a sentence or two each, true under the choices made."""
    return [
        sums_finding(choices),
        political_1929_finding(choices),
        passivity_finding(choices),
        change_finding(choices),
        claims_finding(choices),
        coverage_finding(choices),
        political_finding(choices),
        composition_finding(choices),
        published_finding(choices),
        caution(),
    ]


def caution() -> str:
    """Say what the figures are and are not."""
    return _(
        "All these are complete counts, so no confidence intervals are given. Accusations are what was said at one "
        "meeting, neither persons nor proven offences; and a reason for expulsion is not a charge in court."
    )


def sums_finding(choices: Choices) -> str:
    """Say whether the tables add up, and which sum is no test."""
    found, table = {**reason_checks(choices), **accusation_checks(choices)}, reasons(choices)
    names = (
        _("1929: the reasons add up to 100"),
        _("1933: the reasons, the line that the pamphlet added included, add up to 100"),
        _("Smolensk: the seven lines add up to the total"),
    )
    one, two, lines = (_("add up") if found[name].verdict in HOLDS else _("do not add up") for name in names)
    book = table[(table["year"] == 1933) & (table["reason"] != "not_mentioned")]
    return _(
        "The reasons of 1929 {one} to 100 per cent, and the seven lines of Smolensk {lines} to {total}. Those of 1933 "
        "{two}, but this is no test: the pamphlet added a line for what was missing, and the {n} others reach {sum}."
    ).format(
        one=one, two=two, lines=lines, total=total(choices).text, n=len(book), sum=percent(100 * book["value"].sum())
    )


def political_1929_finding(choices: Choices) -> str:
    """Say what "10 per cent of these 10 per cent" allows."""
    check = reason_checks(choices)[_("1929: political reasons, 10 per cent of 10 per cent")]
    rows = quantities.read_printed("expulsions_by_year", choices.reading, rule=choices.rule).set_index("id")
    expelled, table = rows.loc["expulsions-1929-number", "value"], reasons(choices).set_index("id")
    return _(
        "1929, political reasons: {part} per cent of {whole} per cent is {share} of the expelled (rounding allows "
        "{low} to {high}), about {persons} persons of {all}; “{printed} per cent” {outcome}. The figure is about "
        "breaches of discipline that were called factional; whether other reasons were political too is left open."
    ).format(
        part=printed_text(choices)["reasons-1929-political-percent"],
        whole=table.loc["reasons-1929-violations-of-discipline", "printed"],
        share=percent(100 * check.computed, 1),
        low=percent(100 * check.low, 2),
        high=percent(100 * check.high, 2),
        persons=number(check.computed * expelled, 0),
        all=number(expelled),
        printed=printed_text(choices)["reasons-1929-political-percent-of-all"],
        outcome=_("can hold") if check.verdict in HOLDS else _("cannot hold"),
    )


def passivity_finding(choices: Choices) -> str:
    """Say which place passivity has among the reasons of 1933, and whether it is almost one fourth."""
    found, table = reason_checks(choices), reasons(choices)
    two = table[(table["year"] == 1933)].sort_values("value", ascending=False, kind="stable")
    biggest = found[_("1933: passivity is the biggest group")].verdict in HOLDS
    fourth = found[_("1933: passivity, “almost one fourth”")].verdict in HOLDS
    share = two.loc[two["reason"] == "passivity", "value"].iloc[0]
    return _(
        "1933: passivity, {share}, {rank} the biggest group of reasons and {fit} “almost one fourth”; the group next "
        "in size has {next}."
    ).format(
        share=percent(100 * share),
        rank=_("is") if biggest else _("is not"),
        fit=_("fits") if fourth else _("does not fit"),
        next=percent(100 * two["value"].iloc[1]),
    )


def change_finding(choices: Choices) -> str:
    """Say which reasons can be compared between 1929 and 1933, and how they changed."""
    table = same_categories(choices)
    rule = {
        "identical": _("worded identically"),
        "nearly": _("worded alike but for a plural"),
        "similar": _("worded alike at least in the first two words"),
    }[choices.same_category]
    if table.empty:
        return _("No reason {rule} stands in both years, so no change is computed.").format(rule=rule)
    said = [
        _("{name} from {a} to {b}, a change of {low} to {high} points").format(
            name=r.reason.replace("_", " "),
            a=percent(100 * r.value_1929, 0),
            b=percent(100 * r.value_1933),
            low=number(100 * r.change_low, 2),
            high=number(100 * r.change_high, 2),
        )
        for r in table.itertuples()
    ]
    text = ngettext(
        "Of the reasons of 1929 and 1933, {n} is {rule}: {said}.",
        "Of the reasons of 1929 and 1933, {n} are {rule}: {said}.",
        len(table),
    ).format(n=len(table), rule=rule, said="; ".join(said))
    return text + " " + _("All others are other categories, and no change over time is computed for them.")


def claims_finding(choices: Choices) -> str:
    """Say which claims about the accusations the lines that they name reproduce, and how easily others would."""
    table = claims(choices)
    failing = table.loc[~table["holds"], "label"]
    outcome = _("all hold") if failing.empty else _("{names} do not hold").format(names=joined(list(failing)))
    weak = table.loc[table["chance"].idxmax()]
    strong = table.loc[table["chance"].idxmin()]
    return _(
        "Smolensk: of {n} statements about shares of the {total} accusations {k} are reproduced by the lines that they "
        "name ({outcome}). They are unequally strong: tried on all sets of the lines, with at most {max} in a set, "
        "“{weak_text}” ({weak}) is met by {a} of {b} sets, “{strong_text}” ({strong}) by {c} of {d}."
    ).format(
        n=len(table),
        total=total(choices).text,
        k=int(table["holds"].sum()),
        outcome=outcome,
        weak_text=weak["printed"],
        weak=weak["label"],
        a=weak["fitting"],
        b=weak["tried"],
        max=choices.max_lines,
        strong_text=strong["printed"],
        strong=strong["label"],
        c=strong["fitting"],
        d=strong["tried"],
    )


def coverage_finding(choices: Choices) -> str:
    """Say which lines of the table the claims name twice or not at all."""
    table = coverage(choices)
    none, twice = table[table["claims"] == 0], table[table["claims"] > 1]
    said = []
    if len(twice):
        said.append(_("{names} is counted in more than one of them").format(names=joined(list(twice["label"]))))
    if len(none):
        said.append(
            _("{names} ({count} accusations, {share}) are in none").format(
                names=joined(list(none["label"])),
                count=number(none["count"].sum()),
                share=percent(100 * none["share"].sum()),
            )
        )
    if not said:
        return _("Every line of the table is named by exactly one claim.")
    return _("The claims do not divide the table: {said}.").format(said="; ".join(said))


def political_finding(choices: Choices) -> str:
    """Say how the share of political accusations depends on what is called political."""
    table = political_readings(choices)
    said = [f"{r.reading}: {number(r.count)} ({percent(100 * r.share)})" for r in table.itertuples()]
    fits = table.loc[table["fits"], "reading"]
    only = fits.iloc[0] if len(fits) == 1 else _("{n} of the readings").format(n=len(fits))
    return _(
        "“{printed} per cent” political opposition is met by: {only}. Read more widely the share grows ({said}). Which "
        "lines are political is a matter of reading; the wider readings are ours."
    ).format(printed=printed_text(choices)["accusations-smolensk-political-percent"], only=only, said="; ".join(said))


def composition_finding(choices: Choices) -> str:
    """Say what the printed composition of the expelled of 1933 shows and does not show."""
    found, text = composition_checks(choices), prose(choices)
    names = (
        _("1933: farmers, civil servants and workers add up to 100"),
        _("1933: 85 per cent is farmers and workers"),
    )
    holds = all(found[name].verdict in HOLDS for name in names)
    return _(
        "1933: {farmers} per cent farmers, {servants} civil servants and {workers} workers {fit} with 100 and with the "
        "{working} per cent printed for farmers and workers. These shares say what the expelled did for a living. When "
        "they had joined the party is another question: {joined} after 1928; how long the others had been in it is not "
        "printed."
    ).format(
        farmers=text["screening-1933-farmers-percent"].text,
        servants=text["screening-1933-civil-servants-percent"].text,
        workers=text["screening-1933-workers-percent"].text,
        fit=_("fit together") if holds else _("do not fit together"),
        working=text["screening-1933-working-people-percent"].text,
        joined=text["screening-1933-joined-after-1928-share"].text,
    )


def published_finding(choices: Choices) -> str:
    """Say what others published on reasons, and why it is not comparable."""
    verdict = reason_verdict(choices)
    rows = oppositionists(choices)
    if rows.empty:
        return _("Published reasons for expulsion: {verdict}.").format(verdict=_(verdict))
    row = rows.iloc[0]
    return _(
        "Published reasons for expulsion: {verdict}. The nearest figure: in Moscow city and oblast about {n} of {all} "
        "expelled in the verification of 1935 were expelled as oppositionists, {share} ({author}). That is another "
        "campaign and place than the “{printed} per cent” of 1929, and persons, not accusations as in Smolensk."
    ).format(
        verdict=_(verdict),
        n=number(row["value"]),
        all=number(row["expelled"]),
        share=percent(100 * row["share"]),
        author=row["author"],
        printed=printed_text(choices)["reasons-1929-political-percent-of-all"],
    )


def reason_verdict(choices: Choices) -> str:
    """Return the verdict word on the printed reasons against the published ones."""
    rows = quantities.read_estimates("party_expulsions")
    rows = rows[rows["measure"].isin(["reason_share", "expelled_as_oppositionists"])]
    table = reasons(choices)
    printed = table.loc[table["reason"] == "violations_of_discipline", "number"].iloc[0].bounds(choices.rule)
    wanted = {"measure": "reason_share", "population": "party", "territory": "ussr_1938"}
    return against_estimates(printed, wanted, rows).verdict


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said and what cannot, generated from the same numbers as the findings."""
    found = {**reason_checks(choices), **composition_checks(choices)}
    found |= {**accusation_checks(choices), **claim_checks(choices)}
    broken = [name for name, check in found.items() if check.verdict not in HOLDS]
    rest = " " + _("Not: {names}.").format(names="; ".join(broken)) if broken else ""
    return [
        _("{k} of {n} relations between the printed figures hold.").format(k=len(found) - len(broken), n=len(found))
        + rest,
        coverage_finding(choices),
        _("No independent list of reasons was collected, so the printed shares can be neither confirmed nor refuted.")
        if reason_verdict(choices) in (NONE_COLLECTED, NOT_COMPARABLE)
        else _("Published reasons were collected; see part 3."),
        caution(),
    ]
