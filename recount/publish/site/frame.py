"""Words of the frame around every page, in the language of the reader; ``docs/conf.py`` hands them to Sphinx."""

from __future__ import annotations

from analysis.text.words import _


def footer_words() -> dict[str, str]:
    """Return the words of the footer; ``version`` has places for the version and the data's fingerprint."""
    return {
        "version": _("Recount, version {version}; made from the data of this version, fingerprint {fingerprint}."),
        "data": _("Data"),
        "bibliography": _("Bibliography"),
        "licence": _("Text and compilation: CC BY 4.0. Code: MIT. Figures that others published keep their terms."),
        "sources": _("Sources:"),
    }


def control_words() -> dict[str, str]:
    """Return the words of what a reader can press: folded code and search."""
    return {"show": _("Show the code"), "hide": _("Hide the code"), "search": _("Search the site")}


def english_note() -> str:
    """Return what stands above a page whose stored words are English, on a site in another language."""
    return _("The words of this page are stored in English and are shown as they are.")
