"""Schools, literacy and libraries as printed, and what the cited reports, censuses and others say.

The pamphlet states no age for its shares of the illiterate and no base for "a third of all citizens". The age band
is therefore a choice of the reader, and the base is looked for among the population figures collected. Verdicts are
the ledger's.
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.data import quantities
from analysis.data.memo import memoised
from analysis.ledger import ask, comparison, coverage
from analysis.ledger.coverage import Link
from analysis.numbers import arithmetic
from analysis.numbers.arithmetic import Check
from analysis.numbers.printed import Bounds, Printed, parse
from analysis.text.verdicts import AS_SOURCE, DIFFERS
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


@memoised
def growth(choices: Choices) -> pd.DataFrame:
    """Return :func:`analysis.ledger.coverage.growth` for education."""
    return coverage.growth(links(choices), printed(choices), rule=choices.rule)


def checks(choices: Choices) -> dict[str, Check]:
    """Return the checks of the printed figures: the ledger's ratio, and the share of learners in one stated base."""
    found, base = quantities.numbers(printed(choices)), report_row(REPORT_BASE)
    share = _("Learners as a share of the {n} million inhabitants in the report of 1939").format(n=f"{base['given']:g}")
    ratio = ask.checks({_("Higher education: so many times as many"): "higher-education-times"}, choices.reading)
    # until claimed: learners-1938-share has no check in claims.csv yet
    learners = arithmetic.check_share(found["learners-1938-count"], base_number(base), found["learners-1938-share"])
    return ratio | {share: learners}


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


@memoised
def populations(choices: Choices) -> pd.DataFrame:
    """Return the population figures collected for 1937 and 1939, with the share of them that was learning.

    Returns
    -------
    pandas.DataFrame
        Rows of ``population`` and of the report of 1939 with ``year``, ``share`` (all learners of the report of 1939
        over the population; the report dates them to the school year 1938-39), ``school_share`` (pupils and students
        alone), ``chosen`` (whether it is of the chosen year). Two copies of one count stand as one row.
    """
    rows = quantities.read_estimates("population", unchecked=choices.unchecked)
    said = quantities.read_estimates("stalin_reports")
    said = said[said["id"] == REPORT_BASE].assign(author=_("Congress report"))
    rows = pd.concat([rows, said], ignore_index=True)
    rows = rows[(rows["measure"] == "population") & (rows["territory"] == "ussr_1938") & rows["year"].isin(YEARS)]
    rows = comparison.require_alike(rows, labels=("measure", "population", "territory", "quantity"))
    learners = report_row(ALL_STUDY)["value"]
    pupils = report_row("stalin-1939-pupils-and-students-all-grades-1938-39")["value"]
    rows = rows.assign(tenths=(rows["value"] / 1e5).round(), when=rows["start"].str[:7])
    rows = rows.drop_duplicates(["lineage", "when", "tenths"]).drop(columns=["tenths", "when"])
    return rows.assign(
        share=learners / rows["value"], school_share=pupils / rows["value"], chosen=rows["year"] == choices.year
    ).sort_values(["start", "value"], kind="stable", ignore_index=True)


@memoised
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
        congress report), ``panel`` (band and territory: rows of one panel are alike), in order of time.
        Single sexes and town or country alone are left out.
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
    rows = rows.assign(illiterate=1 - rows["value"], panel=panels)
    return rows.sort_values(["start", "population"], kind="stable", ignore_index=True)


@memoised
def printed_illiteracy(choices: Choices) -> pd.DataFrame:
    """Return the printed shares of the illiterate with the ledger's verdicts.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``printed``, ``start``, ``territory``, ``value``, ``low``, ``high`` (shares of 1), ``verdict``,
        ``working``.
    """
    rows = printed(choices)
    rows = rows[rows["id"].isin(ILLITERATE)].sort_values("start", kind="stable")
    found = [ask.against(name, choices.reading) for name in rows["id"]]
    kept = rows[["id", "printed", "start", "territory", "value", "low", "high"]].reset_index(drop=True)
    return kept.assign(verdict=[f.verdict for f in found], working=[f.working for f in found])


def later_literacy(choices: Choices) -> pd.DataFrame:
    """Return the literacy of the chosen age band in the Soviet Union from 1930 on; what "eradicated" is set against."""
    rows = literacy(choices.but(territory="any"))
    rows = rows[(rows["population"] == BANDS[choices.age_band]) & (rows["territory"] == "ussr_1938")]
    return rows[rows["year"] >= 1930].reset_index(drop=True)


@memoised
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


def outcomes(choices: Choices) -> dict[str, object]:
    """Return what the notebook's findings rest on.

    Returns
    -------
    dict
        ``as_in_source`` and ``differ_from_source``, printed figures against the cited reports; ``pupils_times`` and
        ``higher_times``, growth counted alike; ``learners_lowest_percent`` and ``learners_highest_percent`` of the
        population of the chosen year; ``illiterate_last_percent``, the last share in use (None if there is none);
        ``higher``, the ledger's verdict on the printed ratio; ``illiterate_1913`` and ``illiterate_1930``, its
        verdicts on the printed shares.
    """
    found = cited(choices)["verdict"]
    grown, people = growth(choices).set_index("name"), populations(choices)
    mine, last = people[people["chosen"]], later_literacy(choices)
    return {
        "as_in_source": int((found == AS_SOURCE).sum()),
        "differ_from_source": int((found == DIFFERS).sum()),
        "pupils_times": grown.loc["pupils", "like_for_like"],
        "higher_times": grown.loc["higher", "like_for_like"],
        "learners_lowest_percent": 100 * mine["share"].min(),
        "learners_highest_percent": 100 * mine["share"].max(),
        "illiterate_last_percent": 100 * last["illiterate"].iloc[-1] if len(last) else None,
        "higher": next(iter(checks(choices).values())).verdict,
    } | {f"illiterate_{row.start}": row.verdict for row in printed_illiteracy(choices).itertuples()}
