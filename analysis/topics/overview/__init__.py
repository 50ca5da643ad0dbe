"""All claims of a text: what was tested, what holds, what does not (notebook 00)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.overview.choices import Choices

TOPIC = Topic(
    notebook="00_ledger",
    question="What does the pamphlet state in numbers, and which of it holds?",
    declaration=Choices,
)
