"""Schools, literacy and libraries as printed, and what the cited reports, censuses and others say.

The pamphlet states no age for its shares of the illiterate and no base for "a third of all citizens". The age band
is therefore a choice of the reader, and the base is looked for among the population figures collected.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison, coverage
from analysis.ledger.coverage import Link
from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import Check
from analysis.numbers.printed import Bounds, Printed, parse
from analysis.text.words import _
from analysis.topics.schooling.choices import Choices

#: Whose literacy the printed shares are read as: parameter -> population in the collection.
BANDS = {
    "not_stated": "population_age_not_stated",
    "all_ages": "all_ages",
    "ages_9_and_over": "ages_9_and_over",
    "ages_9_49": "ages_9_49",
    "ages_16_50": "ages_16_50",
}
BAND_WORDS = {
    "population_age_not_stated": "age not stated",
    "all_ages": "all ages",
    "ages_9_and_over": "ages 9 and over",
    "ages_9_49": "ages 9\N{EN DASH}49",
    "ages_16_50": "ages 16\N{EN DASH}50",
}
TERRITORY_WORDS = {
    "ussr_1938": "Soviet Union",
    "russian_empire_1897": "Russian Empire",
    "european_rsfsr": "European Russia",
    "not stated": "territory not stated",
}
TERRITORIES = ("any", "ussr_1938", "russian_empire_1897", "european_rsfsr")
YEARS = (1937, 1939)
STARTS = (1929, 1930)
#: Printed shares of the illiterate, and the words that say there were none left.
ILLITERATE = ("illiterate-1913-percent", "illiterate-1930-percent")
ERADICATED = "illiterate-1938-share"
REPORT_BASE = "stalin-1939-population-1939"
ALL_STUDY = "stalin-1939-all-forms-of-study-1938-39"
#: The first figure of higher education: the report's own for 1929, and that of the report of 1930 for 1929-30.
HIGHER_START = {1929: "stalin-1934-students-higher-1929", 1930: "stalin-1930-students-higher-1929-1930"}




def links(choices: Choices) -> tuple[Link, ...]:
    """Return what is followed from the first printed date to the last."""
    return (
        Link(
            "pupils", "Pupils and students, all schools", "pupils-1929-count", "pupils-1938-count",
            ("stalin-1934-pupils-and-students-all-grades-1929",),
            ("stalin-1934-pupils-and-students-all-grades-1933",),
            "stalin-1939-pupils-and-students-all-grades-1933-34",
            "stalin-1939-pupils-and-students-all-grades-1938-39",
        ),
        Link(
            "higher", "Students, higher education", "higher-education-1930-count", "higher-education-1938-count",
            (HIGHER_START[choices.higher_start],), ("stalin-1934-students-higher-1933",),
            "stalin-1939-students-higher-1933-34", "stalin-1939-students-higher-1938-39",
        ),
        Link(
            "libraries", "Public libraries", "libraries-1933-count", "libraries-1938-count",
            ("stalin-1939-libraries-1933-34",), (), "", "stalin-1939-libraries-1938-39",
        ),
        Link(
            "books", "Books in public libraries", "library-books-1933-count", "library-books-1938-count",
            ("stalin-1939-library-books-1933-34",), (), "", "stalin-1939-library-books-1938-39",
        ),
    )  # fmt: skip


def printed(choices: Choices) -> pd.DataFrame:
    """Return the printed figures on education as :func:`analysis.data.quantities.read_printed` does."""
    return quantities.read_printed("schooling", choices.reading, rule=choices.rule)


def cited(choices: Choices) -> pd.DataFrame:
    """Return :func:`analysis.ledger.coverage.cited` for the printed figures of this notebook."""
    return coverage.cited_in(("schooling",), choices.reading, choices.rule)


def printed_table(choices: Choices) -> pd.DataFrame:
    """Return the printed figures for display, as printed."""
    rows = printed(choices)
    return pd.DataFrame(
        {
            _("Figure"): [coverage.what(r) for r in rows.itertuples()],
            _("Of whom or what"): rows["population"].str.replace("_", " "),
            _("Printed"): rows["printed"],
            _("Unit"): [coverage.unit_words(u) for u in rows["unit"]],
            _("Remark"): rows["remark"],
        }
    )


def growth(choices: Choices) -> pd.DataFrame:
    """Return :func:`analysis.ledger.coverage.growth` for education."""
    return coverage.growth(links(choices), printed(choices), rule=choices.rule)


def checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the printed figures, by what is tested."""
    found = quantities.numbers(printed(choices))
    base = report_row(REPORT_BASE)
    return {
        _("Higher education: so many times as many"): arithmetic.check_ratio(
            found["higher-education-1938-count"],
            found["higher-education-1930-count"],
            found["higher-education-times"],
        ),
        _("Learners as a share of the {n} million inhabitants in the report of 1939").format(
            n=f"{base['given']:g}"
        ): arithmetic.check_share(found["learners-1938-count"], base_number(base), found["learners-1938-share"]),
    }


