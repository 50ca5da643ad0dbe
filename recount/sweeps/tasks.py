"""A few settings of a sweep as one task: sent, worked out wherever it is taken up, its answer checked.

What comes back is text, JSON, and is looked at setting by setting before anything of it is used. What was worked
out is kept in the cache, so that the next start, also over another grid, takes it up.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis import topics
from analysis.choices.outcomes import OutcomeError, plain_outcomes
from recount.app import private_env
from recount.runs import cache, guard
from recount.runs.drawing import settings as environment
from recount.runs.execution import SENT
from recount.runs.executors import lost
from recount.runs.jobs import LOST

#: Most settings of one task; neighbours share most of their choices, and with them what is remembered.
MOST = 20
#: What becomes of a setting.
DONE, UNCHANGED, FAILED, NOT_RUN = "done", "unchanged", "failed", "not run"


@dataclass
class Result:
    """What became of one setting.

    Attributes
    ----------
    setting : int
        Its number, from 1, in the order of the grid.
    parameters : dict
        Every parameter of the notebook, swept or not.
    outcomes : dict
        What the topic gives under them; empty unless that went well.
    state : str
        ``done``, ``unchanged`` (taken from the cache), ``failed`` or ``not run``.
    error : str
        The error of a failure.
    seconds : float
        How long it took.
    """

    setting: int
    parameters: dict[str, Any]
    outcomes: dict[str, Any] = field(default_factory=dict)
    state: str = NOT_RUN
    error: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Task:
    """Settings as they are sent, with the asking side's variables and what must be the same where they are taken."""

    notebook: str
    numbers: tuple[int, ...]
    settings: tuple[dict[str, Any], ...]
    variables: dict[str, str]
    parts: dict[str, str]


def parts_of(notebook: str) -> dict[str, str]:
    """Return what the outcomes of a notebook's topic depend on, by name with a hash: code, packages, all data."""
    code = f"import {topics.topic(notebook).outcomes.__module__}, recount.sweeps.tasks"
    data = cache.data_hashes(cache.all_data())
    return {**cache.surroundings(code), "data": cache.digest(json.dumps(data, sort_keys=True))}


def split(results: Sequence[Result], workers: int) -> Iterator[list[Result]]:
    """Yield neighbouring results in groups: several for each worker, so that none waits long for the last."""
    size = max(1, min(MOST, len(results) // (4 * workers)))
    for start in range(0, len(results), size):
        yield list(results[start : start + size])


def make_task(notebook: str, group: Sequence[Result], parts: dict[str, str]) -> Task:
    """Return the task of a group of results."""
    variables = {name: os.environ.get(name, "") for name in SENT}
    sent = {name: value for name, value in parts.items() if name not in cache.SETTINGS}
    numbers, settings = tuple(r.setting for r in group), tuple(r.parameters for r in group)
    return Task(notebook, numbers, settings, variables, sent)


# Where it is worked out ----------------------------------------------------------------------------------------------

#: The hashes of the modules as this process has loaded them.
_LOADED: dict[str, str] = {}


def run_task(task: Task) -> str:
    """Work out the outcomes of each setting, and return ``[setting, outcomes, error, seconds]`` of each as JSON.

    Nothing is worked out, and every error says so, if this machine has another code or other data, or this process
    has loaded a code that has changed since.
    """
    private_env.apply()
    with environment(**task.variables):
        problem = _differing(task)
        answers = [[s, {}, problem, 0] if problem else _work_out(task.notebook, s) for s in task.settings]
        problem = problem or _differing(task)
    if problem:
        answers = [[setting, {}, problem, 0] for setting in task.settings]
    return json.dumps(answers, allow_nan=False)


def _differing(task: Task) -> str:
    here = parts_of(task.notebook)
    modules = {name: value for name, value in here.items() if name.split(".")[0] in cache.PACKAGES}
    if old := [name for name, value in modules.items() if _LOADED.setdefault(name, value) != value]:
        return f"{', '.join(old[:5])} changed since the worker was started; start it again"
    names = [n for n in sorted({*here, *task.parts} - {*cache.SETTINGS}) if here.get(n) != task.parts.get(n)]
    return f"{', '.join(names[:5])} differ there; bring its checkout and environment up to date" if names else ""


def _work_out(notebook: str, setting: dict[str, Any]) -> list:
    start, found, error = time.perf_counter(), {}, ""
    try:
        found = topics.topic(notebook).collect(**setting)
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    return [setting, found, error, round(time.perf_counter() - start, 3)]


# What comes back -----------------------------------------------------------------------------------------------------


def take(group: Sequence[Result], future: Future, names: Sequence[str]) -> None:
    """Put what came of a task into the results of its settings, or why it cannot be used.

    It cannot if the worker was lost, or if the answer is not what was asked: as many settings, each one echoed, with
    plain outcomes of these names.
    """
    try:
        answers = json.loads(future.result())
        if len(answers) != len(group):
            raise OutcomeError(f"expected {len(group)} answers of a worker, got {len(answers)}")
        for result, (setting, found, error, seconds) in zip(group, answers, strict=True):
            result.outcomes = {} if error else _of_names(setting, found, result, names)
            result.state, result.error, result.seconds = FAILED if error else DONE, str(error), float(seconds)
    except Exception as problem:
        # Whatever a worker sends: it costs its own settings and nothing else.
        how = lost(problem)
        error = f"{LOST} ({how})" if how else f"{type(problem).__name__}: {problem}"
        for result in group:
            result.outcomes, result.state, result.error = {}, FAILED, error


def _of_names(setting: Any, found: Any, result: Result, names: Sequence[str]) -> dict[str, Any]:
    if _key(setting) != _key(result.parameters):
        raise OutcomeError("expected the answer to the setting that was sent, got one to another")
    plain = plain_outcomes(found)
    if list(plain) != list(names):
        raise OutcomeError(f"expected the outcomes {', '.join(names)}; got {', '.join(plain) or 'none'}"[:500])
    return plain


# What is kept --------------------------------------------------------------------------------------------------------


class Kept:
    """The outcomes that earlier sweeps have kept of the same code and data: lines that are only ever added to."""

    def __init__(self, notebook: str, parts: dict[str, str]):
        name = cache.digest(json.dumps([notebook, parts], sort_keys=True))[:32]
        self.path: Path = cache.check_folder() / f"outcomes-{name}.jsonl"

    def take_up(self, results: Iterable[Result], names: Sequence[str]) -> int:
        """Fill in the results that are there, and return how many; a damaged line counts for nothing."""
        wanted = {_key(result.parameters): result for result in results}
        count = 0
        if not guard.is_own(self.path):
            return count
        with open(self.path, "rb") as lines:
            for line in lines:
                mark, _, text = line.rstrip(b"\n").partition(b" ")
                if cache.digest(text)[:16].encode() != mark:
                    continue
                setting, found = json.loads(text)
                result = wanted.pop(_key(setting), None)
                if result and list(found) == list(names):
                    result.outcomes, result.state = plain_outcomes(found), UNCHANGED
                    count += 1
        return count

    def add(self, group: Iterable[Result]) -> None:
        """Keep what went well; several sweeps may do so at once."""
        lines = b""
        for result in group:
            if result.state == DONE:
                text = json.dumps([result.parameters, result.outcomes]).encode()
                lines += cache.digest(text)[:16].encode() + b" " + text + b"\n"
        if not lines:
            return
        guard.make_cache(self.path.parent)
        with open(self.path, "ab", buffering=0) as file:
            # A killed sweep may have left half a line.
            file.write(b"\n" + lines)


def _key(setting: Any) -> str:
    return json.dumps(setting, sort_keys=True)
