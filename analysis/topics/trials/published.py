"""The trials in what others published: counts of accused and sentenced, lengths of prison sentences."""

from __future__ import annotations

import re

import pandas as pd

from analysis.data import quantities
from analysis.ledger import comparison
from analysis.text.verdicts import AS_SOURCE, DIFFERS, SOURCE_NOT_SEEN
from analysis.text.words import _
from analysis.topics.trials.model import ALL_FOUR, TRIALS, Choices, numbers, prose


def published(choices: Choices) -> pd.DataFrame:
    """Return the published rows on the trials chosen; those on all four only where all are chosen."""
    rows = quantities.read_estimates("trials", unchecked=choices.unchecked)
    wanted = [TRIALS[t].published for t in choices.trials] + ([ALL_FOUR.published] if choices.trial == "all" else [])
    return rows[[any(name in wanted for name in cell.split("_and_")) for cell in rows["trial"]]].reset_index(drop=True)


def count_table(choices: Choices) -> pd.DataFrame:
    """Set the printed counts beside the published ones.

    Returns
    -------
    pandas.DataFrame
        ``trial`` (words), ``measure``, ``id``, ``printed`` (string), ``stated`` and ``published`` (persons),
        ``verdict`` (a word of :data:`analysis.text.verdicts.EVIDENCE`), ``lineages``, ``fidelity`` (a word of
        :data:`analysis.text.verdicts.FIDELITY`), ``working``, ``quoted``.
    """
    rows, evidence, stated = prose(choices), published(choices), numbers(choices)
    found = []
    for row in rows.itertuples():
        trial = _published_name(row.population, choices)
        if not trial or row.measure not in ("accused", "death_sentences", "prison_sentences") or row.id not in stated:
            continue
        candidates = evidence[evidence["trial"] == trial]
        result = comparison.against_estimates(
            stated[row.id].bounds(), {"measure": row.measure, "quantity": "persons"}, candidates
        )
        same = candidates[candidates["measure"] == row.measure]
        found.append(
            {
                "trial": _((TRIALS.get(row.population) or ALL_FOUR).words),
                "measure": row.measure,
                "id": row.id,
                "printed": row.printed,
                "stated": float(stated[row.id].value),
                "published": result.low,
                "verdict": result.verdict,
                "lineages": result.lineages,
                "fidelity": _fidelity(row, same, float(stated[row.id].value)),
                "working": result.working,
                "quoted": "quotation" in row.remark,
            }
        )
    return pd.DataFrame(found)


def _published_name(population: str, choices: Choices) -> str:
    if population == "moscow_trials" and choices.trial == "all":
        return ALL_FOUR.published
    return TRIALS[population].published if population in choices.trials else ""


def _fidelity(row, same: pd.DataFrame, stated: float) -> str:
    read = same[[row.cited_source in cell.split(";") for cell in same["sources"]]] if row.cited_source else same.head(0)
    if read.empty:
        return SOURCE_NOT_SEEN
    return AS_SOURCE if (read["value"] == stated).all() else DIFFERS


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
