"""Set-up: what makes an environment current, what it repairs, what it refuses, and one real installation."""

import json
import os
import runpy
import shutil
import subprocess
import sys
import time

import pytest

from recount import __main__ as entry
from recount.app import cli, interpreter, setup


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An otherwise empty checkout with its locks, in which installing only notes the lock's name."""
    for name in ("requirements.lock", "requirements-extras.lock", "pyproject.toml"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    main = setup.Environment(tmp_path / ".venv", "requirements.lock")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "MAIN", main)
    monkeypatch.setattr(setup, "_compile_modules", lambda environment: None)
    return main


@pytest.fixture
def installed(checkout, monkeypatch):
    """Names of the locks installed so far."""
    names = []
    monkeypatch.setattr(setup, "_install", lambda wanted: names.append(wanted.lock))
    return names


def test_starts_without_any_package(root):
    without_packages = [sys.executable, "-S", "-m", "recount", "--help"]
    answer = subprocess.run(without_packages, cwd=root, capture_output=True, text=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stderr
    assert all(name in answer.stdout for name in cli.COMMANDS)


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 13), (3, 15, 0)])
def test_another_python_is_refused_in_words(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"expected Python 3\.11 to 3\.14, started with 3\.\d+ "):
        runpy.run_path(entry.__file__)


def test_a_second_set_up_does_nothing(checkout, installed):
    assert setup.ensure(checkout)
    assert not setup.ensure(checkout)
    assert installed == ["requirements.lock"]


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_file_is_installed_into_what_is_there(checkout, installed, name):
    setup.ensure(checkout)
    kept = checkout.folder / "kept"
    kept.touch()
    (setup.ROOT / name).write_text("two", encoding="utf-8")
    assert setup.ensure(checkout)
    assert len(installed) == 2
    assert kept.exists()


@pytest.mark.parametrize(
    "fault", [{"state": "begun"}, {"python": "3.10"}, {"root": "elsewhere"}, {"fingerprint": None, "state": None}]
)
def test_an_unfinished_moved_or_older_environment_is_made_anew(checkout, installed, fault):
    setup.ensure(checkout)
    left = checkout.folder / "left"
    left.touch()
    record = json.loads(checkout.record.read_text(encoding="utf-8")) | {"fingerprint": None} | fault
    checkout.record.write_text(json.dumps(record), encoding="utf-8")
    assert setup.ensure(checkout)
    assert not left.exists()


def test_an_environment_without_interpreter_is_made_anew(checkout, installed):
    setup.ensure(checkout)
    checkout.python.unlink()
    assert setup.ensure(checkout)
    assert checkout.python.exists()


def test_a_failed_installation_is_not_taken_for_a_finished_one(checkout, monkeypatch):
    monkeypatch.setattr(setup, "_install", lambda wanted: setup._run([sys.executable, "-c", "raise SystemExit(3)"]))
    for _attempt in range(2):
        with pytest.raises(setup.SetupError, match="expected status 0, got 3"):
            setup.ensure(checkout)
    assert json.loads(checkout.record.read_text(encoding="utf-8"))["state"] == "begun"


def test_an_environment_made_by_hand_is_kept(checkout, installed, capsys):
    setup.venv.EnvBuilder(symlinks=os.name != "nt").create(checkout.folder)
    kept = checkout.folder / "kept"
    kept.touch()
    setup.ensure(checkout)
    assert kept.exists()
    assert "not made by this command" in capsys.readouterr().err


def test_a_folder_that_is_no_environment_is_refused_and_kept(checkout, installed):
    checkout.folder.mkdir()
    kept = checkout.folder / "letters.txt"
    kept.touch()
    with pytest.raises(setup.SetupError, match="found none that starts; move the folder away"):
        setup.ensure(checkout)
    assert kept.exists()
    assert installed == []


def test_a_full_disk_is_told_in_words(checkout, monkeypatch):
    def fail(wanted):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setup, "_install", fail)
    with pytest.raises(setup.SetupError, match=r"expected to write in .* No space left on device"):
        setup.ensure(checkout)


def test_extras_stay_once_they_are_installed(checkout, installed, monkeypatch):
    monkeypatch.setattr(setup, "EXTRAS", checkout._replace(lock="requirements-extras.lock"))
    setup.ensure(checkout)
    setup.ensure(checkout, extras=True)
    assert not setup.ensure(checkout)
    (setup.ROOT / "pyproject.toml").write_text("two", encoding="utf-8")
    setup.ensure(checkout)
    assert installed == ["requirements.lock", "requirements-extras.lock", "requirements-extras.lock"]


def test_a_missing_lock_is_named(checkout, installed):
    (setup.ROOT / "requirements.lock").unlink()
    with pytest.raises(setup.SetupError, match=r"expected the file requirements\.lock"):
        setup.ensure(checkout)


def test_an_old_or_broken_uv_is_passed_over(checkout, monkeypatch):
    versions = {"old": "uv 0.8.22 (abc 2025-09-23)", "broken": "", "new": "uv 0.13.9 (x86_64-unknown-linux-gnu)"}
    found = iter(versions)
    monkeypatch.setattr(setup.shutil, "which", lambda name, path: next(found))
    monkeypatch.setattr(setup, "_output", lambda command: versions[command[0]])
    assert setup.find_uv() == "new"


