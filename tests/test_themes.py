"""Every figure of the notebooks in every theme: nothing overlaps, nothing is cut, every text can be read."""

import ast
import json

import pytest
from matplotlib.colors import to_hex

from analysis.display import bundles as figures
from analysis.display import pages, style
from tests.analysis.display.test_charts import assert_tidy
from tests.conftest import ROOT

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
SILENT = ("table", "say", "points", "checks")


def wanted(source, left):
    """Tell whether a cell helps to make figures; curves of many universes are too slow, and tested with the charts."""
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    binds = any(isinstance(node, (ast.Assign, ast.Import, ast.ImportFrom)) for node in tree.body)
    imports = any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in tree.body)
    slow = ("question" in source and not imports) or names & left
    if slow or not (binds or "figures.show" in source):
        left |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        return False
    return True


def bundles_of(notebook, monkeypatch):
    """Run the cells of a notebook that make figures, and collect these."""
    found, left, namespace = [], set(), {}
    monkeypatch.setattr(figures, "show", found.append)
    for name in SILENT:
        monkeypatch.setattr(pages, name, lambda *given, **named: None)
    for cell in json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and wanted(source, left):
            exec(compile(source, notebook, "exec"), namespace)
    return found


@pytest.mark.full
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_figure_in_every_theme(notebook, monkeypatch):
    """Texts keep apart and inside, and reach 4.5:1 against the paper."""
    found = bundles_of(notebook, monkeypatch)
    assert found
    for bundle in found:
        for look in style.THEMES.values():
            figure = figures.render(bundle, look)
            try:
                assert_tidy(figure)
            except AssertionError as problem:
                raise AssertionError(f"{bundle.name} in {look.name}: {problem}") from None
            for text in [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]:
                colour = to_hex(text.get_color())
                assert style.contrast(colour, look.background) >= 4.5, (bundle.name, look.name, text.get_text())
