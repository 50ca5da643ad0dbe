"""All claims of a text: what was tested, what holds, what does not (notebook 00)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.overview import figures, views
from analysis.topics.overview.choices import Choices


def _of_the_book(draw):
    """Return a drawing of the claims that the choices let through as a function of the choices."""
    return lambda choices: draw(views.load_book(choices))


TOPIC = Topic(
    notebook="00_ledger",
    question="What does the text state in numbers, and which of it holds?",
    declaration=Choices,
    figures={
        "00_glance": _of_the_book(figures.glance_figure),
        "00_verdicts": _of_the_book(figures.verdicts_figure),
        "00_parts": _of_the_book(figures.parts_figure),
        "00_strictness": _of_the_book(figures.strictness_figure),
    },
)
