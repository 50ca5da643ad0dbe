"""How firmly a verdict on the evidence stands: what would turn it into another answer.

Three changes are tried: any one line of estimates left out; rows let in that are weaker, or that nobody has looked up;
the other reading of a limit or of the printed figure. Two words of the same side (agrees, inside the range) are one
answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from analysis.data.reference import weak_lineages
from analysis.data.study import object_of_study
from analysis.ledger.comparison import UNCHECKED, Comparison, alike, ends, known, place, usable
from analysis.numbers.bounds import Bounds, between
from analysis.text import verdicts
from analysis.text.words import _, joined

#: At most so many changes are named.
MOST_NAMED = 3
#: A change: what it is, in words -> the answer under it.
Changes = Iterator[tuple[str, Comparison]]


def side(word: str) -> str:
    """Return which side a verdict on the evidence takes: ``for``, ``against`` or nothing."""
    return "for" if word in verdicts.SUPPORTS else "against" if word in verdicts.OPPOSES else ""


def examined(
    printed: Bounds,
    wanted: dict[str, str],
    rows: list[dict],
    *,
    others: Mapping[str, Bounds | None],
    rescues: Mapping[str, Bounds | None] | None = None,
    show: Callable,
) -> Comparison:
    """Set a figure among estimates and say what would turn the answer.

    Parameters
    ----------
    printed : Bounds
        The figure in its most charitable reading.
    wanted : dict
        As for :func:`analysis.ledger.comparison.against_rows`.
    rows : list of dict
        Estimates of the subject, those that nobody has looked up among them.
    others : mapping
        Other readings of the figure: what they are, in words -> its bounds.
    rescues : mapping, optional
        Less likely readings, tried only where the estimates are against the figure.
    show : callable
        How a number is written.

    Returns
    -------
    Comparison
        With ``firm``, ``turned_by`` and ``if_unchecked``.
    """
    key = object_of_study()
    rows = [row for row in rows if known(row, key)]
    checked = [row for row in rows if usable(row, key)]
    near, why = alike(checked, wanted) if checked else ([], _("No estimate was collected."))
    if not near:
        word = verdicts.NOT_COMPARABLE if checked else verdicts.NONE_COLLECTED
        return _with_unchecked(Comparison(word, why), printed, wanted, rows, show)
    found = place(printed, near, show=show)
    unchecked = [row for row in alike(rows, wanted)[0] if row["verification"] == UNCHECKED]
    if side(found.verdict) == "against":
        others = dict(others) | dict(rescues or {})
    changes = list(_changes(printed, near, found, others, show))
    if unchecked:
        # A row that nobody has looked up is set beside those that decided, as if it were as good.
        deciding = [row for row in near if row["id"] in found.estimates]
        let_in = place(printed, [*deciding, *unchecked], show=show, weaker=True)
        found = replace(found, if_unchecked=let_in.verdict if let_in.verdict != found.verdict else "")
        changes.append((_let_in(unchecked, show, _("the row that nobody has looked up")), let_in))
    found = settled(found, changes)
    lines = {row["lineage"] for row in near if row["id"] in found.estimates}
    if found.firm and lines <= weak_lineages("unsourced"):
        return replace(found, firm=verdicts.FRAGILE, turned_by="; ".join(filter(None, [unsourced(), found.turned_by])))
    return found


def unsourced() -> str:
    """Return why an answer is fragile that no change turns: its only work names no source."""
    return _("it rests on one work that shows no source of its own")


def _with_unchecked(found: Comparison, printed: Bounds, wanted: dict, rows: list[dict], show) -> Comparison:
    unchecked = [row for row in rows if row["verification"] == UNCHECKED]
    near = alike(unchecked, wanted)[0] if unchecked else []
    if not near:
        return found
    let_in = place(printed, near, show=show, weaker=True)
    return settled(
        replace(found, if_unchecked=let_in.verdict), [(_let_in(near, show, _("what nobody has looked up")), let_in)]
    )


def _changes(printed, near, found, others, show) -> Changes:
    lineages = sorted({row["lineage"] for row in near if row["id"] in found.estimates})
    if len(lineages) > 1:
        for name in lineages:
            rest = [row for row in near if row["lineage"] != name]
            yield _("without the line {name}").format(name=name.replace("_", " ")), place(printed, rest, show=show)
    weaker = [row for row in near if row["id"] not in found.estimates]
    if weaker:
        yield _let_in(weaker, show, _("weaker texts")), place(printed, near, show=show, weaker=True)
    limits = [row for row in near if _is_limit(row)]
    if limits:
        as_values = [_at_its_limit(row) if row in limits else row for row in near]
        words = _("with the limit read as the figure")
        yield words, place(printed, as_values, show=show)
    for words, ends_then in others.items():
        if ends_then is not None and ends_then != printed:
            yield words, place(ends_then, near, show=show)


def _is_limit(row: dict) -> bool:
    span = ends(row)
    return math.isinf(span.low) or math.isinf(span.high)


def _at_its_limit(row: dict) -> dict:
    span = ends(row)
    end = span.high if math.isinf(span.low) else span.low
    return row | {"low": end, "high": end}


def _let_in(rows: list[dict], show, what: str) -> str:
    figures = list(dict.fromkeys(between(ends(row), show) for row in rows))
    shown = joined(figures[:MOST_NAMED]) if len(figures) <= MOST_NAMED else _("{n} figures").format(n=len(figures))
    return _("with {what}: {figures}").format(what=what, figures=shown)


def settled(found: Comparison, changes: list[tuple[str, Comparison]]) -> Comparison:
    """Return an answer with its firmness.

    Parameters
    ----------
    found : Comparison
        The answer.
    changes : list of tuple
        What was changed, in words, and the answer then.
    """
    turned = {}
    for words, then in changes:
        if side(then.verdict) != side(found.verdict):
            turned.setdefault(words, then.verdict)
    said = "; ".join(f"{words}: {_(word)}" for words, word in list(turned.items())[:MOST_NAMED])
    firm = (verdicts.FRAGILE if turned else verdicts.FIRM) if side(found.verdict) else ""
    return replace(found, firm=firm, turned_by=said)