def test_without_any_installer_it_says_what_to_install(checkout, monkeypatch):
    monkeypatch.setattr(setup, "find_uv", lambda: None)
    monkeypatch.setattr(setup, "_output", lambda command: "")
    with pytest.raises(setup.SetupError, match="Install uv, or on Debian and Ubuntu: apt-get install"):
        setup.ensure(checkout)


def test_inside_the_environment_the_command_goes_on(checkout, installed, monkeypatch):
    setup.ensure(checkout)
    monkeypatch.delenv("RECOUNT_ENV", raising=False)
    monkeypatch.setattr(sys, "prefix", str(checkout.folder))
    monkeypatch.setattr(setup, "start", pytest.fail)
    setup.enter(["report"], installed=True)


def test_outside_it_starts_again_inside(checkout, installed, monkeypatch):
    started = []
    monkeypatch.delenv("RECOUNT_ENV", raising=False)
    monkeypatch.setattr(setup, "start", started.append)
    setup.enter(["report", "--out", "a b"])
    assert started == [[checkout.python, "-m", "recount", "report", "--out", "a b"]]


def test_an_unknown_choice_of_environment_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("RECOUNT_ENV", "conda")
    assert entry.main(["report"]) == 1
    assert "expected 'current' or nothing, got 'conda'" in capsys.readouterr().err


def test_an_interpreter_chosen_by_hand_has_to_fit(monkeypatch):
    versions = {name: "0.1" for name in interpreter.declared_requirements()} | {"recount": "", "pandas": ""}
    monkeypatch.setattr(interpreter, "_installed_version", versions.get)
    with pytest.raises(setup.SetupError) as caught:
        interpreter.check()
    words = str(caught.value)
    assert "pandas (expected >=3.1, found none)" in words
    assert "numpy (expected >=2.0, found 0.1)" in words
    assert "pip install --no-deps -e ." in words


def test_an_interpreter_off_the_lock_is_used_with_a_word(root, monkeypatch, capsys):
    locked = interpreter.locked_versions((root / "requirements.lock").read_text(encoding="utf-8"))
    monkeypatch.setattr(interpreter, "_installed_version", (locked | {"recount": "0.1.0"}).get)
    interpreter.check()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(interpreter, "_installed_version", (locked | {"recount": "0.1.0", "pandas": "3.99"}).get)
    interpreter.check()
    assert f"bytes may differ: pandas 3.99 ({locked['pandas']})" in capsys.readouterr().err


def test_further_words_go_to_pytest_untouched():
    command, options = cli.parse(["test", "-k", "bounds", "tests/test_printed.py", "--lf"])
    assert command.passes_on == "pytest"
    assert options.words == ["-k", "bounds", "tests/test_printed.py", "--lf"]


@pytest.mark.parametrize("words", [[], ["nonsense"], ["report", "--nonsense"], ["setup", "extra"]])
def test_wrong_usage_has_status_2(words, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.parse(words)
    assert caught.value.code == 2
    assert "usage: recount" in capsys.readouterr().err


def test_the_makefile_calls_the_command(root):
    text = (root / "Makefile").read_text(encoding="utf-8")
    targets = next(line for line in text.splitlines() if line.startswith("TARGETS = "))
    assert set(targets.removeprefix("TARGETS = ").split()) <= cli.COMMANDS.keys()
    assert len([line for line in text.splitlines() if line.startswith("\t")]) == 2


def recount(checkout, *words, **settings):
    """One call from a shell that knows nothing of this environment."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("RECOUNT_", "PYTHON"))}
    base = getattr(sys, "_base_executable", sys.executable)
    return subprocess.run(
        [base, "-m", "recount", *words], cwd=checkout, env=variables | settings, capture_output=True, text=True
    )  # fmt: skip


@pytest.mark.full
def test_a_fresh_checkout_sets_itself_up(root, tmp_path):
    checkout = tmp_path / "a checkout, with blanks"
    ignored = shutil.ignore_patterns(".venv*", ".git", "__pycache__", ".*_cache", "figures", "out")
    shutil.copytree(root, checkout, ignore=ignored)
    first = recount(checkout, "setup", PYTHONDONTWRITEBYTECODE="1")
    assert first.returncode == 0, first.stderr
    began = time.perf_counter()
    second = recount(checkout, "setup")
    seconds = time.perf_counter() - began
    assert (second.returncode, second.stderr) == (0, "recount: nothing to set up\n")
    assert seconds < 1.0
    compiled = {path.name.partition(".")[0] for path in (checkout / ".venv").rglob("pandas/core/__pycache__/*.pyc")}
    assert {"frame", "series"} <= compiled
    programs = checkout / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    question = "import analysis, importlib.metadata as m; print(analysis.__file__, m.version('recount'))"
    answer = subprocess.run([programs / "python", "-c", question], cwd=tmp_path, capture_output=True, text=True)
    assert answer.stdout.split("\n")[0].startswith(str(checkout)), answer.stderr
    helped = subprocess.run([programs / "recount", "report", "--help"], cwd=tmp_path, capture_output=True, text=True)
    assert helped.returncode == 0, helped.stderr
