"""Faults on purpose: runs are killed, starved of disk, locked out and moved in time; then it is looked what is left.

Every trial runs the command itself on a small copy of the project: three short notebooks and one table. What it
published before and what it would publish are known byte by byte, so a file that is neither is damaged.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from analysis.data.files import as_csv
from recount.app.setup import ROOT

NOTEBOOKS = ("01_purge_rates", "05_production", "08_reichstag")
COPIED = ("analysis", "recount", "pyproject.toml", "requirements.lock")
#: What a published file held before the trial.
OLD = b"old\n"
#: Seconds after which what was killed must have ended.
PATIENCE = 15
#: A run that takes longer hangs.
LIMIT = 120
CELL = """
import os, pathlib, time
from analysis.data.folders import data_folder
figures = pathlib.Path(os.environ["RECOUNT_OUT"]) / "figures"
figures.mkdir(exist_ok=True)
table = (data_folder() / "table.csv").read_text(encoding="utf-8")
for n in range(4):
    time.sleep(0.05)
    (figures / f"{name}_{{n}}.csv").write_text(table * 2000, encoding="utf-8")
    print("`{name}_" + str(n) + ".csv`", "ıİ–€")
"""


class FaultError(RuntimeError):
    """A trial that could not be set up; says nothing about the suite."""


class Trial(NamedTuple):
    """What came of one fault: how often tried, how often it struck, and in how many runs something was wrong."""

    fault: str
    tried: int
    struck: int
    damaged: int
    not_recovered: int
    left_behind: int
    remark: str = ""


class Place:
    """A small project in a folder, and what its notebooks publish when nothing goes wrong."""

    def __init__(self, folder: Path):
        self.project, self.out, self.cache = folder / "project", folder / "out", folder / "cache"
        _copy_project(self.project)
        status, words = self.ended(self.start())
        self.new = published(self.out)
        if status or len(self.new) < 5 * len(NOTEBOOKS):
            raise FaultError(f"expected the small project to run, got status {status}: {last_line(words)}")
        #: Seconds of a run by whether it finds its cache; the first, which compiles modules, is no measure.
        self.seconds = {cached: self._measure(cached=cached) for cached in (False, True)}

    def _measure(self, *, cached: bool) -> float:
        self.age(cached=cached)
        begun = time.monotonic()
        self.ended(self.start())
        return time.monotonic() - begun

    def command(self, out: Path | None = None) -> list[str]:
        """Return the command line of a run."""
        return [sys.executable, "-m", "recount", "report", "--out", str(out or self.out), "--workers", "2"]

    def variables(self, **more: str) -> dict[str, str]:
        """Return the environment of a run: this interpreter as it is, a cache of its own."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RECOUNT_", "PYTEST_"))}
        return {**kept, "RECOUNT_ENV": "current", "RECOUNT_CACHE": str(self.cache), **more}

    def start(self, out: Path | None = None, before: Iterable[str] = (), **variables: str) -> subprocess.Popen:
        """Start a run in a session of its own, ``before`` being what starts it (``unshare`` …)."""
        return subprocess.Popen(
            [*before, *self.command(out)], cwd=self.project, env=self.variables(**variables), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip

    def ended(self, process: subprocess.Popen) -> tuple[int, str]:
        """Wait for a run; return its status and what it said on standard error."""
        try:
            words = process.communicate(timeout=LIMIT)[1]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise FaultError(f"expected a run to end within {LIMIT} seconds, it did not") from None
        return process.returncode, words

    def age(self, *, cached: bool) -> None:
        """Put old files in the place of the published ones; keep the cache or not."""
        for name in self.new:
            (self.out / name).write_bytes(OLD)
        if not cached:
            shutil.rmtree(self.cache, ignore_errors=True)

    def is_damaged(self) -> bool:
        """Whether a published file is neither the old nor the new one, or files are missing or too many."""
        found = published(self.out)
        return set(found) != set(self.new) or any(c not in (OLD, self.new[n]) for n, c in found.items())

    def unrecovered(self) -> str:
        """Run once more; return what is wrong with status, bytes or leftovers, nothing if all is well."""
        status, words = self.ended(self.start())
        if status:
            return f"the next run had status {status}: {last_line(words)}"
        if published(self.out) != self.new:
            return "the next run left other bytes"
        # What is left in the cache goes when it is old enough to belong to nobody.
        left = leftovers(self.out)
        return f"the next run left {', '.join(left)[:100]}" if left else ""


def _copy_project(project: Path) -> None:
    import nbformat

    project.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, project / name)
    for folder in ("notebooks", "data"):
        (project / folder).mkdir()
    (project / "data/table.csv").write_text("a,b\n1,2\n", encoding="utf-8", newline="\n")
    for name in NOTEBOOKS:
        cell = nbformat.v4.new_code_cell(CELL.format(name=name), id="only")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), project / "notebooks" / f"{name}.ipynb")


def published(out: Path) -> dict[str, bytes]:
    """Return the files that a reader finds, by path below the folder; hidden ones are no reader's business."""
    files = (p for p in out.rglob("*") if p.is_file())
    inside = {p.relative_to(out): p for p in files}
    return {n.as_posix(): _content(p) for n, p in inside.items() if not any(x.startswith(".") for x in n.parts)}


