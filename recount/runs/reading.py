"""A record of the data files that a run reads, kept by the interpreter itself.

As an extension of IPython it keeps that record from the start of a kernel, in the file that ``RECOUNT_READS`` names.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

#: What starts another program, whose reading is not seen from here.
STARTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"})
#: What starts a copy of this process, whose reading is seen there only; multiprocessing is known by its modules.
FORKS = frozenset({"os.fork", "os.forkpty"})
SPAWNERS = frozenset({"multiprocessing.popen_spawn_posix", "multiprocessing.popen_forkserver"})
LISTS = frozenset({"os.listdir", "os.scandir"})
#: In the place of a name: a program was started, so anything may have been read.
ANYTHING = "*"


#: Variable with which a kernel is told what to record, as JSON: file, root, project and prefix.
VARIABLE = "RECOUNT_READS"


def load_ipython_extension(_shell) -> None:
    """Record what this kernel reads; each name is in the file at once, whatever then becomes of the kernel."""
    file, root, project, prefix = json.loads(os.environ.pop(VARIABLE))
    # Forked processes have the descriptor too, and what they read goes into the same file.
    log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    record_reads(Path(root), Path(project), prefix, tell=lambda name: os.write(log, json.dumps(name).encode() + b"\n"))


def read_record(file: Path) -> set[str]:
    """Return what a kernel has recorded."""
    return {json.loads(line) for line in file.read_text(encoding="ascii").splitlines()}


def record_reads(
    root: Path, project: Path | None = None, prefix: str = "", tell: Callable[[str], object] = str
) -> set[str]:
    """Record from now on every file opened and every folder listed under a root.

    Parameters
    ----------
    root : Path
        The folder to watch; links in it and to it are both followed.
    project : Path, optional
        A larger folder in which opened files count too, but for modules and for whatever a name with a leading
        dot hides; listing its folders does not count, because every import does that.
    prefix : str
        Put before the names of those files.
    tell : callable, optional
        Called with every name, once.

    Returns
    -------
    set of str
        Paths below the root, and below the project with the prefix; :data:`ANYTHING` if another process was
        started. It grows as the process reads. There is no way to stop it.
    """
    seen: set[str] = set()
    tops = _spellings(root)
    around = _spellings(project) if project else ()

    def watch(event: str, arguments: tuple) -> None:
        names: set[str] = set()
        if event in STARTS or event in FORKS or (event == "import" and arguments[0] in SPAWNERS):
            names = {ANYTHING}
        elif (event == "open" or event in LISTS) and arguments and isinstance(arguments[0], (str, bytes, os.PathLike)):
            names = _below(arguments[0], tops)
            if event == "open" and not names and not _only_writes(*arguments[1:3]):
                names = {prefix + name for name in _below(arguments[0], around) if _counts(name)}
        for name in names - seen:
            seen.add(name)
            tell(name)

    sys.addaudithook(watch)
    return seen


def _spellings(folder: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys([os.path.abspath(folder), os.path.realpath(folder)]))


def _below(path: str | bytes | os.PathLike, tops: tuple[str, ...]) -> set[str]:
    # As written and with links followed: a link in the folder may lead out of it, one outside may lead in.
    text = os.fsdecode(path)
    return {
        os.path.relpath(place, top).replace(os.sep, "/")
        for place in (os.path.abspath(text), os.path.realpath(text))
        for top in tops
        if place == top or place.startswith(top + os.sep)
    }


def _only_writes(mode: str | None = None, flags: int = 0) -> bool:
    return (mode or "r")[0] in "wxa" or bool(flags & (os.O_WRONLY | os.O_EXCL))


def _counts(name: str) -> bool:
    # Modules and the language packs beside them are code, which a run's key holds already.
    code = name.endswith((".py", ".pyc")) or fnmatch(name, "*analysis/text/languages/*.toml")
    return not code and not any(part.startswith(".") for part in name.split("/"))
