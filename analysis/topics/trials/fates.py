"""What became of the sentenced: death and prison sentences, and the rehabilitations collected beside them.

A rehabilitation is a later decision of a court or an office that the sentence was unfounded. Rival figures
stand beside one another; nothing is averaged.
"""

from __future__ import annotations

import pandas as pd

from analysis.text.words import _, joined
from analysis.text.words import date as written
from analysis.topics.trials.model import TRIALS, Choices
from analysis.topics.trials.published import published

SENTENCES = ("death_sentences", "prison_sentences")
DATES = ("rehabilitated", "rehabilitation_date")


def groups(choices: Choices) -> list[tuple[str, tuple[str, ...]]]:
    """Return the groups of accused for which rehabilitations were counted: (name in the estimates, trials)."""
    rows = published(choices)
    counted = rows.loc[rows["measure"] == "rehabilitated", "trial"].unique()
    found = []
    for name in counted:
        parts = tuple(t for t, trial in TRIALS.items() if trial.published in name.split("_and_"))
        found.append((name, parts))
    return sorted(found, key=lambda pair: list(TRIALS).index(pair[1][0]))


def fate_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return sentences and rehabilitations by group of accused.

    Returns
    -------
    table : pandas.DataFrame
        ``group`` (words), ``trials``, ``death``, ``prison``, ``sentenced`` (persons), ``rehabilitated_low`` and
        ``rehabilitated_high`` (lowest and highest of the rival counts), ``decisions`` (dates, in words), ``named``
        (distinct persons named in the decisions collected), ``not_rehabilitated`` (names).
    rows : pandas.DataFrame
        The rows behind it.
    """
    rows = published(choices.but(trial="all"))
    table, used = [], []
    for name, trials in groups(choices):
        own = rows[rows["trial"].isin([TRIALS[t].published for t in trials])]
        again = rows[(rows["trial"] == name) | rows.index.isin(own.index)]
        counts = again.loc[again["measure"] == "rehabilitated", "value"]
        sums = {m: own.loc[own["measure"] == m, "value"].sum() for m in SENTENCES}
        table.append(
            {
                "group": _group(trials),
                "trials": trials,
                "death": sums["death_sentences"],
                "prison": sums["prison_sentences"],
                "sentenced": sum(sums.values()),
                "rehabilitated_low": counts.min(),
                "rehabilitated_high": counts.max(),
                "decisions": _decisions(again),
                "named": len(_named(again)),
                "not_rehabilitated": "; ".join(_people(own[own["measure"] == "not_rehabilitated"])),
            }
        )
        used.append(again[again["measure"].isin([*SENTENCES, *DATES, "not_rehabilitated"])])
    return pd.DataFrame(table), pd.concat(used, ignore_index=True) if used else rows.head(0)


def _group(trials: tuple[str, ...]) -> str:
    first, *rest = (_(TRIALS[t].words) for t in trials)
    return joined([first, *(words[:1].lower() + words[1:] for words in rest)])


def _decisions(rows: pd.DataFrame) -> str:
    dated = rows[rows["measure"].isin(DATES)].sort_values("start", kind="stable")
    spans = [
        written(r.start) if r.start == r.end else f"{written(r.start)}\N{EN DASH}{written(r.end)}"
        for r in dated.itertuples()
    ]
    return joined(list(dict.fromkeys(spans)))


def _named(rows: pd.DataFrame) -> set[str]:
    # A press report that says "all except one" names nobody; decisions do.
    decided = rows[rows["measure"].isin(DATES) & ~rows["text"].str.startswith("all")]
    return set(_people(decided))


def _people(rows: pd.DataFrame) -> list[str]:
    return [name for cell in rows["persons"] for name in cell.split(";") if name]


def prison_fates(choices: Choices) -> pd.DataFrame:
    """Return what was collected on those sentenced to prison: rows with ``text`` and ``persons``."""
    rows = published(choices)
    return rows[rows["measure"] == "fate_of_prisoners"]