def _content(path: Path) -> bytes:
    """Return a file's bytes; of a run's record only what does not tell the time."""
    content = path.read_bytes()
    if path.parent.name != "records" or content == OLD:
        return content
    try:
        return json.dumps(json.loads(content)["outputs"]).encode("utf-8")
    except (ValueError, KeyError):
        return b"damaged"


def leftovers(folder: Path) -> list[str]:
    """Return the hidden working files and folders that a run should have taken away."""
    return sorted(p.name for p in folder.rglob(".*"))


def kill_at_random(place: Place, times: int, seed: int = 1) -> list[Trial]:
    """Kill runs at random moments, in turn in one of five ways; every third finds a full cache.

    ``struck`` counts the runs that had not ended before; ``left_behind`` those of which processes lived on.
    """
    chance = random.Random(seed)
    rows: dict[str, list[int]] = {name: [0] * 5 for name in KILLS}
    remarks = dict.fromkeys(KILLS, "")
    for number in range(times):
        name = list(KILLS)[number % len(KILLS)]
        cached = number % 3 == 0
        place.age(cached=cached)
        process = place.start()
        # Most of a run is imports; what writes comes late.
        time.sleep(chance.triangular(0, 0.95, 0.8) * place.seconds[cached])
        struck = process.poll() is None
        KILLS[name](process.pid, chance)
        alive = wait_for_end(process)
        damaged, wrong = place.is_damaged(), place.unrecovered()
        rows[name] = [a + int(b) for a, b in zip(rows[name], (1, struck, damaged, bool(wrong), alive), strict=True)]
        remarks[name] = remarks[name] or wrong
    return [Trial(name, *counts, remarks[name]) for name, counts in rows.items() if counts[0]]


def wait_for_end(process: subprocess.Popen) -> bool:
    """Wait for the whole session of a killed run; kill and report what lives on after :data:`PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    process.stderr.close()
    while time.monotonic() < end:
        if process.poll() is not None and not _living(process.pid):
            return False
        time.sleep(0.05)
    for pid in _living(process.pid):
        _signal(pid, signal.SIGKILL)
    process.wait()
    return True


def _living(session: int) -> list[int]:
    """Return the processes of a session that have not ended (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[3]) == session and words[0] not in ("Z", "X"):
            found.append(int(path.parent.name))
    return found


def _children(pid: int) -> list[int]:
    """Return a process's descendants (Linux)."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(word) for word in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
        found += [*children, *(below for child in children for below in _children(child))]
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _kill_descendant(pid: int, chance: random.Random) -> None:
    below = _children(pid)
    if below:
        _signal(chance.choice(below), signal.SIGKILL)


def _kill_all(pid: int, chance: random.Random) -> None:
    for one in [pid, *_children(pid)]:
        _signal(one, signal.SIGKILL)


#: Way of killing -> what it does to the run of this process id.
KILLS: dict[str, Callable[[int, random.Random], None]] = {
    "kill -9 the command": lambda pid, chance: _signal(pid, signal.SIGKILL),
    "kill -9 one of its processes": _kill_descendant,
    "kill -9 all of them": _kill_all,
    "terminate (SIGTERM)": lambda pid, chance: _signal(pid, signal.SIGTERM),
    "interrupt (Ctrl-C)": lambda pid, chance: _signal(pid, signal.SIGINT),
}


def judge(place: Place, fault: str, run: Callable[[], tuple[int, str]], *, fails: bool | None, undo=None) -> Trial:
    """Make one trial: old files, an empty cache, the fault, then a look at what is left and a run without it.

    Parameters
    ----------
    place : Place
        The small project.
    fault : str
        Its name.
    run : callable
        Runs the command under the fault; returns status and standard error.
    fails : bool or None
        Whether the run should fail; None where both are right.
    undo : callable, optional
        Takes the fault away.
    """
    place.age(cached=False)
    try:
        status, words = run()
        damaged = place.is_damaged() or (fails is False and published(place.out) != place.new)
    except FaultError as reason:
        return Trial(fault, 0, 0, 0, 0, 0, f"not tried: {reason}")
    finally:
        if undo:
            undo()
    remark = f"status {status}"
    if fails is not None and bool(status) != fails:
        damaged, remark = True, f"{remark}, not as expected: {last_line(words)}"
    elif "Traceback" in words:
        damaged, remark = True, f"{remark}, with a traceback: {last_line(words)}"
    wrong = place.unrecovered()
    return Trial(fault, 1, 1, int(damaged), int(bool(wrong)), 0, f"{remark}; {wrong}" if wrong else remark)


def last_line(words: str) -> str:
    """Return the end of what a run said."""
    return (words.strip().splitlines() or [""])[-1][:120]


def run_all(kills: int) -> list[Trial]:
    """Try everything and return one row for each fault."""
    from recount.trust.fault_settings import all_settings

    with tempfile.TemporaryDirectory(prefix="recount-faults-") as folder:
        place = Place(Path(folder))
        return [*kill_at_random(place, kills), *all_settings(place)]


def report(kills: int, *, write: bool) -> int:
    """Print the table, store it if asked, and return 1 if anything was damaged or did not recover."""
    from analysis.data.files import write_atomic

    trials = run_all(kills)
    table = as_csv(Trial._fields, trials)
    print(table, end="")
    if write:
        write_atomic(ROOT / "docs" / "faults.csv", table.encode("utf-8"))
    return int(any(t.damaged or t.not_recovered or t.left_behind for t in trials))
