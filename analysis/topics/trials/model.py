"""The trials of 1936-1938: stated counts, printed lists of names, sums, sentences in years.

What is tested is the text: whether a stated number and the list beside it have one length, whether the
numbers of the four trials add up, whether they stand so in what others published. Every verdict is the ledger's.
Agreement on the number of the sentenced says nothing about guilt.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.data import quantities, tables
from analysis.data.memo import memoised
from analysis.ledger import ask
from analysis.numbers.arithmetic import Check
from analysis.numbers.printed import Printed
from analysis.text.words import _, as_printed
from analysis.topics.trials.choices import Choices


@dataclass(frozen=True)
class Trial:
    """A trial: its words and its name in the table of estimates."""

    words: str
    published: str


TRIALS = {
    "trial_1936": Trial("Trial of August 1936", "sixteen_1936"),
    "trial_1937": Trial("Trial of January 1937", "seventeen_1937"),
    "trial_generals_1937": Trial("Trial of the generals, June 1937", "military_1937"),
    "trial_1938": Trial("Trial of March 1938", "twenty_one_1938"),
}
ALL_FOUR = Trial("All four trials", "all_four")


@dataclass(frozen=True)
class ListRule:
    """A printed list of names and the stated number that belongs to it.

    ``named_in_population`` keeps the names that stand in the ``population`` of the stated number: the text
    gives three of four names as one group.
    """

    words: str
    trial: str
    list: str
    stated: str
    named_in_population: bool = False


LISTS = (
    ListRule("1936: accused", "trial_1936", "accused", "trial-1936-accused"),
    ListRule("1936: said to have met Trotsky or Sedov abroad", "trial_1936", "met_abroad", "trial-1936-met-abroad"),
    ListRule("1936: said to have lived in Germany", "trial_1936", "from_germany", "trial-1936-from-germany"),
    ListRule("January 1937: accused", "trial_1937", "accused", "trial-1937-accused"),
    ListRule("January 1937: sentenced to death", "trial_1937", "death", "trial-1937-death-sentences"),
    ListRule("January 1937: ten years of prison", "trial_1937", "prison", "trial-1937-prison-ten-years", True),
    ListRule("Generals: sentenced to death (list of the arrested)", "trial_generals_1937", "accused",
             "trial-generals-death-sentences"),
    ListRule("1938: accused", "trial_1938", "accused", "trial-1938-accused"),
    ListRule("1938: sentenced to death", "trial_1938", "death", "trial-1938-death-sentences"),
    ListRule("1938: sentenced to prison", "trial_1938", "prison", "trial-1938-prison-sentences"),
    ListRule("1938: questioning taken first", "trial_1938", "treated_first", "trial-1938-treated-first"),
    ListRule("1938: main accused", "trial_1938", "main", "trial-1938-main"),
)  # fmt: skip


@memoised
def prose(choices: Choices) -> pd.DataFrame:
    """Return the pamphlet's quantities on the trials, as :func:`analysis.data.quantities.read_printed`, by id."""
    return quantities.read_printed("trials_prose", choices.reading).set_index("id", drop=False)


def numbers(choices: Choices) -> dict[str, Printed]:
    """Return the readable quantities on the trials as printed numbers, by id."""
    return quantities.numbers(prose(choices))


@memoised
def names(trial: str, which: str) -> list[str]:
    """Return a printed list of names, as printed and in the order of the text."""
    table = tables.load_pamphlet("trial_names")
    rows = table[(table["trial"] == trial) & (table["list"] == which)]
    return rows.sort_values("order", kind="stable")["name"].to_list()


def listed(rule: ListRule, choices: Choices) -> list[str]:
    """Return the names that a stated number counts."""
    found = names(rule.trial, rule.list)
    if not rule.named_in_population:
        return found
    group = prose(choices).at[rule.stated, "population"].split("_")
    return [name for name in found if name.lower() in group]


@memoised
def published(choices: Choices) -> pd.DataFrame:
    """Return the published rows on the trials chosen; those on all four only where all are chosen."""
    rows = quantities.read_estimates("trials", unchecked=choices.unchecked)
    wanted = [TRIALS[t].published for t in choices.trials] + ([ALL_FOUR.published] if choices.trial == "all" else [])
    return rows[[any(name in wanted for name in cell.split("_and_")) for cell in rows["trial"]]].reset_index(drop=True)


