"""Choices of the notebook ``02_reasons_and_accusations``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, Rule, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``02_reasons_and_accusations``: what a reader may vary, and the defaults."""

    same_category: Literal["identical", "nearly", "similar"] = Field(
        "identical",
        description="when a reason of 1929 and one of 1933 are the same: same words, same but for a plural, "
        "or same first two words",
    )
    reach: Literal["next_fraction", "open"] = Field(
        "next_fraction", description="how far 'more than a third' reaches: below the next simple fraction, or no end"
    )
    max_lines: int = Field(
        3,
        description="greatest number of lines of the table in a set that is tried for a claim",
        ge=1,
        le=7,
        json_schema_extra={"unit": "lines"},
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()
