"""The project's own Python environments: made, kept current and entered with the standard library alone.

``.venv`` holds what runs and tests the suite; ``.venv-lab`` JupyterLab, which slows down every run where
it is installed. Both are filled from a hashed lock file. A record in the environment says from what it was
made; while that stands, set-up is one comparison of hashes.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "{}.{}".format(*sys.version_info[:2])
OLDEST_UV = (0, 9)
INSTALLER_LOCK = "requirements-installer.lock"
# Test suites inside packages are a third of all modules' bytes and are never imported here.
NEVER_IMPORTED = r"[/\\]tests?[/\\]"


class SetupError(Exception):
    """Set-up cannot go on; the message says what was expected, what came and what to do."""


class Environment(NamedTuple):
    """A virtual environment of the project: its folder and the name of the lock that fills it."""

    folder: Path
    lock: str

    @property
    def binaries(self):
        """Folder of its programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self):
        """Its interpreter."""
        return self.binaries / ("python.exe" if os.name == "nt" else "python")

    @property
    def record(self):
        """File that says from what it was made."""
        return self.folder / "recount-setup.json"


MAIN = Environment(ROOT / ".venv", "requirements.lock")
EXTRAS = MAIN._replace(lock="requirements-extras.lock")
LAB = Environment(ROOT / ".venv-lab", "requirements-lab.lock")


def enter(arguments, *, installed=False, extras=False):
    """Go on inside the environment: return when already there, else start the same command in it.

    Parameters
    ----------
    arguments : list of str
        The command line, for the start inside the environment.
    installed : bool
        Whether the installed command was called; outside ``.venv`` its interpreter is then used as it is.
    extras : bool
        Whether the command needs the optional packages.

    Raises
    ------
    SetupError
        When the environment cannot be made, or the interpreter chosen by hand lacks a package.
    """
    inside = Path(sys.prefix).resolve() == MAIN.folder.resolve()
    if chosen_by_hand() or (installed and not inside):
        from recount.app.interpreter import check

        check()
        return
    changed = ensure(MAIN, extras=extras)
    if changed or not inside:
        start([MAIN.python, "-m", "recount", *arguments])


def chosen_by_hand():
    """Whether ``RECOUNT_ENV=current`` asks to use the running interpreter as it is."""
    choice = os.environ.get("RECOUNT_ENV", "")
    if choice not in ("", "current"):
        raise SetupError(f"RECOUNT_ENV: expected 'current' or nothing, got {choice!r}; correct or unset it")
    return choice == "current"


def start(command):
    """Put `command` in this process's place; on Windows, run it and pass its status on."""
    command = [os.fspath(word) for word in command]
    if sys.stdout is not None:  # closed by the caller
        sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def ensure(environment, *, extras=False):
    """Make `environment` match its lock, doing nothing when it already does.

    Parameters
    ----------
    environment : Environment
        `MAIN` or `LAB`.
    extras : bool
        Install the optional packages too (`MAIN` only); once there, they stay.

    Returns
    -------
    bool
        Whether anything was done.

    Raises
    ------
    SetupError
        When a lock file is missing, ``uv`` cannot be had, an installation fails or the folder cannot be written.
    """
    if _is_current(environment, extras):
        return False
    try:
        with _alone(environment):
            if _is_current(environment, extras):
                return False
            _build(environment, extras)
    except OSError as error:
        raise SetupError(f"set-up expected to write in {ROOT}, got: {error}; free or unlock it") from error
    return True


def find_uv():
    """Path of a ``uv`` that is new enough, on PATH or brought by an earlier set-up; None without."""
    folders = (None, MAIN.binaries, LAB.binaries)
    found = [shutil.which("uv", path=folder) for folder in folders]
    return next((uv for uv in found if uv and _uv_version(uv) >= OLDEST_UV), None)


def say(message):
    """Tell the person at the terminal, not the output of the command."""
    print(f"recount: {message}", file=sys.stderr, flush=True)


def _is_current(environment, extras):
    """Whether the record says that the environment was made from these very files, by this Python."""
    record = _read_record(environment)
    wanted = _with_extras(environment, extras, record)
    return record.get("fingerprint") == _fingerprint(wanted) and environment.python.exists()


def _with_extras(environment, extras, record):
    return EXTRAS if environment == MAIN and (extras or record.get("lock") == EXTRAS.lock) else environment


def _fingerprint(environment):
    """SHA-256 over what an environment is made from: lock, project file, Python, place of the checkout."""
    digest = hashlib.sha256(f"{PYTHON}\0{ROOT}\0{environment.lock}\0".encode())
    for name in (environment.lock, "pyproject.toml"):
        try:
            digest.update((ROOT / name).read_bytes())
        except FileNotFoundError:
            message = f"expected the file {name} in {ROOT}, found none; run: git checkout -- {name}"
            raise SetupError(message) from None
    return digest.hexdigest()


