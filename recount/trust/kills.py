"""Commands of the real project killed at random moments: what is damaged, what is touched elsewhere, what recovers.

The project is cloned as it is committed, with a home folder, a folder for temporary files and a set-up of its own.
What each command makes is known byte by byte from two whole runs; files in which these differ, because they hold a
time, only have to be there again after the next start.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from recount.app.setup import ROOT
from recount.trust.faults import KILLS, FaultError, Trial, last_line, wait_for_end

#: Kind of work -> words of the command. What is there before a trial, :meth:`Clone.age` says.
COMMANDS = {
    "set-up": ["setup"],
    "report": ["report"],
    "sweep": ["sweep", "01_purge_rates", "--grid", "docs/grids/purge_bases.yml", "--out", "out/sweep"],
    "export": ["export", "--format", "xlsx"],
    "release": ["release"],
}
#: Where a command puts what it makes, besides the tracked files.
MADE = ("out", "dist")
#: What a home folder may come to hold: the download caches of uv and pip, and the settings of a Rust toolchain, since
#: pip asks it for its version.
AT_HOME = (".cache/uv", ".cache/pip", ".local/share", ".rustup")


def base_interpreter() -> str:
    """Return the interpreter from which environments are made."""
    return getattr(sys, "_base_executable", None) or sys.executable


def state_of(folder: Path) -> str:
    """Return a hash of names, sizes, modes and times of everything below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found = path.lstat()
        digest.update(f"{path} {found.st_size} {found.st_mode} {found.st_mtime_ns}".encode())
    return digest.hexdigest()


def base_packages() -> Path:
    """Return the folder in which the interpreter keeps its own packages."""
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([base_interpreter(), "-I", "-c", question], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())


class Clone:
    """A clone of the project that is set up, and what each command makes in it."""

    def __init__(self, folder: Path):
        self.project, self.home, self.temporary = folder / "project", folder / "home", folder / "tmp"
        for place in (self.home, self.temporary):
            place.mkdir(parents=True)
        subprocess.run(["git", "clone", "-q", str(ROOT), str(self.project)], check=True)
        self.base, self.base_state = base_packages(), state_of(base_packages())
        self.whole(COMMANDS["set-up"])
        self.made: dict[str, dict[str, bytes]] = {}
        self.seconds: dict[str, float] = {}

    def learn(self, kind: str) -> None:
        """Run a command twice; keep what is the same both times, and how long it takes."""
        runs = []
        for _time in range(2):
            self.age(kind, number=0)
            begun = time.monotonic()
            self.whole(COMMANDS[kind])
            self.seconds[kind] = time.monotonic() - begun
            runs.append(self.files())
        first, second = runs
        self.made[kind] = {name: content if second.get(name) == content else b"" for name, content in first.items()}

    def files(self) -> dict[str, bytes]:
        """Return what the commands have made, by path; hidden working files are left aside."""
        paths = [path for place in MADE for path in (self.project / place).rglob("*") if path.is_file()]
        inside = {path.relative_to(self.project): path.read_bytes() for path in sorted(paths)}
        return {p.as_posix(): c for p, c in inside.items() if not any(x.startswith(".") for x in p.parts)}

    def age(self, kind: str, number: int) -> None:
        """Put the project into the state before a trial: nothing made; every other time nothing cached, or set up."""
        for place in MADE:
            shutil.rmtree(self.project / place, ignore_errors=True)
        if number % 2 == 0:
            shutil.rmtree(self.project / (".venv" if kind == "set-up" else ".cache"), ignore_errors=True)
        elif kind == "set-up":
            # A good environment is there and has to be replaced.
            (self.project / ".venv/recount-setup.json").write_text('{"fingerprint": "older"}', encoding="utf-8")

    def start(self, words: list[str]) -> subprocess.Popen:
        """Start a command in a session of its own."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RECOUNT_", "PYTEST_", "PYTHON", "VIRTUAL_"))}
        return subprocess.Popen(
            [base_interpreter(), "-m", "recount", *words], cwd=self.project, start_new_session=True,
            env={**kept, "HOME": str(self.home), "TMPDIR": str(self.temporary)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip

    def whole(self, words: list[str]) -> None:
        """Run a command to its end.

        Raises
        ------
        FaultError
            If it fails.
        """
        process = self.start(words)
        said = process.communicate()[1]
        if process.returncode:
            raise FaultError(f"expected {words[0]} to end well, got status {process.returncode}: {last_line(said)}")

    def damage(self, kind: str) -> str:
        """Return what is wrong now: a tracked file, a file half made, something outside; nothing if all is well."""
        git = ["git", "-c", "core.fsmonitor=false", "status", "--porcelain"]
        changed = subprocess.run(git, cwd=self.project, capture_output=True, text=True, check=True).stdout
        if changed:
            return f"changed: {' '.join(changed.split())[:100]}"
        known = self.made.get(kind, {})
        wrong = [name for name, content in self.files().items() if known.get(name) and content != known[name]]
        if wrong:
            return f"half made: {', '.join(wrong)[:100]}"
        return self._outside()

    def _outside(self) -> str:
        if state_of(self.base) != self.base_state:
            return f"{self.base} is not as it was"
        found = {path.relative_to(self.home).as_posix() for path in self.home.glob("*/*")}
        strange = sorted(name for name in found if not name.startswith(AT_HOME))
        return f"the home folder holds {', '.join(strange)[:100]}" if strange else ""

    def unrecovered(self, kind: str) -> str:
        """Start the command again; return what is wrong afterwards."""
        try:
            self.whole(COMMANDS[kind])
        except FaultError as reason:
            return str(reason)
        missing = set(self.made.get(kind, {})) - set(self.files())
        return f"missing: {', '.join(sorted(missing))[:100]}" if missing else self.damage(kind)


def kill_commands(
    clone: Clone, times: dict[str, int], seed: int = 1, tell: Callable[[str], None] = print
) -> list[Trial]:
    """Kill each kind of work as often as asked, in turn in one of five ways, at a random moment of its time.

    Parameters
    ----------
    clone : Clone
        The project.
    times : dict of str to int
        Kind of :data:`COMMANDS` -> number of kills.
    seed : int
        Of the moments.
    tell : callable
        Takes a line after each kind.

    Returns
    -------
    list of Trial
        A row for each kind; ``left_behind`` counts kills after which a process lived on.
    """
    chance, found = random.Random(seed), []
    for kind, count in times.items():
        clone.learn(kind)
        row, remark = [0] * 5, ""
        for number in range(count):
            clone.age(kind, number)
            process = clone.start(COMMANDS[kind])
            time.sleep(chance.uniform(0.05, 1.0) * clone.seconds[kind])
            struck = process.poll() is None
            list(KILLS.values())[number % len(KILLS)](process.pid, chance)
            alive = wait_for_end(process)
            damaged = clone.damage(kind)
            wrong = clone.unrecovered(kind)
            remark = remark or damaged or wrong
            row = [a + int(b) for a, b in zip(row, (1, struck, bool(damaged), bool(wrong), alive), strict=True)]
        found.append(Trial(f"{kind} killed, the whole project", *row, remark))
        tell(str(found[-1]))
    return found