def report_row(row: str) -> pd.Series:
    """Return one row of the congress reports, in base units."""
    return quantities.read_estimates("stalin_reports").set_index("id").loc[row]


def base_number(row: pd.Series) -> Printed:
    """Return a figure of the reports as a printed number, rounded to its last digit."""
    return parse(f"{row['given']:g}", Fraction(round(row["value"] / row["given"])))


def implied_base(choices: Choices) -> Bounds:
    """Return the population that the learners of the cited report and the printed share imply: N = count / share."""
    found = quantities.numbers(printed(choices))
    learners = Fraction(repr(float(report_row(ALL_STUDY)["value"])))
    return Bounds(learners, learners) / found["learners-1938-share"].bounds(choices.rule)


def populations(choices: Choices) -> pd.DataFrame:
    """Return the population figures collected for 1937 and 1939, with the share of them that was learning.

    Returns
    -------
    pandas.DataFrame
        Rows of ``population`` and of the report of 1939 with ``year``, ``share`` (all learners of the report of 1939
        over the population; the report dates them to the school year 1938-39), ``school_share`` (pupils and students
        alone), ``fits`` (whether the population lies in :func:`implied_base`), ``chosen`` (whether it is of the
        chosen year).
    """
    rows = quantities.read_estimates("population", unchecked=choices.unchecked)
    said = quantities.read_estimates("stalin_reports")
    said = said[said["id"] == REPORT_BASE].assign(author=_("Congress report"))
    rows = pd.concat([rows, said], ignore_index=True)
    rows = rows[(rows["measure"] == "population") & (rows["territory"] == "ussr_1938") & rows["year"].isin(YEARS)]
    rows = comparison.require_alike(rows, labels=("measure", "population", "territory", "quantity"))
    learners = report_row(ALL_STUDY)["value"]
    pupils = report_row("stalin-1939-pupils-and-students-all-grades-1938-39")["value"]
    base = implied_base(choices)
    return rows.assign(
        share=learners / rows["value"],
        school_share=pupils / rows["value"],
        fits=[base.contains(Fraction(repr(float(v)))) for v in rows["value"]],
        chosen=rows["year"] == choices.year,
    ).sort_values(["start", "value"], kind="stable", ignore_index=True)


def literacy(choices: Choices) -> pd.DataFrame:
    """Return literacy by year for the age bands, congress reports and other sources together.

    Parameters
    ----------
    choices : Choices
        Uses ``territory`` and ``unchecked``.

    Returns
    -------
    pandas.DataFrame
        Rows of ``stalin_reports`` and ``education`` with ``illiterate`` (a share of 1), ``report`` (whether it is a
        congress report), ``panel`` (band and territory: rows of one panel are alike). Single sexes and town or
        country alone are left out.
    """
    reports = quantities.read_estimates("stalin_reports").assign(author=_("Congress report"), report=True)
    others = quantities.read_estimates("education", unchecked=choices.unchecked).assign(report=False)
    rows = pd.concat([reports, others], ignore_index=True)
    rows = rows[(rows["measure"] == "literacy_rate") & rows["population"].isin(BANDS.values())]
    if choices.territory != "any":
        rows = rows[rows["territory"] == choices.territory]
    panels = [
        f"{_(BAND_WORDS[p])}, {_(TERRITORY_WORDS[t])}"
        for p, t in zip(rows["population"], rows["territory"], strict=True)
    ]
    order = rows["population"].map({p: i for i, p in enumerate(BANDS.values())})
    rows = rows.assign(illiterate=1 - rows["value"], panel=panels, order=order)
    return rows.sort_values(["order", "territory", "start"], kind="stable", ignore_index=True)


