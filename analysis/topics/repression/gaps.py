"""What the pamphlet leaves out, and party members among the arrested."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data import quantities, tables
from analysis.data.memo import memoised
from analysis.ledger import comparison
from analysis.text.words import _, as_printed
from analysis.topics.repression.model import Choices, by_year
from analysis.topics.repression.toll import ARCHIVAL, closed, has_number, span


@dataclass(frozen=True)
class Topic:
    """A national figure that a reader of the pamphlet does not find in it."""

    words: str
    table: str
    labels: dict[str, str]
    #: ids of printed figures that come nearest, with words that say what they are.
    printed: tuple[str, ...] = ()


TOPICS = (
    Topic("Arrests by state security, 1937\N{EN DASH}38", "toll_estimates", {"scope": "arrests-1937-1938"}),
    Topic("Convictions in cases of state security, 1937\N{EN DASH}38", "by_year", {"name": "convictions"},
          ("trials-other-sentenced",)),
    Topic("Death sentences in cases of state security, 1937\N{EN DASH}38", "by_year", {"name": "death_sentences"},
          ("trials-death-sentences",)),
    Topic("Executions, 1937\N{EN DASH}38, estimates beside the count of sentences", "toll_estimates",
          {"scope": "executions-1937-1938", "archival": "no"}, ("rejected-1937-killed",)),
    Topic("Death sentences in the mass operations, 1937\N{EN DASH}38", "mass_operations",
          {"operation": "all_mass_operations", "measure": "death_sentences"}),
    Topic("Convictions under order 00447", "mass_operations",
          {"operation": "kulak", "measure": "convictions", "region": "ussr", "whole": "true"}),
    Topic("Executions under order 00447", "mass_operations",
          {"operation": "kulak", "measure": "executions", "region": "ussr", "whole": "true"}),
    Topic("Convictions in the national operations", "mass_operations",
          {"operation": "national_all", "measure": "convictions"}),
    Topic("Death sentences in the national operations", "mass_operations",
          {"operation": "national_all", "measure": "death_sentences"}),
    Topic("Prisoners of camps and colonies, 1 January 1937", "repression_by_year",
          {"measure": "camp_and_colony_stock", "start": "1937-01-01"}),
    Topic("Prisoners of camps and colonies, 1 January 1938", "repression_by_year",
          {"measure": "camp_and_colony_stock", "start": "1938-01-01"}),
    Topic("Registered deaths in camps, colonies and prisons, 1937", "repression_by_year",
          {"measure": "deaths_in_camps_colonies_prisons", "start": "1937"}),
    Topic("Registered deaths in camps, colonies and prisons, 1938", "repression_by_year",
          {"measure": "deaths_in_camps_colonies_prisons", "start": "1938"}),
    Topic("Peasants deported as kulaks, 1930\N{EN DASH}31", "repression_by_year",
          {"measure": "deported", "start": "1930"}),
    Topic("People in special settlements, 31 December 1937", "repression_by_year",
          {"measure": "special_settlement_stock", "start": "1937-12-31"}),
    Topic("Deaths in the famine, 1932\N{EN DASH}33", "agriculture",
          {"measure": "famine_deaths", "territory": "ussr_1938", "start": "1932", "end": "1933"}),
    Topic("Inhabitants counted by the census of January 1937", "population",
          {"measure": "population", "start": "1937-01"}),
    Topic("Inhabitants expected in 1937, as announced before the census", "population",
          {"measure": "population_expected", "start": "1937"}),
)  # fmt: skip


def mass_operations(choices: Choices) -> pd.DataFrame:
    """Return the death sentences of all mass operations, for the whole country."""
    rows = quantities.read_estimates("mass_operations", unchecked=choices.unchecked)
    return comparison.select(rows, operation="all_mass_operations", measure="death_sentences", region="ussr")


@memoised
def left_out(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return national figures that were collected, beside what the pamphlet prints on the matter.

    Returns
    -------
    table : pandas.DataFrame
        A row a topic with a figure: ``what``, ``lowest``, ``highest`` (persons; of open bounds
        only where nothing else was collected), ``lineages``, ``open`` (bounds left aside), ``disputed``,
        ``printed`` (what comes nearest in the pamphlet, or ``"nothing"``).
    rows : pandas.DataFrame
        The rows behind it, for footnotes.
    """
    printed = tables.load_pamphlet("trials_prose").set_index("id")
    table, behind = [], []
    for topic in TOPICS:
        rows = _topic_rows(topic, choices)
        firm = rows[rows["verification"] != comparison.UNCHECKED] if len(rows) else rows
        firm = closed(firm) if len(closed(firm)) else firm[has_number(firm)]
        if firm.empty:
            continue
        low, high = span(firm)
        table.append(
            {
                "what": _(topic.words),
                "lowest": low,
                "highest": high,
                "lineages": comparison.lineage_count(firm),
                "open": len(rows) - len(closed(rows)),
                "disputed": bool(rows["disputed"].any()),
                "printed": "; ".join(_nearest(printed.loc[i]) for i in topic.printed) or _("nothing"),
            }
        )
        behind.append(rows)
    return pd.DataFrame(table), pd.concat(behind, ignore_index=True)


