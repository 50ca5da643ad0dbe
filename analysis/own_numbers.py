"""Tests for numbers of one's own: strings as printed in, sentences out.

Every function takes figures as they stand on a page, ``"792,000"``, ``"18.5%"``, ``"a third"``, ``"5 to 6 million"``,
or what :func:`printed` made of them, or whole numbers. A float is refused: it no longer says how many digits were
printed. Where a figure is to be tested, the answer is a :class:`~analysis.numbers.arithmetic.Check` with a verdict;
where none is given, an :class:`Answer` says what follows from the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from analysis.as_typed import hint, tidied
from analysis.ledger.comparison import Comparison, against_rows
from analysis.numbers import arithmetic, growth
from analysis.numbers.arithmetic import Check
from analysis.numbers.bounds import Bounds, add, between, divide, number, share
from analysis.numbers.digits import DECIMALS, THOUSANDS, PrintedError
from analysis.numbers.printed import Printed, parse
from analysis.numbers.ways import combinations, reading_of
from analysis.text.language import load
from analysis.text.words import _

#: What a number is taken for: of nothing in particular, of things that are counted, in per cent, a share of 1.
UNITS = {"": (1, False), "count": (1, True), "percent": (Fraction(1, 100), False), "share": (1, False)}

Figure = str | int | Printed


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What follows from printed figures: prints as its sentence.

    Attributes
    ----------
    sentence : str
        The answer in words.
    bounds : Bounds
        Every number that it can be; exact.
    kind : str
        ``number``, ``share`` or ``times``: how the bounds are to be written.
    """

    sentence: str
    bounds: Bounds
    kind: str = "number"

    def __repr__(self) -> str:
        return self.sentence

    @property
    def low(self) -> float:
        """The lowest number that it can be."""
        return float(self.bounds.low)

    @property
    def high(self) -> float:
        """The highest number that it can be."""
        return float(self.bounds.high)


def printed(text: Figure, unit: str = "", *, language: str = "en", mixed: bool = False) -> Printed:
    """Read a number as it is printed.

    Parameters
    ----------
    text : str, int or Printed
        ``"792,000"``, ``"circa 17,5"``, ``"18.5%"``, ``"5 to 6 million"``, ``"two thirds"``.
    unit : {'', 'count', 'percent', 'share'}
        ``count`` for whole things, so that 97 persons are neither 96.6 nor 97.4; ``percent`` for a figure out of a
        column of percentages; ``share`` for a share of 1, such as ``"0.185"``.
    language : str
        Whose number words and marks.
    mixed : bool
        Whether the text uses marks in both ways, as ``"170.000"`` beside ``"17,5"`` in English. Then a mark before
        three digits is tried as either; otherwise it means what it means in the language.

    Returns
    -------
    Printed
        With ``bounds()``, and other ``readings`` where the string can be read in more than one way.

    Raises
    ------
    TypeError
        For a float, which no longer says how many digits were printed.
    ValueError
        If the string is no single number, or a share is above 100 per cent.

    Examples
    --------
    >>> printed("18.5%")
    18.5% (18.45% to 18.55%)
    >>> printed("more than 200,000")
    more than 200,000 (above 200,000)
    >>> printed("97", "count")
    97 (97)
    >>> printed("3.125"), printed("3.125", mixed=True).readings
    (3.125 (3.124 to 3.126), (3.125 (3.124 to 3.126),))
    >>> printed(0.185)
    Traceback (most recent call last):
        ...
    TypeError: expected a number as it is printed, such as '18.5%', got the float 0.185; write it in quotes
    """
    if isinstance(text, Printed):
        return text
    if isinstance(text, bool) or not isinstance(text, str | int):
        kind = type(text).__name__
        raise TypeError(
            f"expected a number as it is printed, such as '18.5%', got the {kind} {text!r}; write it in quotes"
        )
    if unit not in UNITS:
        raise ValueError(f"expected a unit out of {', '.join(map(repr, UNITS))}, got {unit!r}")
    factor, whole = UNITS[unit]
    # A text that uses marks in both ways is read in both.
    bare, mille = tidied(str(text), "" if mixed else language)
    try:
        found = parse(bare, factor, whole, language)
    except PrintedError as problem:
        raise PrintedError(f"{problem}{hint(str(text), language)}") from None
    found = replace(found.scaled(mille), text=str(text).strip()) if mille != 1 else found
    found = found if mixed else _by_convention(found, language)
    if unit in ("percent", "share"):
        return _share(replace(found, sign=found.sign or "percent"))
    return found


