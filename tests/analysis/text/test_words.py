"""Words: numbers, lists, bounds and dates as a reader sees them, in more than one language."""

import gettext
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import words


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Start every test in English, with no catalogue remembered."""
    monkeypatch.delenv("RECOUNT_LANGUAGE", raising=False)
    words._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.5, None, "1,234.5"),
        (681692, None, "681,692"),
        (0, None, "0"),
        (-17.5, None, "−17.5"),
        (-0.0, None, "0"),
        (-0.04, 1, "0.0"),
        (0.1 + 0.2, None, "0.3"),
        (1e21, None, "1,000,000,000,000,000,000,000"),
        (1e-7, None, "0.0000001"),
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (999.96, 1, "1,000.0"),
        (1200, 0, "1,200"),
        (1e300, 0, "1" + ",000" * 100),
        (math.nan, None, "not stated"),
        (math.inf, 1, "∞"),
        (-math.inf, 1, "−∞"),
    ],
)
def test_number(value, digits, text):
    """Numbers have separators, true minus signs and no powers of ten."""
    assert words.number(value, digits) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_number_reads_back(value, digits):
    """What is written differs from the number by half a unit of the last digit at most."""
    text = words.number(value, digits)
    assert "e" not in text
    back = float(text.replace(",", "").replace(words.MINUS, "-"))
    assert math.isclose(back, value, rel_tol=1e-15, abs_tol=0.5000001 * 10**-digits)


@pytest.mark.parametrize(("code", "text"), [("de", "1.234,5"), ("de_AT", "1.234,5"), ("fr", "1\u202f234,5")])
def test_number_follows_the_language(monkeypatch, code, text):
    """Separators need no catalogue."""
    monkeypatch.setenv("RECOUNT_LANGUAGE", code)
    assert words.number(1234.5) == text


def test_percent():
    """A share given in percent gets its sign."""
    assert words.percent(17.46) == "17.5%"
    assert words.percent(17, digits=None) == "17%"
    assert words.percent(math.nan) == "not stated"


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_joined(items, text):
    """Lists end in "and"."""
    assert words.joined(items) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (16.5, 18.4, "between 16.5 and 18.4 per cent"),
        (-math.inf, 18.4, "at most 18.4 per cent"),
        (16.5, math.nan, "at least 16.5 per cent"),
        (17.5, 17.5, "17.5 per cent"),
        (math.nan, math.inf, "not stated"),
    ],
)
def test_bounds(low, high, text):
    """Intervals are put into words, open ones too."""
    assert words.bounds(low, high, "per cent", 1) == text


def test_bounds_without_unit():
    """The unit may be left out."""
    assert words.bounds(1, 2) == "between 1 and 2"


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("1934-12-01", "1 December 1934"),
        ("1934-12", "December 1934"),
        ("1934", "1934"),
        ("1936-02-29", "29 February 1936"),
    ],
)
def test_date(iso, text):
    """Dates are written out as far as they are known."""
    assert words.date(iso) == text


@pytest.mark.parametrize(
    "iso", ["1934-13", "1935-02-29", "1900-02-29", "1934-04-31", "1934-00-01", "34", "December", ""]
)
def test_date_refuses_what_is_none(iso):
    """A date that does not exist is refused."""
    with pytest.raises(ValueError, match="expected a da"):
        words.date(iso)


def test_english_is_itself():
    """Without a catalogue English texts stand as they are."""
    assert words._("Hollow marks: not checked against the source.").startswith("Hollow")
    assert words._("") == ""
    assert words.ngettext("{n} row", "{n} rows", 1) == "{n} row"
    assert words.ngettext("{n} row", "{n} rows", 2) == "{n} rows"


def test_missing_catalogue_is_named_without_a_path(monkeypatch, tmp_path):
    """Another language needs its catalogue; the message names the file, not the machine."""
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    monkeypatch.setenv("RECOUNT_LANGUAGE", "xx")
    with pytest.raises(FileNotFoundError, match=r"locale/xx/LC_MESSAGES/recount\.mo") as caught:
        words._("not stated")
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("code", ["../etc", "english", "de/../x", "DE"])
def test_strange_language_is_refused(monkeypatch, code):
    """Only a language code is looked up."""
    monkeypatch.setenv("RECOUNT_LANGUAGE", code)
    with pytest.raises(ValueError, match="RECOUNT_LANGUAGE"):
        words.language()


def test_translation_is_used(monkeypatch):
    """Every function asks the catalogue of the reader's language."""
    german = {"not stated": "nicht angegeben", "{number}%": "{number} %",
              "{list} and {last}": "{list} und {last}", "December": "Dezember",
              "{day} {month} {year}": "{day}. {month} {year}"}  # fmt: skip

    class Catalogue(gettext.NullTranslations):
        def gettext(self, message):
            return german.get(message, message)

    monkeypatch.setenv("RECOUNT_LANGUAGE", "de")
    monkeypatch.setattr(words, "_catalogue", lambda code: Catalogue())
    assert words.number(math.nan) == "nicht angegeben"
    assert words.percent(1234.56) == "1.234,6 %"
    assert words.joined("abc") == "a, b und c"
    assert words.date("1934-12-01") == "1. Dezember 1934"
