"""Sentences and tables of the notebook on reasons and accusations, generated from the numbers."""

from __future__ import annotations

from analysis.data import quantities
from analysis.ledger import ask
from analysis.text.verdicts import HOLDS, NONE_COLLECTED, NOT_COMPARABLE, NOT_TESTABLE
from analysis.text.words import _, as_printed, joined, number, percent
from analysis.topics.reasons.choices import Choices
from analysis.topics.reasons.model import (
    LINES,
    NAMED,
    claims,
    coverage,
    oppositionists,
    political_readings,
    printed_text,
    prose,
    reasons,
    total,
)

SUM_1929, SUM_1933, SUM_SMOLENSK = "reasons-1929-other", "reasons-1933-not-mentioned", "accusations-smolensk-total"
POLITICAL_1929, BIGGEST, FOURTH = (
    "reasons-1929-political-percent-of-all", "screening-1933-passivity-rank", "screening-1933-passivity-share",
)  # fmt: skip
CENTRAL = "accusations-smolensk-political-percent"


def relations() -> dict[str, str]:
    """Return what is tested between printed reasons, in words -> the claim that the ledger tests."""
    return {
        _("1929: the reasons add up to 100"): SUM_1929,
        _("1929: breach of discipline, table against text"): "reasons-1929-discipline-percent-again",
        _("1929: political reasons, 10 per cent of 10 per cent"): POLITICAL_1929,
        _("1933: the reasons, the line that the pamphlet added included, add up to 100"): SUM_1933,
        _("1933: passivity is the biggest group"): BIGGEST,
        _("1933: passivity, “almost one fourth”"): FOURTH,
        _("1933: passivity, “one fourth”"): "screening-1933-passivity-share-again",
        _("1933: farmers, civil servants and workers add up to 100"): "screening-1933-civil-servants-percent",
        _("1933: 85 per cent is farmers and workers"): "screening-1933-working-people-percent",
        _("1935, Smolensk: joined 1929-32, “at least half” of the expelled"): "smolensk-1935-not-old-share",
    }


def accusation_relations(choices: Choices) -> dict[str, str]:
    """Return what is tested between printed accusations, in words -> the claim that the ledger tests."""
    text, label = printed_text(choices), claims(choices).set_index("claim")["label"]
    sums = {
        _("Smolensk: the seven lines add up to the total"): SUM_SMOLENSK,
        _("Smolensk: total, table against text"): "accusations-smolensk-total-again",
    }
    named = _("Smolensk: {claim}, printed “{printed}”")
    return sums | {named.format(claim=label[claim], printed=as_printed(text[claim])): claim for claim in NAMED}


def _holds(claim: str, choices: Choices) -> bool:
    check = ask.check(claim, choices.reading)
    return check is not None and check.verdict in HOLDS


def findings(choices: Choices) -> list[str]:
    """Return what the notebook finds, a sentence or two each, true under the choices made."""
    return [
        few_finding(choices),
        claims_finding(choices),
        coverage_finding(choices),
        political_finding(choices),
        political_1929_finding(choices),
        passivity_finding(choices),
        sums_finding(choices),
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


def few_finding(choices: Choices) -> str:
    """Say how many of the accusations were of political opposition, as the pamphlet stresses."""
    row = claims(choices).set_index("claim").loc[CENTRAL]
    outcome = (
        _("the pamphlet's “{printed} per cent” holds") if row["holds"] else _("“{printed} per cent” does not hold")
    )
    return _(
        "{k} of the {n} accusations raised in Smolensk in 1935 were of belonging to {lines}, {share}: {outcome}. They "
        "are accusations at one meeting, and which lines are political is a matter of reading."
    ).format(
        k=number(row["named_count"]), n=total(choices).text, lines=" + ".join(_(LINES[x]) for x in row["named"]),
        share=percent(100 * row["named_share"]), outcome=outcome.format(printed=as_printed(row["printed"])),
    )  # fmt: skip


def sums_finding(choices: Choices) -> str:
    """Say whether the tables add up, and which sum is no test."""
    table = reasons(choices)
    one, two, lines = (
        _("add up") if _holds(claim, choices) else _("do not add up") for claim in (SUM_1929, SUM_1933, SUM_SMOLENSK)
    )
    book = table[(table["year"] == 1933) & (table["reason"] != "not_mentioned")]
    return _(
        "The reasons of 1929 {one} to 100 per cent, and the seven lines of Smolensk {lines} to {total}. Those of 1933 "
        "{two}, but this is no test: the pamphlet added a line for what was missing, and the {n} others reach {sum}."
    ).format(
        one=one, two=two, lines=lines, total=total(choices).text, n=len(book), sum=percent(100 * book["value"].sum())
    )


def political_1929_finding(choices: Choices) -> str:
    """Say what "10 per cent of these 10 per cent" allows."""
    text, discipline = prose(choices), "reasons-1929-violations-of-discipline"
    part, whole = text["reasons-1929-political-percent"], reasons(choices).set_index("id").loc[discipline, "number"]
    both, point = part.bounds(choices.rule) * whole.bounds(choices.rule), float(part.value * whole.value)
    rows = quantities.read_printed("expulsions_by_year", choices.reading, rule=choices.rule).set_index("id")
    expelled, table = rows.loc["expulsions-1929-number", "value"], reasons(choices).set_index("id")
    return _(
        "1929, political reasons: {part} per cent of {whole} per cent is {share} of the expelled (rounding allows "
        "{low} to {high}), about {persons} persons of {all}; “{printed} per cent” {outcome}. The figure is about "
        "breaches of discipline that were called factional; whether other reasons were political too is left open."
    ).format(
        part=printed_text(choices)["reasons-1929-political-percent"],
        whole=table.loc["reasons-1929-violations-of-discipline", "printed"],
        share=percent(100 * point, 1),
        low=percent(100 * float(both.low), 2),
        high=percent(100 * float(both.high), 2),
        persons=number(point * expelled, 0),
        all=number(expelled),
        printed=as_printed(printed_text(choices)["reasons-1929-political-percent-of-all"]),
        outcome=_("can hold") if _holds(POLITICAL_1929, choices) else _("cannot hold"),
    )


def passivity_finding(choices: Choices) -> str:
    """Say which place passivity has among the reasons of 1933, and whether it is almost one fourth."""
    table = reasons(choices)
    two = table[(table["year"] == 1933)].sort_values("value", ascending=False, kind="stable")
    biggest, fourth = _holds(BIGGEST, choices), _holds(FOURTH, choices)
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


def claims_finding(choices: Choices) -> str:
    """Say which statements about the accusations hold; a figure that is printed twice counts once."""
    table = claims(choices)
    failing = table.loc[~table["holds"] & table["tested"], "label"]
    outcome = _("no other fails") if failing.empty else _("{names} do not hold").format(names=joined(list(failing)))
    once, twice = table[table["again"] == ""], table[table["again"] != ""]
    more = ""
    if len(twice):
        first = table.set_index("claim").loc[twice["again"].iloc[0]]
        more = " " + _("“{a}” and “{b}” are one figure in two forms.").format(
            a=as_printed(first["printed"]), b=as_printed(twice["printed"].iloc[0])
        )
    for row in table[~table["tested"]].itertuples():
        text = _("“{printed}” ({label}) is no number that can be tested; the lines that it names make {share}.")
        share = percent(100 * row.named_share)
        more += " " + text.format(printed=as_printed(row.printed), label=row.label, share=share)
    return _(
        "Smolensk: of {n} statements about shares of the {total} accusations {k} are reproduced by the lines that "
        "they name ({outcome}).{more}"
    ).format(n=len(once), total=total(choices).text, k=int(once["holds"].sum()), outcome=outcome, more=more)


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
    ).format(
        printed=as_printed(printed_text(choices)["accusations-smolensk-political-percent"]), only=only,
        said="; ".join(said),
    )  # fmt: skip


