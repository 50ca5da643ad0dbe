"""Tables of the notebook on expulsion and repression, ready for a page."""

from __future__ import annotations

import re

import pandas as pd

from analysis.data.quantities import read_printed
from analysis.data.study import object_of_study
from analysis.display import pages
from analysis.text.words import _, bounds, number
from analysis.topics.repression.gaps import left_out, party_members
from analysis.topics.repression.model import MEASURES, Choices, by_year, expulsions, ranks
from analysis.topics.repression.toll import FAMILY_WORDS, errors, family_table, restated, scope_words, single_scopes

PROSE = {
    "expelled-and-tried-share": "Expelled members who were also tried in court, as a share of the expelled",
    "expulsions-1937-rank": "1937 among the years of the table: one of those with so many expelled",
    "expulsions-1937-percent-again": "Share of the party expelled in 1937, per cent",
    "expelled-1937-leading-percent": "Leading members and high officers among the expelled of 1937, per cent",
    "trials-death-sentences": "Death sentences at the four Moscow trials, persons",
    "trials-prison-sentences": "Prison sentences at the four Moscow trials, persons",
    "trials-other-sentenced": "Prison and death sentences at trials outside Moscow, persons",
    "rejected-1937-false-accusations": "Falsely accused in 1937, persons (quoted in order to reject it)",
    "rejected-1937-deported": "Deported in 1937, persons (quoted in order to reject it)",
    "rejected-1937-killed": "Killed in 1937, persons (quoted in order to reject it)",
    "rejected-1938-purged-and-sentenced": "Purged and sentenced to death, persons (reported in order to reject it)",
    "trials-rejected-persons": "Taken from their homes and killed, persons (reported in order to reject it)",
}


def printed_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pamphlet's table of expulsions as it stands, and its rows for footnotes."""
    rows = read_printed("expulsions_by_year", choices.reading)
    wide = rows.pivot(index="year", columns="measure", values="printed").reset_index()
    kinds = rows.drop_duplicates("year").set_index("year")["campaign_kind"]
    wide["kind"] = [_(kinds[year].replace("_", " ")) for year in wide["year"]]
    names = {"year": _("Year"), "kind": _("Kind of campaign"), "expelled": _("Expelled (persons)"),
             "expelled_share": _("Per cent of party")}  # fmt: skip
    wide["year"] = wide["year"].astype(str)
    return wide[list(names)].rename(columns=names), expulsions(choices)


def prose_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pamphlet's quantities in words or numbers that bear on repression, and their rows."""
    rows = pd.concat([read_printed(n, choices.reading) for n in ("screening_prose", "trials_prose")])
    rows = rows.set_index("id").loc[list(PROSE)]
    table = pd.DataFrame(
        {
            _("Statement, in our words"): [_(words) for words in PROSE.values()],
            _("Printed"): rows["printed"].to_list(),
            _("Note of the pamphlet"): [note or "\N{EN DASH}" for note in rows["footnote"]],
        }
    )
    return table, rows.reset_index().assign(
        sources=object_of_study(), original_source=rows["cited_source"].to_list(),
        locator=[_("note {note}").format(note=note) if note else "" for note in rows["footnote"]],
    )  # fmt: skip


def rank_table(choices: Choices) -> pd.DataFrame:
    """Return the place of 1937 by each measure, ready for a page."""
    table = ranks(choices)
    return pd.DataFrame(
        {
            _("Measure"): table["title"],
            _("Figure of 1937"): [_or_dash(r, "value") for r in table.itertuples()],
            _("Place among the years, from the highest"): [
                f"{r.rank} / {r.years}" if r.rank and r.years > 1 else "\N{EN DASH}" for r in table.itertuples()
            ],
            _("Years"): [_years(r) for r in table.itertuples()],
            _("Highest"): [_peak(r, "highest") for r in table.itertuples()],
            _("Lowest"): [_peak(r, "lowest") for r in table.itertuples()],
        }
    )


def _or_dash(row, field: str) -> str:
    value = getattr(row, field)
    return "\N{EN DASH}" if pd.isna(value) else number(value, 0)


def _years(row) -> str:
    return "\N{EN DASH}" if not row.rank else f"{row.first:.0f}\N{EN DASH}{row.last:.0f}"


def _peak(row, end: str) -> str:
    value = getattr(row, f"{end}_value")
    return "\N{EN DASH}" if pd.isna(value) else f"{number(value, 0)} ({getattr(row, f'{end}_year'):.0f})"


