"""Stored notebooks: read them, strip what changes from run to run, and give their bytes."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

#: Kept in a stored notebook; everything else in the metadata is a trace of one run.
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

#: Tag of the cell that papermill adds for the parameters given.
INJECTED = "injected-parameters"
# Bounded, so that a long line without such a name costs no more than its length.
_CELL_FILE = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^\s\"'/\\]{1,100}){0,20}[/\\]ipykernel_\d+[/\\]\d+\.py")


class NotebookError(RuntimeError):
    """A notebook that cannot be read or does not run as it should."""


def read_notebook(path: str | Path):
    """Return a notebook as :class:`nbformat.NotebookNode` of version 4.

    Raises
    ------
    NotebookError
        If the file is no notebook.
    """
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        raise NotebookError(f"{Path(path).name}: expected a Jupyter notebook, got {error}") from None


def normalise(notebook):
    """Return the notebook without the traces of one run.

    Removed are papermill's paths and times, execution times of cells, the exact Python version
    and the random id of the cell that papermill adds. Outputs and execution counts stay.
    """
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": {"name": "python"}})
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            cell.outputs = [_plain(output) for output in _merged(cell.outputs)]
        if INJECTED in tags:
            # papermill gives the cell that it adds another id every time.
            cell.id = INJECTED
    return notebook


def _merged(outputs: list) -> list:
    """Put printed text that nothing separates into one output, standard output first.

    When a kernel sends what is printed depends on its clock; that order means nothing.
    """
    kept: list = []
    for output in outputs:
        streams = []
        while output.output_type == "stream" and kept and kept[-1].output_type == "stream":
            streams.append(kept.pop())
        for earlier in reversed(streams):
            if earlier.name == output.name:
                output.text = earlier.text + output.text
        others = [earlier for earlier in streams if earlier.name != output.name]
        kept += sorted([*others, output], key=lambda o: o.name, reverse=True) if others else [output]
    return kept


def _plain(output):
    """Return an output without the name of the file as which a kernel compiles a cell: it holds a process number."""
    if output.output_type == "stream":
        output.text = _CELL_FILE.sub("<cell>", output.text)
    elif output.output_type == "error":
        output.traceback = [_CELL_FILE.sub("<cell>", line) for line in output.traceback]
    return output


def check_outputs(notebook, name: str) -> None:
    """Refuse a run that left warnings or errors in its outputs.

    Raises
    ------
    NotebookError
        Naming the cell.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" or output.get("name") == "stderr":
                text = output.get("evalue") or output.get("text", "")
                place = name_cell(cell.get("execution_count"), cell.source)
                raise NotebookError(f"{name}, {place}: expected no warning or error, got {text.strip()[:500]}")


def name_cell(number: int, source: str) -> str:
    """Return a cell's number, as the notebook shows it, with its first line, for a message."""
    first = next((line.strip() for line in source.splitlines() if line.strip()), "")
    return f"cell {number} ({first[:80]})"


def notebook_bytes(notebook) -> bytes:
    """Return a notebook as it is stored: UTF-8, one blank of indent, a line end at the end."""
    nbformat.validate(notebook)
    return (nbformat.writes(notebook, version=4, indent=1).rstrip("\n") + "\n").encode("utf-8")
