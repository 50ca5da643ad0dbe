"""Names of decks, and the choice of slides."""

from collections import namedtuple
from dataclasses import dataclass

import pytest

from recount.publish.slides import deck_files

Figure = namedtuple("Figure", "name")


@dataclass(frozen=True)
class Told:
    figures: tuple


STORY = Told((Figure("01_a"), Figure("01_b")))


def test_names_carry_language_and_parameters():
    assert deck_files.file_name("01_x", {}, "en") == "01_x"
    assert deck_files.file_name("01_x", {"base": "members", "a": "b/c"}, "de") == "01_x_a-b-c_base-members_de"


def test_only_the_figures_named_get_a_slide():
    assert [f.name for f in deck_files.chosen(STORY, ("01_b",)).figures] == ["01_b"]
    assert deck_files.chosen(STORY, ()) is STORY


def test_a_figure_of_another_notebook_is_refused():
    with pytest.raises(deck_files.SlidesError, match="out of 01_a, 01_b; got 02_c"):
        deck_files.chosen(STORY, ("02_c",))
