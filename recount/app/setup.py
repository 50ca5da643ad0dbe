"""The project's own Python environments: made whole beside their place, put there by a rename, and entered.

``.venv`` holds what runs and tests the suite; ``.venv-lab`` JupyterLab, which slows down every run where it is
installed. Both are filled from one hashed lock. A new environment grows in a folder with a name of its own and
takes its place only when it is complete, so that an interruption leaves either the old one, or none, never half
of one. A record in it says from what it was made; while that stands, set-up is one comparison of hashes.
Nothing but the standard library is used here.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from recount.app import installer
from recount.app.installer import HOME, LOCK, ROOT, SetupError, find_uv, say

__all__ = ["HOME", "LAB", "LOCK", "MAIN", "ROOT", "SetupError", "ensure", "enter", "find_uv", "say", "start"]

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

PYTHON = "{}.{}".format(*sys.version_info[:2])
#: Set for the start inside the environment, to notice a start that did not get there.
STARTED = "RECOUNT_STARTED_AGAIN"
# Test suites inside packages are a third of all modules' bytes and are never imported here.
NEVER_IMPORTED = r"[/\\]tests?[/\\]"


class Environment(NamedTuple):
    """A virtual environment of the project: its folder, and what goes into it beyond the run-time requirements."""

    folder: Path
    words: tuple  # for uv pip install

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


MAIN = Environment(ROOT / ".venv", ("--group", "test"))
EXTRAS = ("--group", "test", "--group", "full", "--all-extras")
LAB = Environment(ROOT / ".venv-lab", ("--group", "lab"))


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
        When the environment cannot be made or does not start, or the interpreter chosen by hand lacks a package.
    """
    again = os.environ.pop(STARTED, "")
    inside = Path(sys.prefix).resolve() == MAIN.folder.resolve()
    if chosen_by_hand() or (installed and not inside):
        from recount.app.interpreter import check

        check()
        return
    changed = ensure(MAIN, extras=extras)
    if not changed and inside:
        return
    if again:
        raise SetupError(
            f"expected {MAIN.python} to run inside {MAIN.folder.name}, got {sys.prefix}; remove the folder "
            f"{MAIN.folder.name} and start again"
        )
    os.environ[STARTED] = "yes"
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
    """Make `environment` match the lock, doing nothing when it already does.

    Parameters
    ----------
    environment : Environment
        `MAIN` or `LAB`.
    extras : bool
        Install the optional packages too (`MAIN` only); once there, they stay.

    Returns
    -------
    bool
        Whether a new environment was put in place.

    Raises
    ------
    SetupError
        When a lock is missing, ``uv`` cannot be had, an installation fails, the folder cannot be written, or
        something stands there that this command did not make.
    """
    if is_current(environment, extras):
        _tidy(environment)
        return False
    _refuse_odd_name()
    try:
        with _alone():
            _remove_leftovers(environment)
            if is_current(environment, extras):
                return False
            _refuse_foreign(environment)
            _replace(environment, extras)
    except OSError as error:
        raise SetupError(f"set-up expected to write in {ROOT}, got: {error}; free or unlock it") from error
    return True


def is_current(environment, extras=False):
    """Whether the record says that the environment was made from these very files, here, by this Python."""
    record = read_record(environment)
    made = record.get("fingerprint") == _fingerprint(_with_extras(environment, extras, record))
    return made and environment.python.exists() and (environment.folder / "pyvenv.cfg").is_file()


def read_record(environment):
    """From what the environment was made; empty when nobody said or the record is damaged."""
    try:
        record = json.loads(environment.record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _with_extras(environment, extras, record):
    keep = extras or record.get("extras")
    return environment._replace(words=EXTRAS) if environment.folder == MAIN.folder and keep else environment


def _fingerprint(environment):
    """Hash of everything that an environment is made from; where it stands counts, since it does not move."""
    digest = hashlib.sha256(json.dumps([environment.words, PYTHON, os.fsdecode(ROOT)]).encode())
    for name in (LOCK, "pyproject.toml"):
        try:
            digest.update((ROOT / name).read_bytes())
        except FileNotFoundError:
            message = f"expected the file {name} in {ROOT}, found none; run: git checkout -- {name}"
            raise SetupError(message) from None
    return digest.hexdigest()


def _refuse_odd_name():
    """Refuse a folder whose name the tools of packaging cannot carry, before they fail in their own words."""
    name = os.fspath(ROOT)
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in name):
        raise SetupError(f"expected a folder whose name is text in UTF-8 on one line, got {name!a}; rename it")


@contextmanager
def _alone():
    """Wait until no other set-up runs in this checkout, in another container or on another machine either."""
    (ROOT / HOME).mkdir(exist_ok=True)
    with open(ROOT / HOME / "setup.lock", "a", encoding="utf-8") as handle:
        if fcntl:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("another set-up is at work here: waiting for it …")
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _tidy(environment):
    """Remove what a killed set-up left beside a good environment, unless another one is at work."""
    if not _leftovers(environment):
        return
    with suppress(OSError), open(ROOT / HOME / "setup.lock", "a", encoding="utf-8") as handle:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove_leftovers(environment)


def _leftovers(environment):
    """Folders under a name that only this module gives, and only to what it is about to place or to delete."""
    pattern = re.compile(re.escape(environment.folder.name) + r"\.(new|old)-[0-9a-f]{16}")
    return [path for path in environment.folder.parent.iterdir() if pattern.fullmatch(path.name)]


