"""Sentences of the notebook on the trials, all generated from the ledger's verdicts and the printed lists."""

from __future__ import annotations

import pandas as pd

from analysis.data.tables import load_corrections
from analysis.ledger.names import STRICTNESS
from analysis.text import verdicts
from analysis.text.words import _, as_printed, date, joined, ngettext, number
from analysis.topics.trials.chronology import execution_gap, order_checks, slips, weekday_checks
from analysis.topics.trials.fates import fate_table, length_table, prison_fates
from analysis.topics.trials.lists import alone, missing_sentences, unmatched
from analysis.topics.trials.model import (
    TRIALS,
    Choices,
    count_table,
    list_checks,
    list_table,
    numbers,
    repeat_checks,
    sum_checks,
)

NO_GUILT = "Agreement on the number of the sentenced says nothing about guilt."
RULES = {
    "exact": "the same letters",
    "spelling": "the same after transcriptions are levelled",
    "near": "one letter apart, two letters swapped, or one the beginning of the other",
}


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, the most important first."""
    found = [
        _sentenced_finding(choices),
        _published_finding(choices),
        *_fate_findings(choices),
        _list_finding(choices),
        _missing_finding(choices),
        _date_finding(choices),
        _sum_finding(choices),
        _name_finding(choices),
    ]
    return [sentence for sentence in found if sentence]


def _sentenced_finding(choices: Choices) -> str:
    death, prison = (int(numbers(choices)[f"trials-{kind}-sentences"].value) for kind in ("death", "prison"))
    words = _(
        "The {death} death sentences and {prison} prison sentences printed for the four trials are {all} sentences."
    )
    return words.format(death=death, prison=prison, all=death + prison)


def failing(found: dict) -> list[str]:
    """Return the names of the checks that fail."""
    return [words for words, check in found.items() if check.verdict == verdicts.CONTRADICTION]


def _published_finding(choices: Choices) -> str:
    table = count_table(choices)
    if table.empty:
        return ""
    own = table[~table["quoted"]]
    lineages = int(table["lineages"].max())
    text = ngettext(
        "Counts of the pamphlet's own that agree with those collected: {good} of {all} ({n} lineage: everybody reports "
        "the verdicts of the same courts).",
        "Counts of the pamphlet's own that agree with those collected: {good} of {all} ({n} lineages).",
        lineages,
    ).format(good=(own["verdict"] == verdicts.AGREES).sum(), all=len(own), n=lineages)
    lengths = length_table(choices)[0]
    if len(lengths):
        terms = _("Lengths of prison: {same} of {all} agree with what others published.")
        text += " " + terms.format(same=int((lengths["printed"] == lengths["published"]).sum()), all=len(lengths))
    return f"{text} {_(NO_GUILT)}"


def _fate_findings(choices: Choices) -> list[str]:
    table, _rows = fate_table(choices)
    sentences = []
    for row in table.itertuples():
        low, high = number(row.rehabilitated_low), number(row.rehabilitated_high)
        count = low if low == high else _("{low} or {high}, by rival accounts,").format(low=low, high=high)
        text = _("{group}: {sentenced} sentenced, {death} of them to death; {count} rehabilitated ({decisions}).")
        sentence = text.format(
            group=row.group, sentenced=number(row.sentenced), death=number(row.death), count=count,
            decisions=row.decisions,
        )  # fmt: skip
        if row.not_rehabilitated:
            sentence += " " + _("Not rehabilitated: {names}.").format(names=row.not_rehabilitated)
        sentences.append(sentence)
    return sentences


def _list_finding(choices: Choices) -> str:
    table = list_table(choices)
    wrong = table[table["stated"] != table["named"]]
    sentence = _("Stated numbers that equal the list of names printed beside them: {good} of {all}.").format(
        good=len(table) - len(wrong), all=len(table)
    )
    items = [
        _("{what} ({stated} stated, {named} named)").format(
            what=row.what, stated=number(row.stated), named=number(row.named)
        )
        for row in wrong.itertuples()
    ]
    return sentence + (" " + _("Not so: {list}.").format(list="; ".join(items)) if items else "")


def absent(choices: Choices) -> list[tuple[str, list[str]]]:
    """Return the accused who stand in no printed list of the sentenced, whatever the spelling: (trial, names)."""
    found = [(trial, missing_sentences(trial, STRICTNESS[-1])[0]) for trial in ("trial_1937", "trial_1938")]
    return [(trial, people) for trial, people in found if people and trial in choices.trials]


def _missing_finding(choices: Choices) -> str:
    text = _("{trial}: {n} of the accused stand in no list of the sentenced under any spelling: {names}.")
    return " ".join(
        text.format(trial=_(TRIALS[trial].words), n=number(len(people)), names=joined(people))
        for trial, people in absent(choices)
    )


def _date_finding(choices: Choices) -> str:
    found = order_checks(choices)
    if not found:
        return ""
    wrong = failing(found)
    parts = [
        _("Dates that fit the order of events: {good} of {all}.").format(all=len(found), good=len(found) - len(wrong))
    ]
    if wrong and choices.reading == "as_printed":
        fixes = {c.id: c for c in load_corrections().itertuples()}
        causes = [
            _("“{printed}”, read as {date}, mends {n}").format(
                printed=as_printed(fixes[cell].expect), date=date(fixes[cell].value), n=number(len(broken))
            )
            for cell, broken in slips(choices).items()
        ]
        text = ngettext(
            "The {n} failure goes back to {slips} misprinted dates: {list}.",
            "The {n} failures go back to {slips} misprinted dates: {list}.",
            len(wrong),
        )
        if len(causes) == 1:
            text = _("The failures ({n}) have one cause: {list}.")
        parts.append(text.format(n=number(len(wrong)), slips=number(len(causes)), list="; ".join(causes)))
    if not weekday_checks(choices):
        parts.append(_("The pamphlet prints no weekday, so none could be tested."))
    return " ".join(parts)


def _sum_finding(choices: Choices) -> str:
    sums, repeats = sum_checks(choices), repeat_checks(choices)
    parts = []
    for found, text in (
        (sums, _("Sums that hold: {good} of {all}.")),
        (repeats, _("Numbers repeated alike: {good} of {all}.")),
    ):
        if found:
            wrong = failing(found)
            parts.append(text.format(good=number(len(found) - len(wrong)), all=number(len(found))))
            if wrong:
                parts.append(_("Not so: {list}.").format(list="; ".join(wrong)))
    return " ".join(parts)


def _name_finding(choices: Choices) -> str:
    table, left = unmatched(choices), alone(choices)
    absentees = sum(len(people) for _trial, people in absent(choices))
    text = _(
        "Names count as one if they are {rule}. Lists compared: {n}; pairs found: {pairs}, of them spelt differently: "
        "{respelt}. Persons who stay alone in some list: {alone} (missing there: {missing}; by spelling: {others})."
    )
    return text.format(
        rule=_(RULES[choices.strictness]), pairs=int(table["pairs"].sum()), n=len(table),
        respelt=int(table["respelt"].sum()), alone=number(len(left)), missing=number(absentees),
        others=number(len(left) - absentees),
    )  # fmt: skip


def _words(title: str, caption: str, alt: str) -> dict[str, str]:
    return {"title": title, "caption": caption, "alt": alt}


def list_words(choices: Choices, table: pd.DataFrame) -> dict[str, str]:
    """Return title, caption and alternative text of the figure of stated numbers and names."""
    wrong, people = table[table["stated"] != table["named"]], [n for _t, names in absent(choices) for n in names]
    title = _("Every stated number has a list of names of the same length")
    if len(wrong) == 1:
        row = wrong.iloc[0]
        title = _("{what} \N{EN DASH} {stated} stated, {named} named").format(
            what=row["what"], stated=number(row["stated"]), named=number(row["named"])
        )
    elif len(wrong):
        title = _("{n} of {all} lists of names differ from the stated number").format(n=len(wrong), all=len(table))
    caption = _(
        "Persons: the number that the text states, and the names printed beside it. Complete counts, no sample."
    )
    if people:
        text = _(" Accused, but in no list of the sentenced: {names}. Other differences of names are spellings.")
        caption += text.format(names=joined(people))
    listed = "; ".join(f"{r.what}: {number(r.stated)}, {number(r.named)}" for r in table.itertuples())
    return _words(title, caption, _("Pairs of dots, stated and named: {list}.").format(list=listed))


def date_words(table: pd.DataFrame) -> dict[str, str]:
    """Return the words of the figure of dates around the trial of the generals."""
    printed, read = execution_gap("as_printed"), execution_gap("as_corrected")
    title = _("The execution is published {days} days after the arrest").format(days=printed)
    if printed < 0:
        title = _("As printed the execution is published {days} days before the arrest").format(days=-printed)
        if read >= 0:
            title += _("; read as June, {days} after").format(days=read)
    caption = _(
        "Dates around the trial of the generals, in the order in which the text tells the events. Written at the "
        "marks: the date as printed, or as corrections.csv reads it. End of March is read as 21 to 31 March."
    )
    listed = "; ".join(f"{r.label}: {as_printed(r.printed)} ({date(r.start)})" for r in table.itertuples())
    return _words(title, caption, _("Dots on a calendar of 1937. {list}.").format(list=listed))


def fate_words(choices: Choices) -> dict[str, str]:
    """Return the words of the figure of sentences and rehabilitations."""
    table, _rows = fate_table(choices)
    low, high = table["rehabilitated_low"].sum(), table["rehabilitated_high"].sum()
    count = number(low) if low == high else _("{low} or {high}").format(low=number(low), high=number(high))
    rival = "" if low == high else _(", by rival accounts")
    title = _("Of {sentenced} sentenced, {count} were rehabilitated later{rival}").format(
        rival=rival, sentenced=number(table["sentenced"].sum()), count=count
    )
    caption = _("Persons. Where accounts of a rehabilitation differ, each has a mark of its own.")
    listed = "; ".join(
        _("{group}: {sentenced} sentenced, {low} to {high} rehabilitated").format(
            group=r.group, sentenced=number(r.sentenced), low=number(r.rehabilitated_low),
            high=number(r.rehabilitated_high),
        )
        for r in table.itertuples()
    )  # fmt: skip
    return _words(
        title, f"{caption} {_(NO_GUILT)}", _("Dots, sentenced and rehabilitated: {list}.").format(list=listed)
    )


def conclusions(choices: Choices) -> list[str]:
    """Return what the numbers allow to say, and what not."""
    found = [_(NO_GUILT)]
    if failing(list_checks(choices)):
        found.append(
            _("A list that is shorter than its number names fewer persons; it does not show which of the two is wrong.")
        )
    fates = prison_fates(choices)
    if len(fates):
        text = _("On those sentenced to prison: {text}. {note}")
        found.append(text.format(text=_(fates.iloc[0]["text"]), note=_(fates.iloc[0]["note"])))
    return found


def say_unchecked(choices: Choices) -> str:
    """Say what would change if the rows that nobody has looked up held."""
    known, let_in = (fate_table(choices.but(unchecked=u))[0] for u in (False, True))
    columns = ["sentenced", "rehabilitated_low", "rehabilitated_high", "named"]
    if known[columns].equals(let_in[columns]):
        return _("No number above would change if the rows that nobody has looked up held.")
    listed = "; ".join(
        _("{group}: {a} instead of {b} persons named in decisions").format(
            group=r.group, a=number(r.named), b=number(n)
        )
        for r, n in zip(let_in.itertuples(), known["named"], strict=True)
        if r.named != n
    )
    return _("If the rows that nobody has looked up held, this would change: {list}.").format(list=listed)


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on. They say nothing about guilt.

    Returns
    -------
    dict
        ``lists_equal`` of ``lists``, stated numbers with a list of names of that length; ``sums_fail``,
        ``repeats_fail`` and ``dates_fail``, contradictions by the ledger; ``misprinted_dates``, the cells behind the
        last; ``persons_alone``, who stay without a partner in some list; ``counts_agree`` with those collected;
        ``rehabilitated_low`` and ``rehabilitated_high``, persons, where accounts differ; ``execution_gap``, days from
        the printed arrest to the printed execution in the reading chosen.
    """
    listed, counted, fates = list_table(choices), count_table(choices), fate_table(choices)[0]
    return {
        "lists_equal": int((listed["stated"] == listed["named"]).sum()),
        "lists": len(listed),
        "sums_fail": len(failing(sum_checks(choices))),
        "repeats_fail": len(failing(repeat_checks(choices))),
        "dates_fail": len(failing(order_checks(choices))),
        "misprinted_dates": len(slips(choices)),
        "persons_alone": len(alone(choices)),
        "counts_agree": int((counted["verdict"] == verdicts.AGREES).sum()) if len(counted) else 0,
        "rehabilitated_low": fates["rehabilitated_low"].sum() if len(fates) else 0,
        "rehabilitated_high": fates["rehabilitated_high"].sum() if len(fates) else 0,
        "execution_gap": execution_gap(choices.reading),
    }
