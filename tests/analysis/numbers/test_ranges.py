"""Ranges, slashes, margins: what both ends share, by hand, by brute force and printed backwards from known numbers."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.numbers.digits import CHOICE, DECIMALS, FRACTION, LITERAL, PART, THOUSANDS, PrintedError
from analysis.numbers.printed import parse
from analysis.numbers.ranges import likely_fraction, read_fraction, read_margin
from analysis.numbers.ways import combinations, reading_of
from analysis.text.language import load

F = Fraction
PERCENT = F(1, 100)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # Scale words.
        ("5-6 million", 5_000_000, 6_000_000),
        ("5–6 million", 5_000_000, 6_000_000),
        ("5 to 6 million", 5_000_000, 6_000_000),
        ("between 5 and 6 million", 5_000_000, 6_000_000),
        ("from 5 to 6 million", 5_000_000, 6_000_000),
        ("5-6m", 5_000_000, 6_000_000),
        ("two to three hundred", 200, 300),
        ("five or six thousand", 5000, 6000),
        ("two to three hundred thousand", 200_000, 300_000),
        ("one hundred to two hundred thousand", 100_000, 200_000),
        ("200-300 thousand", 200_000, 300_000),
        ("1.5-2 million", 1_500_000, 2_000_000),
        ("2½-3 million", 2_500_000, 3_000_000),
        ("three or four dozen", 36, 48),
        # Only as much is shared as makes the range rise.
        ("fifty to two hundred thousand", 50_000, 200_000),
        ("900 to 1 million", 900, 1_000_000),
        ("three to two hundred", 3, 200),
        ("15-10,000", 15, 10_000),
        ("5 million-6 million", 5_000_000, 6_000_000),
        ("five hundred thousand to two million", 500_000, 2_000_000),
        ("5 million to 6 million", 5_000_000, 6_000_000),
        # Thousands.
        ("10-15,000", 10_000, 15_000),
        ("10-15.000", 10_000, 15_000),
        ("10-15 000", 10_000, 15_000),
        ("2-3,000,000", 2_000_000, 3_000_000),
        ("900-1,200", 900, 1200),
        ("10,000-15,000", 10_000, 15_000),
        # Leading digits.
        ("1930-35", 1930, 1935),
        ("1929/30", 1929, 1930),
        ("1937-8", 1937, 1938),
        ("105-10", 105, 110),
        ("1,255-60", 1255, 1260),
        ("1899-1901", 1899, 1901),
        # Words and signs.
        ("two/three", 2, 3),
        ("twice and three", 2, 3),
        ("1934 and 1937", 1934, 1937),
        ("between one hundred and five and one hundred and ten", 105, 110),
    ],
)
def test_ends_of_ranges(text, first, last):
    found = parse(text)
    assert (found.first, found.last) == (first, last)
    assert found.value is None


@pytest.mark.parametrize("text", ["a hundred and five", "two thousand and ten", "one and a half million"])
def test_one_number_with_an_and_is_no_range(text):
    assert parse(text).first is None


@pytest.mark.parametrize("text", ["3-4 per cent", "from 3 to 4 per cent", "3% - 4%", "3 per cent to 4%", "3–4%"])
def test_a_sign_belongs_to_both_ends(text):
    found = parse(text)
    assert (found.first, found.last, found.sign) == (F(3, 100), F(4, 100), "percent")
    assert parse(text, PERCENT).first == F(3, 100)  # a column of percentages is not divided twice


@pytest.mark.parametrize(
    "text", ["6-5 million", "15-10", "1935-30", "2,000-1,000", "between 5", "from 3", "100-5", "five/four"]
)
def test_ranges_that_do_not_rise_are_refused(text):
    with pytest.raises(PrintedError, match="from low to high"):
        parse(text)


@pytest.mark.parametrize("text", ["10-15-20", "ten-fifteen", "5-six", "3-", "5 to", "1/2/3"])
def test_what_is_no_range_is_refused(text):
    with pytest.raises(PrintedError, match="expected"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "factor", "whole", "ways"),
    [
        ("3/4", 1, False, [("", F(3, 4))]),
        ("3/2", 1, False, [("", F(3, 2))]),
        ("1/2", 1, True, [(CHOICE, (1, 2)), (FRACTION, F(1, 2))]),
        # In a column of percentages: half of one per cent, half of everything, one or two per cent.
        ("1/2", PERCENT, False, [(PART, F(1, 200)), (FRACTION, F(1, 2)), (CHOICE, (F(1, 100), F(2, 100)))]),
        ("½", PERCENT, False, [(PART, F(1, 200)), (FRACTION, F(1, 2))]),
        ("a third", PERCENT, False, [(PART, F(1, 300)), (FRACTION, F(1, 3))]),
        ("½", 1, False, [("", F(1, 2))]),
        ("10/15", 1, False, [(CHOICE, (10, 15)), (FRACTION, F(2, 3))]),
        ("3/4 million", 1, False, [("", 750_000)]),
        ("2 1/2", 1, False, [("", F(5, 2))]),
        ("1929/30", 1, False, [("", (1929, 1930))]),
        ("1.530", 1, False, [(THOUSANDS, 1530), (DECIMALS, F(153, 100))]),
        ("1.530", 1, True, [("", 1530)]),  # there is no thousandth part of a person
        ("3.125", PERCENT, False, [(DECIMALS, F(3125, 100_000)), (THOUSANDS, F(3125, 100))]),
        ("1.234 million", 1, False, [(DECIMALS, 1_234_000), (THOUSANDS, 1_234_000_000)]),
        ("1.234 million", 1, True, [(DECIMALS, 1_234_000), (THOUSANDS, 1_234_000_000)]),
        ("1,234 million", 1, False, [(THOUSANDS, 1_234_000_000), (DECIMALS, 1_234_000)]),
        ("1.234.567", 1, False, [("", 1_234_567)]),
        ("1.5-1.530 million", 1, False, [("", (1_500_000, 1_530_000))]),
        # One to two thousand, or any number up to two thousand.
        ("between 1 and 2,000", 1, True, [(THOUSANDS, (1000, 2000)), (LITERAL, (1, 2000))]),
        ("1-2,000", 1, True, [("", (1000, 2000))]),
    ],
)  # fmt: skip
def test_every_way_to_read_a_string(text, factor, whole, ways):
    found = parse(text, F(factor), whole).ways
    assert [(p.how, p.value if p.first is None else (p.first, p.last)) for p in found] == ways
    assert all(reading_of(p) for p in found if p.how)


def test_a_margin_is_as_printed():
    for text, low, high in (("5 ± 1", 4, 6), ("12.3(4)", F("11.9"), F("12.7")), ("5 ± 1 million", 4e6, 6e6)):
        for rule, reading in itertools.product(("half_unit", "truncation", "ceiling"), ("narrow", "wide")):
            found = parse(text).bounds(rule, reading)
            assert (found.low, found.high, found.low_open, found.high_open) == (low, high, False, False)
    with pytest.raises(PrintedError, match="a margin"):
        parse("5 ± some")


def test_no_range_of_one_scale_is_wider_than_its_ends():
    """Brute force: whatever is shared, "a-b million" stands for nothing below a million or above b + 1/2 million."""
    for a, b in itertools.combinations(range(1, 30), 2):
        for joint in ("-", " to ", " or ", "/"):
            for scale, name in ((1000, "thousand"), (10**6, "million"), (10**9, "bn")):
                for p in parse(f"{a}{joint}{b} {name}").ways:
                    if p.first is not None:
                        ends = p.bounds("half_unit", "narrow")
                        assert (ends.low, ends.high) == ((a - F(1, 2)) * scale, (b + F(1, 2)) * scale)


def test_combinations_begin_with_the_likeliest():
    figures = [parse("1.530"), parse("2"), parse("3.125", PERCENT)]
    found = combinations(figures)
    assert len(found) == 4
    assert found[0] == tuple(p.ways[0] for p in figures)
    unlikely = [sum(p is not q for p, q in zip(way, found[0], strict=True)) for way in found]
    assert unlikely == [0, 1, 1, 2]
    assert len(combinations([parse("1.530")] * 10, most=64)) == 64


# Printed backwards: from known numbers to strings, and back to bounds that hold them.

SPACES = (" ", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}")
SCALES = ((1, ""), (1000, " thousand"), (10**6, " million"), (10**9, " billion"), (10**6, "m"), (10**9, "bn"))


def write(x, places, group, mark):
    """Write a number with so many places, rounded to the nearest, groups of three set apart."""
    units = round(x * 10**places)
    whole, rest = divmod(units, 10**places)
    return f"{whole:,}".replace(",", group) + (f"{mark}{rest:0{places}d}" if places else "")


def meets(text, x, **options):
    return any(p.bounds().contains(x) for p in parse(text, **options).ways)


STYLES = st.sampled_from(
    [("", "."), ("", ","), (",", "."), (".", ","), ("'", "."), ("’", ","), *((s, ",") for s in SPACES)]
)


@given(st.integers(0, 10**9), st.integers(1, 1000), st.integers(0, 4), STYLES, st.sampled_from(SCALES))
def test_bounds_hold_the_number_that_was_printed(top, bottom, places, style, scale):
    x = F(top, bottom)
    printed = write(x, places, *style)
    # "1.000,000": a thousand, or a million with a misprinted mark; refused as it should be.
    assume(not (places == 3 and style in ((",", "."), (".", ",")) and 1000 <= x < 10**6))
    assert meets(printed + scale[1], x * scale[0]), printed + scale[1]


@given(
    st.integers(0, 10**6),
    st.integers(1, 1000),
    st.integers(0, 3),
    st.sampled_from(["%", " %", " per cent"]),
)
def test_bounds_hold_the_share_that_was_printed(top, bottom, places, sign):
    x = F(top, bottom)
    assert meets(write(x, places, "", ".") + sign, x / 100)


JOINTS = ("-", "–", " to ", " or ")


@given(
    st.integers(1, 10**5), st.integers(1, 10**5), st.integers(0, 2), STYLES, st.sampled_from(SCALES),
    st.sampled_from([*JOINTS, "between", "from"]), st.booleans(),
)  # fmt: skip
def test_bounds_hold_the_range_that_was_printed(a, b, places, style, scale, joint, shared):
    """With the scale word at one end or at both; and nothing far beyond the ends."""
    low, high = (F(x, 10**places) for x in sorted((a, b)))
    assume(places == 0 or style[0] == "")
    first, last = (write(x, places, *style) for x in (low, high))
    # Without its groups the first end may share those of the second; then the string means something else.
    assume(not (places == 0 and low < 1000 <= high and style[0]))
    assume(shared or not scale[1].isalpha())
    first += "" if shared else scale[1]
    text = {
        "between": f"between {first} and {last}{scale[1]}",
        "from": f"from {first} to {last}{scale[1]}",
    }.get(joint, f"{first}{joint}{last}{scale[1]}")
    spans = [p.bounds() for p in parse(text).ways]
    assert any(s.contains(low * scale[0]) and s.contains(high * scale[0]) for s in spans), text
    assert min(s.high / max(s.low, F(1, 10**6)) for s in spans) <= 4 * high / low, text


@given(st.integers(1000, 2100), st.integers(1, 99), st.sampled_from("-–/"))
def test_years_share_their_century(first, years, sign):
    assume((first % 100) + years < 100)
    for digits in (2, 1) if (first % 10) + years < 10 else (2,):
        found = parse(f"{first}{sign}{(first + years) % 10**digits:0{digits}d}")
        assert (found.first, found.last) == (first, first + years)


@given(st.integers(1, 30), st.integers(1, 10))
def test_fractions_hold_what_they_say(top, bottom):
    assert meets(f"{top}/{bottom}", F(top, bottom)) or top == bottom


@pytest.mark.parametrize("text", ["5/0", "12/0"])
def test_nothing_is_divided_by_nothing(text):
    with pytest.raises(PrintedError, match="expected"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("3/4", True),
        ("9/10", True),
        ("10/10", True),
        ("10/11", False),
        ("12/11", True),
        ("2 10/11", True),
        ("1929/30", False),
    ],
)
def test_which_slash_parts_a_fraction(text, likely):
    assert likely_fraction(text) is likely


def test_fractions_with_scales_and_whole_numbers():
    pack = load()
    assert read_fraction("3/4 thousand million", pack).value == 750_000_000
    assert read_fraction("2 3/4", pack).value == F(11, 4)
    assert [read_fraction(text, pack) for text in ("2 4/3", "2 3/3", "3/4 houses", "3/0", "1929/30")] == [None] * 5


def test_margins_share_a_scale_and_count_in_the_last_digit():
    pack = load()
    for text, value, off in (
        ("12.3(4)", F("12.3"), F("0.4")),
        ("12.34(15)", F("12.34"), F("0.15")),
        ("12.3(4) million", 12_300_000, 400_000),
        ("5 ± 1", 5, 1),
        ("5 +/- 1", 5, 1),
        ("5 ± 0.5 million", 5_000_000, 500_000),
        ("5 million ± 100 thousand", 5_000_000, 10**5),
    ):
        found, margin = read_margin(text, text, pack, False)
        assert (found.value, margin) == (value, off), text
    assert read_margin("5", "5", pack, False) is None
