"""Choices of the notebook ``01_purge_rates``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, Rule, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``01_purge_rates``: what a reader may vary, and the defaults."""

    base: Literal["members", "members_and_candidates", "screened"] = Field(
        "members_and_candidates", description="of whom the share of the expelled is taken"
    )
    date_rule: Literal["before", "nearest", "year_mean"] = Field(
        "before",
        description="which membership count stands for the party: the last before the campaign, the nearest, "
        "or the mean of the last before and the first after",
    )
    max_months: int = Field(
        12,
        description="greatest distance of a membership count from the campaign",
        ge=0,
        le=60,
        json_schema_extra={"unit": "months"},
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()
    one_or_two: Literal["one", "two"] = Field(
        "one", description="chistka of 1933-34 as one campaign, or the printed row as that of 1933 alone"
    )
