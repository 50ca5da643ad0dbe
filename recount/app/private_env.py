"""Surroundings in which nothing of the reader's own configuration reaches a result.

IPython runs start-up files and profiles of the home folder, Jupyter starts whatever it finds under the name
``python3`` there, matplotlib reads its settings. Every kernel and engine that the command starts, and every
test, gets empty folders of the project's own in their place. Only the standard library is imported here.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Variable -> the private folder that it names.
FOLDERS = {
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter-config",
    "JUPYTER_DATA_DIR": "jupyter-data",
    "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
    "MPLCONFIGDIR": "matplotlib",
}
#: What else would let somebody's configuration in: further folders, start-up files, how Python treats warnings and
#: asserts, a backend of matplotlib's that needs a screen.
DROPPED = (
    "JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_NO_CONFIG", "JUPYTER_PLATFORM_DIRS", "MATPLOTLIBRC", "MPLBACKEND",
    "PYTHONHOME", "PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONSTARTUP", "PYTHONWARNINGS",
)  # fmt: skip
#: Marks surroundings that are private already, for the processes that are started from there.
MARK = "RECOUNT_PRIVATE"


def apply(variables: MutableMapping[str, str] | None = None) -> MutableMapping[str, str]:
    """Make an environment private, in place; once is enough, since processes inherit it.

    Parameters
    ----------
    variables : mutable mapping, optional
        The environment; that of this process by default.

    Returns
    -------
    mutable mapping
        The same, in which every variable of :data:`FOLDERS` names an empty folder of the project's own, those
        of :data:`DROPPED` are not set, and the project's own code comes first.
    """
    variables = os.environ if variables is None else variables
    if _is_private(variables):
        return variables
    base = folder()
    for name, sub in FOLDERS.items():
        variables[name] = str(base / sub)
    for name in DROPPED:
        variables.pop(name, None)
    # Kernels compute with the very code that started them, whichever copy of the project is installed.
    places = [str(ROOT), *variables.get("PYTHONPATH", "").split(os.pathsep)]
    variables["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(place for place in places if place))
    # A kernel of this name in the reader's own folders must not come before that of the environment.
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    variables[MARK] = str(base)
    return variables


def folder() -> Path:
    """Make empty private folders and return the one that holds them: in the project, else a temporary one."""
    base = ROOT / ".recount" / "private"
    if not _is_ours(base):
        base = Path(tempfile.mkdtemp(prefix="recount-private-"))
        atexit.register(_remove, base, os.getpid())
    for sub in FOLDERS.values():
        (base / sub).mkdir(mode=0o700, exist_ok=True)
    _clear_start_up(base)
    return base


def _is_private(variables: MutableMapping[str, str]) -> bool:
    base = variables.get(MARK)
    return bool(base) and all(variables.get(name) == str(Path(base, sub)) for name, sub in FOLDERS.items())


def _is_ours(base: Path) -> bool:
    """Whether the folder can be made and written to, and by nobody else."""
    try:
        base.mkdir(parents=True, mode=0o700, exist_ok=True)
        found = base.lstat()
        handle, name = tempfile.mkstemp(dir=base)
        os.close(handle)
        os.unlink(name)
    except OSError:
        return False
    if os.name == "nt":
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _clear_start_up(base: Path) -> None:
    """Remove what a cell, or somebody by hand, has put where IPython, Jupyter and matplotlib take settings from."""
    for path in (*base.glob("ipython/*/startup/*"), *base.glob("ipython/**/*.py"), *base.glob("jupyter-config/*")):
        _remove(path, os.getpid())
    for path in (base / "jupyter-data" / "kernels", base / "matplotlib" / "matplotlibrc", base / "ipython/extensions"):
        _remove(path, os.getpid())


def _remove(path: Path, owner: int) -> None:
    """Remove a file or folder, in the process that made it only: a forked one ends earlier."""
    if os.getpid() != owner:
        return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
