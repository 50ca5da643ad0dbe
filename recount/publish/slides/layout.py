"""Where things go on a slide: type that fits its box, and pictures cut where nothing is printed.

All lengths are in points; a slide is 960 by 540, the size of a figure in the theme ``projector``.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.display.files import DPI
from analysis.display.style import LEADING, balance, theme, wrap

WIDTH, HEIGHT = 960, 540
MARGIN = 24
#: A line of text on a slide, as a multiple of its size; office programs set it so.
LINE = 1.22
#: Labels of a figure, 20 points high at full size, are not shown smaller than 12 without being enlarged besides.
LEAST_SCALE, PART_SCALE = 0.6, 0.7
#: Gridlines run through the gaps between rows; a row of pixels with no more ink than this counts as a gap.
LITTLE_INK = 0.03
#: Pixels: a gap between panels is wider than one between two lines of text.
WIDE_GAP = 24


class Box(NamedTuple):
    """A place on the slide: left, top, width, height."""

    left: float
    top: float
    width: float
    height: float


TITLE = Box(MARGIN, 18, WIDTH - 2 * MARGIN, 80)
NOTE = Box(MARGIN, 94, WIDTH - 2 * MARGIN, 26)
PICTURE = Box(0, 100, WIDTH, 392)
PART_PICTURE = Box(0, 122, WIDTH, 370)
SOURCE = Box(MARGIN, 498, 780, 32)
NUMBER = Box(WIDTH - MARGIN - 90, 498, 90, 32)
BODY = Box(MARGIN, 104, WIDTH - 2 * MARGIN, 350)
CITATION = Box(MARGIN, 458, WIDTH - 2 * MARGIN - 100, 72)


def lines_of(text: str, width: float, size: float, weight: str = "normal") -> int:
    """Return how many lines a text takes in a box of some width, by measured length."""
    return sum(max(len(wrap(part, width, size, weight)), 1) for part in text.split("\n"))


def fit(text: str, box: Box, sizes: tuple[float, ...], weight: str = "normal") -> float:
    """Return the largest of some sizes of type in which a text fits a box; the smallest if none does."""
    for size in sizes:
        if lines_of(text, box.width, size, weight) * size * LINE <= box.height:
            return size
    return sizes[-1]


def cut_to(text: str, box: Box, size: float) -> str:
    """Return a list joined by semicolons with as many of its items as fit a box; dots stand for the rest."""
    items = text.split("; ")
    for count in range(len(items), 0, -1):
        shorter = "; ".join(items[:count]) + ("" if count == len(items) else "; …")
        if lines_of(shorter, box.width - 8, size) * size * LINE <= box.height:
            return shorter
    return text


def share_out(texts: tuple[str, ...], box: Box, size: float, gap: float = 8) -> list[list[str]]:
    """Share paragraphs among as many slides as they need, in order.

    Parameters
    ----------
    texts : tuple of str
        One paragraph each; none is divided.
    box : Box
        The room on each slide.
    size, gap : float
        Size of type, room between paragraphs.
    """
    slides: list[list[str]] = [[]]
    used = 0.0
    for text in texts:
        need = lines_of(text, box.width - 24, size) * size * LINE + gap
        if slides[-1] and used + need > box.height:
            slides.append([])
            used = 0.0
        slides[-1].append(text)
        used += need
    return slides


class Crop(NamedTuple):
    """A strip of a picture, in pixels from the top."""

    top: int
    bottom: int

    @property
    def height(self) -> float:
        """Height at full size, in points."""
        return (self.bottom - self.top) * 72 / DPI


@lru_cache(maxsize=64)
def ink(path: Path) -> np.ndarray:
    """Return for each row of pixels of a picture the share that is not background."""
    from PIL import Image

    pixels = np.asarray(Image.open(path).convert("RGB"), dtype=np.int16)
    return (np.abs(pixels - pixels[0, 0]).max(axis=2) > 12).mean(axis=1)


def without_frame(path: Path, title: str) -> Crop:
    """Return the strip of a figure between its title and its line of sources, which the slide sets as text.

    Parameters
    ----------
    path : Path
        The figure in the theme ``projector``.
    title : str
        Its title, which says how many lines are cut off.
    """
    look = theme("projector")
    rows, scale, pad = ink(path), DPI / 72, look.font * 1.1
    lines = len(balance(title, look.width - 2 * pad, look.title, "bold"))
    top = round((pad + lines * look.title * LEADING) * scale)
    bottom = len(rows) - round((pad + look.small * LEADING) * scale)
    # The thin line above the sources goes with them.
    rule = max((y for y in range(bottom - 40, bottom) if rows[y] > 0.8), default=bottom)
    return Crop(_blank_near(rows, top), _blank_near(rows, rule - 4))


def _blank_near(rows: np.ndarray, wanted: int) -> int:
    """Return the empty row of pixels nearest to a wanted one."""
    empty = np.flatnonzero(rows == 0)
    return int(empty[np.abs(empty - wanted).argmin()]) if len(empty) else wanted


def parts(path: Path, whole: Crop) -> list[Crop]:
    """Divide a tall picture into strips that can be read from the back row; none if the whole can be.

    Cuts run through the widest gap near an even division.
    """
    if PICTURE.height / whole.height >= LEAST_SCALE:
        return []
    count = int(np.ceil(whole.height * PART_SCALE / PART_PICTURE.height))
    step = (whole.bottom - whole.top) / count
    rows = ink(path)
    cuts = [_widest_gap(rows, round(whole.top + step * i), round(step)) for i in range(1, count)]
    return [Crop(a, b) for a, b in pairwise([whole.top, *cuts, whole.bottom])]


def _widest_gap(rows: np.ndarray, wanted: int, step: int) -> int:
    """Return the middle of the widest gap near a wanted row: an empty one, else one with gridlines only.

    A gap that is quite empty stands between two panels; where gridlines run on, axis and rows belong together.
    """
    for most, least_length, share in ((0.0, WIDE_GAP, 0.4), (LITTLE_INK, 1, 0.3)):
        reach = round(step * share)
        start, length = _longest_run(rows[wanted - reach : wanted + reach] <= most)
        if length >= least_length:
            return wanted - reach + start + length // 2
    return wanted


def _longest_run(free: np.ndarray) -> tuple[int, int]:
    """Return start and length of the longest run of true values."""
    best, start = (0, 0), 0
    for end in [*np.flatnonzero(~free), len(free)]:
        best = max(best, (start, int(end) - start), key=lambda run: run[1])
        start = int(end) + 1
    return best


def scale_for(crops: list[Crop], box: Box) -> float:
    """Return the one scale, not over 1, at which each of some strips fits a box."""
    return min(1.0, *(box.height / crop.height for crop in crops))


def place(crop: Crop, scale: float, box: Box) -> Box:
    """Return the place of a strip at the top of a box, in the middle from left to right."""
    width = WIDTH * scale
    return Box(box.left + (box.width - width) / 2, box.top, width, crop.height * scale)
