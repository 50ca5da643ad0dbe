"""Arithmetic that gives the same last digit on every processor.

Numpy takes powers, exponentials and logarithms of arrays with the widest instructions that a processor offers, and
the last digits depend on which. Python's own floats go through the C library one by one. Whatever reaches a
stored byte takes powers here. Sums, products, quotients and square roots are the same everywhere (IEEE 754).
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd


def power(base, exponent):
    """Return base ** exponent, element by element.

    Parameters
    ----------
    base, exponent : float, numpy.ndarray or pandas.Series
        Broadcast, and series aligned, as numpy and pandas do.

    Returns
    -------
    float, numpy.ndarray or pandas.Series
        NaN where a negative number has a broken exponent, infinity beyond the range of floats, as in numpy.
    """
    if np.ndim(base) == 0 and np.ndim(exponent) == 0:
        return _power(base, exponent)
    if isinstance(base, pd.Series) and isinstance(exponent, pd.Series):
        base, exponent = base.align(exponent)
    labels = next((x for x in (base, exponent) if isinstance(x, pd.Series)), None)
    one, other = np.broadcast_arrays(np.asarray(base, dtype=float), np.asarray(exponent, dtype=float))
    pairs = zip(one.ravel().tolist(), other.ravel().tolist(), strict=True)
    found = np.array([_power(b, e) for b, e in pairs], dtype=float).reshape(one.shape)
    return found if labels is None else pd.Series(found, index=labels.index, name=labels.name)


def _power(base: float, exponent: float) -> float:
    base, exponent = float(base), float(exponent)
    try:
        return math.pow(base, exponent)
    except ValueError:
        # Zero to a negative power has no value in Python, infinity in numpy.
        return math.inf if base == 0 else math.nan
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf


def hypotenuse(one: float, other: float) -> float:
    """Return the root of the sum of two squares; from operations that are the same everywhere, for sizes near 1."""
    one, other = float(one), float(other)
    return math.sqrt(one * one + other * other)
