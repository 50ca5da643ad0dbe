"""Choices of the notebook ``02_reasons_and_accusations``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, Rule, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``02_reasons_and_accusations``: what a reader may vary, and the defaults."""

    reach: Literal["next_fraction", "open"] = Field(
        "next_fraction", description="how far 'more than a third' reaches: below the next simple fraction, or no end"
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()
