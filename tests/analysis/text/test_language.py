"""Language packs: complete, consistent, and all that the parser knows of a language."""

import ast
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.data import audit
from analysis.numbers import digits, printed_dates
from analysis.numbers.printed import PrintedError, parse
from analysis.text import language
from analysis.text.language import SECTIONS, any_of, known, load

F = Fraction


@pytest.mark.parametrize("code", known())
def test_a_pack_has_the_keys_of_the_english_one(code):
    pack, english = load(code).pack, load("en").pack
    assert pack["code"] == code
    assert set(pack) == set(english)
    fixed = ("marks", "ordinals", "qualifiers", "ranges", "small", "vague", "signs", "audit", "dates")
    assert set(fixed) < set(SECTIONS)
    for section in fixed:
        assert set(pack[section]) == set(english[section]), section


@pytest.mark.parametrize("code", known())
def test_words_mean_one_thing(code):
    pack = load(code)
    assert len(pack["dates"]["months"]) == 12
    assert len(pack["dates"]["weekdays"]) == 7
    assert set(pack["plurals"].values()) <= set(pack.lots)
    assert not set(pack["units"]) & set(pack["tens"])
    assert not set(pack.small) & set(pack.lots)
    for word in pack.number_words:
        assert word == word.lower()
    # Every number word alone is read, is a place in an order, or is refused in so many words.
    for word in (*pack.small, *pack.lots, *pack["parts"], *pack["multiples"]):
        assert parse(word, language=code).bounds() is not None, word
    for word in set(pack["ordinals"]["words"]) - set(pack["parts"]):
        with pytest.raises(PrintedError, match="a place"):
            parse(word, language=code)


