"""Rules of code changed by mutmut: how its results are read, and one small project from end to end."""

import json
import subprocess

import pytest

from recount.trust import mutation, mutation_code

CHANGED = """
def x_f__mutmut_orig(a, b):
    if a < b:
        raise ValueError("no")
    return a

def x_f__mutmut_1(a, b):
    if a <= b:
        raise ValueError("no")
    return a

def x_f__mutmut_2(a, b):
    if a < b:
        raise ValueError("XXnoXX")
    return a

class C:
    def xǁCǁg__mutmut_orig(self):
        return 1

    def xǁCǁg__mutmut_1(self):
        return 2
"""


def judged(tmp_path, **statuses):
    place = tmp_path / "m.py"
    place.write_text(CHANGED, encoding="utf-8")
    found = {f"analysis.m.{key}": status for key, status in statuses.items()}
    place.with_name("m.py.meta").write_text(json.dumps({"exit_code_by_key": found}), encoding="utf-8")
    return mutation_code._judged(place, "m")


@pytest.mark.parametrize(("status", "result"), [(1, "noticed"), (36, "noticed"), (0, "survived"), (33, "survived")])
def test_a_status_says_whether_a_test_noticed(tmp_path, status, result):
    (found,) = judged(tmp_path, x_f__mutmut_1=status)
    assert found == ("m", "f", result, "- if a < b: + if a <= b:")


def test_words_alone_are_counted_apart(tmp_path):
    assert [m.result for m in judged(tmp_path, x_f__mutmut_2=1)] == ["words"]


def test_a_method_is_found_in_its_class(tmp_path):
    name = "xǁCǁg__mutmut_1"
    assert judged(tmp_path, **{name: 0}) == [("m", "g", "survived", "- return 1 + return 2")]


@pytest.mark.parametrize("status", [2, 34, None])
def test_what_was_not_judged_is_no_result(tmp_path, status):
    with pytest.raises(mutation_code.MutationError, match="expected mutmut to judge x_f__mutmut_1 of m"):
        judged(tmp_path, x_f__mutmut_1=status)


def test_counts_by_module():
    results = [mutation_code.Mutant("m", "f", result, "") for result in ("noticed", "noticed", "survived", "words")]
    assert mutation.count_code(results).iloc[0].to_dict() == {
        "module": "m", "mutants": 4, "words": 1, "noticed": 2, "survived": 1, "share": 2 / 3,
    }  # fmt: skip


def test_a_module_that_does_not_exist_is_refused():
    with pytest.raises(mutation_code.MutationError, match=r"--code: expected modules of analysis/ .* got 'nothing'"):
        mutation_code.run(("numbers.printed", "nothing"))


@pytest.mark.full
def test_a_rule_that_no_test_looks_at_survives(tmp_path, monkeypatch):
    for path, text in {
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
        "analysis/__init__.py": "",
        "analysis/m.py": "def f(a, b):\n    return a + b\n\n\ndef g(a):\n    return a * 2\n",
        "tests/analysis/test_m.py": "from analysis import m\n\n\ndef test_f():\n    assert m.f(2, 3) == 5\n",
        "tests/validation/test_g.py": "from analysis import m\n\n\ndef test_g():\n    assert m.g(0) == 0\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    monkeypatch.setattr(mutation_code, "ROOT", tmp_path)
    found = {(m.function, m.change): m.result for m in mutation_code.run(("m",))}
    assert found["f", "- return a + b + return a - b"] == "noticed"
    assert found["g", "- return a * 2 + return a * 3"] == "survived"
