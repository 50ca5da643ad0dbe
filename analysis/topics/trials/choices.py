"""Choices of the notebook ``09_trials``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, reading_field, unchecked_field

TRIAL_NAMES = ("trial_1936", "trial_1937", "trial_generals_1937", "trial_1938")


class Choices(Parameters):
    """The choices of ``09_trials``: what a reader may vary, and the defaults."""

    trial: Literal["all", "trial_1936", "trial_1937", "trial_generals_1937", "trial_1938"] = Field(
        "all", description="which trial is looked at"
    )
    strictness: Literal["exact", "spelling", "near"] = Field(
        "spelling", description="when two printed names are one name: same letters, same sounds, or nearly so"
    )
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()

    @property
    def trials(self) -> tuple[str, ...]:
        """The trials chosen."""
        return TRIAL_NAMES if self.trial == "all" else (self.trial,)
