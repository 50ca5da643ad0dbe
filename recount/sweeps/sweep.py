"""One notebook under many settings: plan, work out, collect.

The outcomes are a function of the topic's choices, called for every setting. Notebooks are executed only if they are
wanted as well.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from analysis import topics
from analysis.choices.grid import LIMIT, Grid, GridError
from recount.runs.execution import Job, remove_leftovers
from recount.runs.executors import lost, map_jobs, usual_count
from recount.runs.holders import holding
from recount.runs.jobs import Interrupts, keep_durations, read_durations, run_jobs
from recount.runs.places import make_out
from recount.runs.progress import Progress
from recount.sweeps.grid_file import read_grid
from recount.sweeps.results import read_formats, write_results
from recount.sweeps.tasks import (
    DONE,
    FAILED,
    NOT_RUN,
    UNCHANGED,
    Kept,
    Result,
    make_task,
    parts_of,
    run_task,
    split,
    take,
)

SETTINGS = "settings"
#: Settings that a dry run lists.
MOST_LISTED = 20


def sweep(
    notebook: str,
    grid: str | Path,
    *,
    out: str | Path = "out",
    workers: int | None = None,
    engine: str | None = None,
    scheduler: str | None = None,
    dry_run: bool = False,
    notebooks: bool = False,
    limit: int = LIMIT,
    formats: str | None = None,
    figure: bool = True,
) -> int:
    """Work out a topic's outcomes under every setting of a grid and write them as one table.

    Parameters
    ----------
    notebook, grid, limit
        The notebook's name; the grid, see :func:`recount.sweeps.grid_file.read_grid`.
    out : str or Path
        Folder for ``sweep.csv``, ``sweep.parquet``, ``runs.csv``, ``figures/`` and, if kept, ``settings/``.
    workers, engine, scheduler
        As for :func:`recount.runs.runner.report`.
    dry_run : bool
        Whether to print the plan and run nothing.
    notebooks : bool
        Whether to execute the notebook, too, under every setting, with its figures, into ``settings/NUMBER/``.
    formats : str, optional
        ``csv``, ``parquet`` or both with a comma; by default CSV, and Parquet where pyarrow is installed.
    figure : bool
        Whether to draw the summary.

    Returns
    -------
    int
        0 if every setting went well, 1 if one failed, 130 or 143 if interrupted.

    Raises
    ------
    ValueError
        If the grid is none, the notebook refuses a value or a setting, its topic has no outcomes, the formats
        cannot be written, or the folder is none to write to.
    """
    from recount.runs.runner import choose_engine, known

    name, wanted = known(notebook), read_formats(formats)
    run = _Sweep(read_grid(grid, name, limit=limit))
    if dry_run:
        print(run.describe(workers))
        return 0
    root = make_out(out)
    with holding(root):
        remove_leftovers(root)
        for folder in (root / SETTINGS).glob("[0-9]*"):
            # Of an earlier sweep, whose numbers mean other settings.
            shutil.rmtree(folder, ignore_errors=True)
        status = run.work_out(workers, scheduler)
        if notebooks and not status:
            status = run.execute(root / SETTINGS, choose_engine(engine), workers, scheduler)
        frame = write_results(run.results, root, wanted)
        if figure and any(result.outcomes for result in run.results):
            from recount.sweeps.curve_figure import write_summary

            write_summary(run.grid, frame, run.names, root)
    return run.tell(root) or status


class _Sweep:
    """The settings of a grid, each checked beforehand, and what becomes of them."""

    def __init__(self, grid: Grid):
        self.grid, self.notebook = grid, grid.notebook
        # Before anything of the topic is loaded: what is loaded later than it is hashed would be taken for it.
        self.results = [Result(number, setting) for number, setting in enumerate(_checked(grid), 1)]
        self.parts = parts_of(self.notebook) if topics.topic(self.notebook).outcomes else {}
        # Loads the topic and its data here, from where workers on this machine have them.
        self.names = list(topics.topic(self.notebook).collect())
        self.kept = Kept(self.notebook, self.parts)
        self.kept.take_up(self.results, self.names)

    @property
    def open(self) -> list[Result]:
        """What has still to be worked out."""
        return [result for result in self.results if result.state == NOT_RUN]

    def work_out(self, workers: int | None, scheduler: str | None) -> int:
        """Have what is open worked out, a lost worker's settings once more one by one; return the exit status."""
        progress = Progress(total=len(self.results))
        for result in self.results:
            if result.state == UNCHANGED:
                progress.done(self.notebook, UNCHANGED)
        with contextlib.suppress(KeyboardInterrupt), Interrupts() as interrupts, contextlib.closing(progress):
            interrupts.at_once = False
            groups = split(self.open, workers or usual_count())
            for again in (False, True):
                lost_ones = self._map(groups, workers, scheduler, interrupts, progress, final=again)
                groups = [[result] for result in lost_ones]
        if interrupts.status:
            print("Interrupted. What had finished is kept; the next start goes on from there.", file=sys.stderr)
        seconds = [result.seconds for result in self.results if result.state == DONE]
        if seconds:
            keep_durations({f"{self.notebook} outcomes": sum(seconds) / len(seconds)})
        return interrupts.status

    def _map(self, groups, workers, scheduler, interrupts, progress, *, final: bool) -> list[Result]:
        lost_ones: list[Result] = []
        tasks = (make_task(self.notebook, group, self.parts) for group in groups)
        ended = map_jobs(
            run_task, tasks, workers=workers, scheduler=scheduler, stopped=lambda: bool(interrupts.status),
            progress=lambda running: progress.show([self.notebook] * len(running)),
        )  # fmt: skip
        with contextlib.closing(ended):
            for task, future in ended:
                group = [self.results[number - 1] for number in task.numbers]
                if not final and future.exception() and lost(future.exception()):
                    lost_ones += group
                    continue
                take(group, future, self.names)
                with contextlib.suppress(OSError):
                    self.kept.add(group)
                for result in group:
                    progress.done(self.notebook, result.state)
        return lost_ones

    def execute(self, folder: Path, engine: str, workers: int | None, scheduler: str | None) -> int:
        """Execute the notebook under every setting that went well, each into a folder of its own."""
        jobs = []
        for result in self.results:
            if result.state in (DONE, UNCHANGED):
                place = folder / str(result.setting)
                place.mkdir(parents=True, exist_ok=True)
                jobs.append(Job(self.notebook, result.parameters, place, engine))
        outcomes = run_jobs(jobs, workers, scheduler=scheduler)
        for outcome in outcomes:
            if outcome.error:
                result = self.results[int(outcome.job.out.name) - 1]
                result.state, result.error = FAILED, outcome.error
        return outcomes.status

    def describe(self, workers: int | None) -> str:
        """Return what the sweep would do: counts, what the cache holds, the time if that is known, the settings."""
        count, left_out, todo = len(self.results), self.grid.size - len(self.results), len(self.open)
        lines = [
            f"{self.notebook}: {count:,} settings"
            + (f" ({self.grid.size:,} combinations, {left_out:,} excluded)." if left_out else "."),
            f"In the cache: {count - todo:,}. To run: {todo:,}.",
        ]
        seconds = read_durations().get(f"{self.notebook} outcomes")
        if seconds is not None:
            took = max(1, round(todo * seconds / (workers or usual_count())))
            lines.append(f"About {took:,} s, going by the last sweep.")
        lines.append("")
        lines += [f"{r.setting:>6}  {self._words(r)}" for r in islice(self.results, MOST_LISTED)]
        return "\n".join(lines + [f"        … and {count - MOST_LISTED:,} more"] * (count > MOST_LISTED))

    def tell(self, root: Path) -> int:
        """Print what failed and how many went how; return 1 if one failed."""
        for result in self.results:
            if result.state == FAILED:
                print(f"\nFailed: setting {result.setting}, {self._words(result)}\n{result.error}", file=sys.stderr)
        said = {DONE: "run", UNCHANGED: "from the cache", FAILED: "failed", NOT_RUN: "not run"}
        counts = {state: sum(result.state == state for result in self.results) for state in said}
        told = ", ".join(f"{counts[state]:,} {word}" for state, word in said.items() if counts[state])
        print(f"{self.notebook}: {told}. The table is in {root.name}/.")
        return int(counts[FAILED] > 0)

    def _words(self, result: Result) -> str:
        return words({name: result.parameters[name] for name in self.grid.values})


def _checked(grid: Grid) -> Iterator[dict[str, Any]]:
    from analysis.choices.parameters import ParameterError

    refused = []
    for setting in grid.settings():
        try:
            yield topics.check(grid.notebook, setting).model_dump()
        except ParameterError as error:
            refused.append((setting, str(error).split("\n")[0]))
    if refused:
        setting, why = refused[0]
        raise GridError(
            f"the notebook refuses {len(refused):,} of {grid.count:,} settings, the first with {words(setting)}: "
            f"{why}. Leave them out under exclude:."
        )


def words(setting: dict[str, Any]) -> str:
    """Return a setting in words: ``base=members rule=half_unit``."""
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in setting.items()}
    return " ".join(f"{name}={value}" for name, value in plain.items())
