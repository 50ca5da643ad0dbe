"""Statistics on printed historical numbers: tables, bounds, checks, comparisons.

The front door: what serves on numbers of one's own, see ``docs/own_numbers.md``.

>>> from analysis import growth_over, implied_base, share_of
>>> implied_base("792,000", "18.5%")
792,000 at 18.5% needs a base of 4,269,539 to 4,292,686.

Everything else stands in rooms: ``text``, ``numbers``, ``data``, ``display``, ``ledger``, ``choices``, ``topics``.
A room uses those before it. The notebooks of the suite import from the rooms, so that a stored run knows which modules
it depends on. Nothing here imports :mod:`recount`, the command that runs the notebooks.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

#: Name -> module; loaded when first asked for, so that the package alone costs nothing.
_HOMES = {
    **dict.fromkeys(
        ("printed", "implied_base", "share_of", "sums_to_100", "sum_of", "ratio_of", "growth_over", "increase_by",
         "difference_of", "same_as", "rank_among", "list_of", "compare", "Answer"),
        "own_numbers",
    ),
    "picture_of": "own_figures",
    **dict.fromkeys(("bundle", "Bundle", "render", "show", "write"), "display.bundles"),
    **dict.fromkeys(("Bounds",), "numbers.bounds"),
    **dict.fromkeys(("Printed", "parse"), "numbers.printed"),
    "Check": "numbers.arithmetic",
    "multiverse": "choices",
    "Decision": "choices.multiverse",
}  # fmt: skip

__all__ = [
    "Answer", "Bounds", "Bundle", "Check", "Decision", "Printed", "bundle", "compare", "difference_of", "growth_over",
    "implied_base", "increase_by", "list_of", "multiverse", "parse", "picture_of", "printed", "rank_among", "ratio_of",
    "render", "same_as", "share_of", "show", "sum_of", "sums_to_100", "write",
]  # fmt: skip


def __getattr__(name: str):
    """Load a name of the front door from its room."""
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}; there are {', '.join(__all__)}")
    home = _HOMES[name]
    if name == "multiverse":
        return import_module(f"analysis.{home}.{name}")
    return getattr(import_module(f"analysis.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
