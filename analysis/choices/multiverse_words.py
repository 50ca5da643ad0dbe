"""What a multiverse says to a reader: two sentences, a curve, the pull of each choice.

All words follow from the numbers and claim no more than these: a share of combinations is no probability,
and a choice that moves the answer most does so among the choices that were tried.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence

import numpy as np
import pandas as pd

from analysis.choices.multiverse import Decision, Share
from analysis.text.words import _, joined, ngettext, number, percent

#: More universes than this are not drawn; the picture would have no room for them.
MOST_DRAWN = 2_000
#: Means nearer than this, relative to the larger, are one and the same.
TIE = 1e-9


def caution() -> str:
    """Return the sentence that belongs under every curve and every table of pulls."""
    return _(
        "This describes disagreement and is no better estimate: the combinations are no sample, they are not equally "
        "likely, and their middle is no best guess."
    )


def sentences(
    share: Share, statement: str, pulls: pd.DataFrame, show: Callable[[float], str] | None = None
) -> list[str]:
    """Return what a multiverse shows in two sentences.

    Parameters
    ----------
    share : Share
        Output of :func:`analysis.choices.multiverse.share_holding`.
    statement : str
        The statement as a clause without full stop: ``"1937 is among the two mildest years"``.
    pulls : pandas.DataFrame
        Output of :func:`analysis.choices.multiverse.pull`.
    show : callable, optional
        Writes a movement of the outcome with its unit. Without it the outcome is a truth value and the
        movement the share of pairs in which it turns.

    Returns
    -------
    list of str
        How often the statement holds; which choice moves the outcome most.
    """
    return [share_sentence(share, statement), pull_sentence(pulls, show)]


def share_sentence(share: Share, statement: str) -> str:
    """Say in how many combinations a statement holds, with words of their own for none, all and undecided."""
    if not share.decided:
        return _("For none of the {n} combinations of choices can it be decided whether {clause}.").format(
            n=number(share.undecided), clause=statement
        )
    if share.holding == 0:
        text = _("In none of the {n} combinations of choices {which} does it hold that {clause}{more}.")
    elif share.holding == share.decided:
        text = _("In all {n} combinations of choices {which}, {clause}{more}; others may differ.")
    else:
        text = _("In {k} of {n} combinations of choices ({share}), {clause}{more}.")
    more = ""
    if share.undecided:
        more = ngettext(" (in {m} more it cannot be decided)", " (in {m} more it cannot be decided)", share.undecided)
        more = more.format(m=number(share.undecided))
    which = _("that decide it") if share.undecided else _("that were tried")
    counts = {"k": number(share.holding), "n": number(share.decided), "share": _rounded(share)}
    return text.format(**counts, which=which, clause=statement, more=more)


def _rounded(share: Share) -> str:
    # Rounding must not turn "nearly all" into all, nor "hardly any" into none.
    text = percent(100 * share.share, 0)
    if text == percent(100, 0):
        return _("more than {share}").format(share=percent(99, 0))
    return _("less than {share}").format(share=percent(1, 0)) if text == percent(0, 0) else text


def pull_sentence(pulls: pd.DataFrame, show: Callable[[float], str] | None = None) -> str:
    """Say which choice moves the outcome most when nothing else changes; ties are named as ties."""
    found = pulls[pulls["pairs"] > 0]
    if found.empty:
        return _("No two combinations differ in one choice alone, so no choice can be weighed by itself.")
    top = found["mean"].max()
    if top == 0:
        return _("No choice moves the answer when it alone is changed.")
    best = found[found["mean"] >= top * (1 - TIE)]
    names = joined([f"“{label}”" for label in best["label"]])
    pairs = number(best["pairs"].sum())
    if show is None:
        text = ngettext(
            "The choice of {names} turns the answer most often: in {mean} of the {pairs} pairs of combinations that "
            "differ in nothing else.",
            "The choices of {names} turn the answer most often and equally often: each in {mean} of the pairs of "
            "combinations that differ in nothing else ({pairs} pairs in all).",
            len(best),
        )
        return text.format(names=names, mean=percent(100 * top), pairs=pairs)
    text = ngettext(
        "The choice of {names} moves the outcome most: changed alone, by {mean} on average and {largest} at most "
        "({pairs} pairs).",
        "The choices of {names} move the outcome most and equally: changed alone, each by {mean} on average and "
        "{largest} at most ({pairs} pairs).",
        len(best),
    )
    return text.format(names=names, mean=show(top), largest=show(best["largest"].max()), pairs=pairs)


# Frames for charts --------------------------------------------------------------------------------------------------


def curve_frame(
    results: pd.DataFrame,
    outcome: str,
    decisions: Sequence[Decision],
    *,
    marked: Sequence[Hashable] = (),
    text: str = "",
    most: int = MOST_DRAWN,
) -> pd.DataFrame:
    """Return the universes to draw as a specification curve, lowest outcome first.

    Of more than ``most`` a systematic sample is drawn: universes at equal steps of rank, the lowest and the
    highest among them. Marked universes are drawn in any case.

    Parameters
    ----------
    results : pandas.DataFrame
        Output of :func:`analysis.choices.multiverse.run`.
    outcome : str
        The column to draw; universes without outcome are left out.
    decisions : sequence of Decision
        The choices below the curve, in drawing order.
    marked : sequence
        Numbers of universes to highlight.
    text : str
        Words at a marked universe.
    most : int
        Greatest number of universes, marked ones not counted.

    Returns
    -------
    pandas.DataFrame
        ``universe``, ``value``, ``highlight``, ``text``, and a column a decision, named and filled in words.
    """
    known = results[results[outcome].notna()].sort_values(outcome, kind="stable")
    kept = np.zeros(len(known), dtype=bool)
    kept[np.unique(np.linspace(0, len(known) - 1, min(most, len(known))).round().astype(int))] = True
    highlight = known.index.isin(list(marked))
    drawn, highlight = known[kept | highlight], highlight[kept | highlight]
    columns = {"universe": drawn.index, "value": drawn[outcome].to_numpy(dtype=float), "highlight": highlight}
    columns["text"] = np.where(highlight, text, "")
    for d in decisions:
        columns[d.title] = [d.say(option) for option in drawn[d.name]]
    return pd.DataFrame(columns)


def drawn_words(results: pd.DataFrame, outcome: str, curve: pd.DataFrame) -> str:
    """Say which universes a curve shows: all, or a systematic sample of so many."""
    total = int(results[outcome].notna().sum())
    missing = len(results) - total
    if len(curve) == total:
        said = _("All {n} combinations of choices with a result are drawn.").format(n=number(total))
    else:
        said = _(
            "Drawn are {k} of {n} combinations, at equal steps of rank from the lowest to the highest result."
        ).format(k=number(len(curve)), n=number(total))
    if missing:
        said += " " + _("For {m} more the figures give no result.").format(m=number(missing))
    return said


def pull_frame(pulls: pd.DataFrame, scale: float = 1.0) -> pd.DataFrame:
    """Return the marks of a dot plot of pulls: mean and largest movement a decision, times ``scale``.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``group`` (mean or largest), ``value``; decisions without pairs carry words instead.
    """
    rows = []
    for row in pulls.itertuples():
        if not row.pairs:
            rows.append({"label": row.label, "group": _("mean"), "value": math.nan, "text": _("no pairs")})
            continue
        rows.append({"label": row.label, "group": _("mean"), "value": scale * row.mean, "text": ""})
        rows.append({"label": row.label, "group": _("largest"), "value": scale * row.largest, "text": ""})
    return pd.DataFrame(rows)
