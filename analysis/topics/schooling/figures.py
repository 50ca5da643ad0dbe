"""The figures of the notebook on education: each a bundle with words generated from its numbers."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger import coverage
from analysis.text.words import _, as_printed, date, number, percent
from analysis.topics.schooling import model as schooling
from analysis.topics.schooling.findings import APART, MILLION, span, times
from analysis.topics.schooling.model import Choices

NOTEBOOK = "07_education"
AS_PRINTED, LIKE = "as printed", "counted alike"


def growth_figure(choices: Choices) -> Bundle:
    """Return the growth of every count as printed and counted alike."""
    rows = schooling.growth(choices)
    parts = [
        pd.DataFrame({"label": rows["label"], "value": rows[column], "group": _(name)})
        for name, column in ((AS_PRINTED, "as_printed"), (LIKE, "like_for_like"))
    ]
    data = pd.concat(parts, ignore_index=True)
    said = "; ".join(f"{r.label}, {r.group}: {times(r.value)}" for r in data.itertuples())
    more = rows[rows["like_for_like"] / rows["as_printed"] - 1 > APART]
    title = _("Growth of schools and libraries, as printed and counted alike")
    if len(more):
        text = _("{label} grew {like} counted alike, {printed} as printed")
        first = more.iloc[0]
        title = text.format(
            label=first["label"], like=times(first["like_for_like"]), printed=times(first["as_printed"])
        )
    return figures.bundle(
        "07_growth", "pairs", data, title=title,
        caption=_(
            "Last printed figure over the first, and growth of one thing counted alike at both dates, from the "
            "congress reports of 1934 and 1939. For pupils and students both print 1933, and growth within each "
            "report is multiplied. Libraries stand in one report."
        ),
        alt=_("Pairs of marks, times the first figure. {said}.").format(said=said),
        sources=coverage.with_pamphlet(schooling.printed(choices), coverage.report_rows(schooling.links(choices))),
        unit=_("times the first figure"),
        notebook=NOTEBOOK, digits=2,
    )  # fmt: skip


def literacy_figure(choices: Choices) -> Bundle:
    """Return the illiterate in order of time, each with its age band and territory, the printed shares among them."""
    rows = schooling.literacy(choices)
    others = pd.DataFrame(
        {
            "start": rows["start"],
            "label": [f"{date(r.start)}: {r.panel} ({_(r.author)})" for r in rows.itertuples()],
            "value": 100 * rows["illiterate"], "verification": rows["verification"], "id": rows["id"],
            "group": [_("congress report") if report else _("other source") for report in rows["report"]],
        }
    )  # fmt: skip
    data = pd.concat([printed_data(choices), others], ignore_index=True).sort_values("start", kind="stable")
    said = "; ".join(f"{r.label}: {percent(r.value) if r.value == r.value else r.text}" for r in data.itertuples())
    return figures.bundle(
        "07_illiteracy", "dots", data, title=_literacy_title(choices),
        caption=_(
            "Per cent illiterate, in order of time. Only rows of the same age band and territory are comparable: the "
            "old, who had no school, weigh more in a count of all ages. The pamphlet prints {a} for 1913 and {b} for "
            "1930 without an age band, and says in words that there were none in 1938."
        ).format(**_printed_shares(choices)),
        alt=_("Marks in order of time, per cent illiterate. {said}.").format(said=said),
        sources=coverage.with_pamphlet(schooling.printed(choices), rows), unit=_("illiterate, per cent"),
        notebook=NOTEBOOK, digits=1, order=[_("pamphlet, age not stated"), _("congress report")],
    )  # fmt: skip


def _literacy_title(choices: Choices) -> str:
    last = schooling.later_literacy(choices)
    if last.empty:
        return _("Illiterate persons by age band and territory")
    stated = schooling.printed(choices).set_index("id").at[schooling.ERADICATED, "printed"]
    return _('{share} illiterate in {date}; "{text}" by 1938, says the pamphlet').format(
        share=percent(100 * last["illiterate"].iloc[-1], 0), date=date(last["start"].iloc[-1]), text=as_printed(stated)
    )


def printed_data(choices: Choices) -> pd.DataFrame:
    """Return the printed shares of the illiterate for drawing, and the statement of 1938 that has no figure."""
    rows = schooling.printed_illiteracy(choices)
    said = schooling.printed(choices).set_index("id").loc[schooling.ERADICATED]
    label = _("{year}: printed, age not stated")
    return pd.DataFrame(
        {
            "start": [*rows["start"], said["start"]],
            "label": [label.format(year=s) for s in (*rows["start"], said["start"])],
            "value": [*(100 * rows["value"]), float("nan")],
            "text": [*rows["printed"], _("“{text}”").format(text=as_printed(said["printed"]))],
            "verification": "", "id": [*rows["id"], schooling.ERADICATED],
            "group": _("pamphlet, age not stated"),
        }
    )  # fmt: skip


def _printed_shares(choices: Choices) -> dict[str, str]:
    rows = schooling.printed_illiteracy(choices).set_index("start")["value"]
    return {"a": percent(100 * rows["1913"], 0), "b": percent(100 * rows["1930"], 0)}


def third_figure(choices: Choices) -> Bundle:
    """Return the share of learners in the population, by population figure."""
    rows = schooling.populations(choices)
    data = pd.DataFrame(
        {
            "label": [_population_label(r) for r in rows.itertuples()],
            "value": 100 * rows["share"], "verification": rows["verification"], "highlight": rows["chosen"],
            "school_share": 100 * rows["school_share"], "id": rows["id"],
        }
    )  # fmt: skip
    stated = schooling.printed(choices).set_index("id").loc["learners-1938-share"]
    title = _('{shares} of the population of {year} were learning; printed: "{text}"').format(
        shares=span(data.loc[data["highlight"], "value"], 1, percent),
        year=choices.year,
        text=as_printed(stated["printed"].lower()),
    )
    said = "; ".join(f"{r.label}: {percent(r.value)}" for r in data.itertuples())
    report = schooling.quantities.read_estimates("stalin_reports").query("id == @schooling.ALL_STUDY")
    return figures.bundle(
        "07_third", "dots", data, title=title,
        caption=_(
            "Persons in all forms of study, courses and part-time included, in the school year 1938\N{EN DASH}39 by "
            "the congress report of 1939, over the population; the count of January 1937 is two years older than the "
            "learners. Whoever attends two courses may be counted twice. The chosen year is marked."
        ),
        alt=_("Marks, per cent of the population. {said}.").format(said=said),
        sources=pd.concat([rows, report], ignore_index=True), unit=_("per cent of all inhabitants"), notebook=NOTEBOOK,
        digits=1, reference=100 / 3, reference_text=_("a third"), limits=(0, 36),
    )  # fmt: skip


def _population_label(row) -> str:
    text = _("{author}, {date}: {n} million")
    return text.format(author=_(row.author), date=date(row.start), n=number(row.value / MILLION, 1))


FIGURES = {"07_growth": growth_figure, "07_illiteracy": literacy_figure, "07_third": third_figure}
