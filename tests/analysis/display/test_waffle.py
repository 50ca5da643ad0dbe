"""Waffle and calendar axis: one mark for each thing counted, months below an axis of days."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.display import charts
from analysis.display.axes import month_ticks
from analysis.display.style import THEMES


def drawn(data, theme="screen", **options):
    figure = Figure(figsize=(6, 4))
    return charts.draw("waffle", figure, pd.DataFrame(data), theme=theme, **options), figure


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_thing_has_a_mark(theme):
    axes, figure = drawn({"label": ["many", "few", "none"], "value": [23, 4, 0]}, theme, unit="one mark, one list")
    marks = [len(line.get_xdata()) for line in axes.lines]
    assert marks == [23, 4, 0]
    places = {(x, y) for line in axes.lines for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)}
    assert len(places) == 27
    said = " ".join(text.get_text() for text in figure.texts)
    assert "23" in said
    assert "few" in said


def test_columns_are_filled_from_the_top():
    axes, _figure = drawn({"label": ["a"], "value": [12]})
    xs, ys = axes.lines[0].get_xdata(), axes.lines[0].get_ydata()
    assert (xs[0], ys[0]) == (0.5, 0.5)
    assert (xs[9], ys[9]) == (0.5, 9.5)
    assert (xs[10], ys[10]) == (1.5, 0.5)
    assert axes.get_ylim() == (10, 0)


@pytest.mark.parametrize("values", [[0, 0], [1.5], [-1], [401], [float("nan")]])
def test_what_are_no_things_is_refused(values):
    with pytest.raises(ValueError, match="waffle: expected whole numbers"):
        drawn({"label": [str(n) for n in range(len(values))], "value": values})


def test_months_stand_where_they_begin():
    assert month_ticks(-1, 62, "1937-03-01") == ([0.0, 31.0, 61.0], ["March 1937", "April 1937", "May 1937"])
    assert month_ticks(0.5, 30.5, "1937-03-01") == ([], [])
