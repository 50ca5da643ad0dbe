"""Reports under changed surroundings: each a copy of the checkout in which something of the machine is otherwise.

What is changed is done by variables, files in a home folder of the trial's own, the name of the folder, or a
program in front of the command. A trial is good when the report leaves every stored byte as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from recount.app.installer import ROOT, clean_variables, say
from recount.trust.verifying import QUICK

#: What a report needs of a checkout.
COPIED = (
    "analysis", "recount", "notebooks", "figures", "data", "locale", "pyproject.toml", "requirements.lock",
    "conftest.py",
)  # fmt: skip
PROFILE = "c = get_config()\nc.InteractiveShell.ast_node_interactivity = 'last_expr_or_assign'\n"
TRAP = "years = 3; base = 'x'; import builtins; builtins.years = 3\n"
RCFILE = (
    "font.size: 22\nfont.family: serif\nsvg.fonttype: path\npdf.fonttype: 42\nlines.antialiased: False\n"
    "axes.axisbelow: False\nfigure.dpi: 300\nsavefig.bbox: tight\npath.simplify: True\ntext.usetex: True\n"
)
KERNEL = json.dumps({"argv": ["false"], "display_name": "no Python", "language": "python"})


def _home(files: Mapping[str, str]) -> Callable[[Path], None]:
    def write(trial: Path) -> None:
        for name, text in files.items():
            path = trial / "home" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write


def _other_fonts(trial: Path) -> None:
    """A font list in which another file goes by the name of ours, and comes first, wherever matplotlib may look."""
    from matplotlib import font_manager

    folder = Path(tempfile.mkdtemp(dir=trial))
    listed = folder / "fonts.json"
    font_manager.json_dump(font_manager.fontManager, listed)
    found = json.loads(listed.read_text(encoding="utf-8"))
    found["ttflist"].reverse()
    serif = next(entry["fname"] for entry in found["ttflist"] if entry["fname"].endswith("DejaVuSerif.ttf"))
    wrong = [entry | {"fname": serif} for entry in found["ttflist"] if entry["name"] == "DejaVu Sans"]
    found["ttflist"] = wrong + found["ttflist"]
    name = f"fontlist-v{font_manager.FontManager.__version__}.json"
    copy = next(path for path in trial.iterdir() if (path / "pyproject.toml").exists())
    private = copy / ".recount/private/matplotlib"
    for place in (trial / "home/.cache/matplotlib", trial / "home/.config/matplotlib", private):
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(json.dumps(found), encoding="utf-8")
    for place in (private, private.parent, private.parent.parent):
        place.chmod(0o700)


def _read_only_home(trial: Path) -> None:
    (trial / "home").chmod(0o500)


@dataclass(frozen=True)
class Change:
    """One trial: what is otherwise, in words, and how it is done.

    Attributes
    ----------
    what : str
        For the table.
    variables : mapping
        Set for the report; ``{home}`` is the trial's home folder.
    prepare : callable, optional
        Given the trial's folder.
    words : tuple of str
        More words for ``recount report``.
    front : tuple of str
        Program that starts the report.
    folder : str
        Name of the checkout's copy.
    """

    what: str
    variables: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Path], None] | None = None
    words: tuple[str, ...] = ()
    front: tuple[str, ...] = ()
    folder: str = "checkout"


KERNEL_ENGINE = ("--engine", "kernel")
OLDER = "X86_V4 AVX512_ICL AVX512_SPR"
IPYTHON = {
    ".ipython/profile_default/startup/00.py": TRAP,
    ".ipython/profile_default/ipython_config.py": PROFILE,
    ".ipython/profile_default/ipython_kernel_config.py": PROFILE,
}
CHANGES = {
    "empty-home": Change("an empty home folder"),
    "no-home": Change("HOME names a folder that is not there", {"HOME": "{home}/none"}),
    "read-only-home": Change("a home folder that cannot be written to", prepare=_read_only_home),
    "fonts": Change("a font list with other files under the names of ours, in reverse order", prepare=_other_fonts),
    "matplotlibrc": Change(
        "a matplotlibrc with ten settings", {"MATPLOTLIBRC": "{home}/matplotlibrc", "MPLBACKEND": "TkAgg"},
        _home({"matplotlibrc": RCFILE, ".config/matplotlib/matplotlibrc": RCFILE}),
    ),
    "mplconfigdir": Change("MPLCONFIGDIR that cannot be written to", {"MPLCONFIGDIR": "/proc"}),
    "ipython": Change("an IPython profile with start-up files", prepare=_home(IPYTHON)),
    "ipython-kernel": Change(
        "an IPython profile with start-up files, engine kernel", prepare=_home(IPYTHON), words=KERNEL_ENGINE),
    "ipythondir-kernel": Change(
        "IPYTHONDIR names the profile, engine kernel", {"IPYTHONDIR": "{home}/.ipython"}, _home(IPYTHON), KERNEL_ENGINE
    ),
    "kernelspec": Change(
        "a kernel python3 of the user's that does not start, engine kernel", {"JUPYTER_PREFER_ENV_PATH": "0"},
        _home({".local/share/jupyter/kernels/python3/kernel.json": KERNEL}), KERNEL_ENGINE,
    ),
    "jupyter-path": Change(
        "JUPYTER_PATH with such a kernel, engine kernel", {"JUPYTER_PATH": "{home}/jupyter"},
        _home({"jupyter/kernels/python3/kernel.json": KERNEL}), KERNEL_ENGINE,
    ),
    "startup": Change(
        "PYTHONSTARTUP, engine kernel", {"PYTHONSTARTUP": "{home}/startup.py"}, _home({"startup.py": TRAP}),
        KERNEL_ENGINE,
    ),
    "hash-seed": Change("PYTHONHASHSEED=4711", {"PYTHONHASHSEED": "4711"}),
    "warnings": Change("PYTHONWARNINGS=error, engine kernel", {"PYTHONWARNINGS": "error"}, words=KERNEL_ENGINE),
    "optimize": Change("PYTHONOPTIMIZE=2, engine kernel", {"PYTHONOPTIMIZE": "2"}, words=KERNEL_ENGINE),
    "dev-mode": Change("PYTHONDEVMODE=1", {"PYTHONDEVMODE": "1"}),
    "latin": Change("locale C, no UTF-8 mode", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "turkish": Change("LC_ALL=tr_TR.UTF-8, LANGUAGE=tr", {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "german": Change("LC_ALL=de_DE.UTF-8, LANGUAGE=de", {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}),
    "time-zone": Change("TZ=Pacific/Apia", {"TZ": "Pacific/Apia"}),
    "epoch": Change("SOURCE_DATE_EPOCH=0", {"SOURCE_DATE_EPOCH": "0"}),
    "terminal": Change("20 columns, TERM=dumb, no colours", {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"}),
    "older-processor": Change("numpy without AVX-512", {"NPY_DISABLE_CPU_FEATURES": OLDER}),
    "old-processor": Change("numpy without AVX2 and AVX-512", {"NPY_DISABLE_CPU_FEATURES": f"X86_V3 {OLDER}"}),
    "prescott": Change("OPENBLAS_CORETYPE=Prescott", {"OPENBLAS_CORETYPE": "Prescott"}),
    "skylake": Change(
        "OPENBLAS_CORETYPE=SkylakeX, 7 threads", {"OPENBLAS_CORETYPE": "SkylakeX", "OPENBLAS_NUM_THREADS": "7"}
    ),
    "glibc": Change(
        "the C library without AVX2 and FMA", {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F,-FMA4,-AVX"}
    ),
    "other-environments": Change(
        "variables of conda, a virtual environment, uv and pip",
        {"CONDA_PREFIX": "{home}", "VIRTUAL_ENV": "{home}", "UV_SYSTEM_PYTHON": "1", "UV_TARGET": "{home}",
         "PIP_TARGET": "{home}"},
    ),
    "umask": Change("umask 077", front=("sh", "-c", 'umask 077; exec "$@"', "sh")),
    "open-umask": Change("umask 000", front=("sh", "-c", 'umask 000; exec "$@"', "sh")),
    "one-worker": Change("one process", words=("--workers", "1")),
    "closed-streams": Change("standard input and output closed", front=("sh", "-c", 'exec "$@" <&- >&-', "sh")),
    "little-memory": Change("3 GB of address space", front=("sh", "-c", 'ulimit -v 3000000; exec "$@"', "sh")),
    "blanks": Change("a folder with blanks, quotes and letters of three scripts", folder="a 'checkout' \"naïve\" Ж 数"),
    "brackets": Change("a folder named [x] (y)", folder="[x] (y)"),
    "hash": Change("a folder with ' #'", folder="one #two"),
    "colon": Change("a folder with ':'", folder="a:b"),
    "dollar": Change("a folder with $;&", folder="$HOME;&x"),
}  # fmt: skip


def attempt(name: str, notebooks: Iterable[str] = QUICK) -> tuple[str, str]:
    """Run a report under changed surroundings.

    Parameters
    ----------
    name : str
        Out of :data:`CHANGES`.
    notebooks : iterable of str
        Which to run; all if empty.

    Returns
    -------
    tuple of str
        How many of the files differ from the stored ones, as ``0 of 78``, and a remark, empty if all is well.
    """
    change, notebooks = CHANGES[name], list(notebooks)
    with tempfile.TemporaryDirectory(prefix="recount-trial-", ignore_cleanup_errors=True) as folder:
        trial = Path(folder)
        copy = trial / change.folder
        _copy_checkout(copy)
        (trial / "home").mkdir()
        if change.prepare:
            change.prepare(trial)
        report = [sys.executable, "-m", "recount", "report", "--no-cache", *change.words, *notebooks]
        answer = subprocess.run(
            [*change.front, *report], cwd=copy, env=_variables(change, trial), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, errors="replace",
        )  # fmt: skip
        (trial / "home").chmod(0o700)
        counts = _compare(copy)
        if (copy / "out").exists():
            return counts, "written to out/, not into the project: nothing was compared"
    if answer.returncode:
        return counts, f"ended with status {answer.returncode}: {answer.stderr.strip()[-120:]}"
    return counts, ""


def _copy_checkout(copy: Path) -> None:
    copy.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)


def _variables(change: Change, trial: Path) -> dict[str, str]:
    ours = ("RECOUNT_", "MPL", "JUPYTER", "IPYTHON", "XDG_")
    kept = {name: value for name, value in clean_variables().items() if not name.startswith(ours)}
    home = str(trial / "home")
    changed = {n: v.replace("{home}", home) for n, v in change.variables.items()}
    # The environment at hand runs the copy: what is tried is the report, not the set-up.
    return kept | {"HOME": home, "RECOUNT_ENV": "current"} | changed


def _compare(copy: Path) -> str:
    """Count the stored files that the copy has otherwise, or has not, or has besides."""
    found = {p.relative_to(root).as_posix() for root in (ROOT, copy) for f in ("notebooks", "figures")
             for p in (root / f).glob("[0-9]*")}  # fmt: skip
    other = [name for name in found if not _is_same(copy / name, ROOT / name)]
    return f"{len(other)} of {len(found)}"


def _is_same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def attempt_all(names: Iterable[str], notebooks: Iterable[str] = QUICK):
    """Yield name, count of differing files and remark of each trial as it ends."""
    for name in names:
        say(f"{CHANGES[name].what} …")
        yield name, *attempt(name, notebooks)


def works_here(name: str) -> bool:
    """Whether the machine can be changed that way: programs in front are there, and the system has shells."""
    return os.name != "nt" and all(shutil.which(word) for word in CHANGES[name].front[:1])