def printed_illiteracy(choices: Choices) -> pd.DataFrame:
    """Return the printed shares of the illiterate under the chosen age band, and how they stand among others.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``printed``, ``start``, ``value``, ``low``, ``high`` (shares of 1), ``verdict`` (a word of
        :data:`analysis.text.verdicts.EVIDENCE`; the cited reports are no second opinion and stay out), ``working``.
    """
    rows = printed(choices)
    rows = rows[rows["id"].isin(ILLITERATE)]
    others = literacy(Choices(territory=choices.territory))
    others = others[~others["report"]].assign(value=lambda f: f["illiterate"])
    results = []
    for row in rows.itertuples():
        ends = Bounds(Fraction(repr(row.low)), Fraction(repr(row.high)))
        wanted = {"population": BANDS[choices.age_band], "territory": row.territory, "start": row.start}
        found = comparison.against_estimates(ends, wanted, others, show=arithmetic.share)
        results.append({"verdict": found.verdict, "working": found.working})
    kept = rows[["id", "printed", "start", "territory", "value", "low", "high"]]
    return pd.concat([kept.reset_index(drop=True), pd.DataFrame(results)], axis=1)


def later_literacy(choices: Choices) -> pd.DataFrame:
    """Return the literacy of the chosen age band in the Soviet Union from 1930 on; what "eradicated" is set against."""
    rows = literacy(Choices(unchecked=choices.unchecked))
    rows = rows[(rows["population"] == BANDS[choices.age_band]) & (rows["territory"] == "ussr_1938")]
    return rows[rows["year"] >= 1930].reset_index(drop=True)


def enrolment(choices: Choices) -> pd.DataFrame:
    """Return pupils by kind of school and year, territory of 1938.

    Returns
    -------
    pandas.DataFrame
        Rows of ``education`` (grades 1-4 and 5-10, 1927-28 to 1938-39) and of the reports (schools of all grades)
        with ``kind`` (words), ``year`` (in which the school year begins), ``report``.
    """
    kinds = {
        "pupils_grades_1_4": "grades 1\N{EN DASH}4",
        "pupils_grades_5_10": "grades 5\N{EN DASH}10",
        "pupils_and_students_all_grades": "all schools",
    }
    others = quantities.read_estimates("education", unchecked=choices.unchecked).assign(report=False)
    reports = quantities.read_estimates("stalin_reports").assign(report=True)
    rows = pd.concat([reports, others], ignore_index=True)
    rows = rows[rows["population"].isin(kinds) & (rows["measure"] == "enrolled") & (rows["territory"] == "ussr_1938")]
    rows = comparison.require_alike(rows, labels=("measure", "territory", "quantity"))
    rows = rows.assign(kind=[_(kinds[p]) for p in rows["population"]])
    return rows.sort_values(["population", "year", "sources"], kind="stable", ignore_index=True)


def libraries(choices: Choices) -> pd.DataFrame:
    """Return libraries and their books, public ones (congress report) and all kinds, territory of 1938.

    Returns
    -------
    pandas.DataFrame
        Rows of ``stalin_reports`` and ``education`` with ``measure`` (``libraries`` or ``library_books``), ``kind``.
    """
    others = quantities.read_estimates("education", unchecked=choices.unchecked)
    reports = quantities.read_estimates("stalin_reports")
    rows = pd.concat([reports, others], ignore_index=True)
    rows = rows[rows["measure"].isin(["libraries", "library_books"]) & (rows["territory"] == "ussr_1938")]
    rows = rows[rows["population"].isin(["public_libraries", "all_libraries"])]
    kinds = {"public_libraries": _("public"), "all_libraries": _("of all kinds")}
    rows = rows.assign(kind=rows["population"].map(kinds))
    return rows.sort_values(["measure", "population", "start"], kind="stable", ignore_index=True)


def library_growth(choices: Choices) -> pd.DataFrame:
    """Return the growth of libraries and books by kind: last over first of each source.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``kind``, ``first``, ``last``, ``first_date``, ``last_date``, ``ratio``.
    """
    found = []
    for (measure, kind), rows in libraries(choices).groupby(["measure", "kind"], sort=False):
        rows = rows[rows["verification"] != "unchecked"].sort_values("start", kind="stable")
        first, last = rows.iloc[0], rows.iloc[-1]
        comparison.require_alike(rows.iloc[[0, -1]], labels=("measure", "population", "territory", "quantity"))
        found.append(
            {"measure": measure, "kind": kind, "first": first["value"], "last": last["value"]}
            | {"first_date": first["start"], "last_date": last["start"], "ratio": last["value"] / first["value"]}
        )
    return pd.DataFrame(found)
