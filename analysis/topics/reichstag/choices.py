"""Choices of the notebook ``08_reichstag``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.choices.parameters import Parameters, Reading, Rule, unchecked_field


class Choices(Parameters):
    """The choices of ``08_reichstag``: what a reader may vary, and the defaults."""

    election: Literal["all", "1928-05-20", "1930-09-14", "1932-07-31", "1932-11-06", "1933-03-05"] = Field(
        "all", description="which election is looked at"
    )
    edition: Literal["yearbook", "detailed_volumes"] = Field(
        "yearbook", description="whose figures are preferred where compilations of the official count differ"
    )
    apportion_by: Literal["list", "party"] = Field(
        "list", description="whether the seat rule is applied to Reich lists, as the law says, or to single parties"
    )
    quota: int = Field(
        60000, description="votes for one seat", ge=1000, le=1000000, json_schema_extra={"unit": "votes"}
    )
    remainder_seat: int = Field(
        30000,
        description="a last remainder above this gives one more seat; below the quota",
        ge=0,
        le=999999,
        json_schema_extra={"unit": "votes"},
    )
    cap: bool = Field(True, description="no more seats on the Reich list than below it, where these are known")
    reading: Reading = Field(
        "as_corrected",
        description="read the pamphlet's cells as printed (most votes then have no date), or with corrections.csv",
    )
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _remainder_below_quota(self):
        if self.remainder_seat >= self.quota:
            raise ValueError(f"remainder_seat: expected fewer than quota ({self.quota}), got {self.remainder_seat}")
        return self
