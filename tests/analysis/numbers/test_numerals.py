"""Numerals in digits and words: worked cases, an independent speller, brute force, and strings that are no number."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers.digits import PrintedError
from analysis.numbers.numerals import read_numeral, read_vague
from analysis.text.language import load

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = ["", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split()]


def spell(number, joint=" ", hyphen="-"):
    """Spell a whole number below 10^12 in English; written for this test, from the dictionary's rules."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            head, rest = divmod(number, size)
            return f"{spell(head, joint, hyphen)} {name}" + (joint + spell(rest, joint, hyphen) if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (hyphen + ONES[number % 10] if number % 10 else "")


def value(text):
    return read_numeral(text, text)[0].value


@pytest.mark.parametrize(
    ("text", "expected", "step", "wide"),
    [
        # A comma or point before exactly three digits groups thousands; else it is the decimal sign.
        ("17,5", "35/2", "1/10", "1/10"),
        ("17.5", "35/2", "1/10", "1/10"),
        ("170,000", "170000", "1", "10000"),
        ("170.000", "170000", "1", "10000"),
        ("1,234,567", "1234567", "1", "1"),
        ("1.53", "153/100", "1/100", "1/100"),
        ("0,125", "1/8", "1/1000", "1/1000"),  # no group begins with a zero
        ("1234,567", "1234567/1000", "1/1000", "1/1000"),  # nor with four digits
        ("0", "0", "1", "1"),
        ("10", "10", "1", "10"),
        ("10.0", "10", "1/10", "1/10"),  # a printed decimal zero is a digit that counts
        ("007", "7", "1", "1"),
        ("twenty one", "21", "1", "1"),
        ("a hundred and five", "105", "1", "1"),
        ("two hundred thousand", "200000", "1", "100000"),
        ("five thousand million", "5000000000", "1", "1000000000"),
        ("6.5 million", "6500000", "100000", "100000"),  # one unit of the last digit is a hundred thousand
        ("6.50 million", "6500000", "10000", "10000"),
        ("29 million", "29000000", "1000000", "1000000"),
        ("two dozen", "24", "1", "12"),  # rounded by the dozen, or to the last one
        ("2 dozen", "24", "1", "12"),
        ("a dozen", "12", "1", "12"),
        ("1 dozen", "12", "1", "12"),
        ("two score", "40", "1", "20"),
        ("a couple", "2", "1", "2"),
        ("thrice", "3", "1", "1"),
        ("three trillion", "3000000000000", "1", "1000000000000"),
        ("1,234.5", "12345/10", "1/10", "1/10"),
        ("1 234 567", "1234567", "1", "1"),
        ("1’234’567", "1234567", "1", "1"),
        (".05", "1/20", "1/100", "1/100"),
        ("3.2bn", "3200000000", "100000000", "100000000"),
        ("5m", "5000000", "1000000", "1000000"),
        ("2½", "5/2", "1/2", "1/2"),
        ("two and a half million", "2500000", "500000", "500000"),
        ("10⁶", "1000000", "1000000", "1000000"),
        ("3 × 10⁶", "3000000", "1000000", "1000000"),
        ("1.5 · 10³", "1500", "100", "100"),
        ("XIV", "14", "1", "1"),
        ("tripled", "3", "1", "1"),
    ],
)
def test_value_and_last_digit(text, expected, step, wide):
    found = read_numeral(text, text)[0]
    assert found[:4] == (Fraction(expected), Fraction(step), Fraction(wide), None)


@pytest.mark.parametrize(
    ("text", "expected", "below", "above"),
    [
        # Between which simpler fractions a fraction in words stands: denominators up to one more than its own.
        ("a third", "1/3", "1/4", "1/2"),
        ("half", "1/2", "1/3", "2/3"),
        ("½", "1/2", "1/3", "2/3"),
        ("three tenths", "3/10", "2/7", "1/3"),
        ("half a million", "500000", "1000000/3", "2000000/3"),
        ("a quarter of a million", "250000", "200000", "1000000/3"),
        ("half a dozen", "6", "4", "8"),
        ("½ million", "500000", "1000000/3", "2000000/3"),
        ("two thirds", "2/3", "1/2", "3/4"),
        ("one fourth", "1/4", "1/5", "1/3"),
        ("three quarters", "3/4", "2/3", "4/5"),
        ("one of six", "1/6", "1/7", "1/5"),
        ("twenty-five of thirty-nine", "25/39", "16/25", "9/14"),
        ("30 of 39", "10/13", "3/4", "7/9"),
    ],
)
def test_fraction_in_words_and_its_neighbours(text, expected, below, above):
    found, _step, _wide, near, _how = read_numeral(text, text)[0]
    assert found == Fraction(expected)
    assert near == (Fraction(below), Fraction(above))


@pytest.mark.parametrize("number", [*range(0, 1300), *range(1990, 2010), *range(99_900, 100_105), 10**6, 10**6 + 1])
def test_spelt_numbers_are_read_back(number):
    for text in (spell(number), spell(number, hyphen=" "), spell(number).upper()):
        if number >= 1000 or " and " not in text:
            assert value(text) == number


@given(st.integers(0, 10**12 - 1))
def test_any_spelt_number_is_read_back(number):
    assert value(spell(number)) == number
    assert value(spell(number, hyphen=" ")) == number


@given(st.integers(0, 10**15), st.sampled_from(",."))
def test_grouped_digits_are_read_back(number, sign):
    assert value(f"{number:,}".replace(",", sign)) == number


@given(st.integers(0, 10**9), st.integers(0, 6), st.sampled_from(",."))
def test_decimals_are_read_back(number, places, sign):
    whole, rest = divmod(number, 10**places)
    text = f"{whole}{sign}{rest:0{places}d}" if places else str(whole)
    if places == 3 and 1 <= whole < 1000:
        assert value(text) == number  # three digits after one to three: a group
    else:
        assert value(text) == Fraction(number, 10**places)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "three four",  # was read as seven once
        "twenty twenty",
        "ten-fifteen",
        "twenty fifteen",
        "twenty ten",
        "five thousand three thousand",
        "two million five million",
        "five zero",
        "hundred hundred",
        "one million thousand",
        "five of zero",
        "5 of 0",
        "six of five",
        "three halves",
        "10 7",
        "5 million 3",
        "1.000,000",
        "-3",
        "3-",
        "+3",
        "3e5",
        "17%",
        "١٢",  # digits of another script
        "²",
        "first",
        "of of",
        "a",
        "plus",
        "nan",
        "inf",
        "1_000",
        "3.87E+06",
        "I",  # a pronoun
        "IIII",
        "17th",
        "second",
        "one hundred and first",
        "1,23,456",
        "1 23",
        "1,234 567",
        "½ ½",
        "5 m 3",
        "10⁶⁶⁶",
    ],
)
def test_what_is_no_single_number_is_refused(text):
    with pytest.raises(PrintedError, match="expected"):
        read_numeral(text, text)


