"""The grid of a sweep: which values each parameter takes, which combinations are left out, how many remain.

The grid is read strictly and counted without being expanded, so that a slip of the pen that asks for a million
runs is answered at once. Numbers are exact: decimals stay decimals until a setting is made.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from recount.sweeps.grid_file import GridError, load

KEYS = ("parameters", "exclude")
RANGE = ("from", "to", "step")
LIMIT = 10_000
#: Exclusions that hang together in more ways than this are not counted; nobody writes them by hand.
MOST_STATES = 20_000


class Range(Sequence):
    """Numbers at equal steps, both ends included; exact, and never a list."""

    def __init__(self, first: int | Decimal, last: int | Decimal, step: int | Decimal):
        self.first, self.last, self.step = first, last, step
        # Fractions of whole steps would make the last value one that nobody asked for.
        self._count = int((Decimal(last) - Decimal(first)) / Decimal(step)) + 1

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __getitem__(self, place):
        """Return the number at a place."""
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self.first + place * self.step


@dataclass(frozen=True)
class Grid:
    """Values by parameter, in the order of the file, and the combinations that are left out.

    Attributes
    ----------
    notebook : str
        Whose parameters they are.
    values : mapping
        Parameter to its values, each once.
    exclude : tuple of mapping
        Parameter to the set of its values; a setting that agrees with all of one mapping is left out.
    """

    notebook: str
    values: Mapping[str, Sequence]
    exclude: tuple[Mapping[str, frozenset], ...] = ()

    @property
    def size(self) -> int:
        """How many combinations there are, those left out included: the product of the numbers of values."""
        return math.prod(len(values) for values in self.values.values())

    @property
    def count(self) -> int:
        """How many settings remain, counted without making them."""
        return _counter(self)(0, frozenset(range(len(self.exclude))))

    def settings(self) -> Iterator[dict[str, Any]]:
        """Yield the settings that remain, one at a time: the last parameter of the file changes fastest."""
        yield from _walk(self, _counter(self), {}, 0, frozenset(range(len(self.exclude))))


def read_grid(path: str | Path, notebook: str, *, limit: int = LIMIT) -> Grid:
    """Read a grid file and check it against a notebook's parameters.

    Parameters
    ----------
    path : str or Path
        A YAML file: ``parameters`` (name to a list, a range ``{from, to, step}`` or one value) and, if anything is
        to be left out, ``exclude`` (a list of mappings from names to a value or a list of values).
    notebook : str
        Name without ``.ipynb``.
    limit : int
        Most settings that a sweep may have.

    Returns
    -------
    Grid
        Every single value is one that the notebook takes.

    Raises
    ------
    GridError
        If the file is no such grid, a value comes twice, no setting remains, or more than ``limit`` do.
    analysis.choices.parameters.ParameterError
        If the notebook has no such parameter, or refuses a value.
    """
    content = load(path)
    _require_keys("the grid", content, KEYS, needed=("parameters",))
    wanted = _mapping("parameters", content["parameters"])
    _require_known(notebook, wanted)
    raw = {name: _values(name, value) for name, value in wanted.items()}
    _require_room(raw, limit)
    values = {name: _checked(notebook, name, found) for name, found in raw.items()}
    grid = Grid(notebook, values, _exclusions(content.get("exclude") or [], values, notebook))
    _require_some(grid, limit)
    return grid


def _require_keys(where: str, content: Mapping, known: Sequence[str], needed: Sequence[str]) -> None:
    for key in content:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise GridError(f"{where}: expected {', '.join(known)}, got {str(key)[:60]!r}{hint}")
    missing = [key for key in needed if key not in content]
    if missing:
        raise GridError(f"{where}: expected {', '.join(needed)}, but {', '.join(missing)} is missing")


def _mapping(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value:
        raise GridError(f"{where}: expected names with values, got {_shown(value)}")
    return value


def _require_known(notebook: str, names: Mapping[str, Any]) -> None:
    from analysis.topics import check, declaration

    unknown = {name: value for name, value in names.items() if name not in declaration(notebook).model_fields}
    if unknown:
        # The refusal of a plain run: nearest name, and the list of what is allowed.
        check(notebook, unknown)


def _values(name: str, value: Any) -> Sequence:
    if isinstance(value, dict):
        return _range(name, value)
    if isinstance(value, list):
        if not value:
            raise GridError(f"{name}: expected at least one value, got an empty list")
        return [_scalar(name, item) for item in value]
    return [_scalar(name, value)]


def _scalar(name: str, value: Any) -> Any:
    if isinstance(value, bool | str | int | Decimal):
        return value
    raise GridError(f"{name}: expected text, a number, true or false, got {_shown(value)}")


def _range(name: str, value: Mapping) -> Range:
    _require_keys(name, value, RANGE, needed=RANGE)
    first, last, step = (value[key] for key in RANGE)
    for key in RANGE:
        if isinstance(value[key], bool) or not isinstance(value[key], int | Decimal):
            raise GridError(f"{name}: expected a number for {key}, got {_shown(value[key])}")
    if step == 0 or (last - first) * step < 0:
        raise GridError(f"{name}: expected a step that leads from {first} to {last}, got {step}")
    if (last - first) % step:
        nearest = first + (last - first) // step * step
        raise GridError(f"{name}: expected to: to be reached by steps of {step} from {first}, got {last}; the last "
                        f"value before it is {nearest}")  # fmt: skip
    return Range(first, last, step)


def _require_room(values: Mapping[str, Sequence], limit: int) -> None:
    size = math.prod(len(found) for found in values.values())
    long = [name for name, found in values.items() if len(found) > limit]
    if long:
        raise GridError(_too_many(size, size, limit) + f" {', '.join(long)} alone has more.")


def _checked(notebook: str, name: str, values: Sequence) -> list:
    from analysis.choices.parameters import check_value
    from analysis.topics import declaration

    found: dict[tuple, None] = {}
    for value in values:
        value = float(value) if isinstance(value, Decimal) else value
        value = check_value(declaration(notebook), name, value, notebook)
        key = (type(value), value)
        if key in found:
            raise GridError(f"{name}: expected each value once, got {value!r} twice")
        found[key] = None
    return [value for _, value in found]


def _exclusions(found: Any, values: Mapping[str, Sequence], notebook: str) -> tuple[Mapping[str, frozenset], ...]:
    if not isinstance(found, list):
        raise GridError(f"exclude: expected a list of mappings, got {_shown(found)}")
    exclusions = []
    for number, item in enumerate(found, 1):
        where = f"exclude, entry {number}"
        _require_keys(where, _mapping(where, item), tuple(values), needed=())
        box = {name: frozenset(_checked(notebook, name, _values(name, value))) for name, value in item.items()}
        for name, chosen in box.items():
            absent = sorted(chosen - set(values[name]), key=repr)
            if absent:
                raise GridError(f"{where}: expected values of {name} that the grid has, got {absent[0]!r}")
        exclusions.append(box)
    return tuple(exclusions)


def _require_some(grid: Grid, limit: int) -> None:
    count = grid.count
    if count == 0:
        raise GridError(f"exclude: expected some settings to remain, but all {grid.size:,} are left out")
    if count > limit:
        raise GridError(_too_many(grid.size, count, limit))


def _too_many(size: int, count: int, limit: int) -> str:
    without = f" after exclusions ({size:,} before)" if count != size else ""
    return (
        f"the grid has {count:,} settings{without}, expected at most {limit:,}; take fewer values, exclude some, "
        "or raise the limit: --limit N."
    )


def _counter(grid: Grid):
    """Return a function that counts what remains from a parameter on, given the exclusions still possible.

    An exclusion dies with the first value outside its set. Values that the living exclusions treat alike are
    counted together, so the cost depends on the exclusions and not on the number of settings.
    """
    names = list(grid.values)
    rest = [math.prod(len(grid.values[n]) for n in names[i:]) for i in range(len(names) + 1)]
    states = 0

    @cache
    def count(place: int, living: frozenset[int]) -> int:
        nonlocal states
        states += 1
        if states > MOST_STATES:
            raise GridError("exclude: expected fewer entries that cut across one another; these cannot be counted")
        if not living:
            return rest[place]
        if any(not set(grid.exclude[i]) & set(names[place:]) for i in living):
            return 0
        groups = _groups(grid, names[place], living)
        return sum(number * count(place + 1, alive) for alive, number in groups.items())

    return count


def _groups(grid: Grid, name: str, living: frozenset[int]) -> dict[frozenset[int], int]:
    named = set().union(*(grid.exclude[i].get(name, ()) for i in living))
    groups: dict[frozenset[int], int] = {}
    for value in named:
        alive = _alive(grid, name, value, living)
        groups[alive] = groups.get(alive, 0) + 1
    others = frozenset(i for i in living if name not in grid.exclude[i])
    groups[others] = groups.get(others, 0) + len(grid.values[name]) - len(named)
    return groups


def _alive(grid: Grid, name: str, value: Any, living: frozenset[int]) -> frozenset[int]:
    return frozenset(i for i in living if name not in grid.exclude[i] or value in grid.exclude[i][name])


def _walk(grid: Grid, count, begun: dict, place: int, living: frozenset[int]) -> Iterator[dict[str, Any]]:
    if not count(place, living):
        return
    if place == len(grid.values):
        yield dict(begun)
        return
    name = list(grid.values)[place]
    for value in grid.values[name]:
        begun[name] = value
        yield from _walk(grid, count, begun, place + 1, _alive(grid, name, value, living))


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text[:60]} ({type(value).__name__})"
