"""Two runs compared: which numbers, tables, sentences and pictures differ, and what in their inputs may explain it.

A run is a folder that ``report``, ``run`` or ``sweep`` wrote, or the project itself. Files are matched by their
place in it; what one run lacks is a difference too. Where a notebook is missing, its figures are not named singly.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from recount.runs.compare_files import KINDS, CompareError, Difference, numbers, read_json
from recount.runs.compare_notebooks import notebooks
from recount.runs.compare_pictures import pictures
from recount.runs.record import FOLDER

#: Where outputs lie below a run's folder, and below each setting of a sweep.
PLACES = (
    *("figures/*.csv", "figures/*.json", "figures/*.png", "figures/*.svg", "figures/*.pdf"),
    *("notebooks/*.ipynb", "sweep.csv"),
)
MOST_LISTED = 20
#: Texts of a bundle that a reader sees.
BUNDLE_WORDS = ("title", "caption", "alt", "description", "footnotes", "unit", "inside_note")
#: Keys of a record that differ between any two runs and explain nothing.
INCIDENTAL = ("started", "finished", "seconds", "cells", "outputs", "notebook", "record")


@dataclass
class Comparison:
    """What was found.

    Attributes
    ----------
    compared : dict
        Kind of file -> how many were there on both sides: ``numbers`` (CSVs), ``notebooks``, ``sentences``
        (texts of figures), ``pictures``.
    differences : list of Difference
    missing : list of tuple
        File, and ``A`` or ``B``: the side that lacks it. A notebook stands for its figures.
    inputs : list of str
        How the inputs differ, in words.
    unrecorded : list of str
        ``A`` and ``B``, where a run left no record.
    """

    compared: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether all outputs are the same."""
        return not self.differences and not self.missing


def compare(a: str | Path, b: str | Path, tolerance: float = 1e-9) -> Comparison:
    """Compare two runs.

    Parameters
    ----------
    a, b : str or Path
        Folders.
    tolerance : float
        Greatest relative difference at which two numbers count as the same.

    Returns
    -------
    Comparison

    Raises
    ------
    recount.runs.compare_files.CompareError
        If a folder holds no run, a file is damaged, or the tolerance is none.
    """
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise CompareError(f"--tolerance: expected a number from 0, got {tolerance}")
    left, right = (_files(_folder(place)) for place in (a, b))
    found = Comparison()
    for name in sorted({*left, *right}):
        if name not in left or name not in right:
            found.missing.append((name, "B" if name in left else "A"))
            continue
        kind, differ = _comparer(name, tolerance)
        found.compared[kind] = found.compared.get(kind, 0) + 1
        found.differences += differ(left[name], right[name])
    found.missing = _without_figures_of(found.missing)
    _compare_inputs(Path(a), Path(b), found)
    return found


