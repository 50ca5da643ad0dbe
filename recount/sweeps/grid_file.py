"""A YAML file of plain values, read strictly: no tags, no anchors, no key twice, exact decimals.

The rules for what is a number or a truth value are those of YAML 1.2: a date stays text, ``yes`` and ``on`` too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import yaml

from analysis.choices.grid import LIMIT, Grid, GridError, make_grid

#: More than a person writes; a file that would fill the memory is refused before it is read.
MOST_BYTES = 100_000
MOST_DIGITS = 30
DEEPEST = 6


class _Loader(yaml.SafeLoader):
    """Knows text, whole numbers, decimals, true and false, null, lists and mappings, and nothing else."""

    # Without PyYAML's own rules, which read dates and "yes" as something else than text.
    yaml_implicit_resolvers: ClassVar[dict] = {}

    def compose_node(self, parent, index):
        """Refuse anchors, aliases, tags and deep nesting; then read on."""
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _refusal(event, "a value written out", "an anchor or alias (& or *)")
        if getattr(event, "tag", None):
            raise _refusal(event, "plain values", f"the tag {event.tag[:40]}")
        self.depth = getattr(self, "depth", 0) + 1
        if self.depth > DEEPEST:
            raise _refusal(event, f"at most {DEEPEST} levels", "more")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _refusal(event, expected: str, got: str) -> GridError:
    return GridError(f"grid, line {event.start_mark.line + 1}: expected {expected}, got {got}")


def _decimal(loader, node) -> Decimal:
    if len(node.value) > MOST_DIGITS:
        raise _refusal(node, f"a number of at most {MOST_DIGITS} characters", node.value[:MOST_DIGITS] + " ...")
    return Decimal(node.value)


def _integer(loader, node) -> int:
    return int(_decimal(loader, node))


def _unique(loader, node) -> dict:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for place, key in enumerate(keys):
        if not isinstance(key, str):
            raise _refusal(node.value[place][0], "a name", repr(key)[:60])
        if key in keys[:place]:
            raise _refusal(node.value[place][0], "each name once", f"{key[:60]!r} again")
    return {key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)}


def _resolve(kind: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(rf"(?:{pattern})\Z"), list(first))


_resolve("bool", "true|True|TRUE|false|False|FALSE", "tTfF")
_resolve("int", r"[-+]?[0-9]+", "-+0123456789")
_resolve("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]{1,2})?|[-+]?[0-9]+[eE][-+]?[0-9]{1,2}",
         "-+.0123456789")  # fmt: skip
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _unique)


def read_grid(path: str | Path, notebook: str, *, limit: int = LIMIT) -> Grid:
    """Read a grid file and check it against a notebook's parameters.

    Raises
    ------
    GridError, analysis.choices.parameters.ParameterError
        As :func:`load` and :func:`analysis.choices.grid.make_grid` say.
    """
    from analysis.topics import declaration

    return make_grid(load(path), declaration(notebook), notebook, limit)


def load(path: str | Path) -> dict[str, Any]:
    """Return the content of a grid file: a mapping of names to plain values, lists and mappings.

    Raises
    ------
    GridError
        If there is no such file, it is too large, no YAML, or more than plain values.
    """
    name = Path(path).name
    try:
        with open(path, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
        text = raw.decode("utf-8")
    except OSError as error:
        raise GridError(f"--grid: expected a file, got {str(path)[:100]!r}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise GridError(f"{name}: expected UTF-8, got other bytes; save the file as UTF-8") from None
    if len(raw) > MOST_BYTES:
        raise GridError(f"{name}: expected at most {MOST_BYTES:,} bytes, got more")
    try:
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise GridError(f"{name}: expected YAML, got {' '.join(str(error).split())[:300]}") from None
    if not isinstance(content, dict):
        raise GridError(f"{name}: expected parameters: with names and values, got {type(content).__name__}")
    return content
