"""The ledger: every claim with three verdicts, their working and a repair where a simple one exists.

``arithmetic`` asks whether the printed figures agree with one another, ``fidelity``
whether the cited work prints the same, ``evidence`` where the figure stands among the
estimates collected. All three are computed from data; only ``as_printed`` is counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from analysis.data import quantities, tables
from analysis.ledger import claims, comparison, evidence, fidelity, repairs
from analysis.ledger.firmness import unsourced
from analysis.ledger.relations import Facts, run, worst
from analysis.numbers.arithmetic import Check
from analysis.numbers.bounds import exact
from analysis.numbers.printed import Printed, parse
from analysis.text import verdicts
from analysis.text.words import _, as_printed, joined

#: At most so many claims are named in a sentence.
MOST_NAMED = 3

COLUMNS = (
    "claim", "section", "printed", "statement", "kind", "checks", "rests_on", "arithmetic", "fidelity", "evidence",
    "working", "chance", "repair", "low", "high", "computed", "sources", "test", "misprint", "lineages", "rung", "firm",
    "turned_by", "if_unchecked", "seen", "beside", "testable", "would_answer", "answered_with",
)  # fmt: skip


def load_facts(reading: str = "as_printed") -> Facts:
    """Return the facts from the data folder.

    Parameters
    ----------
    reading : {'as_printed', 'as_corrected'}
        Whether misprints are read as ``corrections.csv`` says.
    """
    frame = quantities.read_all_printed(reading)
    keyed = tables.load_pamphlet("claims")
    rows = {r.id: r for r in frame.itertuples()}
    return Facts(
        rows,
        quantities.numbers(frame) | _spelled(rows),
        claims.printed_lists(),
        fidelity.verdicts_of(frame, rows),
        partial(quantities.read_estimates, unchecked=True),
        what=dict(zip(keyed["claim"], map(_, keyed["statement"]), strict=True)),
        beside=fidelity.witnesses(),
    )


def _spelled(rows: dict) -> dict[str, Printed]:
    """Return what words without a number mean, as ``corrections.csv`` spells them: "several" is at least three."""
    spelled = tables.load_corrections()
    spelled = spelled[(spelled["action"] == "spell") & spelled["id"].isin(rows)]
    found = {}
    for row in spelled.itertuples():
        printed = rows[row.id]
        number = parse(row.value, exact(printed.factor), bool(printed.whole))
        said = _("{words}, read as {number}").format(words=as_printed(row.expect), number=as_printed(row.value))
        found[row.id] = replace(number, text=said)
    return found


@dataclass(frozen=True)
class _Outcome:
    """What the checks of a claim gave: those that stand with it, and the claims that took the others."""

    claim: object
    found: tuple[tuple[claims.Relation, Check], ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def deciding(self) -> Check | None:
        return worst([c for _r, c in self.found], [r.test for r, _c in self.found])

    @property
    def test(self) -> str:
        """The kind of test that decided."""
        check = self.deciding
        if check is None or check.verdict == verdicts.NOT_TESTABLE:
            return ""
        return next(r.test for r, c in self.found if c is check)


def evaluate(frame: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Evaluate claims.

    Parameters
    ----------
    frame : pandas.DataFrame
        As ``claims.csv``.
    facts : Facts
        From :func:`load_facts`.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in the order given, with the columns of :data:`COLUMNS`. A test that fails because of the
        printing of another claim (column ``misprint``) stands with that claim, not with the one that prints the right
        value.
    """
    keyed = list(frame.itertuples())
    used = uses(frame)
    outcomes = tested(keyed, facts)
    answers = _answered_with(outcomes, used)
    rows = [_evaluate(outcomes[c.claim], facts, used.get(c.claim, []), answers.get(c.claim, "")) for c in keyed]
    return pd.DataFrame(rows, columns=COLUMNS)


def tested(keyed: Sequence, facts: Facts) -> dict[str, _Outcome]:
    """Return the checks of every claim, those that fail through another's misprint moved to where it stands."""
    found = {c.claim: [(r, run(c, r, facts)) for r in claims.relations(c)] for c in keyed}
    moved: dict[str, list] = {}
    gone: dict[str, list[str]] = {}
    for claim in keyed:
        wrong = [name for name in claims.misprints(claim).values() if name in found and name != claim.claim]
        for pair in list(found[claim.claim]) if wrong else []:
            if pair[1].verdict not in (verdicts.CONTRADICTION, verdicts.TRUNCATED):
                continue
            target = next((w for w in wrong if w in pair[0].ids), wrong[0])
            found[claim.claim].remove(pair)
            moved.setdefault(target, []).append(pair)
            gone.setdefault(claim.claim, []).append(target)
    return {
        c.claim: _Outcome(c, (*found[c.claim], *moved.get(c.claim, ())), tuple(dict.fromkeys(gone.get(c.claim, ()))))
        for c in keyed
    }


