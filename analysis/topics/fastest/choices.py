"""Choices of the notebook ``10_fastest_ever``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.choices.parameters import Parameters, Reading, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``10_fastest_ever``: what a reader may vary, and the defaults."""

    years: int = Field(9, ge=1, le=10, description="length of the growth windows in yearly steps")
    measure: Literal["gdp", "gdp_per_head", "industry", "iron_and_steel", "primary_energy"] = Field(
        "gdp", description="what grew; unlike measures are never ranked together"
    )
    release: Literal["2023", "2010"] = Field(
        "2023", description="release of the Maddison data; that of 2010 is held for gross domestic product alone"
    )
    recoveries: bool = Field(True, description="count windows that begin below an earlier level")
    recovered_at: float = Field(
        0.95, ge=0.5, le=1.0, description="share of the highest earlier level below which a window is a recovery"
    )
    earlier_only: bool = Field(True, description="count only windows of other countries that ended by 1938, else 2000")
    least_people: float = Field(
        0.0, ge=0.0, le=50.0, description="million inhabitants that a country must have where its window begins"
    )
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()

    @model_validator(mode="after")
    def _release_of_measure(self):
        if self.release == "2010" and self.measure == "gdp_per_head":
            raise ValueError("release: expected '2023' for 'gdp_per_head', got '2010'; 2010 is held for 'gdp' alone")
        return self

    @property
    def threshold(self) -> float:
        """Return the share of an earlier level below which no window may begin; 0 where recoveries count."""
        return 0.0 if self.recoveries else self.recovered_at
