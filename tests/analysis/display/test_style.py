"""Themes: every text can be read, no two series look alike to anyone, words are measured rightly."""

import itertools
import random

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.display import style

# Machado, Oliveira and Fernandes 2009 (IEEE Transactions on Visualization and Computer Graphics 15 (6), pp. 1291-1298),
# the authors' table of matrices for severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Björn Ottosson 2020, linear RGB to Oklab.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# The palette of Okabe and Ito has 0.076 at its closest.
APART = 0.07


def perceived(colour, sight):
    """Return a colour as Oklab coordinates, as a reader of that sight sees it."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return LAB @ np.cbrt(CONES @ np.clip(SIGHT[sight] @ linear, 0, 1))


def test_contrast_of_black_and_white_is_21():
    """The formula gives the values printed in WCAG."""
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert style.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("look", style.THEMES.values(), ids=str)
def test_every_text_can_be_read(look):
    """Text reaches 4.5:1 against the paper, in the contrast theme 7:1."""
    needed = 7 if look.name == "contrast" else 4.5
    words = [look.ink, look.muted, look.accent, *(look.text_colour(n) for n in range(7))]
    for colour in words:
        assert style.contrast(colour, look.background) >= needed, colour


@pytest.mark.parametrize("look", style.THEMES.values(), ids=str)
def test_every_mark_can_be_seen(look):
    """Marks reach 3:1 against the paper."""
    for colour in (*look.colours, look.quiet):
        assert style.contrast(colour, look.background) >= 3, colour


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("look", style.THEMES.values(), ids=str)
def test_colours_differ_for_every_sight(look, sight):
    """No two series colours come closer than the palette of Okabe and Ito, whatever the sight."""
    for one, other in itertools.combinations(look.colours, 2):
        assert np.linalg.norm(perceived(one, sight) - perceived(other, sight)) >= APART, (one, other)


@pytest.mark.parametrize("look", style.THEMES.values(), ids=str)
def test_seven_series_differ_without_colour(look):
    """Shape tells series apart, and where colours repeat so does the dash."""
    assert len({look.marker(n) for n in range(7)}) == 7
    assert len({(look.colour(n), str(look.dash(n))) for n in range(7)}) == 7


def test_print_theme_is_grey():
    """Nothing is lost on a copier."""
    look = style.theme("print")
    for colour in (*look.colours, look.ink, look.muted, look.accent, look.quiet, look.grid, look.background):
        assert colour[1:3] == colour[3:5] == colour[5:7], colour


def test_simulation_leaves_greys_alone():
    """Every row of a matrix adds up to one, so white and greys look to everybody as they are."""
    for matrix in SIGHT.values():
        assert matrix.sum(axis=1) == pytest.approx(1, abs=2e-6)


def test_print_theme_survives_a_copier():
    """A hard copy turns marks and words black and the grid white; a pale one keeps the greys apart."""
    look = style.theme("print")
    grey = {colour: int(colour[1:3], 16) for colour in (*look.colours, look.ink, look.muted, look.accent, look.quiet)}
    assert all(value < 128 for value in grey.values()), grey
    assert all(int(colour[1:3], 16) >= 128 for colour in (look.grid, look.background))
    for one, other in [*itertools.combinations(look.colours, 2), (look.accent, look.quiet)]:
        assert abs(grey[one] - grey[other]) * 0.6 >= 24, (one, other)


@pytest.mark.parametrize("look", style.THEMES.values(), ids=str)
@pytest.mark.parametrize("sight", SIGHT)
def test_what_is_marked_stands_out(look, sight):
    """The colour of what to look at is far from that of the background, whatever the sight."""
    assert np.linalg.norm(perceived(look.accent, sight) - perceived(look.quiet, sight)) >= APART


def test_unknown_theme_is_refused():
    """The message lists the themes."""
    with pytest.raises(ValueError, match="screen, print, projector, contrast; got 'slide'"):
        style.theme("slide")


def test_using_leaves_settings_as_they_were():
    """A theme ends where its block ends and does not inherit what was set before."""
    with mpl.rc_context({"axes.facecolor": "#ff0000", "svg.hashsalt": None, "lines.antialiased": False}):
        with style.using("print"):
            assert mpl.rcParams["svg.hashsalt"] == style.SALT
            assert mpl.rcParams["axes.facecolor"] == "none"
            assert mpl.rcParams["lines.antialiased"]
            assert mpl.rcParams["font.size"] == style.theme("print").font
        assert mpl.rcParams["axes.facecolor"] == "#ff0000"


def test_text_width_is_what_is_drawn():
    """The measure agrees with the drawn text to half a point."""
    figure = Figure(figsize=(9, 2), dpi=144)
    FigureCanvasAgg(figure)
    with style.using("screen"):
        text = figure.text(0, 0.5, "Expulsions, 1937", fontsize=11)
        drawn = text.get_window_extent(figure.canvas.get_renderer()).width / 2
    assert style.text_width("Expulsions, 1937", 11) == pytest.approx(drawn, abs=0.5)
    assert style.text_width("", 11) == 0


def test_wrap_keeps_words_and_width():
    """Lines fit, no letter is lost, a word that is too long is cut."""
    text = "Verification of party documents in Dnepropetrovskugol"
    lines = style.wrap(text, 60, 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(style.text_width(line, 10) <= 60 for line in lines)
    assert style.wrap("", 60, 10) == [""]
    assert style.wrap("one\ntwo", 600, 10) == ["one", "two"]


def test_wrap_does_not_break_between_name_and_number():
    """An en space holds a name and its number together."""
    assert style.wrap("party of\N{EN SPACE}12", style.text_width("party of", 10), 10) == [
        "party",
        "of\N{EN SPACE}12",
    ]


def test_balance_takes_no_more_lines():
    """A balanced headline has as many lines, and its last is not a lone word."""
    text = "The Communist Party came third in November with 16.9 per cent of the vote"
    width = style.text_width(text, 15, "bold") * 0.9
    plain, even = style.wrap(text, width, 15, "bold"), style.balance(text, width, 15, "bold")
    assert len(plain) == len(even) == 2
    assert style.text_width(even[1], 15, "bold") > 0.7 * style.text_width(even[0], 15, "bold")


@pytest.mark.parametrize("seed", range(30))
def test_push_apart_keeps_order_distance_and_ends(seed):
    """Labels do not overlap, keep their order, stay inside if they fit, and do not move without need."""
    draw = random.Random(seed)
    count = draw.randint(1, 12)
    wanted = [draw.uniform(0, 100) for _ in range(count)]
    sizes = [draw.uniform(1, 8) for _ in range(count)]
    placed = style.push_apart(wanted, sizes, 0, 100)
    order = sorted(range(count), key=lambda n: wanted[n])
    for below, above in itertools.pairwise(order):
        assert placed[above] - placed[below] >= (sizes[above] + sizes[below]) / 2 - 1e-9
    assert all(size / 2 - 1e-9 <= at <= 100 - size / 2 + 1e-9 for at, size in zip(placed, sizes, strict=True))


def test_push_apart_leaves_labels_that_have_room():
    """Labels far from one another stay where they are."""
    assert style.push_apart([80, 20, 50], [10, 10, 10], 0, 100) == pytest.approx([80, 20, 50])
    assert style.push_apart([], [], 0, 100) == []


def test_push_apart_shares_the_way():
    """Two labels at one place move by the same distance."""
    assert style.push_apart([50, 50], [10, 10], 0, 100) == pytest.approx([45, 55])


def test_area_cuts_strips():
    """Strips and the rest cover the area without a gap."""
    area = style.Area(Figure(), 10, 20, 100, 50)
    top, left = area.cut("top", 10), area.cut("left", 30)
    right, bottom = area.cut("right", 20), area.cut("bottom", 5)
    assert (top.bottom, top.height, top.width) == (60, 10, 100)
    assert (left.left, left.right, left.height) == (10, 40, 40)
    assert (right.left, right.right) == (90, 110)
    assert (bottom.bottom, bottom.top) == (20, 25)
    assert (area.left, area.bottom, area.right, area.top) == (40, 25, 90, 60)
    assert area.cut("left", 500).width == 50
