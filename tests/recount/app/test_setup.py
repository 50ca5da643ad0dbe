"""Set-up: what makes an environment current, what it repairs, what it refuses, and one real installation."""

import json
import os
import runpy
import shutil
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from recount import __main__ as entry
from recount.app import cli, installer, interpreter, setup


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An otherwise empty checkout with its lock; returns its main environment."""
    for name in (setup.LOCK, "pyproject.toml"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    main = setup.Environment(tmp_path / ".venv", ("--group", "test"))
    for module in (setup, installer):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "MAIN", main)
    return main


@pytest.fixture
def filled(checkout, monkeypatch):
    """Words of the installations so far; installing makes a folder that looks like an environment."""
    words = []

    def fill(fresh, uv):
        make_fake(fresh)
        words.append(fresh.words)

    monkeypatch.setattr(setup, "_fill", fill)
    monkeypatch.setattr(installer, "find_uv", lambda: "uv")
    return words


def make_fake(environment):
    environment.binaries.mkdir(parents=True)
    environment.python.touch()
    (environment.folder / "pyvenv.cfg").touch()


def beside(checkout):
    """Names of what stands beside the environment."""
    return sorted(path.name for path in checkout.folder.parent.iterdir())


def test_starts_without_any_package(root):
    without_packages = [sys.executable, "-S", "-m", "recount", "--help"]
    answer = subprocess.run(without_packages, cwd=root, capture_output=True, text=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stderr
    assert all(name in answer.stdout for name in cli.COMMANDS)


SHADOWS = ("random", "decimal", "json", "argparse", "pandas")


def with_shadows(root, tmp_path, **settings):
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text("raise ImportError('not the real one')", encoding="utf-8")
    variables = {n: v for n, v in os.environ.items() if n != "RECOUNT_ENV"} | {"PYTHONPATH": str(tmp_path)} | settings
    command = [sys.executable, "-m", "recount", "--help"]
    return subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True)


def test_modules_of_somebodys_pythonpath_are_passed_over(root, tmp_path):
    answer = with_shadows(root, tmp_path)
    assert answer.returncode == 0, answer.stderr


def test_where_the_interpreter_was_chosen_by_hand_they_are_told_in_words(root, tmp_path):
    answer = with_shadows(root, tmp_path, RECOUNT_ENV="current")
    assert answer.returncode == 1
    assert answer.stderr.startswith("recount: expected Python's own modules, got others in their place (not the real")


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 13), (3, 15, 0)])
def test_another_python_is_refused_in_words(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"expected Python 3\.11 to 3\.14, started with 3\.\d+ "):
        runpy.run_path(entry.__file__)


def test_a_second_set_up_does_nothing(checkout, filled):
    assert setup.ensure(checkout)
    assert not setup.ensure(checkout)
    assert filled == [("--group", "test")]


@pytest.mark.parametrize("name", [setup.LOCK, "pyproject.toml"])
def test_a_changed_file_makes_a_new_environment(checkout, filled, name):
    setup.ensure(checkout)
    left = checkout.folder / "left"
    left.touch()
    (setup.ROOT / name).write_text("two", encoding="utf-8")
    assert setup.ensure(checkout)
    assert not left.exists()
    assert beside(checkout) == [".recount", ".venv", "pyproject.toml", setup.LOCK]


@pytest.mark.parametrize("fault", ["moved", "python", "cfg", "fingerprint"])
def test_a_moved_or_damaged_environment_is_made_anew(checkout, filled, monkeypatch, fault):
    setup.ensure(checkout)
    if fault == "moved":
        monkeypatch.setattr(setup, "ROOT", checkout.folder.parent.rename(checkout.folder.parent.with_name("moved")))
        checkout = checkout._replace(folder=setup.ROOT / ".venv")
        monkeypatch.setattr(setup, "MAIN", checkout)
    elif fault == "fingerprint":
        record = json.loads(checkout.record.read_text(encoding="utf-8")) | {"fingerprint": None}
        checkout.record.write_text(json.dumps(record), encoding="utf-8")
    else:
        {"python": checkout.python, "cfg": checkout.folder / "pyvenv.cfg"}[fault].unlink()
    assert setup.ensure(checkout)
    assert setup.is_current(checkout)


def test_the_old_environment_stays_until_the_new_one_is_whole(checkout, filled, monkeypatch):
    setup.ensure(checkout)
    kept = checkout.folder / "kept"
    kept.touch()
    (setup.ROOT / setup.LOCK).write_text("two", encoding="utf-8")

    def fail(fresh, uv):
        make_fake(fresh)
        assert kept.exists()
        raise setup.SetupError("no network")

    monkeypatch.setattr(setup, "_fill", fail)
    with pytest.raises(setup.SetupError, match="no network"):
        setup.ensure(checkout)
    assert kept.exists()
    assert beside(checkout) == [".recount", ".venv", "pyproject.toml", setup.LOCK]


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_wherever_the_exchange_is_killed_the_next_start_recovers(checkout, filled, monkeypatch, renames):
    setup.ensure(checkout)
    (setup.ROOT / setup.LOCK).write_text("two", encoding="utf-8")
    rename, left = os.rename, [renames]

    def killed_rename(source, target):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        rename(source, target)

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(setup.os, "rename", killed_rename)
        patch.setattr(setup, "_remove", lambda path: None)  # killed processes clean up nothing
        setup.ensure(checkout)
    assert len(beside(checkout)) == 5  # the old or the new one is still there under another name
    setup.ensure(checkout)
    assert setup.is_current(checkout)
    assert beside(checkout) == [".recount", ".venv", "pyproject.toml", setup.LOCK]


def test_only_names_of_our_own_making_are_swept_up(checkout, filled):
    setup.ensure(checkout)
    foreign = [".venv.old-mine", ".venv.new-0123", ".venv-old", ".venvold-0123456789abcdef"]
    for name in [*foreign, ".venv.old-0123456789abcdef"]:
        (setup.ROOT / name).mkdir()
    assert not setup.ensure(checkout)
    assert set(beside(checkout)) & {*foreign, ".venv.old-0123456789abcdef"} == set(foreign)


@pytest.mark.parametrize("content", ["letters.txt", "pyvenv.cfg", "bin"])
def test_what_this_command_did_not_make_is_refused_and_kept(checkout, filled, content):
    checkout.folder.mkdir()
    kept = checkout.folder / content
    kept.touch()
    with pytest.raises(setup.SetupError, match=r"without its record\. Move it away"):
        setup.ensure(checkout)
    assert kept.exists()
    assert filled == []


def test_a_link_to_another_checkouts_environment_is_replaced_and_its_target_kept(checkout, filled, tmp_path):
    setup.ensure(checkout)
    other = tmp_path / "other"
    checkout.folder.rename(other)
    record = json.loads((other / "recount-setup.json").read_text(encoding="utf-8")) | {"fingerprint": "", "root": "x"}
    (other / "recount-setup.json").write_text(json.dumps(record), encoding="utf-8")
    checkout.folder.symlink_to(other)
    assert setup.ensure(checkout)
    assert not checkout.folder.is_symlink()
    assert (other / "pyvenv.cfg").exists()


def test_a_full_disk_is_told_in_words(checkout, filled, monkeypatch):
    def fail(fresh, uv):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setup, "_fill", fail)
    with pytest.raises(setup.SetupError, match=r"expected to write in .* No space left on device"):
        setup.ensure(checkout)


def test_extras_stay_once_they_are_installed(checkout, filled):
    setup.ensure(checkout)
    setup.ensure(checkout, extras=True)
    assert not setup.ensure(checkout)
    (setup.ROOT / "pyproject.toml").write_text("two", encoding="utf-8")
    setup.ensure(checkout)
    assert filled == [checkout.words, setup.EXTRAS, setup.EXTRAS]


def test_a_missing_lock_is_named(checkout, filled):
    (setup.ROOT / setup.LOCK).unlink()
    with pytest.raises(setup.SetupError, match=r"expected the file requirements\.lock"):
        setup.ensure(checkout)


@pytest.mark.parametrize("name", ["two\nlines", "latin\udcff"])
def test_a_folder_that_no_tool_can_name_is_refused_in_words(checkout, filled, monkeypatch, name):
    monkeypatch.setattr(setup, "ROOT", setup.ROOT / name)
    with pytest.raises(setup.SetupError, match="expected a folder whose name is text in UTF-8 on one line"):
        setup._refuse_odd_name()


def test_nothing_is_installed_where_the_interpreter_lies_outside(checkout, monkeypatch):
    """The fault that filled somebody's own Python: an environment whose pyvenv.cfg was gone."""
    called = []
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.folder], check=True)
    setup.check_inside(checkout)
    monkeypatch.setattr(installer, "call_uv", lambda uv, words, folder: called.append(words[0]))
    (checkout.folder / "pyvenv.cfg").unlink()
    with pytest.raises(setup.SetupError, match="expected an interpreter inside"):
        setup._fill(checkout, "uv")
    assert called == ["venv"]


