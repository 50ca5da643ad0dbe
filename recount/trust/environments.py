"""The tests in other environments: every supported Python from the lock, and the oldest versions allowed.

Each gets a copy of the checkout and an environment of its own in a temporary folder. Besides, reports under changed
surroundings, which :mod:`recount.trust.surroundings` lists. What comes out goes into ``docs/environments.csv``;
only the pinned environment has to give the same bytes, and it has to under all of them.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from analysis.data.files import as_csv, read_csv
from recount.app.installer import LOCK, ROOT, SetupError, find_uv, say

TABLE = "environments.csv"
#: Name -> Python and resolution; the lock names one version of everything for all of them.
NAMES = {
    "3.11": ("3.11", "lock"),
    "3.12": ("3.12", "lock"),
    "3.13": ("3.13", "lock"),
    "3.14": ("3.14", "lock"),
    "3.11-lowest": ("3.11", "lowest-direct"),
}
LEFT_OUT = (".venv*", ".recount*", "__pycache__", ".*_cache", ".cache", "out", ".hypothesis")


class EnvironmentNameError(ValueError):
    """A name that stands for no environment."""


class Answer(NamedTuple):
    """What came of one environment: tests by outcome, and files of the report with other bytes than the stored.

    ``changed`` says what of the surroundings was otherwise; then no tests were run.
    """

    python: str
    resolution: str
    changed: str = ""
    version: str = ""
    passed: str = ""
    failed: str = ""
    skipped: str = ""
    files_differing: str = ""
    remark: str = ""


def report(names: Iterable[str], *, write: bool) -> int:
    """Try environments, print the table, store it if asked; 1 if a test failed in any of them.

    Raises
    ------
    EnvironmentNameError, recount.app.setup.SetupError
        If a name is unknown, or ``uv`` is missing.
    """
    from recount.trust import evidence_page as trust

    chosen = list(names) or list(NAMES)
    for name in chosen:
        if name not in NAMES:
            raise EnvironmentNameError(f"expected an environment out of {', '.join(NAMES)}, got {name[:40]!r}")
    uv = find_uv()
    if uv is None:
        raise SetupError("expected the program uv, found none; run: python3 -m pip install uv")
    tried = []
    for name in chosen:
        tried.append(attempt(uv, name))
        print(",".join(tried[-1]), flush=True)
        if write:
            store(tried[-1:])
            trust.write()
    return int(any(row.failed not in ("", "0") for row in tried))


def report_changed(names: Iterable[str], *, whole: bool, write: bool) -> int:
    """Run reports under changed surroundings, print a row for each, store them if asked; 1 if one is not as stored.

    Raises
    ------
    EnvironmentNameError
        If a name is unknown.
    """
    from recount.trust import surroundings

    chosen = list(names) or [name for name in surroundings.CHANGES if surroundings.works_here(name)]
    for name in chosen:
        if name not in surroundings.CHANGES:
            known = ", ".join(surroundings.CHANGES)
            raise EnvironmentNameError(f"expected changed surroundings out of {known}, got {name[:40]!r}")
    notebooks = () if whole else surroundings.QUICK
    bad = 0
    for name, counts, remark in surroundings.attempt_all(chosen, notebooks):
        row = Answer(
            "{}.{}".format(*sys.version_info[:2]), "lock", surroundings.CHANGES[name].what, platform.python_version(),
            files_differing=counts, remark=remark or f"report of {len(notebooks) or 'all'} notebooks",
        )  # fmt: skip
        bad += bool(remark) or not counts.startswith("0 ")
        print(",".join(row), flush=True)
        if write:
            store([row])
    return int(bool(bad))


def store(answers: Iterable[Answer]) -> None:
    """Put rows into the table in place of those of the same environments, other rows kept, in a fixed order."""
    from analysis.data.files import write_atomic
    from recount.trust.surroundings import CHANGES

    rows = {row[:3]: row for row in (*read_table(), *answers)}
    order = [(*key, "") for key in NAMES.values()]
    order += [("3.11", "lock", change.what) for change in CHANGES.values()]
    rest = [key for key in rows if key not in order]
    ordered = [rows[key] for key in (*order, *rest) if key in rows]
    write_atomic(ROOT / "docs" / TABLE, as_csv(Answer._fields, ordered).encode("utf-8"))


def attempt(uv: str, name: str) -> Answer:
    """Make one environment and run the tests and the report in it."""
    python, resolution = NAMES[name]
    with tempfile.TemporaryDirectory(prefix="recount-environment-", ignore_cleanup_errors=True) as folder:
        copy, made = Path(folder) / "checkout", Path(folder) / "environment"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        say(f"Python {python}, {resolution} …")
        problem = _install(uv, python, resolution, copy, made)
        if problem:
            return Answer(python, resolution, "", remark=f"not tried: {problem}")
        interpreter = made / "bin" / "python"
        version = _output([interpreter, "-c", "import platform; print(platform.python_version())"])
        counts = _run_tests(interpreter, copy, Path(folder) / "tests.xml")
        other = _compare_report(interpreter, copy, Path(folder) / "out")
        return Answer(python, resolution, "", version, *counts, *other)


def _install(uv: str, python: str, resolution: str, copy: Path, made: Path) -> str:
    """Fill an environment; return what went wrong, or nothing."""
    packages = ["--require-hashes", "-c", LOCK, "--group", "test", "-r", "pyproject.toml"]
    if resolution != "lock":
        packages = ["--resolution", resolution, "--group", "test", "-r", "pyproject.toml"]
    into = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(made)]
    for command in (
        [uv, "venv", "--quiet", "--python", python, str(made)],
        [*into, *packages],
        [*into, "--no-deps", "--editable", "."],
    ):
        answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, encoding="utf-8", errors="replace")
        if answer.returncode:
            lines = [line.strip() for line in answer.stderr.splitlines() if line.strip()]
            lines.sort(key=lambda line: not line.startswith("error"))
            return (lines or ["no reason given"])[0].replace(str(made), "")[:160]
    return ""


def _variables(copy: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RECOUNT_", "PYTEST_", "VIRTUAL_ENV"))}
    return {**kept, "RECOUNT_ENV": "current", "RECOUNT_CACHE": str(copy.parent / "cache")}


def _run_tests(interpreter: Path, copy: Path, result: Path) -> tuple[str, str, str]:
    words = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", f"--junitxml={result}"]
    subprocess.run([interpreter, *words], cwd=copy, env=_variables(copy), stdout=sys.stderr)
    try:
        suite = ElementTree.parse(result).getroot().find("testsuite").attrib
    except (OSError, ElementTree.ParseError):
        return "0", "all", "0"
    failed = int(suite["failures"]) + int(suite["errors"])
    return str(int(suite["tests"]) - failed - int(suite["skipped"])), str(failed), suite["skipped"]


def _compare_report(interpreter: Path, copy: Path, out: Path) -> tuple[str, str]:
    """Run the report and return how many of its files have other bytes than the stored ones, and a remark."""
    command = [interpreter, "-m", "recount", "report", "--out", out]
    status = subprocess.run(command, cwd=copy, env=_variables(copy), stdout=sys.stderr).returncode
    if status:
        return "", f"the report ended with status {status}"
    made = [path for name in ("notebooks", "figures") for path in (out / name).rglob("*") if path.is_file()]
    other = [path for path in made if not _is_same(path, copy / path.relative_to(out))]
    kinds = sorted({path.suffix for path in other})
    return f"{len(other)} of {len(made)}", f"other bytes in {', '.join(kinds)}" if kinds else ""


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _output(command: list) -> str:
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8").stdout.strip()


def read_table() -> list[Answer]:
    """Return the rows of ``docs/environments.csv``; none if it is not there."""
    return [Answer(**row) for row in read_csv(ROOT / "docs" / TABLE, missing_ok=True)]
