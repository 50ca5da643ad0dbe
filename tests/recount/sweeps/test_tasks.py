"""Tasks of a sweep: what a worker may answer, and what it looks at before it answers."""

import json
from concurrent.futures import Future
from dataclasses import replace

import pytest

from analysis import topics
from recount.runs import cache
from recount.sweeps import tasks
from recount.sweeps.tasks import DONE, FAILED, Result, make_task, parts_of, run_task, split, take

NOTEBOOK = "01_purge_rates"


def group(*values):
    """Results of settings that are still to be worked out."""
    return [Result(number, {"value": value}) for number, value in enumerate(values, 1)]


def answered(text):
    """A future that has ended with an answer, or with an error."""
    future = Future()
    if isinstance(text, Exception):
        future.set_exception(text)
    else:
        future.set_result(text if isinstance(text, str) else json.dumps(text))
    return future


def test_an_answer_fills_in_the_results():
    """An error stands for its own setting alone."""
    results = group(1, 2)
    take(results, answered([[{"value": 1}, {"x": 0.1}, "", 2], [{"value": 2}, {}, "ValueError: no", 1]]), ["x"])
    assert results[0] == Result(1, {"value": 1}, {"x": 0.1}, DONE, "", 2.0)
    assert results[1] == Result(2, {"value": 2}, {}, FAILED, "ValueError: no", 1.0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("nonsense", "JSONDecodeError"),
        ([], "expected 1 answers of a worker, got 0"),
        ([[{"value": 2}, {"x": 1}, "", 1]], "expected the answer to the setting that was sent"),
        ([[{"value": 1}, {"y": 1}, "", 1]], "expected the outcomes x; got y"),
        ([[{"value": 1}, {"x": 1, "y": 1}, "", 1]], "expected the outcomes x; got x, y"),
        ([[{"value": 1}, {"x": [1]}, "", 1]], "outcome x: expected a number"),
        ('[[{"value": 1}, {"x": Infinity}, "", 1]]', "outcome x: expected a finite number"),
        ([[{"value": 1}, {"x": 1}, "", "long"]], "ValueError"),
        ([[{"value": 1}]], "not enough values"),
        ("[" * 100_000, "RecursionError"),
        (b"\xff", "UnicodeDecodeError"),
        (OSError("gone"), "OSError: gone"),
    ],
)
def test_an_answer_that_is_not_what_was_asked_is_a_failure(answer, words):
    """Of its settings, in words; nothing of it is used."""
    results, future = group(1), Future()
    if isinstance(answer, bytes):
        future.set_result(answer)
    take(results, future if isinstance(answer, bytes) else answered(answer), ["x"])
    assert (results[0].state, results[0].outcomes) == (FAILED, {})
    assert words in results[0].error


def test_neighbours_go_together_and_every_worker_gets_several():
    """Few settings one by one, many in groups; each once and in order."""
    assert [len(part) for part in split(group(*range(3)), 2)] == [1, 1, 1]
    many = group(*range(1000))
    parts = list(split(many, 2))
    assert max(map(len, parts)) == tasks.MOST
    assert [result for part in parts for result in part] == many


@pytest.fixture
def task():
    """A real topic under its default choices and one other."""
    choices = topics.topic(NOTEBOOK).choices
    results = [Result(n, choices(base=base).model_dump()) for n, base in enumerate(("members", "screened"), 1)]
    return make_task(NOTEBOOK, results, parts_of(NOTEBOOK))


def test_a_worker_answers_with_what_the_function_gives(task):
    """Number by number, to the last digit."""
    found = json.loads(run_task(task))
    assert [setting for setting, *_ in found] == list(task.settings)
    assert [outcomes for _, outcomes, *_ in found] == [topics.topic(NOTEBOOK).collect(**s) for s in task.settings]
    assert found[0][1] != found[1][1]


@pytest.mark.parametrize("name", ["data", "analysis.topics.purges.model", "lock"])
def test_a_worker_with_another_code_or_data_answers_nothing(task, name):
    """What differs, and what to do."""
    for _, outcomes, error, _ in json.loads(run_task(replace(task, parts=task.parts | {name: "other"}))):
        assert (outcomes, error) == ({}, f"{name} differ there; bring its checkout and environment up to date")


def test_a_worker_that_has_loaded_an_older_code_answers_nothing(task, monkeypatch):
    """Its files may be up to date while it still runs what it loaded before."""
    monkeypatch.setitem(tasks._LOADED, "analysis.topics.purges.model", "of yesterday")
    [[_, outcomes, error, _], _] = json.loads(run_task(task))
    assert outcomes == {}
    assert error == "analysis.topics.purges.model changed since the worker was started; start it again"


def test_data_that_change_while_a_task_runs_spoil_its_answer(task, monkeypatch):
    """Nobody can say which of its numbers are of which data."""
    real, seen = cache.data_hashes, []

    def changing(paths):
        seen.append(paths)
        return real(paths) if len(seen) == 1 else {"x": "changed"}

    monkeypatch.setattr(cache, "data_hashes", changing)
    assert {error[:17] for _, _, error, _ in json.loads(run_task(task))} == {"data differ there"}