@pytest.mark.skipif(setup.fcntl is None, reason="no locks of this kind on Windows")
def test_two_at_once_make_one_environment(checkout, filled, capsys):
    """The second waits, then finds the work done."""
    with setup._alone():
        script = (
            "import sys, pathlib\nfrom recount.app import setup\n"
            f"setup.ROOT = pathlib.Path({str(setup.ROOT)!r})\n"
            "with setup._alone(): print('in')"
        )
        second = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert "waiting for it" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate(timeout=30)[0] == "in\n"


def test_a_start_that_does_not_get_inside_ends_in_words(checkout, filled, monkeypatch):
    """Else it would start itself without end."""
    started = []
    monkeypatch.delenv("RECOUNT_ENV", raising=False)
    monkeypatch.delenv(setup.STARTED, raising=False)
    monkeypatch.setattr(setup, "start", started.append)
    setup.enter(["report"])
    assert os.environ[setup.STARTED]
    with pytest.raises(setup.SetupError, match=r"to run inside \.venv, got"):
        setup.enter(["report"])
    assert len(started) == 1
    assert setup.STARTED not in os.environ


def test_inside_the_environment_the_command_goes_on(checkout, filled, monkeypatch):
    setup.ensure(checkout)
    monkeypatch.delenv("RECOUNT_ENV", raising=False)
    monkeypatch.setattr(sys, "prefix", str(checkout.folder))
    monkeypatch.setattr(setup, "start", pytest.fail)
    setup.enter(["report"], installed=True)


def test_outside_it_starts_again_inside(checkout, filled, monkeypatch):
    started = []
    monkeypatch.delenv("RECOUNT_ENV", raising=False)
    monkeypatch.delenv(setup.STARTED, raising=False)
    monkeypatch.setattr(setup, "start", started.append)
    setup.enter(["report", "--out", "a b"])
    monkeypatch.delenv(setup.STARTED)
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


def test_a_package_that_the_lock_lacks_is_named(monkeypatch, capsys):
    """An older lock than pyproject.toml is no reason to break off."""
    text = (interpreter.ROOT / interpreter.LOCK).read_text(encoding="utf-8")
    locked = interpreter.locked_versions(text)
    monkeypatch.setattr(interpreter, "_installed_version", (locked | {"recount": "0.1.0"}).get)
    without = {name: version for name, version in locked.items() if name != "pebble"}
    monkeypatch.setattr(interpreter, "locked_versions", lambda text: without)
    interpreter.check()
    assert f"pebble {locked['pebble']} (not in the lock)" in capsys.readouterr().err


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
    ignored = shutil.ignore_patterns(".venv*", ".recount*", ".git", "__pycache__", ".*_cache", "figures", "out")
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
