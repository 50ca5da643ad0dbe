"""Themes and the measuring of text: what every figure looks like and how much room its words need.

A theme fixes size, type, colours, marker shapes and dashes. All lengths are in points (1/72 inch).
Colour is never the only carrier of a meaning: every series also has its own shape. Letters come from the
files of :mod:`analysis.display.fonts` and from nowhere else, so a figure does not depend on the fonts of a machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D

from analysis.display import fonts
from analysis.numbers import steady

FONT = fonts.FAMILY
SALT = "recount"
#: Height of a line of text as a multiple of its size.
LEADING = 1.27
#: From the top of a line, and from the middle of its letters, down to the line they stand on.
ASCENT, HALF = 0.96, 0.36
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
#: Shapes of one size look unlike in area; this evens them out.
MARKER_SCALE = {"s": 0.92, "D": 0.86, "^": 1.08, "v": 1.08, "P": 1.1, "X": 1.1}
Dash = str | tuple[float, tuple[float, ...]]
SOLID = ("-",) * 7


@dataclass(frozen=True)
class Theme:
    """One look.

    Attributes
    ----------
    name : str
        ``screen``, ``print``, ``projector`` or ``contrast``.
    width, height : float
        Size of a figure in points; it grows downwards where the rows of a chart need more.
    font, small, title : float
        Sizes of type in points: labels and values, axes and notes, headline.
    background, ink, muted, grid, quiet, accent : str
        Colours: paper, text, lesser text, grid lines, marks in the background, marks to look at.
    colours : tuple of str
        One for each series, in this order; fewer than seven are used again with another shape.
    markers, dashes : tuple
        Shape and line style of each series.
    line, thin, mark : float
        Widths of a series line and of an interval bar, diameter of a mark, in points.
    few_words : bool
        True where sources and notes are left to the caption.
    """

    name: str
    width: float
    height: float
    font: float
    small: float
    title: float
    background: str = "#ffffff"
    ink: str = "#161616"
    muted: str = "#59626d"
    grid: str = "#dfe3e8"
    quiet: str = "#8994a1"
    accent: str = "#be4b13"
    colours: tuple[str, ...] = ("#2973d0", "#be4b13", "#2e7466", "#890185", "#5b3b00", "#110066", "#161616")
    markers: tuple[str, ...] = MARKERS
    dashes: tuple[Dash, ...] = field(default=SOLID, repr=False)
    line: float = 2.2
    thin: float = 1.5
    mark: float = 8.0
    few_words: bool = False

    def colour(self, index: int) -> str:
        """Return the colour of the series ``index``."""
        return self.colours[index % len(self.colours)]

    def marker(self, index: int) -> str:
        """Return the shape of the series ``index``."""
        return self.markers[index % len(self.markers)]

    def dash(self, index: int) -> Dash:
        """Return the line style of the series ``index``."""
        return self.dashes[index % len(self.dashes)]

    def text_colour(self, index: int) -> str:
        """Return the colour for words about the series ``index``: its own, or ink where that is a grey."""
        colour = self.colour(index)
        grey = colour[1:3] == colour[3:5] == colour[5:7]
        return self.ink if grey or contrast(colour, self.background) < 4.5 else colour


THEMES = {
    theme.name: theme
    for theme in (
        Theme("screen", width=648, height=396, font=11, small=9.5, title=15),
        Theme(
            "print", width=454, height=284, font=8, small=7, title=10, ink="#000000", muted="#484848",
            grid="#d0d0d0", quiet="#7c7c7c", accent="#000000", colours=("#111111", "#7c7c7c", "#454545"),
            dashes=("-", "--", "-.", ":", (0, (8, 2)), (0, (1, 1)), (0, (4, 1, 1, 1, 1, 1))),
            line=1.5, thin=1.0, mark=5.5,
        ),
        Theme(
            "projector", width=960, height=540, font=20, small=17, title=28, muted="#4a525c", grid="#d5dae0",
            line=4.0, thin=2.8, mark=14, few_words=True,
        ),
        Theme(
            "contrast", width=648, height=396, font=12.5, small=11, title=16.5, background="#000000",
            ink="#ffffff", muted="#e6e6e6", grid="#3d3d3d", quiet="#9c9c9c", accent="#ffd60a",
            colours=("#4aa8ff", "#ff9d2e", "#f5ee6b", "#ff66bb", "#33ab6f", "#b9b9ff", "#ffffff"),
            line=3.0, thin=2.2, mark=9.5,
        ),
    )
}  # fmt: skip


def theme(name: str | Theme) -> Theme:
    """Return a theme by name.

    Parameters
    ----------
    name : str or Theme
        One of :data:`THEMES`; a theme is returned as it is.

    Returns
    -------
    Theme
        The theme.

    Raises
    ------
    ValueError
        If there is no such theme; the message lists those there are.
    """
    if isinstance(name, Theme):
        return name
    if name not in THEMES:
        raise ValueError(f"expected a theme out of {', '.join(THEMES)}; got {name!r}")
    return THEMES[name]


def rc(name: str | Theme) -> dict[str, object]:
    """Return the settings of matplotlib for a theme.

    Parameters
    ----------
    name : str or Theme
        The theme.

    Returns
    -------
    dict
        ``rcParams``: fixed font, fixed salt for the ids in SVG, text kept as text, no simplified paths,
        no mathematics in labels.
    """
    look = theme(name)
    return {
        "font.family": ["sans-serif"], "font.sans-serif": [FONT], "font.size": look.font,
        "text.color": look.ink, "text.parse_math": False, "text.usetex": False, "text.hinting": "default",
        "axes.unicode_minus": True, "axes.facecolor": "none", "axes.edgecolor": look.muted,
        "axes.prop_cycle": mpl.cycler(color=list(look.colours)), "axes.linewidth": 0.8,
        "figure.facecolor": look.background, "savefig.facecolor": look.background, "savefig.bbox": None,
        "lines.linewidth": look.line, "lines.markersize": look.mark, "lines.solid_capstyle": "round",
        "xtick.color": look.muted, "ytick.color": look.muted, "grid.color": look.grid,
        "path.simplify": False, "svg.fonttype": "none", "svg.hashsalt": SALT, "pdf.fonttype": 42,
        "pdf.compression": 6, "agg.path.chunksize": 0,
    }  # fmt: skip


@contextmanager
def using(name: str | Theme) -> Iterator[Theme]:
    """Draw and save with the settings and fonts of a theme, on top of matplotlib's defaults.

    Parameters
    ----------
    name : str or Theme
        The theme.

    Yields
    ------
    Theme
        The theme.
    """
    look = theme(name)
    with mpl.rc_context(), fonts.only():
        # A reader's own matplotlibrc must not change the bytes.
        mpl.rcdefaults()
        mpl.rcParams.update(rc(look))
        yield look


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2), 0 for black and 1 for white.

    Parameters
    ----------
    colour : str
        ``#rrggbb``.

    Returns
    -------
    float
        0.2126 R + 0.7152 G + 0.0722 B of the linear components.
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else steady.power((c + 0.055) / 1.055, 2.4) for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2), from 1 to 21.

    Parameters
    ----------
    one, other : str
        ``#rrggbb``.

    Returns
    -------
    float
        (L1 + 0.05) / (L2 + 0.05) with the lighter luminance on top; text needs 4.5.
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=1)
def _measurer() -> RendererAgg:
    """Open one renderer of 144 dots an inch for measuring."""
    return RendererAgg(8, 8, 144)


@lru_cache(maxsize=65536)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Measure one line of text.

    Parameters
    ----------
    text : str
        The line.
    size : float
        Size of type in points.
    weight : str
        ``normal`` or ``bold``.

    Returns
    -------
    float
        Width in points.
    """
    font = FontProperties(fname=fonts.file(weight), size=size)
    # The renderer counts in dots of 1/144 inch; an empty string makes FreeType complain.
    return _measurer().get_text_width_height_descent(text, font, ismath=False)[0] / 2 if text else 0.0


