"""A topic: one question with its choices, and everything that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.choices import parameters
from analysis.choices.outcomes import OutcomeError, plain_outcomes
from analysis.choices.parameters import Parameters
from analysis.display.bundles import Bundle


@dataclass(frozen=True)
class Topic:
    """What a notebook, a sweep, a slide and the site ask a topic for; each is a function of its choices.

    Attributes
    ----------
    notebook : str
        Name of its notebook, without ``.ipynb``.
    question : str
        The question it asks, in one sentence.
    declaration : type
        Its ``Choices``, a :class:`~analysis.choices.parameters.Parameters`.
    findings : callable
        Choices -> sentences that answer the question, the most important first.
    figures : mapping
        Name of a figure -> function of the choices that makes its bundle, or None where there is nothing to draw.
    tables : mapping
        Name of a table -> function of the choices that makes its frame.
    outcomes : callable, optional
        Choices -> plain values by name, what a sweep collects.
    """

    notebook: str
    question: str
    declaration: type[Parameters]
    findings: Callable[[Any], list[str]] | None = None
    figures: Mapping[str, Callable[[Any], Bundle | None]] = field(default_factory=dict)
    tables: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    outcomes: Callable[[Any], dict[str, Any]] | None = None

    def choices(self, namespace: dict[str, Any] | None = None, /, **given: Any) -> Any:
        """Return checked choices: from a notebook's ``globals()``, or given by name.

        Raises
        ------
        ParameterError
            If a name is unknown or a value not allowed; the message lists what is.
        """
        if namespace is not None:
            return parameters.read(self.declaration, namespace, self.notebook)
        return parameters.check(self.declaration, given, self.notebook)

    def collect(self, **given: Any) -> dict[str, Any]:
        """Return the outcomes under choices given by name, as plain values that a table can hold.

        Raises
        ------
        OutcomeError
            If the topic has no outcomes, or one is no plain value.
        ParameterError
            As :meth:`choices` says.
        """
        if self.outcomes is None:
            raise OutcomeError(f"{self.notebook}: expected a topic with outcomes, this one has none to collect")
        return plain_outcomes(self.outcomes(self.choices(**given)))
