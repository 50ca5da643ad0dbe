"""A grid of settings: which values each choice takes, which combinations are left out, in a stated order.

A slip of the pen that asks for a million settings is answered before one of them is made. Numbers are exact:
decimals stay decimals until a choice takes them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice, product
from typing import Any

from analysis.choices.parameters import Parameters, check, check_value, hint

KEYS = ("parameters", "exclude")
RANGE = ("from", "to", "step")
#: Most settings, and most combinations that are looked through for those that exclusions leave.
LIMIT, MOST_COMBINATIONS = 10_000, 1_000_000


class GridError(ValueError):
    """A grid that cannot be read, is too large, or leaves nothing to run."""


@dataclass(frozen=True)
class Grid:
    """Values by choice, in the order given, and the combinations that are left out.

    Attributes
    ----------
    notebook : str
        Whose choices they are.
    values : mapping
        Choice to its values, each once.
    exclude : tuple of mapping
        Choice to the set of its values; a setting that agrees with all of one mapping is left out.
    """

    notebook: str
    values: Mapping[str, Sequence]
    exclude: tuple[Mapping[str, frozenset], ...] = ()

    @property
    def size(self) -> int:
        """How many combinations there are, those left out included: the product of the numbers of values."""
        return math.prod(len(values) for values in self.values.values())

    @cached_property
    def count(self) -> int:
        """How many settings remain."""
        return sum(1 for _ in self.settings()) if self.exclude else self.size

    def settings(self) -> Iterator[dict[str, Any]]:
        """Yield the settings that remain, one at a time: the last choice changes fastest."""
        for row in product(*self.values.values()):
            setting = dict(zip(self.values, row, strict=True))
            if not any(all(setting[name] in chosen for name, chosen in box.items()) for box in self.exclude):
                yield setting


def make_grid(content: Mapping[str, Any], declaration: type[Parameters], notebook: str, limit: int = LIMIT) -> Grid:
    """Check the content of a grid file against a declaration.

    Parameters
    ----------
    content : mapping
        ``parameters`` (name to a list, a range ``{from, to, step}`` or one value) and, if anything is to be left
        out, ``exclude`` (a list of mappings from names to a value or a list of values).
    declaration : type
        The choices that there are.
    notebook : str
        Whose they are, for messages.
    limit : int
        Most settings that there may be.

    Returns
    -------
    Grid
        Every single value is one that the declaration takes.

    Raises
    ------
    GridError
        If it is no such grid, a value comes twice, no setting remains, or more than ``limit`` do.
    analysis.choices.parameters.ParameterError
        If there is no such choice, or it refuses a value.
    """
    _require_keys("the grid", content, KEYS, needed=("parameters",))
    wanted = _mapping("parameters", content["parameters"])
    unknown = {name: value for name, value in wanted.items() if name not in declaration.model_fields}
    if unknown:
        # The refusal of a plain run: nearest name, and the list of what is allowed.
        check(declaration, unknown, notebook)
    raw = {name: _values(name, value) for name, value in wanted.items()}
    size = math.prod(map(len, raw.values()))
    for name, found in raw.items():
        if len(found) > limit:
            raise GridError(f"{_too_many(size, limit)} {name} alone has more.")
    values = {name: _checked(declaration, name, found, notebook) for name, found in raw.items()}
    exclude = _exclusions(content.get("exclude") or [], values, declaration, notebook)
    return _of_allowed_size(Grid(notebook, values, exclude), limit)


def _of_allowed_size(grid: Grid, limit: int) -> Grid:
    if grid.size > (max(MOST_COMBINATIONS, limit) if grid.exclude else limit):
        raise GridError(_too_many(grid.size, limit, " before exclusions" if grid.exclude else ""))
    if grid.count > limit:
        raise GridError(_too_many(grid.count, limit, f" after exclusions ({grid.size:,} before)"))
    if not grid.count:
        raise GridError(f"exclude: expected some settings to remain, but all {grid.size:,} are left out")
    return grid


def _too_many(count: int, limit: int, which: str = "") -> str:
    return (
        f"the grid has {count:,} settings{which}, expected at most {limit:,}; take fewer values, exclude some, "
        "or raise the limit: --limit N."
    )


def _require_keys(where: str, content: Mapping, known: Sequence[str], needed: Sequence[str]) -> None:
    for key in content:
        if key not in known:
            raise GridError(f"{where}: expected {', '.join(known)}, got {str(key)[:60]!r}{hint(str(key), known)}")
    missing = [key for key in needed if key not in content]
    if missing:
        raise GridError(f"{where}: expected {', '.join(needed)}, but {', '.join(missing)} is missing")


def _mapping(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value:
        raise GridError(f"{where}: expected names with values, got {_shown(value)}")
    return value


def _values(name: str, value: Any) -> Sequence:
    if isinstance(value, dict):
        return _range(name, value)
    values = value if isinstance(value, list) else [value]
    if not values:
        raise GridError(f"{name}: expected at least one value, got an empty list")
    for item in values:
        if not isinstance(item, bool | str | int | Decimal):
            raise GridError(f"{name}: expected text, a number, true or false, got {_shown(item)}")
    return values


def _range(name: str, value: Mapping) -> Sequence:
    _require_keys(name, value, RANGE, needed=RANGE)
    for key in RANGE:
        if isinstance(value[key], bool) or not isinstance(value[key], int | Decimal):
            raise GridError(f"{name}: expected a number for {key}, got {_shown(value[key])}")
    return steps(name, *(value[key] for key in RANGE))


def steps(name: str, first: int | Decimal, last: int | Decimal, step: int | Decimal) -> Sequence[int | Decimal]:
    """Return numbers at equal steps, both ends included; exact, and never a list.

    Raises
    ------
    GridError
        If the steps do not lead from the first to the last.
    """
    if step == 0 or (last - first) * step < 0:
        raise GridError(f"{name}: expected a step that leads from {first} to {last}, got {step}")
    if (last - first) % step:
        nearest = first + (last - first) // step * step
        raise GridError(
            f"{name}: expected to: to be reached by steps of {step} from {first}, got {last}; the last value "
            f"before it is {nearest}"
        )
    return _Steps(first, step, int((last - first) / Decimal(step)) + 1)


@dataclass(frozen=True)
class _Steps(Sequence):
    first: int | Decimal
    step: int | Decimal
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place):
        return self.first + range(self.count)[place] * self.step


def _checked(declaration: type[Parameters], name: str, values: Sequence, notebook: str) -> list:
    found: dict[tuple, Any] = {}
    for value in values:
        value = float(value) if isinstance(value, Decimal) else value
        value = check_value(declaration, name, value, notebook)
        if (type(value), value) in found:
            raise GridError(f"{name}: expected each value once, got {value!r} twice")
        found[type(value), value] = value
    return list(found.values())


def _exclusions(found: Any, values: Mapping[str, Sequence], declaration: type[Parameters], notebook: str) -> tuple:
    if not isinstance(found, list):
        raise GridError(f"exclude: expected a list of mappings, got {_shown(found)}")
    exclusions = []
    for number, item in enumerate(found, 1):
        where = f"exclude, entry {number}"
        _require_keys(where, _mapping(where, item), tuple(values), needed=())
        box = {}
        for name, value in item.items():
            # No more than one too many: whatever the grid has not is refused below.
            named = list(islice(_values(name, value), len(values[name]) + 1))
            box[name] = frozenset(_checked(declaration, name, named, notebook))
            absent = sorted(box[name] - set(values[name]), key=repr)
            if absent:
                raise GridError(f"{where}: expected values of {name} that the grid has, got {absent[0]!r}")
        exclusions.append(box)
    return tuple(exclusions)


def _shown(value: Any) -> str:
    return f"{repr(value)[:60]} ({type(value).__name__})"