def _by_convention(found: Printed, language: str) -> Printed:
    """Return a figure with its marks read as its language uses them."""
    marks = load(language)["marks"]
    used = {mark for mark in ",." if mark in found.text}
    if len(used) != 1:
        return found
    (mark,) = used
    against = DECIMALS if mark == marks["thousands"][0] else THOUSANDS if mark == marks["decimal"][0] else ""
    kept = [way for way in found.ways if way.how != against]
    return replace(kept[0], readings=tuple(replace(way, readings=()) for way in kept[1:])) if kept else found


def _share(figure: Figure) -> Printed:
    """Return a figure that says itself that it is a share, and is none above the whole."""
    found = printed(figure)
    if not (found.sign == "percent" or found.neighbours or (found.qualifier and not found.step)):
        raise ValueError(
            f"expected a share such as '18.5%' or 'a third', got {found.text!r}; write a per cent sign, or "
            f"printed({found.text!r}, 'share') if it is a share of 1"
        )
    if found.bounds() is not None and found.bounds().low > 1:
        raise ValueError(f"expected a share of at most 100%, got {found.text!r}; is it a ratio or an increase?")
    return found


def _percentage(figure: Figure) -> Printed:
    """Return an increase or a rate, which may be above 100 per cent."""
    found = printed(figure)
    if not (found.sign == "percent" or found.neighbours):
        raise ValueError(f"expected a percentage such as '360%', got {found.text!r}; write the per cent sign")
    return found


_SHOW: dict[str, Callable[[float], str]] = {"number": number, "share": share, "times": number}


def _answer(figures: Sequence[Printed], compute: Callable, words: str, kind: str = "number") -> Answer:
    """Return what follows from figures in their likeliest reading, and name what would follow from the others."""
    for figure in figures:
        if figure.bounds() is None:
            raise ValueError(f"expected figures that are printed, got the gap {figure.text!r}")
    ways = combinations(figures, most=4)
    try:
        found = [compute([f.bounds() for f in way]) for way in ways]
    except ZeroDivisionError:
        raise ValueError(f"expected to divide by more than nothing, got {figures[-1].text!r}") from None
    show = _SHOW[kind]
    sentences = [words.format(between(found[0], show))]
    for way, bounds in zip(ways[1:], found[1:], strict=True):
        how = " ".join(filter(None, (reading_of(f) for f, g in zip(way, ways[0], strict=True) if f is not g)))
        sentences.append(_("Otherwise {bounds}: {reading}").format(bounds=between(bounds, show), reading=how))
    return Answer(" ".join(sentences), found[0], kind)


def implied_base(count: Figure, part: Figure, base: Figure | None = None) -> Answer | Check:
    """Return the whole that a number and its share of the whole imply: N = count / share.

    Parameters
    ----------
    count : str, int or Printed
        How many.
    part : str or Printed
        Which share of the whole they are.
    base : str, int or Printed, optional
        A whole that is printed; it is tested against the two.

    Examples
    --------
    >>> implied_base("792,000", "18.5%")
    792,000 at 18.5% needs a base of 4,269,539 to 4,292,686.
    >>> implied_base("792,000", "18.5%", base="3,500,000")
    cannot all hold: 792,000 / 18.5% = 4,281,081 (4,266,846 to 4,295,393); printed: 3,500,000 (3,450,000 to \
3,550,000). No rounding reconciles them.
    """
    figures = [printed(count), _share(part)]
    if base is not None:
        return arithmetic.check_implied_base(*figures, printed(base))
    words = _("{count} at {share} needs a base of {bounds}.")
    texts = {"count": figures[0].text, "share": figures[1].text, "bounds": "{}"}
    return _answer(figures, divide, words.format(**texts))


