"""Sentences, titles and captions of the notebook on the trials, all generated from the checks."""

from __future__ import annotations

import pandas as pd

from analysis.ledger.names import STRICTNESS
from analysis.text import verdicts
from analysis.text.words import _, joined, ngettext, number
from analysis.topics.trials.chronology import execution_gap, order_checks, timeline, weekday_checks
from analysis.topics.trials.fates import fate_table, prison_fates
from analysis.topics.trials.lists import by_strictness, missing_sentences, two_spellings, unmatched
from analysis.topics.trials.model import (
    TRIALS,
    Choices,
    list_checks,
    list_table,
    repeat_checks,
    sum_checks,
)
from analysis.topics.trials.published import count_table, length_table

NO_GUILT = "Agreement on the number of the sentenced says nothing about guilt."
RULES = {
    "exact": "the same letters",
    "spelling": "the same after transcriptions are levelled",
    "near": "one letter apart, two letters swapped, or one the beginning of the other",
}


def findings(choices: Choices) -> list[str]:
    """Return the findings of the notebook, one sentence or a few each."""
    found = [
        _list_finding(choices),
        _missing_finding(choices),
        _sum_finding(choices),
        _name_finding(choices),
        _date_finding(choices),
        _published_finding(choices),
        *_fate_findings(choices),
    ]
    return [sentence for sentence in found if sentence]


def _failing(found: dict) -> list[str]:
    return [words for words, check in found.items() if check.verdict == verdicts.CONTRADICTION]


def _list_finding(choices: Choices) -> str:
    table = list_table(choices)
    wrong = table[table["stated"] != table["named"]]
    text = _("Stated numbers that agree with the list of names printed beside them: {good} of {all}.")
    sentence = text.format(good=len(table) - len(wrong), all=len(table))
    if len(wrong):
        items = [
            _("{what} ({stated} stated, {named} named)").format(
                what=row.what, stated=number(row.stated), named=number(row.named)
            )
            for row in wrong.itertuples()
        ]
        sentence += " " + _("Not so: {list}.").format(list="; ".join(items))
    return sentence


def _missing_finding(choices: Choices) -> str:
    sentences = []
    for trial in ("trial_1937", "trial_1938"):
        if trial not in choices.trials:
            continue
        absent, extra = missing_sentences(trial, choices.strictness)
        title = _(TRIALS[trial].words)
        if absent:
            text = _("{trial}: accused, but in neither list of the sentenced: {names}.")
            sentences.append(text.format(trial=title, names=joined(absent)))
        if extra:
            text = _("{trial}: sentenced, but not found among the accused under this rule for names: {names}.")
            sentences.append(text.format(trial=title, names=joined(extra)))
            near = two_spellings(trial)
            text = _("Under the rule “near” these are one: {pairs}.")
            sentences.append(text.format(pairs="; ".join(near)) if near else "")
    return " ".join(s for s in sentences if s)


def _sum_finding(choices: Choices) -> str:
    found = sum_checks(choices) | repeat_checks(choices)
    if not found:
        return ""
    wrong = _failing(found)
    text = _("Sums and repeated numbers that hold: {good} of {all}.")
    sentence = text.format(good=len(found) - len(wrong), all=len(found))
    return sentence + (" " + _("Not so: {list}.").format(list="; ".join(wrong)) if wrong else "")


def _name_finding(choices: Choices) -> str:
    table = unmatched(choices)
    total, respelt, alone = (int(table[c].sum()) for c in ("pairs", "respelt", "unmatched"))
    return _(
        "Names count as one if they are {rule}. Comparisons of lists made so: {n}. Pairs found: {pairs}, of them with "
        "different spellings: {respelt}. Names that stay without a partner: {alone}."
    ).format(rule=_(RULES[choices.strictness]), pairs=total, n=len(table), respelt=respelt, alone=alone)


def _date_finding(choices: Choices) -> str:
    found = order_checks(choices)
    if not found:
        return ""
    wrong = _failing(found)
    sentence = _("Tests of dates that hold: {good} of {all}.").format(all=len(found), good=len(found) - len(wrong))
    if wrong:
        sentence += " " + _("Not so: {list}.").format(list="; ".join(wrong))
    if not weekday_checks(choices):
        sentence += " " + _("The pamphlet prints no weekday, so none could be tested.")
    return sentence


def _published_finding(choices: Choices) -> str:
    table = count_table(choices)
    if table.empty:
        return ""
    own = table[~table["quoted"]]
    agree = own[own["verdict"] == verdicts.AGREES]
    lineages = int(table["lineages"].max())
    text = ngettext(
        "Counts of the pamphlet's own that agree with those collected: {good} of {all} ({n} lineage: everybody reports "
        "the verdicts of the same courts).",
        "Counts of the pamphlet's own that agree with those collected: {good} of {all} ({n} lineages).",
        lineages,
    ).format(good=len(agree), all=len(own), n=lineages)
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


def list_words(choices: Choices) -> dict[str, str]:
    """Return title, caption, alternative text and description of the figure of stated numbers and lists."""
    table = list_table(choices)
    wrong = table[table["stated"] != table["named"]]
    if len(wrong) == 1:
        row = wrong.iloc[0]
        title = _("{stated} stated, {named} named: one list is shorter than its number ({what})")
        if row["named"] > row["stated"]:
            title = _("{stated} stated, {named} named: one list is longer than its number ({what})")
        title = title.format(what=row["what"], stated=number(row["stated"]), named=number(row["named"]))
    elif len(wrong):
        title = _("{n} of {all} lists of names differ from the stated number").format(n=len(wrong), all=len(table))
    else:
        title = _("Every stated number has a list of names of the same length")
    listed = "; ".join(f"{r.what}: {number(r.stated)}, {number(r.named)}" for r in table.itertuples())
    caption = _(
        "Persons: the number that the text states, and the names printed beside it. Complete counts, no sample."
    )
    return _words(
        title, caption, _("Pairs of dots, stated and named."), _("Stated, named. {list}.").format(list=listed)
    )


