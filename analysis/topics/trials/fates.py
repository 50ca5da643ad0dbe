"""What became of the sentenced: death and prison sentences, and the rehabilitations collected beside them.

A rehabilitation is a later decision of a court or an office that the sentence was unfounded. Rival figures
stand beside one another; nothing is averaged.
"""

from __future__ import annotations

import re

import pandas as pd

from analysis.data.memo import memoised
from analysis.text.words import _, joined
from analysis.text.words import date as written
from analysis.topics.trials.model import TRIALS, Choices, numbers, published

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


@memoised
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


LENGTHS = {
    "trial-1937-ten-years": ("trial_1937", ("Radek", "Sokolnikov", "Arnold")),
    "trial-1937-eight-years": ("trial_1937", ("Stroilov",)),
    "trial-1938-pletnev-years": ("trial_1938", ("Pletnev",)),
    "trial-1938-rakovsky-years": ("trial_1938", ("Rakovsky",)),
    "trial-1938-bessonov-years": ("trial_1938", ("Bessonov",)),
}


def length_table(choices: Choices) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set the printed lengths of prison sentences beside the published ones, person by person.

    Returns
    -------
    table : pandas.DataFrame
        ``name``, ``trial`` (words), ``printed`` (years), ``published`` (years; NaN if none was collected).
    rows : pandas.DataFrame
        The published rows behind it.
    """
    evidence, stated = published(choices), numbers(choices)
    evidence = evidence[(evidence["measure"] == "prison_sentences") & (evidence["text"] != "")]
    terms = {}
    for text in evidence["text"]:
        terms |= read_terms(text)
    rows = [
        (name, _(TRIALS[trial].words), float(stated[i].value), terms.get(name, float("nan")))
        for i, (trial, people) in LENGTHS.items()
        if trial in choices.trials
        for name in people
    ]
    return pd.DataFrame(rows, columns=["name", "trial", "printed", "published"]), evidence


def read_terms(text: str) -> dict[str, float]:
    """Return the years of prison by name from ``"Radek, Arnold: 10 years; Stroilov: 8 years"``."""
    terms = {}
    for part in text.split(";"):
        found = re.fullmatch(r"\s*(.+?):?\s+(\d+) years\s*", part)
        if found:
            terms |= {name.strip(): float(found[2]) for name in found[1].split(",")}
    return terms
