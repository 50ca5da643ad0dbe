"""What the pamphlet leaves out, party members among the arrested, and comparisons that the suite refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from analysis.data import quantities, tables
from analysis.ledger import comparison
from analysis.ledger.comparison import ComparisonError
from analysis.text.words import _
from analysis.topics.repression.model import YEAR, Choices, by_year, words_of
from analysis.topics.repression.toll import has_number, span


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
    Topic("Executions, 1937\N{EN DASH}38", "toll_estimates", {"scope": "executions-1937-1938"},
          ("rejected-1937-killed",)),
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


def left_out(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return national figures that were collected, beside what the pamphlet prints on the matter.

    Returns
    -------
    table : pandas.DataFrame
        A row a topic with a figure: ``what``, ``lowest``, ``highest`` (persons, value or bound), ``lineages``,
        ``disputed``, ``printed`` (what comes nearest in the pamphlet, or ``"nothing"``).
    rows : pandas.DataFrame
        The rows behind it, for footnotes.
    """
    printed = tables.load_pamphlet("trials_prose").set_index("id")
    table, behind = [], []
    for topic in TOPICS:
        rows = _topic_rows(topic, choices)
        if rows.empty or not has_number(rows).any():
            continue
        low, high = span(rows)
        table.append(
            {
                "what": _(topic.words),
                "lowest": low,
                "highest": high,
                "lineages": comparison.lineage_count(rows[has_number(rows)]),
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
    labels = {name: value for name, value in topic.labels.items() if name != "whole"}
    rows = comparison.independent(comparison.select(rows, **labels))
    if "whole" in topic.labels:
        # Counts of a date before the end of an operation are stages of it.
        rows = rows[(rows["end"].isin(["1938", "1938-11"])) & ~rows["note"].str.contains("interim")]
    return rows


def _nearest(row: pd.Series) -> str:
    remark = row["remark"].split(";")[0]
    what = {
        "trials-other-sentenced": _("prison and death sentences of trials outside Moscow"),
        "trials-death-sentences": _("the four Moscow trials"),
    }.get(row.name, remark)
    return _("\N{LEFT DOUBLE QUOTATION MARK}{printed}\N{RIGHT DOUBLE QUOTATION MARK} ({what})").format(
        printed=row["printed"], what=what
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


def refusals(choices: Choices) -> pd.DataFrame:
    """Try what the suite must refuse, and return its answers.

    Returns
    -------
    pandas.DataFrame
        ``attempt`` (in words) and ``answer`` (the message of the refusal, without ids of rows).

    Raises
    ------
    RuntimeError
        If a division that must be refused is carried out.
    """
    years = {name: by_year(name, choices).query(f"year == {YEAR}") for name in
             ("expelled", "convictions", "death_sentences", "camp_stock")}  # fmt: skip
    divisions = [("expelled", "convictions"), ("death_sentences", "expelled"), ("camp_stock", "expelled")]
    rows = [
        (
            _("{above}, divided by {below}").format(above=words_of(above), below=words_of(below)),
            _answer(lambda a=above, b=below: comparison.divide(years[a].iloc[0], years[b].iloc[0])),
        )
        for above, below in divisions
    ]
    both = pd.concat([years["expelled"], years["death_sentences"]])
    attempt = _("{one} and {other}, on one axis").format(one=words_of("expelled"), other=words_of("death_sentences"))
    rows.append((attempt, _answer(lambda: comparison.require_alike(both))))
    return pd.DataFrame(rows, columns=["attempt", "answer"])


def _answer(attempt) -> str:
    try:
        attempt()
    except ComparisonError as refusal:
        return re.sub(r" \([^)]*\)", "", str(refusal))
    raise RuntimeError("expected a refusal, got a result; check SHARES and LABELS in analysis/ledger/comparison.py")
