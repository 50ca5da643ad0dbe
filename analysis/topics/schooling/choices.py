"""Choices of the notebook ``07_education``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, Rule, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``07_education``: what a reader may vary, and the defaults."""

    age_band: Literal["not_stated", "all_ages", "ages_9_and_over", "ages_9_49", "ages_16_50"] = Field(
        "not_stated", description="whose illiteracy the printed shares are read as"
    )
    territory: Literal["any", "ussr_1938", "russian_empire_1897", "european_rsfsr"] = Field(
        "any", description="of which territory literacy is shown"
    )
    year: Literal[1937, 1939] = Field(1939, description="whose population all citizens are")
    higher_start: Literal[1929, 1930] = Field(
        1929, description="which year the first figure of higher education is taken for"
    )
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
