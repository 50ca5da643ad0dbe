"""Find every text that a reader sees, so that it can be translated.

Most texts stand in the code as ``_("text")``. Others stand in tables, ``_(KINDS[name])``, or are the values of a
column of data; they are found by looking up what the code names. What neither rule finds, :data:`SHOWN` lists.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from analysis.topics.repression import toll
from recount.app.setup import ROOT
from recount.publish import prose

PACKAGES = ("analysis", "recount")
#: Function -> places of the texts among its arguments. The first two translate; the others hand on to them.
TRANSLATES = {"_": (0,), "ngettext": (0, 1), "counted": (1, 2), "_counted": (1, 2), "show_checks": (1,), "Link": (1,)}
#: Arguments of the same functions that are given by name.
HANDED_ON = ("caption", "notes")
#: Pairs of singular and plural.
PLURALS = {"ngettext", "counted", "_counted"}
#: Table -> column: values that are shown in words, their underscores read as blanks.
SHOWN = (
    ("units.csv", "unit"),
    ("tables.csv", "title"),
    ("pamphlet/sections.csv", "subject"),
    ("pamphlet/claims.csv", "statement"),
    ("estimates/*.csv", "label"),
    ("estimates/*.csv", "author"),
    ("estimates/toll_estimates.csv", "text"),
    ("estimates/trials.csv", "text"),
    ("pamphlet/schooling.csv", "subject"),
    ("pamphlet/farming.csv", "subject"),
    ("pamphlet/labour_budget.csv", "subject"),
    ("pamphlet/production_income.csv", "subject"),
    ("panels/*.csv", "country"),
    ("findings.csv", "title"),
    ("findings.csv", "sentence"),
    ("findings.csv", "why"),
)
#: Columns of printed strings, and of how words are read; those that hold a word are texts.
PRINTED = (("pamphlet/*.csv", "printed"), ("pamphlet/corrections.csv", "value"))
A_WORD = re.compile(r"[A-Za-z]{2}")
#: Module -> names of tables whose texts reach ``_`` by way of a frame.
TABLES = {
    "data.sources": ("PLACE_WORDS",),
    "numbers.dates": ("WEEKDAYS",),
    "topics.production.published": ("COVERAGE_WORDS", "KIND_WORDS", "PRICE_WORDS"),
    "topics.elites.model": ("SENIORITY",),
    "topics.overview.counts": ("STRICTNESS", "REPAIRS", "OTHER_REPAIR", "NO_REPAIR", "NOT_ASKED"),
    "topics.overview.views": ("HOLDS", "FAILS", "OPEN", "PARTS"),
    "topics.purges.model": ("KINDS", "DATE_RULES"),
    "topics.purges.bases": ("PRINTED", "COUNTED", "ADDED"),
    "topics.purges.published": ("COMPUTED",),
    "text.verdicts": ("ARITHMETIC", "FIDELITY", "EVIDENCE", "FIRMNESS", "TESTS", "ANSWERERS"),
    "text.words": ("MONTHS",),
}
#: Labels that are made where they are used.
MADE = (
    "data file",
    "two texts",
    "one text",
    "collected",
    "computed",
    "lowest",
    "highest",
    "thing",
    "unit",
    "share",
    "ratio",
    "duration",
)
#: Names of ``labels.csv`` that tables and workings show.
LABELS = (
    "expelled share", "reinstated share", "reinstated", "chistka 1929", "chistka 1933", "expulsions 1937",
    "verification 1935", "exchange 1936", "verification and exchange 1935 36", "cards issued", "all schools",
    "all workers", "industrial workers", "workers and employees", "pupils primary and secondary schools",
    "state budget", "all sources", "gdp per capita", "harvest as published", "harvest barn", "harvest estimate",
    "all courses incl part time", "whole population", "students higher education", "books in libraries", "rye bread",
    "sunflower oil", "beef", "pork", "eggs", "sugar", "potatoes", "farm products sold", "ussr 1938", "ussr 1940",
    "moscow city", "smolensk city", "belyi", "moscow state university", "old bolsheviks", "false accusations",
    "deported", "sentenced to exile or banishment", "purged or sentenced", "killed by german armies",
    "soviet population", "persons killed", "high command without tukhachevsky", "defendants military 1937", "other",
    "half unit", "short course", "pounds sterling", "series",
    "A prison sentence did not mean survival. Weak witnesses. "
    "Nothing was collected on Sokolnikov, Arnold and Stroilov.",
)  # fmt: skip
#: Tables whose keys are shown.
KEYS = ("ARITHMETIC", "FIDELITY", "EVIDENCE", "FIRMNESS", "TESTS", "ANSWERERS", "KINDS", "REPAIRS")
#: How far a name is followed from where it is used to where it comes from.
STEPS = 4
#: Identifiers, file names and punctuation are no texts.
NO_WORDS = re.compile(r"[^A-Za-z]*|\w*_\w*|[a-z]+\.[a-z_.]+|[a-z\d]+(-[a-z\d]+){2,}|s\d+")


class Message(NamedTuple):
    """A text to translate, its plural where it has one, and the file that shows it."""

    text: str
    plural: str
    place: str


@cache
def all_messages() -> tuple[Message, ...]:
    """Return every text of the code, of the data and of the lessons, each once, in the order of the files.

    Returns
    -------
    tuple of Message
        A text that occurs with and without a plural is listed with it.
    """
    found: dict[str, Message] = {}
    for message in _everything():
        known = found.get(message.text)
        if message.text.strip() and (known is None or (message.plural and not known.plural)):
            found[message.text] = message
    return tuple(found.values())


def _everything() -> Iterator[Message]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield from code_messages(path)
    for module, names in TABLES.items():
        table = importlib.import_module(f"analysis.{module}")
        for name in names:
            yield from (
                _shown(t, f"analysis/{module.replace('.', '/')}.py")
                for t in _texts(getattr(table, name), keys=name in KEYS)
            )
    yield from (_shown(text, "analysis/topics/elites/risks.py") for text in MADE)
    yield from (_shown(text, "data/labels.csv") for text in LABELS)
    scopes = _values("estimates/toll_estimates.csv", "scope")
    yield from (_shown(toll.written_out(scope), "data/estimates/toll_estimates.csv") for scope in scopes)
    yield from data_messages()
    yield from notebook_messages()
    yield from lesson_messages()
    yield from menu_messages()


def menu_messages() -> Iterator[Message]:
    """Yield the labels and options of the menus of the page to click through."""
    from analysis import topics
    from recount.publish.site import what_if

    for question in what_if.asked():
        fields = topics.declaration(question.notebook).model_fields
        for name, values in question.menus.items():
            words = [fields[name].description] if name in fields else []
            words += [v for v in values if isinstance(v, str) and name in fields]
            yield from (_shown(text, "recount/publish/site/what_if.py") for text in words if text)


def _shown(text: str, place: str) -> Message:
    # The places in braces of a sentence are names that stay.
    return Message(text if "{" in text else text.replace("_", " "), "", place)


def notebook_messages() -> Iterator[Message]:
    """Yield the prose of the notebooks, and the captions and notes that cells hand to what translates them."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            found = prose.texts(source) if cell["cell_type"] == "markdown" else _of_cell(ast.parse(source))
            yield from (Message(text, "", f"notebooks/{path.name}") for text in found)


