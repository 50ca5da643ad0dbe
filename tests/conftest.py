"""Rules for every test: no network, nothing skipped unseen, the same examples in CI each time."""

import os
import random
import shutil
import socket
from pathlib import Path

import hypothesis
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
#: Any whole number: draws the order of the tests, and every random choice of theirs, from it.
SEED = os.environ.get("RECOUNT_TEST_SEED", "")
IN_CI = os.environ.get("CI", "").lower() in ("true", "1")

settings.register_profile("recount", deadline=None)
settings.register_profile("recount-ci", deadline=None, derandomize=True)
# Said outright: hypothesis takes any variable CI, an empty one too, for a reason to draw nothing. Without what an
# earlier run found, since the seed alone has to give a failure again.
settings.register_profile("recount-seed", deadline=None, derandomize=False, database=None)
settings.load_profile("recount-seed" if SEED else "recount-ci" if IN_CI else "recount")


def pytest_configure(config):
    """Under a seed, let hypothesis draw its examples from it."""
    if SEED:
        hypothesis.core.global_force_seed = int(SEED)


def pytest_report_header(config):
    """Say under which seed a failure can be had again."""
    return f"RECOUNT_TEST_SEED={SEED}" if SEED else None


def pytest_collection_modifyitems(items):
    """Under a seed, run files and tests in another order; the tests of one file stay together."""
    if not SEED:
        return
    draw = random.Random(int(SEED))
    files = sorted({item.path for item in items})
    draw.shuffle(files)
    rank = {path: number for number, path in enumerate(files)}
    draw.shuffle(items)
    items.sort(key=lambda item: rank[item.path])


@pytest.fixture(autouse=True)
def seeded(request):
    """Under a seed, begin each test with random numbers of its own that do not hang on the order."""
    if SEED:
        random.seed(f"{SEED} {request.node.nodeid}")


@pytest.fixture(scope="session")
def root():
    """Top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def data(root):
    """Folder of the committed tables."""
    return root / "data"


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Refuse every connection that leaves this machine, so that a passing test needed none."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse_remote(getattr(socket.socket, name)))
        yield


def refuse_remote(call):
    """Wrap a method of sockets that takes the address as its last argument."""

    def guarded(self, *arguments):
        if not is_local(self.family, arguments[-1]):
            raise ConnectionRefusedError(f"expected no use of the network in a test, got one of {arguments[-1]!r}")
        return call(self, *arguments)

    return guarded


def is_local(family, address):
    """Whether the address is on this machine: loopback, or no internet address at all."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    return address[0] == "localhost" or address[0] == "::1" or address[0].startswith("127.")


def pytest_runtest_setup(item):
    """Skip a test whose programs are not installed, saying which."""
    wanted = [name for mark in item.iter_markers("full") for name in mark.args]
    missing = [name for name in wanted if not shutil.which(name)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}: not found on PATH")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skipped test into a failed one in CI; an expected failure stays what it is."""
    report = yield
    return report if hasattr(report, "wasxfail") else failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Turn a skipped file into a failed one in CI."""
    return failed_if_skipped((yield))


def failed_if_skipped(report):
    """In CI every test has to run: what would be skipped there could be broken unseen."""
    if IN_CI and report.skipped:
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"expected every test to run in CI, got: {reason}"
    return report


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Let no test see what another one worked out."""
    from analysis.data import memo

    memo.forget()
