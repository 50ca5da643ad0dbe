"""Choices of the notebook ``03_old_bolsheviks_and_elites``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``03_old_bolsheviks_and_elites``: what a reader may vary, and the defaults."""

    outcome: Literal[
        "executed",
        "arrested",
        "repressed",
        "purged",
        "died_by_violence",
        "not_reelected",
        "delegate_again",
        "reelected",
        "not_dead_or_in_camp",
        "expelled",
        "expelled_or_tried",
    ] = Field("executed", description="which outcome is set side by side, for groups of the same years")
    group: Literal["all", "central_committee_1934", "delegates_1934", "officers", "moscow_1917", "party_belyi"] = Field(
        "all", description="which group is marked in table and figure"
    )
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()
