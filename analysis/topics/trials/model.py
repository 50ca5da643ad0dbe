"""The trials of 1936-1938: stated counts, printed lists of names, sums, sentences in years.

What is tested is the text: whether a stated number and the list beside it have one length, whether the
numbers of the four trials add up, whether they stand so in what others published. Agreement on the number
of the sentenced says nothing about guilt.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis.data import quantities, tables
from analysis.numbers.arithmetic import Check, add, check_length, check_same, check_sum, judge
from analysis.numbers.printed import Bounds, Printed
from analysis.text.words import _
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


def prose(choices: Choices) -> pd.DataFrame:
    """Return the pamphlet's quantities on the trials, as :func:`analysis.data.quantities.read_printed`, by id."""
    return quantities.read_printed("trials_prose", choices.reading).set_index("id", drop=False)


def numbers(choices: Choices) -> dict[str, Printed]:
    """Return the readable quantities on the trials as printed numbers, by id."""
    return quantities.numbers(prose(choices))


def names(trial: str, which: str) -> list[str]:
    """Return a printed list of names, as printed and in the order of the text."""
    table = tables.load_pamphlet("trial_names")
    return table[(table["trial"] == trial) & (table["list"] == which)].sort_values("order")["name"].to_list()


def listed(rule: ListRule, choices: Choices) -> list[str]:
    """Return the names that a stated number counts."""
    found = names(rule.trial, rule.list)
    if not rule.named_in_population:
        return found
    group = prose(choices).at[rule.stated, "population"].split("_")
    return [name for name in found if name.lower() in group]


def list_checks(choices: Choices) -> dict[str, Check]:
    """Test every stated number against the length of the list printed with it.

    Returns
    -------
    dict of str to Check
        By the words of :data:`LISTS`, for the trials chosen.
    """
    stated = numbers(choices)
    return {
        _(rule.words): check_length(listed(rule, choices), stated[rule.stated])
        for rule in LISTS
        if rule.trial in choices.trials
    }


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
}
REPEATED = {
    "accused": "accused",
    "convicted": "convicted, against the accused",
    "death_sentences": "sentenced to death",
    "last_speeches": "last speeches of the accused, against the accused",
}


def repeat_checks(choices: Choices) -> dict[str, Check]:
    """Test whether numbers that the text gives more than once for one trial are equal.

    Returns
    -------
    dict of str to Check
        Each later number against the first one; quotations are named as such.
    """
    rows, stated = prose(choices), numbers(choices)
    sections = tables.load_pamphlet("sections").set_index("section")["subject"]
    found = {}
    for other, first in REPEATS.items():
        row = rows.loc[other]
        if row["population"] in choices.trials:
            where = sections[row["section"]]
            found[_repeat_words(row, where)] = check_same(stated[other], stated[first])
    return found


def _repeat_words(row: pd.Series, where: str) -> str:
    quoted = _(", in a quotation") if "quotation" in row["remark"] else ""
    text = _("{trial}: {what}, “{printed}” in “{where}”{quoted} (character {position} of the text)")
    return text.format(
        trial=_(TRIALS[row["population"]].words), what=_(REPEATED[row["measure"]]), printed=row["printed"],
        where=_(where), quoted=quoted, position=row["position"],
    )  # fmt: skip


def sum_checks(choices: Choices) -> dict[str, Check]:
    """Test whether the numbers of a trial, and of the four trials together, add up.

    Returns
    -------
    dict of str to Check
        Sums over the four trials only where all of them are chosen.
    """
    n, found = numbers(choices), {}
    ten_years = next(rule for rule in LISTS if rule.stated == "trial-1937-prison-ten-years")
    one = len(names("trial_1937", "prison")) - len(listed(ten_years, choices))
    if "trial_1937" in choices.trials:
        found[_("January 1937: death, ten years and eight years make the accused")] = _sum_and_named(
            n["trial-1937-accused"], (n["trial-1937-death-sentences"], n["trial-1937-prison-ten-years"]), one
        )
    if "trial_generals_1937" in choices.trials:
        found[_("Generals: Tukhachevsky and the others whom Davies counts as shot are those sentenced to death")] = (
            _sum_and_named(n["trial-generals-death-sentences"], (n["generals-shot-davies"],), 1)
        )
    if "trial_1938" in choices.trials:
        found[_("1938: death and prison make the accused")] = check_sum(
            (n["trial-1938-death-sentences"], n["trial-1938-prison-sentences"]), n["trial-1938-accused"]
        )
    if choices.trial == "all":
        found |= _four_trials(n, one)
    return found


def _four_trials(n: dict[str, Printed], one: int) -> dict[str, Check]:
    generals = n["trial-generals-death-sentences"]
    accused = (n["trial-1936-accused"], n["trial-1937-accused"], generals, n["trial-1938-accused"])
    deaths = (n["trial-1936-convicted"], n["trial-1937-death-sentences"], generals, n["trial-1938-death-sentences"])
    prisons = (n["trial-1937-prison-ten-years"], n["trial-1938-prison-sentences"])
    rest = judge(
        "sum_of", n["trials-prison-sentences"], (*accused, n["trials-death-sentences"]),
        lambda b: add(b[:-1]) - b[-1], _("{accused} - {deaths}").format(
            accused=" + ".join(_plain(p) for p in accused), deaths=_plain(n["trials-death-sentences"])),
    )  # fmt: skip
    return {
        _("Four trials: the death sentences make the stated total"): check_sum(deaths, n["trials-death-sentences"]),
        _("Four trials: the prison sentences make the stated total"): _sum_and_named(
            n["trials-prison-sentences"], prisons, one
        ),
        _("Four trials: the accused, less the stated death sentences, are the stated prison sentences"): rest,
        _("Four trials: their stated number"): check_length(list(TRIALS), n["trials-number"]),
    }


def _sum_and_named(total: Printed, parts: tuple[Printed, ...], one: int) -> Check:
    # Persons who are named without a number count as many as their names.
    more = Bounds(Fraction(one), Fraction(one))
    expression = _("{parts} + {n} named").format(parts=" + ".join(_plain(p) for p in parts), n=one)
    return judge("sum_of", total, parts, lambda b: add([*b, more]), expression)


def _plain(number: Printed) -> str:
    return f"{float(number.value):g}"