def _read_record(environment):
    """From what the environment was made; empty when nobody said or the record is damaged."""
    try:
        return json.loads(environment.record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write_record(environment, **content):
    temporary = environment.record.with_suffix(".new")
    content.update(python=PYTHON, root=str(ROOT))
    temporary.write_text(json.dumps(content), encoding="utf-8")
    os.replace(temporary, environment.record)


@contextmanager
def _alone(environment):
    """Wait until no other set-up of this environment runs (not on Windows, which has no make -j)."""
    with open(f"{environment.folder}.lock", "a", encoding="utf-8") as handle:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(environment, extras):
    """Create or update the environment; a record of the beginning stands in it until all is done."""
    began = time.perf_counter()
    record = _read_record(environment)
    wanted = _with_extras(environment, extras, record)
    say(f"setting up {environment.folder.name} from {wanted.lock} (Python {PYTHON}) …")
    _clear_unusable(environment, record)
    made_by_hand = environment.folder.exists() and not record
    if not environment.folder.exists():
        venv.EnvBuilder(symlinks=os.name != "nt").create(environment.folder)
    if not made_by_hand:
        _write_record(environment, state="begun", lock=wanted.lock)
    _install(wanted)
    _compile_modules(environment)
    _write_record(environment, state="done", lock=wanted.lock, fingerprint=_fingerprint(wanted))
    say(f"set-up done in {time.perf_counter() - began:.1f} s")


def _clear_unusable(environment, record):
    """Remove what was left half done, moved or made by another Python; leave what a person made by hand."""
    if not environment.folder.exists():
        return
    if record:
        made = (record.get("state"), record.get("python"), record.get("root"))
        if made != ("done", PYTHON, str(ROOT)) or not environment.python.exists():
            say(f"{environment.folder.name} is unfinished, moved or made by another Python: making it anew")
            shutil.rmtree(environment.folder)
        return
    found = _python_version(environment)
    if found != PYTHON:
        raise SetupError(
            f"{environment.folder}: expected an environment of Python {PYTHON}, "
            f"found {found or 'none that starts'}; move the folder away and start again"
        )
    say(f"{environment.folder.name} was not made by this command: adding to it what the lock names")


def _python_version(environment):
    """Version of the environment's interpreter, as in '3.11'; empty when it does not start."""
    return _output([environment.python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]).strip()


def _install(environment):
    """Install the locked packages, each checked against its hash, then the project itself as editable."""
    uv = find_uv() or _bring_uv(environment)
    # A person watching a first download wants to see it move; a log does not.
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    install = [uv, "pip", "install", *quiet, "--python", environment.python]
    _run([*install, "--require-hashes", "-r", ROOT / environment.lock])
    _run([*install, "--no-deps", "--reinstall-package", "recount", "--editable", ROOT])


def _uv_version(uv):
    """Version of this ``uv`` as a tuple of integers; empty when it does not start."""
    return tuple(int(part) for part in re.findall(r"\d+", _output([uv, "--version"]).partition("(")[0]))


def _bring_uv(environment):
    """Install ``uv`` into the environment with pip, checked against its hash; returns its path."""
    _run([*_pip(environment), "install", "--quiet", "--require-hashes", "-r", ROOT / INSTALLER_LOCK])
    return shutil.which("uv", path=environment.binaries)


def _pip(environment):
    """Words that start pip on the environment: the running interpreter's pip, else the one inside Python."""
    silent = "--disable-pip-version-check"
    outside = [sys.executable, "-m", "pip", "--python", environment.python, silent]
    if _output([*outside, "--version"]):
        return outside
    if _output([environment.python, "-m", "ensurepip"]):
        return [environment.python, "-m", "pip", silent]
    raise SetupError(
        f"expected uv, pip or ensurepip to install packages with, found none for {sys.executable}. "
        "Install uv, or on Debian and Ubuntu: apt-get install python3-venv"
    )


def _output(command):
    """What `command` prints; empty when it does not start or fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def _run(command):
    """Run one step of the set-up; its own messages stay visible.

    Raises
    ------
    SetupError
        When the step ends with another status than 0.
    """
    status = subprocess.run(command).returncode
    if status:
        words = " ".join(os.fspath(word) for word in command)
        raise SetupError(
            f"set-up stopped: expected status 0, got {status} from: {words}\n"
            "See the message above. Without a network set-up works only from a filled cache. "
            "The next start begins afresh."
        )


def _compile_modules(environment):
    """Write bytecode for all modules, also where ``PYTHONDONTWRITEBYTECODE`` is set.

    Without it every import parses the source anew, which makes a run twice as long.
    """
    modules = environment.folder / ("Lib" if os.name == "nt" else "lib")
    # The status is not looked at: a template that is no Python fails to compile, at no cost.
    compiler = [environment.python, "-m", "compileall", "-qq", "-j", "0", "-x", NEVER_IMPORTED]
    subprocess.run([*compiler, modules], stdout=subprocess.DEVNULL)