WORDS = [*load().number_words, "a", "and", "of", "the", "plus", "-", "17", "3,5", "0", "of a", "tens"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join))
def test_any_order_of_words_is_read_or_refused(text):
    try:
        number, step, wide, near, _how = read_numeral(text, text)[0]
    except PrintedError:
        return
    assert number >= 0
    assert 0 < step <= wide
    assert near is None or near[0] < number < near[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("majority", (Fraction(1, 2), "above")),
        ("the majority of", (Fraction(1, 2), "above")),
        ("Most", (Fraction(1, 2), "above")),
        ("small minority", (Fraction(1, 2), "below")),
        ("hundreds", (Fraction(200), "at_least")),
        ("several thousand", (Fraction(2000), "at_least")),
        ("Tens of thousands", (Fraction(20_000), "at_least")),
        ("hundreds of thousands", (Fraction(200_000), "at_least")),
        ("millions", (Fraction(2_000_000), "at_least")),
        ("thousand", None),
        ("two thousand", None),
        ("2000", None),
        ("", None),
    ],
)
def test_vague_words(text, expected):
    assert read_vague(text) == expected


def test_every_plural_scale_word_alone_is_vague_or_refused():
    # "Thousands" is not one thousand: reading it so would invent a number.
    for word in ("hundreds", "thousands", "millions", "billions", "dozens"):
        if read_vague(word) is None:
            with pytest.raises(PrintedError):
                read_numeral(word, word)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the", 1),  # one office holder in a list
        ("half a thousand million", 500_000_000),
        ("three quarters of a thousand million", 750_000_000),
        ("two and three quarters", Fraction(11, 4)),
        ("one and two thirds million", Fraction(5_000_000, 3)),
        ("twice", 2),
        ("5 dozen", 60),
        ("four score", 80),
        ("a thousand hundred", 1100),
    ],
)
def test_values_in_words(text, value):
    assert read_numeral(text, text)[0].value == value


@pytest.mark.parametrize("text", ["17th", "first", "the second", "twenty-first", "the hundred and first", "1st"])
def test_a_place_in_an_order_is_named_as_such(text):
    with pytest.raises(PrintedError, match=r"states a place: '"):
        read_numeral(text, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("5 of zero", "fraction between 0 and 1 in words, got '5 of zero'"),
        ("three halves", "fraction between 0 and 1 in words, got 'three halves'"),
        ("3e5", "spreadsheet's shorthand in '3e5'"),
        ("five six", r"got 'five six' \(stopped at 'six'\)"),
        ("5 houses", r"got '5 houses' \(stopped at '5'\)"),
        ("thousand dozen", r"stopped at 'dozen'"),
        ("5.", "expected one number, got '5.'"),
    ],
)
def test_refusals_say_what_came(text, message):
    with pytest.raises(PrintedError, match=message):
        read_numeral(text, text)


def test_a_long_string_is_cut_in_a_message():
    text = "five " * 100
    with pytest.raises(PrintedError) as error:
        read_numeral(text, text)
    assert text[:80] in str(error.value)
    assert text[:81] not in str(error.value)


def test_words_repeated_for_emphasis_are_no_range():
    assert read_vague("thousands and thousands") == read_vague("thousands")
    assert read_vague("thousands and millions") is None
    assert read_vague("two and two") is None
