"""Made-up claims and what they rest on, for the tests of the ledger."""

from __future__ import annotations

from collections import namedtuple
from fractions import Fraction

import pandas as pd

from analysis.ledger.relations import Facts
from analysis.numbers.printed import PrintedError, parse

Claim = namedtuple("Claim", "claim section printed statement kind checks rests_on compare cited_source")
Row = namedtuple("Row", "id printed unit quantity factor whole start end readable")
ESTIMATE = {
    "id": "e", "measure": "members", "population": "party", "territory": "here", "price_base": "not applicable",
    "label": "E", "start": "1930", "end": "1930", "value": 100.0, "low": float("nan"), "high": float("nan"),
    "unit": "persons", "quantity": "persons", "sources": "some_book", "lineage": "one", "verification": "one_text",
}  # fmt: skip


def claim(name, kind, checks="", rests_on="", *, compare="", printed="1"):
    """Return a row of claims.csv."""
    return Claim(name, "s001", printed, f"About {name}.", kind, checks, rests_on, compare, "")


def claims(*rows):
    """Return claims as a frame."""
    return pd.DataFrame(rows, columns=Claim._fields)


def row(name, printed, *, quantity="persons", factor=1, whole=False, start="", end=None, unit="persons"):
    """Return a printed row in its base unit."""
    try:
        parse(printed, Fraction(repr(float(factor))), whole)
        readable = True
    except PrintedError:
        readable = False
    return Row(name, printed, unit, quantity, float(factor), whole, start, start if end is None else end, readable)


def percent(name, printed, **more):
    """Return a printed share."""
    return row(name, printed, quantity="share", factor=0.01, unit="percent", **more)


def dated(name, start, end=None, printed="1937"):
    """Return a printed date."""
    return row(name, printed, quantity="date", unit="date", start=start, end=end)


def facts(*rows, lists=None, estimates=(), fidelity=None):
    """Return the facts that claims are evaluated against."""
    numbers = {r.id: parse(r.printed, Fraction(repr(r.factor)), r.whole) for r in rows if r.readable}
    frame = pd.DataFrame([ESTIMATE | e for e in estimates], columns=[*ESTIMATE, "party", "party_kind"])
    return Facts({r.id: r for r in rows}, numbers, lists or {}, fidelity or {}, lambda name: frame)
