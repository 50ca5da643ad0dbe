"""Tables of the notebook on education, ready for display."""

from __future__ import annotations

import pandas as pd

from analysis.text.words import _, date, number, percent
from analysis.topics.schooling import model as schooling
from analysis.topics.schooling.findings import MILLION, span
from analysis.topics.schooling.model import BAND_WORDS, BANDS, STARTS, TERRITORY_WORDS, YEARS, Choices


def start_options(choices: Choices) -> pd.DataFrame:
    """Return the growth of higher education under each first year, for display."""
    rows = []
    for year in STARTS:
        row = schooling.growth(choices.but(higher_start=year)).set_index("name").loc["higher"]
        rows.append((str(year), row["start_value"], round(row["early"], 2), round(row["like_for_like"], 2)))
    names = [
        _("First year"),
        _("Students in the report"),
        _("To 1933, times"),
        _("To 1938\N{EN DASH}39 counted alike, times"),
    ]
    return pd.DataFrame(rows, columns=names)


def year_options(choices: Choices) -> pd.DataFrame:
    """Return the share of learners under each year of the population, for display."""
    rows = []
    for year in YEARS:
        mine = schooling.populations(choices.but(year=year)).query("chosen")
        rows.append(
            (str(year), len(mine), span(mine["value"] / MILLION, 1, number), span(100 * mine["share"], 1, percent))
        )
    names = [_("Population of"), _("Figures collected"), _("Million inhabitants"), _("Learners among them")]
    return pd.DataFrame(rows, columns=names)


def band_options(choices: Choices) -> pd.DataFrame:
    """Return what is collected for each age band: figures outside the reports, their years, the last Soviet share."""
    rows = []
    for band, population in BANDS.items():
        mine = choices.but(age_band=band, territory="any")
        known = schooling.literacy(mine).query("population == @population and not report")
        later = schooling.later_literacy(mine)
        last = "\N{EN DASH}"
        if len(later):
            last = f"{percent(100 * later['illiterate'].iloc[-1], 1)} ({date(later['start'].iloc[-1])})"
        years = ", ".join(dict.fromkeys(s[:4] for s in known["start"])) or "\N{EN DASH}"
        rows.append((_(BAND_WORDS[population]), len(known), years, last))
    names = [
        _("Printed shares read as"),
        _("Figures outside the reports"),
        _("Their years"),
        _("Last Soviet share of illiterates"),
    ]
    return pd.DataFrame(rows, columns=names)


def literacy_table(choices: Choices) -> pd.DataFrame:
    """Return the shares of the illiterate by age band, territory and year, for display."""
    rows = schooling.literacy(choices)
    return pd.DataFrame(
        {
            _("Of whom"): [_(BAND_WORDS[p]) for p in rows["population"]],
            _("Where"): [_(TERRITORY_WORDS[t]) for t in rows["territory"]],
            _("When"): [date(s) for s in rows["start"]],
            _("Illiterate"): rows["illiterate"],
            _("Source"): rows["author"],
            _("Checked"): [_("no") if v == "unchecked" else _("yes") for v in rows["verification"]],
        }
    )


def population_table(choices: Choices) -> pd.DataFrame:
    """Return the population figures and the share of learners, for display."""
    rows = schooling.populations(choices)
    return pd.DataFrame(
        {
            _("Population of"): [date(s) for s in rows["start"]],
            _("Source"): rows["author"],
            _("Million"): (rows["value"] / MILLION).round(1),
            _("All learners"): rows["share"],
            _("Schools alone"): rows["school_share"],
        }
    )


def library_table(choices: Choices) -> pd.DataFrame:
    """Return libraries and books by kind, for display."""
    rows = schooling.libraries(choices)
    return pd.DataFrame(
        {
            _("What"): rows["measure"].str.replace("_", " "),
            _("Of which libraries"): rows["kind"],
            _("When"): [date(s) for s in rows["start"]],
            _("Number"): rows["value"],
            _("Note"): rows["note"],
        }
    )


TABLES = {
    "printed": schooling.printed_table,
    "populations": population_table,
    "literacy": literacy_table,
    "libraries": library_table,
    "start_options": start_options,
    "year_options": year_options,
    "band_options": band_options,
}
