"""Code mutants: one rule of a module changed, and whether the module's own tests notice.

Each mutant runs in a forked child of one warm process: the child compiles the changed source into the module that
is already imported and runs the tests; it costs about as much as the tests themselves.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import io
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.data.files import read_csv
from recount.app.setup import ROOT

#: Modules of the arithmetic: what is found out about all of them together is stored.
MODULES = (
    *(f"numbers.{name}" for name in ("bounds", "digits", "numerals", "ranges", "printed", "arithmetic", "growth")),
    *("topics.reichstag.elections", "ledger.judge"),
)
#: Least seconds for one mutant; tests that need longer unchanged have :data:`PATIENCE` times as long.
TIMEOUT = 20
PATIENCE = 5
EQUIVALENT = ROOT / "tests" / "equivalent_mutants.csv"
_COMPARE = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATE = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class MutationError(RuntimeError):
    """Mutants that cannot be judged; says nothing about the rules."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed rule: the function and line it stands in, what was done, and the whole changed source."""

    module: str
    function: str
    line: int
    text: str
    mutation: str
    source: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what names the mutant as long as its line is not edited."""
        return self.module, self.function, self.text, self.mutation


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Return every mutant of a module's functions.

    Parameters
    ----------
    module : str
        Its name.
    source : str
        Its text. Docstrings, annotations, decorators and the strings shown to readers are left alone.
    """
    tree, lines = ast.parse(source), source.splitlines()
    sites = list(_sites(tree))
    seen: set[str] = set()
    named: Counter[tuple[int, str]] = Counter()
    for number, (function, node) in enumerate(sites):
        for name in _changes(node):
            changed = copy.deepcopy(tree)
            target = list(_sites(changed))[number][1]
            _apply(target, name)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text not in seen:
                seen.add(text)
                named[node.lineno, name] += 1
                # Several on one line are told apart by their number.
                place = named[node.lineno, name]
                label = name if place == 1 else f"{name}, no. {place}"
                yield Mutant(module, function, node.lineno, lines[node.lineno - 1].strip(), label, text)


def _sites(tree: ast.AST, function: str = "") -> Iterator[tuple[str, ast.AST]]:
    for child in _children(tree):
        inside = function
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}" if function else child.name
        if function and not isinstance(child, ast.FunctionDef | ast.ClassDef | ast.arguments):
            yield function, child
        yield from _sites(child, inside)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    # Annotations and decorators are no rules: nothing is computed by them.
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            yield from (v for v in (value if isinstance(value, list) else [value]) if isinstance(v, ast.AST))


