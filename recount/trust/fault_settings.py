"""Faults that last for a whole run: a full disk, folders that cannot be written to, another clock, locale or zone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.data.files import as_csv, write_atomic
from recount.app.setup import ROOT
from recount.trust.faults import OLD, FaultError, Place, Trial, judge, kill_at_random
from recount.trust.kills import COMMANDS, Clone, kill_commands

#: Less than one run writes into its working folders.
SMALL_DISK = "200k"
#: Far from today in both directions; the first is past the end of 32-bit time.
YEARS = (2039, 1975)
#: Setting -> variables of the environment.
VARIABLES = {
    "locale C without UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "locale de_DE.UTF-8": {"LC_ALL": "de_DE.UTF-8"},
    "locale tr_TR.UTF-8": {"LC_ALL": "tr_TR.UTF-8"},
    "no locale set": {"LANG": "", "LC_ALL": ""},
    "time zone Asia/Kathmandu": {"TZ": "Asia/Kathmandu"},
    "time zone Pacific/Kiritimati": {"TZ": "Pacific/Kiritimati"},
    "20 columns": {"COLUMNS": "20", "LINES": "5"},
    "no home folder": {"HOME": "/nonexistent"},
    "another hash seed": {"PYTHONHASHSEED": "12345"},
    "output only in ASCII": {"PYTHONIOENCODING": "ascii"},
}
#: Setting -> shell words before the command, and whether the run should fail.
SHELL: dict[str, tuple[str, bool | None]] = {
    "umask 077": ("umask 077", False),
    "files of at most 4 kB": ("ulimit -f 8", True),
    "standard output closed": ("exec >&-", False),
    "standard output full": ("exec >/dev/full", None),
    "nobody reads the output": ("exec > >(exec true)", None),
}


def report(kills: int, commands: int = 0, *, write: bool) -> int:
    """Try every fault, print the table, store it if asked, and return 1 if anything was damaged or not recovered.

    Parameters
    ----------
    kills : int
        Runs of a small project to kill.
    commands : int
        Kills of each command of the whole project; none by default, since they take long.
    write : bool
        Whether to store the table in ``docs/``.
    """
    with tempfile.TemporaryDirectory(prefix="recount-faults-") as folder:
        place = Place(Path(folder, "small"))
        trials = [*kill_at_random(place, kills), *all_settings(place)]
        if commands:
            trials += kill_commands(Clone(Path(folder, "whole")), dict.fromkeys(COMMANDS, commands))
    table = as_csv(Trial._fields, trials)
    print(table, end="")
    if write:
        write_atomic(ROOT / "docs" / "faults.csv", table.encode("utf-8"))
    return int(any(t.damaged or t.not_recovered or t.left_behind for t in trials))


def all_settings(place: Place) -> Iterator[Trial]:
    """Yield a row for each setting."""
    for name, variables in VARIABLES.items():
        yield _without(place, name, variables)
    for name, (words, fails) in SHELL.items():
        before = ["bash", "-c", f'{words}; exec "$@"', "bash"]
        yield judge(place, name, lambda before=before: place.ended(place.start(before=before)), fails=fails)
    yield fill_disk(place)
    for name, folder, fails in (
        ("data read-only", place.project / "data", False),
        ("output folder read-only", place.out, True),
        ("cache read-only", place.cache, False),
    ):
        yield lock(place, name, folder, fails=fails)
    yield judge(place, "cache is no folder", lambda: place.ended(place.start(RECOUNT_CACHE="/dev/null/x")), fails=False)
    yield judge(place, "two runs at once", lambda: run_two(place), fails=False)
    for year in YEARS:
        yield judge(place, f"files dated {year}", lambda year=year: _run_dated(place, year), fails=False)
        yield judge(place, f"clock set to {year}", lambda year=year: _run_at(place, year), fails=False)


def _without(place: Place, name: str, variables: dict[str, str]) -> Trial:
    trial = judge(place, name, lambda: place.ended(place.start(**variables)), fails=False)
    question = [sys.executable, "-c", "import locale; locale.setlocale(locale.LC_ALL, '')"]
    answer = subprocess.run(question, env=place.variables(**variables), capture_output=True)
    if "." in variables.get("LC_ALL", "") and answer.returncode:
        return trial._replace(remark=f"{trial.remark}; the locale is not installed here, so C was used")
    return trial


def _mount(*words: str) -> None:
    if os.name != "posix" or not shutil.which("mount"):
        raise FaultError("this system has no mount")
    answer = subprocess.run(["mount", *words], capture_output=True, text=True, encoding="utf-8", errors="replace")
    if answer.returncode:
        raise FaultError(f"mount is not allowed here ({answer.stderr.strip()[:60]})")


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", str(folder)], capture_output=True)


def fill_disk(place: Place) -> Trial:
    """Run with the output folder on a disk too small for what the run writes."""

    def run() -> tuple[int, str]:
        _mount("-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(place.out))
        for name in place.new:
            (place.out / name).parent.mkdir(exist_ok=True)
            (place.out / name).write_bytes(OLD)
        return place.ended(place.start())

    return judge(place, f"disk of {SMALL_DISK}", run, fails=True, undo=lambda: _unmount(place.out))


def lock(place: Place, name: str, folder: Path, *, fails: bool) -> Trial:
    """Run with a folder mounted read-only; permissions alone would not hold the superuser back."""

    def run() -> tuple[int, str]:
        folder.mkdir(exist_ok=True)
        _mount("--bind", str(folder), str(folder))
        _mount("-o", "remount,ro,bind", str(folder))
        return place.ended(place.start())

    return judge(place, name, run, fails=fails, undo=lambda: _unmount(folder))


def run_two(place: Place) -> tuple[int, str]:
    """Start two runs with the same folders; return the worse status and what both said."""
    both = [place.start(), place.start()]
    answers = [place.ended(process) for process in both]
    return max(status for status, _words in answers), "".join(words for _status, words in answers)


@contextmanager
def _dated(folder: Path, year: int):
    stamps = {path: path.stat().st_mtime for path in folder.rglob("*") if path.is_file()}
    for path in stamps:
        os.utime(path, ((year - 1970) * 31557600.0,) * 2)
    try:
        yield
    finally:
        for path, stamp in stamps.items():
            os.utime(path, (stamp, stamp))


def _run_dated(place: Place, year: int) -> tuple[int, str]:
    with _dated(place.project, year):
        return place.ended(place.start())


def _run_at(place: Place, year: int) -> tuple[int, str]:
    if not shutil.which("faketime"):
        raise FaultError("the program faketime is not installed")
    return place.ended(place.start(before=["faketime", "-f", f"@{year}-01-20 12:00:00"]))
