"""Every figure of the topics in every theme and language: nothing overlaps, nothing is cut, every text can be read."""

import pytest
from matplotlib.colors import to_hex

from analysis.display import bundles, style
from analysis.topics import topic
from tests.analysis.display.test_charts import assert_tidy
from tests.conftest import ROOT

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


@pytest.mark.full
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_figure_in_every_theme(notebook, language, monkeypatch):
    """Texts keep apart and inside, and reach 4.5:1 against the paper."""
    monkeypatch.setenv("RECOUNT_LANGUAGE", language)
    asked = topic(notebook)
    found = [bundle for draw in asked.figures.values() if (bundle := draw(asked.choices())) is not None]
    assert found
    problems = [
        f"{b.name} in {look.name}: {p}" for b in found for look in style.THEMES.values() for p in faults(b, look)
    ]
    assert not problems, "\n".join(problems)


def faults(bundle, look):
    """Return what is wrong with a figure in one theme."""
    figure = bundles.render(bundle, look)
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    pale = {t.get_text() for t in texts if style.contrast(to_hex(t.get_color()), behind(figure, t, look)) < 4.5}
    try:
        assert_tidy(figure)
    except AssertionError as problem:
        return [str(problem).splitlines()[0], *pale]
    return sorted(pale)


def behind(figure, text, look):
    """Return the colour on which a text stands: that of the uppermost bar under its middle, else the paper."""
    box = text.get_window_extent()
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    patches = [p for axes in figure.axes for p in axes.patches if p.get_window_extent().contains(*middle)]
    solid = [p for p in patches if p.get_facecolor()[3] == 1]
    return to_hex(max(solid, key=lambda p: p.get_zorder()).get_facecolor()) if solid else look.background