def test_an_unknown_language_or_half_a_pack_is_refused(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="expected a language out of de, en, sv, got 'xx'"):
        parse("5", language="xx")
    (tmp_path / "aa.toml").write_text('code = "aa"\n[marks]\n[units]\n', encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    language.load.cache_clear()
    with pytest.raises(ValueError, match=r"languages/aa.toml: expected sections tens, scales"):
        load("aa")
    language.load.cache_clear()


def test_longest_words_are_tried_first():
    assert re.match(any_of(["not", "not more than", "a.b"]), "not more than")[0] == "not more than"
    assert not re.match(any_of(["a.b"]), "axb")


@pytest.mark.parametrize("name", ["bounds", "digits", "numerals", "printed", "qualifiers", "ranges", "ways"])
def test_the_parser_holds_no_word_of_a_language(root, name):
    """Of English number words, months and qualifiers none stands in a string of the code that is no message."""
    tree = ast.parse((root / f"analysis/numbers/{name}.py").read_text(encoding="utf-8"))
    pack = load("en")
    prefixes = {word for word, _kind in pack.prefixes if word.isalpha()}
    words = {*pack.number_words, *pack.months, *pack["abbreviations"], *prefixes}
    # Names of kinds, which a reader never sees: what packs map their words to, and how a mark was read.
    meant = {*pack["qualifiers"], digits.THOUSANDS}
    strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert not {s for s in strings if s.lower() in words} - meant
    patterns = {s for s in strings if "\\" in s}
    assert not {w for w in words if len(w) > 3 for s in patterns if w in s}


# Spellers written for these tests, from the rules of grammars.

GERMAN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
GERMAN_TENS = ["", "", *"zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()]
SWEDISH = (
    "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
).split()
SWEDISH_TENS = ["", "", *"tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()]


def german(n, last=True):
    if n < 20:
        return "ein" if n == 1 and not last else GERMAN[n]
    if n < 100:
        ten, one = divmod(n, 10)
        return (("ein" if one == 1 else GERMAN[one]) + "und" if one else "") + GERMAN_TENS[ten]
    for size, name in ((1000, "tausend"), (100, "hundert")):
        if n >= size:
            head, rest = divmod(n, size)
            return german(head, False) + name + (german(rest, last) if rest else "")
    raise AssertionError


def swedish(n):
    if n < 20:
        return SWEDISH[n]
    if n < 100:
        ten, one = divmod(n, 10)
        return SWEDISH_TENS[ten] + (SWEDISH[one] if one else "")
    for size, name in ((1000, "tusen"), (100, "hundra")):
        if n >= size:
            head, rest = divmod(n, size)
            return swedish(head) + name + (swedish(rest) if rest else "")
    raise AssertionError


@given(st.integers(0, 999_999))
def test_numbers_in_german_and_swedish_words_are_read_back(n):
    for text, code in ((german(n), "de"), (swedish(n), "sv")):
        if len(text) <= 60:
            assert parse(text, language=code).value == n, text


@pytest.mark.parametrize(
    ("code", "text", "low", "high"),
    [
        ("de", "fünf bis sechs Millionen", 5_000_000, 6_000_000),
        ("de", "zwischen fünf und sechs Millionen", 5_000_000, 6_000_000),
        ("de", "fünf- oder sechstausend", "4999.5", "6000.5"),
        ("de", "5-6 Mio.", 4_500_000, 6_500_000),
        ("de", "10-15.000", "9999.5", "15000.5"),
        ("de", "von 3 bis 4 Prozent", "0.025", "0.045"),
        ("de", "170.000", "169999.5", "170000.5"),
        ("de", "17,5", "17.45", "17.55"),
        ("de", "3,125", "3.1245", "3.1255"),  # no comma groups thousands in German
        ("de", "fast ein Drittel", "7/24", "1/3"),
        ("de", "nicht mehr als fünf", 0, 5),
        ("de", "drei Viertel", "17/24", "31/40"),
        ("de", "eine halbe Million", "1250000/3", "1750000/3"),
        ("de", "ein Dutzend", "11.5", "12.5"),
        ("de", "dreifach", "2.5", "3.5"),
        ("de", "2½ Milliarden", 2_250_000_000, 2_750_000_000),
        ("sv", "fem till sex miljoner", 5_000_000, 6_000_000),
        ("sv", "mellan två och tre hundra", "199.5", "300.5"),
        ("sv", "fem- eller sextusen", "4999.5", "6000.5"),
        ("sv", "170 000", "169999.5", "170000.5"),
        ("sv", "12,5 procent", "0.1245", "0.1255"),
        ("sv", "nästan en tredjedel", "7/24", "1/3"),
        ("sv", "högst fem", 0, 5),
        ("sv", "en halv miljon", "1250000/3", "1750000/3"),
    ],
)
def test_phrases_of_other_languages(code, text, low, high):
    found = parse(text, language=code).bounds()
    # Ends in words are rounded to the last one: half a unit on either side at most.
    assert abs(found.low - F(low)) <= F(1, 2) * (F(low) > 10**5)
    assert abs(found.high - F(high)) <= F(1, 2) * (F(high) > 10**5)


def test_words_of_one_language_are_none_of_another():
    for text, code in (("five million", "de"), ("fünf Millionen", "en"), ("fem miljoner", "de")):
        with pytest.raises(PrintedError, match="expected"):
            parse(text, language=code)


@pytest.mark.parametrize(
    ("printed", "start", "code", "agrees"),
    [
        ("31. Juli", "1932-07-31", "de", True),
        ("31. Juli", "1932-06-30", "de", False),
        ("Ende März 1937", "1937-03", "de", True),
        ("4 mars 1933", "1933-03-04", "sv", True),
        ("4 maj 1933", "1933-03-04", "sv", False),
    ],
)
def test_dates_of_other_languages(printed, start, code, agrees):
    assert printed_dates.agrees(printed, start, start, code) is agrees


def test_the_audit_sees_the_numerals_of_the_language():
    text = "Im XIV. Jahrhundert lebten einige Dutzend, ½ Million oder 10⁶; zwei Drittel im MIX, zwei im I."
    found = [m.group() for m in audit.tokens(text, "de")]
    assert found == ["XIV", "Dutzend", "½", "Million", "10", "⁶", "zwei", "Drittel", "MIX", "zwei"]


@pytest.mark.parametrize(
    "word",
    ["½", "¼", "⁶", "XIV", "score", "couple", "thrice", "trillion", "tenths", "dozen", "dozens", "quarter", "half",
     "sevenths", "seventeenth", "twice", "million"],
)  # fmt: skip
def test_numerals_that_the_audit_once_missed(word):
    assert [m.group() for m in audit.tokens(f"Of them {word} came.")] == [word]


def test_words_in_capitals_are_no_roman_numerals():
    assert [m.group() for m in audit.tokens("CIVIL, VIM, ICI, I, V, DIM and MMXXVI, TWO")] == ["MMXXVI", "TWO"]
