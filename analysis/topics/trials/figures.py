"""Figures and tables of the notebook on the trials."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.data.study import object_of_study
from analysis.display import bundles as figures
from analysis.display import pages
from analysis.display.bundles import Bundle
from analysis.numbers.arithmetic import Check
from analysis.text.words import _, number
from analysis.text.words import date as written
from analysis.topics.trials.chronology import EVENTS, EXECUTION, printed_dates, timeline
from analysis.topics.trials.fates import fate_table
from analysis.topics.trials.findings import date_words, fate_words, list_words, strictness_words
from analysis.topics.trials.lists import by_strictness, unmatched
from analysis.topics.trials.model import TRIALS, Choices, list_table, names, prose
from analysis.topics.trials.published import count_table, length_table, published

#: Published rows that name persons who were accused or sentenced.
NAMED = ("named_accused", "death_sentences", "prison_sentences")
MEASURES = {"accused": "accused", "death_sentences": "sentenced to death", "prison_sentences": "sentenced to prison"}


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(sources=object_of_study(), locator="", original_source="")[
        ["sources", "locator", "original_source"]
    ]


def list_figure(choices: Choices) -> Bundle:
    """Return stated numbers beside the lengths of the printed lists."""
    table = list_table(choices)
    data = table.melt(["what", "id"], ["stated", "named"], "group", "value").rename(columns={"what": "label"})
    data["group"] = data["group"].map({"stated": _("stated"), "named": _("named")})
    return figures.bundle(
        "09_lists", "pairs", data, **list_words(choices), sources=_own(prose(choices)), unit=_("persons"),
        limits=(0.0, float(data["value"].max())),
    )  # fmt: skip


def strictness_figure(choices: Choices) -> Bundle:
    """Return the names without a partner under each of the three rules."""
    table = by_strictness(choices)
    kept = table.groupby("comparison")["unmatched"].transform("max") > 0
    table = table[kept] if kept.any() else table
    data = table.rename(columns={"comparison": "label", "strictness": "group", "unmatched": "value"})
    rows = published(choices)
    sources = pd.concat(
        [_own(prose(choices)), rows[rows["measure"].isin(NAMED) & (rows["persons"] != "")]], ignore_index=True
    )
    words = strictness_words(choices)
    if kept.any() and not kept.all():
        words["caption"] += " " + _("Comparisons in which every name finds its partner are not drawn.")
    return figures.bundle(
        "09_names", "bars", data[["label", "group", "value"]], **words, sources=sources,
        unit=_("names without a partner"),
    )  # fmt: skip


def date_figure(choices: Choices) -> Bundle:
    """Return the dates around the trial of the generals as days from the printed arrest."""
    table = timeline(choices)
    rows = printed_dates(choices).loc[list(EVENTS)]
    data = table.assign(text=[_date_text(row) for row in table.itertuples()], highlight=table["id"] == EXECUTION)
    return figures.bundle(
        "09_generals_dates", "dots", data[["id", "label", "value", "low", "high", "text", "start", "highlight"]],
        **date_words(choices), sources=_own(rows),
        unit=_("days before (−) and after the arrest as printed"),
        reference=0.0, reference_text=_("arrest, as printed"),
    )  # fmt: skip


def _date_text(row) -> str:
    return (
        _("{printed}, read as {date}").format(printed=row.printed, date=written(row.start))
        if row.redated
        else row.printed
    )


def fate_figure(choices: Choices) -> Bundle:
    """Return the sentenced and the rehabilitated, by group of accused."""
    table, rows = fate_table(choices)
    sentenced = table.assign(group=_("sentenced"), label=table["group"], value=table["sentenced"], low=None, high=None)
    rival = table["rehabilitated_low"] != table["rehabilitated_high"]
    again = table.assign(
        group=_("rehabilitated later"), label=table["group"],
        value=table["rehabilitated_low"].where(~rival), low=table["rehabilitated_low"].where(rival),
        high=table["rehabilitated_high"].where(rival),
        text=[_span(r.rehabilitated_low, r.rehabilitated_high) for r in table.itertuples()],
    )  # fmt: skip
    data = pd.concat([sentenced, again], ignore_index=True)[["label", "group", "value", "low", "high", "text"]]
    return figures.bundle(
        "09_sentenced_and_rehabilitated", "dots", data.astype({"low": float, "high": float}), **fate_words(choices),
        sources=rows, unit=_("persons"), limits=(0.0, float(table["sentenced"].max())),
        interval=_("Thin bars: lowest and highest of rival accounts."),
    )  # fmt: skip


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


def show_lengths(choices: Choices) -> None:
    """Show printed and published lengths of prison, or say that the trials chosen have none."""
    table, rows = length_table(choices)
    if table.empty:
        pages.say(_("The pamphlet prints no lengths of prison for the trial chosen."))
        return
    shown = pd.DataFrame(
        {
            _("Person"): table["name"],
            _("Trial"): table["trial"],
            _("Printed (years)"): table["printed"],
            _("Published (years)"): table["published"],
        }
    )
    pages.table(shown, caption=_("Prison sentences in years, as printed and as published"), rows=rows)


def show_checks(found: Mapping[str, Check], caption: str) -> None:
    """Show checks as a table, or say that there is nothing to test for the trial chosen."""
    if found:
        pages.checks(found, caption=_(caption))
    else:
        pages.say(_("{caption}: nothing to test for the trial chosen.").format(caption=_(caption)))


def fates(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sentences beside rehabilitations, ready for a page, and the rows behind them."""
    table, rows = fate_table(choices)
    shown = pd.DataFrame(
        {
            _("Trial"): table["group"],
            _("Sentenced to death"): table["death"],
            _("Sentenced to prison"): table["prison"],
            _("Rehabilitated"): [_span(r.rehabilitated_low, r.rehabilitated_high) for r in table.itertuples()],
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


def _span(low: float, high: float) -> str:
    return number(low) if low == high else _("{low} or {high}").format(low=number(low), high=number(high))
