"""What a topic asks the ledger: one verdict a claim, worked out once, with its working.

A topic computes no verdict of its own. It names claims and shows what these functions return, so
that a claim can never have two answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.data.memo import memoised
from analysis.ledger import claims, comparison, evidence, judge
from analysis.ledger.relations import Facts, run, worst
from analysis.numbers.arithmetic import Check


@memoised
def facts(reading: str = "as_printed") -> Facts:
    """Return what claims are evaluated against, see :func:`analysis.ledger.judge.load_facts`."""
    return judge.load_facts(reading)


@memoised
def ledger(reading: str = "as_printed") -> pd.DataFrame:
    """Return the whole ledger under a reading, a row a claim, indexed by claim."""
    return judge.load_ledger(reading).set_index("claim", drop=False)


@memoised
def _claims() -> dict:
    return {claim.claim: claim for claim in claims.load_claims().itertuples()}


def rows(names: Iterable[str], reading: str = "as_printed") -> pd.DataFrame:
    """Return the ledger's rows of some claims, in the order given.

    Raises
    ------
    KeyError
        If there is no such claim.
    """
    return ledger(reading).loc[list(names)]


@memoised
def _outcomes(reading: str) -> dict:
    return judge.tested(list(_claims().values()), facts(reading))


def check(name: str, reading: str = "as_printed") -> Check | None:
    """Return the check that decides a claim's verdict on its arithmetic; None where nothing tests it."""
    return _outcomes(reading)[name].deciding


@memoised
def own_test(name: str, reading: str = "as_printed") -> Check | None:
    """Return the severest of the tests keyed with a claim, also where it stands with another claim in the ledger.

    A test that fails because another claim is misprinted counts there; whoever shows tests and not claims still
    wants to show it.
    """
    claim = _claims()[name]
    return worst([run(claim, relation, facts(reading)) for relation in claims.relations(claim)])


def own_tests(labels: Mapping[str, str], reading: str = "as_printed") -> dict[str, Check]:
    """Return the tests keyed with several claims, as :func:`checks` returns what decides them."""
    return {label: found for label, name in labels.items() if (found := own_test(name, reading)) is not None}


def checks(labels: Mapping[str, str], reading: str = "as_printed") -> dict[str, Check]:
    """Return the deciding checks of several claims.

    Parameters
    ----------
    labels : mapping
        What is tested, in words -> the claim.
    reading : {'as_printed', 'as_corrected'}
        How misprints are read.
    """
    return {label: found for label, name in labels.items() if (found := check(name, reading)) is not None}


@memoised
def against(name: str, reading: str = "as_printed") -> comparison.Comparison:
    """Return where a claim stands among the estimates collected."""
    return evidence.against_evidence(_claims()[name], facts(reading))
