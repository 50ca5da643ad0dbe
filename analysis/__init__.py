"""Statistics on printed historical numbers: tables, bounds, checks, comparisons.

The modules are flat, one topic each, and hold pure functions on data frames.
Import the one you need, for instance ``from analysis.numbers import arithmetic``.
Nothing here imports :mod:`recount`, the command that runs the notebooks.
"""

__version__ = "0.1.0"
