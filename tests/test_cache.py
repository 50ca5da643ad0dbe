"""The cache: what changes a key, what does not, and that a damaged entry is never used."""

import json

import pytest

from recount import cache


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project: a notebook, two packages, data and a lock."""
    root = tmp_path / "project with blanks"
    for folder in ("notebooks", "analysis", "recount", "data/estimates"):
        (root / folder).mkdir(parents=True)
    (root / "requirements.lock").write_text("pandas==3\n", encoding="utf-8")
    (root / "analysis/__init__.py").write_text("", encoding="utf-8")
    used = "def f():\n    from analysis import deep\n    return deep\n"
    (root / "analysis/used.py").write_text(used, encoding="utf-8")
    (root / "analysis/deep.py").write_text("x = 1\n", encoding="utf-8")
    (root / "analysis/unused.py").write_text("y = 1\n", encoding="utf-8")
    (root / "data/estimates/a.csv").write_text("id\n1\n", encoding="utf-8")
    (root / "data/estimates/b.csv").write_text("id\n2\n", encoding="utf-8")
    cells = [{"cell_type": "code", "source": ["from analysis import used\n"], "outputs": [], "metadata": {}}]
    (root / "notebooks/01_x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("RECOUNT_DATA", raising=False)
    cache._file_imports.cache_clear()
    return root


def wanted(project, **parameters):
    cache._file_imports.cache_clear()
    return cache.inputs(project / "notebooks/01_x.ipynb", parameters, "fork")


def keep(project, tmp_path, data=("estimates/a.csv",)):
    outputs = tmp_path / "outputs"
    (outputs / "notebooks").mkdir(parents=True, exist_ok=True)
    (outputs / "notebooks/01_x.ipynb").write_text("done", encoding="utf-8")
    cache.store(wanted(project), outputs, list(data))


def test_reaches_what_the_notebook_imports_and_nothing_else(project):
    """Imports inside functions count."""
    assert set(cache.reachable("from analysis import used")) == {"analysis", "analysis.used", "analysis.deep"}


@pytest.mark.parametrize(
    ("file", "hit"),
    [
        ("analysis/unused.py", True),
        ("analysis/deep.py", False),
        ("requirements.lock", False),
        ("data/estimates/a.csv", False),
        ("data/estimates/b.csv", True),
    ],
)
def test_a_change_matters_only_where_the_run_depends_on_it(project, tmp_path, file, hit):
    """A comment in an unrelated module reruns nothing; a cell of a file that was read does."""
    keep(project, tmp_path)
    assert cache.look_up(wanted(project)).entry is not None
    with (project / file).open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    answer = cache.look_up(wanted(project))
    assert (answer.entry is not None) is hit
    assert hit or file.split("/")[-1].split(".")[0] in answer.why or "lock" in answer.why


def test_stored_outputs_of_the_notebook_do_not_count(project, tmp_path):
    """Running a notebook must not make its own result stale."""
    keep(project, tmp_path)
    path = project / "notebooks/01_x.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert cache.look_up(wanted(project)).entry is not None


def test_parameters_theme_and_language_are_part_of_the_key(project, tmp_path, monkeypatch):
    """Another value is another run."""
    keep(project, tmp_path)
    assert cache.look_up(wanted(project, base="members")).entry is None
    monkeypatch.setenv("RECOUNT_THEME", "print")
    assert "RECOUNT_THEME" in cache.look_up(wanted(project)).why


@pytest.mark.parametrize("damage", ["change", "remove", "manifest", "extra"])
def test_a_damaged_entry_is_thrown_away(project, tmp_path, damage):
    """Half-written or altered entries are misses and disappear."""
    keep(project, tmp_path)
    entry = cache.look_up(wanted(project)).entry
    stored = entry / "notebooks/01_x.ipynb"
    if damage == "change":
        stored.write_text("lie", encoding="utf-8")
    elif damage == "remove":
        stored.unlink()
    elif damage == "manifest":
        (entry / cache.MANIFEST).write_text("{", encoding="utf-8")
    else:
        (entry / "figures.txt").write_text("not ours", encoding="utf-8")
    answer = cache.look_up(wanted(project))
    assert answer.entry is None
    assert not entry.exists()
    keep(project, tmp_path)
    assert cache.look_up(wanted(project)).entry is not None


def test_two_runs_that_store_the_same_leave_one_whole_entry(project, tmp_path):
    """The second finds the place taken and withdraws."""
    keep(project, tmp_path)
    keep(project, tmp_path)
    entries = [p for p in cache.cache_folder().iterdir() if p.is_dir()]
    assert len(entries) == 1
    assert cache.look_up(wanted(project)).entry == entries[0]


def test_a_listed_folder_is_an_input(project, tmp_path):
    """A run that looked through a folder depends on which files are in it."""
    keep(project, tmp_path, data=["estimates"])
    (project / "data/estimates/c.csv").write_text("id\n", encoding="utf-8")
    assert cache.look_up(wanted(project)).entry is None
