"""The guard of the cache: whose folder it has to be, which names are ours, and that nothing is planted."""

import json
import os

import pytest

from recount.runs import cache, execution, guard, jobs
from recount.runs.guard import GuardError

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")


def test_a_folder_that_is_not_there_or_empty_may_become_a_cache(tmp_path):
    guard.check_cache(tmp_path / "none", own=False)
    guard.check_cache(tmp_path, own=False)
    guard.make_cache(tmp_path)
    (tmp_path / "anything").touch()
    guard.check_cache(tmp_path, own=False)


@pytest.mark.parametrize("name", ["thesis", "last-will.json", "manifest.json", ".new-a", "slices2"])
def test_a_folder_that_holds_other_things_is_refused(tmp_path, name):
    (tmp_path / name).touch()
    (tmp_path / "durations.json").touch()
    with pytest.raises(GuardError, match="which holds other things; name a new folder"):
        guard.check_cache(tmp_path, own=False)


def test_a_folder_with_nothing_but_names_of_ours_is_a_cache(tmp_path):
    hashed = (f"{1:032x}-{1:016x}", f"last-{1:032x}.json", f"outcomes-{1:032x}.jsonl")
    for name in ("durations.json", "imports.json", "pruned", *hashed):
        (tmp_path / name).touch()
    guard.check_cache(tmp_path, own=False)


@posix
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
def test_a_folder_that_others_can_write_to_is_refused(tmp_path, mode):
    tmp_path.chmod(mode)
    with pytest.raises(GuardError, match="expected a folder that only you can write to"):
        guard.check_cache(tmp_path, own=False)


@posix
def test_the_projects_own_cache_is_closed_instead(tmp_path):
    """Made under the umask 002 of many systems."""
    tmp_path.chmod(0o775)
    guard.check_cache(tmp_path, own=True)
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@posix
def test_a_folder_of_another_user_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(GuardError, match="of another user"):
        guard.check_cache(tmp_path, own=True)


def test_a_file_in_its_place_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GuardError, match="which is none"):
        guard.check_cache(tmp_path / "file", own=False)


def test_a_cache_is_made_closed(tmp_path):
    guard.make_cache(tmp_path / "a" / "b")
    assert (tmp_path / "a/b" / guard.TAG).read_text(encoding="utf-8") == guard.TAG_TEXT
    assert os.name == "nt" or (tmp_path / "a/b").stat().st_mode & 0o777 == 0o700


GOOD = ["notebooks/01_x.ipynb", "figures/01_a.png", "figures/01_a.json", "records/01_x.json"]
BAD = [
    "recount/__init__.py", ".git/hooks/post-checkout", "data/estimates/a.csv", "../notebooks/01_x.ipynb",
    "/notebooks/01_x.ipynb", "notebooks/../recount/x.ipynb", "figures/../../x.png", "figures/deep/a.png",
    "figures/a.py", "notebooks/conftest.py", "notebooks/02_y.ipynb", "records/02_y.json", "figures/.hidden.png",
    "figures\\a.png", "C:/figures/a.png", "figures", "", "figures/", "./figures/a.png", "figures/a\n.png", "README.md",
    "Makefile",
]  # fmt: skip


def test_what_a_run_writes_may_pass_and_nothing_else():
    assert guard.foreign_names(GOOD, "01_x") == []
    assert guard.foreign_names(BAD, "01_x") == BAD


@posix
@pytest.mark.parametrize("plant", [*(name for name in BAD if name and "/" in name and not name.endswith("/")
                                     and not name.startswith(("..", "/", ".", "C"))
                                     and ".." not in name), "link", "pipe"])  # fmt: skip
def test_a_run_that_leaves_other_files_is_not_put_into_place(tmp_path, plant):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/01_x.ipynb").touch()
    guard.check_outputs(tmp_path, "01_x")
    (tmp_path / "figures").mkdir()
    if plant == "link":
        (tmp_path / "figures/a.png").symlink_to("/etc/hostname")
    elif plant == "pipe":
        os.mkfifo(tmp_path / "figures/a.png")
    else:
        (tmp_path / plant).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / plant).touch()
    with pytest.raises(GuardError, match="expected files in notebooks/, figures/ and records/ only"):
        guard.check_outputs(tmp_path, "01_x")


@pytest.fixture
def entry(tmp_path, monkeypatch):
    """A project with one notebook, and what plants files into its entry, hashes and all."""
    root = tmp_path / "p"
    for folder in ("notebooks", "data"):
        (root / folder).mkdir(parents=True)
    (root / "requirements.lock").touch()
    cells = [{"cell_type": "code", "source": ["1"], "outputs": [], "metadata": {}}]
    (root / "notebooks/01_x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(cache, "ROOT", root)
    monkeypatch.setenv("RECOUNT_CACHE", str(tmp_path / "cache"))
    made = tmp_path / "made"
    (made / "notebooks").mkdir(parents=True)
    (made / "notebooks/01_x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    job = execution.Job("01_x", {}, root)
    cache.store(job.inputs(), made, [])
    found = cache.look_up(job.inputs()).entry

    def plant(name, content="planted"):
        (found / name).parent.mkdir(parents=True, exist_ok=True)
        (found / name).write_text(content, encoding="utf-8")
        manifest = json.loads((found / cache.MANIFEST).read_text(encoding="utf-8"))
        manifest["files"][name] = cache.digest(content)
        (found / cache.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")

    return job, found, plant


@pytest.mark.parametrize("name", [
    "recount/__init__.py", ".git/hooks/post-checkout", "data/a.csv", "../../../p/recount/__init__.py",
    "notebooks/02_y.ipynb", "figures/conftest.py",
])  # fmt: skip
def test_an_entry_with_a_planted_file_is_thrown_away(entry, name):
    """With hashes as they should be: those stand in the entry itself."""
    job, found, plant = entry
    assert jobs.from_cache(job).why.startswith("hit")
    plant(name)
    assert "damaged entry was thrown away" in jobs.from_cache(job).why
    assert not found.exists()
    assert not (cache.ROOT / "recount").exists()
    assert not (cache.ROOT / ".git").exists()


@posix
def test_an_entry_that_is_a_link_is_not_used_and_its_target_stays(entry, tmp_path):
    job, found, _plant = entry
    found.rename(tmp_path / "elsewhere")
    found.symlink_to(tmp_path / "elsewhere")
    assert jobs.from_cache(job).why.startswith("miss")
    assert (tmp_path / "elsewhere/notebooks/01_x.ipynb").exists()


@posix
def test_a_cache_that_others_can_write_to_stops_the_run(entry, tmp_path):
    job, _found, _plant = entry
    (tmp_path / "cache").chmod(0o777)
    with pytest.raises(GuardError, match="only you can write to"):
        jobs.from_cache(job)
