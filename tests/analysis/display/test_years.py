"""Years: blocks as wide as their time, every panel with its own axis, nothing that touches or leaves the figure."""

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.display import charts, style
from tests.analysis.display.test_charts import assert_tidy


def blocks(panel, values, *, start=1930, wide=1, **columns):
    """Return a block for every value of a panel, one after the other."""
    at = [start + wide * rank for rank in range(len(values))]
    return pd.DataFrame(
        {"label": [str(x) for x in at], "x": at, "until": [x + wide for x in at], "value": values, "panel": panel}
    ).assign(**columns)


TWO = pd.concat([blocks("Persons", [400_000, 3, 250_000]), blocks("Per cent", [7.5], wide=2, start=1931)])


def draw(data, theme="screen", **options):
    look = style.theme(theme)
    figure = Figure(figsize=(look.width / 72, look.height / 72), dpi=144)
    FigureCanvasAgg(figure)
    charts.draw("years", figure, data, theme=theme, **options)
    figure.canvas.draw()
    return figure


def test_a_block_is_a_year_wide_and_as_high_as_its_value_and_a_line_says_how_long_it_ran():
    upper, lower = draw(TWO).axes
    assert [patch.get_height() for patch in upper.patches] == [400_000, 3, 250_000]
    (bar,) = lower.patches
    # Neighbours are kept apart by a little: 0.88 of a year is drawn, in the middle of the span.
    assert bar.get_width() == pytest.approx(0.88)
    assert bar.get_x() + bar.get_width() / 2 == pytest.approx(1932)
    (foot,) = [line for line in lower.lines if list(line.get_xdata()) == [1931.06, 1932.94]]
    assert not [line for line in upper.lines if line.get_linewidth() == foot.get_linewidth()]


def test_panels_share_the_time_and_nothing_else():
    upper, lower = draw(TWO).axes
    assert upper.get_xlim() == lower.get_xlim() == (1930, 1933)
    assert upper.get_ylim()[1] >= 400_000
    assert 7.5 <= lower.get_ylim()[1] < 10.5


def test_an_unchecked_block_is_hollow():
    data = blocks("", [4.0, 5.0], verification=["one_text", "unchecked"])
    (axes,) = draw(data).axes
    assert [patch.get_gid() for patch in axes.patches] == [None, "unchecked"]


def test_a_shade_stands_behind_every_panel():
    shade = pd.DataFrame({"label": ["s"], "x": [1930], "until": [1931], "mark": ["shade"], "panel": ["Persons"]})
    with_shade = draw(pd.concat([TWO.assign(mark="block"), shade])).axes
    assert [len(axes.patches) for axes in with_shade] == [4, 2]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"mark": "wedge"}, "'mark' one of block"), ({"until": [1920, 1921]}, "'until' after 'x'")],
)
def test_refusals_say_what_is_expected(wrong, words):
    with pytest.raises(ValueError, match=words):
        draw(blocks("", [1.0, 2.0]).assign(**wrong))


@pytest.mark.parametrize("theme", ["screen", "print", "projector", "contrast"])
def test_it_stays_tidy(theme):
    rows = pd.DataFrame(
        {"label": ["a long name of a kind", "another"], "x": [1930, 1932], "until": [1931, 1933], "text": ["5", "9-12"]}
    ).assign(mark="row", panel="Rows", value=float("nan"))
    many = blocks("Many", [10.0 * x for x in range(1, 9)], start=1926, mark="block", highlight=False)
    data = pd.concat([many, TWO.assign(mark="block"), rows])
    assert_tidy(draw(data, theme, inside_note="Each panel has its own axis."))
