"""Where a run may write: what the tools of notebooks cannot take is refused in words; the rest in test_injection.py."""

import pytest

from recount.runs import cache, places


@pytest.mark.parametrize("name", ["{x}", "a{", "b}"])
def test_braces_are_refused_in_words(tmp_path, monkeypatch, name):
    """Papermill would ask for a parameter of that name."""
    with pytest.raises(places.PlaceError, match="expected folders without braces"):
        places.make_out(tmp_path / name)
    assert not (tmp_path / name).exists()
    monkeypatch.setattr(cache, "ROOT", tmp_path / name)
    with pytest.raises(places.PlaceError, match="rename the folder"):
        places.make_out(tmp_path / "out")


def test_brackets_are_none(tmp_path):
    assert places.make_out(tmp_path / "[x] (y)").is_dir()
