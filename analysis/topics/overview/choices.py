"""Choices of the notebook ``00_ledger``: the one declaration of its parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from analysis.choices.parameters import Parameters, Reading, reading_field
from analysis.data import folders
from analysis.data.study import study
from analysis.ledger.claims import check_section


class Choices(Parameters):
    """The choices of ``00_ledger``: what a reader may vary, and the defaults."""

    text: str = Field("", description="a folder of texts/, such as stalin_1934; empty for the pamphlet or --text")
    reading: Reading = reading_field()
    section: str = Field("all", description="all, or the id of a section that holds claims, such as s029")
    verdict: Literal["arithmetic", "fidelity", "evidence"] = Field(
        "arithmetic", description="which column of the ledger the picture of the whole text shows"
    )
    hide_rejected: bool = Field(
        False, description="leave claims that the author reports only to reject out of lists and picture"
    )
    max_chance: float = Field(
        0.2, description="a test that a larger share of figures near the printed one would pass is weak", ge=0, le=1
    )

    @field_validator("text")
    @classmethod
    def _installed_text(cls, name: str) -> str:
        # Before the section is looked for: it is a section of that text.
        if name:
            folders.use(name)
            study()
        return name

    @model_validator(mode="after")
    def _section_with_claims(self):
        check_section(self.section)
        return self