def _answered_with(outcomes: dict[str, _Outcome], used: dict[str, list[repairs.Use]]) -> dict[str, str]:
    """Return for claims without a test of their own those whose tests they take part in."""
    found = {}
    for name, outcome in outcomes.items():
        if outcome.test:
            continue
        names = [*outcome.elsewhere, *(c.claim for c, _r in used.get(name, []) if outcomes[c.claim].test)]
        found[name] = ";".join(dict.fromkeys(names))
    return found


def uses(frame: pd.DataFrame) -> dict[str, list[repairs.Use]]:
    """Return for each claim the others whose checks rest on it, in text order."""
    found: dict[str, list[repairs.Use]] = {}
    for claim in frame.itertuples():
        for relation in claims.relations(claim):
            for name in dict.fromkeys(relation.ids):
                if name != claim.claim:
                    found.setdefault(name, []).append((claim, relation))
    return found


def load_ledger(reading: str = "as_printed") -> pd.DataFrame:
    """Return the whole ledger as printed or as corrected."""
    facts = load_facts(reading)
    return evaluate(claims.load_claims({*facts.rows, *facts.lists}), facts)


def _evaluate(outcome: _Outcome, facts: Facts, used: Sequence[repairs.Use], answered_with: str) -> tuple:
    claim, check = outcome.claim, outcome.deciding
    faith = facts.fidelity.get(claim.claim)
    compared = evidence.against_evidence(claim, facts)
    own = claims.relations(claim)
    kept = [(r, c) for r, c in outcome.found if r in own]
    repair = repairs.find(claim, [c for _r, c in kept], faith, compared, facts, [r for r, _c in kept], used)
    return (
        claim.claim, claim.section, claim.printed, claim.statement, claim.kind, claim.checks, claim.rests_on,
        check.verdict if check else verdicts.NOT_TESTABLE,
        faith.verdict if faith is not None else verdicts.SOURCE_NOT_SEEN,
        compared.verdict, _working(outcome, faith, compared, answered_with, facts),
        check.chance if check else math.nan, repair,
        check.low if check else math.nan, check.high if check else math.nan, check.computed if check else math.nan,
        _sources(claim, faith, compared, facts), outcome.test, ";".join(claims.misprints(claim)), compared.lineages,
        compared.rung, compared.firm, compared.turned_by, compared.if_unchecked,
        getattr(faith, "rung", ""), " ".join(facts.beside.get(claim.claim, ())), getattr(claim, "testable", "yes"),
        getattr(claim, "would_answer", ""), answered_with,
    )  # fmt: skip


def _working(outcome: _Outcome, faith, compared: comparison.Comparison, answered_with: str, facts: Facts) -> str:
    check = outcome.deciding
    words = [
        check.working if check else "",
        _tested_elsewhere(outcome, answered_with, facts),
        faith.working if faith is not None and faith.verdict != verdicts.SOURCE_NOT_SEEN else "",
        compared.working if compared.verdict != verdicts.NONE_COLLECTED else "",
        _firmness(compared),
        *facts.beside.get(outcome.claim.claim, ()),
    ]
    head = _("Printed: {printed}.").format(printed=as_printed(outcome.claim.printed).rstrip(".")) + " "
    said: list[str] = []
    for part in filter(None, words):
        # What is printed is said once, before the cited work and what was found.
        said.append(part.removeprefix(head) if any(w.startswith(head) for w in said) else part)
    return " ".join(said) or _("Nothing printed or collected to test it against.")


def _tested_elsewhere(outcome: _Outcome, answered_with: str, facts: Facts) -> str:
    if outcome.elsewhere:
        names = joined([facts.named(name) for name in outcome.elsewhere])
        return _("A test of it fails through the printing of {claims}, and stands there.").format(claims=names)
    if not answered_with:
        return ""
    names = [facts.about(name) or name for name in answered_with.split(";")]
    shown = (
        joined(names)
        if len(names) <= MOST_NAMED
        else _("{first} and {n} others").format(first=names[0], n=len(names) - 1)
    )
    return _("It is tested with: {claims}.").format(claims=shown)


def _firmness(compared: comparison.Comparison) -> str:
    if not compared.turned_by:
        return ""
    head = _("The answer is fragile: it would be another") if compared.firm else _("There would be an answer")
    if not compared.turned_by.startswith(unsourced()):
        return f"{head} {compared.turned_by}."
    changes = compared.turned_by.removeprefix(unsourced()).removeprefix("; ")
    said = _("The answer is fragile: {why}.").format(why=unsourced())
    return f"{said} {_('It would be another')} {changes}." if changes else said


def _sources(claim, faith, compared: comparison.Comparison, facts: Facts) -> str:
    keys = dict.fromkeys(k for k in claim.cited_source.split(";") if k)
    if faith is not None:
        keys.update(dict.fromkeys(k for k in faith.sources.split(";") if k))
    if compared.estimates:
        shelves = [facts.shelf(evidence.wanted(claim, cell.strip()).table) for cell in claim.compare.split(";")]
        for name in [name for ids in compared.estimates for name in ids.split("+")]:
            keys.update(
                dict.fromkeys(
                    k for shelf in shelves for row in shelf.find(id=name)[:1] for k in row["sources"].split(";")
                )
            )
    return ";".join(keys)
