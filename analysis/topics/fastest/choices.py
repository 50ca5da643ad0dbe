"""Choices of the notebook ``10_fastest_ever``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.choices.parameters import Parameters, Reading, reading_field, unchecked_field

#: Measure -> its Soviet series, the release of the other countries first.
SERIES_OF = {
    "gdp": ("maddison_2010_gdp", "maddison_project_2020_gdp"),
    "gdp_per_head": (
        "maddison_project_2023_gdp_per_head",
        "maddison_project_2020_gdp_per_head",
        "maddison_project_2013_gdp_per_head",
        "maddison_2010_gdp_per_head",
    ),
    "industry": ("tssu_1957_all_industry", "tssu_1957_large_scale"),
    "iron_and_steel": ("cow_nmc_7",),
    "primary_energy": ("cow_nmc_7",),
}


class Choices(Parameters):
    """The choices of ``10_fastest_ever``: what a reader may vary, and the defaults."""

    years: int = Field(9, ge=1, le=10, description="length of the growth windows in yearly steps")
    measure: Literal["gdp", "gdp_per_head", "industry", "iron_and_steel", "primary_energy"] = Field(
        "gdp", description="what grew; unlike measures are never ranked together"
    )
    recoveries: bool = Field(True, description="count windows that start below 95 per cent of an earlier level")
    earlier_only: bool = Field(True, description="count only windows of other countries that ended by 1938")
    series: Literal[
        "same",
        "maddison_2010_gdp",
        "maddison_project_2020_gdp",
        "maddison_2010_gdp_per_head",
        "maddison_project_2013_gdp_per_head",
        "maddison_project_2020_gdp_per_head",
        "maddison_project_2023_gdp_per_head",
        "tssu_1957_all_industry",
        "tssu_1957_large_scale",
        "cow_nmc_7",
    ] = Field("same", description="Soviet series drawn by year; same: the release of the other countries")
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _series_of_measure(self):
        known = ("same", *SERIES_OF[self.measure])
        if self.series not in known:
            raise ValueError(f"series: expected for {self.measure!r} one of {', '.join(known)}, got {self.series!r}")
        return self

    @property
    def series_name(self) -> str:
        """Name of the Soviet series that is drawn."""
        return SERIES_OF[self.measure][0] if self.series == "same" else self.series
