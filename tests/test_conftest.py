"""The rules of conftest.py do what they say, tried on small suites of their own."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from recount.trust import testing

SKIPPING = """
import pytest

def test_skipped():
    pytest.skip("no reason")

@pytest.mark.xfail
def test_known_fault():
    assert False

@pytest.mark.full("no-such-program")
def test_of_a_program():
    pass
"""
SKIPPED_FILE = "import pytest\n\npytest.importorskip('no_such_module')\n"


@pytest.fixture
def run_suite(root, tmp_path):
    """Run a test file under our conftest.py; returns what pytest printed."""

    def run(source, *words, ci=False, **settings):
        shutil.copy(root / "tests" / "conftest.py", tmp_path)
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = full\n", encoding="utf-8")
        (tmp_path / "test_sample.py").write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-ra", *words]
        variables = os.environ | {"CI": "true" if ci else "", "PYTHONDONTWRITEBYTECODE": "1"} | settings
        return subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True).stdout

    return run


def test_a_skipped_test_fails_in_ci(run_suite):
    output = run_suite(SKIPPING, ci=True)
    assert "1 failed, 1 xfailed, 1 error" in output
    assert "expected every test to run in CI, got: Skipped: no reason" in output
    assert "needs no-such-program: not found on PATH" in output


def test_a_skipped_test_is_named_elsewhere(run_suite):
    assert "2 skipped, 1 xfailed" in run_suite(SKIPPING, ci=False)


def test_a_test_left_out_on_purpose_does_not_fail_in_ci(run_suite):
    assert "2 deselected, 1 xfailed" in run_suite(SKIPPING, "-k", "known_fault", ci=True)


def test_a_skipped_file_fails_in_ci(run_suite):
    assert "1 error" in run_suite(SKIPPED_FILE, ci=True)
    assert "1 skipped" in run_suite(SKIPPED_FILE, ci=False)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.invalid", 443), ("2001:db8::1", 80)])
def test_the_network_is_refused(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as guarded:
        for call in (guarded.connect, guarded.connect_ex):
            with pytest.raises(ConnectionRefusedError, match="no use of the network"):
                call(address)
    with socket.socket(family, socket.SOCK_DGRAM) as guarded, pytest.raises(ConnectionRefusedError):
        guarded.sendto(b"", address)


def test_this_machine_may_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        client.sendall(b"1")


def test_programs_of_the_full_tests_are_found(monkeypatch):
    names = testing.Programs()
    item = type("Item", (), {"iter_markers": lambda self, name: [pytest.mark.full("Rscript", "soffice").mark]})()
    names.pytest_collection_finish(type("Session", (), {"items": [item]})())
    assert names.names == {"Rscript", "soffice"} <= testing.DEBIAN_PACKAGES.keys()


def test_without_rights_missing_programs_are_only_named(monkeypatch, capsys):
    monkeypatch.setattr(testing.shutil, "which", lambda name: None)
    monkeypatch.setattr(testing.subprocess, "call", pytest.fail)
    testing.provide(["Rscript"])
    assert "on Debian: apt-get install r-base-core" in capsys.readouterr().err


MANY = """
import random

import pytest
from hypothesis import given, strategies

@pytest.mark.parametrize("number", range(20))
def test_number(number):
    print("\\ndrawn", number, random.random())

@given(strategies.integers(0, 10**9))
def test_example(value):
    print("\\nexample", value)
"""


def drawn(text, word):
    return [line for line in text.splitlines() if line.startswith(word)]


def test_a_seed_draws_order_numbers_and_examples(run_suite):
    """The same seed gives the same run again, another one another."""

    def run(seed):
        return run_suite(MANY, "-s", RECOUNT_TEST_SEED=seed)

    one, again, other, without = run("1"), run("1"), run("2"), run("")
    assert "RECOUNT_TEST_SEED=1" in one
    for word in ("drawn", "example"):
        assert drawn(one, word) == drawn(again, word)
        assert drawn(one, word) != drawn(other, word)
    order = [int(line.split()[1]) for line in drawn(one, "drawn")]
    assert sorted(order) == list(range(20)) != order
    assert [int(line.split()[1]) for line in drawn(without, "drawn")] == list(range(20))
    values = {line.split()[1]: line.split()[2] for line in drawn(one, "drawn")}
    assert len(set(values.values())) == 20