def block_width(lines: Sequence[str], size: float, weight: str = "normal") -> float:
    """Measure the longest of several lines, in points; the parameters are those of :func:`text_width`."""
    return max((text_width(line, size, weight) for line in lines), default=0.0)


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines by measured width.

    Parameters
    ----------
    text : str
        The text; its own line breaks are kept.
    width : float
        Room in points. A word that is wider is cut.
    size, weight
        As in :func:`text_width`.

    Returns
    -------
    list of str
        The lines, at least one.
    """
    lines = []
    for paragraph in str(text).split("\n"):
        line = ""
        for word in _pieces(paragraph, width, size, weight):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size, weight) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def balance(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into as few lines as :func:`wrap` does, but of nearly the same length.

    Parameters
    ----------
    text, width, size, weight
        As in :func:`wrap`.

    Returns
    -------
    list of str
        The lines.
    """
    lines = wrap(text, width, size, weight)
    narrow, wide = width / 2, width
    while len(lines) > 1 and wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        if len(wrap(text, middle, size, weight)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return wrap(text, wide, size, weight)


def _pieces(paragraph: str, width: float, size: float, weight: str) -> Iterator[str]:
    """Yield the words of a paragraph, cutting those that are wider than a line."""
    for word in filter(None, paragraph.split(" ")):
        while len(word) > 1 and text_width(word, size, weight) > width:
            cut = max(1, sum(text_width(word[:n], size, weight) <= width for n in range(1, len(word))))
            # Better at a blank that was meant to hold a number to its name than inside the number.
            blank = max((n for n in range(1, cut + 1) if word[n : n + 1].isspace()), default=cut)
            yield word[:blank]
            word = word[blank:].lstrip()
        yield word


def push_apart(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels along a line until none overlaps another, as little as possible.

    Parameters
    ----------
    wanted : sequence of float
        Where the middle of each label should be.
    sizes : sequence of float
        Length of each label along the line.
    low, high : float
        Ends of the line; labels stay inside if they fit at all.

    Returns
    -------
    list of float
        Where the middles go, in the order given. Least squares under the constraint that neighbours
        touch at most (pool adjacent violators).
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    ends = np.cumsum([0.0] + [sizes[i] for i in order])
    blocks: list[list[float]] = []
    for rank, i in enumerate(order):
        # Subtracting what lies below turns "must not overlap" into "must not decrease".
        blocks.append([wanted[i] - (ends[rank] + ends[rank + 1]) / 2, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, count), (before, number) = blocks.pop(), blocks.pop()
            blocks.append([(mean * count + before * number) / (count + number), count + number])
    shifts = [mean for mean, count in blocks for _step in range(int(count))]
    placed = [0.0] * len(order)
    for rank, i in enumerate(order):
        shift = max(low, min(shifts[rank], high - ends[-1]))
        placed[i] = shift + (ends[rank] + ends[rank + 1]) / 2
    return placed


@dataclass
class Area:
    """A rectangle on a figure, in points from the lower left corner, from which strips are cut.

    Attributes
    ----------
    figure : Figure
        The figure.
    left, bottom, width, height : float
        The rectangle.
    given : Axes, optional
        Axes of the caller, to be used for the marks.
    """

    figure: Figure
    left: float
    bottom: float
    width: float
    height: float
    given: Axes | None = None

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.bottom + self.height

    def cut(self, side: str, size: float) -> Area:
        """Take a strip of ``size`` points off one side and return it; the area shrinks."""
        strip = Area(self.figure, self.left, self.bottom, self.width, self.height)
        if side in ("left", "right"):
            size = min(size, self.width)
            strip.width, strip.left = size, self.left if side == "left" else self.right - size
            self.left, self.width = self.left + (size if side == "left" else 0), self.width - size
        else:
            size = min(size, self.height)
            strip.height, strip.bottom = size, self.bottom if side == "bottom" else self.top - size
            self.bottom, self.height = self.bottom + (size if side == "bottom" else 0), self.height - size
        return strip

    def write(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        size: float,
        colour: str,
        va: str = "top",
        **how: object,
    ) -> None:
        """Set lines of text at a point of the figure given in points; ``how`` goes to matplotlib's ``Text``.

        ``va`` is top, center or bottom. Every line is placed by the line it stands on, so that words
        side by side agree whatever letters they have.
        """
        lines = [lines] if isinstance(lines, str) else lines
        step = size * LEADING
        below = {"top": ASCENT, "center": HALF, "bottom": ASCENT - LEADING}[va] * size
        first = y - below + step * {"top": 0, "center": (len(lines) - 1) / 2, "bottom": len(lines) - 1}[va]
        points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        for rank, line in enumerate(lines):
            self.figure.text(
                x, first - rank * step, line, fontsize=size, color=colour, transform=points, parse_math=False,
                family=FONT, **{"va": "baseline", "ha": "left"} | how,
            )  # fmt: skip

    def rule(self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float) -> None:
        """Draw a line through points of the figure."""
        points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self.figure.add_artist(Line2D(xs, ys, color=colour, lw=width, transform=points, solid_capstyle="butt"))

    def spot(self, x: float, y: float, marker: str, colour: str, size: float) -> None:
        """Draw a mark at a point of the figure."""
        points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        how = {"marker": marker, "ms": size * MARKER_SCALE.get(marker, 1.0), "color": colour, "mew": 0}
        self.figure.add_artist(Line2D([x], [y], transform=points, **how))

    def axes(self) -> Axes:
        """Lay axes without frame or ticks over what is left of the rectangle."""
        width, height = self.figure.get_size_inches() * 72
        size = max(self.width, 1.0) / width, max(self.height, 1.0) / height
        box = (self.left / width, self.bottom / height, *size)
        axes = self.given or self.figure.add_axes(box)
        axes.set_position(box)
        axes.set_facecolor("none")
        axes.spines[:].set_visible(False)
        axes.tick_params(which="both", length=0, labelbottom=False, labelleft=False)
        axes.set_axisbelow(True)
        return axes
