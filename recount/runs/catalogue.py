"""The notebooks as a list: what each asks and which parameters it takes."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

from analysis.text.words import _
from recount.runs import cache
from recount.runs.runner import notebook_names


class CatalogueError(ValueError):
    """A notebook that cannot be listed."""


def questions() -> dict[str, str]:
    """Return the title of every notebook, which is the question it answers, by name, in the reader's language."""
    return {name: _(_title(cache.ROOT / "notebooks" / f"{name}.ipynb")) for name in notebook_names()}


def _title(path: Path) -> str:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return "".join(cells[0]["source"]).splitlines()[0].removeprefix("# ").strip()
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise CatalogueError(
            f"{path.name}: expected a notebook that begins with its title, got {type(error).__name__}: "
            f"{str(error)[:80]}; restore it from the repository"
        ) from None


def as_text(rows: list[dict[str, str]]) -> str:
    """Return a notebook's parameters as text, one block each."""
    blocks = []
    for row in rows:
        unit = f" {row['unit']}" if row["unit"] else ""
        words = textwrap.fill(row["help"], 100, initial_indent="    ", subsequent_indent="    ")
        blocks.append(f"{row['name']}  ({row['type']}{unit}; default {row['default']})\n{words}")
        if row["allowed"]:
            blocks[-1] += "\n" + textwrap.fill(
                f"allowed: {row['allowed']}", 100, initial_indent="    ", subsequent_indent="      "
            )
    return "\n".join(blocks)


def as_json(schema: dict) -> str:
    """Return a JSON Schema as text."""
    return json.dumps(schema, indent=1, ensure_ascii=False)
