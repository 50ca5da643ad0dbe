"""What of a machine decides about bytes: it changes the key when it changes."""

import pytest

from analysis.display import fonts
from recount.runs import cache, machine


def test_the_fonts_are_those_of_the_figures():
    """The key must know every file that a figure can be set in."""
    import fnmatch

    assert all(fnmatch.fnmatch(path.name, machine.FONTS) for path in fonts.shipped())
    assert len(machine.font_hash()) == 64


@pytest.mark.parametrize("name", machine.CHOOSING)
def test_a_setting_that_chooses_instructions_is_another_processor(monkeypatch, name):
    monkeypatch.delenv(name, raising=False)
    before = machine.processor()
    monkeypatch.setenv(name, "X86_V4")
    assert machine.processor() != before


def test_another_processor_is_another_key_and_told(tmp_path, monkeypatch):
    inputs = cache.Inputs("01_x", {"a": "b", "parameters": "", "engine": "fork"})
    before = inputs.key
    monkeypatch.setattr(cache, "processor", lambda: "other")
    assert inputs.key != before
    assert "processor" not in inputs.parts  # machines of a cluster need not be alike
    assert inputs.kept["processor"] == "other"