def _changes(node: ast.AST) -> list[str]:
    """Return the names of what can be done to a node."""
    if isinstance(node, ast.Compare):
        return [f"compare {i} {type(op).__name__}" for i, op in enumerate(node.ops) if type(op) in _COMPARE]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATE:
        return [f"operate {type(node.op).__name__}"]
    if isinstance(node, ast.BoolOp):
        return [f"boolean {type(node.op).__name__}"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        return [f"drop {type(node.op).__name__}"]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return ["constant flipped"] if isinstance(node.value, bool) else ["constant plus 1", "constant minus 1"]
    if isinstance(node, ast.Return) and not _is_none(node.value):
        return ["return None"]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES:
        return [f"call {_NAMES[node.func.id]}"]
    if isinstance(node, ast.IfExp | ast.If):
        return ["condition negated"]
    if isinstance(node, ast.AugAssign | ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return ["statement dropped"]
    return []


def _is_none(value: ast.AST | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _apply(node: ast.AST, name: str) -> None:
    kind, *words = name.split()
    if kind == "compare":
        place = int(words[0])
        node.ops[place] = _COMPARE[type(node.ops[place])]()
    elif kind == "operate":
        node.op = _OPERATE[type(node.op)]()
    elif kind == "boolean":
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif kind == "drop":
        node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
        if isinstance(node.op, ast.Not):
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif kind == "constant":
        node.value = not node.value if words == ["flipped"] else node.value + (1 if words[0] == "plus" else -1)
    elif kind == "return":
        node.value = ast.Constant(None)
    elif kind == "call":
        node.func.id = words[0]
    elif kind == "condition":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        _drop(node)


def _drop(node: ast.AST) -> None:
    # The node stays in place and becomes an expression without effect, so that its body is never empty.
    node.__class__ = ast.Expr
    for name in ("target", "op", "exc", "cause"):
        if hasattr(node, name):
            delattr(node, name)
    node.value = ast.Constant(None)


def tests_of(module: str) -> list[str]:
    """Return the test files that answer for a module: its mirror, and the comparisons with other programs."""
    files = [_mirror(module), *sorted((ROOT / "tests" / "validation").glob("test_*.py"))]
    return [str(path) for path in files if path.is_file()]


def _source(module: str) -> Path:
    return (ROOT / "analysis").joinpath(*module.split(".")).with_suffix(".py")


def _mirror(module: str) -> Path:
    *rooms, name = module.split(".")
    return ROOT.joinpath("tests", "analysis", *rooms, f"test_{name}.py")


def warm(module: str) -> float:
    """Import what the tests of a module need, and run them once; they must pass unchanged.

    Returns
    -------
    float
        Seconds that a mutant may take before it counts as one that never ends.

    Raises
    ------
    MutationError
        If they do not pass: then no mutant can be judged.
    """
    quiet, start = io.StringIO(), time.monotonic()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        status = _run_tests(module)
    if status != 0:
        raise MutationError(f"expected the tests of {module} to pass unchanged, got\n{quiet.getvalue()[-2000:]}")
    return max(TIMEOUT, PATIENCE * (time.monotonic() - start))


def _run_tests(module: str) -> int:
    import pytest
    from hypothesis import settings

    # The same few examples for every mutant: a test that only now and then finds a mutant does not notice it.
    settings.register_profile("mutation", max_examples=25, derandomize=True, database=None, deadline=None)
    return int(pytest.main(_options(module)))


def _options(module: str) -> list[str]:
    return [
        "-x",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "--hypothesis-profile=mutation",
        *tests_of(module),
    ]


def judge(mutant: Mutant, seconds: float = TIMEOUT) -> str:
    """Return ``killed``, ``survived`` or ``timeout`` for one mutant, tried in a forked child.

    Raises
    ------
    MutationError
        If the tests could not be run at all: an error of the tests' own is no sign that they noticed anything.
    """
    child = os.fork()
    if child == 0:
        _try(mutant)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return _verdict(mutant, os.waitstatus_to_exitcode(status))
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def _verdict(mutant: Mutant, status: int) -> str:
    # pytest: 0 passed, 1 a test failed, 2 a file could not be imported; above that nothing was tested.
    if status == 0:
        return "survived"
    if status in (1, 2):
        return "killed"
    raise MutationError(f"expected the tests of {mutant.module} to run, got exit status {status}; run them by hand")


def _try(mutant: Mutant) -> None:
    # Never returns: whatever happens in the child must not run on as a second parent.
    status = 70
    try:
        os.nice(5)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        status = _status_of(mutant)
    finally:
        os._exit(status)


def _status_of(mutant: Mutant) -> int:
    try:
        _patch(mutant)
    except Exception:
        # The changed module cannot even be imported: every test notices that.
        return 1
    for name in [n for n, m in sys.modules.items() if _is_test(getattr(m, "__file__", None))]:
        del sys.modules[name]
    return _run_tests(mutant.module)


def _is_test(path: str | None) -> bool:
    return bool(path) and str(ROOT / "tests") in path


def _patch(mutant: Mutant) -> None:
    name = f"analysis.{mutant.module}"
    module = importlib.import_module(name)
    before = {k: v for k, v in vars(module).items() if not k.startswith("__")}
    exec(compile(mutant.source, module.__file__, "exec"), vars(module))  # the point of the exercise
    # Modules that imported a name of this one still hold the old object.
    for other in [m for n, m in sys.modules.items() if n.startswith(("analysis.", "recount.")) and m is not module]:
        for key, value in list(vars(other).items()):
            if key in before and value is before[key]:
                setattr(other, key, vars(module)[key])
            elif hasattr(value, "cache_clear"):
                value.cache_clear()  # what was found out under the old rule


def run(names: tuple[str, ...] = MODULES, *, sample: int | None = None, seed: int = 0) -> Iterator[tuple[Mutant, str]]:
    """Judge the mutants of the modules named; those known to be equivalent are not run.

    Parameters
    ----------
    names : tuple of str
        Modules of ``analysis``.
    sample : int, optional
        Mutants to draw out of those of all modules together; all by default.
    seed : int
        Of the draw.

    Yields
    ------
    tuple
        Each mutant with ``killed``, ``timeout``, ``survived`` or ``equivalent``.

    Raises
    ------
    MutationError
        If there is no such module, or its tests do not pass unchanged.
    """
    for name in names:
        if not _source(name).is_file():
            known = ", ".join(MODULES)
            raise MutationError(f"--code: expected modules of analysis/ such as {known}; got {name[:40]!r}")
    known = equivalent()
    found = [m for n in names for m in mutants(n, _source(n).read_text(encoding="utf-8"))]
    if sample is not None:
        drawn = set(random.Random(seed).sample(range(len(found)), min(sample, len(found))))
        found = [mutant for i, mutant in enumerate(found) if i in drawn]
    for name in names:
        mine = [mutant for mutant in found if mutant.module == name]
        seconds = warm(name) if mine else TIMEOUT
        for mutant in mine:
            yield mutant, "equivalent" if mutant.key in known else judge(mutant, seconds)


def equivalent() -> set[tuple[str, str, str, str]]:
    """Return the mutants that change nothing anyone could see, as judged by hand in ``equivalent_mutants.csv``."""
    rows = read_csv(EQUIVALENT, missing_ok=True)
    return {(r["module"], r["function"], r["line"], r["mutation"]) for r in rows}
