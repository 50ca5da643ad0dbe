"""Slices: the cells that outcomes rest on, and no others."""

import json

import pytest

from analysis import topics
from recount.sweeps.slicing import NOTHING, SliceError, slice_notebook
from tests import tiny

NOTEBOOKS = {name: topics.declaration(name) for name in topics.FOLDERS}

HEAD = ("value = 1", "from analysis.choices.parameters import validate\np = validate('01_x', globals())")


def kept(tmp_path, *sources):
    """Return the numbers of the code cells that a slice keeps."""
    tiny.write_notebook(tmp_path, "01_x", *HEAD, *sources, "record_outcomes(a=final)")
    cells = slice_notebook(tmp_path / "01_x.ipynb")["cells"]
    return [number for number, cell in enumerate(cells) if "".join(cell["source"]) != NOTHING]


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        (["final = p.value", "show(final)"], [0, 1, 2, 4]),
        (["one = 1", "final = one", "two = 2"], [0, 1, 2, 3, 5]),
        (["import lib as final", "show(1)"], [0, 1, 2, 4]),
        (["from lib import final, other", "show(other)"], [0, 1, 2, 4]),
        (["final = make()", "final['a'] = 2", "final.b = 3", "other.b = 4"], [0, 1, 2, 3, 4, 6]),
        (["final = 1", "final = 2"], [0, 1, 2, 3, 4]),
        (["first, (final, *rest) = make()"], [0, 1, 2, 3]),
    ],
)
def test_what_defines_or_changes_a_needed_name_is_kept(tmp_path, sources, wanted):
    """Parameters, their check and the call always are; the count of cells stays."""
    assert kept(tmp_path, *sources) == wanted


def test_a_notebook_without_outcomes_is_refused(tmp_path):
    """By name."""
    tiny.write_notebook(tmp_path, "01_x", *HEAD)
    with pytest.raises(SliceError, match="01_x: expected a cell that calls record_outcomes"):
        slice_notebook(tmp_path / "01_x.ipynb")


@pytest.mark.parametrize("name", sorted(set(NOTEBOOKS) - {"00_ledger"}))
def test_a_slice_draws_nothing_and_keeps_the_numbers_of_cells(root, name):
    """So that an error names the cell of the whole notebook."""
    path = root / "notebooks" / f"{name}.ipynb"
    whole = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    cells = slice_notebook(path)["cells"]
    assert [c["id"] for c in cells] == [c["id"] for c in whole]
    assert "parameters" in cells[0]["metadata"]["tags"]
    sources = ["".join(c["source"]) for c in cells]
    assert not any("figures.show(" in source or "pages." in source for source in sources)
    assert sum(source != NOTHING for source in sources) == 3
    assert not any(c["outputs"] for c in cells)
