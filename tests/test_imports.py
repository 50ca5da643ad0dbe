"""The house: rooms in an order, arrows that go down, no circle, and a core that loads nothing heavy.

Imports inside functions count. `docs/architecture.md` draws the rooms.
"""

import ast
import subprocess
import sys

import pytest

#: Room -> rooms that it may use besides itself.
LOW = ["analysis.text", "analysis.numbers", "analysis.data", "analysis.display", "analysis.ledger", "analysis.choices"]
ROOMS = {
    "analysis": LOW,
    "analysis.text": [],
    "analysis.numbers": LOW[:1],
    "analysis.data": LOW[:2],
    "analysis.display": LOW[:3],
    "analysis.ledger": LOW[:4],
    "analysis.choices": LOW[:5],
    "analysis.topics": LOW,
    "analysis.ten_findings": [*LOW, "analysis.topics"],
    "recount.app.bootstrap": [],
    "recount.sweeps": ["analysis", "recount.runs", "recount.app.bootstrap"],
    "recount.runs": ["analysis", "recount.app.bootstrap"],
    "recount.publish": ["analysis", "recount.runs", "recount.sweeps", "recount.app.bootstrap"],
    "recount.texts": ["analysis", "recount.runs", "recount.app.bootstrap"],
    "recount.trust": ["analysis", "recount.runs", "recount.sweeps", "recount.publish", "recount.app.bootstrap"],
    "recount.app": ["analysis", "recount"],
    "recount": ["recount.app"],
}
#: Modules of `recount.app` that need the standard library alone: they make the environment that all others run in.
BOOTSTRAP = {f"recount.app.{name}" for name in ("setup", "installer", "interpreter", "lock", "private_env")}
MOST_MODULES = 25
HEAVY = ("matplotlib", "scipy", "pybtex", "IPython", "PIL", "pydantic", "papermill", "nbformat")
LIGHT = (
    "data.tables", "data.quantities", "data.audit", "numbers.printed", "numbers.arithmetic", "numbers.growth",
    "numbers.dates", "ledger.comparison", "text.verdicts",
)  # fmt: skip


def module_name(path, root):
    """Return the dotted name of a module's file."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imported(path, modules):
    """Return the modules of ours that a file imports, at its head or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: expected absolute imports"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in modules else node.module for name in whole]
        else:
            continue
        found |= {name for name in names if name in modules}
    return found


def room(module):
    """Return the room of a module: the longest name in :data:`ROOMS` that begins it."""
    if module in BOOTSTRAP:
        return "recount.app.bootstrap"
    return max((r for r in ROOMS if module == r or module.startswith(r + ".")), key=len)


@pytest.fixture(scope="module")
def arrows(root):
    paths = [path for package in ("analysis", "recount") for path in sorted((root / package).rglob("*.py"))]
    modules = {module_name(path, root) for path in paths}
    return {module_name(path, root): imported(path, modules) - {module_name(path, root)} for path in paths}


def allowed(module, used):
    """Return whether a module may use another."""
    mine, other = room(module), room(used)
    if mine == "analysis.topics" == other:
        return module.split(".")[2:3] == used.split(".")[2:3] or module == "analysis.topics"
    return mine == other or any(other == r or other.startswith(r + ".") for r in ROOMS[mine])


def test_arrows_go_down(arrows):
    """And no topic imports a topic."""
    up = {f"{module} -> {used}" for module, found in arrows.items() for used in found if not allowed(module, used)}
    assert sorted(up) == []


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


def test_a_folder_can_be_overlooked(root):
    for package in ("analysis", "recount"):
        for folder in [root / package, *(p for p in (root / package).rglob("*") if p.is_dir())]:
            assert len([p for p in folder.glob("*.py") if p.name != "__init__.py"]) <= MOST_MODULES, folder


def test_numbers_are_computed_without_pictures(arrows):
    """Who computes does not draw: drawing is left to modules that are named for it."""
    names = ("figures", "_figures", "_figure", "variation", ".topic")
    for module, used in arrows.items():
        drawing = {u for u in used if room(u) == "analysis.display" and not u.endswith(".pages")}
        if module.startswith("analysis.") and room(module) != "analysis.display" and not module.endswith(names):
            assert not drawing, f"{module} uses {sorted(drawing)}"


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
        f"import sys; sys.path.insert(0, {str(root)!r})\nfrom analysis.data import quantities\n"
        "quantities.read_all_printed()"
    )
    assert not loaded(code) & set(HEAVY)


def test_the_package_alone_loads_no_pandas(root):
    assert "pandas" not in loaded(f"import sys; sys.path.insert(0, {str(root)!r}); import analysis")
