"""The cache: what changes a key, what does not, and that a damaged entry is never used."""

import ast
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recount.runs import cache, pruning, reading
from recount.runs.reading import ANYTHING


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
    (root / "analysis/languages").mkdir()
    (root / "analysis/languages/en.toml").write_text("one = 1\n", encoding="utf-8")
    (root / "data/estimates/a.csv").write_text("id\n1\n", encoding="utf-8")
    (root / "data/estimates/b.csv").write_text("id\n2\n", encoding="utf-8")
    cells = [{"cell_type": "code", "source": ["from analysis import used\n"], "outputs": [], "metadata": {}}]
    (root / "notebooks/01_x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("RECOUNT_DATA", raising=False)
    monkeypatch.setattr(cache, "_KNOWN", {})
    return root


def wanted(project, **parameters):
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
        ("analysis/languages/en.toml", False),
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
    # A language pack counts as part of the modules beside it.
    changed = "deep" if file.endswith(".toml") else file.split("/")[-1].split(".")[0]
    assert hit or changed in answer.why or "lock" in answer.why


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


def test_an_import_that_was_added_is_noticed_by_a_process_that_lives_long(project, tmp_path):
    """What a module imports is remembered by content, not by name."""
    wanted(project)
    (project / "analysis/used.py").write_text("from analysis import unused\n", encoding="utf-8")
    keep(project, tmp_path)
    (project / "analysis/unused.py").write_text("y = 2\n", encoding="utf-8")
    assert "changed: analysis.unused" in cache.look_up(wanted(project)).why


def test_a_second_process_parses_nothing(project, monkeypatch):
    """Imports once found are kept in the cache; that is most of the time of a report with nothing to do."""
    first = wanted(project).parts
    parsed = []
    monkeypatch.setattr(cache, "_KNOWN", {})
    monkeypatch.setattr(ast, "parse", lambda code: parsed.append(code) or compile(code, "", "exec", ast.PyCF_ONLY_AST))
    assert wanted(project).parts == first
    assert len(parsed) == 1  # the notebook's own cells


@pytest.mark.parametrize("damage", ["{", '{"imports": {}, "hash": ""}', "[]", "null"])
def test_damaged_imports_are_found_anew(project, monkeypatch, damage):
    """A file that somebody changed by hand must not hide a module from the key."""
    first = wanted(project).parts
    (cache.cache_folder() / "imports.json").write_text(damage, encoding="utf-8")
    monkeypatch.setattr(cache, "_KNOWN", {})
    assert wanted(project).parts == first


def test_a_forged_list_of_imports_is_not_believed(project, monkeypatch):
    """The list carries a hash of itself."""
    first = wanted(project).parts
    path = cache.cache_folder() / "imports.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["imports"] = {name: [] for name in content["imports"]}
    path.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(cache, "_KNOWN", {})
    assert wanted(project).parts == first


@pytest.mark.parametrize("part", ["package pandas", "system", "python"])
def test_versions_at_work_are_part_of_the_key(project, part):
    """The lock says what should be installed; what is installed decides."""
    assert part in wanted(project).parts


def test_versions_are_those_that_are_installed():
    """Read from the names of folders, as the installer's own records have them."""
    from importlib.metadata import version

    found = cache.package_versions()
    assert {name: version(name) for name in found} == found
    assert {"numpy", "pandas", "matplotlib", "papermill"} <= set(found)


def test_what_runs_a_notebook_is_part_of_the_key(project):
    """It is imported by no notebook, but writes its outputs."""
    (project / "recount/runs").mkdir()
    (project / "recount/runs/kernels.py").write_text("x = 1\n", encoding="utf-8")
    before = wanted(project).key
    (project / "recount/runs/kernels.py").write_text("x = 2\n", encoding="utf-8")
    assert wanted(project).key != before


def test_the_names_of_what_changed_are_told_up_to_five(project, tmp_path):
    """The rest is a number."""
    many = [f"estimates/{n}.csv" for n in range(8)]
    for name in many:
        (project / "data" / name).write_text("1", encoding="utf-8")
    keep(project, tmp_path, data=many)
    for name in many:
        (project / "data" / name).write_text("2", encoding="utf-8")
    assert cache.look_up(wanted(project)).why.endswith("estimates/4.csv and 3 more")


def test_a_file_of_the_project_outside_the_data_is_an_input(project, tmp_path):
    """Such as the catalogue of a language."""
    catalogue = project / "locale/de/LC_MESSAGES/recount.mo"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text("1", encoding="utf-8")
    keep(project, tmp_path, data=["project:locale/de/LC_MESSAGES/recount.mo"])
    assert cache.look_up(wanted(project)).entry is not None
    assert "project:locale/de/LC_MESSAGES/recount.mo" in cache.all_data()
    catalogue.write_text("2", encoding="utf-8")
    assert cache.look_up(wanted(project)).entry is None


READER = """
import json, sys
from pathlib import Path
from recount.runs.reading import record_reads
seen = record_reads(Path(sys.argv[1]), Path(sys.argv[2]), "project:")
exec(sys.argv[3])
print(json.dumps(sorted(seen)))
"""


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("open(data / 'a.csv').read()", ["a.csv"]),
        ("import os; os.chdir(data); open('a.csv').read()", ["a.csv"]),
        ("open(data / 'linked.csv').read()", ["linked.csv"]),
        ("open(data.parent / 'into.csv').read()", ["a.csv"]),
        ("open(data / 'sub' / 'c.csv').read()", ["sub/c.csv"]),
        ("list(data.glob('*.csv'))", ["."]),
        ("(data / 'none.csv').exists() or Path(data / 'a.csv').read_bytes()", ["a.csv"]),
        ("open(data.parent / 'word.txt').read()", ["project:word.txt"]),
        ("open(data.parent / '.hidden').read(); import os; os.listdir(data.parent)", []),
        ("import subprocess; subprocess.run(['true'])", [ANYTHING]),
        ("import os; os.system('true')", [ANYTHING]),
        ("import multiprocessing as m; m.get_context('spawn').Process(target=int).start()", [ANYTHING]),
        ("import os; pid = os.fork()\nif not pid: os._exit(0)\nos.waitpid(pid, 0)", [ANYTHING]),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="links and forks are those of Unix")
