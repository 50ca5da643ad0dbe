"""Printed lists of names against one another and against the lists that others published."""

from __future__ import annotations

import pandas as pd

from analysis.data.memo import memoised
from analysis.ledger.names import STRICTNESS, match, same_name
from analysis.text.words import _
from analysis.topics.trials.model import TRIALS, Choices, names, published

PAIR_COLUMNS = ["comparison", "trial", "left", "right", "rule"]


def comparisons(choices: Choices) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """Return the pairs of lists that are compared: (trial, words) -> (list, list it should stand in)."""
    evidence = published(choices)
    found = {}
    for trial in choices.trials:
        accused = names(trial, "accused")
        sentenced = names(trial, "death") + names(trial, "prison")
        if sentenced:
            found[trial, _("sentenced, among the accused")] = (sentenced, accused)
        rows = evidence[evidence["trial"] == TRIALS[trial].published]
        for which, measure in (("accused", "named_accused"), ("death", "death_sentences"),
                               ("prison", "prison_sentences")):  # fmt: skip
            people = [p for cell in rows.loc[rows["measure"] == measure, "persons"] for p in cell.split(";") if p]
            if names(trial, which) and people:
                words = {"accused": _("accused, as printed and as published"),
                         "death": _("sentenced to death, as printed and as published"),
                         "prison": _("sentenced to prison, as printed and as published")}[which]  # fmt: skip
                found[trial, words] = (names(trial, which), people)
    return found


@memoised
def matched(choices: Choices) -> pd.DataFrame:
    """Return all pairs and all names without a partner.

    Returns
    -------
    pandas.DataFrame
        ``comparison`` (words), ``trial``, ``left``, ``right``, ``rule``, as :func:`match`.
    """
    frames = [
        match(left, right, choices.strictness).assign(trial=trial, comparison=f"{_(TRIALS[trial].words)}: {words}")
        for (trial, words), (left, right) in comparisons(choices).items()
    ]
    return pd.concat(frames, ignore_index=True)[PAIR_COLUMNS]


def unmatched(choices: Choices) -> pd.DataFrame:
    """Return one row a comparison: how many names pair, and which do not.

    Returns
    -------
    pandas.DataFrame
        ``comparison``, ``trial``, ``pairs``, ``respelt`` (paired although spelt differently), ``left_only`` and
        ``right_only`` (names, joined by ``; ``), ``unmatched`` (their number).
    """
    rows = []
    for words, group in matched(choices).groupby("comparison", sort=False):
        left = group.loc[group["right"] == "", "left"]
        right = group.loc[group["left"] == "", "right"]
        rows.append(
            {
                "comparison": words,
                "trial": group["trial"].iloc[0],
                "pairs": int((group["rule"] != "").sum()),
                "respelt": int(group["rule"].isin(["spelling", "near"]).sum()),
                "left_only": "; ".join(left),
                "right_only": "; ".join(right),
                "unmatched": len(left) + len(right),
            }
        )
    return pd.DataFrame(rows)


def alone(choices: Choices) -> list[tuple[str, str]]:
    """Return the persons whose name stays without a partner in some comparison: (trial, spellings joined by "/").

    A person counts once, in however many comparisons the name stands alone: spellings that pair under the widest
    rule are one person.
    """
    rows = matched(choices)
    rows = rows[rows["rule"] == ""]
    found: list[tuple[str, list[str]]] = []
    for row in rows.itertuples():
        name = row.left or row.right
        same = (p for p in found if p[0] == row.trial and any(same_name(name, n, STRICTNESS[-1]) for n in p[1]))
        person = next(same, None)
        if person is None:
            found.append((row.trial, [name]))
        elif name not in person[1]:
            person[1].append(name)
    return [(trial, " / ".join(spellings)) for trial, spellings in found]


def missing_sentences(trial: str, strictness: str) -> tuple[list[str], list[str]]:
    """Return the accused whom the printed lists of the sentenced leave out, and the sentenced who are not accused."""
    pairs = match(names(trial, "death") + names(trial, "prison"), names(trial, "accused"), strictness)
    return pairs.loc[pairs["left"] == "", "right"].to_list(), pairs.loc[pairs["right"] == "", "left"].to_list()


def two_spellings(trial: str) -> list[str]:
    """Return the sentenced and the accused of a trial who pair only under the rule ``near``: ``"Grinko / Grin"``."""
    pairs = match(names(trial, "death") + names(trial, "prison"), names(trial, "accused"), "near")
    return [f"{r.left} / {r.right}" for r in pairs[pairs["rule"] == "near"].itertuples()]
