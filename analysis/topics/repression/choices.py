"""Choices of the notebook ``04_expulsion_is_not_repression``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``04_expulsion_is_not_repression``: what a reader may vary, and the defaults."""

    series: Literal["mvd", "kgb"] = Field("mvd", description="archival series of convictions and death sentences")
    arrests: Literal["pospelov", "mvd"] = Field("mvd", description="series of arrests")
    first_year: int = Field(1929, ge=1921, le=1936, description="first year that 1937 is compared with")
    last_year: int = Field(
        1938, ge=1938, le=1940, description="last year; 1939 and 1940 include territory annexed from September 1939 on"
    )
    unchecked: bool = unchecked_field()
    reading: Reading = reading_field()
