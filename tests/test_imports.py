"""One direction: which module may use which, nothing goes in a circle, and the core loads nothing heavy."""

import ast
import subprocess
import sys

import pytest

#: The ground floor: module -> all modules of the package that it may use. Others may use these, never the reverse.
CORE = {
    "numerals": set(),
    "verdicts": set(),
    "words": set(),
    "style": set(),
    "multiverse": set(),
    "plain_text": set(),
    "tables": {"plain_text"},
    "proportions": set(),
    "printed": {"numerals"},
    "arithmetic": {"printed", "verdicts", "words"},
    "growth": {"arithmetic", "printed", "words"},
    "dates": {"arithmetic", "printed", "verdicts", "words"},
    "quantities": {"printed", "tables"},
    "sources": {"tables", "words"},
    "audit": {"numerals", "printed", "tables"},
    "comparison": {"arithmetic", "printed", "quantities", "sources", "tables", "verdicts", "words"},
    "pages": {"arithmetic", "plain_text", "sources", "words"},
    "claims": {"dates", "tables", "verdicts"},
    "charts": {"style", "words"},  # and its parts, chart_*
    "figures": {"charts", "figure_files", "plain_text", "sources", "style", "words"},
    "figure_files": {"plain_text", "style"},
}
HEAVY = ("matplotlib", "scipy", "pybtex", "IPython", "PIL", "pydantic", "papermill", "nbformat")
LIGHT = (
    "tables",
    "printed",
    "arithmetic",
    "growth",
    "comparison",
    "dates",
    "quantities",
    "verdicts",
    "audit",
    "proportions",
)


def imported(path, package):
    """Return the modules of a package that a file imports, at its head or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: expected absolute imports"
            names = [f"{node.module}.{a.name}" if node.module == package else node.module for a in node.names]
        else:
            continue
        found |= {n.split(".")[1] if "." in n else n for n in names if n.split(".")[0] == package}
    return found


@pytest.fixture(scope="module")
def arrows(root):
    return {p.stem: imported(p, "analysis") for p in sorted((root / "analysis").glob("*.py"))}


def test_analysis_knows_nothing_of_the_command(root):
    for path in (root / "analysis").rglob("*.py"):
        assert not imported(path, "recount"), path.name
        assert "recount" not in {
            n.value.split(".")[0]
            for n in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value.startswith("recount.")
        }, path.name


def test_modules_are_flat(root):
    assert [p for p in (root / "analysis").iterdir() if p.is_dir() and p.name != "__pycache__"] == []


@pytest.mark.parametrize("module", CORE)
def test_the_ground_floor_stands_on_itself(arrows, module):
    allowed = CORE[module]
    used = arrows[module]
    if module == "charts" or module.startswith("chart_"):
        used = {u for u in used if not u.startswith("chart_")}
    assert used <= allowed, f"{module} may use {sorted(allowed)}, uses {sorted(used - allowed)} too"


def test_parts_of_charts_use_only_charts_style_and_words(arrows):
    for module, used in arrows.items():
        if module.startswith("chart_"):
            assert {u for u in used if not u.startswith("chart_")} <= {"style", "words"}, module


def test_nothing_goes_in_a_circle(arrows):
    done, path = set(), []

    def visit(module):
        assert module not in path, " -> ".join([*path, module])
        if module in done:
            return
        path.append(module)
        for other in sorted(arrows.get(module, ())):
            visit(other)
        path.pop()
        done.add(module)

    for module in arrows:
        visit(module)


def test_numbers_are_computed_without_pictures(arrows):
    """Who computes does not draw: drawing is left to modules that are named for it."""
    drawing = {"charts", "figures", "figure_files", "style", *(m for m in arrows if m.startswith("chart_"))}
    drawing |= {m for m in arrows if m.endswith("_figures")}
    for module, used in arrows.items():
        if module not in drawing and not module.endswith("_choices"):
            assert not used & drawing, f"{module} uses {sorted(used & drawing)}"


def loaded(code):
    """Return the top-level modules that are loaded after some code ran in a fresh interpreter."""
    code += "\nimport sys; print(' '.join({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["", *(f".{m}" for m in LIGHT)])
def test_what_computes_loads_nothing_heavy(root, module):
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import analysis{module}"
    assert not loaded(code) & set(HEAVY)


def test_reading_and_checking_the_tables_loads_nothing_heavy(root):
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r})\nfrom analysis import quantities\nquantities.read_all_printed()"
    )
    assert not loaded(code) & set(HEAVY)


def test_the_package_alone_loads_no_pandas(root):
    assert "pandas" not in loaded(f"import sys; sys.path.insert(0, {str(root)!r}); import analysis")
