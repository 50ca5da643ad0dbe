"""Changed surroundings: what is changed really reaches the report, and a report that is not as stored is told."""

import json
import os
import sys

import pytest

from recount.trust import surroundings
from recount.trust.surroundings import CHANGES, Change

posix = pytest.mark.skipif(os.name == "nt", reason="shells of POSIX")


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A checkout of almost nothing, whose ``recount`` is a script that the test writes."""
    root = tmp_path / "root"
    for folder in ("recount", "notebooks", "figures"):
        (root / folder).mkdir(parents=True)
    (root / "pyproject.toml").touch()
    (root / "recount/__init__.py").touch()
    (root / "notebooks/01_x.ipynb").write_text("stored", encoding="utf-8")
    (root / "figures/01_x.csv").write_text("stored", encoding="utf-8")
    monkeypatch.setattr(surroundings, "ROOT", root)

    def script(code):
        (root / "recount/__main__.py").write_text(code, encoding="utf-8")

    script("")
    return script


def changed(monkeypatch, **how):
    monkeypatch.setitem(CHANGES, "trial", Change("a trial", **how))
    return surroundings.attempt("trial", [])


def test_a_report_that_changes_nothing_is_good(small, monkeypatch):
    assert changed(monkeypatch) == ("0 of 2", "")


@pytest.mark.parametrize(("code", "counts"), [
    ("open('figures/01_x.csv', 'a').write('!')", "1 of 2"),
    ("import os; os.unlink('notebooks/01_x.ipynb')", "1 of 2"),
    ("open('figures/01_new.csv', 'w').write('!')", "1 of 3"),
])  # fmt: skip
def test_every_kind_of_difference_counts(small, monkeypatch, code, counts):
    small(code)
    assert changed(monkeypatch) == (counts, "")


def test_a_report_that_fails_is_told(small, monkeypatch):
    small("raise SystemExit('no such letter')")
    assert changed(monkeypatch) == ("0 of 2", "ended with status 1: no such letter")


def test_a_report_that_went_elsewhere_compares_nothing(small, monkeypatch):
    small("import os; os.mkdir('out')")
    assert "nothing was compared" in changed(monkeypatch)[1]


def test_variables_and_home_reach_the_report(small, monkeypatch):
    monkeypatch.setenv("MPLCONFIGDIR", "/somewhere")
    small("from os import environ as e; raise SystemExit(e['HOME'] + ' ' + e['A'] + str(e.get('MPLCONFIGDIR')))")
    remark = changed(monkeypatch, variables={"A": "{home}/b"})[1]
    assert remark.endswith("/home/bNone")
    assert "/home " in remark


@posix
def test_a_program_in_front_starts_the_report(small, monkeypatch):
    small("import os; raise SystemExit(f'{os.umask(0):o}')")
    assert changed(monkeypatch, front=CHANGES["umask"].front)[1] == "ended with status 1: 77"


@posix
@pytest.mark.parametrize("name", ["blanks", "brackets", "hash", "colon", "dollar"])
def test_odd_folders_can_be_made(small, monkeypatch, name):
    small("import os; raise SystemExit(ascii(os.path.basename(os.getcwd())))")
    assert ascii(CHANGES[name].folder) in changed(monkeypatch, folder=CHANGES[name].folder)[1]


def test_the_other_font_list_would_be_used_by_matplotlib(tmp_path):
    """Where nobody sees to the fonts, the list gives another file for the name of ours."""
    import subprocess

    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout/pyproject.toml").touch()
    surroundings._other_fonts(tmp_path)
    question = "from matplotlib.font_manager import findfont; print(findfont('DejaVu Sans'))"
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True,
        env=os.environ | {"MPLCONFIGDIR": str(tmp_path / "home/.config/matplotlib")},
    )  # fmt: skip
    assert "DejaVuSerif" in answer.stdout
    listed = next((tmp_path / "checkout/.recount/private/matplotlib").glob("fontlist-*.json"))
    assert json.loads(listed.read_text(encoding="utf-8"))["ttflist"]


def test_there_are_as_many_as_promised():
    assert len(CHANGES) >= 25
    assert len({change.what for change in CHANGES.values()}) == len(CHANGES)
