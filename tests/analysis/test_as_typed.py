"""What a historian types from a page: taken as it is meant, or refused with what to write instead."""

import pytest

from analysis import compare, growth_over, implied_base, printed
from analysis.as_typed import tidied


@pytest.mark.parametrize(
    ("typed", "like"),
    [("[97]", "97"), ("(97)", "97"), ("97*", "97"), ("97 [sic]", "97"), ("97 [12]", "97"), ("97†", "97"),
     ("≈500", "~500"), ("(5-6 million)", "5-6 million"), ("2–3%", "2-3%"), ("circa 5,000", "c. 5,000"),
     ("1\u2009234\u2009567", "1,234,567"), ("1\u202f234", "1,234"), ("1.9 million", "1.9m"),
     ("18.5 per cent", "18.5%")],
)  # fmt: skip
def test_two_ways_to_write_one_figure(typed, like):
    assert printed(typed).bounds() == printed(like).bounds()


def test_per_mille_is_a_tenth_of_per_cent_and_keeps_its_sign():
    found = printed("18.5‰")
    assert found.bounds() == printed("1.85%").bounds()
    assert found.text == "18.5‰"
    assert "18.5‰" in repr(implied_base("97", "18.5‰"))


@pytest.mark.parametrize("typed", ["792.000", "3.000"])
def test_a_point_before_three_noughts_is_no_guess(typed):
    with pytest.raises(ValueError, match="expected one reading"):
        printed(typed)
    assert len({way.value for way in printed(typed, mixed=True).ways}) == 2
    assert printed(typed, language="de").value == int(typed.replace(".", ""))


@pytest.mark.parametrize("typed", ["1.125", "792.000.000", "0.50", "12.0000"])
def test_other_points_mean_what_they_mean_in_english(typed):
    assert tidied(typed) == (typed, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("rund 5.000", "language='de'"), ("1,9 Mio.", "language='de'"), ("170,000 persons", "leave out what is counted"),
     ("£1,200", "leave out what is counted"), ("1 in 20", "a percentage or a fraction"), ("97?", "expected a number")],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_write(typed, said):
    with pytest.raises(ValueError, match=said):
        printed(typed)


def test_years_are_a_whole_number_as_digits_too():
    assert growth_over("29", "105", "9") == growth_over("29", "105", 9)
    for wrong in ("nine", 0.5, -1, True):
        with pytest.raises(ValueError, match="expected a whole number of yearly steps"):
            growth_over("29", "105", wrong)


def test_estimates_need_names():
    with pytest.raises(TypeError, match="expected who says what"):
        compare("792,000", ["780,000"])
