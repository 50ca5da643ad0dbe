"""Where a run may write: whatever a folder is called; what is refused stands in test_injection.py."""

import pytest

from recount.runs import places
from recount.runs.execution import Job
from recount.runs.warm import can_fork
from tests import tiny


@pytest.mark.parametrize("name", ["{x}", "a{", "b}", "{0}", "[x] (y)", "50 %", "é"])
def test_a_folder_may_have_any_name(tmp_path, name):
    assert places.make_out(tmp_path / name).is_dir()


@pytest.mark.skipif(not can_fork(), reason="processes cannot be forked on this system")
def test_braces_in_the_names_of_checkout_and_folder_are_no_parameters(tmp_path, monkeypatch):
    """Papermill, asked for a path, would look for a parameter of that name."""
    write = tiny.make_project(tmp_path / "{x}", monkeypatch)
    write("value = 1", tiny.WRITES, "print(value)")
    job = Job("01_x", {"value": 2}, places.make_out(tmp_path / "out{"))
    assert tiny.run(job).error == ""
    assert tiny.outputs_of(job.out / "notebooks/01_x.ipynb").endswith("2\n")