def share_of(part: Figure, whole: Figure, stated: Figure | None = None) -> Answer | Check:
    """Return which share one number is of another, or test a printed share: s = part / whole.

    Examples
    --------
    >>> share_of("97", "4,348")
    97 of 4,348 is 2.22% to 2.24%.
    >>> share_of("97", "4,348", "2.1%")
    cannot all hold: 97 / 4,348 = 2.23% (2.22% to 2.24%); printed: 2.1% (2.05% to 2.15%). No rounding reconciles them.
    """
    figures = [printed(part), printed(whole)]
    if stated is not None:
        return arithmetic.check_share(*figures, _share(stated))
    words = _("{part} of {whole} is {bounds}.").format(part=figures[0].text, whole=figures[1].text, bounds="{}")
    return _answer(figures, divide, words, "share")


def sums_to_100(*shares: Figure) -> Check:
    """Test whether shares make up the whole: sum of s_i = 100 per cent.

    Examples
    --------
    >>> sums_to_100("23%", "14.6%", "approx. 62%").verdict
    'within rounding'
    >>> sums_to_100("23%", "14.6%", "62")
    Traceback (most recent call last):
        ...
    ValueError: expected a share such as '18.5%' or 'a third', got '62'; write a per cent sign, or printed('62', \
'share') if it is a share of 1
    """
    return arithmetic.check_shares_sum([_share(s) for s in shares])


def sum_of(parts: Sequence[Figure], total: Figure | None = None) -> Answer | Check:
    """Return what figures add up to, or test a printed total.

    Examples
    --------
    >>> sum_of(["226", "143"], "369").verdict
    'exact'
    >>> sum_of(["1.2 million", "about 300,000"])
    1.2 million + about 300,000 is 1,350,000 to 1,650,000.
    """
    figures = [printed(p) for p in parts]
    if total is not None:
        return arithmetic.check_sum(figures, printed(total))
    return _answer(figures, add, _("{sum} is {bounds}.").format(sum=" + ".join(f.text for f in figures), bounds="{}"))


def ratio_of(later: Figure, earlier: Figure, times: Figure | None = None) -> Answer | Check:
    """Return how many times as much one figure is as another, or test a printed ratio: r = later / earlier.

    Examples
    --------
    >>> ratio_of("105", "29")
    105 over 29 is 3.542 to 3.702 times.
    >>> ratio_of("105", "29", "four times").verdict
    'within rounding'
    """
    figures = [printed(later), printed(earlier)]
    if times is not None:
        return arithmetic.check_ratio(*figures, printed(times))
    words = _("{later} over {earlier} is {bounds} times.").format(
        later=figures[0].text, earlier=figures[1].text, bounds="{}"
    )
    return _answer(figures, divide, words, "times")


def increase_by(start: Figure, end: Figure, by: Figure | None = None) -> Answer | Check:
    """Return by how much a figure grew, in per cent of the first, or test it: b = end / start - 1.

    Examples
    --------
    >>> increase_by("29", "105")
    29 to 105 is an increase by 254.24% to 270.18%.
    >>> increase_by("29", "105", "360%").verdict
    'cannot all hold'
    """
    figures = [printed(end), printed(start)]
    if by is not None:
        return arithmetic.check_increase(figures[1], figures[0], _percentage(by))
    words = _("{start} to {end} is an increase by {bounds}.")
    words = words.format(start=figures[1].text, end=figures[0].text, bounds="{}")
    return _answer(figures, lambda b: divide(b).shifted(-1), words, "share")


def difference_of(minuend: Figure, subtrahend: Figure, difference: Figure | None = None) -> Answer | Check:
    """Return how much more one figure is than another, or test a printed difference: d = a - b.

    Examples
    --------
    >>> difference_of("182,600", "125,700", "56,900").verdict
    'exact'
    >>> difference_of("182,600", "125,700")
    182,600 less 125,700 is 56,899 to 56,901.
    """
    figures = [printed(minuend), printed(subtrahend)]
    if difference is not None:
        return arithmetic.check_difference(*figures, printed(difference))
    words = _("{one} less {other} is {bounds}.").format(one=figures[0].text, other=figures[1].text, bounds="{}")
    return _answer(figures, lambda b: b[0] - b[1], words)


