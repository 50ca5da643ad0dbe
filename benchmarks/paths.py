"""Through which rooms a parameter and a printed number pass: traced call by call, as `docs/architecture.md` tells it.

    python benchmarks/paths.py

For each path: the modules of ours that are entered, in the order of the first entry, by room; how many stand before
the first of the topic's own; and how often the work changes the room.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def entered(work: Callable[[], object]) -> list[str]:
    """Return the modules of ours whose functions a piece of work enters, one entry a call, in order."""
    found: list[str] = []

    def look(frame, event: str, _argument) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(str(ROOT)) and "/.venv" not in path and frame.f_code.co_name[0] != "<":
            found.append(str(Path(path).relative_to(ROOT).with_suffix("")))

    sys.setprofile(look)
    try:
        with redirect_stdout(StringIO()):
            work()
    finally:
        sys.setprofile(None)
    return [module for module in found if module.startswith(("analysis/", "recount/"))]


def room(module: str) -> str:
    """Return the folder of a module."""
    return module.rpartition("/")[0]


def tell(title: str, calls: list[str], first: str = "analysis/topics/") -> None:
    """Print one path."""
    modules = list(dict.fromkeys(calls))
    rooms = list(dict.fromkeys(map(room, modules)))
    before = next((n for n, module in enumerate(modules) if module.startswith(first)), len(modules))
    print(f"{title}: {len(modules)} modules in {len(rooms)} rooms, {before} of them before {first}")
    print(f"  the work changes the room {len(list(groupby(map(room, calls)))) - 1:,} times in {len(calls):,} calls")
    for each in rooms:
        print(f"  {each}: {', '.join(Path(m).name for m in modules if room(m) == each)}")


def command(folder: str) -> None:
    """Run one notebook with a parameter, from the words of the command line on."""
    from recount.app import cli

    chosen, options = cli.parse(["run", "01", "-p", "base=members", "--out", folder])
    chosen.run(options)


def in_the_kernel() -> None:
    """Validate the parameter and draw a figure from it, as the notebook's cells do."""
    from analysis.topics.purges import TOPIC, figures

    figures.implied_bases_figure(TOPIC.choices({"base": "members"}))


def sentence() -> None:
    """Say what was found, from the tables on."""
    from analysis.topics.purges import TOPIC, findings

    findings.findings(TOPIC.choices())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        tell("recount run 01 -p base=members, this side of the kernel", entered(lambda: command(place)))
    tell("base=members, in the kernel, to the figure", entered(in_the_kernel))
    from analysis.data import memo

    memo.forget()
    tell("792,000, from its row to the sentence", entered(sentence))