def _words(title: str, caption: str, kind: str, description: str) -> dict[str, str]:
    return {"title": title, "caption": caption, "alt": f"{kind} {title}.", "description": description}


def strictness_words(choices: Choices) -> dict[str, str]:
    """Return the words of the figure of names without a partner under each rule."""
    table = by_strictness(choices)
    sums = table.groupby("strictness")["unmatched"].sum()
    first, last = int(sums[STRICTNESS[0]]), int(sums[STRICTNESS[-1]])
    if last < first:
        title = _("Spelling explains {n} of {all} names without a partner, {rest} remain").format(
            n=first - last, all=first, rest=last
        )
    else:
        title = _("{n} names stay without a partner under every rule").format(n=last)
    caption = _(
        "Names of both lists that find no partner in the other. exact: {exact}; spelling: {spelling}; near: {near}."
    )
    caption = caption.format(**{rule: _(words) for rule, words in RULES.items()})
    listed = "; ".join(f"{r.comparison}, {r.strictness}: {r.unmatched}" for r in table.itertuples())
    return _words(title, caption, _("Bars for three rules."), listed + ".")


def date_words(choices: Choices) -> dict[str, str]:
    """Return the words of the figure of dates around the trial of the generals."""
    gap = execution_gap(choices)
    if gap < 0:
        title = _("The execution is published {days} days before the arrest").format(days=-gap)
    else:
        title = _("The execution is published {days} days after the arrest").format(days=gap)
    read = _("As printed") if choices.reading == "as_printed" else _("As corrected")
    table = timeline(choices)
    caption = _("{read}, in the order in which the text tells the events. Written at the marks: the date as printed.")
    caption = caption.format(read=read)
    redated = int(table["redated"].sum())
    caption += " " + _("End of March is read as 21 to 31 March.")
    if redated:
        text = ngettext(
            "{n} date is read as corrections.csv says.", "{n} dates are read as corrections.csv says.", redated
        )
        caption += " " + text.format(n=redated)
    listed = "; ".join(f"{r.label}: {r.printed}" for r in table.itertuples())
    return _words(f"{read}: {title[:1].lower()}{title[1:]}", caption, _("Dots on a scale of days."), listed + ".")


def fate_words(choices: Choices) -> dict[str, str]:
    """Return the words of the figure of sentences and rehabilitations."""
    table, _rows = fate_table(choices)
    low, high = table["rehabilitated_low"].sum(), table["rehabilitated_high"].sum()
    count = number(low) if low == high else _("{low} or {high}").format(low=number(low), high=number(high))
    rival = "" if low == high else _(", by rival accounts")
    title = _("Of {sentenced} sentenced, {count} were rehabilitated later{rival}").format(
        rival=rival, sentenced=number(table["sentenced"].sum()), count=count
    )
    caption = _("Persons. Where accounts of a rehabilitation differ, a bar joins the lowest and the highest.")
    listed = "; ".join(
        _("{group}: {sentenced} sentenced, {low} to {high} rehabilitated").format(
            group=r.group, sentenced=number(r.sentenced), low=number(r.rehabilitated_low),
            high=number(r.rehabilitated_high),
        )
        for r in table.itertuples()
    )  # fmt: skip
    return _words(title, f"{caption} {_(NO_GUILT)}", _("Dots, sentenced and rehabilitated."), listed + ".")


def conclusions(choices: Choices) -> list[str]:
    """Return what the numbers allow to say, and what not."""
    lists, lengths = list_checks(choices), length_table(choices)[0]
    found = [_(NO_GUILT)]
    if len(lengths):
        same = int((lengths["printed"] == lengths["published"]).sum())
        text = _("Lengths of prison: {same} of {all} agree with what others published.")
        found.append(text.format(same=same, all=len(lengths)))
    if _failing(lists):
        found.append(
            _("A list that is shorter than its number names fewer persons; it does not show which of the two is wrong.")
        )
    fates = prison_fates(choices)
    if len(fates):
        text = _("On those sentenced to prison: {text}. {note}")
        found.append(text.format(text=fates.iloc[0]["text"], note=fates.iloc[0]["note"]))
    return found


def alternatives(choices: Choices) -> pd.DataFrame:
    """Return results under each rule for names and each reading.

    Returns
    -------
    pandas.DataFrame
        ``Choice``, ``Setting``, number of names without a partner, number of date tests that fail.
    """
    rows = []
    for field, values in (("strictness", STRICTNESS), ("reading", ("as_printed", "as_corrected"))):
        for value in values:
            changed = choices.but(**{field: value})
            rows.append(
                {
                    _("Choice"): field,
                    _("Setting"): value,
                    _("Names without a partner"): int(unmatched(changed)["unmatched"].sum()),
                    _("Tests of dates that fail"): len(_failing(order_checks(changed))),
                    _("Lists that differ from their number"): len(_failing(list_checks(changed))),
                }
            )
    return pd.DataFrame(rows)
