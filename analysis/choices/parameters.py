"""Typed choices of a topic: one declaration each, checked before anything is computed.

papermill injects whatever name it is given and goes on. Here a notebook's second cell reads its
parameters through its topic, which refuses an unknown name, a wrong type or a value outside the
choices, and says what is allowed.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

#: What IPython itself puts into a notebook's namespace.
_SHELL_NAMES = frozenset({"In", "Out"})
MOST_SHOWN = 80
_PLAIN = (str, int, float, bool, list, tuple, dict, type(None))


class ParameterError(ValueError):
    """A parameter that the notebook does not have, of a wrong type, or outside its choices."""

    def __init__(self, *faults: str):
        super().__init__("; ".join(faults))
        self.faults = faults


Reading = Literal["as_printed", "as_corrected"]
Rule = Literal["half_unit", "truncation", "ceiling"]


class Parameters(BaseModel):
    """Base of all declarations: strict types, no unknown names, no change after the check."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)

    def __init__(self, **given: Any):
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise ParameterError(*(_fault(type(self), e) for e in error.errors())) from None

    def but(self, **changes: Any) -> Self:
        """Return the same choices with some of them changed, checked again."""
        return type(self)(**self.model_dump() | changes)

    @classmethod
    def options(cls, name: str) -> tuple:
        """Return the values that a choice may take."""
        return choices(cls, name)


def reading_field():
    """Return the parameter that says whether misprints are read as corrections.csv says."""
    return Field("as_printed", description="read the pamphlet's cells as printed, or with corrections.csv applied")


def unchecked_field():
    """Return the parameter that lets unchecked estimates in."""
    return Field(False, description="also draw estimates that nobody has looked up yet (hollow marks)")


def check(model: type[Parameters], given: dict[str, Any], notebook: str) -> Parameters:
    """Check values against a declaration, and say all that is wrong at once.

    Parameters
    ----------
    model : type
        The declaration.
    given : dict
        Values by parameter name; what is not given takes its default.
    notebook : str
        Whose parameters they are, for the message.

    Returns
    -------
    analysis.choices.parameters.Parameters
        The declaration's instance; values are attributes.

    Raises
    ------
    ParameterError
        With a line for each fault and the list of what is allowed.
    """
    unknown = [name for name in given if name not in model.model_fields]
    faults = [f"unknown parameter {shown(name)}{hint(name, model.model_fields)}" for name in unknown]
    try:
        result = model(**{k: v for k, v in given.items() if k not in unknown})
    except ParameterError as error:
        faults += error.faults
    if faults:
        raise ParameterError("\n".join([f"{notebook}: " + "; ".join(faults), "Allowed:", *describe_lines(model)]))
    return result


def check_value(model: type[Parameters], name: str, value: Any, notebook: str) -> Any:
    """Check one value against one parameter, whatever the others are, and return it as the notebook takes it.

    Rules that join parameters (an end after a start) are left to :func:`check`.

    Raises
    ------
    ParameterError
        If there is no such parameter, or it does not take the value.
    """
    if name not in model.model_fields:
        check(model, {name: value}, notebook)
    try:
        return getattr(_alone(model, name)(**{name: value}), name)
    except ParameterError as error:
        raise ParameterError(f"{notebook}: {error.faults[0]}") from None


@lru_cache(maxsize=256)
def _alone(model: type[Parameters], name: str) -> type[Parameters]:
    field = model.model_fields[name]
    return create_model("Alone", __base__=Parameters, **{name: (field.annotation, field)})


def read(model: type[Parameters], namespace: dict[str, Any], notebook: str) -> Parameters:
    """Check the parameters in a notebook's namespace.

    Every plain value (text, number, list, dictionary) in the namespace counts as a
    parameter, so a misspelt name that papermill injected is found.

    Raises
    ------
    ParameterError
        As :func:`check`.
    """
    given = {
        k: v
        for k, v in namespace.items()
        if k in model.model_fields or (isinstance(v, _PLAIN) and not k.startswith("_") and k not in _SHELL_NAMES)
    }
    return check(model, given, notebook)


def shown(value: Any) -> str:
    """Return a value for a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + " ..."


def hint(name: str, known) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest known name, or nothing."""
    near = difflib.get_close_matches(name[:MOST_SHOWN], list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _fault(model: type[Parameters], error: dict) -> str:
    name = str(error["loc"][0]) if error["loc"] else "(all)"
    value = error.get("input")
    allowed = choices(model, name)
    if allowed:
        near = hint(value, [str(c) for c in allowed]) if isinstance(value, str) else ""
        return f"{name}: expected one of {', '.join(map(repr, allowed))}, got {shown(value)}{near}"
    if error["type"] == "value_error":
        return f"{name}: {error['ctx']['error']}"
    wanted = type_name(model, name) + limits(model, name)
    return f"{name}: expected {wanted}, got {shown(value)} ({type(value).__name__})"


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


def describe(model: type[Parameters]) -> list[dict[str, str]]:
    """Return parameters as rows: ``name``, ``type``, ``default``, ``allowed``, ``unit``, ``help``."""
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


def json_schema(model: type[Parameters]) -> dict:
    """Return parameters as JSON Schema."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
