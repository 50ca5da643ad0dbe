"""Results that are worked out once: kept by arguments, for as long as the data stay as they are."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.data import folders
from analysis.data.raw import data_state
from analysis.text import words

_kept: dict[tuple, Any] = {}
#: Language and folder -> the state of the data when the last result was asked for.
_seen: dict[tuple, tuple] = {}
#: More results than this are never kept at once; a sweep of many settings begins anew.
MOST_KEPT = 4096


def memoised(function: Callable) -> Callable:
    """Let a function of hashable arguments be computed once for each of them.

    What was kept is forgotten when a file of the data folder changes or another folder or language is
    chosen. A frame is handed out as a copy that shares its values until somebody writes to it.

    Parameters
    ----------
    function : callable
        Its result depends on its arguments, the data folder and the language alone.
    """

    @functools.wraps(function)
    def kept(*args, **kwargs):
        try:
            key = (function, args, tuple(sorted(kwargs.items())))
            hash(key)
        except TypeError:
            return function(*args, **kwargs)
        _forget_if_changed()
        if key not in _kept:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = function(*args, **kwargs)
        return _handed_out(_kept[key])

    return kept


def forget() -> None:
    """Forget every result that was kept."""
    _kept.clear()
    _seen.clear()


def _handed_out(result: Any) -> Any:
    if isinstance(result, (pd.DataFrame, pd.Series)):
        return result.copy(deep=False)
    return result.copy() if isinstance(result, (list, dict)) else result


def _forget_if_changed() -> None:
    # What is read for the first time adds to the state without changing what is known.
    setting, state = (words.language(), folders.text_folder()), data_state()
    known = _seen.get(setting)
    if known is None or state[: len(known)] != known:
        _kept.clear()
        _seen.clear()
    _seen[setting] = state
