"""The description of the text that is studied: what is read, and what is refused."""

from __future__ import annotations

import pytest

from analysis.data import study
from analysis.data.folders import data_folder
from analysis.data.raw import TableError
from analysis.data.reference import source_keys


def written(folder, text, monkeypatch):
    monkeypatch.setenv("RECOUNT_DATA", str(folder))
    if text is not None:
        (folder / "text.toml").write_text(text, encoding="utf-8")


def test_the_description_of_this_text():
    found = study.study()
    assert study.object_of_study() in source_keys()
    assert found["work"]["credits"] in source_keys()
    assert (data_folder() / "estimates" / f"{found['reports']['table']}.csv").is_file()


@pytest.mark.parametrize(("section", "words"), [("s001", "The 1930s"), ("s003", "The 1930s"), ("s029", "Germany"),
                                                ("s117", "War")])  # fmt: skip
def test_a_section_belongs_to_the_part_that_begins_before_it(section, words):
    assert study.part(section).startswith(words)


def test_what_may_be_divided_and_what_never():
    pairs, never = study.may_be_divided(), study.study()["never_divided"]
    assert ("expelled", "members") in pairs
    assert ("members", "expelled") not in pairs
    for part, whole in pairs:
        assert not {part, whole} & set(never["one"]) or not {part, whole} & set(never["other"])


LITTLE = '[work]\nkey = "some"\nauthor = "A"\ntitle = "T"\n[parts]\n[lists]\n'


def test_another_text_needs_little(tmp_path, monkeypatch):
    written(tmp_path, LITTLE, monkeypatch)
    assert study.object_of_study() == "some"
    assert study.part("s001") == "s001"
    assert study.may_be_divided() == frozenset()


@pytest.mark.parametrize(("text", "reason"), [
    (None, "expected a description of the text"),
    ("key = ", "expected TOML"),
    ('[work]\nkey = "some"\n', "expected a table .work. with key, author, title"),
    ('[work]\nkey = "some"\nauthor = "A"\ntitle = "T"\n', "expected a table .parts."),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(text, reason, tmp_path, monkeypatch):
    written(tmp_path, text, monkeypatch)
    with pytest.raises(TableError, match=reason):
        study.study()
