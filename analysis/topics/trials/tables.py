"""Tables of the notebook on the trials, ready for a page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.display import pages
from analysis.ledger.names import STRICTNESS
from analysis.numbers.arithmetic import Check
from analysis.text.words import _, date, number
from analysis.topics.trials.chronology import day_table, order_checks
from analysis.topics.trials.fates import fate_table, length_table
from analysis.topics.trials.findings import failing
from analysis.topics.trials.lists import alone, unmatched
from analysis.topics.trials.model import TRIALS, Choices, count_table, names, prose, published

MEASURES = {"accused": "accused", "death_sentences": "sentenced to death", "prison_sentences": "sentenced to prison"}
GROUPS = {
    "moscow_trials": "Four Moscow trials",
    "public_moscow_trials": "Public Moscow trials",
    "accused_outside_moscow": "Trials outside Moscow",
    "met_abroad": "said to have met Trotsky or Sedov abroad",
    "from_germany": "said to have lived in Germany",
    "radek_sokolnikov_arnold": "Radek, Sokolnikov and Arnold",
    "stroilov": "Stroilov",
    "imprisoned": "sentenced to prison",
    "court": "members of the court",
    "central_committee": "former members of the Central Committee",
    "chernov_zelensky_ivanov": "Chernov, Zelensky and Ivanov",
    "bukharin_rykov_yagoda": "Bukharin, Rykov and Yagoda",
    "pletnev": "Pletnev",
    "rakovsky": "Rakovsky",
    "bessonov": "Bessonov",
    "high_command_without_tukhachevsky": "Officers other than Tukhachevsky",
}
COUNTED = {
    "trials": "trials",
    "share": "part that had held high positions",
    "accused": "accused",
    "convicted": "convicted",
    "death_sentences": "death sentences",
    "death_sentences_share": "part sentenced to death",
    "prison_sentences": "prison sentences",
    "prison_or_death_sentences": "prison and death sentences together",
    "sentence_length": "length of prison",
    "rights_loss_length": "loss of civil rights after prison",
    "last_speeches": "last speeches",
    "judges": "judges",
    "convicted_share": "part found guilty and sentenced to death",
    "executions": "shot",
}


def statement_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the quantities that the pamphlet prints on the trials, and their rows."""
    rows = prose(choices)
    general = rows["population"].isin(list(GROUPS)[:3]) & (choices.trial == "all")
    rows = rows[(rows["subject"].isin(choices.trials) | general) & rows["measure"].isin(list(COUNTED))]
    table = pd.DataFrame(
        {
            _("Trial or group"): [_group(r.subject, r.population) for r in rows.itertuples()],
            _("What is counted"): [_(COUNTED[m]) for m in rows["measure"]],
            _("Printed"): rows["printed"].to_list(),
            _("Unit"): [_("in a word") if u == "fraction" else _(u) for u in rows["unit"]],
            _("In a quotation"): ["quotation" in remark for remark in rows["remark"]],
            _("Note of the pamphlet"): [note or "\N{EN DASH}" for note in rows["footnote"]],
        }
    )
    return table, rows


def _group(subject: str, population: str) -> str:
    if subject not in TRIALS:
        return _(GROUPS[population])
    words, rest = _(TRIALS[subject].words), population.removeprefix(subject).strip("_")
    return f"{words}: {_(GROUPS.get(rest, rest))}" if rest else words


def name_lists(choices: Choices) -> pd.DataFrame:
    """Return the printed lists of names, one row a list."""
    rows = []
    for trial in choices.trials:
        for which in ("accused", "death", "prison"):
            people = names(trial, which)
            if people:
                words = {"accused": _("accused"), "death": _("sentenced to death"), "prison": _("sentenced to prison")}
                rows.append((_(TRIALS[trial].words), words[which], len(people), "; ".join(people)))
    return pd.DataFrame(rows, columns=[_("Trial"), _("List"), _("Names"), _("As printed")])


def unmatched_table(choices: Choices) -> pd.DataFrame:
    """Return the comparisons of lists, ready for a page."""
    table = unmatched(choices)
    return pd.DataFrame(
        {
            _("Comparison"): table["comparison"],
            _("Pairs"): table["pairs"],
            _("Of them spelt differently"): table["respelt"],
            _("Only in the first list"): [t or "\N{EN DASH}" for t in table["left_only"]],
            _("Only in the second list"): [t or "\N{EN DASH}" for t in table["right_only"]],
        }
    )


