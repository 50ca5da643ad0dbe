"""Two states of a picture compared: pixels of a PNG, words and drawing of an SVG, bytes of a PDF."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

from recount.runs.compare_files import CompareError, Difference, read

#: Words of an SVG are in these.
WORDS = ("title", "desc", "text", "tspan")


def pictures(a: Path, b: Path, name: str) -> list[Difference]:
    """Compare two pictures of one format.

    Parameters
    ----------
    a, b : Path
        PNG, SVG or PDF.
    name : str
        What to call the file.

    Returns
    -------
    list of Difference
        Empty if the bytes are the same, or the pixels of a PNG are.

    Raises
    ------
    recount.runs.compare_files.CompareError
        If one is damaged.
    """
    one, other = read(a), read(b)
    if one == other:
        return []
    if a.suffix == ".png":
        return png_difference(one, other, name, "")
    if a.suffix == ".svg":
        return _svg_differences(one, other, name)
    return [Difference("pictures", name, "", "", "its bytes differ")]


def png_difference(one: bytes, other: bytes, name: str, place: str) -> list[Difference]:
    """Compare the pixels of two PNGs; how they are packed does not count."""
    import numpy as np

    left, right = _pixels(one, name), _pixels(other, name)
    if left.shape != right.shape:
        sizes = [f"{p.shape[1]} by {p.shape[0]} pixels" for p in (left, right)]
        return [Difference("pictures", name, place, *sizes)]
    gaps = np.abs(left.astype(int) - right.astype(int)).max(axis=2)
    changed = int((gaps > 0).sum())
    if not changed:
        return []
    share = f"{changed} of {gaps.size} pixels differ, by {gaps.max()} of 255 at most"
    return [Difference("pictures", name, place, "", share)]


def _pixels(content: bytes, name: str):
    import numpy as np
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            return np.asarray(image.convert("RGBA"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise CompareError(f"{name}: expected a PNG, got: {error}; the file is damaged") from None


def _svg_differences(one: bytes, other: bytes, name: str) -> list[Difference]:
    import difflib

    a, b = _words(one, name), _words(other, name)
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            words = (" / ".join(side) or "none" for side in (a[i:j], b[k:m]))
            found.append(Difference("pictures", name, "words", *words))
    return found or [Difference("pictures", name, "", "", "drawn differently, with the same words")]


def _words(content: bytes, name: str) -> list[str]:
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise CompareError(f"{name}: expected an SVG, got: {error}; the file is damaged") from None
    texts = (node.text for node in root.iter() if node.tag.rpartition("}")[2] in WORDS)
    return [" ".join(text.split()) for text in texts if text and text.strip()]
