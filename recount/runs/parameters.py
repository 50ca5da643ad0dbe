"""Typed parameters of the notebooks: one declaration each, checked before anything is computed.

papermill injects whatever name it is given and goes on. Here a notebook's second
cell calls :func:`validate`, which refuses an unknown name, a wrong type or a value
outside the choices, and says what is allowed.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

#: What IPython itself puts into a notebook's namespace.
_SHELL_NAMES = frozenset({"In", "Out"})
MOST_SHOWN = 80
_PLAIN = (str, int, float, bool, list, tuple, dict, type(None))


class ParameterError(ValueError):
    """A parameter that the notebook does not have, of a wrong type, or outside its choices."""


class Parameters(BaseModel):
    """Base of all declarations: strict types, no unknown names, no change after the check."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def declaration(notebook: str) -> type[Parameters]:
    """Return the declaration of a notebook.

    Parameters
    ----------
    notebook : str
        Name without ``.ipynb``.

    Raises
    ------
    ParameterError
        If there is no such notebook; the message suggests the nearest name.
    """
    from recount.runs.declarations import NOTEBOOKS

    if notebook not in NOTEBOOKS:
        raise ParameterError(
            f"expected a notebook, got {_shown(notebook)}{_hint(notebook, NOTEBOOKS)}; "
            f"the notebooks are {', '.join(NOTEBOOKS)}"
        )
    return NOTEBOOKS[notebook]


def check(notebook: str, given: dict[str, Any]) -> Parameters:
    """Check values against a notebook's declaration.

    Parameters
    ----------
    notebook : str
        Name without ``.ipynb``.
    given : dict
        Values by parameter name; what is not given takes its default.

    Returns
    -------
    recount.runs.parameters.Parameters
        The declaration's instance; values are attributes.

    Raises
    ------
    ParameterError
        With a line for each fault and the list of what is allowed.
    """
    model = declaration(notebook)
    unknown = [name for name in given if name not in model.model_fields]
    faults = [f"unknown parameter {_shown(name)}{_hint(name, model.model_fields)}" for name in unknown]
    try:
        result = model(**{k: v for k, v in given.items() if k not in unknown})
    except ValidationError as error:
        faults += [_fault(model, e) for e in error.errors()]
    if faults:
        raise ParameterError("\n".join([f"{notebook}: " + "; ".join(faults), "Allowed:", *describe_lines(model)]))
    return result


def check_value(notebook: str, name: str, value: Any) -> Any:
    """Check one value against one parameter, whatever the others are, and return it as the notebook takes it.

    Rules that join parameters (an end after a start) are left to :func:`check`.

    Raises
    ------
    ParameterError
        If there is no such parameter, or it does not take the value.
    """
    model = declaration(notebook)
    if name not in model.model_fields:
        check(notebook, {name: value})
    try:
        return getattr(_alone(model, name)(**{name: value}), name)
    except ValidationError as error:
        raise ParameterError(f"{notebook}: {_fault(model, error.errors()[0])}") from None


@lru_cache(maxsize=256)
def _alone(model: type[Parameters], name: str) -> type[Parameters]:
    field = model.model_fields[name]
    return create_model("Alone", __base__=Parameters, **{name: (field.annotation, field)})


def validate(notebook: str, namespace: dict[str, Any]) -> Parameters:
    """Check the parameters in a notebook's namespace; call it as ``validate(name, globals())`` right after them.

    Every plain value (text, number, list, dictionary) in the namespace counts as a
    parameter, so a misspelt name that papermill injected is found.

    Raises
    ------
    ParameterError
        As :func:`check`.
    """
    from analysis.choices.outcomes import begin_outcomes

    begin_outcomes()
    declared = declaration(notebook).model_fields
    given = {
        k: v
        for k, v in namespace.items()
        if k in declared or (isinstance(v, _PLAIN) and not k.startswith("_") and k not in _SHELL_NAMES)
    }
    return check(notebook, given)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + " ..."


def _hint(name: str, known) -> str:
    near = difflib.get_close_matches(name[:MOST_SHOWN], list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _fault(model: type[Parameters], error: dict) -> str:
    name = str(error["loc"][0]) if error["loc"] else "(all)"
    value = error.get("input")
    allowed = choices(model, name)
    if allowed:
        hint = _hint(value, [str(c) for c in allowed]) if isinstance(value, str) else ""
        return f"{name}: expected one of {', '.join(map(repr, allowed))}, got {_shown(value)}{hint}"
    if error["type"] == "value_error":
        return f"{name}: {error['ctx']['error']}"
    wanted = type_name(model, name) + limits(model, name)
    return f"{name}: expected {wanted}, got {_shown(value)} ({type(value).__name__})"


def choices(model: type[Parameters], name: str) -> tuple:
    """Return the values a parameter may take, or an empty tuple if it is not a choice."""
    annotation = model.model_fields[name].annotation if name in model.model_fields else None
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def type_name(model: type[Parameters], name: str) -> str:
    """Return a parameter's type in words a reader of the help understands."""
    if choices(model, name):
        return "choice"
    annotation = model.model_fields[name].annotation
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}.get(annotation, str(annotation))


def limits(model: type[Parameters], name: str) -> str:
    """Return a numeric parameter's range as text, or an empty string."""
    words = []
    for rule in model.model_fields[name].metadata:
        words += [
            f"{word} {getattr(rule, attribute)}"
            for attribute, word in (("ge", "from"), ("gt", "above"), ("le", "to"), ("lt", "below"))
            if hasattr(rule, attribute)
        ]
    return " " + " ".join(words) if words else ""


def describe(notebook: str) -> list[dict[str, str]]:
    """Return a notebook's parameters as rows: ``name``, ``type``, ``default``, ``allowed``, ``unit``, ``help``."""
    model = declaration(notebook)
    rows = []
    for name, field in model.model_fields.items():
        allowed = ", ".join(map(str, choices(model, name))) or limits(model, name).strip()
        extra = field.json_schema_extra or {}
        rows.append(
            {
                "name": name,
                "type": type_name(model, name),
                "default": repr(field.default),
                "allowed": allowed,
                "unit": extra.get("unit", ""),
                "help": field.description or "",
            }
        )
    return rows


def describe_lines(model: type[Parameters]) -> list[str]:
    """Return one line a parameter: name, type, range or choices, default, help."""
    lines = []
    for name, field in model.model_fields.items():
        allowed = ", ".join(map(repr, choices(model, name))) or type_name(model, name) + limits(model, name)
        lines.append(f"  {name}: {allowed} (default {field.default!r}): {field.description}")
    return lines


def json_schema(notebook: str) -> dict:
    """Return a notebook's parameters as JSON Schema."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **declaration(notebook).model_json_schema()}