def compared_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return printed and published counts, ready for a page, and the published rows."""
    table, rows = count_table(choices), published(choices)
    shown = pd.DataFrame(
        {
            _("Trial"): table["trial"],
            _("Persons"): [_(MEASURES[m]) for m in table["measure"]],
            _("Printed"): [f"{r.printed} ({_('quoted')})" if r.quoted else r.printed for r in table.itertuples()],
            _("Published"): table["published"],
            _("Against the literature"): [_(v) for v in table["verdict"]],
            _("Against the cited source"): [_(v) for v in table["fidelity"]],
        }
    )
    return shown, rows[rows["measure"].isin(list(MEASURES))]


def lengths(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return printed and published lengths of prison, ready for a page, and the rows; empty for some trials."""
    table, rows = length_table(choices)
    shown = pd.DataFrame(
        {
            _("Person"): table["name"],
            _("Trial"): table["trial"],
            _("Printed (years)"): table["printed"],
            _("Published (years)"): table["published"],
        }
    )
    return shown, rows


def show_checks(found: Mapping[str, Check], caption: str) -> None:
    """Show checks as a table, or say that there is nothing to test for the trial chosen."""
    if found:
        pages.checks(found, caption=_(caption))
    else:
        pages.say(_("{caption}: nothing to test for the trial chosen.").format(caption=_(caption)))


def show_lengths(choices: Choices) -> None:
    """Show printed and published lengths of prison, or say that the trials chosen have none."""
    shown, rows = lengths(choices)
    if shown.empty:
        pages.say(_("The pamphlet prints no lengths of prison for the trial chosen."))
    else:
        pages.table(shown, caption=_("Prison sentences in years, as printed and as published"), rows=rows)


def days(choices: Choices) -> pd.DataFrame:
    """Return the printed days of the trials beside the published ones, ready for a page."""
    table = day_table(choices)

    def span(start: str, end: str) -> str:
        return date(start) if start == end else f"{date(start)}\N{EN DASH}{date(end)}"

    return pd.DataFrame(
        {
            _("Trial"): table["trial"],
            _("Printed"): [p or "\N{EN DASH}" for p in table["printed"]],
            _("Published"): [span(r.published_start, r.published_end) for r in table.itertuples()],
            _("Verdict"): [_(v) if v else None for v in table["verdict"]],
        }
    )


def fates(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sentences beside rehabilitations, ready for a page, and the rows behind them."""
    table, rows = fate_table(choices)
    shown = pd.DataFrame(
        {
            _("Trial"): table["group"],
            _("Sentenced to death"): table["death"],
            _("Sentenced to prison"): table["prison"],
            _("Rehabilitated"): [span_of(r.rehabilitated_low, r.rehabilitated_high) for r in table.itertuples()],
            _("Decisions"): table["decisions"],
            _("Named in the decisions collected"): [str(n) if n else "\N{EN DASH}" for n in table["named"]],
            _("Not rehabilitated"): [t or "\N{EN DASH}" for t in table["not_rehabilitated"]],
        }
    )
    return shown, rows


def fate_notes(choices: Choices) -> list[str]:
    """Return the remarks of the sources on the rehabilitations, one each."""
    _table, rows = fate_table(choices)
    return [note for note in rows.loc[rows["measure"] == "rehabilitated", "note"].unique() if note]


def alternatives(choices: Choices) -> pd.DataFrame:
    """Return results under each rule for names and each reading."""
    rows = []
    for field, values in (("strictness", STRICTNESS), ("reading", ("as_printed", "as_corrected"))):
        for value in values:
            changed = choices.but(**{field: value})
            rows.append(
                {
                    _("Choice"): field,
                    _("Setting"): value,
                    _("Persons without a partner"): len(alone(changed)),
                    _("Tests of dates that fail"): len(failing(order_checks(changed))),
                }
            )
    return pd.DataFrame(rows)


def span_of(low: float, high: float) -> str:
    """Return one number, or two rival ones."""
    return number(low) if low == high else _("{low} or {high}").format(low=number(low), high=number(high))


def _first(make):
    """Return a function of the choices that gives the table alone."""
    return lambda choices: make(choices)[0]


TABLES = {
    "statements": _first(statement_table),
    "names": name_lists,
    "unmatched": unmatched_table,
    "days": days,
    "compared": _first(compared_table),
    "lengths": _first(lengths),
    "fates": _first(fates),
    "alternatives": alternatives,
}
