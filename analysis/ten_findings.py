"""Ten findings, five that hold and five that do not, with what stays open: words of data, numbers of the topics.

``data/findings.csv`` says which, why each was chosen and how it is worded. No number stands there: every one is asked
of the ledger or of a topic, and a verdict that the ledger does not give stops the finding.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from analysis.data import folders
from analysis.data.csv_files import read_table
from analysis.data.folders import data_folder
from analysis.data.memo import memoised
from analysis.data.raw import TableError
from analysis.data.tables import load_estimates
from analysis.ledger import ask
from analysis.text import verdicts
from analysis.text.words import _, as_printed, joined, ngettext, number, percent
from analysis.topics import topic
from analysis.topics.living import model as living
from analysis.topics.production.model import report_growth
from analysis.topics.purges.findings import PLACES, largest
from analysis.topics.purges.model import implied_bases, pairs
from analysis.topics.reichstag import unemployment
from analysis.topics.repression.model import by_year, expulsion_place, ranks
from analysis.topics.schooling import model as schooling

MILLION = 1e6
HOLDS, FAILS, OPEN = "holds", "fails", "open"
#: Of more claims than this the verdicts are counted, not named.
MOST_NAMED = 6
#: Question -> words for and against.
FOR = {"arithmetic": verdicts.HOLDS, "fidelity": (verdicts.AS_SOURCE,), "evidence": verdicts.SUPPORTS}
AGAINST = {
    "arithmetic": (verdicts.CONTRADICTION, verdicts.TRUNCATED),
    "fidelity": (verdicts.DIFFERS,),
    "evidence": verdicts.OPPOSES,
}


@dataclass(frozen=True)
class Finding:
    """One finding, ready to be shown.

    Attributes
    ----------
    name, stands, title, sentence, why, notebook, figure : str
        ``stands`` is *holds*, *fails* or *open*; the sentence has its numbers.
    claims : tuple of str
        The claims that it rests on.
    numbers : dict
        Every number of the sentence by name, unrounded.
    verdict : str
        The ledger's words, or what was counted, that make it stand so.
    firmness : str
        On how many lines of estimates it rests, and what would turn it.
    """

    name: str
    stands: str
    title: str
    sentence: str
    why: str
    notebook: str
    figure: str
    claims: tuple[str, ...]
    numbers: dict[str, object]
    verdict: str
    firmness: str


class _Words(string.Formatter):
    """Fills ``{name}``, ``{name|2}`` (digits) and ``{name|%1}`` (per cent) as numbers are written in the language."""

    def get_field(self, field_name, args, kwargs):
        name, _bar, how = field_name.partition("|")
        return self._worded(kwargs[name], how), name

    @staticmethod
    def _worded(value: object, how: str) -> str:
        if isinstance(value, str):
            return value
        if how.startswith("%"):
            return percent(float(value), int(how[1:]))
        return number(float(value), int(how) if how else None)


def load_findings() -> list[Finding]:
    """Return the findings of ``data/findings.csv`` in its order, numbers filled in.

    Raises
    ------
    TableError
        If a finding names no known claims or numbers, or does not stand as its row says.
    """
    return _all()


def points() -> list[str]:
    """Return the findings as sentences with their titles, for a notebook; none for another text."""
    return [] if folders.text_name() else [f"**{found.title}.** {found.sentence}" for found in load_findings()]


@memoised
def _all() -> list[Finding]:
    return [_made(row) for row in read_table(data_folder() / "findings.csv").itertuples()]


def _made(row) -> Finding:
    claims = chosen(row.claims)
    numbers = NUMBERS[row.finding]() if row.finding in NUMBERS else None
    if numbers is None:
        raise TableError(f"findings.csv: expected a finding out of {', '.join(NUMBERS)}, got {row.finding!r}")
    counts = counted(claims, row.question)
    numbers = {"for": counts[0], "against": counts[1], "seen": counts[0] + counts[1]} | numbers
    if (found := standing(row.rule, counts, numbers, len(claims))) != row.stands:
        raise TableError(
            f"findings.csv, {row.finding}: expected {found!r}, as numbers and ledger have it, got {row.stands!r}"
        )
    try:
        sentence = _Words().format(_(row.sentence), **numbers)
    except KeyError as error:
        raise TableError(f"findings.csv, {row.finding}: expected one of {', '.join(numbers)}, got {error}") from None
    return Finding(
        row.finding, row.stands, _(row.title), sentence, _(row.why), row.notebook, row.figure, claims, numbers,
        _verdict(claims, row.question, counts), _firmness(claims, row.question),
    )  # fmt: skip


def chosen(cell: str) -> tuple[str, ...]:
    """Return the claims that a cell names: ids, patterns with ``*``, ``section:ID``; ``-`` before a pattern takes out.

    Raises
    ------
    TableError
        If a part of the cell names no claim.
    """
    book, found = ask.ledger(), []
    for part in filter(None, cell.split(";")):
        if part.startswith("section:"):
            names = list(book.index[book["section"] == part.removeprefix("section:")])
        else:
            names = [name for name in book.index if fnmatchcase(name, part.removeprefix("-"))]
        if not names:
            raise TableError(f"findings.csv: expected a claim, a pattern or section:ID, got {part!r}, which names none")
        found = [n for n in found if n not in names] if part.startswith("-") else [*found, *names]
    return tuple(dict.fromkeys(found))


def counted(claims: tuple[str, ...], question: str) -> tuple[int, int]:
    """Return how many of some claims hold in a question of the ledger, and how many do not; elsewhere none."""
    questions = {"both": ("arithmetic", "fidelity"), "any": tuple(FOR), "number": ()}.get(question, (question,))
    rows = ask.rows(claims)
    against = sum(any(row[q] in AGAINST[q] for q in questions) for _i, row in rows.iterrows())
    holds = sum(any(row[q] in FOR[q] for q in questions) for _i, row in rows.iterrows())
    return holds, against


def standing(rule: str, counts: tuple[int, int], numbers: dict, claims: int) -> str:
    """Return how a finding stands by its rule.

    Parameters
    ----------
    rule : str
        ``all`` or ``most`` of the claims hold; ``any`` of them fails; ``none`` has an answer; or the name of a number
        that is above zero if the pamphlet's figure, or what it is made to say, fails.
    """
    holds, against = counts
    if rule in ("all", "most"):
        enough = holds == claims if rule == "all" else holds > (holds + against) / 2
        return HOLDS if enough else FAILS
    if rule == "any":
        return FAILS if against else OPEN
    if rule == "none":
        return OPEN if not holds + against else FAILS if against else HOLDS
    return FAILS if numbers[rule] > 0 else HOLDS


def _verdict(claims: tuple[str, ...], question: str, counts: tuple[int, int]) -> str:
    if question == "number":
        return _("not tested by the ledger; counted in the notebook")
    rows = ask.rows(claims)
    if len(claims) > MOST_NAMED:
        a, b = map(number, counts)
        return _("{a} claims for, {b} against ({what})").format(a=a, b=b, what=_(question))
    questions = {"both": ("arithmetic", "fidelity"), "any": tuple(FOR)}.get(question, (question,))
    words = [_(row[q]) for _i, row in rows.iterrows() for q in questions]
    return "; ".join(dict.fromkeys(words))


#: Question -> on what a finding rests that no estimate decides.
WITHOUT_ESTIMATES = {
    "arithmetic": "Rests on printed figures alone; no estimate can turn it.",
    "fidelity": "Rests on the passages of the cited works; no estimate can turn it.",
    "both": "Rests on printed figures and on the passages of the cited works; no estimate can turn it.",
    "number": "Rests on the series of the notebook named, not on a verdict of the ledger.",
}


def _firmness(claims: tuple[str, ...], question: str) -> str:
    if question in WITHOUT_ESTIMATES:
        return _(WITHOUT_ESTIMATES[question])
    rows = ask.rows(claims)
    rows = rows[rows["firm"] != ""]
    if rows.empty:
        return _("Nothing collected decides it.")
    fragile = rows[rows["firm"] == verdicts.FRAGILE]
    lines = int(rows["lineages"].min())
    said = ngettext("At least {n} line of estimates a verdict", "At least {n} lines of estimates a verdict", lines)
    rungs = joined([_(rung.replace("_", " ")) for rung in dict.fromkeys(rows["rung"]) if rung])
    words = said.format(n=number(lines)) + (_(", seen as: {rungs}").format(rungs=rungs) if rungs else "") + "."
    if fragile.empty:
        return words
    turned = _("Fragile: {n} of {m} verdicts would turn.").format(n=number(len(fragile)), m=number(len(rows)))
    return f"{words} {turned}"


def _printed(name: str) -> str:
    return as_printed(ask.ledger().at[name, "printed"])


def _outcomes(notebook: str) -> dict[str, object]:
    asked = topic(notebook)
    return asked.outcomes(asked.choices())


def _expelled() -> dict[str, object]:
    place, campaigns = expulsion_place(topic("04_expulsion_is_not_repression").choices())
    printed = pairs(topic("01_purge_rates").choices()).set_index("year")["number"].loc[1937].value
    return {"printed": printed, "place": place, "place_words": _(PLACES[place]), "campaigns": campaigns}


def _weimar() -> dict[str, object]:
    rows = load_estimates("reichstag_results")
    won = rows[(rows["election"] == "1933-03-05") & (rows["party"] == "kpd") & (rows["measure"] == "votes")]
    return _outcomes("08_reichstag") | {"kpd": _printed("kpd-1933-votes"), "kpd_official": won["value"].iloc[0]}


def _trials() -> dict[str, object]:
    death, prison = (int(_printed(f"trials-{kind}-sentences")) for kind in ("death", "prison"))
    return {"accused": death + prison, "death": death, "prison": prison}


def _schools() -> dict[str, object]:
    grown = schooling.growth(topic("07_education").choices()).set_index("name").loc["pupils"]
    return {
        "first": _printed("pupils-1929-count"), "last": _printed("pupils-1938-count"),
        "as_printed": grown["as_printed"], "alike": grown["like_for_like"],
    }  # fmt: skip


def _measures() -> dict[str, object]:
    choices = topic("04_expulsion_is_not_repression").choices()
    death = by_year("death_sentences", choices).set_index("year")["value"]
    place = ranks(choices).set_index("measure")["rank"]
    both = death.loc[[1937, 1938]].sum()
    return {
        "convictions": by_year("convictions", choices).set_index("year")["value"].loc[1937],
        "death_1937": death.loc[1937], "years": len(death), "two_years": both, "share": 100 * both / death.sum(),
        "first_year": str(death.index.min()), "last_year": str(death.index.max()),
        "highest": int(place["convictions"] == 1 and place["death_sentences"] == 1),
    }  # fmt: skip


def _screening() -> dict[str, object]:
    choices = topic("01_purge_rates").choices()
    pair, top = implied_bases(choices).set_index("year").loc[1933], largest(choices)
    count = float(pair["number"].value)
    return {
        "number": count, "percent": pair["share_text"], "low": pair["low"] / MILLION, "high": pair["high"] / MILLION,
        "largest": top["value"] / MILLION, "rate": 100 * count / top["value"],
        "evidence": verdicts.worded(*ask.ledger().loc["expulsions-1933-percent", ["evidence", "lineages"]]),
    }  # fmt: skip


def _growth() -> dict[str, object]:
    reports = report_growth()["ratio"]
    return {
        "income_first": _printed("income-1929-level"), "income_last": _printed("income-1938-level"),
        "income_printed": _printed("income-1929-1938-increase"),
        "income": _outcomes("05_production")["income_increase_percent"],
        "from_1929": reports.at[1929], "from_1930": reports.at[1930],
    }  # fmt: skip


def _farming() -> dict[str, object]:
    choices = topic("06_agriculture_and_labour").choices()
    grown = living.growth(choices).set_index("name").loc["harvesters"]
    fell = -100 * living.herd_changes(choices).set_index("animal")["fall"]
    found = _outcomes("06_agriculture_and_labour")
    return {
        "as_printed": grown["as_printed"], "alike": grown["like_for_like"],
        "sheep": fell["sheep_and_goats"], "cattle": fell["cattle"],
        "famine_low": found["famine_lowest_million"], "famine_high": found["famine_highest_million"],
    }  # fmt: skip


def _fastest() -> dict[str, object]:
    choices, found = topic("10_fastest_ever").choices(), _outcomes("10_fastest_ever")
    without = topic("10_fastest_ever").outcomes(choices.but(recoveries=False))
    return {
        "faster": found["faster"], "others": found["of"], "years": choices.years, "without": without["faster"],
        "same_faster": found["same_years_place"] - 1, "same_others": found["same_years_of"] - 1,
    }  # fmt: skip


def _old() -> dict[str, object]:
    found = _outcomes("03_old_bolsheviks_and_elites")
    return {
        "first": _printed("old-bolsheviks-1934-members"), "last": _printed("old-bolsheviks-1939-members"),
        "decrease": found["decrease_percent"], "committee": found["highest_share_percent"],
    }  # fmt: skip


def _illiteracy() -> dict[str, object]:
    last = schooling.later_literacy(topic("07_education").choices()).iloc[-1]
    return {"last_percent": 100 * last["illiterate"], "last_year": str(last["start"])[:4]}


def _unemployed() -> dict[str, object]:
    rows = unemployment.estimates()
    return {
        "printed": _printed("german-unemployed-4"),
        "registered": unemployment.highest(rows)["value"] / MILLION,
        "widest": unemployment.highest(rows, tuple(unemployment.BEYOND))["value"] / MILLION,
        "together": _outcomes("08_reichstag")["ten_millions_together"] / MILLION,
    }  # fmt: skip


NUMBERS: dict[str, Callable[[], dict[str, object]]] = {
    "copied": dict, "expelled_1937": _expelled, "weimar": _weimar, "trials": _trials, "schools": _schools,
    "measures_1937": _measures, "screening_1933": _screening, "growth": _growth, "farming": _farming,
    "fastest": _fastest, "old_bolsheviks": _old, "illiteracy": _illiteracy, "unemployed": _unemployed,
}  # fmt: skip