def _of_cell(tree: ast.AST) -> Iterator[str]:
    for _call, wanted in _calls(tree):
        yield from (a.value for a in wanted if _literal(a))
    for word in (n for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg in HANDED_ON):
        yield from (n.value for n in ast.walk(word.value) if _literal(n))


def data_messages() -> Iterator[Message]:
    """Yield the values of the columns that are shown in words."""
    for name, column in SHOWN:
        yield from (_shown(value, f"data/{name}") for value in _values(name, column))
    for name, column in PRINTED:
        words = (value.strip() for value in _values(name, column) if A_WORD.search(value))
        yield from (Message(word, "", "data/pamphlet") for word in words)


def _values(name: str, column: str) -> list[str]:
    """Return the values of a column in all the tables of a pattern, each once."""
    import pandas as pd

    frames = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in sorted((ROOT / "data").glob(name))]
    return list(dict.fromkeys(v for frame in frames if column in frame for v in frame[column] if v))


def lesson_messages() -> Iterator[Message]:
    """Yield the texts of the lessons."""
    from recount.publish import lessons

    yield from (Message(text, "", "lessons") for text in lessons.messages())


def code_messages(path: Path) -> Iterator[Message]:
    """Yield the texts of one module.

    Parameters
    ----------
    path : Path
        A file of :data:`PACKAGES`.

    Yields
    ------
    Message
        Literal texts first where they stand; then those of the tables that the same call names.
    """
    source = path.read_text(encoding="utf-8")
    tree, place = ast.parse(source), path.relative_to(ROOT).as_posix()
    names = _Names(tree, path)
    for called, wanted in _calls(tree):
        if called in PLURALS and len(wanted) == 2 and all(_literal(a) for a in wanted):
            yield Message(wanted[0].value, wanted[1].value, place)
            continue
        for argument in wanted:
            yield from (Message(t, "", place) for t in _of_argument(argument, names))


