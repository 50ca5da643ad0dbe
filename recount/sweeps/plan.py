"""What a sweep will do: the grid, every setting checked beforehand, the run that each setting is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from recount.runs import cache
from recount.runs.execution import Job
from recount.runs.executors import usual_count
from recount.runs.jobs import read_durations
from recount.sweeps.grid import LIMIT, Grid, GridError, read_grid
from recount.sweeps.slicing import slice_notebook

#: Settings that a dry run lists.
MOST_LISTED = 20


@dataclass(frozen=True)
class SliceJob(Job):
    """A run of nothing but the cells that the outcomes rest on."""

    outcomes: bool = True

    @property
    def timed_as(self) -> str:
        """A part takes less time than the whole."""
        return f"{self.notebook} outcomes"

    @property
    def path(self) -> Path:
        """The part of the notebook, made where it is needed: a worker elsewhere has the notebook too."""
        return _slice_file(super().path, cache.digest(super().path.read_bytes()), cache.cache_folder())


@lru_cache(maxsize=16)
def _slice_file(notebook: Path, content: str, folder: Path) -> Path:
    # `content` is the notebook's hash: a notebook that has changed is another one.
    part = json.dumps(slice_notebook(notebook)).encode("utf-8")
    path = folder / "slices" / cache.digest(part)[:32] / notebook.name
    if not path.is_file() or path.read_bytes() != part:
        from recount.runs.stored import write_atomic

        write_atomic(path, part)
    return path


@dataclass(frozen=True)
class Plan:
    """What a sweep will do: the grid, and every setting with the values of all parameters, in order."""

    grid: Grid
    settings: list[dict[str, Any]]
    whole: bool
    engine: str

    @property
    def notebook(self) -> str:
        """Name of the notebook."""
        return self.grid.notebook

    def job(self, number: int, folder: Path, *, whole: bool | None = None) -> Job:
        """Return the run of a setting, by its number from 1, into a folder of its own."""
        kind = Job if (self.whole if whole is None else whole) else SliceJob
        return kind(self.notebook, self.settings[number - 1], folder, self.engine, outcomes=True)


def make_plan(notebook: str, grid: str | Path, *, whole: bool, engine: str | None, limit: int = LIMIT) -> Plan:
    """Read a grid and check every setting, before anything is run.

    Parameters
    ----------
    notebook : str
        Its name.
    grid : str or Path
        The grid file.
    whole : bool
        Whether every cell is run, or only those that the outcomes rest on.
    engine : {'fork', 'kernel'}, optional
        How notebooks run.
    limit : int
        Most settings.

    Raises
    ------
    recount.sweeps.grid.GridError, analysis.choices.parameters.ParameterError, recount.sweeps.slicing.SliceError
        If the grid is none, the notebook refuses a value or a setting, or it records no outcomes.
    """
    from recount.runs.runner import choose_engine, known

    name = known(notebook)
    found = read_grid(grid, name, limit=limit)
    slice_notebook(Job(name).path)
    return Plan(found, _checked(found), whole, choose_engine(engine))


def _checked(grid: Grid) -> list[dict[str, Any]]:
    from analysis.choices.parameters import ParameterError
    from analysis.topics import check

    settings, refused = [], []
    for setting in grid.settings():
        try:
            settings.append(check(grid.notebook, setting).model_dump())
        except ParameterError as error:
            refused.append((setting, str(error).split("\n")[0]))
    if refused:
        setting, why = refused[0]
        raise GridError(
            f"the notebook refuses {len(refused):,} of {len(settings) + len(refused):,} settings, the first with "
            f"{words(setting)}: {why}. Leave them out under exclude:."
        )
    return settings


def words(setting: dict[str, Any]) -> str:
    """Return a setting in words: ``base=members rule=half_unit``."""
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in setting.items()}
    return " ".join(f"{name}={value}" for name, value in plain.items())


# Dry run ------------------------------------------------------------------------------------------------------------


def describe_plan(plan: Plan, workers: int | None = None) -> str:
    """Return what a sweep would do: counts, what the cache holds, the time if that is known, the settings."""
    count, held = len(plan.settings), count_held(plan)
    left_out = plan.grid.size - count
    lines = [
        f"{plan.notebook}: {count:,} settings"
        + (f" ({plan.grid.size:,} combinations, {left_out:,} excluded)." if left_out else "."),
        "Runs every cell." if plan.whole else "Runs the cells that the outcomes rest on, and the first setting whole.",
        f"In the cache: {held:,}. To run: {count - held:,}.",
    ]
    seconds = read_durations().get(plan.job(1, Path()).timed_as)
    if seconds is not None:
        side_by_side = workers or usual_count()
        lines.append(f"About {max(1, round((count - held) * seconds / side_by_side)):,} s, going by the last sweep.")
    lines += ["", *_listed(plan)]
    return "\n".join(lines)


def _listed(plan: Plan) -> Iterator[str]:
    swept = list(plan.grid.values)
    for number, setting in enumerate(islice(plan.settings, MOST_LISTED), 1):
        yield f"{number:>6}  {words({name: setting[name] for name in swept})}"
    if len(plan.settings) > MOST_LISTED:
        yield f"        … and {len(plan.settings) - MOST_LISTED:,} more"


def count_held(plan: Plan) -> int:
    """Return how many settings the cache holds."""
    # All settings share everything but their parameters; to hash the code for each would take minutes.
    shared = plan.job(1, Path()).inputs()
    held = 0
    for setting in plan.settings:
        parameters = {"parameters": json.dumps(setting, sort_keys=True, default=str)}
        held += cache.look_up(replace(shared, parts=shared.parts | parameters)).entry is not None
    return held
