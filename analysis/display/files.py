"""Files of a figure: the same inputs give the same bytes.

Pictures carry no date, no version and no random id. Title and alternative text travel inside SVG and PDF.
"""

from __future__ import annotations

import hashlib
import html
import io
import re

import pandas as pd
from matplotlib.figure import Figure

from analysis.data.files import canonical_csv
from analysis.display.style import FONT, Theme, using

SUITE = "Recount"
#: Dots per inch of pictures, and of the page that they are laid out on.
DPI = 144
PICTURES = ("png", "svg", "pdf")
#: Where the font is missing its sister of the same widths keeps words from running into one another.
SISTER = "Verdana"


def fingerprint(data: pd.DataFrame) -> str:
    """Return a short mark by which the plotted numbers can be recognised.

    Parameters
    ----------
    data : DataFrame
        The plotted numbers.

    Returns
    -------
    str
        First twelve hexadecimal digits of the SHA-256 of :func:`canonical_csv`.
    """
    return hashlib.sha256(canonical_csv(data).encode("utf-8")).hexdigest()[:12]


def picture(figure: Figure, theme: str | Theme, form: str, title: str, alt: str) -> bytes:
    """Return a drawn figure as the bytes of a file.

    Parameters
    ----------
    figure : Figure
        The figure.
    theme : str or Theme
        The look that it was drawn with.
    form : str
        ``png``, ``svg`` or ``pdf``.
    title, alt : str
        Words that SVG and PDF keep for readers who cannot see the picture.

    Returns
    -------
    bytes
        Without dates, versions or random ids.

    Raises
    ------
    ValueError
        If the format is not one of the three.
    """
    metadata = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": SUITE},
        "pdf": {"CreationDate": None, "Creator": SUITE, "Producer": SUITE, "Title": title, "Subject": alt},
    }
    if form not in metadata:
        raise ValueError(f"expected a format out of {', '.join(PICTURES)}; got {form!r}")
    buffer = io.BytesIO()
    with using(theme):
        figure.savefig(buffer, format=form, metadata=metadata[form], dpi=DPI)
    return _describe(buffer.getvalue(), title, alt) if form == "svg" else buffer.getvalue()


def _describe(svg: bytes, title: str, alt: str) -> bytes:
    """Put title and alternative text into an SVG, where screen readers look for them."""
    words = f"<title>{html.escape(title)}</title>\n <desc>{html.escape(alt)}</desc>"
    old, new = f"font-family: '{FONT}'", f"font-family: '{FONT}', {SISTER}, sans-serif"
    # Inside tags only: a label may say the same words.
    text = re.sub(r"<[^>]*>", lambda tag: tag[0].replace(old, new), svg.decode("utf-8"))
    text = re.sub(r"(<svg\b)([^>]*>)", lambda tag: f'{tag[1]} role="img"{tag[2]}\n {words}', text, count=1)
    return text.encode("utf-8")
