"""Two states of a notebook compared by what its cells show: tables, sentences, pictures."""

from __future__ import annotations

import base64
import binascii
import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recount.runs.compare_files import CompareError, Difference, read_json
from recount.runs.compare_pictures import png_difference


def notebooks(a: Path, b: Path, name: str) -> list[Difference]:
    """Compare the outputs of two notebooks, cells matched by id: tables, sentences and pictures."""
    left, right = _outputs(a), _outputs(b)
    found = []
    for cell in dict.fromkeys([*left, *right]):
        # A cell that is on one side only and shows nothing is no difference.
        found += _cell_differences(left.get(cell, []), right.get(cell, []), name, cell)
    return found


def _outputs(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return for each code cell its outputs, each as the kind and the content."""
    cells = read_json(path).get("cells")
    try:
        return {
            str(cell.get("id", number)): [shown for output in cell["outputs"] for shown in _contents(output)]
            for number, cell in enumerate(cells)
            if cell["cell_type"] == "code"
        }
    except (TypeError, KeyError, AttributeError):
        raise CompareError(f"{path.name}: expected a Jupyter notebook with outputs, got something else") from None


def _contents(output: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if output["output_type"] == "stream":
        yield "sentences", _joined(output["text"])
    elif output["output_type"] == "error":
        yield "sentences", f"{output['ename']}: {output['evalue']}"
    else:
        data = {kind: _joined(content) for kind, content in output["data"].items()}
        if "image/png" in data:
            yield "pictures", data["image/png"]
        text = data.get("text/html") or data.get("text/markdown") or data.get("text/plain", "")
        yield "tables" if "<table" in text or "| ---" in text else "sentences", text


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "".join(text) if isinstance(text, list) else json.dumps(text)


def _cell_differences(left: list, right: list, name: str, cell: str) -> list[Difference]:
    if [kind for kind, _text in left] != [kind for kind, _text in right]:
        one, other = (", ".join(kind for kind, _text in side) or "nothing" for side in (left, right))
        return [Difference("sentences", name, f"cell {cell}, what it shows", one, other)]
    found = []
    for number, ((kind, one), (_kind, other)) in enumerate(zip(left, right, strict=True), 1):
        place = f"cell {cell}, output {number}"
        if one == other:
            continue
        if kind == "pictures":
            found += png_difference(_decoded(one, name), _decoded(other, name), name, place)
        else:
            found += _line_differences(one, other, kind, name, place)
    return found


def _decoded(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise CompareError(f"{name}: expected a picture in base64, got something else; the file is damaged") from None


def _line_differences(one: str, other: str, kind: str, name: str, place: str) -> list[Difference]:
    """Return the lines that differ; lines of one text that the other lacks are told as missing."""
    a, b = one.splitlines(), other.splitlines()
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(j - i, m - k)):
            lines = (a[i + step] if i + step < j else "missing", b[k + step] if k + step < m else "missing")
            found.append(Difference(kind, name, f"{place}, line {(i if i + step < j else k) + step + 1}", *lines))
    return found
