"""The ledger: every claim with three verdicts, their working and a repair where a simple one exists.

``arithmetic`` asks whether the printed figures agree with one another, ``fidelity``
whether the cited work prints the same, ``evidence`` where the figure stands among the
estimates collected. All three are computed from data; only ``as_printed`` is counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from analysis.data import quantities
from analysis.ledger import claims, comparison, evidence, fidelity, repairs
from analysis.ledger.relations import Facts, run, worst
from analysis.text import verdicts
from analysis.text.words import _, joined

COLUMNS = (
    "claim", "section", "printed", "statement", "kind", "checks", "rests_on", "arithmetic", "fidelity", "evidence",
    "working", "chance", "repair", "low", "high", "computed", "sources",
)  # fmt: skip


def load_facts(reading: str = "as_printed") -> Facts:
    """Return the facts from the data folder.

    Parameters
    ----------
    reading : {'as_printed', 'as_corrected'}
        Whether misprints are read as ``corrections.csv`` says.
    """
    frame = quantities.read_all_printed(reading)
    compared = fidelity.compare(frame)
    return Facts(
        {r.id: r for r in frame.itertuples()},
        quantities.numbers(frame),
        claims.printed_lists(),
        {r.id: r for r in compared.itertuples()},
        quantities.read_estimates,
    )


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
        One row a claim, in the order given, with the columns of :data:`COLUMNS`.
    """
    used = uses(frame)
    rows = [_evaluate(claim, facts, used.get(claim.claim, [])) for claim in frame.itertuples()]
    return pd.DataFrame(rows, columns=COLUMNS)


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


def _evaluate(claim, facts: Facts, used: Sequence[repairs.Use]) -> tuple:
    relations = claims.relations(claim)
    found = [run(claim, relation, facts) for relation in relations]
    check = worst(found)
    faith = facts.fidelity.get(claim.claim)
    compared = evidence.against_evidence(claim, facts)
    repair = repairs.find(claim, found, faith, compared, facts, relations, used)
    return (
        claim.claim, claim.section, claim.printed, claim.statement, claim.kind, claim.checks, claim.rests_on,
        check.verdict if check else verdicts.NOT_TESTABLE,
        faith.verdict if faith is not None else verdicts.SOURCE_NOT_SEEN,
        compared.verdict, _working(check, faith, compared, used),
        check.chance if check else math.nan, repair,
        check.low if check else math.nan, check.high if check else math.nan, check.computed if check else math.nan,
        _sources(claim, faith, compared, facts),
    )  # fmt: skip


def _working(check, faith, compared: comparison.Comparison, used: Sequence[repairs.Use]) -> str:
    names = joined(list(dict.fromkeys(claim.claim for claim, _relation in used)))
    words = [
        check.working if check else _("It is tested with {claims}.").format(claims=names) if names else "",
        faith.working if faith is not None and faith.verdict != verdicts.SOURCE_NOT_SEEN else "",
        compared.working if compared.verdict != verdicts.NONE_COLLECTED else "",
    ]
    return " ".join(w for w in words if w) or _("Nothing printed or collected to test it against.")


def _sources(claim, faith, compared: comparison.Comparison, facts: Facts) -> str:
    keys = dict.fromkeys(k for k in claim.cited_source.split(";") if k)
    if faith is not None:
        keys.update(dict.fromkeys(k for k in faith.sources.split(";") if k))
    if compared.estimates:
        shelf = facts.shelf(evidence.wanted(claim).table)
        for name in [name for ids in compared.estimates for name in ids.split("+")]:
            keys.update(dict.fromkeys(shelf.find(id=name)[0]["sources"].split(";")))
    return ";".join(keys)
