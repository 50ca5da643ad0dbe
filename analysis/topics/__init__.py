"""The topics of the notebooks: a folder each, with the same files, and one line in :data:`FOLDERS`.

A topic's folder has ``choices`` (what a reader may vary), ``model`` (frames), ``findings`` (sentences), ``tables``,
``figures``, and further modules named by their subject; its ``__init__`` registers them as a
:class:`~analysis.choices.topic.Topic`. Nothing is imported before a topic is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.choices.parameters import Parameters
    from analysis.choices.topic import Topic

#: Notebook -> folder of its topic, in reading order.
FOLDERS = {
    "00_ledger": "overview",
    "01_purge_rates": "purges",
    "02_reasons_and_accusations": "reasons",
    "03_old_bolsheviks_and_elites": "elites",
    "04_expulsion_is_not_repression": "repression",
    "05_production": "production",
    "06_agriculture_and_labour": "living",
    "07_education": "schooling",
    "08_reichstag": "reichstag",
    "09_trials": "trials",
    "10_fastest_ever": "fastest",
}

#: Notebook -> its declaration, once it was asked for.
DECLARED: dict[str, type[Parameters]] = {}


def topic(notebook: str) -> Topic:
    """Return the topic of a notebook, named without ``.ipynb``.

    Raises
    ------
    ParameterError
        If there is no such notebook; the message suggests the nearest name.
    """
    return _module(notebook, "").TOPIC


def declaration(notebook: str) -> type[Parameters]:
    """Return the declaration of a notebook's parameters, without loading the rest of its topic."""
    if notebook not in DECLARED:
        DECLARED[notebook] = _module(notebook, ".choices").Choices
    return DECLARED[notebook]


def check(notebook: str, given: dict[str, Any]) -> Parameters:
    """Check parameters of a notebook, see :func:`analysis.choices.parameters.check`."""
    from analysis.choices import parameters

    return parameters.check(declaration(notebook), given, notebook)


def _module(notebook: str, part: str):
    if notebook not in FOLDERS:
        from analysis.choices.parameters import ParameterError, hint, shown

        raise ParameterError(
            f"expected a notebook, got {shown(notebook)}{hint(notebook, FOLDERS)}; "
            f"the notebooks are {', '.join(FOLDERS)}"
        )
    return import_module(f"analysis.topics.{FOLDERS[notebook]}{part}")
