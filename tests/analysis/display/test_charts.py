"""Charts: nothing overlaps, nothing is cut off, and unchecked figures look unchecked."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.display import charts, style

LONG = "Members and candidates expelled in the verification of party documents, Western Region, with appeals"
ROW_KINDS = ("dots", "bars", "forest", "pairs")
UPRIGHT = ("lines", "slopes", "columns")
ALL_KINDS = (*ROW_KINDS, "strip", "lines", "slopes", "columns", "curve")


def draw(kind, data, theme="screen", **options):
    """Draw a chart on a figure of the theme's size and lay it out."""
    look = style.theme(theme)
    figure = Figure(figsize=(look.width / 72, look.height / 72), dpi=144)
    FigureCanvasAgg(figure)
    axes = charts.draw(kind, figure, data, theme=theme, **options)
    with style.using(theme):
        figure.canvas.draw()
    return figure, axes


def boxes(figure):
    """Measure every text of a figure in dots."""
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    renderer = figure.canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text().strip()]


def assert_tidy(figure, slack=1.5):
    """Refuse texts that touch one another or leave the figure (in dots of 1/144 inch)."""
    found = boxes(figure)
    assert found
    page = figure.bbox
    for words, box in found:
        over = max(page.x0 - box.x0, box.x1 - page.x1, page.y0 - box.y0, box.y1 - page.y1)
        assert over <= slack, f"{words!r} leaves the figure by {over:.1f} dots"
    for (one, a), (other, b) in itertools.combinations(found, 2):
        wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= slack or high <= slack, f"{one!r} overlaps {other!r} by {wide:.1f} x {high:.1f} dots"


def assert_words_beside_marks(figure):
    """Refuse words that cover the middle of a mark."""
    spots = [
        (line.get_transform().transform(line.get_xydata())[0])
        for axes in figure.axes
        for line in axes.lines
        if line.get_marker() in style.MARKERS and len(line.get_xdata()) == 1
    ]
    for words, box in boxes(figure):
        for x, y in spots:
            assert not (box.x0 < x < box.x1 and box.y0 < y < box.y1), f"{words!r} covers a mark"


def rows(values, **columns):
    """Make a tidy frame of labelled values."""
    frame = pd.DataFrame({"label": [f"row {n}" for n in range(len(values))], "value": values})
    return frame.assign(**columns)


AWKWARD = {
    "one row": rows([17.5]),
    "long labels": rows([1.5, 2.5, 3.5], label=[LONG, LONG + " again", "short"]),
    "equal values": rows([3.0, 3.0, 3.0]),
    "all zero": rows([0.0, 0.0]),
    "gaps": rows([1.0, math.nan, math.nan, math.nan, math.nan], low=[0.5, 1.0, 2.0, math.nan, math.nan],
                 high=[1.5, math.nan, 3.0, 2.5, math.nan]),
    "negative": rows([-4.25, 3.0, -0.5], low=[-5.0, 2.0, math.nan], high=[-4.0, 3.5, math.nan]),
    "huge": rows([681692, 1e12, 5], label=["people", "roubles", "<five> & $x$"]),
    "tiny": rows([0.0003, 0.0007]),
    "signs": rows([1, 2, 3, 4], label=["$5 a day", "a < b & c", "Őrség, Сталинград", "1 % \\frac{1}{2}"]),
    "forty": rows(np.linspace(1, 80, 40), label=[f"district {n} of the Western Region" for n in range(40)]),
    "unchecked": rows([1, 2, 3], verification=["print", "unchecked", "unchecked"]),
    "marked": rows([1, 2, 3], highlight=[False, True, False]),
    "own words": rows([1, 2], text=["about a third of the members, as printed", "two"]),
}  # fmt: skip


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("case", AWKWARD)
@pytest.mark.parametrize("kind", ROW_KINDS)
def test_rows_stay_tidy(kind, case, theme):
    """Rows of any length, sign and size keep their words apart and inside."""
    figure, _axes = draw(kind, AWKWARD[case], theme, unit="per cent of those screened", inside_note="Not arrests.")
    assert_tidy(figure)
    assert_words_beside_marks(figure)


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("kind", ["dots", "bars"])
def test_groups_stay_tidy(kind, theme):
    """Several series per label stand apart and are named once each."""
    names = ["as printed", "published, all lineages", "as in the cited source"]
    data = pd.concat([rows([5, 17.5, 99.9], group=name, low=[4, 17, math.nan]) for name in names])
    figure, _axes = draw(kind, data, theme, reference=17.5, reference_text="the figure that the pamphlet prints")
    assert_tidy(figure)
    said = " ".join(words for words, _box in boxes(figure))
    assert all(said.count(name) == 1 for name in names)


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 2), (2, 2.01), (-3, 4), (1e9, 3)])
def test_pairs_stay_tidy(one, other, theme):
    """Two values of a label keep apart however near they are."""
    data = pd.concat([rows([one, 5], group="printed", low=[one - 1, math.nan]), rows([other, 7], group="published")])
    figure, _axes = draw("pairs", data, theme)
    assert_tidy(figure)
    assert_words_beside_marks(figure)


