"""The ledger: every claim with three verdicts, their working and a repair where a simple one exists.

``arithmetic`` asks whether the printed figures agree with one another, ``fidelity``
whether the cited work prints the same, ``evidence`` where the figure stands among the
estimates collected. All three are computed from data; only ``as_printed`` is counted.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis import arithmetic, claims, comparison, fidelity, quantities, repairs, tables, verdicts
from analysis.printed import Bounds, Printed
from analysis.relations import Facts, run, worst
from analysis.words import _

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
    names = tables.load_pamphlet("trial_names")
    lists = {f"list:{t}/{which}": g["name"].tolist() for (t, which), g in names.groupby(["trial", "list"])}
    compared = fidelity.compare(frame)
    kept: dict[str, pd.DataFrame] = {}

    def estimates(name: str) -> pd.DataFrame:
        if name not in kept:
            kept[name] = quantities.read_estimates(name)
        return kept[name]

    return Facts(
        {r.id: r for r in frame.itertuples()},
        quantities.numbers(frame),
        lists,
        {r.id: r for r in compared.itertuples()},
        estimates,
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
    return pd.DataFrame([_evaluate(claim, facts) for claim in frame.itertuples()], columns=COLUMNS)


def load_ledger(reading: str = "as_printed") -> pd.DataFrame:
    """Return the whole ledger as printed or as corrected."""
    return evaluate(claims.load_claims(), load_facts(reading))


def _evaluate(claim, facts: Facts) -> tuple:
    found = [run(claim, relation, facts) for relation in claims.relations(claim)]
    check = worst(found)
    faith = facts.fidelity.get(claim.claim)
    compared = against_evidence(claim, facts)
    repair = repairs.find(claim, claims.relations(claim), found, faith, facts)
    working = " ".join(
        w
        for w in (
            check.working if check else "",
            faith.working if faith is not None and faith.verdict != verdicts.SOURCE_NOT_SEEN else "",
            compared.working if compared.verdict != verdicts.NONE_COLLECTED else "",
        )
        if w
    )
    return (
        claim.claim, claim.section, claim.printed, claim.statement, claim.kind, claim.checks, claim.rests_on,
        check.verdict if check else verdicts.NOT_TESTABLE,
        faith.verdict if faith is not None else verdicts.SOURCE_NOT_SEEN,
        compared.verdict, working or _("Nothing printed or collected to test it against."),
        check.chance if check else math.nan, repair,
        check.low if check else math.nan, check.high if check else math.nan, check.computed if check else math.nan,
        _sources(claim, faith, compared, facts),
    )  # fmt: skip


def against_evidence(claim, facts: Facts) -> comparison.Comparison:
    """Set a claim among the estimates that its ``compare`` cell names.

    The cell reads ``TABLE name=value ... | name=value ...``: the first labels choose the
    subject (no row: none collected), the labels behind the bar must agree as well (no
    row: not comparable).
    """
    if not claim.compare:
        return comparison.Comparison(verdicts.NONE_COLLECTED, "")
    subject, _bar, labels = claim.compare.partition("|")
    name, *chosen = subject.split()
    candidates = comparison.select(facts.estimates(name), **dict(w.split("=", 1) for w in chosen))
    stated = facts.numbers.get(claim.claim)
    if stated is None or stated.bounds() is None:
        return comparison.Comparison(verdicts.NOT_COMPARABLE, _("The printed figure cannot be read as one number."))
    wanted = dict(w.split("=", 1) for w in labels.split())
    row = facts.rows[claim.claim]
    wanted["quantity"] = row.quantity
    show = arithmetic.share if row.quantity == "share" else arithmetic.number
    return comparison.against_estimates(_widest(stated), wanted, candidates, show=show)


def _widest(stated: Printed) -> Bounds:
    return stated.bounds("half_unit", "wide")


def _sources(claim, faith, compared: comparison.Comparison, facts: Facts) -> str:
    keys = dict.fromkeys(k for k in claim.cited_source.split(";") if k)
    if faith is not None:
        keys.update(dict.fromkeys(k for k in faith.sources.split(";") if k))
    if compared.estimates:
        table = facts.estimates(claim.compare.split()[0]).set_index("id")
        for sources in table.loc[list(compared.estimates), "sources"]:
            keys.update(dict.fromkeys(sources.split(";")))
    return ";".join(keys)
