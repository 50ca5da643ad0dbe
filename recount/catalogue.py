"""The notebooks as a list: what each asks and which parameters it takes."""

from __future__ import annotations

import json
import textwrap

from recount import cache
from recount.runner import notebook_names


def questions() -> dict[str, str]:
    """Return the title of every notebook, which is the question it answers, by name."""
    found = {}
    for name in notebook_names():
        cells = json.loads((cache.ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        first = "".join(cells[0]["source"]).splitlines()[0]
        found[name] = first.removeprefix("# ").strip()
    return found


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
