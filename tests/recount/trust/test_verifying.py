"""``recount verify``: what it knows without running, what it finds by running, and the status it ends with."""

import shutil

import pytest

from analysis.display import fonts
from recount.runs import machine
from recount.runs.warm import can_fork
from recount.trust import verifying

needs_fork = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")


def fact(what):
    return next(found for found in verifying.facts() if found.what == what)


def test_facts_about_this_machine_are_complete():
    found = verifying.facts()
    assert len({each.what for each in found}) == len(found) >= 8
    assert {each.bytes for each in found} <= {verifying.SAME, verifying.MAY}


def test_another_python_may_differ(monkeypatch):
    monkeypatch.setattr(verifying.sys, "version_info", (3, 13, 0))
    assert fact("Python")[2:] == ("CPython 3.13", verifying.MAY)


def test_a_package_off_the_lock_may_differ_where_it_decides(monkeypatch):
    monkeypatch.setattr("recount.app.interpreter.deviations", lambda: ["ruff 0.1 (0.2)"])
    assert fact("packages")[2:] == ("ruff 0.1 (0.2)", verifying.SAME)
    monkeypatch.setattr("recount.app.interpreter.deviations", lambda: ["numpy 2.0 (2.4)"] * 6)
    assert fact("packages").bytes == verifying.MAY
    assert fact("packages").found.endswith("and 2 more")


def test_a_package_that_adds_up_otherwise_is_found(monkeypatch):
    monkeypatch.setattr(verifying, "ADDING", ("numpy",))
    assert fact("packages that pandas adds up with")[2:] == ("numpy", verifying.MAY)


def test_a_font_that_was_exchanged_is_found(tmp_path, monkeypatch):
    """Against the hash that the project states."""
    assert fact("fonts").bytes == verifying.SAME
    other = tmp_path / "DejaVuSans.ttf"
    other.write_bytes(fonts.file("bold").read_bytes())
    monkeypatch.setattr(fonts, "shipped", lambda: (other, fonts.file("bold")))
    assert fact("fonts")[2:] == ("others", verifying.MAY)
    monkeypatch.setattr(fonts, "shipped", lambda: (tmp_path / "own.ttf",))
    assert fact("fonts")[2:] == ("others", verifying.MAY)


def test_processor_and_locale_are_told_and_change_nothing(monkeypatch):
    for name in machine.CHOOSING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Prescott")
    assert fact("settings of numpy, OpenBLAS, glibc")[2:] == ("OPENBLAS_CORETYPE=Prescott", verifying.SAME)
    assert fact("locale, time zone").bytes == verifying.SAME


def test_unusual_settings_may_differ(monkeypatch):
    monkeypatch.setenv("RECOUNT_LANGUAGE", "de")
    assert fact("language, theme, data")[2:] == ("RECOUNT_LANGUAGE", verifying.MAY)


@pytest.fixture
def made(tmp_path, root, monkeypatch):
    """A project that stores the outputs of one notebook, and the same outputs made anew."""
    for name in ("stored", "made"):
        for file in (root / "notebooks").glob("07_*"), (root / "figures").glob("07_*"):
            for path in file:
                target = tmp_path / name / path.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
    monkeypatch.setattr(verifying.cache, "ROOT", tmp_path / "stored")
    monkeypatch.setattr(verifying, "data_facts", list)
    return tmp_path / "made"


@pytest.mark.parametrize("damage", ["change", "missing", "more"])
def test_every_difference_is_named(made, damage):
    assert verifying.differing(made, ["07_education"]) == []
    victim = sorted((made / "figures").iterdir())[0]
    if damage == "change":
        victim.write_bytes(victim.read_bytes() + b" ")
    elif damage == "missing":
        victim.unlink()
    else:
        victim = made / "figures/07_another.csv"
        victim.touch()
    assert verifying.differing(made, ["07_education"]) == [f"figures/{victim.name}"]
    assert verifying.differing(made, ["08_reichstag"]) == []


@pytest.mark.parametrize(("wrong", "status", "words"), [
    ([], 0, "every byte the same"), (["figures/07_a.png"], 1, "1 differ\n  figures/07_a.png"),
])  # fmt: skip
def test_the_status_says_whether_bytes_differ(made, monkeypatch, capsys, wrong, status, words):
    monkeypatch.setattr(verifying, "redraw", lambda names: wrong)
    monkeypatch.setattr("recount.runs.runner.notebook_names", lambda: ["07_education"])
    assert verifying.verify(whole=True) == status
    text = capsys.readouterr().out
    assert words in text
    assert text.startswith("what ")


@needs_fork
def test_a_notebook_made_anew_on_this_machine_has_the_stored_bytes():
    from recount.runs.runner import is_pinned

    wrong = verifying.redraw(["07_education"])
    assert not (is_pinned() and wrong)