def list_checks(choices: Choices) -> dict[str, Check]:
    """Return the ledger's check of every stated number against the list printed with it, for the trials chosen."""
    # A group out of a list is tested in the ledger only as a part of it; its count stands in list_table.
    rules = [rule for rule in LISTS if rule.trial in choices.trials and not rule.named_in_population]
    return ask.own_tests({_(rule.words): rule.stated for rule in rules}, choices.reading)


def list_table(choices: Choices) -> pd.DataFrame:
    """Return stated numbers and lengths of lists.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``trial``, ``stated`` (persons), ``named`` (names printed), ``id`` of the stated number.
    """
    stated = numbers(choices)
    rows = [
        (_(rule.words), rule.trial, float(stated[rule.stated].value), len(listed(rule, choices)), rule.stated)
        for rule in LISTS
        if rule.trial in choices.trials
    ]
    return pd.DataFrame(rows, columns=["what", "trial", "stated", "named", "id"])


#: Sums over the four trials that the ledger tests: claim -> (trial, what is tested).
SUMS = {
    "trials-death-sentences": ("all", "Four trials: the death sentences make the stated total"),
    "trials-prison-sentences": ("all", "Four trials: the prison sentences make the stated total"),
}
#: A number that repeats another, by id -> the number it repeats.
REPEATS = {
    "trial-1936-accused-again": "trial-1936-accused",
    "trial-1936-accused-again-2": "trial-1936-accused",
    "trial-1936-convicted": "trial-1936-accused",
    "trial-1936-accused-pritt": "trial-1936-accused",
    "trial-1936-last-speeches": "trial-1936-accused",
    "trial-1937-accused-again": "trial-1937-accused",
    "trial-1938-accused-again": "trial-1938-accused",
    "trial-1938-accused-embassy": "trial-1938-accused",
    "trial-1938-death-sentences-again": "trial-1938-death-sentences",
    "generals-shot-davies": "trial-generals-death-sentences",
}
REPEATED = {
    "accused": "accused",
    "convicted": "convicted, against the accused",
    "death_sentences": "sentenced to death",
    "executions": "shot beside Tukhachevsky, against those sentenced to death",
    "last_speeches": "last speeches of the accused, against the accused",
}


def sum_checks(choices: Choices) -> dict[str, Check]:
    """Return the ledger's checks of sums; those over the four trials only where all of them are chosen."""
    wanted = {
        _(words): name
        for name, (trial, words) in SUMS.items()
        if trial in choices.trials or (trial == "all" == choices.trial)
    }
    return ask.own_tests(wanted, choices.reading)


def repeat_checks(choices: Choices) -> dict[str, Check]:
    """Return the ledger's checks of numbers that the text gives more than once; quotations are named as such."""
    rows = prose(choices)
    sections = tables.load_pamphlet("sections").set_index("section")["subject"]
    chosen = [rows.loc[name] for name, first in REPEATS.items() if rows.at[first, "subject"] in choices.trials]
    return ask.own_tests({_repeat_words(row, sections[row["section"]]): row["id"] for row in chosen}, choices.reading)


def _repeat_words(row: pd.Series, where: str) -> str:
    quoted = _(", in a quotation") if "quotation" in row["remark"] else ""
    text = _("{trial}: {what}, “{printed}” in “{where}”{quoted} (character {position} of the text)")
    return text.format(
        trial=_(TRIALS[row["subject"]].words), what=_(REPEATED[row["measure"]]), printed=as_printed(row["printed"]),
        where=_(where), quoted=quoted, position=row["position"],
    )  # fmt: skip


@memoised
def count_table(choices: Choices) -> pd.DataFrame:
    """Return the printed counts of accused and sentenced with the ledger's verdicts.

    Returns
    -------
    pandas.DataFrame
        ``trial`` (words), ``measure``, ``id``, ``printed`` (string), ``stated`` and ``published`` (persons),
        ``verdict`` (against the literature), ``lineages``, ``fidelity`` (against the cited source), ``quoted``.
    """
    rows, stated, found = prose(choices), numbers(choices), []
    fidelity = ask.ledger(choices.reading)["fidelity"]
    for row in rows.itertuples():
        everything = row.population == "moscow_trials" and choices.trial == "all"
        wanted = row.population in choices.trials or everything
        if not wanted or row.measure not in ("accused", "death_sentences", "prison_sentences") or row.id not in stated:
            continue
        result = ask.against(row.id, choices.reading)
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
                "fidelity": fidelity[row.id],
                "quoted": "quotation" in row.remark,
            }
        )
    return pd.DataFrame(found)
