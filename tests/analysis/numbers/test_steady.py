"""Arithmetic that no processor changes: values, missing ones, and that nobody goes round it."""

import ast
import json
import math
import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers import steady

# What numpy computes with instructions chosen by the processor, and what its linear algebra leaves to OpenBLAS.
CHOSEN = set(
    "exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh arccosh "
    "arctanh cbrt power float_power hypot logaddexp logaddexp2 dot matmul inner vdot tensordot einsum polyfit polyval "
    "cov corrcoef linalg fft logspace geomspace".split()
)
# Sorts that are not stable depend on the processor too, where two values are equal.
SORTS = {"sort_values", "sort_index", "argsort"}
OF_NUMPY = {"np", "numpy"}
# Of Python's own floats or of exact numbers, one at a time.
ALLOWED_POWERS = {
    "analysis/display/axes.py": "places on a logarithmic axis",
    "analysis/topics/production/findings.py": "whole numbers",
    "analysis/ledger/evidence.py": "fractions",
    "analysis/numbers/bounds.py": "fractions",
    "analysis/numbers/digits.py": "fractions",
    "analysis/numbers/numerals.py": "whole numbers",
    "analysis/numbers/printed.py": "fractions",
    "analysis/ledger/row_relations.py": "the length of a text",
    "recount/publish/lesson_numbers.py": "fractions",
}


@pytest.mark.parametrize(("base", "exponent", "wanted"), [
    (1.21, 0.5, 1.1), (2.0, -1, 0.5), (0.0, 0, 1.0), (0.0, -1, math.inf), (-8.0, 1 / 3, math.nan),
    (math.nan, 2, math.nan), (1e300, 2, math.inf), (-1e300, 3, -math.inf),
])  # fmt: skip
def test_worked_cases(base, exponent, wanted):
    assert steady.power(base, exponent) == pytest.approx(wanted, nan_ok=True)
    assert steady.power(np.array([base]), exponent) == pytest.approx([wanted], nan_ok=True)


@given(st.floats(1e-6, 1e6), st.floats(-20, 20))
def test_as_numpy_to_the_last_but_one_digit(base, exponent):
    """The independent reference."""
    assert steady.power(base, exponent) == pytest.approx(float(np.float64(base) ** exponent), rel=1e-15)


def test_arrays_give_what_their_elements_give():
    base, exponent = np.array([[1.5, 2.5], [3.5, 0.1]]), np.array([0.1, 7.0])
    found = steady.power(base, exponent)
    assert found.tolist() == [[1.5**0.1, 2.5**7.0], [3.5**0.1, 0.1**7.0]]


def test_series_are_aligned_and_keep_their_labels():
    base = pd.Series([1.5, 2.5], index=["a", "b"], name="value")
    assert steady.power(base, pd.Series([2.0, 3.0], index=["b", "a"])).to_dict() == {"a": 1.5**3, "b": 2.5**2}
    assert steady.power(base, 2).name == "value"
    assert steady.power(2.0, base).index.tolist() == ["a", "b"]


def test_the_hypotenuse():
    assert steady.hypotenuse(3, 4) == 5


def trees(root):
    """Name and syntax tree of every module, and of every code cell of the notebooks."""
    for folder in ("analysis", "recount"):
        for path in sorted((root / folder).rglob("*.py")):
            yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path.name, ast.parse("".join(cell["source"]))


def faults(name, tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.Pow, ast.MatMult)):
            exponent = node.right if isinstance(node, ast.BinOp) else node.value
            # Numpy takes squares by a product, and whole numbers are whole.
            square = isinstance(node.op, ast.Pow) and isinstance(exponent, ast.Constant) and exponent.value == 2
            whole = isinstance(node, ast.BinOp) and all(
                isinstance(n, ast.Constant) and isinstance(n.value, int) for n in (node.left, node.right)
            )
            if not (square or whole or name in ALLOWED_POWERS):
                yield f"{name}:{node.lineno}: {ast.unparse(node)}: use analysis.numbers.steady.power"
        elif isinstance(node, ast.Attribute) and node.attr in CHOSEN:
            if isinstance(node.value, ast.Name) and node.value.id in OF_NUMPY:
                yield f"{name}:{node.lineno}: {ast.unparse(node)}: depends on the processor"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SORTS:
            if not any(k.arg == "kind" and ast.unparse(k.value) == "'stable'" for k in node.keywords):
                yield f"{name}:{node.lineno}: {node.func.attr}: expected kind='stable'"
        elif isinstance(node, ast.Call) and re.fullmatch(r"(?!math).*\.r?pow", ast.unparse(node.func)):
            yield f"{name}:{node.lineno}: {ast.unparse(node.func)}: use analysis.numbers.steady.power"


def test_nobody_goes_round_it(root):
    found = [fault for name, tree in trees(root) for fault in faults(name, tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("code", [
    "a ** b", "a **= 0.5", "a @ b", "np.log(a)", "numpy.linalg.norm(a)", "frame.sort_values('a')", "s.pow(2)",
    "s.sort_index(kind='quicksort')",
])  # fmt: skip
def test_the_search_finds_what_it_is_for(code):
    assert list(faults("x.py", ast.parse(code)))


@pytest.mark.parametrize("code", ["a ** 2", "10 ** 6", "math.log(a)", "math.pow(a, b)", "s.argsort(kind='stable')"])
def test_the_search_leaves_the_rest(code):
    assert not list(faults("x.py", ast.parse(code)))


RATES = """
import json, numpy as np, pandas as pd
from analysis.numbers import growth
draw = np.random.default_rng(5)
start, end = draw.uniform(1, 1000, 5000), draw.uniform(1, 1000, 5000)
rates = growth.annual_rate(start, end, draw.integers(1, 20, 5000))
ties = pd.DataFrame({"k": draw.integers(0, 3, 500).astype(float), "v": range(500)})
print(json.dumps([np.asarray(rates).tolist(), ties.sort_values("k", kind="stable")["v"].tolist()]))
"""


@pytest.mark.parametrize("off", ["", "X86_V4 AVX512_ICL AVX512_SPR", "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"])
def test_the_same_digits_on_a_lesser_processor(root, off):
    """With the instructions of newer processors switched off in numpy."""

    def run(**more):
        words = [sys.executable, "-W", "ignore", "-c", RATES]
        kept = {n: v for n, v in os.environ.items() if not n.startswith("NPY_")}
        return subprocess.run(words, cwd=root, env=kept | more, capture_output=True, text=True, check=True).stdout

    assert run(NPY_DISABLE_CPU_FEATURES=off) == run()
