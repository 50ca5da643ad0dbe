"""What a person sees while runs are under way: a bar at a terminal, plain lines in a log."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence

#: The bar itself is short, so that the names behind it have room.
FORMAT = "{desc} |{bar:20}| {elapsed}<{remaining}{postfix}"


class Progress:
    """Count, names running, time gone and time left, on the terminal where a person watches.

    Parameters
    ----------
    names : sequence of str, optional
        What is to be done, if that is known beforehand.
    total : int, optional
        How many there are, if that is known otherwise.
    expected : mapping, optional
        Seconds that each name took last time; a name without takes their mean. Time left is
        reckoned from what has finished, each weighted by these.
    lines : bool
        Whether to print a line for each also where the bar is shown.
    """

    def __init__(
        self,
        names: Sequence[str] = (),
        *,
        total: int | None = None,
        expected: Mapping[str, float] | None = None,
        lines: bool = False,
    ):
        self.total = len(names) or total
        self.number, self.states = 0, Counter()
        self._expected = dict(expected or {})
        known = list(self._expected.values())
        self._usual = sum(known) / len(known) if known else 1.0
        self._bar = _bar(self._weight_of_all(names), self.count) if watched() else None
        self._lines = lines or self._bar is None or not sys.stdout.isatty()

    def _weight_of_all(self, names: Sequence[str]) -> float | None:
        if names:
            return sum(map(self.weight, names))
        return self.total * self._usual if self.total else None

    def weight(self, name: str) -> float:
        """Return the seconds that something is expected to take."""
        return self._expected.get(name, self._usual)

    def done(self, name: str, state: str, note: str = "") -> None:
        """Tell that one has ended, in which state, and what more there is to say."""
        self.number += 1
        self.states[state.split()[0]] += 1
        if self._bar is not None:
            self._advance(name, state)
        if self._lines or state.startswith("failed"):
            self.say(f"[{self.count}] {name}: {state}{note}")

    def _advance(self, name: str, state: str) -> None:
        self._bar.set_description_str(self.count, refresh=False)
        if state == "unchanged" and self._bar.total is not None:
            # What took no time says nothing about the time left: it leaves the sum.
            self._bar.total = max(self._bar.total - self.weight(name), self._bar.n)
        elif state != "unchanged":
            self._bar.update(min(self.weight(name), (self._bar.total or float("inf")) - self._bar.n))

    @property
    def count(self) -> str:
        """How many have ended, of how many, as text."""
        return f"{self.number}/{self.total}" if self.total else str(self.number)

    def show(self, running: Sequence[str]) -> None:
        """Show what is running and how the time goes."""
        if self._bar is None:
            return
        names = [f"{name} ×{n}" if n > 1 else name for name, n in Counter(running).items()]
        self._bar.set_description_str(self.count, refresh=False)
        self._bar.set_postfix_str(", ".join(names), refresh=False)
        self._bar.refresh()

    def say(self, line: str) -> None:
        """Print a line, above the bar if there is one."""
        if self._bar is None:
            print(line, flush=True)
        else:
            self._bar.write(line, file=sys.stdout)
            sys.stdout.flush()

    def close(self) -> None:
        """Take the bar away and, of several, sum up."""
        if self._bar is not None:
            self._bar.close()
        if self.number and (self.total or self.number) > 1:
            print(f"{self.summary}.", flush=True)

    @property
    def summary(self) -> str:
        """The sentence of the end, such as ``11 of 11 ended: 7 unchanged, 4 done``."""
        parts = [f"{n} {state}" for state in ("unchanged", "done", "failed") if (n := self.states[state])]
        return f"{self.number} of {self.total or self.number} ended: {', '.join(parts)}"


def watched() -> bool:
    """Return whether a person watches: the errors' stream is a terminal."""
    return sys.stderr.isatty()


def _bar(weight: float | None, count: str):
    from tqdm import tqdm

    # Its watching thread would make the forks that follow unsafe.
    tqdm.monitor_interval = 0
    # A terminal that does not know its size gets the usual one, not a bar of no width.
    size = shutil.get_terminal_size()
    look = {"bar_format": FORMAT, "smoothing": 0, "leave": False, "ncols": size.columns, "nrows": size.lines}
    bar = tqdm(total=weight, desc=count, file=sys.stderr, **look)
    # The environment can switch it off (TQDM_DISABLE).
    return None if bar.disable else bar
