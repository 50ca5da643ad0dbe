"""The figures of the notebook on education: each a bundle with words generated from its numbers."""

from __future__ import annotations

import pandas as pd

from analysis.display import bundles as figures
from analysis.display.bundles import Bundle
from analysis.ledger import coverage
from analysis.text.words import _, date, number, percent
from analysis.topics.schooling import model as schooling
from analysis.topics.schooling.findings import APART, MILLION, span, times
from analysis.topics.schooling.model import BANDS, Choices

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
        title = _("Counted alike, {n} of {all} counts grew more than the pamphlet prints").format(
            n=number(len(more)), all=number(len(rows))
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


def enrolment_figure(choices: Choices) -> Bundle:
    """Return pupils by grades and in all schools, by school year."""
    rows = schooling.enrolment(choices)
    reports = {"stalin_1934": _(", report of 1934"), "stalin_1939": _(", report of 1939")}
    names = [k + reports.get(s, "") for k, s in zip(rows["kind"], rows["sources"], strict=True)]
    data = pd.DataFrame(
        {
            "x": rows["year"].astype(int), "value": rows["value"] / MILLION, "group": names,
            "verification": rows["verification"], "id": rows["id"],
        }
    )  # fmt: skip
    title = _("Pupils by grades: where the growth was")
    low, high = (_rise(data, f"grades {g}") for g in ("1\N{EN DASH}4", "5\N{EN DASH}10"))
    if low and high and high > low:
        text = _("Pupils in grades 5\N{EN DASH}10 grew to {high} times their number, in grades 1\N{EN DASH}4 to {low}")
        title = text.format(high=number(high, 1), low=number(low, 1))
    ends = data.sort_values("x", kind="stable").groupby("group", sort=False)["value"].agg(["first", "last"])
    said = "; ".join(f"{name}: {number(r['first'], 1)} {_('to')} {number(r['last'], 1)}" for name, r in ends.iterrows())
    return figures.bundle(
        "07_enrolment", "lines", data, title=title,
        caption=_(
            "Pupils in the school years that begin in the years shown. Grades: official figures compiled in a blog, a "
            "weak witness. All schools: the congress reports, which both print 1933."
        ),
        alt=_("Lines by year, million pupils. {said}.").format(said=said),
        sources=rows, unit=_("pupils, million"), notebook=NOTEBOOK, digits=1,
    )  # fmt: skip


def _rise(data: pd.DataFrame, group: str) -> float:
    values = data[data["group"] == _(group)].sort_values("x", kind="stable")["value"]
    return values.iloc[-1] / values.iloc[0] if len(values) > 1 else 0.0


def literacy_figure(choices: Choices) -> Bundle:
    """Return the illiterate by age band, territory and year; the printed shares stand among those without an age."""
    rows = schooling.literacy(choices)
    names = [f"{a}, {date(s)}" for a, s in zip(rows["author"], rows["start"], strict=True)]
    chosen = rows["population"] == BANDS[choices.age_band]
    data = pd.DataFrame(
        {
            "label": names, "panel": _first_up(rows["panel"]), "value": 100 * rows["illiterate"],
            "verification": rows["verification"], "highlight": chosen, "id": rows["id"],
        }
    )  # fmt: skip
    data = pd.concat([printed_data(choices), data], ignore_index=True)
    last = schooling.later_literacy(choices)
    title = _("Illiterate persons by age band and territory")
    if len(last):
        stated = schooling.printed(choices).set_index("id").at[schooling.ERADICATED, "printed"]
        title = _('{share} illiterate in {date}, the last figure in use; "{text}" in 1938, says the pamphlet').format(
            share=percent(100 * last["illiterate"].iloc[-1], 0), date=date(last["start"].iloc[-1]), text=stated
        )
    said = "; ".join(f"{r.panel}, {r.label}: {percent(r.value)}" for r in data.itertuples())
    return figures.bundle(
        "07_illiteracy", "forest", data, title=title,
        caption=_(
            "Per cent illiterate. Each heading is one age band and territory; only within a heading are the rows "
            "alike. The pamphlet prints {a} for 1913 and {b} for 1930 without an age band, and says in words that "
            "there were none in 1938. The band that the reader chose is marked."
        ).format(**_printed_shares(choices)),
        alt=_("Marks by heading, per cent illiterate. {said}.").format(said=said),
        sources=coverage.with_pamphlet(schooling.printed(choices), rows), unit=_("illiterate, per cent"),
        notebook=NOTEBOOK, digits=1,
        interval=_("Thin bars: every share that rounds to the printed one."),
    )  # fmt: skip


def printed_data(choices: Choices) -> pd.DataFrame:
    """Return the printed shares of the illiterate for drawing, under a heading of their own."""
    rows = schooling.printed_illiteracy(choices).sort_values("start", kind="stable")
    return pd.DataFrame(
        {
            "label": [_("printed for {year}").format(year=s) for s in rows["start"]],
            "panel": _("The pamphlet, age not stated"), "highlight": choices.age_band == "not_stated",
            **{c: 100 * rows[c] for c in ("value", "low", "high")}, "verification": "", "id": rows["id"],
        }
    )  # fmt: skip


def _printed_shares(choices: Choices) -> dict[str, str]:
    rows = schooling.printed_illiteracy(choices).set_index("start")["value"]
    return {"a": percent(100 * rows["1913"], 0), "b": percent(100 * rows["1930"], 0)}


def _first_up(words: pd.Series) -> list[str]:
    return [w[:1].upper() + w[1:] for w in words]


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
    title = _('{shares} of the population of {year} were learning; the pamphlet prints "{text}"').format(
        shares=span(data.loc[data["highlight"], "value"], 1, percent), year=choices.year, text=stated["printed"].lower()
    )
    said = "; ".join(f"{r.label}: {percent(r.value)}" for r in data.itertuples())
    report = schooling.quantities.read_estimates("stalin_reports").query("id == @schooling.ALL_STUDY")
    return figures.bundle(
        "07_third", "dots", data, title=title,
        caption=_(
            "Persons in all forms of study, courses and part-time included, in the school year 1938\N{EN DASH}39 by "
            "the congress report of 1939, over the population. Whoever attends two courses may be counted twice. The "
            "chosen year is marked."
        ),
        alt=_("Marks, per cent of the population. {said}.").format(said=said),
        sources=pd.concat([rows, report], ignore_index=True), unit=_("per cent of all inhabitants"), notebook=NOTEBOOK,
        digits=1, reference=100 / 3, reference_text=_("a third"), limits=(0, 36),
    )  # fmt: skip


def _population_label(row) -> str:
    text = _("{author}, {date}: {n} million")
    return text.format(author=row.author, date=date(row.start), n=number(row.value / MILLION, 1))


def library_figure(choices: Choices) -> Bundle:
    """Return the number of libraries, public ones and all kinds."""
    rows = schooling.libraries(choices)
    rows = rows[rows["measure"] == "libraries"]
    growth = schooling.library_growth(choices).query("measure == 'libraries'").set_index("kind")
    # A figure that nobody checked is a rival of the checked one and gets a name of its own.
    names = rows["kind"].where(rows["verification"] != "unchecked", rows["kind"] + ", " + rows["author"])
    data = pd.DataFrame(
        {
            "x": [s[:7] for s in rows["start"]], "value": rows["value"] / 1000, "group": names,
            "verification": rows["verification"], "id": rows["id"],
        }
    )  # fmt: skip
    public, every = growth.loc[_("public")], growth.loc[_("of all kinds")]
    title = _("Libraries of all kinds: {every} thousand; the printed figure counts {public} thousand").format(
        every=number(every["last"] / 1000), public=number(public["last"] / 1000)
    )
    said = "; ".join(_library_words(kind, r) for kind, r in growth.iterrows())
    return figures.bundle(
        "07_libraries", "lines", data, title=title,
        caption=_(
            "Public libraries by the congress report (school years 1933\N{EN DASH}34 and 1938\N{EN DASH}39) and "
            "libraries of all kinds, those of schools and kindergartens included (October 1934 and 1939). Between the "
            "marks nothing is known; the lines only join them."
        ),
        alt=_("Two lines, thousand libraries. {said}.").format(said=said),
        sources=rows, unit=_("libraries, thousand"), notebook=NOTEBOOK, digits=1,
    )  # fmt: skip


def _library_words(kind: str, row: pd.Series) -> str:
    text = _("{kind}: {a} thousand in {b}, {c} thousand in {d}")
    ends = {"a": number(row["first"] / 1000), "c": number(row["last"] / 1000)}
    return text.format(kind=kind, b=row["first_date"][:4], d=row["last_date"][:4], **ends)


def all_figures(choices: Choices) -> list[Bundle]:
    """Return every figure of the notebook."""
    made = (growth_figure, enrolment_figure, literacy_figure, third_figure, library_figure)
    return [figure(choices) for figure in made]