def _without_figures_of(missing: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out the figures of notebooks that are missing themselves: they bear the notebook's number."""
    gone = {_number(name, "notebooks") + side for name, side in missing if name.endswith(".ipynb")}
    return [pair for pair in missing if _number(pair[0], "figures") + pair[1] not in gone]


def _number(name: str, folder: str) -> str:
    """Return run and number of a file in a folder: ``settings/3/notebooks/01_x.ipynb`` gives ``settings/3/01``."""
    path = Path(name)
    return f"{path.parent.parent}/{path.name.partition('_')[0]}/" if path.parent.name == folder else name


def _folder(place: str | Path) -> Path:
    folder = Path(place)
    if not folder.is_dir():
        raise CompareError(f"{folder.name or place}: expected the folder of a run, found none; check the name")
    return folder


def _runs(folder: Path) -> Iterator[Path]:
    yield folder
    yield from sorted(p for p in folder.glob("settings/*") if p.is_dir())


def _files(folder: Path) -> dict[str, Path]:
    found = {
        path.relative_to(folder).as_posix(): path
        for run in _runs(folder)
        for pattern in PLACES
        for path in run.glob(pattern)
        if path.is_file()
    }
    if not found:
        raise CompareError(
            f"{folder.name or folder}: expected notebooks/, figures/ or sweep.csv of a run, found none of them; "
            "name a folder that report, run or sweep wrote"
        )
    return found


def _comparer(name: str, tolerance: float) -> tuple[str, Callable[[Path, Path], list[Difference]]]:
    suffix = Path(name).suffix
    if suffix == ".csv":
        return "numbers", lambda a, b: numbers(a, b, name, tolerance)
    if suffix == ".ipynb":
        return "notebooks", lambda a, b: notebooks(a, b, name)
    if suffix == ".json":
        return "sentences", lambda a, b: _bundle_words(a, b, name)
    return "pictures", lambda a, b: pictures(a, b, name)


def _bundle_words(a: Path, b: Path, name: str) -> list[Difference]:
    left, right = read_json(a), read_json(b)
    return [
        Difference("sentences", name, key, str(left.get(key)), str(right.get(key)))
        for key in BUNDLE_WORDS
        if left.get(key) != right.get(key)
    ]


# ---------------------------------------------------------------------------------------------
# Inputs
# ---------------------------------------------------------------------------------------------


def _compare_inputs(a: Path, b: Path, found: Comparison) -> None:
    left, right = _records(a), _records(b)
    found.unrecorded = [side for side, records in (("A", left), ("B", right)) if not records]
    lines: dict[str, list[str]] = {}
    for name in sorted(set(left) & set(right)):
        one, other = (_flat(side[name]) for side in (left, right))
        # A kernel keeps no record of what it read, so its list names all data.
        vague = "kernel" in (one.get("engine"), other.get("engine"))
        for key in sorted({*one, *other}):
            if vague and key.startswith("inputs.data") and (key not in one or key not in other):
                continue
            if one.get(key) != other.get(key):
                lines.setdefault(_input_words(key, one.get(key), other.get(key)), []).append(name)
    common = len(set(left) & set(right))
    for words, names in lines.items():
        found.inputs.append(words if len(names) == common else f"{words} ({', '.join(names)})")


def _records(folder: Path) -> dict[str, dict]:
    return {
        path.relative_to(folder).as_posix().removesuffix(".json").replace(f"{FOLDER}/", ""): read_json(path)
        for run in _runs(folder)
        for path in sorted(run.glob(f"{FOLDER}/*.json"))
    }


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as one level: ``inputs.data.units.csv`` -> hash."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if key in INCIDENTAL:
            continue
        parts = _flat(value) if isinstance(value, dict) and key != "notebook" else {"": value}
        found |= {f"{key}.{inner}".rstrip("."): content for inner, content in parts.items()}
    if isinstance(record.get("notebook"), str) and "code" in record:
        # Inside "inputs" the notebook is the hash of its cells, not its name.
        found["notebook"] = record["notebook"]
    return found


def _input_words(key: str, one: Any, other: Any) -> str:
    group, _, rest = key.partition(".")
    if group == "inputs":
        what, _, name = rest.partition(".")
        label = {"data": f"data/{name}", "code": f"module {name}"}.get(what, what)
        label = label.replace("data/project:", "")
        if one is None or other is None:
            return f"{label} was used by {'A' if other is None else 'B'} only"
        return f"{label} differs"
    words = {"versions": rest, "packages": rest, "parameters": f"parameter {rest}", "project": f"project's {rest}"}
    return f"{words.get(group, rest or group)}: {_plain(one)} against {_plain(other)}"


def _plain(value: Any) -> str:
    return "not stated" if value in (None, "") else str(value)


# ---------------------------------------------------------------------------------------------
# Words
# ---------------------------------------------------------------------------------------------


def as_text(found: Comparison) -> str:
    """Return a comparison as text: the answer, what differs, what may explain it."""
    lines = [summary(found)]
    for kind in KINDS:
        differences = [d.text() for d in found.differences if d.kind == kind]
        lines += _listed(kind.capitalize(), differences)
    lines += _listed("Missing", [f"{name}: not in {side}" for name, side in found.missing])
    heading = "What in the inputs may explain it" if not found.same else "The inputs differ all the same"
    lines += _listed(heading, found.inputs)
    if found.unrecorded:
        lines += ["", f"No run record in {' and '.join(found.unrecorded)}: the inputs cannot be compared."]
    elif not found.inputs:
        lines += ["", "The recorded inputs are the same."]
    return "\n".join(lines)


def _listed(heading: str, items: list[str]) -> list[str]:
    if not items:
        return []
    more = [f"  … and {len(items) - MOST_LISTED} more; --format json names all"] if len(items) > MOST_LISTED else []
    return ["", heading, *(f"  {item}" for item in items[:MOST_LISTED]), *more]


def summary(found: Comparison) -> str:
    """Return the answer in a sentence or two."""
    many = ", ".join(f"{count} {_kind_words(kind)}" for kind, count in sorted(found.compared.items()))
    if found.same:
        return f"Same: {many} compared."
    files = {kind: {d.file for d in found.differences if d.kind == kind} for kind in KINDS}
    parts = [
        f"{sum(d.kind == kind for d in found.differences)} {kind} in {len(names)} files"
        for kind, names in files.items()
        if names
    ]
    parts += [f"{len(found.missing)} files on one side only"] if found.missing else []
    return f"Different: {'; '.join(parts)}. Compared: {many or 'nothing, no file is on both sides'}."


def _kind_words(kind: str) -> str:
    words = {"numbers": "tables of numbers", "sentences": "figures' texts"}
    return words.get(kind, kind)


def as_json(found: Comparison) -> str:
    """Return a comparison as JSON: same, compared, differences, missing, inputs, unrecorded."""
    content = {
        "same": found.same,
        "compared": found.compared,
        "differences": [asdict(d) | {"relative": _finite(d.relative)} for d in found.differences],
        "missing": [{"file": name, "not_in": side} for name, side in found.missing],
        "inputs": found.inputs,
        "unrecorded": found.unrecorded,
    }
    return json.dumps(content, indent=1, ensure_ascii=False)


def _finite(value: float | None) -> float | str | None:
    return "infinite" if value is not None and math.isinf(value) else value
