"""Old Bolsheviks and office holders (notebook 03)."""

from __future__ import annotations

from analysis.choices.topic import Topic
from analysis.topics.elites import outcomes
from analysis.topics.elites.choices import Choices

TOPIC = Topic(
    notebook="03_old_bolsheviks_and_elites",
    question="Were Old Bolsheviks and office holders hit harder than others?",
    declaration=Choices,
    outcomes=outcomes.outcomes,
)
