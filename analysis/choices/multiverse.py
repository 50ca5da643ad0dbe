"""Every combination of defensible choices: which there are, what each gives, which choice moves the answer.

A *decision* is a choice that a historian has to make (which base, whose count); a *universe* is one set of
choices. This is a description of disagreement, not a better estimate: universes are no sample of anything,
they are not equally likely, and neither their median nor the share of them that agrees is a probability.

A universe is a number in a mixed radix (one digit a decision), so a million of them need no list of rows:
:func:`chunks` makes them as they are needed, in categorical columns of one byte a choice.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd

CHUNK = 131_072
#: Two ways to exclude: a condition on options, or a function that takes a frame and returns true for rows to drop.
Condition = Mapping[str, object] | Callable[[pd.DataFrame], Iterable[bool]]
Exclusions = Sequence[tuple[Condition, str]]


@dataclass(frozen=True)
class Decision:
    """A choice that has to be made, and why each way of making it can be defended.

    Attributes
    ----------
    name : str
        Name of its column.
    options : tuple
        The ways to choose; at least one, each once.
    why : mapping
        For every option, in plain words, why it is defensible.
    label : str
        The decision in words for a reader; by default the name.
    words : mapping
        Options in words for a reader; by default as they stand, underscores as spaces.
    """

    name: str
    options: tuple[Hashable, ...]
    why: Mapping[Hashable, str]
    label: str = ""
    words: Mapping[Hashable, str] = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "options", tuple(self.options))
        if not self.options or len(set(self.options)) < len(self.options):
            raise ValueError(f"decision {self.name!r}: expected options, each once; got {list(self.options)}")
        bare = [option for option in self.options if not str(self.why.get(option, "")).strip()]
        if bare:
            raise ValueError(f"decision {self.name!r}: expected why= to defend every option; it says nothing of {bare}")
        unknown = [option for option in (*self.why, *self.words) if option not in self.options]
        if unknown:
            raise ValueError(f"decision {self.name!r}: why= or words= name {unknown}, which are no options")

    @property
    def title(self) -> str:
        """The decision in words."""
        return self.label or self.name.replace("_", " ")

    def say(self, option: Hashable) -> str:
        """Return an option in words."""
        return self.words.get(option, str(option).replace("_", " "))


# Universes ----------------------------------------------------------------------------------------------------------


def size(decisions: Sequence[Decision]) -> int:
    """Return how many combinations there are, infeasible ones included: the product of the numbers of options."""
    return math.prod(len(decision.options) for decision in decisions)


def table(decisions: Sequence[Decision]) -> pd.DataFrame:
    """Return the decisions for display: ``decision``, ``option``, ``why``, a row an option."""
    rows = [(d.title, d.say(option), d.why[option]) for d in decisions for option in d.options]
    return pd.DataFrame(rows, columns=["decision", "option", "why"])


def chunks(decisions: Sequence[Decision], exclude: Exclusions = (), *, chunk: int = CHUNK) -> Iterator[pd.DataFrame]:
    """Yield the feasible universes piece by piece; at no time more than one piece is held.

    Parameters
    ----------
    decisions : sequence of Decision
        Names must differ.
    exclude : sequence of (condition, reason)
        Combinations that make no sense. A condition is a mapping from decisions to an option (or a list of
        options), all of which must hold, or a function from a frame of universes to a boolean per row.
    chunk : int
        How many combinations a piece comes from, infeasible ones included.

    Yields
    ------
    pandas.DataFrame
        A categorical column a decision; the index ``universe`` is the number of the combination.

    Raises
    ------
    ValueError
        If names repeat, a condition names an unknown decision or option, or ``chunk`` is below 1.
    """
    for frame in _grid(decisions, chunk):
        reasons = _reasons(frame, decisions, exclude)
        yield frame[reasons == ""]


def universes(decisions: Sequence[Decision], exclude: Exclusions = ()) -> pd.DataFrame:
    """Return the feasible universes in one frame, which can be filtered before running; see :func:`chunks`."""
    return _joined(chunks(decisions, exclude), decisions)


def infeasible(decisions: Sequence[Decision], exclude: Exclusions) -> pd.DataFrame:
    """Return the combinations that are left out, with ``reason`` (of the first condition that holds)."""
    found = []
    for frame in _grid(decisions, CHUNK):
        reasons = _reasons(frame, decisions, exclude)
        found.append(frame.assign(reason=reasons)[reasons != ""])
    return pd.concat(found)


def _grid(decisions: Sequence[Decision], chunk: int) -> Iterator[pd.DataFrame]:
    names = [decision.name for decision in decisions]
    if len(set(names)) < len(names) or not names:
        raise ValueError(f"expected decisions, each with a name of its own; got {names}")
    if chunk < 1:
        raise ValueError(f"chunk: expected 1 or more, got {chunk}")
    shape = [len(decision.options) for decision in decisions]
    for first in range(0, size(decisions), chunk):
        at = np.arange(first, min(first + chunk, size(decisions)))
        codes = np.unravel_index(at, shape)
        columns = {
            d.name: pd.Categorical.from_codes(c.astype(np.int16), categories=list(d.options))
            for d, c in zip(decisions, codes, strict=True)
        }
        yield pd.DataFrame(columns, index=pd.Index(at, name="universe"))


def _joined(frames: Iterable[pd.DataFrame], decisions: Sequence[Decision]) -> pd.DataFrame:
    kept = list(frames)
    return pd.concat(kept) if kept else next(_grid(decisions, 1)).iloc[:0]


def _reasons(frame: pd.DataFrame, decisions: Sequence[Decision], exclude: Exclusions) -> np.ndarray:
    reasons = np.full(len(frame), "", dtype=object)
    for condition, reason in exclude:
        if not str(reason).strip():
            raise ValueError(f"exclude: expected a reason for {condition!r}, got none")
        hit = _matches(frame, decisions, condition) if isinstance(condition, Mapping) else condition(frame)
        hit = np.asarray(hit, dtype=bool)
        if hit.shape != (len(frame),):
            raise ValueError(f"exclude, {reason!r}: expected a boolean for each of {len(frame)} rows, got {hit.shape}")
        reasons[hit & (reasons == "")] = reason
    return reasons


def _matches(frame: pd.DataFrame, decisions: Sequence[Decision], condition: Mapping[str, object]) -> np.ndarray:
    options, hit = {d.name: d.options for d in decisions}, np.ones(len(frame), dtype=bool)
    for name, wanted in condition.items():
        wanted = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
        unknown = [w for w in wanted if w not in options.get(name, ())]
        if unknown:
            known = options.get(name, f"decisions {list(options)}")
            raise ValueError(f"exclude: expected for {name!r} one of {known}, got {unknown}")
        hit &= frame[name].isin(wanted).to_numpy()
    return hit


# Results ------------------------------------------------------------------------------------------------------------


def by_option(frame: pd.DataFrame, name: str, values: Mapping[Hashable, object]) -> np.ndarray:
    """Return for every universe the value that belongs to its option: the building block of vectorised outcomes.

    Parameters
    ----------
    frame : pandas.DataFrame
        Universes.
    name : str
        A decision.
    values : mapping
        Option to value; arrays of one shape give an array with a row a universe.
    """
    options = frame[name].cat.categories
    return np.array([values[option] for option in options]).take(frame[name].cat.codes.to_numpy(), axis=0)


def run(
    frames: pd.DataFrame | Iterable[pd.DataFrame],
    outcome: Callable[[pd.DataFrame], object],
    *,
    chunk: int = CHUNK,
    workers: int = 1,
) -> pd.DataFrame:
    """Return the outcome of every universe, computed a piece at a time.

    Parameters
    ----------
    frames : DataFrame or iterable of DataFrame
        Output of :func:`universes`, filtered or not, or of :func:`chunks`.
    outcome : callable
        Takes a frame of universes and returns an array (column ``outcome``) or a frame with a row a universe.
        A row's outcome must not depend on the other rows.
    chunk : int
        Rows to a piece, where one frame is given.
    workers : int
        Threads. Results do not depend on their number, on ``chunk`` or on the order of the universes.

    Returns
    -------
    pandas.DataFrame
        The universes and their outcomes, in the order given.

    Raises
    ------
    ValueError
        If the outcome has the wrong length, hides a decision, or is seen to depend on the other rows.
    """
    parts = list(run_chunks(frames, outcome, chunk=chunk, workers=workers))
    if not parts:
        raise ValueError("run: expected universes, got none; was every combination excluded?")
    return pd.concat(parts)


def run_chunks(frames, outcome, *, chunk: int = CHUNK, workers: int = 1) -> Iterator[pd.DataFrame]:
    """Yield the results of :func:`run` piece by piece, for spaces whose results need not be kept."""
    if chunk < 1 or workers < 1:
        raise ValueError(f"chunk and workers: expected 1 or more, got {chunk} and {workers}")
    pieces = _pieces(frames, chunk) if isinstance(frames, pd.DataFrame) else frames
    pieces = (piece for piece in pieces if len(piece))
    if workers == 1:
        yield from (_outcomes(piece, outcome) for piece in pieces)
        return
    waiting: deque = deque()
    with ThreadPoolExecutor(workers) as pool:
        for piece in pieces:
            waiting.append(pool.submit(_outcomes, piece, outcome))
            # Submitting all at once would hold every piece in memory.
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def run_each(frames, outcome: Callable[..., object], *, chunk: int = CHUNK, workers: int = 1) -> pd.DataFrame:
    """Return the outcome of every universe from a plain function of one universe.

    Parameters
    ----------
    frames, chunk, workers
        As for :func:`run`.
    outcome : callable
        Called with the options as keyword arguments; returns a number or a mapping of names to numbers.
    """
    return run(frames, lambda piece: _loop(piece, outcome), chunk=chunk, workers=workers)


def _loop(piece: pd.DataFrame, outcome: Callable[..., object]) -> pd.DataFrame:
    columns = [piece[name].to_numpy(dtype=object) for name in piece]
    found = [outcome(**dict(zip(piece.columns, row, strict=True))) for row in zip(*columns, strict=True)]
    rows = [r if isinstance(r, Mapping) else {"outcome": r} for r in found]
    return pd.DataFrame(rows, index=piece.index)


def _pieces(frame: pd.DataFrame, chunk: int) -> Iterator[pd.DataFrame]:
    return (frame.iloc[first : first + chunk] for first in range(0, len(frame), chunk))


def _outcomes(piece: pd.DataFrame, outcome: Callable[[pd.DataFrame], object]) -> pd.DataFrame:
    found = _framed(piece, outcome(piece))
    if len(piece) > 1:
        _require_alone(found.iloc[[-1]], _framed(piece.iloc[[-1]], outcome(piece.iloc[[-1]])))
    return pd.concat([piece, found], axis=1)


def _framed(piece: pd.DataFrame, found: object) -> pd.DataFrame:
    if isinstance(found, pd.DataFrame):
        found = {name: found[name].to_numpy() for name in found}
    columns = found if isinstance(found, Mapping) else {"outcome": found}
    wrong = [name for name, column in columns.items() if np.shape(column) != (len(piece),)]
    if wrong:
        raise ValueError(f"outcome: expected a value for each of {len(piece)} universes, not so in {wrong}")
    hidden = [name for name in columns if name in piece.columns]
    if hidden:
        raise ValueError(f"outcome: {hidden} are names of decisions; give the outcome another name")
    return pd.DataFrame({name: np.asarray(column) for name, column in columns.items()}, index=piece.index)


def _require_alone(together: pd.DataFrame, alone: pd.DataFrame) -> None:
    for name in together:
        one, other = together[name].iloc[0], alone[name].iloc[0]
        same = (pd.isna(one) and pd.isna(other)) or one == other
        if not same and not (isinstance(one, float | np.floating) and math.isclose(one, other, rel_tol=1e-9)):
            raise ValueError(
                f"outcome {name!r}: universe {together.index[0]} gives {one} among others and {other} alone; "
                "an outcome may use nothing but its own row (no mean or rank over the frame)"
            )


# What follows from them ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """In how many universes a statement holds: ``holding`` of ``decided``; in ``undecided`` more it has no answer."""

    holding: int
    decided: int
    undecided: int = 0

    @property
    def share(self) -> float:
        """``holding / decided``, a share of 1 and no probability; NaN where nothing is decided."""
        return self.holding / self.decided if self.decided else math.nan


def share_holding(results: pd.DataFrame | Iterable[pd.DataFrame], statement: str | Callable) -> Share:
    """Count the universes in which a statement holds.

    Parameters
    ----------
    results : DataFrame or iterable of DataFrame
        Output of :func:`run` or :func:`run_chunks`.
    statement : str or callable
        A column of truth values, or a function from a frame of results to one; missing values are undecided.

    Returns
    -------
    Share
        The counts.
    """
    holding = decided = rows = 0
    for part in [results] if isinstance(results, pd.DataFrame) else results:
        said = pd.Series(np.asarray(statement(part) if callable(statement) else part[statement]))
        known = said[said.notna()]
        if not known.isin([True, False]).all():
            raise ValueError(f"statement: expected truth values, got {known[~known.isin([True, False])].iloc[0]!r}")
        holding, decided, rows = holding + int(known.astype(bool).sum()), decided + len(known), rows + len(said)
    return Share(holding, decided, rows - decided)


def pull(results: pd.DataFrame, outcome: str, decisions: Sequence[Decision]) -> pd.DataFrame:
    """Return how far the outcome moves when only one decision changes.

    Over all pairs of universes that differ in one decision and nothing else, the absolute difference of the
    outcome. A pair of which one universe is infeasible, filtered away or without outcome does not exist.
    Truth values count as 0 and 1, so ``mean`` is then the share of pairs in which the answer turns.

    Parameters
    ----------
    results : pandas.DataFrame
        Output of :func:`run`.
    outcome : str
        A column of numbers or truth values.
    decisions : sequence of Decision
        All decisions that the universes differ in.

    Returns
    -------
    pandas.DataFrame
        A row a decision, largest mean first: ``decision``, ``label``, ``options`` (that occur), ``pairs``,
        ``missing`` (pairs that the holes cost), ``mean``, ``largest`` (in units of the outcome; NaN without
        pairs), ``one``, ``other`` (the options, in words, of the pair that differs most).

    Raises
    ------
    ValueError
        If two rows are the same universe; then the decisions listed are not all.
    """
    codes = {d.name: np.unique(results[d.name].cat.codes.to_numpy(), return_inverse=True) for d in decisions}
    values = results[outcome].to_numpy(dtype=float, na_value=math.nan)
    rows = [_pull(decision, decisions, codes, values) for decision in decisions]
    return pd.DataFrame(rows).sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def _pull(decision: Decision, decisions: Sequence[Decision], codes: Mapping, values: np.ndarray) -> dict:
    others = [d for d in decisions if d.name != decision.name]
    key, combined = np.zeros(len(values), dtype=np.int64), 1
    for other in others:
        used, at = codes[other.name]
        key, combined = key * len(used) + at, combined * len(used)
    used, at = codes[decision.name]
    kept, row = np.unique(key, return_inverse=True)
    grid = np.full((len(kept), len(used)), math.nan)
    if len(np.unique(row * len(used) + at)) < len(values):
        raise ValueError("pull: two rows are the same universe; list every decision in which universes differ")
    grid[row, at] = values
    found = {"decision": decision.name, "label": decision.title, "options": len(used)}
    return found | _differences(grid, [decision.say(decision.options[c]) for c in used], combined)


def _differences(grid: np.ndarray, words: Sequence[str], combined: int) -> dict:
    total, pairs, largest, between = 0.0, 0, math.nan, ("", "")
    for a, b in combinations(range(grid.shape[1]), 2):
        gap = np.abs(grid[:, a] - grid[:, b])
        gap = gap[~np.isnan(gap)]
        pairs, total = pairs + len(gap), total + math.fsum(gap)
        if len(gap) and not gap.max() <= largest:
            largest, between = float(gap.max()), (words[a], words[b])
    possible = combined * math.comb(grid.shape[1], 2)
    mean = total / pairs if pairs else math.nan
    ends = {"mean": mean, "largest": largest, "one": between[0], "other": between[1]}
    return {"pairs": pairs, "missing": possible - pairs} | ends
