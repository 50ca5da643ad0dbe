"""The parameters of every notebook. A test holds them and the ``parameters`` cells together."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from recount.parameters import Parameters

Reading = Literal["as_printed", "as_corrected"]
Rule = Literal["half_unit", "truncation", "ceiling"]


def reading_field():
    """Return the parameter that says whether misprints are read as corrections.csv says."""
    return Field("as_printed", description="read the pamphlet's cells as printed, or with corrections.csv applied")


def unchecked_field():
    """Return the parameter that lets unchecked estimates in."""
    return Field(False, description="also draw estimates that nobody has looked up yet (hollow marks)")


#: Every notebook that takes parameters, in reading order.
NOTEBOOKS: dict[str, type[Parameters]] = {}