def growth_over(start: Figure, end: Figure, years: int, rate: Figure | None = None) -> Answer | Check:
    """Return the yearly growth between two levels, or test a printed rate: end = start (1 + r)^n.

    Examples
    --------
    >>> growth_over("29", "105", 9)
    29 to 105 in 9 years is a growth of 15.09% to 15.65% a year.
    >>> growth_over("29", "105", 9, "21%").verdict
    'cannot all hold'
    """
    figures, years = [printed(start), printed(end)], _steps(years)
    if rate is not None:
        return growth.check_growth(*figures, years, _percentage(rate))
    if years < 1:
        raise ValueError(f"expected at least one yearly step, got {years}")
    words = _("{start} to {end} in {years} years is a growth of {bounds} a year.")
    words = words.format(start=figures[0].text, end=figures[1].text, years=years, bounds="{}")
    return _answer(figures, lambda b: Bounds(*growth.rate_bounds(*b, years)), words, "share")


def _steps(years: int | str) -> int:
    """Return a number of yearly steps, given it or its digits."""
    if isinstance(years, bool) or not re.fullmatch(r"\d{1,4}", str(years).strip()):
        raise ValueError(f"expected a whole number of yearly steps, such as 9, got {years!r}")
    return int(years)


def same_as(one: Figure, other: Figure) -> Check:
    """Test whether two figures can be the same quantity, rounded in two ways.

    Examples
    --------
    >>> same_as("792,000", "about 0.8 million").verdict
    'within rounding'
    >>> same_as("900", "5-6 million").verdict
    'cannot all hold'
    """
    return arithmetic.check_same(printed(one), printed(other))


def rank_among(value: Figure, others: Sequence[Figure], rank: str = "highest") -> Check:
    """Test "the highest" or "the lowest" among figures.

    Examples
    --------
    >>> rank_among("5%", ["11.7%", "18.5%", "9%"], "lowest").verdict
    'exact'
    """
    return arithmetic.check_rank(printed(value), [printed(o) for o in others], rank)


def compare(figure: Figure, estimates: Mapping[str, Figure], lineages: Mapping[str, str] | None = None) -> Comparison:
    """Set a figure among those that others give.

    Parameters
    ----------
    figure : str, int or Printed
        The figure.
    estimates : mapping
        Whose estimate -> the figure, a range included.
    lineages : mapping, optional
        Whose estimate -> where it comes from; those of one lineage count once. By default each stands for itself.

    Examples
    --------
    >>> compare("792,000", {"Smith": "780,000-800,000", "Jones": "0.8 million"}).lineages
    2
    """
    if not isinstance(estimates, Mapping):
        raise TypeError(
            "expected who says what, such as {'Smith': '780,000'}, got a " + type(estimates).__name__ + "; name each"
        )
    rows = [
        {"id": name, "label": name, "sources": name, "lineage": (lineages or {}).get(name, name), **_row(estimate)}
        for name, estimate in estimates.items()
    ]
    ends = printed(figure).bounds("half_unit", "wide")
    if ends is None:
        raise ValueError(f"expected a figure to compare, got the gap {figure!r}")
    return against_rows(ends, {}, rows)


def _row(estimate: Figure) -> dict:
    ends = printed(estimate).bounds("half_unit", "wide")
    if ends is None:
        raise ValueError(f"expected an estimate, got the gap {estimate!r}")
    return {"value": float("nan"), "low": ends.low, "high": ends.high}


def list_of(items: Sequence[str], stated: Figure) -> Check:
    """Test a stated number against the length of a list.

    Examples
    --------
    >>> list_of(["Smith", "Jones", "Brown"], "three").verdict
    'exact'
    """
    return arithmetic.check_length(items, printed(stated, "count"))


__all__ = [
    "Answer", "compare", "difference_of", "growth_over", "implied_base", "increase_by", "list_of", "printed",
    "rank_among", "ratio_of", "same_as", "share_of", "sum_of", "sums_to_100",
]  # fmt: skip
