"""The stored notebooks: parameters as declared, no logic in the cells, outputs there, nothing of the run in them."""

import ast
import json
import re

import nbformat
import pytest

from analysis import topics

NOTEBOOKS = {name: topics.declaration(name) for name in topics.FOLDERS}

#: What a cell may consist of: names, calls, plain values. Everything that decides or repeats belongs in a module.
LOGIC = (
    *(ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.With, ast.Match, ast.Assert, ast.Raise),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Return, ast.Yield, ast.Await),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.BoolOp, ast.Compare, ast.AugAssign, ast.Delete, ast.Global, ast.Nonlocal),
)
PARTS = ("## 1. ", "## 2. ", "## 3. ", "## 4. ", "## 5. ")
#: A path of some machine, a clock time, an address in memory.
TRACES = re.compile(
    r"(?<![\w:/.])/(?:home|root|tmp|usr|var|opt|work|mnt|Users)/|[A-Za-z]:\\\\?Users|\bat 0x[0-9a-fA-F]{6,}|"
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b\d\d:\d\d:\d\d\b|site-packages|ipykernel_\d+"
)


def names(root):
    return sorted(p.stem for p in (root / "notebooks").glob("*.ipynb"))


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        folder = metafunc.config.rootpath / "notebooks"
        metafunc.parametrize("name", sorted({p.stem for p in folder.glob("*.ipynb")} | set(NOTEBOOKS)))


@pytest.fixture
def notebook(root, name):
    path = root / "notebooks" / f"{name}.ipynb"
    assert path.is_file(), "declared in analysis/topics/__init__.py, but there is no such notebook"
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [c for c in notebook.cells if c.cell_type == "code"]


def tree(cell):
    return ast.parse(cell.source)


def test_declarations_and_notebooks_are_the_same_set(root):
    assert names(root) == sorted(NOTEBOOKS)


def test_there_is_a_notebook_at_all(root):
    assert len(names(root)) >= 4


def test_the_file_is_whole(root, name, notebook):
    nbformat.validate(notebook)
    assert notebook.nbformat == 4
    raw = (root / "notebooks" / f"{name}.ipynb").read_bytes()
    assert raw.endswith(b"}\n")
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    ids = [c.id for c in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_parameters_are_as_declared(name, notebook):
    tagged = [n for n, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1, "expected exactly one cell tagged 'parameters'"
    cell = notebook.cells[tagged[0]]
    assert cell is code_cells(notebook)[0], "the parameters stand in the first code cell"
    given = {}
    for node in tree(cell).body:
        assert isinstance(node, ast.AnnAssign), f"expected name: type = value, got {ast.unparse(node)}"
        given[node.target.id] = ast.literal_eval(node.value)
    fields = NOTEBOOKS[name].model_fields
    assert given == {key: field.default for key, field in fields.items()}
    assert list(given) == list(fields), "in the order of the declaration"
    assert [type(v) for v in given.values()] == [type(f.default) for f in fields.values()]
    assert topics.check(name, given)


def test_every_parameter_is_annotated(name, notebook):
    for line in code_cells(notebook)[0].source.split("\n"):
        assert re.match(r"\w+: \w+ = .+  # \S|#", line), line


def test_the_second_code_cell_validates(name, notebook):
    calls = [n for n in ast.walk(tree(code_cells(notebook)[1])) if isinstance(n, ast.Call)]
    reads = [ast.unparse(c) for c in calls if ast.unparse(c.func) == "TOPIC.choices"]
    assert reads == ["TOPIC.choices(globals())"]
    for cell in code_cells(notebook)[2:]:
        assert "TOPIC.choices(" not in cell.source


def test_cells_hold_no_logic(name, notebook):
    for number, cell in enumerate(code_cells(notebook)):
        assert not cell.source.lstrip().startswith(("%", "!")), f"code cell {number}: a magic"
        for node in ast.walk(tree(cell)):
            assert not isinstance(node, LOGIC), f"code cell {number}, line {node.lineno}: {type(node).__name__}"


def test_cells_compute_nothing(name, notebook):
    """Sums and products belong in a module, where they are tested; text may be joined by a call."""
    for number, cell in enumerate(code_cells(notebook)[1:], 1):
        for node in ast.walk(tree(cell)):
            assert not isinstance(node, ast.BinOp), f"code cell {number}: {ast.unparse(node)}"


def test_it_has_the_parts_of_every_notebook(name, notebook):
    heads = [line for c in notebook.cells if c.cell_type == "markdown" for line in c.source.split("\n")]
    titles = [h for h in heads if h.startswith("# ")]
    assert len(titles) == 1
    assert titles[0].endswith("?"), "the title is a question"
    assert notebook.cells[0].cell_type == "markdown"
    found = [h[:6] for h in heads if re.match(r"## \d\. ", h)]
    expected = [p[:6] for p in PARTS]
    assert found == expected or (name == "00_ledger" and found[:5] == expected), found


def test_outputs_are_stored(name, notebook):
    cells = code_cells(notebook)
    for number, cell in enumerate(cells):
        assert cell.execution_count == number + 1, f"code cell {number} was not run in order; run: make report"
    # The first two take the parameters; every other one shows something, or only imports and assigns.
    for number, cell in enumerate(cells[2:], 2):
        silent = all(isinstance(n, (ast.Import, ast.ImportFrom, ast.Assign)) for n in tree(cell).body)
        assert cell.outputs or silent, f"code cell {number} has no stored output; run: make report"


def outputs(notebook):
    for cell in code_cells(notebook):
        yield from cell.outputs


def test_no_output_is_a_warning_or_an_error(name, notebook):
    for output in outputs(notebook):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"


def text_of(output):
    if "text" in output:
        return output.text
    # Pictures and their data are bytes of a figure; what a reader reads is text.
    data = {k: v for k, v in output.get("data", {}).items() if k.startswith("text/")}
    return "\n".join(v if isinstance(v, str) else json.dumps(v) for v in data.values())


def test_nothing_of_the_run_is_in_it(name, notebook):
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert "papermill" not in json.dumps(notebook.metadata)
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
        assert not TRACES.search(cell.source), TRACES.search(cell.source)
    for output in outputs(notebook):
        found = TRACES.search(re.sub(r"https?://\S+", "", text_of(output)))
        assert not found, found


def test_it_shows_two_to_four_figures(name, notebook):
    shown = sum("image/png" in o.get("data", {}) for o in outputs(notebook))
    assert 2 <= shown <= 4 or not any(c.outputs for c in code_cells(notebook)), shown


def test_it_opens_with_finding_and_figure_and_shows_at_most_twelve_tables(name, notebook):
    sources = [cell.source for cell in code_cells(notebook)]
    calls = [re.findall(r"(?:pages|bundles|figures)\.(\w+)\(", source) for source in sources]
    assert [call for shown in calls for call in shown][:2] == ["points", "show"]
    assert sum(call in ("table", "checks") for shown in calls for call in shown) <= 12


def test_every_import_is_at_the_head_of_its_cell(name, notebook):
    for cell in code_cells(notebook):
        kinds = [isinstance(n, (ast.Import, ast.ImportFrom)) for n in tree(cell).body]
        assert kinds == sorted(kinds, reverse=True)


def test_prose_uses_no_epithets(name, notebook):
    epithets = re.compile(r"\b(?:bourgeois\w*|lackeys?|slander\w*|liars?|traitors?|scum|vermin)\b", re.I)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not epithets.search(cell.source), epithets.search(cell.source)
