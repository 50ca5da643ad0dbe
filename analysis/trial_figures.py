"""Figures and tables of the notebook on the trials."""

from __future__ import annotations

import pandas as pd

from analysis import figures, pages
from analysis.figures import Bundle
from analysis.trial_dates import ARREST, EVENTS, printed_dates, timeline
from analysis.trial_fates import fate_table
from analysis.trial_names import by_strictness, unmatched
from analysis.trial_words import date_words, fate_words, list_words, strictness_words
from analysis.trials import TRIALS, Choices, count_table, length_table, list_table, names, prose, published
from analysis.words import _, number

PAMPHLET = "sousa_2001"
MEASURES = {"accused": "accused", "death_sentences": "sentenced to death", "prison_sentences": "sentenced to prison"}


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(sources=PAMPHLET, locator="", original_source="")[["sources", "locator", "original_source"]]


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
    sources = pd.concat([_own(prose(choices)), rows[rows["persons"] != ""]], ignore_index=True)
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
    data = table.rename(columns={"printed": "text"}).assign(highlight=table["redated"] | (table["id"] == ARREST))
    data["highlight"] = data["id"] == EXECUTION_ID
    return figures.bundle(
        "09_generals_dates", "dots", data[["id", "label", "value", "low", "high", "text", "start", "highlight"]],
        **date_words(choices), sources=_own(rows), unit=_("days before (\N{MINUS SIGN}) and after the arrest as printed"),
        reference=0.0, reference_text=_("arrest, as printed"),
    )  # fmt: skip


EXECUTION_ID = "generals-execution-1937-05-12"


def fate_figure(choices: Choices) -> Bundle:
    """Return the sentenced and the rehabilitated, by group of accused."""
    table, rows = fate_table(choices)
    sentenced = table.assign(group=_("sentenced"), label=table["group"], value=table["sentenced"], low=None, high=None)
    rival = table["rehabilitated_low"] != table["rehabilitated_high"]
    again = table.assign(
        group=_("rehabilitated later"), label=table["group"],
        value=table["rehabilitated_low"].where(~rival), low=table["rehabilitated_low"].where(rival),
        high=table["rehabilitated_high"].where(rival),
    )  # fmt: skip
    data = pd.concat([sentenced, again], ignore_index=True)[["label", "group", "value", "low", "high"]]
    return figures.bundle(
        "09_sentenced_and_rehabilitated", "dots", data.astype({"low": float, "high": float}), **fate_words(choices),
        sources=rows, unit=_("persons"), limits=(0.0, float(table["sentenced"].max())),
        interval=_("Thin bars: lowest and highest of rival accounts."),
    )  # fmt: skip


def statement_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the counts that the pamphlet prints on the trials, and their rows."""
    rows = prose(choices)
    kept = rows["population"].isin([*choices.trials, "public_moscow_trials"]) | (
        (rows["population"].isin(["moscow_trials", "accused_outside_moscow"])) & (choices.trial == "all")
    ) | rows["subject"].isin([t for t in choices.trials])  # fmt: skip
    rows = rows[kept]
    table = pd.DataFrame(
        {
            _("Trial or group"): [_group(p) for p in rows["population"]],
            _("What is counted"): [m.replace("_", " ") for m in rows["measure"]],
            _("Printed"): rows["printed"].to_list(),
            _("Unit"): [u.replace("_", " ") for u in rows["unit"]],
            _("Note of the pamphlet"): [note or "\N{EN DASH}" for note in rows["footnote"]],
            _("Remark"): rows["remark"].to_list(),
        }
    )
    return table, rows


def _group(population: str) -> str:
    for name, trial in TRIALS.items():
        if population.startswith(name):
            rest = population[len(name) :].strip("_").replace("_", " ")
            return _(trial.words) + (f" ({rest})" if rest else "")
    return population.replace("_", " ").capitalize()


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


def show_dates(found: dict, choices: Choices) -> None:
    """Show the tests of dates, or say that the trial chosen has none."""
    if found:
        pages.checks(found, caption=_("Can the dated events have happened in this order?"))
    else:
        pages.say(_("The pamphlet prints no dates for the trial chosen that could be tested against one another."))


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
            _("Named in the decisions collected"): table["named"],
            _("Not rehabilitated"): [t or "\N{EN DASH}" for t in table["not_rehabilitated"]],
        }
    )
    return shown, rows


def _span(low: float, high: float) -> str:
    return number(low) if low == high else _("{low} or {high}").format(low=number(low), high=number(high))