def series(count, points=9, **columns):
    """Make several series over years that end close to one another."""
    frames = [
        pd.DataFrame(
            {
                "x": range(1924, 1924 + points),
                "value": 10 + n / 3 + np.arange(points) * (n % 2),
                "group": f"party {n}",
            }
        )
        for n in range(count)
    ]
    return pd.concat(frames).assign(**columns)


LINES = {
    "one": series(1),
    "seven": series(7),
    "one point": series(1, 1),
    "gap": series(2).assign(value=lambda t: t["value"].where(t["x"] != 1927)),
    "ends early": series(3).assign(value=lambda t: t["value"].where((t["x"] < 1929) | (t["group"] != "party 1"))),
    "dates": series(2).assign(x=lambda t: t["x"].astype(str) + "-07"),
    "long names": series(4).assign(group=lambda t: t["group"] + " of the whole country and its provinces"),
    "long spell": series(2, 120),
    "bounds": series(2).assign(low=lambda t: t["value"] - 1, high=lambda t: t["value"] + 2),
    "negative": series(2).assign(value=lambda t: t["value"] * -1e6),
    "words": series(2).assign(text=lambda t: np.where(t["x"] == 1928, "a word of <$10>", "")),
    "twelve": series(12, highlight=False).assign(highlight=lambda t: t["group"] == "party 3"),
}


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("case", LINES)
def test_lines_stay_tidy(case, theme):
    """Names at the ends of lines are pushed apart; ticks and words keep their distance."""
    figure, _axes = draw(
        "lines",
        LINES[case],
        theme,
        unit="per cent",
        inside_note="A note.",
        reference=11,
        reference_text="a line of it",
    )
    assert_tidy(figure)


