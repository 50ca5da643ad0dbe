"""The catalogues hold a translation of every text, with the same places to fill in."""

import gettext

import pytest

from analysis.text import words
from recount.publish import translating
from recount.publish.messages import Message, all_messages
from recount.publish.translating import CatalogueError, fields, state, update

TEXTS = [Message("{n} row", "{n} rows", "analysis/a.py"), Message("Year: {year}", "", "analysis/a.py")]


@pytest.fixture(scope="module")
def texts():
    return all_messages()


@pytest.mark.parametrize("language", translating.languages())
def test_no_text_is_missing(language, texts):
    """Read the compiled catalogue with the standard library, as a reader's run does."""
    with translating.catalogue_path(language, "mo").open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog
    missing = [m.text for m in texts if not (known.get((m.text, 0)) if m.plural else known.get(m.text))]
    assert missing == []


@pytest.mark.parametrize("language", translating.languages())
def test_places_to_fill_in_are_the_same(language, texts):
    with translating.catalogue_path(language, "mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    for message in (m for m in texts if not m.plural):
        said = catalogue.gettext(message.text)
        assert fields(said) == fields(message.text), said
        assert (said[:1] == " ", said[-1:] == " ") == (message.text[:1] == " ", message.text[-1:] == " "), said


def test_german_is_there_and_says_that_nobody_has_reviewed_it(root):
    assert "de" in translating.languages()
    head = translating.catalogue_path("de").read_text(encoding="utf-8").partition("msgid")[0]
    assert "Not yet reviewed by a native historian" in head


def test_fields_are_the_names_in_braces():
    assert fields("{a} of {b:.1f} {{c}}") == {"a", "b"}
    with pytest.raises(CatalogueError, match="expected '}'"):
        fields("{a")


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A new catalogue of French in a folder of its own."""
    monkeypatch.setattr(translating, "LOCALE", tmp_path)
    monkeypatch.setattr(translating, "all_messages", lambda: TEXTS)
    translating.add("fr")
    return translating.catalogue_path("fr")


def fill(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.full
def test_a_new_catalogue_lacks_every_text(catalogue):
    got = state("fr")
    assert (got.texts, got.translated) == (2, 0)
    assert "not translated: 'Year: {year}' (analysis/a.py)" in got.problems


@pytest.mark.full
def test_a_translation_is_kept_and_compiled(catalogue, monkeypatch):
    fill(catalogue, 'msgid "Year: {year}"\nmsgstr ""', 'msgid "Year: {year}"\nmsgstr "Année : {year}"')
    assert any("out of date" in problem for problem in state("fr").problems)
    assert update("fr", [*TEXTS, Message("new", "", "analysis/b.py")]).translated == 1
    monkeypatch.setattr(words, "LOCALE", translating.LOCALE)
    monkeypatch.setenv("RECOUNT_LANGUAGE", "fr")
    words._catalogue.cache_clear()
    assert words._("Year: {year}") == "Année : {year}"
    words._catalogue.cache_clear()


@pytest.mark.full
def test_a_wrong_place_is_named(catalogue):
    fill(catalogue, 'msgid "Year: {year}"\nmsgstr ""', 'msgid "Year: {year}"\nmsgstr "Année : {yaer}"')
    assert any("expected the places ['year'], got ['yaer']" in problem for problem in state("fr").problems)


@pytest.mark.full
def test_a_text_that_is_gone_is_named_and_dropped(catalogue):
    assert "no longer shown anywhere: 'Year: {year}'" in state("fr", TEXTS[:1]).problems
    assert update("fr", TEXTS[:1]).texts == 1
    assert "Year" not in catalogue.read_text(encoding="utf-8")


@pytest.mark.full
def test_the_same_texts_give_the_same_bytes(catalogue):
    before = catalogue.read_bytes()
    update("fr")
    assert catalogue.read_bytes() == before


@pytest.mark.full
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: translating.add("fr"), "already"),
        (lambda: translating.add("no such"), "expected the code of a language"),
        (lambda: translating.read("it"), "expected a catalogue for 'it'"),
    ],
)
def test_what_cannot_be_done_is_refused(catalogue, call, message):
    with pytest.raises(CatalogueError, match=message):
        call()


@pytest.mark.full
@pytest.mark.parametrize("language", ["de"])
def test_the_kept_catalogue_has_no_problem(language):
    assert state(language).problems == ()
