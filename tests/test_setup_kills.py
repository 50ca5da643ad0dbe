"""Set-up killed at fifty moments: the interpreter that started it stays as it was, and the next start recovers."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

#: Fewer where time is short; the environment says how many.
KILLS = int(os.environ.get("SETUP_KILLS", "50"))
SEED = 12
COPIED = ("analysis", "recount", "pyproject.toml", "requirements.lock", "README.md", "LICENSE", "LICENSE-data.md")


def base_interpreter():
    return getattr(sys, "_base_executable", None) or sys.executable


def base_packages():
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([base_interpreter(), "-I", "-c", question], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())


def state_of(folder):
    """Hash of names, sizes, times and, for small files, contents of everything below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        found = path.lstat()
        digest.update(f"{path} {found.st_size} {found.st_mode} {found.st_mtime_ns}".encode())
        if path.is_file() and found.st_size < 100_000:
            digest.update(path.read_bytes())
    return digest.hexdigest()


@pytest.fixture
def checkout(root, tmp_path):
    copy = tmp_path / "a {checkout} with blanks"
    copy.mkdir()
    for name in COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (root / name).exists():
            shutil.copy(root / name, copy)
    if (root / ".recount/uv").is_dir():
        # Not to fetch it fifty times.
        shutil.copytree(root / ".recount/uv", copy / ".recount/uv")
    return copy


def start(checkout):
    variables = {n: v for n, v in os.environ.items() if not n.startswith(("RECOUNT_", "PYTHON", "VIRTUAL_ENV"))}
    return subprocess.Popen(
        [base_interpreter(), "-m", "recount", "setup"], cwd=checkout, env=variables,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def works(checkout):
    question = "import sys, pandas, recount; print(sys.prefix)"
    answer = subprocess.run([checkout / ".venv/bin/python", "-I", "-c", question], capture_output=True, text=True)
    return answer.stdout.strip() == str(checkout / ".venv")


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_at_fifty_moments_it_touches_nothing_else_and_recovers(checkout):
    before, draw = state_of(base_packages()), random.Random(SEED)
    began = time.monotonic()
    assert start(checkout).wait() == 0
    whole = time.monotonic() - began
    for number in range(KILLS):
        # Every other time a good environment is there that has to be replaced.
        with open(checkout / "requirements.lock", "a", encoding="utf-8") as lock:
            lock.write(f"# {number}\n")
        if number % 2:
            shutil.rmtree(checkout / ".venv", ignore_errors=True)
        process = start(checkout)
        time.sleep(draw.uniform(0, 1.1 * whole))
        kind = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)[number % 3]
        if kind == signal.SIGKILL:
            process.kill()
        elif process.poll() is None:
            os.killpg(process.pid, kind)  # as a terminal does
        process.wait()
        assert not (checkout / ".venv").exists() or works(checkout), (number, kind)
    assert start(checkout).wait() == 0
    assert works(checkout)
    assert [path.name for path in checkout.glob(".venv*")] == [".venv"]
    assert state_of(base_packages()) == before
