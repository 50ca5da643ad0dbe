"""Choices of the notebook ``05_production``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.choices.parameters import Parameters, Reading, Rule, reading_field, unchecked_field

#: Later years cover annexed territory.
LAST_IN_OLD_BORDERS = 1938


class Choices(Parameters):
    """The choices of ``05_production``: what a reader may vary, and the defaults."""

    start: int = Field(1928, ge=1924, le=1939, description="first year of the window of published growth")
    end: int = Field(
        1937, ge=1925, le=1940, description="last year; 1939 and 1940 include territory annexed from September 1939 on"
    )
    measure: Literal["industry", "national_income"] = Field("industry", description="what is compared with estimates")
    coverage: Literal["any", "all", "large_scale"] = Field("any", description="which part of industry")
    price_base: Literal["any", "1926_27_unchanged", "other", "not_stated"] = Field(
        "any", description="estimates at which prices are let in"
    )
    reading: Reading = reading_field()
    rule: Rule = Field("half_unit", description="how the pamphlet's figures were rounded, for the bounds")
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _end_after_start(self):
        if self.end <= self.start:
            raise ValueError(f"end: expected a year after start ({self.start}), got {self.end}")
        return self

    @property
    def years(self) -> int:
        """Number of yearly steps of the window."""
        return self.end - self.start

    @property
    def annexations(self) -> bool:
        """True where the window ends after the borders moved, so that its end covers more land than its start."""
        return self.end > LAST_IN_OLD_BORDERS
