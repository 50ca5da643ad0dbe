"""Numbers in digits: marks by language, both readings, powers, Roman numerals against a writer, fractions."""

import time
from fractions import Fraction

import pytest

from analysis.numbers.digits import (
    DECIMALS,
    MAX_DIGITS,
    SIGNS,
    THOUSANDS,
    Numeral,
    PrintedError,
    complete,
    farey_neighbours,
    has_exponent,
    last_digit_unit,
    mixed,
    read_digits,
    read_roman,
    simple,
)
from analysis.text.language import load

F = Fraction


def ways(text, code="en", *, scaled=False):
    return [(n.how, n.value) for n in read_digits(text, text, load(code), scaled=scaled)]


@pytest.mark.parametrize(
    ("text", "code", "scaled", "expected"),
    [
        # English texts mix the marks; the point is the decimal sign first where a scale follows.
        ("1.530", "en", False, [(THOUSANDS, 1530), (DECIMALS, F("1.53"))]),
        ("1,530", "en", False, [(THOUSANDS, 1530), (DECIMALS, F("1.53"))]),
        ("1.530", "en", True, [(DECIMALS, F("1.53")), (THOUSANDS, 1530)]),
        ("1,530", "en", True, [(THOUSANDS, 1530), (DECIMALS, F("1.53"))]),
        # German and Swedish have one use for each; the other stays possible.
        ("1.530", "de", False, [(THOUSANDS, 1530), (DECIMALS, F("1.53"))]),
        ("1,530", "de", False, [(DECIMALS, F("1.53")), (THOUSANDS, 1530)]),
        ("1,530", "sv", False, [(DECIMALS, F("1.53")), (THOUSANDS, 1530)]),
        # No doubt is left by a second group, a blank, another length, or a second mark.
        ("1.530.000", "en", True, [("", 1_530_000)]),
        ("1 530", "en", True, [("", 1530)]),
        ("1’530", "de", True, [("", 1530)]),
        ("15.30", "en", False, [("", F("15.3"))]),
        ("1530.000", "en", False, [("", 1530)]),
        ("0.530", "en", False, [("", F("0.53"))]),
        ("1,530.5", "en", False, [("", F("1530.5"))]),
        ("1.530,5", "en", False, [("", F("1530.5"))]),
        ("1 530,250", "en", False, [("", F("1530.25"))]),
        ("1,530,000.250", "en", False, [("", F("1530000.25"))]),
        (".5", "en", False, [("", F("0.5"))]),
    ],
)
def test_marks(text, code, scaled, expected):
    assert ways(text, code, scaled=scaled) == expected


@pytest.mark.parametrize(
    "text", ["1,530.250", "1.530,250", "123,456.789", "1,53,000", "5.", "1..5", "1,5,5", "1'5", ""]
)
def test_what_may_be_a_misprint_is_refused(text):
    with pytest.raises(PrintedError, match="expected one number"):
        ways(text)


@pytest.mark.parametrize("text", ["-5", "−5", "–5"])
def test_a_minus_sign_is_refused_in_so_many_words(text):
    with pytest.raises(PrintedError, match="minus sign"):
        ways(text)


def test_digits_have_an_end():
    assert ways("9" * MAX_DIGITS) == [("", int("9" * MAX_DIGITS))]
    with pytest.raises(PrintedError, match=f"at most {MAX_DIGITS} digits, got {MAX_DIGITS + 1}"):
        ways("9" * (MAX_DIGITS + 1))


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [("10⁶", 10**6, 10**6), ("3 × 10⁶", 3 * 10**6, 10**6), ("1.25·10³", 1250, 10), ("10¹²", 10**12, 10**12)],
)
def test_powers_of_ten(text, value, step):
    [found] = read_digits(text, text, load())
    assert (found.value, found.step) == (value, step)


def test_a_mark_before_a_power_is_the_decimal_sign_first():
    assert ways("1.250 × 10³") == [(DECIMALS, 1250), (THOUSANDS, 1_250_000)]


def test_signs_for_fractions():
    assert [ways(sign)[0][1] for sign in "½⅓¾⅛⅒"] == [F(1, 2), F(1, 3), F(3, 4), F(1, 8), F(1, 10)]
    assert ways("2½") == ways("2 ½") == [("", F(5, 2))]
    assert len(SIGNS) == 18
    assert all(0 < ways(sign)[0][1] < 1 for sign in SIGNS)


def roman(n):
    """Write a number in Roman numerals; from the table of any schoolbook."""
    table = "M 1000 CM 900 D 500 CD 400 C 100 XC 90 L 50 XL 40 X 10 IX 9 V 5 IV 4 I 1".split()
    for letters, value in zip(table[::2], map(int, table[1::2]), strict=True):
        if n >= value:
            return letters + roman(n - value)
    return ""


def test_roman_numerals_are_read_back():
    for n in range(1, 4000):
        text = roman(n)
        found = read_roman(text)
        assert found == (Numeral(F(n), F(1), F(1)) if len(text) > 1 else None), text
    for text in ("IIII", "VX", "IC", "XM", "MMMM", "xiv", "I", ""):
        assert read_roman(text) is None, text


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("1930", "35", "1935"),
        ("1937", "8", "1938"),
        ("105", "10", "110"),
        ("1930", "935", "1935"),
        ("1930", "30", None),
        ("1935", "30", None),
        ("15", "10", None),
        ("105", "6", None),
        ("20", "5", None),
        ("1930", "1935", None),
        ("1.930", "35", None),
        ("10000", "11", None),
        ("1998", "2001", None),
    ],
)
def test_leading_digits_that_both_ends_share(first, second, whole):
    assert complete(first, second) == whole


def test_a_spreadsheet_is_known_by_its_exponent():
    assert all(map(has_exponent, ("3.87E+06", "3e5", "1E-3", "1e−3")))
    assert not any(map(has_exponent, ("3 e", "E5", "5", "10⁶", "5 eggs")))


def test_whole_numbers_with_fractions():
    assert mixed(2, F(1, 2)) == Numeral(F(5, 2), F(1, 2), F(1, 2))
    assert simple(F(3, 2)) == Numeral(F(3, 2), F(1, 2), F(1, 2))
    assert simple(F(1, 3)).near == (F(1, 4), F(1, 2))
    assert simple(F(1, 3)).times(12) == Numeral(F(4), F(3), F(3), (F(3), F(6)))
    assert [last_digit_unit(F(n)) for n in (0, 7, 10, 1200, 101)] == [1, 1, 10, 100, 1]


def test_farey_neighbours_against_the_whole_sequence():
    for q in range(2, 26):
        sequence = sorted({Fraction(p, d) for d in range(1, q + 2) for p in range(d + 1)})
        for p in range(1, q):
            here = Fraction(p, q)
            if here.denominator != q:
                continue
            place = sequence.index(here)
            assert farey_neighbours(here) == (sequence[place - 1], sequence[place + 1]), here


def test_farey_neighbours_of_a_large_denominator_cost_nothing():
    start = time.perf_counter()
    below, above = farey_neighbours(Fraction(1, 10**30))
    assert (below, above) == (Fraction(1, 10**30 + 1), Fraction(1, 10**30 - 1))
    assert time.perf_counter() - start < 1