def composition_finding(choices: Choices) -> str:
    """Say what the printed composition of the expelled of 1933 shows and does not show."""
    text = prose(choices)
    names = ("screening-1933-civil-servants-percent", "screening-1933-working-people-percent")
    holds = all(_holds(name, choices) for name in names)
    return _(
        "1933: {farmers} per cent farmers, {servants} civil servants and {workers} workers {fit} with 100 and with the "
        "{working} per cent printed for farmers and workers. These shares say what the expelled did for a living. When "
        "they had joined the party is another question: {joined} after 1928; how long the others had been in it is not "
        "printed."
    ).format(
        farmers=as_printed(text["screening-1933-farmers-percent"].text),
        servants=as_printed(text["screening-1933-civil-servants-percent"].text),
        workers=as_printed(text["screening-1933-workers-percent"].text),
        fit=_("fit together") if holds else _("do not fit together"),
        working=as_printed(text["screening-1933-working-people-percent"].text),
        joined=as_printed(text["screening-1933-joined-after-1928-share"].text),
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
        author=_(row["author"]),
        printed=as_printed(printed_text(choices)["reasons-1929-political-percent-of-all"]),
    )


def reason_verdict(choices: Choices) -> str:
    """Return the ledger's verdict on the printed reasons against the published ones."""
    return ask.against("reasons-1929-violations-of-discipline", choices.reading).verdict


def conclusions(choices: Choices) -> list[str]:
    """Return what can be said and what cannot, generated from the same numbers as the findings."""
    found = ask.checks(relations() | accusation_relations(choices), choices.reading)
    found = {name: check for name, check in found.items() if check.verdict != NOT_TESTABLE}
    broken = [name for name, check in found.items() if check.verdict not in HOLDS]
    rest = " " + _("Not: {names}.").format(names="; ".join(broken)) if broken else ""
    return [
        few_finding(choices),
        _("{k} of {n} relations between the printed figures hold.").format(k=len(found) - len(broken), n=len(found))
        + rest,
        coverage_finding(choices),
        _("No independent list of reasons was collected, so the printed shares can be neither confirmed nor refuted.")
        if reason_verdict(choices) in (NONE_COLLECTED, NOT_COMPARABLE)
        else _("Published reasons were collected; see part 3."),
        caution(),
    ]


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the findings rest on, for a sweep.

    Returns
    -------
    dict
        ``relations_hold`` of ``relations`` between printed figures; ``statements_hold`` of ``statements`` about the
        accusations, one figure in two forms counted once; ``political_accusations_percent``, the share of the line
        that the wording names; ``political_readings_fit``, readings of "political" that the statement allows;
        ``unnamed_accusations``, those under lines that no statement names; ``published``, the verdict against others.
    """
    found = ask.checks(relations() | accusation_relations(choices), choices.reading)
    found = {name: check for name, check in found.items() if check.verdict != NOT_TESTABLE}
    table, lines = claims(choices), coverage(choices)
    once = table[table["again"] == ""]
    return {
        "relations_hold": sum(check.verdict in HOLDS for check in found.values()),
        "relations": len(found),
        "statements_hold": int(once["holds"].sum()),
        "statements": len(once),
        "political_accusations_percent": 100 * table.set_index("claim").loc[CENTRAL, "named_share"],
        "political_readings_fit": int(political_readings(choices)["fits"].sum()),
        "unnamed_accusations": int(lines.loc[lines["claims"] == 0, "count"].sum()),
        "published": reason_verdict(choices),
    }