def test_what_a_run_reads_is_seen(tmp_path, code, names):
    """Through links and relative names too; a program that it starts may have read anything."""
    data = tmp_path / "project" / "data"
    (tmp_path / "elsewhere").mkdir()
    data.mkdir(parents=True)
    for path in ("project/data/a.csv", "elsewhere/b.csv", "elsewhere/c.csv", "project/word.txt", "project/.hidden"):
        (tmp_path / path).write_text("1", encoding="utf-8")
    (data / "linked.csv").symlink_to(tmp_path / "elsewhere/b.csv")
    (data / "sub").symlink_to(tmp_path / "elsewhere")
    (data.parent / "into.csv").symlink_to(data / "a.csv")
    code = f"from pathlib import Path; data = Path({str(data)!r})\n{code}"
    command = [sys.executable, "-c", READER, data, data.parent, code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(done.stdout.splitlines()[-1])
    assert [name for name in found if name != "project:into.csv"] == names


def test_a_kernel_records_what_it_reads_from_its_start(tmp_path, monkeypatch):
    """Forked processes too; and with the file that it writes as it goes, nothing is lost when it dies."""
    (tmp_path / "a.csv").write_text("1", encoding="utf-8")
    log = tmp_path / "log" / "reads"
    log.parent.mkdir()
    monkeypatch.setenv(reading.VARIABLE, json.dumps([str(log), str(tmp_path), str(tmp_path), "p:"]))
    code = (
        "import os, signal; from recount.runs import reading; reading.load_ipython_extension(None)\n"
        "if not os.fork(): open('a.csv'); os._exit(0)\n"
        "os.wait(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(cache.__file__).parents[1])}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, timeout=60)
    assert reading.read_record(log) == {"a.csv", reading.ANYTHING}


OLD, OLDER, USED, NEW = (f"{n:032x}-{n:016x}" for n in range(4))
OURS = {"notebook": "01_x", "parts": {}, "data": {}, "files": {}}


def entry_of(folder, name, size, age, content=OURS):
    (folder / name).mkdir()
    (folder / name / "figure.png").write_bytes(b"x" * size)
    manifest = folder / name / cache.MANIFEST
    manifest.write_text(json.dumps(content), encoding="utf-8")
    os.utime(manifest, (time.time() - age, time.time() - age))


def test_the_cache_does_not_grow_without_bound(tmp_path):
    """The entries not used for longest go first, and no more of them than need be; the last hour's stay."""
    for name, size, age in ((OLD, 500, 9000), (OLDER, 500, 9900), (USED, 500, 5000), (NEW, 3000, 10)):
        entry_of(tmp_path, name, size, age)
    pruning.prune(tmp_path, cache.MANIFEST, most=4600)
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == [OLD, USED, NEW]
    (tmp_path / pruning.MARK).unlink()
    pruning.prune(tmp_path, cache.MANIFEST, most=100)
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == [NEW]


def test_the_size_is_not_looked_at_after_every_run(tmp_path):
    """A sweep of a thousand settings would spend its time on it."""
    pruning.prune(tmp_path, cache.MANIFEST, most=0)
    entry_of(tmp_path, OLD, 10, 9000)
    pruning.prune(tmp_path, cache.MANIFEST, most=0)
    assert (tmp_path / OLD).exists()


@pytest.mark.parametrize("name", ["thesis", OLD, f"{1:032x}", f"{OLD}.bak", OLD.replace("0", "g")])
def test_what_others_have_put_there_is_never_deleted(tmp_path, name):
    """A folder that happens to have a manifest, even one with a name like ours."""
    entry_of(tmp_path, name, 10_000, 1e7, content={"chapters": 9})
    for other in ("last-will.json", ".new-zealand", f"last-{7:032x}.json"):
        (tmp_path / other).write_text('{"to": "my heirs"}', encoding="utf-8")
        os.utime(tmp_path / other, (1, 1))
    (tmp_path / pruning.MARK).touch()
    os.utime(tmp_path / pruning.MARK, (1, 1))
    pruning.prune(tmp_path, cache.MANIFEST, most=0)
    assert len(list(tmp_path.iterdir())) == 5


def test_what_killed_runs_left_goes_after_a_day(tmp_path):
    """Not earlier: it may be another run's that is at it."""
    for name, age in ((f".new-{1:016x}-abcdefgh", 100_000), (f".new-{2:016x}-abcdefgh", 100)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    pruning.prune(tmp_path, cache.MANIFEST)
    assert [p.name for p in tmp_path.glob(".new-*")] == [f".new-{2:016x}-abcdefgh"]


def test_a_hit_makes_an_entry_young_again(project, tmp_path):
    """So that what is used stays when the cache is full."""
    keep(project, tmp_path)
    manifest = cache.look_up(wanted(project)).entry / cache.MANIFEST
    os.utime(manifest, (1, 1))
    cache.look_up(wanted(project))
    assert manifest.stat().st_mtime > 1