def year_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return arrests, convictions, death sentences and camp stock by year, and the rows behind them."""
    names = ("arrests", "convictions", "death_sentences", "camp_stock", "camp_and_colony_stock")
    frames = {name: by_year(name, choices) for name in names}
    table = pd.DataFrame({_("Year"): range(choices.first_year, choices.last_year + 2)})
    for name, rows in frames.items():
        heading = f"{_(MEASURES[name].title)} ({_('persons')})"
        table[heading] = table[_("Year")].map(rows.set_index("year")["value"])
    table = table.dropna(how="all", subset=table.columns[1:])
    table[_("Year")] = table[_("Year")].astype(str)
    return table, pd.concat(frames.values(), ignore_index=True)


def range_table(choices: Choices) -> pd.DataFrame:
    """Return the families of estimates with their range and lineages, ready for a page."""
    table = family_table(choices)
    return pd.DataFrame(
        {
            _("What is estimated"): [_(FAMILY_WORDS[family]) for family in table["family"]],
            _("Estimates"): table["estimates"],
            _("Open bounds among them"): table["open"],
            _("Lineages"): table["lineages"],
            _("Lowest (persons)"): table["lowest"],
            _("Highest (persons)"): table["highest"],
        }
    )


#: Number formats of the tables, by heading.
COUNTS = {"Lowest (persons)": "count", "Highest (persons)": "count"}


def count_formats(table: pd.DataFrame) -> dict[str, str]:
    """Return formats that write every number of a table without decimals."""
    return {column: "count" for column in table.select_dtypes("number")}


SIDES = {"above": "above", "below": "below", "meets": "meets", "no number": "no number", "raised": "raised",
         "lowered": "lowered", "overlaps": "overlaps"}  # fmt: skip


def error_table(choices: Choices) -> pd.DataFrame:
    """Return earlier figures beside the later count of the same thing, ready for a page."""
    table = errors(choices)
    return pd.DataFrame(
        {
            _("What"): table["what"],
            _("Earlier figure"): table["estimate"],
            _("Persons"): [_(r.text) or bounds(r.low, r.high, digits=0) for r in table.itertuples()],
            _("Later count"): table["later"],
            _("Persons (later)"): [bounds(r.later_low, r.later_high, digits=0) for r in table.itertuples()],
            _("The earlier is"): [_(SIDES[side]) for side in table["side"]],
            _("Times the later"): table["times"],
        }
    )


def show_errors(choices: Choices) -> None:
    """Show the tables of :func:`error_table` and :func:`restated_table`, or say that there is nothing to compare."""
    shown = (
        (error_table(choices), _("Earlier figures beside a later count of the same thing, in persons")),
        (restated_table(choices), _("Figures that their authors replaced by another, in persons")),
    )
    for table, caption in shown:
        if table.empty:
            pages.say(_("{caption}: none in the scope chosen.").format(caption=caption))
        else:
            pages.table(table, caption=caption, formats={_("Times the later"): "2"})


def restated_table(choices: Choices) -> pd.DataFrame:
    """Return figures that authors replaced by another, ready for a page."""
    table = restated(choices)
    return pd.DataFrame(
        {
            _("What"): table["what"],
            _("First"): [f"{r.first}: {bounds(r.first_low, r.first_high, digits=0)}" for r in table.itertuples()],
            _("Last"): [f"{r.last}: {bounds(r.last_low, r.last_high, digits=0)}" for r in table.itertuples()],
            _("Change"): [_(SIDES[side]) for side in table["side"]],
        }
    )


def gap_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return national figures beside what the pamphlet prints nearest to them, and the rows behind them."""
    table, rows = left_out(choices)
    shown = pd.DataFrame(
        {
            _("National figure (persons)"): table["what"],
            _("Collected"): [bounds(r.lowest, r.highest, digits=0) for r in table.itertuples()],
            _("Lineages"): table["lineages"],
            _("Open bounds aside"): table["open"],
            _("Nearest in the pamphlet, of something smaller"): table["printed"],
        }
    )
    return shown, rows


def single_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the estimates that no other shares scope and period with, and their rows."""
    rows = single_scopes(choices)
    shown = pd.DataFrame(
        {
            _("What is estimated"): [scope_words(scope) for scope in rows["scope"]],
            _("Estimate"): rows["label"],
            _("Published"): ["\N{EN DASH}" if pd.isna(y) else f"{y:.0f}" for y in rows["published"]],
            _("Persons"): [bounds(*_value_ends(r), digits=0) for r in rows.itertuples()],
            _("Remark"): rows["note"],
        }
    )
    return shown, rows


def _value_ends(row) -> tuple[float, float]:
    if pd.notna(row.value):
        return row.value, row.value
    return row.low, row.high


def member_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what was collected on party members among the arrested, and the rows behind it."""
    rows = party_members(choices)
    shown = pd.DataFrame(
        {
            _("Group and outcome"): [
                f"{r.label}: {scope_words(r.scope)}" if isinstance(r.scope, str) else r.label for r in rows.itertuples()
            ],
            _("Years"): [r.start if r.start == r.end else f"{r.start}\N{EN DASH}{r.end}" for r in rows.itertuples()],
            _("Persons"): [bounds(*_value_ends(r), digits=0) for r in rows.itertuples()],
            _("Of (persons)"): [number(int(e)) if e.isdigit() else "\N{EN DASH}" for e in rows["exposed"]],
            _("Remark"): [_without_shares(note) for note in rows["note"]],
        }
    )
    return shown, rows


def _without_shares(note: str) -> str:
    # Some notes set arrests against expulsions; such a share is not repeated here.
    kept = [part for part in re.split(r"(?<=\.) ", note) if "per cent" not in part]
    return " ".join(kept)
