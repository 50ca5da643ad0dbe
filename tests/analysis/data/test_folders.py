"""The folder of the text in use, and what it shares with the data folder."""

import pytest

from analysis.data import csv_files, folders, reference, tables
from analysis.data.folders import TextError
from analysis.data.raw import TableError
from analysis.data.study import study


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """A folder of texts with one, ``small``, in use."""
    small = tmp_path / "small"
    (small / "printed").mkdir(parents=True)
    (small / "text.toml").write_text(
        '[work]\nkey = "k"\nauthor = "a"\ntitle = "t"\nlanguage = "en"\n[lists]\n[parts]\n', encoding="utf-8"
    )
    monkeypatch.setenv("RECOUNT_TEXTS", str(tmp_path))
    monkeypatch.setenv("RECOUNT_TEXT", "small")
    return tmp_path


def test_without_a_name_the_data_folder_is_the_text(monkeypatch):
    monkeypatch.delenv("RECOUNT_TEXT", raising=False)
    assert folders.text_folder() == folders.data_folder()
    assert folders.find("pamphlet/claims.csv") == folders.data_folder() / "pamphlet/claims.csv"
    assert folders.own("units.csv") is None


def test_printed_values_stand_in_printed_and_the_rest_beside(texts):
    (texts / "small/printed/values.csv").write_text("id\n", encoding="utf-8")
    assert folders.find("pamphlet/values.csv") == texts / "small/printed/values.csv"
    assert folders.find("pamphlet/claims.csv") == texts / "small/claims.csv"
    assert tables.table_names("pamphlet") == ["values"]


@pytest.mark.parametrize("name", ["../data", "A", "", "a__b", "a" * 61, "a/b", "1a", "a\n"])
def test_a_name_that_could_be_a_path_is_refused(name):
    with pytest.raises(TextError, match="expected a name"):
        folders.check_name(name)


def test_a_text_that_is_not_there_is_named_with_those_that_are(texts, monkeypatch):
    with pytest.raises(TextError, match=r"\(small\), got 'other'; make one: recount new other"):
        folders.use("other")
    folders.use("small")
    assert folders.text_name() == "small"


def test_within_a_text_and_back(texts):
    def fail_within():
        with folders.within(""):
            assert folders.text_folder() == folders.data_folder()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_within()
    assert folders.text_name() == "small"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[work\n", "expected TOML"),
        ("[work]\n", "key, author, title"),
        ('[work]\nkey = 1\nauthor = "a"\ntitle = "t"\n[lists]\n[parts]\n', "text in quotes"),
        ('[work]\nkey = "k"\nauthor = "a"\ntitle = "t"\nlanguage = "en"\n', "table \\[parts\\]"),
    ],
)
def test_a_broken_description_is_refused(texts, content, words):
    (texts / "small/text.toml").write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=words):
        study()


def test_shared_units_and_those_of_the_text_itself(texts):
    shared = reference.unit_names()
    (texts / "small/units.csv").write_text(
        "unit,quantity,factor,whole,meaning\nmalter,malter,1,false,grain\n", encoding="utf-8"
    )
    assert reference.unit_names() == shared | {"malter"}
    assert reference.load_units().at["malter", "factor"] == 1
    assert reference.load_units().at["percent", "factor"] == 0.01


def test_shared_columns_cannot_be_given_another_meaning(texts):
    (texts / "small/columns.csv").write_text(
        "column,type,required,allowed,unit,meaning\nid,string,false,,,other\nmine,string,false,,,mine\n",
        encoding="utf-8",
    )
    assert csv_files.column_rules()["id"]["type"] == "slug"
    assert csv_files.column_rules()["mine"]["meaning"] == "mine"


def test_shared_estimates_are_seen_only_if_the_text_says_so(texts):
    assert tables.table_names("estimates") == []
    with open(texts / "small/text.toml", "a", encoding="utf-8") as file:
        file.write("[shared]\nestimates = true\n")
    assert "industrial_index" in tables.table_names("estimates")
    assert len(tables.load_estimates("industrial_index")) > 10


def test_the_bibliography_holds_the_works_of_both(texts):
    (texts / "small/sources.bib").write_text("@book{k,\n  title = {T}\n}\n", encoding="utf-8")
    assert {"k", "sousa_2001"} <= reference.source_keys()
