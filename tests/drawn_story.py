"""A story of two figures, one of them too tall for a slide, drawn for the tests of the slides."""

import pandas as pd

from analysis.display import bundles as figures
from recount.publish.slides import story as slide_story


def draw(folder, name, rows):
    """A figure with as many rows as asked for, in the theme for the projector."""
    data = pd.DataFrame({"label": [f"row {i}" for i in range(rows)], "value": [float(i + 1) for i in range(rows)]})
    bundle = figures.bundle(
        name, "bars", data, title=f"{rows} rows are drawn", caption="A *caption*.", alt=f"Bars of {rows} rows.",
        description="Longer.", sources=["A source."], inside_note="Rows are not columns.",
    )  # fmt: skip
    figures.write(bundle, folder, themes=["projector"], formats=("png", "json"))


def make_story(folder):
    """A run of a notebook that is not there: two figures, nine long conclusions, one changed choice."""
    for name, rows in (("99_short", 4), ("99_tall", 40)):
        draw(folder, name, rows)
    shown = [slide_story._shown(folder, name, ("2 + 2 = 4.",)) for name in ("99_short", "99_tall")]
    points = tuple(f"Point {i}: " + "words that go on and on " * 12 for i in range(9))
    return slide_story.Story("99_test", "Is it so?", "An introduction.", tuple(shown), points, {"base": "members"})
