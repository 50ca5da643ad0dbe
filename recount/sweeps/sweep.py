"""One notebook under many settings: plan, run, collect.

Unless executed notebooks are to be kept, a setting runs only the cells that the outcomes rest on. The first
setting is run whole as well, and the sweep fails if that gives other outcomes.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.choices.outcomes import read_outcomes
from recount.runs.execution import Job, remove_leftovers
from recount.runs.jobs import Outcome, run_jobs
from recount.runs.places import make_out
from recount.sweeps.collected import DONE, FAILED, UNCHANGED, Result, read_formats, write_results
from recount.sweeps.grid import LIMIT
from recount.sweeps.plan import Plan, describe_plan, make_plan, words

SETTINGS = "settings"


class SweepError(ValueError):
    """A sweep whose results cannot be trusted."""


def sweep(
    notebook: str,
    grid: str | Path,
    *,
    out: str | Path = "out",
    workers: int | None = None,
    engine: str | None = None,
    scheduler: str | None = None,
    dry_run: bool = False,
    keep_notebooks: bool = False,
    whole: bool = False,
    limit: int = LIMIT,
    formats: str | None = None,
    figure: bool = True,
) -> int:
    """Run a notebook under every setting of a grid and write the outcomes as one table.

    Parameters
    ----------
    notebook, grid, limit
        As for :func:`recount.sweeps.plan.make_plan`.
    out : str or Path
        Folder for ``sweep.csv``, ``sweep.parquet``, ``runs.csv``, ``figures/`` and, if kept, ``settings/``.
    workers, engine, scheduler
        As for :func:`recount.runs.runner.report`.
    dry_run : bool
        Whether to print the plan and run nothing.
    keep_notebooks : bool
        Whether to keep every executed notebook with its figures in ``settings/NUMBER/``.
    whole : bool
        Whether to run every cell although nothing of them is kept.
    formats : str, optional
        ``csv``, ``parquet`` or both with a comma; by default CSV, and Parquet where pyarrow is installed.
    figure : bool
        Whether to draw the summary.

    Returns
    -------
    int
        0 if every setting ran through, 1 if one failed, 130 or 143 if interrupted.

    Raises
    ------
    SweepError
        If the cells that the outcomes rest on, run alone, give other outcomes than the whole notebook.
    ValueError
        As :func:`recount.sweeps.plan.make_plan`, :func:`recount.sweeps.collected.read_formats` and
        :func:`recount.runs.places.make_out` say.
    """
    wanted = read_formats(formats)
    plan = make_plan(notebook, grid, whole=whole or keep_notebooks, engine=engine, limit=limit)
    if dry_run:
        print(describe_plan(plan, workers))
        return 0
    root = make_out(out)
    remove_leftovers(root)
    run = _Run(plan, root, keep_notebooks)
    try:
        status = run.go(workers, scheduler)
        frame = write_results(run.results, root, wanted)
        run.require_alike()
    finally:
        run.clean()
    if figure and any(r.outcomes for r in run.results):
        from recount.sweeps.curve_figure import write_summary

        write_summary(plan, frame, root)
    return _tell(plan, run.results, root) or status


class _Run:
    """The settings on their way: where each runs, and what has come back."""

    def __init__(self, plan: Plan, root: Path, keep: bool):
        self.plan, self.keep = plan, keep
        self.results = [Result(n, setting) for n, setting in enumerate(plan.settings, 1)]
        self.first: Result | None = None
        self.work = Path(tempfile.mkdtemp(prefix=f".recount-{os.getpid()}-", dir=root))
        self.kept = root / SETTINGS
        for folder in self.kept.glob("[0-9]*"):
            # Of an earlier sweep, whose numbers mean other settings.
            shutil.rmtree(folder, ignore_errors=True)

    def go(self, workers: int | None, scheduler: str | None) -> int:
        total = len(self.plan.settings) + (not self.plan.whole)
        return run_jobs(self._jobs(), workers, on_done=self._take, scheduler=scheduler, total=total).status

    def require_alike(self) -> None:
        part = self.results[0]
        if self.first and part.state in (DONE, UNCHANGED) and self.first.outcomes != part.outcomes:
            raise SweepError(_unlike(self.first, part))

    def _jobs(self) -> Iterator[Job]:
        if not self.plan.whole:
            # First, because it takes longest.
            yield self.plan.job(1, _made(self.work / "0"), whole=True)
        for number in range(1, len(self.results) + 1):
            yield self.plan.job(number, _made((self.kept if self.keep else self.work) / str(number)))

    def _take(self, outcome: Outcome) -> None:
        number, folder = int(outcome.job.out.name), outcome.job.out
        parameters = self.results[max(number - 1, 0)].parameters
        state = FAILED if outcome.error else DONE if outcome.why.startswith("miss") else UNCHANGED
        error, found = outcome.error, {}
        try:
            found = {} if error else read_outcomes(folder) or {}
        except ValueError as problem:
            state, error = FAILED, str(problem)
        result = Result(number, parameters, found, state, error, outcome.seconds)
        if number:
            self.results[number - 1] = result
        else:
            self.first = result
        if not self.keep or not number:
            shutil.rmtree(folder, ignore_errors=True)

    def clean(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _unlike(whole: Result, part: Result) -> str:
    names = [n for n in {**whole.outcomes, **part.outcomes} if whole.outcomes.get(n) != part.outcomes.get(n)]
    if whole.error:
        return f"the first setting, run whole, failed: {whole.error}"
    return (
        f"the cells that the outcomes rest on, run alone, gave other values than the whole notebook for "
        f"{', '.join(names)}; run every cell: --whole"
    )


def _tell(plan: Plan, results: list[Result], root: Path) -> int:
    counts = {state: sum(r.state == state for r in results) for state in (DONE, UNCHANGED, FAILED)}
    told = [f"{n:,} {word}" for n, word in ((counts[DONE], "run"), (counts[UNCHANGED], "from the cache"),
                                            (counts[FAILED], "failed")) if n]  # fmt: skip
    left = len(results) - sum(counts.values())
    told += [f"{left:,} not run"] if left else []
    for result in results:
        if result.state == FAILED:
            swept = {name: result.parameters[name] for name in plan.grid.values}
            print(f"\nFailed: setting {result.setting}, {words(swept)}\n{result.error}", file=sys.stderr)
    print(f"{plan.notebook}: {', '.join(told)}. The table is in {root.name}/.")
    return int(counts[FAILED] > 0)
