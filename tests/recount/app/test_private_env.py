"""Private surroundings: what they name, what they drop, and that nothing put there by hand survives."""

import os
import subprocess
import sys

import pytest

from recount.app import private_env


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(private_env, "ROOT", tmp_path)
    return tmp_path


def test_every_variable_names_an_empty_folder_of_the_project(project):
    variables = private_env.apply({"MPLCONFIGDIR": "/home/reader", "MATPLOTLIBRC": "x", "PYTHONSTARTUP": "y", "A": "b"})
    for name, folder in private_env.FOLDERS.items():
        assert variables[name] == str(project / ".recount" / "private" / folder)
        assert os.listdir(variables[name]) == []
    assert variables["A"] == "b"
    assert not set(private_env.DROPPED) & variables.keys()


def test_a_second_time_changes_nothing(project):
    variables = private_env.apply({})
    before = dict(variables)
    assert private_env.apply(variables) == before


def test_a_variable_that_was_changed_meanwhile_is_set_anew(project):
    variables = private_env.apply({})
    wanted = variables["IPYTHONDIR"]
    variables["IPYTHONDIR"] = "/home/reader/.ipython"
    assert private_env.apply(variables)["IPYTHONDIR"] == wanted


@pytest.mark.parametrize("path", [
    "ipython/profile_default/startup/00.py", "ipython/profile_default/ipython_kernel_config.py",
    "jupyter-config/jupyter_config.json", "jupyter-data/kernels/python3/kernel.json", "matplotlib/matplotlibrc",
])  # fmt: skip
def test_settings_left_there_are_removed(project, path):
    place = project / ".recount" / "private" / path
    private_env.folder()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("x", encoding="utf-8")
    private_env.folder()
    assert not place.exists()


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_folder_that_others_can_write_to_is_not_used(project):
    base = project / ".recount" / "private"
    base.mkdir(parents=True)
    base.chmod(0o777)
    assert not private_env.folder().is_relative_to(project)


def test_a_project_that_cannot_be_written_to_gets_a_temporary_folder(project):
    (project / ".recount").write_text("in the way", encoding="utf-8")
    base = private_env.folder()
    assert not base.is_relative_to(project)
    assert base.is_dir()


def test_a_temporary_folder_goes_with_the_process_that_made_it(tmp_path):
    code = (
        "import sys, pathlib\nfrom recount.app import private_env\n"
        f"private_env.ROOT = pathlib.Path({str(tmp_path / 'none')!r})\n"
        "private_env.ROOT.write_text('in the way')\nprint(private_env.folder())"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert made
    assert not os.path.exists(made)


def test_the_readers_start_up_files_and_profile_do_not_reach_a_kernel(tmp_path):
    """A kernel started from private surroundings, with a home folder full of traps."""
    start_up = tmp_path / "home/.ipython/profile_default/startup"
    start_up.mkdir(parents=True)
    (start_up / "00.py").write_text("years = 3\n", encoding="utf-8")
    (tmp_path / "startup.py").write_text("base = 'x'\n", encoding="utf-8")
    variables = {**os.environ, "HOME": str(tmp_path / "home"), "PYTHONSTARTUP": str(tmp_path / "startup.py")}
    for name in (private_env.MARK, *private_env.FOLDERS):
        variables.pop(name, None)
    code = (
        "from recount.app import private_env; private_env.apply()\n"
        "from nbclient import NotebookClient; import nbformat\n"
        'cell = nbformat.v4.new_code_cell(\'print({*globals()} & {"years", "base"})\')\n'
        "book = nbformat.v4.new_notebook(cells=[cell])\n"
        "NotebookClient(book, kernel_name='python3', timeout=120).execute()\n"
        "print(book.cells[0].outputs[0].text)"
    )
    answer = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True)
    assert "set()" in answer.stdout, answer.stderr
