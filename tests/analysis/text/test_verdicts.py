"""The verdict words: three closed lists, each word defined once, used nowhere else as a bare string."""

import ast

import pytest

from analysis.text import verdicts

LISTS = {"ARITHMETIC": verdicts.ARITHMETIC, "FIDELITY": verdicts.FIDELITY, "EVIDENCE": verdicts.EVIDENCE}


def test_the_lists_are_those_of_the_design():
    assert list(verdicts.ARITHMETIC) == [
        "exact", "within rounding", "only if truncated", "cannot all hold", "not testable",
    ]  # fmt: skip
    assert list(verdicts.FIDELITY) == ["as in the source", "differs from the source", "source not seen"]
    assert list(verdicts.EVIDENCE) == [
        "agrees", "inside the range", "cannot be excluded", "differs from the one figure found", "outside the range",
        "not comparable", "none collected",
    ]  # fmt: skip
    assert (
        tuple(verdicts.ARITHMETIC),
        tuple(verdicts.EVIDENCE),
    ) == (verdicts.ARITHMETIC_ORDER, verdicts.EVIDENCE_ORDER)
    assert tuple(verdicts.FIDELITY) == verdicts.FIDELITY_ORDER


@pytest.mark.parametrize("name", LISTS)
def test_every_word_has_one_meaning_in_a_sentence(name):
    for word, meaning in LISTS[name].items():
        assert verdicts.meaning(word) == meaning
        assert meaning[0].isupper()
        assert meaning.endswith(".")
    assert len(set(LISTS[name].values())) == len(LISTS[name])


def test_no_word_is_in_two_lists():
    words = [w for table in LISTS.values() for w in table]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("word", ["true", "false", "wrong", "Exact", "", "agrees "])
def test_another_word_is_refused_with_the_list(word):
    with pytest.raises(KeyError) as caught:
        verdicts.meaning(word)
    assert repr(word) in str(caught.value)
    assert "cannot all hold" in str(caught.value)


#: Words that are also plain English, and may stand in sentences.
PLAIN_ENGLISH = {"agrees", "exact"}


def test_verdicts_are_named_not_typed_again(root):
    words = {w for table in LISTS.values() for w in table} - PLAIN_ENGLISH
    found = []
    for package in ("analysis", "recount"):
        for path in (root / package).glob("*.py"):
            if path.name == "verdicts.py":
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [
                f"{path.name}:{node.lineno} {node.value!r}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words
            ]
    assert not found, "write verdicts.NAME instead of: " + ", ".join(found)
