"""Whether processes can be forked here, and what is imported before the first fork."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import sys

#: What is imported before the first fork. Not pyplot: a notebook may choose its backend.
WARM = (
    "numpy",
    "pandas",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "IPython.core.interactiveshell",
    "analysis.display.charts",
    "analysis.display.bundles",
    "analysis.display.pages",
    "analysis.data.quantities",
    "analysis.choices.parameters",
)


def can_fork() -> bool:
    """Return whether processes can safely be forked here; elsewhere kernels are used."""
    return sys.platform.startswith("linux") and "fork" in multiprocessing.get_all_start_methods()


def warm() -> None:
    """Import what notebooks need, so that forked processes find it done."""
    for name in WARM:
        importlib.import_module(name)
    # Objects of the imports are never garbage: keep the collector from touching their pages in every child.
    gc.collect()
    gc.freeze()