SLOPES = {
    "two dates": [1928, 1932],
    "four dates": ["1928-05", "1930-09", "1932-07", "1932-11"],
    "words": ["as printed", "as corrected"],
}


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("count", [1, 4, 9])
@pytest.mark.parametrize("dates", SLOPES)
def test_slopes_stay_tidy(dates, count, theme):
    """Names on both sides are pushed apart, also where lines share their values."""
    data = pd.DataFrame(
        [(f"line {n}", date, 5 + n // 2 + at) for n in range(count) for at, date in enumerate(SLOPES[dates])],
        columns=["label", "x", "value"],
    )
    figure, _axes = draw("slopes", data, theme, unit="per cent")
    assert_tidy(figure)


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("case", [case for case in AWKWARD if case not in ("forty", "own words", "tiny")])
def test_columns_stay_tidy(case, theme):
    """Columns of any sign and size keep their values and labels apart."""
    figure, _axes = draw("columns", AWKWARD[case], theme, unit="persons", inside_note="A note.")
    assert_tidy(figure)


@pytest.mark.parametrize("theme", style.THEMES)
def test_forty_years_of_columns(theme):
    """Where not all values and years fit, the highest and some years are left."""
    years = [str(year) for year in range(1914, 1954)]
    data = pd.DataFrame({"label": years, "value": [353074.0 if n == 23 else 1000.0 * (n % 7) for n in range(40)]})
    figure, _axes = draw("columns", data, theme)
    assert_tidy(figure)
    assert "353,074" in [words for words, _box in boxes(figure)]


@pytest.mark.parametrize("theme", style.THEMES)
def test_strip_counts_every_class(theme):
    """A strip writes the number of marks of each class, also none."""
    words = ["exact", "within rounding", "cannot all hold"]
    data = pd.DataFrame({"x": range(300), "label": [words[n % 2] for n in range(300)], "panel": "arithmetic"})
    figure, _axes = draw("strip", data, theme, order=words, unit="position in the text")
    assert_tidy(figure)
    assert [text for text, _box in boxes(figure)].count("150") >= 2
    assert "0" in [text for text, _box in boxes(figure)]


def universes(count):
    """Make sets of choices with their results."""
    grid = pd.DataFrame(
        list(itertools.product(["1926/27 prices", "1937 prices"], ["gross", "net"], range(count // 4))),
        columns=["price_base", "measure", "end_year"],
    )
    return grid.assign(end_year=1930 + grid["end_year"] % 9, growth=np.sin(np.arange(len(grid))) * 3 + 12)


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("count", [4, 64, 2000])
def test_curve_stays_tidy(count, theme):
    """A specification curve of four or two thousand results can be read."""
    data = universes(count)
    data.loc[1, "growth"] = math.nan
    figure, _axes = draw(
        "curve", data.assign(highlight=data.index == 2, text="as printed"), theme,
        decisions=list(data.columns[:3]), outcome="growth", unit="per cent a year",
        reference=13.5, reference_text="printed 13.5",
    )  # fmt: skip
    assert_tidy(figure)
    assert any("1 of" in words for words, _box in boxes(figure))


@pytest.mark.parametrize("theme", style.THEMES)
@pytest.mark.parametrize("kind", ["dots", "bars", "pairs", "lines", "slopes", "columns"])
def test_panels_stay_tidy_and_share_axes(kind, theme):
    """Small multiples have the same axes and keep their words apart."""
    base = series(2, 2).assign(label=lambda t: t["group"], group="" if kind != "lines" else "all")
    if kind != "slopes":
        base = base[base["label"] == "party 1"].assign(label=["first", "second"])
    data = pd.concat([base.assign(value=base["value"] * scale, panel=f"{LONG[: 40 * scale]}") for scale in (1, 2, 3)])
    figure, _axes = draw(kind, data, theme, unit="per cent", inside_note="A note.")
    assert_tidy(figure)
    side = "y" if kind in UPRIGHT else "x"
    ends = {tuple(np.round(getattr(axes, f"get_{side}lim")(), 9)) for axes in figure.axes}
    assert len(figure.axes) == 3
    assert len(ends) == 1
    if kind in ROW_KINDS:
        assert len({round(axes.get_position().width, 9) for axes in figure.axes}) == 1


@pytest.mark.parametrize("theme", style.THEMES)
def test_words_of_a_steep_peak_find_room(theme):
    """Where a line with many marks leaves no room above or below its peak, the words stand beside it."""
    places = np.arange(30, 120.5, 0.5)
    values = 1 + 60 * np.exp(-(((places - 60) / 1.5) ** 2))
    texts = ["61 at 60,000" if place == 60 else "" for place in places]
    data = pd.DataFrame({"x": places, "value": values, "label": "lists", "text": texts})
    figure, _axes = draw("lines", data, theme)
    assert "61 at 60,000" in [words for words, _box in boxes(figure)]
    assert_tidy(figure)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_unchecked_is_hollow(kind):
    """Marks of unchecked rows are filled with paper, and the picture says so."""
    data = pd.DataFrame({"label": ["a", "b"], "x": [1928, 1932], "value": [1.0, 2.0], "choice": ["p", "q"]})
    options = {"decisions": ["choice"]} if kind == "curve" else {}
    data = data.assign(label="a") if kind == "slopes" else data
    figure, axes = draw(kind, data.assign(verification=["print", "unchecked"]), **options)
    artists = [artist for one in figure.axes for artist in one.get_children() if artist.get_gid() == "unchecked"]
    assert artists
    for artist in artists:
        paper = artist.get_markerfacecolor() if hasattr(artist, "get_marker") else artist.get_facecolor()
        assert style.theme("screen").background in (paper, hex_of(paper))
    assert any("Hollow" in words for words, _box in boxes(figure))
    figure, axes = draw(kind, data.assign(verification="print"), **options)
    assert not [artist for artist in axes.get_children() if artist.get_gid() == "unchecked"]


def hex_of(colour):
    """Write a colour of matplotlib as #rrggbb."""
    return "" if isinstance(colour, str) else "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_inside_note_is_drawn(kind):
    """The note stands in the picture of every kind, unbroken in sense."""
    data = pd.DataFrame({"label": ["a", "a"], "x": [1928, 1932], "value": [1.0, 2.0], "choice": ["p", "q"]})
    options = {"decisions": ["choice"]} if kind == "curve" else {}
    note = "Expulsion from the party is not arrest or execution. " * 3
    figure, _axes = draw(kind, data, inside_note=note.strip(), **options)
    assert note.strip() in " ".join(words for words, _box in boxes(figure))
    assert_tidy(figure)


def test_bars_start_at_zero_even_when_values_are_far_from_it():
    """The zero line is inside the axes."""
    _figure, axes = draw("bars", rows([1000.0, 1001.0]))
    assert axes.get_xlim()[0] == 0


def test_bounds_are_drawn_as_bars_of_their_length():
    """A thin bar reaches from the lower to the upper bound."""
    _figure, axes = draw("dots", rows([17.5], low=[16.5], high=[18.4]))
    assert any(list(line.get_xdata()) == [16.5, 18.4] for line in axes.lines)


@pytest.mark.parametrize(
    ("low", "high", "words"), [(math.nan, 5, "at most 5"), (5, math.nan, "at least 5"), (4, 5, "4–5")]
)
def test_bounds_without_value_are_named(low, high, words):
    """A bound alone is called what it is."""
    figure, _axes = draw("dots", rows([math.nan], low=[low], high=[high]))
    assert words in [text for text, _box in boxes(figure)]


def test_whole_numbers_get_no_digits():
    """A label claims no more precision than its value."""
    figure, _axes = draw("dots", rows([50, 18.26]))
    assert {"50", "18.3"} <= {text for text, _box in boxes(figure)}


def test_forest_goes_by_year():
    """Estimates stand in the order of their publication."""
    figure, _axes = draw("forest", rows([1, 2, 3], label=["late", "early", "middle"], x=[1999, 1968, 1984]))
    places = {text: box.y0 for text, box in boxes(figure)}
    assert places["early, 1968"] > places["middle, 1984"] > places["late, 1999"]


def test_gap_in_a_line_stays_a_gap():
    """No line is drawn over a missing value."""
    data = pd.DataFrame({"x": [1, 2, 3, 4, 5], "value": [1, 2, math.nan, 4, 5], "label": "a"})
    _figure, axes = draw("lines", data)
    path = max(axes.lines, key=lambda line: len(line.get_xdata()))
    assert np.isnan(path.get_ydata()).sum() == 1


def two_lines():
    """Two series over four years; the second lacks one."""
    one = pd.DataFrame({"x": range(1930, 1934), "value": [4.0, 5.0, 6.0, 7.0], "group": "one"})
    return pd.concat([one, one.assign(value=[4.0, 3.0, float("nan"), 5.0], group="other")], ignore_index=True)


def test_the_room_between_two_lines_is_shaded():
    axes = draw("lines", two_lines(), shade=True)[0].axes
    shapes = [c for a in axes for c in a.collections]
    ends = shapes[0].get_paths()[0].get_extents()
    assert (ends.x0, ends.x1, ends.y0, ends.y1) == (1930, 1933, 3.0, 7.0)
    assert not [c for a in draw("lines", two_lines())[0].axes for c in a.collections]


def test_only_two_lines_can_be_shaded():
    with pytest.raises(ValueError, match="expected two series to shade between, got 1"):
        draw("lines", two_lines().query("group == 'one'"), shade=True)


def test_axes_given_are_used():
    """Axes of the caller hold the marks and stay inside their rectangle."""
    figure = Figure(figsize=(9, 6))
    FigureCanvasAgg(figure)
    given = figure.add_axes((0.5, 0.5, 0.4, 0.4))
    used = charts.draw("dots", given, rows([1, 2, 3]), theme="screen", unit="per cent")
    assert used is given
    assert all(box.x0 >= figure.bbox.width * 0.5 - 1 for _text, box in boxes(figure))


BAD = {
    "unknown option": ("dots", rows([1]), {"colour": "red"}, "expected options out of"),
    "bars on a log scale": ("bars", rows([1]), {"scale": "log"}, "expected options out of"),
    "log of zero": ("dots", rows([0, 1]), {"scale": "log"}, "above 0"),
    "scale": ("dots", rows([1]), {"scale": "root"}, "'linear' or 'log'"),
    "no column": ("dots", pd.DataFrame({"label": ["a"]}), {}, "expected the columns"),
    "no rows": ("dots", rows([]), {}, "at least one row"),
    "word for a number": ("dots", rows(["1", "two"]), {}, "row 1; got 'two'"),
    "eight series": ("lines", series(8), {}, "at most 7 series"),
    "three to a pair": ("pairs", pd.concat([rows([1], group=g) for g in "abc"]), {}, "two groups"),
    "pair of three rows": ("pairs", pd.concat([rows([1], group=g) for g in "aab"]), {}, "at most two rows"),
    "two at one place": ("lines", pd.concat([series(1), series(1)]), {}, "one row for"),
    "two at one date": (
        "slopes",
        pd.concat([rows([1], x="1928")] * 2 + [rows([1], x="1930")]),
        {},
        "one row for",
    ),
    "one date": ("slopes", rows([1], x="1928"), {}, "two dates"),
    "no date": ("slopes", rows([1, 2], x=["1928", ""]), {}, "row 1 has none"),
    "strange date": ("lines", rows([1], x="May"), {}, "got 'May'"),
    "no position": ("strip", rows([1, 2], x=[1, math.nan]), {}, "a position"),
    "no decisions": ("curve", rows([1]), {}, "decisions="),
    "no outcome": ("curve", rows([1]), {"decisions": ["label"], "outcome": "growth"}, "outcome="),
    "no result": ("curve", rows([math.nan]), {"decisions": ["label"]}, "at least one result"),
}


@pytest.mark.parametrize("case", BAD)
def test_refusals_say_what_is_expected(case):
    """A chart that cannot be drawn says what it expected and what came."""
    kind, data, options, words = BAD[case]
    with pytest.raises(ValueError, match=words):
        draw(kind, data, **options)


def test_log_scale_has_room_and_ticks():
    """Numbers of very different size are told apart on a log scale."""
    figure, axes = draw("dots", rows([681692, 20e6, 1e9]), scale="log")
    assert axes.get_xscale() == "log"
    assert_tidy(figure)
