"""What of a machine can decide about bytes: fonts, processor, settings of numpy's. Only the standard library."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
from functools import lru_cache
from pathlib import Path

#: Settings with which numpy and its linear algebra choose other instructions.
CHOOSING = ("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES", "OPENBLAS_CORETYPE", "GLIBC_TUNABLES")
#: Fonts of the figures below matplotlib's data folder, as :mod:`analysis.display.fonts` has them.
FONTS = "DejaVuSans*.ttf"


@lru_cache(maxsize=1)
def font_hash() -> str:
    """Return one SHA-256 over the fonts that matplotlib ships for the figures; ``missing`` without matplotlib."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or not spec.origin:
        return "missing"
    found = hashlib.sha256()
    for path in sorted(Path(spec.origin).parent.glob(f"mpl-data/fonts/ttf/{FONTS}")):
        found.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return found.hexdigest()


def processor() -> str:
    """Return a short hash of what the processor can do and of what numpy and the C library are told to use of it."""
    settings = [os.environ.get(name, "") for name in CHOOSING]
    return hashlib.sha256("\n".join([_abilities(), *settings]).encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=1)
def _abilities() -> str:
    """On Linux the flags of the first processor; elsewhere its name."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            lines = (line.partition(":") for line in file)
            return next((words.strip() for name, _, words in lines if name.strip() in ("flags", "Features")), "")
    except OSError:
        return platform.processor()
