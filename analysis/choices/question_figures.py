"""Figures of a question: the specification curve and the pull of each choice, as bundles."""

from __future__ import annotations

import pandas as pd

from analysis.choices import multiverse_words
from analysis.choices.multiverse import Decision
from analysis.choices.questions import Question, sentences
from analysis.display.bundles import Bundle, bundle
from analysis.text.words import _, joined, number


def shown_decisions(question: Question) -> list[Decision]:
    """Return the decisions of which more than one option is left; the others have nothing to show."""
    return [d for d in question.decisions if question.results[d.name].nunique() > 1]


def curve(
    question: Question,
    notebook: str,
    *,
    inside_note: str = "",
    reference: float | None = None,
    reference_text: str = "",
    digits: int = 1,
) -> Bundle:
    """Draw all results in order and below them the choices that led to each.

    Parameters
    ----------
    question : Question
        With at least one result.
    notebook : str
        The notebook that the figure belongs to, such as ``01_purge_rates``; its number begins the name.
    inside_note : str
        A sentence that must stand inside the picture.
    reference, reference_text
        A value to draw as a line, in the unit of the axis, and what it is.
    digits : int
        Digits after the decimal mark.

    Returns
    -------
    Bundle
        The title and the alternative text are generated from the numbers.
    """
    shown = shown_decisions(question)
    data = multiverse_words.curve_frame(question.results, question.outcome, shown)
    data["value"] *= question.scale
    said, drawn = sentences(question), multiverse_words.drawn_words(question.results, question.outcome, data)
    marks = {"reference": reference, "reference_text": reference_text} if reference is not None else {}
    ends = [number(x, digits) for x in (data["value"].min(), data["value"].median(), data["value"].max())]
    alt = _("Specification curve of {n} results, from {low} to {high}, median {median} ({unit}). {said}").format(
        n=number(len(data)), low=ends[0], median=ends[1], high=ends[2], unit=question.unit, said=" ".join(said)
    )
    return bundle(
        f"{notebook[:2]}_{question.name}_curve", "curve", data,
        title=said[0].rstrip("."), caption=_caption(drawn, _fixed(question), question.remark),
        alt=alt, description=" ".join([*said, drawn]), sources=_sources(question), unit=question.unit,
        inside_note=inside_note, notebook=notebook, decisions=[d.title for d in shown], digits=digits, **marks,
    )  # fmt: skip


def _caption(*parts: str) -> str:
    return " ".join([*filter(None, parts), multiverse_words.caution()])


def _fixed(question: Question) -> str:
    """Say which decisions have one option left, so that the curve cannot show them."""
    fixed = [d for d in question.decisions if question.results[d.name].nunique() == 1]
    if not fixed:
        return _("A dash marks the choice that a result rests on.")
    told = [f"{d.title}: {d.say(question.results[d.name].iloc[0])}" for d in fixed]
    return _("A dash marks the choice that a result rests on. Only one option is left for: {list}.").format(
        list="; ".join(told)
    )


def _sources(question: Question) -> pd.DataFrame | None:
    return question.rows if len(question.rows) else None


def pull(question: Question, notebook: str, *, inside_note: str = "", digits: int = 1) -> Bundle:
    """Draw how far each choice moves the outcome when it alone is changed: mean and largest movement.

    Parameters
    ----------
    question, notebook, inside_note, digits
        As for :func:`curve`.
    """
    found = question.pull()
    found = found[found["decision"].isin([d.name for d in shown_decisions(question)])]
    data = multiverse_words.pull_frame(found, question.scale)
    holes = _("Pairs of combinations that differ in one choice alone: {list}.").format(
        list=joined([_("{label} {n}").format(label=r.label, n=number(r.pairs)) for r in found.itertuples()])
    )
    said = multiverse_words.pull_sentence(found, question.show)
    return bundle(
        f"{notebook[:2]}_{question.name}_pull", "dots", data,
        title=said.split(":")[0].rstrip(".") if found["pairs"].sum() else said.rstrip("."),
        caption=_caption(said, holes, question.remark),
        alt=_("Dot plot of the movement of the outcome, by choice. {said}").format(said=said), description=holes,
        sources=_sources(question), unit=question.show(0.0).replace(number(0, 1), "").strip().capitalize(),
        inside_note=inside_note, notebook=notebook, digits=digits, order=[_("mean"), _("largest")],
    )  # fmt: skip