def _topic_rows(topic: Topic, choices: Choices) -> pd.DataFrame:
    if topic.table == "by_year":
        rows = by_year(topic.labels["name"], choices)
        rows = rows[rows["year"].isin([1937, 1938])]
        return rows.tail(1).assign(value=rows["value"].sum()) if len(rows) == 2 else rows.head(0)
    rows = quantities.read_estimates(topic.table, unchecked=choices.unchecked)
    labels = {name: value for name, value in topic.labels.items() if name not in ("whole", "archival")}
    rows = comparison.independent(comparison.select(rows, **labels))
    if "archival" in topic.labels:
        rows = rows[~rows["lineage"].isin(ARCHIVAL)]
    if "whole" in topic.labels:
        # Counts of a date before the end of an operation are stages of it.
        rows = rows[(rows["end"].isin(["1938", "1938-11"])) & ~rows["note"].str.contains("interim")]
    return rows


def _nearest(row: pd.Series) -> str:
    remark = row["remark"].split(";")[0]
    remark = _("reported only to reject") if remark == "reported to reject" else remark
    what = {
        "trials-other-sentenced": _("prison and death sentences of trials outside Moscow"),
        "trials-death-sentences": _("the four Moscow trials"),
    }.get(row.name, remark)
    return _("\N{LEFT DOUBLE QUOTATION MARK}{printed}\N{RIGHT DOUBLE QUOTATION MARK} ({what})").format(
        printed=as_printed(row["printed"]), what=what
    )


def party_members(choices: Choices) -> pd.DataFrame:
    """Return what was collected on party members among the arrested and the repressed.

    Returns
    -------
    pandas.DataFrame
        Rows of the estimates with ``value``, ``low``, ``high`` in persons and ``exposed`` (persons at risk, where
        the source states it). No share of all arrests follows: the groups are defined in different ways.
    """
    elite = quantities.read_estimates("elite_losses", unchecked=choices.unchecked)
    wanted = elite["measure"].isin(
        ["flow_repressed", "flow_arrested", "exposure_arrested", "exposure_arrested_and_shot", "exposure_executed"]
    ) & elite["population"].isin(["party", "delegates_1934", "central_committee_1934"])
    toll_rows = quantities.read_estimates("toll_estimates", unchecked=choices.unchecked)
    others = toll_rows[toll_rows["scope"].isin(["convictions-great-terror-elites", "repressed-1937-1938"])]
    rows = pd.concat([elite[wanted], others.assign(exposed="")], ignore_index=True)
    return rows.drop_duplicates(["measure", "population", "lineage", "value"]).reset_index(drop=True)
