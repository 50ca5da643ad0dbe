"""``recount verify``: what on this machine could make other bytes than the stored ones, and whether it does.

First what can be known without running anything: Python, versions, fonts, processor, settings. Then a few
notebooks are run and each of their files, numbers and pictures, compared with the stored one.
"""

from __future__ import annotations

import locale
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from recount.runs import cache, machine

#: Notebooks that are run where none is named: quick ones, with forest plots, tables, powers and intervals among them.
QUICK = ("06_agriculture_and_labour", "07_education", "10_fastest_ever")
#: Optional packages that pandas adds up with instead of numpy, if they are there.
ADDING = ("bottleneck", "numexpr")
SAME, MAY, DIFFERS = "same", "may differ", "differs"


class Fact(NamedTuple):
    """Something about this machine: what it is, what was expected, what was found, and what that means for bytes."""

    what: str
    expected: str
    found: str
    bytes: str


def facts() -> list[Fact]:
    """Return what can be known without running anything.

    Returns
    -------
    list of Fact
        ``bytes`` is ``same`` where it cannot change any, ``may differ`` where it can.
    """
    return [*_python(), *_packages(), *_fonts(), *_processor(), *_settings(), *_surroundings()]


def _python() -> Iterator[Fact]:
    here = f"{platform.python_implementation()} {'.'.join(map(str, sys.version_info[:2]))}"
    yield _compared("Python", "CPython 3.11", here)
    yield _compared("system", "linux x86_64", f"{sys.platform} {platform.machine()}")


def _compared(what: str, expected: str, found: str) -> Fact:
    return Fact(what, expected, found, SAME if expected == found else MAY)


def _packages() -> Iterator[Fact]:
    from recount.app.interpreter import deviations

    wrong = deviations()
    deciding = [name for name in wrong if name.split(" ")[0] in cache.DECIDING]
    found = ", ".join(wrong[:4]) + (f" and {len(wrong) - 4} more" if len(wrong) > 4 else "")
    yield Fact("packages", "as in the lock", found or "as in the lock", MAY if deciding else SAME)
    adding = [name for name in ADDING if _is_installed(name)]
    yield Fact("packages that pandas adds up with", "none", ", ".join(adding) or "none", MAY if adding else SAME)


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _fonts() -> Iterator[Fact]:
    """The font files against the hash that the project states."""
    from analysis.display import fonts

    same = all(path.is_file() for path in fonts.shipped()) and fonts.digest() == fonts.DIGEST
    yield Fact(
        "fonts", f"{len(fonts.FILES)} files of the project", "the same" if same else "others", SAME if same else MAY
    )


def _processor() -> Iterator[Fact]:
    """Told, though it decides nothing as long as the arithmetic is that of :mod:`analysis.numbers.steady`."""
    import numpy

    found = getattr(numpy._core._multiarray_umath, "__cpu_features__", {})
    used = [name for name in ("SSE42", "AVX2", "FMA3", "AVX512F", "X86_V3", "X86_V4") if found.get(name)]
    yield Fact("processor, as numpy uses it", "any", " ".join(used) or platform.processor() or "unknown", SAME)
    chosen = [f"{name}={os.environ[name]}" for name in machine.CHOOSING if os.environ.get(name)]
    yield Fact("settings of numpy, OpenBLAS, glibc", "any", ", ".join(chosen) or "none", SAME)


def _settings() -> Iterator[Fact]:
    from recount.runs.runner import unusual_settings

    unusual = unusual_settings()
    yield Fact("language, theme, data", "en, screen, data/", ", ".join(unusual) or "the same", MAY if unusual else SAME)


def _surroundings() -> Iterator[Fact]:
    yield Fact("locale, time zone", "any", f"{locale.setlocale(locale.LC_CTYPE)}, {time.tzname[0]}", SAME)


def data_facts() -> list[Fact]:
    """Return whether data, code and stored files are those of the commit; nothing to say without git."""
    from recount.runs.record import project_state

    state = project_state(cache.ROOT)
    if state["changed"] is None:
        return [Fact("files of the project", "as committed", "no git to ask", SAME)]
    found = "changed since the commit" if state["changed"] else "as committed"
    return [Fact("files of the project", "as committed", found, MAY if state["changed"] else SAME)]


def redraw(notebooks: Iterable[str]) -> list[str]:
    """Run notebooks anew, outside the project, and return the stored files that come out otherwise.

    Raises
    ------
    recount.runs.runner.RunError
        If there is no notebook of a name, or one fails.
    """
    from recount.runs.execution import Job
    from recount.runs.jobs import run_jobs
    from recount.runs.runner import RunError, choose_engine, known, tell_failures

    names = [known(name) for name in notebooks]
    with tempfile.TemporaryDirectory(prefix="recount-verify-", ignore_cleanup_errors=True) as folder:
        out = Path(folder)
        outcomes = run_jobs([Job(name, out=out, engine=choose_engine(None), use_cache=False) for name in names])
        tell_failures(outcomes)
        failed = [outcome.job.notebook for outcome in outcomes if outcome.error]
        if failed:
            raise RunError(f"expected every notebook to run, got a failure in {', '.join(failed)}; see above")
        return differing(out, names)


def differing(out: Path, names: Iterable[str]) -> list[str]:
    """Return the files of some notebooks whose bytes below `out` are not the stored ones, on either side missing."""
    prefixes = tuple(f"{name.partition('_')[0]}_" for name in names)
    made, stored = ({p.relative_to(root).as_posix(): p for p in _files(root, prefixes)} for root in (out, cache.ROOT))
    return sorted(
        name for name in made.keys() | stored.keys()
        if name not in made or name not in stored or made[name].read_bytes() != stored[name].read_bytes()
    )  # fmt: skip


def _files(root: Path, prefixes: tuple[str, ...]) -> Iterator[Path]:
    for folder in ("notebooks", "figures"):
        yield from (path for path in (root / folder).glob("[0-9]*") if path.name.startswith(prefixes))


def verify(notebooks: Iterable[str] = (), *, whole: bool = False) -> int:
    """Print what could make other bytes here, and whether anything does.

    Parameters
    ----------
    notebooks : iterable of str
        Which to run; by default :data:`QUICK`.
    whole : bool
        Run all of them.

    Returns
    -------
    int
        0 if every file that was made anew has the stored bytes, 1 if not.
    """
    from recount.runs.runner import notebook_names

    print(as_text([*facts(), *data_facts()]))
    chosen = list(notebooks) or (notebook_names() if whole else list(QUICK))
    began = time.perf_counter()
    wrong = redraw(chosen)
    number = sum(1 for _ in _files(cache.ROOT, tuple(f"{name.partition('_')[0]}_" for name in chosen)))
    seconds, came = time.perf_counter() - began, f"{len(wrong)} differ" if wrong else "every byte the same"
    print(f"\n{number} stored files of {len(chosen)} notebooks made anew in {seconds:.1f} s: {came}")
    print("".join(f"  {name}\n" for name in wrong), end="")
    return int(bool(wrong))


def as_text(found: list[Fact]) -> str:
    """Return facts as a table of aligned columns."""
    rows = [("what", "expected", "here", "bytes"), *found]
    widths = [*(max(len(row[i]) for row in rows) for i in range(3)), 0]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