def _remove_leftovers(environment):
    for path in _leftovers(environment):
        _remove(path)
    for path in (ROOT / HOME).glob("uv.new-*"):
        shutil.rmtree(path, ignore_errors=True)


def _remove(path):
    """Delete a folder of ours; of a link only the link. What cannot be deleted now is tried at the next start."""
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _refuse_foreign(environment):
    """Leave alone what a person made, or what nobody can vouch for."""
    if environment.folder.exists() and not read_record(environment):
        raise SetupError(
            f"expected {environment.folder} to be made by this command, found a folder or file without its record. "
            f"Move it away, or delete it where it is left from an older set-up, and start again; to use an "
            "environment of your own as it is, set RECOUNT_ENV=current"
        )


def _replace(environment, extras):
    """Make a new environment beside the place of the old, and put it there when it is whole."""
    began = time.perf_counter()
    token = secrets.token_hex(8)
    record = read_record(environment)
    if record and record.get("root") != os.fsdecode(ROOT):
        say(f"{environment.folder.name} was made elsewhere: making it anew")
    wanted = _with_extras(environment, extras, record)
    say(f"setting up {environment.folder.name} (Python {PYTHON}) …")
    fresh = wanted._replace(folder=wanted.folder.with_name(f"{wanted.folder.name}.new-{token}"))
    try:
        _fill(fresh, installer.find_uv() or installer.bring_uv(token))
        _write_record(fresh, fingerprint=_fingerprint(wanted), extras=wanted.words == EXTRAS)
        _put_in_place(fresh.folder, environment.folder, token)
    finally:
        _remove(fresh.folder)
    say(f"set-up done in {time.perf_counter() - began:.1f} s")


def _fill(fresh, uv):
    """Create an environment and install into it; looked at before each step, so that nothing goes elsewhere."""
    # Relocatable: its programs find their interpreter beside them, wherever the folder is moved to.
    base = getattr(sys, "_base_executable", None) or sys.executable
    how = ["--relocatable", "--no-project", "--no-config", "--no-python-downloads", "--python", base]
    installer.call_uv(uv, ["venv", *how, fresh.folder], fresh.folder)
    for words in (
        # The lock is given as constraints: what is not in it, or has another hash, stops the installation.
        ["--require-hashes", "--no-build", "-c", LOCK, "-r", "pyproject.toml", *fresh.words],
        ["--no-deps", "--editable", "."],
    ):
        check_inside(fresh)
        installer.call_uv(uv, ["pip", "install", *words], fresh.folder)
    _point_here(fresh)
    _compile_modules(fresh)
    _check_whole(fresh)


def check_inside(environment):
    """Refuse an interpreter whose packages lie anywhere but in the environment's own folder.

    Raises
    ------
    SetupError
        Naming the place where packages would have gone.
    """
    question = "import sys, sysconfig; print(sys.prefix, sysconfig.get_path('purelib'), sep='\\0')"
    # -I: neither variables nor the current folder have a say.
    answer = installer.output([environment.python, "-I", "-c", question]).rstrip("\n").split("\0")
    places = [Path(place).resolve() for place in answer if place]
    folder = environment.folder.resolve()
    if len(places) != 2 or places[0] != folder or not places[1].is_relative_to(folder):
        found = places[0] if places else "none that starts"
        raise SetupError(f"expected an interpreter inside {environment.folder}, got {found}; nothing was installed")


def _point_here(fresh):
    """Lead from the packages to our code by a relative path: a copied checkout must not run the code of the first."""
    for path in fresh.folder.glob("[Ll]ib/**/site-packages/recount.pth"):
        path.write_text(os.path.relpath(ROOT, path.parent) + "\n", encoding="utf-8")


def _check_whole(fresh):
    """Ask the new interpreter whether it holds what the lock names, and our code."""
    answer = subprocess.run(
        [fresh.python, "-I", "-m", "recount.app.interpreter"], capture_output=True, text=True, errors="replace",
        env=installer.clean_variables(),
    )  # fmt: skip
    if answer.returncode:
        raise SetupError(f"expected an environment as the lock has it, got: {answer.stderr.strip()[-400:]}")


def _write_record(environment, **content):
    content.update(python=PYTHON, root=os.fsdecode(ROOT))
    with open(environment.record, "w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(fresh, place, token):
    """Two renames: between them there is no environment, never half of one. Only then the old one is deleted."""
    old = place.with_name(f"{place.name}.old-{token}")
    if os.path.lexists(place):
        os.rename(place, old)
    os.rename(fresh, place)
    _remove(old)


def _compile_modules(environment):
    """Write bytecode for all modules, also where ``PYTHONDONTWRITEBYTECODE`` is set.

    Without it every import parses the source anew, which makes a run twice as long.
    """
    packages = environment.folder / ("Lib" if os.name == "nt" else f"lib/python{PYTHON}") / "site-packages"
    places = sorted(packages.iterdir())
    # The status is not looked at: a template that is no Python fails to compile, at no cost. Not with compileall's own
    # workers: when the set-up is killed, they wait for ever.
    compiler = [environment.python, "-I", "-m", "compileall", "-qq", "-x", NEVER_IMPORTED]
    options = {"stdout": subprocess.DEVNULL, "env": installer.clean_variables(), "preexec_fn": installer.FOLLOW}
    count = os.cpu_count() or 1
    running = [subprocess.Popen([*compiler, *places[n::count]], **options) for n in range(min(count, len(places)))]
    for process in running:
        process.wait()
