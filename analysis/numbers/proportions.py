"""Intervals and tests for shares of a sample.

Only for samples. A complete count (all accusations at one meeting, all members
of one district) has no sampling error, and a town is no random sample of a
country: for neither do these functions say anything. All take counts and return
frames; shares are shares of 1. The arithmetic is scipy's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

METHODS = {"wilson": "wilson", "clopper_pearson": "exact"}


def interval(successes, trials, *, confidence: float = 0.95, method: str = "wilson") -> pd.DataFrame:
    """Return the confidence interval of a share.

    Parameters
    ----------
    successes, trials : int or array-like of int
        Counts *k* and *n*, 0 <= k <= n and n > 0.
    confidence : float
        Between 0 and 1.
    method : {'wilson', 'clopper_pearson'}
        Wilson's score interval (coverage near the nominal on average) or the exact
        interval of Clopper and Pearson (coverage never below the nominal).

    Returns
    -------
    pandas.DataFrame
        ``successes``, ``trials``, ``share`` (k / n), ``low``, ``high``, ``confidence``, ``method``.

    Raises
    ------
    ValueError
        If a count is impossible or the method is unknown.
    """
    from scipy.stats import binomtest

    if method not in METHODS:
        raise ValueError(f"expected a method out of {', '.join(METHODS)}, got {method!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"expected a confidence between 0 and 1, got {confidence}")
    k, n = np.broadcast_arrays(np.atleast_1d(successes), np.atleast_1d(trials))
    _check_counts(k, n)
    ends = [
        binomtest(int(a), int(b)).proportion_ci(confidence, method=METHODS[method]) for a, b in zip(k, n, strict=True)
    ]
    return pd.DataFrame(
        {
            "successes": k,
            "trials": n,
            "share": k / n,
            "low": [e.low for e in ends],
            "high": [e.high for e in ends],
            "confidence": confidence,
            "method": method,
        }
    )


def _check_counts(k: np.ndarray, n: np.ndarray) -> None:
    bad = (n <= 0) | (k < 0) | (k > n) | (k != np.floor(k)) | (n != np.floor(n))
    if bad.any():
        i = int(np.flatnonzero(bad)[0])
        raise ValueError(f"expected whole counts with 0 <= successes <= trials and trials > 0, got {k[i]} of {n[i]}")
