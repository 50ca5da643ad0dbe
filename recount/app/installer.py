"""The program ``uv`` that fills an environment: found, or brought into a folder of the project's own, and called.

Nothing here installs into an interpreter: ``uv`` is told its target as an active virtual environment, and stops
where that is none, instead of falling back on the Python it rests on. Only the standard library is used.
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = "requirements.lock"
#: uv of our own lies here; the whole folder may be deleted at any time.
HOME = ".recount"
#: Older ones cannot install a project whose folder has '#' in its name.
OLDEST_UV = (0, 13)
#: Variables with which somebody's shell could send packages elsewhere or change what is installed.
STRANGE = re.compile(r"(UV|PIP|PYTHON|CONDA|VIRTUALENV|PIPX|POETRY)(_.*)?$|PYTHON|VIRTUAL_ENV|__PYVENV_LAUNCHER__")
#: Where packages are fetched from is the machine's own affair: what comes is checked against the lock's hashes.
ALLOWED = re.compile(
    r"(UV|PIP)_(.*INDEX.*|FIND_LINKS|CERT|CLIENT_CERT|PROXY|TRUSTED_HOST|INSECURE_HOST|CACHE_DIR|NO_CACHE|OFFLINE"
    r"|(HTTP_|DEFAULT_)?TIMEOUT|(HTTP_)?RETRIES|NATIVE_TLS|SYSTEM_CERTS|KEYRING_PROVIDER|CONFIG_FILE|CONCURRENT_.*)$"
)
#: Settings of a configuration file of uv's that would send packages elsewhere.
ELSEWHERE = {"target", "prefix", "system", "python", "break-system-packages"}


class SetupError(Exception):
    """Set-up cannot go on; the message says what was expected, what came and what to do."""


def say(message):
    """Tell the person at the terminal, not the output of the command."""
    print(f"recount: {message}", file=sys.stderr, flush=True)


def clean_variables(**more):
    """Return the environment of this process without what could steer an installer elsewhere, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if not STRANGE.match(name) or ALLOWED.match(name)}
    return {**kept, **more}


def find_uv(folder=None):
    """Path of a ``uv`` that is new enough: one brought earlier, else one on PATH; None without."""
    # By its path: a folder with a colon in its name cannot be searched.
    own = Path(folder or ROOT / HOME, "uv", "bin", "uv.exe" if os.name == "nt" else "uv")
    found = [os.fspath(own) if own.is_file() else None, shutil.which("uv")]
    return next((uv for uv in found if uv and uv_version(uv) >= OLDEST_UV), None)


def uv_version(uv):
    """Version of this ``uv`` as a tuple of integers; empty when it does not start."""
    return tuple(int(part) for part in re.findall(r"\d+", output([uv, "--version"]).partition("(")[0]))


def bring_uv(token):
    """Fetch the locked ``uv`` into the project's own folder, checked against its hash, and return its path.

    Parameters
    ----------
    token : str
        Part of the name under which it is built before it is put in place whole.

    Raises
    ------
    SetupError
        When no pip is to be had, or it fails.
    """
    home = ROOT / HOME
    building = home / f"uv.new-{token}"
    building.mkdir(parents=True)
    try:
        wanted = building / "wanted.txt"
        wanted.write_text(lock_entry((ROOT / LOCK).read_text(encoding="utf-8"), "uv"), encoding="utf-8")
        # No --isolated: a mirror or proxy of the reader's pip is needed to reach anything at all.
        words = ["install", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--no-compile"]
        pip, variables = find_pip()
        run([*pip, *words, "--target", building / "uv", "-r", wanted], env=variables)
        shutil.rmtree(home / "uv", ignore_errors=True)
        os.replace(building / "uv", home / "uv")
    finally:
        shutil.rmtree(building, ignore_errors=True)
    uv = find_uv()
    if uv is None:
        raise SetupError(f"expected a uv that starts in {home}, found none; install uv and start again")
    return uv


def find_pip():
    """Words that start a pip, and its environment: the running interpreter's, else the wheel that Python ships."""
    variables = clean_variables(PYTHONDONTWRITEBYTECODE="1", PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    words = [sys.executable, "-m", "pip"]
    if output([*words, "--version"], env=variables):
        return words, variables
    for wheel in _bundled_wheels():
        # A wheel is run as it is: nothing is installed to install with.
        from_wheel = {**variables, "PYTHONPATH": os.fspath(wheel)}
        if output([*words, "--version"], env=from_wheel):
            return words, from_wheel
    raise SetupError(
        f"expected uv, pip or ensurepip to install packages with, found none for {sys.executable}. "
        "Install uv, or on Debian and Ubuntu: apt-get install python3-venv"
    )


def _bundled_wheels():
    spec = importlib.util.find_spec("ensurepip")
    folders = [Path(spec.origin).parent / "_bundled"] if spec and spec.origin else []
    # Debian keeps the wheels apart from the module.
    return [wheel for folder in [*folders, Path("/usr/share/python-wheels")] for wheel in folder.glob("pip-*.whl")]


def lock_entry(text, name):
    """The lines of one package in a lock: the pin and its hashes.

    Raises
    ------
    SetupError
        When the lock does not name it.
    """
    found = re.search(rf"^{re.escape(name)}==.*?(?<!\\)(?:\n|\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SetupError(f"expected {name} in {LOCK}, found none; run: git checkout -- {LOCK}")
    return found.group()


def call_uv(uv, words, environment):
    """Run ``uv`` with a virtual environment as its only possible target.

    Raises
    ------
    SetupError
        When it fails.
    """
    # A person watching a first download wants to see it move; a log does not.
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    variables = clean_variables(VIRTUAL_ENV=os.fspath(environment))
    strange = [] if "--no-config" in words else _without_strange_settings()
    run([uv, *words, *quiet, *strange], env=variables, cwd=ROOT)


def _without_strange_settings():
    """``--no-config`` where a configuration file of uv's sends packages elsewhere: it must keep out of this."""
    for path in _configuration_files():
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")).get("pip", {})
        except (OSError, ValueError):
            continue
        if isinstance(table, dict) and ELSEWHERE & table.keys():
            say(f"{path.name} of uv sends packages elsewhere: set-up goes on without it")
            return ["--no-config"]
    return []


def _configuration_files():
    get = os.environ.get
    places = [get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), get("APPDATA"), "/etc"]
    places += (get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)
    named = [Path(get("UV_CONFIG_FILE"))] if get("UV_CONFIG_FILE") else []
    return named + [Path(place, "uv", "uv.toml") for place in places if place]


def output(command, **options):
    """What `command` prints; empty when it does not start or fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout
    except (OSError, ValueError, subprocess.CalledProcessError):
        return ""


def run(command, **options):
    """Run one step of the set-up, which does not outlive this process; its own messages stay visible.

    Raises
    ------
    SetupError
        When the step ends with another status than 0.
    """
    # Standard output belongs to the command that comes after the set-up.
    status = subprocess.run(command, stdout=_messages(), preexec_fn=FOLLOW, **options).returncode
    if status:
        words = " ".join(os.fspath(word) for word in command)
        raise SetupError(
            f"set-up stopped: expected status 0, got {status} from: {words}\n"
            "See the message above. Without a network set-up works only from a filled cache. "
            "Nothing was changed; the next start begins afresh."
        )


def _messages():
    try:
        return sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        return subprocess.DEVNULL


def _end_with_parent():
    """Linux: be killed when the parent is, so that nobody installs into a folder that is being removed."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


#: What a step of the set-up does before it begins.
FOLLOW = _end_with_parent if sys.platform.startswith("linux") else None
