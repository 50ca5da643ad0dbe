"""Every text that a reader sees is found, so that it can be translated."""

import ast

import pytest

from analysis.text import words
from recount.publish import messages
from recount.publish.messages import Message, all_messages, code_messages


@pytest.fixture(scope="module")
def found():
    return {message.text: message for message in all_messages()}


def module(tmp_path, monkeypatch, text):
    """Texts of a module of the package ``analysis`` with this source."""
    folder = tmp_path / "analysis"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    path = folder / "invented.py"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    namespace = type("Module", (), {})()
    exec(compile(text, str(path), "exec"), vars(namespace))
    monkeypatch.setattr(messages, "_module", lambda path: namespace)
    return [message.text for message in code_messages(path)]


HEAD = "from analysis.text.words import _\n"


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('x = _("one text")', ["one text"]),
        ('x = _("one " "text")', ["one text"]),
        ('def f(n): return _("is" if n == 1 else "are")', ["is", "are"]),
        ('KINDS = {"a_b": "first kind"}\ndef f(k): return _(KINDS[k])', ["first kind"]),
        ('KINDS = {"a_b": "first kind"}\ndef f(): return [_(v) for v in KINDS.values()]', ["first kind"]),
        ('KINDS = {"first kind": 1}\ndef f(): return [_(k) for k in KINDS]', ["first kind"]),
        ('ORDER = ("x y", "z w")\ndef f():\n    for w in ORDER:\n        print(_(w))', ["x y", "z w"]),
        ('def f(frame): return _(frame["column_name"])', []),
        ("def f(anything): return _(anything)", []),
    ],
)
def test_texts_are_followed_to_where_they_stand(tmp_path, monkeypatch, source, texts):
    assert module(tmp_path, monkeypatch, HEAD + source) == texts


def test_a_plural_comes_with_its_singular(tmp_path, monkeypatch):
    folder = tmp_path / "analysis"
    folder.mkdir()
    path = folder / "invented.py"
    path.write_text('x = ngettext("{n} row", "{n} rows", 2)', encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    assert list(code_messages(path)) == [Message("{n} row", "{n} rows", "analysis/invented.py")]


def test_every_literal_text_of_the_code_is_found(found, root):
    """By a search of its own: every literal first argument of ``_``, wherever it stands."""
    for package in ("analysis", "recount"):
        for path in (root / package).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args:
                    text = getattr(node.args[0], "value", None)
                    assert not isinstance(text, str) or not text.strip() or text in found, (path.name, text)


def test_verdicts_months_and_units_are_found(found):
    from analysis.data.reference import load_units
    from analysis.text import verdicts

    wanted = [*verdicts.ARITHMETIC, *verdicts.FIDELITY, *verdicts.EVIDENCE, *words.MONTHS]
    wanted += [verdicts.meaning(v) for v in (*verdicts.ARITHMETIC, *verdicts.FIDELITY, *verdicts.EVIDENCE)]
    wanted += [unit.replace("_", " ") for unit in load_units().index]
    assert [text for text in wanted if text not in found] == []


def test_no_identifier_is_handed_to_a_translator(found):
    assert [text for text in found if "_" in text and " " not in text and "{" not in text] == []
