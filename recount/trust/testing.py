"""Runs of the test suite: the tests proper, the notebooks, and what needs more than Python."""

import contextlib
import io
import os
import shutil
import subprocess
import sys

import pytest

from recount.app.setup import ROOT, say

# Programs that a test may ask for, `@pytest.mark.full("Rscript")`, and the Debian package of each.
DEBIAN_PACKAGES = {
    "Rscript": "r-base-core",
    "chromium": "chromium",
    "npm": "npm",
    "pdfinfo": "poppler-utils",
    "soffice": "libreoffice-impress",
}
NO_TESTS = pytest.ExitCode.NO_TESTS_COLLECTED


def run_suite(words=()):
    """Run pytest on ``tests/`` in parallel, without the tests marked `full`; returns its exit status."""
    return run_pytest(words)


def compare_notebooks():
    """Run every notebook and compare what it prints with what is stored in it; returns the exit status."""
    if not any((ROOT / "notebooks").glob("*.ipynb")):
        say("no notebook in notebooks/ yet, so none was compared")
        return 0
    return run_pytest(["--nbval", "--nbval-current-env", "notebooks"])


def run_full(words=()):
    """Run the tests marked `full`, after installing the programs they need where that is allowed.

    Returns
    -------
    int
        Exit status of pytest; 0 with a message when no test is marked.
    """
    status, programs = find_programs()
    if status == NO_TESTS:
        say("no test is marked 'full' yet, so none was run")
        return 0
    provide(programs)
    return run_pytest(["-m", "full", *words])


def run_pytest(words):
    """Run pytest in parallel from the top of the checkout; returns its exit status."""
    # By file: the cells of one notebook share a kernel and must not be spread over workers.
    workers = str(max(2, min(4, os.cpu_count() or 1)))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadfile", *words]
    seed = os.environ.get("RECOUNT_TEST_SEED", "")
    # Sets and dictionaries are laid out by this number, which has to be there when Python starts.
    more = {"PYTHONHASHSEED": str(int(seed) % 2**32)} if seed.isascii() and seed.isdigit() else {}
    return subprocess.call(command, cwd=ROOT, env=os.environ | more)


class Programs:
    """A pytest plugin that gathers the programs named by the tests marked `full`."""

    def __init__(self):
        self.names = set()

    def pytest_collection_finish(self, session):
        """Read the marks of the tests that were selected."""
        for item in session.items:
            for mark in item.iter_markers("full"):
                self.names.update(mark.args)


def find_programs():
    """Exit status of collecting the tests marked `full`, and the sorted names of the programs they need."""
    programs = Programs()
    options = ["-m", "full", "--collect-only", "-q", "-p", "no:cacheprovider", str(ROOT / "tests")]
    with contextlib.redirect_stdout(io.StringIO()):
        status = pytest.main(options, plugins=[programs])
    return status, sorted(programs.names)


def provide(programs):
    """Install the missing `programs` with apt-get where root runs it; else say what is missing."""
    missing = [name for name in programs if not shutil.which(name)]
    if not missing:
        return
    packages = sorted({DEBIAN_PACKAGES[name] for name in missing})
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say(f"not found: {', '.join(missing)}; their tests are skipped")
        say(f"on Debian: apt-get install {' '.join(packages)}")
        return
    say(f"installing {', '.join(packages)} for the full tests …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], env=quiet, stdin=subprocess.DEVNULL)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.call(install, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