def _calls(tree: ast.AST) -> Iterator[tuple[str, list[ast.expr]]]:
    """Yield every call that translates, with its arguments that are texts."""
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if called in TRANSLATES:
            yield called, [call.args[i] for i in TRANSLATES[called] if i < len(call.args)]


def _of_argument(argument: ast.expr, names: _Names) -> Iterator[str]:
    if _literal(argument):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _of_argument(argument.body, names)
        yield from _of_argument(argument.orelse, names)
    else:
        yield from (text for text in names.texts(argument) if not NO_WORDS.fullmatch(text))


def _literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def _module(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


class _Names:
    """Follows the names of one module to the tables that they stand for."""

    def __init__(self, tree: ast.Module, path: Path):
        self.path = path
        self.parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        # frame["column"] is the name of a column, not a text.
        subscripts = [n.slice for n in ast.walk(tree) if isinstance(n, ast.Subscript)]
        self.labels = {part for place in subscripts for part in ast.walk(place)}

    @property
    def module(self) -> ModuleType:
        """The module itself, imported when the first table is looked up in it."""
        return _module(self.path)

    def texts(self, node: ast.expr, step: int = 0) -> Iterator[str]:
        """Yield the texts of every table that an expression reaches."""
        field = node.attr if isinstance(node, ast.Attribute) and not self._is_table(node) else None
        for part in ast.walk(node):
            if self._is_table(part):
                yield from _texts(self._value(part), field, keys=step > 0)
            elif step and _literal(part) and part not in self.labels:
                yield part.value
            elif isinstance(part, ast.Name) and step < STEPS:
                for origin in self._origins(part):
                    yield from (t for t in self.texts(origin, step + 1) if field is None or not step)
                    yield from self._fields(origin, field)

    def _fields(self, origin: ast.expr, field: str | None) -> Iterator[str]:
        for part in ast.walk(origin) if field else ():
            if self._is_table(part):
                yield from _texts(self._value(part), field)

    def _is_table(self, node: ast.AST) -> bool:
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        return isinstance(name, str) and name.strip("_").isupper() and self._value(node) is not None

    def _value(self, node: ast.AST) -> object:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return getattr(getattr(self.module, node.value.id, None), node.attr, None)
        return getattr(self.module, getattr(node, "id", ""), None)

    def _origins(self, name: ast.Name) -> Iterator[ast.expr]:
        """Yield what a local name is bound to: the loop it runs over, or the value it was given."""
        node: ast.AST = name
        while node in self.parents and not isinstance(node, (ast.FunctionDef, ast.Module)):
            node = self.parents[node]
            for loop in getattr(node, "generators", ()):
                if _binds(loop.target, name.id):
                    yield loop.iter
        for inner in ast.walk(node) if isinstance(node, ast.FunctionDef) else ():
            if isinstance(inner, ast.For) and _binds(inner.target, name.id):
                yield inner.iter
            if isinstance(inner, ast.Assign) and any(_binds(target, name.id) for target in inner.targets):
                yield inner.value


def _binds(target: ast.expr, name: str) -> bool:
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(target))


def _texts(value: object, field: str | None = None, *, keys: bool = False) -> Iterator[str]:
    """Yield the texts inside a table; of named tuples and dataclasses only the field named."""
    if field is not None and not isinstance(value, Mapping) and hasattr(value, field):
        value, field = getattr(value, field), None
    if isinstance(value, str):
        if field is None:
            yield value
    elif isinstance(value, Mapping):
        yield from (key for key in value if keys and isinstance(key, str))
        for inner in value.values():
            yield from _texts(inner, field)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in sorted(value, key=str) if isinstance(value, (set, frozenset)) else value:
            yield from _texts(inner, field)
