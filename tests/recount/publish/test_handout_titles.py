"""Pages for the class show figures without titles, which would answer the tasks; the teacher's sheet has them."""

import json
import os

import pandas as pd
import pytest

from analysis.display import bundles
from recount.publish import handout


def drawing(told):
    """Return a stand-in for the command that draws, which notes whether titles are on."""

    def draw(name, room, **_settings):
        told.append(os.environ.get("RECOUNT_TITLES", "on"))
        (room / f"{name}.json").write_text(json.dumps({"alt": "a"}), encoding="utf-8")
        return [room / f"{name}.json", room / f"{name}.pdf"]

    return draw


@pytest.mark.parametrize(("titled", "state"), [(True, "on"), (False, "off")])
def test_titles_are_off_for_the_class_alone(tmp_path, titled, state):
    told = []
    handout._figure("01_x", tmp_path, "en", drawing(told), titled=titled)
    assert told == [state]
    assert "RECOUNT_TITLES" not in os.environ


def test_a_figure_without_its_title_is_lower_by_the_title(monkeypatch):
    data = pd.DataFrame({"label": ["a", "b"], "value": [1.0, 2.0], "low": [1.0, 2.0], "high": [1.0, 2.0]})
    words = {"title": "Of two values the second is the higher", "caption": "c.", "alt": "Two values."}
    sources = pd.DataFrame({"sources": ["getty_1985"], "locator": ["p. 1"], "original_source": [""]})
    bundle = bundles.bundle("01_x", "dots", data, sources=sources, unit="persons", **words)
    before = bundles.render(bundle, "print").get_size_inches()[1]
    monkeypatch.setenv("RECOUNT_TITLES", "off")
    assert bundles.render(bundle, "print").get_size_inches()[1] < before
