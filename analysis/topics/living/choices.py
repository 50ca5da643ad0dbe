"""Choices of the notebook ``06_agriculture_and_labour``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.choices.parameters import Parameters, Reading, Rule, reading_field, unchecked_field


class Choices(Parameters):
    """The choices of ``06_agriculture_and_labour``: what a reader may vary, and the defaults."""

    coverage: Literal["like_for_like", "as_printed"] = Field(
        "like_for_like", description="growth of one thing counted alike at both dates, or last over first as printed"
    )
    products: Literal["all", "horses", "cattle", "sheep_and_goats", "pigs"] = Field(
        "all", description="which herds are shown"
    )
    harvest: Literal["barn", "estimate"] = Field(
        "barn", description="later series that published harvests are set against: official barn yield, or an estimate"
    )
    prices: Literal["chapman", "allen"] = Field("chapman", description="whose index of consumer prices is used")
    reading: Reading = reading_field()
    unchecked: bool = unchecked_field()
    rule: Rule = Field("half_unit", description="how the printed figures were rounded")
